"""Provisions: what they are compared by, and how they are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import any_statutes, listed, section, subsections, table
from msgspec.structs import replace

from lawdiff.model.expression import Expression
from lawdiff.model.provision import (
    CONTAINERS,
    LEAVES,
    UNITS,
    Provision,
    bare_num,
    body_fingerprint,
    dressing,
    fingerprint,
    name_provisions,
    numbered,
)
from lawdiff.model.text import Span, Text


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("§ 12 a.", "12a"),
        ("§\u00a03-4", "3-4"),
        ("4 a §", "4a"),
        ("(iv)", "iv"),
        ("SEC. 2.", "2"),
        ("Section 2", "2"),
        ("Art. 5", "5"),
        ("Artikel 12", "12"),
        ("Chapter 3", "3"),
        ("Kapittel 4.", "4"),
        ("2 luku", "2luku"),
        ("a)", "a"),
        ("“(b)", "b"),
        ("1.2.", "1.2"),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_number_without_its_dress(printed: str, bare: str) -> None:
    assert bare_num(printed) == bare


@given(
    st.integers(1, 400),
    st.sampled_from(("", "a", "b")),
    st.sampled_from(("§ {}", "§ {}.", "({})", "SEC. {}.", "{}")),
)
def test_dress_is_nothing(n: int, letter: str, dress: str) -> None:
    assert bare_num(dress.format(f"{n}{letter}")) == f"{n}{letter}"


def test_kinds_are_containers_units_or_inner() -> None:
    assert not CONTAINERS & UNITS
    assert not LEAVES & (CONTAINERS | UNITS)


def test_walk_is_in_reading_order_with_depths() -> None:
    p = listed("Who", "sells", "buys")
    assert [(depth, q.kind) for depth, q in p.walk()] == [
        (0, "subsection"), (1, "intro"), (1, "point"), (2, "p"), (1, "point"), (2, "p"),
    ]  # fmt: skip
    assert p.content == "Who\nsells\nbuys"


# --- fingerprints

LAW = subsections("§ 1", "Scope", "The Act applies.", "The King may make rules.")


FIRST = LAW.children[0]


def _with(first: Provision) -> Provision:
    """The law with another first subsection."""
    return replace(LAW, children=(first, *LAW.children[1:]))


@pytest.mark.parametrize(
    "other",
    [
        replace(LAW, num="§ 2"),
        replace(LAW, heading=Text("Scopes")),
        replace(LAW, heading=None),
        replace(LAW, kind="article"),
        replace(LAW, children=LAW.children[::-1]),
        replace(LAW, children=LAW.children[:1]),
        _with(replace(FIRST, num="(3)")),
        _with(replace(FIRST, kind="paragraph")),
        _with(replace(FIRST, children=(Provision("p", text=Text("The Act applies")),))),
        _with(replace(FIRST, children=(Provision("p", text=Text("The Act\u00a0applies.")),))),
        replace(LAW, children=(Provision("list", children=LAW.children),)),
    ],
)
def test_a_fingerprint_covers_all_that_is_law(other: Provision) -> None:
    assert fingerprint(other) != fingerprint(LAW)


@pytest.mark.parametrize(
    "same",
    [
        replace(LAW, eid="sec_1", wid="w", guid="g", line=7, status="repealed", key="x", num_generated=True),
        _with(
            replace(FIRST, children=(Provision("p", text=Text("The Act applies.", (Span("strong", 0, 3),))),))
        ),
    ],
)
def test_a_fingerprint_covers_nothing_else(same: Provision) -> None:
    assert fingerprint(same) == fingerprint(LAW)


def test_a_body_is_what_a_renumbering_leaves_as_it_was() -> None:
    assert body_fingerprint(replace(LAW, num="§ 9")) == body_fingerprint(LAW)
    assert body_fingerprint(_with(replace(FIRST, num="(9)"))) != body_fingerprint(LAW)
    assert numbered(LAW.num, body_fingerprint(LAW)) == fingerprint(LAW)


def test_dressing_is_what_the_text_wears() -> None:
    def law(*spans: Span) -> Provision:
        return Provision("section", children=(Provision("p", text=Text("See § 2.", spans)),))

    plain = law()
    assert dressing(law(Span("strong", 0, 3))) != dressing(plain)
    assert dressing(law(Span("reference", 4, 7, "#a"))) != dressing(law(Span("reference", 4, 7, "#b")))
    assert dressing(replace(plain, num="§ 7")) == dressing(plain)


# --- names


def named(p: Provision) -> list[str]:
    return [q.eid for _, q in name_provisions(p, "", 1, set()).walk()]


def test_ids_follow_the_naming_convention() -> None:
    assert named(Provision("section", num="§ 12 a", children=(listed("Who", "sells"),))) == [
        "sec_12a",
        "sec_12a__subsec_1",
        "sec_12a__subsec_1__intro",
        "sec_12a__subsec_1__point_a",
        "sec_12a__subsec_1__point_a__p_1",
    ]
    assert named(Provision("section", num="§ 1", children=(table(("A",), ("x",)),))) == [
        "sec_1",
        "sec_1__table_1",
        "sec_1__table_1__tr_1",
        "sec_1__table_1__tr_1__th_1",
        "sec_1__table_1__tr_2",
        "sec_1__table_1__tr_2__td_1",
    ]


def test_a_stated_id_is_kept_and_goes_down() -> None:
    made = name_provisions(replace(LAW, eid="art_9"), "", 1, set())
    assert made.children[0].eid == "art_9__subsec_1"


def test_a_second_use_of_an_id_is_told_apart() -> None:
    taken: set[str] = set()
    ids = [name_provisions(section("§ 1", "", "Text."), "chp_1", 1, taken).eid for _ in range(3)]
    assert ids == ["sec_1", "chp_1__sec_1", "chp_1__sec_1~2"]


def test_a_definition_is_named_by_its_term() -> None:
    made = name_provisions(Provision("definition", key="Controlled drug"), "sec_2", 1, set())
    assert made.eid == "sec_2__def_controlled-drug"


@given(any_statutes)
def test_ids_are_unique(law: Expression) -> None:
    ids = [p.eid for unit in law.units.values() for _, p in unit.walk()]
    assert all(ids)
    assert len(set(ids)) == len(ids)
