"""Cells that span rows, as Word has them: a cell in each row, which goes on with the one above it.

So a row that comes or goes takes its part of the cell with it, and both versions keep their tables.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from lawdiff.model.grid import first_columns
from lawdiff.render.docx.tokens import Cell, End, Look, Row


def laid_out(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Put a cell that goes on into each row that one above spans. A column where no cell begins is none."""
    if all(cell.cols == cell.rows == 1 for row in rows for cell in row.cells):
        return tuple(rows)
    firsts = first_columns([[(cell.cols, cell.rows) for cell in row.cells] for row in rows])
    begins = sorted({column for row in firsts for column in row})
    made: list[Row] = []
    above: list[tuple[int, int, int, bool]] = []  # first column, the one behind, rows left, header
    for n, (row, columns) in enumerate(zip(rows, firsts, strict=True)):
        own: list[tuple[int, int, Cell]] = []
        further = []
        for cell, column in zip(row.cells, columns, strict=True):
            first = bisect_left(begins, column)
            end = max(bisect_left(begins, column + cell.cols), first + 1)
            down = min(cell.rows, len(rows) - n)
            own.append((first, end, replace(cell, merge="restart" if down > 1 else "")))
            if down > 1:
                further.append((first, end, down - 1, cell.header))
        free = [one for one in above if not any(a < one[1] and b > one[0] for a, b, _ in own)]
        own += [(first, end, _blank(header, "continue")) for first, end, _, header in free]
        made.append(replace(row, cells=_filled(sorted(own, key=lambda one: one[0]))))
        above = [(a, b, left - 1, header) for a, b, left, header in free if left > 1] + further
    return tuple(made)


def _filled(placed: Sequence[tuple[int, int, Cell]]) -> tuple[Cell, ...]:
    """Give the cells of a row with what they span, and blank ones where none stands between two."""
    cells: list[Cell] = []
    at = 0
    for n, (first, end, cell) in enumerate(placed):
        if first > at:
            cells.append(replace(_blank(cell.header, ""), cols=first - at))
        behind = placed[n + 1][0] if n + 1 < len(placed) else end
        at = max(first + 1, min(end, behind))
        cells.append(replace(cell, cols=at - first))
    return tuple(cells)


def _blank(header: bool, merge: str) -> Cell:
    return Cell(header, (End(Look("head_cell" if header else "cell")),), merge=merge)
