"""The index of rare shingles: plain Python and numpy say the same, and rare means rare."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff import shingles as module
from lawdiff.diff.shingles import OWNERS, Vocabulary, count_of, shared, shingles, words_of


def test_words_are_numbered_case_and_soft_hyphens_aside() -> None:
    words = Vocabulary()
    first = words.read("The court may fine the keep\u00ader.")
    assert list(first) == [0, 1, 2, 3, 0, 4]
    assert list(words.read("THE KEEPER, fine!")) == [0, 4, 3]


@given(st.text(st.sampled_from("aZ_9 \n.-§½²ªµßéİŉſﬁ’“—\u2002\u00a0\u00ad\u0307ж中\0\x1c\x85")))
def test_words_are_what_the_pattern_finds(text: str) -> None:
    words = re.findall(r"\w+", text.casefold().replace("\u00ad", ""))
    assert words_of(text) == words
    assert count_of(text) == len(words)


def test_shingles_are_runs_of_three() -> None:
    assert shingles([1, 2, 3, 4]) == {(1, 2, 3), (2, 3, 4)}
    assert shingles([1, 2]) == set()


def test_what_few_texts_hold_is_counted() -> None:
    olds = [[1, 2, 3, 4], [9, 8, 7]]
    news = [[9, 8, 7, 6], [0, 1, 2, 3, 4], [5]]
    assert shared(olds, news) == [(1, 0, 1), (0, 1, 2)]


@pytest.mark.parametrize(("owners", "found"), [(OWNERS, OWNERS), (OWNERS + 1, 0)])
def test_what_many_texts_hold_is_no_evidence(owners: int, found: int) -> None:
    assert len(shared([[1, 2, 3]] * owners, [[1, 2, 3]], best=20)) == found


def test_the_best_of_each_new_text_are_given() -> None:
    olds = [[1, 2, 3], [1, 2, 3, 4, 5], [1, 2, 3, 4]]
    assert shared(olds, [[1, 2, 3, 4, 5]], best=2) == [(1, 0, 3), (2, 0, 2)]


_texts = st.lists(st.lists(st.integers(0, 4), max_size=12), max_size=14)


@given(_texts, _texts, st.sampled_from((1, 7, 4_000_000)))
def test_both_ways_say_the_same(olds: Sequence[list[int]], news: Sequence[list[int]], size: int) -> None:
    if not olds or not news:
        assert shared(olds, news) == []
        return
    before = module._SLICE, module._AT_ONCE
    module._SLICE = module._AT_ONCE = size
    try:
        assert module._shared_many(olds, news, 3) == module._shared_few(olds, news, 3)
    finally:
        module._SLICE, module._AT_ONCE = before


def test_many_texts_are_indexed() -> None:
    words = Vocabulary()
    olds = [words.read(f"text number {n} of this law says {n} {n + 1} {n + 2}") for n in range(500)]
    assert {(i, j) for i, j, n in shared(olds, olds[::-1]) if n >= 5} == {(n, 499 - n) for n in range(500)}
