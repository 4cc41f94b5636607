"""Moved words: what is said at each end of where the other one is.

Words that moved within one provision are told "up" or "down"; where the other end is a change of its own,
that one is named, as it was cited at the end that they left and as it is cited now at the end they went to.
Of words that went from one cell of a row to another nothing is said: both ends stand beside each other, and a
column that moved would say so in each of its cells.
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
    cells: dict[tuple[Op, str], _Cell] = {}
    for n, (change, edit, cell) in enumerate(_in_order(redline)):
        if edit.move:
            at.setdefault((edit.op, edit.move), (n, change))
            cells.setdefault((edit.op, edit.move), cell)
    return {
        (op, move): _end(op, move, at, labels)
        for op, move in at
        if not _side_by_side(cells.get(("move_from", move)), cells.get(("move_to", move)))
    }


def last_of_move(moves: Sequence[tuple[str, str]], n: int) -> bool:
    """Whether the stretch at a place, of these (op, move), is the last of its move: it bears the remark."""
    return bool(moves[n][1]) and moves[n] not in moves[n + 1 :]


_Cell = tuple[int, int]
"""Row and cell that words stand in, by their numbers in the text; 0 outside a table."""


def _side_by_side(a: _Cell | None, b: _Cell | None) -> bool:
    """Whether two ends stand in two cells of one row."""
    return a is not None and b is not None and 0 != a[0] == b[0] and a[1] != b[1]


def _in_order(redline: Redline) -> Iterator[tuple[Change, Edit, _Cell]]:
    by_id = redline.by_id()
    n = 0
    for item in redline.items:
        waiting = [(item.node, (0, 0))] if item.node else []
        while waiting:
            node, cell = waiting.pop()
            n += 1
            if node.kind == "row":
                cell = (n, 0)
            elif node.kind in ("cell", "header_cell"):
                cell = (cell[0], n)
            change = by_id.get(node.change)
            if change:
                yield from ((change, edit, cell) for edit in change.edits[node.first : node.last])
            waiting += [(child, cell) for child in node.children[::-1]]


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
