from lawdiff.read.reports import read_report

REPORT = """\
# Report on the *Act*

The committee has two members.

## Section 3

The majority, Elm and [Fir](https://example.org/fir),
agrees.

- First item.
- Second item.

### The minority

| Substance | Limit |
|---|---|
| Heroin | 2 g |

## Section 4

Til slutt <b>rå</b> kode.
"""


def test_headings_items_rows_and_links() -> None:
    report = read_report(REPORT.encode())
    assert report.title == "Report on the Act"
    assert [(p.line, p.trail[1:], p.text) for p in report.passages] == [
        (3, (), "The committee has two members."),
        (7, ("Section 3",), "The majority, Elm and Fir, agrees."),
        (10, ("Section 3",), "First item."),
        (11, ("Section 3",), "Second item."),
        (15, ("Section 3", "The minority"), "Substance | Limit"),
        (17, ("Section 3", "The minority"), "Heroin | 2 g"),
        (21, ("Section 4",), "Til slutt <b>rå</b> kode."),
    ]
    assert report.passages[1].refs == ("https://example.org/fir",)
    assert [p.role for p in report.passages] == [
        "",
        "majority",
        "majority",
        "majority",
        "minority",
        "minority",
        "",
    ]
