"""Reasons beside changes: what the report says of each, given once in a section.

A passage that is tied to several changes of one section stands at the first of them and bears all their
numbers. A long passage that was already given in another section is named, not given again.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.redline import Change, Rationale, ReportSide
from lawdiff.model.report import Role
from lawdiff.render.labels import Labels
from lawdiff.render.wording import source, speaker

_LONG = 400
"""Characters. What is shorter is quoted again in the next section."""


class Saying(Struct, frozen=True, gc=False):
    """A passage of a report: who speaks (empty where nobody is named), the words, and where they stand."""

    speaker: str
    role: Role
    quote: str
    source: str


class Note(Struct, frozen=True, gc=False):
    """Passages for the changes with these numbers. `same_as`: given at that change, and not here."""

    numbers: tuple[int, ...]
    sayings: tuple[Saying, ...]
    same_as: int = 0


def notes_for(
    changes: Iterable[Change],
    reports: tuple[ReportSide, ...],
    labels: Labels,
    shown: dict[tuple[int, str], int],
) -> dict[str, tuple[Note, ...]]:
    """Give the notes of the changes of one section, by the id of the change at which each stands.

    `shown` says at which change each passage was given in earlier sections, and is added to.
    """
    first: dict[tuple[int, str], tuple[str, Rationale, list[int]]] = {}
    for change in changes:
        for rationale in change.rationale:
            key = (rationale.report, rationale.passage)
            numbers = first.setdefault(key, (change.id, rationale, []))[2]
            if change.number not in numbers:
                numbers.append(change.number)
    notes: dict[str, list[Note]] = {}
    for key, (change_id, rationale, numbers) in first.items():
        here = notes.setdefault(change_id, [])
        if key in shown and len(rationale.quote) > _LONG:
            here.append(Note(tuple(numbers), (), shown[key]))
            continue
        shown.setdefault(key, numbers[0])
        saying = _saying(rationale, reports, labels)
        if here and here[-1].numbers == tuple(numbers) and not here[-1].same_as:
            here[-1] = replace(here[-1], sayings=(*here[-1].sayings, saying))
        else:
            here.append(Note(tuple(numbers), (saying,)))
    return {change_id: tuple(found) for change_id, found in notes.items()}


def _saying(rationale: Rationale, reports: tuple[ReportSide, ...], labels: Labels) -> Saying:
    quote = rationale.quote.strip()
    # The report's own words mostly name the speaker ("The majority proposes …"); then nothing is put before.
    named = bool(rationale.speaker) and rationale.speaker.casefold() in quote.casefold()
    who = "" if named else speaker(rationale, labels)
    return Saying(who, rationale.role, quote, source(rationale, reports, labels))
