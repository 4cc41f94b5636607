"""The vocabulary of the DC library XML: which element is what, and what the style of a number says."""

import re
from functools import lru_cache
from typing import Literal

from lawdiff.model.provision import Kind
from lawdiff.model.text import SpanKind, settle
from lawdiff.read.mixed import local, trimmed

CODIFY = "{https://code.dccouncil.us/schemas/codify}"

CONTAINERS: dict[str, Kind] = {
    "title": "title", "subtitle": "subtitle", "chapter": "chapter", "subchapter": "subchapter",
    "part": "part", "subpart": "subpart", "division": "division", "subdivision": "subdivision",
    "article": "part", "unit": "subdivision",
}  # fmt: skip
"""By prefix. An Article of the Uniform Commercial Code holds parts and sections: it is no unit."""
BLOCKS: dict[str, Kind] = {
    "table": "table", "tr": "row", "td": "cell", "th": "header_cell", "include": "quoted",
    "section": "section", "container": "level",
}  # fmt: skip
WRAPPERS: dict[str, Kind] = {
    "text": "p", "aftertext": "wrap_up", "center": "p", "p": "p", "div": "p", "thead": "p", "tbody": "p",
    "tfoot": "p", "toc": "p", "caption": "caption",
}  # fmt: skip
SPANS: dict[str, SpanKind] = {
    "em": "emphasis", "i": "emphasis", "strong": "strong", "b": "strong", "u": "underline",
    "underline": "underline", "sub": "sub", "sup": "sup", "cite": "reference", "Cite": "reference",
    "code-cite": "reference",
}  # fmt: skip
LEFT_OUT = {
    "annotations": "annotations: history and notes of the editor",
    "annotation": "annotation: history or note of the editor",
    "meta": "metadata",
    "reason": "status, which the text says itself",
    "TODO": "note of the editor to himself",
}

Role = Literal[
    "num", "prefix", "heading", "reason", "para", "text", "wrapper", "block", "subheading", "img", "br",
    "inline", "left out", "comment",
]  # fmt: skip


@lru_cache(maxsize=1024)
def role_of(tag: object) -> Role:
    """Say what elements of this name are among others: asked once of a name, not of each element."""
    if not isinstance(tag, str):
        return "comment"  # or a processing instruction
    name = local(tag)
    if tag.startswith(CODIFY):
        return "left out"
    match name:
        case "num" | "prefix" | "heading" | "reason" | "para" | "text" | "subheading" | "img" | "br":
            return name
        case "h1" | "h2" | "h3":
            return "subheading"
        case _ if name in LEFT_OUT:
            return "left out"
        case _ if name in WRAPPERS:
            return "wrapper"
        case _ if name in BLOCKS:
            return "block"
        case _:
            return "inline"


def why_left_out(tag: str) -> str:
    """Say why elements of this name are no text of the law; empty where they are."""
    return "instruction to the codifier" if tag.startswith(CODIFY) else LEFT_OUT.get(local(tag), "")


_RANKS: tuple[Kind, ...] = (
    "section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem",
)  # fmt: skip
_DEPTHS = {kind: depth for depth, kind in enumerate(_RANKS)}


_FIRST = re.compile(r"[0-9A-Za-z]")


@lru_cache(maxsize=4096)
def read_num(stated: str, above: Kind) -> tuple[str, Kind]:
    """Give a number without layout, and what a para with it is. The same few stand in all sections."""
    num = trimmed(settle(stated)).content
    found = _FIRST.search(num)
    if not found:
        return num, "level"
    first = found[0]
    depth = 2 if first.isdigit() else 1 if first.islower() else 3
    return num, _RANKS[min(max(depth, _DEPTHS.get(above, 0) + 1), len(_RANKS) - 1)]
