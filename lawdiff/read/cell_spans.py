"""How many columns and rows a cell of a table spans.

    HTML = @colspan? @rowspan?          rowspan="0": to the end of the group of rows
    CALS = (@namest @nameend | @spanname | @colname)? @morerows?

HTML's are of all schemas that write `td` and `th`. In a CALS table columns have names (`colspec`, and
`spanspec` for several at once), and an entry may name the one it stands in: what it passes over is an empty
cell. What a file states out of bounds is read as the nearest that HTML allows.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

MOST_COLS = 1000
"""What browsers take `colspan` to be at most (HTML Standard, 4.9.11)."""
MOST_ROWS = 65534
"""What browsers take `rowspan` to be at most."""


def html_spans(cell: etree._Element) -> tuple[int, int]:
    """Give the columns and rows that an HTML cell spans.

    >>> html_spans(etree.fromstring('<td colspan="2"/>'))
    (2, 1)
    """
    cols, rows = cell.get("colspan"), cell.get("rowspan")
    if cols is None and rows is None:
        return 1, 1
    down = _number(rows)
    if rows is not None and rows.strip() == "0":
        row = cell.getparent()
        down = 1 + (sum(1 for _ in row.itersiblings(row.tag)) if row is not None else 0)
    return _bounded(_number(cols), MOST_COLS), _bounded(down, MOST_ROWS)


class CalsColumns:
    """Finds the columns of entries, row by row, in a group of CALS rows that has these columns."""

    def __init__(self, group: etree._Element | None) -> None:
        self._place: dict[str, int] = {}
        self._named: dict[str, tuple[str, str]] = {}
        self._covered: dict[int, int] = {}  # column -> rows below that a cell above still spans
        column = 0
        for spec in group.iterchildren("colspec") if group is not None else ():
            column = min(_number(spec.get("colnum")) or column + 1, MOST_COLS)
            self._place[spec.get("colname") or f"\0{column}"] = column - 1
        for spec in group.iterchildren("spanspec") if group is not None else ():
            self._named[spec.get("spanname") or ""] = (spec.get("namest") or "", spec.get("nameend") or "")

    def row(self, entries: Iterable[etree._Element]) -> Iterator[tuple[etree._Element | None, int, int]]:
        """Give the cells of the next row in order, each with its spans; `None` is what was passed over."""
        at = 0
        below = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        for entry in entries:
            at = self._free(at)
            first, last = self._stated(entry)
            while first is not None and at < first:
                end = next((n for n in range(at, first) if n in self._covered), first)
                if end > at:
                    yield None, end - at, 1
                at = self._free(end) if end < first else first
            cols = last - at + 1 if last is not None and last >= at else 1
            rows = _bounded(_number(entry.get("morerows")) + 1, MOST_ROWS)
            cols = _bounded(cols, MOST_COLS)
            if rows > 1:
                below |= dict.fromkeys(range(at, at + cols), rows - 1)
            yield entry, cols, rows
            at += cols
        self._covered = below

    def _free(self, at: int) -> int:
        while at in self._covered:
            at += 1
        return at

    def _stated(self, entry: etree._Element) -> tuple[int | None, int | None]:
        """Give the first and last column that an entry names, from 0."""
        first, last = self._named.get(entry.get("spanname") or "", ("", ""))
        first = entry.get("namest") or first or entry.get("colname") or ""
        last = entry.get("nameend") or last or first
        return self._place.get(first), self._place.get(last)


def columns_of(rows: etree._Element | None) -> CalsColumns:
    """Make the columns of the rows of a `thead` or `tbody`, which may have a `colspec` of its own."""
    if rows is None or rows.tag == "tgroup" or rows.find("colspec") is not None:
        return CalsColumns(rows)
    return CalsColumns(rows.getparent())


def _number(stated: str | None) -> int:
    """Read a whole number; 0 where there is none, or more digits than a span can have."""
    digits = (stated or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0


def _bounded(stated: int, most: int) -> int:
    return min(max(stated, 1), most)
