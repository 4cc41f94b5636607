"""Spots: where each provision stands on its side, for the sections that are shown."""

from __future__ import annotations

from msgspec import Struct

from lawdiff.diff.tables import row_key
from lawdiff.model.expression import Entry, Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Ref


class Link(Struct, frozen=True, gc=False):
    """One step of the way from a section to a provision in it; `name` is a heading, a term or a row's key."""

    kind: str
    num: str
    name: str
    ordinal: int


Chain = tuple[Link, ...]
"""The way from a section to a provision in it."""


class Spot(Struct, gc=False):
    """Where a provision stands on its side: `above` is the provision around it, in the same section.

    `ref` and `chain` are asked of few spots, and make what they give when they are.
    """

    provision: Provision
    unit: str
    above: Spot | None
    at: int
    pos: int
    depth: int
    ordinal: int
    _ref: Ref | None = None

    @property
    def parent(self) -> str:
        """The id of the provision around it, or empty."""
        return self.above.provision.eid if self.above is not None else ""

    def ref(self) -> Ref:
        """Give it as the redline names it."""
        made = self._ref
        if made is None:
            p = self.provision
            heading = p.heading.content if p.heading is not None else ""
            made = self._ref = Ref(p.eid, p.num, heading, p.kind, self.at, self.pos, self.depth)
        return made

    def link(self) -> Link:
        """Give it as a step of the way to what is in it."""
        p = self.provision
        name = p.key or (row_key(p) if p.kind == "row" else "")
        if not name and p.heading is not None:
            name = p.heading.content
        return Link(p.kind, p.num, name, self.ordinal)

    def chain(self) -> Chain:
        """Give the way to it from its section in."""
        links = []
        spot: Spot | None = self
        while spot is not None:
            links.append(spot.link())
            spot = spot.above
        return tuple(links[::-1])


class Side:
    """All provisions of the sections that are shown, of one version, by their ids."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.spots: dict[str, Spot] = {}

    def enter(self, entry: Entry) -> Provision:
        """Index a section or container and give it."""
        unit = self.expression.units[entry.key]
        if unit.eid not in self.spots:
            top = self.spots[unit.eid] = Spot(unit, entry.key, None, entry.pos, 0, entry.depth, 1)
            if unit.children:
                self._index_below(top, 0)
        return unit

    def _index_below(self, above: Spot, pos: int) -> int:
        """Index all below a provision; gives the last place in reading order that was used."""
        ordinals: dict[str, int] = {}
        unit, at, depth = above.unit, above.at, above.depth + 1
        for child in above.provision.children:
            ordinal = ordinals[child.kind] = ordinals.get(child.kind, 0) + 1
            pos += 1
            spot = self.spots[child.eid] = Spot(child, unit, above, at, pos, depth, ordinal)
            if child.children:
                pos = self._index_below(spot, pos)
        return pos
