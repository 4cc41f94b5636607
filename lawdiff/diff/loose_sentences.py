"""Loose sentences: struck at one place and put in at another, and yet one that moved, amended or not.

    loose: at least half of its words are struck, or put in
    one:   the same words in the same order, at least six; or, where it was amended, at least twelve words
           kept in order, and three quarters of the longer

Each has to be the other's best likeness among all sentences of its side, the ones that stayed too, and by a
tenth: so a formula that a section repeats is nobody's. Likenesses are looked for by words that stand in few
sentences, so each is held against a handful, and what has no such word is left struck and put in.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from lawdiff.diff.tokens import BOUNDARY, characters_of
from lawdiff.diff.word_moves import MOVED_WORDS, sentences

AMENDED_WORDS = 2 * MOVED_WORDS
"""Words that an amended sentence has to keep, as a paragraph that moved and was amended."""

KEPT_SHARE = 0.75
"""Share of the longer sentence that has to be kept: two sentences of one section share half by chance."""

_LOOSE_SHARE = 0.5
"""What of a sentence is struck or put in where its other words are found by chance in its neighbours."""

_AHEAD = 0.1
"""How much more than the next likeness the best one has to keep."""

_RUN = 4
"""Words in a row that both places of a sentence have, before anything is held against anything."""

_FEW = 4
"""Sentences that a word may stand in and still say which sentence it is."""

_HANDFUL = 5
"""Likenesses that a sentence is held against."""


class Sentence(NamedTuple):
    """A sentence of text number `of`; `loose` says that the script marks most of it."""

    of: int
    start: int
    end: int
    content: str
    loose: bool


def runs(text: str, marked: Iterable[tuple[int, int]]) -> set[tuple[str, ...]]:
    """Give the runs of four words in what is marked: where none is shared, no sentence is."""
    found: set[tuple[str, ...]] = set()
    for start, end in marked:
        if text.count(" ", start, end) < _RUN - 1:
            continue
        words = text[start:end].split()
        found.update(zip(*(words[n:] for n in range(_RUN)), strict=False))
    return found


def cut(
    text: str,
    marked: Sequence[tuple[int, int]],
    of: int = 0,
    start: int = 0,
    end: int | None = None,
    holding: Sequence[tuple[int, int]] | None = None,
) -> list[Sentence]:
    """Cut a text, or a stretch of it, into sentences of some length, each with whether it is mostly marked.

    `marked` are stretches in order. If `holding` is given, only sentences with a part of these are.
    """
    if holding:  # no sentence goes over a boundary
        start = max(start, text.rfind(BOUNDARY, start, holding[0][0]) + 1)
        behind = text.find(BOUNDARY, holding[-1][1], end)
        end = behind if behind >= 0 else end
    found = []
    n = h = 0
    for first, last in sentences(text, start, end):
        if holding is not None:
            while h < len(holding) and holding[h][1] <= first:
                h += 1
            if h == len(holding):
                break
            if last <= holding[h][0]:
                continue
        words = text.count(" ", first, last) + 1
        if words < MOVED_WORDS:
            continue
        while n < len(marked) and marked[n][1] <= first:
            n += 1
        held = 0
        k = n
        while k < len(marked) and marked[k][0] < last:
            held += len(text[max(marked[k][0], first) : min(marked[k][1], last)].split())
            k += 1
        found.append(Sentence(of, first, last, text[first:last], held >= _LOOSE_SHARE * words))
    return found


def pair_loose(olds: Sequence[Sentence], news: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Pair loose sentences of both sides that are one, in the order of the old side."""
    words_old, words_new = _words(olds, news)
    loose_old, loose_new = ([n for n, s in enumerate(side) if s.loose] for side in (olds, news))
    wanted = list(dict.fromkeys(i for i, _ in _likely(loose_old, loose_new, words_old, words_new)))
    if not wanted:
        return []
    best_new = _best(wanted, words_old, words_new)
    wanted_new = {j for j in best_new.values() if news[j].loose}
    best_old = _best(sorted(wanted_new), words_new, words_old)
    return [(olds[i], news[j]) for i, j in best_new.items() if best_old.get(j) == i]


def likely(olds: Sequence[Sentence], news: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Pair the loose sentences that are like each other, in the order of the old side; some several times."""
    olds, news = [s for s in olds if s.loose], [s for s in news if s.loose]
    if not olds or not news:
        return []
    words_old, words_new = _words(olds, news)
    pairs = _likely(range(len(olds)), range(len(news)), words_old, words_new)
    return [(olds[i], news[j]) for i, j in pairs]


def alone(pairs: Sequence[tuple[Sentence, Sentence]], old: str, new: str) -> bool:
    """Whether these pairs are sure at a glance: what they say stands nowhere else in the two texts."""
    if len(pairs) > _HANDFUL or not len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs):
        return False
    for pair in pairs:
        for sentence in pair:
            words = sentence.content.split(" ")
            for n in range(0, len(words) - _RUN + 1, _RUN):
                run = " ".join(words[n : n + _RUN])
                here = [s.content.count(run) for s in pair]
                if [old.count(run), new.count(run)] != here:
                    return False
    return True


def _words(olds: Sequence[Sentence], news: Sequence[Sentence]) -> tuple[list[str], list[str]]:
    """Give the words of sentences; most of them stand on both sides."""
    found = list(dict.fromkeys([s.content for s in (*olds, *news)]))
    words = dict(zip(found, characters_of(found), strict=True))
    return [words[s.content] for s in olds], [words[s.content] for s in news]


def _likely(
    olds: Iterable[int], news: Iterable[int], words_old: Sequence[str], words_new: Sequence[str]
) -> list[tuple[int, int]]:
    """Pair those sentences that share a run, and most words; each is held against a handful."""
    runs_old = {i: set(_runs(words_old[i])) for i in olds}
    all_old: set[str] = set().union(*runs_old.values())
    places: dict[str, list[int]] = {}
    for j in news:
        for run in all_old.intersection(_runs(words_new[j])):
            places.setdefault(run, []).append(j)
    found = []
    for i, runs_here in runs_old.items() if places else ():
        near: set[int] = set()
        for run in runs_here.intersection(places):
            near.update(places[run][:_HANDFUL])
        found += [(i, j) for j in sorted(near) if _kept_share(words_old[i], words_new[j]) >= KEPT_SHARE]
    return found


def _runs(words: str) -> list[str]:
    return [words[n : n + _RUN] for n in range(len(words) - _RUN + 1)]


def _best(wanted: Sequence[int], words: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    """Give, for the sentences asked for, the one of the other side that alone is enough like it."""
    places: dict[str, list[int]] = {word: [] for i in wanted for word in words[i]}
    asked = set(places)
    for n, found in enumerate(others if places else ()):
        for word in asked.intersection(found):
            places[word].append(n)
    best: dict[int, int] = {}
    for i in wanted:
        hits: Counter[int] = Counter()
        for word in dict.fromkeys(words[i]):
            at = places[word]
            if len(at) <= _FEW:
                hits.update(at)
        near = sorted(hits, key=lambda j: (-hits[j], j))[:_HANDFUL]
        ranked = sorted(((_kept_share(words[i], others[j]), -j) for j in near), reverse=True)
        if not ranked or ranked[0][0] < KEPT_SHARE:
            continue
        if len(ranked) == 1 or ranked[1][0] <= ranked[0][0] - _AHEAD:
            best[i] = -ranked[0][1]
    return best


def _kept_share(a: str, b: str) -> float:
    """Share of the longer of two sentences that both have in common, in order."""
    shorter, longer = sorted((len(a), len(b)))
    if not longer or shorter < KEPT_SHARE * longer:
        return 0.0
    return float((len(a) + len(b) - Indel.distance(a, b)) / 2 / longer)
