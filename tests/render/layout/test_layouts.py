"""The layouts that are made from the running order: clean, Keeling, Ramseyer, synopsis."""

import io
from typing import Literal, get_args

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from pdfminer.high_level import extract_text

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.clean import accepted, accepted_runs
from lawdiff.render.layout.keeling import amended
from lawdiff.render.layout.places import both_places
from lawdiff.render.layout.ramseyer import comparative
from lawdiff.render.layout.runs import Piece, Run, RunOp, Runs, side, text_of
from lawdiff.render.layout.shown import running_order
from lawdiff.render.looks import FORMS, Layout
from lawdiff.render.presented import presented
from lawdiff.resources import statutes

EN = load_labels("en")


def written(runs: Runs) -> str:
    around = {"delete": "[%s]", "insert": "_%s_", "ref": "^%s", "was": "%.0s"}
    return "".join(run.text if run.bare else around.get(run.op, "%s") % run.text for run in runs).strip()


def lines(passage: Passage) -> list[str]:
    if passage.said:
        return [passage.said]
    made = [written(passage.heading.runs)] if passage.heading else []
    for block in passage.blocks:
        note = f"{block.markers[0].number}. " if block.type == "struck" else ""
        rows = (" | ".join(written(cell.paragraphs[0]) for cell in row.cells) for row in block.rows)
        made.append(" / ".join(rows) if block.rows else note + written(block.runs))
    return made


def test_clean_is_the_new_text_without_marks(specimen: Redline) -> None:
    said = EN.say("body_unchanged")
    assert [lines(passage) for passage in accepted(running_order(specimen, EN), said)] == [
        ["Chapter 2. Own use"],
        ["§ 1 to § 3 are unchanged and left out."],
        [
            "§ 4 Prohibition and exemption",
            "(1) The use of drugs is prohibited.",
            "(2) A person who uses drugs is not liable to punishment.",
        ],
        ["§ 5 Referral", "The police shall refer the person to the unit."],
        ["§ 6 Limits", "Substance | Limit / Cannabis | 10 gram / MDMA | 0.5 gram"],
        ["§ 7 Confiscation", "Drugs that are found shall be destroyed, even where nobody is punished."],
        ["§ 12 is unchanged and left out."],
    ]


def test_ramseyer_omits_in_brackets_first(specimen: Redline) -> None:
    twice = running_order(both_places(specimen), EN)
    shown = [lines(passage) for passage in comparative(twice, EN.say("body_unchanged"))]
    assert shown[2:] == [
        [
            "§ 4 Prohibition _and exemption_",
            "(1) The use of drugs is prohibited.",
            "(2) A person who uses drugs [shall not be prosecuted] _is not liable to punishment_.",
        ],
        ["_§ 5 Referral_", "_The police shall refer the person to the unit._"],
        ["[§ 5] _§ 6_ Limits", "Substance | Limit / Cannabis | [15] _10_ gram / MDMA | 0.5 gram"],
        ["_§ 7 Confiscation_", "_Drugs that are found shall be destroyed, even where nobody is punished._"],
        ["[§ 10 Confiscation]", "[Drugs that are found shall be destroyed.]"],
        ["[§ 11 Repeated possession]", "[A person found three times may be fined.]"],
        ["§ 12 is unchanged and left out."],
    ]


def test_what_moved_is_omitted_where_it_stood() -> None:
    """§ 19 is split, and the subsections that left it stood behind those that stay."""
    sample = statutes() / "norway-drug-reform"
    redline = compare(*(read_expression(sample / f"{name}.en.xml") for name in ("law-in-force", "bill")))
    twice = running_order(both_places(presented(redline, EN)), EN)
    shown = [lines(passage) for passage in comparative(twice, EN.say("body_unchanged"))]
    start = next(i for i, told in enumerate(shown) if told[0] == "[§ 17 Confiscation]")
    assert shown[start][1].startswith("[(1) Narcotic drugs found with a person who is convicted")
    assert shown[start + 1][2] == "[(2) A sample may be kept for analysis under § 20.]"
    assert shown[start + 3][0] == "[§ 19] _§ 16_ Search [and examination]"
    assert [told[:4] for told in shown[start + 3][1:]] == ["(1) ", "(2) ", "[(3)", "[(4)"]
    assert [told[:4] for told in shown[start + 4][1:]] == ["_(1)", "_(2)", "_(3)"]
    assert shown[start + 5 : start + 7] == [
        ["[§ 20] _§ 18_ Weighing and analysis"],
        [EN.say("body_unchanged")],
    ]
    assert shown[start + 7][0] == "_§ 19 Confiscation_"


def test_each_law_reads_through_in_its_order() -> None:
    """Both texts can be read from a print in which all stands at its place: nothing is lost."""
    sample = statutes() / "norway-drug-reform"
    old, new = (read_expression(sample / f"{name}.en.xml") for name in ("law-in-force", "bill"))
    said = EN.say("body_unchanged")
    twice = comparative(running_order(both_places(presented(compare(old, new), EN)), EN), said)
    sides: tuple[tuple[Literal["old", "new"], Expression], ...] = (("old", old), ("new", new))
    for which, law in sides:
        words = [text_of(side(block.runs, which)) for passage in twice for block in _blocks(passage)]
        shown = "".join("".join(words).split())
        whole = running_order(presented(compare(law, law, scope="all"), EN), EN)
        places = [
            shown.find(told)
            for passage in whole
            for block in passage.blocks
            if (told := "".join(text_of(block.runs).split())) in shown and shown.count(told) == 1
        ]
        assert len(places) > 30
        assert places == sorted(places)


def _blocks(passage: Passage) -> tuple[Block, ...]:
    return ((passage.heading,) if passage.heading else ()) + passage.blocks


def test_keeling_strikes_in_notes(specimen: Redline) -> None:
    shown = [lines(passage) for passage in amended(running_order(specimen, EN))]
    assert shown[2][2:] == [
        "(2) A person who uses drugs _is not liable to punishment_^1.",
        "1. [shall not be prosecuted]",
    ]
    assert shown[4] == [
        "§ 6 Limits (was § 5)",
        "Substance | Limit / Cannabis | _10_^2 gram / MDMA | 0.5 gram",
        "2. [15]",
    ]
    assert shown[6:8] == [
        ["§ 10 Confiscation (moved to § 7)"],
        ["§ 11 …^3 (repealed)", "3. [§ 11 Repeated possession] [A person found three times may be fined.]"],
    ]


RUNS = st.lists(
    st.builds(
        lambda op, text: Run(op, (Piece(text),)),
        st.sampled_from(("keep", "insert", "delete", "move_from", "move_to")),
        st.sampled_from(("a ", "b", " c", "d e ", "(2)")),
    ),
    min_size=1,
    max_size=8,
)


@given(RUNS)
def test_clean_gives_what_the_new_side_gives(runs: list[Run]) -> None:
    assert text_of(accepted_runs(runs)) == text_of(side(runs, "new"))


@given(RUNS)
def test_keeling_loses_nothing(runs: list[Run]) -> None:
    block = Block("paragraph", 0, (Run("keep", (Piece("1 "),)), *runs))
    (passage,) = amended([Passage("section", blocks=(block,))])
    text, *notes = passage.blocks
    struck: tuple[RunOp, ...] = ("delete", "move_from")
    assert text_of(run for run in text.runs if run.op != "ref") == text_of(side(block.runs, "new"))
    assert [note.markers[0].number for note in notes] == list(range(1, len(notes) + 1))
    assert text_of(run for note in notes for run in note.runs) == text_of(r for r in runs if r.op in struck)


def text(content: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(content)).split())


@pytest.fixture(scope="module")
def printed(specimen: Redline) -> dict[Layout, bytes]:
    layouts: tuple[Layout, ...] = ("clean", "keeling", "ramseyer", "synopsis")
    return {layout: render(specimen, "pdf", layout=layout) for layout in layouts}


def test_each_layout_says_its_name_and_has_tags_and_bookmarks(printed: dict[Layout, bytes]) -> None:
    for layout, content in printed.items():
        with pikepdf.open(io.BytesIO(content)) as file:
            assert file.Root.MarkInfo.Marked
            assert "/Outlines" in file.Root
            wide = file.pages[0].MediaBox[2] > file.pages[0].MediaBox[3]
            assert wide == (layout == "synopsis")
        assert EN.say(f"layout_{layout}").upper() in text(content)


def test_marks_are_those_of_the_form(printed: dict[Layout, bytes]) -> None:
    texts = {layout: text(content) for layout, content in printed.items()}
    assert not set("{}⟦⟧") & set(texts["clean"])
    assert "A person who uses drugs is not liable to punishment." in texts["clean"]
    assert not set("{}⟦⟧") & set(texts["ramseyer"])
    assert "[shall not be prosecuted]" in texts["ramseyer"]
    assert "unchanged and left out. §" not in texts["ramseyer"]
    assert "{shall not be prosecuted}" in texts["keeling"]
    for words in ("Current law", "Proposed law", "Reasons", "unchanged", "repealed", "(moved to § 7)"):
        assert words in texts["synopsis"]
    assert "The majority lowers the limits" in texts["synopsis"]
    assert "The majority lowers the limits" not in texts["ramseyer"]


def test_italics_are_heard_as_new(printed: dict[Layout, bytes]) -> None:
    with pikepdf.open(io.BytesIO(printed["ramseyer"])) as file:
        tags = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary)]
        said = {str(tag.ActualText) for tag in tags if "/ActualText" in tag}
    assert said >= {"deleted: ", "inserted: ", EN.say("body_unchanged")}


def test_the_page_opens_with_the_clean_text(specimen: Redline) -> None:
    page = html.fromstring(render(specimen, "html", layout="clean"))
    assert page.xpath("//input[@type='radio'][@checked]/@id") == ["v-new"]


def test_a_layout_that_a_format_lacks_is_said(specimen: Redline) -> None:
    assert set(FORMS) == set(get_args(Layout))
    with pytest.raises(LawdiffError, match=r'no layout "keeling" in html\. Choose .* or write it as pdf: -o'):
        render(specimen, "html", layout="keeling")
    with pytest.raises(LawdiffError, match=r'^--layout: there is no layout "x"\. Choose one of inline, side'):
        render(specimen, "pdf", layout="x")  # type: ignore[arg-type] # what a caller may get wrong
