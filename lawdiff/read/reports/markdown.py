"""Reports in Markdown (CommonMark, with tables): `#` headings are the trail, paragraphs the passages.

Emphasis, links and code lose their marks and keep their words; a link's target is a ref of its passage. An
item of a list and a row of a table are passages of their own; cells are parted by " | ".
Raw HTML is text: nothing of it is understood or fetched.
"""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lawdiff.model.report import Report
from lawdiff.read.reports.blocks import Block, make_passages
from lawdiff.read.source import SourceFile


def read(source: SourceFile, text: str) -> Report:
    """Read a Markdown text."""
    blocks = tuple(_blocks(text))
    title = next((block.text for block in blocks if block.level is not None), "")
    return Report(title, "markdown", source.origin, make_passages(blocks))


def _blocks(text: str) -> Iterator[Block]:
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    level: int | None = None
    cells: list[str] | None = None
    refs: list[str] = []
    line = 0
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        match token.type:
            case "heading_open":
                level = int(token.tag[1:])
            case "tr_open":
                cells, refs = [], []
            case "tr_close":
                if cells and any(cells):
                    yield Block(" | ".join(cells), line=line, refs=tuple(refs))
                cells = None
            case "inline" if cells is not None:
                cells.append(_plain(token))
                refs += _refs(token)
            case "inline":
                words = _plain(token)
                if words:
                    yield Block(words, level=level, line=line, refs=_refs(token))
                level = None
            case "fence" | "code_block":
                yield Block(" ".join(token.content.split()), line=line)
            case _:
                pass


def _plain(inline: Token) -> str:
    pieces: list[str] = []
    for child in inline.children or ():
        match child.type:
            case "softbreak" | "hardbreak":
                pieces.append(" ")
            case "text" | "code_inline" | "image":
                pieces.append(child.content)
            case _:
                pass
    return " ".join("".join(pieces).split())


def _refs(inline: Token) -> tuple[str, ...]:
    hrefs = (child.attrGet("href") for child in inline.children or () if child.type == "link_open")
    return tuple(str(href) for href in hrefs if href)
