"""The running order: in what order a redline is shown.

The new law's order, with what was repealed or moved away behind its former neighbour. A chapter's heading is
shown where something below it is, or where it changed itself. What is the same on both sides is a run.
"""

from collections.abc import Iterator

from lawdiff.diff.nodes import Builder
from lawdiff.diff.plain_nodes import unchanged_node
from lawdiff.model.expression import Entry, Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Item, Node, Ref, Unchanged


class Running:
    """Makes the items of a redline from the outlines of both sides."""

    def __init__(self, builder: Builder, old: Expression, new: Expression, scope: str) -> None:
        self.builder = builder
        self.known = builder.known
        self.old = old
        self.new = new
        self.scope = scope
        self.by_old = builder.known.old_entries
        self.gone = self._gone_after()

    def items(self) -> tuple[Item, ...]:
        """Give all items in order."""
        pieces: list[_Piece] = []
        old_of, whole = self.known.old_of, self.scope == "all"
        for old_entry in self.gone.get("", ()):
            pieces += self._gone_items(old_entry)
        for entry in self.new.outline:
            if entry.sealed and not whole:
                former = self.by_old[old_of[entry.key].old]
                if former.fingerprint == entry.fingerprint and former.kind == entry.kind:
                    pieces.append(_same(former, entry))
                else:
                    pieces.append(self._entry(entry))
            else:
                pieces.append(self._entry(entry))
            for old_entry in self.gone.get(entry.key, ()):
                pieces += self._gone_items(old_entry)
        return tuple(self._runs(pieces))

    def _gone_after(self) -> dict[str, list[Entry]]:
        """For each new entry (or the beginning, ""), the old entries that stood behind it and are not
        there.
        """
        after: dict[str, list[Entry]] = {}
        anchor = ""
        for entry in self.old.outline:
            found = self.known.new_of.get(entry.key)
            if found is not None and found.new not in self.builder.moved:
                anchor = found.new
            else:
                after.setdefault(anchor, []).append(entry)
        return after

    def _entry(self, entry: Entry) -> "_Piece":
        builder = self.builder
        found = self.known.old_of.get(entry.key)
        grouped = entry.key in self.known.group_of_new
        if found is None:
            node = builder.section(None, builder.new.enter(entry))
            return Item("section" if entry.is_unit else "container", node=node)
        if entry.key in self.known.promoted:
            part = builder.old.spots[found.old].provision
            return Item("section", node=builder.section(part, builder.new.enter(entry)))
        former = self.by_old[found.old]
        moved = entry.key in builder.moved
        if not entry.is_unit:
            old_head, new_head = builder.old.enter(former), builder.new.enter(entry)
            same = former.fingerprint == entry.fingerprint and former.dressing == entry.dressing
            if same and not moved and former.kind == entry.kind:
                return Item("container", node=unchanged_node(builder.old, builder.new, old_head, new_head))
            return Item("container", node=builder.section(old_head, new_head))
        if (
            not grouped
            and not moved
            and former.fingerprint == entry.fingerprint
            and former.kind == entry.kind
        ) and former.dressing == entry.dressing:
            return self._unchanged(former, entry)
        same_body = former.body == entry.body and former.dressing == entry.dressing
        if same_body and not grouped and not moved and former.kind == entry.kind:
            return Item("section", node=builder.line(former, entry, whole=self.scope == "all"))
        old_unit, new_unit = builder.old.enter(former), builder.new.enter(entry)
        before = len(builder.drafts)
        node = builder.section(old_unit, new_unit)
        quiet = not grouped and all(d.is_empty for d in builder.drafts[before:])
        if quiet and _shape(old_unit) == _shape(new_unit):
            return self._unchanged(former, entry)
        return Item("section", node=node)

    def _unchanged(self, former: Entry, entry: Entry) -> "_Piece":
        same = _same(former, entry)
        if self.scope != "all":
            return same
        builder = self.builder
        old_unit, new_unit = builder.old.enter(former), builder.new.enter(entry)
        node = unchanged_node(builder.old, builder.new, old_unit, new_unit)
        return Item("unchanged", run=(same,), nodes=(node,))

    def _gone_items(self, entry: Entry) -> list[Item]:
        builder = self.builder
        unit = builder.old.enter(entry)
        found = self.known.new_of.get(entry.key)
        group = self.known.group_of_old.get(entry.key)
        if found is not None:  # it moved; in a split or join its place is told by the group
            ref = builder.old.spots[unit.eid].ref()
            return [Item("gone", node=Node(entry.kind, ref, None, gone_to=f"\0{found.new}"))]
        if group is not None:
            return [Item("gone", node=builder.joined(unit, builder.draft_of(group)))]
        node = builder.section(unit, None)
        return [Item("section" if entry.is_unit else "container", node=node)]

    def _runs(self, pieces: "list[_Piece]") -> Iterator[Item]:
        """Join what is unchanged and stands together; chapters in which nothing is shown go into the run."""
        needed = self._containers_needed(pieces)
        run: list[Unchanged] = []
        nodes: list[Node] = []
        for n, piece in enumerate(pieces):
            if isinstance(piece, Unchanged):
                run.append(piece)
                continue
            if piece.type == "unchanged":
                run += piece.run
                nodes += piece.nodes
                continue
            if piece.type == "container" and n not in needed and self._is_quiet(piece):
                run.append(self._quiet(piece))
                continue
            if run:
                yield Item("unchanged", run=tuple(run), nodes=tuple(nodes))
                run, nodes = [], []
            yield piece
        if run:
            yield Item("unchanged", run=tuple(run), nodes=tuple(nodes))

    def _is_quiet(self, item: Item) -> bool:
        """Whether this is a container's heading of which nothing changed."""
        node = item.node
        if item.type != "container" or node is None or node.here or node.change:
            return False
        return node.old is not None and node.new is not None

    def _containers_needed(self, pieces: "list[_Piece]") -> set[int]:
        """Give the containers that stand above something shown (all of them under the scope "all")."""
        whole = self.scope == "all"
        needed: set[int] = set()
        open_: list[tuple[int, int]] = []  # (index, depth) of containers around the current piece
        for n, piece in enumerate(pieces):
            depth = piece.new.depth if isinstance(piece, Unchanged) else _depth(piece)
            while open_ and open_[-1][1] >= depth:
                open_.pop()
            if isinstance(piece, Unchanged):
                continue
            if open_ and (whole or (piece.type != "unchanged" and not self._is_quiet(piece))):
                needed |= {index for index, _ in open_}
            if piece.type == "container":
                open_.append((n, depth))
                if whole:
                    needed.add(n)
        return needed

    def _quiet(self, item: Item) -> Unchanged:
        node = item.node
        if node is None or node.old is None or node.new is None:
            raise ValueError("a quiet container has both sides")
        entry = self.new.outline[node.new.at]
        return Unchanged(node.old, node.new, entry.fingerprint)


_Piece = Item | Unchanged
"""A piece of the running order before runs are joined: of a code nearly all pieces are unchanged sections."""


def _same(former: Entry, entry: Entry) -> Unchanged:
    new = _ref(entry)
    other = former.fingerprint if former.fingerprint != entry.fingerprint else ""
    stays = former.pos == entry.pos and former.key == entry.key and former.depth == entry.depth
    if stays and former.num == entry.num and former.heading == entry.heading and former.kind == entry.kind:
        return Unchanged(new, new, entry.fingerprint, other)
    return Unchanged(_ref(former), new, entry.fingerprint, other)


def _ref(entry: Entry) -> Ref:
    return Ref(entry.key, entry.num, entry.heading, entry.kind, entry.pos, 0, entry.depth)


def _shape(unit: Provision) -> list[tuple[int, str, bool]]:
    """How a section is built, whatever it says."""
    return [(depth, p.kind, p.text is None) for depth, p in unit.walk()]


def _depth(item: Item) -> int:
    if item.run:
        return item.run[0].new.depth
    ref = item.node and (item.node.new or item.node.old)
    return ref.depth if ref else 0
