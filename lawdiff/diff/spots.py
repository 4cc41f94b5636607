"""Spots: where each provision stands on its side, for the sections that are shown."""

from msgspec import Struct

from lawdiff.diff.drafts import Link
from lawdiff.diff.tables import row_key
from lawdiff.model.expression import Entry, Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Ref


class Spot(Struct, frozen=True, gc=False):
    """Where a provision stands on its side."""

    provision: Provision
    unit: str
    parent: str
    at: int
    pos: int
    depth: int
    ordinal: int
    chain: tuple[Link, ...]

    def ref(self) -> Ref:
        """Give it as the redline names it."""
        p = self.provision
        heading = p.heading.content if p.heading else ""
        return Ref(p.eid, p.num, heading, p.kind, self.at, self.pos, self.depth)


class Side:
    """All provisions of the sections that are shown, of one version, by their ids."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.spots: dict[str, Spot] = {}

    def enter(self, entry: Entry) -> Provision:
        """Index a section or container and give it."""
        unit = self.expression.units[entry.key]
        if unit.eid not in self.spots:
            self._index(unit, entry, "", 0, 0, 1, ())
        return unit

    def _index(
        self,
        p: Provision,
        entry: Entry,
        parent: str,
        pos: int,
        depth: int,
        ordinal: int,
        chain: tuple[Link, ...],
    ) -> int:
        name = p.key or (row_key(p) if p.kind == "row" else "") or (p.heading.content if p.heading else "")
        chain = (*chain, Link(p.kind, p.num, name, ordinal))
        spot = Spot(p, entry.key, parent, entry.pos, pos, entry.depth + depth, ordinal, chain)
        self.spots[p.eid] = spot
        pos += 1
        ordinals: dict[str, int] = {}
        for child in p.children:
            ordinals[child.kind] = ordinals.get(child.kind, 0) + 1
            pos = self._index(child, entry, p.eid, pos, depth + 1, ordinals[child.kind], chain)
        return pos
