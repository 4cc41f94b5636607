"""Nodes and changes: both laws in one tree, in the order in which it is read, with the changes at their
places.

New provisions stand in the order of the new law; what is gone stands behind its former neighbour; the place
that a moved provision left is kept by a node of its own. A change is held by the smallest provision that can
be cited; what is below an insertion or a repeal belongs to it whole.
"""

from msgspec.structs import replace

from lawdiff.diff.align import Alignment, Group
from lawdiff.diff.drafts import Draft, slug
from lawdiff.diff.editorial import changed_targets, emphasis_differs
from lawdiff.diff.flows import Texts, compare_flows, whole
from lawdiff.diff.inner_moves import CELLS, INNER, note_inner_moves, standing
from lawdiff.diff.part_edits import heading_edits, num_edits
from lawdiff.diff.plain_nodes import is_empty_now, old_span, unchanged_node
from lawdiff.diff.references import Follows
from lawdiff.diff.spots import Side, Spot
from lawdiff.model.expression import Entry
from lawdiff.model.provision import CONTAINERS, Provision, bare_num
from lawdiff.model.redline import Edit, LinkTarget, Node

_PLACED = frozenset({"subsection", "paragraph", "point", "item", "row"})
"""Kinds whose place is their number where they have none (a Norwegian ledd, a Finnish momentti, a row)."""


class Builder:
    """Makes the nodes of sections, and gathers the drafts of changes on the way."""

    def __init__(self, known: Alignment, old: Side, new: Side, moved_units: set[str]) -> None:
        self.known = known
        self.old = old
        self.new = new
        self.moved = moved_units
        self.texts = Texts()
        self.drafts: list[Draft] = []
        self.taken: set[str] = set()
        self.of_group: dict[int, Draft] = {}
        self.at_provision: dict[str, Draft] = {}  # new eid -> the draft that stands there, for places left
        self.loose_old: dict[str, list[Edit]] = {}  # leaves that moved, with what is told at either place
        self.loose_new: dict[str, list[Edit]] = {}
        self.in_flow: set[str] = set()

    def order_inner(self) -> None:
        """Say which provisions below the section moved."""
        self.loose_old, self.loose_new = note_inner_moves(self.known, self.old, self.new, self.moved)

    def compare_texts(self, follows: Follows) -> None:
        """Compare what is paired; the last step before nodes can be made. `follows` says which numbers do."""
        self.texts = compare_flows(
            self.known.flows, self.known, lambda eid: self.new.spots[eid].unit, follows
        )
        self.in_flow = {leaf.eid for flow in self.known.flows for leaf in flow.olds}

    def _partner(self, old_eid: str) -> str:
        found = self.known.new_of.get(old_eid)
        return found.new if found else ""

    # --- the tree

    def line(self, old: Entry, new: Entry, *, whole: bool = False) -> Node:
        """Give the node of a section of which only the number changed, its text left out or `whole`."""
        a, b = self.old.enter(old), self.new.enter(new)
        draft = self._open(a, b)
        self.at_provision[b.eid] = draft
        self._note_place(draft, a, b)
        edits = num_edits(a, b)
        draft.note_edits(edits)
        node = Node(
            kind=b.kind,
            old=self.old.spots[a.eid].ref(),
            new=self.new.spots[b.eid].ref(),
            change=draft.id if edits else "",
            last=len(edits),
            here=(draft.id,),
            body=new.body,
        )
        if not whole:
            return node
        same = unchanged_node(self.old, self.new, a, b)
        return replace(node, body="", text=same.text, spans=same.spans, children=same.children)

    def section(self, old: Provision | None, new: Provision | None) -> Node:
        """Give the node of a section or container, with all below it."""
        return self._node(old, new, None, fixed=False)

    def _node(
        self, old: Provision | None, new: Provision | None, holder: Draft | None, *, fixed: bool
    ) -> Node:
        p = new or old
        if p is None:
            raise ValueError("a node needs a provision")
        if old is not None and new is not None and new.eid in self.known.still:
            return unchanged_node(self.old, self.new, old, new)
        draft, fixed_below, stands = self._draft_for(old, new, p, holder, fixed=fixed)
        edits = self._own_edits(old, new)
        first = len(draft.edits)
        draft.note_edits(edits)
        if old and new:
            self._dress(draft, old, new)
        last = len(draft.edits)
        children = self._children(old, new, draft, fixed=fixed_below)
        text = None
        if p.text is not None and not any(e.part == "text" for e in edits):
            text = p.text.content
        old_text = None
        if text is not None and old is not None and old.text is not None and old.text.content != text:
            old_text = old.text.content
        here = ((draft.id,) if stands and not draft.is_empty else ()) + self._placed(old, new)
        return Node(
            kind=p.kind,
            old=self.old.spots[old.eid].ref() if old else None,
            new=self.new.spots[new.eid].ref() if new else None,
            text=text,
            old_text=old_text,
            change=draft.id if last > first else "",
            first=first,
            last=last,
            here=here,
            spans=p.text.spans if p.text else (),
            children=children,
            cols=p.cols,
            rows=p.rows,
            old_span=old_span(old, p),
        )

    def _placed(self, old: Provision | None, new: Provision | None) -> tuple[str, ...]:
        """Open a draft that only tells where a provision went whose words are told by another one.

        A subsection became a section in a split; a row went to another place in a table that got a column.
        """
        if old is None or new is None:
            return ()
        if new.eid in self.known.promoted:
            draft = self._open(old, new)
            draft.kinds.add("move")
        elif new.kind == "row" and self._has_other_columns(old, new):
            draft = self._open(old, new)
            self._note_place(draft, old, new)
        else:
            return ()
        return () if draft.is_empty else (draft.id,)

    def _has_other_columns(self, old: Provision | None, new: Provision | None) -> bool:
        """Whether a row stands in a table of which a column came or went."""
        if new is not None:
            return self.new.spots[new.eid].parent in self.known.whole_rows
        return old is not None and self._partner(self.old.spots[old.eid].parent) in self.known.whole_rows

    def _draft_for(
        self, old: Provision | None, new: Provision | None, p: Provision, holder: Draft | None, *, fixed: bool
    ) -> tuple[Draft, bool, bool]:
        """Find the draft that this provision's edits belong to: (draft, whether all below is its, stands
        here).
        """
        group = self._group(old, new)
        if group is not None and not fixed:
            draft = self.draft_of(group)
            if new is not None:
                self.at_provision[new.eid] = draft
                if old is not None and new.eid in self.moved:
                    draft.kinds.add("move")
            return draft, False, True
        is_row = p.kind == "row" and self._has_other_columns(old, new)
        if holder is not None and (fixed or p.kind in INNER) and not (is_row and (not old or not new)):
            if new is not None and new.eid in self.moved:
                self.at_provision[new.eid] = holder  # a row that moved in a table of other columns
            return holder, fixed, False
        draft = self._open(old, new)
        if new is not None:
            self.at_provision[new.eid] = draft
        if old is None or new is None:
            if p.kind not in CONTAINERS or p.num or p.heading:  # a bare "body" is no law
                draft.kinds.add("insertion" if old is None else "repeal")
            return draft, True, True
        self._note_place(draft, old, new)
        # A column that came or went is the table's change; what stood in a repealed section is the section's.
        return draft, new.eid in self.known.whole_rows or "repeal" in draft.kinds, True

    def _note_place(self, draft: Draft, old: Provision, new: Provision) -> None:
        """Note whether a pair moved, was renumbered, or is now an empty shell."""
        a, b = self.old.spots[old.eid], self.new.spots[new.eid]
        if new.eid in self.moved:
            draft.kinds.add("move")
        elif old.num != new.num:
            renumbered = bare_num(old.num) != bare_num(new.num)
            draft.kinds.add("renumbering" if renumbered else "substitution")
        elif not new.num and new.kind in _PLACED and a.ordinal != b.ordinal:
            draft.kinds.add("renumbering")
        if not new.sealed and is_empty_now(new) and not is_empty_now(old):
            draft.kinds.add("repeal")

    def _group(self, old: Provision | None, new: Provision | None) -> Group | None:
        if new is not None and new.eid in self.known.group_of_new:
            return self.known.group_of_new[new.eid]
        return self.known.group_of_old.get(old.eid) if old is not None else None

    def draft_of(self, group: Group) -> Draft:
        """Give the draft of a split or join, opened where its first provision stands."""
        draft = self.of_group.get(id(group))
        if draft is None:
            olds = [self.old.spots[e] for e in group.olds]
            news = [self.new.spots[e] for e in group.news]
            draft = Draft(
                id=self._id(slug(olds[0].provision.eid)),
                olds=[s.ref() for s in olds],
                news=[s.ref() for s in news],
                basis="text of one inside the other",
                score=group.score,
                old_spots=tuple(olds),
                new_spots=tuple(news),
            )
            draft.kinds.add(group.kind)
            self.of_group[id(group)] = draft
            self.drafts.append(draft)
        return draft

    def _open(self, old: Provision | None, new: Provision | None) -> Draft:
        a = self.old.spots[old.eid] if old else None
        b = self.new.spots[new.eid] if new else None
        found = self.known.new_of.get(old.eid) if old and new else None
        spot = b or a
        if spot is None:
            raise ValueError("a change needs a provision")
        draft = Draft(
            id=self._id(slug(a.provision.eid) if a else self._new_id(spot)),
            olds=[a.ref()] if a else [],
            news=[b.ref()] if b else [],
            basis=found.basis if found else "no counterpart",
            score=found.score if found else 1.0,
            old_spots=(a,) if a else (),
            new_spots=(b,) if b else (),
        )
        self.drafts.append(draft)
        return draft

    def _new_id(self, spot: Spot) -> str:
        """Name an insertion by the old id of what holds it, and its number."""
        found = self.known.old_of.get(spot.parent) if spot.parent else None
        p = spot.provision
        name = bare_num(p.num) or (slug(p.key) if p.key else str(spot.ordinal))
        return f"new.{found.old}.{p.kind}-{name}" if found else f"new.{slug(p.eid)}"

    def _id(self, wanted: str) -> str:
        unique, n = wanted, 1
        while unique in self.taken:
            n += 1
            unique = f"{wanted}~{n}"
        self.taken.add(unique)
        return unique

    # --- a node's own parts

    def _own_edits(self, old: Provision | None, new: Provision | None) -> list[Edit]:
        edits = num_edits(old, new) + heading_edits(old, new)
        if new is not None and old is not None and old.text is not None and old.eid not in self.in_flow:
            edits.append(whole(old, "delete"))  # the new provision consists of others
        if new is not None and new.text is not None:
            if new.eid in self.loose_new:
                edits += self.loose_new[new.eid]
            elif new.eid in self.texts.by_new:
                edits += self.texts.by_new[new.eid]
            elif not self._is_same(new):
                edits.append(whole(new, "insert"))
        elif new is None and old is not None and old.text is not None:
            if old.eid in self.loose_old:
                edits += self.loose_old[old.eid]
            else:
                edits += self.texts.by_old.get(old.eid) or [whole(old, "delete")]
        return edits

    def _is_same(self, new: Provision) -> bool:
        found = self.known.old_of.get(new.eid)
        return found is not None and (found.old, new.eid) in self.texts.same

    def _dress(self, draft: Draft, old: Provision, new: Provision) -> None:
        """Note emphasis and link targets that changed where the words did not."""
        if old.text is None or new.text is None:
            return
        if len(old.text.content) == len(new.text.content) and emphasis_differs(old.text, new.text):
            draft.emphasis = True
            draft.kinds.add("substitution")
        for words, before, after in changed_targets(old.text, new.text):
            if not self._target_follows(before, after):
                draft.links.append(LinkTarget(words, before, after, new.eid))
                draft.kinds.add("substitution")

    def _target_follows(self, before: str, after: str) -> bool:
        """Whether a link inside the law leads to the same provision, which has another id now."""
        found = self.known.new_of.get(before.lstrip("#"))
        return found is not None and found.new == after.lstrip("#")

    # --- children

    def _children(
        self, old: Provision | None, new: Provision | None, draft: Draft, *, fixed: bool
    ) -> tuple[Node, ...]:
        if old is not None and new is not None and new.eid in self.known.same_within:
            pairs = zip(old.children, new.children, strict=True)
            at, held = len(draft.edits), INNER | set(CELLS) if fixed else INNER
            return tuple(
                [unchanged_node(self.old, self.new, a, b, at if b.kind in held else 0) for a, b in pairs]
            )
        behind: dict[str, list[Provision]] = {"": []}  # what is gone, by its former neighbour's new id
        last = ""
        for child in old.children if old else ():
            partner = self._partner(child.eid)
            spot = self.new.spots.get(partner) if partner else None
            stays = spot is not None and new is not None and partner not in self.moved
            if stays and spot and new and spot.parent != new.eid:
                above = standing(spot, self.new, self.known.absorbed_new)
                if above == new.eid:
                    continue  # it stands in a list that went a level down
            if stays and partner and spot and new and spot.parent == new.eid:
                last = partner
            else:
                behind.setdefault(last, []).append(child)
        nodes: list[Node | None] = [self._gone(gone, draft, fixed=fixed) for gone in behind[""]]
        for child in new.children if new else ():
            nodes.append(self._child(child, draft, fixed=fixed))
            nodes += [self._gone(gone, draft, fixed=fixed) for gone in behind.get(child.eid, ())]
        return tuple([node for node in nodes if node is not None])

    def _child(self, child: Provision, draft: Draft, *, fixed: bool) -> Node:
        """Give the node of a child of the new side, with its partner if it has one."""
        found = self.known.old_of.get(child.eid)
        old = self.old.spots[found.old].provision if found else None
        if old is None and child.eid in self.known.absorbed_new and self._keeps_text(child):
            return self._node(None, child, draft, fixed=True)
        if old is not None and fixed and child.kind not in CELLS:
            # A provision that moved into something new keeps its own change.
            return self._node(old, child, draft if child.kind in INNER else None, fixed=False)
        return self._node(old, child, draft, fixed=fixed)

    def _keeps_text(self, child: Provision) -> bool:
        if any(p.eid in self.known.old_of for _, p in child.walk()):
            return True
        return any(edit.op == "keep" for _, p in child.walk() for edit in self.texts.by_new.get(p.eid, ()))

    def _gone(self, child: Provision, draft: Draft, *, fixed: bool) -> Node | None:
        """Give the node for an old child that is no longer here: repealed, moved away, or joined to
        another.
        """
        ref = self.old.spots[child.eid].ref()
        partner = self._partner(child.eid)
        if partner:
            spot = self.new.spots.get(partner)
            if spot is None:
                return None
            group = self.known.group_of_old.get(self.old.spots[child.eid].unit)
            in_group = group is not None and spot.unit in group.news
            return None if in_group else Node(child.kind, ref, None, gone_to=f"\0{partner}")
        if child.eid in self.known.absorbed_old or child.eid in self.known.group_of_old:
            group = self.known.group_of_old.get(child.eid)
            return self.joined(child, self.draft_of(group) if group else draft)
        if child.text is not None and child.eid in self.in_flow:
            return self.joined(child, draft)
        return self._node(child, None, draft, fixed=fixed)

    def joined(self, p: Provision, draft: Draft) -> Node:
        """Give the node of an old provision whose text stands elsewhere: its number and heading go here."""
        first = len(draft.edits)
        draft.note_edits([*num_edits(p, None), *heading_edits(p, None), *self.texts.by_old.get(p.eid, ())])
        if p.text is not None and p.eid not in self.in_flow:
            draft.note_edits([whole(p, "delete")])
        last = len(draft.edits)
        children = tuple(
            node for child in p.children if (node := self._below_joined(child, draft)) is not None
        )
        return Node(
            kind=p.kind,
            old=self.old.spots[p.eid].ref(),
            new=None,
            change=draft.id if last > first else "",
            first=first,
            last=last,
            gone_to=draft.id,
            children=children,
            cols=p.cols,
            rows=p.rows,
        )

    def _below_joined(self, child: Provision, draft: Draft) -> Node | None:
        if self._partner(child.eid):
            return None  # it stands, with its old side, where it went
        if child.eid in self.known.absorbed_old or child.eid in self.known.group_of_old:
            return self.joined(child, draft)
        if child.eid in self.in_flow:
            return self.joined(child, draft)
        return self._node(child, None, draft, fixed=False)
