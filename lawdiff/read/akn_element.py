"""What the readers of Akoma Ntoso ask of a single element: what it is, whether it is text of this version.

Nothing here goes down into an element; that is `lawdiff.read.akn`, where the rules stand.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from lawdiff.model.provision import Kind, Provision
from lawdiff.model.text import Text
from lawdiff.read.akn_metadata import Dialect
from lawdiff.read.akn_text import Run
from lawdiff.read.akn_vocabulary import HIERARCHY, LEVELS, NAMED, QUOTES, REASONS
from lawdiff.read.ledger import Ledger, children_of
from lawdiff.read.mixed import line_of, local

REMARK = "editor's remark, not law"
_FINNISH_VERSION = re.compile(r"v\d{8}(?=__|$)")
_LEOS = "{urn:eu:europa:ec:leos}softaction"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class Reading:
    """What one reading carries along: the dialect, what was left out, sections that hold articles."""

    dialect: Dialect
    ledger: Ledger
    divisions: set[etree._Element] = field(default_factory=set)
    title: str = ""
    label: str = ""
    notices: list[str] = field(default_factory=list)
    ghosts: int = 0


def sections_with_articles(root: etree._Element) -> set[etree._Element]:
    """Sections that hold articles (EU, Swiss, German acts): levels above what people cite."""
    found: set[etree._Element] = set()
    for article in root.iter("{*}article"):
        for above in article.iterancestors():
            name = local(above.tag)
            if name in QUOTES:
                break
            if name == "section":
                found.add(above)
    return found


def is_in_signature(element: etree._Element) -> bool:
    """Whether an element is a line of a signature: set apart in print, with no white space in the source."""
    parent = element.getparent()
    return parent is not None and local(parent.tag) == "signature"


def why_left_out(child: etree._Element, name: str, run: Run, reading: Reading) -> str:
    """Say why an element is no text of this version; empty where it is."""
    if name in REASONS:
        return REASONS[name]
    if name == "remark" and child.get("status") == "editorial":
        run.remark = True
        return REMARK
    if name == "conclusions":
        return "back cover, not law" if child.get("eId") == "backCover" else ""
    if name == "hcontainer" and child.get("name") == "preliminaryWork":
        return "preparatory works, named by the editors, not law"
    if name == "authorialNote" and reading.dialect == "ch":
        return "source of a citation, set by the editors, not law"
    if reading.dialect == "eu" and (action := child.get(_LEOS)) in ("del", "move_to"):
        reading.ghosts += 1
        return "deleted" if action == "del" else "moved away: its text stands at the new place"
    return ""


def kind_of(child: etree._Element, name: str, reading: Reading) -> Kind | None:
    """What a hierarchical element is; None for one that only wraps."""
    if name == "section" and child in reading.divisions:
        return "division"
    if name == "level":
        return LEVELS.get(child.get("class") or "", "level")
    if name == "hcontainer":
        named = NAMED.get(child.get("name") or "")
        if named or not is_dressed(child):
            return named
        holds = any(child.find(f".//{{*}}{unit}") is not None for unit in ("section", "article"))
        return "division" if holds else "level"
    if name in ("paragraph", "subsection") and reading.dialect == "za" and not is_dressed(child):
        return None
    return HIERARCHY[name]


def is_dressed(element: etree._Element) -> bool:
    """Whether an element has a number or a heading."""
    return any(local(child.tag) in ("num", "heading") for child in children_of(element))


def stated_quote(element: etree._Element, name: str) -> str:
    """The quotation mark that an element's `startQuote` or `endQuote` states; empty where it states none."""
    if stated := element.get(name):
        return stated
    # Some drafting offices put it in a namespace of their own.
    return next((str(value) for key, value in element.items() if str(key).endswith("}" + name)), "")


def new_provision(
    kind: Kind,
    element: etree._Element,
    reading: Reading,
    *,
    num: str = "",
    heading: Text | None = None,
    text: Text | None = None,
    children: tuple[Provision, ...] = (),
) -> Provision:
    """Make a provision with the ids, the status and the line of its element."""
    eid = element.get("eId") or element.get("id") or element.get(_XML_ID) or ""
    wid = element.get("wId") or ""
    if reading.dialect == "fi" and not wid:
        wid = _FINNISH_VERSION.sub("", eid)
    return Provision(
        kind,
        num=num,
        heading=heading,
        text=text,
        children=children,
        eid=eid,
        wid=wid,
        guid=element.get("GUID") or "",
        status=element.get("status") or "",
        line=line_of(element),
    )
