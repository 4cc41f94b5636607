"""An index of rare shingles: which texts of two sides may belong together, without comparing all with all.

A shingle is a run of three words. One that few texts of each side hold says much: "of the Coast Guard" says
nothing, "rescue swimmers shall be" nearly all. Words are numbered by a `Vocabulary`, so a shingle is one
integer. A text is kept as a list of numbers, eight bytes a word: rapidfuzz reads it twice as fast as an
array.

Where hundreds of texts are left the same is done by numpy: the shingles of each side sorted, those in too
many texts dropped, both sides joined. It goes in slices, so that a shingle takes eight bytes and no more,
however many there are. Both ways give the same answer (`tests/diff/test_shingles.py`).
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OWNERS = 8
"""A shingle that more texts of a side than this hold is no evidence. On the DC Code four lose a little
recall, sixteen gain nothing and cost more."""
_FEW = 200
"""Texts a side up to which plain Python is faster than loading numpy."""
_AT_ONCE = 1 << 16
"""Words of which shingles are made at a time; 44 bytes each."""
_SLICE = 1 << 18
"""Shingles of a side that are joined at a time; some 40 bytes each."""
_BITS = 21
"""Of a word's number in a shingle: three fit into 63 bits, for a vocabulary of two million words."""
_OWNER_BITS = 24
"""Of the text that holds a shingle: sixteen million texts. Of the shingle itself 40 bits are left, so that it
sorts as one integer with its text. Of a million shingles one falls together with another by chance, which
only proposes a pair more; texts are then compared word for word."""

_WORD = re.compile(r"\w+")
_MARKS = "“”‘’„–—•…′\u2002\u2003\u2009\u202f"
"""Marks and spaces of print that laws in Latin letters use beside those of Latin-1."""
_LATIN = [chr(n) for n in range(256)]
_LETTERS = "".join(c if _WORD.match(c) else " " for c in _LATIN).encode("latin-1")
"""Latin-1 with a space for all that is no part of a word: to cut at spaces takes half the time of `_WORD`."""
_SHAPE = "".join("w" if _WORD.match(c) else " " for c in _LATIN).encode("latin-1")
"""The same with "w" for each letter: to count beginnings takes a fifth of that."""


class Vocabulary(dict[str, int]):
    """Numbers words in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number

    def read(self, text: str) -> list[int]:
        """Give the words of a text by their numbers, case and soft hyphens aside."""
        return list(map(self.__getitem__, words_of(text)))


def words_of(text: str) -> list[str]:
    """Give the words of a text, case and soft hyphens aside."""
    plain = _without_marks(text).casefold()
    try:
        return plain.encode("latin-1").translate(_LETTERS, b"\xad").decode("latin-1").split()
    except UnicodeEncodeError:
        return _WORD.findall(plain.replace("\u00ad", ""))


def count_of(text: str) -> int:
    """Count the words of a text: as many as `words_of` gives."""
    try:
        raw = _without_marks(text).encode("latin-1")
    except UnicodeEncodeError:
        return len(words_of(text))
    return (b" " + raw).translate(_SHAPE, b"\xad").count(b" w")


def _without_marks(text: str) -> str:
    """Put spaces for quotation marks and dashes: most texts have no other characters beyond Latin-1."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text


def runs(words: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Give all runs of three words, in order."""
    return zip(words, words[1:], words[2:], strict=False)


def shingles(words: Sequence[int]) -> set[tuple[int, int, int]]:
    """Give all runs of three words, each once."""
    return set(runs(words))


def shared(
    olds: Sequence[Sequence[int]], news: Sequence[Sequence[int]], best: int = 5
) -> list[tuple[int, int, int]]:
    """Say which texts have rare shingles in common: (place in `olds`, place in `news`, how many).

    Rare is a shingle that at most `OWNERS` texts of each side hold. For each new text the `best` old ones
    are given, those with the most in common first; of equals the earlier ones. What has less than a third of
    what the best one has is not worth a look.
    """
    if max(len(olds), len(news)) <= _FEW:
        return _shared_few(olds, news, best)
    return _shared_many(olds, news, best)


def _shared_few(
    olds: Sequence[Sequence[int]], news: Sequence[Sequence[int]], best: int
) -> list[tuple[int, int, int]]:
    sides = []
    for texts in (olds, news):
        owners: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
        for n, words in enumerate(texts):
            for shingle in shingles(words):
                owners[shingle].append(n)
        sides.append(owners)
    counts: Counter[tuple[int, int]] = Counter()
    for shingle, held_old in sides[0].items():
        held_new = sides[1].get(shingle, ())
        if len(held_old) <= OWNERS and len(held_new) <= OWNERS:
            counts.update((i, j) for i in held_old for j in held_new)
    of_new: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (i, j), n in sorted(counts.items(), key=lambda item: (item[0][1], -item[1], item[0][0])):
        of_new[j].append((i, j, n))
    return [one for found in of_new.values() for one in found[:best] if one[2] * 3 >= found[0][2]]


def _shared_many(
    olds: Sequence[Sequence[int]], news: Sequence[Sequence[int]], best: int
) -> list[tuple[int, int, int]]:
    import numpy as np

    sides = [_packed(texts) for texts in (olds, news)]
    slices = max(1, -(-max(map(len, sides)) // _SLICE))
    edges = np.arange(slices, dtype=np.uint64) * np.uint64((1 << 40) // slices) << np.uint64(_OWNER_BITS)
    cuts = [[*np.searchsorted(packed, edges).tolist(), len(packed)] for packed in sides]
    width = len(news)
    keys, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    for part in range(slices):
        a, b = (_rare(packed[at[part] : at[part + 1]]) for packed, at in zip(sides, cuts, strict=True))
        found, times = np.unique(_meet(*a, *b, width), return_counts=True)
        keys, where = np.unique(np.concatenate((keys, found)), return_inverse=True)
        counts = np.bincount(where, np.concatenate((counts, times)), len(keys)).astype(np.int64)
    old, new = keys // width, keys % width
    order = np.lexsort((old, -counts, new))
    old, new, counts = old[order], new[order], counts[order]
    first = np.searchsorted(new, new, "left")
    kept = (np.arange(len(new)) - first < best) & (counts * 3 >= counts[first])
    return list(zip(old[kept].tolist(), new[kept].tolist(), counts[kept].tolist(), strict=True))


def _packed(texts: Sequence[Sequence[int]]) -> "NDArray[np.uint64]":
    """Give all shingles of all texts, sorted, each as one integer: 40 bits of it, then the text it is in."""
    import numpy as np

    packed = np.empty(sum(max(0, len(text) - 2) for text in texts), np.uint64)
    at = start = size = 0
    for n, text in enumerate(texts, start=1):
        size += len(text)
        if size >= _AT_ONCE or n == len(texts):
            piece = _packed_few(texts[start:n], start)
            packed[at : at + len(piece)] = piece
            at, start, size = at + len(piece), n, 0
    packed.sort()
    return packed


def _packed_few(texts: Sequence[Sequence[int]], first: int) -> "NDArray[np.uint64]":
    """Give the shingles of some texts, the first of which is number `first`."""
    import numpy as np

    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    if lengths.sum() < 3:
        return np.empty(0, np.uint64)
    words = np.concatenate([np.frombuffer(array("I", text), np.uint32) for text in texts if len(text)])
    owner = np.repeat(np.arange(first, first + len(texts), dtype=np.uint32), lengths)
    within = owner[:-2] == owner[2:]
    wide = words.astype(np.uint64)
    packed = (wide[:-2] << np.uint64(2 * _BITS)) ^ (wide[1:-1] << np.uint64(_BITS)) ^ wide[2:]
    packed, owner = packed[within], owner[:-2][within]
    packed ^= packed >> np.uint64(31)
    packed *= np.uint64(
        0x9E3779B97F4A7C15
    )  # Fibonacci hashing (Knuth, TAOCP 6.4): the high bits are mixed best
    packed ^= packed >> np.uint64(29)
    packed &= ~np.uint64((1 << _OWNER_BITS) - 1)
    return np.asarray(packed | owner, np.uint64)


def _rare(packed: "NDArray[np.uint64]") -> "tuple[NDArray[np.uint64], NDArray[np.int64]]":
    """Give the rare shingles of a sorted slice, each once a text, with the texts that hold them."""
    import numpy as np

    packed = packed[np.concatenate((np.ones(min(1, len(packed)), bool), packed[1:] != packed[:-1]))]
    shingle = packed >> np.uint64(_OWNER_BITS)
    starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(packed)), bool), shingle[1:] != shingle[:-1])))
    runs = np.diff(np.append(starts, len(packed)))
    rare = np.repeat(runs <= OWNERS, runs)
    return shingle[rare], (packed[rare] & np.uint64((1 << _OWNER_BITS) - 1)).astype(np.int64)


def _meet(
    a: "NDArray[np.uint64]",
    owner_a: "NDArray[np.int64]",
    b: "NDArray[np.uint64]",
    owner_b: "NDArray[np.int64]",
    width: int,
) -> "NDArray[np.int64]":
    """Give each pair of owners of one shingle as one number, once for each shingle."""
    import numpy as np

    # Every entry of `a` meets the entries of `b` from `low` to `high`; at most `OWNERS`.
    low, high = np.searchsorted(b, a, "left"), np.searchsorted(b, a, "right")
    met = [np.empty(0, np.int64)]
    for step in range(OWNERS):
        here = low + step < high
        if not here.any():
            break
        met.append(owner_a[here] * width + owner_b[low[here] + step])
    return np.concatenate(met)
