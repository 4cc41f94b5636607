"""The proof: both expressions can be rebuilt from the redline alone.

`prove` takes a digest of each expression as read and a digest of what `rebuild` makes of the redline:
rejecting all edits has to give the old one, accepting all the new one, provision by provision, in order,
numbers and headings too. A section that is left out because it is equal on both sides enters by its
fingerprint.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import digest_of, numbered, record
from lawdiff.model.redline import Edit, Item, Node, Proof, Redline, Ref

Which = Literal["old", "new"]


class Line(NamedTuple):
    """A section or container as the proof sees it: its place in the outline, level, kind and fingerprint."""

    at: int
    depth: int
    kind: str
    fingerprint: str


def digest(lines: Iterable[Line]) -> str:
    """SHA-256 over the outline in order."""
    text = "".join([f"{line.depth}\x1f{line.kind}\x1f{line.fingerprint}\x1e" for line in lines])
    return hashlib.sha256(text.encode()).hexdigest()


def lines_of(expression: Expression) -> list[Line]:
    """Give an expression as read, as the proof sees it."""
    return [Line(e.pos, e.depth, e.kind, e.fingerprint) for e in expression.outline]


def prove(redline: Redline, old: Expression, new: Expression) -> Proof:
    """Compare both expressions with what the redline gives back."""
    old_digest, new_digest = digest(lines_of(old)), digest(lines_of(new))
    return Proof(
        old_sha256=old_digest,
        new_sha256=new_digest,
        reject_all_is_old=digest(rebuild(redline, "old")) == old_digest,
        accept_all_is_new=digest(rebuild(redline, "new")) == new_digest,
    )


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
    lines: list[Line] = []
    by_unit: dict[int, dict[int, Node]] = {}
    edits = [edit for change in redline.changes for edit in change.edits]
    parts = _parts(edits, which)
    for node in _nodes(redline.items):
        ref = _side(node, which)
        if ref is None:
            continue
        if node.body:
            num = parts.get(ref.eid, _NONE).get("num", _common(node, "num"))
            lines.append(Line(ref.at, ref.depth, ref.kind, numbered(num, node.body)))
            continue
        known = by_unit.setdefault(ref.at, {})
        if ref.pos not in known or known[ref.pos].gone_to:
            known[ref.pos] = node
    for item in redline.items:
        for same in item.run if item.type == "unchanged" else ():
            ref = same.old if which == "old" else same.new
            print_ = same.old_fingerprint if which == "old" and same.old_fingerprint else same.fingerprint
            lines.append(Line(ref.at, ref.depth, ref.kind, print_))
    done = {line.at for line in lines}
    for at, nodes in by_unit.items():
        if at not in done:
            lines.append(_line(at, [nodes[pos] for pos in sorted(nodes)], which, parts))
    lines.sort(key=lambda line: line.at)
    return lines


Parts = dict[str, dict[str, str]]
"""Text of each part of a provision (its eId) on one side, as the edits give it."""
_NONE: dict[str, str] = {}


def _parts(edits: Iterable[Edit], which: Which) -> Parts:
    pieces: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for edit in edits:
        eid, start = (edit.old_at, edit.old_start) if which == "old" else (edit.new_at, edit.new_start)
        if eid is not None:
            pieces.setdefault((eid, edit.part), []).append((start or 0, edit.text))
    parts: Parts = {}
    for (eid, part), found in pieces.items():
        parts.setdefault(eid, {})[part] = "".join([text for _, text in sorted(found)])
    return parts


def _nodes(items: Iterable[Item]) -> Iterator[Node]:
    for item in items:
        if item.node and item.type != "unchanged":
            yield from item.node.walk()


def _side(node: Node, which: Which) -> Ref | None:
    return node.old if which == "old" else node.new


def _common(node: Node, part: Literal["num", "heading"]) -> str:
    """Number or heading that no edit gives, because it is the same on both sides.

    What came, went or differs has to stand in edits; where it does not, nothing is made up.
    """
    if node.new is None or node.old is None:
        return ""
    old, new = (node.old.num, node.new.num) if part == "num" else (node.old.heading, node.new.heading)
    return new if old == new else ""


def _line(at: int, nodes: Iterable[Node], which: Which, parts: Parts) -> Line:
    """Put the provisions of a unit, in reading order, back into what its fingerprint is taken of."""
    records: list[str] = []
    top, kind, own_num = 0, "", ""
    for node in nodes:
        ref = _side(node, which)
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
    return Line(at, top, kind, numbered(own_num, digest_of(records)))
