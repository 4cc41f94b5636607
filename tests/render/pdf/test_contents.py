"""The contents and the bookmarks: each part, section and change, and the page it is on."""

import io
import re

import pikepdf
import pytest
from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams

from lawdiff.diff.compare import compare
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.shown import running_order
from lawdiff.render.looks import Layout
from lawdiff.render.pdf.contents import contents_of
from lawdiff.resources import statutes

EN = load_labels("en")


@pytest.fixture(scope="module")
def sample() -> Redline:
    versions = (statutes() / "norway-drug-reform" / f"{name}.en.xml" for name in ("law-in-force", "bill"))
    return compare(*map(read_expression, versions))


def test_contents_are_the_headings_that_are_shown(sample: Redline) -> None:
    lines = contents_of(running_order(sample, EN))
    assert [(line.level, line.label) for line in lines[:4]] == [
        (0, "Chapter 1 General provisions"),
        (1, "§ 1 Purpose"),
        (1, "§ 3 Definitions"),
        (0, "Chapter 3 Prohibitions and penalties"),
    ]
    assert [line.label for line in lines].count("§ 19 Confiscation") == 1
    assert "§ 17 Confiscation" not in [line.label for line in lines]  # it left
    assert len({line.fragment for line in lines}) == len(lines)


def test_few_headings_need_no_contents(specimen: Redline) -> None:
    assert contents_of(running_order(specimen, EN)) == ()


@pytest.mark.parametrize("layout", ["inline", "synopsis"])
def test_pages_of_the_contents_are_those_of_the_headings(sample: Redline, layout: Layout) -> None:
    content = render(sample, "pdf", layout=layout)
    pages = extract_text(io.BytesIO(content), laparams=LAParams(boxes_flow=None)).split("\f")
    text = " ".join(" ".join(pages).split())
    contents = text[text.index(" Contents ") :][:1500]
    assert not re.search(r"\.\s?\.", contents)
    with pikepdf.open(io.BytesIO(content)) as file, file.open_outline() as outline:
        chapter = next(item for item in outline.root if item.title.startswith("Chapter 4"))
        section = next(item for item in chapter.children if item.title == "§ 21 Records and erasure")
        changes = [item.title for item in section.children]
    assert [re.sub(r"^\d+ · ", "", title) for title in changes] == ["§ 21 (1)", "§ 21 (2)"]
    on = next(n for n, page in enumerate(pages, 1) if "what the police have recorded" in page.lower())
    assert f"§ 21 Records and erasure {on} " in contents


@pytest.mark.parametrize("layout", ["inline", "side-by-side"])
def test_where_nothing_changed_that_is_said_on_one_page(layout: Layout) -> None:
    law = read_expression(statutes() / "norway-drug-reform" / "bill.en.xml")
    with pikepdf.open(io.BytesIO(render(compare(law, law), "pdf", layout=layout))) as pdf:
        assert len(pdf.pages) == 1
