"""The text as it will read, with what is struck in notes.

Struck words leave the number of a note where they stood, behind what took their place if something did. A
provision that is gone leaves its number and an ellipsis. The notes stand below their section, so that each
section can be read alone; they are numbered through the whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from lawdiff.render.layout.blocks import Block, Cell, Marker, Passage, Row
from lawdiff.render.layout.runs import Piece, Run, Runs, coalesce, text_of

_OLD = frozenset({"delete", "move_from"})


def amended(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Take what is struck out of the text, into blocks `struck` at the end of each passage."""
    numbers = count(1)
    return tuple(_Section(numbers).passage(passage) for passage in passages)


@dataclass(slots=True)
class _Section:
    """The notes of one passage as they come."""

    numbers: Iterator[int]
    notes: list[Block] = field(default_factory=list)

    def passage(self, passage: Passage) -> Passage:
        if passage.type == "gone" and passage.heading:
            # Where it went is no text of the law: it is said.
            told = tuple(replace(run, op="keep") if run.op in _OLD else run for run in passage.heading.runs)
            said = replace(passage.heading, type="said", runs=told)
            return replace(passage, heading=None, blocks=(said, *passage.blocks))
        heading = self.block(passage.heading) if passage.heading else None
        blocks: list[Block] = []
        for block in passage.blocks:
            if heading and passage.fate == "delete" and self.notes:
                self.add(_old_text(block))  # all of a section that is gone stands in one note
                continue
            blocks.append(self.block(block))
        return replace(passage, heading=heading, blocks=(*blocks, *self.notes))

    def note(self, struck: Runs) -> Run:
        number = next(self.numbers)
        fragment = f"struck{number}"
        self.notes.append(Block("struck", 0, struck, (Marker(number, "", fragment),)))
        return Run("ref", (Piece(str(number)),), fragment=fragment)

    def add(self, struck: Runs) -> None:
        """Put more into the last note."""
        last = self.notes[-1]
        gap = () if text_of(last.runs).endswith(" ") else (Run("space", (Piece(" "),)),)
        self.notes[-1] = replace(last, runs=(*last.runs, *gap, *struck))

    def block(self, block: Block) -> Block:
        if block.type == "said":
            return block
        if block.rows:
            return replace(block, runs=self.runs(block.runs), rows=tuple(map(self.row, block.rows)), notes=())
        gone = {run.op for run in block.runs if run.text.strip() and run.op != "remark"}
        if gone and gone <= _OLD:
            return replace(block, runs=self.placeholder(block.runs), notes=())
        return replace(block, runs=self.runs(block.runs), notes=())

    def placeholder(self, runs: Runs) -> Runs:
        """Leave the number, an ellipsis and the note's number for what is gone."""
        nums = tuple(piece for run in runs for piece in run.pieces if piece.part == "num")
        remarks = [run for run in runs if run.op == "remark"]
        ref = self.note(tuple(run for run in runs if run.op != "remark"))
        number = [Run("keep", nums), Run("keep", (Piece(" "),))] if nums else []
        gap = Run("space", (Piece(" "),))
        return (*number, Run("keep", (Piece("…"),)), ref, *(r for m in remarks for r in (gap, m)))

    def row(self, row: Row) -> Row:
        if row.fate != "delete":
            cells = tuple(
                replace(cell, paragraphs=tuple(map(self.runs, cell.paragraphs))) for cell in row.cells
            )
            return replace(row, cells=cells, notes=())
        ref = self.note(_row_text(row))
        first = row.cells[0] if row.cells else Cell(False, ())
        blank = replace(first, paragraphs=((Run("keep", (Piece("…"),)), ref),))
        empty = tuple(replace(cell, paragraphs=((),)) for cell in row.cells[1:])
        return replace(row, fate="keep", cells=(blank, *empty), notes=())

    def runs(self, runs: Runs) -> Runs:
        """Take struck words out; their note's number goes behind what took their place."""
        made: list[Run] = []
        struck: list[Run] = []

        for run in runs:
            if run.op in _OLD or run.of == "old":
                struck.append(run)
            elif struck and run.op == "insert":
                made.append(run)
            elif run.op != "space" or run.of:
                self.put(made, struck)
                made.append(run)
        self.put(made, struck)
        return tuple(coalesce(made))

    def put(self, made: list[Run], struck: list[Run]) -> None:
        """Put the number of a note behind the last word that stands, before the space if there is one."""
        words = tuple(struck)
        struck.clear()
        if not text_of(words).strip():
            return
        ref = self.note(words)
        if len(made) > 1 and made[-1].bare:
            made.insert(-1, ref)
            return
        last = made[-1] if made and made[-1].op == "keep" and made[-1].pieces else None
        piece = last.pieces[-1] if last else Piece("")
        stem = piece.text.rstrip()
        if last is None or not stem or stem == piece.text:
            made.append(ref)
            return
        before = replace(last, pieces=(*last.pieces[:-1], replace(piece, text=stem)))
        made[-1:] = [before, ref, Run("keep", (replace(piece, text=piece.text[len(stem) :]),))]


def _old_text(block: Block) -> Runs:
    rows = [run for row in block.rows for run in _row_text(row)]
    return (*(run for run in block.runs if run.op != "remark"), *rows)


def _row_text(row: Row) -> Runs:
    """The words of a row's cells, a stroke between two."""
    made: list[Run] = []
    for cell in row.cells:
        if made:
            made.append(Run("keep", (Piece(" | "),)))
        made += [run for runs in cell.paragraphs for run in runs if run.op in _OLD]
    return tuple(made)
