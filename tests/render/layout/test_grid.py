"""Where cells stand when two versions of a table are shown in one; every view is a whole rectangle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import expression
from made_tables import spanning

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.blocks import Row
from lawdiff.render.layout.grid import View, view, width_of, without
from lawdiff.render.layout.runs import side, text_of
from lawdiff.render.layout.shown import running_order

VIEWS: tuple[View, ...] = ("one", "old", "new", "left", "right")


def redline(old: Provision, new: Provision) -> Redline:
    def law(p: Provision) -> Provision:
        return Provision("section", num="§ 1", heading=Text("Limits"), children=(p,))

    return compare(expression(law(old)), expression(law(new)), scope="all")


def rows(old: Provision, new: Provision) -> tuple[Row, ...]:
    (made,) = (
        block.rows
        for passage in running_order(redline(old, new), load_labels("en"))
        for block in passage.blocks
        if block.type == "table"
    )
    return made


def drawn(rows: tuple[Row, ...], which: View) -> list[str]:
    """Draw a view: a cell's text in each place it spans, a blank as a dot."""
    lines = view(rows, which)
    made = [[" "] * width_of(rows) for _ in lines]
    of = {"left": "old", "right": "new"}.get(which, which)
    for n, line in enumerate(lines):
        for slot in line.slots:
            runs = (run for runs in slot.cell.paragraphs for run in runs)
            text = text_of(runs if of == "one" else side(runs, of))  # type: ignore[arg-type]
            for row in made[n : n + slot.rows]:
                for column in range(slot.at, slot.at + slot.cols):
                    assert row[column] == " ", "two cells in one place"
                    row[column] = text or "."
    assert all(place != " " for row in made for place in row), "a hole"
    return [" ".join(row) for row in made]


PENALTIES = ("Class:1x2 | Fine:2", "1st | 2nd", "A | 7 | 9")


def test_a_table_is_shown_with_its_spans() -> None:
    table = rows(spanning(*PENALTIES), spanning(*PENALTIES))
    wanted = ["Class Fine Fine", "Class 1st 2nd", "A 7 9"]
    assert all(drawn(table, which) == wanted for which in VIEWS)


def test_a_new_column_under_a_spanning_head_is_blank_in_the_old_version() -> None:
    table = rows(spanning(*PENALTIES), spanning("Class:1x2 | Fine:3", "1st | 2nd | 3rd", "A | 7 | 9 | 11"))
    assert drawn(table, "new") == ["Class Fine Fine Fine", "Class 1st 2nd 3rd", "A 7 9 11"]
    assert drawn(table, "old") == ["Class Fine Fine Fine", "Class 1st 2nd .", "A 7 9 ."]


def test_a_row_under_a_spanning_cell_moves_no_other_cell() -> None:
    old = spanning("Class | Act | Fine", "A:1x2 | theft | 1", "fraud | 2", "B | noise | 3")
    new = spanning("Class | Act | Fine", "A:1x3 | theft | 1", "arson | 9", "fraud | 2", "B | noise | 3")
    table = rows(old, new)
    in_all = ["Class Act Fine", "A theft 1", "A arson 9", "A fraud 2", "B noise 3"]
    assert drawn(table, "one") == drawn(table, "new") == drawn(table, "right") == in_all
    assert drawn(table, "old") == ["Class Act Fine", "A theft 1", "A fraud 2", "B noise 3"]
    assert drawn(table, "left") == ["Class Act Fine", "A theft 1", "A . .", "A fraud 2", "B noise 3"]
    assert drawn(without(rows(new, old), "delete"), "one") == drawn(table, "old")


def test_a_column_in_which_no_cell_begins_is_none() -> None:
    wide = spanning("A:5 | B", "C:5 | D")
    assert drawn(rows(wide, wide), "one") == ["A B", "C D"]


def test_a_short_row_ends_in_a_blank() -> None:
    table = spanning("A | B | C", "D")
    assert drawn(rows(table, table), "one") == ["A B C", "D . ."]


@st.composite
def _tables(draw: st.DrawFn) -> Provision:
    """A table as it comes: spans that meet, short rows, rows without a cell."""
    span = st.sampled_from((1, 1, 1, 2, 3))
    made = []
    for _ in range(draw(st.integers(1, 5))):
        cells = []
        for _ in range(draw(st.integers(0, 4))):
            kind: Kind = "cell"
            text = draw(st.sampled_from(("a", "b", "grams", "fine of ten kroner", "")))
            cells.append(Provision(kind, text=Text(text), cols=draw(span), rows=draw(span)))
        made.append(Provision("row", children=tuple(cells), key=cells[0].content if cells else ""))
    return Provision("table", children=tuple(made))


@given(_tables(), _tables())
def test_every_view_is_a_rectangle_with_each_cell_once(old: Provision, new: Provision) -> None:
    tables = [
        block.rows
        for passage in running_order(redline(old, new), load_labels("en"))
        for block in passage.blocks
        if block.rows
    ]
    for table in tables:
        for which in VIEWS:
            lines = view(table, which)
            places = [
                (n + down, slot.at + right)
                for n, line in enumerate(lines)
                for slot in line.slots
                for down in range(slot.rows)
                for right in range(slot.cols)
            ]
            assert len(places) == len(set(places))
            assert all(row < len(lines) for row, _ in places)
            assert len(places) == len(lines) * (max(column for _, column in places) + 1 if places else 0)
            for line in lines:
                own = [] if line.void else [id(cell) for cell in line.row.cells]
                shown = [id(slot.cell) for slot in line.slots if id(slot.cell) in own]
                assert sorted(shown) == sorted(own)


@pytest.mark.parametrize("which", VIEWS)
def test_an_empty_table_has_no_rows(which: View) -> None:
    assert view((), which) == []
