"""Marks as a Ramseyer print has them: old matter omitted, new matter put in, and nothing else.

A number that changed is omitted and put in as words are; words that moved are omitted where they stood and
new where they stand. What we say of a provision ("new", "repealed") the marks say already; only where one
stood before stays.
"""

from collections.abc import Iterable
from dataclasses import replace

from lawdiff.render.blocks import Block, Passage
from lawdiff.render.runs import Piece, Run, RunOp, Runs, coalesce

_OPS: dict[RunOp, RunOp] = {"move_from": "delete", "move_to": "insert", "was": "delete", "now": "insert"}


def comparative(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Give the passages with these marks."""
    return tuple(
        replace(
            passage,
            heading=_block(passage.heading, passage.fate == "move") if passage.heading else None,
            blocks=tuple(_block(block, passage.fate == "move") for block in passage.blocks),
        )
        for passage in passages
    )


def comparative_runs(runs: Iterable[Run], *, moved: bool) -> Runs:
    """Give runs with these marks; `moved`: they say of a provision where it stood."""
    made: list[Run] = []
    for run in runs:
        if run.of or (run.op == "remark" and not (moved or run.fragment)):
            if made and made[-1].op == "keep" and not made[-1].text.strip():
                made.pop()  # the space before what is not said
            continue
        if run.op == "was" and made and made[-1].op == "insert":
            new = made.pop()  # omitted matter first
            made += [Run("delete", run.pieces), Run("space", (Piece(" "),)), new]
            continue
        made.append(replace(run, op=_OPS.get(run.op, run.op), move=""))
    return tuple(coalesce(made))


def _block(block: Block, moved: bool) -> Block:
    told = moved or block.moved
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(
                    cell,
                    paragraphs=tuple(
                        comparative_runs(runs, moved=told or row.fate == "move") for runs in cell.paragraphs
                    ),
                )
                for cell in row.cells
            ),
        )
        for row in block.rows
    )
    return replace(block, runs=comparative_runs(block.runs, moved=told), rows=rows, notes=())
