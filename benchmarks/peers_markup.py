"""Reads what peers mark: `ins` and `del` of HTML, xmldiff's attributes, the tracked changes of Word.

Each reader gives the pieces in the order shown, with a line break where a block begins or ends, so that the
words of two paragraphs are never taken for one. What has a mark inside a mark of the other kind (a deletion
in what was inserted) is in neither text: accept all takes it out, and so does reject all.

For XML files `version_of_xml` gives the source in the same way: all its text, for a peer that knows no schema
moves law into annotations and back.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Literal
from zipfile import ZipFile

import lxml.html
from lxml import etree
from peers_text import Block, Op, Piece, Version

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIFF = "{http://namespaces.shoobx.com/diff}"
_NUMS = frozenset({"num", "enum"})
_INLINE = frozenset("a abbr b em i q s small span strong sub sup u ins del code cite".split())
_CHANGES: dict[str, Op] = {
    _WORD + "ins": "insert",
    _WORD + "del": "delete",
    _WORD + "moveFrom": "move_from",
    _WORD + "moveTo": "move_to",
}
_GONE = "gone"
"""Of a mark inside a mark of the other kind."""


def pieces_of_html(marked: str) -> list[Piece]:
    """Read HTML with `ins` and `del`."""
    root = lxml.html.fragment_fromstring(marked, create_parent="div")
    marks = {"ins": "insert", "del": "delete"}
    return [
        (op, block.text)  # type: ignore[misc]  # what is gone is left out
        for op, block in _walk(root, "keep", lambda e: marks.get(str(e.tag), ""), lambda e: e.tag in _INLINE)
        if op != _GONE
    ]


def pieces_of_docx(content: bytes) -> list[Piece]:
    """Read the tracked changes of a Word file's text."""
    with ZipFile(BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"), _PARSER)
    pieces: list[Piece] = []

    def walk(element: etree._Element, op: Op) -> None:
        here = _CHANGES.get(str(element.tag), op)
        match str(element.tag).removeprefix(_WORD):
            case "t" | "delText":
                pieces.append((here, element.text or ""))
            case "tab" | "br" | "cr":
                pieces.append((here, " "))
            case "pPr" | "rPr" | "trPr" | "tcPr" | "tblPr":
                return
            case "tr":
                whole = [c for name, c in _CHANGES.items() if element.find(f"{_WORD}trPr/{name}") is not None]
                here = whole[0] if whole else here
        for child in element:
            walk(child, here)
        if element.tag == _WORD + "p":
            pieces.append(("keep", "\n"))

    walk(root, "keep")
    return pieces


def pieces_of_xmldiff(marked: str) -> list[Piece]:
    """Read what xmldiff's `XMLFormatter` writes: attributes on elements, elements around text."""
    root = etree.fromstring(marked.encode(), _PARSER)
    return [(op, block.text) for op, block in _walk(root, "keep", _diff_mark, _is_inline) if op != _GONE]  # type: ignore[misc]  # as above


def version_of_xml(content: bytes) -> Version:
    """Give the text of an XML file as `pieces_of_xmldiff` sees it: a block for each run of text."""
    blocks: list[Block] = []
    open_text = ""
    open_kind: str = "text"
    root = etree.fromstring(content, _PARSER)
    for _, block in (*_walk(root, "keep", _diff_mark, _is_inline), ("keep", Block("text", "\n"))):
        if block.text != "\n" and block.kind == open_kind:
            open_text += block.text
            continue
        if open_text.strip():
            blocks.append(Block("num" if open_kind == "num" else "text", open_text))
        open_text, open_kind = block.text, block.kind
    return Version(tuple(blocks))


def _walk(
    element: etree._Element,
    op: str,
    mark: Callable[[etree._Element], str],
    inline: Callable[[etree._Element], bool],
    kind: Literal["num", "text"] = "text",
) -> Iterator[tuple[str, Block]]:
    """Give the text below an element, each stretch with what is said of it."""
    if not isinstance(element.tag, str):
        return
    here = mark(element) or op
    if {op, here} == {"insert", "delete"} or op == _GONE:
        here = _GONE
    kind = "num" if etree.QName(element).localname in _NUMS else kind
    apart = not inline(element)
    if apart:
        yield "keep", Block("text", "\n")
    if element.text:
        yield here, Block(kind, element.text)
    for child in element:
        yield from _walk(child, here, mark, inline, kind)
        if child.tail:
            yield here, Block(kind, child.tail)
    if apart:
        yield "keep", Block("text", "\n")


def _diff_mark(element: etree._Element) -> str:
    if element.tag == _DIFF + "delete" or element.get(_DIFF + "delete") is not None:
        return "delete"
    return "insert" if element.tag == _DIFF + "insert" or element.get(_DIFF + "insert") is not None else ""


def _is_inline(element: etree._Element) -> bool:
    """Whether this stands in running text: it has text beside it, marks of changes not counted."""
    if str(element.tag).startswith(_DIFF):
        return True
    parent = element.getparent()
    if parent is None:
        return False
    texts = [parent.text, *(child.tail for child in parent)]
    return any(text and text.strip() for text in texts)
