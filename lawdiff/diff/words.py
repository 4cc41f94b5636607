"""The word script: which words of one text became which of another, as a careful drafter would mark it.

The steps, in order:

1. Leaves that stand on both sides, letter for letter, are kept (`BOUNDARY` characters stand between the
   leaves of a text, belong to none, and match each other). Leaves under three words ("Repealed.") hold
   nothing: they stand in too many places.
2. What is left is taken apart into words, numbers, dates, references (`tokens`), but for what both ends of a
   leaf have in common. White space and punctuation follow the words beside them.
3. The shortest script over the words, and of equally short ones the one that reads best (`word_script`).
4. Edits that a person would read as one are joined (`word_joins`).
5. Where words that were struck at one place were put in at another: sentences that changed their order are
   moves (`word_moves`), those that were amended besides too (`loose_sentences`); steps 3 and 4 are then made
   once more, without them.
6. From words to characters (`word_pieces`).

There is no time-out anywhere, so the same texts give the same script at any load.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from lawdiff.diff.loose_sentences import AMENDED_WORDS, KEPT_SHARE, Sentence, alone, cut, likely, pair_loose
from lawdiff.diff.tokens import (
    BOUNDARY,
    HELD_NEW,
    HELD_OLD,
    Tokens,
    characters,
    common_ends,
    count_words,
    is_word,
    make_room,
)
from lawdiff.diff.word_joins import join
from lawdiff.diff.word_moves import MOVED_WORDS, moved_sentences, sentences
from lawdiff.diff.word_pieces import Moved, Piece, Writer
from lawdiff.diff.word_script import Hunk, rising, script, shortest

__all__ = [
    "MOVED_WORDS",
    "Moved",
    "Piece",
    "diff_words",
    "marked",
    "moved_between",
    "moved_sentences",
    "rising",
    "sentences",
]

_BESIDE = 24
"""Characters in common beside a difference that are taken apart with it, at least: no date is longer. Where
an edit could slide past them the whole leaf is taken apart."""

Stretch = tuple[int, int, int, int]
"""Characters a to b of the old text and c to d of the new."""
_Changed = tuple[Stretch, int, int]
"""A stretch that differs, and how many characters its ends have in common (below zero: nobody looked)."""


class _Script(NamedTuple):
    """The edits of a stretch; neither words nor edits if one of its sides is empty."""

    stretch: Stretch
    old: Tokens
    new: Tokens
    hunks: Sequence[Hunk]


_NO_WORDS = Tokens("")


def diff_words(
    old: str, new: str, gone: Sequence[Moved] = (), come: Sequence[Moved] = ()
) -> tuple[Piece, ...]:
    """Give the script that turns `old` into `new`, in reading order, deletions before insertions.

    The old text is the concatenation of what is kept, deleted and moved away; the new that of what is kept,
    inserted and moved in. `gone` and `come` are sentences known to have moved to another text, or from one.
    """
    if old == new:
        return (Piece("keep", 0, len(old), 0, len(new)),) if old else ()
    make_room(len(old) + len(new))
    changed = _changed(old, new)
    scripts = [_scripted(old, new, found) for found in changed]
    if gone or come:
        scripts = _held(scripts, gone, come)
    shared = _shared(old, new, scripts)
    if not shared:
        return _written(old, new, scripts, gone, come)
    same = [
        (a, b, c, d)
        for a, b, c, d in moved_sentences(old, new, [stretch for stretch, _, _ in changed])
        if not _overlaps(gone, a, b) and not _overlaps(come, c, d)
    ]
    if same:
        gone = [*gone, *(Moved(a, b, ((a, b),), n) for n, (a, b, _, _) in enumerate(same, start=1))]
        come = [*come, *(Moved(c, d, ((c, d),), n) for n, (_, _, c, d) in enumerate(same, start=1))]
        scripts = _held(scripts, gone, come)
    if len(shared) >= _LEAST_RUNS and (
        amended := _amended(old, new, scripts, shared, gone, come, len(same) + 1)
    ):
        gone, come = [*gone, *(m for m, _ in amended)], [*come, *(m for _, m in amended)]
        scripts = _held(scripts, gone, come)
    return _written(old, new, scripts, gone, come)


def marked(pieces: Iterable[Piece]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give what is struck and what is put in, each on its side."""
    gone, come = [], []
    for p in pieces:
        if p.op == "delete":
            gone.append((p.a, p.b))
        elif p.op == "insert":
            come.append((p.c, p.d))
    return gone, come


def moved_between(pairs: Iterable[tuple[Sentence, Sentence]], first: int) -> list[tuple[Moved, Moved]]:
    """Give the pairs of sentences of which enough was kept, with what was; numbered from `first`."""
    found: list[tuple[Moved, Moved]] = []
    for old, new in pairs:
        whole = (0, len(old.content), 0, len(new.content))
        kept = [
            p
            for p in _written(
                old.content, new.content, [_scripted(old.content, new.content, (whole, -1, -1))]
            )
            if p.op == "keep" and is_word(old.content[p.a : p.b])
        ]
        words = sum(count_words(old.content[p.a : p.b]) for p in kept)
        longer = max(count_words(old.content), count_words(new.content))
        if old.content != new.content and (words < AMENDED_WORDS or words < KEPT_SHARE * longer):
            continue
        number = first + len(found)
        left = tuple((old.start + p.a, old.start + p.b) for p in kept)
        here = tuple((new.start + p.c, new.start + p.d) for p in kept)
        found.append(
            (Moved(old.start, old.end, left, number, old.of), Moved(new.start, new.end, here, number, new.of))
        )
    return found


def _overlaps(moved: Sequence[Moved], start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in moved)


# --- scripts


def _scripted(old: str, new: str, found: _Changed) -> _Script:
    """Find the edits of a stretch."""
    stretch = a, b, c, d = found[0]
    if a == b or c == d:
        return _Script(stretch, _NO_WORDS, _NO_WORDS, ())
    beside = _beside(old, new, found)
    words_old, words_new = Tokens(old, *beside[0]), Tokens(new, *beside[1])
    hunks = script(words_old, words_new)
    if hunks is None:
        words_old, words_new = Tokens(old, a, b), Tokens(new, c, d)
        hunks = script(words_old, words_new) or []
    return _Script(stretch, words_old, words_new, join(hunks, words_old, words_new))


def _held(scripts: Sequence[_Script], gone: Sequence[Moved], come: Sequence[Moved]) -> list[_Script]:
    """Find the edits again where something moved."""
    gone, come = sorted(gone), sorted(come)
    found = []
    for known in scripts:
        a, b, c, d = known.stretch
        left = gone[bisect_left(gone, (a,)) : bisect_left(gone, (b,))]
        here = come[bisect_left(come, (c,)) : bisect_left(come, (d,))]
        if a == b or c == d or not (left or here):
            found.append(known)
            continue
        old, new = known.old, known.new
        hunks = None
        if _covers(old, left) and _covers(new, here):
            hunks = _script_without(old, new, left, here)
        if hunks is None:
            old, new = Tokens(old.text, a, b), Tokens(new.text, c, d)
            hunks = _script_without(old, new, left, here) or []
        found.append(_Script(known.stretch, old, new, join(hunks, old, new)))
    return found


def _covers(words: Tokens, moved: Iterable[Moved]) -> bool:
    return all(words.start <= m.start and m.end <= words.end for m in moved)


def _script_without(
    old: Tokens, new: Tokens, gone: Iterable[Moved], come: Iterable[Moved]
) -> list[Hunk] | None:
    """Find the edits where no word of what moved equals another."""
    for moved in gone:
        old.hold(moved.start, moved.end, HELD_OLD)
    for moved in come:
        new.hold(moved.start, moved.end, HELD_NEW)
    return script(old, new)


def _beside(
    old: str, new: str, found: _Changed
) -> tuple[tuple[int, int, int, int], tuple[int, int, int, int]]:
    """Leave out what both ends have in common, but for some words: (start, end, its breaks) of both sides."""
    (a, b, c, d), head, foot = found
    if head < 0:
        if min(b - a, d - c) <= 2 * _BESIDE:
            return (a, b, 4, 4), (c, d, 4, 4)
        head, foot = common_ends(old[a:b], new[c:d])
    begins = ends_with = 4
    if head > 2 * _BESIDE:
        at = old.find(" ", a + head - _BESIDE, a + head) + 1
        if at:
            a, c = at, c + at - a
            begins = -1
    if foot > 2 * _BESIDE:
        at = old.rfind(" ", b - foot, b - foot + _BESIDE)
        if at >= 0:
            b, d = at, d + at - b
            ends_with = -1
    return (a, b, begins, ends_with), (c, d, begins, ends_with)


def _written(
    old: str, new: str, scripts: Iterable[_Script], gone: Sequence[Moved] = (), come: Sequence[Moved] = ()
) -> tuple[Piece, ...]:
    """Write the scripts of the stretches that differ, given what moved."""
    writer = Writer(old, new, gone, come)
    for (a, b, c, d), words_old, words_new, hunks in scripts:
        if a < b and c < d:
            writer.keep_to(words_old.start, words_new.start)
            writer.write(words_old, words_new, hunks)
        else:
            writer.keep_to(a, c)
            writer.replace_to(b, d)
    return writer.finish()


# --- what moved


_RUN = 4
"""Words in a row that were struck at one place and put in at another, before anything is held to be moved."""
_LEAST_RUNS = 2
"""Such runs before anything is held to be moved and amended."""
_LOOKED_FOR = 64
"""Runs that are looked for one by one; of more a set is made of the other side too."""


def _shared(old: str, new: str, scripts: Sequence[_Script]) -> set[str]:
    """Give the runs of words that were struck together and put in together elsewhere."""
    if len(scripts) == 1 and len(scripts[0].hunks) < 2:
        return set()
    struck: list[str] = []
    put_in: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    for (a, b, c, d), words_old, words_new, hunks in scripts:
        if c == d:
            gone.append(old[a:b])
        elif a == b:
            come.append(new[c:d])
        for i, j, k, m in hunks:
            if j - i >= _RUN or k == m:
                struck.append(words_old.words[i:j])
            if m - k >= _RUN or i == j:
                put_in.append(words_new.words[k:m])
    if not (struck or gone) or not (put_in or come):
        return set()
    struck += map(characters, gone)
    put_in += map(characters, come)
    few, many = sorted((struck, put_in), key=lambda marked: sum(map(len, marked)))
    runs = set(_runs(few))
    if len(runs) > _LOOKED_FOR:
        return runs.intersection(_runs(many))
    whole = BOUNDARY.join(many)
    return {run for run in runs if (run in whole if len(run) == _RUN else run in many)}


def _runs(marked: Iterable[str]) -> list[str]:
    """Give the runs of four words, and what is shorter but was marked alone (if it is no single word)."""
    found: list[str] = []
    for words in marked:
        if len(words) > _RUN:
            found += [words[n : n + _RUN] for n in range(len(words) - _RUN + 1)]
        elif len(words) > 1:
            found.append(words)
    return found


def _holds(words: str, shared: set[str]) -> bool:
    """Whether a shared run is among these words, or is them."""
    if len(words) > len(shared):
        return any(run in words for run in shared if len(run) == _RUN or run == words)
    return not shared.isdisjoint(_runs((words,)))


def _amended(
    before: str,
    after: str,
    scripts: Sequence[_Script],
    shared: set[str],
    gone: Sequence[Moved],
    come: Sequence[Moved],
    first: int,
) -> list[tuple[Moved, Moved]]:
    """Find sentences that moved and were amended; moves are numbered from `first`."""
    olds: list[Sentence] = []
    news: list[Sentence] = []
    for found in scripts:
        a, b, c, d = found.stretch
        if a == b or c == d:
            if c == d and _holds(characters(before[a:b]), shared):
                olds += cut(before, _without([(a, b)], gone), 0, a, b)
            if a == b and _holds(characters(after[c:d]), shared):
                news += cut(after, _without([(c, d)], come), 0, c, d)
            continue
        olds += _holding(found.old, [(i, j) for i, j, _, _ in found.hunks if i < j], shared, gone, (a, b))
        news += _holding(found.new, [(k, m) for _, _, k, m in found.hunks if k < m], shared, come, (c, d))
    pairs = likely(olds, news)
    if pairs and not alone(pairs, before, after):
        all_old = cut(before, sorted({i[1:3] for i, _ in pairs}))
        all_new = cut(after, sorted({j[1:3] for _, j in pairs}))
        pairs = pair_loose(all_old, all_new)
    return moved_between(pairs, first)


def _holding(
    words: Tokens,
    marked: Sequence[tuple[int, int]],
    shared: set[str],
    moved: Sequence[Moved],
    within: tuple[int, int],
) -> list[Sentence]:
    """Give the sentences of a stretch in which a run is marked that is shared."""
    row = words.words
    holds = [n for n, (i, j) in enumerate(marked) if j - i >= _RUN and _holds(row[i:j], shared)]
    if not holds:
        return []
    places = [(words[i][1], words[j][0]) for i, j in marked]
    return cut(words.text, _without(places, moved), 0, *within, [places[n] for n in holds])


def _without(marked: Sequence[tuple[int, int]], moved: Sequence[Moved]) -> Sequence[tuple[int, int]]:
    """Take the moved sentences out of what is marked, in order."""
    if not moved or not marked:
        return marked
    away = sorted((m.start, m.end) for m in moved if marked[0][0] <= m.start < marked[-1][1])
    left = []
    n = 0
    for start, end in marked:
        at = start
        while n < len(away) and away[n][0] < end:
            if at < away[n][0]:
                left.append((at, away[n][0]))
            at = max(at, away[n][1])
            n += 1
        if at < end:
            left.append((at, end))
    return left


# --- what differs


def _changed(old: str, new: str) -> list[_Changed]:
    """Give the stretches between leaves that stand on both sides."""
    head, foot = common_ends(old, new)
    start = old.rfind(BOUNDARY, 0, head) + 1
    stop = old.find(BOUNDARY, len(old) - foot)
    behind = len(old) - stop if stop >= 0 else 0
    end_old, end_new = len(old) - behind, len(new) - behind
    if old.find(BOUNDARY, start, end_old) < 0 and new.find(BOUNDARY, start, end_new) < 0:
        return [((start, end_old, start, end_new), head - start, foot - behind)]
    olds, news = old[start:end_old].split(BOUNDARY), new[start:end_new].split(BOUNDARY)
    lo, hi, end = 0, len(olds), len(news)
    while lo < hi and lo < end and olds[lo] == news[lo]:
        lo += 1
    while hi > lo and end > lo and olds[hi - 1] == news[end - 1]:
        hi, end = hi - 1, end - 1
    starts_old, starts_new = _starts(olds, start), _starts(news, start)
    found = []
    if lo in (hi, end) or hi == end == lo + 1:
        edits = [(0, hi - lo, 0, end - lo)]
    else:
        olds, news = olds[lo:hi], news[lo:end]
        if any(leaf.count(" ") < 2 for leaf in set(olds).intersection(news)):
            edits = shortest(_named(olds, "<"), _named(news, ">"))
        else:
            edits = shortest(olds, news)
    for i, j, k, m in edits:
        a, b, c, d = i + lo, j + lo, k + lo, m + lo
        if a < b and c < d:
            stretch = starts_old[a], starts_old[b] - 1, starts_new[c], starts_new[d] - 1
        elif starts_old[b] <= len(old) and starts_new[d] <= len(new):  # with the boundary behind them
            stretch = starts_old[a], starts_old[b], starts_new[c], starts_new[d]
        else:  # with the boundary before them
            stretch = starts_old[a] - 1, starts_old[b] - 1, starts_new[c] - 1, starts_new[d] - 1
        found.append((stretch, -1, -1))
    return found


def _starts(leaves: Sequence[str], start: int) -> list[int]:
    """Where each leaf begins, and where one behind the last would."""
    return list(accumulate([len(leaf) + 1 for leaf in leaves], initial=start))


def _named(leaves: Sequence[str], side: str) -> list[str]:
    """Give leaves by what they are compared by; those under three words equal no other."""
    return [leaf if leaf.count(" ") >= 2 else f"{BOUNDARY}{side}{n}" for n, leaf in enumerate(leaves)]
