"""Marks as a Ramseyer print has them: old matter omitted, new matter put in, and nothing else.

A number that changed is omitted and put in as words are; what moved, words or whole provisions
(`places`), is omitted where it stood and new where it stands. What we say of a provision ("new",
"repealed", "moved") the marks say already.

The Rule (XIII, clause 3(e), of the US House of Representatives) asks for a print that shows omissions and
insertions "by stricken-through type and italics, parallel columns, or other appropriate typographical
devices" (Deschler's Precedents, chapter 17, section 60). That the devices of committees' reports are black
brackets, italics, roman and rows of stars is common knowledge here, not looked up.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.runs import Piece, Run, RunOp, Runs, coalesce, text_of

_OPS: dict[RunOp, RunOp] = {"move_from": "delete", "move_to": "insert", "was": "delete", "now": "insert"}


def comparative(passages: Iterable[Passage], said: str) -> tuple[Passage, ...]:
    """Give the passages with these marks. Where a text is left out (`said`), that is a passage of its own."""
    made: list[Passage] = []
    for passage in passages:
        moved = passage.fate == "move"
        heading = _block(passage.heading, moved) if passage.heading else None
        left_out = [block for block in passage.blocks if block.type == "said" and text_of(block.runs) == said]
        blocks = (block for block in passage.blocks if block not in left_out)
        made.append(replace(passage, heading=heading, blocks=tuple(_block(block, moved) for block in blocks)))
        made += [Passage("said", said=said)] if left_out else []
    return tuple(made)


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
