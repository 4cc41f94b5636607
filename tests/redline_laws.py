"""What holds for every redline: one function, that other tests call with whatever they have compared."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from lawdiff.diff.tokens import count_words
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Edit, Item, Node, Redline

GONE = ("delete", "move_from")
CAME = ("insert", "move_to")


def check(redline: Redline, old: Expression, new: Expression) -> None:
    """Fail where a law is broken."""
    nothing_is_lost(redline)
    edits_tile_both_texts(redline, old, new)
    sides_fit_the_operation(redline)
    deletions_come_first(redline)
    changes_are_named_once(redline)
    nodes_hold_each_edit_once(redline)
    the_summary_counts(redline)
    every_provision_has_its_place(redline, old, new)


def nothing_is_lost(redline: Redline) -> None:
    assert redline.proof.reject_all_is_old
    assert redline.proof.accept_all_is_new


def edits_tile_both_texts(redline: Redline, old: Expression, new: Expression) -> None:
    """The edits of a part, laid end to end by their offsets, are that part: no gap, no overlap, no more."""
    for expression, side in ((old, "old"), (new, "new")):
        parts = dict(_parts(expression))
        laid: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for edit in all_edits(redline):
            at, start = (edit.old_at, edit.old_start) if side == "old" else (edit.new_at, edit.new_start)
            if at is not None:
                assert start is not None
                laid.setdefault((at, edit.part), []).append((start, edit.text))
        for key, pieces in laid.items():
            here = 0
            for start, piece in sorted(pieces):
                assert start == here, f"{side} {key}: a gap or an overlap at {here}"
                here += len(piece)
            assert "".join(piece for _, piece in sorted(pieces)) == parts[key], f"{side} {key}"


def sides_fit_the_operation(redline: Redline) -> None:
    """What is kept has both sides, what went the old one, what came the new one; moves are pairs."""
    moves: dict[str, Counter[str]] = {}
    for change in redline.changes:
        for edit in change.edits:
            assert (edit.old_at is not None) == (edit.old_start is not None) == (edit.op not in CAME)
            assert (edit.new_at is not None) == (edit.new_start is not None) == (edit.op not in GONE)
            assert bool(edit.move) == edit.op.startswith("move")
            if edit.move:
                moves.setdefault(edit.move, Counter())[edit.op + edit.text] += 1
    for move in moves.values():
        gone = sorted(key.removeprefix("move_from") for key in move if key.startswith("move_from"))
        come = sorted(key.removeprefix("move_to") for key in move if key.startswith("move_to"))
        assert "".join(gone) == "".join(come)


def deletions_come_first(redline: Redline) -> None:
    """Where words were replaced, the old ones stand before the new."""
    for node in nodes(redline.items):
        if node.change:
            edits = redline.by_id()[node.change].edits[node.first : node.last]
            for a, b in itertools.pairwise(edits):
                same = a.part == b.part and count_words(a.text) > 0  # a comma alone stays with its word
                assert not (same and a.op == "insert" and b.op == "delete"), (a, b)


def changes_are_named_once(redline: Redline) -> None:
    ids = [change.id for change in redline.changes]
    assert len(set(ids)) == len(ids)
    assert [change.number for change in redline.changes] == list(range(1, len(ids) + 1))
    named = {name for node in nodes(redline.items) for name in node.here}
    assert named == set(ids), "each change stands at a node, and no node names another"
    for node in nodes(redline.items):
        assert not node.gone_to or node.gone_to in ids
        assert not node.change or node.change in ids


def nodes_hold_each_edit_once(redline: Redline) -> None:
    reached: Counter[tuple[str, int]] = Counter()
    by_id = redline.by_id()
    for node in nodes(redline.items):
        if not node.change:
            continue
        edits = by_id[node.change].edits
        assert 0 <= node.first < node.last <= len(edits)
        sides = {side.eid for side in (node.old, node.new) if side}
        for n in range(node.first, node.last):
            reached[node.change, n] += 1
            if edits[n].part != "text":  # text of a flow may come from another leaf than the node's own
                assert {edits[n].old_at, edits[n].new_at} & sides
    for change in redline.changes:
        for n in range(len(change.edits)):
            assert reached[change.id, n] == 1, (change.id, change.edits[n])


def the_summary_counts(redline: Redline) -> None:
    counts = Counter(kind for change in redline.changes for kind in change.kinds)
    summary = redline.summary
    for kind in ("substitution", "insertion", "repeal", "renumbering", "move", "split", "join"):
        assert summary[kind] == counts[kind]
    assert summary["changes"] == len(redline.changes)
    assert summary["editorial"] == sum(change.editorial for change in redline.changes)
    assert summary["words_deleted"] == sum(change.words_deleted for change in redline.changes)
    assert summary["words_inserted"] == sum(change.words_inserted for change in redline.changes)
    for change in redline.changes:
        assert change.kinds
        assert change.old or change.new
        assert ("insertion" in change.kinds) <= (not change.old)
        assert len(change.new) > 1 or "split" not in change.kinds
        assert len(change.old) > 1 or "join" not in change.kinds
        assert 0 <= change.score <= 1


def every_provision_has_its_place(redline: Redline, old: Expression, new: Expression) -> None:
    """Each section and container stands in the running order, and below one that is shown, each provision."""
    for expression, side in ((old, "old"), (new, "new")):
        seen: Counter[str] = Counter()
        gone: set[str] = set()
        whole: set[str] = set()
        for item in redline.items:
            for same in item.run:
                seen[(same.old if side == "old" else same.new).eid] += 1
        for node in nodes(item for item in redline.items if item.type != "unchanged"):
            ref = node.old if side == "old" else node.new
            if ref is not None and node.gone_to and not node.change:
                gone.add(ref.eid)
            elif ref is not None:
                seen[ref.eid] += 1
                if node.body:
                    whole.add(ref.eid)
        for entry in expression.outline:
            assert seen[entry.key] == 1 or (not seen[entry.key] and entry.key in gone), (side, entry.key)
        assert max(seen.values(), default=1) == 1, side


def all_edits(redline: Redline) -> Iterator[Edit]:
    for change in redline.changes:
        yield from change.edits


def nodes(items: Iterable[Item]) -> Iterator[Node]:
    for item in items:
        if item.node is not None:
            yield from item.node.walk()


def _parts(expression: Expression) -> Iterator[tuple[tuple[str, str], str]]:
    for unit in expression.units.values():
        for _, p in unit.walk():
            yield from _own_parts(p)


def _own_parts(p: Provision) -> Iterator[tuple[tuple[str, str], str]]:
    yield (p.eid, "num"), p.num
    yield (p.eid, "heading"), p.heading.content if p.heading else ""
    yield (p.eid, "text"), p.text.content if p.text else ""


def marked(redline: Redline, op: str) -> list[str]:
    """Texts of edits with one operation, numbers apart."""
    return [edit.text for edit in all_edits(redline) if edit.op == op and edit.part != "num"]
