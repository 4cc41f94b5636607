"""Lines that end before a mark: WeasyPrint 70 leaves one word alone there, at some widths."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from lawdiff.render.layout.marks import joined, mark_up
from lawdiff.render.layout.runs import Piece, Run
from lawdiff.render.pdf import line_breaks as line_breaks
from lawdiff.render.pdf.pages import font_faces, html_of
from lawdiff.resources import templates

WIDTHS = range(150, 240)

PAGE = (
    "<html lang=en><style>{faces} @page {{ size: 300mm; margin: 0 }} p {{ font: 11pt 'Lawdiff Serif';"
    " hyphens: auto; width: {width}px }} ins::after {{ content: '{end}' }}</style><p>{text}</p>"
)


def lines(
    width: int, text: str = "need for students who require <b>extended</b> years", end: str = ""
) -> list[str]:
    document = html_of(PAGE.format(width=width, faces=font_faces(), text=text, end=end)).render()
    return [line for line in _lines(document.pages[0]._page_box) if line]


def _lines(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.LineBox):
        yield "".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox))
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def test_no_word_is_left_alone_before_a_mark() -> None:
    firsts = [lines(width)[0].split() for width in WIDTHS]
    assert min(map(len, firsts)) >= 3
    assert all(len(a) <= len(b) for a, b in pairwise(firsts))


def test_what_is_mended_is_still_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, WeasyPrint has mended it, and `line_breaks` can go."""
    monkeypatch.setattr(line_breaks, "_split", line_breaks._plain)
    assert min(len(lines(width)[0].split()) for width in WIDTHS) == 1


def test_no_line_begins_with_a_dash() -> None:
    sentence = Piece("a written notice which requires the person—")
    marked = [
        Run("keep", (Piece("a notice to "),)),
        Run("insert", (Piece("persons"),)),
        Run("keep", (Piece("—"),)),
    ]
    for text in (joined(mark_up([Run("keep", (sentence,))])), joined(mark_up(marked))):
        found = [line for width in WIDTHS[::3] for line in lines(width, text, "⟧")]
        assert not [line for line in found if line.lstrip("\u2060").startswith("—")]


def test_no_line_of_a_ramseyer_begins_with_a_comma() -> None:
    """What is heard behind new matter is not seen, and parts no line."""
    style = (templates() / "pdf/ramseyer.css").read_text(encoding="utf-8")
    content = re.search(r'ins::after { content: "(.*?)"', style)
    assert content
    text = "for procurement <ins>(increased)</ins>, to remain"
    starts = [line[:1] for width in WIDTHS for line in lines(width, text, content[1])]
    assert "," not in starts
