"""A redline on one page: what changes, in words and figures, who wants it and who does not.

Changes of one section stand together, as reports speak of sections. The order is a rule: sections in which
something other than a number, a place or typography changed; of these first those with a changed figure, date
or period, then those that a passage of a report stands beside, then those of most words, then as in the act.
The first are told at length, the others in a line each, and what does not fit on the page is counted
(`Summary.lengths`).

Figures are told by `figures`, those who speak by `voices`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from lawdiff.model.provision import CONTAINERS
from lawdiff.model.redline import Change, ChangeKind, Node, Rationale, Redline
from lawdiff.render.excerpt import Shown, excerpts, title
from lawdiff.render.folds import tidy
from lawdiff.render.labels import Labels
from lawdiff.render.layout.front import Fact, facts_of, gist_of, shortened, summary_of
from lawdiff.render.layout.runs import Runs
from lawdiff.render.presented import named, presented
from lawdiff.render.summary.figures import Figure, figures_in, words_for_time
from lawdiff.render.summary.voices import Party, Voice, known_names, parties_of, some_of, voices_of, votes_of
from lawdiff.render.wording import (
    kinds,
    label_of,
    moved_from,
    parted,
    title_of,
    untitled,
    version,
    was_before,
)

TITLE, WARNING, GIST, SHORT, HEADING, PLACE = 160, 160, 150, 60, 80, 40
"""Characters that are shown of a title, a warning, new words (at length, in a line), a section's heading, a
place in it.
"""
FIGURES, WARNINGS = 8, 2
"""How many are shown of each, at most."""

_FIRST, _MOST = 3, 40
"""Sections told at length before any is in a line, and those in a line that are tried on one page."""
_LIGHT: frozenset[ChangeKind] = frozenset({"substitution", "renumbering", "move"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What changes in one section.

    `gist` quotes its longest change without a figure, which is at `place`, and `short` the same in a few
    words, where the section's heading does not say it.
    """

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
    ranked = _ranked(heavy)
    names = known_names(redline)
    unreasoned = [_short(group, labels) for group in heavy if group.is_unit and not group.reasons]
    beside = [(_short(group, labels), group.reasons) for group in heavy]
    parties = parties_of(beside, names, labels)
    stated = any(party.favours or party.opposes for party in parties)
    reported = bool(redline.reports)
    return Summary(
        title=shortened(title_of(redline, labels), TITLE),
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
        unreasoned=labels.say("summary_no_reason", list=some_of(unreasoned, labels))
        if unreasoned and reported
        else "",
        votes=votes_of(beside, redline.unlinked),
        reported=reported,
        more=0,
        light=sum(len(group.changes) for group in groups if not group.substantive),
    )


def figures_of(redline: Redline, labels: Labels) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """Give the changed figures of each section that has some, by its short name, in the page's order;
    `redline` as it is presented.
    """
    groups = _ranked(group for group in _groups(redline, labels) if group.substantive and group.figures)
    return tuple((_short(group, labels), tuple(group.figures)) for group in groups)


def _ranked(groups: Iterable[_Group]) -> list[_Group]:
    return sorted(groups, key=lambda g: (not g.is_unit, not g.figures, not g.reasons, -g.words))


def _facts(redline: Redline, labels: Labels) -> tuple[Fact, ...]:
    """Say what is compared, by date and file where both sides have the title that the page has."""
    facts = facts_of(redline, labels)
    if redline.old.title == redline.new.title:
        told = (
            structs.replace(fact, text=" · ".join(dict.fromkeys((version(side, labels), side.source_name))))
            for fact, side in zip(facts, (redline.old, redline.new), strict=False)
        )
        facts = (*told, *facts[2:])
    return tuple(structs.replace(fact, text=shortened(fact.text, TITLE)) for fact in facts)


def _groups(redline: Redline, labels: Labels) -> list[_Group]:
    """Gather the changes by section, in the order of the act."""
    groups: dict[int, _Group] = {}
    words = words_for_time(redline.new.language or redline.old.language)
    folded = {change.id: change for change in redline.changes}
    for n, shown in enumerate(excerpts(redline, labels)):
        group = groups.setdefault(id(shown.section) if shown.section else -n - 1, _Group(shown.section))
        if shown.section and not group.shown:
            here = (folded[name] for name in shown.section.here if name in folded)
            group.parted += [change for change in here if {"split", "join"} & set(change.kinds)]
        group.shown.append(shown)
        group.changes += [folded[change.id] for change in shown.fold.changes]
        lines = () if shown.change.editorial or shown.fold.label else shown.lines
        numbers = {edit.text for edit in shown.change.edits if edit.part == "num"}
        place = shortened(_place(shown.change, group, labels), PLACE)
        found = list(figures_in(lines, place, numbers, words))
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
        name=shortened(title(group.section, labels) or _short(group, labels), HEADING),
        was=shortened(_was(group, labels), HEADING),
        kinds=_kinds(group, labels),
        changes=len(group.changes),
        inserted=sum(change.words_inserted for change in group.changes),
        deleted=sum(change.words_deleted for change in group.changes),
        figures=tuple(group.figures[:FIGURES]),
        more_figures=max(0, len(group.figures) - FIGURES),
        place=shortened(_place(quoted, group, labels), PLACE) if quoted else "",
        gist=gist_of(_text_alone(quoted), GIST) if quoted else (),
        short=gist_of(_text_alone(quoted), SHORT)
        if quoted and not group.figures and not _is_whole(quoted, group)
        else (),
        voices=voices_of(group.reasons, names, labels),
    )


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
    inside = label.removeprefix(name)
    return label if inside == label or inside[:1] == "." else inside.strip()  # "8.4" is not "8" and ".4"


def _is_whole(change: Change, group: _Group) -> bool:
    """Whether a change is of the section itself."""
    at = (group.section.new or group.section.old) if group.section else None
    return at is None or (change.new or change.old)[0].eid == at.eid


def _short(group: _Group, labels: Labels) -> str:
    """Name a section by its number or heading; loose text as its changes are cited."""
    ref = (group.section.new or group.section.old) if group.section else None
    first = group.changes[0]
    if ref is None:
        return first.label or first.old_label or label_of(first, labels)
    return (
        named(tidy(ref.num), ref.kind, labels)
        or ref.heading
        or min((change.label for change in group.changes if change.label), key=len, default="")
        or untitled(ref.kind, labels)
    )


def _text_alone(change: Change) -> Change:
    """Leave a heading out where words of the text changed as well: it stands in the section's name."""
    text = tuple(edit for edit in change.edits if edit.part == "text")
    marked = any(edit.op in ("delete", "insert") and edit.text.strip() for edit in text)
    return structs.replace(change, edits=text) if marked else change
