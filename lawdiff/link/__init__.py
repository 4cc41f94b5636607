"""Reports beside changes: which passage gives the reason for which change.

Two ties, the surer first. *Heading*: the nearest heading above a passage that names a provision names one
with a change. *Citation*: no heading does, and the passage itself cites one more than any other. What is
below the margin is not linked, and where a passage names a provision it stands in `Redline.unlinked`.

A passage is put once for each section that its heading names, at one change of that section:

1. a heading that names a subsection leaves the changes there, below it, or else above it;
2. of these the one that the passage speaks of most: it cites its number ("the second subsection", "annet
   ledd") or has words that tell it from the others (`evidence`). Of several that it speaks of about as much
   the one that it speaks of first; if they are many, or one is the section's own, it is on the section;
3. a passage on the section as a whole: the section's own change (of its heading or place, or all of it);
4. else where the passage before it under this heading stands ("opposes a shorter time");
5. else the section's first change of more than a number, else its first.

A split is one change at several sections; the changes inside each are chosen from like any other. Under a
heading of several sections a passage that cites some of them is put at these; a heading of more than four
("Sections 40 to 62") is put at the first with a change only. A citation of a chapter or part is one of the
report's own chapters as a rule, and ties nothing; a heading may name one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from lawdiff.cite import Tradition, tradition_for
from lawdiff.cite.heading import find_in_heading
from lawdiff.link.candidates import (
    Candidates,
    Nums,
    Place,
    Target,
    find_candidates,
    fit,
    inner_nums,
    names_section,
    names_unit,
)
from lawdiff.link.evidence import listen
from lawdiff.link.votes import MENTIONED, Vote, is_former, votes
from lawdiff.link.works import foreign_act, is_own
from lawdiff.model.citation import Citation, Path
from lawdiff.model.redline import Rationale, Redline, ReportSide
from lawdiff.model.report import Passage, Report

BY_HEADING = 0.95
"""Score of a passage whose own heading names the section; that of headings further up is lower."""
BY_CHAPTER = 0.6
"""Score of a passage whose heading names a chapter or schedule: it is put at the first change in it."""
MARGIN = 0.4
"""Share of its vote by which a cited section must lead the next one."""
MOST_SECTIONS = 4
LEAD = 0.25
"""Share of its evidence by which a change must lead the next one of its section."""
LEAST_EVIDENCE = 0.6
"""More than one word that one change alone has. What is below says nothing."""
SURE = 1.0
"""Evidence that says by itself that a change is spoken of."""
MOST_CHANGES = 3
"""A passage that speaks of more changes than this, or of as many and of the section's own, is on all."""


Subjects = Callable[[str], tuple[Citation, ...]]
Before = dict[tuple[str, int], Place]
"""By heading and section: the change that the last passage with evidence under it stands at."""


@dataclass(frozen=True, slots=True)
class _Tie:
    place: Place
    basis: str
    score: float
    evidence: str


class _Wanted(NamedTuple):
    """A section that a heading names: the numbers below it that it names, its words, and how it does."""

    target: Target
    nums: list[Nums]
    words: str
    former: bool
    is_section: bool


def link(redline: Redline, reports: Iterable[Report]) -> Redline:
    """Put the passages of reports beside the changes that they give the reason for.

    Gives a new redline with `rationale` in its changes, the reports, and the passages that name a provision
    and are tied to no change; a report that ties to nothing is warned of. Reports that were linked before
    keep their numbers and passages.
    """
    candidates = find_candidates(redline)
    titles = (redline.new.title, redline.old.title)
    beside: dict[str, list[Rationale]] = {}
    unlinked: list[Rationale] = []
    sides: list[ReportSide] = []
    for number, report in enumerate(reports, start=len(redline.reports) + 1):
        tradition = tradition_for(report.language, " ".join(p.text for p in report.passages[:50]))
        subjects = _subjects_by(tradition)
        linked = 0
        before: Before = {}
        for passage in report.passages:
            ties, mentioned = _ties(passage, report.title, tradition, subjects, candidates, titles, before)
            for tie in ties:
                beside.setdefault(tie.place.change.id, []).append(
                    _rationale(number, passage, tie.basis, tie.score, tie.evidence)
                )
            if ties:
                linked += 1
            elif mentioned:
                basis, evidence = mentioned
                unlinked.append(_rationale(number, passage, basis, 0.0, evidence))
        sides.append(
            ReportSide(
                title=report.title,
                source_name=report.origin.name,
                source_sha256=report.origin.sha256,
                passages=len(report.passages),
                linked=linked,
                date=report.date,
                language=report.language,
            )
        )
    silent = (
        f"{side.source_name}: no passage could be tied to a change" for side in sides if not side.linked
    )
    changes = tuple(
        replace(change, rationale=(*change.rationale, *beside.get(change.id, ())))
        for change in redline.changes
    )
    return replace(
        redline,
        changes=changes,
        reports=(*redline.reports, *sides),
        unlinked=(*redline.unlinked, *unlinked),
        warnings=(*redline.warnings, *silent),
    )


def _subjects_by(tradition: Tradition) -> Subjects:
    """Give a function from a heading to the provisions it is about; a report repeats each many times."""
    return cache(lambda heading: find_in_heading(heading, tradition.find))


def _rationale(number: int, passage: Passage, basis: str, score: float, evidence: str) -> Rationale:
    return Rationale(
        report=number,
        passage=passage.id,
        heading=passage.heading,
        quote=passage.text,
        basis=basis,
        score=round(score, 2),
        speaker=passage.speaker,
        role=passage.role,
        evidence=evidence,
    )


def _ties(
    passage: Passage,
    title: str,
    tradition: Tradition,
    subjects: Subjects,
    candidates: Candidates,
    titles: tuple[str, ...],
    before: Before,
) -> tuple[list[_Tie], tuple[str, str] | None]:
    """Give what ties a passage, and what it names (basis and words) where that is tied to nothing."""
    foreign = foreign_act(passage.trail, titles)
    cast = votes(passage.text, tradition.find(passage.text), titles, foreign)
    for up, heading in enumerate(reversed(passage.trail)):
        found = [c for c in subjects(heading) if names_unit(c.path)] if heading != title else []
        named = [c for c in found if is_own(c.work, titles) and not (foreign and not c.work)]
        if named:
            trail = tuple(c.path for above in passage.trail for c in subjects(above))
            ties = _by_heading(passage, heading, named, trail, cast, candidates, up, before)
            return ties, None if ties else ("heading", heading)
        if found:  # a heading that names a section of another law
            break
    return _by_citation(passage, cast, candidates)


def _by_heading(
    passage: Passage,
    heading: str,
    named: list[Citation],
    trail: tuple[Path, ...],
    cast: list[Vote],
    candidates: Candidates,
    up: int,
    before: Before,
) -> list[_Tie]:
    """Tie a passage to the sections that a heading `up` steps above it names."""
    wanted: dict[int, _Wanted] = {}
    words = heading[named[0].start : named[-1].end]
    for citation in named:
        former = is_former(heading, citation.start)
        target = candidates.resolve(citation.path, trail, former=former)
        if target is None or not target.places:
            continue
        nums = inner_nums(citation.path)
        known = wanted.setdefault(
            target.pos, _Wanted(target, [], words, former, names_section(citation.path))
        )
        if nums:
            known.nums.append(nums)
    ties: list[_Tie] = []
    chosen = list(wanted.values())
    cited = [_resolved(vote, candidates) for vote in cast if vote.weight >= MENTIONED / 2]
    chosen = [each for each in chosen if each.target in cited] or chosen
    chosen = [_or_its_former(each, cast, candidates) for each in chosen]
    for each in chosen[:1] if len(chosen) > MOST_SECTIONS else chosen:
        score = (BY_HEADING if each.is_section else BY_CHAPTER) - 0.05 * up
        places = _places_named(each)
        chosen_place, evidence = _place(passage, places, each.target, cast, candidates, each.former)
        here = (heading, each.target.pos)
        if chosen_place:
            before[here] = chosen_place
        follows = not any(_cites_inside(vote, each.target, candidates) for vote in cast)
        place = chosen_place or _whole(places, before.get(here) if follows else None)
        if all(place.change is not tie.place.change for tie in ties):  # a split stands at several sections
            ties.append(_Tie(place, "heading", score, "; ".join(filter(None, (each.words, evidence)))))
    return ties


def _or_its_former(wanted: _Wanted, cast: list[Vote], candidates: Candidates) -> _Wanted:
    """Under "Section 6" a passage on "the former section 6" is about what had that number."""
    if any(_resolved(vote, candidates) is wanted.target for vote in cast):
        return wanted
    for vote in cast:
        former = _resolved(vote, candidates) if vote.former else None
        if former and former.places and former is not wanted.target and former.old == wanted.target.new:
            return wanted._replace(target=former, nums=[], former=True)
    return wanted


def _places_named(wanted: _Wanted) -> tuple[Place, ...]:
    """Give the changes of a section that a heading leaves to choose from."""
    places = wanted.target.places
    if not wanted.nums:
        return places
    fits = [max(fit(place, nums, former=wanted.former) for nums in wanted.nums) for place in places]
    closest = max(fits)
    return tuple(place for place, each in zip(places, fits, strict=True) if each == closest)


def _place(
    passage: Passage,
    places: tuple[Place, ...],
    target: Target,
    cast: list[Vote],
    candidates: Candidates,
    former: bool,
) -> tuple[Place | None, str]:
    """Choose the change of a section that a passage speaks of, and give the words; None for all of it."""
    said = [_evidence(passage, place, target, cast, candidates, former) for place in places]
    # Without words that tell them apart, of several that are cited about as much, the first in the law.
    best = max(total for total, _, _ in said)
    if best < LEAST_EVIDENCE:
        return None, ""
    close = [i for i, each in enumerate(said) if each[0] >= best * (1 - LEAD)]
    sure = [i for i, each in enumerate(said) if each[0] >= SURE]
    own = next((i for i, each in enumerate(said) if places[i].is_own and each[0] > 0), None)
    many = len(sure) >= MOST_CHANGES if own is not None else len(close) > MOST_CHANGES
    if many or (len(close) > 1 and own in close):
        return None, ""
    at = min(close, key=lambda i: (said[i][1], i))
    return places[at], "; ".join(said[at][2])


def _whole(places: tuple[Place, ...], before: Place | None = None) -> Place:
    """Choose the change of a section at which a passage on all of it stands; `before` is the last one's."""
    more = [place for place in places if not place.is_number_only]
    own = [place for place in more if place.is_own]
    return (own or ([before] if before in places else more) or list(places))[0]


def _evidence(
    passage: Passage, place: Place, target: Target, cast: list[Vote], candidates: Candidates, former: bool
) -> tuple[float, int, tuple[str, ...]]:
    """How much a passage speaks of a change, by citing it and by its words, from where on, and in which."""
    total, start, words = listen(passage.text, [place.signs]).evidence(place.signs)
    for vote in cast:
        nums = inner_nums(vote.citation.path)
        inside = _cites_inside(vote, target, candidates)
        if inside and fit(place, nums, former=former or vote.former) == 1.0:
            total += vote.weight
            start = min(start, vote.citation.start)
            cited = passage.text[vote.citation.start : vote.citation.end]
            words = words if cited in words else (cited, *words)
    return total, start, words


def _cites_inside(vote: Vote, target: Target, candidates: Candidates) -> bool:
    """Whether a citation names a part of a section: "section 4 (2)", or "(2)" under its heading."""
    path = vote.citation.path
    if names_unit(path) and candidates.resolve(path, former=vote.former) is not target:
        return False
    return bool(inner_nums(path))


def _resolved(vote: Vote, candidates: Candidates) -> Target | None:
    path = vote.citation.path
    return candidates.resolve(path, former=vote.former) if names_section(path) else None


def _by_citation(
    passage: Passage, cast: list[Vote], candidates: Candidates
) -> tuple[list[_Tie], tuple[str, str] | None]:
    """Tie a passage to the section that its own citations vote for, if one leads the others."""
    totals: dict[int, float] = {}
    targets: dict[int, Target] = {}
    unknown: dict[str, float] = {}
    first: dict[int, Vote] = {}
    sections = [vote for vote in cast if names_section(vote.citation.path)]
    for vote in sections:
        target = _resolved(vote, candidates)
        if target is None or not target.places:
            words = passage.text[vote.citation.start : vote.citation.end]
            unknown[words] = unknown.get(words, 0.0) + vote.weight
            continue
        totals[target.pos] = totals.get(target.pos, 0.0) + vote.weight
        targets[target.pos] = target
        first.setdefault(target.pos, vote)
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    rival = max([each for _, each in ranked[1:2]] + list(unknown.values()), default=0.0)
    if ranked and ranked[0][1] >= MENTIONED and ranked[0][1] - rival >= MARGIN * ranked[0][1]:
        pos, best = ranked[0]
        target = targets[pos]
        spoken, _ = _place(passage, target.places, target, sections, candidates, first[pos].former)
        place = spoken or _whole(target.places)
        share = best / (sum(totals.values()) + sum(unknown.values()))
        citation = first[pos].citation
        evidence = passage.text[citation.start : citation.end]
        return [_Tie(place, "citation", 0.3 + 0.3 * share + 0.2 * min(best, 1.0), evidence)], None
    mentioned = max(sections, key=lambda vote: vote.weight, default=None)
    if mentioned is None or mentioned.weight < MENTIONED:
        return [], None
    return [], ("citation", passage.text[mentioned.citation.start : mentioned.citation.end])
