"""The word script: which words of one text became which of another, as a careful drafter would mark it.

The steps, in order:

1. Tokens (`tokens`): words, numbers, dates, references. White space and punctuation follow the words beside
   them.
2. Sentences that stand, letter for letter, once on each side and changed their order are moves.
3. An optimal script over the words (longest common subsequence, by rapidfuzz's bit-parallel Indel distance).
   Levenshtein's distance would mark 9 % more: a substitution costs it one.
4. Sliding: an insertion that fits at several places begins where a sentence or a clause begins.
5. Joining: two edits with a word between them that says little are read as one; a stretch of a sentence of
   which less than two fifths is left is replaced whole.

A text may hold `BOUNDARY` characters: they stand between the leaves of a provision, belong to no leaf, and
match each other. There is no time-out anywhere, so the same texts give the same script at any load.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from lawdiff.diff.tokens import BOUNDARY, TOKEN, count_words, is_word, key_of

_SMALL = frozenset(
    "a an the of to in on or and by for at as is be it any such that this with from no not"
    " av og i på til en et ei den det de som for med om eller er ved å kan skal"
    " och att av ett der die das und oder des dem den von zu in im ist ein eine".split()
)
"""Words that carry little: one of them between two edits holds nothing together."""

_REWRITTEN = 0.4
"""A stretch of a sentence that keeps a smaller share of its words is shown as replaced. Cases 23 and 45 of
the over-marking set keep .31 and .33 and want it; case 39 keeps .67 and does not."""

_ENDS = diff_match_patch()
"""For what two gaps have in common at their ends. Its diff of characters and its clock are not for law."""

_PLAIN_LIMIT = 20_000
"""Tokens a side up to which the exact script is asked for; its memory is the product of both, in bits."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `old[a:b]` became `new[c:d]`.

    `keep`: they are equal. `delete`: c == d. `insert`: a == b. `move_from` and `move_to` carry the number of
    the move.
    """

    op: Literal["keep", "delete", "insert", "move_from", "move_to"]
    a: int
    b: int
    c: int
    d: int
    move: int = 0


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


@dataclass(slots=True)
class _Hunk:
    """Words `a` to `b` of the old side became words `c` to `d` of the new."""

    a: int
    b: int
    c: int
    d: int


def diff_words(old: str, new: str) -> tuple[Piece, ...]:
    """Give the script that turns `old` into `new`, in reading order, deletions before insertions.

    The old text is the concatenation of what is kept, deleted and moved away; the new that of what is kept,
    inserted and moved in.
    """
    if old == new:
        return (Piece("keep", 0, len(old), 0, len(new)),) if old else ()
    moves = moved_sentences(old, new)
    words_old = _words(old, [(a, b) for a, b, _, _ in moves], "<")
    words_new = _words(new, [(c, d) for _, _, c, d in moves], ">")
    hunks = _script([w.key for w in words_old], [w.key for w in words_new])
    hunks = [_slide(h, hunks, n, old, new, words_old, words_new) for n, h in enumerate(hunks)]
    hunks = _join(hunks, old, new, words_old, words_new)
    return tuple(_pieces(old, new, words_old, words_new, hunks, moves))


def _words(text: str, moved: Sequence[tuple[int, int]], side: str) -> list[_Word]:
    """Words with their places; a moved stretch is one word that equals no other."""
    found: list[_Word] = []
    at = 0
    for n, (start, end) in enumerate(sorted(moved)):
        found += [_Word(key_of(m.group()), m.start(), m.end()) for m in TOKEN.finditer(text, at, start)]
        found.append(_Word(f"{BOUNDARY}{side}{n}", start, end))
        at = end
    found += [_Word(key_of(m.group()), m.start(), m.end()) for m in TOKEN.finditer(text, at)]
    return found


# --- step 2: sentences that changed their order


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences, as (start, end) without the white space between them.

    A stop ends a sentence where a capital, a bracket or a quotation mark follows; so "nr. 2" and "Sec. 5" do
    not, and "§" never stands alone. A boundary ends one too.
    """
    cuts = [0]
    for m in re.finditer(rf"[.!?][”\"’»)]?[ \u00a0]+(?=[(“\"‘«]?[^\W\d_a-zæøåäöü])|{BOUNDARY}", text):
        before = text[max(0, m.start() - 5) : m.start() + 1]
        if not re.search(r"\b(Sec|No|Nr|Art|Abs|Pub|Stat|Mr|Dr|St|[A-Z])\.$", before):
            cuts.append(m.end())
    cuts.append(len(text))
    spans = []
    for start, end in itertools.pairwise(cuts):
        stripped = text[start:end].strip(" \u00a0" + BOUNDARY)
        if stripped:
            begin = start + text[start:end].index(stripped)
            spans.append((begin, begin + len(stripped)))
    return spans


MOVED_WORDS = 6
"""A sentence of fewer words may be the same by chance ("The King may make rules.")."""


def moved_sentences(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """Find sentences that stand once on each side and changed their order: (a, b, c, d) for old[a:b],
    new[c:d].

    Those in the longest run that kept its order stay; the others moved.
    """
    olds, news = sentences(old), sentences(new)
    if len(olds) < 2 or len(news) < 2:
        return []
    once_old = _unique([old[a:b] for a, b in olds])
    once_new = _unique([new[c:d] for c, d in news])
    pairs = [(once_old[s], once_new[s]) for s in once_old if s in once_new]
    pairs.sort()
    stay = set(rising([j for _, j in pairs]))
    gone = []
    for n, (i, j) in enumerate(pairs):
        (a, b), (c, d) = olds[i], news[j]
        if n not in stay and count_words(old[a:b]) >= MOVED_WORDS:
            gone.append((a, b, c, d))
    return gone


def _unique(items: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    twice = set()
    for n, item in enumerate(items):
        if item in places:
            twice.add(item)
        places[item] = n
    return {item: n for item, n in places.items() if item not in twice}


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


# --- step 3: the optimal script


def _script(old: Sequence[str], new: Sequence[str]) -> list[_Hunk]:
    """Hunks of a longest common subsequence of two lists of words."""
    ids: dict[str, int] = {}
    a = [ids.setdefault(word, len(ids)) for word in old]
    b = [ids.setdefault(word, len(ids)) for word in new]
    hunks: list[_Hunk] = []
    for i0, i1, j0, j1 in _cuts(a, b):
        for block in Indel.opcodes(a[i0:i1], b[j0:j1]):
            if block.tag == "equal":
                continue
            x = (block.src_start + i0, block.src_end + i0, block.dest_start + j0, block.dest_end + j0)
            last = hunks[-1] if hunks else None
            if last and last.b == x[0] and last.d == x[2]:
                last.b, last.d = x[1], x[3]
            else:
                hunks.append(_Hunk(*x))
    return hunks


def _cuts(a: list[int], b: list[int]) -> list[tuple[int, int, int, int]]:
    """Cut very long lists at runs of eight words that stand once on each side, in a common order."""
    if len(a) * len(b) <= _PLAIN_LIMIT * _PLAIN_LIMIT:
        return [(0, len(a), 0, len(b))]
    size = 8

    def runs(words: list[int]) -> dict[tuple[int, ...], int]:
        places: dict[tuple[int, ...], int] = {}
        for n in range(len(words) - size + 1):
            key = tuple(words[n : n + size])
            places[key] = -1 if key in places else n
        return places

    in_b = runs(b)
    anchors = [(i, in_b[key]) for key, i in runs(a).items() if i >= 0 and in_b.get(key, -1) >= 0]
    anchors.sort()
    cuts = []
    i0 = j0 = 0
    for n in rising([j for _, j in anchors]):
        i, j = anchors[n]
        if i - i0 >= _PLAIN_LIMIT // 4 and j >= j0:
            cuts.append((i0, i, j0, j))
            i0, j0 = i, j
    cuts.append((i0, len(a), j0, len(b)))
    return cuts


# --- step 4: sliding


def _slide(
    hunk: _Hunk, hunks: Sequence[_Hunk], n: int, old: str, new: str, a: Sequence[_Word], b: Sequence[_Word]
) -> _Hunk:
    """Move a pure insertion or deletion to the place where it reads best among those that are equal."""
    if hunk.a != hunk.b and hunk.c != hunk.d:
        return hunk
    text, words = (new, b) if hunk.a == hunk.b else (old, a)
    start, end = (hunk.c, hunk.d) if hunk.a == hunk.b else (hunk.a, hunk.b)
    # Neighbours bound the way, since a slide must stay within kept words.
    before = hunk.a - (hunks[n - 1].b if n else 0)
    after = (hunks[n + 1].a if n + 1 < len(hunks) else len(a)) - hunk.b
    best, best_shift = _ease(text, words, start, end), 0
    shift = 0
    while shift > -before and words[start + shift - 1].key == words[end + shift - 1].key:
        shift -= 1
        score = _ease(text, words, start + shift, end + shift)
        if score > best:
            best, best_shift = score, shift
    shift = 0
    while shift < after and words[start + shift].key == words[end + shift].key:
        shift += 1
        score = _ease(text, words, start + shift, end + shift)
        if score > best:
            best, best_shift = score, shift
    s = best_shift
    return _Hunk(hunk.a + s, hunk.b + s, hunk.c + s, hunk.d + s)


def _ease(text: str, words: Sequence[_Word], start: int, end: int) -> int:
    """How well a stretch of words reads as one: where it begins, and where it ends."""
    return 3 * _break(text, words, start) + 2 * _break(text, words, end)


def _break(text: str, words: Sequence[_Word], n: int) -> int:
    """How strong the break before word `n` is: leaf 4, sentence 3, clause 2, comma 1, none 0."""
    if n == 0 or n == len(words):
        return 4
    gap = text[words[n - 1].end : words[n].start]
    if BOUNDARY in gap:
        return 4
    if re.search(r"[.!?]", gap):
        return 3
    if re.search(r"[;:—–]", gap):
        return 2
    return 1 if "," in gap else 0


# --- step 5: joining


def _join(hunks: list[_Hunk], old: str, new: str, a: Sequence[_Word], b: Sequence[_Word]) -> list[_Hunk]:
    joined: list[_Hunk] = []
    for hunk in hunks:
        last = joined[-1] if joined else None
        touching = last is not None and (last.b, last.d) == (hunk.a, hunk.c)
        if last and (touching or _reads_as_one(last, hunk, old, new, a, b)):
            last.b, last.d = hunk.b, hunk.d
        else:
            joined.append(_Hunk(hunk.a, hunk.b, hunk.c, hunk.d))
    return _replace_rewritten(joined, old, new, a, b)


def _reads_as_one(x: _Hunk, y: _Hunk, old: str, new: str, a: Sequence[_Word], b: Sequence[_Word]) -> bool:
    """Whether the words kept between two edits are better marked with them.

    One small word between two replacements is ("a written" → "an electronic"); a stop, a boundary or a number
    between them is not. Cases 29 and 39 of the over-marking set want single words apart where one of the two
    edits is only an insertion.
    """
    kept = y.a - x.b
    if kept > 2 or x.b == x.a or x.c == x.d or y.a == y.b or y.c == y.d:
        return False
    gap = old[a[x.b - 1].end : a[y.a].start]
    if re.search(r"[.;:!?,()]|\d|" + BOUNDARY, gap) or BOUNDARY in new[b[x.d - 1].end : b[y.c].start]:
        return False
    small = all(word.key.casefold() in _SMALL for word in a[x.b : y.a])
    size = min(x.b - x.a + x.d - x.c, y.b - y.a + y.d - y.c)
    return (kept == 1 and (small or size >= 3)) or (kept == 2 and small and size >= 3)


def _replace_rewritten(
    hunks: list[_Hunk], old: str, new: str, a: Sequence[_Word], b: Sequence[_Word]
) -> list[_Hunk]:
    """Mark a stretch of a sentence whole where the edits in it leave little between them."""
    result: list[_Hunk] = []
    group: list[_Hunk] = []
    for n, hunk in enumerate(hunks):
        if n and _sentence_between(hunks[n - 1], hunk, old, new, a, b):
            result += _whole_stretches(group, old, a)
            group = []
        group.append(hunk)
    return result + _whole_stretches(group, old, a)


def _whole_stretches(group: list[_Hunk], old: str, a: Sequence[_Word]) -> list[_Hunk]:
    """Find the longest run of edits that keeps less than `_REWRITTEN` of its words, and mark it whole.

    A replacement and something added behind it are two edits; a rewriting has two replacements, or goes from
    the beginning of a sentence to its end.
    """
    best: tuple[int, int, int] | None = None
    for first in range(len(group)):
        kept = 0
        begins = _break(old, a, group[first].a) >= 3
        for last in range(first + 1, len(group)):
            kept += group[last].a - group[last - 1].b
            span = max(group[last].b - group[first].a, group[last].d - group[first].c)
            replaced = sum(h.b > h.a and h.d > h.c for h in group[first : last + 1])
            entire = replaced > 0 and begins and _break(old, a, group[last].b) >= 3
            if span >= 5 and (replaced >= 2 or entire) and kept < _REWRITTEN * span:
                best = max(best or (0, 0, 0), (span, first, last), key=lambda found: found[0])
    if best is None:
        return group
    _, first, last = best
    whole = _Hunk(group[first].a, group[last].b, group[first].c, group[last].d)
    before, after = group[:first], group[last + 1 :]
    return [*_whole_stretches(before, old, a), whole, *_whole_stretches(after, old, a)]


def _sentence_between(x: _Hunk, y: _Hunk, old: str, new: str, a: Sequence[_Word], b: Sequence[_Word]) -> bool:
    """Whether a sentence or leaf ends between two edits, on either side."""
    ends_old = any(_break(old, a, k) >= 3 for k in range(x.b, y.a + 1) if 0 < k < len(a))
    return ends_old or any(_break(new, b, k) >= 3 for k in range(x.d, y.c + 1) if 0 < k < len(b))


# --- from words to characters


def _pieces(
    old: str,
    new: str,
    a: Sequence[_Word],
    b: Sequence[_Word],
    hunks: Sequence[_Hunk],
    moves: Sequence[tuple[int, int, int, int]],
) -> list[Piece]:
    gone = sorted((start, end, n + 1) for n, (start, end, _, _) in enumerate(moves))
    come = sorted((start, end, n + 1) for n, (_, _, start, end) in enumerate(moves))
    out: list[Piece] = []

    def put(op: Literal["keep", "delete", "insert"], a0: int, b0: int, c0: int, d0: int) -> None:
        if a0 == b0 and c0 == d0:
            return
        last = out[-1] if out else None
        if last and last.op == op == "keep" and last.b == a0 and last.d == c0:
            out[-1] = Piece("keep", last.a, b0, last.c, d0)
        else:
            out.append(Piece(op, a0, b0, c0, d0))

    def delete(start: int, end: int, at: int) -> None:
        for first, last, n in gone:
            if start <= first < end:
                put("delete", start, first, at, at)
                out.append(Piece("move_from", first, last, at, at, n))
                start = last
        put("delete", start, end, at, at)

    def insert(start: int, end: int, at: int) -> None:
        for first, last, n in come:
            if start <= first < end:
                put("insert", at, at, start, first)
                out.append(Piece("move_to", at, at, first, last, n))
                start = last
        put("insert", at, at, start, end)

    def region(a0: int, b0: int, c0: int, d0: int, lead: tuple[int, int], tail: tuple[int, int]) -> None:
        """Characters between two kept words; `lead` and `tail` bound what may be kept at both ends."""
        head = _ENDS.diff_commonPrefix(old[a0 : lead[0]], new[c0 : lead[1]])
        foot = _ENDS.diff_commonSuffix(old[max(tail[0], a0 + head) : b0], new[max(tail[1], c0 + head) : d0])
        put("keep", a0, a0 + head, c0, c0 + head)
        added = new[c0 + head : d0 - foot]
        gone = old[a0 + head : b0 - foot]
        if added and not is_word(added) and is_word(gone) and not added[0].isspace():
            insert(c0 + head, d0 - foot, a0 + head)  # a comma stays with the word before it
            delete(a0 + head, b0 - foot, d0 - foot)
        else:
            delete(a0 + head, b0 - foot, c0 + head)
            insert(c0 + head, d0 - foot, b0 - foot)
        put("keep", b0 - foot, b0, d0 - foot, d0)

    def same(word: _Word, twin: _Word) -> None:
        """A kept word; where only its typography differs, the letters are kept and the rest is not a word."""
        letters = [m.span() for m in re.finditer(r"[^\W_]+", old[word.start : word.end])]
        others = [m.span() for m in re.finditer(r"[^\W_]+", new[twin.start : twin.end])]
        if old[word.start : word.end] == new[twin.start : twin.end] or len(letters) != len(others):
            region(word.start, word.end, twin.start, twin.end, (word.end, twin.end), (word.end, twin.end))
            return
        x0, y0 = word.start, twin.start
        for (s, e), (t, u) in zip(letters, others, strict=True):
            delete(x0, word.start + s, y0)
            insert(y0, twin.start + t, word.start + s)
            put("keep", word.start + s, word.start + e, twin.start + t, twin.start + u)
            x0, y0 = word.start + e, twin.start + u
        delete(x0, word.end, y0)
        insert(y0, twin.end, word.end)

    i = j = 0  # next word on each side
    x = y = 0  # characters done on each side
    for hunk in [*hunks, _Hunk(len(a), len(a), len(b), len(b))]:
        while i < hunk.a:
            region(x, a[i].start, y, b[j].start, (a[i].start, b[j].start), (x, y))
            same(a[i], b[j])
            x, y = a[i].end, b[j].end
            i, j = i + 1, j + 1
        if hunk.a == hunk.b and hunk.c == hunk.d:
            break
        end_old = a[hunk.b].start if hunk.b < len(a) else len(old)
        end_new = b[hunk.d].start if hunk.d < len(b) else len(new)
        lead = (
            a[hunk.a].start if hunk.b > hunk.a else end_old,
            b[hunk.c].start if hunk.d > hunk.c else end_new,
        )
        tail = (a[hunk.b - 1].end if hunk.b > hunk.a else x, b[hunk.d - 1].end if hunk.d > hunk.c else y)
        region(x, end_old, y, end_new, lead, tail)
        x, y = end_old, end_new
        i, j = hunk.b, hunk.d
    region(x, len(old), y, len(new), (len(old), len(new)), (x, y))
    return out
