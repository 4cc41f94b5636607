"""A citation: words in running text that name a provision, and the path that they name."""

from dataclasses import dataclass
from typing import Literal, get_args

Level = Literal[
    "title", "part", "chapter", "section", "article", "clause", "rule", "schedule", "annex",
    "subsection", "paragraph", "subparagraph", "letter", "number", "item", "sentence", "row", "definition",
    "heading", "table",
]  # fmt: skip
"""Levels of a path, named as the field names them."""

LEVELS: tuple[str, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `num` is bare: "12 a", "3-4", "a", "iv"; ordinals are digits."""

    level: Level
    num: str


Path = tuple[Step, ...]
"""Steps from the outermost in."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters `start` to `end` (offsets in code points from 0) of a text name `path`.

    `work` is the law that the words name ("straffeloven", "this Act"), empty where they name none.
    """

    start: int
    end: int
    path: Path
    work: str = ""
