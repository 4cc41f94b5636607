"""The rows of side by side and synopsis: what shares a row, and where reasons stand."""

import io

from pdfminer.high_level import extract_text

from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.render.layout.blocks import Block, Marker, Passage
from lawdiff.render.layout.columns import Line, lines_of
from lawdiff.render.layout.reasons import Note, Saying
from lawdiff.render.layout.runs import Piece, Run, RunOp

MARK = Marker(1, "c", "c-c")


def block(text: str, op: RunOp = "keep", *, reasons: int = 0, depth: int = 0) -> Block:
    notes = (Note((1,), (Saying("", "all", "word " * (reasons // 5), "3.1"),)),) if reasons else ()
    return Block("paragraph", depth, (Run(op, (Piece(text),)),), (MARK,) if reasons else (), notes)


def rows(*blocks: Block, head: int = 0) -> tuple[Line, ...]:
    heading = Block("heading", 0, (Run("keep", (Piece("§ 1 Purpose"),)),))
    if head:
        heading = Block("heading", 0, heading.runs, (MARK,), block("", reasons=head).notes)
    return lines_of(Passage("section", heading=heading, blocks=blocks))


def test_a_provision_is_a_row_and_the_heading_stays_with_the_first() -> None:
    lines = rows(block("(1) One."), block("(2) Two."))
    assert [len(line.blocks) for line in lines] == [1, 1, 1]
    assert [line.ties for line in lines] == [True, False, False]


def test_reasons_for_the_heading_have_the_first_provision_beside_them() -> None:
    lines = rows(block("(1) One."), block("(2) Two."), head=300)
    assert [len(line.blocks) for line in lines] == [2, 1]
    assert lines[0].head
    assert not lines[0].ties


def test_no_page_ends_between_a_heading_and_a_provision_that_both_have_reasons() -> None:
    lines = rows(block("(1) One.", reasons=200), block("(2) Two."), head=300)
    assert [(line.head, len(line.blocks), len(line.notes)) for line in lines] == [(True, 2, 2), (False, 1, 0)]


def test_a_heading_and_a_short_provision_with_many_reasons_stay_on_one_page() -> None:
    first, second = rows(block("(1) One.", reasons=250), block("(2) Two. " * 8, reasons=580), head=250)
    assert (len(first.blocks), first.unbroken) == (2, True)
    assert not second.unbroken  # as tall, but nothing of it would stay behind on one side alone


def test_reasons_that_would_tear_a_hole_stand_below() -> None:
    assert [line.across for line in rows(block("(1) One.", reasons=400))] == [False, False]
    assert [line.across for line in rows(block("(1) One.", reasons=1500))] == [False, True]
    assert [line.across for line in rows(block("(1) One. " * 120, reasons=1500))] == [False, False]


def test_a_lead_in_stays_with_what_it_leads_in() -> None:
    lines = rows(block("In this Act:"), block("(a) drug"), block("(b) use"))
    assert [line.ties for line in lines] == [True, True, False, False]


def test_a_long_row_may_be_parted() -> None:
    assert [line.unbroken for line in rows(block("word " * 60), block("word " * 400))] == [True, True, False]


def test_what_got_only_another_number_is_said_to_be_unchanged(specimen: Redline) -> None:
    text = " ".join(extract_text(io.BytesIO(render(specimen, "pdf", layout="synopsis"))).split())
    assert "§ 6 Limits" in text
    assert "repealed" in text
    number = Run("now", (Piece("(4)", "num"),)), Run("was", (Piece("(3)", "num"),))
    kept = Run("keep", (Piece(" A negligent breach is not punishable."),))
    assert Block("paragraph", 0, (*number, kept)).only_number
    assert not Block("paragraph", 0, (*number, kept, Run("insert", (Piece("new"),)))).only_number
