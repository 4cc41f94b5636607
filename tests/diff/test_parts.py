"""Splits and joins: what counts as a part of another provision, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.candidates import Candidate, Pair
from lawdiff.diff.parts import Group, find_groups, parts_of, rest_of, with_kept_names
from lawdiff.diff.shingles import Vocabulary

FINE = "Whoever sells goods without a permit is fined by the court."
PERMIT = "The Ministry may grant permits for five years at a time."
COSTS = "Costs of an inspection are borne by the keeper of the store."


def provision(id_: str, content: str, vocabulary: Vocabulary | None = None) -> Candidate:
    return Candidate(id_, "", "", "section", "", content, content, lambda: content, vocabulary=vocabulary)


def parts(part: str, whole: str, rest: str, *, beside: bool = False) -> list[tuple[str, str]]:
    words = Vocabulary()
    near = {"part": {"whole"}} if beside else None
    found = parts_of(
        [provision("part", part, words)],
        [provision("whole", whole, words)],
        lambda _: words.read(rest),
        near,
    )
    return [(p, w) for p, w, _ in found]


def test_a_part_is_found_in_what_is_left_of_a_whole() -> None:
    assert parts(COSTS, f"{FINE} {COSTS}", COSTS) == [("part", "whole")]
    assert parts(COSTS, f"{FINE} {COSTS}", "") == [], "a copy of what stayed is no split"
    assert parts(PERMIT, f"{FINE} {COSTS}", f"{FINE} {COSTS}") == []


def named(id_: str, num: str, heading: str) -> Candidate:
    """Give a section of this name."""
    text = f"{heading} {id_} {FINE}"
    return Candidate(id_, num, heading, "section", "", text, text, lambda: text, vocabulary=Vocabulary())


@pytest.mark.parametrize(
    ("halves", "kept"),
    [
        ({"n1": ("§ 3", "Fines"), "n2": ("§ 2", "Costs")}, "n1"),  # the heading tells
        ({"n1": ("§ 2", "Costs"), "n2": ("§ 3", "Permits")}, "n1"),  # else the number
        ({"n1": ("§ 3", "Costs"), "n2": ("§ 4", "Permits")}, "n2"),  # else it stays as the text told
    ],
)
def test_the_part_that_kept_its_name_is_the_section(halves: dict[str, tuple[str, str]], kept: str) -> None:
    olds = {"o": named("o", "§ 2", "Fines")}
    news = {id_: named(id_, *name) for id_, name in halves.items()}
    for c in news.values():
        c.vocabulary = olds["o"].vocabulary
    split = Group("split", ("o",), ("n1", "n2"), 1.0)
    found = with_kept_names([Pair("o", "n2", "similar text", 0.9)], [split], olds, news)
    assert [(p.old, p.new) for p in found] == [("o", kept)]


def test_a_short_part_is_no_evidence() -> None:
    assert parts("A fine.", "A fine. Costs.", "A fine.") == []


def test_boilerplate_is_a_part_only_beside_its_whole() -> None:
    words = Vocabulary()
    wholes = [provision(f"w{n}", f"{FINE} {COSTS} Rule {n}.", words) for n in range(4)]
    part = provision("part", COSTS, words)

    def rest(_: str) -> list[int]:
        return list(words.read(COSTS))

    assert parts_of([part], wholes, rest) == []
    assert [w for _, w, _ in parts_of([part], wholes, rest, {"part": {"w2"}})] == ["w2"]


def test_what_a_whole_lost_is_its_part_wherever_it_went() -> None:
    words = Vocabulary()
    lost = "Each amount is designated by the Congress as an emergency requirement under the Act of 1985."
    wholes = [provision(f"w{n}", f"{FINE} {lost} Rule {n}.", words) for n in range(4)]
    part = provision("part", lost, words)
    left = {"w2": lost} | {f"w{n}": f"{COSTS} {lost} {PERMIT}" for n in (0, 1, 3)}

    def rest(whole: str) -> list[int]:
        return list(words.read(left[whole]))

    assert [w for _, w, _ in parts_of([part], wholes, rest)] == ["w2"]
    assert [w for _, w, _ in parts_of([part], wholes, rest, {"part": {"w1"}})] == ["w2"]


@pytest.mark.parametrize(
    ("whole", "partner", "rest"),
    [([1, 2, 3, 4], [1, 2], [3, 4]), ([1, 2, 3], [1, 2, 3], []), ([1, 2], [8, 9], [1, 2])],
)
def test_the_rest_is_what_did_not_go_to_the_partner(
    whole: list[int], partner: list[int], rest: list[int]
) -> None:
    assert list(rest_of(whole, partner)) == rest


def test_one_id_on_both_sides_is_two_provisions() -> None:
    """Old § 1 is cut into new §§ 1 and 2; old §§ 2 and 3 become new § 3: no group is in the other's way."""
    words = Vocabulary()
    more = "A decision on this is final and cannot be appealed to any court."
    olds = {
        n: provision(n, text, words) for n, text in (("1", f"{FINE} {COSTS}"), ("2", PERMIT), ("3", more))
    }
    news = {
        n: provision(n, text, words) for n, text in (("1", FINE), ("2", COSTS), ("3", f"{PERMIT} {more}"))
    }
    found = [Pair("1", "1", "", 1.0), Pair("2", "3", "", 1.0)]
    made = find_groups(olds, news, {p.old: p for p in found}, {p.new: p for p in found})
    assert [(g.kind, g.olds, g.news) for g in made] == [
        ("split", ("1",), ("1", "2")),
        ("join", ("2", "3"), ("3",)),
    ]


def groups(
    olds: list[str], news: list[str], pairs: list[tuple[str, str]]
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    words = Vocabulary()
    a = {f"o{n}": provision(f"o{n}", text, words) for n, text in enumerate(olds)}
    b = {f"n{n}": provision(f"n{n}", text, words) for n, text in enumerate(news)}
    found = [Pair(old, new, "", 1.0) for old, new in pairs]
    made = find_groups(a, b, {p.old: p for p in found}, {p.new: p for p in found})
    return [(g.kind, g.olds, g.news) for g in made]


def test_a_split_has_its_parts_in_order() -> None:
    cut = groups([f"{FINE} {COSTS}", PERMIT], [FINE, COSTS, PERMIT], [("o0", "n0"), ("o1", "n2")])
    assert cut == [("split", ("o0",), ("n0", "n1"))]


def test_a_join_of_three() -> None:
    made = groups([FINE, COSTS, PERMIT], [f"{FINE} {COSTS} {PERMIT}"], [("o1", "n0")])
    assert made == [("join", ("o0", "o1", "o2"), ("n0",))]


def test_a_repealed_section_is_no_part_of_its_neighbour() -> None:
    assert groups([FINE, COSTS], [f"{FINE} This is new."], [("o0", "n0")]) == []


def test_of_twins_that_lost_the_same_words_the_nearest_is_the_whole() -> None:
    effect = (
        "Subject to the next sentence this section has effect at once, as if it had been enacted last year."
    )
    olds = [f"{FINE} {effect}", PERMIT, f"{COSTS} {effect}"]
    news = [FINE, effect, PERMIT, COSTS, effect]
    pairs = [("o0", "n0"), ("o1", "n2"), ("o2", "n3")]
    assert groups(olds, news, pairs) == [("split", ("o0",), ("n0", "n1")), ("split", ("o2",), ("n3", "n4"))]
    near = groups(olds, [FINE, PERMIT, effect, COSTS, effect], [("o0", "n0"), ("o1", "n1"), ("o2", "n3")])
    assert near == [("split", ("o2",), ("n2", "n3"))], "what was lost once is found once"


_texts = st.lists(st.sampled_from((FINE, COSTS, PERMIT, f"{FINE} {COSTS}", f"{COSTS} {PERMIT}")), max_size=5)


@given(_texts, _texts)
def test_a_provision_is_in_one_group(olds: list[str], news: list[str]) -> None:
    found = [(f"o{n}", f"n{n}") for n, (a, b) in enumerate(zip(olds, news, strict=False)) if a == b]
    made = groups(olds, news, found)
    every = [id_ for _, a, b in made for id_ in (*a, *b)]
    assert len(every) == len(set(every))
