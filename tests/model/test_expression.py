"""Expressions: a law cut into its outline."""

import pytest
from hypothesis import given
from made_statutes import any_statutes, expression, roots, section

from lawdiff.model.expression import Expression, Origin, Work, assemble
from lawdiff.model.provision import CONTAINERS, Provision, body_fingerprint, dressing, fingerprint
from lawdiff.model.text import Text


def chapter(num: str, *children: Provision, text: str = "") -> Provision:
    own = Text(text) if text else None
    return Provision("chapter", num=num, heading=Text("General"), children=children, text=own)


def outline(law: Expression) -> list[tuple[int, str, str]]:
    return [(entry.depth, entry.key, entry.parent) for entry in law.outline]


def test_containers_and_units_stand_in_order() -> None:
    law = expression(
        section("§ 1", "Scope", "The Act applies."),
        chapter(
            "Chapter 1",
            section("§ 2", "Fines", "A fine."),
            Provision("part", num="Part 1", children=(section("§ 3", "", "So."),)),
        ),
    )
    assert outline(law) == [
        (0, "sec_1", ""),
        (0, "chp_1", ""),
        (1, "sec_2", "chp_1"),
        (1, "chp_1__part_1", "chp_1"),
        (2, "sec_3", "chp_1__part_1"),
    ]
    assert [entry.pos for entry in law.outline] == [0, 1, 2, 3, 4]
    assert [entry.is_unit for entry in law.outline] == [True, False, True, False, True]


def test_a_container_stands_alone_in_its_line() -> None:
    law = expression(chapter("Chapter 1", section("§ 1", "", "So.")))
    entry = law.outline[0]
    assert (entry.num, entry.heading) == ("Chapter 1", "General")
    assert law.units[entry.key].children == ()


def test_loose_text_between_sections_is_a_block() -> None:
    loose = [Provision("p", text=Text(text)) for text in ("One.", "Two.", "Three.")]
    law = expression(chapter("Chapter 1", *loose[:2], section("§ 1", "", "So."), loose[2]))
    assert [(e.kind, e.key) for e in law.outline] == [
        ("chapter", "chp_1"),
        ("block", "chp_1__block_1"),
        ("section", "sec_1"),
        ("block", "chp_1__block_2"),
    ]
    assert law.section("chp_1__block_1").content == "One.\nTwo."


def test_a_numbered_paragraph_of_a_schedule_is_a_unit() -> None:
    paragraphs = [Provision("paragraph", num=f"{n}.", text=Text("So.")) for n in (1, 2)]
    law = expression(Provision("schedule", num="Schedule 1", children=tuple(paragraphs)))
    assert [e.kind for e in law.outline] == ["schedule", "paragraph", "paragraph"]


def test_a_row_is_no_unit_though_it_has_a_number() -> None:
    rows = tuple(Provision("row", num=str(n), children=(Provision("cell", text=Text("x")),)) for n in (1, 2))
    law = expression(Provision("schedule", children=rows))
    assert [e.kind for e in law.outline] == ["schedule", "block"]


def test_a_chapter_that_only_says_repealed_keeps_it() -> None:
    law = expression(chapter("Chapter 1", text="[Repealed]"))
    assert [e.kind for e in law.outline] == ["chapter", "block"]
    assert law.section("chp_1__block_1").content == "[Repealed]"


def test_numbers_that_begin_anew_in_each_chapter() -> None:
    law = expression(
        chapter("Chapter 1", section("§ 1", "", "a")), chapter("Chapter 2", section("§ 1", "", "b"))
    )
    assert [e.key for e in law.outline if e.is_unit] == ["sec_1", "chp_2__sec_1"]


def test_what_is_stated_of_a_law_is_kept() -> None:
    law = assemble(
        [section("§ 1", "", "So.")],
        work=Work("/akn/xx/act/1", "Act", "xx"),
        schema="akn",
        origin=Origin("law.xml", "0" * 64, 12),
        date="2020-01-01",
        language="en",
        label="as enacted",
        stated={"sec_1": "5"},
        notices=("odd",),
    )
    assert (law.date, law.language, law.label, law.notices) == ("2020-01-01", "en", "as enacted", ("odd",))
    assert law.stated == {"sec_1": "5"}


def test_there_is_no_such_section() -> None:
    with pytest.raises(KeyError):
        expression().section("sec_1")


@given(any_statutes)
def test_an_entry_is_the_digest_of_its_unit(law: Expression) -> None:
    assert [entry.key for entry in law.outline] == list(law.units)
    for entry in law.outline:
        unit = law.units[entry.key]
        assert entry.fingerprint == fingerprint(unit)
        assert entry.body == body_fingerprint(unit)
        assert entry.dressing == dressing(unit)
        assert entry.is_unit == (unit.kind not in CONTAINERS)
        above = next((e for e in law.outline if e.key == entry.parent), None)
        assert (above.depth + 1 if above else 0) == entry.depth
        assert above is None or (above.pos < entry.pos and not above.is_unit)


@given(roots)
def test_no_text_is_lost(found: tuple[Provision, ...]) -> None:
    law = expression(*found)
    given_texts = [p.text.content for root in found for _, p in root.walk() if p.text]
    kept = [p.text.content for unit in law.units.values() for _, p in unit.walk() if p.text]
    assert kept == given_texts
