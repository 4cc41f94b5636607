"""The tags of a table with spans that goes over pages: each piece is a whole rectangle."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from made_statutes import expression
from made_tables import spanning

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text
from lawdiff.render import render
from lawdiff.render.looks import Layout

GROUPS = tuple(
    line
    for n in range(40)
    for line in (
        f"Class {n}:1x3 | theft | 10",
        "fraud | 20",
        f"{'noise at night and by day ' * (n % 7)} | 30",
    )
)
HEADS = ("Class:1x2 | Act and fine:2", "Act | Fine")


def pieces(pdf: pikepdf.Pdf) -> list[list[list[Any]]]:
    """Give the cells of each tagged table, row by row."""
    found: list[list[list[Any]]] = []

    def walk(element: Any) -> None:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if kid.S == "/Table":
                    found.append([])
                elif kid.S == "/TR":
                    found[-1].append([])
                elif kid.S in ("/TD", "/TH"):
                    found[-1][-1].append(kid)
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return found


@pytest.mark.parametrize("layout", ["inline", "clean"])
def test_each_page_has_whole_rows_and_heads(layout: Layout) -> None:
    def law(*rows: str) -> Provision:
        return Provision("section", num="§ 1", heading=Text("Limits"), children=(spanning(*HEADS, *rows),))

    made = compare(expression(law(*GROUPS)), expression(law(*GROUPS[:-1], "silence | 90")))
    pdf = pikepdf.open(BytesIO(render(made, "pdf", layout=layout)))
    tables = pieces(pdf)
    spanned = [t for t in tables if any(int(c.A.get("/RowSpan", 1)) > 1 for row in t for c in row)]
    assert len(spanned) > 2, "the table goes over pages"
    for table in spanned:
        widths = [0] * len(table)
        for n, row in enumerate(table):
            for cell in row:
                for covered in range(n, n + int(cell.A.get("/RowSpan", 1))):
                    widths[covered] += int(cell.A.get("/ColSpan", 1))
        assert set(widths) == {3}
    first = next(t for t in spanned if any(c.S == "/TH" for row in t for c in row))
    assert all(len(c.A.Headers) for row in first for c in row if c.S == "/TD")
