"""Reports in HTML, also XHTML with RDFa, and pages that hold one `pre` of plain text.

`h1`–`h6` are headings; so is a paragraph that is all bold, or that only names a provision. Block elements
and rows of tables are passages, cells are parted by " | ". RDFa titles (`property="dcterms:title"` or
`"rdfs:label"` with `content`, as Swedish government bills have them) are headings. Scripts, styles and
navigation are left out. The parser mends bad mark-up, fetches nothing and knows no entities but HTML's own.
"""

from collections.abc import Iterator
from typing import cast

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.report import Report
from lawdiff.read.ledger import is_element, own_text
from lawdiff.read.reports.blocks import Block, level_of, make_passages, names_provision, source_line
from lawdiff.read.reports.plain import text_blocks
from lawdiff.read.source import DEPTH_LIMIT, SourceFile

_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i img ins kbd mark q s samp small span strike strong sub"
    " sup time tt u var wbr".split()
)
_SKIPPED = frozenset("script style head template nav noscript title svg math form button select".split())
_TITLES = ("dcterms:title", "rdfs:label")
_LONGEST_BOLD = 120


def read(source: SourceFile, _text: str) -> Report:
    """Read a page."""
    is_utf8 = not source.data.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_utf8(source.data)
    parser = etree.HTMLParser(
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8" if is_utf8 else None,
    )
    root = cast("etree._Element | None", etree.fromstring(source.data, parser))
    if root is None:
        raise LawdiffError("the page has no elements", where=source.where, do="Give a report with text in it")
    title = next((_words(own_text(each)) for each in root.iter("title")), "")
    blocks = tuple(_blocks(root, source))
    if not title:
        title = next((block.text for block in blocks if block.level is not None), "")
    language = root.get("lang") or root.get("xml:lang") or ""
    return Report(title, "html", source.origin, make_passages(blocks), language=language)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _words(text: str) -> str:
    return " ".join(text.split())


def _blocks(root: etree._Element, source: SourceFile) -> Iterator[Block]:
    """Collect text until a block begins or ends, then give it. Iterative: pages may be badly nested."""
    pieces: list[str] = []
    refs: list[str] = []
    bold = 0  # characters in bold, of those collected
    eid, line, depth, sections, is_in_bold, skipped = "", 0, 0, 0, 0, 0

    def flush(level: int | None = None) -> Iterator[Block]:
        nonlocal bold, eid
        words = _words("".join(pieces)).strip("| ")
        if words:
            is_bold = bold >= len("".join("".join(pieces).split())) and len(words) <= _LONGEST_BOLD
            if level is None and ((is_bold and words[-1] not in ".,;") or names_provision(words)):
                level = level_of(words)
            yield Block(words, level=level, line=line, eid=eid if level is None else "", refs=tuple(refs))
        pieces.clear()
        refs.clear()
        bold, eid = 0, ""

    def collect(text: str | None) -> None:
        nonlocal bold
        if text and not skipped:
            pieces.append(text)
            bold += len("".join(text.split())) if is_in_bold else 0

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not is_element(element):
            continue
        tag = etree.QName(element).localname.lower()
        is_start = event == "start"
        depth += 1 if is_start else -1
        if depth > DEPTH_LIMIT:
            raise LawdiffError(
                f"more than {DEPTH_LIMIT} elements within each other",
                where=f"{source.where}:{source_line(element)}",
            )
        if tag in _SKIPPED or tag == "pre":
            skipped += 1 if is_start else -1
        if is_start and tag == "pre":
            yield from flush()
            yield from text_blocks(own_text(element), source_line(element))
        elif tag in _INLINE:
            is_in_bold += (tag in ("b", "strong")) * (1 if is_start else -1)
            if is_start and tag == "a" and element.get("href"):
                refs.append(str(element.get("href")))
        elif tag == "br":
            collect(" ")
        elif tag in ("td", "th"):
            collect("" if is_start else " | ")
        elif not skipped:
            within_row = any(up.tag == "tr" for up in element.iterancestors()) if tag != "tr" else False
            if within_row:
                collect(" ")
            elif not is_start and len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
                yield from flush(int(tag[1]))
            else:
                yield from flush()
        if is_start:
            line = line if pieces and "".join(pieces).strip() else source_line(element)
            eid = eid or (str(element.get("id") or "") if tag in ("p", "li", "div", "blockquote") else "")
            stated = (
                element.get("content")
                if element.get("property") in _TITLES and tag in ("div", "span")
                else None
            )
            is_section = element.get("class") == "section"
            sections += is_section
            if stated:
                yield from flush()
                yield Block(
                    _words(stated), level=sections if is_section else level_of(_words(stated)), line=line
                )
            collect(element.text if tag not in _SKIPPED else None)
        else:
            sections -= element.get("class") == "section"
            collect(element.tail)
    yield from flush()
