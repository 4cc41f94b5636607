"""A change in few words: each marked stretch with some of the sentence around it.

For outputs that show changes one by one and not the whole section: Markdown and the terminal. What is left
out shows as a `cut` piece. Only text that both sides share is ever cut, never a marked word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import structs

from lawdiff.model.provision import CONTAINERS, UNITS
from lawdiff.model.redline import Change, Edit, Node, Op, Part, Redline
from lawdiff.render.folds import Fold, folds, tidy
from lawdiff.render.labels import Labels
from lawdiff.render.layout.moves import End, ends, last_of_move
from lawdiff.render.layout.runs import closes, ends_in_stop, opens_only, run_together, titled
from lawdiff.render.presented import named

CONTEXT = 14
"""Words of shared text kept on each side of a mark: about a line, enough to know the sentence again."""
_CLOSE = 12
"""Characters of a line that only closes a quotation: "”; and"."""
CELL = " | "
"""What stands between the cells of a row."""
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what happened to it; a `cut` stands for shared text that is left out, a `remark`
    is what is said of the words before it.
    """

    op: Op | Literal["cut", "remark"]
    text: str
    move: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The changed part of one provision. `num` is its number where the number itself did not change.

    `run_in`: a heading in whose line the text goes on, as in "(a) Findings. The Congress finds".
    """

    part: Part
    pieces: tuple[Piece, ...]
    num: str = ""
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A change, the section or heading it stands in (`None` for the place a provision left), its lines.

    `fold` is what a run of mere renumberings is called; `change` is its first then, with the reasons of all.
    """

    change: Change
    section: Node | None
    lines: tuple[Line, ...]
    fold: Fold


def excerpts(redline: Redline, labels: Labels, *, context: int = CONTEXT) -> Iterator[Shown]:
    """Give every change in its order, with what is to be seen of it; runs of renumberings as one."""
    lines: dict[str, list[Line]] = {}
    sections: dict[str, Node] = {}
    changes = redline.by_id()
    places = ends(redline, labels)
    for item in redline.items:
        if item.node is None or item.type == "gone":
            continue
        for node in item.node.walk():
            for name in (*node.here, node.change):
                if name:
                    sections.setdefault(name, item.node)
        for name, line in _lines_below(item.node, changes, context):
            lines.setdefault(name, []).append(line)
    for fold in folds(redline.changes, labels):
        change = fold.changes[0]
        found: tuple[Line, ...] = ()
        if len(fold.changes) == 1:
            joined = _headings_joined(_numbers_joined(lines.get(change.id, [])))
            found = tuple(_told(line, places) for line in _quotes_joined(joined))
        else:
            reasons = {(r.report, r.passage, r.quote): r for one in fold.changes for r in one.rationale}
            change = structs.replace(change, rationale=tuple(reasons.values()))
        yield Shown(change, sections.get(change.id), found, fold)


def _told(line: Line, places: Mapping[tuple[Op, str], End]) -> Line:
    """Say behind words that moved where the other place is."""
    moves = [(piece.op if piece.move else "", piece.move) for piece in line.pieces]
    pieces: list[Piece] = []
    for n, piece in enumerate(line.pieces):
        pieces.append(piece)
        if piece.op in ("move_from", "move_to") and last_of_move(moves, n):
            end = places.get((piece.op, piece.move))
            behind = line.pieces[n + 1].text[:1] if n + 1 < len(line.pieces) else ""
            gap = " " if behind.isalnum() else ""  # the space went with the words
            pieces += [Piece("remark", f" {end.said}{gap}")] if end else []
    return replace(line, pieces=tuple(pieces))


def title(node: Node | None, labels: Labels) -> str:
    """Number and heading of a section as they are now, or were where it is gone."""
    ref = node and (node.new or node.old)
    if not ref:
        return ""
    num = ref.num if ref.heading else tidy(ref.num)
    return titled(named(num, ref.kind, labels), ref.heading)


def _lines_below(node: Node, changes: Mapping[str, Change], context: int) -> Iterator[tuple[str, Line]]:
    """Give the lines of a node and all below it, each with the change that it is of."""
    if node.kind == "row":
        yield from _row(node, changes)
        return
    if node.change in changes:
        for line in _lines(node, _edits(node, changes), context):
            yield node.change, line
    for child in node.children:
        yield from _lines_below(child, changes, context)


def _edits(node: Node, changes: Mapping[str, Change]) -> tuple[Edit, ...]:
    return changes[node.change].edits[node.first : node.last] if node.change in changes else ()


def _row(row: Node, changes: Mapping[str, Change]) -> Iterator[tuple[str, Line]]:
    """One line for a row: a changed cell says little without the cell that names the row."""
    pieces: list[Piece] = []
    names = [node.change for node in row.walk() if _marked(list(_edits(node, changes)))]
    for cell in row.children:
        if pieces:
            pieces.append(Piece("keep", CELL))
        for node in cell.walk():
            edits = _edits(node, changes)
            pieces += (Piece(e.op, e.text, e.move) for e in edits)
            if not edits and node.text:
                pieces.append(Piece("keep", node.text))
    for name in dict.fromkeys(names):
        yield name, Line("text", tuple(pieces))


def _numbers_joined(lines: list[Line]) -> Iterator[Line]:
    """Put a new number that stands alone before the first text below it: "(1)" before its intro."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and line.part == "text" and not line.num and line.pieces[0].op != "keep":
            yield Line("text", (*waiting.pieces, Piece("keep", " "), *line.pieces))
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = line if line.part == "num" else None
        if waiting is None:
            yield line
    if waiting is not None:
        yield waiting


def _headings_joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Put a heading inside a section and the text that follows it into one line."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and line.part == "text" and not line.num:
            stop = "" if ends_in_stop("".join(piece.text for piece in waiting.pieces)) else "."
            yield Line("text", (*waiting.pieces, Piece("keep", f"{stop} "), *line.pieces), waiting.num)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = line if line.run_in else None
        if waiting is None:
            yield line
    if waiting is not None:
        yield waiting


def _quotes_joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Put a quotation mark that would stand alone into the line behind it, or before it."""
    made: list[Line] = []
    opening: tuple[Piece, ...] = ()
    for line in lines:
        text = "".join(piece.text for piece in line.pieces)
        if line.part == "text" and not line.num and opens_only(text):
            opening += line.pieces
        elif made and not line.num and closes(text) and len(text.strip()) <= _CLOSE:
            made[-1] = replace(made[-1], pieces=made[-1].pieces + line.pieces)
        else:
            num = (Piece("keep", f"{line.num} "),) if opening and line.num else ()
            made.append(replace(line, pieces=(*opening, *num, *line.pieces), num="" if opening else line.num))
            opening = ()
    yield from made
    if opening:
        yield Line("text", opening)


def _lines(node: Node, edits: tuple[Edit, ...], context: int) -> Iterator[Line]:
    """One line for each part that has a mark; a changed number goes with what follows it."""
    parts: dict[Part, list[Edit]] = {"num": [], "heading": [], "text": []}
    for edit in edits:
        parts[edit.part].append(edit)
    ref = node.new or node.old
    num = "" if parts["num"] or ref is None else ref.num
    numbers = parts["num"]
    if numbers and not (_marked(parts["heading"]) or _marked(parts["text"])) and _marked(numbers):
        yield Line("num", tuple(Piece(e.op, e.text, e.move) for e in numbers))
        return
    for part in ("heading", "text"):
        if _marked(parts[part]):
            # The number is a piece of its own, so that "(1)" and "Whoever" do not run together.
            lead = (*(Piece(e.op, e.text, e.move) for e in numbers), Piece("keep", " ")) if numbers else ()
            run_in = part == "heading" and node.kind not in UNITS and node.kind not in CONTAINERS
            yield Line(part, (*lead, *_trimmed(parts[part], context)), num, run_in)
            numbers, num = [], ""


def _marked(edits: list[Edit]) -> bool:
    return any(edit.op != "keep" and edit.text.strip() for edit in edits)


def _trimmed(edits: list[Edit], context: int) -> Iterator[Piece]:
    """Keep what is marked, and of what is shared the words next to a mark."""
    last = len(edits) - 1
    for i, edit in enumerate(edits):
        if i and run_together(edits[i - 1], edit):
            yield Piece("keep", " ")
        if edit.op != "keep":
            # White space that differs is no mark that one could see; the new side's is shown.
            if edit.text.strip() or edit.op in ("insert", "move_to"):
                yield Piece(edit.op if edit.text.strip() else "keep", edit.text, edit.move)
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
