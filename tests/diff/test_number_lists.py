"""Lists of numbers that follow a renumbering, place by place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import expression, section

from lawdiff.diff.compare import compare
from lawdiff.diff.editorial import number_follows
from lawdiff.diff.number_lists import place_by_place
from lawdiff.diff.word_pieces import Piece
from lawdiff.diff.words import diff_words

UP = number_follows([(str(n), str(n + 1)) for n in range(1, 12)])


def written(old: str, new: str, pieces: list[Piece]) -> str:
    marks = {"keep": "%s", "delete": "[%s]", "insert": "{%s}"}
    return "".join(marks[p.op] % (new[p.c : p.d] if p.op == "insert" else old[p.a : p.b]) for p in pieces)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "contravenes section 5, 6 or 8 is guilty",
            "contravenes section 6, 7 or 9 is guilty",
            "contravenes section [5]{6}, [6]{7} or [8]{9} is guilty",
        ),
        ("etter §§ 3 og 4 kan", "etter §§ 4 og 5 kan", "etter §§ [3]{4} og [4]{5} kan"),
        ("see sections 4 to 6.", "see sections 5 to 7.", "see sections [4]{5} to [6]{7}."),
        # No renumbering: a section was struck from the list and another one put in.
        ("under 5, 20 or 30", "under 20, 30 or 40", None),
        # A number that did not follow is another reference.
        ("under 5, 6 or 8", "under 6, 7 or 10", None),
        # What stands between is no list.
        (
            "5 of the members appointed by the council shall be 6",
            "6 of the members appointed by the council shall be 7",
            None,
        ),
    ],
)
def test_each_number_is_marked_for_itself(old: str, new: str, wanted: str | None) -> None:
    plain = diff_words(old, new)
    pieces = list(place_by_place(old, new, plain, UP))
    assert written(old, new, pieces) == (wanted or written(old, new, list(plain)))


@given(st.lists(st.integers(1, 12), max_size=6), st.lists(st.integers(1, 12), max_size=6), st.data())
def test_nothing_is_lost(olds: list[int], news: list[int], data: st.DataObject) -> None:
    joins = st.sampled_from([", ", " or ", " and the second ", "\u00a0og ", " (2), "])

    def text(numbers: list[int]) -> str:
        return "section " + "".join(f"{n}{data.draw(joins)}" for n in numbers) + "of this Act"

    old, new = text(olds), text(news)
    pieces = place_by_place(old, new, diff_words(old, new), lambda a, b: int(b) == int(a) + 1)
    x = y = 0
    for piece in pieces:
        assert (piece.a, piece.c) == (x, y)
        x, y = piece.b, piece.d
        assert piece.op != "keep" or old[piece.a : piece.b] == new[piece.c : piece.d]
        assert piece.op != "delete" or piece.c == piece.d
        assert piece.op != "insert" or piece.a == piece.b
    assert (x, y) == (len(old), len(new))


def test_references_that_follow_are_editorial() -> None:
    bodies = [
        "The Board grants permits.",
        "A permit is valid for a year.",
        "A fee is due on May Day.",
    ]
    old = [section(f"{n}.", "", text) for n, text in enumerate(bodies, start=1)]
    new = [section(f"{n}.", "", text) for n, text in enumerate(bodies, start=2)]
    made = compare(
        expression(*old, section("4.", "", "Who contravenes section 1, 2 or 3 is fined.")),
        expression(
            section("1.", "", "This Act applies to all rivers and lakes."),
            *new,
            section("5.", "", "Who contravenes section 2, 3 or 4 is fined."),
        ),
    )
    (change,) = [c for c in made.changes if "substitution" in c.kinds]
    assert change.editorial
    assert [e.text.strip() for e in change.edits if e.part == "text" and e.op == "delete"] == ["1", "2", "3"]
