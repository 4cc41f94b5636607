"""The redline as one reads it: what is told of each change, and the numbers that changes have on the page.

What only slid down has no number that one could miss: a table row or an unnumbered paragraph is never called
renumbered, and where it did nothing else it is no change to list. The changes that are listed are numbered
anew from 1. The JSON holds them all, as they were found. What a person asked to leave out
is taken out first (`ignored`).

A section whose number is bare ("115", "4-410.02") is cited with the word for it; a "§" is never invented.
Loose text has neither number nor heading, and is cited by the schedule or chapter in which it stands.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.provision import CONTAINERS, UNITS
from lawdiff.model.redline import Change, Node, Rationale, Redline, Ref, ReportSide
from lawdiff.render.folds import tidy
from lawdiff.render.ignored import without_ignored
from lawdiff.render.labels import Labels, load_labels

_BARE = re.compile(r"\d[^§]*$")
_NAMED = frozenset({"section", "article"})


def presented(redline: Redline, labels: Labels) -> Redline:
    """Leave what a reader is shown. Reasons of what is not listed go to the next change of its section."""
    units = _units(redline)
    ignored = [change for change in redline.changes if change.ignored]
    redline = without_ignored(redline)
    told = [_told(change, units, labels) for change in sorted(redline.changes, key=lambda c: c.number)]
    listed = [change for change in told if not _only_slid(change)]
    silent = {change.id: change for change in told if _only_slid(change)}
    listed, left = _with_reasons_of(silent.values(), listed)
    left += _not_beside(ignored, listed)
    return replace(
        redline,
        changes=tuple(replace(change, number=n) for n, change in enumerate(listed, start=1)),
        items=tuple(
            replace(item, node=_without(item.node, silent)) if item.node and silent else item
            for item in redline.items
        ),
        unlinked=redline.unlinked + left,
        reports=tuple(_linked(side, n, listed) for n, side in enumerate(redline.reports, start=1))
        if left
        else redline.reports,
    )


def named(num: str, kind: str, labels: Labels) -> str:
    """Cite a number: a bare one of a section or article gets the word."""
    if kind not in _NAMED or not is_bare(num):
        return num
    if not num.isascii():  # what is written from the right gets a mark behind it
        return labels.say(f"name_{kind}", num=num)
    before, behind = _around(kind, labels.language)
    return f"{before}{num}{behind}"


@cache
def _around(kind: str, language: str) -> tuple[str, str]:
    """Give what the word puts before and behind a number: a code has thousands of them to name."""
    before, _, behind = load_labels(language).say(f"name_{kind}", num="\ue001").partition("\ue001")
    return before, behind


def is_bare(num: str) -> bool:
    """Whether a number has neither a word nor a sign: "115", not "§ 115" or "115 §"."""
    return bool(_BARE.match(num))


def parts(label: str, refs: tuple[Ref, ...]) -> list[str]:
    """Part the label of several provisions ("§ 16, § 17"); whole where that is not certain.

    >>> parts("§ 16, § 17", (Ref("a", "§ 16", "", "section"), Ref("b", "§ 17", "", "section")))
    ['§ 16', '§ 17']
    """
    found = label.split(", ")
    if not label:
        return []
    return found if len(found) == len(refs) else [label]


class _Units(Struct, frozen=True, gc=False):
    """One side's sections by their places in the outline: their kinds, and where the nameless ones stand."""

    kinds: Mapping[int, str]
    homes: Mapping[int, str]


def _units(redline: Redline) -> tuple[_Units, _Units]:
    """Tell of the sections at each place, on the old side and on the new."""
    olds = [relation.old for relation in redline.relations if relation.old]
    news = [relation.new for relation in redline.relations if relation.new]
    shown = [item.node for item in redline.items if item.type == "container" and item.node]
    return (
        _units_of(olds, [node.old for node in shown if node.old]),
        _units_of(news, [node.new for node in shown if node.new]),
    )


def _units_of(refs: list[Ref], shown: list[Ref]) -> _Units:
    nameless = [ref for ref in refs if ref.kind in UNITS and not (ref.num or ref.heading)]
    around = sorted([*shown, *(ref for ref in refs if ref.kind in CONTAINERS)], key=lambda ref: ref.at)
    places = [ref.at for ref in around]
    homes: dict[int, str] = {}
    for ref in nameless:
        depth = ref.depth
        for n in range(bisect_left(places, ref.at) - 1, -1, -1):
            container = around[n]
            if container.depth >= depth:
                continue
            if name := tidy(container.num) or container.heading:
                homes[ref.at] = name
            if name or not container.depth:
                break
            depth = container.depth
    return _Units({ref.at: ref.kind for ref in refs}, homes)


def _told(change: Change, units: tuple[_Units, _Units], labels: Labels) -> Change:
    kinds = change.kinds
    refs = change.old + change.new
    if change.old and change.new and not any(ref.num for ref in refs if ref.kind != "row"):
        kinds = tuple(kind for kind in kinds if kind != "renumbering")
    return replace(
        change,
        kinds=kinds,
        label=_cited(change.label, change.new or change.old, units[1 if change.new else 0], labels),
        old_label=_cited(change.old_label, change.old, units[0], labels),
        rationale=tuple({(r.report, r.passage, r.quote): r for r in change.rationale}.values()),
    )


def _cited(label: str, refs: tuple[Ref, ...], units: _Units, labels: Labels) -> str:
    if not label:
        return next((home for ref in refs if (home := units.homes.get(ref.at))), "")
    cited = (
        _one_cited(part, ref, units, labels) for part, ref in zip(parts(label, refs), refs, strict=False)
    )
    return ", ".join(cited) or label


def _one_cited(part: str, ref: Ref, units: _Units, labels: Labels) -> str:
    if ref.kind not in UNITS and (home := units.homes.get(ref.at)):
        return f"{home}, {part}"  # the number of an item, not of the section around it
    return named(part, ref.kind if ref.kind in UNITS else units.kinds.get(ref.at, ""), labels)


def _only_slid(change: Change) -> bool:
    dressed = change.emphasis or change.link_target or change.editorial
    return not change.kinds and not dressed and all(edit.op == "keep" for edit in change.edits)


def _with_reasons_of(
    silent: Iterable[Change], listed: list[Change]
) -> tuple[list[Change], tuple[Rationale, ...]]:
    """Hand the reasons of what is not listed to a change of the same section; give those that find none."""
    left: list[Rationale] = []
    for change in silent:
        for reason in change.rationale:
            for i, other in enumerate(listed):
                if other.new and change.new and other.new[0].at == change.new[0].at:
                    if all((r.report, r.passage) != (reason.report, reason.passage) for r in other.rationale):
                        listed[i] = replace(other, rationale=(*other.rationale, reason))
                    break
            else:
                left.append(reason)
    return listed, tuple(left)


def _not_beside(ignored: Iterable[Change], listed: Iterable[Change]) -> tuple[Rationale, ...]:
    """Give the reasons that stand beside what is left out alone; no other change is theirs."""
    beside = {(r.report, r.passage) for change in listed for r in change.rationale}
    alone = {(r.report, r.passage): r for change in ignored for r in change.rationale}
    return tuple(reason for key, reason in alone.items() if key not in beside)


def _linked(side: ReportSide, report: int, listed: Iterable[Change]) -> ReportSide:
    """Count anew the passages of a report that stand beside a change."""
    passages = {r.passage for change in listed for r in change.rationale if r.report == report}
    return replace(side, linked=len(passages))


def _without(node: Node, silent: Mapping[str, Change]) -> Node:
    """Take changes that are not listed out of a node and all below it; its text stays."""
    children = tuple(_without(child, silent) for child in node.children)
    here = tuple(name for name in node.here if name not in silent)
    if node.change not in silent:
        return replace(node, here=here, children=children)
    edits = silent[node.change].edits[node.first : node.last]
    stated = [edit.text for edit in edits if edit.part == "text"]
    text = "".join(stated) if stated else node.text
    return replace(node, here=here, children=children, change="", first=0, last=0, text=text)
