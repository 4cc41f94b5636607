"""What the text of one version is made of for Word: words, ends of paragraphs, tables, sentences of ours."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from lawdiff.render.layout.runs import Piece

Style = Literal[
    "part", "chapter", "subchapter", "section", "subheading", "text", "item", "footnote", "caption", "cell",
    "head_cell", "said",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: its style, how far it is set in, its level in the outline (0: none)."""

    style: Style
    depth: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text with one fate. `key` is the same on both sides where it is kept.

    `change` is the change whose edit it is, `move` names words that moved, `mover` the innermost provision
    that moved and holds it, `here` are the changes that stand where it begins.
    """

    pieces: tuple[Piece, ...]
    key: Hashable = None
    change: str = ""
    move: str = ""
    mover: str = ""
    here: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a paragraph. `after` is the key of the last kept words before it."""

    look: Look
    key: Hashable = None
    after: Hashable = None
    mover: str = ""
    here: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; its stream ends with the end of a paragraph.

    `cols` and `rows` are what it spans; `merge`: it goes on below ("restart"), or is that ("continue").
    """

    header: bool
    tokens: tuple["Token", ...]
    cols: int = 1
    rows: int = 1
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    key: Hashable
    cells: tuple[Cell, ...]
    mover: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, set in by `depth`."""

    key: Hashable
    rows: tuple[Row, ...]
    depth: int = 0
    mover: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of ours and headings that are the same on both sides, each with its look: never tracked."""

    key: Hashable
    lines: tuple[tuple[str, Look], ...]


Token = Words | End | Table | Said
Stream = tuple[Token, ...]
