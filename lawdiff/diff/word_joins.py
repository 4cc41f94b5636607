"""Joining: edits that a person would read as one, with the words that stayed between them.

A shortest script keeps each word that it can, and so threads through words that stand on both sides by
chance. Each word joined to the edits around it is marked twice, so the rule is narrow, and its price is
measured (`benchmarks/words.py`): at most 1.05 times the words of the shortest script.

1. The more was struck and put in around a word, the less it says that it stayed: a small word says 1,
   another one 3, a comma 1. Edits that have more words than that are one ("a written or oral" → "an
   electronic or postal"). An edit that only strikes or only puts in needs no partner, so its neighbour has
   to be two or three times as large. A stop, a number, a leaf's end hold all edits apart.
2. Whole sentences of which little is left, and that in crumbs, are replaced whole.
"""

import re
from collections.abc import Sequence

from lawdiff.diff.tokens import BOUNDARY, Tokens
from lawdiff.diff.word_script import Hunk, break_before

_SMALL = frozenset(
    "a an the of to in on or and by for at as is be it any such that this with from no not"
    " av og i på til en et ei den det de som for med om eller er ved å kan skal"
    " och att av ett der die das und oder des dem den von zu in im ist ein eine".split()
)
"""Words that carry little: one of them between two edits holds nothing together."""

_REWRITTEN = 0.4
"""Sentences that keep a smaller share of their words are shown as replaced. Cases 23 and 45 of the
over-marking set keep .31 and .33 and want it; case 39 keeps .67 and does not."""

_CRUMB = 3
"""Words that a crumb of a rewritten sentence has at most."""

_APART = re.compile(r"[.;:!?()]|\d|" + BOUNDARY)


def join(hunks: Sequence[Hunk], old: Tokens, new: Tokens) -> list[Hunk]:
    """Join what reads as one; the edits stay in order."""
    joined: list[Hunk] = []
    for hunk in hunks:
        last = joined[-1] if joined else None
        if last and _reads_as_one(last, hunk, old, new):
            last.b, last.d = hunk.b, hunk.d
        else:
            joined.append(hunk)
    return _rewritten(joined, old, new)


def _reads_as_one(x: Hunk, y: Hunk, old: Tokens, new: Tokens) -> bool:
    """Whether the words kept between two edits are better marked with them."""
    kept = y.a - x.b
    replacements = x.is_replacement + y.is_replacement
    if kept > (2 if replacements == 2 else 1):
        return False
    size = min(x.b - x.a + x.d - x.c, y.b - y.a + y.d - y.c)
    small = sum(word.casefold() in _SMALL for word in old.keys[x.b : y.a])
    says = small + 3 * (kept - small)
    times = 3 - replacements
    if says * times >= size:
        return False
    gap_old = old.text[old.end(x.b - 1) : old.start(y.a)]
    gap_new = new.text[new.end(x.d - 1) : new.start(y.c)]
    says += max(gap_old.count(","), gap_new.count(","))
    return says * times < size and not _APART.search(gap_old) and BOUNDARY not in gap_new


def _rewritten(hunks: list[Hunk], old: Tokens, new: Tokens) -> list[Hunk]:
    """Mark whole sentences whole where the edits in them leave only crumbs.

    A stretch begins and ends with a sentence, on both sides, and no sentence that stayed is in it.
    """
    result: list[Hunk] = []
    n = 0
    while n < len(hunks):
        last = n
        near = n + 1 < len(hunks) and hunks[n + 1].a - hunks[n].b <= _CRUMB
        if near and _edge(hunks[n].a, hunks[n].c, old, new):
            last = _end_of_rewriting(hunks, n, old, new)
        if last > n:
            x, y = hunks[n], hunks[last]
            result.append(Hunk(x.a, y.b, x.c, y.d))
        else:
            result.append(hunks[n])
        n = last + 1
    return result


def _end_of_rewriting(hunks: Sequence[Hunk], first: int, old: Tokens, new: Tokens) -> int:
    """Give the last edit of the sentences that begin with the first and are rewritten; else the first."""
    kept = 0
    found = first
    replaced = hunks[first].is_replacement
    for last in range(first + 1, len(hunks)):
        crumb = hunks[last].a - hunks[last - 1].b
        if crumb > _CRUMB:
            break
        kept += crumb
        replaced |= hunks[last].is_replacement
        span = max(hunks[last].b - hunks[first].a, hunks[last].d - hunks[first].c)
        if replaced and kept < _REWRITTEN * span and _edge(hunks[last].b, hunks[last].d, old, new):
            found = last
    return found


def _edge(i: int, j: int, old: Tokens, new: Tokens) -> bool:
    """Whether a sentence begins or ends here on both sides."""
    return break_before(old, i) >= 3 and break_before(new, j) >= 3
