"""Tables: rows are known by their key cell, columns by their heads, and only changed cells are marked.

The column of a cell is its place in the row, and in a table with cells that span columns or rows the one in
which it begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from lawdiff.model.grid import first_columns
from lawdiff.model.provision import Provision

HEAD = "\0head"
"""What stands for the key of a row of heads: there is one in a table, whatever it says."""


def row_key(row: Provision) -> str:
    """Give the text of a row's first cell, by which people know the row."""
    if not row.children or all(cell.kind == "header_cell" for cell in row.children):
        return HEAD if row.children else ""
    return row.children[0].content


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is which: pairs of places from 0, for rows of these widths.

    Where cells span columns or rows, `old_at` and `new_at` say in which column each begins, by its eId.
    """

    old_width: int
    new_width: int
    pairs: tuple[tuple[int, int], ...]
    old_at: Mapping[str, int] = field(default_factory=dict)
    new_at: Mapping[str, int] = field(default_factory=dict)


def columns(old: Provision, new: Provision) -> Columns:
    """Align the columns of two tables by their heads, which stand in the first rows.

    Only the head tells which of several alike columns is new: "Class A misdemeanor" keeps its column though
    each figure in it may have changed.
    """
    if _has_spans(old) or _has_spans(new):
        return _spanned_columns(old, new)
    heads_old = [cell.content for cell in old.children[0].children] if old.children else []
    heads_new = [cell.content for cell in new.children[0].children] if new.children else []
    return Columns(len(heads_old), len(heads_new), tuple(_aligned(heads_old, heads_new)))


def pair_cells(
    olds: Sequence[Provision], news: Sequence[Provision], by_head: Columns | None = None
) -> list[tuple[int, int]]:
    """Pair the cells of two rows: by the table's columns, else by place, else by an alignment of texts."""
    if by_head and by_head.new_at:
        return _pair_spanned(olds, news, by_head)
    if by_head and (len(olds), len(news)) == (by_head.old_width, by_head.new_width):
        return list(by_head.pairs) if len(olds) != len(news) else [(n, n) for n in range(len(olds))]
    if len(olds) == len(news):
        return [(n, n) for n in range(len(olds))]
    return _aligned([c.content for c in olds], [c.content for c in news])


def whole_rows(old: Provision, new: Provision) -> set[str]:
    """Give the new table's id if a column came or went: then the change is the table's, not each row's."""
    if _has_spans(old) or _has_spans(new):
        return {new.eid} if len(_heads(old)) != len(_heads(new)) else set()
    widths_old = {len(row.children) for row in old.children if row.kind == "row"}
    widths_new = {len(row.children) for row in new.children if row.kind == "row"}
    return {new.eid} if len(widths_old) == len(widths_new) == 1 and widths_old != widths_new else set()


def _has_spans(table: Provision) -> bool:
    return any(cell.cols > 1 or cell.rows > 1 for row in table.children for cell in row.children)


def _spanned_columns(old: Provision, new: Provision) -> Columns:
    heads_old, heads_new = _heads(old), _heads(new)
    pairs = (
        [(n, n) for n in range(len(heads_old))]
        if len(heads_old) == len(heads_new)
        else _aligned(heads_old, heads_new)
    )
    return Columns(len(heads_old), len(heads_new), tuple(pairs), _places(old), _places(new))


def _rows(table: Provision) -> list[tuple[Provision, ...]]:
    return [row.children for row in table.children if row.kind == "row"]


def _firsts(rows: Sequence[Sequence[Provision]]) -> list[list[int]]:
    return first_columns([[(cell.cols, cell.rows) for cell in row] for row in rows])


def _places(table: Provision) -> dict[str, int]:
    """Give the column in which each cell begins, by its eId."""
    rows = _rows(table)
    return {
        cell.eid: column
        for row, firsts in zip(rows, _firsts(rows), strict=True)
        for cell, column in zip(row, firsts, strict=True)
    }


_HEAD_ROWS = 4
"""Rows from the top in which a column's head may stand: "Penalty" over "First offence" over "$"."""
_MOST_COLUMNS = 1000
"""Columns that are looked at: more are no table that a person reads."""


def _heads(table: Provision) -> list[str]:
    """Give the head of each column: what stands over it, down to a cell that is of this column alone."""
    rows = _rows(table)
    firsts = _firsts(rows)
    ends = (at[-1] + row[-1].cols for row, at in zip(rows, firsts, strict=True) if row)
    width = min(max(ends, default=0), _MOST_COLUMNS)
    heads = [""] * width
    open_ = set(range(width))
    for row, at in list(zip(rows, firsts, strict=True))[:_HEAD_ROWS]:
        for cell, column in zip(row, at, strict=True):
            for n in open_.intersection(range(column, min(column + cell.cols, width))):
                heads[n] += f"{cell.content}\n"
            if cell.cols == 1:
                open_.discard(column)
    return heads


def _pair_spanned(
    olds: Sequence[Provision], news: Sequence[Provision], by_head: Columns
) -> list[tuple[int, int]]:
    """Pair cells that begin in the same column; then those of which one spans the other's first column."""
    to_new = dict(by_head.pairs)
    begins = {by_head.new_at.get(cell.eid, -1): j for j, cell in enumerate(news)}
    spans = {
        n: j
        for j, cell in enumerate(news)
        for n in _spanned(by_head.new_at.get(cell.eid, -1), cell.cols, by_head.new_width)
    }
    found: dict[int, int] = {}
    for place in (begins, spans):
        taken = set(found.values())
        for i, cell in enumerate(olds):
            column = by_head.old_at.get(cell.eid, -1)
            own = _spanned(column, cell.cols if place is spans else 1, by_head.old_width)
            j = next((place[to_new[n]] for n in own if to_new.get(n, -1) in place), None)
            if i not in found and j is not None and j not in taken:
                found[i] = j
                taken.add(j)
    return sorted(found.items())


def _spanned(column: int, cols: int, width: int) -> range:
    return range(column, min(column + cols, width)) if column >= 0 else range(0)


def _aligned(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int]]:
    """Equal cells first, then what lies between them, from the left."""
    found: list[tuple[int, int]] = []
    i = j = 0
    for block in Indel.opcodes(olds, news):
        if block.tag == "equal":
            length = block.src_end - block.src_start
            found += _between(i, block.src_start, j, block.dest_start)
            found += [(block.src_start + n, block.dest_start + n) for n in range(length)]
            i, j = block.src_end, block.dest_end
    return found + _between(i, len(olds), j, len(news))


def _between(i: int, i_end: int, j: int, j_end: int) -> list[tuple[int, int]]:
    """Cells between two equal ones are the same columns where they are equally many."""
    return [(i + n, j + n) for n in range(i_end - i)] if i_end - i == j_end - j else []
