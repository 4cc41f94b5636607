"""A change in few words: each marked stretch with some of the sentence around it.

For outputs that show changes one by one and not the whole section: Markdown and the terminal. What is left
out shows as a `cut` piece. Only text that both sides share is ever cut, never a marked word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lawdiff.model.redline import Change, Edit, Node, Op, Part, Redline

CONTEXT = 14
"""Words of shared text kept on each side of a mark: about a line, enough to know the sentence again."""
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what happened to it; a `cut` stands for shared text that is left out."""

    op: Op | Literal["cut"]
    text: str
    move: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The changed part of one provision. `num` is its number where the number itself did not change."""

    part: Part
    pieces: tuple[Piece, ...]
    num: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A change, the section or heading it stands in (`None` for the place a provision left), its lines."""

    change: Change
    section: Node | None
    lines: tuple[Line, ...]


def excerpts(redline: Redline, *, context: int = CONTEXT) -> Iterator[Shown]:
    """Give every change in its order, with what is to be seen of it."""
    lines: dict[str, list[Line]] = {}
    sections: dict[str, Node] = {}
    changes = redline.by_id()
    for item in redline.items:
        if item.node is None or item.type == "gone":
            continue
        for depth, node in _walk(item.node):
            if node.change in changes:
                sections.setdefault(node.change, item.node)
                edits = changes[node.change].edits[node.first : node.last]
                lines.setdefault(node.change, []).extend(_lines(node, edits, depth, context))
            for name in node.here:
                sections.setdefault(name, item.node)
    for change in redline.changes:
        yield Shown(change, sections.get(change.id), tuple(lines.get(change.id, ())))


def title(node: Node | None) -> str:
    """Number and heading of a section as they are now, or were where it is gone."""
    ref = node and (node.new or node.old)
    return " ".join(filter(None, (ref.num, ref.heading))) if ref else ""


def _walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    yield depth, node
    for child in node.children:
        yield from _walk(child, depth + 1)


def _lines(node: Node, edits: tuple[Edit, ...], depth: int, context: int) -> Iterator[Line]:
    """One line for each part that has a mark; a changed number goes with what follows it."""
    parts: dict[Part, list[Edit]] = {"num": [], "heading": [], "text": []}
    for edit in edits:
        parts[edit.part].append(edit)
    ref = node.new or node.old
    num = "" if parts["num"] or ref is None else ref.num
    numbers = parts["num"]
    if numbers and not (_marked(parts["heading"]) or _marked(parts["text"])) and _marked(numbers):
        yield Line("num", tuple(Piece(e.op, e.text, e.move) for e in numbers), "", depth)
        return
    for part in ("heading", "text"):
        if _marked(parts[part]):
            # The number is a piece of its own, so that "(1)" and "Whoever" do not run together.
            lead = (*(Piece(e.op, e.text, e.move) for e in numbers), Piece("keep", " ")) if numbers else ()
            yield Line(part, (*lead, *_trimmed(parts[part], context)), num, depth)
            numbers, num = [], ""


def _marked(edits: list[Edit]) -> bool:
    return any(edit.op != "keep" for edit in edits)


def _trimmed(edits: list[Edit], context: int) -> Iterator[Piece]:
    """Keep what is marked, and of what is shared the words next to a mark."""
    last = len(edits) - 1
    for i, edit in enumerate(edits):
        if edit.op != "keep":
            yield Piece(edit.op, edit.text, edit.move)
            continue
        words = list(re.finditer(r"\S+", edit.text))
        room = context * (1 if i in (0, last) else 2)
        if len(words) <= room + 4:  # a cut of four words saves nothing
            yield Piece("keep", edit.text)
            continue
        if i > 0:
            yield Piece("keep", edit.text[: words[context - 1].end()] + " ")
        yield Piece("cut", "…")
        if i < last:
            yield Piece("keep", " " + edit.text[_start(edit.text, words[-context].start()) :])


def _start(text: str, at: int) -> int:
    """Begin with the sentence, where one begins in what is kept."""
    found = _SENTENCE.search(text, at)
    return found.end() if found and found.end() < len(text) else at
