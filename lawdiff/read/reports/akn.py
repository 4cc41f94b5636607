"""Reports in Akoma Ntoso: a `doc`, `statement` or `debateReport` in any of its namespaces.

An element with a heading is a step of the trail, its number before it ("§ 24" and "Rettsvirkninger"); where
it has only a number that names a provision, that is its heading. A paragraph (`p`, and other blocks) is a
passage, a row of a table too. A passage has the id of the nearest element around it that has one, if
nothing before it took that. Left out: `meta`, tables of contents, and footnotes.

British explanatory notes have no structure below the chapter: there a `p` in a `level` whose words all
stand in coloured or bold spans is a heading, and in black one below a provision (`ukpga-2024-16` and eight
more were read).
"""

from collections.abc import Iterator

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.report import Report
from lawdiff.read.akn_metadata import short_language
from lawdiff.read.ledger import is_element
from lawdiff.read.reports.blocks import BELOW, Block, level_of, make_passages, names_provision, source_line
from lawdiff.read.source import SourceFile, parse_xml

_ROOTS = ("doc", "statement", "debateReport", "debate", "documentCollection")
_BLOCKS = frozenset("p listIntroduction listWrapUp longTitle docTitle block caption".split())
_SKIPPED = frozenset("meta toc authorialNote num heading subheading".split())
_DEEPEST = 49


def read(source: SourceFile, _text: str) -> Report:
    """Read a document. Raises `LawdiffError` where it is a law and no report."""
    root = parse_xml(source)
    document = next((child for child in root if is_element(child)), None)
    if document is None or _name(document) not in _ROOTS:
        found = "nothing" if document is None else f'"{_name(document)}"'
        raise LawdiffError(
            f"an Akoma Ntoso report is a doc, and this holds {found}",
            where=f"{source.where}:{source_line(root)}",
            do="Give a law as a version to compare, and the report with --report",
        )
    blocks = tuple(_walk(document, 1, ""))
    title = _first(document, "title") or _first(document, "docTitle")
    if not title:
        title = next((block.text for block in blocks), "")
    return Report(
        title,
        "akn",
        source.origin,
        make_passages(blocks),
        date=_attribute(document, "FRBRExpression", "FRBRdate", "date"),
        language=short_language(_attribute(document, "FRBRExpression", "FRBRlanguage", "language")),
    )


def _walk(element: etree._Element, level: int, eid: str) -> Iterator[Block]:
    name = _name(element)
    eid = element.get("eId") or element.get("id") or eid
    if name in _BLOCKS:
        yield from _paragraph(element, eid)
        return
    if name == "tr":
        cells = [_words(cell) for cell in element if is_element(cell)]
        if any(cells):
            yield Block(" | ".join(cells), line=source_line(element), eid=eid)
        return
    heading = _own_heading(element)
    if heading:
        yield Block(heading, level=min(level, _DEEPEST), line=source_line(element))
        level += 1
    number = "" if heading else _list_number(element)
    for child in element:
        if not is_element(child) or _name(child) in _SKIPPED:
            continue
        for block in _walk(child, level, eid):
            if number and block.level is None:
                yield Block(f"{number} {block.text}", None, block.line, block.eid, block.refs)
                number = ""
            else:
                yield block


def _paragraph(element: etree._Element, eid: str) -> Iterator[Block]:
    words = _words(element)
    if not words:
        return
    line = source_line(element)
    is_short = words[-1] not in ".;,:" and len(words) <= 160
    if _is_loose(element) and names_provision(words):
        yield Block(words, level=level_of(words), line=line)
    elif _is_loose(element) and is_short and _is_dressed(element):
        yield Block(words, level=level_of(words) if _is_coloured(element) else BELOW, line=line)
    else:
        refs = tuple(str(each.get("href")) for each in element.iter("{*}ref") if each.get("href"))
        yield Block(words, line=line, eid=eid, refs=refs)


def _own_heading(element: etree._Element) -> str:
    number, heading = _child(element, "num"), _child(element, "heading")
    if heading:
        return " ".join(filter(None, (number, heading)))
    return number if number and names_provision(number) else ""


def _list_number(element: etree._Element) -> str:
    """Give the number of a list item, such as "(a)"; bullets and the numbers of paragraphs are no words."""
    number = _child(element, "num")
    return "" if number.rstrip(".").isdecimal() or not any(c.isalnum() for c in number) else number


def _is_loose(element: etree._Element) -> bool:
    """Whether a paragraph stands for itself, not in a table or a numbered paragraph."""
    for up in element.iterancestors():
        match _name(up):
            case "level" | "mainBody" | "section" | "chapter" | "part" | "container" | "hcontainer" | "doc":
                return True
            case "content" | "intro" | "blockContainer":
                continue
            case _:
                return False
    return False


def _is_dressed(element: etree._Element) -> bool:
    """Whether all words stand in bold, or in a span with a colour that is not black."""
    for piece in element.iter():
        if not is_element(piece):
            continue
        if (piece.text or "").strip() and not _has_dress(piece, element):
            return False
        if piece is not element and (piece.tail or "").strip():
            parent = piece.getparent()
            if parent is None or not _has_dress(parent, element):
                return False
    return True


def _is_coloured(element: etree._Element) -> bool:
    return any(_colour(piece) for piece in element.iter("{*}span"))


def _colour(piece: etree._Element) -> bool:
    style = "".join((piece.get("style") or "").split()).lower()
    return "color:#" in style and "color:#000000" not in style


def _has_dress(piece: etree._Element, within: etree._Element) -> bool:
    for up in (piece, *piece.iterancestors()):
        if _name(up) == "b" or _colour(up):
            return True
        if up is within:
            return False
    return False


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _words(element: etree._Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if is_element(child) and _name(child) != "authorialNote":
            yield " " if _name(child) in ("eol", "br") else ""
            yield from _texts(child)
        yield child.tail or ""


def _child(element: etree._Element, name: str) -> str:
    return next((_words(child) for child in element if is_element(child) and _name(child) == name), "")


def _first(document: etree._Element, name: str) -> str:
    return next((_words(found) for found in document.iter(f"{{*}}{name}")), "")


def _attribute(document: etree._Element, above: str, name: str, attribute: str) -> str:
    for found in document.iter(f"{{*}}{above}"):
        for each in found.iter(f"{{*}}{name}"):
            return str(each.get(attribute) or "")
    return ""
