"""Corners of the comparison, each found by a generated statute and written out small."""

import pytest
import redline_laws as laws
from hypothesis import given
from made_statutes import any_statutes, expression, own_sentence, section
from msgspec.structs import replace

from lawdiff.diff.compare import compare
from lawdiff.diff.identity import Candidate, pair
from lawdiff.diff.proof import prove
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text

A = own_sentence(0)
RULES = "The King may make rules."


def p(content: str) -> Provision:
    return Provision("p", text=Text(content))


def subsection(*children: Provision, num: str = "", heading: str = "") -> Provision:
    return Provision("subsection", num=num, heading=Text(heading) if heading else None, children=children)


def checked(old: Expression, new: Expression) -> Redline:
    redline = compare(old, new, scope="all")
    laws.check(redline, old, new)
    return redline


@given(any_statutes)
def test_same_is_silent(law: Expression) -> None:
    assert compare(law, law).changes == ()


def test_three_sections_with_one_number_and_one_text_are_the_same() -> None:
    law = expression(*[section("§ 1", "", RULES)] * 3)
    assert compare(law, law).changes == ()


def test_a_section_that_becomes_one_without_text_is_struck() -> None:
    old = expression(Provision("section", num="§ 1", text=Text("Repealed.")))
    new = expression(Provision("section", num="§ 1", children=(Provision("table"),)))
    checked(old, new)
    checked(new, old)


def test_the_main_part_of_a_split_may_move() -> None:
    one, two = Provision("section"), Provision("section", num="§ 1")
    old, new = expression(one, two, p(RULES), p(A)), expression(one, p(A), two, p(RULES))
    checked(old, new)
    checked(new, old)


def test_the_main_part_of_a_split_may_move_below_the_section() -> None:
    rest = subsection(p("Costs are paid by all."), heading="Fines")
    old = expression(
        section("§ 1", "", RULES), Provision("section", children=(subsection(p(A)), _joined(rest)))
    )
    new = expression(
        section("§ 1", "", RULES), Provision("section", children=(*[subsection(p(A))] * 2, rest))
    )
    checked(old, new)


def _joined(rest: Provision) -> Provision:
    return replace(rest, children=(p(A), *rest.children))


def test_what_was_joined_may_have_moved_too() -> None:
    parts = (p("the"), subsection(num="§ 1"), subsection(num="§ 1"))
    chapter = Provision("chapter", children=(Provision("section", children=parts),))
    old = expression(*[Provision("section")] * 3, chapter)
    checked(old, expression(Provision("section", text=Text("the"))))


def test_sections_that_differ_in_structure_alone_are_shown() -> None:
    checked(
        expression(Provision("section", text=Text(""))), expression(Provision("section", children=(p(""),)))
    )


def test_a_shell_is_like_any_other_and_goes_by_its_number() -> None:
    def candidate(eid: str, num: str, text: str) -> Candidate:
        return Candidate(eid, num, "", "section", "", f"{num} {text}", text, lambda: text)

    old = [candidate("o4", "§ 4", A), candidate("o7", "§ 7", "(Opphevet)")]
    new = [candidate("n4", "§ 4", "(Opphevet)"), candidate("n7", "§ 7", own_sentence(9))]
    assert ("o7", "n4") not in {(found.old, found.new) for found in pair(old, new)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (section("§ 3", "Fines", "A fine is due."), section("§ 4", "Fines", "A fine is due.")),
        (section("§ 3", "Fines", "A fine is due."), section("§ 3", "Costs", "A fine is due.")),
    ],
)
def test_a_number_or_heading_without_its_edits_is_noticed(old: Provision, new: Provision) -> None:
    before, after = expression(old), expression(new)
    redline = compare(before, after)
    without = tuple(replace(change, edits=()) for change in redline.changes)
    proof = prove(replace(redline, changes=without), before, after)
    assert not proof.reject_all_is_old
    assert not proof.accept_all_is_new


def test_a_word_struck_at_the_beginning_of_an_item_stands_in_it() -> None:
    def item(num: str, text: str) -> Provision:
        return Provision("point", num=num, text=Text(text))

    flat = Provision("subsection", num="(1)", text=Text("A person is fined who sells drugs or stores drugs."))
    listed = subsection(
        Provision("intro", text=Text("A person is fined who")),
        item("a)", "trades drugs or"),
        item("b)", "stores drugs."),
        num="(1)",
    )
    old, new = (expression(Provision("section", num="§ 1", children=(each,))) for each in (flat, listed))
    (change,) = checked(old, new).changes
    texts = [edit.text.strip() for edit in change.edits]
    assert texts.index("a)") < texts.index("sells") < texts.index("trades")


def test_a_section_whose_text_gives_way_to_an_empty_table_is_struck() -> None:
    empty = Provision("section")
    checked(
        expression(empty, Provision("section", text=Text("the"))),
        expression(empty, Provision("section", children=(Provision("table"),))),
    )
