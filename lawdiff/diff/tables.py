"""Tables: rows are known by their key cell, columns by their heads, and only changed cells are marked.

Cells that hold a column span are taken as they stand: the column of a cell is its place in the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

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
    """Which column of a table is which: pairs of places from 0, for rows of these widths."""

    old_width: int
    new_width: int
    pairs: tuple[tuple[int, int], ...]


def columns(old: Provision, new: Provision) -> Columns:
    """Align the columns of two tables by their heads, which stand in the first rows.

    Only the head tells which of several alike columns is new: "Class A misdemeanor" keeps its column though
    each figure in it may have changed.
    """
    heads_old = [cell.content for cell in old.children[0].children] if old.children else []
    heads_new = [cell.content for cell in new.children[0].children] if new.children else []
    return Columns(len(heads_old), len(heads_new), tuple(_aligned(heads_old, heads_new)))


def pair_cells(
    olds: Sequence[Provision], news: Sequence[Provision], by_head: Columns | None = None
) -> list[tuple[int, int]]:
    """Pair the cells of two rows: by the table's columns, else by place, else by an alignment of texts."""
    if by_head and (len(olds), len(news)) == (by_head.old_width, by_head.new_width):
        return list(by_head.pairs) if len(olds) != len(news) else [(n, n) for n in range(len(olds))]
    if len(olds) == len(news):
        return [(n, n) for n in range(len(olds))]
    return _aligned([c.content for c in olds], [c.content for c in news])


def whole_rows(old: Provision, new: Provision) -> set[str]:
    """Give the new table's id if a column came or went: then the change is the table's, not each row's."""
    widths_old = {len(row.children) for row in old.children if row.kind == "row"}
    widths_new = {len(row.children) for row in new.children if row.kind == "row"}
    return {new.eid} if len(widths_old) == len(widths_new) == 1 and widths_old != widths_new else set()


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
