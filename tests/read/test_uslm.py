"""USLM: small documents that a lawyer can check, then titles of the US Code, bills and laws."""

import csv
import re
import tarfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from real_law import REAL_LAW, WHY_NOT

from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.read import read_expression
from lawdiff.read.ledger import unaccounted
from lawdiff.read.source import open_source, parse_xml

FILES = [
    file
    for name in ("us-usc", "us-bills-uslm", "us-plaw")
    if REAL_LAW
    for file in (REAL_LAW / name).glob("*.xml")
]


def title(body: str) -> bytes:
    return (
        '<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" xml:lang="en" identifier="/us/usc/t9"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<meta><dc:title>Title 9</dc:title><docPublicationName>Online@119-36</docPublicationName>"
        "<dcterms:created>2025-08-11T12:08:57</dcterms:created></meta><main>"
        '<title identifier="/us/usc/t9"><num value="9">Title 9—</num><heading>ARBITRATION</heading>'
        f"{body}</title></main></uscDoc>"
    ).encode()


def bill(body: str, *, root: str = "bill") -> bytes:
    return (
        f'<{root} xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<meta><dc:type>House Bill</dc:type><citableAs>116 HR 7 IH</citableAs>"
        "<docStage>Introduced in House</docStage></meta>"
        "<preface><congress>116th CONGRESS</congress><action><date date='2019-04-09'>April 9</date></action>"
        f"</preface><main>{body}</main></{root}>"
    ).encode()


def section(
    body: str, *, num: str = "§ 1.", value: str = "1", heading: str = " Scope", more: str = ""
) -> str:
    return (
        f'<section identifier="/us/usc/t9/s{value}" {more}><num value="{value}">{num}</num>'
        f"<heading>{heading}</heading>{body}</section>"
    )


def shown(provision: Provision) -> list[str]:
    """One line a provision: kind, number, heading, text."""
    lines = []
    for depth, p in provision.walk():
        parts = (p.num, f"[{p.heading.content}]" if p.heading else "", p.text.content if p.text else "")
        lines.append("  " * depth + " ".join((p.kind, *filter(None, parts))))
    return lines


def only(source: bytes, key: str) -> Provision:
    expression = read_expression(source)
    assert not unaccounted(parse_xml(open_source(source)), expression)
    return expression.section(key)


def reasons(expression: Expression) -> set[str]:
    return {entry.reason for entry in expression.left_out}


def test_levels_chapeau_and_continuation() -> None:
    body = (
        '<subsection><num value="a">(a)</num><heading> Fees</heading><chapeau> A person who—</chapeau>'
        '<paragraph><num value="1">(1)</num><content> asks; or</content></paragraph>'
        '<paragraph><num value="2">(2)</num><content> takes,</content></paragraph>'
        "<continuation>shall be fined.</continuation></subsection>"
        '<subsection><num value="b">(b)</num><content><p>One.</p><p>Two.</p></content></subsection>'
    )
    assert shown(only(title(section(body)), "sec_1")) == [
        "section § 1. [Scope]",
        "  subsection (a) [Fees]",
        "    intro A person who—",
        "    paragraph (1) asks; or",
        "    paragraph (2) takes,",
        "    wrap_up shall be fined.",
        "  subsection (b)",
        "    p One.",
        "    p Two.",
    ]


def test_a_continuation_in_the_last_paragraph_ends_the_list() -> None:
    def law(inside: str, behind: str) -> bytes:
        return title(
            section(
                "<chapeau>Whoever—</chapeau><paragraph><num>(1)</num><content>asks; or</content></paragraph>"
                f"<paragraph><num>(2)</num><content>takes—{inside}</content></paragraph>{behind}"
            )
        )

    old = only(law("<continuation>shall be fined.</continuation>", ""), "sec_1")
    assert old == only(law("", "<continuation>shall be fined.</continuation>"), "sec_1")
    assert shown(old)[-1] == "  wrap_up shall be fined."


def test_what_a_title_says_of_itself() -> None:
    expression = read_expression(title(section("<content>Text.</content>")))
    assert (expression.work.uri, expression.work.title) == ("/us/usc/t9", "Title 9—ARBITRATION")
    assert (expression.date, expression.label, expression.language) == ("2025-08-11", "Online@119-36", "en")
    assert [(entry.kind, entry.key, entry.wid) for entry in expression.outline] == [
        ("title", "title_9", "/us/usc/t9"),
        ("section", "sec_1", "/us/usc/t9/s1"),
    ]


def test_a_repealed_section_keeps_its_brackets_and_says_so() -> None:
    repealed = section(
        "", num="[§ 2.", value="2", heading=" Repealed. Pub. L. 1–2]", more='status="repealed"'
    )
    found = only(title(repealed), "sec_2")
    assert (found.num, found.status) == ("[§ 2.", "repealed")
    assert shown(found) == ["section [§ 2. [Repealed. Pub. L. 1–2]]"]


def test_ranges_have_keys_of_their_own() -> None:
    ranges = section("", num="[§§ 1, 2.", value="1, 2") + section("", num="§ 12.", value="12")
    ranges += section("", num="[§§ 3 to 5.", value="3 to 5") + section("", num="§ 5e–1.", value="5e–1")
    assert [e.key for e in read_expression(title(ranges)).outline[1:]] == [
        "sec_1-2",
        "sec_12",
        "sec_3-5",
        "sec_5e-1",
    ]


def test_notes_credits_and_footnotes_are_left_out() -> None:
    body = (
        "<content>Subject to the provisons\u202f<ref class='footnoteRef' idref='f1'>1</ref>"
        "<note type='footnote' id='f1'><num>1</num> So in original.</note> of this title.</content>"
        "<sourceCredit>(July 30, 1947.)</sourceCredit><notes><note topic='amendments'>"
        "<quotedContent><section><num>9</num><content>Quoted.</content></section></quotedContent></note></notes>"
    )
    expression = read_expression(title(section(body)))
    assert expression.section("sec_1").content == "Subject to the provisons of this title."
    assert [entry.kind for entry in expression.outline] == ["title", "section"]
    assert reasons(expression) >= {
        "footnote of the editor",
        "note of the editor",
        "notes of the editor",
        "source credit: it grows with every act",
    }


@pytest.mark.parametrize(
    ("note", "former"),
    [
        ("2018—Pub. L. 115–282 renumbered section 5 of this title as this section.", "5"),
        ("2018—Renumbered section 7a of this title as this section. 2010—Renumbered", "7a"),
        (
            "2018—Pub. L. 115–282 renumbered section 101 of this title as this section."
            " 2010—Pub. L. 111–330 renumbered section 102 of this title as this section.",
            "101",
        ),
        (
            "2010—successively renumbered section 70101 of title 49 and section 70102 of this title as this "
            "section",
            "70102",
        ),
        ("2018—Pub. L. 115–282 struck out “section 5 of this title”.", None),
        ("2018—Renumbered section 5 of title 49 as this section.", None),
    ],
)
def test_the_newest_stated_renumbering(note: str, former: str | None) -> None:
    heading = "<heading>Amendments</heading>"
    body = f"<notes><note topic='amendments'>{heading}<p>{note}</p></note></notes>"
    expression = read_expression(title(section(body, num="§ 104.", value="104")))
    assert dict(expression.stated) == ({"sec_104": former} if former else {})


def test_a_bill() -> None:
    body = (
        "<longTitle><docTitle>A BILL</docTitle><officialTitle>To do good.</officialTitle></longTitle>"
        "<enactingFormula><i>Be it enacted, </i></enactingFormula>"
        '<section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading>'
        "<content>This Act may be cited as the “<shortTitle>Good Act</shortTitle>”.</content></section>"
    )
    expression = read_expression(bill(body))
    assert [entry.key for entry in expression.outline] == ["longTitle", "formula_1", "sec_1"]
    assert expression.section("formula_1").content == "Be it enacted,"
    assert expression.section("sec_1").content == "This Act may be cited as the “Good Act”."
    assert (expression.work.uri, expression.work.title) == ("/us/bill/116/hr/7", "Good Act")
    assert (expression.date, expression.label) == ("2019-04-09", "H.R. 7, Introduced in House")


@pytest.mark.parametrize(
    "end",
    [
        "takes effect.”.</content></subsection></quotedContent>",
        "takes effect.”</content></subsection></quotedContent><inline role='after-quoted-block'>.</inline>",
        "takes effect.”</content></subsection></quotedContent>.",
    ],
)
def test_what_stands_behind_a_closing_mark_is_not_quoted(end: str) -> None:
    body = (
        '<section><num value="2">SEC. 2. </num><content>Section 5 <amendingAction>is amended</amendingAction>'
        " by adding the following:\n<quotedContent><subsection><num>“(f) </num><content>This section "
        f"{end}</content></section>"
    )
    assert shown(only(bill(body), "sec_2")) == [
        "section SEC. 2.",
        "  intro Section 5 is amended by adding the following:",
        "  quoted",
        "    subsection “(f) This section takes effect.”",
        "  wrap_up .",
    ]


def test_quoted_sections_are_not_the_bills_own() -> None:
    body = section(
        "<content>Insert:<quotedContent><section><num>“SEC. 9.</num><content>New.”</content></section>"
        "</quotedContent>.</content>"
    )
    expression = read_expression(bill(body))
    assert [entry.key for entry in expression.outline] == ["sec_1"]
    assert [p.eid for _, p in expression.section("sec_1").walk()][2:4] == [
        "sec_1__qstr_1",
        "sec_1__qstr_1__sec_9",
    ]


def test_struck_text_is_not_text_of_the_version() -> None:
    body = section(
        "<content><deletedText>shall</deletedText><addedText>may</addedText> appoint.</content>"
    ) + section("<content>Struck.</content>", num="SEC. 2.", value="2", more='changed="deleted"')
    body += section("<content>New.</content>", num="SEC. 3.", value="3", more='changed="added"')
    expression = read_expression(bill(body))
    assert [entry.key for entry in expression.outline] == ["sec_1", "sec_3"]
    assert expression.section("sec_1").content == "may appoint."
    assert expression.notices == ("the file marks text as struck; the version is read without it",)
    assert [entry.text for entry in expression.left_out if entry.reason == "struck in this version"] == [
        "shall",
        "SEC. 2. ScopeStruck.",
    ]


def test_flat_appropriations_nest_by_level() -> None:
    def one(level: str, heading: str, content: str = "") -> str:
        text = f"<content>{content}</content>" if content else ""
        return f'<appropriations level="{level}"><heading>{heading}</heading>{text}</appropriations>'

    body = "<title><num>TITLE I</num><heading>JUSTICE</heading>" + one("major", "Marshals")
    body += one("small", "Salaries") + one("small", "(including transfer)", "For salaries, $5.")
    body += one(
        "small", "Buildings", "For buildings, $6: <proviso><i>Provided</i>, That $1 is kept.</proviso>"
    )
    body += one("major", "Prisons", "For prisons, $7.") + "</title>"
    expression = read_expression(bill(body))
    assert [f"{'  ' * entry.depth}{entry.kind} {entry.heading}" for entry in expression.outline] == [
        "title JUSTICE",
        "  crossheading Marshals",
        "    block Salaries",
        "    block Buildings",
        "  block Prisons",
    ]
    salaries, buildings = (expression.section(expression.outline[at].key) for at in (2, 3))
    assert shown(salaries) == [
        "block [Salaries]",
        "  subheading (including transfer)",
        "  p For salaries, $5.",
    ]
    assert buildings.content == "For buildings, $6: Provided, That $1 is kept."


def test_sections_stand_under_the_heading_that_governs_them() -> None:
    def one(level: str, heading: str, content: str = "") -> str:
        text = f"<content>{content}</content>" if content else ""
        head = f"<heading>{heading}</heading>" if heading else ""
        return f'<appropriations level="{level}">{head}{text}</appropriations>'

    def section(num: str) -> str:
        return f'<section><num value="{num}">Sec. {num}.</num><content>It is so.</content></section>'

    body = "<title><num>TITLE I</num><heading>VETERANS</heading>" + one("major", "Health")
    body += (
        one("small", "Facilities") + one("small", "(including transfer)") + one("small", "", "For it, $5.")
    )
    body += one("major", "GENERAL PROVISIONS") + section("101") + one("small", "(transfer of funds)")
    body += section("102") + section("103") + one("major", "(rescission)") + section("104") + section("105")
    body += one("major", "Courts", "For courts, $7.") + section("106")
    body += one("major", "RULES") + one("major", "(of all)") + section("107") + "</title>"
    expression = read_expression(bill(body))
    assert [f"{'  ' * e.depth}{e.kind} {e.num or e.heading}" for e in expression.outline] == [
        "title TITLE I",
        "  crossheading Health",
        "    block Facilities",
        "  crossheading GENERAL PROVISIONS",
        "    section Sec. 101.",
        "    crossheading (transfer of funds)",
        "      section Sec. 102.",
        "    section Sec. 103.",
        "  crossheading (rescission)",
        "    section Sec. 104.",
        "  section Sec. 105.",
        "  block Courts",
        "  section Sec. 106.",
        "  crossheading RULES (of all)",
        "    section Sec. 107.",
    ]
    facilities = expression.section(expression.outline[2].key)
    assert shown(facilities)[1:] == ["  subheading (including transfer)", "  p For it, $5."]


def test_a_law_pads_with_wide_spaces_and_prints_on_pages() -> None:
    body = (
        '<section><num value="501">\u2001\u2001<inline class="small-caps">Sec. 501. </inline>\u2001</num>'
        "<sidenote><p>Deadline.</p></sidenote><content>\u2001No <page>129 STAT. 40</page>part of "
        "<quotedText>“On”</quotedText>.</content></section>"
        "<action><actionDescription>Approved March 4, 2015.</actionDescription></action>"
    )
    source = bill(body, root="pLaw")
    assert shown(only(source, "sec_501")) == ["section Sec. 501. No part of “On”."]
    assert read_expression(source).date == "2015-03-04"


def test_references_are_spans_and_numbers_of_lines_are_kept() -> None:
    source = title("\n\n" + section('<content>See <ref href="/us/usc/t5">title 5</ref>.</content>'))
    found = only(source, "sec_1")
    assert found.line == 3
    assert found.text
    (span,) = found.text.spans
    assert (found.text.content[span.start : span.end], span.target) == ("title 5", "/us/usc/t5")


def test_a_table() -> None:
    table = (
        '<table xmlns="http://www.w3.org/1999/xhtml"><caption>Sums</caption><thead><tr><th>Place</th><th>Sum</th>'
        "</tr></thead><tbody><tr><td>Oslo</td><td><p>$5</p></td></tr></tbody></table>"
    )
    found = only(title(section(f"<content>As follows:{table}</content>")), "sec_1")
    assert shown(found)[2:] == [
        "  table",
        "    caption Sums",
        "    row",
        "      header_cell Place",
        "      header_cell Sum",
        "    row",
        "      cell Oslo",
        "      cell $5",
    ]
    assert [p.key for _, p in found.walk() if p.kind == "row"] == ["Place", "Oslo"]


@given(st.lists(st.sampled_from(["<b>five</b>", "grams ", "of <i>it</i>", " ", "\n  ", "“x”"]), max_size=8))
def test_nothing_is_lost(words: list[str]) -> None:
    source = title(section(f"<chapeau>{''.join(words)}</chapeau><content>{''.join(words)}</content>"))
    assert not unaccounted(parse_xml(open_source(source)), read_expression(source))


@cache
def law(folder: str, name: str) -> Expression:
    assert REAL_LAW
    return read_expression(REAL_LAW / folder / f"{name}.xml")


def prints(expression: Expression) -> list[tuple[str, str, str]]:
    return [(entry.kind, entry.num, entry.fingerprint) for entry in expression.outline]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_character_of_real_law_is_accounted_for(file: Path) -> None:
    assert not unaccounted(parse_xml(open_source(file)), law(file.parent.name, file.stem))


SAME = [
    ("us-bills-uslm", "116-hr1037-eh", "116-hr1037-rfs"),
    ("us-bills-uslm", "s2731-ips", "s2731-rcs"),
    ("us-bills-uslm", "sconres13-es", "sconres13-ats"),
    ("us-bills-uslm", "sconres13-ats", "sconres13-rfh"),
    ("us-bills-uslm", "116-hr1058-rds", "116-hr1058-enr"),
    ("us-bills-uslm", "hjres107-eh", "hjres107-rds"),
    ("us-bills-uslm", "hjres107-rds", "hjres107-enr"),
    ("us-bills-uslm", "hconres105-eh", "hconres105-rds"),
    ("us-bills-uslm", "hconres105-rds", "hconres105-enr"),
    ("us-plaw", "115hr255enr-uslm", "115publ6-uslm"),
    ("us-plaw", "114hr636enr-uslm", "114publ190-uslm"),
    *(
        ("us-bills-uslm", f"schema-2.0.11-{name}", f"schema-2.1-{name}")
        for name in ("H1000_IH", "H2157_IH", "S1000_IS", "S2245_IS", "SC13_ES", "h1037_eh", "hc105_eh")
    ),
]


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize(("folder", "old", "new"), SAME, ids=lambda name: name.removesuffix("-uslm"))
def test_stages_and_schemas_of_one_text_are_equal(folder: str, old: str, new: str) -> None:
    assert prints(law(folder, old)) == prints(law(folder, new))


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_the_one_word_that_a_newer_schema_adds() -> None:
    """The older file has “ — where the newer one has “Article —; all else is equal."""
    old, new = (law("us-bills-uslm", f"schema-{version}-SJ14_IS") for version in ("2.0.11", "2.1"))
    differ = [
        (before, after)
        for key in old.units
        for before, after in zip(shown(old.section(key)), shown(new.section(key)), strict=True)
        if before != after
    ]
    assert differ == [("    article “\u2009—", "    article “Article\u2009—")]


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize(
    ("old", "new", "sections", "changed"),
    [
        ("usc03@115-164not141", "usc03@119-36", (63, 64), 19),
        ("usc09@113-31", "usc09@119-36", (31, 33), 3),
        ("usc09@113-31", "usc09@115-164not141", (31, 31), 0),
    ],
)
def test_titles_at_two_releases(old: str, new: str, sections: tuple[int, int], changed: int) -> None:
    sides = [
        {entry.key: entry.fingerprint for entry in law("us-usc", name).outline if entry.kind == "section"}
        for name in (old, new)
    ]
    assert tuple(map(len, sides)) == sections
    assert sum(sides[0][key] != sides[1][key] for key in sides[0].keys() & sides[1].keys()) == changed


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_what_notes_state_of_title_14_is_what_happened(real_law: Path) -> None:
    with tarfile.open(real_law / "us-usc" / "usc-titles.tar.xz") as archive:
        member = archive.extractfile("titles/usc14@117-80.xml")
        assert member
        expression = read_expression(member.read())
    with (real_law / "us-usc" / "title14-renumbered.csv").open(encoding="utf-8") as rows:
        truth = {f"sec_{row['new']}": row["old"] for row in csv.DictReader(rows)}
    wrong = {
        key: expression.stated.get(key) for key, old in truth.items() if expression.stated.get(key) != old
    }
    # Two sections were renumbered once more, after the act of 2018 that the truth is about.
    assert wrong == {"sec_1906": "1904", "sec_5110": "1110"}


def pretty_printed(data: bytes) -> bytes:
    """The same file with new lines and indentation between all elements that stand in no running text."""
    root = etree.fromstring(data)
    for element in root.iter("{*}*"):
        texts = [element.text, *(child.tail for child in element)]
        if len(element) and all(text is None or not text.strip() for text in texts):
            inside = re.sub(r".*}", "", element.tag) in (
                "content",
                "p",
                "td",
                "num",
                "heading",
                "proviso",
                "toc",
            )
            if not inside:
                element.text = "\n\t   "
                for child in element:
                    child.tail = "\r\n   "
    return etree.tostring(root)


@pytest.mark.parametrize(
    "file",
    [file for file in FILES if re.match(r"usc09@119|116-hr2157-ih|114publ254", file.name)],
    ids=lambda file: file.stem,
)
def test_layout_is_nothing(file: Path) -> None:
    assert prints(read_expression(pretty_printed(file.read_bytes()))) == prints(
        law(file.parent.name, file.stem)
    )
