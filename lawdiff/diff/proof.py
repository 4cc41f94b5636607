"""The proof: both expressions can be rebuilt from the redline alone.

`prove` takes a digest of each expression as read and a digest of what `rebuild` makes of the redline:
rejecting all edits has to give the old one, accepting all the new one, provision by provision, in order,
numbers and headings too. A section that is left out because it is equal on both sides enters by its
fingerprint.
"""

import hashlib
from collections.abc import Iterable
from operator import itemgetter
from typing import Literal, NamedTuple

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import digest_of, numbered, record
from lawdiff.model.redline import Change, Node, Proof, Redline

Which = Literal["old", "new"]


class Line(NamedTuple):
    """A section or container as the proof sees it: its place in the outline, level, kind and fingerprint."""

    at: int
    depth: int
    kind: str
    fingerprint: str


_Plain = tuple[int, int, str, str]
"""A `Line` without its names: a code has tens of thousands, on both sides, read and rebuilt."""


def digest(lines: Iterable[Line]) -> str:
    """SHA-256 over the outline in order."""
    return _digest(lines)


def _digest(lines: Iterable[_Plain]) -> str:
    text = "".join([f"{depth}\x1f{kind}\x1f{print_}\x1e" for _, depth, kind, print_ in lines])
    return hashlib.sha256(text.encode()).hexdigest()


def lines_of(expression: Expression) -> list[Line]:
    """Give an expression as read, as the proof sees it."""
    return [Line._make(line) for line in _read(expression)]


def _read(expression: Expression) -> list[_Plain]:
    return [(e.pos, e.depth, e.kind, e.fingerprint) for e in expression.outline]


def prove(redline: Redline, old: Expression, new: Expression) -> Proof:
    """Compare both expressions with what the redline gives back, one after the other."""
    old_sha256, is_old = _compared(redline, old, "old")
    new_sha256, is_new = _compared(redline, new, "new")
    return Proof(old_sha256, new_sha256, reject_all_is_old=is_old, accept_all_is_new=is_new)


def _compared(redline: Redline, expression: Expression, which: Which) -> tuple[str, bool]:
    lines = _read(expression)
    return _digest(lines), _rebuilt(redline, which) == lines


def demand(proof: Proof, redline: Redline, old: Expression, new: Expression) -> None:
    """Raise `LawdiffError` where the proof failed, with the first provision that is not the same."""
    for which, holds, expression in (
        ("old", proof.reject_all_is_old, old),
        ("new", proof.accept_all_is_new, new),
    ):
        if holds:
            continue
        got = rebuild(redline, "old" if which == "old" else "new")
        for line, entry in zip(got, expression.outline, strict=False):
            if (line.at, line.depth, line.fingerprint) != (entry.pos, entry.depth, entry.fingerprint):
                place = f"{expression.origin.name}:{entry.line} ({entry.key})"
                break
        else:
            place = f"{expression.origin.name} ({len(got)} of {len(expression.outline)} provisions)"
        raise LawdiffError(
            f"the proof failed: the {which} text cannot be rebuilt from the redline",
            where=place,
            do="This is a fault of lawdiff: please report it with both files",
        )


def rebuild(redline: Redline, which: Which) -> list[Line]:
    """Give one side of a redline, from the redline alone."""
    return [Line._make(line) for line in _rebuilt(redline, which)]


def _rebuilt(redline: Redline, which: Which) -> list[_Plain]:
    is_old = which == "old"
    lines: list[_Plain] = []
    by_unit: dict[int, dict[int, Node]] = {}
    parts = _parts(redline.changes, which)
    for item in redline.items:
        if item.type == "unchanged":
            for same in item.run:
                ref = same.old if is_old else same.new
                print_ = (is_old and same.old_fingerprint) or same.fingerprint
                lines.append((ref.at, ref.depth, ref.kind, print_))
        elif item.node:
            _take_apart(item.node, which, parts, lines, by_unit)
    done = {line[0] for line in lines}
    for at, nodes in by_unit.items():
        if at not in done:
            lines.append(_line(at, [nodes[pos] for pos in sorted(nodes)], which, parts))
    lines.sort(key=itemgetter(0))
    return lines


Parts = dict[str, dict[str, str]]
"""Text of each part of a provision (its eId) on one side, as the edits give it."""
_NONE: dict[str, str] = {}


def _parts(changes: Iterable[Change], which: Which) -> Parts:
    pieces: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for change in changes:
        for edit in change.edits:
            eid, start = (edit.old_at, edit.old_start) if which == "old" else (edit.new_at, edit.new_start)
            if eid is not None:
                pieces.setdefault((eid, edit.part), []).append((start or 0, edit.text))
    parts: Parts = {}
    for (eid, part), found in pieces.items():
        text = found[0][1] if len(found) == 1 else "".join([text for _, text in sorted(found)])
        parts.setdefault(eid, {})[part] = text
    return parts


def _take_apart(
    node: Node, which: Which, parts: Parts, lines: list[_Plain], by_unit: dict[int, dict[int, Node]]
) -> None:
    """Put a node and all below it at the places of their provisions; what has no text is a line already."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.children:
            waiting += node.children[::-1]
        ref = node.old if which == "old" else node.new
        if ref is None:
            continue
        if node.body:
            num = parts.get(ref.eid, _NONE).get("num", _common(node, "num"))
            lines.append((ref.at, ref.depth, ref.kind, numbered(num, node.body)))
            continue
        known = by_unit.setdefault(ref.at, {})
        if ref.pos not in known or known[ref.pos].gone_to:
            known[ref.pos] = node


def _common(node: Node, part: Literal["num", "heading"]) -> str:
    """Number or heading that no edit gives, because it is the same on both sides.

    What came, went or differs has to stand in edits; where it does not, nothing is made up.
    """
    if node.new is None or node.old is None:
        return ""
    old, new = (node.old.num, node.new.num) if part == "num" else (node.old.heading, node.new.heading)
    return new if old == new else ""


def _line(at: int, nodes: Iterable[Node], which: Which, parts: Parts) -> _Plain:
    """Put the provisions of a unit, in reading order, back into what its fingerprint is taken of."""
    records: list[str] = []
    top, kind, own_num = 0, "", ""
    for node in nodes:
        ref = node.old if which == "old" else node.new
        if ref is None:  # cannot be: only nodes of this side are rows
            raise LawdiffError("a provision without a side in the redline")
        stated = node.old_text if which == "old" and node.old_text is not None else node.text
        own = parts.get(ref.eid, _NONE)
        text = own.get("text", stated)
        heading = own["heading"] if "heading" in own else _common(node, "heading")
        num = own["num"] if "num" in own else _common(node, "num")
        if not records:
            top, kind, own_num, num = ref.depth, ref.kind, num, ""
        records.append(record(ref.depth - top, ref.kind, num, heading, text or ""))
    return at, top, kind, numbered(own_num, digest_of(records))
