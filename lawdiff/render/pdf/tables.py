"""The tags of tables whose cells span columns or rows: each page's piece of one a whole rectangle.

WeasyPrint tags the piece of a table on each page as a table of its own, also where a cell spans rows of both,
and finds the heads of a column by a rule that spans upset. PDF/UA-1 (ISO 14289-1, 7.2 and 7.5) asks that rows
are equally wide and that each cell's heads are known. So a span ends with its page and goes on in an empty
cell on the next, and heads are found anew: those above in the same columns, or else any in these columns.

A row that a page parts is tagged on both, with the cells that begin in it, but without those from above:
whether one was parted is seen by what makes the rows of the next piece equally wide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from lawdiff.model.grid import first_columns


@dataclass(frozen=True, slots=True)
class _Span:
    """A cell that spans the last row of a page: its columns, its rows below, whether it begins there."""

    first: int
    end: int
    over: int
    begins: bool


def mend_tables(pdf: Any) -> None:
    """Mend the tags of tables with spans in a file that is about to be written."""
    carried: dict[int, list[_Span]] = {}  # by depth: tables stand in tables, and go on at the depth they have
    for depth, element in list(_tables(pdf)):
        rows = [_Row(pdf, row) for row in _rows(pdf, element)]
        before = carried.pop(depth, [])
        if not rows:
            carried[depth] = before
        elif before or any(span != (1, 1) for row in rows for span in row.spans):
            carried[depth] = _mend(pdf, rows, before)


@dataclass(slots=True)
class _Row:
    """A row's element and those of its cells."""

    element: Any
    cells: list[Any]

    def __init__(self, pdf: Any, element: Any) -> None:
        self.element = element
        self.cells = [cell for cell in _below(pdf, element) if cell["S"] in ("/TH", "/TD")]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Columns and rows that each cell spans."""
        return [(cell["A"].get("ColSpan", 1), cell["A"].get("RowSpan", 1)) for cell in self.cells]


def _mend(pdf: Any, rows: Sequence[_Row], before: list[_Span]) -> list[_Span]:
    _go_on(pdf, rows, before)
    firsts = first_columns([row.spans for row in rows])
    behind = []
    for n, (row, columns) in enumerate(zip(rows, firsts, strict=True)):
        for cell, column, (cols, down) in zip(row.cells, columns, row.spans, strict=True):
            over = n + down - len(rows)
            if over > 0:
                cell["A"]["RowSpan"] = down - over
            if down > 1 and over >= 0:
                behind.append(_Span(column, column + cols, over, n == len(rows) - 1))
    _find_heads(rows, firsts)
    return sorted(behind, key=lambda span: span.first)


def _go_on(pdf: Any, rows: Sequence[_Row], before: list[_Span]) -> None:
    """Put an empty cell into the first row of a page for each that goes on from the page before."""
    whole = [(span, span.over) for span in before if span.over]
    parted = [(span, span.over + 1) for span in before if not span.begins]
    waiting = next((some for some in (whole, parted) if _is_even(rows, some)), whole)
    if not waiting:
        return
    cells: list[Any] = []
    at = 0
    for cell, (cols, _) in zip(rows[0].cells, rows[0].spans, strict=True):
        while waiting and waiting[0][0].first <= at:
            at = waiting[0][0].end
            cells.append(_empty(pdf, rows[0].element, *waiting.pop(0)))
        cells.append(cell)
        at += cols
    cells += [_empty(pdf, rows[0].element, *one) for one in waiting]
    rows[0].cells = cells
    rows[0].element["K"] = pydyf.Array(cell.reference for cell in cells)


def _is_even(rows: Sequence[_Row], above: Sequence[tuple[_Span, int]]) -> bool:
    """Whether all rows are equally wide, with these cells from above."""
    widths = [0] * len(rows)
    spans = [(0, span.end - span.first, down) for span, down in above]
    spans += [(n, cols, down) for n, row in enumerate(rows) for cols, down in row.spans]
    for n, cols, down in spans:
        for row in range(n, min(n + down, len(rows))):
            widths[row] += cols
    return len(set(widths)) == 1


def _empty(pdf: Any, row: Any, span: _Span, rows: int) -> Any:
    spans = {"O": "/Table", "ColSpan": span.end - span.first, "RowSpan": rows}
    cell = pydyf.Dictionary(
        {
            "Type": "/StructElem", "S": "/TD", "K": pydyf.Array(), "Pg": row["Pg"], "P": row.reference,
            "A": pydyf.Dictionary(spans),
        }
    )  # fmt: skip
    pdf.add_object(cell)
    return cell


def _find_heads(rows: Sequence[_Row], firsts: Sequence[Sequence[int]]) -> None:
    """Say of each cell which heads it has; of a head, that it is one of columns."""
    above: dict[int, list[Any]] = {}
    of_all: dict[int, list[Any]] = {}
    for row, columns in zip(rows, firsts, strict=True):
        for cell, column, (cols, _) in zip(row.cells, columns, row.spans, strict=True):
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Column"
                for n in range(column, column + cols):
                    of_all.setdefault(n, []).append(cell["ID"])
    every = [cell["ID"] for row in rows for cell in row.cells if cell["S"] == "/TH"]
    for row, columns in zip(rows, firsts, strict=True):
        for cell, column, (cols, _) in zip(row.cells, columns, row.spans, strict=True):
            own = range(column, column + cols)
            if cell["S"] == "/TH":
                for n in own:
                    above.setdefault(n, []).append(cell["ID"])
            else:
                heads = _once(above, own) or _once(of_all, own) or every[:1]
                cell["A"]["Headers"] = pydyf.Array(heads)


def _once(heads: dict[int, list[Any]], columns: range) -> list[Any]:
    found = {id(head): head for n in columns for head in heads.get(n, ())}
    return list(found.values())


def _tables(pdf: Any) -> Iterator[tuple[int, Any]]:
    """Give the tables of a file in reading order, each with how many tables stand around it."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    waiting = [(0, root)]
    while waiting:
        depth, element = waiting.pop()
        is_table = element.get("S") == "/Table"
        if is_table:
            yield depth, element
        below = list(_below(pdf, element))
        waiting += [(depth + is_table, child) for child in reversed(below)]


def _rows(pdf: Any, element: Any) -> Iterator[Any]:
    for child in _below(pdf, element):
        if child["S"] == "/TR":
            yield child
        elif child["S"] in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(pdf, child)


def _below(pdf: Any, element: Any) -> Iterator[Any]:
    """Give the elements below one; what is no element is marked content or an annotation."""
    kids = element.get("K", ())
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid, bytes):
            thing = pdf.objects[_number(kid)]
            if isinstance(thing, dict) and "S" in thing:
                yield thing


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
