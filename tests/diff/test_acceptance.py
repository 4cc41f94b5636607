"""All accepted is the new law, none is the old; in between, what cannot be had apart goes together."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import Edited, any_pairs, edited, expression, section, subsections

from lawdiff.diff.acceptance import Choice, choose, lacking, law_with
from lawdiff.diff.compare import compare
from lawdiff.diff.proof import digest, lines_of, prove
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Span, Text


def whole(old: Expression, new: Expression) -> Redline:
    return compare(old, new, scope="all")


def ids(redline: Redline) -> list[str]:
    return [change.id for change in redline.changes]


def texts(law: Expression) -> list[str]:
    """The law, a line each provision: number, heading, text."""
    found = []
    for entry in law.outline:
        for depth, p in law.units[entry.key].walk(entry.depth):
            words = (p.num, p.heading.content if p.heading else "", p.text.content if p.text else "")
            found.append("  " * depth + " ".join(filter(None, words)))
    return [line for line in found if line.strip()]


def is_old_and_new(redline: Redline, old: Expression, new: Expression) -> None:
    everything = ids(redline)
    for choice, side in (
        (choose(redline), old),
        (choose(redline, reject=everything), old),
        (choose(redline, accept=everything), new),
        (choose(redline, reject=()), new),
    ):
        if not everything and old.outline != new.outline:
            continue  # what is no change of its own has no name
        assert digest(lines_of(law_with(redline, choice))) == digest(lines_of(side))


@given(any_pairs())
def test_all_is_the_new_law_and_none_the_old(pair: tuple[Expression, Expression]) -> None:
    is_old_and_new(whole(*pair), *pair)


@given(edited())
def test_also_where_a_drafter_did_it(made: Edited) -> None:
    is_old_and_new(whole(made.old, made.new), made.old, made.new)


@given(any_pairs(), st.data())
def test_any_choice_gives_a_law_and_loses_no_word(
    pair: tuple[Expression, Expression], data: st.DataObject
) -> None:
    redline = whole(*pair)
    named = data.draw(st.lists(st.sampled_from(ids(redline)), unique=True)) if redline.changes else []
    for choice in (choose(redline, accept=named), choose(redline, reject=named)):
        law = law_with(redline, choice)
        assert _characters(law) == _expected(redline, choice)


def _characters(law: Expression) -> Counter[str]:
    found: Counter[str] = Counter()
    for unit in law.units.values():
        for _, p in unit.walk():
            found.update(p.text.content if p.text else "")
    return found


def _expected(redline: Redline, choice: Choice) -> Counter[str]:
    """Every stretch of an accepted change that the new law has, of another that the old has, and the rest."""
    found: Counter[str] = Counter()
    edited: set[str] = set()
    for change in redline.changes:
        for edit in change.edits:
            if edit.part == "text":
                edited |= {f"old {edit.old_at}", f"new {edit.new_at}"}
                if (edit.new_at if change.id in choice.accepted else edit.old_at) is not None:
                    found.update(edit.text)
    for item in redline.items:
        for root in item.nodes or ((item.node,) if item.node else ()):
            for node in root.walk():
                sides = {f"old {node.old.eid}" if node.old else "", f"new {node.new.eid}" if node.new else ""}
                if node.text and not sides & edited:
                    found.update(node.text if node.old_text is None else node.text.replace("\u00a0", " "))
    return found


OLD = expression(
    section("§ 1", "Scope", "The Act applies to drugs."),
    subsections("§ 2", "Limits", "Not more than 15 grams.", "The King may make rules."),
    section("§ 3", "Fines", "A fine is due."),
    name="old.xml",
)
NEW = expression(
    section("§ 1", "Scope", "The Act applies to drugs."),
    subsections("§ 2", "Limits", "Not more than 10 grams.", "The Board helps.", "The King may make rules."),
    section("§ 3", "Costs", "Costs are paid by the State."),
    section("§ 4", "Fines", "A fine is due."),
    name="new.xml",
)


def test_one_change_alone() -> None:
    redline = whole(OLD, NEW)
    assert texts(law_with(redline, choose(redline, accept=["sec_2__subsec_1"]))) == [
        "§ 1 Scope",
        "  The Act applies to drugs.",
        "§ 2 Limits",
        "  (1)",
        "    Not more than 10 grams.",
        "  (2)",
        "    The King may make rules.",
        "§ 3 Fines",
        "  A fine is due.",
    ]


def test_all_but_one() -> None:
    redline = whole(OLD, NEW)
    assert texts(law_with(redline, choose(redline, reject=["sec_2__subsec_1"]))) == [
        *texts(NEW)[:4],
        "    Not more than 15 grams.",
        *texts(NEW)[5:],
    ]


def test_a_renumbered_section_keeps_what_it_was_known_by() -> None:
    redline = whole(OLD, NEW)
    law = law_with(redline, choose(redline, reject=()))
    assert law.units["sec_4"].wid == "sec_3"
    mixed = law_with(redline, choose(redline, reject=["sec_3"]))  # § 3 of both laws: the reader has to decide
    assert [(entry.key, entry.num) for entry in mixed.outline][2:] == [("sec_3", "§ 3"), ("sec_3~2", "§ 3")]


def test_what_a_sentence_left_and_where_it_went_go_together() -> None:
    moving = "Whoever buys a drug without a licence from the King pays a fine of ten kroner."
    old = expression(
        section("§ 1", "A", f"One is one. {moving}"), section("§ 2", "B", "Two and two is four.")
    )
    new = expression(
        section("§ 1", "A", "One is one."), section("§ 2", "B", f"Two and two is four. {moving}")
    )
    redline = whole(old, new)
    for change in redline.changes:
        choice = choose(redline, accept=[change.id])
        words = " ".join(texts(law_with(redline, choice)))
        assert words.count(moving) == 1 or not any(edit.move for edit in change.edits)


def test_a_split_is_taken_whole() -> None:
    first, second = "Whoever sells a drug is fined by the court.", "The court may also take the drug away."
    old = expression(section("§ 1", "", f"{first} {second}"), section("§ 2", "", "Costs are due."))
    new = expression(
        section("§ 1", "", first), section("§ 2", "", second), section("§ 3", "", "Costs are due.")
    )
    redline = whole(old, new)
    split = next(change for change in redline.changes if "split" in change.kinds)
    law = texts(law_with(redline, choose(redline, accept=[split.id])))
    assert law == ["§ 1", f"  {first}", "§ 2", f"  {second}", "§ 2", "  Costs are due."]


def test_what_stands_in_something_new_draws_it_along() -> None:
    old = expression(section("§ 1", "Scope", "The Act applies to drugs."))
    fines = section("§ 2", "Fines", "Whoever sells a drug without a licence is fined by the court.")
    chapter = Provision("chapter", num="Chapter 1", heading=Text("Punishment"), children=(fines,))
    new = expression(section("§ 1", "Scope", "The Act applies to drugs."), chapter)
    redline = whole(old, new)
    around, inside = ids(redline)
    choice = choose(redline, accept=[inside])
    assert choice.drawn == ((around, inside),)
    assert texts(law_with(redline, choice)) == texts(new)
    choice = choose(redline, reject=[around])
    assert choice.drawn == ((inside, around),)
    assert texts(law_with(redline, choice)) == texts(old)
    assert choose(redline, accept=[around]).drawn == ()


def test_a_chapter_goes_around_sections_that_are_there() -> None:
    scope = section("§ 1", "Scope", "The Act applies to drugs.")
    fines = section("§ 2", "Fines", "Whoever sells a drug without a licence is fined by the court.")
    new_fines = section("§ 2", "Fines", "Whoever sells a drug without a permit is fined by the court.")
    chapter = Provision("chapter", num="Chapter 1", heading=Text("Punishment"), children=(new_fines,))
    redline = whole(expression(scope, fines), expression(scope, chapter))
    around, inside = ids(redline)
    law = law_with(redline, choose(redline, accept=[around]))
    assert texts(law)[2:] == ["Chapter 1 Punishment", "  § 2 Fines", f"    {fines.content}"]
    law = law_with(redline, choose(redline, accept=[inside]))
    assert texts(law)[2:] == ["§ 2 Fines", f"  {new_fines.content}"]


def test_an_unknown_id_has_neighbours() -> None:
    with pytest.raises(
        LawdiffError, match=r'--accept: no change has the id "sec_2__subsec_9". Near are: sec_2'
    ):
        choose(whole(OLD, NEW), accept=["sec_2__subsec_9"])
    with pytest.raises(LawdiffError, match="There are no changes"):
        choose(whole(OLD, OLD), reject=["sec_1"])


def test_text_that_is_not_there_is_said() -> None:
    redline = compare(OLD, NEW)
    assert lacking(redline) == ("§ 1", "§ 4")
    with pytest.raises(LawdiffError, match=r"is not in the redline: § 1, § 4. Make it anew: .* --scope all"):
        law_with(redline, choose(redline))
    assert lacking(whole(OLD, NEW)) == ()


@given(any_pairs())
def test_filling_in_what_is_equal_leaves_the_proof_as_it_was(pair: tuple[Expression, Expression]) -> None:
    redline = whole(*pair)
    assert prove(redline, *pair) == redline.proof
    assert lacking(redline) == ()


def test_emphasis_of_kept_words_stays() -> None:
    def law(sum_: str) -> Expression:
        words = f"Not more than {sum_} grams of cannabis."
        at = words.index("cannabis")
        text = Text(words, (Span("emphasis", at, at + 8), Span("strong", 14, 16)))
        return expression(Provision("section", num="§ 1", text=text))

    redline = whole(law("7"), law("10"))
    before = law_with(redline, choose(redline)).units["sec_1"].text
    assert before == Text("Not more than 7 grams of cannabis.", (Span("emphasis", 25, 33),))
