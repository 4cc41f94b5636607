"""Marked text as HTML: what stays in one line, and what views of the same runs share."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lawdiff.render.layout import marks
from lawdiff.render.layout.marks import headline, mark_up, mark_up_side, mark_up_views
from lawdiff.render.layout.runs import Piece, Run, side

TOGETHER = {
    "see § 14 a (2) and": ["§ 14 a (2)"],
    "a fine of $5,000 or NOK 500": ["$5,000", "NOK 500"],
    "nr. 2 and 17. mai 2024": ["nr. 2", "17. mai 2024"],
    "on May 17, 2024, 15 grams": ["May 17, 2024", "15 grams"],
    "(1) Whoever, in 2019,": [],
    "under section 149(2) or Class 1 improved property": ["section 149(2)", "Class 1"],
    "i kapittel 2 skal 3 medlemmer": ["kapittel 2", "3 medlemmer"],
    "the first words …": ["words …"],
    "which requires the person—": ["person—"],
    "the word—or another—is": ["word—", "another—"],
    "the notice must state —": ["state —"],
    "vedtak om vern – herunder": [],
    "loven gjelder for –": ["for –"],
}
WORDS = st.text(alphabet="§ 12,.-aAbBNOKkr$(x)…\u00a0\néæ", max_size=60)
OPS = st.sampled_from(["keep", "delete", "insert", "now", "was", "space", "remark", "move_to"])
RUNS = st.lists(st.builds(Run, OPS, st.tuples(st.builds(Piece, WORDS))), max_size=6).map(tuple)


@pytest.mark.parametrize(("text", "kept"), TOGETHER.items())
def test_what_no_line_parts(text: str, kept: list[str]) -> None:
    html = mark_up([Run("keep", (Piece(text),))])
    assert [part.split("</span>")[0] for part in html.split('<span class="nb">')[1:]] == kept


@given(WORDS)
def test_sought_by_its_digits_it_is_what_the_whole_expression_finds(text: str) -> None:
    if "…" not in text and max(map(len, text.split()), default=0) < 32:
        assert marks._counted(text) == marks._TOGETHER.split(text)


@given(RUNS)
def test_views_written_together_are_what_each_is_alone(runs: tuple[Run, ...]) -> None:
    alone = (mark_up(runs), mark_up_side(side(runs, "old")), mark_up_side(side(runs, "new")))
    assert mark_up_views(runs) == alone


def test_no_word_is_left_alone_on_the_last_line_of_a_title() -> None:
    long = headline("Department of Homeland Security Appropriations Act, 2025")
    assert long == 'Department of Homeland Security <span class="nb">Appropriations Act, 2025</span>'
    assert headline("Consolidated Appropriations Act, 2025") == "Consolidated Appropriations Act, 2025"
    assert headline("word " * 12 + "a" * 60).count("<") == 0
