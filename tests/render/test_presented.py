import pytest
from msgspec.structs import replace

from lawdiff.model.redline import (
    Change,
    ChangeKind,
    Edit,
    Item,
    Node,
    Op,
    Proof,
    Rationale,
    Redline,
    Ref,
    Relation,
    Side,
)
from lawdiff.render.folds import folds
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.blocks import Passage
from lawdiff.render.layout.front import gist_of
from lawdiff.render.layout.gaps import unchanged_in_words
from lawdiff.render.layout.runs import text_of
from lawdiff.render.layout.shown import running_order
from lawdiff.render.presented import named, presented

EN = load_labels("en")
SIDE = Side("w", "Act", "2020-01-01", "en", "akn", "", "a.xml", "0" * 64)


def ref(num: str, kind: str = "paragraph", eid: str = "", heading: str = "") -> Ref:
    return Ref(eid or num, num, heading, kind)


def change(
    n: int, kinds: tuple[ChangeKind, ...], old: Ref, new: Ref, label: str = "", old_label: str = ""
) -> Change:
    return Change(
        f"c{n}", n, kinds, (old,), (new,), (), "same text", 1.0, label or f"§ 3 {new.num}",
        old_label or f"§ 3 {old.num}",
    )  # fmt: skip


def redline(*changes: Change, items: tuple[Item, ...] = ()) -> Redline:
    proof = Proof("", "", reject_all_is_old=True, accept_all_is_new=True)
    return Redline(SIDE, SIDE, {}, proof, changes, (), items)


def said(passage: Passage) -> str:
    return text_of(run for run in passage.heading.runs if run.op != "was") if passage.heading else ""


def test_a_row_that_slid_down_is_no_change_to_list_and_its_reason_is_kept() -> None:
    reason = Rationale(1, "p1", "On § 3", "So it is.", "heading", 1.0)
    slid = replace(change(1, ("renumbering",), ref("", "row"), ref("", "row")), rationale=(reason,))
    amended = change(2, ("renumbering", "substitution"), ref("", "row"), ref("", "row"))
    shown = presented(redline(slid, amended), EN)
    assert [(c.number, c.kinds, c.rationale) for c in shown.changes] == [(1, ("substitution",), (reason,))]
    assert presented(redline(slid), EN).unlinked == (reason,)


def test_the_text_of_a_row_that_is_not_listed_stays() -> None:
    edit = Edit("text", "keep", "Heroin", "a", "b")
    slid = replace(change(1, ("renumbering",), ref("", "row"), ref("", "row")), edits=(edit,))
    node = Node("row", ref("", "row"), ref("", "row"), change="c1", first=0, last=1, here=("c1",))
    shown = presented(redline(slid, items=(Item("section", node),)), EN).items[0].node
    assert shown is not None
    assert (shown.text, shown.change, shown.here) == ("Heroin", "", ())


def test_mere_renumberings_are_one_line() -> None:
    pairs = (("(c)", "(d)"), ("(d)", "(e)"), ("(e)", "(f)"))
    changes = [change(n, ("renumbering",), ref(a), ref(b)) for n, (a, b) in enumerate(pairs, start=3)]
    fold = folds(changes, EN)[0]
    assert (fold.numbers, fold.label, fold.was) == ("3–5", "§ 3 (d)–(f)", "(were (c)–(e))")
    changes[1] = replace(changes[1], kinds=("renumbering", "substitution"))
    assert [fold.numbers for fold in folds(changes, EN)] == ["3", "4", "5"]


def test_sections_that_follow_each_other_are_one_line() -> None:
    changes = [
        change(n, ("renumbering",), ref(f"§ {n}", "section"), ref(f"§ {n + 3}", "section"),
               f"§ {n + 3}", f"§ {n}")
        for n in (23, 24, 25)
    ]  # fmt: skip
    assert [(f.label, f.was) for f in folds(changes, EN)] == [("§ 26–§ 28", "(were § 23–§ 25)")]


def test_a_split_says_what_became_of_it_and_where_the_rest_comes_from() -> None:
    old, first, second = (ref(f"§ {n}", "section") for n in (19, 16, 17))
    parted = Change("c1", 1, ("split",), (old,), (first, second), (), "", 1.0, "§ 16, § 17", "§ 19")
    items = (
        Item("section", Node("section", old, first, here=("c1",))),
        Item("section", Node("section", None, second, here=("c1",))),
    )
    reason = Rationale(1, "p1", "On § 19", "It is divided.", "heading", 1.0)
    made = running_order(redline(replace(parted, rationale=(reason,)), items=items), EN)
    assert [said(passage) for passage in made] == [
        "§ 16 (was § 19) (split into § 16 and § 17)",
        "⟦§ 17⟧ (split from § 19)".replace("⟦", "").replace("⟧", ""),
    ]
    assert [len(passage.heading.notes) for passage in made if passage.heading] == [1, 0]


def test_a_join_does_not_name_itself() -> None:
    main, other = ref("(1)", "subsection"), ref("(3)", "subsection")
    joined = Change("c1", 1, ("join",), (main, other), (main,), (), "", 1.0, "§ 4 (1)", "§ 4 (1), § 4 (3)")
    node = Node("section", ref("§ 4", "section"), ref("§ 4", "section"), children=(
        Node("subsection", main, main, here=("c1",), children=(
            Node("p", ref(""), ref(""), "Text."),)),
        Node("subsection", other, None, gone_to="c1"),
    ))  # fmt: skip
    made = running_order(redline(joined, items=(Item("section", node),)), EN)[0]
    assert [text_of(block.runs) for block in made.blocks] == [
        "(1) (joined with § 4 (3)) Text.",
        "(3) (now in § 4 (1))",
    ]


def test_quotation_marks_and_headings_run_in() -> None:
    def leaf(kind: str, text: str) -> Node:
        return Node(kind, ref("", kind, text), ref("", kind, text), text)

    head = ref("(c)", "subsection", heading="Office")
    inner = Node("subsection", head, head, children=(leaf("p", "The Director shall act."),))
    quoted = Node("quoted", ref("", "quoted"), ref("", "quoted"),
                  children=(leaf("intro", "“"), inner, leaf("wrap_up", "”.")))  # fmt: skip
    section = ref("1", "section", heading="Office")
    node = Node("section", section, section, children=(quoted,))
    made = running_order(redline(items=(Item("section", node),)), EN)[0]
    assert [text_of(block.runs) for block in made.blocks] == ["“(c) Office The Director shall act.”."]
    styles = [piece.styles for run in made.blocks[0].runs for piece in run.pieces]
    assert ("run_in",) in styles


def test_bare_numbers_get_the_word_and_no_sign() -> None:
    assert named("4-410.02", "section", EN) == "Section 4-410.02"
    assert [named(num, "section", EN) for num in ("§ 4", "23 §", "Sec. 2")] == ["§ 4", "23 §", "Sec. 2"]
    assert named("5", "article", EN) == "Article 5"
    assert named("(1)", "subsection", EN) == "(1)"


def test_what_is_left_out_is_named() -> None:
    from lawdiff.model.redline import Unchanged

    def run(*refs: Ref) -> str:
        return unchanged_in_words(tuple(Unchanged(r, r, "f") for r in refs), EN)

    one, two, three = (ref(str(n), "section") for n in (1, 2, 3))
    assert run(one) == "Section 1 is unchanged and left out."
    assert run(one, two) == "Sections 1 and 2 are unchanged and left out."
    assert run(one, two, three) == "Sections 1 to 3 are unchanged and left out."
    assert run(ref("", "block", "b", "Construction")) == "“Construction” is unchanged and left out."


def test_loose_text_is_cited_by_the_schedule_it_stands_in() -> None:
    chapter, schedule = (
        Ref("ch", "1", "Scope", "chapter", 0, 0, 0),
        Ref("sch", "Schedule 2", "", "schedule", 4),
    )
    block, item = Ref("b", "", "", "block", 5, 0, 1), Ref("b.1", "1.", "", "item", 5, 1, 2)
    loose = Change("c1", 1, ("substitution",), (block,), (block,), (), "", 1.0)
    listed = Change("c2", 2, ("substitution",), (item,), (item,), (), "", 1.0, "1", "1")
    relations = tuple(Relation(r, r, (), "", 1.0) for r in (chapter, schedule, block))
    shown = presented(replace(redline(loose, listed), relations=relations), EN)
    assert [c.label for c in shown.changes] == ["Schedule 2", "Schedule 2, 1"]
    assert presented(redline(loose), EN).changes[0].label == ""


def test_numbers_that_are_only_written_otherwise_are_one_line() -> None:
    def dressed(n: int, old: str, new: str) -> Change:
        edits = (
            Edit("num", "delete", old, "p"),
            Edit("num", "insert", new, None, "p"),
            Edit("text", "keep", "x"),
        )
        one = change(n, ("substitution",), ref(old), ref(new), f"§ 3 {new[:-1]}", f"§ 3 {old}")
        return replace(one, edits=edits, editorial=True)

    changes = [dressed(1, "a)", "a."), dressed(2, "b)", "b."), dressed(3, "d)", "d.")]
    found = folds(changes, EN)
    assert [(f.numbers, f.label, f.was) for f in found] == [("1–2", "§ 3 a–b", ""), ("3", "", "")]
    assert text_of(gist_of(changes[0])) == "a) a."
    assert folds([dressed(1, "a)", "b.")], EN)[0].label == ""
    assert not gist_of(dressed(1, "a)", "b."))


@pytest.mark.parametrize(
    ("edits", "gist"),
    [
        (
            (("delete", "if:"), ("delete", "both live apart"), ("insert", "both ask for it")),
            "both live apart both ask for it",
        ),
        ((("delete", "; or"), ("keep", " the sum of "), ("delete", "15"), ("insert", "10")), "sum of 15 10"),
        ((("delete", "; or"), ("keep", " the end")), "; or the end"),
        (
            (("delete", "The Board decides"), ("insert", ". . . . . . . ."), ("keep", " .")),
            "The Board decides",
        ),
    ],
)
def test_what_is_quoted_says_something(edits: tuple[tuple[Op, str], ...], gist: str) -> None:
    one = change(1, ("substitution",), ref("(a)"), ref("(a)"))
    one = replace(one, edits=tuple(Edit("text", op, text) for op, text in edits))
    assert text_of(gist_of(one)).strip() == gist
