"""From words to characters: the pieces of a script, in reading order.

White space and punctuation go with the words beside them, as far as both sides do not have them in common. A
moved sentence is a piece of its own; where it was amended, each stretch of it that was kept is a piece, and
all have one number.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from lawdiff.diff.tokens import Tokens
from lawdiff.diff.word_script import Hunk

_LOOKED_THROUGH = 256
"""Words in a row that are looked through from their beginning for what differs in typography."""

_LETTERS = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
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


_piece = tuple.__new__
"""Makes a piece in half the time of its own constructor."""


class Moved(NamedTuple):
    """A sentence that moved, on one side: where it stands, which stretches were kept, the number of its move,
    and that of its text where there are several.
    """

    start: int
    end: int
    kept: tuple[tuple[int, int], ...]
    number: int
    of: int = 0


class Writer:
    """Writes pieces one behind the other; `x` and `y` are the characters done on each side.

    What is kept becomes a piece when something is marked behind it.
    """

    def __init__(self, old: str, new: str, gone: Sequence[Moved], come: Sequence[Moved]) -> None:
        self.old = old
        self.new = new
        self.gone = _kept(gone) if gone else []
        self.come = _kept(come) if come else []
        self.out: list[Piece] = []
        self.x = self.y = 0
        self.kept_x = self.kept_y = 0  # up to here it is written

    def keep_to(self, b: int, d: int) -> None:
        """Keep the characters up to these places."""
        self.x, self.y = b, d

    def replace_to(self, b: int, d: int) -> None:
        """Strike the old characters up to `b`, put in the new ones up to `d`."""
        if self.x < b:
            self._strike_to(b)
        if self.y < d:
            self._put_in_to(d)

    def finish(self) -> tuple[Piece, ...]:
        """Keep the rest, and give all pieces."""
        self.x, self.y = len(self.old), len(self.new)
        self._write_kept()
        return tuple(self.out)

    def write(self, a: Tokens, b: Tokens, hunks: Sequence[Hunk]) -> None:
        """Write the edits of words; both stretches begin where the last piece ended."""
        old, new = self.old, self.new
        plain = not self.gone and not self.come
        i = j = 0  # next word on each side
        for start_a, end_a, start_b, end_b in hunks:
            tail_old, lead_old = a[start_a]
            tail_new, lead_new = b[start_b]
            end_old, begin_old = a[end_a] if start_a < end_a else (lead_old, lead_old)
            end_new, begin_new = b[end_b] if start_b < end_b else (lead_new, lead_new)
            if plain and old[self.x : lead_old] == new[self.y : lead_new]:
                # The gaps before are the same: what is behind the words is the same, or goes with them.
                if start_a == end_a or start_b == end_b:
                    end_old, end_new = begin_old, begin_new
                if old[end_old:begin_old] == new[end_new:begin_new]:
                    self._replace(lead_old, end_old, lead_new, end_new)
                    self.x, self.y = begin_old, begin_new
                    i, j = end_a, end_b
                    continue
                end_old, end_new = a[end_a][0], b[end_b][0]
            if i == start_a:
                tail_old, tail_new = self.x, self.y
            elif old[self.x : tail_old] == new[self.y : tail_new]:
                self.x, self.y = tail_old, tail_new
            else:
                self._keep_words(a, b, (i, start_a), (j, start_b))
            i, j = end_a, end_b
            if start_a < end_a:
                tail_old = end_old
            if start_b < end_b:
                tail_new = end_new
            self._region(begin_old, begin_new, (lead_old, lead_new), (tail_old, tail_new))
        if old[self.x : a.end] == new[self.y : b.end]:
            self.x, self.y = a.end, b.end
            return
        if i < len(a.words):
            self._keep_words(a, b, (i, len(a.words)), (j, len(b.words)))
        self._region(a.end, b.end, (a.end, b.end), (self.x, self.y))

    def _replace(self, a: int, b: int, c: int, d: int) -> None:
        """Keep what comes before characters a to b, c to d; strike and put in what is between."""
        x, y, out = self.kept_x, self.kept_y, self.out
        if x < a:
            out.append(_piece(Piece, ("keep", x, a, y, c, 0)))
            if a < b:
                out.append(_piece(Piece, ("delete", a, b, c, c, 0)))
            if c < d:
                out.append(_piece(Piece, ("insert", b, b, c, d, 0)))
            self.kept_x, self.kept_y = b, d
            return
        self.x, self.y = a, c
        if a < b:
            self._mark("delete", b, c)
        if c < d:
            self._mark("insert", b, d)

    def _keep_words(self, a: Tokens, b: Tokens, olds: tuple[int, int], news: tuple[int, int]) -> None:
        """Keep words that are equal on both sides, up to the end of the last one."""
        i, until = olds
        j = news[0]
        begin_old, begin_new = a[i][1], b[j][1]
        if self.x < begin_old or self.y < begin_new:
            self._region(begin_old, begin_new, (begin_old, begin_new), (self.x, self.y))
        end_old, end_new = a[until][0], b[news[1]][0]
        if self.old[begin_old:end_old] == self.new[begin_new:end_new]:
            self.x, self.y = end_old, end_new
        elif until - i == 1:
            self._keep_word(end_old, end_new)
        else:  # a gap or the typography of a word differs: in long stretches look for it by halves
            if until - i > _LOOKED_THROUGH:
                half = (until - i) // 2
            else:
                same = Prefix.similarity(self.old[begin_old:end_old], self.new[begin_new:end_new])
                half = min(max(a.index(begin_old + int(same)) - i, 1), until - i - 1)
            self._keep_words(a, b, (i, i + half), (j, j + half))
            self._keep_words(a, b, (i + half, until), (j + half, news[1]))

    def _keep_word(self, end_old: int, end_new: int) -> None:
        """Keep a word; where only its typography differs, its letters are kept and the rest is not a word."""
        word, twin = self.old[self.x : end_old], self.new[self.y : end_new]
        letters = [m.span() for m in _LETTERS.finditer(word)]
        others = [m.span() for m in _LETTERS.finditer(twin)]
        if word == twin or len(letters) != len(others):
            self._region(end_old, end_new, (end_old, end_new), (end_old, end_new))
            return
        x, y = self.x, self.y
        for (s, e), (t, u) in zip(letters, others, strict=True):
            if word[s:e] == twin[t:u]:
                self.replace_to(x + s, y + t)
                self.keep_to(x + e, y + u)
        self.replace_to(end_old, end_new)

    def _region(self, b: int, d: int, lead: tuple[int, int], tail: tuple[int, int]) -> None:
        """Write what stands between two kept words; `lead` and `tail` bound what may be kept at both ends."""
        old, new, x, y = self.old, self.new, self.x, self.y
        if old[x:b] == new[y:d]:
            self.x, self.y = b, d
            return
        gone_here = _between(self.gone, x, b) if self.gone else ()
        come_here = _between(self.come, y, d) if self.come else ()
        if gone_here:  # its quotation mark and its stop moved with it
            lead = min(lead[0], gone_here[0][0]), lead[1]
            tail = max(tail[0], gone_here[-1][1]), tail[1]
        if come_here:
            lead = lead[0], min(lead[1], come_here[0][0])
            tail = tail[0], max(tail[1], come_here[-1][1])
        limit = min(lead[0] - x, lead[1] - y)
        if limit > 0 and old[x : x + limit] != new[y : y + limit]:
            limit = int(Prefix.similarity(old[x : x + limit], new[y : y + limit]))
        if limit > 0:
            self.x, self.y = x, y = x + limit, y + limit
        limit = min(b - max(tail[0], x), d - max(tail[1], y))
        if limit > 0 and old[b - limit : b] != new[d - limit : d]:
            limit = int(Postfix.similarity(old[b - limit : b], new[d - limit : d]))
        until, end = (b - limit, d - limit) if limit > 0 else (b, d)
        if gone_here or come_here:
            self.replace_to(until, end)
        elif x < until or y < end:
            self._replace(x, until, y, end)
        self.x, self.y = b, d

    def _strike_to(self, end: int) -> None:
        if self.gone:
            for first, last, n in _between(self.gone, self.x, end):
                if self.x < first:
                    self._mark("delete", first, self.y)
                self._write_kept()
                held = self.out[-1] if self.out else None
                if held and held.op == "move_from" and held.move == n:  # something was put in between, there
                    self.out[-1] = held._replace(b=last)
                else:
                    self.out.append(Piece("move_from", self.x, last, self.y, self.y, n))
                self.x = self.kept_x = last
        if self.x < end:
            self._mark("delete", end, self.y)

    def _put_in_to(self, end: int) -> None:
        if self.come:
            for first, last, n in _between(self.come, self.y, end):
                if self.y < first:
                    self._mark("insert", self.x, first)
                self._write_kept()
                held = self.out[-1] if self.out else None
                if held and held.op == "move_to" and held.move == n:  # something was struck between, there
                    self.out[-1] = held._replace(d=last)
                else:
                    self.out.append(Piece("move_to", self.x, self.x, self.y, last, n))
                self.y = self.kept_y = last
        if self.y < end:
            self._mark("insert", self.x, end)

    def _mark(self, op: Literal["delete", "insert"], b: int, d: int) -> None:
        """Mark up to these places, of which one is where we are; what stands together is one piece."""
        x, y = self.x, self.y
        if self.kept_x < x:
            self._write_kept()
        out = self.out
        if out and out[-1].op == op:
            last = out[-1]
            out[-1] = _piece(Piece, (op, last.a, b, last.c, d, 0))
        else:
            out.append(_piece(Piece, (op, x, b, y, d, 0)))
        self.x = self.kept_x = b
        self.y = self.kept_y = d

    def _write_kept(self) -> None:
        if self.kept_x < self.x:
            self.out.append(_piece(Piece, ("keep", self.kept_x, self.x, self.kept_y, self.y, 0)))
            self.kept_x, self.kept_y = self.x, self.y


def _kept(moved: Iterable[Moved]) -> list[tuple[int, int, int]]:
    """Give the stretches that were kept, and the number of their move, sorted."""
    return sorted((start, end, m.number) for m in moved for start, end in m.kept)


def _between(moved: Sequence[tuple[int, int, int]], start: int, end: int) -> Sequence[tuple[int, int, int]]:
    """Give the stretches, sorted, that begin in one."""
    return moved[bisect_left(moved, (start,)) : bisect_left(moved, (end,))] if moved else ()
