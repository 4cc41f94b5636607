"""A redline on one page: what changes, in words and figures, who wants it and who does not.

Changes of one section stand together, as reports speak of sections. The order is a rule: sections in which
something other than a number, a place or typography changed; of these first those with a changed figure, date
or period, then those that a passage of a report stands beside, then those of most words, then as in the act.
The first are told at length, the others in a line each, and what does
not fit on the page is counted (`Summary.lengths`).

A figure is what was struck together with what was put in for it, where both hold a number, or a word for a
stretch of time (CLDR, by Babel), and neither is the number of a provision. For and against are `stances`.

A bare "The majority" is taken for the one that is named in the same report, if only one is; where there are
two, it stays as it is. Nothing else is inferred.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from babel import Locale, UnknownLocaleError
from babel.units import format_unit
from msgspec import structs

from lawdiff.model.provision import CONTAINERS
from lawdiff.model.redline import Change, ChangeKind, Node, Rationale, Redline
from lawdiff.render.excerpt import Line, Piece, Shown, excerpts, title
from lawdiff.render.folds import tidy
from lawdiff.render.front import Fact, facts_of, gist_of, shortened, summary_of, title_of_redline
from lawdiff.render.labels import Labels
from lawdiff.render.presented import named, presented
from lawdiff.render.runs import Runs
from lawdiff.render.stances import Stance, sentences_of, stance_of, votes_in
from lawdiff.render.wording import kinds, moved_from, parted, speaker, version, was_before

TITLE, WARNING, NAME, QUOTE, GIST, SHORT, HEADING = 160, 160, 170, 150, 150, 60, 80
"""Characters that are shown of a title, a warning, a speaker, a passage, new words (at length and in a line),
a section's heading.
"""
FIGURES, VOICES, PARTIES, PLACES, VOTES, WARNINGS = 8, 4, 6, 14, 3, 2
"""How many are shown of each, at most; the rest is counted."""

_FIRST, _MOST = 3, 40
"""Sections told at length before any is in a line, and those in a line that are tried on one page."""
_LIGHT: frozenset[ChangeKind] = frozenset({"substitution", "renumbering", "move"})
_ROLES = ("majority", "minority", "group", "all", "government", "")
_STANCES: tuple[Stance, ...] = ("for", "against", "")
_WORD = 16
"""Characters of a section's number that stays in one line."""
_SMALL = 3
"""Letters of a word that leads on to what is not shown: "of", "for"."""
_SIDE = 48
"""Characters of a figure with the words that belong to it: "less than 1 g or fewer than 5 pills"."""
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_LEVELS = (
    r"(?:sub)?sections?|sec\.|(?:sub)?paragraphs?|articles?|art\.|chapters?|parts?|titles?|annex|schedules?"
    r"|regulations?|rules?|items?|points?|letters?|columns?|kapittel|kapitel|ledd|bokstav|punkt|nr\.|no\."
    r"|artikkel|artikels?|absatz|paragraf\w*|lid|artigo|artículo"
)
_PROVISION = re.compile(rf"(?i)(?:§+|\b(?:{_LEVELS}))[\s\u00a0]*(?:\(\w+\))*$")
_CITED = re.compile(rf"(?i)(?:§|\b(?:{_LEVELS})\s+\(?\w{{0,3}}\d|^\(?\w{{1,4}}\)?(?:\(\w{{1,4}}\))+$|=)")
"""A citation, a number in brackets, or a formula."""
_TIMES = ("year", "month", "week", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Figure:
    """A changed sum, amount, date or period, with the words beside it; `place` is inside the section."""

    place: str
    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says of a section; `who` is empty where the report itself speaks."""

    stance: Stance
    who: str
    quote: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What changes in one section.

    `gist` quotes its longest change without a figure, which is at `place`, and `short` the same in a few
    words, where the section's heading does not say it.
    """

    numbers: str
    name: str
    was: str
    kinds: str
    changes: int
    inserted: int
    deleted: int
    figures: tuple[Figure, ...]
    more_figures: int
    place: str
    gist: Runs
    short: Runs
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks in the report, and the sections that they are for and against."""

    who: str
    favours: str
    opposes: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The page. `entries` hold the most important first, `briefly` those told in a line.

    `stated`: the report says of somebody that they are for or against a change. `light` changes touch no word
    of substance.
    `more` and `light` count the changes that no entry is of.
    """

    title: str
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    entries: tuple[Entry, ...]
    briefly: tuple[Entry, ...]
    parties: tuple[Party, ...]
    stated: bool
    voices_said: str
    unreasoned: str
    votes: tuple[str, ...]
    reported: bool
    more: int
    light: int

    def lengths(self) -> Iterator["Summary"]:
        """Give the page growing: some entries at length, then the others in a line, then more at length."""
        count = len(self.entries)
        first = min(_FIRST, count)
        yield from (self._fitted(n, 0) for n in range(first + 1))
        yield from (self._fitted(first, n) for n in range(1, min(count - first, _MOST) + 1))
        if count - first <= _MOST:
            yield from (self._fitted(n, count - n) for n in range(first + 1, count + 1))

    def _fitted(self, full: int, brief: int) -> "Summary":
        cut = sum(entry.changes for entry in self.entries[full + brief :])
        briefly = self.entries[full : full + brief]
        return replace(self, entries=self.entries[:full], briefly=briefly, more=self.more + cut)


@dataclass(slots=True)
class _Group:
    """The changes of one section while they are gathered; `parted`: the split or join that it is part of."""

    section: Node | None
    shown: list[Shown] = field(default_factory=list)
    parted: list[Change] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    counted: set[str] = field(default_factory=set)

    @property
    def reasons(self) -> tuple[Rationale, ...]:
        """Give each passage once."""
        return tuple({(r.report, r.passage): r for c in self.changes for r in c.rationale}.values())

    @property
    def is_unit(self) -> bool:
        """Whether this is a section, not the heading of a part or chapter."""
        return self.section is None or self.section.kind not in CONTAINERS

    @property
    def substantive(self) -> list[Change]:
        """Leave the changes that touch a word of substance."""
        return [change for change in self.changes if not _is_light(change)]

    @property
    def words(self) -> int:
        """Count the words of all changes."""
        return sum(change.words_deleted + change.words_inserted for change in self.changes)


def summarise(redline: Redline, labels: Labels) -> Summary:
    """Say what goes on the page; all entries, the most important first."""
    redline = presented(redline, labels)
    groups = _groups(redline, labels)
    heavy = [group for group in groups if group.substantive]
    ranked = sorted(heavy, key=lambda g: (not g.is_unit, not g.figures, not g.reasons, -g.words))
    names = _names(redline)
    unreasoned = [_short(group, labels) for group in heavy if group.is_unit and not group.reasons]
    parties = _parties(heavy, names, labels)
    stated = any(party.favours or party.opposes for party in parties)
    reported = bool(redline.reports)
    return Summary(
        title=shortened(title_of_redline(redline, labels), TITLE),
        sentences=summary_of(redline, labels),
        facts=_facts(redline, labels),
        warnings=tuple(shortened(warning, WARNING) for warning in redline.warnings[:WARNINGS]),
        entries=tuple(_entry(group, names, labels) for group in ranked),
        briefly=(),
        parties=parties,
        stated=stated,
        voices_said=""
        if not redline.changes
        else labels.say("summary_no_report" if not reported else "stance_read" if stated else "stance_none"),
        unreasoned=labels.say("summary_no_reason", list=_some(unreasoned, labels))
        if unreasoned and reported
        else "",
        votes=_votes(redline, heavy, labels),
        reported=reported,
        more=0,
        light=sum(len(group.changes) for group in groups if not group.substantive),
    )


def _facts(redline: Redline, labels: Labels) -> tuple[Fact, ...]:
    """Say what is compared, by date and file where both sides have the title that the page has."""
    facts = facts_of(redline, labels)
    if redline.old.title == redline.new.title:
        told = (
            replace(fact, text=" · ".join(dict.fromkeys((version(side, labels), side.source_name))))
            for fact, side in zip(facts, (redline.old, redline.new), strict=False)
        )
        facts = (*told, *facts[2:])
    return tuple(replace(fact, text=shortened(fact.text, TITLE)) for fact in facts)


def _groups(redline: Redline, labels: Labels) -> list[_Group]:
    """Gather the changes by section, in the order of the act."""
    groups: dict[int, _Group] = {}
    words = _words_for_time(redline.new.language or redline.old.language)
    folded = {change.id: change for change in redline.changes}
    for n, shown in enumerate(excerpts(redline, labels)):
        group = groups.setdefault(id(shown.section) if shown.section else -n - 1, _Group(shown.section))
        if shown.section and not group.shown:
            here = (folded[name] for name in shown.section.here if name in folded)
            group.parted += [change for change in here if {"split", "join"} & set(change.kinds)]
        group.shown.append(shown)
        group.changes += [folded[change.id] for change in shown.fold.changes]
        found = [] if shown.change.editorial else list(_figures(shown, group, words, labels))
        group.figures += found
        if found:
            group.counted.add(shown.change.id)
    return list(groups.values())


def _is_light(change: Change) -> bool:
    """Whether a change touches numbers, places or typography alone."""
    if not _LIGHT.issuperset(change.kinds):
        return False
    marked = any(
        edit.op in ("delete", "insert") and edit.part != "num" and edit.text.strip() for edit in change.edits
    )
    return change.editorial or not marked


def _entry(group: _Group, names: Mapping[tuple[int, str], str], labels: Labels) -> Entry:
    largest = [change for change in group.substantive if change.id not in group.counted]
    largest.sort(key=lambda change: -change.words_deleted - change.words_inserted)
    quoted = largest[0] if largest else None
    return Entry(
        numbers=_numbers([change.number for change in group.changes]),
        name=shortened(title(group.section, labels) or _short(group, labels), HEADING),
        was=_was(group, labels),
        kinds=_kinds(group, labels),
        changes=len(group.changes),
        inserted=sum(change.words_inserted for change in group.changes),
        deleted=sum(change.words_deleted for change in group.changes),
        figures=tuple(group.figures[:FIGURES]),
        more_figures=max(0, len(group.figures) - FIGURES),
        place=_place(quoted, group, labels) if quoted else "",
        gist=gist_of(_text_alone(quoted), GIST) if quoted else (),
        short=gist_of(_text_alone(quoted), SHORT)
        if quoted and not group.figures and not _is_whole(quoted, group)
        else (),
        voices=_voices(group, names, labels),
    )


def _numbers(numbers: Sequence[int]) -> str:
    """Write numbers that follow one another as a run.

    >>> _numbers([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _was(group: _Group, labels: Labels) -> str:
    """Say where the section stood, which number it had, or what it was split from or joined with."""
    if group.section and group.parted:
        return " ".join(parted(group.section, group.parted[0], labels))
    ref = group.section.new if group.section else None
    for change in group.changes:
        if ref and len(change.new) == 1 and change.new[0].eid == ref.eid and change.new[0].kind == ref.kind:
            return moved_from(change, labels) if "move" in change.kinds else was_before(change, labels)
    return ""


def _kinds(group: _Group, labels: Labels) -> str:
    """Say what became of the section: what is new or gone inside it amends it."""
    whole = [change for change in group.changes if _is_whole(change, group)]
    for change in (*group.parted, *whole):
        if {"insertion", "repeal", "split", "join"} & set(change.kinds):
            return kinds(change, labels)
    return labels.say("kind_substitution")


def _place(change: Change | None, group: _Group, labels: Labels) -> str:
    """Name a place inside the section: "(2)" of "§ 4 (2)"; all of the section has none."""
    if change is None:
        return ""
    name = _short(group, labels)
    label = change.label or change.old_label
    if _is_whole(change, group):
        return ""
    return label.removeprefix(name).strip() if label.startswith(name) else label


def _is_whole(change: Change, group: _Group) -> bool:
    """Whether a change is of the section itself."""
    at = (group.section.new or group.section.old) if group.section else None
    return at is None or (change.new or change.old)[0].eid == at.eid


def _short(group: _Group, labels: Labels) -> str:
    """Name a section by its number, or by its heading where it has none."""
    ref = (group.section.new or group.section.old) if group.section else None
    first = group.changes[0]
    if ref is None:
        return first.label or first.old_label or labels.say("untitled_provision")
    return named(tidy(ref.num), ref.kind, labels) or ref.heading or labels.say("untitled_provision")


def _text_alone(change: Change) -> Change:
    """Leave a heading out where words of the text changed as well: it stands in the section's name."""
    text = tuple(edit for edit in change.edits if edit.part == "text")
    marked = any(edit.op in ("delete", "insert") and edit.text.strip() for edit in text)
    return structs.replace(change, edits=text) if marked else change


# Figures.


def _figures(shown: Shown, group: _Group, words: frozenset[str], labels: Labels) -> Iterator[Figure]:
    numbers = {edit.text for edit in shown.change.edits if edit.part == "num"}
    for line in shown.lines if not shown.fold.label else ():
        place = _place(shown.change, group, labels)
        if any(piece.text == " | " for piece in line.pieces):
            place = _first_cell(line) or place
        for at, (one, other) in enumerate(pairwise(line.pieces)):
            if (one.op, other.op) != ("delete", "insert") or {one.text, other.text} <= numbers:
                continue  # no figure, or the number of a provision
            lead, trail = _cell(line.pieces[:at], last=True), _cell(line.pieces[at + 2 :], last=False)
            if _is_figure(one.text, other.text, lead, trail, words):
                before = "" if _is_first_in_row(line, at) else _last(lead)
                yield Figure(place, before, _tidied(one.text), _tidied(other.text), _first(trail, other.text))


def _is_figure(old: str, new: str, lead: str, trail: str, words: frozenset[str]) -> bool:
    """Whether a number or a period was replaced, not the number of a provision."""
    if max(len(old), len(new)) > _SIDE or _PROVISION.search(lead):
        return False
    if _CITED.search(old.strip()) or _CITED.search(new.strip()):
        return False
    numbers = [_NUMBER.findall(side) for side in (old, new)]
    if all(numbers):
        return numbers[0] != numbers[1]
    if any(numbers):
        return False
    unit = re.match(r"\W*(\w+)", trail)
    counted = bool(unit and _is_time(unit[1], words)) and len(old.split()) == len(new.split()) == 1
    return counted or all(any(_is_time(word, words) for word in side.split()) for side in (old, new))


def _is_time(word: str, words: frozenset[str]) -> bool:
    plain = word.strip(".,;:()").casefold()
    return any(plain.startswith(known) and len(plain) <= len(known) + 3 for known in words)


@cache
def _words_for_time(language: str) -> frozenset[str]:
    """Give the words for years, months and so on in a language; none for one that is not known."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return frozenset()
    said = (format_unit(n, f"duration-{unit}", "long", locale=locale) for unit in _TIMES for n in (1, 2, 5))
    return frozenset(re.sub(r"[\W\d]", "", word).casefold() for word in said) - {""}


def _first_cell(line: Line) -> str:
    """Name a row by its first cell, as it reads now."""
    end = next((i for i, piece in enumerate(line.pieces) if piece.text == " | "), 0)
    return shortened("".join(p.text for p in line.pieces[:end] if p.op in ("keep", "insert")).strip(), 40)


def _is_first_in_row(line: Line, at: int) -> bool:
    return any(piece.text == " | " for piece in line.pieces[:at])


def _cell(pieces: Sequence[Piece], *, last: bool) -> str:
    """Join the shared text next to a figure, up to the edge of its cell and to the next mark."""
    text = ""
    for piece in reversed(pieces) if last else pieces:
        if piece.op != "keep" or piece.text == " | ":
            break
        text = piece.text + text if last else text + piece.text
    return text


def _last(text: str) -> str:
    """Give the last words of a clause.

    >>> _last("shall be erased, and kept for at most ")
    'and kept for at most'
    """
    clause = re.split(r"[;:,]\s", text)[-1]
    return " ".join(clause.split()[-5:])


def _first(text: str, figure: str) -> str:
    """Give the first words behind a figure without a unit: that, and a word more.

    >>> _first(" grams of it", "10"), _first(" a year, and no more", "900,000"), _first(". A fine", "10")
    ('grams', 'a year', '')
    """
    clause = re.split(r"[.;:,](?:\s|$)", text, maxsplit=1)[0]
    has_unit = len(figure.split()) > 1 and any(char.isalpha() for char in figure)
    if has_unit or (clause[:1].isalnum() and figure[-1:].isalnum()):
        return ""
    words = clause.split()[:2]
    return " ".join(word for n, word in enumerate(words) if not n or len(word) > _SMALL)


def _tidied(text: str) -> str:
    return " ".join(text.split()).strip(",;. ")


# Voices.


def _names(redline: Redline) -> dict[tuple[int, str], str]:
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


def _voices(group: _Group, names: Mapping[tuple[int, str], str], labels: Labels) -> tuple[Voice, ...]:
    found: dict[tuple[Stance, str], tuple[tuple[int, int], Voice]] = {}
    for reason in group.reasons:
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


def _parties(
    groups: Sequence[_Group], names: Mapping[tuple[int, str], str], labels: Labels
) -> tuple[Party, ...]:
    """Say of each who speaks what they are for and against, by role; all who speak where nobody says it."""
    found: dict[str, dict[Stance, list[str]]] = {}
    roles: dict[str, int] = {}
    for group in groups:
        for reason in group.reasons:
            if not (reason.role or reason.speaker):
                continue
            who = _full_name(reason, names, labels)
            roles.setdefault(who, _ROLES.index(reason.role))
            said = found.setdefault(who, {stance: [] for stance in _STANCES})[stance_of(reason)[0]]
            place = _short(group, labels)
            said += [] if place in said else [place]
    stated = [who for who in found if found[who]["for"] or found[who]["against"]]
    ranked = sorted(stated or found, key=roles.__getitem__)
    return tuple(
        Party(shortened(who, NAME), _some(found[who]["for"], labels), _some(found[who]["against"], labels))
        for who in ranked[:PARTIES]
    )


def _some(places: Sequence[str], labels: Labels) -> str:
    """Name places, and count those that are too many."""
    short = (shortened(place, 40) for place in places[:PLACES])
    shown = ", ".join(one.replace(" ", "\N{NO-BREAK SPACE}") if len(one) < _WORD else one for one in short)
    hidden = len(places) - PLACES
    return f"{shown} {labels.count('more_items', hidden)}" if hidden > 0 else shown


def _votes(redline: Redline, groups: Iterable[_Group], labels: Labels) -> tuple[str, ...]:
    """Quote the sentences that count votes, each once, with the section they stand beside."""
    found: dict[str, str] = {}
    for group in groups:
        for reason in group.reasons:
            for sentence in votes_in(reason.quote):
                found.setdefault(sentence, _short(group, labels))
    for reason in redline.unlinked:
        for sentence in votes_in(reason.quote):
            found.setdefault(sentence, "")
    told = [f"{place}: {shortened(said, QUOTE)}" if place else said for said, place in found.items()]
    return tuple(told[:VOTES])
