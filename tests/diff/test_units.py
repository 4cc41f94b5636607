"""Units: which section and chapter is which, and which of them moved."""

from hypothesis import given
from made_statutes import any_pairs, expression, own_sentence, section, subsections

from lawdiff.diff.align import Alignment
from lawdiff.diff.units import moved_units, pair_units
from lawdiff.model.expression import Expression, Origin, Work, assemble
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text


def known(old: Expression, new: Expression) -> Alignment:
    made = Alignment()
    pair_units(made, old, new)
    return made


def pairs(old: Expression, new: Expression) -> dict[str, str]:
    return {p.old: p.new for p in known(old, new).new_of.values()}


def moved(old: Expression, new: Expression) -> set[str]:
    return moved_units(known(old, new))


def sec(n: int, num: int | None = None) -> Provision:
    """Section of sentence `n`, under its own or another number."""
    return section(f"§ {num if num is not None else n}", "", own_sentence(n))


def chapter(num: str, heading: str, *sections: Provision) -> Provision:
    return Provision("chapter", num=num, heading=Text(heading), children=sections)


def test_a_chapter_is_known_by_its_sections() -> None:
    old = expression(
        chapter("Chapter 1", "General", sec(1), sec(2)), chapter("Chapter 2", "Fines", sec(3), sec(4))
    )
    new = expression(
        chapter("Chapter 1", "New", sec(9)),
        chapter("Chapter 2", "General", sec(1), sec(2)),
        chapter("Chapter 3", "Fines and fees", sec(3), sec(4)),
    )
    assert pairs(old, new)["chp_1"] == "chp_2"
    assert pairs(old, new)["chp_2"] == "chp_3"
    assert moved(old, new) == set(), "an inserted chapter moves none"


def test_a_chapter_that_is_empty_is_known_by_number_and_heading() -> None:
    old = expression(chapter("Chapter 1", "General"), chapter("Chapter 2", "Fines"))
    new = expression(
        chapter("Chapter 1", "General"), chapter("Chapter 2", "Costs"), chapter("Chapter 3", "Fines")
    )
    assert pairs(old, new) == {"chp_1": "chp_1"}


def test_a_section_in_another_chapter_has_moved() -> None:
    old = expression(
        chapter("Chapter 1", "General", sec(1), sec(2)), chapter("Chapter 2", "Fines", sec(3), sec(4))
    )
    new = expression(
        chapter("Chapter 1", "General", sec(1)), chapter("Chapter 2", "Fines", sec(3), sec(4), sec(2, 5))
    )
    assert moved(old, new) == {"sec_5"}


def test_a_chapter_that_moved_takes_its_sections_with_it() -> None:
    parts = [chapter(f"Chapter {n}", f"Heading {n}", sec(2 * n), sec(2 * n + 1)) for n in range(1, 5)]
    old, new = expression(*parts), expression(*parts[1:], parts[0])
    assert moved(old, new) == {"chp_1"}


def test_two_sections_that_took_each_others_number_both_moved() -> None:
    old = expression(sec(1), sec(2), sec(3), sec(4))
    new = expression(sec(1), sec(3, 2), sec(2, 3), sec(4))
    assert pairs(old, new) == {"sec_1": "sec_1", "sec_2": "sec_3", "sec_3": "sec_2", "sec_4": "sec_4"}
    assert moved(old, new) == {"sec_2", "sec_3"}


def test_a_section_cut_in_two_is_a_group() -> None:
    texts = [own_sentence(n) for n in range(4)]
    old = expression(subsections("§ 1", "Permits", *texts), sec(9, 2))
    new = expression(
        subsections("§ 1", "Permits", *texts[:2]), subsections("§ 2", "Fees", *texts[2:]), sec(9, 3)
    )
    made = known(old, new)
    group = made.group_of_old["sec_1"]
    assert (group.kind, group.olds, group.news) == ("split", ("sec_1",), ("sec_1", "sec_2"))
    back = known(new, old).group_of_new["sec_1"]
    assert (back.kind, back.olds, back.news) == ("join", ("sec_1", "sec_2"), ("sec_1",))


def test_a_note_of_the_law_states_the_former_number() -> None:
    old = expression(sec(1), sec(5))
    rewritten = section("§ 104", "", "Nothing of the text is left here.")
    new = assemble(
        [sec(1), Provision(rewritten.kind, rewritten.num, None, None, rewritten.children, "sec_104")],
        work=Work(),
        schema="akn",
        origin=Origin("new.xml", "0" * 64, 0),
        stated={"sec_104": "5"},
    )
    found = known(old, new).new_of["sec_5"]
    assert (found.new, found.basis) == ("sec_104", "stated")


def test_section_one_of_each_chapter_is_its_own() -> None:
    """Numbers that begin anew in each chapter name a section only together with it."""
    rules = "The Ministry may issue regulations on the matters in this chapter."

    def law(*order: int) -> Expression:
        return expression(
            *(chapter(f"Chapter {n}", f"Heading {n}", section("§ 1", "", rules), sec(n, 2)) for n in order)
        )

    old, new = law(1, 2, 3), law(1, 3)
    by_new = {p.new: p.old for p in known(old, new).new_of.values()}
    assert by_new["chp_3__sec_1" if "chp_3__sec_1" in by_new else "sec_1~2"] in {"chp_3__sec_1", "sec_1~3"}


@given(any_pairs())
def test_units_are_paired_with_units(pair: tuple[Expression, Expression]) -> None:
    old, new = pair
    made = known(old, new)
    kinds_old = {e.key: e for e in old.outline}
    kinds_new = {e.key: e for e in new.outline}
    for found in made.new_of.values():
        a, b = kinds_old[found.old], kinds_new[found.new]
        assert a.is_unit == b.is_unit
        assert a.is_unit or a.kind == b.kind
        assert made.old_of[found.new] is found
    assert moved_units(made) <= set(made.old_of)
