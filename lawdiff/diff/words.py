"""The word script: which words of one text became which of another, as a careful drafter would mark it.

The steps, in order:

1. Leaves that stand on both sides, letter for letter, are kept (`BOUNDARY` characters stand between the
   leaves of a text, belong to none, and match each other). Leaves under three words ("Repealed.") hold
   nothing: they stand in too many places.
2. What is left is cut down to the sentences from the first difference to the last, and taken apart into
   words, numbers, dates, references (`tokens`). White space and punctuation follow the words beside them.
3. Sentences that changed their order are moves (`word_moves`). Those that were amended besides are found in
   what the script strikes and puts in (`loose_sentences`); the script is then made once more, without them.
4. The shortest script over the words, and of equally short ones the one that reads best (`word_script`).
5. Edits that a person would read as one are joined (`word_joins`).

There is no time-out anywhere, so the same texts give the same script at any load.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from lawdiff.diff.loose_sentences import AMENDED_WORDS, KEPT_SHARE, Sentence, cut, pair_loose, runs
from lawdiff.diff.tokens import BOUNDARY, Tokens, count_words, is_word
from lawdiff.diff.word_joins import join
from lawdiff.diff.word_moves import MOVED_WORDS, moved_sentences, sentence_end, sentence_start, sentences
from lawdiff.diff.word_pieces import ENDS, Moved, Piece, Writer
from lawdiff.diff.word_script import rising, script, shortest

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

_SHORT = 80
"""Characters in common at an end that are not worth looking for a sentence in."""

Stretch = tuple[int, int, int, int]
"""Characters a to b of the old text and c to d of the new."""


def diff_words(
    old: str, new: str, gone: Sequence[Moved] = (), come: Sequence[Moved] = ()
) -> tuple[Piece, ...]:
    """Give the script that turns `old` into `new`, in reading order, deletions before insertions.

    The old text is the concatenation of what is kept, deleted and moved away; the new that of what is kept,
    inserted and moved in. `gone` and `come` are sentences known to have moved to another text, or from one.
    """
    if old == new:
        return (Piece("keep", 0, len(old), 0, len(new)),) if old else ()
    # What is known may stand in a sentence that narrowing leaves out.
    narrow = not gone and not come
    stretches = [_narrowed(old, new, s) if narrow else (s, 4, 4) for s in _changed(old, new)]
    same = [
        (a, b, c, d)
        for a, b, c, d in moved_sentences(old, new, [s for s, _, _ in stretches])
        if not _overlaps(gone, a, b) and not _overlaps(come, c, d)
    ]
    moves = [
        (Moved(a, b, ((a, b),), n), Moved(c, d, ((c, d),), n)) for n, (a, b, c, d) in enumerate(same, start=1)
    ]
    pieces = _written(old, new, stretches, [*(m for m, _ in moves), *gone], [*(m for _, m in moves), *come])
    struck, put_in = marked(pieces)
    apart = any(piece.op == "keep" for piece in pieces[1:-1])
    if not apart or runs(old, struck).isdisjoint(runs(new, put_in)):
        return pieces
    amended = moved_between(cut(old, struck), cut(new, put_in), len(moves) + 1)
    if not amended:
        return pieces
    whole = [(stretch, 4, 4) for stretch in _changed(old, new)]
    moves += amended
    return _written(old, new, whole, [*(m for m, _ in moves), *gone], [*(m for _, m in moves), *come])


def marked(pieces: Iterable[Piece]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give what is struck and what is put in, each on its side."""
    gone, come = [], []
    for p in pieces:
        if p.op == "delete":
            gone.append((p.a, p.b))
        elif p.op == "insert":
            come.append((p.c, p.d))
    return gone, come


def moved_between(
    olds: Sequence[Sentence], news: Sequence[Sentence], first: int
) -> list[tuple[Moved, Moved]]:
    """Pair loose sentences that are one, with what of them was kept; moves are numbered from `first`."""
    found: list[tuple[Moved, Moved]] = []
    for old, new in pair_loose(olds, news):
        kept = [
            p
            for p in _written(old.content, new.content, [((0, len(old.content), 0, len(new.content)), 4, 4)])
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


def _written(
    old: str,
    new: str,
    stretches: Sequence[tuple[Stretch, int, int]],
    gone: Sequence[Moved] = (),
    come: Sequence[Moved] = (),
) -> tuple[Piece, ...]:
    """Write the script of the stretches that differ, given what moved."""
    writer = Writer(old, new, gone, come)
    for (a, b, c, d), begins, ends_with in stretches:
        writer.keep_to(a, c)
        if a == b or c == d:
            writer.replace_to(b, d)
            continue
        words_old, words_new = Tokens(old[a:b], begins, ends_with), Tokens(new[c:d], begins, ends_with)
        _hold(words_old, [(m.start - a, m.end - a) for m in gone if a <= m.start < b], "<")
        _hold(words_new, [(m.start - c, m.end - c) for m in come if c <= m.start < d], ">")
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
