"""Lines that end before a mark: WeasyPrint 70 leaves one word alone there, at some widths."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from lawdiff.render.pdf import line_breaks as line_breaks
from lawdiff.render.pdf.pages import font_faces, html_of

WIDTHS = range(150, 240)

PAGE = (
    "<html lang=en><style>{faces} @page {{ size: 300mm; margin: 0 }} p {{ font: 11pt 'Lawdiff Serif';"
    " hyphens: auto; width: {width}px }}</style><p>need for students who require <b>extended</b> years</p>"
)


def lines(width: int) -> list[str]:
    document = html_of(PAGE.format(width=width, faces=font_faces())).render()
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
