"""How the room of a table is shared among its columns."""

from hypothesis import given
from hypothesis import strategies as st

from lawdiff.render.layout.blocks import Block, Cell, Row
from lawdiff.render.layout.runs import Piece, Run, RunOp


def table(*rows: tuple[str, ...], op: RunOp = "keep") -> Block:
    cells = (
        tuple(Cell(False, ((Run(op, (Piece(text),)),),), at=n) for n, text in enumerate(row)) for row in rows
    )
    return Block(
        "table", 0, (), rows=tuple(Row("keep", row) for row in cells), numeric=(False,) * len(rows[0])
    )


def test_a_table_of_short_words_is_as_wide_as_they_are() -> None:
    assert not table(("Substance", "Limit"), ("Cannabis", "10 grams")).spreads(102)
    assert table(("Level", "Additional funding to support the summer school or program " * 2)).spreads(102)


def test_long_texts_take_the_room_that_short_ones_leave() -> None:
    level, definition, weighting = table(("Level 1", "Eight hours or less of services " * 5, "0.97")).widths(
        100
    )
    assert 16 < level < 18  # its seven letters and the space behind them
    assert weighting < level
    assert definition > 70


def test_sides_apart_do_not_add_up() -> None:
    old, new = (Run(op, (Piece("three blotters"),)) for op in ("delete", "insert"))
    block = Block("table", 0, (), rows=(Row("keep", (Cell(False, ((old, new),)),)),), numeric=(True,))
    assert block.spreads(50)
    assert not table(("three blotters",)).spreads(50)


def test_type_shrinks_where_long_words_stand_side_by_side() -> None:
    columns = ("APPLICATION", "SUBMISSION", "ORGANISER", "PARTICIPANTS", "DECIDED")
    assert table(columns[:2]).size(100) == 1
    assert 0.6 <= table(columns).size(100) < 1


@given(st.lists(st.text("ab c", max_size=90), min_size=1, max_size=7), st.floats(40, 140))
def test_shares_make_a_whole(texts: list[str], room: float) -> None:
    shares = table(tuple(texts)).widths(room)
    assert len(shares) == len(texts)
    assert min(shares) > 0
    assert abs(sum(shares) - 100) < 0.5
