"""The word script: which words of one text became which of another, as a careful drafter would mark it.

The steps, in order:

1. Leaves that stand on both sides, letter for letter, are kept (`BOUNDARY` characters stand between the
   leaves of a text, belong to none, and match each other). Leaves under three words ("Repealed.") hold
   nothing: they stand in too many places.
2. What is left is cut down to the sentences from the first difference to the last, and taken apart into
   words, numbers, dates, references (`tokens`). White space and punctuation follow the words beside them.
3. Sentences that changed their order are moves (`word_moves`).
4. The shortest script over the words, and of equally short ones the one that reads best (`word_script`).
5. Edits that a person would read as one are joined (`word_joins`).

There is no time-out anywhere, so the same texts give the same script at any load.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from lawdiff.diff.tokens import BOUNDARY, Tokens
from lawdiff.diff.word_joins import join
from lawdiff.diff.word_moves import MOVED_WORDS, moved_sentences, sentence_end, sentence_start, sentences
from lawdiff.diff.word_pieces import ENDS, Moved, Piece, Writer
from lawdiff.diff.word_script import rising, script, shortest

__all__ = ["MOVED_WORDS", "Piece", "diff_words", "moved_sentences", "rising", "sentences"]

_SHORT = 80
"""Characters in common at an end that are not worth looking for a sentence in."""

Stretch = tuple[int, int, int, int]
"""Characters a to b of the old text and c to d of the new."""


def diff_words(old: str, new: str) -> tuple[Piece, ...]:
    """Give the script that turns `old` into `new`, in reading order, deletions before insertions.

    The old text is the concatenation of what is kept, deleted and moved away; the new that of what is kept,
    inserted and moved in.
    """
    if old == new:
        return (Piece("keep", 0, len(old), 0, len(new)),) if old else ()
    stretches = [_narrowed(old, new, found) for found in _changed(old, new)]
    moves = moved_sentences(old, new, [stretch for stretch, _, _ in stretches])
    gone = [Moved(a, b, ((a, b),), n) for n, (a, b, _, _) in enumerate(moves, start=1)]
    come = [Moved(c, d, ((c, d),), n) for n, (_, _, c, d) in enumerate(moves, start=1)]
    writer = Writer(old, new, gone, come)
    for (a, b, c, d), begins, ends_with in stretches:
        writer.keep_to(a, c)
        if a == b or c == d:
            writer.replace_to(b, d)
            continue
        words_old, words_new = Tokens(old[a:b], begins, ends_with), Tokens(new[c:d], begins, ends_with)
        _hold(words_old, [(m[0] - a, m[1] - a) for m in moves if a <= m[0] < b], "<")
        _hold(words_new, [(m[2] - c, m[3] - c) for m in moves if c <= m[2] < d], ">")
        writer.write(words_old, words_new, join(script(words_old, words_new), words_old, words_new))
    writer.keep_to(len(old), len(new))
    return tuple(writer.out)


def _hold(words: Tokens, moved: Sequence[tuple[int, int]], side: str) -> None:
    """Let no word of a moved stretch equal another."""
    for start, end in moved:
        for n in range(words.index(start), words.index(end)):
            words.keys[n] = f"{BOUNDARY}{side}{n}"


# --- what differs


def _changed(old: str, new: str) -> Iterator[Stretch]:
    """Give the stretches between leaves that stand on both sides."""
    olds, news = old.split(BOUNDARY), new.split(BOUNDARY)
    if len(olds) == len(news) == 1:
        yield 0, len(old), 0, len(new)
        return
    lo, hi, end = 0, len(olds), len(news)
    while lo < hi and lo < end and olds[lo] == news[lo]:
        lo += 1
    while hi > lo and end > lo and olds[hi - 1] == news[end - 1]:
        hi, end = hi - 1, end - 1
    starts_old, starts_new = _starts(olds), _starts(news)
    for hunk in shortest(_named(olds[lo:hi], "<"), _named(news[lo:end], ">")):
        a, b, c, d = hunk.a + lo, hunk.b + lo, hunk.c + lo, hunk.d + lo
        if a < b and c < d:
            yield starts_old[a], starts_old[b] - 1, starts_new[c], starts_new[d] - 1
        elif b < len(olds) and d < len(news):  # with the boundary behind them
            yield starts_old[a], starts_old[b], starts_new[c], starts_new[d]
        else:  # with the boundary before them
            yield starts_old[a] - 1, starts_old[b] - 1, starts_new[c] - 1, starts_new[d] - 1


def _starts(leaves: Sequence[str]) -> list[int]:
    """Where each leaf begins, and where one behind the last would."""
    return list(accumulate((len(leaf) + 1 for leaf in leaves), initial=0))


def _named(leaves: Sequence[str], side: str) -> list[str]:
    """Give leaves by what they are compared by; those under three words equal no other."""
    return [leaf if leaf.count(" ") >= 2 else f"{BOUNDARY}{side}{n}" for n, leaf in enumerate(leaves)]


def _narrowed(old: str, new: str, stretch: Stretch) -> tuple[Stretch, int, int]:
    """Leave out the sentences that both ends have in common: (stretch, its breaks at both ends)."""
    a, b, c, d = stretch
    if min(b - a, d - c) <= _SHORT:
        return stretch, 4, 4
    before, after = old[a:b], new[c:d]
    begins = ends_with = 4
    head = ENDS.diff_commonPrefix(before, after)
    if head > _SHORT and (head := sentence_start(before, head)):
        begins = 3
    else:
        head = 0
    before, after = before[head:], after[head:]
    foot = ENDS.diff_commonSuffix(before, after)
    if foot > _SHORT and (at := sentence_end(before, len(before) - foot)):
        foot = len(before) - at
        ends_with = 3
    else:
        foot = 0
    return (a + head, b - foot, c + head, d - foot), begins, ends_with
