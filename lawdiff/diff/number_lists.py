"""Lists of numbers that follow a renumbering: "section 5, 6 or 8" became "section 6, 7 or 9".

The shortest script keeps the "6", which is another section now, and marks two numbers instead of three. Where
each number of a list is the same or follows what it refers to, place by place, the list is written place by
place: the words between stay, each number that changed is marked for itself.
"""

import re
from collections.abc import Sequence

from lawdiff.diff.references import Follows
from lawdiff.diff.tokens import TOKEN
from lawdiff.diff.word_pieces import Piece

_BETWEEN = re.compile(r"(?:[^\W\d_]{1,5}(?=\W)|[\s,;§.-])*")
"""What stands between the numbers of a list: a joining word ("or", "eller", "§§"), signs, spaces."""
_LONGEST = 80
"""Characters kept in a row within one list."""
_LIST = 1000
"""Characters of a whole list, at most: what is longer was rewritten."""


def place_by_place(old: str, new: str, pieces: Sequence[Piece], follows: Follows) -> Sequence[Piece]:
    """Write the lists of numbers that follow a renumbering anew."""
    gone = any(p.op == "delete" and p.b - p.a < _LIST and _has_number(old[p.a : p.b]) for p in pieces)
    if not gone:
        return pieces
    if not any(p.op == "insert" and p.d - p.c < _LIST and _has_number(new[p.c : p.d]) for p in pieces):
        return pieces
    result: list[Piece] = []
    n = 0
    while n < len(pieces):
        end = _end_of_list(old, pieces, n)
        written = _written(old, new, pieces[n:end], follows) if end > n else None
        for piece in written or pieces[n : max(end, n + 1)]:
            if result and result[-1].op == piece.op == "keep":
                piece = Piece("keep", result[-1].a, piece.b, result.pop().c, piece.d)
            result.append(piece)
        n = max(end, n + 1)
    return result


def _end_of_list(old: str, pieces: Sequence[Piece], first: int) -> int:
    """Give the piece behind the last marked one, of those with nothing but a list between them."""
    end = first
    for n in range(first, len(pieces)):
        piece = pieces[n]
        if piece.op in ("delete", "insert"):
            end = n + 1
        elif end == first or piece.op != "keep" or not _is_list(old[piece.a : piece.b]):
            break
    return end


def _is_list(text: str) -> bool:
    return len(text) <= _LONGEST and all(
        _BETWEEN.fullmatch(f"{between} ") for between in _taken_apart(text)[1]
    )


def _written(old: str, new: str, pieces: Sequence[Piece], follows: Follows) -> list[Piece] | None:
    """Write a list place by place, if it is one whose numbers follow."""
    x, y = pieces[0].a, pieces[0].c
    if max(pieces[-1].b - x, pieces[-1].d - y) > _LIST:
        return None
    olds, between = _taken_apart(old[x : pieces[-1].b])
    news, between_new = _taken_apart(new[y : pieces[-1].d])
    if len(olds) < 2 or between != between_new or olds == news:
        return None
    if not all(a == b or follows(a, b) for a, b in zip(olds, news, strict=True)):
        return None
    written: list[Piece] = []
    for kept, a, b in zip(between, [*olds, ""], [*news, ""], strict=True):
        if a == b:
            kept += a
        if kept:
            written.append(Piece("keep", x, x + len(kept), y, y + len(kept)))
            x, y = x + len(kept), y + len(kept)
        if a != b:
            written.append(Piece("delete", x, x + len(a), y, y))
            written.append(Piece("insert", x + len(a), x + len(a), y, y + len(b)))
            x, y = x + len(a), y + len(b)
    return written


def _taken_apart(text: str) -> tuple[list[str], list[str]]:
    """Give the numbers of a stretch, and what stands before, between and behind them."""
    numbers: list[str] = []
    between: list[str] = []
    at = 0
    for m in TOKEN.finditer(text):
        if _has_number(m[0]):
            numbers.append(m[0])
            between.append(text[at : m.start()])
            at = m.end()
    return numbers, [*between, text[at:]]


def _has_number(text: str) -> bool:
    return "(" in text or any(map(str.isdigit, text))
