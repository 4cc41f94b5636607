"""The text with all changes accepted: passages without marks, and without what is gone."""

from collections.abc import Iterable

from msgspec.structs import replace

from lawdiff.render.layout.blocks import Block, Cell, Passage, Row
from lawdiff.render.layout.grid import without
from lawdiff.render.layout.runs import Run, Runs, coalesce, text_of

_NEW = frozenset({"keep", "insert", "move_to", "now"})


def accepted(passages: Iterable[Passage], said: str) -> tuple[Passage, ...]:
    """Leave the new text. Inside a section one sentence of ours stays, `said`: that its text is left out."""
    made: list[Passage] = []
    for passage in passages:
        if passage.type == "said":
            made.append(passage)
        elif passage.type != "gone" and passage.fate != "delete":
            heading = _block(passage.heading, said) if passage.heading else None
            blocks = tuple(kept for block in passage.blocks if (kept := _block(block, said)))
            made.append(replace(passage, heading=heading, blocks=blocks, fate="keep"))
    return tuple(made)


def accepted_runs(runs: Iterable[Run]) -> Runs:
    """Leave what stands in the new text, as plain runs.

    >>> from lawdiff.render.layout.runs import Piece
    >>> text_of(accepted_runs([Run("delete", (Piece("15"),)), Run("insert", (Piece("10"),))]))
    '10'
    """
    kept: list[Run] = []
    for run in runs:
        # The stop behind a heading that runs in goes with the heading.
        stop = bool(run.pieces) and all("run_in" in piece.styles for piece in run.pieces)
        if run.op in _NEW and (text_of(kept).strip() or not stop):
            kept.append(Run("keep", run.pieces))
    return tuple(coalesce(kept))


def _block(block: Block, said: str) -> Block | None:
    if block.type == "said":
        return replace(block, markers=(), notes=()) if text_of(block.runs) == said else None
    runs = accepted_runs(block.runs)
    rows = tuple(_row(row) for row in without(block.rows, "delete"))
    if not text_of(runs).strip() and not rows:
        return None
    return replace(block, runs=runs, rows=rows, markers=(), notes=(), moved=False)


def _row(row: Row) -> Row:
    return Row("keep", tuple(_cell(cell) for cell in row.cells))


def _cell(cell: Cell) -> Cell:
    paragraphs = tuple(runs for old in cell.paragraphs if text_of(runs := accepted_runs(old)).strip())
    return replace(cell, paragraphs=paragraphs or ((),))
