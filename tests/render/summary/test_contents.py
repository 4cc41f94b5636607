"""The summary: figures, who wants it and who does not, the order, and one page whatever there is."""

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html
from made_redline import made_redline, unchanged_redline
from msgspec.structs import replace
from pdfminer.high_level import extract_text
from small_law import small_law

from lawdiff import compare, link, read_expression, read_report
from lawdiff.diff.only import only
from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Rationale, Redline
from lawdiff.render import FORMATS, render
from lawdiff.render.labels import languages, load_labels
from lawdiff.render.presented import presented
from lawdiff.render.summary.contents import Summary, summarise
from lawdiff.render.summary.figures import Figure
from lawdiff.resources import statutes

NORWAY = statutes() / "norway-drug-reform"
EN = load_labels("en")


@pytest.fixture(scope="module")
def norway() -> Redline:
    return drug_reform("en")


@pytest.fixture(scope="module")
def page(norway: Redline) -> Summary:
    return summarise(norway, EN)


def drug_reform(language: str) -> Redline:
    old, new = (read_expression(NORWAY / f"{name}.{language}.xml") for name in ("law-in-force", "bill"))
    return link(compare(old, new), [read_report(NORWAY / f"report.{language}.xml")])


def between(old: str, new: str) -> Redline:
    return compare(*(read_expression(small_law(text, "The same.")) for text in (old, new)))


def figures(redline: Redline) -> list[tuple[str, str, str, str]]:
    found = (figure for entry in summarise(redline, EN).entries for figure in entry.figures)
    return [(f.before, f.old, f.new, f.after) for f in found]


def text_of(pdf: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(pdf)).split())


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


# Figures.


@pytest.mark.parametrize(
    ("old", "new", "figure"),
    [
        ("A fine of up to NOK 500,000 a year is due.", "A fine of up to NOK 900,000 a year is due.",
         ("fine of up to NOK", "500,000", "900,000", "a year")),
        ("It is kept for three years.", "It is kept for six months.",
         ("It is kept for", "three years", "six months", "")),
        ("It is kept for three years.", "It is kept for five years.",
         ("It is kept for", "three", "five", "years")),
        ("It applies from 1 July 2021 in all towns.", "It applies from 1 January 2022 in all towns.",
         ("It applies from", "1 July 2021", "1 January 2022", "")),
    ],
)  # fmt: skip
def test_a_changed_sum_date_or_period_is_a_figure(
    old: str, new: str, figure: tuple[str, str, str, str]
) -> None:
    assert figures(between(old, new)) == [figure]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The fine in section 12 is due at once.", "The fine in section 14 is due at once."),
        ("Whoever sells is punished with care.", "Whoever buys is punished with care."),
        ("It applies by virtue of section 21(2) alone.", "It applies by virtue of Article 2(1A) alone."),
        ("See § 5 (2) on fines for all of this.", "See § 6 (3) on fines for all of this."),
    ],
)
def test_a_provisions_number_or_a_word_is_no_figure(old: str, new: str) -> None:
    assert figures(between(old, new)) == []


def test_rows_are_named_by_their_first_cell(page: Summary) -> None:
    (amounts,) = (entry for entry in page.entries if entry.name == "§ 14 Small amounts")
    assert amounts.figures[0] == Figure("Heroin", "", "5", "2", "grams")
    assert Figure("Khat", "", "2 kilograms", "500 grams", "") in amounts.figures
    assert amounts.kinds == "amended"
    assert amounts.changes == 14


# Who wants it, who does not.


def test_parties_are_named_with_the_sections_they_are_for_and_against(page: Summary) -> None:
    parties = {party.who: (party.favours, party.opposes) for party in page.parties}
    majority, minority = list(parties)[:2]
    assert majority == "The committee’s majority, the members from the Fjord Party and the Forest Party"
    assert "the Valley Party and the Island Party" in minority
    assert parties[majority][0] == ""
    assert "§\N{NO-BREAK SPACE}25" in parties[majority][1].split(", ")
    assert "§\N{NO-BREAK SPACE}28" in parties[minority][0].split(", ")
    assert parties["The committee’s member from the Island Party"] == ("", "§\N{NO-BREAK SPACE}25")


def test_a_voice_is_quoted_without_its_name(page: Summary) -> None:
    (records,) = (entry for entry in page.entries if entry.name.startswith("§ 21 "))
    assert [(v.stance, v.who) for v in records.voices] == [
        ("for", "The committee’s minority"),
        ("", "The committee’s majority"),
    ]
    assert records.voices[1].quote.startswith("… opposes a shorter time. The police need to see")


def test_both_languages_of_a_report_say_the_same() -> None:
    here, there = (summarise(drug_reform(name), load_labels(name)) for name in ("en", "nb"))
    assert [(p.favours, p.opposes) for p in here.parties] == [(p.favours, p.opposes) for p in there.parties]
    assert len(here.entries) == len(there.entries)


def test_two_majorities_are_not_taken_for_one() -> None:
    redline = made_redline()
    (first,) = redline.changes[0].rationale
    other = replace(first, passage="p8", speaker="The majority, the members from A and C", quote="It is so.")
    bare = replace(first, passage="p9", speaker="The majority", quote="The majority opposes the change.")
    change = replace(redline.changes[0], rationale=(first, other, bare))
    told = summarise(replace(redline, changes=(change, *redline.changes[1:])), EN)
    assert [(p.who, p.opposes) for p in told.parties] == [("The majority", "§\N{NO-BREAK SPACE}4")]
    change = replace(change, rationale=(first, bare))
    told = summarise(replace(redline, changes=(change, *redline.changes[1:])), EN)
    assert [p.who for p in told.parties] == ["The majority, the members from A and B"]


def test_what_is_not_known_is_said(norway: Redline) -> None:
    told = summarise(made_redline(), EN)
    assert told.voices_said == EN.say("stance_none")
    assert told.unreasoned == "No reason found: §\N{NO-BREAK SPACE}5."
    bare = replace(
        norway, reports=(), changes=tuple(replace(change, rationale=()) for change in norway.changes)
    )
    told = summarise(bare, EN)
    assert told.voices_said == "No report was read: who wants the changes is not known."
    assert (told.parties, told.unreasoned) == ((), "")
    assert not any(entry.voices for entry in told.entries)


def test_votes_in_figures_are_quoted() -> None:
    redline = made_redline()
    counted = Rationale(1, "p9", "Votes", "It was adopted by 55 votes to 48.", "", 0.0)
    assert summarise(redline, EN).votes == ()
    assert summarise(replace(redline, unlinked=(counted,)), EN).votes == (
        "It was adopted by 55 votes to 48.",
    )


# The order and the page.


def test_the_most_important_is_first(page: Summary) -> None:
    ranks = [(not entry.figures, not entry.voices) for entry in page.entries[:-1]]
    assert ranks == sorted(ranks)
    assert page.entries[-1].name.startswith("Chapter 5")  # a heading alone


def test_every_change_is_told_or_counted(page: Summary, norway: Redline) -> None:
    total = len(presented(norway, EN).changes)
    assert sum(entry.changes for entry in page.entries) + page.light == total
    for length in page.lengths():
        told = sum(entry.changes for entry in (*length.entries, *length.briefly))
        assert told + length.more + length.light == total


def test_lengths_grow(page: Summary) -> None:
    lengths = [(len(length.entries), len(length.briefly)) for length in page.lengths()]
    assert lengths[:5] == [(0, 0), (1, 0), (2, 0), (3, 0), (3, 1)]
    assert lengths[-1] == (len(page.entries), 0)
    assert [sum(pair) for pair in lengths] == sorted(sum(pair) for pair in lengths)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_pdf_is_one_page_and_claims_what_the_others_do(norway: Redline, paper: Any) -> None:
    from lawdiff.render.looks import Look

    written = render(norway, "pdf", summary=True, look=Look(paper=paper))
    if paper == "a4":
        assert written == render(norway, "pdf", summary=True)
    with pikepdf.open(io.BytesIO(written)) as file:
        assert len(file.pages) == 1
        assert b"<pdfuaid:part>1</pdfuaid:part>" in file.Root.Metadata.read_bytes()
        assert [str(a.AFRelationship) for a in file.Root.AF] == ["/Data"]
        assert str(file.Root.Lang) == "en"
    text = text_of(written)
    for words in (
        "Not an official text", "1 January 2019", "19 February 2021", "Heroin 5 → 2 grams",
        "NOK 500,000 → 900,000 a year", "Who wants it, who does not", "the Fjord Party and the Forest Party",
        "The most important first", "10 more changes of numbers, places or typography alone.",
    ):  # fmt: skip
        assert words in text


def test_one_page_holds_however_much_there_is(hostile: Redline) -> None:
    """A long act, and long words in each place that is shown."""
    lines = [f"Fee {n} is {n} crowns for each of the {n * 7} things." for n in range(1, 90)]
    more = [line.replace("crowns", "pounds and no less, whatever else is said elsewhere") for line in lines]
    redline = compare(*(read_expression(small_law(*side)) for side in (lines, more)))
    long = replace(redline, new=replace(redline.new, title="x" * 10_000), warnings=("y " * 5000,) * 9)
    written = render(long, "pdf", summary=True)
    assert pages(written) == 1
    assert re.search(r"\d+ more changes: see the redline\.", text_of(written))
    assert pages(render(hostile, "pdf", summary=True)) == 1


def test_the_page_runs_no_script_and_fetches_nothing(hostile: Redline) -> None:
    written = render(hostile, "html", summary=True).decode()
    tree = html.fromstring(written)
    assert [script.get("type") for script in tree.iter("script")] == ["application/json"]
    assert not list(tree.iter("img", "link", "iframe"))
    policies = [meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv")]
    assert [str(policy)[:38] for policy in policies] == ["default-src 'none'; style-src 'sha256-"[:38]]
    assert "<img src=x" not in render(hostile, "md", summary=True).decode()
    assert "\x1b" not in render(hostile, "terminal", summary=True).decode()


def test_quotes_are_in_the_reports_language(norway: Redline) -> None:
    assert norway.reports[0].language in ("eng", "en")
    tree = html.fromstring(render(norway, "html", lang="nb", summary=True).decode())
    assert {element.get("lang") for element in tree.iter("span") if element.get("lang")} <= {"en", "nb"}


def test_headings_skip_no_level(norway: Redline) -> None:
    tree = html.fromstring(render(norway, "html", summary=True).decode())
    levels = [int(tag.tag[1]) for tag in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("language", languages())
def test_each_language_has_its_words(norway: Redline, language: str) -> None:
    labels = load_labels(language)
    text = render(norway, "md", lang=language, summary=True).decode()
    for key in ("summary", "summary_who", "stance_for", "stance_against", "not_official"):
        assert labels.say(key) in text
    for key in ("summary_order", "stance_read", "summary_no_votes"):
        assert labels.say(key) in text
    assert labels.count("summary_light", 10) in text


def test_markdown_and_text_hold_the_same(norway: Redline) -> None:
    markdown, text = (render(norway, name, summary=True).decode() for name in ("md", "terminal"))
    assert "- Heroin 5 → 2 grams" in markdown.splitlines()
    assert "      Heroin 5 → 2 grams" in text.splitlines()
    for said in ("§ 13 Penalty and exemption from punishment", "Against – The committee’s majority"):
        assert said in markdown
        assert said in text


def test_a_section_whose_changes_are_left_out_is_unchanged(norway: Redline) -> None:
    told = summarise(only(norway, ["chp_5__sec_25__subsec_1"]), EN)
    assert told.sentences[0] == "Sections: 1 amended and 30 unchanged."
    assert [entry.name for entry in told.entries] == ["§ 28 Grants"]
    assert "54 other changes are left out" in told.sentences[-1]


def test_no_change_is_said() -> None:
    text = render(unchanged_redline(), "terminal", summary=True).decode()
    assert "The two texts say the same: there are no changes." in text
    assert "Who wants it" not in text


def test_other_formats_have_no_summary() -> None:
    for entry in FORMATS:
        if not entry.summary:
            with pytest.raises(
                LawdiffError, match=f"there is no summary in {entry.name}. Choose one of html"
            ):
                render(made_redline(), entry.name, summary=True)


def test_diff_and_render_write_the_same_bytes(tmp_path: Path) -> None:
    from lawdiff.cli.__main__ import run

    sources = [str(NORWAY / f"{name}.en.xml") for name in ("law-in-force", "bill")]
    asked = ["--summary", "-o", str(tmp_path / "a.html"), "-o", str(tmp_path / "a.md")]
    assert run(["diff", *sources, "-r", str(NORWAY / "report.en.xml"), *asked]) == 0
    made = ["diff", *sources, "-r", str(NORWAY / "report.en.xml"), "-o", str(tmp_path / "a.json")]
    assert run(made) == 0
    again = ["--summary", "-o", str(tmp_path / "b.html"), "-o", str(tmp_path / "b.md")]
    assert run(["render", str(tmp_path / "a.json"), *again]) == 0
    for suffix in ("html", "md"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    assert run(["render", str(tmp_path / "a.json"), "--summary", "--layout", "clean", *asked[1:]]) == 2


def test_a_figure_in_words_keeps_its_bracket() -> None:
    told = figures(between("Not more than 20 (twenty) stalls.", "Not more than 5 (five) stalls."))
    assert [part for part in told[0] if "(" in part] == ["20 (twenty)", "5 (five)"]
