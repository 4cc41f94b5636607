import json
from pathlib import Path

import pytest

from lawdiff.model.report import Passage
from lawdiff.read.reports.blocks import names_provision
from lawdiff.read.reports.speakers import is_speaker_heading, name_speakers

SAID = {
    "The majority proposes a limit.": ("The majority", "majority"),
    "The committee’s majority, the members from A and B, opposes it.": (
        "The committee’s majority, the members from A and B",
        "majority",
    ),
    "Another majority, all except the members from A, agrees.": (
        "Another majority, all except the members from A",
        "majority",
    ),
    "The minority, Elm and Fir, would keep it.": ("The minority, Elm and Fir", "minority"),
    "The committee is unanimous.": ("The committee", "all"),
    "The committee’s members from A would agree.": ("The committee’s members from A", "group"),
    "Member Quince of the majority would not.": ("Member Quince of the majority", "group"),
    "The fine is 100 dollars. The majority wants one.": ("The majority", "majority"),
    "The Government proposes this.": ("The Government", "government"),
    "The Bureau is adopting § 4.": ("The Bureau", "government"),
    "Komiteen viser til saken.": ("Komiteen", "all"),
    "Komiteens flertall, alle unntatt medlemmene fra D, støtter dette.": (
        "Komiteens flertall, alle unntatt medlemmene fra D",
        "majority",
    ),
    "Et annet flertall, medlemmene fra A og B, mener ja.": (
        "Et annet flertall, medlemmene fra A og B",
        "majority",
    ),
    "Komiteens medlemmer fra Høyre og SV mener ja.": ("Komiteens medlemmer fra Høyre og SV", "group"),
    "Komiteens mindretall, medlemmene fra A, går imot.": (
        "Komiteens mindretall, medlemmene fra A",
        "minority",
    ),
    "Fleirtalet i komiteen, medlemene frå A og B, stør det.": (
        "Fleirtalet i komiteen, medlemene frå A og B",
        "majority",
    ),
    "Regjeringa gjer framlegg.": ("Regjeringa", "government"),
    "Det er en enstemmig komité som støtter dette.": ("en enstemmig komité", "all"),
}
NOBODY = [
    "The committee has seven members: Ash, Elm and Oak.",
    "The majority is Alder, Birch and Cedar.",
    "A majority of the bodies heard agree.",
    "Arbeiderpartiet og Høyre ga sin tilslutning.",
    "Eit fleirtal av dei høyringsinstansane stør framlegget.",
    "The limit is ten days.",
]


def said(*texts: str, heading: str = "Remarks") -> list[tuple[str, str]]:
    passages = tuple(Passage(f"p{i}", text, heading, (heading,)) for i, text in enumerate(texts))
    return [(p.speaker, p.role) for p in name_speakers(passages, names_provision)]


@pytest.mark.parametrize(("text", "wanted"), SAID.items())
def test_speaker_and_role(text: str, wanted: tuple[str, str]) -> None:
    assert said(text) == [wanted]


@pytest.mark.parametrize("text", NOBODY)
def test_those_who_are_talked_about_do_not_speak(text: str) -> None:
    assert said(text) == [("", "")]


def test_these_members_are_the_group_named_last() -> None:
    group = ("Komiteens medlemmer fra A", "group")
    assert said(
        "Komiteens medlemmer fra A mener ja.", "Komiteen viser til B.", "Disse medlemmer mener mer."
    ) == [
        group,
        ("Komiteen", "all"),
        group,
    ]


def test_these_members_of_another_chapter_are_unknown() -> None:
    passages = (
        Passage("a", "The minority objects.", "One", ("One",)),
        Passage("b", "These members go on.", "Two", ("Two",)),
    )
    assert name_speakers(passages, names_provision)[1].role == ""


def test_a_group_is_known_from_one_section_to_the_next() -> None:
    passages = (
        Passage("a", "The minority objects.", "Section 1", ("Remarks", "Section 1")),
        Passage("b", "These members object again.", "Section 2", ("Remarks", "Section 2")),
    )
    assert name_speakers(passages, names_provision)[1].role == "minority"


def test_a_passage_goes_on_with_its_speaker_but_not_under_the_next_heading() -> None:
    passages = (
        Passage("a", "The minority objects.", "Section 1", ("Remarks", "Section 1")),
        Passage("b", "Few would gain.", "Section 1", ("Remarks", "Section 1")),
        Passage("c", "Few would lose.", "Section 2", ("Remarks", "Section 2")),
    )
    assert [p.role for p in name_speakers(passages, names_provision)] == ["minority", "minority", ""]


def test_the_government_does_not_go_on() -> None:
    assert said("Departementet foreslår dette.", "Mange støtter det.")[1] == ("", "")


def test_a_summary_is_the_governments() -> None:
    assert said("Det foreslås en grense.", heading="Sammendrag") == [("", "government")]


def test_a_heading_may_name_the_speaker() -> None:
    assert is_speaker_heading("Merknader fra mindretallet")
    assert is_speaker_heading("The minority")
    assert not is_speaker_heading("The majority of cases")
    assert said("Few would gain.", heading="The minority") == [("The minority", "minority")]


def test_four_norwegian_reports(real_law: Path) -> None:
    lines = (real_law / "reports-no" / "speakers" / "speakers.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    passages = tuple(Passage(row["id"], row["text"], row["source"], (row["source"],)) for row in rows)
    roles = {"committee": "all"}
    wanted = [roles.get(row["speaker"], row["speaker"]) for row in rows]
    assert [p.role for p in name_speakers(passages, names_provision)] == wanted
