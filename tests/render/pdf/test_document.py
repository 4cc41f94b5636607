import io
from importlib import import_module
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pdfminer.high_level import extract_text

from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.reasons import Saying
from lawdiff.render.pdf import pages
from lawdiff.render.pdf.boxes import MM, Line, bars, survey
from lawdiff.render.pdf.notes import cut
from lawdiff.render.pdf.pages import fitted

pdf = import_module("lawdiff.render.pdf.document")
LONG = " ".join(f"The majority says for the {n}th time that the limit is right." for n in range(1, 90))


@pytest.fixture(scope="module")
def written(specimen: Redline) -> bytes:
    return render(specimen, "pdf")


def text_of(content: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(content)).split())


def test_marks_survive_extraction(written: bytes) -> None:
    text = text_of(written)
    assert "{15} ⟦10⟧ gram" in text
    assert "{shall not be prosecuted} ⟦is not liable to punishment⟧." in text
    assert "§ 6 Limits (was § 5)" in text


def test_the_title_page_names_what_is_compared(written: bytes) -> None:
    text = text_of(written)
    for words in (
        "Drugs Act (model) (in force), 19 December 2019", "old.xml · SHA-256 " + "a" * 64,
        "Not an official text", "character by character", "Sections: 2 amended, 1 new",
        "{Repeated possession}", "2 of 5 passages", "The law in force is a draft.",
    ):  # fmt: skip
        assert words in text


def test_it_claims_pdf_a_3a_and_pdf_ua_1_with_what_they_ask_for(written: bytes) -> None:
    with pikepdf.open(io.BytesIO(written)) as file:
        xmp = file.Root.Metadata.read_bytes()
        first = xmp[: xmp.index(b"</rdf:RDF>")]
        assert xmp.count(b"<rdf:RDF") == 1
        assert b"<pdfuaid:part>1</pdfuaid:part>" in first
        assert b'part="3"' in first
        assert b'conformance="A"' in first
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert file.Root.OutputIntents
        assert str(file.Root.PageLabels.Nums[1].S) == "/D"
        assert [str(a.AFRelationship) for a in file.Root.AF] == ["/Data"]
        for page in file.pages:
            assert page.Tabs == "/S"
            assert "/StructParents" in page.obj
            for font in page.Resources.Font.values():
                (inner,) = font.DescendantFonts
                assert any(key.startswith("/FontFile") for key in inner.FontDescriptor.keys())  # noqa: SIM118


def test_marks_are_heard(written: bytes) -> None:
    said = set()
    with pikepdf.open(io.BytesIO(written)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ActualText" in thing:
                said.add(str(thing.ActualText))
    assert said == {"deleted: ", " end of deletion. ", "inserted: ", " end of insertion. "}


def test_bookmarks_are_without_marks(written: bytes) -> None:
    with pikepdf.open(io.BytesIO(written)) as file, file.open_outline() as outline:
        titles: list[str] = []

        def visit(items: list[Any]) -> None:
            for item in items:
                titles.append(item.title)
                visit(item.children)

        visit(outline.root)
    assert "§ 4 Prohibition and exemption" in titles
    assert not any("⟦" in title or "{" in title for title in titles)


def test_same_bytes(specimen: Redline, written: bytes) -> None:
    assert render(specimen, "pdf") == written


def test_side_by_side_is_a_table(specimen: Redline) -> None:
    content = render(specimen, "pdf", layout="side-by-side", lang="nb")
    with pikepdf.open(io.BytesIO(content)) as file:
        box = file.pages[0].MediaBox
        assert box[2] > box[3]
        kinds = {
            str(thing.S) for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing
        }
    assert {"/Table", "/TH", "/TD"} <= kinds
    assert "Gammel tekst" in text_of(content)


def test_nothing_but_our_fonts_is_fetched() -> None:
    for url in ("https://example.org/a.ttf", "file:///etc/passwd", pages._fonts().as_uri() + "/../x.ttf"):
        with pytest.raises(ValueError, match="not a font"):
            pages._Fonts().fetch(url)


def test_hostile_text_stays_text(hostile: Redline) -> None:
    assert "<script>alert(1)</script>{{7*7}}" in text_of(render(hostile, "pdf"))


def laid_out(redline: Redline) -> Any:
    return fitted(pdf.matter_of(redline, load_labels("en"), "inline"))


def test_long_reasons_stay_on_the_page_and_none_is_lost(specimen: Redline) -> None:
    changes = tuple(
        replace(
            change,
            rationale=tuple(
                replace(reason, quote=f"Of change {change.number}: {LONG}", passage=f"x{change.number}")
                for reason in change.rationale
            ),
        )
        for change in specimen.changes
    )
    long = replace(specimen, changes=changes)
    _, _, sheets, _ = laid_out(long)
    for sheet in sheets:
        floor = sheet.top - 1
        for box in sheet.notes:
            assert box.position_y >= floor - 0.01
            floor = box.position_y + box.margin_height()
        assert floor <= sheet.bottom + 0.01
    text = text_of(render(long, "pdf"))
    assert "Continued in note 1 on page 3" in text
    assert text.count("89th") == 4  # each of four passages ends somewhere, once
    assert text.count(" 1th") == 4


def test_bars_stand_beside_the_changed_lines_only(specimen: Redline) -> None:
    _, document, sheets, _ = laid_out(specimen)
    sheet = sheets[1]
    assert sum(line.marked for line in sheet.lines) < len(sheet.lines)
    first = survey(document.pages[0])
    assert first.lines == []  # the title page is no text of the law
    tops = [line.top for line in sheet.lines]
    assert tops == sorted(set(tops))


def test_bars_that_touch_are_one() -> None:
    lines = [Line(10, 19, True), Line(29, 19, True), Line(48, 19, False), Line(67, 19, True)]
    assert list(bars(lines)) == [(10, 48), (67, 86)]
    assert MM > 3.7


SAYINGS = st.lists(
    st.builds(
        lambda words: Saying("", "", " ".join(words), "s"),
        st.lists(st.sampled_from(["Aye.", "The", "limit", "stands.", "§ 5.", "No!", "nr. 2"]), min_size=1),
    )
)


@given(SAYINGS, st.integers(0, 200))
def test_cutting_loses_nothing(sayings: list[Saying], limit: int) -> None:
    shown, rest = cut(tuple(sayings), limit)
    assert sum(len(saying.quote) for saying in shown) <= limit
    before = " ".join(saying.quote for saying in sayings)
    assert " ".join(saying.quote for saying in (*shown, *rest)) == before


def test_it_is_cut_after_a_sentence() -> None:
    saying = Saying("", "", "It follows from § 5. The limit is 10 gram. That is low.", "s")
    shown, rest = cut((saying,), 45)
    assert [part.quote for part in shown] == ["It follows from § 5. The limit is 10 gram."]
    assert [part.quote for part in rest] == ["That is low."]
