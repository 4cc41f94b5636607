"""Old and new beside each other: the rows of a section, and where the reasons for them stand.

A provision is a row. Its heading and first paragraph share one where reasons stand beside the heading, so
that these have room, and that no page ends between the two. A row is as tall as its reasons, so reasons that
would leave a large hole in the text stand below their row, across all columns. Heights are reckoned from the
number of characters.
"""

from collections.abc import Iterable

from msgspec import Struct

from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.reasons import Note
from lawdiff.render.layout.runs import Run, text_of

HOLE = 38.0
"""Millimetres of empty text beside reasons that are too many: some eight lines."""
UNBROKEN = 42.0
"""Millimetres, a quarter of the page: a row that is less tall stays on one page."""
_HEADED = 64.0
"""The same of a heading with its first paragraph: where a short one is parted, the heading of one side stays
behind. Reasons are at most `HOLE` taller than their text, so what is taller than this has lines enough."""
_LINE, _CHARS = 4.7, 54
_TABLE = 90.0
_NOTE_LINE, _NOTE_CHARS = 3.6, 56


class Line(Struct, frozen=True, gc=False):
    """A row: blocks one below the other, and the reasons beside them, or below (`across`).

    `head`: the first block is the section's heading. `ties`: it stays with the next row; `unbroken`: it stays
    on one page.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    head: bool = False
    across: bool = False
    ties: bool = False
    unbroken: bool = False


def lines_of(passage: Passage) -> tuple[Line, ...]:
    """Give the rows of a section."""
    lines: list[Line] = []
    blocks = passage.blocks
    if passage.heading:
        first = blocks[0] if passage.heading.all_notes and blocks and _shares(blocks[0]) else None
        blocks = blocks[1:] if first else blocks
        shown = (passage.heading, first) if first else (passage.heading,)
        lines.append(_line(shown, head=True, ties=first is None and bool(blocks)))
    lines += [
        _line((block,), head=False, ties=_leads(block, behind))
        for block, behind in zip(blocks, (*blocks[1:], None), strict=False)
    ]
    return tuple(lines)


def _line(blocks: tuple[Block, ...], *, head: bool, ties: bool) -> Line:
    notes = tuple(note for block in blocks for note in block.all_notes)
    text = sum(_height(block) for block in blocks)
    reasons = sum(_note_height(note) for note in notes)
    across = reasons - text > HOLE and not blocks[-1].leads
    height = text if across else max(text, reasons)
    table = any(block.type == "table" for block in blocks)
    most = _HEADED if head and len(blocks) > 1 else UNBROKEN
    return Line(blocks, notes, head, across, ties and not across, height < most and not table)


def _shares(block: Block) -> bool:
    return block.type == "paragraph" and not (block.depth or block.rtl)


def _leads(block: Block, behind: Block | None) -> bool:
    """Whether a paragraph leads in what follows it."""
    if behind is None or not block.leads or block.type != "paragraph" or block.length > _CHARS * 6:
        return False
    return not behind.rows or behind.first_rows(_TABLE) < UNBROKEN


def _height(block: Block) -> float:
    if block.rows:
        return 5.4 * len(block.rows)
    sides = (_chars(block.runs, ("insert", "move_to")), _chars(block.runs, ("delete", "move_from")))
    return (-(-max(sides) // _CHARS) + 0.4) * _LINE


def _chars(runs: Iterable[Run], without: tuple[str, ...]) -> int:
    return len(text_of(run for run in runs if run.op not in without and run.op != "remark"))


def _note_height(note: Note) -> float:
    """Reckon a note's height: each passage, its speaker, and its source below it."""
    chars = (len(saying.quote) + len(saying.speaker) for saying in note.sayings)
    sources = sum(1 + len(saying.source) // _NOTE_CHARS for saying in note.sayings)
    return (sum(-(-n // _NOTE_CHARS) for n in chars) + sources + (1 if note.same_as else 0)) * _NOTE_LINE + 2
