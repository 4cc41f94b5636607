"""Joining: edits that a person would read as one, with the words that stayed between them.

A shortest script keeps each word that it can, and so threads through words that stand on both sides by
chance. Each word joined to the edits around it is marked twice, so the rule is narrow, and its price is
measured (`benchmarks/words.py`): at most 1.05 times the words of the shortest script.

1. The more was struck and put in around a word, the less it says that it stayed: a small word says 1,
   another one 3, a comma 1. Edits that have more words than that are one ("a written or oral" → "an
   electronic or postal"), and what has grown so may take in its next neighbour. An edit that only strikes
   or only puts in needs no partner, so its neighbour has to be two or three times as large. A stop, a
   number, a leaf's end hold all edits apart.
2. Whole sentences of which little is left, and that in crumbs, are replaced whole.
"""

import re
from collections.abc import Sequence

from lawdiff.diff.tokens import BOUNDARY, HELD_NEW, HELD_OLD, Tokens, says, word_of
from lawdiff.diff.word_script import Hunk, break_before

_MOST = (2, 3, 6)
"""Words between two edits that may be joined, by how many of the two are replacements. Who rewrote a whole
passage did not mean to keep "by the Mayor" in it; between a mere insertion and its neighbour a person reads
on after two words. Beyond this a phrase is long enough to be read for itself."""

_REWRITTEN = 0.4
"""Sentences that keep a smaller share of their words are shown as replaced. Cases 23 and 45 of the
over-marking set keep .31 and .33 and want it; case 39 keeps .67 and does not. With .5 a city's by-laws take
1.051 of the words of the shortest script, for 3 % fewer runs."""

_CRUMB = 3
"""Words that a crumb of a rewritten sentence has at most."""

_HELD = HELD_OLD + HELD_NEW
"""Words of a sentence that moved."""
_APART = re.compile(r"[.;:!?()]|\d|" + BOUNDARY)


def join(hunks: Sequence[Hunk], old: Tokens, new: Tokens) -> Sequence[Hunk]:
    """Join what reads as one; the edits stay in order."""
    if len(hunks) < 2:
        return hunks
    joined: list[Hunk] = []
    near = False  # whether two stand near each other and apart
    for given in hunks:
        hunk = given
        while joined and (kept := hunk[0] - joined[-1][1]) <= _MOST[2]:
            last = joined[-1]
            size = min(last[1] - last[0] + last[3] - last[2], hunk[1] - hunk[0] + hunk[3] - hunk[2])
            if kept >= size or not _reads_as_one(last, hunk, kept, size, old, new):
                near = True
                break
            joined.pop()  # what has grown may reach back further
            hunk = (last[0], hunk[1], last[2], hunk[3])
        joined.append(hunk)
    return _rewritten(joined, old, new) if near else joined


def _reads_as_one(x: Hunk, y: Hunk, kept: int, size: int, old: Tokens, new: Tokens) -> bool:
    """Whether the words kept between two edits, of which the smaller has so many, are better marked too."""
    replacements = is_replacement(x) + is_replacement(y)
    if replacements == 2 and _are_numbers(x, old, new) and _are_numbers(y, old, new):
        return False
    if _is_respelt(x, old, new) or _is_respelt(y, old, new):
        return False
    times = 3 - replacements
    if kept * times >= size or kept > _MOST[replacements]:
        return False
    weight = says(old.words[x[1] : y[0]])
    if weight * times >= size:
        return False
    gap_old = old.text[old[x[1]][0] : old[y[0]][1]]
    if _APART.search(gap_old):
        return False
    gap_new = new.text[new[x[3]][0] : new[y[2]][1]]
    weight += max(gap_old.count(","), gap_new.count(","))
    return weight * times < size and BOUNDARY not in gap_new


def _are_numbers(hunk: Hunk, old: Tokens, new: Tokens) -> bool:
    """Whether numbers, dates or references were replaced by others: each is read for itself, as in "from 500
    to 5,000" or "section 4 or 5".
    """
    words = old.words[hunk[0] : hunk[1]] + new.words[hunk[2] : hunk[3]]
    return all(c not in _HELD and ("(" in (word := word_of(c)) or any(map(str.isdigit, word))) for c in words)


def _is_respelt(hunk: Hunk, old: Tokens, new: Tokens) -> bool:
    """Whether the same words were put in with capitals or without: that is editorial, and no part of what was
    rewritten beside it.
    """
    lost, won = old.words[hunk[0] : hunk[1]], new.words[hunk[2] : hunk[3]]
    return len(lost) == len(won) and all(
        a not in _HELD and b not in _HELD and word_of(a).casefold() == word_of(b).casefold()
        for a, b in zip(lost, won, strict=True)
    )


def _rewritten(hunks: list[Hunk], old: Tokens, new: Tokens) -> list[Hunk]:
    """Mark whole sentences whole where the edits in them leave only crumbs.

    A stretch begins and ends with a sentence, on both sides, and no sentence that stayed is in it.
    """
    result: list[Hunk] = []
    n = 0
    while n < len(hunks):
        last = n
        x = hunks[n]
        near = n + 1 < len(hunks) and hunks[n + 1][0] - x[1] <= _CRUMB
        if near and _edge(x[0], x[2], old, new):
            last = _end_of_rewriting(hunks, n, old, new)
        if last > n:
            y = hunks[last]
            result.append((x[0], y[1], x[2], y[3]))
        else:
            result.append(x)
        n = last + 1
    return result


def _end_of_rewriting(hunks: Sequence[Hunk], first: int, old: Tokens, new: Tokens) -> int:
    """Give the last edit of the sentences that begin with the first and are rewritten; else the first."""
    kept = 0
    found = first
    begin_old, _, begin_new, _ = hunks[first]
    replaced = is_replacement(hunks[first])
    for last in range(first + 1, len(hunks)):
        crumb = hunks[last][0] - hunks[last - 1][1]
        if crumb > _CRUMB:
            break
        kept += crumb
        replaced |= is_replacement(hunks[last])
        _, end_old, _, end_new = hunks[last]
        span = max(end_old - begin_old, end_new - begin_new)
        if replaced and kept < _REWRITTEN * span and _edge(end_old, end_new, old, new):
            found = last
    return found


def _edge(i: int, j: int, old: Tokens, new: Tokens) -> bool:
    """Whether a sentence begins or ends here on both sides."""
    return break_before(old, i) >= 3 and break_before(new, j) >= 3


def is_replacement(hunk: Hunk) -> bool:
    """Whether words were struck and others put in; else only one of the two."""
    return hunk[0] < hunk[1] and hunk[2] < hunk[3]
