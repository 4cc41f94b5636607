"""The running order: in what order a redline is shown.

The new law's order, with what was repealed or moved away behind its former neighbour. A chapter's heading is
shown where something below it is, or where it changed itself. What is the same on both sides is a run.
"""

from collections.abc import Iterator

from lawdiff.diff.nodes import Builder, unchanged_node
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
        self.by_old = {e.key: e for e in old.outline}
        self.gone = self._gone_after()

    def items(self) -> tuple[Item, ...]:
        """Give all items in order."""
        pieces: list[Item] = []
        for old_entry in self.gone.get("", ()):
            pieces += self._gone_items(old_entry)
        for entry in self.new.outline:
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

    def _entry(self, entry: Entry) -> Item:
        builder = self.builder
        found = self.known.old_of.get(entry.key)
        grouped = entry.key in self.known.group_of_new
        if found is None:
            node = builder.section(None, builder.new.enter(entry))
            return Item("section" if entry.is_unit else "container", node=node)
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
        old_unit, new_unit = builder.old.enter(former), builder.new.enter(entry)
        same_body = former.body == entry.body and former.dressing == entry.dressing
        if same_body and not grouped and not moved and former.kind == entry.kind:
            return Item("section", node=builder.line(former, entry, whole=self.scope == "all"))
        before = len(builder.drafts)
        node = builder.section(old_unit, new_unit)
        quiet = not grouped and all(d.is_empty for d in builder.drafts[before:])
        if quiet and _shape(old_unit) == _shape(new_unit):
            return self._unchanged(former, entry)
        return Item("section", node=node)

    def _unchanged(self, former: Entry, entry: Entry) -> Item:
        builder = self.builder
        other = former.fingerprint if former.fingerprint != entry.fingerprint else ""
        same = Unchanged(_ref(former), _ref(entry), entry.fingerprint, other)
        nodes: tuple[Node, ...] = ()
        if self.scope == "all":
            old_unit, new_unit = builder.old.enter(former), builder.new.enter(entry)
            nodes = (unchanged_node(builder.old, builder.new, old_unit, new_unit),)
        return Item("unchanged", run=(same,), nodes=nodes)

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

    def _runs(self, pieces: list[Item]) -> Iterator[Item]:
        """Join what is unchanged and stands together; chapters in which nothing is shown go into the run."""
        shown = [item.type != "unchanged" and not self._is_quiet(item) for item in pieces]
        needed = self._containers_needed(pieces, shown)
        run: list[Unchanged] = []
        nodes: list[Node] = []
        for n, item in enumerate(pieces):
            if not shown[n] and n not in needed:
                piece = item if item.type == "unchanged" else self._quiet_run(item)
                run += piece.run
                nodes += piece.nodes
                continue
            if run:
                yield Item("unchanged", run=tuple(run), nodes=tuple(nodes))
                run, nodes = [], []
            yield item
        if run:
            yield Item("unchanged", run=tuple(run), nodes=tuple(nodes))

    def _is_quiet(self, item: Item) -> bool:
        """Whether this is a container's heading of which nothing changed."""
        node = item.node
        if item.type != "container" or node is None or node.here or node.change:
            return False
        return node.old is not None and node.new is not None

    def _containers_needed(self, pieces: list[Item], shown: list[bool]) -> set[int]:
        """Give the containers that stand above something shown (all of them under the scope "all")."""
        needed: set[int] = set()
        open_: list[tuple[int, int]] = []  # (index, depth) of containers around the current piece
        for n, item in enumerate(pieces):
            depth = _depth(item)
            while open_ and open_[-1][1] >= depth:
                open_.pop()
            if open_ and (shown[n] or self.scope == "all"):
                needed |= {index for index, _ in open_}
            if item.type == "container":
                open_.append((n, depth))
                if self.scope == "all":
                    needed.add(n)
        return needed

    def _quiet_run(self, item: Item) -> Item:
        node = item.node
        if node is None or node.old is None or node.new is None:
            raise ValueError("a quiet container has both sides")
        entry = self.new.outline[node.new.at]
        return Item("unchanged", run=(Unchanged(node.old, node.new, entry.fingerprint),))


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
