"""A committee's report: passages with their headings, and who speaks."""

from dataclasses import dataclass
from typing import Literal

from lawdiff.model.expression import Origin

Role = Literal["all", "majority", "minority", "group", "government", ""]
"""Whose words a passage holds: everyone's, the majority's, a minority's, a group's of unknown size, the
government's as retold by the committee; empty where the text does not say."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a report.

    `id` is unique in the report. `heading` is the nearest heading above it and `trail` all of them, outermost
    first. `speaker` is the phrase that names who speaks ("The majority, the members from A and B"), carried
    from an earlier paragraph where this one says "these members". `refs` are targets of links in it.
    """

    id: str
    text: str
    heading: str = ""
    trail: tuple[str, ...] = ()
    speaker: str = ""
    role: Role = ""
    refs: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read, its passages in the order of the text."""

    title: str
    format: str
    origin: Origin
    passages: tuple[Passage, ...]
    date: str = ""
    language: str = ""
