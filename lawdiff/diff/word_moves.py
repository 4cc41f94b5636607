"""Sentences that changed their order: moved text, not twice a change.

A sentence that stands, letter for letter, once on each side and left the longest run that kept its order has
moved, if it is long enough not to be the same by chance.
"""

import re
from collections.abc import Sequence

from lawdiff.diff.tokens import BOUNDARY, count_words
from lawdiff.diff.word_script import rising

_SHORTENED = "".join(rf"(?<!\b{word}\.)" for word in "Sec No Nr Art Abs Pub Stat Mr Dr St [A-Z]".split())
_END = re.compile(
    rf"[.!?{BOUNDARY}](?:(?<={BOUNDARY})|{_SHORTENED}[”\"’»)]?[ \u00a0]+(?=[(“\"‘«]?[^\W\d_a-zæøåäöü]))"
)
_BLANK = " \u00a0" + BOUNDARY


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Cut a text (or a stretch of it) into sentences: (start, end) without the white space between them.

    A stop ends a sentence where a capital, a bracket or a quotation mark follows; so "nr. 2" and "Sec. 5" do
    not, and "§" never stands alone. A boundary ends one too.
    """
    until = len(text) if end is None else end
    found = []
    for last in (*[m.end() for m in _END.finditer(text, start, until)], until):
        piece = text[start:last]
        stripped = piece.strip(_BLANK)
        if stripped:
            begin = start + piece.index(stripped)
            found.append((begin, begin + len(stripped)))
        start = last
    return found


MOVED_WORDS = 6
"""A passage of fewer words may be the same by chance ("The King may make rules.")."""
_FEWEST = 4
"""Words that a sentence has at least which stands once on each side of one text, whole and letter for letter:
"It may be renewed." that was struck here and put in there is one."""


def moved_sentences(
    old: str, new: str, stretches: Sequence[tuple[int, int, int, int]] | None = None
) -> list[tuple[int, int, int, int]]:
    """Find sentences that stand once on each side and changed their order: (a, b, c, d) for old[a:b],
    new[c:d].

    Those in the longest run that kept its order stay; the others moved. `stretches` are those that differ, if
    that is known.
    """
    if stretches is None:
        stretches = [(0, len(old), 0, len(new))]
    if not _shared(old, new, stretches):
        return []
    olds = [(*span, n) for n, (a, b, _, _) in enumerate(stretches) for span in sentences(old, a, b)]
    news = [(*span, n) for n, (_, _, c, d) in enumerate(stretches) for span in sentences(new, c, d)]
    once_old = _unique([old[a:b] for a, b, _ in olds])
    once_new = _unique([new[c:d] for c, d, _ in news])
    pairs = sorted((once_old[s], once_new[s]) for s in once_old if s in once_new)
    # Between two stretches stands what both sides have in common: a sentence that is past it has moved.
    within = [n for n, (i, j) in enumerate(pairs) if olds[i][2] == news[j][2]]
    stay = {within[k] for k in rising([pairs[n][1] for n in within])}
    gone = []
    for n, (i, j) in enumerate(pairs):
        (a, b, _), (c, d, _) = olds[i], news[j]
        sentence = old[a:b]
        if n in stay or count_words(sentence) < _FEWEST:
            continue
        if old.count(sentence) == new.count(sentence) == 1:  # nor in what both sides have in common
            gone.append((a, b, c, d))
    return gone


def _shared(old: str, new: str, stretches: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether anything as long as a sentence that can have moved stands between stops on both sides."""
    if len(stretches) == 1:
        a, b, c, d = stretches[0]
        if old.find(". ", a, b) < 0 and old.find(BOUNDARY, a, b) < 0:
            return False  # a single sentence has nothing to change its order with
        if new.find(". ", c, d) < 0 and new.find(BOUNDARY, c, d) < 0:
            return False
    olds = BOUNDARY.join([old[a:b] for a, b, _, _ in stretches])
    news = BOUNDARY.join([new[c:d] for _, _, c, d in stretches])
    pieces = {piece.rstrip(".”;") for piece in _pieces(olds)} & {
        piece.rstrip(".”;") for piece in _pieces(news)
    }
    return any(piece.count(" ") >= _FEWEST - 1 for piece in pieces)


def _pieces(text: str) -> list[str]:
    """Cut roughly into sentences, quickly."""
    return text.replace(".” ", ". ").replace(BOUNDARY, ". ").rstrip(" .”").split(". ")


def _unique(items: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    twice = set()
    for n, item in enumerate(items):
        if item in places:
            twice.add(item)
        places[item] = n
    return {item: n for item, n in places.items() if item not in twice}
