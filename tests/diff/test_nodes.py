"""Nodes: where a change stands, and what the tree keeps of both sides."""

import redline_laws as laws
from hypothesis import given
from made_statutes import any_pairs, expression, listed, own_sentence, section, subsections, table

from lawdiff.diff.compare import compare
from lawdiff.diff.plain_nodes import is_empty_now
from lawdiff.model.expression import Expression
from lawdiff.model.provision import LEAVES, Provision
from lawdiff.model.redline import Node, Redline
from lawdiff.model.text import Span, Text

A, B, C, D = (own_sentence(n) for n in range(4))


def redline(old: Provision, new: Provision) -> Redline:
    return compare(expression(old), expression(new))


def the_node(made: Redline) -> Node:
    (item,) = made.items
    assert item.node is not None
    return item.node


def outline(node: Node, depth: int = 0) -> list[str]:
    """The tree, a line a provision: its kind, number, and where it stands on each side."""
    ref = node.new or node.old
    assert ref is not None
    sides = ("o" if node.old else "-") + ("n" if node.new else "-")
    here = " *" if node.here else ""
    line = f"{'  ' * depth}{node.kind} {ref.num} {sides}{here}".replace("  o", " o")
    return [line] + [below for child in node.children for below in outline(child, depth + 1)]


def test_a_change_stands_at_the_smallest_provision_that_holds_it() -> None:
    def law(item: str) -> Provision:
        return Provision("section", num="§ 1", children=(listed("A person is fined who", A, item),))

    assert outline(the_node(redline(law(B), law(B.replace(".", " at sea."))))) == [
        "section § 1 on",
        "  subsection (1) on",
        "    intro on",
        "    point a) on",
        "      p on",
        "    point b) on *",
        "      p on",
    ]


def test_what_is_below_an_insertion_belongs_to_it() -> None:
    new = Provision("section", num="§ 1", children=(listed("A person is fined who", A, B),))
    made = compare(expression(), expression(new))
    (change,) = made.changes
    assert [(edit.part, edit.text) for edit in change.edits] == [
        ("num", "§ 1"),
        ("num", "(1)"),
        ("text", "A person is fined who"),
        ("num", "a)"),
        ("text", A),
        ("num", "b)"),
        ("text", B),
    ]
    assert [node.change for node in the_node(made).walk()] == [change.id] * 7


def test_what_is_gone_stands_behind_its_former_neighbour() -> None:
    made = redline(subsections("§ 1", "", A, B, C), subsections("§ 1", "", A, C))
    assert outline(the_node(made)) == [
        "section § 1 on",
        "  subsection (1) on",
        "    p on",
        "  subsection (2) o- *",
        "    p o-",
        "  subsection (2) on *",
        "    p on",
    ]


def test_a_moved_provision_leaves_a_place_that_names_its_change() -> None:
    made = redline(subsections("§ 1", "", A, B, C, D), subsections("§ 1", "", B, C, D, A))
    (place,) = [node for node in the_node(made).walk() if node.gone_to]
    assert place.old is not None
    assert (place.old.num, place.new, place.children) == ("(1)", None, ())
    (change,) = [change for change in made.changes if "move" in change.kinds]
    assert place.gone_to == change.id
    assert (change.old[0].num, change.new[0].num) == ("(1)", "(4)")


def test_headings_are_compared_word_by_word() -> None:
    made = redline(section("§ 1", "Appeal and costs", A), section("§ 1", "Appeal", A))
    (change,) = made.changes
    assert [(e.part, e.op, e.text) for e in change.edits] == [
        ("heading", "keep", "Appeal"),
        ("heading", "delete", " and costs"),
    ]


def test_a_number_that_is_dressed_anew_is_a_substitution_of_no_word() -> None:
    made = redline(section("§ 1", "", A), section("§ 1.", "", A))
    (change,) = made.changes
    assert (change.kinds, change.words_deleted, change.words_inserted) == (("substitution",), 0, 0)


def test_a_text_that_only_differs_in_its_spaces_is_kept_as_it_was() -> None:
    made = redline(
        subsections("§ 1", "", "15 grams of it", A),
        subsections("§ 1", "", "15\u00a0grams of it", A.replace(".", "!")),
    )
    texts = [(node.old_text, node.text) for node in the_node(made).walk() if node.old_text]
    assert texts == [("15 grams of it", "15\u00a0grams of it")]
    assert made.proof.reject_all_is_old


def test_spans_are_those_of_the_new_text() -> None:
    def law(*spans: Span) -> Provision:
        return Provision("section", num="§ 1", children=(Provision("p", text=Text("See § 2.", spans)),))

    made = redline(law(), law(Span("emphasis", 0, 3)))
    assert the_node(made).children[0].spans == (Span("emphasis", 0, 3),)


def test_a_changed_row_holds_all_its_cells() -> None:
    old, new = table(("A", "B"), ("x", "1"), ("y", "2")), table(("A", "B"), ("x", "1"), ("y", "3"))
    made = redline(
        Provision("section", num="§ 1", children=(old,)), Provision("section", num="§ 1", children=(new,))
    )
    (row,) = [node for node in the_node(made).walk() if node.here]
    assert [child.kind for child in row.children] == ["cell", "cell"]
    assert row.children[0].text == "y"


def test_rows_are_told_apart_though_a_column_came() -> None:
    old = table(("A", "B"), ("w", "1"), ("x", "1"), ("y", "2"), ("z", "3"))
    new = table(("A", "N", "B"), ("z", "N", "3"), ("w", "N", "1"), ("v", "N", "4"), ("x", "N", "1"))
    made = redline(
        Provision("section", num="§ 1", children=(old,)), Provision("section", num="§ 1", children=(new,))
    )
    by_kind = sorted((" ".join(c.kinds), (c.new or c.old)[0].kind) for c in made.changes)
    assert by_kind == [
        ("insertion", "row"),
        ("move", "row"),
        ("renumbering", "row"),
        ("renumbering", "row"),
        ("repeal", "row"),
        ("substitution", "table"),
    ]


def test_a_number_before_the_name_does_not_say_which_row_it_is() -> None:
    heads = ("No", "Substance", "g")
    old = table(heads, ("1", "Heroin", "2"), ("2", "Cocaine", "4"), ("3", "Opium", "2"))
    new = table(heads, ("1", "Heroin", "2"), ("2", "MDMA", "5"), ("3", "Cocaine", "4"), ("4", "Opium", "2"))
    made = redline(
        Provision("section", num="§ 1", children=(old,)), Provision("section", num="§ 1", children=(new,))
    )
    assert laws.marked(made, "delete") == ["2", "3"]
    assert sorted(laws.marked(made, "insert")) == ["2", "3", "4", "5", "MDMA"]


def test_figures_alone_do_not_make_a_row_another_one() -> None:
    old = table(("A", "B", "C"), ("x", "2", "g"), ("y", "5", "g"), ("z", "7", "g"))
    new = table(("A", "B", "C"), ("y", "5", "g"), ("z", "7", "g"), ("w", "2", "g"))
    made = redline(
        Provision("section", num="§ 1", children=(old,)), Provision("section", num="§ 1", children=(new,))
    )
    assert laws.marked(made, "delete") == ["x", "2", "g"]
    assert laws.marked(made, "insert") == ["w", "2", "g"]


def test_a_row_that_begins_with_repealed_is_a_row() -> None:
    rows = (("Repealed", "1"), ("y", "2"))
    old, new = table(("A", "B"), *rows), table(("A", "B"), ("x", "3"), *rows)
    made = redline(
        Provision("section", num="§ 1", children=(old,)), Provision("section", num="§ 1", children=(new,))
    )
    assert laws.marked(made, "insert") == ["x", "3"]
    assert laws.marked(made, "delete") == []


def test_a_shell_is_a_repeal_that_still_stands() -> None:
    made = redline(section("§ 1", "Fines", A), section("§ 1", "", "(Opphevet)"))
    (change,) = made.changes
    assert "repeal" in change.kinds
    assert (change.old[0].eid, change.new[0].eid) == ("sec_1", "sec_1")
    assert "".join(edit.text for edit in change.edits if edit.op == "delete") == f"Fines{A}"
    assert not [edit for edit in change.edits if edit.op == "keep"]


def test_what_only_stands_for_what_was_here() -> None:
    assert is_empty_now(section("§ 1", "", "(Opphevet)"))
    assert is_empty_now(section("§ 1", "Repealed"))
    assert is_empty_now(Provision("section", num="§ 1", status="repealed"))
    assert not is_empty_now(Provision("section", num="§ 1"))
    assert not is_empty_now(Provision("section", num="§ 1", text=Text(A), status="repealed"))


@given(any_pairs())
def test_the_same_ids_whatever_else_changes(pair: tuple[Expression, Expression]) -> None:
    """A change with an old side is named by it, so its permalink survives the next draft of the bill."""
    for change in compare(*pair).changes:
        if change.old:
            assert change.id.partition("~")[0] == change.old[0].eid.partition("~")[0]
        else:
            assert change.id.startswith("new.")


@given(any_pairs())
def test_no_change_stands_at_a_leaf_of_a_provision(pair: tuple[Expression, Expression]) -> None:
    for change in compare(*pair).changes:
        for ref in (*change.old, *change.new):
            is_unit = ref.pos == 0  # a numbered paragraph right under a schedule is what people cite there
            assert is_unit or ref.kind not in LEAVES | {"cell", "header_cell"}


@given(any_pairs())
def test_a_text_stands_in_a_node_or_in_edits(pair: tuple[Expression, Expression]) -> None:
    made = compare(*pair)
    by_id = made.by_id()
    for item in made.items:
        for node in item.node.walk() if item.node else ():
            edits = by_id[node.change].edits[node.first : node.last] if node.change else ()
            assert node.text is None or not any(edit.part == "text" for edit in edits)


BOARD = (
    "The board shall meet at least twice a year in the town hall and shall keep minutes of its meetings.",
    "A member who is unable to attend a meeting shall give notice of it to the chair before it begins.",
    "The chair is elected by the members for two years and may be elected again but not three times.",
)


def _paragraphs(*paragraphs: str) -> Redline:
    return compare(expression(section("§ 1", "", *BOARD)), expression(section("§ 1", "", *paragraphs)))


def test_a_paragraph_that_moved_and_was_amended_is_a_move_with_its_words_marked() -> None:
    first, second, third = BOARD
    made = _paragraphs(second, third, first.replace("twice", "four times"))
    (change,) = made.changes
    marked = [(edit.op, edit.text) for edit in change.edits if edit.op in ("delete", "insert")]
    assert marked == [("delete", "twice"), ("insert", "four times")]
    moved = {op: [e.text for e in change.edits if e.op == op] for op in ("move_from", "move_to")}
    assert moved["move_from"] == moved["move_to"]
    assert len({edit.move for edit in change.edits if edit.move}) == 1
    assert made.proof.reject_all_is_old
    assert made.proof.accept_all_is_new


def test_a_paragraph_of_which_half_is_other_words_did_not_move() -> None:
    _, second, third = BOARD
    other = "The board shall meet at least twice a year; its members are paid by the treasurer for each day."
    (change,) = _paragraphs(second, third, other).changes
    assert not any(edit.move for edit in change.edits)


def test_a_short_paragraph_that_was_amended_is_not_surely_the_same() -> None:
    old = expression(section("§ 1", "", "The King may make rules on fees.", *BOARD[1:]))
    new = expression(section("§ 1", "", *BOARD[1:], "The King may make rules on fines."))
    assert not any(edit.move for change in compare(old, new).changes for edit in change.edits)


def test_a_sentence_that_went_to_another_subsection_moved_with_its_words_marked() -> None:
    first, second, third = BOARD
    amended = first.replace("twice", "four times")
    made = redline(
        subsections("§ 1", "", f"{second} {first}", third),
        subsections("§ 1", "", second, f"{third} {amended}"),
    )
    left, here = made.changes
    assert [(e.op, e.text) for e in (*left.edits, *here.edits) if e.op in ("delete", "insert")] == [
        ("delete", " "),
        ("delete", "twice"),
        ("insert", " "),
        ("insert", "four times"),
    ]
    assert {e.move for e in left.edits if e.move} == {e.move for e in here.edits if e.move} == {"s1"}
    assert (left.words_deleted, here.words_inserted) == (1, 2)
    assert made.proof.reject_all_is_old
    assert made.proof.accept_all_is_new
