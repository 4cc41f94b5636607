"""Marked text as a reader sees it: the edits of one provision, as runs that every format can write.

A `Run` is a stretch that was kept, deleted, inserted or moved. Reading the runs of one side only
(`side`) gives that side's text. Three rules make the marks readable:

- white space at the edge of a mark stands outside its brackets (`bare`);
- between struck words and their successor stands a `space` that belongs to neither side;
- a number of a provision is shown whole: `now` is the number it has, `was` the one it had.

A `ref` is the number of a note (`fragment`).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.redline import Edit, Node, Op, Ref
from lawdiff.model.text import Span

RunOp = Literal["keep", "delete", "insert", "move_from", "move_to", "now", "was", "space", "remark", "ref"]
PiecePart = Literal["num", "heading", "text"]

_OLD: frozenset[RunOp] = frozenset({"keep", "delete", "move_from", "was"})
_NEW: frozenset[RunOp] = frozenset({"keep", "insert", "move_to", "now"})


class Piece(Struct, frozen=True, gc=False):
    """Characters of one part that wear the same: `styles` are span kinds, `target` where a link leads."""

    text: str
    part: PiecePart = "text"
    styles: tuple[str, ...] = ()
    target: str = ""


class Run(Struct, frozen=True, gc=False):
    """Pieces with the same fate. `bare`: white space of a mark that no bracket encloses.

    `fragment` is where the place leads that a remark names, if it stands in the redline. `move` names the
    move that words belong to; `of` says on which side alone a remark on them is read.
    """

    op: RunOp
    pieces: tuple[Piece, ...]
    bare: bool = False
    fragment: str = ""
    move: str = ""
    of: Literal["", "old", "new"] = ""

    @property
    def text(self) -> str:
        """The characters."""
        pieces = self.pieces
        return pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])


Runs = tuple[Run, ...]


def text_of(runs: Iterable[Run]) -> str:
    """Give the characters of runs."""
    return "".join([run.text for run in runs])


def side(runs: Iterable[Run], which: Literal["old", "new"]) -> Runs:
    """Leave one side's runs, in order."""
    ops = _OLD if which == "old" else _NEW
    return tuple(run for run in runs if run.op in ops or run.of == which)


def is_marked(runs: Iterable[Run]) -> bool:
    """Whether anything differs in these runs."""
    return any(run.op not in ("keep", "remark") for run in runs)


def is_whole(runs: Iterable[Run]) -> bool:
    """Whether every word is new, or every word is gone."""
    ops = {run.op for run in runs if run.op != "remark" and run.text.strip()}
    return ops in ({"insert"}, {"delete"})


def head_runs(node: Node, edits: Sequence[Edit]) -> list[Run]:
    """Give number and heading of a node. `edits` are those of its change that give this node."""
    number, heading = _number(node), _heading(node, edits)
    return join_parts([number, heading]) if heading else number


def text_runs(node: Node, edits: Sequence[Edit]) -> list[Run]:
    """Give a node's own text."""
    return _text(node, edits)


def join_parts(parts: Iterable[Sequence[Run]]) -> list[Run]:
    """Put parts behind each other, a space between two; it is marked where both its neighbours are.

    No space stands behind an opening quotation mark, nor behind a number with a dash ("CHAPTER 1—"). A
    heading that ends in no stop gets one from the style sheet (`run_in`) where text follows in its line: no
    character is put into the law.
    """
    joined: list[Run] = []
    before: Sequence[Run] = ()
    filled = [part for part in parts if part and any(run.text for run in part)]
    if len(filled) < 2:
        return coalesce(filled[0]) if filled else []
    for part in filled:
        if _heads(before, part):
            joined.append(Run("keep", (Piece("", "text", ("run_in",)),)))
        glued = bool(before) and opens_only(text_of(before))
        before = part
        end = next((run for run in reversed(joined) if run.text), None)
        if end and not glued and not end.text.endswith((" ", "\n")) and not _close(end, part[0]):
            last = end.op
            whole = last == part[0].op and last in ("insert", "delete")
            gap: RunOp = last if whole else "keep"
            joined.append(Run(gap, (Piece(" "),)))
        joined += part
    return coalesce(joined)


OPENING = "“‘«„‚‹\"'"
"""Opening quotation marks."""

_CLOSING = "”’»“‘›\"'"
_STOPS = frozenset(".:;,!?—–-")


def opens_only(text: str) -> bool:
    """Whether there is nothing but opening quotation marks."""
    return bool(text.strip()) and not text.strip().strip(OPENING)


def closes(text: str) -> bool:
    """Whether a text begins with a closing quotation mark."""
    return text.lstrip()[:1] in tuple(_CLOSING)


def ends_in_stop(text: str) -> bool:
    """Whether what follows needs no stop before it."""
    return text.rstrip().rstrip(_CLOSING)[-1:] in _STOPS


def dashed(num: str) -> bool:
    """Whether a number ends in a dash that is set close to it, and so to what follows.

    >>> [dashed(num) for num in ("CHAPTER 1—", "SEC. 2.—", "Kapittel 1 –", "(1)", "—")]
    [True, True, False, False, False]
    """
    return num[-1:] in ("—", "–") and not num[-2:-1].isspace() and len(num) > 1


def titled(num: str, heading: str) -> str:
    """Give number and heading behind each other, as `join_parts` puts them."""
    return f"{num}{heading}" if not (num and heading) or dashed(num) else f"{num} {heading}"


def _close(run: Run, behind: Run) -> bool:
    """Whether a heading or text stands close to the number before it; what is said of its place does not."""
    end = run.pieces[-1]
    return end.part == "num" and behind.op != "remark" and dashed(end.text)


def _heads(part: Sequence[Run], behind: Sequence[Run]) -> bool:
    """Whether a part ends in a heading without a stop and plain text follows it."""
    if not part or "remark" in (part[-1].op, behind[0].op) or not behind[0].pieces:
        return False
    head, text = part[-1].pieces[-1], behind[0].pieces[0]
    return head.part == "heading" and text.part == "text" and not ends_in_stop(text_of(part))


def coalesce(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours with the same fate: words deleted together stand between one pair of brackets."""
    runs = list(runs)
    if len(runs) < 2:
        return [run for run in runs if run.pieces]
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        alike = last and last.op == run.op and last.bare == run.bare and last.move == run.move
        if last and alike and run.op not in ("remark", "ref"):
            pieces = last.pieces + run.pieces
            joined[-1] = Run(last.op, pieces, last.bare, last.fragment, last.move, last.of)
        elif run.pieces:
            joined.append(run)
    return joined


def _number(node: Node) -> list[Run]:
    old, new = _num(node.old), _num(node.new)

    def run(op: RunOp, num: str) -> list[Run]:
        return [Run(op, (Piece(num, "num"),))] if num else []

    if node.old and node.new:
        if old == new:
            return run("keep", new)
        if old and new:
            return run("now", new) + run("was", old)
    return run("insert", new) if new else run("delete", old)


def _num(ref: Ref | None) -> str:
    return ref.num if ref else ""


def _heading(node: Node, edits: Sequence[Edit]) -> list[Run]:
    stated = [edit for edit in edits if edit.part == "heading"] if edits else ()
    if stated:
        return _marked(stated, "heading", (), node)
    old = node.old.heading if node.old else ""
    new = node.new.heading if node.new else ""
    if node.old and node.new and old == new:
        strokes: list[tuple[RunOp, str]] = [("keep", new)]
    else:
        strokes = [("delete", old), ("insert", new)]
    return [Run(op, (Piece(text, "heading"),)) for op, text in strokes if text]


def _text(node: Node, edits: Sequence[Edit]) -> list[Run]:
    stated = [edit for edit in edits if edit.part == "text"]
    if stated:
        return _marked(stated, "text", node.spans, node)
    if not node.text:
        return []
    op: RunOp = "insert" if node.old is None else "delete" if node.new is None else "keep"
    if not node.spans:
        return [Run(op, (Piece(node.text),))]
    return _dress([_Stroke(op, node.text)], "text", node.spans, old_side=node.new is None)


class _Stroke(Struct, frozen=True, gc=False):
    op: RunOp
    text: str
    bare: bool = False
    move: str = ""
    of: Literal["", "old", "new"] = ""


def _marked(edits: Sequence[Edit], part: PiecePart, spans: tuple[Span, ...], node: Node) -> list[Run]:
    strokes: list[_Stroke] = []
    ends: dict[str, tuple[Edit, int]] = {}  # the last edit of each side, and how many strokes there were
    for edit in edits:
        for before, at in dict.fromkeys(ends.values()):
            of = run_together(before, edit)
            if of and ends[of] == (before, at):
                strokes.insert(at, _Stroke("space", " ", of=of))
        if strokes and (strokes[-1].op, strokes[-1].move) == (edit.op, edit.move):
            strokes[-1] = replace(strokes[-1], text=strokes[-1].text + edit.text)
        else:
            strokes.append(_Stroke(edit.op, edit.text, move=edit.move))
        if edit.op in _OF_OLD:
            ends["old"] = (edit, len(strokes))
        if edit.op in _OF_NEW:
            ends["new"] = (edit, len(strokes))
    return _dress(_open_edges(_share_edges(strokes)), part, spans, old_side=node.new is None)


_OF_OLD: frozenset[Op] = frozenset({"keep", "delete", "move_from"})
_OF_NEW: frozenset[Op] = frozenset({"keep", "insert", "move_to"})


def run_together(edit: Edit, behind: Edit) -> Literal["", "old", "new"]:
    """Say on which side words of two provisions would meet: "if:" and the "both" of the item below it.

    Each had a line of its own, so that no white space of the law is between them.
    """
    if edit.op == behind.op == "keep" or not edit.text or not behind.text or edit.text[-1].isspace():
        return ""
    if not behind.text[0].isalnum() and behind.text[0] not in f"([{OPENING}":
        return ""
    ops = {edit.op, behind.op}
    if ops <= _OF_OLD and edit.old_at and behind.old_at and edit.old_at != behind.old_at:
        return "old"
    if ops <= _OF_NEW and edit.new_at and behind.new_at and edit.new_at != behind.new_at:
        return "new"
    return ""


def _share_edges(strokes: list[_Stroke]) -> list[_Stroke]:
    """Keep the white space that struck words and their successor both end with; neither side changes."""
    shared: list[_Stroke] = []
    for stroke in strokes:
        shared.append(stroke)
        if len(shared) < 2 or {shared[-2].op, stroke.op} != {"delete", "insert"}:
            continue
        before = shared[-2]
        end = before.text[len(before.text.rstrip()) :]
        if end and stroke.text.endswith(end) and not stroke.text.isspace() and not before.text.isspace():
            shared[-2:] = [
                replace(before, text=before.text[: -len(end)]),
                replace(stroke, text=stroke.text[: -len(end)]),
                _Stroke("keep", end),
            ]
    return [stroke for stroke in shared if stroke.text]


def _open_edges(strokes: list[_Stroke]) -> list[_Stroke]:
    """Set the white space at the edges of a mark outside its brackets, and a space between the two sides."""
    opened: list[_Stroke] = []
    for stroke in strokes:
        core = stroke.text.strip()
        if stroke.op in ("keep", "space") or not core:
            opened.append(stroke if core or stroke.op in ("keep", "space") else replace(stroke, bare=True))
            continue
        start = stroke.text.index(core)
        lead, trail = stroke.text[:start], stroke.text[start + len(core) :]
        pair = {opened[-1].op, stroke.op} if opened else set()
        if pair == {"delete", "insert"} and not lead and not opened[-1].text[-1:].isspace():
            opened.append(_Stroke("space", " "))
        if lead:
            opened.append(replace(stroke, text=lead, bare=True))
        opened.append(replace(stroke, text=core))
        if trail:
            opened.append(replace(stroke, text=trail, bare=True))
    return opened


def _dress(strokes: list[_Stroke], part: PiecePart, spans: tuple[Span, ...], *, old_side: bool) -> list[Run]:
    """Cut strokes where spans begin and end. Spans count characters of the new side, or of the old one."""
    counted = _OLD if old_side else _NEW
    at = 0
    runs: list[Run] = []
    for stroke in strokes:
        if stroke.op not in counted or not spans:
            piece = Piece(stroke.text, part)
            runs.append(Run(stroke.op, (piece,), stroke.bare, move=stroke.move, of=stroke.of))
            at += len(stroke.text) if stroke.op in counted else 0
            continue
        runs.append(Run(stroke.op, cut(stroke.text, at, part, spans), stroke.bare, move=stroke.move))
        at += len(stroke.text)
    return coalesce(runs)


def cut(text: str, at: int, part: PiecePart, spans: tuple[Span, ...]) -> tuple[Piece, ...]:
    """Cut text that stands at offset `at` of its part where spans begin and end."""
    end = at + len(text)
    near = [span for span in spans if span.start < end and span.end > at]
    points = [span for span in spans if span.start == span.end and at <= span.start < end]
    edges = sorted(
        {at, end} | {min(max(edge, at), end) for span in near + points for edge in (span.start, span.end)}
    )
    pieces: list[Piece] = []
    for start, stop in pairwise(edges):
        pieces += [Piece("", part, (point.kind,), point.target) for point in points if point.start == start]
        over = [span for span in near if span.start <= start and span.end >= stop]
        styles = tuple(dict.fromkeys(span.kind for span in over))
        target = next((span.target for span in over if span.kind == "reference"), "")
        pieces.append(Piece(text[start - at : stop - at], part, styles, target))
    return tuple(pieces)
