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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from lawdiff.diff.tokens import BOUNDARY, Tokens

PLAIN_LIMIT = 20_000
"""Words a side up to which the shortest script is asked for: at most 50 MB."""

_ANCHORS = (8, 3, 1)
"""Lengths of the runs that long lists are cut at, surest first."""


@dataclass(slots=True)
class Hunk:
    """Words `a` to `b` of the old side became words `c` to `d` of the new (ends excluded)."""

    a: int
    b: int
    c: int
    d: int

    @property
    def is_replacement(self) -> bool:
        """Whether words were struck and others put in; else only one of the two."""
        return self.a < self.b and self.c < self.d


def script(old: Tokens, new: Tokens) -> list[Hunk]:
    """Give the edits between two lists of words, in order."""
    hunks = _gathered(shortest(old.keys, new.keys), old.keys, new.keys)
    for n, hunk in enumerate(hunks):
        if not hunk.is_replacement:
            _ease(hunk, hunks, n, old, new)
    return hunks


def shortest(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Give the edits of a longest common subsequence."""
    ids: dict[str, int] = {}
    a = array("I", [ids.setdefault(word, len(ids)) for word in old])
    b = array("I", [ids.setdefault(word, len(ids)) for word in new])
    hunks: list[Hunk] = []
    for i0, i1, j0, j1 in _stretches(a, b):
        for block in Indel.opcodes(a[i0:i1], b[j0:j1]):
            if block.tag == "equal":
                continue
            x, y = block.src_start + i0, block.dest_start + j0
            last = hunks[-1] if hunks else None
            if last and last.b == x and last.d == y:
                last.b, last.d = block.src_end + i0, block.dest_end + j0
            else:
                hunks.append(Hunk(x, block.src_end + i0, y, block.dest_end + j0))
    return hunks


# --- long lists


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


def _gathered(hunks: Sequence[Hunk], a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """Join edits of which one can slide to the other: as many words, in fewer edits."""
    found: list[Hunk] = []
    for given in hunks:
        hunk = given
        while found and _touch(found[-1], hunk, a, b):
            last = found.pop()
            hunk = Hunk(last.a, hunk.b, last.c, hunk.d)
        found.append(hunk)
    return found


def _touch(x: Hunk, y: Hunk, a: Sequence[str], b: Sequence[str]) -> bool:
    """Slide the later of two edits to the earlier, or the earlier to the later, if the words allow it."""
    way = y.a - x.b
    if not y.is_replacement:
        words, start, end = (b, y.c, y.d) if y.a == y.b else (a, y.a, y.b)
        if all(words[start - k] == words[end - k] for k in range(1, way + 1)):
            y.a, y.b, y.c, y.d = y.a - way, y.b - way, y.c - way, y.d - way
            return True
    if not x.is_replacement:
        words, start, end = (b, x.c, x.d) if x.a == x.b else (a, x.a, x.b)
        if all(words[start + k] == words[end + k] for k in range(way)):
            x.a, x.b, x.c, x.d = x.a + way, x.b + way, x.c + way, x.d + way
            return True
    return False


def _ease(hunk: Hunk, hunks: Sequence[Hunk], n: int, old: Tokens, new: Tokens) -> None:
    """Move an insertion or deletion to the place where it reads best among those that are equal."""
    text, start, end = (new, hunk.c, hunk.d) if hunk.a == hunk.b else (old, hunk.a, hunk.b)
    words = text.keys
    # Neighbours bound the way, since a slide must stay within kept words.
    before = hunk.a - (hunks[n - 1].b if n else 0)
    after = (hunks[n + 1].a if n + 1 < len(hunks) else len(old.keys)) - hunk.b
    best_shift = shift = 0
    best = -1
    while shift > -before and words[start + shift - 1] == words[end + shift - 1]:
        if best < 0:
            best = _reads(text, start, end)
        shift -= 1
        score = _reads(text, start + shift, end + shift)
        if score > best:
            best, best_shift = score, shift
    shift = 0
    while shift < after and words[start + shift] == words[end + shift]:
        if best < 0:
            best = _reads(text, start, end)
        shift += 1
        score = _reads(text, start + shift, end + shift)
        if score > best:
            best, best_shift = score, shift
    if best_shift:
        hunk.a, hunk.b, hunk.c, hunk.d = (
            hunk.a + best_shift, hunk.b + best_shift, hunk.c + best_shift, hunk.d + best_shift,
        )  # fmt: skip


def _reads(text: Tokens, start: int, end: int) -> int:
    """How well a stretch of words reads as one: where it begins, and where it ends."""
    return 3 * break_before(text, start) + 2 * break_before(text, end)


_STOP = re.compile(r"[.!?]")
_CLAUSE = re.compile(r"[;:—–]")


def break_before(text: Tokens, n: int) -> int:
    """How strong the break before word `n` is: leaf 4, sentence 3, clause 2, comma 1, none 0."""
    if n == 0:
        return text.begins
    if n == len(text.keys):
        return text.ends_with
    gap = text.text[text.end(n - 1) : text.start(n)]
    if gap == " ":
        return 0
    if BOUNDARY in gap:
        return 4
    if _STOP.search(gap):
        return 3
    if _CLAUSE.search(gap):
        return 2
    return 1 if "," in gap else 0
