"""Norwegian law: what a lawyer would see in small documents, then in the real ones."""

import re
from functools import cache
from pathlib import Path

import pytest
from real_law import REAL_LAW

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.read import read_expression
from lawdiff.read.ledger import unaccounted
from lawdiff.read.source import open_source, parse_xml

FOLDERS = ("2025-11", "2026-06", "enacted", "_amending-acts", "gazette-2025")
FILES = [
    file for name in FOLDERS if REAL_LAW for file in sorted((REAL_LAW / "no-lovdata" / name).glob("nl-*.xml"))
]


def page(body: str, *, dokid: str = "NL/lov/2001-01-01-1", facts: str = "") -> bytes:
    return (
        '<!DOCTYPE html><html lang="no"><head><title>Lov om ting</title></head><body>'
        '<header class="documentHeader"><dl class="data-document-key-info">'
        f'<dt class="dokid">DokumentID</dt><dd class="dokid">{dokid}</dd>'
        '<dt class="refid">RefID</dt><dd class="refid">lov/2001-01-01-1</dd>'
        '<dt class="title">Tittel</dt><dd class="title">Lov om ting</dd>'
        f"{facts}</dl></header>"
        f'<main class="documentBody"><h1>Lov om ting</h1>{body}</main></body></html>'
    ).encode()


def section(text: str, *, num: str = "§ 1", title: str = "Formål", more: str = "") -> str:
    name = num.replace(" ", "")
    heading = f'. <span class="legalArticleTitle">{title}</span>' if title else ". "
    return (
        f'<article class="legalArticle" data-name="{name}" {more}><h2 class="legalArticleHeader">'
        f'<span class="legalArticleValue">{num}</span>{heading}</h2>{text}</article>'
    )


def chapter(heading: str, body: str = "", *, name: str = "kap1") -> str:
    return f'<section class="section" data-name="{name}"><h2>{heading}</h2>{body}</section>'


def ledd(text: str) -> str:
    return f'<article class="legalP">{text}</article>'


def shown(provision: Provision) -> list[str]:
    """One line a provision: kind, number, heading, text."""
    lines = []
    for depth, p in provision.walk():
        parts = (p.num, f"[{p.heading.content}]" if p.heading else "", p.text.content if p.text else "")
        lines.append("  " * depth + " ".join((p.kind, *filter(None, parts))))
    return lines


def read(data: bytes) -> Expression:
    """Read, and prove that nothing is lost."""
    expression = read_expression(data)
    assert not unaccounted(parse_xml(open_source(data)), expression)
    return expression


def test_a_section_has_number_title_ledd_and_list() -> None:
    law = read(
        page(
            section(
                ledd("Den som <a href='lov/2/§3'>§ 3</a>")
                + ledd(
                    'Straffen er<ol class="defaultList" type="a">'
                    '<li data-name="a." value="1"><article class="listArticle">'
                    '<article class="legalP">bot, eller</article></article></li>'
                    '<li data-name="b." value="2"><article class="listArticle">'
                    '<article class="legalP">fengsel.</article>'
                    '<article class="legalP">Ikke over ett år.</article></article></li>'
                    '</ol><p class="leddfortsettelse">om ikke annet følger.</p>'
                ),
                num="§ 3 a",
            )
        )
    )
    assert shown(law.section("sec_3a")) == [
        "section § 3 a [Formål]",
        "  subsection Den som § 3",
        "  subsection",
        "    intro Straffen er",
        "    point a. bot, eller",
        "    point b.",
        "      subsection fengsel.",
        "      subsection Ikke over ett år.",
        "    wrap_up om ikke annet følger.",
    ]
    (reference,) = law.section("sec_3a").children[0].text.spans  # type: ignore[union-attr]
    assert (reference.kind, reference.start, reference.end, reference.target) == (
        "reference",
        8,
        11,
        "lov/2/§3",
    )
    assert law.section("sec_3a").children[1].children[1].num_generated


@pytest.mark.parametrize(
    ("printed", "num", "text"),
    [
        ("(1) Loven gjelder.", "(1)", "Loven gjelder."),
        ("(2 a) Loven gjelder.", "(2 a)", "Loven gjelder."),
        ("1. Loven gjelder.", "1.", "Loven gjelder."),
        ("Loven gjelder 1. mai.", "", "Loven gjelder 1. mai."),
    ],
)
def test_the_number_of_a_ledd_is_not_a_word(printed: str, num: str, text: str) -> None:
    law = read(page(section(f'<article class="numberedLegalP" data-numerator="1">{printed}</article>')))
    (only,) = law.section("sec_1").children
    assert (only.num, only.content) == (num, text)


@pytest.mark.parametrize(
    ("printed", "name", "kind", "num", "title"),
    [
        ("Kapittel 5. Oversikt", "kap5", "chapter", "Kapittel 5", "Oversikt"),
        ("Kap. I. Om loven", "kapI", "chapter", "Kap. I", "Om loven"),
        ("Kap. I a. Legemidler til dyr", "kapI", "chapter", "Kap. I a", "Legemidler til dyr"),
        ("Kapittel 5 b Alderspensjon", "kap5b", "chapter", "Kapittel 5 b", "Alderspensjon"),
        ("Kapittel 5 A Alderspensjon", "kap5", "chapter", "Kapittel 5", "A Alderspensjon"),
        ("Kapittel IIa – regler", "kapIIa", "chapter", "Kapittel IIa", "regler"),
        ("Første del. Alminnelige bestemmelser", "del1", "part", "Første del", "Alminnelige bestemmelser"),
        ("1. kapitlet. – Kva lova gjeld.", "kap1", "chapter", "1. kapitlet", "Kva lova gjeld."),
        ("II", "kapII", "chapter", "II", ""),
        ("II. Innledende bestemmelser", "kapII", "chapter", "II", "Innledende bestemmelser"),
        ("V<br />Ikrafttredelse", "kapV", "chapter", "V", "Ikrafttredelse"),
        ("Vedlegg 1. Konvensjon", "vedlegg1", "annex", "Vedlegg 1", "Konvensjon"),
        ("Om delegering", "kapS", "crossheading", "", "Om delegering"),
        ("Avsnitt i loven", "kapS", "crossheading", "", "Avsnitt i loven"),
        ("Innledning", "kapS", "crossheading", "", "Innledning"),
    ],
)
def test_number_and_title_of_a_heading(printed: str, name: str, kind: str, num: str, title: str) -> None:
    law = read(page(chapter(printed, section(ledd("Tekst.")), name=name)))
    entry = law.outline[1]
    assert (entry.kind, entry.num, entry.heading) == (kind, num, title)
    assert law.outline[2].wid == f"{name}/§1"


def test_a_section_inserted_moves_no_id() -> None:
    one, two = section(ledd("A"), num="§ 1"), section(ledd("B"), num="§ 2")
    before = read(page(chapter("I", one + two)))
    after = read(page(chapter("I", one + section(ledd("N"), num="§ 1 a") + two)))
    assert {e.key for e in after.outline} - {e.key for e in before.outline} == {"sec_1a"}


def test_status_is_read_from_the_history_which_is_no_law() -> None:
    note = '<article class="changesToParent"><strong>Tilføyes</strong> ved lov (i kraft straks).</article>'
    law = read(
        page(
            section(note, num="§ 1")
            + section("", num="§ 2", title="(Opphevet)")
            + section("", num="§ 3", title="(Opphevet)", more='data-repealeddate="2017-01-01"')
            + section(ledd("Loven gjelder.") + note, num="§ 4")
        )
    )
    assert [e.status for e in law.outline if e.kind == "section"] == ["pending", "repealed", "repealed", ""]
    assert [entry.reason for entry in law.left_out].count("history, not law") == 2


def test_amendments_that_are_not_in_force_are_named() -> None:
    def note(bold: str) -> str:
        return f'<article class="changesToParent">Endret ved lov. <strong>{bold}</strong> ved lov.</article>'

    in_force = '<article class="changesToParent">Endret ved lov 19 juni 2009 nr. 74.</article>'
    sections = [
        section(ledd("A") + note("Endres"), num="§ 68"),
        section(note("Tilføyes"), num="§ 68 a"),
        section(ledd("B") + in_force, num="§ 69"),
        section(ledd("C") + note("Vert oppheva"), num="§ 73"),
    ]
    assert read(page("".join(sections))).notices == (
        "3 sections carry notes of amendments that are not in force yet: §§ 68, 68 a, 73",
    )
    assert read(page(sections[1])).notices == (
        "1 section carries a note of an amendment that is not in force yet: § 68 a",
    )
    assert read(page(sections[2])).notices == ()


def test_footnotes_are_the_editors() -> None:
    mark = '<sup class="footnotereference">1</sup>'
    foot = '<footer class="footnotes"><article class="footnote"><span>1</span> Se lov.</article></footer>'
    with_note = read(page(section(ledd(f"Loven{mark} gjelder.") + foot)))
    without = read(page(section(ledd("Loven gjelder."))))
    assert with_note.outline[1].fingerprint == without.outline[1].fingerprint


def test_an_order_keeps_its_place_and_its_new_text_is_quoted() -> None:
    act = read(
        page(
            chapter(
                "I",
                '<article class="document-change" data-document="lov/2"><article class="defaultP">'
                "I lov 2 gjøres følgende endringer:</article> "
                '<article class="change" data-change-part="lov/2/§4">'
                '<article class="defaultP">Kapittel 2 skal lyde:</article>'
                '<span class="futuretitle">Kapittel 2. Om ting</span>'
                '<article class="futureLegalArticle" data-name="§4"><span class="futureLegalArticleHeader">'
                '<span class="legalArticleValue">§ 4</span>. '
                '<span class="legalArticleTitle">Ting</span></span>'
                '<article class="legalP">Ny tekst.</article></article></article>'
                '<article class="change"><article class="defaultP">§ 5 bokstav j skal lyde:<ul>'
                '<li data-name="j)"><article class="listArticle">'
                '<article class="legalP">ny bokstav.</article>'
                "</article></li></ul></article></article></article>",
                name="kapI",
            ),
            dokid="LTI/lov/2001-01-01-1",
        )
    )
    assert shown(act.section("chp_i__block_1")) == [
        "block",
        "  p I lov 2 gjøres følgende endringer:",
        "  item",
        "    p Kapittel 2 skal lyde:",
        "    quoted",
        "      chapter Kapittel 2 [Om ting]",
        "        section § 4 [Ting]",
        "          subsection Ny tekst.",
        "  item",
        "    p § 5 bokstav j skal lyde:",
        "    quoted",
        "      point j) ny bokstav.",
    ]
    assert act.section("chp_i__block_1").wid == "lov/2"
    assert (act.date, act.label) == ("2001-01-01", "as enacted")


def test_tables_keep_rows_and_cells() -> None:
    law = read(
        page(section("<table><tr><th>Stoff</th><th>Gram</th></tr><tr><td>Hasj</td><td>10</td></tr></table>"))
    )
    assert shown(law.section("sec_1"))[1:] == [
        "  table",
        "    row",
        "      header_cell Stoff",
        "      header_cell Gram",
        "    row",
        "      cell Hasj",
        "      cell 10",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Loven gjelder ikke for noen.", "nb"), ("Lova gjeld ikkje for nokon.", "nn"), ("– – –", "no")],
)
def test_language_is_told_by_its_words(text: str, language: str) -> None:
    assert read(page(section(ledd(text), title=""))).language == language


def test_the_date_is_that_of_the_last_change() -> None:
    facts = '<dd class="dateInForce">2015-10-01, 2008-03-07</dd>'
    assert read(page(section(ledd("A")), facts=facts)).date == "2015-10-01"
    facts += '<dd class="lastChangeInForce">2025-07-01</dd>'
    assert read(page(section(ledd("A")), facts=facts)).date == "2025-07-01"


def test_no_body_is_said() -> None:
    with pytest.raises(LawdiffError, match=r"^input:1: no main\.documentBody"):
        read_expression(b'<html><header><dl class="data-document-key-info"/></header></html>')


@cache
def real(file: Path) -> Expression:
    return read_expression(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_nothing_of_a_real_act_is_lost(file: Path) -> None:
    law = real(file)
    assert not unaccounted(parse_xml(open_source(file)), law)
    assert law.work.uri.startswith("lov/")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", law.date)
    # 39 acts of the archive repeat a data-name; eIds are told apart, and here none has to be.
    assert not [e.key for e in law.outline if "~" in e.key]
    assert [e.kind for e in law.outline].count("section") == len(
        re.findall(rb'class="legalArticle"', file.read_bytes())
    )


def sections(law: Expression) -> dict[str, str]:
    return {e.num: e.fingerprint for e in law.outline if e.kind == "section"}


def test_straffeloven_changed_in_nine_sections(real_law: Path) -> None:
    old = real(real_law / "no-lovdata/2025-11/nl-20050520-028.xml")
    new = real(real_law / "no-lovdata/2026-06/nl-20050520-028.xml")
    before, after = sections(old), sections(new)
    assert (len(before), len(after)) == (397, 398)
    changed = [num for num in after if before.get(num) != after[num]]
    assert changed == [f"§ {n}" for n in ("68 a", 91, 97, 99, 169, 240, 261, 293, 294)]
    assert [e.num for e in new.outline if e.status == "pending"] == ["§ 68 a"]
    assert not new.section("sec_68a").children
    assert new.notices == (
        "9 sections carry notes of amendments that are not in force yet: "
        "§§ 37, 53, 68, 68 a, 72, 73, 92, 100, 231",
    )
    assert (new.work.title, new.language) == ("Lov om straff (straffeloven)", "nb")


@pytest.mark.parametrize(
    ("plain", "pretty"),
    [
        ("2026-06/nl-20050520-028.xml", "2026-06/nl-20050520-028.pretty.xml"),
        ("2025-11/nl-20050520-028.xml", "2025-11/nl-20050520-028.xmllint.xml"),
    ],
)
def test_layout_is_nothing(real_law: Path, plain: str, pretty: str) -> None:
    one, other = (real(real_law / "no-lovdata" / name) for name in (plain, pretty))
    assert [(e.key, e.fingerprint, e.dressing, e.status, e.wid) for e in one.outline] == [
        (e.key, e.fingerprint, e.dressing, e.status, e.wid) for e in other.outline
    ]


@pytest.mark.parametrize(
    ("name", "changed"), [("nl-19970613-044.xml", ["§ 2-1"]), ("nl-19670210-000.xml", ["§ 51"])]
)
def test_one_section_changed(real_law: Path, name: str, changed: list[str]) -> None:
    before, after = (
        sections(real(real_law / "no-lovdata" / folder / name)) for folder in ("2025-11", "2026-06")
    )
    assert [num for num in after if before.get(num) != after[num]] == changed
    assert len(before) == len(after)


def test_every_marked_order_of_the_gazette_has_its_place(real_law: Path) -> None:
    orders = [
        p
        for file in sorted((real_law / "no-lovdata/gazette-2025").glob("nl-*.xml"))
        for unit in real(file).units.values()
        for _, p in unit.walk()
        if p.kind == "item"
    ]
    assert len(orders) == 1422
    assert sum(p.kind == "section" for order in orders for _, p in order.walk()) == 434
