"""The shortest script over words, and which of the equally short ones reads best.

`script` gives a longest common subsequence of two lists of words (rapidfuzz's bit-parallel Indel distance).
Levenshtein's distance would mark 9 % more: a substitution costs it one. Of scripts of one length it takes

1. the one with fewer edits: an insertion slides to the edit before it where the words between allow it, so
   that a phrase whose own words stand beside it is not put in in pieces;
2. then the one that begins where a sentence or a clause begins.

The script's memory is the product of both lengths, in bits. Lists over `PLAIN_LIMIT` words are first cut at
runs of words that stand once on each side (patience), and where there are none at equal shares of their
length: the script is then no longer the shortest, but time and memory grow with the length alone.
"""

import re
from array import array
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

from lawdiff.diff.tokens import BOUNDARY, Tokens

PLAIN_LIMIT = 20_000
"""Words a side up to which the shortest script is asked for: at most 50 MB."""

_ANCHORS = (8, 3, 1)
"""Lengths of the runs that long lists are cut at, surest first."""

Hunk = tuple[int, int, int, int]
"""Words a to b of the old side became words c to d of the new (ends excluded)."""


def script(old: Tokens, new: Tokens) -> list[Hunk] | None:
    """Give the edits between two lists of words, in order.

    None if an edit can slide to an end where these stretches were cut, and so perhaps beyond it.
    """
    hunks = shortest(old.words, new.words)
    if len(hunks) > 1:
        hunks = _gathered(hunks, old.words, new.words)
    elif not hunks:
        return hunks
    back = forth = 0
    begin_a, _, begin_c, _ = hunks[0]
    end_a = end_c = 0
    for n, (a, b, c, d) in enumerate(hunks):
        end_a, end_c = b, d
        forth = 0
        if a == b or c == d:
            far, forth = _ease(hunks, n, old, new)
            if not n:
                back = far
    # The others cannot slide past the first and the last.
    if old.begins < 0 and not (begin_a > back and begin_c > back):
        return None
    if old.ends_with < 0 and (end_a + forth == len(old.words) or end_c + forth == len(new.words)):
        return None
    return hunks


def shortest(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Hunk]:
    """Give the edits of a longest common subsequence; of equal ones always the same."""
    hunks: list[Hunk] = []
    if len(old) * len(new) <= PLAIN_LIMIT * PLAIN_LIMIT:
        x = y = 0
        for i, j, size in Indel.editops(old, new).as_matching_blocks():
            if i > x or j > y:
                hunks.append((x, i, y, j))
            x, y = i + size, j + size
        return hunks
    for i0, i1, j0, j1 in _stretches(*_numbers(old, new)):
        for a, b, c, d in shortest(old[i0:i1], new[j0:j1]):
            hunk = (a + i0, b + i0, c + j0, d + j0)
            if hunks and hunks[-1][1] == hunk[0] and hunks[-1][3] == hunk[2]:
                last = hunks.pop()
                hunk = (last[0], hunk[1], last[2], hunk[3])
            hunks.append(hunk)
    return hunks


# --- long lists


def _numbers(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple["array[int]", "array[int]"]:
    """Give numbers for words: their hashes do not depend on PYTHONHASHSEED."""
    ids: dict[Hashable, int] = {}
    a, b = (array("I", [ids.setdefault(word, len(ids)) for word in side]) for side in (old, new))
    return a, b


def _stretches(a: "array[int]", b: "array[int]") -> list[tuple[int, int, int, int]]:
    """Cut two lists into pairs of stretches of which each is short enough for the shortest script."""
    done: list[tuple[int, int, int, int]] = []
    left = [(0, len(a), 0, len(b), 0)]
    while left:
        i0, i1, j0, j1, tried = left.pop()
        if (i1 - i0) * (j1 - j0) <= PLAIN_LIMIT * PLAIN_LIMIT:
            done.append((i0, i1, j0, j1))
        elif tried < len(_ANCHORS):
            places = [(i0 + i, j0 + j) for i, j in _anchors(a[i0:i1], b[j0:j1], _ANCHORS[tried])]
            parts = list(_parts(i0, i1, j0, j1, places))
            left += [(*part, tried + 1) for part in reversed(parts)]
        else:
            n = max(i1 - i0, j1 - j0) // PLAIN_LIMIT + 1
            at = [(i0 + (i1 - i0) * k // n, j0 + (j1 - j0) * k // n) for k in range(n + 1)]
            done += [(x[0], y[0], x[1], y[1]) for x, y in pairwise(at)]
    return sorted(done)


def _parts(
    i0: int, i1: int, j0: int, j1: int, places: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int, int]]:
    """Cut at every so many anchors: few cuts, since a cut can cost a word."""
    size = PLAIN_LIMIT // 4
    for i, j in places:
        if i - i0 >= size or j - j0 >= size:
            yield i0, i, j0, j
            i0, j0 = i, j
    yield i0, i1, j0, j1


def _anchors(a: "array[int]", b: "array[int]", size: int) -> list[tuple[int, int]]:
    """Find runs of `size` words that stand once on each side, in a common order: where they begin."""
    in_b = _once(b, size)
    pairs = sorted(
        (i, j)
        for key, i in _once(a, size).items()
        if (j := in_b.get(key, -1)) >= 0 and i >= 0 and a[i : i + size] == b[j : j + size]
    )
    return [pairs[n] for n in rising([j for _, j in pairs])]


def _once(words: "array[int]", size: int) -> dict[int, int]:
    """Give the place of each run of `size` words by its hash, or -1 where the hash stands twice.

    Of runs of several words only one in four is taken, chosen by its hash, which is the same on both sides.
    The hash of a tuple of numbers does not depend on PYTHONHASHSEED.
    """
    places: dict[int, int] = {}
    for n in range(len(words) - size + 1):
        key = hash(tuple(words[n : n + size]))
        if size == 1 or key & 3 == 0:
            places[key] = -1 if key in places else n
    return places


def rising(values: Sequence[int]) -> list[int]:
    """Give the indices of a longest strictly rising run (Fredman 1975), the earliest of equals."""
    tails: list[int] = []
    back = [-1] * len(values)
    for n, value in enumerate(values):
        lo, hi = 0, len(tails)
        while lo < hi:
            mid = (lo + hi) // 2
            if values[tails[mid]] < value:
                lo = mid + 1
            else:
                hi = mid
        back[n] = tails[lo - 1] if lo else -1
        if lo == len(tails):
            tails.append(n)
        else:
            tails[lo] = n
    run = []
    at = tails[-1] if tails else -1
    while at >= 0:
        run.append(at)
        at = back[at]
    return run[::-1]


# --- of equally short scripts the one that reads best


def _gathered(hunks: Sequence[Hunk], a: str, b: str) -> list[Hunk]:
    """Join edits of which one can slide to the other: as many words, in fewer edits."""
    found: list[Hunk] = []
    for given in hunks:
        hunk = given
        while found and (touching := _touching(found[-1], hunk, a, b)):
            found.pop()
            hunk = touching
        found.append(hunk)
    return found


def _touching(x: Hunk, y: Hunk, a: str, b: str) -> Hunk | None:
    """Slide the later of two edits to the earlier, or the earlier to the later, if the words allow it."""
    way = y[0] - x[1]
    if y[0] == y[1] or y[2] == y[3]:
        words, start, end = (b, y[2], y[3]) if y[0] == y[1] else (a, y[0], y[1])
        if words[start - 1] == words[end - 1] and words[start - way : start] == words[end - way : end]:
            return x[0], y[1] - way, x[2], y[3] - way
    if x[0] == x[1] or x[2] == x[3]:
        words, start, end = (b, x[2], x[3]) if x[0] == x[1] else (a, x[0], x[1])
        if words[start] == words[end] and words[start : start + way] == words[end : end + way]:
            return x[0] + way, y[1], x[2] + way, y[3]
    return None


def _ease(hunks: list[Hunk], n: int, old: Tokens, new: Tokens) -> tuple[int, int]:
    """Move an insertion or deletion to the place where it reads best among those that are equal.

    Gives how many words it can slide back and forth.
    """
    a, b, c, d = hunks[n]
    text, start, end = (new, c, d) if a == b else (old, a, b)
    words = text.words
    # Neighbours bound the way, since a slide must stay within kept words.
    most_back = a - (hunks[n - 1][1] if n else 0)
    most_forth = (hunks[n + 1][0] if n + 1 < len(hunks) else len(old.words)) - b
    back = forth = 0
    while back < most_back and words[start - back - 1] == words[end - back - 1]:
        back += 1
    while forth < most_forth and words[start + forth] == words[end + forth]:
        forth += 1
    if back or forth:
        best_shift, best = 0, _reads(text, start, end)
        for shift in (*range(-1, -back - 1, -1), *range(1, forth + 1)):
            score = _reads(text, start + shift, end + shift)
            if score > best:
                best, best_shift = score, shift
        hunks[n] = (a + best_shift, b + best_shift, c + best_shift, d + best_shift)
    return back, forth


def _reads(text: Tokens, start: int, end: int) -> int:
    """How well a stretch of words reads as one: where it begins, and where it ends."""
    return 3 * break_before(text, start) + 2 * break_before(text, end)


_STOP = re.compile(r"[.!?]")
_CLAUSE = re.compile(r"[;:—–]")


def break_before(text: Tokens, n: int) -> int:
    """How strong the break before word `n` is: leaf 4, sentence 3, clause 2, comma 1, none 0."""
    if n == 0:
        return text.begins
    if n == len(text.words):
        return text.ends_with
    end, start = text[n]
    gap = text.text[end:start]
    return 0 if gap == " " else _BREAKS[gap]


class _Breaks(dict[str, int]):
    """How strong what stands between two words is; there are few such gaps."""

    def __missing__(self, gap: str) -> int:
        made = 0
        if BOUNDARY in gap:
            made = 4
        elif _STOP.search(gap):
            made = 3
        elif _CLAUSE.search(gap):
            made = 2
        elif "," in gap:
            made = 1
        if len(gap) < _GAP:
            self[gap] = made
        return made


_GAP = 8
"""Characters of a gap that is remembered."""
_BREAKS = _Breaks()
