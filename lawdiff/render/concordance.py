"""The concordance as CSV (RFC 4180): old number, new number, relation, for every section and container.

One line a pair; a split or join has a line for each of its parts, an insertion no old side, a repeal no new
one. What is unchanged stands with the relation "same". Lines go in the order of the new law; what is gone
stands behind what stood before it.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from lawdiff.model.redline import Redline, Ref, Relation

COLUMNS = (
    "old_eid", "old_num", "old_heading", "new_eid", "new_num", "new_heading", "relation", "basis", "score",
)  # fmt: skip


def write(redline: Redline) -> bytes:
    """Write the concordance, UTF-8 with a header line."""
    same = left_out(redline)
    told = {relation.new.eid for relation in redline.relations if relation.new}
    for item in redline.items:  # headings of chapters that are shown, and are the same
        node = item.node
        if item.type == "container" and node and node.old and node.new and node.new.eid not in told:
            same.append(Relation(node.old, node.new, (), "identical", 1.0))
    page = StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for relation in in_order([*redline.relations, *same]):
        kinds = " and ".join(relation.kinds) or "same"
        row = [*_side(relation.old), *_side(relation.new), kinds, relation.basis, f"{relation.score:g}"]
        writer.writerow([_plain(cell) for cell in row])
    return page.getvalue().encode()


def _side(ref: Ref | None) -> tuple[str, str, str]:
    return (ref.eid, ref.num, ref.heading) if ref else ("", "", "")


def left_out(redline: Redline) -> list[Relation]:
    """Give the pairs of sections and containers that are the same and left out."""
    return [
        Relation(unchanged.old, unchanged.new, (), "identical", 1.0)
        for item in redline.items
        for unchanged in item.run
    ]


def in_order(relations: Iterable[Relation]) -> list[Relation]:
    """Put relations into the order of the new law; what is gone behind what stood before it."""
    order: list[tuple[int, int, int, str, Relation]] = []
    before = -1
    for relation in sorted(relations, key=lambda one: one.old.at if one.old else -1):
        old, new = relation.old, relation.new
        if new is None:
            order.append((before, 1, old.at if old else 0, old.eid if old else "", relation))
            continue
        order.append((new.at, 0, old.at if old else 0, old.eid if old else "", relation))
        if old and "move" not in relation.kinds:
            before = new.at
    return [line[-1] for line in sorted(order, key=lambda line: line[:-1])]


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking text for a formula, as OWASP advises for CSV."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
