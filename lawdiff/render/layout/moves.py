"""Moved words: what is said at each end of where the other one is.

Words that moved within one provision are told "up" or "down"; where the other end is a change of its own,
that one is named, as it was cited at the end that they left and as it is cited now at the end they went to.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from lawdiff.model.provision import UNITS
from lawdiff.model.redline import Change, Edit, Op, Redline
from lawdiff.render.labels import Labels
from lawdiff.render.presented import parts


class End(Struct, frozen=True, gc=False):
    """What is said at one end of a move, and the change at the other (empty where it is the same)."""

    said: str
    other: str = ""


def ends(redline: Redline, labels: Labels) -> dict[tuple[Op, str], End]:
    """Give what is said at the end of each kind (`move_from`, `move_to`) of each move, by its name."""
    if not any(edit.move for change in redline.changes for edit in change.edits):
        return {}
    at: dict[tuple[Op, str], tuple[int, Change]] = {}
    for n, (change, edit) in enumerate(_in_order(redline)):
        if edit.move:
            at.setdefault((edit.op, edit.move), (n, change))
    return {(op, move): _end(op, move, at, labels) for op, move in at}


def last_of_move(moves: Sequence[tuple[str, str]], n: int) -> bool:
    """Whether the stretch at a place, of these (op, move), is the last of its move: it bears the remark."""
    return bool(moves[n][1]) and moves[n] not in moves[n + 1 :]


def _in_order(redline: Redline) -> Iterator[tuple[Change, Edit]]:
    by_id = redline.by_id()
    for item in redline.items:
        for node in item.node.walk() if item.node else ():
            change = by_id.get(node.change)
            if change:
                yield from ((change, edit) for edit in change.edits[node.first : node.last])


def _end(op: Op, move: str, at: Mapping[tuple[Op, str], tuple[int, Change]], labels: Labels) -> End:
    there: Op = "move_to" if op == "move_from" else "move_from"
    here, own = at[op, move]
    other = at.get((there, move))
    word = "to" if op == "move_from" else "from"
    if other is None:
        return End(labels.say(f"remark_moved_{word}", place=labels.say("remark_elsewhere")))
    far, change = other
    label, refs = (change.label, change.new) if op == "move_from" else (change.old_label, change.old)
    place = labels.listing(parts(label, refs))
    if change.id == own.id or not place or not refs or (refs[0].kind in UNITS and _same_unit(own, change)):
        side = "below" if far > here else "above"
        return End(labels.say(f"remark_{word}_{side}"), change.id if change.id != own.id else "")
    return End(labels.say(f"remark_moved_{word}", place=place), change.id)


def _same_unit(a: Change, b: Change) -> bool:
    """Whether two changes stand in one section, whose number alone says little."""
    return bool(a.new and b.new and a.new[0].at == b.new[0].at)
