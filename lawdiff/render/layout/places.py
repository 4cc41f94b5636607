"""Both places of what moved: a redline in which it stands whole where it was, and whole where it is.

A redline shows a provision that moved once, where it stands now. A form that knows only omitted and new
matter has it twice: omitted where it stood, new where it stands. The old copy takes the place of the node
that marks what was left (`gone_to`), or stands behind its old neighbour.

Limits: where the section that it left is not shown at all, it stands once, as it did. Words that moved within
provisions are edits, and stand twice anyhow.
"""

from collections.abc import Iterator, Mapping, Set

from msgspec.structs import replace

from lawdiff.model.redline import Change, Edit, Item, Node, Op, Redline

_OLD_OPS: frozenset[Op] = frozenset({"keep", "delete", "move_from"})
_NEW_OPS: frozenset[Op] = frozenset({"keep", "insert", "move_to"})


def both_places(redline: Redline) -> Redline:
    """Give the redline with each provision that moved in two nodes: one of the old side, one of the new."""
    changes = redline.by_id()
    moved = {node.old.eid: node for node in _nodes(redline) if node.old and _moves(node, changes)}
    if not moved:
        return redline
    waiting = {eid: _old_copy(node, changes, moved.keys()) for eid, node in moved.items()}
    items = [_refilled(item, waiting) for item in redline.items]
    shown = _items_of_sections(items, moved.keys())
    for eid in tuple(waiting):
        copy = waiting.get(eid)
        for i in shown.get(copy.old.at, ()) if copy and copy.old else ():
            node = items[i].node
            if copy and node and (put := _put(node, copy, moved.keys())):
                del waiting[eid]
                items[i] = _refilled(replace(items[i], node=put), waiting)
                break
    twice = moved.keys() - waiting.keys()
    return replace(
        redline,
        items=tuple(
            replace(item, node=_new_sides(item.node, changes, twice)) if item.node else item for item in items
        ),
    )


def _nodes(redline: Redline) -> Iterator[Node]:
    for item in redline.items:
        if item.node:
            yield from item.node.walk()


def _moves(node: Node, changes: Mapping[str, Change]) -> bool:
    return bool(node.old and node.new) and any("move" in changes[name].kinds for name in node.here)


def _items_of_sections(items: list[Item], moved: Set[str]) -> dict[int, list[int]]:
    """Say in which items each old section, by its place, has provisions that did not move."""
    shown: dict[int, list[int]] = {}
    for i, item in enumerate(items):
        for node in item.node.walk() if item.node else ():
            if node.old and not _is_moved(node, moved) and shown.setdefault(node.old.at, [])[-1:] != [i]:
                shown[node.old.at].append(i)
    return shown


def _is_moved(node: Node, moved: Set[str]) -> bool:
    return bool(node.old and node.new and node.old.eid in moved)


def _old_copy(node: Node, changes: Mapping[str, Change], moved: Set[str]) -> Node:
    """Give a node's old side; what came into it from elsewhere has its own copy there."""
    children = [
        child if child.gone_to else _old_copy(child, changes, moved)
        for child in node.children
        if child.old and not _is_moved(child, moved)
    ]
    stated = _text_edits(node, changes)
    text = _side(stated, _OLD_OPS) if stated else node.old_text or node.text
    return replace(
        node,
        new=None,
        text=text,
        old_text=None,
        change="",
        here=() if node.new else node.here,  # the mark of what moved stands where it is now
        spans=() if stated and node.new else node.spans,
        children=tuple(sorted(children, key=lambda child: child.old.pos if child.old else 0)),
    )


def _new_copy(node: Node, changes: Mapping[str, Change], twice: Set[str]) -> Node:
    stated = _text_edits(node, changes)
    return replace(
        node,
        old=None,
        text=_side(stated, _NEW_OPS) if stated else node.text,
        old_text=None,
        change="",
        children=tuple(_new_copy(child, changes, twice) for child in node.children if child.new),
    )


def _text_edits(node: Node, changes: Mapping[str, Change]) -> list[Edit]:
    if not node.change:
        return []
    return [edit for edit in changes[node.change].edits[node.first : node.last] if edit.part == "text"]


def _side(edits: list[Edit], ops: Set[Op]) -> str:
    return "".join(edit.text for edit in edits if edit.op in ops)


def _refilled(item: Item, waiting: dict[str, Node]) -> Item:
    """Put old copies where a node says that something was left."""
    if item.node is None:
        return item
    node = _filled(item.node, waiting)
    return replace(item, type="section" if item.type == "gone" and not node.gone_to else item.type, node=node)


def _filled(node: Node, waiting: dict[str, Node]) -> Node:
    if node.gone_to and node.old:
        copy = waiting.pop(node.old.eid, None)
        return _filled(copy, waiting) if copy else node
    children = tuple(_filled(child, waiting) for child in node.children)
    return node if children == node.children else replace(node, children=children)


def _put(node: Node, copy: Node, moved: Set[str]) -> Node | None:
    """Put a copy behind its old neighbour, if that stands below this node."""
    path = _path(node, copy, moved)
    if not path or copy.old is None:
        return None
    at = max((n for n, step in enumerate(path) if step.old and step.old.depth < copy.old.depth), default=-1)
    if at < 0:
        return None
    parent = path[at]
    before = path[at + 1] if at + 1 < len(path) else None
    i = next((n for n, child in enumerate(parent.children, start=1) if child is before), 0)
    put = replace(parent, children=(*parent.children[:i], copy, *parent.children[i:]))
    for n in range(at - 1, -1, -1):
        children = tuple(put if child is path[n + 1] else child for child in path[n].children)
        put = replace(path[n], children=children)
    return put


def _path(node: Node, copy: Node, moved: Set[str]) -> list[Node]:
    """Give the way down to the last node that stood before a copy in its old section, if there is one."""
    if copy.old is None or _is_moved(node, moved):
        return []
    best: list[Node] = []
    near = -1
    if node.old and node.old.at == copy.old.at and node.old.pos < copy.old.pos:
        best, near = [node], node.old.pos
    for child in node.children:
        way = _path(child, copy, moved)
        last = way[-1].old if way else None
        if last and last.pos > near:
            best, near = [node, *way], last.pos
    return best


def _new_sides(node: Node, changes: Mapping[str, Change], twice: Set[str]) -> Node:
    if _is_moved(node, twice):
        return _new_copy(node, changes, twice)
    children = tuple(_new_sides(child, changes, twice) for child in node.children)
    return node if children == node.children else replace(node, children=children)
