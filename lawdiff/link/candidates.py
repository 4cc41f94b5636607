"""What a report can be tied to: the sections of a redline, old and new number, and the changes in each.

A section is found by the number of a citation on one side: the new one, since a report on a bill names the
bill's numbers; the old one where the words say so ("present section 15", "former § 6") or where the new
side has none of that number (a repeal). Where sections of several chapters have one number, the citation's
own chapter or the headings above it choose; if they do not, nothing is chosen.

Inside a section a change is known by the numbers from the section down to it. A subsection without a number
has its place among its siblings as number, so "annet ledd" finds it. A change that stands in no node (a
redline made by hand) is placed by its eIds.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lawdiff.link.evidence import NO_SIGNS, Signs, find_common, find_signs
from lawdiff.model.citation import Path
from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Change, Node, Redline, Ref

Which = Literal["old", "new"]
Nums = tuple[str, ...]

_UNIT_LEVELS = frozenset(("section", "article", "clause", "rule"))
_CONTAINER_LEVELS = frozenset(("title", "part", "chapter", "schedule", "annex"))
_APART = frozenset(("schedule", "annex"))
_NO_NODE = frozenset(("sentence",))
"""Levels that are no provisions of their own in a statute's mark-up."""
_COUNTED = frozenset(("subsection", "paragraph"))


def plain(num: str) -> str:
    """A number for comparing: "§ 12 a" and "12A" are the same."""
    return re.sub(r"\s+", "", bare_num(num)).casefold()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its section a change stands: the numbers above it and its own, on each side. `is_gone`: the
    new side has no such provision. `is_own`: it stands at the section itself. `signs`: words that tell it.
    """

    change: Change
    old: Nums
    new: Nums
    is_gone: bool = False
    is_own: bool = False
    signs: Signs = NO_SIGNS

    @property
    def is_number_only(self) -> bool:
        """Whether nothing but its number changed."""
        return self.change.kinds == ("renumbering",)


@dataclass(frozen=True, slots=True)
class Target:
    """A section, or a container's own line, with its changes in the order shown; none where it is unchanged.

    `within` are the containers around it, outermost first: kind and number. `pos` is its place in the order.
    """

    pos: int
    kind: str
    old: str | None
    new: str | None
    within: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]

    @property
    def is_repealed(self) -> bool:
        """Whether the new side has no such section."""
        return self.new is None


@dataclass(frozen=True, slots=True)
class Candidates:
    """All targets of a redline, by number on each side."""

    targets: tuple[Target, ...]
    old: dict[str, tuple[Target, ...]]
    new: dict[str, tuple[Target, ...]]

    def resolve(self, path: Path, trail: tuple[Path, ...] = (), *, former: bool = False) -> Target | None:
        """Find the section that a path names; `trail` are the paths of the headings above, nearest last."""
        containers: list[tuple[str, str]] = [
            (s.level, plain(s.num)) for s in path if s.level in _CONTAINER_LEVELS
        ]
        unit = next((plain(s.num) for s in path if s.level in _UNIT_LEVELS), None)
        if unit is None and containers:
            inner = next((plain(s.num) for s in path if s.level not in _CONTAINER_LEVELS), None)
            return self._container(containers, inner, former)
        if unit is None:
            return None
        above: list[tuple[str, str]] = [
            (s.level, plain(s.num)) for each in trail for s in each if s.level in _CONTAINER_LEVELS
        ]
        order: tuple[dict[str, tuple[Target, ...]], ...] = (self.old,) if former else (self.new, self.old)
        for side in order:
            found = [t for t in side.get(unit, ()) if t.kind not in _CONTAINER_LEVELS]
            if side is self.old and not former:
                found = [t for t in found if t.is_repealed]
            chosen = _choose(found, containers, above)
            if chosen or found:
                return chosen
        return None

    def _container(self, steps: list[tuple[str, str]], inner: str | None, former: bool) -> Target | None:
        """Find the first changed section of a chapter or schedule, or the paragraph of it that is named."""
        around = [
            target
            for target in self.targets
            if target.places
            and (_holds(target.within, steps) or (target.kind, _num(target, former)) == steps[-1])
        ]
        if inner is not None:
            around = [target for target in around if _num(target, former) == inner] or around
        return around[0] if around else None


def inner_nums(path: Path) -> Nums:
    """Give the numbers of a path below its section: those that a place can have."""
    at = next((i for i, s in enumerate(path) if s.level in _UNIT_LEVELS), -1)
    if at < 0:
        at = max((i for i, s in enumerate(path) if s.level in _CONTAINER_LEVELS), default=-1)
    return tuple(plain(s.num) for s in path[at + 1 :] if s.level not in _NO_NODE)


def names_unit(path: Path) -> bool:
    """Whether a path says of itself which section it is in; "annet ledd" does not."""
    return any(s.level in _UNIT_LEVELS or s.level in _CONTAINER_LEVELS for s in path)


def names_section(path: Path) -> bool:
    """Whether a path names a section, or a schedule with what is in it; a chapter alone is none."""
    return any(s.level in _UNIT_LEVELS or s.level in _APART for s in path)


def fit(place: Place, nums: Nums, *, former: bool = False) -> float:
    """How well a change stands where `nums` say: 1 there or below, .3 above it, 0 elsewhere."""
    own = place.old if former or place.is_gone else place.new
    if nums and own[: len(nums)] == nums:
        return 1.0
    return 0.3 if own == nums[: len(own)] else 0.0


def find_candidates(redline: Redline) -> Candidates:
    """Collect the sections of a redline, with their changes."""
    targets = _with_stray_changes(redline, list(_targets(redline)))
    return Candidates(tuple(targets), _index(targets, "old"), _index(targets, "new"))


def _index(targets: list[Target], which: Which) -> dict[str, tuple[Target, ...]]:
    index: dict[str, tuple[Target, ...]] = {}
    for target in targets:
        num = target.old if which == "old" else target.new
        if num:
            index[num] = (*index.get(num, ()), target)
    # Regulations are numbered "1005.31" and cited as "31(b)" where the part is understood.
    for num in [num for num in index if "." in num]:
        short = num.rpartition(".")[2]
        if short not in index:
            index[short] = index[num]
        elif index[short] is not index[num] and all("." in (t.new or t.old or "") for t in index[short]):
            index[short] = (*index[short], *index[num])
    return index


def _num(target: Target, former: bool) -> str | None:
    return target.old if former or target.new is None else target.new


def _choose(
    found: list[Target], containers: list[tuple[str, str]], above: list[tuple[str, str]]
) -> Target | None:
    """Choose among sections of one number; None where nothing tells which."""
    if containers:
        found = [target for target in found if _holds(target.within, containers)]
    if len(found) > 1 and above:
        found = [target for target in found if _holds(target.within, above)] or found
    if len(found) > 1:  # a section of the act itself before a paragraph of a schedule
        found = [t for t in found if not any(kind in _APART for kind, _ in t.within)] or found
    return found[0] if len(found) == 1 else None


def _holds(within: tuple[tuple[str, str], ...], steps: list[tuple[str, str]]) -> bool:
    return all(step in within for step in steps)


def _targets(redline: Redline) -> Iterator[Target]:
    changes = redline.by_id()
    shown = [item.node for item in redline.items if item.type == "section" and item.node]
    common = find_common(shown, changes)
    around: list[tuple[int, str, str]] = []  # depth, kind, number
    pos = 0
    for item in redline.items:
        pairs: list[tuple[Ref | None, Ref | None, Node | None]] = [
            (node.old, node.new, node)
            for node in (item.node, *item.nodes)
            if node is not None and item.type != "gone"
        ]
        if not item.nodes:
            pairs += [(line.old, line.new, None) for line in item.run]
        for old, new, node in pairs:
            ref = new or old
            if ref is None:
                continue
            while around and around[-1][0] >= ref.depth:
                around.pop()
            places = tuple(_places(node, changes, common)) if node is not None else ()
            within = tuple((kind, num) for _, kind, num in around)
            yield Target(pos, ref.kind, _plain(old), _plain(new), within, places)
            pos += 1
            if ref.kind in _CONTAINER_LEVELS:
                around.append((ref.depth, ref.kind, plain(ref.num)))


def _plain(ref: Ref | None) -> str | None:
    return plain(ref.num) if ref else None


def _places(section: Node, changes: dict[str, Change], common: frozenset[str]) -> Iterator[Place]:
    signs = find_signs(section, changes, common)

    def walk(node: Node, old: Nums, new: Nums) -> Iterator[Place]:
        for id_ in node.here:
            if id_ in changes:
                told = signs.get(id_, NO_SIGNS)
                yield Place(changes[id_], old, new, node.new is None, node is section, told)
        counts: dict[tuple[Which, str], int] = {}
        for child in node.children:
            yield from walk(child, old + _step(child, "old", counts), new + _step(child, "new", counts))

    yield from walk(section, (), ())


def _step(node: Node, which: Which, counts: dict[tuple[Which, str], int]) -> Nums:
    """Number of a node below its parent on one side; its place among its kind where it has none."""
    ref = node.old if which == "old" else node.new
    if ref is None:
        return ()
    counts[which, ref.kind] = counts.get((which, ref.kind), 0) + 1
    if ref.num:
        return (plain(ref.num),)
    return (str(counts[which, ref.kind]),) if ref.kind in _COUNTED else ()


def _with_stray_changes(redline: Redline, targets: list[Target]) -> list[Target]:
    """Place the changes that stand in no node by the eIds of their section."""
    placed = {place.change.id for target in targets for place in target.places}
    stray = [change for change in redline.changes if change.id not in placed]
    if not stray:
        return targets
    units: dict[str, tuple[Ref | None, Ref | None]] = {}
    for relation in redline.relations:
        for ref in (relation.old, relation.new):
            if ref:
                units[ref.eid] = (relation.old, relation.new)
    for change in stray:
        old, new = _eid(change.old), _eid(change.new)
        unit = _unit_of(new or old, units)
        pair = units.get(unit)
        if pair is None:
            refs = (change.old[0] if change.old else None, change.new[0] if change.new else None)
            pair = refs if (new or old) == unit else (None, None)
        place = Place(change, _nums_below(old, unit), _nums_below(new, unit), not change.new)
        numbers = (_plain(pair[0]), _plain(pair[1]))
        at = next((i for i, t in enumerate(targets) if (t.old, t.new) == numbers), None)
        if at is not None:
            targets[at] = replace(targets[at], places=(*targets[at].places, place))
        elif any(numbers):
            kind = next(ref.kind for ref in pair if ref)
            targets.append(Target(len(targets), kind, *numbers, (), (place,)))
    return targets


def _eid(refs: Iterable[Ref]) -> str:
    return next((ref.eid for ref in refs), "")


def _unit_of(eid: str, units: dict[str, tuple[Ref | None, Ref | None]]) -> str:
    """Give the longest beginning of an eId that is a section's."""
    parts = eid.split("__")
    for end in range(len(parts), 0, -1):
        start = "__".join(parts[:end])
        if start in units:
            return start
    return eid


def _nums_below(eid: str, unit: str) -> Nums:
    below = eid.removeprefix(unit).strip("_")
    return tuple(part.partition("_")[2].casefold() for part in below.split("__") if part)
