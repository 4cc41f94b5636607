"""Alignment below the section: subsections, items, paragraphs, and text that is cut into other leaves."""

import pytest
import redline_laws as laws
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import any_pairs, expression, listed, own_sentence, section, subsections

from lawdiff.diff.align import Alignment, align, candidate, leaves
from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text


def redline(old: Provision, new: Provision) -> Redline:
    before, after = expression(old), expression(new)
    made = compare(before, after)
    laws.check(made, before, after)
    return made


def told(made: Redline) -> list[tuple[str, str]]:
    return [(change.label, " ".join(change.kinds)) for change in made.changes]


A, B, C, D = (own_sentence(n) for n in range(4))


def test_a_subsection_put_in_renumbers_those_behind_it() -> None:
    made = redline(subsections("§ 1", "", A, B), subsections("§ 1", "", A, C, B))
    assert told(made) == [("§ 1 (2)", "insertion"), ("§ 1 (3)", "renumbering")]
    assert laws.marked(made, "insert") == [C]
    assert laws.marked(made, "delete") == []


def test_an_item_taken_out_letters_the_others_anew() -> None:
    def law(*items: str) -> Provision:
        return Provision("section", num="§ 1", children=(listed("A person is fined who", *items),))

    made = redline(law(A, B, C), law(A, C))
    assert told(made) == [("§ 1 (1) b)", "repeal"), ("§ 1 (1) b)", "renumbering")]
    assert laws.marked(made, "delete") == [B]


def test_words_of_an_introduction_are_a_change_of_what_it_introduces() -> None:
    def law(intro: str) -> Provision:
        return Provision("section", num="§ 1", children=(listed(intro, A, B),))

    made = redline(law("A person is fined who:"), law("A person is punished who:"))
    assert told(made) == [("§ 1 (1)", "substitution")]
    assert (laws.marked(made, "delete"), laws.marked(made, "insert")) == (["fined"], ["punished"])


def test_a_sentence_set_out_as_a_list_marks_no_word() -> None:
    flat = Provision(
        "subsection", num="(1)", text=Text("A person is fined who sells drugs, buys drugs, or stores drugs.")
    )
    made = redline(
        Provision("section", num="§ 1", children=(flat,)),
        Provision(
            "section",
            num="§ 1",
            children=(listed("A person is fined who", "sells drugs,", "buys drugs, or", "stores drugs."),),
        ),
    )
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0
    assert set(laws.marked(made, "delete") + laws.marked(made, "insert")) <= {" "}


def test_a_subsection_cut_in_two_is_a_split() -> None:
    made = redline(subsections("§ 1", "", f"{A} {B}", C), subsections("§ 1", "", A, B, C))
    assert next((change.kinds, len(change.old), len(change.new)) for change in made.changes) == (
        ("split",),
        1,
        2,
    )
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0


def test_two_subsections_drawn_together_are_a_join() -> None:
    made = redline(subsections("§ 1", "", A, B, C), subsections("§ 1", "", f"{A} {B}", C))
    assert next((change.kinds, len(change.old), len(change.new)) for change in made.changes) == (
        ("join",),
        2,
        1,
    )
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0


def test_a_copy_is_no_split() -> None:
    made = redline(subsections("§ 1", "", A, B), subsections("§ 1", "", A, B, A))
    assert told(made) == [("§ 1 (3)", "insertion")]


def test_a_subsection_that_went_to_another_section_has_moved() -> None:
    old = expression(subsections("§ 1", "", A, B), subsections("§ 2", "", C))
    new = expression(subsections("§ 1", "", A), subsections("§ 2", "", C, B))
    made = compare(old, new)
    laws.check(made, old, new)
    assert told(made) == [("§ 2 (2)", "move")]
    assert made.changes[0].old[0].eid == "sec_1__subsec_2"
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0


def between(old: Expression, new: Expression) -> set[tuple[str, str, str]]:
    """Give (old, new, kind) of all changes but those within."""
    made = compare(old, new)
    laws.check(made, old, new)
    return {
        (a.num, b.num, kind)
        for change in made.changes
        for a in change.old
        for b in change.new
        for kind in change.kinds
    }


def test_a_subsection_that_became_a_section_has_moved() -> None:
    old = expression(subsections("§ 1", "Fines", A, B, C))
    new = expression(subsections("§ 1", "Fines", A, B), section("§ 2", "Costs", C))
    assert between(old, new) == {
        ("§ 1", "§ 1", "split"),
        ("§ 1", "§ 2", "split"),
        ("(3)", "§ 2", "move"),
    }


def test_a_section_with_one_subsection_left_is_not_that_subsection() -> None:
    old = expression(subsections("§ 1", "Fines", A, B, C))
    new = expression(subsections("§ 1", "Fines", A, B), subsections("§ 2", "Costs", C))
    assert ("(3)", "(1)", "move") in between(old, new)


def test_the_half_that_kept_the_number_is_the_section() -> None:
    old = expression(subsections("§ 1", "", A, B, C, D), section("§ 2", "", own_sentence(5)))
    new = expression(
        subsections("§ 1", "", A), subsections("§ 1 a", "", B, C, D), section("§ 2", "", own_sentence(5))
    )
    assert between(old, new) == {
        ("§ 1", "§ 1", "split"),
        ("§ 1", "§ 1 a", "split"),
        ("(2)", "(1)", "move"),
        ("(3)", "(2)", "move"),
        ("(4)", "(3)", "move"),
    }


def test_a_joined_section_is_known_without_its_long_heading() -> None:
    heading = "Same; seats for officers and Members of the two Houses in joint session of the Congress"
    old = expression(section("§ 1", "Fines", A), section("§ 2", heading, B), section("§ 3", "Costs", C))
    new = expression(subsections("§ 1", "Fines", A, B), section("§ 2", "Costs", C))
    assert {("§ 1", "§ 1", "join"), ("§ 2", "§ 1", "join")} <= between(old, new)


def test_a_section_of_one_heading_at_one_place_was_rewritten() -> None:
    old = expression(section("§ 1", "", A), section("§ 2", "Fines", B), section("§ 3", "Costs", C))
    new = expression(section("§ 1", "Fines", D), section("§ 2", "Costs", C))
    assert ("§ 2", "§ 1", "substitution") in between(old, new)


def test_a_number_counts_though_its_chapter_has_another() -> None:
    def law(*chapters: tuple[str, Provision]) -> Expression:
        return expression(*[Provision("chapter", num=num, children=(unit,)) for num, unit in chapters])

    old = law(("1", section("§ 1", "", A)), ("2", section("§ 2", "Fines", B)), ("3", section("§ 3", "", C)))
    new = law(("1", section("§ 2", "", "(Opphevet)")), ("2", section("§ 3", "", C)))
    assert ("§ 2", "§ 2", "repeal") in between(old, new)


def test_a_short_subsection_in_another_section_is_not_the_same_one() -> None:
    """“A fine is due.” stands everywhere."""
    old = expression(subsections("§ 1", "", A, "A fine is due."), subsections("§ 2", "", C))
    new = expression(subsections("§ 1", "", A), subsections("§ 2", "", C, "A fine is due."))
    assert sorted(kinds for _, kinds in told(compare(old, new))) == ["insertion", "repeal"]


def test_a_short_item_that_went_to_another_list_has_moved() -> None:
    dogs, cats = "a dog in public places;", "the intestines of slaughtered animals;"
    old = expression(
        Provision("section", num="§ 1", children=(listed("It is forbidden to keep:", dogs, cats, A),)),
        Provision("section", num="§ 2", children=(listed("It is forbidden to sell:", B, C),)),
    )
    new = expression(
        Provision("section", num="§ 1", children=(listed("It is forbidden to keep:", dogs, A),)),
        Provision("section", num="§ 2", children=(listed("It is forbidden to sell:", B, cats, C),)),
    )
    made = compare(old, new)
    laws.check(made, old, new)
    assert ("§ 2 (1) b)", "move") in told(made)
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0


def test_a_paragraph_without_a_number_that_moved_is_moved_text() -> None:
    made = redline(section("§ 1", "", A, B, C), section("§ 1", "", B, C, A))
    (change,) = made.changes
    assert change.kinds == ("substitution",)
    assert [(edit.op, edit.text) for edit in change.edits] == [("move_from", A), ("move_to", A)]
    assert (change.words_deleted, change.words_inserted) == (0, 0)


# --- a person's map


def mapped(old: Expression, new: Expression, *identity: tuple[str, str]) -> Redline:
    made = compare(old, new, identity=identity)
    laws.check(made, old, new)
    return made


def test_a_person_says_which_subsection_is_which() -> None:
    old, new = expression(subsections("§ 1", "", A, B)), expression(subsections("§ 1", "", A, C, D))
    made = mapped(old, new, ("sec_1__subsec_2", "sec_1__subsec_3"))
    assert told(made) == [("§ 1 (2)", "insertion"), ("§ 1 (3)", "renumbering substitution")]
    (change,) = (c for c in made.changes if len(c.kinds) == 2)
    assert (change.old[0].eid, change.basis) == ("sec_1__subsec_2", "a person's map")


def test_a_person_says_what_went_to_another_section() -> None:
    old = expression(subsections("§ 1", "", A, B), subsections("§ 2", "", C))
    new = expression(subsections("§ 1", "", A), subsections("§ 2", "", C, D))
    made = mapped(old, new, ("sec_1__subsec_2", "sec_2__subsec_2"))
    assert told(made) == [("§ 2 (2)", "substitution move")] or told(made) == [
        ("§ 2 (2)", "move substitution")
    ]


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (("sec_1__subsec_9", "sec_1__subsec_1"), "entry 1: the old version has no provision"),
        (("sec_1", "sec_1__subsec_1"), "entry 1: .* one is a section"),
        (("sec_1__subsec_1", "sec_3__subsec_1"), "cannot be taken for"),
    ],
)
def test_what_a_map_cannot_mean_is_an_error(pair: tuple[str, str], message: str) -> None:
    old = expression(subsections("§ 1", "", A, B), subsections("§ 2", "", C))
    new = expression(subsections("§ 1", "", A, B), subsections("§ 2", "", C), subsections("§ 3", "", D))
    with pytest.raises(LawdiffError, match=message):
        compare(old, new, identity=[pair])


# --- what the alignment knows


@given(any_pairs())
def test_a_pair_is_known_from_both_sides(pair: tuple[Expression, Expression]) -> None:
    old, new = pair
    if not old.units or not new.units:
        return
    known = Alignment()
    align(known, list(old.units.values()), list(new.units.values()))
    assert {(p.old, p.new) for p in known.new_of.values()} == {(p.old, p.new) for p in known.old_of.values()}
    assert set(known.new_of) == {p.old for p in known.new_of.values()}
    for group in known.group_of_old.values():
        assert (len(group.olds) == 1) != (len(group.news) == 1)


@given(any_pairs())
def test_a_leaf_flows_once(pair: tuple[Expression, Expression]) -> None:
    old, new = pair
    known = Alignment()
    for a, b in zip(old.units.values(), new.units.values(), strict=False):
        align(known, [a], [b])
    for side in ("olds", "news"):
        flowing = [leaf.eid for flow in known.flows for leaf in getattr(flow, side)]
        assert len(set(flowing)) == len(flowing)


def test_leaves_stand_in_reading_order() -> None:
    p = listed("Who", "sells", "buys")
    assert [leaf.text.content for leaf in leaves(p) if leaf.text] == ["Who", "sells", "buys"]


def test_a_candidate_is_known_by_what_it_says() -> None:
    a, b = (expression(section(num, "Scope", A)).units["sec_1"] for num in ("§ 1", "§ 1."))
    assert candidate(a).body == candidate(b).body
    assert candidate(a).whole != candidate(b).whole
    assert candidate(a).text == f"Scope\n{A}"
    (term,) = expression(
        Provision("definition", key="drug", text=Text("“drug” means a plant."))
    ).units.values()
    assert candidate(term.children[0]).key == "drug"


@given(st.lists(st.sampled_from((A, B, C, D)), min_size=1, max_size=4, unique=True), st.booleans())
def test_however_it_is_cut_no_word_is_marked(sentences: list[str], back: bool) -> None:
    """One paragraph and a paragraph for each sentence: the words are the same."""
    old, new = section("§ 1", "", " ".join(sentences)), section("§ 1", "", *sentences)
    made = redline(new, old) if back else redline(old, new)
    assert made.summary["words_deleted"] == made.summary["words_inserted"] == 0
