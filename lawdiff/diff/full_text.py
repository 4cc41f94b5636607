"""The old text of what is equal, where a redline is to hold all of the law's text (scope "all").

A section that differs in the kind of a space alone is unchanged, and only its new text is shown; the old form
is named by its fingerprint. The old law cannot be put together of that, so it is filled in here. The proof is
the same with and without.
"""

from dataclasses import replace

from lawdiff.diff.spots import Side
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Item, Node, Redline, Ref


def with_full_text(redline: Redline, old: Expression, new: Expression) -> Redline:
    """Fill in the old form of what is unchanged in a redline that was made with scope "all"."""
    sides = Side(old), Side(new)

    def filled(item: Item) -> Item:
        spaced = {same.new.at for same in item.run if same.old_fingerprint}
        if not spaced:
            return item
        nodes = (
            _twin(sides, node.old, node.new) if node.old and node.new and node.new.at in spaced else node
            for node in item.nodes
        )
        return replace(item, nodes=tuple(nodes))

    return replace(redline, items=tuple(map(filled, redline.items)))


def _twin(sides: tuple[Side, Side], old: Ref, new: Ref) -> Node:
    units = [side.enter(side.expression.outline[ref.at]) for side, ref in zip(sides, (old, new), strict=True)]
    return _node(sides, units[0], units[1])


def _node(sides: tuple[Side, Side], old: Provision, new: Provision) -> Node:
    """Give a provision that is built alike on both sides, with all below it."""
    before = old.text.content if old.text is not None else None
    text = new.text.content if new.text is not None else None
    return Node(
        kind=new.kind,
        old=sides[0].spots[old.eid].ref(),
        new=sides[1].spots[new.eid].ref(),
        text=text,
        old_text=before if before != text else None,
        spans=new.text.spans if new.text else (),
        children=tuple(_node(sides, a, b) for a, b in zip(old.children, new.children, strict=True)),
    )
