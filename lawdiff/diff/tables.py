"""Tables: rows are known by their key cell, columns as `columns` says, and only changed cells are marked.

The column of a cell is its place in the row, and in a table with cells that span columns or rows the one in
which it begins. Where a column came, went or moved, the change is the table's, and rows are known by what
stands in the columns that both versions have.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rapidfuzz.distance import Indel

from lawdiff.diff.columns import Sheet, fold, is_numbering, pair_columns
from lawdiff.model.grid import first_columns
from lawdiff.model.provision import Provision

HEAD = "\0head"
"""What stands for the key of a row of heads: there is one in a table, whatever it says."""


def row_key(row: Provision) -> str:
    """Give the text of a row's first cell, by which people know the row."""
    if not row.children or all(cell.kind == "header_cell" for cell in row.children):
        return HEAD if row.children else ""
    return row.children[0].content


def row_name(row: Provision) -> str:
    """Give what a row is paired by: its key, and where that only counts the rows, the cell behind it.

    In "3 | Cocaine | 2 g" the number changes with every row that is put in before it.
    """
    key = row.key or row_key(row)
    return _name_behind(key, row.children[1].content) if len(row.children) > 1 else key


def _name_behind(key: str, behind: str) -> str:
    return behind if _COUNTS.fullmatch(key) and any(map(str.isalpha, behind)) else key


_COUNTS = re.compile(r"\W*\d{1,3}\W*|\W*(?:[a-zA-Z]|[ivxIVX]{2,5})[.)]\W*")
"""A number of a row: "3", "3.", "(c)", "iv.". Four digits are a year or an amount, a bare letter a name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is which: pairs of places from 0, for rows of these widths.

    Where cells span columns or rows, `old_at` and `new_at` say in which column each begins, by its eId.
    `old_heads` and `new_heads` are the rows of heads, by eId. `whole`: a column came, went or moved, so the
    change is the table's and not each row's.
    """

    old_width: int
    new_width: int
    pairs: tuple[tuple[int, int], ...]
    old_at: Mapping[str, int] = field(default_factory=dict)
    new_at: Mapping[str, int] = field(default_factory=dict)
    old_heads: tuple[str, ...] = ()
    new_heads: tuple[str, ...] = ()
    whole: bool = False

    @property
    def in_place(self) -> bool:
        """Whether each column is the one at its place."""
        return self.pairs == tuple((n, n) for n in range(max(self.old_width, self.new_width)))

    @property
    def in_order(self) -> bool:
        """Whether no column moved past another."""
        return all(j < m for (_, j), (_, m) in pairwise(self.pairs))


def columns(old: Provision, new: Provision) -> Columns:
    """Say which columns of two tables are the same."""
    before, after = _Grid(old), _Grid(new)
    if before.heads == after.heads and all(any(head) for head in before.heads):
        pairs = [(n, n) for n in range(before.width)]
    else:
        pairs = pair_columns(before.sheet(), after.sheet())
    spans = before.has_spans or after.has_spans
    places = (before.places(), after.places()) if spans else ({}, {})
    found = Columns(before.width, after.width, tuple(pairs), *places, before.head_rows, after.head_rows)
    besides = before.has_besides({i for i, _ in pairs}) or after.has_besides({j for _, j in pairs})
    return replace(found, whole=besides or not found.in_order)


def pair_cells(
    olds: Sequence[Provision], news: Sequence[Provision], known: Columns | None = None
) -> list[tuple[int, int]]:
    """Pair the cells of two rows: by the table's columns, else by place, else by an alignment of texts."""
    if known and known.new_at:
        return _pair_spanned(olds, news, known)
    if known and (len(olds), len(news)) == (known.old_width, known.new_width):
        return list(known.pairs)
    if len(olds) == len(news):
        return [(n, n) for n in range(len(olds))]
    return _aligned([c.content for c in olds], [c.content for c in news])


def rows_by_columns(
    old: Provision, new: Provision, known: Columns
) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Give key and text of rows that are not known by their first cell and all of their text, by their eIds.

    Rows of heads are known by their place, if there are as many on both sides; where a column came, went or
    moved, a row is what stands in the columns that both versions have. Where keys stand more than once, and
    all in the same order on both sides, the place tells the rows apart.
    """
    if len(known.old_heads) != len(known.new_heads):
        known = replace(known, old_heads=(), new_heads=())
    sides = [
        list(_keyed(old, [i for i, _ in known.pairs], known.old_heads, whole=known.in_place)),
        list(_keyed(new, [j for _, j in known.pairs], known.new_heads, whole=known.in_place)),
    ]
    keys = [[key for _, key, _ in side] for side in sides]
    if keys[0] == keys[1] and len(set(keys[0])) < len(keys[0]) < 2 * len(list(filter(None, keys[0]))):
        sides = [
            [(eid, f"{key}{HEAD}{n}", text) for n, (eid, key, text) in enumerate(side)] for side in sides
        ]
    before, after = ({eid: (key, text) for eid, key, text in side} for side in sides)
    return before, after


def _keyed(
    table: Provision, wanted: Sequence[int], heads: Sequence[str], *, whole: bool
) -> Iterator[tuple[str, str, str]]:
    """Give the eId, key and text of each row in these columns, or its `whole` text."""
    places = {eid: f"{HEAD}{n}" for n, eid in enumerate(heads)}
    if whole:
        for row in table.children:
            if row.kind == "row":
                yield row.eid, places.get(row.eid) or row_name(row), row.content
        return
    grid = _Grid(table)
    for row, at in zip(grid.rows, grid.firsts, strict=True):
        cells = {column: cell.content for cell, column in zip(row.children, at, strict=True)}
        texts = [cells.get(n, "") for n in wanted]
        key = places.get(row.eid) or row_key(row)
        if any(texts):
            name = _name_behind(texts[0], texts[1]) if len(texts) > 1 else texts[0]
            yield row.eid, key if key.startswith(HEAD) else name, "\n".join(texts)


def is_same(old: Provision, new: Provision) -> bool:
    """Whether nothing differs in two rows or cells, nor in what their text wears."""
    return (
        old.kind == new.kind
        and old.text == new.text
        and old.num == new.num
        and old.heading == new.heading
        and (old.cols, old.rows) == (new.cols, new.rows)
        and len(old.children) == len(new.children)
        and all(map(is_same, old.children, new.children))
    )


# --- a table's own grid

_HEAD_ROWS = 4
"""Rows from the top in which a column's head may stand: "Penalty" over "First offence" over "$"."""
_MOST_COLUMNS = 1000
"""Columns that are looked at: more are no table that a person reads."""


class _Grid:
    """The rows of a table with the column in which each cell begins, and the heads over each column."""

    def __init__(self, table: Provision) -> None:
        self.rows = [row for row in table.children if row.kind == "row"]
        self.has_spans = any(cell.cols > 1 or cell.rows > 1 for row in self.rows for cell in row.children)
        if self.has_spans:
            self.firsts = first_columns(
                [[(cell.cols, cell.rows) for cell in row.children] for row in self.rows]
            )
        else:
            wide = max((len(row.children) for row in self.rows), default=0)
            places = list(range(wide))
            self.firsts = [places[: len(row.children)] for row in self.rows]
        self.width = min(self._width(), _MOST_COLUMNS)
        self.head_rows: tuple[str, ...] = ()
        self._levels = list(self._head_levels())

    def _width(self) -> int:
        """Count the columns: as many as most rows have, of those that are more than one line across."""
        if self.has_spans:
            ends = (
                at[-1] + row.children[-1].cols for row, at in zip(self.rows, self.firsts, strict=True) if at
            )
            return max(ends, default=0)
        widths = Counter(len(row.children) for row in self.rows)
        return max(widths, key=lambda width: (width > 1, widths[width], width), default=0)

    def _head_levels(self) -> Iterator[list[Provision | None]]:
        """Give the rows of heads, for each the cell over each column that it says something of.

        All rows at the top that hold heads only, or that a cell of the first of them spans; without such a
        row the first. Under a cell that spans columns the next row tells them apart. A caption set as a row
        is none.
        """
        open_ = set(range(self.width))
        begun = False
        deep = 0
        for n, (row, at) in enumerate(list(zip(self.rows, self.firsts, strict=True))[:_HEAD_ROWS]):
            is_marked = bool(row.children) and all(cell.kind == "header_cell" for cell in row.children)
            is_head = is_marked or n < deep
            over: list[Provision | None] = [None] * self.width
            for cell, column in zip(row.children, at, strict=True):
                for c in range(column, min(column + cell.cols, self.width)):
                    if is_head or c in open_:
                        over[c] = cell
            if not begun and sum(cell is not None for cell in over) * 2 < self.width:
                continue
            if begun and not is_head and not open_:
                return
            if not begun and (is_marked or any(cell.cols > 1 for cell in row.children)):
                down = max(cell.rows for cell in row.children)
                deep = n + down if down > 1 else 0
            begun = True
            if is_marked or n < deep:
                self.head_rows += (row.eid,)
            yield over
            open_ -= {c for c, cell in enumerate(over) if cell is not None and cell.cols == 1}

    @property
    def heads(self) -> list[tuple[str, ...]]:
        """What stands over each column, outermost first."""
        return [
            tuple(cell.content for over in self._levels if (cell := over[n]) is not None)
            for n in range(self.width)
        ]

    def places(self) -> dict[str, int]:
        """Give the column in which each cell begins, by its eId."""
        return {
            cell.eid: column
            for row, at in zip(self.rows, self.firsts, strict=True)
            for cell, column in zip(row.children, at, strict=True)
        }

    def has_besides(self, columns: set[int]) -> bool:
        """Whether there is a column besides these that at least half of the rows have."""
        others = set(range(self.width)) - columns
        if not others or self.has_spans:
            return bool(others)
        wide = [len(row.children) for row in self.rows if len(row.children) > 1] or [1] * len(self.rows)
        return any(sum(width > n for width in wide) * 2 >= len(wide) for n in others)

    def sheet(self) -> Sheet:
        """Give it as the pairing of columns sees it, without heads that name no column."""
        levels = [over for over in self._levels if not _counts(over)]
        rows = [
            {column: cell.content for cell, column in zip(row.children, at, strict=True)}
            for row, at in zip(self.rows, self.firsts, strict=True)
        ]
        common = self._in_other_columns(levels, rows)
        heads = tuple(
            tuple(cell.content for over in levels if (cell := over[n]) is not None and id(cell) not in common)
            for n in range(self.width)
        )
        heading = {id(cell) for over in levels for cell in over if cell is not None} - common
        body = (
            cells
            for row, cells in zip(self.rows, rows, strict=True)
            if heading.isdisjoint(map(id, row.children))
        )
        return Sheet(heads, tuple(body))

    def _in_other_columns(
        self, levels: Sequence[Sequence[Provision | None]], rows: Sequence[Mapping[int, str]]
    ) -> set[int]:
        """Give the cells at the top that are no heads, by their identity, where none is marked as one.

        A head has a letter and stands in no other column.
        """
        cells = {
            id(c): (c, n) for over in levels for n, c in enumerate(over) if c and c.kind != "header_cell"
        }
        if not cells:
            return set()
        asked = {fold(cell.content) for cell, _ in cells.values()}
        where: dict[str, set[int]] = {}
        for row in rows:
            for column, content in row.items():
                if (text := fold(content)) in asked:
                    where.setdefault(text, set()).add(column)
        return {
            key
            for key, (cell, _) in cells.items()
            if not any(map(str.isalpha, cell.content)) or len(where.get(fold(cell.content), ())) > 1
        }


def _counts(over: Sequence[Provision | None]) -> bool:
    cells = {id(cell): cell for cell in over if cell is not None}
    return is_numbering([cell.content for cell in cells.values()])


# --- the cells of two rows


def _pair_spanned(
    olds: Sequence[Provision], news: Sequence[Provision], known: Columns
) -> list[tuple[int, int]]:
    """Pair cells that begin in the same column; then those of which one spans the other's first column."""
    to_new = dict(known.pairs)
    begins = {known.new_at.get(cell.eid, -1): j for j, cell in enumerate(news)}
    spans = {
        n: j
        for j, cell in enumerate(news)
        for n in _spanned(known.new_at.get(cell.eid, -1), cell.cols, known.new_width)
    }
    found: dict[int, int] = {}
    for place in (begins, spans):
        taken = set(found.values())
        for i, cell in enumerate(olds):
            column = known.old_at.get(cell.eid, -1)
            own = _spanned(column, cell.cols if place is spans else 1, known.old_width)
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
