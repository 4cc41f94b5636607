"""New words before old ones, where both stand together.

Each side's own order stays, so that reading one side alone gives the same text as before.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.front import Front
from lawdiff.render.layout.runs import Piece, Run, Runs

_GAP = Run("space", (Piece(" "),))


def insertions_first(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Turn the order in all text."""
    return tuple(
        replace(
            passage,
            heading=_block(passage.heading) if passage.heading else None,
            blocks=tuple(map(_block, passage.blocks)),
        )
        for passage in passages
    )


def list_insertions_first(front: Front) -> Front:
    """Turn the order in the list of changes."""
    return replace(front, entries=tuple(replace(e, gist=turned(e.gist)) for e in front.entries))


def turned(runs: Iterable[Run]) -> Runs:
    """Turn the order in runs.

    >>> old, new = Run("delete", (Piece("15"),)), Run("insert", (Piece("10"),))
    >>> [run.text for run in turned([old, _GAP, new, Run("keep", (Piece(" g"),))])]
    ['10', ' ', '15', ' g']
    """
    made: list[Run] = []
    group: list[Run] = []
    for run in runs:
        if run.op in ("delete", "insert") or (run.op == "space" and (group or not run.of)):
            group.append(run)
            continue
        made += _turned(group)
        group = []
        made.append(run)
    return (*made, *_turned(group))


def _turned(group: list[Run]) -> list[Run]:
    # A space between the words of two items goes with its side.
    new = [run for run in group if run.op == "insert" or run.of == "new"]
    old = [run for run in group if run.op == "delete" or run.of == "old"]
    if len({run.op for run in group} - {"space"}) < 2:
        return group
    if not _open(new):
        return [*new, _GAP, *old]
    # The white space behind the new words now stands between; what follows wants its own.
    return [*new, *old] if _open(old) else [*new, *old, _GAP]


def _open(runs: list[Run]) -> bool:
    return runs[-1].text[-1:].isspace()


def _block(block: Block) -> Block:
    rows = tuple(
        replace(
            row,
            cells=tuple(replace(cell, paragraphs=tuple(map(turned, cell.paragraphs))) for cell in row.cells),
        )
        for row in block.rows
    )
    return replace(block, runs=turned(block.runs), rows=rows)
