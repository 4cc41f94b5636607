"""The contents of what goes on paper: parts and sections that are shown, in order, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from lawdiff.render.layout.blocks import Passage

_LEAST = 8
"""Headings. Below, the list of changes leads to all of them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents: number and heading, its depth in the outline from 0, the place's fragment."""

    label: str
    level: int
    fragment: str


def contents_of(passages: Iterable[Passage]) -> tuple[Heading, ...]:
    """Give the headings; none where there are few. A place that a section left has no line of its own."""
    named = [passage for passage in passages if passage.label and passage.anchor and passage.type != "gone"]
    top = min((passage.level for passage in named), default=0)
    lines = tuple(Heading(passage.label, passage.level - top, passage.anchor) for passage in named)
    return lines if len(lines) > _LEAST else ()
