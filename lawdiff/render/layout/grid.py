"""Where the cells of a table stand when both versions are shown in one: some span columns and rows.

Each version has its own grid (`model/grid.py`). The columns of both are laid side by side: those in which the
same cells begin are one, the others stand between them, what is gone before what is new. A column in which no
cell begins is none of its own. A cell spans what it spans in either version, and no row in which another cell
stands in its place.

A view shows some of the rows, and is always a whole rectangle: where no cell stands there is a blank one.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.grid import first_columns
from lawdiff.model.redline import Node
from lawdiff.render.layout.blocks import Cell, Row

View = Literal["one", "old", "new", "left", "right"]
"""All rows, those of a version alone, or a version's half where old and new stand beside each other."""


class Slot(Struct, frozen=True, gc=False):
    """A cell in its place, or a blank one; `cols` and `rows` are what it spans in this view."""

    cell: Cell
    at: int
    cols: int
    rows: int

    @property
    def spans(self) -> str:
        """The spans as HTML attributes."""
        cols = f' colspan="{self.cols}"' if self.cols > 1 else ""
        return f'{cols} rowspan="{self.rows}"' if self.rows > 1 else cols


class Line(Struct, frozen=True, gc=False):
    """A row as it is shown: `number` is its place in the table, from 0; `void` if the version has it not."""

    row: Row
    number: int
    slots: tuple[Slot, ...]
    void: bool


# --- both versions in one grid


def in_grid(rows: Sequence[Row], nodes: Sequence[Node]) -> tuple[Row, ...]:
    """Say of each cell where it stands. `nodes` are those of the rows."""
    cells = [_cells(row, node) for row, node in zip(rows, nodes, strict=True)]
    if not any(cell.cols > 1 or cell.rows > 1 or cell.old_span for row in cells for cell in row):
        return tuple(rows)
    old, new = _Side(nodes, cells, "old"), _Side(nodes, cells, "new")
    of_old, of_new = _merged(old, new)
    made = []
    for i, row in enumerate(rows):
        placed = []
        for j, cell in enumerate(row.cells):
            columns = [of_old[n] for n in old.columns.get((i, j), ())]
            columns += [of_new[n] for n in new.columns.get((i, j), ())]
            first, end = (min(columns), max(columns) + 1) if columns else (j, j + 1)
            down = _down(i, j, old, new, len(rows))
            placed.append(replace(cell, at=first, cols=end - first, rows=down))
        made.append(replace(row, cells=tuple(placed)))
    return tuple(made)


def spans_together(nodes: Sequence[Node]) -> dict[int, tuple[int, int]]:
    """Give what each cell of some rows spans where both versions stand in one, by its node's identity."""
    rows = [Row("keep", tuple(Cell(False, (), at=n) for n, _ in enumerate(node.children))) for node in nodes]
    placed = in_grid(rows, nodes)
    spans = {id(slot.cell): (slot.cols, slot.rows) for line in view(placed, "one") for slot in line.slots}
    return {
        id(child): spans[id(cell)]
        for row, node in zip(placed, nodes, strict=True)
        for cell, child in zip(row.cells, node.children, strict=True)
    }


def _cells(row: Row, node: Node) -> tuple[Node, ...]:
    return node.children if len(node.children) == len(row.cells) else (node,)


class _Side:
    """A version's own grid: `columns` of each cell, first and last, by its row and place in it as shown."""

    def __init__(
        self, nodes: Sequence[Node], cells: Sequence[Sequence[Node]], which: Literal["old", "new"]
    ) -> None:
        placed = [(ref.at, ref.pos, i) for i, node in enumerate(nodes) if (ref := getattr(node, which))]
        order = [i for _, _, i in sorted(placed)]
        here = [[(i, j) for j, cell in enumerate(cells[i]) if getattr(cell, which)] for i in order]
        spans = [[_span(cells[i][j], which) for i, j in row] for row in here]
        firsts = first_columns(spans)
        begins = sorted({column for row in firsts for column in row})
        self.width = len(begins)
        self.rank = {i: n for n, i in enumerate(order)}
        self.columns: dict[tuple[int, int], tuple[int, int]] = {}
        self.rows: dict[tuple[int, int], int] = {}
        for keys, row_spans, row_firsts in zip(here, spans, firsts, strict=True):
            for key, (cols, down), first in zip(keys, row_spans, row_firsts, strict=True):
                start = bisect_left(begins, first)
                self.columns[key] = start, max(bisect_left(begins, first + cols) - 1, start)
                self.rows[key] = down

    def covers(self, key: tuple[int, int], row: int) -> bool:
        """Whether a cell spans this row, as shown, in this version."""
        start, rank = self.rank.get(key[0]), self.rank.get(row)
        return start is not None and rank is not None and start < rank < start + self.rows.get(key, 0)


def _span(cell: Node, which: Literal["old", "new"]) -> tuple[int, int]:
    return cell.old_span if which == "old" and cell.old_span else (cell.cols, cell.rows)


def _down(i: int, j: int, old: _Side, new: _Side, height: int) -> int:
    """Count the rows that a cell spans in either version, with those between that are only in the other."""
    key = i, j
    last = i
    if max(old.rows.get(key, 1), new.rows.get(key, 1)) > 1:
        for row in range(i + 1, height):
            if old.covers(key, row) or new.covers(key, row):
                last = row
            elif any(key in side.rows and row in side.rank for side in (old, new)):
                break
    return last - i + 1


def _merged(old: _Side, new: _Side) -> tuple[list[int], list[int]]:
    """Lay the columns of two versions side by side; give the common place of each."""
    votes: Counter[tuple[int, int]] = Counter()
    for key, (first, last) in old.columns.items():
        if key in new.columns:
            first_new, last_new = new.columns[key]
            votes[first, first_new] += 1
            if last - first == last_new - first_new:
                votes.update((first + n, first_new + n) for n in range(1, last - first + 1))
    chosen: list[tuple[int, int]] = []
    for (a, b), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        at = bisect_left(chosen, (a, b))
        before, behind = chosen[at - 1 : at], chosen[at : at + 1]
        if all(x < a and y < b for x, y in before) and all(x > a and y > b for x, y in behind):
            chosen.insert(at, (a, b))
    of_old, of_new = [0] * old.width, [0] * new.width
    a = b = place = 0
    for next_a, next_b in [*chosen, (old.width, new.width)]:
        for n in range(a, next_a):
            of_old[n] = place
            place += 1
        for n in range(b, next_b):
            of_new[n] = place
            place += 1
        if next_a < old.width:
            of_old[next_a] = of_new[next_b] = place
            place += 1
        a, b = next_a + 1, next_b + 1
    return of_old, of_new


# --- what is shown of it


def view(rows: Sequence[Row], which: View) -> list[Line]:
    """Give the rows of a view with their cells in place, and blank ones where none stands."""
    hidden = {"old": "insert", "new": "delete"}.get(which)
    void = {"left": "insert", "right": "delete"}.get(which)
    shown = [(n, row) for n, row in enumerate(rows) if row.fate != hidden]
    wanted = [() if row.fate == void else _in_order(row.cells) for _, row in shown]
    numbers = [n for n, _ in shown]
    width = width_of(rows)
    slots, needed = _slots(wanted, shown, numbers, width)
    while needed > width:  # cells that stand in each other's way
        width = needed
        slots, needed = _slots(wanted, shown, numbers, width)
    return [Line(row, n, tuple(own), row.fate == void) for (n, row), own in zip(shown, slots, strict=True)]


def width_of(rows: Iterable[Row]) -> int:
    """Count the columns of a table."""
    return max((cell.at + cell.cols for row in rows for cell in row.cells), default=0)


def without(rows: Sequence[Row], fate: str) -> tuple[Row, ...]:
    """Take the rows of one fate out; a cell that spans some of them spans fewer."""
    kept = [0]
    for row in rows:
        kept.append(kept[-1] + (row.fate != fate))
    made = []
    for n, row in enumerate(rows):
        if row.fate != fate:
            cells = (
                replace(cell, rows=kept[min(n + cell.rows, len(rows))] - kept[n]) if cell.rows > 1 else cell
                for cell in row.cells
            )
            made.append(replace(row, cells=tuple(cells)))
    return tuple(made)


def _in_order(cells: Sequence[Cell]) -> Sequence[Cell]:
    return sorted(cells, key=lambda cell: cell.at)


def _slots(
    wanted: Sequence[Sequence[Cell]], shown: Sequence[tuple[int, Row]], numbers: Sequence[int], width: int
) -> tuple[list[list[Slot]], int]:
    """Put cells in their places; the second value is the columns that this takes."""
    busy = [0] * width  # the row behind the last that a cell above spans, for each column
    needed = width
    made: list[list[Slot]] = []
    for n, cells in enumerate(wanted):
        row = shown[n][1]
        blank = Cell(bool(row.cells) and row.cells[0].header, ())
        slots: list[Slot] = []
        at = 0
        for k, cell in enumerate(cells):
            first = max(cell.at, at)
            while first < width and busy[first] > n:
                first += 1
            if first >= width:
                needed = max(needed, first + 1 + len(cells) - k)
                break
            slots += _blanks(busy, n, at, first, blank, apart=not n)
            behind = cells[k + 1].at if k + 1 < len(cells) else width
            end = max(first + 1, min(cell.at + cell.cols, behind, width))
            end = next((c for c in range(first + 1, end) if busy[c] > n), end)
            down = bisect_left(numbers, numbers[n] + cell.rows) - n
            rows = next((r - n for r in range(n + 1, n + down) if _stands(wanted[r], first, end)), down)
            slots.append(Slot(cell, first, end - first, rows))
            if rows > 1:
                busy[first:end] = [n + rows] * (end - first)
            at = end
        made.append(slots + _blanks(busy, n, at, width, blank, apart=not n))
    return made, needed


def _stands(cells: Iterable[Cell], first: int, end: int) -> bool:
    return any(cell.at < end and cell.at + cell.cols > first for cell in cells)


def _blanks(busy: Sequence[int], n: int, at: int, end: int, blank: Cell, *, apart: bool) -> list[Slot]:
    """Fill the columns that nothing stands in, one blank cell for those that lie together.

    In the first row each gets one (`apart`): a column of HTML has a cell that begins in it.
    """
    found: list[Slot] = []
    while at < end:
        if busy[at] > n:
            at += 1
            continue
        behind = at + 1 if apart else next((c for c in range(at, end) if busy[c] > n), end)
        found.append(Slot(blank, at, behind - at, 1))
        at = behind
    return found
