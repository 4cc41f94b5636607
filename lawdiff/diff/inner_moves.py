"""Moves below sections: which provisions moved inside their section, or from one to another.

A paragraph without a number is no provision to be named: where it moved inside its section it is moved text,
in a split or join it flows, and elsewhere it is struck at one place and put in at the other.
"""

from lawdiff.diff.align import Alignment, leaves
from lawdiff.diff.order import out_of_order
from lawdiff.diff.part_edits import moved_text
from lawdiff.diff.spots import Side, Spot
from lawdiff.model.provision import LEAVES, Provision, bare_num
from lawdiff.model.redline import Edit

INNER = LEAVES | {"cell", "header_cell", "list"}
"""Kinds that no change stands at: it stands at the provision around them."""
CELLS = ("row", "cell", "header_cell")
Told = dict[str, list[Edit]]
"""Edits of leaves that moved, by their ids: what is told at one of their two places."""


def note_inner_moves(known: Alignment, old: Side, new: Side, moved_provisions: set[str]) -> tuple[Told, Told]:
    """Add what moved below sections to `moved_provisions`; pieces without a number are taken apart.

    Gives what is told of these at the places that they left, and where they stand.
    """
    told: tuple[Told, Told] = ({}, {})
    siblings: dict[tuple[str, str], list[tuple[str, str]]] = {}
    moved: set[str] = set()
    for old_eid, found in known.new_of.items():
        a, b = old.spots.get(old_eid), new.spots.get(found.new)
        if a is None or b is None or a.above is None or b.above is None:
            continue
        above_old = standing(a, old, known.absorbed_old)
        above_new = standing(b, new, known.absorbed_new)
        around = known.new_of.get(above_old)
        if around is not None and around.new == above_new:
            siblings.setdefault((above_old, above_new), []).append((old_eid, found.new))
        else:
            moved.add(found.new)
    for pairs in siblings.values():
        pairs.sort(key=lambda pair: old.spots[pair[0]].pos)
        order = sorted((b for _, b in pairs), key=lambda eid: new.spots[eid].pos)
        old_of = {b: a for a, b in pairs}
        moved |= out_of_order(pairs, {b: (_bare(old_of[b], old), _bare(b, new)) for b in order})
    for new_eid in sorted(moved):
        if new_eid not in known.old_of:
            continue  # what it stands in moved too, and was taken apart with it
        if new.spots[new_eid].provision.kind in INNER:
            _part(known, old, new, new_eid, told)
        else:
            moved_provisions.add(new_eid)
    return told


def standing(spot: Spot, side: Side, absorbed: set[str]) -> str:
    """Give the provision around one that is more than structure: a list may have gone a level down."""
    parent = spot.parent
    while parent in absorbed and side.spots[parent].parent:
        parent = side.spots[parent].parent
    return parent


def _part(known: Alignment, old: Side, new: Side, new_eid: str, told: tuple[Told, Told]) -> None:
    """Take apart a pair of unnumbered pieces that moved."""
    found = known.old_of.pop(new_eid)
    del known.new_of[found.old]
    a, b = old.spots[found.old], new.spots[new_eid]
    group = known.group_of_old.get(a.unit) or known.group_of_new.get(b.unit)
    if group and a.unit in group.olds and b.unit in group.news:
        return
    around = known.new_of.get(a.unit)
    if around is not None and around.new == b.unit:
        _tell_moved(a.provision, b.provision, told)
    olds = {p.eid for _, p in a.provision.walk()}
    news = {p.eid for _, p in b.provision.walk()}
    known.flows = [
        flow
        for flow in known.flows
        if not (any(p.eid in olds for p in flow.olds) and any(p.eid in news for p in flow.news))
    ]
    for _, p in a.provision.walk():
        inner = known.new_of.pop(p.eid, None)
        if inner:
            known.old_of.pop(inner.new, None)


def _tell_moved(old: Provision, new: Provision, told: tuple[Told, Told]) -> None:
    """Note what moved of a piece of text, if that is sure: of a cell it is, for its column is known."""
    left, stands = told
    is_cell = old.kind in CELLS and new.kind in CELLS
    pairs = list(zip(leaves(old), leaves(new), strict=False)) if is_cell else [(old, new)]
    for a, b in pairs:
        if a.text is not None and b.text is not None:
            edits = moved_text(a, b, f"p{len(left) + 1}", sure=is_cell)
            if edits:
                left[a.eid], stands[b.eid] = edits


def _bare(eid: str, side: Side) -> str:
    return bare_num(side.spots[eid].provision.num)
