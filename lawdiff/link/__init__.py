"""Reports beside changes: which passage gives the reason for which change.

Two ties, the surer first. *Heading*: the nearest heading above a passage that names a provision names one
with a change. *Citation*: no heading does, and the passage itself cites one more than any other. What is
below the margin is not linked, and where a passage names a provision it stands in `Redline.unlinked`.

A passage is put once for each section that its heading names, at one change of that section:

1. a heading that names a subsection: the change there, below it, or else above it;
2. the change that the passage itself cites ("the second subsection", "annet ledd");
3. else the section's first change, where a reader comes upon the section.

So a note on § 14 with five changed rows is read once, at the top, and not five times. Under a heading of
several sections a passage that cites some of them is put at these; a heading of more than four ("Sections
40 to 62") is put at the first with a change only. A citation of a chapter or part is one of the report's
own chapters as a rule, and ties nothing; a heading may name one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

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


Subjects = Callable[[str], tuple[Citation, ...]]


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
    and are tied to no change. Reports that were linked before keep their numbers and passages.
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
        for passage in report.passages:
            ties, mentioned = _ties(passage, report.title, tradition, subjects, candidates, titles)
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
    changes = tuple(
        replace(change, rationale=(*change.rationale, *beside.get(change.id, ())))
        for change in redline.changes
    )
    return replace(
        redline,
        changes=changes,
        reports=(*redline.reports, *sides),
        unlinked=(*redline.unlinked, *unlinked),
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
) -> tuple[list[_Tie], tuple[str, str] | None]:
    """Give what ties a passage, and what it names (basis and words) where that is tied to nothing."""
    foreign = foreign_act(passage.trail, titles)
    cast = votes(passage.text, tradition.find(passage.text), titles, foreign)
    for up, heading in enumerate(reversed(passage.trail)):
        found = [c for c in subjects(heading) if names_unit(c.path)] if heading != title else []
        named = [c for c in found if is_own(c.work, titles) and not (foreign and not c.work)]
        if named:
            trail = tuple(c.path for above in passage.trail for c in subjects(above))
            ties = _by_heading(passage, heading, named, trail, cast, candidates, up)
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
        place, evidence = _place(passage, each.target, each.nums, cast, candidates, each.former)
        ties.append(_Tie(place, "heading", score, "; ".join(filter(None, (each.words, evidence)))))
    return ties


def _or_its_former(wanted: _Wanted, cast: list[Vote], candidates: Candidates) -> _Wanted:
    """Under "Section 6" a passage on "the former section 6" is about what had that number."""
    for vote in cast:
        former = _resolved(vote, candidates) if vote.former else None
        if former and former.places and former is not wanted.target and former.old == wanted.target.new:
            return wanted._replace(target=former, nums=[], former=True)
    return wanted


def _place(
    passage: Passage,
    target: Target,
    nums_named: list[Nums],
    cast: list[Vote],
    candidates: Candidates,
    former: bool,
) -> tuple[Place, str]:
    """Choose the change of a section that a passage under its heading stands at, and give the words."""
    places = target.places
    if nums_named:
        fits = [max(fit(place, nums, former=former) for nums in nums_named) for place in places]
        closest = max(fits)
        if closest > 0:
            places = tuple(place for place, each in zip(places, fits, strict=True) if each == closest)
    scores = [0.0] * len(places)
    words = [""] * len(places)
    for vote in cast:
        path = vote.citation.path
        if names_unit(path) and candidates.resolve(path, former=vote.former) is not target:
            continue
        nums = inner_nums(path)
        for i, place in enumerate(places):
            if nums and fit(place, nums, former=former or vote.former) == 1.0:
                scores[i] += vote.weight
                words[i] = words[i] or passage.text[vote.citation.start : vote.citation.end]
    # Of several that are cited about as much, the first in the law: the passage goes on from there.
    most = max(scores)
    best = next(i for i, score in enumerate(scores) if score >= most / 2)
    return places[best], words[best]


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
        place, _ = _place(passage, targets[pos], [], sections, candidates, first[pos].former)
        share = best / (sum(totals.values()) + sum(unknown.values()))
        citation = first[pos].citation
        evidence = passage.text[citation.start : citation.end]
        return [_Tie(place, "citation", 0.3 + 0.3 * share + 0.2 * min(best, 1.0), evidence)], None
    mentioned = max(sections, key=lambda vote: vote.weight, default=None)
    if mentioned is None or mentioned.weight < MENTIONED:
        return [], None
    return [], ("citation", passage.text[mentioned.citation.start : mentioned.citation.end])
