"""Bills of Congress: what a lawyer would see in small documents, then in the real ones."""

import lzma
import re
import tarfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from real_law import REAL_LAW, WHY_NOT

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.text import Span, Text
from lawdiff.read import read_expression
from lawdiff.read.ledger import unaccounted
from lawdiff.read.source import open_source, parse_xml

FILES = sorted((REAL_LAW / "us-bills-dtd").glob("*.xml")) if REAL_LAW else []


def bill(body: str, *, form: str = "", attributes: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><!DOCTYPE bill PUBLIC "-//US Congress//DTDs/bill.dtd//EN" "bill.dtd">'
        '<bill bill-stage="Reported-in-House"><form><congress>116th CONGRESS</congress>'
        f"<legis-num>H. R. 1500</legis-num>{form}<official-title>To do things.</official-title></form>"
        f"<legis-body {attributes}>{body}</legis-body></bill>"
    ).encode()


def section(body: str, *, num: str = "1.") -> str:
    return f'<section id="H1"><enum>{num}</enum><header>Short title</header>{body}</section>'


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


def spans(text: Text | None, kind: str) -> list[str]:
    assert text is not None
    return [text.content[s.start : s.end] for s in text.spans if s.kind == kind]


def test_text_before_and_after_a_list() -> None:
    act = read(
        bill(
            section(
                "<subsection id='H2'><enum>(a)</enum><header>In general</header><text>Whoever—</text>"
                "<paragraph><enum>(1)</enum><text>sells, or</text></paragraph>"
                "<paragraph><enum>(2)</enum><text>buys</text></paragraph>"
                "<continuation-text>shall be fined.</continuation-text></subsection>"
            )
        )
    )
    assert shown(act.section("sec_1")) == [
        "section 1. [Short title]",
        "  subsection (a) [In general.—]",
        "    intro Whoever—",
        "    paragraph (1) sells, or",
        "    paragraph (2) buys",
        "    wrap_up shall be fined.",
    ]
    assert act.section("sec_1").children[0].guid == "H2"


def test_quotation_marks_are_made_and_flagged() -> None:
    act = read(bill(section("<text>by striking <quote>the <quote>Act</quote></quote> and ‘it’</text>")))
    text = act.section("sec_1").text
    assert text is not None
    assert text.content == "by striking “the ‘Act’” and ‘it’"
    assert spans(text, "generated") == ["‘", "’", "“", "”"] or sorted(spans(text, "generated")) == list(
        "‘’“”"
    )


def test_a_quoted_block_stands_between_its_marks() -> None:
    act = read(
        bill(
            section(
                "<text>is amended by adding:</text><quoted-block id='H9'><subsection><enum>(d)</enum>"
                "<text>New <quote>words</quote>.</text></subsection>"
                "<after-quoted-block>; and</after-quoted-block></quoted-block>"
            )
        )
    )
    assert shown(act.section("sec_1")) == [
        "section 1. [Short title]",
        "  intro is amended by adding:",
        "  quoted",
        "    intro “",
        "    subsection (d) New ‘words’.",
        "    wrap_up ”; and",
    ]
    assert [e.num for e in act.outline] == ["1."]


def test_a_quoted_line_is_one_text() -> None:
    block = "<quoted-block><text>New words.</text><after-quoted-block>.</after-quoted-block></quoted-block>"
    act = read(bill(section(f"<text>to read:</text>{block}")))
    assert shown(act.section("sec_1"))[2:] == ["  quoted “New words.”."]


def test_what_a_committee_struck_is_no_text() -> None:
    act = read(
        bill(
            section(
                "<text>Old <deleted-phrase>words</deleted-phrase><added-phrase>text</added-phrase></text>"
            )
            + '<section changed="deleted" reported-display-style="strikethrough"><enum>2.</enum>'
            "<text>Struck.</text></section>"
            '<section changed="added" reported-display-style="italic"><enum>2.</enum>'
            "<text>Added.</text></section>"
        )
    )
    assert [shown(unit)[0] for unit in act.units.values()] == [
        "section 1. [Short title] Old text",
        "section 2. Added.",
    ]
    assert {"2.Struck.", "words"} <= {entry.text for entry in act.left_out}


def test_a_struck_body_gives_way_to_the_substitute() -> None:
    data = bill(section("<text>Old.</text>"), attributes='changed="deleted"').replace(
        b"</bill>",
        b'<legis-body changed="added">' + section("<text>New.</text>").encode() + b"</legis-body></bill>",
    )
    assert read(data).section("sec_1").content == "New."


def test_layout_is_nothing() -> None:
    plain = "<section><enum>1.</enum><text>One <quote>two</quote> three</text></section>"
    pretty = (
        "<section>\n\t<enum>1.</enum>\n\t<text>One\n\t <quote>two</quote>\n\t\tthree\n\t</text>\n</section>\n"
    )
    one, other = (read(bill(text)) for text in (plain, pretty))
    assert [e.fingerprint for e in one.outline] == [e.fingerprint for e in other.outline]


@pytest.mark.parametrize(
    ("cite", "target"),
    [
        ("usc/42/1382", "/us/usc/t42/s1382"),
        ("usc/42/1382/a", "/us/usc/t42/s1382/a"),
        ("usc-chapter/42/7", "/us/usc/t42/ch7"),
        ("pl/116/6", "/us/pl/116/6"),
        ("usc-act/X/1", "usc-act/X/1"),
    ],
)
def test_a_reference_leads_where_uslm_would(cite: str, target: str) -> None:
    link = f'<external-xref legal-doc="usc" parsable-cite="{cite}">that section</external-xref>'
    text = read(bill(section(f"<text>see {link}.</text>"))).section("sec_1").text
    assert text is not None
    assert [(s.kind, s.target) for s in text.spans] == [("reference", target)]
    assert spans(text, "reference") == ["that section"]


def test_appropriations_stand_under_their_headings() -> None:
    def level(rank: str, heading: str, text: str = "") -> str:
        body = f"<text>{text}</text>" if text else ""
        return f"<appropriations-{rank}><header>{heading}</header>{body}</appropriations-{rank}>"

    act = read(
        bill(
            "<section section-type='undesignated-section'><text>That the following sums</text></section>"
            "<title><enum>I</enum>"
            + level("major", "Department")
            + level("intermediate", "Agency")
            + level("small", "Operations", "For expenses, $5.")
            + level("small", "Facilities")
            + level("small", "(including transfer of funds)", "For buildings, $6.")
            + level("intermediate", "Administrative provisions")
            + section("<text>No more.</text>", num="101.")
            + level("small", "(transfer of funds)")
            + section("<text>To others.</text>", num="102.")
            + section("<text>From others.</text>", num="103.")
            + level("major", "Courts", "For courts, $7.")
            + section("<text>No less.</text>", num="104.")
            + "</title>"
        )
    )
    assert [("  " * e.depth + f"{e.kind} {e.num}{e.heading}").rstrip() for e in act.outline] == [
        "block",
        "title I",
        "  crossheading Department",
        "    crossheading Agency",
        "      block Operations",
        "      block Facilities (including transfer of funds)",
        "    crossheading Administrative provisions",
        "      section 101.Short title",
        "      crossheading (transfer of funds)",
        "        section 102.Short title",
        "      section 103.Short title",
        "  block Courts",
        "  section 104.Short title",
    ]
    assert "title_i__crossheading_department__crossheading_agency__block_operations" in act.units


def test_tables_and_contents() -> None:
    act = read(
        bill(
            section(
                "<toc><toc-entry level='section'>Sec. 1. Short title.</toc-entry></toc>"
                "<table><ttitle>Sums</ttitle><tgroup><thead><row><entry>Year</entry></row></thead>"
                "<tbody><row><entry>2020</entry><entry>$5</entry></row></tbody></tgroup></table>"
            )
        )
    )
    assert shown(act.section("sec_1"))[1:] == [
        "  table",
        "    caption Sums",
        "    row",
        "      header_cell Year",
        "    row",
        "      cell 2020",
        "      cell $5",
    ]
    assert "table of contents" in {entry.reason for entry in act.left_out}


def test_the_form_says_which_bill_and_when() -> None:
    days = '<action-date date="20190305"/></action><action><action-date>May 10, 2019</action-date>'
    form = f"<action>{days}</action>"
    act = read(bill(section("<text>A.</text>"), form=form))
    assert (act.work.uri, act.work.title) == ("/us/bill/116/hr/1500", "To do things.")
    assert (act.date, act.label, act.language) == ("2019-05-10", "H.R. 1500, Reported in House", "en")


def test_the_title_is_the_short_one_of_the_metadata() -> None:
    stated = (
        b'<bill><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dublinCore>'
        b"<dc:title>116 HR 1500 EH: Consumers First Act</dc:title></dublinCore></metadata>"
        b"<form><official-title>To do things.</official-title></form>"
        b"<legis-body><section><enum>1.</enum><text>A.</text></section></legis-body></bill>"
    )
    assert read(stated).work.title == "Consumers First Act"


def test_a_header_in_the_line_ends_as_print_has_it() -> None:
    act = read(
        bill(section("<subsection><enum>(a)</enum><header>In general</header><text>A.</text></subsection>"))
    )
    own, below = act.section("sec_1"), act.section("sec_1").children[0]
    assert own.heading == Text("Short title")
    assert below.heading == Text("In general.—", (Span("generated", 10, 12),))


def test_a_resolution_has_recitals() -> None:
    act = read(
        b"<resolution><form><congress>One Hundred Twenty-First Congress of the United States of"
        b" America</congress><legis-num>H. CON. RES. 7</legis-num></form>"
        b"<preamble><whereas><text>Whereas it is so: Now, therefore, be it</text></whereas></preamble>"
        b"<resolution-body><section><enum>1.</enum><text>Congress agrees."
        b"<footnote><text>See.</text></footnote></text></section></resolution-body></resolution>"
    )
    assert act.work.uri == "/us/bill/121/hconres/7"
    assert [line for unit in act.units.values() for line in shown(unit)] == [
        "preamble",
        "recital Whereas it is so: Now, therefore, be it",
        "section 1.",
        "  intro Congress agrees.",
        "  note See.",
    ]


def test_no_body_is_said() -> None:
    with pytest.raises(LawdiffError, match=r"^input:1: no legis-body that stands"):
        read_expression(b"<bill><form/></bill>")


@cache
def real(file: Path) -> Expression:
    return read_expression(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_of_a_real_bill_is_lost(file: Path) -> None:
    act = real(file)
    assert not unaccounted(parse_xml(open_source(file)), act)
    assert act.work.title
    congress, bill_, _ = file.stem.split("-")
    assert act.work.uri == f"/us/bill/{congress}/{re.sub(r'(?=[0-9])', '/', bill_, count=1)}"
    assert bool(act.date) == ("Enrolled Bill" not in act.label)  # an enrolled bill names no day


@cache
def reported() -> dict[str, bytes]:
    """Appropriations bills as reported, of an archive."""
    if REAL_LAW is None:
        return {}
    packed = lzma.decompress((REAL_LAW / "reports-us/originals.tar.xz").read_bytes())
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        return {
            Path(member.name).stem: handle.read()
            for member in archive
            if member.name.endswith(".xml") and (handle := archive.extractfile(member))
        }


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_nothing_of_the_reported_bills_is_lost() -> None:
    assert len(reported()) == 9
    for name, data in reported().items():
        assert not unaccounted(parse_xml(open_source(data)), read_expression(data)), name


def prints(act: Expression) -> list[tuple[str, str]]:
    return [(e.key, e.fingerprint) for e in act.outline]


def test_the_bill_sent_to_the_senate_is_the_one_the_house_passed(real_law: Path) -> None:
    folder = real_law / "us-bills-dtd"
    passed, sent = real(folder / "116-hr1500-eh.xml"), real(folder / "116-hr1500-rfs.xml")
    assert prints(passed) == prints(sent)
    assert passed.work.uri == sent.work.uri


def test_tabs_are_no_difference(real_law: Path) -> None:
    folder = real_law / "us-bills-dtd"
    introduced, reported_ = real(folder / "116-hr1500-ih.xml"), real(folder / "116-hr1500-rh.xml")
    same = {e.num for e in introduced.outline} - {
        old.num
        for old, new in zip(introduced.outline, reported_.outline, strict=True)
        if old.fingerprint != new.fingerprint
    }
    # The committee changed sections 4 to 7: 42 words out, 192 in.
    assert same == {"1.", "2.", "3.", "8."}


def test_what_the_committee_struck_is_gone_from_s2247(real_law: Path) -> None:
    folder = real_law / "us-bills-dtd"
    introduced, reported_ = real(folder / "118-s2247-is.xml"), real(folder / "118-s2247-rs.xml")
    assert [p.num for p in introduced.section("sec_2").children] == ["(a)", "(b)", "(c)", "(d)"]
    assert [p.num for p in reported_.section("sec_2").children] == ["(a)", "(b)", "(c)"]
    headings = [p.heading.content for _, p in reported_.section("sec_2").walk() if p.heading]
    assert "Annual adjustment.—" in headings
    assert "Inflation adjustment.—" not in headings
