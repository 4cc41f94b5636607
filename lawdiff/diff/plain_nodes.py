"""Nodes that tell of no change of their own: what is the same on both sides, and places that were left."""

from collections.abc import Collection
from operator import is_not

from msgspec.structs import replace

from lawdiff.diff.candidates import SHELL_SIZE, is_shell
from lawdiff.diff.drafts import Draft
from lawdiff.diff.inner_moves import CELLS, INNER
from lawdiff.diff.spots import Side
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Node


def resolve_places(node: Node, at_provision: dict[str, Draft], ids: Collection[str]) -> Node:
    """Fill in, for each place that a provision left, the change that stands where it went.

    Where nothing but structure went (a wrapper without number), no change of `ids` tells of it.
    """
    children = node.children
    if children:
        resolved = tuple([resolve_places(child, at_provision, ids) for child in children])
        if any(map(is_not, resolved, children)):
            node = replace(node, children=resolved)
    gone = node.gone_to
    if not gone:
        return node
    if gone.startswith("\0"):
        draft = at_provision.get(gone[1:])
        gone = draft.id if draft else ""
    gone = gone if gone in ids else ""
    return node if gone == node.gone_to else replace(node, gone_to=gone)


def unchanged_node(side_old: Side, side_new: Side, old: Provision, new: Provision, at: int = 0) -> Node:
    """Give the node of what is the same on both sides, with its text.

    `at` is its place among the edits of the change that would hold its own.
    """
    before = old.text.content if old.text is not None else None
    text = new.text.content if new.text is not None else None
    children: tuple[Node, ...] = ()
    if new.children:
        pairs = zip(old.children, new.children, strict=True)
        children = tuple(
            [unchanged_node(side_old, side_new, a, b, at if b.kind in INNER else 0) for a, b in pairs]
        )
    return Node(
        kind=new.kind,
        old=side_old.spots[old.eid].ref(),
        new=side_new.spots[new.eid].ref(),
        text=text,
        old_text=before if before != text else None,
        first=at,
        last=at,
        spans=new.text.spans if new.text is not None else (),
        children=children,
        cols=new.cols,
        rows=new.rows,
        old_span=old_span(old, new),
    )


def old_span(old: Provision | None, shown: Provision) -> tuple[int, int] | None:
    """Give columns and rows of the old cell, where the cell that is shown spans others."""
    if old is None or (old.cols == shown.cols and old.rows == shown.rows):
        return None
    return old.cols, old.rows


def is_empty_now(p: Provision) -> bool:
    """Whether a provision only stands for what was here: it says so, or the source marks it as repealed."""
    if p.kind in CELLS:
        return False  # "Revoked | 5 | kg" is a row like any other
    found: list[str] = []
    size = 0
    waiting = [p]
    while waiting:
        below = waiting.pop()
        if below.text is None:
            waiting += below.children[::-1]
        elif below.text.content:
            found.append(below.text.content)
            size += len(below.text.content)
            if size > SHELL_SIZE:
                return False
    content = "\n".join(found)
    heading = p.heading.content if p.heading is not None else ""
    if is_shell(content) or (p.status == "repealed" and not content.strip()):
        return True
    return bool(heading) and is_shell(f"{heading} {content}".strip())
