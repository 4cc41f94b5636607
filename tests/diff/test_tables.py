"""Tables: rows by their key, columns by their heads, and only what changed is marked."""

import pytest
import redline_laws as laws
from made_statutes import expression, table
from made_tables import spanning

from lawdiff.diff.compare import compare
from lawdiff.diff.tables import HEAD, columns, pair_cells, row_key
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text

HEADS = ("Substance", "Limit", "Fine")
CANNABIS = ("Cannabis", "15 grams", "2,000 kroner")
HEROIN = ("Heroin", "2 grams", "5,000 kroner")
COCAINE = ("Cocaine", "2 grams", "5,000 kroner")


def redline(old: Provision, new: Provision) -> Redline:
    def law(p: Provision) -> Provision:
        return Provision("section", num="§ 1", heading=Text("Limits"), children=(p,))

    before, after = expression(law(old)), expression(law(new))
    made = compare(before, after)
    laws.check(made, before, after)
    return made


def told(made: Redline) -> list[tuple[str, str, list[str]]]:
    """Of each change: the kind of provision, the kinds of change, the texts marked."""
    return [
        (
            (change.new or change.old)[0].kind,
            " ".join(change.kinds),
            [edit.text for edit in change.edits if edit.op != "keep"],
        )
        for change in made.changes
    ]


def test_a_changed_cell_is_a_changed_row() -> None:
    made = redline(
        table(HEADS, CANNABIS, HEROIN), table(HEADS, ("Cannabis", "10 grams", "2,000 kroner"), HEROIN)
    )
    assert told(made) == [("row", "substitution", ["15", "10"])]
    assert made.changes[0].label == "§ 1 Cannabis"


def test_a_row_is_put_in() -> None:
    made = redline(table(HEADS, CANNABIS, HEROIN), table(HEADS, CANNABIS, COCAINE, HEROIN))
    assert ("row", "insertion", list(COCAINE)) in told(made)
    assert made.summary["words_deleted"] == 0
    assert made.summary["words_inserted"] == 5


def test_a_row_is_taken_out() -> None:
    made = redline(table(HEADS, CANNABIS, COCAINE, HEROIN), table(HEADS, CANNABIS, HEROIN))
    assert ("row", "repeal", list(COCAINE)) in told(made)
    assert made.summary["words_inserted"] == 0


def test_rows_alike_but_for_their_key_are_told_apart() -> None:
    made = redline(table(HEADS, HEROIN, COCAINE), table(HEADS, ("Heroin", "1 gram", "5,000 kroner"), COCAINE))
    assert told(made) == [("row", "substitution", ["2 grams", "1 gram"])]


def test_a_moved_row_marks_no_word() -> None:
    last = ("Opium", "5 grams", "9,000 kroner")
    made = redline(
        table(HEADS, CANNABIS, HEROIN, COCAINE, last), table(HEADS, HEROIN, COCAINE, last, CANNABIS)
    )
    moved = [change for change in made.changes if "move" in change.kinds]
    assert [change.old[0].pos for change in moved] == [6]
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0


def test_a_new_column_is_a_change_of_the_table() -> None:
    old = table(HEADS[:2], CANNABIS[:2], HEROIN[:2])
    made = redline(old, table(HEADS, CANNABIS, HEROIN))
    assert told(made) == [("table", "substitution", ["Fine", "2,000 kroner", "5,000 kroner"])]


def test_a_column_in_the_middle_goes() -> None:
    made = redline(table(HEADS, CANNABIS, HEROIN), table(*((a, c) for a, _, c in (HEADS, CANNABIS, HEROIN))))
    assert told(made) == [("table", "substitution", ["Limit", "15 grams", "2 grams"])]


# --- the parts


def _row(*cells: str, head: bool = False) -> Provision:
    kind: Kind = "header_cell" if head else "cell"
    return Provision("row", children=tuple(Provision(kind, text=Text(cell)) for cell in cells))


def test_a_row_is_known_by_its_first_cell() -> None:
    assert row_key(_row("Cannabis", "15")) == "Cannabis"
    assert row_key(_row("Substance", "Limit", head=True)) == HEAD
    assert row_key(Provision("row")) == ""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("a", "b"), ("a", "c"), [(0, 0), (1, 1)]),
        (("a", "b"), ("a", "x", "b"), [(0, 0), (1, 2)]),
        (("a", "x", "b"), ("a", "b"), [(0, 0), (2, 1)]),
        ((), ("a",), []),
    ],
)
def test_cells_go_by_place_and_else_by_text(
    old: tuple[str, ...], new: tuple[str, ...], expected: list[tuple[int, int]]
) -> None:
    assert pair_cells(_row(*old).children, _row(*new).children) == expected


def test_heads_tell_which_column_is_new() -> None:
    known = columns(table(("Class", "Now"), ("A", "7")), table(("Class", "Then", "Now"), ("A", "7", "9")))
    assert known.pairs == ((0, 0), (1, 2))
    assert pair_cells(_row("A", "7").children, _row("A", "7", "9").children, known) == [(0, 0), (1, 2)]


def test_tables_of_rows_as_wide_as_before_change_row_by_row() -> None:
    old, new = table(HEADS, CANNABIS), table(HEADS, HEROIN)
    assert not columns(old, new).whole
    assert columns(table(HEADS[:2], CANNABIS[:2]), new).whole


# --- cells that span columns and rows


PENALTIES = ("Class:1x2 | Fine:2", "First | Second", "A | 100 | 200", "B | 10 | 20")


def test_a_span_alone_is_no_change() -> None:
    assert told(redline(spanning("A:2", "1 | 2"), spanning("A:1", "1 | 2"))) == []


def test_a_column_under_a_spanning_head_is_a_change_of_the_table() -> None:
    wider = ("Class:1x2 | Fine:3", "First | Second | Third", "A | 100 | 200 | 300", "B | 10 | 20 | 30")
    made = redline(spanning(*PENALTIES), spanning(*wider))
    assert told(made) == [("table", "substitution", ["Third", "300", "30"])]
    made = redline(spanning(*wider), spanning(*PENALTIES))
    assert told(made) == [("table", "substitution", ["Third", "300", "30"])]


def test_a_column_before_a_spanning_head_is_known_by_its_head() -> None:
    wider = ("Class:1x2 | Code:1x2 | Fine:2", "First | Second", "A | 7 | 100 | 200", "B | 7 | 10 | 20")
    made = redline(spanning(*PENALTIES), spanning(*wider))
    assert told(made) == [("table", "substitution", ["Code", "7", "7"])]


def test_a_row_goes_under_a_spanning_cell() -> None:
    old = spanning("Class | Act | Fine", "A:1x2 | theft | 100", "fraud | 200", "B | noise | 10")
    new = spanning(
        "Class | Act | Fine", "A:1x3 | theft | 100", "arson | 900", "fraud | 200", "B | noise | 10"
    )
    assert ("row", "insertion", ["arson", "900"]) in told(redline(old, new))
    assert redline(old, new).summary["words_deleted"] == 0


def test_the_other_cells_keep_their_columns_when_a_spanning_cell_is_cut_in_two() -> None:
    old = spanning("Class | Act | Fine | Days", "A | theft:2 | 100", "B | fraud | 10 | 5")
    new = spanning("Class | Act | Fine | Days", "A | theft | 50 | 100", "B | fraud | 10 | 5")
    assert told(redline(old, new)) == [("row", "substitution", ["50"])]
