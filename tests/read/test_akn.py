"""Akoma Ntoso, in small documents that a lawyer can check."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text
from lawdiff.read import read_expression
from lawdiff.read.ledger import unaccounted
from lawdiff.read.source import open_source, parse_xml

FI = 'xmlns:finlex="http://data.finlex.fi/schema/finlex"'
LEOS = 'xmlns:leos="urn:eu:europa:ec:leos"'
CH = 'xmlns:fedlex="http://fedlex.admin.ch/"'
UK = 'xmlns:ukl="https://www.legislation.gov.uk/namespaces/UK-AKN"'
V3 = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
V2 = "http://www.akomantoso.org/2.0"


def read(inside: str, *, declare: str = "", namespace: str = V3) -> Expression:
    """Read an act of these parts; prove that nothing is lost, and that text stands at leaves."""
    data = f'<akomaNtoso xmlns="{namespace}" {declare}><act><meta/>{inside}</act></akomaNtoso>'.encode()
    expression = read_expression(data)
    assert not unaccounted(parse_xml(open_source(data)), expression)
    provisions = [p for unit in expression.units.values() for _, p in unit.walk()]
    assert all(p.text is None or not p.children for p in provisions)
    assert all(
        0 <= s.start <= s.end <= len(p.text.content) for p in provisions if p.text for s in p.text.spans
    )
    return expression


def section(inside: str, **options: str) -> Provision:
    """Read section 1, of this content."""
    body = f'<body><section eId="sec_1"><num>1.</num>{inside}</section></body>'
    return read(body, **options).section("sec_1")


def shown(provision: Provision) -> list[str]:
    """One line a provision: kind, number, heading, key, text."""
    lines = []
    for depth, p in provision.walk():
        heading = f"[{p.heading.content}]" if p.heading else ""
        key = f"<{p.key}>" if p.key else ""
        parts = (p.kind, p.num, heading, key, p.text.content if p.text else "")
        lines.append("  " * depth + " ".join(filter(None, parts)))
    return lines


def below(provision: Provision) -> list[str]:
    return [line[2:] for line in shown(provision)[1:]]


def outline(expression: Expression) -> list[str]:
    return ["  " * e.depth + " ".join(filter(None, (e.kind, e.num, e.heading))) for e in expression.outline]


def spans(text: Text | None, kind: str) -> list[str]:
    assert text is not None
    return [text.content[s.start : s.end] for s in text.spans if s.kind == kind]


# Structure


def test_a_lone_paragraph_is_the_section() -> None:
    assert shown(section("<heading>Scope</heading><content><p>All dogs.</p></content>")) == [
        "section 1. [Scope] All dogs."
    ]


def test_two_paragraphs_are_two_leaves() -> None:
    assert below(section("<content><p>All dogs.</p><p>No cats.</p></content>")) == [
        "p All dogs.",
        "p No cats.",
    ]


def test_intro_items_and_wrap_up() -> None:
    read_section = section(
        "<subsection><num>(1)</num><intro><p>A dog</p></intro>"
        "<paragraph><num>(a)</num><content><p>barks, or</p></content></paragraph>"
        "<paragraph><num>(b)</num><content><p>bites</p></content></paragraph>"
        "<wrapUp><p>if provoked.</p></wrapUp></subsection>"
    )
    assert below(read_section) == [
        "subsection (1)",
        "  intro A dog",
        "  paragraph (a) barks, or",
        "  paragraph (b) bites",
        "  wrap_up if provoked.",
    ]


def test_the_only_list_of_a_provision_is_spliced_into_it() -> None:
    listed = (
        "<blockList><listIntroduction>A dog</listIntroduction>"
        "<item><num>(a)</num><p>barks, or</p></item><item><num>(b)</num><p>bites</p></item></blockList>"
    )
    plain = ["intro A dog", "item (a) barks, or", "item (b) bites"]
    assert below(section(f"<content>{listed}</content>")) == plain
    assert below(section(f"<content>{listed}<p>if provoked.</p></content>")) == [
        *plain,
        "wrap_up if provoked.",
    ]
    bare = listed.replace("<listIntroduction>A dog</listIntroduction>", "")
    assert below(section(f"<content><p>A dog</p>{bare}</content>")) == plain
    assert [p.kind for p in section(f"<content>{listed}{listed}</content>").children] == ["list", "list"]


def test_a_list_in_a_list() -> None:
    assert below(
        section(
            "<paragraph><num>(1)</num><list><intro><p>Who</p></intro>"
            "<point><num>1.</num><list><intro><p>keeps</p></intro>"
            "<point><num>a)</num><content><p>a dog</p></content></point></list></point>"
            "<wrapUp><p>is fined.</p></wrapUp></list></paragraph>"
        )
    ) == [
        "paragraph (1)",
        "  intro Who",
        "  point 1.",
        "    intro keeps",
        "    point a) a dog",
        "  wrap_up is fined.",
    ]


def test_definitions_are_known_by_their_terms() -> None:
    assert below(
        section(
            "<intro><p>In this Act:</p></intro>"
            "<paragraph><content><p>“<def>dog</def>” means a canine;</p></content></paragraph>"
            "<paragraph><content><blockList><listIntroduction>“<def>leash</def>” means</listIntroduction>"
            "<item><num>(a)</num><p>a line;</p></item></blockList></content></paragraph>"
            "<paragraph><num>(c)</num><content><p>“<def>cat</def>” means a feline.</p></content></paragraph>"
        )
    ) == [
        "intro In this Act:",
        "definition <dog> “dog” means a canine;",
        "definition <leash>",
        "  intro “leash” means",
        "  item (a) a line;",
        "paragraph (c) “cat” means a feline.",
    ]


def test_definitions_in_running_paragraphs() -> None:
    assert below(
        section(
            "<content><p>In this By-law —</p>"
            '<p>"<def>City</def>" means the <term>City</term> of X;</p>'
            '<p>and "<def>dog</def>" has its usual meaning.</p></content>'
        )
    ) == [
        "p In this By-law —",
        'definition <City> "City" means the City of X;',
        'p and "dog" has its usual meaning.',
    ]


def test_uk_definitions_and_levels() -> None:
    assert below(
        section(
            '<intro><p>In this Act—</p></intro><hcontainer name="definition"><intro><p>'
            '<ins>“<term>dog</term>” means—</ins></p></intro><level class="para1"><num>(a)</num>'
            '<intro><p>a canine</p></intro><level class="para2"><num>(i)</num><content><p>wild</p></content>'
            "</level></level></hcontainer>",
            declare=UK,
        )
    ) == [
        "intro In this Act—",
        "definition <dog>",
        "  intro “dog” means—",
        "  paragraph (a)",
        "    intro a canine",
        "    subparagraph (i) wild",
    ]


def test_tables() -> None:
    table = section(
        '<content><p>Limits:</p><table eId="t"><caption>Grams</caption>'
        "<tr><th><p>Substance</p></th><th/></tr><tr><td><p>Cannabis</p></td><td><p>10</p><p>or less</p></td>"
        "</tr></table></content>"
    )
    assert below(table) == [
        "p Limits:",
        "table",
        "  caption Grams",
        "  row <Substance>",
        "    header_cell Substance",
        "    header_cell",
        "  row <Cannabis>",
        "    cell Cannabis",
        "    cell",
        "      p 10",
        "      p or less",
    ]
    assert table.children[1].children[1].children[1].text == Text("")


def test_a_table_of_html_inside() -> None:
    assert below(
        section(
            '<content><tblock class="table"><foreign><table xmlns="http://www.w3.org/1999/xhtml"><tbody>'
            "<tr><td>Methane</td><td>1990</td></tr></tbody></table></foreign></tblock></content>"
        )
    ) == ["table", "  row <Methane>", "    cell Methane", "    cell 1990"]


def test_containers_sections_and_schedules() -> None:
    expression = read(
        '<body><part><num>Part 1</num><heading>Dogs</heading><hcontainer name="crossheading">'
        "<heading>Leash</heading><section><num>1</num><content><p>A.</p></content></section>"
        '</hcontainer></part><hcontainer name="schedules"><hcontainer name="schedule"><num>Schedule 1</num>'
        "<paragraph><num>1</num><content><p>B.</p></content></paragraph></hcontainer></hcontainer></body>"
    )
    assert outline(expression) == [
        "part Part 1 Dogs",
        "  crossheading Leash",
        "    section 1",
        "schedule Schedule 1",
        "  paragraph 1",
    ]


def test_a_cross_heading_between_sections_and_within_one() -> None:
    one = "<section><num>1</num><content><p>A.</p></content></section>"
    assert outline(read(f"<body><crossHeading>Dogs</crossHeading>{one}</body>")) == [
        "crossheading Dogs",
        "section 1",
    ]
    inside = (
        "<crossHeading>Dogs</crossHeading><subsection><num>(1)</num><content><p>A.</p></content></subsection>"
    )
    assert below(section(inside)) == ["subheading Dogs", "subsection (1) A."]


def test_a_section_that_holds_articles_is_a_container() -> None:
    article = "<article><num>Art. 1</num><content><p>A.</p></content></article>"
    assert outline(read(f"<body><section><num>1. Abschnitt</num>{article}</section></body>")) == [
        "division 1. Abschnitt",
        "  article Art. 1",
    ]
    quoting = f"<content><p>Insert:<quotedStructure>{article}</quotedStructure></p></content>"
    assert outline(read(f"<body><section><num>1</num>{quoting}</section></body>")) == ["section 1"]


def test_preface_preamble_conclusions() -> None:
    expression = read(
        "<preface><block name='title'><docTitle>Dogs Act</docTitle></block>"
        "<longTitle><p>An Act about dogs.</p></longTitle></preface>"
        "<preamble><citations><citation><p>Having regard,</p></citation></citations>"
        "<recitals><intro><p>Whereas:</p></intro><recital><num>(1)</num><p>Dogs bite.</p></recital>"
        "</recitals><formula name='enacting'><p>It is enacted:</p></formula></preamble>"
        "<body><section><num>1</num><content><p>A.</p></content></section></body>"
        "<conclusions><p>Done at X,</p><p><signature><role>President</role><person>A. B.</person>"
        "</signature></p></conclusions>"
    )
    assert outline(expression) == [
        "preface",
        "  long_title",
        "preamble",
        "  block",
        "  block",
        "  recital (1)",
        "  enacting_formula",
        "section 1",
        "conclusions",
        "  block",
    ]
    assert expression.work.title == "Dogs Act"
    assert expression.outline[-1].key == "conclusions__block_1"
    assert expression.section("conclusions__block_1").content == "Done at X,\nPresident A. B."


def test_a_component_is_an_act_or_a_schedule() -> None:
    expression = read(
        "<body><section id='s1'><num>1</num><content><p>A.</p></content></section></body><components>"
        "<component><doc><meta><identification><FRBRWork><FRBRalias value='Schedule 1'/></FRBRWork>"
        "</identification></meta><mainBody><article id='schedule1'><heading>Fines</heading>"
        "<paragraph id='p0'><content><p>R 100</p>"
        "</content></paragraph></article></mainBody></doc></component></components>",
        namespace=V2,
    )
    assert outline(expression) == ["section 1", "schedule Schedule 1 Fines", "  block"]
    assert expression.outline[1].key == "schedule1"


# Text


def test_spans_lie_over_their_words() -> None:
    text = section(
        '<content><p>See <ref href="#sec_2">section <b>2</b></ref>, m<sup>2</sup> and H<sub>2</sub>O, '
        '<i>mutatis</i> <u>and</u> <inline name="smallCaps">caps</inline>.</p></content>'
    ).text
    assert text is not None
    assert text.content == "See section 2, m2 and H2O, mutatis and caps."
    assert [s.target for s in text.spans if s.kind == "reference"] == ["#sec_2"]
    words = {
        kind: spans(text, kind) for kind in ("reference", "strong", "sup", "sub", "emphasis", "underline")
    }
    assert words == {
        "reference": ["section 2"],
        "strong": ["2"],
        "sup": ["2"],
        "sub": ["2"],
        "emphasis": ["mutatis"],
        "underline": ["and"],
    }
    assert spans(text, "small_caps") == ["caps"]


def test_a_line_break_is_one_space() -> None:
    text = section("<content><p>first<eol/>second<br/>third</p></content>").text
    assert text is not None
    assert text.content == "first second third"
    assert spans(text, "break") == [" ", " "]


def test_a_note_stands_behind_its_paragraph() -> None:
    noted = section(
        '<content><p>The Regulation<authorialNote marker="1" eId="n1"><p>No 12.</p><p>Of 2019.</p>'
        "</authorialNote> applies.</p></content>"
    )
    assert below(noted) == ["p The Regulation applies.", "note 1 No 12. Of 2019."]
    text = noted.children[0].text
    assert text is not None
    assert [(s.start, s.end, s.target) for s in text.spans] == [(14, 14, "n1")]
    assert noted.children[1].num_generated


def test_a_note_at_a_number() -> None:
    expression = read(
        '<body><hcontainer name="schedule"><num>SCHEDULE<authorialNote><p>Section 11</p></authorialNote>'
        "</num><paragraph><num>1</num><content><p>A.</p></content></paragraph></hcontainer></body>"
    )
    assert outline(expression) == ["schedule SCHEDULE", "  block", "  paragraph 1"]


def test_mathematics_is_its_characters() -> None:
    formula = "<math xmlns='http://www.w3.org/1998/Math/MathML'><mi> R </mi> <mo>×</mo> <mn>30</mn></math>"
    assert below(
        section(f"<content><p>It is</p><tblock><foreign>{formula}</foreign></tblock></content>")
    ) == [
        "p It is",
        "formula R×30",
    ]


# Quoted provisions


def test_a_quoted_section_belongs_to_the_order() -> None:
    order = section(
        "<content><p><mod>After section 5 insert—<quotedStructure startQuote='“' endQuote='”'>"
        "<section eId='q'><num>5A</num><heading>Cats</heading><content><p>No cats.</p></content></section>"
        "</quotedStructure>"
        "<inline name='AppendText'>.</inline></mod></p></content>"
    )
    assert below(order) == [
        "intro After section 5 insert—",
        "quoted “",
        "  section 5A [Cats] No cats.”",
        "wrap_up .",
    ]
    assert order.children[1].num_generated
    assert spans(order.children[1].children[0].text, "generated") == ["”"]


def test_a_quoted_text_without_number_has_both_marks() -> None:
    order = section(
        "<content><p>Insert<quotedStructure startQuote='“' endQuote='”'><p>; or</p></quotedStructure></p>"
        "</content>"
    )
    assert below(order) == ["intro Insert", "quoted “; or”"]
    assert spans(order.children[1].text, "generated") == ["“", "”"]


def test_quoted_words_have_generated_marks() -> None:
    text = section(
        "<content><p>For <quotedText startQuote='„' endQuote='“'>15</quotedText> put 10.</p></content>"
    ).text
    assert text is not None
    assert text.content == "For „15“ put 10."
    assert spans(text, "generated") == ["„", "“"]


def test_emphasis_is_cut_at_a_block() -> None:
    order = section(
        "<content><p><i>In <b>full</b>:<quotedStructure><p>A</p></quotedStructure>end</i></p></content>"
    )
    assert [spans(p.text, "emphasis") for p in order.children] == [["In full:"], [], ["end"]]
    assert spans(order.children[0].text, "strong") == ["full"]


# Marks of change


def test_ins_is_law_in_force_and_del_is_not() -> None:
    expression = read(
        '<body><section eId="s"><num><ins>1</ins></num><content><p>A <ins class="substitution">dog</ins>'
        "<del>cat</del> barks. . . . .</p></content></section></body>",
        declare=UK,
    )
    assert shown(expression.section("s")) == ["section 1 A dog barks. . . . ."]
    assert [(gone.reason, gone.text) for gone in expression.left_out] == [
        ("deleted text (del), not text of this version", "cat")
    ]


def test_ghosts_of_tracked_changes_are_left_out() -> None:
    points = (
        '<point leos:softaction="move_from"><num>(-a)</num><content><p>moved</p></content></point>'
        '<point leos:softaction="del"><num>(a)</num><content><p>deleted</p></content></point>'
        '<point leos:softaction="add"><num>(b)</num><content><p>added</p></content></point>'
        '<point leos:softaction="move_to"><num>(c)</num><content><p>moved</p></content></point>'
    )
    body = f'<body><article xml:id="art_1"><num>Article 1</num><list>{points}</list></article></body>'
    expression = read(body, declare=LEOS)
    assert below(expression.section("art_1")) == ["point (-a) moved", "point (b) added"]
    assert expression.notices == ("Marked as deleted or moved away, and left out: 2",)


def test_a_section_of_an_editors_remark_still_stands() -> None:
    expression = read(
        '<body><section id="section-12"><num>12.</num><paragraph id="section-12.paragraph-0"><content><p>'
        '<remark status="editorial">[Section 12 repealed]</remark>.</p></content></paragraph></section>'
        "</body>",
        namespace=V2,
    )
    repealed = expression.section("section-12")
    assert (repealed.status, repealed.text, repealed.children) == ("repealed", None, ())
    assert [gone.text for gone in expression.left_out] == ["[Section 12 repealed]", "."]


def test_an_unnumbered_paragraph_wraps_in_south_africa_only() -> None:
    inside = "<paragraph><content><p>A.</p></content></paragraph>"
    assert shown(section(inside, namespace=V2)) == ["section 1. A."]
    assert below(section(inside)) == ["paragraph A."]


def test_swiss_notes_are_not_law() -> None:
    expression = read(
        '<body><article eId="art_1"><num><b>Art. 1</b></num><paragraph eId="art_1/para_1"><num>1</num>'
        "<content><p>(BV)<authorialNote><p>SR <b>101</b></p></authorialNote>, gilt.</p></content></paragraph>"
        "</article></body>",
        declare=CH,
    )
    assert below(expression.section("art_1")) == ["paragraph 1 (BV), gilt."]
    assert [gone.text for gone in expression.left_out] == ["SR 101"]


# Identity


def test_finnish_ids_lose_the_amending_act_in_the_wid() -> None:
    expression = read(
        '<body><section eId="chp_1__sec_2v20230752"><num>2 §</num>'
        '<subsection eId="chp_1__sec_2v20230752__subsec_1">'
        "<content><p>A.</p></content></subsection></section></body>",
        declare=FI,
    )
    entry = expression.outline[0]
    assert (entry.key, entry.wid) == ("chp_1__sec_2v20230752", "chp_1__sec_2")
    assert expression.section(entry.key).children[0].wid == "chp_1__sec_2__subsec_1"


def test_ids_of_every_kind() -> None:
    expression = read(
        '<body><section eId="a" wId="w" GUID="g"><num>1</num></section>'
        '<section xml:id="b"><num>2</num></section></body>'
    )
    assert [(e.key, e.wid, e.guid) for e in expression.outline] == [("a", "w", "g"), ("b", "", "")]


# White space and errors


def test_finnish_inline_elements_stand_on_lines_of_their_own() -> None:
    printed = (
        "<content>\n            <p>\n                11 § on kumottu L:lla \n                "
        "<ref href='#x'>13.3.2003/222</ref>.\n            </p>\n        </content>"
    )
    assert section(printed, declare=FI).content == "11 § on kumottu L:lla 13.3.2003/222."
    nested = (
        "<content>\n            <p>\n                (\n                <i>\n"
        "                    <ref>a</ref>\n                </i>\n                )\n"
        "            </p>\n        </content>"
    )
    assert section(nested, declare=FI).content == "(a)"


WORDS = st.text("ab §\N{NO-BREAK SPACE}", min_size=1, max_size=8).filter(lambda s: s.strip() == s)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3)


@given(st.lists(st.tuples(WORDS, PARAGRAPHS), min_size=1, max_size=4))
def test_layout_is_nothing(sections: list[tuple[str, list[str]]]) -> None:
    """A pretty-printed twin has the same fingerprints."""
    tight = "<body>" + "".join(
        f"<section><num>{n}.</num><heading>{heading}</heading><content>"
        + "".join(f"<p>{text}</p>" for text in texts)
        + "</content></section>"
        for n, (heading, texts) in enumerate(sections)
    )
    loose = re.sub(r"(<(?!/p>|/num>|/heading>)|(?<=>)</)", "\n   \t\\1", tight)
    one, other = read(tight + "</body>"), read(loose + "\n</body>")
    assert [e.fingerprint for e in one.outline] == [e.fingerprint for e in other.outline]


TAGS = (
    "b i ref def ins del br p quotedStructure quotedText table tr td caption authorialNote remark blockList "
    "list item listIntroduction intro wrapUp content num heading subheading section article paragraph level "
    "hcontainer crossHeading math foreign tblock preface preamble longTitle docTitle conclusions signature "
    "role components component doc mainBody toc block formula recital"
).split()
ATTRIBUTES = st.sampled_from(
    [
        "",
        " startQuote='“' endQuote='”'",
        " name='schedule'",
        " name='definition'",
        " status='editorial'",
        " eId='x'",
    ]
)
MIXED = st.recursive(
    st.text("ab .“", max_size=4),
    lambda inner: st.builds(
        lambda tag, attribute, pieces: f"<{tag}{attribute}>{''.join(pieces)}</{tag}>",
        st.sampled_from(TAGS),
        ATTRIBUTES,
        st.lists(inner, max_size=3),
    ),
    max_leaves=10,
)


@given(st.lists(MIXED, min_size=1, max_size=4), st.sampled_from(["", FI, LEOS, CH, UK]))
def test_nothing_is_lost_whatever_stands_in_whatever(pieces: list[str], dialect: str) -> None:
    """`read` proves it; structure that the schema forbids is read as well."""
    section("<content>" + "".join(pieces) + "</content>", declare=dialect)


@given(st.lists(MIXED, min_size=1, max_size=4), st.sampled_from([V2, V3]))
def test_nothing_is_lost_around_the_body(pieces: list[str], namespace: str) -> None:
    read("".join(pieces) + "<body><section><num>1</num></section></body>", namespace=namespace)


def test_a_document_without_text_is_an_error() -> None:
    with pytest.raises(LawdiffError, match=r'^input:1: "act" holds no provision\. Give an act'):
        read("<body/>")
    with pytest.raises(LawdiffError, match=r"the document is empty"):
        read_expression(f'<akomaNtoso xmlns="{V3}"/>'.encode())
