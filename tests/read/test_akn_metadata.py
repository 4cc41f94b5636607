"""What a file says of itself: dialect, work, date, language, title, label."""

import pytest

from lawdiff.errors import LawdiffError
from lawdiff.read import read_expression
from lawdiff.read.akn_metadata import recognise_dialect
from lawdiff.read.source import open_source, parse_xml

AKN3 = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
DIALECTS = {
    "http://Inhaltsdaten.LegalDocML.de/1.7.2/": "de",
    "http://Inhaltsdaten.LegalDocML.de/1.8.2/": "de",
    "http://www.akomantoso.org/2.0": "za",
    AKN3: "plain",
    f"{AKN3}/WD17": "plain",
    f"{AKN3}/CSD02": "plain",
}
DECLARED = {
    "http://data.finlex.fi/schema/finlex": "fi",
    "urn:eu:europa:ec:leos": "eu",
    "http://fedlex.admin.ch/": "ch",
    "https://www.legislation.gov.uk/namespaces/UK-AKN": "uk",
    "http://www.legislation.gov.uk/namespaces/legislation": "uk",
    "https://legislation.gov.uk/akn": "uk",
    "urn:something:else": "plain",
}


def act(
    *,
    namespace: str = AKN3,
    declared: str = "",
    work: str = "",
    expression: str = "",
    preface: str = "<preface><p><docTitle>An Act</docTitle></p></preface>",
) -> bytes:
    own = f' xmlns:own="{declared}"' if declared else ""
    return (
        f'<akomaNtoso xmlns="{namespace}"><act{own}><meta><identification><FRBRWork>'
        f'<FRBRuri value="/akn/xx/act/2020/1"/>{work}</FRBRWork>'
        f"<FRBRExpression>{expression}</FRBRExpression></identification></meta>{preface}"
        '<body><section eId="sec_1"><num>1.</num><content><p>Text.</p></content></section></body>'
        "</act></akomaNtoso>"
    ).encode()


@pytest.mark.parametrize(("namespace", "dialect"), DIALECTS.items())
def test_every_namespace_is_read(namespace: str, dialect: str) -> None:
    data = act(namespace=namespace)
    assert recognise_dialect(parse_xml(open_source(data))) == dialect
    assert read_expression(data).section("sec_1").content == "Text."


@pytest.mark.parametrize(("declared", "dialect"), DECLARED.items())
def test_dialects_are_known_by_what_a_file_declares(declared: str, dialect: str) -> None:
    assert recognise_dialect(parse_xml(open_source(act(declared=declared)))) == dialect


def test_an_unknown_namespace_is_named() -> None:
    with pytest.raises(LawdiffError, match=r'input:1: .*"\{urn:akn:9\}akomaNtoso".*Akoma Ntoso 2\.0, 3\.0'):
        read_expression(act(namespace="urn:akn:9"))


DATES = {
    "the first, where nothing is known": (
        "",
        '<FRBRdate date="2020-05-01" name="Generation"/>',
        "2020-05-01",
    ),
    "the UK's validFrom": (
        "http://www.legislation.gov.uk/namespaces/legislation",
        '<FRBRdate date="2019-01-01" name="other"/><FRBRdate date="2020-05-01" name="validFrom"/>',
        "2020-05-01",
    ),
    "Finland's consolidation": (
        "http://data.finlex.fi/schema/finlex",
        '<FRBRdate date="1999-06-11" name="dateIssued"/>'
        '<FRBRdate date="2018-10-05" name="dateConsolidated"/>',
        "2018-10-05",
    ),
    "a placeholder is no date": ("", '<FRBRdate date="1980-01-01"/><FRBRdate date="9999-01-01"/>', ""),
    "without its time zone": ("", '<FRBRdate date="2025-10-10+05:30"/>', "2025-10-10"),
}


@pytest.mark.parametrize(("declared", "expression", "date"), DATES.values(), ids=DATES.keys())
def test_dates(declared: str, expression: str, date: str) -> None:
    assert read_expression(act(declared=declared, expression=expression)).date == date


@pytest.mark.parametrize(
    ("stated", "tag"),
    [("eng", "en"), ("fin", "fi"), ("nob", "nb"), ("nno", "nn"), ("de", "de"), ("ara", "ar"), ("tlh", "tlh")],
)
def test_languages_are_bcp_47(stated: str, tag: str) -> None:
    assert read_expression(act(expression=f'<FRBRlanguage language="{stated}"/>')).language == tag


def test_the_work() -> None:
    work = read_expression(act(work='<FRBRcountry value="GB-UKM"/>')).work
    assert (work.uri, work.title, work.country) == ("/akn/xx/act/2020/1", "An Act", "gb-ukm")


def test_a_name_serves_where_there_is_no_title() -> None:
    named = '<FRBRname value="2011 nawm 7"/>'
    assert not read_expression(act(preface="", work=named)).work.title
    named = '<FRBRname value="Guideline on Prosecution"/>'
    assert read_expression(act(preface="", work=named)).work.title == "Guideline on Prosecution"


def test_stage_and_status() -> None:
    read = read_expression(
        act(
            preface="<preface><p><docTitle>Hay Bill</docTitle></p><p>(<docStage>as introduced</docStage>)</p>"
            "<p><docStatus>Model text.</docStatus></p></preface>"
        )
    )
    assert (read.work.title, read.label, read.notices) == ("Hay Bill", "as introduced", ("Model text.",))
    assert [(gone.reason.split(",")[0].split(" (")[0], gone.text) for gone in read.left_out] == [
        ("title", "Hay Bill"),
        ("front matter", "(as introduced)"),
        ("front matter", "Model text."),
    ]


def test_an_extract_is_named_by_the_publishers_metadata() -> None:
    """One section of a Welsh measure has no preface; its title stands in Dublin Core."""
    dc = b"http://purl.org/dc/elements/1.1/"
    said = b'<proprietary source="#" xmlns:dc="%b"><dc:title>A Measure\n2011</dc:title>' % dc
    bare = act(preface="").replace(b"</meta>", said + b"</proprietary></meta>", 1)
    assert read_expression(bare).work.title == "A Measure 2011"
    titled = act().replace(b"</meta>", said + b"</proprietary></meta>", 1)
    assert read_expression(titled).work.title == "An Act"
