"""Some changes alone: the others are unmarked new text, and are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import any_pairs, expression, section

from lawdiff.diff.compare import compare
from lawdiff.diff.only import only
from lawdiff.diff.proof import prove
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.render import render

OLD = expression(
    section("§ 1", "A", "Not more than 15 grams."), section("§ 2", "B", "A fine is due."), name="old.xml"
)
NEW = expression(
    section("§ 1", "A", "Not more than 10 grams."), section("§ 2", "B", "A tax is due."), name="new.xml"
)


def test_one_alone() -> None:
    redline = only(compare(OLD, NEW), ["sec_1"])
    assert redline.summary["changes"] == redline.summary["substitution"] == 1
    assert (redline.summary["words_deleted"], redline.summary["words_inserted"]) == (1, 1)
    assert redline.ignored == {"others": 1}
    text = render(redline, "terminal").decode()
    assert "{15} ⟦10⟧" in text
    assert "tax" not in text
    assert "1 other change is left out" in text


def test_what_is_left_out_reads_as_new() -> None:
    text = render(only(compare(OLD, NEW, scope="all"), ["sec_1"]), "akn").decode()
    assert ">A tax is due.</p>" in text
    assert "fine" not in text
    assert text.count("<ins ") == text.count("<textualMod ") == 1


def test_an_unknown_id() -> None:
    with pytest.raises(LawdiffError, match=r'--only: no change has the id "sec_3". Near are: sec_'):
        only(compare(OLD, NEW), ["sec_3"])


@given(any_pairs(), st.data())
def test_the_proof_holds_and_the_counts_add_up(
    pair: tuple[Expression, Expression], data: st.DataObject
) -> None:
    redline = compare(*pair, ignore=("editorial",) if data.draw(st.booleans()) else ())
    ids = [change.id for change in redline.changes]
    named = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    found = only(redline, named)
    assert prove(found, *pair) == redline.proof
    rest = only(redline, [name for name in ids if name not in named])
    for key, count in redline.summary.items():
        assert found.summary[key] + rest.summary[key] == count
    render(found, "terminal")
