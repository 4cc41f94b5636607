"""Ignoring: what is left out of what is shown, and stays in the proof."""

import pytest
from hypothesis import given
from made_statutes import any_pairs, expression, section

from lawdiff.diff import proof
from lawdiff.diff.compare import compare
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Span, Text

COMMA = (
    "A permit, which is paid for, is valid for one year.",
    "A permit which is paid for is valid for one year.",
)
LIMIT = ("Not more than 15 grams are allowed.", "Not more than 10 grams are allowed.")


def leaf(num: str, content: str, *spans: Span) -> Provision:
    return Provision("section", num=num, children=(Provision("p", text=Text(content, spans)),))


def link(target: str) -> Span:
    return Span("reference", 8, 18, target)


def both(*sections: tuple[Provision, Provision]) -> tuple[Expression, Expression]:
    return expression(*(old for old, _ in sections)), expression(*(new for _, new in sections))


OLD, NEW = both(
    (section("§ 1", "", COMMA[0]), section("§ 1", "", COMMA[1])),
    (section("§ 2", "", LIMIT[0]), section("§ 2", "", LIMIT[1])),
    (leaf("§ 3", "It shall not be sold."), leaf("§ 3", "It shall not be sold.", Span("emphasis", 9, 12))),
    (leaf("§ 4", "See the Penal Code.", link("/1902")), leaf("§ 4", "See the Penal Code.", link("/2005"))),
)


def shown(redline: Redline) -> list[str]:
    return [change.label for change in redline.changes if not change.ignored]


def test_nothing_is_left_out_unasked() -> None:
    redline = compare(OLD, NEW)
    assert shown(redline) == ["§ 1", "§ 2", "§ 3", "§ 4"]
    assert redline.ignored == {}


@pytest.mark.parametrize(("kind", "left_out"), [("editorial", "§ 1"), ("emphasis", "§ 3"), ("links", "§ 4")])
def test_each_kind_is_left_out_alone(kind: str, left_out: str) -> None:
    redline = compare(OLD, NEW, ignore=(kind,))  # type: ignore[arg-type] # one of three
    assert shown(redline) == [label for label in ("§ 1", "§ 2", "§ 3", "§ 4") if label != left_out]
    assert redline.ignored == {kind: 1}
    assert redline.summary["changes"] == 3


def test_all_three_leave_what_is_of_substance() -> None:
    redline = compare(OLD, NEW, ignore=("editorial", "emphasis", "links"))
    assert shown(redline) == ["§ 2"]
    assert redline.ignored == {"editorial": 1, "emphasis": 1, "links": 1}
    counts = {name: n for name, n in redline.summary.items() if n}
    assert counts == {"changes": 1, "substitution": 1, "words_deleted": 1, "words_inserted": 1}
    assert [(r.new.num, r.kinds) for r in redline.relations if r.new] == [
        ("§ 1", ()), ("§ 2", ("substitution",)), ("§ 3", ()), ("§ 4", ())
    ]  # fmt: skip


def test_a_move_stays_where_only_its_comma_is_left_out() -> None:
    other = section("§ 9", "", "Fees are set by the Board and paid once a year by each holder.")
    old = expression(section("§ 1", "", COMMA[0]), other)
    new = expression(
        section("§ 1", "", "Fees are set by the Board and paid once a year by each holder."),
        section("§ 9", "", COMMA[1]),
    )
    redline = compare(old, new, ignore=("editorial",))
    (change,) = (change for change in redline.changes if change.editorial)
    assert not change.ignored
    assert "substitution" not in change.kinds_without(redline.ignored)
    assert redline.ignored == {"editorial": 1}
    assert redline.summary["substitution"] == 0


def test_words_of_substance_keep_the_comma_beside_them() -> None:
    old = expression(section("§ 1", "", f"{COMMA[0]} {LIMIT[0]}"))
    new = expression(section("§ 1", "", f"{COMMA[1]} {LIMIT[1]}"))
    assert compare(old, new, ignore=("editorial",)).changes == compare(old, new).changes


@given(any_pairs())
def test_nothing_is_lost_by_leaving_out(pair: tuple[Expression, Expression]) -> None:
    redline = compare(*pair, ignore=("editorial", "emphasis", "links"))
    assert proof.prove(redline, *pair) == redline.proof
    plain = compare(*pair)
    assert [c.edits for c in redline.changes] == [c.edits for c in plain.changes]
    left_out = sum(change.ignored for change in redline.changes)
    assert redline.summary["changes"] == plain.summary["changes"] - left_out
    assert min(redline.summary.values()) >= 0
