"""What a reader meets in a PDF, since a validator cannot hear: text, order, places, both versions.

pdfminer, pikepdf and pdftotext read the file (`benchmarks/pdf_reading.py`); what they find is held against
the sources as they were read, not against what was rendered.
"""

import functools
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from real_law import REAL_LAW, WHY_NOT

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from pdf_places import faults_of_lines, faults_of_places
from pdf_reading import Reading, read_pdf
from pdf_text import Piece, faults_of_sides, read_columns, read_marks, text_of_law, without_left_places

from lawdiff.model.redline import Redline
from lawdiff.read import read_expression
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.looks import Layout
from lawdiff.resources import statutes
from lawdiff.run.comparison import Comparison, run_comparison

SAMPLE = statutes() / "norway-drug-reform"
NB = (SAMPLE / "law-in-force.nb.xml", SAMPLE / "bill.nb.xml", SAMPLE / "report.nb.xml")
REAL = [
    ("dc-sections/1-301.192/before.xml", "dc-sections/1-301.192/after.xml", "inline"),
    ("us-usc/usc09@113-31.xml", "us-usc/usc09@119-36.xml", "side-by-side"),
]


@functools.cache
def made(
    old: Path, new: Path, layout: Layout, lang: str, report: Path | None = None
) -> tuple[Redline, bytes]:
    reports = (str(report),) if report else ()
    redline = run_comparison(Comparison(str(old), str(new), reports=reports, scope="all"))
    return redline, render(redline, "pdf", layout=layout, lang=lang)


@functools.cache
def sample(layout: Layout) -> tuple[Redline, bytes, Reading, list[Piece]]:
    redline, content = made(*NB[:2], layout, "nb", NB[2])
    reading = read_pdf(content)
    return redline, content, reading, pieces_of(reading, layout, "nb")


def pieces_of(reading: Reading, layout: str, lang: str) -> list[Piece]:
    labels = load_labels(lang)
    read = read_columns if layout == "side-by-side" else read_marks
    return list(read(text_of_law(reading), labels))


@pytest.mark.parametrize("layout", ["inline", "side-by-side"])
def test_accept_all_and_reject_all_come_from_the_text(layout: Layout) -> None:
    _, _, _, pieces = sample(layout)
    there = without_left_places(pieces, load_labels("nb"))
    old, new = map(read_expression, NB[:2])
    assert list(faults_of_sides(there, old, new)) == []


def test_words_are_parted_as_in_the_sources() -> None:
    _, _, _, pieces = sample("inline")
    shown = " ".join(" ".join(piece.shown.split()) for piece in pieces)
    for marked in (
        "Heroin {5} ⟦2⟧ gram",
        "skal slettes etter {tre år} ⟦seks måneder⟧.",
        "§ 13 Straff {for bruk} og {besittelse} ⟦straffrihet⟧",
        "bot eller fengsel inntil seks måneder⟦, med mindre noe annet følger av annet ledd⟧.",
        "GHB, GBL og 1,4-butandiol",  # the law's hyphen is no hyphenation
    ):
        assert marked in shown


@pytest.mark.parametrize("layout", ["inline", "side-by-side"])
def test_each_change_is_where_the_list_says(layout: Layout) -> None:
    redline, _, reading, pieces = sample(layout)
    assert list(faults_of_places(reading, redline, pieces, load_labels("nb"))) == []


def test_a_wrong_place_is_found() -> None:
    redline, _, reading, pieces = sample("inline")
    first, second = [name for name in reading.anchors if name.startswith("c-")][5:7]
    swapped = reading.anchors | {first: reading.anchors[second], second: reading.anchors[first]}
    wrong = Reading(reading.chars, reading.tagged, swapped, reading.attached)
    assert len(list(faults_of_places(wrong, redline, pieces, load_labels("nb")))) >= 2


def test_every_fifth_line_has_its_number() -> None:
    _, _, reading, _ = sample("inline")
    assert list(faults_of_lines(reading)) == []


def test_reasons_are_read_behind_the_text_that_they_are_for() -> None:
    """A note has a tag of its own, and stands between its provision and the next one."""
    _, _, reading, _ = sample("inline")
    told = ["Note" if "Note" in one.tags else "".join(c.text for c in one.chars) for one in reading.tagged]
    at = next(
        i for i, text in enumerate(told) if "bruker narkotika, " in text and i > told.index("Note") - 99
    )
    following = told[at : at + 40]
    assert "Note" in following
    assert following.index("Note") < next(i for i, text in enumerate(following) if text.startswith("§ 2"))


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext here (poppler)")
def test_pdftotext_keeps_marks_and_spaces(tmp_path: Path) -> None:
    _, content, _, _ = sample("inline")
    (tmp_path / "x.pdf").write_bytes(content)
    said = subprocess.run(["pdftotext", "x.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    text = re.sub(r"\u2010\n", "", said.stdout.decode())
    flat = " ".join(text.split())
    for marked in (
        "{5} ⟦2⟧ gram",
        "{tre år} ⟦seks måneder⟧.",
        "1,4-butandiol",
        "{og undersøkelse} (var § 19)",
    ):
        assert marked in flat
    assert flat.count("{") == flat.count("}") > 40
    assert flat.count("⟦") == flat.count("⟧") > 80


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize(("old", "new", "layout"), REAL)
def test_real_law_comes_back_from_its_pages(old: str, new: str, layout: Layout) -> None:
    assert REAL_LAW
    sources = (REAL_LAW / old, REAL_LAW / new)
    redline, content = made(*sources, layout, "en")
    reading = read_pdf(content)
    labels = load_labels("en")
    pieces = pieces_of(reading, layout, "en")
    there = without_left_places(pieces, labels)
    assert list(faults_of_sides(there, *map(read_expression, sources))) == []
    assert list(faults_of_places(reading, redline, pieces, labels)) == []
