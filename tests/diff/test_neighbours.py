"""Neighbours and order: what tells of provisions of which the text tells nothing; and large laws."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.candidates import Candidate
from lawdiff.diff.identity import pair

GONE = "Repealed."


def listed(texts: Sequence[str], *, first: int = 1, side: str = "") -> list[Candidate]:
    """Sections numbered from `first`; their fingerprints are their text itself."""
    return [
        Candidate(f"{side}{n}", f"§ {first + n}", "", "section", "", f"{first + n} {t}", t, lambda t=t: t)  # type: ignore[misc]
        for n, t in enumerate(texts)
    ]


def own(n: int) -> str:
    """A sentence of words that no other has."""
    return f"Whoever a{n} the b{n} of c{n} shall d{n} the e{n} and f{n} the g{n} by h{n} at once."


def paired(olds: list[Candidate], news: list[Candidate], **more: object) -> dict[str, str]:
    return {p.old: p.new for p in pair(olds, news, **more)}  # type: ignore[arg-type]


def test_repealed_sections_go_with_their_neighbours() -> None:
    """All is numbered anew, so that § 4 is another one; yet nothing changed its place."""
    texts = [GONE, own(1), own(2), GONE, GONE, own(3), GONE, own(4)]
    found = paired(listed(texts, side="o"), listed(texts, first=4, side="n"))
    assert found == {f"o{n}": f"n{n}" for n in range(8)}


def test_one_repealed_section_less_in_a_row_goes_by_its_number() -> None:
    old = listed([own(1), GONE, GONE, own(2)], side="o")
    new = [c for n, c in enumerate(listed([own(1), GONE, GONE, own(2)], side="n")) if n != 1]
    assert paired(old, new) == {"o0": "n0", "o2": "n2", "o3": "n3"}


def test_what_was_emptied_keeps_its_place_where_all_is_numbered_anew() -> None:
    old = listed([own(1), own(2), own(3)], side="o")
    assert paired(old, listed([own(1), GONE, own(3)], first=5, side="n"))["o1"] == "n1"
    kept = [c for n, c in enumerate(listed([own(1), own(9), GONE, own(3)], side="n")) if n != 1]
    assert "o1" not in paired(old[:2], kept[:2])  # § 3 was emptied, § 2 is gone


def test_a_short_text_that_was_rewritten_stands_between_its_neighbours() -> None:
    old = listed([own(1), "One pays.", own(2), own(3)], side="o")
    new = listed([own(1), "No fee.", own(2), own(3)], first=5, side="n")
    assert paired(old, new)["o1"] == "n1"


def test_a_long_text_that_is_another_is_not_taken_for_it() -> None:
    old = listed([own(1), own(8), own(2)], side="o")
    new = listed([own(1), own(9).replace("the", "an").replace("Whoever", "None"), own(2)], first=5, side="n")
    assert "o1" not in paired(old, new, loose=False)


def test_what_is_left_out_tells_where_the_gap_is() -> None:
    """Sections 0, 2 and 4 are known to be the same: the short ones between stand alone in their gaps."""
    old = listed(["x", "One pays.", "x", "Two pay.", "x"], side="o")
    new = listed(["x", "A fee.", "x", "No fee.", "x"], first=5, side="n")
    for side in (old, new):
        for n, c in enumerate(side):
            c.pos = n
    anchors = [(n, n, False) for n in (0, 2, 4)]
    found = paired([old[1], old[3]], [new[1], new[3]], anchors=anchors)
    assert found == {"o1": "n1", "o3": "n3"}


@given(st.lists(st.sampled_from((GONE, own(1), own(2), "Expired.", own(3))), max_size=12))
def test_same_texts_numbered_anew_are_the_same_in_order(texts: list[str]) -> None:
    found = paired(listed(texts, side="o"), listed(texts, first=3, side="n"))
    for old, new in found.items():
        assert texts[int(old[1:])] == texts[int(new[1:])]
    long = [n for n, t in enumerate(texts) if t not in (GONE, "Expired.") and texts.count(t) == 1]
    assert all(found[f"o{n}"] == f"n{n}" for n in long)


def test_a_large_law_that_is_renumbered_and_edited() -> None:
    olds = [own(n) if n % 7 else GONE for n in range(1200)]
    news = [t.replace("shall", "may") if n % 3 == 0 else t for n, t in enumerate(olds)]
    news = [*news[600:], *news[:600]]  # the second half came forward
    found = paired(listed(olds, side="o"), listed(news, first=4, side="n"))
    right = sum(found.get(f"o{n}") == f"n{(n + 600) % 1200}" for n in range(1200))
    assert right == 1200


def test_thousands_of_one_text_are_paired_in_order() -> None:
    texts = ["The Ministry may issue regulations on this."] * 4000
    found = paired(listed(texts, side="o"), listed(texts[:3900], first=9, side="n"))
    assert len(found) == 3900
    places = [int(new[1:]) for _, new in sorted(found.items(), key=lambda item: int(item[0][1:]))]
    assert places == sorted(places)
