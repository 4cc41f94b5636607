"""Which column is which: laws of any two tables, and what is chance and what is not."""

from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.columns import Sheet, is_numbering, pair_columns

WORDS = st.sampled_from(("", "Nil", "1", "2", "15 grams", "per day", "Fee", "Class", "2024", "R 1,000"))
WIDTHS = st.integers(0, 5)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Any table by columns, its cells often the same."""
    width = draw(WIDTHS)
    heads = tuple(tuple(draw(st.lists(WORDS, max_size=2))) for _ in range(width))
    row = st.dictionaries(st.integers(0, max(width - 1, 0)), WORDS, max_size=width)
    return Sheet(heads, tuple(draw(st.lists(row, max_size=6))))


def sheet(heads: str, *rows: str) -> Sheet:
    """A table written out: cells with " | " between them."""
    return Sheet(
        tuple((head,) if head else () for head in map(str.strip, heads.split("|"))),
        tuple(dict(enumerate(map(str.strip, row.split("|")))) for row in rows),
    )


@given(sheets(), sheets())
def test_each_column_has_one_partner_at_most(old: Sheet, new: Sheet) -> None:
    pairs = pair_columns(old, new)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(0 <= i < old.width and 0 <= j < new.width for i, j in pairs)
    assert pairs == sorted(pairs)


@given(sheets())
def test_a_table_is_itself(one: Sheet) -> None:
    assert pair_columns(one, one) == [(n, n) for n in range(one.width)]


@given(st.permutations(range(5)))
def test_columns_whose_heads_stand_once_are_found_in_any_order(order: list[int]) -> None:
    heads = ("Class", "Fee", "Days", "Points", "Note")
    rows = [[f"{name} {n}" for name in "abcde"] for n in range(4)]
    old = sheet(" | ".join(heads), *(" | ".join(row) for row in rows))
    new = sheet(" | ".join(heads[n] for n in order), *(" | ".join(row[n] for n in order) for row in rows))
    assert pair_columns(old, new) == sorted((n, place) for place, n in enumerate(order))


def test_what_coincides_in_one_row_of_four_is_chance() -> None:
    old = sheet("Act | Points", "Speeding | 3", "Parking | 1", "Racing | 6", "Signals | 2")
    new = sheet(
        "Deed | Days | Years", "Speeding | 3 | 9", "Parking | 4 | 8", "Racing | 5 | 7", "Signals | 7 | 4"
    )
    assert pair_columns(old, new)[:1] == [(0, 0)]
    swapped = sheet(
        "Deed | Years | Days", "Speeding | 9 | 3", "Parking | 8 | 1", "Racing | 7 | 6", "Signals | 4 | 2"
    )
    assert pair_columns(old, swapped) == [(0, 0), (1, 2)]


def test_a_column_of_one_value_is_told_by_its_place() -> None:
    old = sheet("a | b | c", "Flats | Nil | 2", "Hotel | Nil | 3", "Shop | Nil | 4")
    new = sheet("d | e | f | g", "Flats | Nil | 2 | Nil", "Hotel | Nil | 3 | Nil", "Shop | Nil | 4 | Nil")
    assert pair_columns(old, new) == [(0, 0), (1, 1), (2, 2)]


def test_counted_heads_name_nothing() -> None:
    assert is_numbering(["Column 1", "COLUMN 2", "Column 3"])
    assert is_numbering(["(a)", "(b)"])
    assert not is_numbering(["2023", "2024"])
    assert not is_numbering(["Class A", "Class C"])
    assert not is_numbering(["1"])


def test_rows_are_known_when_they_are_sorted_anew_and_a_column_stands_before_the_key() -> None:
    old = sheet("x | y", "Yew | 7", "Oak | 5", "Elm | 9", "Ash | 5")
    new = sheet("u | v | w", "1 | Ash | 5", "2 | Elm | 9", "3 | Oak | 5", "4 | Yew | 8")
    assert pair_columns(old, new) == [(0, 1), (1, 2)]


def test_a_large_table_is_looked_at_in_samples() -> None:
    rows = [f"Item {n} | {n * 7 % 1000} kroner | {n * 13 % 900} grams" for n in range(20_000)]
    old = sheet("a | b | c", *rows)
    new = sheet("p | q | r | s", *(f"No {n} | {row}" for n, row in enumerate(rows)))
    assert pair_columns(old, new) == [(0, 1), (1, 2), (2, 3)]


def test_a_thousand_columns_are_paired_by_heads_and_place() -> None:
    heads = " | ".join(f"h {n}" for n in range(1000))
    others = " | ".join(f"other {n}" for n in range(1000))
    row = " | ".join(str(n) for n in range(1000))
    assert pair_columns(sheet(heads, row), sheet(others, row)) == [(n, n) for n in range(1000)]
