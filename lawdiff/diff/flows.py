"""Flows: the word script of texts that belong together, as edits that name their leaves.

A leaf's edits stand at the leaf of the new side; what was deleted stands with the words before it. A sentence
that went from one flow of a section to another is a move, where `loose_sentences` finds it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lawdiff.diff.align import Alignment, Flow
from lawdiff.diff.loose_sentences import Sentence, cut, pair_loose, runs
from lawdiff.diff.number_lists import place_by_place
from lawdiff.diff.references import Follows
from lawdiff.diff.tokens import BOUNDARY, is_word
from lawdiff.diff.words import Moved, Piece, diff_words, marked, moved_between
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Edit, Op


@dataclass(slots=True)
class Texts:
    """Edits of the leaves: by the new leaf's id, and by the old one's where a flow has no new leaf.

    `same` holds (old, new) ids of leaves whose text is equal but for kinds of spaces; they need no edits.
    """

    by_new: dict[str, list[Edit]] = field(default_factory=dict)
    by_old: dict[str, list[Edit]] = field(default_factory=dict)
    same: set[tuple[str, str]] = field(default_factory=set)


def _follows_nothing(_: str, __: str) -> bool:
    return False


def compare_flows(
    flows: Iterable[Flow],
    known: Alignment,
    section_of: Callable[[str], str] | None = None,
    follows: Follows = _follows_nothing,
) -> Texts:
    """Compare every flow's text; numbers of moves run through all of them.

    `section_of` gives the section of a new leaf; without it no sentence is looked for in another flow.
    `follows` says of a number and another one whether a reference with the first has the second now.
    """
    texts = Texts()
    moves = 0
    sections: dict[str, _Section] = {}
    for flow in flows:
        section = None
        if section_of is not None:
            unit = section_of(flow.news[0].eid)
            section = sections.get(unit)
            if section is None:
                section = sections[unit] = _Section()
            section.flows.append(flow)
        if len(flow.olds) == len(flow.news) == 1 and _is_same(flow.olds[0], flow.news[0]):
            found = known.old_of.get(flow.news[0].eid)
            if found and found.old == flow.olds[0].eid:
                texts.same.add((flow.olds[0].eid, flow.news[0].eid))
                continue
        old, new = _Joined(flow.olds), _Joined(flow.news)
        pieces = diff_words(old.text, new.text)
        if section:
            section.note(old, new, pieces)
        _write(texts, flow, place_by_place(old.text, new.text, pieces, follows), old, new, moves)
        moves += max((piece.move for piece in pieces), default=0)
    crossed = 0
    for section in sections.values():
        for n, (gone, come) in sorted(section.crossings(crossed).items()):
            flow = section.flows[n]
            old, new = _Joined(flow.olds), _Joined(flow.news)
            pieces = diff_words(old.text, new.text, gone, come)
            texts.by_new |= {leaf.eid: [] for leaf in flow.news}
            _write(texts, flow, place_by_place(old.text, new.text, pieces, follows), old, new, moves)
            moves += max(0, *(piece.move for piece in pieces))
            crossed = max(crossed, *(-moved.number for moved in gone + come))
    return texts


@dataclass(slots=True)
class _Section:
    """The flows of a section, and the runs of words that are struck and put in, by their last flow."""

    flows: list[Flow] = field(default_factory=list)
    struck: dict[tuple[str, ...], int] = field(default_factory=dict)
    put_in: dict[tuple[str, ...], int] = field(default_factory=dict)

    def note(self, old: "_Joined", new: "_Joined", pieces: Iterable[Piece]) -> None:
        """Note what is marked in the last flow."""
        gone, come = marked(pieces)
        n = len(self.flows) - 1
        self.struck |= dict.fromkeys(runs(old.text, gone), n)
        self.put_in |= dict.fromkeys(runs(new.text, come), n)

    def crossings(self, numbered: int) -> dict[int, tuple[list[Moved], list[Moved]]]:
        """Give, by flow, the sentences that went to another one and those that came from one.

        Their moves have numbers below zero, from `numbered` on.
        """
        if all(self.struck[run] == self.put_in[run] for run in self.struck.keys() & self.put_in.keys()):
            return {}
        olds: list[Sentence] = []
        news: list[Sentence] = []
        for n, flow in enumerate(self.flows):
            old, new = _Joined(flow.olds), _Joined(flow.news)
            gone, come = marked(diff_words(old.text, new.text))
            olds += cut(old.text, gone, n)
            news += cut(new.text, come, n)
        crossing: dict[int, tuple[list[Moved], list[Moved]]] = {}
        for left, here in moved_between(pair_loose(olds, news), numbered + 1):
            if left.of != here.of:
                crossing.setdefault(left.of, ([], []))[0].append(left._replace(number=-left.number))
                crossing.setdefault(here.of, ([], []))[1].append(here._replace(number=-here.number))
        return crossing


def _write(
    texts: Texts, flow: Flow, pieces: Iterable[Piece], old: "_Joined", new: "_Joined", moves: int
) -> None:
    """Write the edits of a flow; its moves are numbered behind `moves`."""
    at = flow.news[0].eid if flow.news else ""
    for new_leaf in flow.news:
        texts.by_new.setdefault(new_leaf.eid, [])
    held: list[Edit] = []  # struck words that what replaces them may take into its own leaf
    for edit in (edit for piece in pieces for edit in _edits(piece, old, new, moves)):
        if edit.new_at is None:
            held.append(edit)
            continue
        begins = edit.op == "insert" and edit.new_start == 0 and any(is_word(e.text) for e in held)
        _put(texts, edit.new_at if begins else at, held)
        held = []
        at = edit.new_at
        _put(texts, at, [edit])
    _put(texts, at, held)


def _put(texts: Texts, at: str, edits: Iterable[Edit]) -> None:
    """Put edits at a new leaf, or at their old ones where the flow has no new leaf."""
    for edit in edits:
        bucket = texts.by_new.setdefault(at, []) if at else texts.by_old.setdefault(edit.old_at or "", [])
        bucket.append(edit)


def whole(p: Provision, op: Op) -> Edit:
    """Give the edit that says of a whole leaf that it came or went."""
    if op == "delete":
        return Edit("text", op, _text(p), old_at=p.eid, old_start=0)
    return Edit("text", op, _text(p), new_at=p.eid, new_start=0)


class _Joined:
    """The texts of leaves with boundaries between them, and the way back from an offset to a leaf."""

    def __init__(self, leaves: Sequence[Provision]) -> None:
        self.eids = [p.eid for p in leaves]
        self.text = BOUNDARY.join(map(_text, leaves))
        self.starts: list[int] = []
        at = 0
        for p in leaves:
            self.starts.append(at)
            at += len(_text(p)) + 1

    def cut(self, start: int, end: int) -> list[tuple[str, int, int, int]]:
        """Cut a stretch at the boundaries: (leaf, offset in it, start, end)."""
        pieces = []
        while start < end:
            n = bisect_right(self.starts, start) - 1
            stop = self.starts[n + 1] - 1 if n + 1 < len(self.starts) else len(self.text)
            if start < stop:
                pieces.append((self.eids[n], start - self.starts[n], start, min(end, stop)))
            start = max(stop + 1, start + 1)
        return pieces


def _edits(piece: Piece, old: _Joined, new: _Joined, moves: int) -> list[Edit]:
    move = ""
    if piece.move:  # below zero: to another flow, or from one
        move = f"m{piece.move + moves}" if piece.move > 0 else f"s{-piece.move}"
    match piece.op:
        case "keep":
            # Boundaries stand at the same places on both sides of what is kept.
            return [
                Edit("text", "keep", old.text[s:e], a, b, x, y)
                for (a, x, s, e), (b, y, _, _) in zip(
                    old.cut(piece.a, piece.b), new.cut(piece.c, piece.d), strict=True
                )
            ]
        case "delete" | "move_from":
            return [
                Edit("text", piece.op, old.text[s:e], old_at=a, old_start=x, move=move)
                for a, x, s, e in old.cut(piece.a, piece.b)
            ]
        case "insert" | "move_to":
            return [
                Edit("text", piece.op, new.text[s:e], new_at=b, new_start=y, move=move)
                for b, y, s, e in new.cut(piece.c, piece.d)
            ]


_SPACES = str.maketrans("\u00a0\u202f\u2009", "   ")


def _is_same(old: Provision, new: Provision) -> bool:
    """Whether texts are equal with all kinds of spaces as plain ones: a space is never alone a change."""
    a, b = _text(old), _text(new)
    if a == b or len(a) != len(b) or (a.isascii() and b.isascii()):
        return a == b
    return a.translate(_SPACES) == b.translate(_SPACES)


def _text(p: Provision) -> str:
    return p.text.content if p.text else ""
