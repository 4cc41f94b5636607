"""Who speaks in the reports, what they are for and against (`stances`), and what they say of each section.

A bare "The majority" is taken for the one that is named in the same report, if only one is; where there are
two, it stays as it is. Nothing else is inferred.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lawdiff.model.redline import Rationale, Redline
from lawdiff.render.labels import Labels
from lawdiff.render.layout.front import shortened
from lawdiff.render.summary.stances import Stance, sentences_of, stance_of, votes_in
from lawdiff.render.wording import speaker

NAME, QUOTE = 170, 150
"""Characters that are shown of a speaker and of a passage."""
VOICES, PARTIES, PLACES, VOTES = 4, 6, 14, 3
"""How many are shown of each, at most."""

_ROLES = ("majority", "minority", "group", "all", "government", "")
_STANCES: tuple[Stance, ...] = ("for", "against", "")
_WORD = 16
"""Characters of a section's number that stays in one line."""

Beside = Sequence[tuple[str, Sequence[Rationale]]]
"""Sections, each with the passages that stand beside its changes."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says of a section; `who` is empty where the report itself speaks."""

    stance: Stance
    who: str
    quote: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks in the report, and the sections that they are for and against."""

    who: str
    favours: str
    opposes: str


def known_names(redline: Redline) -> dict[tuple[int, str], str]:
    """Say for each report and role who alone is named in it with members or parties."""
    tails: dict[tuple[int, str], dict[str, str]] = {}
    for reason in (*(r for change in redline.changes for r in change.rationale), *redline.unlinked):
        head, comma, tail = reason.speaker.partition(", ")
        if comma and head and reason.role:
            tails.setdefault((reason.report, reason.role), {}).setdefault(tail.casefold(), reason.speaker)
    return {key: next(iter(found.values())) for key, found in tails.items() if len(found) == 1}


def _full_name(reason: Rationale, names: Mapping[tuple[int, str], str], labels: Labels) -> str:
    known = names.get((reason.report, reason.role))
    _, comma, _ = reason.speaker.partition(", ")
    if known and reason.role in ("majority", "minority") and (comma or len(reason.speaker.split()) <= 3):
        return known
    return speaker(reason, labels)


def voices_of(
    reasons: Iterable[Rationale], names: Mapping[tuple[int, str], str], labels: Labels
) -> tuple[Voice, ...]:
    """Say who says what of a section: who is for it, who is against it, then the others, each once."""
    found: dict[tuple[Stance, str], tuple[tuple[int, int], Voice]] = {}
    for reason in reasons:
        stance, sentence = stance_of(reason)
        who = _full_name(reason, names, labels)
        rank = (_STANCES.index(stance), _ROLES.index(reason.role))
        short = shortened(who.partition(", ")[0], NAME)
        found.setdefault((stance, who), (rank, Voice(stance, short, _quoted(reason, sentence))))
    stated = {who for stance, who in found if stance}
    told = [one for (stance, who), one in found.items() if stance or who not in stated]
    speaking = [one for one in told if one[1].who]
    told = speaking if len(speaking) > 1 else told  # those who take a part tell more than what nobody says
    return tuple(voice for _, voice in sorted(told, key=lambda one: one[0])[:VOICES])


def _quoted(reason: Rationale, sentence: str) -> str:
    """Quote a passage from a sentence on, without the name of who speaks."""
    sentences = sentences_of(reason.quote)
    at = sentences.index(sentence) if sentence in sentences else 0
    text = " ".join(sentences[at:])
    name = " ".join(reason.speaker.split())
    if name and text.startswith(name):
        text = f"… {text.removeprefix(name).lstrip(' ,')}"
    return shortened(text, QUOTE)


def parties_of(beside: Beside, names: Mapping[tuple[int, str], str], labels: Labels) -> tuple[Party, ...]:
    """Say of each who speaks what they are for and against, by role; all who speak where nobody says it."""
    found: dict[str, dict[Stance, list[str]]] = {}
    roles: dict[str, int] = {}
    for place, reasons in beside:
        for reason in reasons:
            if not (reason.role or reason.speaker):
                continue
            who = _full_name(reason, names, labels)
            roles.setdefault(who, _ROLES.index(reason.role))
            said = found.setdefault(who, {stance: [] for stance in _STANCES})[stance_of(reason)[0]]
            said += [] if place in said else [place]
    stated = [who for who in found if found[who]["for"] or found[who]["against"]]
    ranked = sorted(stated or found, key=roles.__getitem__)
    hidden = len(ranked) - PARTIES
    rest = (Party(labels.count("more_items", hidden), "", ""),) if hidden > 0 else ()
    told = tuple(
        Party(
            shortened(who, NAME), some_of(found[who]["for"], labels), some_of(found[who]["against"], labels)
        )
        for who in ranked[:PARTIES]
    )
    return told + rest


def some_of(places: Sequence[str], labels: Labels) -> str:
    """Name places, and count those that are too many."""
    short = (shortened(place, 40) for place in places[:PLACES])
    shown = ", ".join(one.replace(" ", "\N{NO-BREAK SPACE}") if len(one) < _WORD else one for one in short)
    hidden = len(places) - PLACES
    return f"{shown} {labels.count('more_items', hidden)}" if hidden > 0 else shown


def votes_of(beside: Beside, unlinked: Iterable[Rationale]) -> tuple[str, ...]:
    """Quote the sentences that count votes, each once, with the section they stand beside."""
    found: dict[str, str] = {}
    for place, reasons in (*beside, ("", unlinked)):
        for reason in reasons:
            for sentence in votes_in(reason.quote):
                found.setdefault(sentence, place)
    told = [shortened(f"{place} · {said}" if place else said, QUOTE) for said, place in found.items()]
    return tuple(told[:VOTES])
