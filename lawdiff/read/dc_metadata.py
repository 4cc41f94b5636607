"""What a file of the DC library says of itself: which work it is, of what day, and what was read for it."""

import hashlib

from lxml import etree

from lawdiff.model.expression import Origin, Work
from lawdiff.read.ledger import own_text
from lawdiff.read.mixed import name_of


def work_of(root: etree._Element) -> Work:
    """Say what the work is: "D.C. Law 24-332" with its short title, or a part of the D.C. Code."""
    heading = root.find("{*}heading")
    number = root.find("{*}num")
    title = words_of(heading) if heading is not None else ""
    match name_of(root):
        case "section":
            title = f"§ {words_of(number) if number is not None else ''} {title}".strip()
        case "container":
            prefix = root.find("{*}prefix")
            parts = (part for part in (prefix, number) if part is not None)
            title = f"{' '.join(map(words_of, parts))}. {title}"
    return Work(root.get("id") or root.get("containing-doc") or "D.C. Code", title, "us")


def date_of(root: etree._Element) -> str:
    """Give the day an act takes effect, or the day that the code runs through."""
    effective = root.findtext("{*}meta/{*}effective") or ""
    recency = root.find("{*}meta/{*}recency")
    return recency.get("through", "") if recency is not None else effective.strip()


def origin_of(files: list[Origin]) -> Origin:
    """Name the file that was given; its digest covers what it includes."""
    first = files[0]
    if len(files) == 1:
        return first
    digest = hashlib.sha256("".join(file.sha256 for file in files).encode())
    return Origin(first.name, digest.hexdigest(), sum(file.size for file in files))


def words_of(element: etree._Element) -> str:
    """Give the text of an element in plain words, without layout."""
    return " ".join(own_text(element).split())
