"""Spans of cells: HTML's and those of CALS tables, and what each reader makes of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lawdiff.model.expression import Expression
from lawdiff.read import read_expression
from lawdiff.read.cell_spans import columns_of, html_spans

STATED = {
    "<td/>": (1, 1),
    '<td colspan="3"/>': (3, 1),
    '<td rowspan=" 2 "/>': (1, 2),
    '<td colspan="0"/>': (1, 1),
    '<td colspan="-2" rowspan="two"/>': (1, 1),
    '<td colspan="2000" rowspan="99999"/>': (1000, 65534),
    '<td colspan="99999999999999999999"/>': (1, 1),
}


@pytest.mark.parametrize("cell", STATED)
def test_html_cells_span_what_they_state(cell: str) -> None:
    assert html_spans(etree.fromstring(cell)) == STATED[cell]


def test_a_rowspan_of_nought_goes_to_the_end_of_its_rows() -> None:
    rows = etree.fromstring('<tbody><tr/><tr><td rowspan="0"/></tr><tr/><tr/></tbody>')
    assert html_spans(rows[1][0]) == (1, 3)


SPECS = "".join(f'<colspec colname="column{n}"/>' for n in range(1, 5))


def cals(rows: str, specs: str = SPECS) -> list[list[tuple[str, int, int]]]:
    group = etree.fromstring(f'<tgroup cols="4">{specs}<tbody>{rows}</tbody></tgroup>')
    body = group.find("tbody")
    assert body is not None
    columns = columns_of(body)
    return [
        [("" if e is None else e.text or "", cols, down) for e, cols, down in columns.row(row)]
        for row in body.iterchildren("row")
    ]


def test_cals_entries_span_from_one_named_column_to_another() -> None:
    assert cals(
        '<row><entry namest="column1" nameend="column2">a</entry><entry>b</entry><entry>c</entry></row>'
    ) == [[("a", 2, 1), ("b", 1, 1), ("c", 1, 1)]]


def test_cals_columns_passed_over_are_an_empty_cell() -> None:
    assert cals('<row><entry>a</entry><entry colname="column4">b</entry></row>') == [
        [("a", 1, 1), ("", 2, 1), ("b", 1, 1)]
    ]


def test_cals_rows_below_leave_out_what_a_cell_above_covers() -> None:
    rows = '<row><entry morerows="1">a</entry><entry>b</entry></row>'
    rows += '<row><entry colname="column2">c</entry></row>'
    assert cals(rows) == [[("a", 1, 2), ("b", 1, 1)], [("c", 1, 1)]]
    rows += '<row><entry colname="column2">d</entry></row>'
    assert cals(rows)[2] == [("", 1, 1), ("d", 1, 1)]


def test_cals_spans_have_names_of_their_own() -> None:
    specs = f'{SPECS}<spanspec spanname="both" namest="column2" nameend="column3"/>'
    assert cals('<row><entry spanname="both">a</entry></row>', specs) == [[("", 1, 1), ("a", 2, 1)]]


@given(st.lists(st.tuples(st.sampled_from("123459"), st.sampled_from("012345"), st.sampled_from("012x"))))
def test_every_cals_entry_is_given_once_and_in_order(entries: list[tuple[str, str, str]]) -> None:
    row = "".join(
        f'<entry namest="column{first}" nameend="column{last}" morerows="{more}">{n}</entry>'
        for n, (first, last, more) in enumerate(entries)
    )
    given_back = cals(f"<row>{row}</row><row>{row}</row>")
    for cells in given_back:
        assert [text for text, _, _ in cells if text] == [str(n) for n in range(len(entries))]
        assert all(cols >= 1 and down >= 1 for _, cols, down in cells)


HTML_TABLE = (
    '<table><tr><th rowspan="2">Stoff</th><th colspan="2">Grense</th></tr>'
    "<tr><th>g</th><th>ml</th></tr><tr><td>Amfetamin</td><td>2</td><td>1</td></tr></table>"
)
CALS_TABLE = (
    f'<table><tgroup cols="3">{SPECS}<thead><row><entry morerows="1">Stoff</entry>'
    '<entry namest="column2" nameend="column3">Grense</entry></row>'
    "<row><entry>g</entry><entry>ml</entry></row></thead>"
    "<tbody><row><entry>Amfetamin</entry><entry>2</entry><entry>1</entry></row></tbody></tgroup></table>"
)
BY_SCHEMA = {
    "akn": '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><body>'
    f"<section><num>§ 1</num><content>{HTML_TABLE}</content></section></body></act></akomaNtoso>",
    "uslm": '<bill xmlns="http://xml.house.gov/schemas/uslm/1.0"><main><section><num value="1">1</num>'
    f"<content>{HTML_TABLE}</content></section></main></bill>",
    "bills-dtd": "<bill><legis-body><section><enum>1.</enum><text>x</text>"
    f"{CALS_TABLE}</section></legis-body></bill>",
    "dc": '<section xmlns="https://code.dccouncil.us/schemas/dc-library"><num>1</num><heading>A</heading>'
    f"<text>x</text>{HTML_TABLE}</section>",
    "lovdata": '<html><head><title>Lov</title></head><body><header class="documentHeader">'
    '<dl class="data-document-key-info"><dt class="dokid">Id</dt><dd class="dokid">NL/lov/2000-1-1-1</dd>'
    f'</dl></header><main class="documentBody"><h1>Lov</h1><article class="legalArticle"><h2>'
    f'<span class="legalArticleValue">§ 1</span></h2>{HTML_TABLE}</article></main></body></html>',
}


@pytest.mark.parametrize("schema", BY_SCHEMA)
def test_every_reader_keeps_the_spans(schema: str) -> None:
    law = read_expression(BY_SCHEMA[schema].encode())
    assert law.schema == schema
    assert spanning(law) == [("Stoff", 1, 2), ("Grense", 2, 1)]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("dc-sections/25-503/before.xml", [(2, 1), (2, 1), (2, 1)]),
        ("uk-keeling/bankruptcy-scotland-2016/act.xml", [(1, 2), (1, 5)]),
        ("akn-za/za-cpt-2002-community-fire-safety/2002-02-28.xml", [(3, 1)]),
        ("akn-fi/_enacted/2026-2.xml", [(2, 1), (2, 1)]),
    ],
)
def test_spans_of_real_law(path: str, wanted: list[tuple[int, int]], real_law: Path) -> None:
    assert [(cols, rows) for _, cols, rows in spanning(read_expression(real_law / path))] == wanted


def spanning(law: Expression) -> list[tuple[str, int, int]]:
    """Give the text of all cells that span more than one column or row, with their spans."""
    return [
        (p.content, p.cols, p.rows)
        for entry in law.outline
        for _, p in law.section(entry.key).walk()
        if (p.cols, p.rows) != (1, 1)
    ]
