"""Made tables whose cells span columns and rows."""

from lawdiff.model.provision import Kind, Provision
from lawdiff.model.text import Text


def spanning(*rows: str) -> Provision:
    """A table of rows like "Class:1x2 | Fine:2 | Prison": text, columns, rows; the first is of heads."""
    made = []
    for n, row in enumerate(rows):
        cells = []
        for cell in row.split(" | "):
            text, _, span = cell.partition(":")
            cols, _, down = span.partition("x")
            kind: Kind = "cell" if n else "header_cell"
            cells.append(Provision(kind, text=Text(text.strip()), cols=int(cols or 1), rows=int(down or 1)))
        made.append(Provision("row", children=tuple(cells), key=cells[0].content))
    return Provision("table", children=tuple(made))
