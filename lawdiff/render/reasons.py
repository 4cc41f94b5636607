"""Reasons beside changes: what the report says of each, given once in a section.

A passage that is tied to several changes of one section stands at the first of them and bears all their
numbers. A long passage that was already given in another section is named, not given again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lawdiff.model.redline import Change, Rationale, ReportSide
from lawdiff.model.report import Role
from lawdiff.render.labels import Labels

_LONG = 400
"""Characters. What is shorter is quoted again in the next section."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A passage of a report: who speaks (empty where nobody is named), the words, and where they stand."""

    speaker: str
    role: Role
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Note:
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
    speaker = ""
    # The report's own words mostly name the speaker ("The majority proposes …"); then nothing is put before.
    if rationale.speaker and rationale.speaker.casefold() not in quote.casefold():
        speaker = rationale.speaker
    elif rationale.role and not rationale.speaker and labels.has(f"role_{rationale.role}"):
        speaker = labels.say(f"role_{rationale.role}")
    return Saying(speaker, rationale.role, quote, source_of(rationale, reports, labels))


def source_of(rationale: Rationale, reports: tuple[ReportSide, ...], labels: Labels) -> str:
    """Say where a passage stands and what ties it to the change."""
    key = f"basis_{rationale.basis}"
    if rationale.evidence and rationale.basis == "citation":
        basis = labels.say("basis_evidence", evidence=rationale.evidence)
    else:
        basis = labels.say(key) if labels.has(key) else rationale.basis
    heading = rationale.heading or rationale.passage
    if len(reports) > 1 and 0 < rationale.report <= len(reports):
        title = reports[rationale.report - 1].title
        return labels.say("note_source_report", report=title, heading=heading, basis=basis)
    return labels.say("note_source", heading=heading, basis=basis)
