"""Tables as a drafter marks them: two versions, and the marked table written out by hand before it was made.

`[-struck-]`, `{+put in+}`, `<-went from here-<` and `>+came here+>`; " | " parts cells.
"""

from collections.abc import Iterator

import pytest
import redline_laws as laws
from made_statutes import expression
from made_tables import spanning

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.redline import Node, Redline
from lawdiff.model.text import Text

_MARKS = {
    "keep": "{}",
    "delete": "[-{}-]",
    "insert": "{{+{}+}}",
    "move_from": "<-{}-<",
    "move_to": ">+{}+>",
}


def written(text: str, *, heads: int = 1) -> Provision:
    """A table as it is written here: a row a line, the first `heads` of them heads."""
    rows = []
    for n, line in enumerate(text.strip().splitlines()):
        kind: Kind = "header_cell" if n < heads else "cell"
        cells = (Provision(kind, text=Text(cell.strip())) for cell in f" {line.strip()} ".split(" | "))
        rows.append(Provision("row", children=tuple(cells)))
    return Provision("table", children=tuple(rows))


def redline(old: Provision, new: Provision) -> Redline:
    """Compare the two as the only thing in a section; all laws of a redline are held."""
    before, after = (
        expression(Provision("section", num="§ 1", heading=Text("Rates"), children=(p,))) for p in (old, new)
    )
    made = compare(before, after)
    laws.check(made, before, after)
    return made


def marked(made: Redline) -> list[str]:
    """The rows of the tables of a redline, with their marks."""
    edits = {change.id: change.edits for change in made.changes}

    def cell(node: Node) -> Iterator[str]:
        for one in node.walk():
            own = edits[one.change][one.first : one.last] if one.change else ()
            if any(edit.part == "text" for edit in own):
                yield from (_MARKS[edit.op].format(edit.text) for edit in own)
            else:
                yield one.text or ""

    return [
        " | ".join("".join(cell(child)) for child in row.children)
        for item in made.items
        if item.node
        for row in item.node.walk()
        if row.kind == "row" and not row.gone_to
    ]


CASES = {
    "heads restyled, a column put in (Cape Town, Sub-Council By-law)": (
        """
        Column 1 | Column 2
        Designation | Ward Numbers
        1 | 4, 23, 29
        2 | 6, 7, 8
        3 | 2, 9, 10, 12
        """,
        """
        COLUMN 1 | COLUMN 2 | COLUMN 3
        NO. | NAME | WARD NUMBERS
        1 | Blaauwberg | 4, 23, 29
        2 | Bergdal | 6, 7, 8
        3 | De Grendel | 2, 9, 10 and 12
        """,
        """
        [-Column-]{+COLUMN+} 1 | {+COLUMN 2+} | [-Column 2-]{+COLUMN 3+}
        [-Designation-]{+NO.+} | {+NAME+} | [-Ward Numbers-]{+WARD NUMBERS+}
        1 | {+Blaauwberg+} | 4, 23, 29
        2 | {+Bergdal+} | 6, 7, 8
        3 | {+De Grendel+} | 2, 9, 10[-,-]{+ and+} 12
        """,
    ),
    "heads rewritten, a column put in": (
        """
        Ward | Fee
        North | $120
        South | $80
        East | $95
        """,
        """
        Name of ward | Code | Charge
        North | N1 | $120
        South | S1 | $85
        East | E4 | $95
        """,
        """
        [-Ward-]{+Name of ward+} | {+Code+} | [-Fee-]{+Charge+}
        North | {+N1+} | $120
        South | {+S1+} | $[-80-]{+85+}
        East | {+E4+} | $95
        """,
    ),
    "a column of numbers put in front of the key": (
        """
        Substance | Limit
        Cannabis | 15 grams
        Heroin | 2 grams
        Cocaine | 2 grams
        """,
        """
        No. | Name | Quantity
        1 | Cannabis | 15 grams
        2 | Heroin | 1 gram
        3 | Cocaine | 2 grams
        """,
        """
        {+No.+} | [-Substance-]{+Name+} | [-Limit-]{+Quantity+}
        {+1+} | Cannabis | 15 grams
        {+2+} | Heroin | [-2 grams-]{+1 gram+}
        {+3+} | Cocaine | 2 grams
        """,
    ),
    "a column goes, the heads of the others rewritten": (
        """
        Grade | Old code | Salary
        Clerk | C-7 | 41,000
        Officer | O-2 | 52,000
        Director | D-1 | 87,000
        """,
        """
        Rank | Annual pay
        Clerk | 41,000
        Officer | 52,000
        Director | 87,000
        """,
        """
        [-Grade-]{+Rank+} | [-Old code-] | [-Salary-]{+Annual pay+}
        Clerk | [-C-7-] | 41,000
        Officer | [-O-2-] | 52,000
        Director | [-D-1-] | 87,000
        """,
    ),
    "two columns change places": (
        """
        Class | Maximum | Minimum
        A | 400 | 100
        B | 300 | 50
        C | 200 | 25
        """,
        """
        Class | Minimum | Maximum
        A | 100 | 400
        B | 50 | 300
        C | 30 | 200
        """,
        """
        Class | >+Minimum+> | Maximum | <-Minimum-<
        A | >+100+> | 400 | <-100-<
        B | >+50+> | 300 | <-50-<
        C | {+30+} | 200 | [-25-]
        """,
    ),
    "heads that were wrong change places, the figures stay": (
        """
        Class | Maximum | Minimum
        A | 100 | 400
        B | 50 | 300
        C | 25 | 200
        """,
        """
        Class | Minimum | Maximum
        A | 100 | 400
        B | 50 | 300
        C | 25 | 200
        """,
        """
        Class | [-Maximum-]{+Minimum+} | [-Minimum-]{+Maximum+}
        A | 100 | 400
        B | 50 | 300
        C | 25 | 200
        """,
    ),
    "each sum of a rate changed, another column goes": (
        """
        Licence | Unit | Fee
        Brewery | year | $6,000
        Winery | year | $1,500
        Distillery | year | $3,000
        """,
        """
        Licence | Fee
        Brewery | $6,600
        Winery | $1,650
        Distillery | $3,300
        """,
        """
        Licence | [-Unit-] | Fee
        Brewery | [-year-] | $[-6,000-]{+6,600+}
        Winery | [-year-] | $[-1,500-]{+1,650+}
        Distillery | [-year-] | $[-3,000-]{+3,300+}
        """,
    ),
    "a year goes in front and one comes behind": (
        """
        Levy | 2023 | 2024 | 2025
        Glass | 10 | 11 | 12
        Paper | 20 | 22 | 24
        """,
        """
        Levy | 2024 | 2025 | 2026
        Glass | 11 | 12 | 13
        Paper | 22 | 25 | 26
        """,
        """
        Levy | [-2023-] | 2024 | 2025 | {+2026+}
        Glass | [-10-] | 11 | 12 | {+13+}
        Paper | [-20-] | 22 | [-24-]{+25+} | {+26+}
        """,
    ),
    "figures that coincide in one row are no column": (
        """
        Offence | Points
        Speeding | 3
        Parking | 1
        Racing | 6
        Signals | 2
        """,
        """
        Act | Days | Demerits
        Speeding | 3 | 3
        Parking | 2 | 1
        Racing | 30 | 6
        Signals | 5 | 2
        """,
        """
        [-Offence-]{+Act+} | {+Days+} | [-Points-]{+Demerits+}
        Speeding | {+3+} | 3
        Parking | {+2+} | 1
        Racing | {+30+} | 6
        Signals | {+5+} | 2
        """,
    ),
    "every head and every sum new, in words that stay": (
        """
        Zone | Fee
        A | R 1,000 per month
        B | R 800 per month
        """,
        """
        Area | Name | Charge
        A | Harbour | R 1,100 per month
        B | Hill | R 900 per month
        """,
        """
        [-Zone-]{+Area+} | {+Name+} | [-Fee-]{+Charge+}
        A | {+Harbour+} | R [-1,000-]{+1,100+} per month
        B | {+Hill+} | R [-800-]{+900+} per month
        """,
    ),
    "a column of nothing tells nothing": (
        """
        Use | Bays | Visitors
        Flats | 2 per unit | Nil
        Hotel | 1 per room | Nil
        School | 1 per class | Nil
        """,
        """
        Land use | Trees | Parking | Guests
        Flats | Nil | 2 per unit | Nil
        Hotel | Nil | 1 per room | 1 per 10 rooms
        School | Nil | 1 per class | Nil
        """,
        """
        [-Use-]{+Land use+} | {+Trees+} | [-Bays-]{+Parking+} | [-Visitors-]{+Guests+}
        Flats | {+Nil+} | 2 per unit | Nil
        Hotel | {+Nil+} | 1 per room | [-Nil-]{+1 per 10 rooms+}
        School | {+Nil+} | 1 per class | Nil
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_is_marked_as_a_drafter_would(name: str) -> None:
    old, new, expected = CASES[name]
    heads = 2 if "Column 1" in old else 1
    made = redline(written(old, heads=heads), written(new, heads=heads))
    assert marked(made) == [line.strip() for line in expected.strip().splitlines()]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "places" not in name])
def test_heads_that_the_source_does_not_mark_are_found(name: str) -> None:
    old, new, expected = CASES[name]
    if "Column 1" in old:  # two rows of heads are not known for heads without mark-up
        old, new, expected = (text.replace(text.strip().splitlines()[0], "", 1) for text in CASES[name])
    made = redline(written(old, heads=0), written(new, heads=0))
    assert marked(made) == [line.strip() for line in expected.strip().splitlines()]


def test_a_table_without_heads_gets_a_column() -> None:
    old = written("Cannabis | 15 grams \n Heroin | 2 grams \n Cocaine | 2 grams", heads=0)
    new = written("Cannabis | dried | 15 grams \n Heroin | any | 3 grams \n Cocaine | any | 2 grams", heads=0)
    assert marked(redline(old, new)) == [
        "Cannabis | {+dried+} | 15 grams",
        "Heroin | {+any+} | [-2-]{+3+} grams",
        "Cocaine | {+any+} | 2 grams",
    ]


def test_rows_sorted_anew_keep_their_words_when_a_column_comes() -> None:
    old = written("Plant | Sum \n Yew | 7 \n Oak | 5 \n Elm | 9 \n Ash | 5")
    new = written("No. | Tree | Amount \n 1 | Ash | 5 \n 2 | Elm | 9 \n 3 | Oak | 5 \n 4 | Yew | 8")
    assert marked(redline(old, new)) == [
        "{+No.+} | [-Plant-]{+Tree+} | [-Sum-]{+Amount+}",
        "{+1+} | Ash | 5",
        "{+2+} | Elm | 9",
        "{+3+} | Oak | 5",
        "{+4+} | Yew | [-7-]{+8+}",
    ]


def test_heads_that_are_repeated_in_the_body_are_heads_there_too() -> None:
    old = written("Class | Fee \n A | 10 \n B | 20 \n Class | Fee \n C | 30 \n D | 40", heads=0)
    new = written(
        "Class | Code | Fee \n A | x1 | 10 \n B | x2 | 25 \n Class | Code | Fee \n C | x3 | 30 \n D | y | 40",
        heads=0,
    )
    assert marked(redline(old, new)) == [
        "Class | {+Code+} | Fee",
        "A | {+x1+} | 10",
        "B | {+x2+} | [-20-]{+25+}",
        "Class | {+Code+} | Fee",
        "C | {+x3+} | 30",
        "D | {+y+} | 40",
    ]


def test_rows_whose_keys_stand_twice_are_told_apart_by_their_order() -> None:
    old = written("Size | Fee \n Small | 10 \n Large | 20 \n Small | 30 \n Large | 40")
    new = written("Size | Fee \n Small | 15 \n Large | 25 \n Small | 35 \n Large | 45")
    assert marked(redline(old, new)) == [
        "Size | Fee",
        "Small | [-10-]{+15+}",
        "Large | [-20-]{+25+}",
        "Small | [-30-]{+35+}",
        "Large | [-40-]{+45+}",
    ]


def test_rows_of_heads_that_were_all_rewritten_are_the_same_rows() -> None:
    old = written("Part one | Part two \n Act | Penalty \n Theft | 100 \n Noise | 10", heads=2)
    new = written("Chapter A | Chapter B \n Deed | Fine \n Theft | 100 \n Noise | 10", heads=2)
    assert marked(redline(old, new)) == [
        "[-Part one-]{+Chapter A+} | [-Part two-]{+Chapter B+}",
        "[-Act-]{+Deed+} | [-Penalty-]{+Fine+}",
        "Theft | 100",
        "Noise | 10",
    ]


def test_a_column_comes_under_a_spanning_head_that_was_rewritten() -> None:
    old = spanning("Class:1x2 | Fine:2", "First | Second", "A | 100 | 200", "B | 10 | 20")
    new = spanning("Grade:1x2 | Sum due:3", "Once | Late | Again", "A | 100 | 15 | 200", "B | 10 | 5 | 25")
    assert marked(redline(old, new)) == [
        "[-Class-]{+Grade+} | [-Fine-]{+Sum due+}",
        "[-First-]{+Once+} | {+Late+} | [-Second-]{+Again+}",
        "A | 100 | {+15+} | 200",
        "B | 10 | {+5+} | [-20-]{+25+}",
    ]


def test_a_head_over_columns_is_known_where_it_spans_one_now() -> None:
    old = spanning("Class:1x2 | Fine:1", "Once", "A | 100", "B | 10")
    new = spanning("Class:1x2 | Fine:2", "Once | Again", "A | 100 | 200", "B | 10 | 20")
    assert marked(redline(old, new)) == [
        "Class | Fine",
        "Once | {+Again+}",
        "A | 100 | {+200+}",
        "B | 10 | {+20+}",
    ]
