"""The proof: it holds for a redline as made, and for none that was touched."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_statutes import any_pairs, expression, section, subsections
from msgspec.structs import replace

from lawdiff.diff.compare import compare
from lawdiff.diff.proof import demand, digest, lines_of, prove, rebuild
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Change, Edit, Item, Node, Redline

OLD = expression(
    section("§ 1", "Scope", "The Act applies to drugs."),
    subsections("§ 2", "Limits", "Not more than 15 grams.", "The King may make rules."),
    section("§ 3", "Fines", "A fine is due."),
    name="old.xml",
)
NEW = expression(
    section("§ 1", "Scope", "The Act applies to drugs."),
    subsections("§ 2", "Limits and rules", "Not more than 10 grams.", "The King may make rules."),
    section("§ 4", "Fines", "A fine is due."),
    section("§ 5", "Costs", "Costs are paid by the State."),
    name="new.xml",
)
REDLINE = compare(OLD, NEW)


def holds(redline: Redline, old: Expression = OLD, new: Expression = NEW) -> tuple[bool, bool]:
    proof = prove(redline, old, new)
    return proof.reject_all_is_old, proof.accept_all_is_new


def test_it_holds_for_what_was_made() -> None:
    assert holds(REDLINE) == (True, True)
    demand(prove(REDLINE, OLD, NEW), REDLINE, OLD, NEW)
    assert REDLINE.proof == prove(REDLINE, OLD, NEW)


def test_digests_are_of_the_expressions_as_read() -> None:
    proof = prove(REDLINE, OLD, NEW)
    assert (proof.old_sha256, proof.new_sha256) == (digest(lines_of(OLD)), digest(lines_of(NEW)))
    assert proof.old_sha256 != proof.new_sha256
    assert len(proof.old_sha256) == 64


def test_each_side_is_rebuilt_line_by_line() -> None:
    assert rebuild(REDLINE, "old") == lines_of(OLD)
    assert rebuild(REDLINE, "new") == lines_of(NEW)


def _with_edits(edit_of: dict[tuple[int, int], Edit | None]) -> Redline:
    changes = []
    for c, change in enumerate(REDLINE.changes):
        edits = [edit_of.get((c, e), edit) for e, edit in enumerate(change.edits)]
        changes.append(replace(change, edits=tuple(edit for edit in edits if edit)))
    return replace(REDLINE, changes=tuple(changes))


PLACES = [(c, e) for c, change in enumerate(REDLINE.changes) for e in range(len(change.edits))]


def _edit(place: tuple[int, int]) -> Edit:
    return REDLINE.changes[place[0]].edits[place[1]]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{_edit(place).op} {_edit(place).text[:12]}")
def test_an_edit_that_is_dropped_is_noticed(place: tuple[int, int]) -> None:
    edit = _edit(place)
    on_old, on_new = holds(_with_edits({place: None}))
    assert on_old is (edit.old_at is None)
    assert on_new is (edit.new_at is None)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{_edit(place).op} {_edit(place).text[:12]}")
def test_a_text_that_is_altered_is_noticed(place: tuple[int, int]) -> None:
    edit = _edit(place)
    altered = _with_edits({place: replace(edit, text=edit.text + "x")})
    assert holds(altered) == (edit.old_at is None, edit.new_at is None)


def _without(items: tuple[Item, ...], unwanted: Node) -> tuple[Item, ...]:
    def prune(node: Node) -> Node:
        return replace(node, children=tuple(prune(child) for child in node.children if child is not unwanted))

    kept = [item for item in items if item.node is not unwanted]
    return tuple(replace(item, node=prune(item.node)) if item.node else item for item in kept)


NODES = [node for item in REDLINE.items if item.node for node in item.node.walk()]


@pytest.mark.parametrize("node", NODES, ids=lambda node: (node.new or node.old).eid)
def test_a_node_that_is_removed_is_noticed(node: Node) -> None:
    tampered = replace(REDLINE, items=_without(REDLINE.items, node))
    assert holds(tampered) == (node.old is None, node.new is None)


def test_an_unchanged_section_that_is_removed_is_noticed() -> None:
    assert holds(replace(REDLINE, items=tuple(i for i in REDLINE.items if not i.run))) == (False, False)


def test_a_fingerprint_that_is_altered_is_noticed() -> None:
    def altered(item: Item) -> Item:
        return replace(item, run=tuple(replace(same, fingerprint="0" * 32) for same in item.run))

    assert holds(replace(REDLINE, items=tuple(map(altered, REDLINE.items)))) == (False, False)


def test_a_text_that_stands_in_its_node_alone_is_noticed() -> None:
    def altered(node: Node) -> Node:
        text = "Other." if node.text == "The King may make rules." else node.text
        return replace(node, text=text, children=tuple(map(altered, node.children)))

    items = tuple(replace(i, node=altered(i.node)) if i.node else i for i in REDLINE.items)
    assert holds(replace(REDLINE, items=items)) == (False, False)


def test_other_law_is_noticed() -> None:
    assert holds(REDLINE, old=NEW) == (False, True)
    assert holds(REDLINE, new=OLD) == (True, False)


@pytest.mark.parametrize(
    ("edits", "which", "place"),
    [
        ("15", "old", r"old\.xml:0 \(sec_2\)"),
        ("10", "new", r"new\.xml:0 \(sec_2\)"),
    ],
)
def test_a_failure_says_which_side_and_where(edits: str, which: str, place: str) -> None:
    tampered = _with_edits({at: None for at in PLACES if _edit(at).text == edits})
    with pytest.raises(LawdiffError, match=rf"{place}: the proof failed: the {which} text"):
        demand(prove(tampered, OLD, NEW), tampered, OLD, NEW)


def test_what_is_missing_at_the_end_is_counted() -> None:
    shorter = replace(REDLINE, items=REDLINE.items[:-1])
    with pytest.raises(LawdiffError, match=r"new\.xml \(3 of 4 provisions\)"):
        demand(prove(shorter, OLD, NEW), shorter, OLD, NEW)


@given(any_pairs(), st.data())
def test_any_change_that_loses_an_edit_is_noticed(
    pair: tuple[Expression, Expression], data: st.DataObject
) -> None:
    old, new = pair
    redline = compare(old, new)
    places = [(c, e) for c, change in enumerate(redline.changes) for e in range(len(change.edits))]
    places = [at for at in places if _has_words(redline.changes[at[0]].edits[at[1]])]
    assume(places)
    c, e = data.draw(st.sampled_from(places))
    change = redline.changes[c]
    lesser = replace(change, edits=(*change.edits[:e], *change.edits[e + 1 :]))
    tampered = replace(redline, changes=_put(redline.changes, c, lesser))
    assert not all(holds(tampered, old, new))


def _has_words(edit: Edit) -> bool:
    return edit.text != ""


def _put(changes: tuple[Change, ...], at: int, change: Change) -> tuple[Change, ...]:
    return (*changes[:at], change, *changes[at + 1 :])


def test_structure_is_proved_too() -> None:
    """The same words in another tree are not the same law."""
    flat = expression(section("§ 1", "", "Sells.", "Buys."))
    deep = expression(
        Provision("section", num="§ 1", children=(Provision("list", children=flat.units["sec_1"].children),))
    )
    assert digest(lines_of(flat)) != digest(lines_of(deep))
    redline = compare(flat, deep)
    assert holds(redline, flat, deep) == (True, True)
    assert holds(compare(flat, flat), flat, deep) == (True, False)
