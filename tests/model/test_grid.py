"""Where the cells of a table stand."""

from hypothesis import given
from hypothesis import strategies as st

from lawdiff.model.grid import first_columns

SPANS = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(st.lists(st.lists(SPANS, max_size=5), max_size=8))
def test_a_cell_begins_where_nothing_stands_and_as_far_left_as_it_may(
    rows: list[list[tuple[int, int]]],
) -> None:
    taken: set[tuple[int, int]] = set()
    for n, (row, columns) in enumerate(zip(rows, first_columns(rows), strict=True)):
        at = 0
        for (cols, down), column in zip(row, columns, strict=True):
            assert (n, column) not in taken
            assert all((n, free) in taken for free in range(at, column))
            taken |= {(r, c) for r in range(n, n + down) for c in range(column, column + cols)}
            at = column + cols


def test_without_spans_the_column_is_the_place() -> None:
    assert first_columns([[(1, 1)] * 3, [], [(1, 1)] * 2]) == [[0, 1, 2], [], [0, 1]]
