"""What a USLM file says of itself: which work it is, its title, its day, its stage."""

import re

from lxml import etree

from lawdiff.model.expression import Work
from lawdiff.read.congress import cited_number, label_of_stage
from lawdiff.read.ledger import is_element, own_text
from lawdiff.read.mixed import name_of


def read_metadata(root: etree._Element) -> dict[str, str]:
    """Read the first value of each kind in `meta`."""
    values: dict[str, str] = {}
    for element in root.iterfind("{*}meta/*"):
        if is_element(element):
            values.setdefault(name_of(element), (element.text or "").strip())
    return values


def work_of(root: etree._Element, meta: dict[str, str]) -> Work:
    """Say which work this is: a title of the code, a bill or a law, whatever its stage."""
    return Work(_work_uri(root, meta), _work_title(root, meta), "us")


def label_of(root: etree._Element, meta: dict[str, str]) -> str:
    """Say what the file calls this version: release point, the bill and its stage, or the law's number."""
    if name := meta.get("docPublicationName"):
        return name
    if stage := meta.get("docStage"):
        return label_of_stage(_bill_number(root, meta), stage)
    return meta.get("citableAs", "")


def _bill_number(root: etree._Element, meta: dict[str, str]) -> str:
    """Say the number of a bill ("H.R. 2157"), by its citation or as the front matter prints it."""
    cited = _CITED.match(meta.get("citableAs", ""))
    if cited:
        return cited_number(cited[2], cited[3])
    parts = (root.find(f"{{*}}preface/{{*}}{name}") for name in ("type", "docNumber"))
    kind, number = ("" if part is None else _text(part) for part in parts)
    return cited_number(kind, number)


# "116 HR 1037 EH", which each bill has among its ways to be cited.
_CITED = re.compile(r"([0-9]+) (HR|S|H(?:CON|J)?RES|S(?:CON|J)?RES) ([0-9]+)\b")


def _work_uri(root: etree._Element, meta: dict[str, str]) -> str:
    """Say what the work is called: "/us/usc/t9", "/us/bill/116/hr/1037", "/us/pl/114/4"."""
    if name_of(root) == "pLaw":
        kind = "pvtl" if meta.get("publicPrivate") == "private" else "pl"
        return f"/us/{kind}/{meta.get('congress', '')}/{meta.get('docNumber', '')}"
    cited = _CITED.match(meta.get("citableAs", ""))
    if cited:
        congress, kind, number = cited.groups()
        return f"/us/{name_of(root)}/{congress}/{kind.lower()}/{number}"
    return root.get("identifier", "")


def _work_title(root: etree._Element, meta: dict[str, str]) -> str:
    title = root.find("{*}main/{*}title")
    if name_of(root) == "uscDoc" and title is not None:
        number, heading = title.find("{*}num"), title.find("{*}heading")
        return "".join(_text(part) for part in (number, heading) if part is not None)
    short = _short_title(root)
    if short:
        return short
    official = root.find("{*}main/{*}longTitle/{*}officialTitle")
    # "116 SCONRES 13 ES: Reaffirming …" where the title stands in the metadata alone.
    return _text(official) if official is not None else meta.get("title", "").partition(": ")[2]


def _short_title(root: etree._Element) -> str:
    """The first title that the text gives the whole act or resolution; not one that a quotation gives."""
    for title in root.iterfind("{*}main//{*}shortTitle"):
        whole = title.get("role", "act") in ("act", "jointResolution", "concurrentResolution", "resolution")
        if whole and next(title.iterancestors("{*}quotedContent"), None) is None:
            return _text(title).strip("“”")
    return ""


def _text(element: etree._Element) -> str:
    return " ".join(own_text(element).split())


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAY = re.compile(rf"({'|'.join(_MONTHS)}) ([0-9]{{1,2}}), ([0-9]{{4}})")


def date_of(root: etree._Element, meta: dict[str, str]) -> str:
    """Say the day of this version: of the release, of the approval, else of the last action in the file."""
    stated = meta.get("created") or meta.get("date")
    if stated:
        return stated[:10]
    for action in root.iterfind("{*}main/{*}action"):
        said = _text(action)
        if said.startswith("Approved ") and (day := _written_day(said.removeprefix("Approved "))):
            return day
    days = root.iterfind(".//{*}action/{*}date")
    return max((day.get("date") or _written_day(_text(day)) for day in days), default="")


def _written_day(text: str) -> str:
    """Read "July 25, 2019" at the beginning of a text; empty where there is none."""
    found = _DAY.match(text)
    return f"{found[3]}-{_MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}" if found else ""
