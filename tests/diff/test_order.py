"""Order: what moved, and what only shifted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.order import out_of_order
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
