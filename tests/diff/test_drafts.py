"""Drafts: what a change is called, counted and labelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.drafts import Draft, ordinal_of, provision_label, slug
from lawdiff.diff.editorial import number_follows
from lawdiff.diff.spots import Link
from lawdiff.model.redline import Change, ChangeKind, Edit, LinkTarget

FOLLOWS = number_follows([])


def keep(text: str, old: int, new: int) -> Edit:
    return Edit("text", "keep", text, "o", "n", old, new)


def delete(text: str, at: int, part: str = "text") -> Edit:
    return Edit("num" if part == "num" else "text", "delete", text, "o", None, at, None)


def insert(text: str, at: int, part: str = "text") -> Edit:
    return Edit("num" if part == "num" else "text", "insert", text, None, "n", None, at)


def finished(*edits: Edit, kinds: tuple[ChangeKind, ...] = ()) -> Change:
    draft = Draft("sec_1", [], [], "identical", 1.0)
    draft.kinds |= set(kinds)
    draft.note_edits(edits)
    return draft.finish(1, FOLLOWS, ("en", "en"))


def test_words_that_changed_make_a_substitution() -> None:
    change = finished(
        keep("not more than ", 0, 0), delete("15", 14), insert("10", 14), keep(" grams", 16, 16)
    )
    assert change.kinds == ("substitution",)
    assert (change.words_deleted, change.words_inserted) == (1, 1)


def test_a_number_is_not_a_word() -> None:
    change = finished(delete("§ 4", 0, "num"), insert("§ 5", 0, "num"), kinds=("renumbering",))
    assert change.kinds == ("renumbering",)
    assert (change.words_deleted, change.words_inserted) == (0, 0)


@pytest.mark.parametrize("kind", ["insertion", "repeal", "split", "join"])
def test_what_came_or_went_holds_its_substitution(kind: ChangeKind) -> None:
    assert finished(insert("New.", 0), kinds=(kind,)).kinds == (kind,)


def test_moved_and_amended_is_both_in_one_order() -> None:
    assert finished(insert("New.", 0), kinds=("renumbering", "move")).kinds == (
        "move",
        "renumbering",
        "substitution",
    )


def test_the_same_words_set_out_anew_are_editorial() -> None:
    change = finished(keep("Sells.", 0, 0))
    assert (change.kinds, change.editorial) == (("substitution",), True)


def test_a_link_that_leads_elsewhere_is_not_editorial() -> None:
    draft = Draft("sec_1", [], [], "identical", 1.0, links=[LinkTarget("the Act", "/a", "/b", "n")])
    assert not draft.finish(1, FOLLOWS, ("en", "en")).editorial


def test_moved_words_are_not_counted() -> None:
    went = Edit("text", "move_from", "The board meets.", "o", None, 0, None, "m1")
    came = Edit("text", "move_to", "The board meets.", None, "n", None, 0, "m1")
    change = finished(went, came)
    assert (change.words_deleted, change.words_inserted) == (0, 0)
    assert not change.editorial


@pytest.mark.parametrize(
    ("edits", "counted"),
    [
        ([keep("a", 0, 0), delete(",", 1), keep(" b", 2, 1)], (0, 0)),  # a comma is no word
        ([keep("a part", 0, 0), delete("-time", 6)], (1, 0)),  # the word that it is part of is
        ([delete("one two three", 0)], (3, 0)),
        ([insert("15\u00a0000 kroner", 0)], (0, 3)),
        ([delete("–", 0)], (0, 0)),
    ],
)
def test_words_stand_between_white_space(edits: list[Edit], counted: tuple[int, int]) -> None:
    change = finished(*edits)
    assert (change.words_deleted, change.words_inserted) == counted


def test_nothing_happened() -> None:
    draft = Draft("sec_1", [], [], "identical", 1.0)
    assert draft.is_empty
    draft.note_edits([keep("a", 0, 0)])
    assert not draft.is_empty


# --- labels and ids

_WAY = (
    Link("section", "§ 4.", "Limits", 4),
    Link("subsection", "(2)", "", 2),
    Link("point", "a.", "", 1),
)


@pytest.mark.parametrize(
    ("chain", "language", "label"),
    [
        (_WAY, "en", "§ 4 (2) a"),
        (_WAY[:1], "en", "§ 4"),
        ((_WAY[0], Link("subsection", "", "", 2)), "nb", "§ 4 annet ledd"),
        ((_WAY[0], Link("subsection", "", "", 2)), "en", "§ 4 ¶ 2"),
        ((_WAY[0], Link("definition", "", "drug", 1)), "en", "§ 4 “drug”"),
        ((_WAY[0], Link("table", "", "", 1), Link("row", "", "Cannabis", 2)), "en", "§ 4 Cannabis"),
        ((Link("section", "", "Short title", 1),), "en", "Short title"),
        ((Link("block", "", "", 1), Link("p", "", "", 1)), "en", ""),
    ],
)
def test_a_provision_is_cited_from_its_section_in(chain: tuple[Link, ...], language: str, label: str) -> None:
    assert provision_label(chain, language) == label


def test_a_long_key_is_cut() -> None:
    label = provision_label((_WAY[0], Link("row", "", "x" * 50, 1)))
    assert label == f"§ 4 {'x' * 39}…"


def test_a_ledd_is_named_by_its_ordinal() -> None:
    assert [ordinal_of(Link("subsection", "", "", n)) for n in (1, 2, 11)] == ["første", "annet", ""]
    assert ordinal_of(Link("subsection", "(3)", "", 1)) == "tredje"


@given(st.text())
def test_a_slug_is_safe_in_a_fragment(eid: str) -> None:
    made = slug(eid)
    assert made
    assert all(c.isalnum() or c in "_.:~-" for c in made)
    assert slug(made) == made


def test_a_number_that_holds_the_one_around_it_is_cited_alone() -> None:
    way = [Link("section", "8.", "", 8), Link("subsection", "8.4", "", 4), Link("item", "8.4.1", "", 1)]
    assert provision_label(way, "en") == "8.4.1"
    assert provision_label([*way, Link("item", "(a)", "", 1)], "en") == "8.4.1 (a)"
    assert provision_label([Link("section", "8.", "", 8), Link("item", "84.1", "", 1)], "en") == "8 84.1"
