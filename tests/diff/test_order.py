"""Order: what moved, and what only shifted."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.order import best_in_order, out_of_order
from lawdiff.diff.words import rising


def moved(before: str, after: str, nums: dict[str, tuple[str, str]] | None = None) -> str:
    """What moved of letters that stand in another order, each paired with itself."""
    pairs = [(letter, letter) for letter in before if letter in after]
    order = {letter: (nums or {}).get(letter, ("", "")) for letter in after if letter in before}
    return "".join(sorted(out_of_order(pairs, order)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abcde", "abxcde", ""),  # an insertion shifts, and moves nothing
        ("abcde", "acde", ""),  # so does a repeal
        ("abcde", "adbce", "d"),
        ("abcde", "adcbe", "bd"),  # c keeps its place
        ("", "", ""),
    ],
)
def test_the_fewest_have_moved(before: str, after: str, expected: str) -> None:
    assert moved(before, after) == expected


def test_two_that_took_each_others_number_both_moved() -> None:
    nums = {"b": ("2", "3"), "c": ("3", "2")}
    assert moved("abcd", "acbd", nums) == "bc"
    assert len(moved("abcd", "acbd")) == 1


def test_numbers_given_anew_may_be_exchanged_by_chance() -> None:
    """“d” came to the front; that “b” now bears its old number, and it that of “b”, says nothing of “b”."""
    nums = {"d": ("4", "2"), "a": ("1", "3"), "b": ("2", "4"), "c": ("3", "5")}
    assert moved("abcd", "dabc", nums) == "d"


def test_of_two_neighbours_one_moved() -> None:
    assert moved("ab", "ba") == "b"


@given(st.permutations("abcdefg"))
def test_what_did_not_move_kept_its_order(after: list[str]) -> None:
    gone = moved("abcdefg", "".join(after))
    stay = [letter for letter in after if letter not in gone]
    assert stay == sorted(stay)
    assert len(stay) == len(rising([ord(letter) for letter in after])), "no longer run could have stayed"


def greatest(scores: list[list[int]], i: int = 0, j: int = 0) -> int:
    """The greatest sum of pairs that rise on both sides, by trying all."""
    if i == len(scores) or j == len(scores[0]):
        return 0
    taken = scores[i][j] + greatest(scores, i + 1, j + 1)
    return max(taken, greatest(scores, i + 1, j), greatest(scores, i, j + 1))


def grids(width: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, 3), min_size=width, max_size=width)
    return st.lists(row, min_size=1, max_size=4)


@given(st.integers(1, 4).flatmap(grids))
def test_the_best_pairs_in_order(scores: list[list[int]]) -> None:
    found = best_in_order(scores)
    assert sum(scores[i][j] for i, j in found) == greatest(scores)
    assert all(scores[i][j] for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


def test_nothing_is_paired_where_there_is_nothing() -> None:
    assert best_in_order([]) == best_in_order([[]]) == best_in_order([[0.0]]) == []
