"""From words to characters: the pieces of a script, in reading order.

White space and punctuation go with the words beside them, as far as both sides do not have them in common. A
moved sentence is a piece of its own; where it was amended, each stretch of it that was kept is a piece, and
all have one number.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch

from lawdiff.diff.tokens import Tokens, is_word
from lawdiff.diff.word_script import Hunk

ENDS = diff_match_patch()
"""For what two texts have in common at their ends. Its diff of characters and its clock are not for law."""

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
    """Writes pieces one behind the other; `x` and `y` are the characters done on each side."""

    def __init__(self, old: str, new: str, gone: Sequence[Moved], come: Sequence[Moved]) -> None:
        self.old = old
        self.new = new
        self.gone = sorted((start, end, moved.number) for moved in gone for start, end in moved.kept)
        self.come = sorted((start, end, moved.number) for moved in come for start, end in moved.kept)
        self.out: list[Piece] = []
        self.x = self.y = 0

    def keep_to(self, b: int, d: int) -> None:
        """Keep the characters up to these places."""
        a, c = self.x, self.y
        if a == b:
            return
        last = self.out[-1] if self.out else None
        if last and last.op == "keep":  # nothing can stand between
            self.out[-1] = Piece("keep", last.a, b, last.c, d)
        else:
            self.out.append(Piece("keep", a, b, c, d))
        self.x, self.y = b, d

    def replace_to(self, b: int, d: int) -> None:
        """Strike the old characters up to `b`, put in the new ones up to `d`."""
        self._strike_to(b)
        self._put_in_to(d)

    def write(self, a: Tokens, b: Tokens, hunks: Sequence[Hunk]) -> None:
        """Write the edits of words; the texts of both begin where the last piece ended."""
        at_old, at_new = self.x, self.y
        i = j = 0  # next word on each side
        for hunk in hunks:
            self._keep_words(a, b, (i, hunk.a), (j, hunk.c), at_old, at_new)
            end_old, end_new = at_old + a.start(hunk.b), at_new + b.start(hunk.d)
            lead = (
                at_old + a.start(hunk.a) if hunk.b > hunk.a else end_old,
                at_new + b.start(hunk.c) if hunk.d > hunk.c else end_new,
            )
            tail = (
                at_old + a.end(hunk.b - 1) if hunk.b > hunk.a else self.x,
                at_new + b.end(hunk.d - 1) if hunk.d > hunk.c else self.y,
            )
            self._region(end_old, end_new, lead, tail)
            i, j = hunk.b, hunk.d
        self._keep_words(a, b, (i, len(a)), (j, len(b)), at_old, at_new)
        end_old, end_new = at_old + len(a.text), at_new + len(b.text)
        self._region(end_old, end_new, (end_old, end_new), (self.x, self.y))

    def _keep_words(
        self, a: Tokens, b: Tokens, olds: tuple[int, int], news: tuple[int, int], at_old: int, at_new: int
    ) -> None:
        """Keep words that are equal on both sides, up to the end of the last one."""
        i, until = olds
        if i == until:
            return
        j = news[0]
        begin_old, begin_new = at_old + a.start(i), at_new + b.start(j)
        if self.x < begin_old or self.y < begin_new:
            self._region(begin_old, begin_new, (begin_old, begin_new), (self.x, self.y))
        end_old, end_new = at_old + a.end(until - 1), at_new + b.end(news[1] - 1)
        if self.old[begin_old:end_old] == self.new[begin_new:end_new]:
            self.keep_to(end_old, end_new)
        elif until - i == 1:
            self._keep_word(end_old, end_new)
        else:  # a gap or the typography of a word differs: look for it by halves
            half = (until - i) // 2
            self._keep_words(a, b, (i, i + half), (j, j + half), at_old, at_new)
            self._keep_words(a, b, (i + half, until), (j + half, news[1]), at_old, at_new)

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
            self.replace_to(x + s, y + t)
            self.keep_to(x + e, y + u)
        self.replace_to(end_old, end_new)

    def _region(self, b: int, d: int, lead: tuple[int, int], tail: tuple[int, int]) -> None:
        """Write what stands between two kept words; `lead` and `tail` bound what may be kept at both ends."""
        old, new, x, y = self.old, self.new, self.x, self.y
        if old[x:b] == new[y:d]:
            self.keep_to(b, d)
            return
        gone_here, come_here = _between(self.gone, x, b), _between(self.come, y, d)
        if gone_here:  # its quotation mark and its stop moved with it
            lead = min(lead[0], gone_here[0][0]), lead[1]
            tail = max(tail[0], gone_here[-1][1]), tail[1]
        if come_here:
            lead = lead[0], min(lead[1], come_here[0][0])
            tail = tail[0], max(tail[1], come_here[-1][1])
        head = foot = 0
        limit = min(lead[0] - x, lead[1] - y)
        while head < limit and old[x + head] == new[y + head]:
            head += 1
        limit = min(b - max(tail[0], x + head), d - max(tail[1], y + head))
        while foot < limit and old[b - foot - 1] == new[d - foot - 1]:
            foot += 1
        self.keep_to(x + head, y + head)
        gone, added = old[x + head : b - foot], new[y + head : d - foot]
        if added and not is_word(added) and is_word(gone) and not added[0].isspace():
            self._put_in_to(d - foot)  # a comma stays with the word before it
            self._strike_to(b - foot)
        else:
            self.replace_to(b - foot, d - foot)
        self.keep_to(b, d)

    def _strike_to(self, end: int) -> None:
        for first, last, n in _between(self.gone, self.x, end):
            self._mark("delete", first)
            held = self.out[-1] if self.out else None
            if held and held.op == "move_from" and held.move == n:  # something was put in between, there
                self.out[-1] = held._replace(b=last)
            else:
                self.out.append(Piece("move_from", first, last, self.y, self.y, n))
            self.x = last
        self._mark("delete", end)

    def _put_in_to(self, end: int) -> None:
        for first, last, n in _between(self.come, self.y, end):
            self._mark("insert", first)
            held = self.out[-1] if self.out else None
            if held and held.op == "move_to" and held.move == n:  # something was struck between, there
                self.out[-1] = held._replace(d=last)
            else:
                self.out.append(Piece("move_to", self.x, self.x, first, last, n))
            self.y = last
        self._mark("insert", end)

    def _mark(self, op: Literal["delete", "insert"], end: int) -> None:
        """Mark up to `end`; what stands together is one piece."""
        start = self.x if op == "delete" else self.y
        if start == end:
            return
        last = self.out[-1] if self.out else None
        if op == "delete":
            if last and last.op == op:
                self.out[-1] = last._replace(b=end)
            else:
                self.out.append(Piece(op, start, end, self.y, self.y))
            self.x = end
        else:
            if last and last.op == op:
                self.out[-1] = last._replace(d=end)
            else:
                self.out.append(Piece(op, self.x, self.x, start, end))
            self.y = end


def _between(moved: Sequence[tuple[int, int, int]], start: int, end: int) -> Sequence[tuple[int, int, int]]:
    """Give the stretches, sorted, that begin in one."""
    return moved[bisect_left(moved, (start,)) : bisect_left(moved, (end,))] if moved else ()
