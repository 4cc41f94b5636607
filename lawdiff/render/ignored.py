"""What a person asked to leave out, taken out of what is shown: the new text stands there, unmarked.

A section in which nothing else happened joins the run of unchanged ones around it, as does the heading of a
chapter that nothing shown stands below. The redline itself keeps the edits; only outputs for readers pass
through here.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from lawdiff.model.redline import Change, Edit, Item, Node, Redline, Unchanged


def without_ignored(redline: Redline) -> Redline:
    """Give the redline as it is shown; what is counted in `ignored` is in none of its changes."""
    if not redline.ignored:
        return redline
    masked = {change.id: change for change in redline.changes if _is_masked(change, redline)}
    items = [_item(item, masked) for item in redline.items] if masked else list(redline.items)
    kept = (change for change in redline.changes if not change.ignored)
    changes = tuple(_masked(change, redline) for change in kept)
    return replace(redline, changes=changes, items=tuple(_folded(items, whole=redline.scope == "all")))


def _is_masked(change: Change, redline: Redline) -> bool:
    return change.ignored or change.kinds_without(redline.ignored) != change.kinds


def _masked(change: Change, redline: Redline) -> Change:
    """Leave of a change what is not ignored."""
    links = () if "links" in redline.ignored else change.link_target
    if not _is_masked(change, redline):
        return replace(change, link_target=links)
    return replace(
        change,
        kinds=change.kinds_without(redline.ignored),
        edits=tuple(map(_unmarked, change.edits)),
        editorial=False,
        emphasis=False,
        link_target=links,
        words_deleted=0,
        words_inserted=0,
    )


def _unmarked(edit: Edit) -> Edit:
    """Keep what stands in the new text; there are as many edits as before, for nodes count them."""
    if edit.part == "num" or edit.op == "keep":
        return edit
    return replace(edit, op="keep", text=edit.text if edit.new_at is not None else "")


def _item(item: Item, masked: Mapping[str, Change]) -> Item:
    if item.node is None:
        return item
    node = _node(item.node, masked)
    if node is None:
        return replace(item, node=None)
    if item.type == "section" and node.old and node.new and not any(map(_tells, node.walk())):
        return Item("unchanged", run=(Unchanged(node.old, node.new, ""),), nodes=(node,))
    return replace(item, node=node)


def _tells(node: Node) -> bool:
    return bool(node.here or node.change or node.gone_to) or node.old is None or node.new is None


def _node(node: Node, masked: Mapping[str, Change]) -> Node | None:
    """Take the marks of masked changes off a node and all below it; `None` where nothing is left."""
    below = (_node(child, masked) for child in node.children)
    children = tuple(child for child in below if child is not None)
    change = masked.get(node.change) or masked.get(node.gone_to)
    here = tuple(name for name in node.here if not (name in masked and masked[name].ignored))
    if change is None:
        return replace(node, here=here, children=children)
    if node.new is None:
        stays = bool(children or here) or (bool(node.gone_to) and not change.ignored)
        gone_to = "" if change.ignored else node.gone_to
        return replace(node, here=here, children=children, gone_to=gone_to, text=None) if stays else None
    if not change.ignored:  # its edits are unmarked; it still tells of its number and its place
        return replace(node, here=here, children=children, old=node.old or node.new)
    stated = [e for e in change.edits[node.first : node.last] if e.part == "text"]
    text = "".join(e.text for e in stated if e.new_at is not None) if stated else node.text
    num, heading = node.new.num, node.new.heading
    old = replace(node.old, num=num, heading=heading) if node.old else node.new
    return replace(
        node, here=here, children=children, old=old, text=text, old_text=None, change="", first=0, last=0
    )


def _folded(items: Sequence[Item], *, whole: bool) -> list[Item]:
    """Join what is unchanged and stands together; with its text where the whole law is shown."""
    needed = _needed(items)
    folded: list[Item] = []
    for n, item in enumerate(items):
        piece = item
        if item.type == "container" and n not in needed and not whole:
            piece = _as_run(item)
        elif item.type == "unchanged" and not whole:
            piece = replace(item, nodes=())
        if piece.node is None and piece.type != "unchanged":
            continue
        last = folded[-1] if folded else None
        if last and piece.type == last.type == "unchanged":
            folded[-1] = replace(last, run=last.run + piece.run, nodes=last.nodes + piece.nodes)
        else:
            folded.append(piece)
    return folded


def _as_run(item: Item) -> Item:
    node = item.node
    if node is None or node.old is None or node.new is None:
        return item
    return Item("unchanged", run=(Unchanged(node.old, node.new, ""),))


def _needed(items: Sequence[Item]) -> set[int]:
    """Give the headings of parts and chapters that tell of a change or stand above something shown."""
    needed: set[int] = set()
    above: list[tuple[int, int]] = []  # (index, depth) of the headings around the current item
    for n, item in enumerate(items):
        if item.run or item.node is None:
            continue
        ref = item.node.new or item.node.old
        if ref is None:
            continue
        while above and above[-1][1] >= ref.depth:
            above.pop()
        if item.type != "container" or _tells(item.node):
            needed |= {n, *(index for index, _ in above)}
        if item.type == "container":
            above.append((n, ref.depth))
    return needed
