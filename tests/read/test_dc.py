"""DC library XML: small documents that a lawyer can check, then sections, acts and indexes as published."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from real_law import REAL_LAW, WHY_NOT

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.read import read_expression
from lawdiff.read.ledger import unaccounted
from lawdiff.read.source import open_source, parse_xml

XMLNS = (
    'xmlns="https://code.dccouncil.us/schemas/dc-library" xmlns:codify="https://code.dccouncil.us/schemas/codify"'
    ' xmlns:xi="http://www.w3.org/2001/XInclude"'
)


def section(body: str, *, head: str = "<num>1-101</num><heading>Scope.</heading>", more: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<section {XMLNS} {more}>{head}{body}</section>'.encode()


def act(body: str) -> bytes:
    return (
        f'<document {XMLNS} id="D.C. Law 25-1"><num type="law">25-1</num>'
        '<heading type="short">Good Act</heading>'
        '<heading type="long">To do good.</heading><meta><effective>2023-03-22</effective></meta>'
        f"<text>BE IT ENACTED BY THE COUNCIL, That this act is good.</text>{body}</document>"
    ).encode()


def shown(provision: Provision) -> list[str]:
    """One line a provision: kind, number, heading, text."""
    lines = []
    for depth, p in provision.walk():
        parts = (p.num, f"[{p.heading.content}]" if p.heading else "", p.text.content if p.text else "")
        lines.append("  " * depth + " ".join((p.kind, *filter(None, parts))))
    return lines


def only(source: bytes) -> Provision:
    expression = read_expression(source)
    assert not unaccounted(parse_xml(open_source(source)), expression)
    (unit,) = expression.units.values()
    return unit


def left_out(expression: Expression) -> list[tuple[str, str]]:
    return [(entry.reason, " ".join(entry.text.split())) for entry in expression.left_out]


def test_levels_by_the_style_of_their_numbers() -> None:
    body = """
      <para><num>(a)</num><heading>Fees. —</heading><text>A person who:</text>
        <para><num>(1)</num><text>Asks:</text>
          <para><num>(A)</num><text>Twice;</text><para><num>(i)</num><text>Or more; or</text></para></para>
        </para>
        <para><num>(2)</num><text>Takes,</text></para>
        <aftertext>shall be fined.</aftertext>
      </para>"""
    assert shown(only(section(body))) == [
        "section 1-101 [Scope.]",
        "  subsection (a) [Fees. —]",
        "    intro A person who:",
        "    paragraph (1)",
        "      intro Asks:",
        "      subparagraph (A)",
        "        intro Twice;",
        "        clause (i) Or more; or",
        "    paragraph (2) Takes,",
        "    wrap_up shall be fined.",
    ]


def test_number_and_heading_may_stand_behind_the_text() -> None:
    turned = section("<text>Text.</text><heading>Scope.</heading><num>1-101</num>", head="")
    assert only(turned) == only(section("<text>Text.</text>"))


def test_the_sign_before_the_number_is_no_part_of_it() -> None:
    signed = section("<text>Text.</text>", head="<prefix>§</prefix><num>1-101</num><heading>Scope.</heading>")
    assert only(signed) == only(section("<text>Text.</text>"))
    assert left_out(read_expression(signed)) == [("the sign before the number", "§")]


@pytest.mark.parametrize(
    ("num", "key"),
    [
        ("28:9-102", "sec_28:9-102"),
        ("1-301.86b", "sec_1-301.86b"),
        ("[47-1099.13]", "sec_47-1099.13"),
        ("22-4234", "sec_22-4234"),
        ("22-4234(Perm)", "sec_22-4234perm"),
    ],
)
def test_numbers(num: str, key: str) -> None:
    found = only(section("<text>Text.</text>", head=f"<num>{num}</num>"))
    assert (found.num, found.eid) == (num, key)


def test_definitions_are_known_by_their_term() -> None:
    body = (
        '<text>The term:</text><para><text>"Crime victim" means a person.</text></para>'
        "<para><num>(2)</num><text>“Injury” includes:</text><para><num>(A)</num>"
        "<text>Harm.</text></para></para><para><text>Nothing is meant.</text></para>"
    )
    found = only(section(body))
    assert [(p.kind, p.num, p.key) for p in found.children] == [
        ("intro", "", ""),
        ("definition", "", "Crime victim"),
        ("paragraph", "(2)", "Injury"),
        ("level", "", ""),
    ]
    assert found.children[1].eid == "sec_1-101__def_crime-victim"


def test_annotations_notes_and_instructions_are_left_out() -> None:
    head = (
        "<num>1-101</num><text>\n*NOTE: This section includes amendments by temporary legislation.*\n</text>"
        "<heading>Scope.</heading>"
    )
    body = (
        "<text>Law.</text><codify:insert><container><num>5A</num></container></codify:insert>"
        "<codify:find-replace><find>a</find><replace>b</replace></codify:find-replace>"
        "<annotation>Stray.</annotation><annotations><annotation>1973 Ed.<include><section><num>422</num>"
        "</section></include></annotation></annotations>"
    )
    source = section(body, head=head)
    assert shown(only(source)) == ["section 1-101 [Scope.] Law."]
    assert left_out(read_expression(source)) == [
        (
            "note of the editor on temporary legislation",
            "*NOTE: This section includes amendments by temporary legislation.*",
        ),
        ("instruction to the codifier", "5A"),
        ("instruction to the codifier", "ab"),
        ("annotation: history or note of the editor", "Stray."),
        ("annotations: history and notes of the editor", "1973 Ed.422"),
    ]


@pytest.mark.parametrize(
    ("reason", "more", "status"),
    [
        ("Repealed", "", "repealed"),
        ("Not Funded", 'placeholder="Not Funded"', "not funded"),
        ("Not Applicable", 'placeholder="Repealed"', "repealed"),
        ("Family Court", "", ""),  # the editor's word for the heading, which strayed here
    ],
)
def test_status(reason: str, more: str, status: str) -> None:
    found = only(section(f"<reason>{reason}</reason><text>Repealed.</text>", more=more))
    assert (found.status, found.content) == (status, "Repealed.")


def test_a_repealed_para() -> None:
    found = only(section('<para placeholder="Repealed"><num>(c)</num><text>Repealed.</text></para>'))
    assert [(p.num, p.status) for p in found.children] == [("(c)", "repealed")]


def test_links_lead_where_they_say() -> None:
    cite = (
        '<cite path="§22-932|(3)">§ 22-932(3)</cite>, <cite doc="D.C. Law 18-370" path="§422">that law</cite>'
    )
    text = only(section(f"<text>See {cite}.</text>")).text
    assert text
    assert [(text.content[span.start : span.end], span.target) for span in text.spans] == [
        ("§ 22-932(3)", "§22-932|(3)"),
        ("that law", "D.C. Law 18-370 §422"),
    ]


def test_tables_pictures_and_lines() -> None:
    body = (
        "<text>As follows:</text><text><table><tr><td>Level</td><td><p>Sum</p></td></tr>"
        '<tr><td>One</td><td>$5<br/>each</td></tr></table></text><text><img src="./a.jpeg"/></text>'
    )
    assert shown(only(section(body)))[1:] == [
        "  intro As follows:",
        "  table",
        "    row",
        "      cell Level",
        "      cell Sum",
        "    row",
        "      cell One",
        "      cell $5 each",
        "  figure",
    ]


def test_an_act() -> None:
    body = (
        '<section codify:path="§1-101"><num>2</num><text>Section 3 is amended as follows:</text>'
        '<para><num>(a)</num><text>Paragraph (2) is amended to read:</text><include lvl="1">'
        '<para><codify:replace/><num>(2)</num><text>As in <code-cite path="§1-1">section 1</code-cite>.'
        "</text></para></include><aftertext>.</aftertext></para></section>"
    )
    expression = read_expression(act(body))
    assert not unaccounted(parse_xml(open_source(act(body))), expression)
    assert [entry.key for entry in expression.outline] == ["longTitle", "formula_1", "sec_2"]
    assert shown(expression.section("sec_2")) == [
        "section 2",
        "  intro Section 3 is amended as follows:",
        "  subsection (a)",
        "    intro Paragraph (2) is amended to read:",
        "    quoted",
        "      paragraph (2) As in section 1.",
        "    wrap_up .",
    ]
    assert (expression.work.uri, expression.work.title) == ("D.C. Law 25-1", "Good Act")
    assert expression.date == "2023-03-22"


@given(
    st.lists(st.sampled_from(["<em>five</em>", "grams ", "<u>a<br/>b</u>", " ", "\n  ", "“x”"]), max_size=8)
)
def test_nothing_is_lost(words: list[str]) -> None:
    only(section(f"<text>{''.join(words)}</text><para><text>{''.join(words)}</text></para>"))


def container(prefix: str, num: str, body: str) -> str:
    return (
        f"<container {XMLNS}><prefix>{prefix}</prefix><num>{num}</num><heading>{prefix} of law.</heading>"
        f"{body}</container>"
    )


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """An index of two titles with three sections, one of them in a file with brackets."""
    files = {
        "index.xml": f"<document {XMLNS} id='D.C. Code'><heading>Code</heading><meta><effective>0001-01-01"
        "</effective><recency through='2023-10-11'/></meta><subheading>Division I.</subheading>"
        "<xi:include href='./titles/1/index.xml'/><xi:include href='./titles/2/index.xml'/></document>",
        "titles/1/index.xml": container(
            "Title",
            "1",
            container("Chapter", "1", "<xi:include href='./sections/[1-101].xml'/>")
            + container("Chapter", "2", "<xi:include href='./sections/1-201.xml'/>"),
        ),
        "titles/1/sections/[1-101].xml": section("<text>One.</text>").decode(),
        "titles/1/sections/1-201.xml": section("<text>Two.</text>", head="<num>1-201</num>").decode(),
        "titles/2/index.xml": container("Title", "2", "<xi:include href='./sections/2-101.xml'/>"),
        "titles/2/sections/2-101.xml": section("<text>Three.</text>", head="<num>2-101</num>").decode(),
    }
    for name, content in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path


def joined(file: Path) -> etree._Element:
    """The index as one tree, with the includes put in place."""
    root = etree.fromstring(file.read_bytes())
    for include in list(root.iter("{http://www.w3.org/2001/XInclude}include")):
        inner = joined(file.parent / include.get("href", ""))
        above = include.getparent()
        assert above is not None
        inner.tail = include.tail
        above.replace(include, inner)
    return root


def test_an_index_is_read_with_what_it_includes(code: Path) -> None:
    expression = read_expression(code)
    assert [f"{'  ' * entry.depth}{entry.key} {entry.num}".rstrip() for entry in expression.outline] == [
        "crossheading_division-i",
        "title_1 Title 1",
        "  title_1__chp_1 Chapter 1",
        "    sec_1-101 1-101",
        "  title_1__chp_2 Chapter 2",
        "    sec_1-201 1-201",
        "title_2 Title 2",
        "  sec_2-101 2-101",
    ]
    assert (expression.date, expression.work.title) == ("2023-10-11", "Code")


def test_one_file_with_the_includes_in_place_is_the_same(code: Path) -> None:
    by_index = read_expression(code)
    data = etree.tostring(joined(code / "index.xml"))
    whole = read_expression(data)
    assert [(e.key, e.fingerprint, e.parent) for e in whole.outline] == [
        (e.key, e.fingerprint, e.parent) for e in by_index.outline
    ]
    assert not unaccounted(etree.fromstring(data), whole)


def test_the_digest_covers_what_is_included(code: Path) -> None:
    before = read_expression(code).origin
    (code / "titles/2/sections/2-101.xml").write_bytes(section("<text>Four.</text>", head="<num>2-101</num>"))
    after = read_expression(code).origin
    assert before.name == after.name == "index.xml"
    assert before.sha256 != after.sha256


def test_an_index_at_a_revision(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> None:
        author = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *author, *arguments], cwd=code, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Old")
    (code / "titles/2/sections/2-101.xml").write_bytes(section("<text>Four.</text>", head="<num>2-101</num>"))
    monkeypatch.chdir(code)
    assert read_expression("HEAD:index.xml").section("sec_2-101").content == "Three."
    assert read_expression("index.xml").section("sec_2-101").content == "Four."


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("../outside.xml", "leaves the folder"),
        ("https://example.org/a.xml", "refused"),
        ("./missing.xml", "is not there"),
        ("./index.xml", "includes itself"),
    ],
)
def test_includes_that_are_refused(tmp_path: Path, href: str, message: str) -> None:
    (tmp_path / "outside.xml").write_bytes(section("<text>Secret.</text>"))
    inner = tmp_path / "law" / "index.xml"
    inner.parent.mkdir()
    inner.write_text(container("Title", "1", f"<xi:include href='{href}'/>"), encoding="utf-8")
    with pytest.raises(LawdiffError, match=message):
        read_expression(inner)


def test_bytes_include_nothing() -> None:
    with pytest.raises(LawdiffError, match="not in a folder"):
        read_expression(container("Title", "1", "<xi:include href='./a.xml'/>").encode())


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize("folder", ["dc-sections", "dc-chains", "dc-acts"])
def test_every_character_of_real_law_is_accounted_for(folder: str, real_law: Path) -> None:
    files = sorted((real_law / folder).rglob("*.xml"))
    assert files
    lost = {
        str(file): missing
        for file in files
        if (missing := unaccounted(parse_xml(open_source(file)), read_expression(file)))
    }
    assert not lost


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_a_changed_section_as_published(real_law: Path) -> None:
    """Section 14-307 gained crime victim counselors by the act of 2022."""
    old, new = (
        read_expression(real_law / "dc-sections" / "14-307" / f"{side}.xml") for side in ("before", "after")
    )
    before, after = (set(shown(side.section("sec_14-307"))) for side in (old, new))
    assert sorted(after - before) != []
    assert len(after - before) + len(before - after) <= 4


def pretty_printed(data: bytes) -> bytes:
    """The same file with other indentation between elements that stand in no running text."""
    root = etree.fromstring(data)
    for element in root.iter("{*}*"):
        texts = [element.text, *(child.tail for child in element)]
        running = etree.QName(element).localname in (
            "text",
            "td",
            "p",
            "num",
            "heading",
            "aftertext",
            "center",
        )
        if len(element) and not running and all(text is None or not text.strip() for text in texts):
            element.text = "\n\t   "
            for child in element:
                child.tail = "\r\n "
    return etree.tostring(root)


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize("name", ["dc-sections/38-2905/after.xml", "dc-acts/law-24-332/act.xml"])
def test_layout_is_nothing(name: str, real_law: Path) -> None:
    plain = read_expression(real_law / name)
    other = read_expression(pretty_printed((real_law / name).read_bytes()))
    assert [e.fingerprint for e in plain.outline] == [e.fingerprint for e in other.outline]


PARAS = {
    "number and text": "<num>(a)</num><text>Asks.</text>",
    "a term": "<num>(1)</num><text>“Agency” means an agency.</text>",
    "no number": "<num/><text>“Agency” means an agency.</text>",
    "no text": "<num>(a)</num><text/>",
    "text beside": "<num>(a)</num> and <text>Asks.</text>",
    "wide spaces": "<num>(a)\u2003</num><text>\u2003Asks  twice. </text>",
    "a note of the editor": "<num>(a)</num><text> *NOTE: Temporary.</text>",
    "text and number": "<text>Asks.</text><num>(a)</num>",
    "a citation": '<num>(a)</num><text>See <cite path="§1">§ 1</cite>.</text>',
    "a number in the number": "<num><num>(i)</num></num><text>Asks.</text>",
}


@pytest.mark.parametrize("para", PARAS.values(), ids=list(PARAS))
def test_a_comment_is_nothing(para: str) -> None:
    # What is a number and a text is read at once; with a comment in it, as any other para is.
    body = f"<para><num>(1)</num><text>Whoever:</text><para placeholder='Expired'>{para}</para></para>"
    commented = body.replace("</para></para>", "<!-- --></para></para>")
    plain, other = read_expression(section(body)), read_expression(section(commented))
    assert plain.units == other.units
    assert plain.left_out == other.left_out
