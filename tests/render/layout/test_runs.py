import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.model.redline import Edit, Node, Op, Ref
from lawdiff.model.text import Span
from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.keeling import amended
from lawdiff.render.layout.marks import mark_up
from lawdiff.render.layout.order import turned
from lawdiff.render.layout.runs import Piece, Run, head_runs, join_parts, side, text_of, text_runs, titled

P = Ref("p", "", "", "p")
OLD, NEW = ("keep", "delete", "move_from"), ("keep", "insert", "move_to")


def shown(*strokes: tuple[Op, str], spans: tuple[Span, ...] = ()) -> list[Run]:
    edits = [Edit("text", op, text, "p", "p") for op, text in strokes]
    return text_runs(Node("p", P, P, change="c", spans=spans), edits)


def brackets(runs: list[Run]) -> str:
    """Write the runs as a copied page has them."""
    around = {"delete": "{%s}", "insert": "⟦%s⟧", "move_from": "{%s}"}
    return "".join(run.text if run.bare else around.get(run.op, "%s") % run.text for run in runs)


CASES: dict[str, tuple[tuple[Op, str], ...]] = {
    "not above {15} ⟦10⟧ grams": (
        ("keep", "not above "), ("delete", "15"), ("insert", "10"), ("keep", " grams")
    ),
    "after {three years} ⟦six months⟧.": (
        ("keep", "after "), ("delete", "three years"), ("insert", "six months"), ("keep", ".")
    ),
    "the {old} ⟦new⟧ law": (("keep", "the "), ("delete", "old "), ("insert", "new "), ("keep", "law")),
    "a {b} c": (("keep", "a"), ("delete", " b"), ("keep", " c")),
    "end ⟦, or more⟧.": (("keep", "end "), ("insert", ", or more"), ("keep", ".")),
    "one{,} ⟦;⟧ two": (("keep", "one"), ("delete", ","), ("insert", ";"), ("keep", " two")),
}  # fmt: skip


@pytest.mark.parametrize(("want", "strokes"), CASES.items())
def test_marks_stand_around_words(want: str, strokes: tuple[tuple[Op, str], ...]) -> None:
    assert brackets(shown(*strokes)) == want


STROKES = st.lists(
    st.tuples(st.sampled_from(get_args(Op)), st.text(alphabet="ab §1.,\N{NO-BREAK SPACE}", min_size=1))
)


@given(STROKES)
def test_nothing_is_lost(strokes: list[tuple[Op, str]]) -> None:
    runs = shown(*strokes)
    assert text_of(side(runs, "old")) == "".join(text for op, text in strokes if op in OLD)
    assert text_of(side(runs, "new")) == "".join(text for op, text in strokes if op in NEW)


@given(STROKES, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_emphasis_changes_no_character(strokes: list[tuple[Op, str]], places: list[tuple[int, int]]) -> None:
    spans = tuple(Span("emphasis", min(place), max(place)) for place in places)
    plain, dressed = shown(*strokes), shown(*strokes, spans=spans)
    assert text_of(plain) == text_of(dressed)
    assert [run.op for run in plain] == [run.op for run in dressed]


def test_a_number_is_shown_whole() -> None:
    old, new = Ref("a", "§ 12 a", "Fees", "section"), Ref("b", "§ 13", "Fees", "section")
    runs = head_runs(Node("section", old, new), [Edit("num", "delete", "12 a"), Edit("num", "insert", "13")])
    assert [(run.op, run.text) for run in runs] == [
        ("now", "§ 13"),
        ("was", "§ 12 a"),
        ("keep", " "),
        ("keep", "Fees"),
    ] or [(run.op, run.text) for run in runs] == [("now", "§ 13"), ("was", "§ 12 a"), ("keep", " Fees")]


def test_mark_up_is_escaped() -> None:
    assert mark_up(shown(("insert", "<b>&"))) == "<ins>&lt;b&gt;&amp;</ins>"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("see § 14 a (2) and", ["§ 14 a (2)"]),
        ("innen 17. mai 2024 skal", ["17. mai 2024"]),
        ("am 1. Januar in Kraft", ["1. Januar"]),
        ("on May 17, 2024, the", ["May 17, 2024"]),
        ("NOK 900,000 a year or 15 grams", ["NOK 900,000", "15 grams"]),
        ("bot på 500 000 kroner, jf. nr. 2", ["500 000 kroner", "nr. 2"]),
        ("no more than $5,000.", ["$5,000"]),
        ("the 2-year term", []),
    ],
)
def test_a_number_stays_with_what_it_counts(text: str, whole: list[str]) -> None:
    written = mark_up(shown(("keep", text)))
    assert re.findall('<span class="nb">(.*?)</span>', written) == whole
    assert re.sub("<.*?>", "", written) == text


def test_a_sign_stays_with_the_first_word_of_a_long_mark() -> None:
    words = "5,000 for each day and for each night of the stay there"
    written = mark_up(shown(("keep", "pay $"), ("delete", words), ("insert", "10"), ("keep", " crowns")))
    assert '<span class="nb">$<del class="mo"><s>5,000</s></del></span><del class="mc"><s> for' in written
    assert '<span class="nb"><ins>10</ins> crowns</span>' in written
    assert re.sub("<.*?>", "", written) == f"pay ${words} 10 crowns"


def test_no_space_stands_behind_a_number_with_a_dash() -> None:
    number, heading = (
        [Run("keep", (Piece("CHAPTER 1—", "num"),))],
        [Run("keep", (Piece("Rules", "heading"),))],
    )
    told = [Run("remark", (Piece("(new)"),))]
    assert text_of(join_parts([number, heading])) == "CHAPTER 1—Rules"
    assert text_of(join_parts([number, told])) == "CHAPTER 1— (new)"
    spaced = [Run("keep", (Piece("Kapittel 1 –", "num"),))]
    assert text_of(join_parts([spaced, heading])) == "Kapittel 1 – Rules"
    assert titled("SEC. 2.—", "Rules") == "SEC. 2.—Rules"
    assert titled("§ 2", "Rules") == "§ 2 Rules"
    assert titled("", "Rules") == "Rules"


def test_words_of_two_items_do_not_run_together() -> None:
    """An intro and the item below it, struck together; the end of an item and the sentence it becomes."""
    edits = [
        Edit("text", "keep", "be granted ", "intro", "a"),
        Edit("text", "delete", "if:", "intro"),
        Edit("text", "delete", "both live apart; or", "item_1"),
        Edit("text", "keep", "both agree", "item_2", "a"),
        Edit("text", "delete", "; or", "item_2"),
        Edit("text", "keep", ".", "item_3", "a"),
    ]
    runs = text_runs(Node("p", P, P, change="c"), edits)
    assert brackets(runs) == "be granted {if:} {both live apart; or} both agree{; or}."
    assert text_of(side(runs, "old")) == "be granted if: both live apart; or both agree; or."
    assert text_of(side(runs, "new")) == "be granted both agree."
    assert '<del><s>if:</s></del><span class="sp"> </span><del>' in mark_up(runs)


def test_new_words_between_two_items_leave_them_apart_on_the_old_side() -> None:
    edits = [
        Edit("text", "delete", "for six months;", "item_1"),
        Edit("text", "insert", "if either or ", None, "a"),
        Edit("text", "keep", "both agree", "item_2", "a"),
    ]
    runs = text_runs(Node("p", P, P, change="c"), edits)
    assert brackets(runs) == "{for six months;} ⟦if either or⟧ both agree"
    assert text_of(side(runs, "old")) == "for six months; both agree"
    assert brackets(list(turned(runs))) == "⟦if either or⟧ {for six months;} both agree"
    (passage,) = amended([Passage("section", blocks=(Block("paragraph", 0, tuple(runs)),))])
    assert text_of(passage.blocks[0].runs) == "if either or1 both agree"
