"""The concordance as CSV (RFC 4180): old number, new number, relation, for every section and container.

One line a pair; a split or join has a line for each of its parts, an insertion no old side, a repeal no new
one. What is unchanged stands with the relation "same". Lines go in the order of the new law, repeals by their
old place.
"""

import csv
from io import StringIO

from lawdiff.model.redline import Redline, Ref, Relation

COLUMNS = (
    "old_eid", "old_num", "old_heading", "new_eid", "new_num", "new_heading", "relation", "basis", "score",
)  # fmt: skip


def write(redline: Redline) -> bytes:
    """Write the concordance, UTF-8 with a header line."""
    same = [
        Relation(unchanged.old, unchanged.new, (), "identical", 1.0)
        for item in redline.items
        for unchanged in item.run
    ]
    told = {relation.new.eid for relation in redline.relations if relation.new}
    for item in redline.items:  # headings of chapters that are shown, and are the same
        node = item.node
        if item.type == "container" and node and node.old and node.new and node.new.eid not in told:
            same.append(Relation(node.old, node.new, (), "identical", 1.0))
    page = StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for relation in sorted([*redline.relations, *same], key=place):
        kinds = " and ".join(relation.kinds) or "same"
        row = [*_side(relation.old), *_side(relation.new), kinds, relation.basis, f"{relation.score:g}"]
        writer.writerow([_plain(cell) for cell in row])
    return page.getvalue().encode()


def _side(ref: Ref | None) -> tuple[str, str, str]:
    return (ref.eid, ref.num, ref.heading) if ref else ("", "", "")


def place(relation: Relation) -> tuple[int, int, str]:
    """Say where a line goes: by the new law's order, what is gone by its old place."""
    new, old = relation.new, relation.old
    at = new.at if new else old.at if old else 0
    return at, int(new is None), old.eid if old else ""


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking text for a formula, as OWASP advises for CSV."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
