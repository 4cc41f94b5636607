"""What a person chooses beside the layout: paper, order of marks, draft, style, templates, line numbers."""

import io
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from pdfminer.high_level import extract_text

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.render.layout.order import turned
from lawdiff.render.layout.runs import Piece, Run, side, text_of
from lawdiff.render.looks import Look
from lawdiff.render.style_sheet import checked_style

pdf = import_module("lawdiff.render.pdf.document")
RUNS = st.lists(
    st.builds(
        lambda op, text: Run(op, (Piece(text),)),
        st.sampled_from(("keep", "insert", "delete", "space", "move_to")),
        st.sampled_from(("a ", "b", " c", "d e ")),
    ),
    max_size=8,
)


def text(content: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(content)).split())


@given(RUNS)
def test_turning_the_order_leaves_both_sides(runs: list[Run]) -> None:
    for which in ("old", "new"):
        assert text_of(side(turned(runs), which)) == text_of(side(runs, which))


def test_insertions_first_in_letter_as_a_draft(specimen: Redline) -> None:
    look = Look(marks="insert-first", paper="letter", draft=True)
    content = render(specimen, "pdf", look=look)
    said = text(content)
    assert "⟦10⟧ {15} gram" in said
    assert "⟦is not liable to punishment⟧ {shall not be prosecuted}." in said
    assert "DRAFT · REDLINE" in said
    with pikepdf.open(io.BytesIO(content)) as file:
        assert [round(float(x), 1) for x in file.pages[0].MediaBox] == [0, 0, 612, 792]
        for page in file.pages:
            kinds = [
                str(step.operands[0])
                for step in pikepdf.parse_content_stream(page)
                if str(step.operator) in ("BMC", "BDC")
            ]
            assert kinds[0] == "/Artifact"  # the word lies behind all else, and no reader hears it
    shown = html.fromstring(render(specimen, "html", look=look))
    assert shown.xpath("//main//ins[. = '10']/following::del[1]/s[. = '15']")


@given(st.lists(st.integers(0, 12), max_size=5))
def test_lines_are_numbered_through_or_by_the_page(counts: list[int]) -> None:
    through = [n for page in pdf.numbered(counts, "continuous") for n in page.values()]
    assert through == list(range(5, sum(counts) + 1, 5))
    for count, page in zip(counts, pdf.numbered(counts, "page"), strict=True):
        assert list(page.values()) == list(range(5, count + 1, 5))
        assert all(line == number - 1 < count for line, number in page.items())
    assert not any(pdf.numbered(counts, "none"))


def test_a_style_goes_behind_ours(specimen: Redline) -> None:
    style = "ins { color: green } a { background: url(#x) }"
    page = html.fromstring(render(specimen, "html", look=Look(style=checked_style(style, "s.css"))))
    assert str(page.xpath("string(//style)")).endswith(style)


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("p { color: red }\n@import 'x.css';", r"^s\.css:2: @import would fetch another file\. Copy"),
        ("\n\np { background: url(https://example.org/x.png) }", r"^s\.css:3: a style may fetch nothing\."),
        ("p { background: u\\72l(x.png) }", "may fetch nothing"),
        ("@media print { p { background: image-set('x.png' 1x) } }", "may fetch nothing"),
        ("@font-face { src: url('data:font/ttf;base64,AA') }", "may fetch nothing"),
        ("p { color: red } }", "cannot be read as CSS"),
        ("p::before { content: '</style><script>' }", '"</" may not stand'),
    ],
)
def test_a_style_that_fetches_is_refused(style: str, said: str) -> None:
    with pytest.raises(LawdiffError, match=said):
        checked_style(style, "s.css")


def test_templates_of_a_person_stand_in_front_of_ours(specimen: Redline, tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "clean.html").write_text(
        '{% extends "pdf/redline.html" %}{% block text %}{{ passages | length }} passages{% endblock %}'
    )
    look = Look(templates=tmp_path)
    assert "7 passages" in text(render(specimen, "pdf", layout="clean", look=look))
    assert "7 passages" not in text(render(specimen, "pdf", layout="clean"))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>\n{{ nobody }}", r"clean\.html:2: the template fails: 'nobody' is undefined"),
        ("<p>\n\n{% if %}", r"clean\.html:3: the template fails: "),
        ("<p>{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
    ],
)
def test_an_error_in_a_template_names_its_line(
    template: str, said: str, specimen: Redline, tmp_path: Path
) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "clean.html").write_text(template)
    with pytest.raises(LawdiffError, match=said):
        render(specimen, "pdf", layout="clean", look=Look(templates=tmp_path))
