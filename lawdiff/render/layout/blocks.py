"""What a layout is made of: passages of blocks of marked text, as plain values."""

import unicodedata
from typing import Literal

from msgspec import Struct

from lawdiff.render.layout.quiet import Line, Section
from lawdiff.render.layout.reasons import Note
from lawdiff.render.layout.runs import Runs, is_marked, is_whole, text_of

Fate = Literal["keep", "delete", "insert", "move"]
"""Whether a provision or row stands on both sides, only on one, or came from elsewhere."""


class Marker(Struct, frozen=True, gc=False):
    """The number of a change where it stands, the place's fragment, and the places before and behind.

    `name` is the provision as one cites it.
    """

    number: int
    id: str
    fragment: str
    previous: str = ""
    following: str = ""
    name: str = ""


class Cell(Struct, frozen=True, gc=False):
    """A cell: its paragraphs, the column it begins in, from 0, and the columns and rows that it spans."""

    header: bool
    paragraphs: tuple[Runs, ...]
    at: int = 0
    cols: int = 1
    rows: int = 1

    @property
    def length(self) -> int:
        """Characters of its text."""
        return sum(len(run.text) for runs in self.paragraphs for run in runs)


class Row(Struct, frozen=True, gc=False):
    """A row of a table."""

    fate: Fate
    cells: tuple[Cell, ...]
    markers: tuple[Marker, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether anything differs in it."""
        return self.fate != "keep" or any(is_marked(runs) for cell in self.cells for runs in cell.paragraphs)


class Block(Struct, frozen=True, gc=False):
    """A paragraph, a heading inside a section, a table, or a sentence of ours, set in by `depth` (from 0).

    `struck`: a note with what is left out of the text above; its marker has the note's number.
    `moved`: it came from another place; `whole`: all of it is new, or gone; `rtl`: it reads from the right.
    `numeric` says of each column of a table whether it holds figures. `quiet`: paragraphs that are the same
    on both sides, as `lines`.
    """

    type: Literal["paragraph", "heading", "note", "table", "said", "struck", "quiet"]
    depth: int
    runs: Runs
    markers: tuple[Marker, ...] = ()
    notes: tuple[Note, ...] = ()
    rows: tuple[Row, ...] = ()
    numeric: tuple[bool, ...] = ()
    moved: bool = False
    quoted: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether anything differs in it."""
        return self.moved or is_marked(self.runs) or any(row.marked for row in self.rows)

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """The notes beside it and beside its rows."""
        return self.notes + tuple(note for row in self.rows for note in row.notes)

    @property
    def length(self) -> int:
        """Characters of its text, without those of its table."""
        return sum(len(run.text) for run in self.runs)

    def is_figure(self, at: int) -> bool:
        """Whether a column holds figures. One that only a view has, where spans stand in each other's way,
        holds none.
        """
        return at < len(self.numeric) and self.numeric[at]

    def widths(self, room: float, *, apart: bool = False) -> tuple[float, ...]:
        """Shares of a table's columns in the `room` (millimetres), in percent: by their words.

        What fits gets what it takes; the others share what is left by the roots of their lengths, for they
        may take more lines. `apart`: the sides stand beside each other, in columns of the same shares.
        """
        words, texts = self._measured(apart)
        columns: dict[int, float] = {}
        waiting = list(range(len(words)))
        while waiting:
            part = max(room - sum(columns.values()), 0.0) / sum(texts[i] ** 0.5 for i in waiting)
            fitting = [i for i in waiting if texts[i] <= part * texts[i] ** 0.5]
            for i in fitting or waiting:
                columns[i] = texts[i] if fitting else max(words[i], part * texts[i] ** 0.5)
            waiting = [i for i in waiting if i not in columns]
        total = sum(columns.values())
        return tuple(round(100 * columns[i] / total, 1) for i in range(len(words)))

    def size(self, room: float, *, apart: bool = False) -> float:
        """Size of a table's type, from 1 down to 0.6, at which its longest words find room."""
        words, _ = self._measured(apart)
        return max(0.6, min(1.0, round(room / max(sum(words), 1.0), 2)))

    def spreads(self, room: float) -> bool:
        """Whether a table needs all the room: its longest texts do not stand beside each other in it."""
        return sum(self._measured(False)[1]) > room

    def _measured(self, apart: bool) -> tuple[list[float], list[float]]:
        """Millimetres that each column of a table takes for its longest word, and for its longest text."""
        words, texts = [4.0] * len(self.numeric), [4.0] * len(self.numeric)
        for row in self.rows:
            for cell in row.cells:
                i = cell.at
                for runs in cell.paragraphs if cell.cols == 1 and i < len(words) else ():
                    for gone in ("insert", "delete") if apart else ("",):
                        text = text_of(run for run in runs if run.op not in (gone, "remark"))
                        longest = max(map(_letters, text.split()), default=0.0)
                        words[i] = max(words[i], 1.95 * min(longest, 11) + 3.5)
                        texts[i] = max(texts[i], 1.95 * min(len(text), 900) + 3.5)
        return words, texts

    def first_rows(self, room: float) -> float:
        """Height of a table's first two rows, in millimetres, about."""
        shares = self.widths(room)
        heights = (
            max(
                (
                    sum(-(-len(text_of(runs)) * 190 // (share * room)) for runs in cell.paragraphs)
                    for cell in row.cells
                    if (share := sum(shares[cell.at : cell.at + cell.cols]))
                ),
                default=1,
            )
            for row in self.rows[:2]
        )
        return sum(4.7 * lines + 1.4 for lines in heights)

    @property
    def whole(self) -> bool:
        """Whether all of it is new, or gone."""
        return is_whole(self.runs) and not self.rows

    @property
    def leads(self) -> bool:
        """Whether it leads in what follows: it ends in a colon or dash, on either side of a mark."""
        return bool(self.runs) and text_of(self.runs).rstrip().endswith((":", "—", "–", "-"))

    @property
    def only_number(self) -> bool:
        """Whether nothing but its number is another one."""
        ops = {run.op for run in self.runs if run.text.strip()}
        return "was" in ops and ops <= {"keep", "now", "was", "remark"} and not self.rows

    @property
    def rtl(self) -> bool:
        """Whether it reads from the right to the left: its first letter decides (Unicode's rule P2)."""
        for run in self.runs:
            if (found := _direction(run.text)) is not None:
                return found
        cells = (runs for row in self.rows for cell in row.cells for runs in cell.paragraphs)
        told = (found for runs in cells if (found := _direction(text_of(runs))) is not None)
        return next(told, False)


class Passage(Struct, frozen=True, gc=False):
    """A piece of the running order: a section or a heading of part or chapter, or what is said of some.

    `label` is number and heading without marks, for running heads and bookmarks; `level` its depth in the
    outline from 0; `fate` says whether it stands on both sides. `quiet` is a section that is the same on both
    sides, in place of heading and blocks. `said` is a sentence ("§§ 4 to 11 are
    unchanged"); then there is nothing else.
    """

    type: Literal["section", "container", "gone", "unchanged", "said"]
    level: int = 0
    label: str = ""
    heading: Block | None = None
    blocks: tuple[Block, ...] = ()
    fate: Fate = "keep"
    said: str = ""
    anchor: str = ""
    quiet: Section | None = None


def _letters(word: str) -> float:
    """Width of a word in small letters: a capital is as wide as 1.3."""
    return sum(1.3 if letter.isupper() else 1.0 for letter in word)


def fitted(text: str, room: int) -> str:
    """Cut a text at a word where it takes more than the room of so many small letters.

    >>> fitted("Procurement, construction", 20), fitted("PROCUREMENT, CONSTRUCTION", 20)
    ('Procurement,…', 'PROCUREMENT,…')
    >>> fitted("Procurement", 12), fitted("PROCUREMENT", 12)
    ('Procurement', 'PROCUREM…')
    """
    if _letters(text) <= room:
        return text
    end, used = 0, 1.0
    while used + _letters(text[end]) <= room:
        used += _letters(text[end])
        end += 1
    whole = text[:end] if text[end].isspace() else text[:end].rpartition(" ")[0]
    return f"{(whole or text[:end]).rstrip()}…"


def reads_from_right(text: str) -> bool:
    """Whether the first letter with a direction is of a script written from the right."""
    return bool(_direction(text))


def _direction(text: str) -> bool | None:
    """Whether the first letter with a direction is written from the right; `None` without one."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return None
