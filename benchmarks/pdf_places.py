"""Find where the changes of a redline stand in its PDF, and whether list, numbers and lines say the same.

A change has a named destination, a number in the margin and, in the list of changes, a page. Each is held
against the text itself: the words of the change are sought where the destination leads.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pdf_reading import Char, Reading, lines_of
from pdf_text import Piece, bare, text_of_law

from lawdiff.model.redline import Change, Redline
from lawdiff.render.labels import Labels
from lawdiff.render.layout.shown import markers
from lawdiff.render.presented import presented

_NEAR = 9.0
"""Points between a destination and the top of the line that it leads to, at most."""
_WORDS = 18
"""Characters of a change that are sought."""


def faults_of_places(
    reading: Reading, redline: Redline, pieces: Sequence[Piece], labels: Labels
) -> Iterator[str]:
    """Say of each change whose place is not what the text says."""
    shown = presented(redline, labels)
    marks = markers(shown)
    listed = _listed(reading)
    numbers = _numbers(reading)
    for change in sorted(shown.changes, key=lambda change: change.number):
        fragment = marks[change.id].fragment
        anchor = reading.anchors.get(fragment)
        if anchor is None:
            yield f"change {change.number} ({change.id}): no destination"
            continue
        page, height = anchor
        at = [p for p in pieces if p.page == page and abs(p.top - height) < _NEAR]
        at += [p for first in at if first.heads for p in _under(first, pieces)]
        # A split stands at several places, and its words may be marked at the second alone.
        others = [end for name, end in reading.anchors.items() if name.startswith(f"{fragment}~at")]
        at += [p for p in pieces for place in others if p.page == place[0] and abs(p.top - place[1]) < _NEAR]
        if not _tell(at, change):
            seen = "; ".join(piece.shown[:40] for piece in at) or "no line"
            yield f"change {change.number} ({change.label}): on page {page} at {height:.0f} pt stands {seen}"
        if (change.number, page) not in numbers:
            yield f"change {change.number}: its number is not on page {page}"
        if change.number in listed and listed[change.number] != page:
            yield f"change {change.number}: listed on page {listed[change.number]}, stands on {page}"
    unlisted = {change.number for change in shown.changes} - _covered(reading)
    if unlisted:
        yield f"not in the list of changes: {sorted(unlisted)}"


def _under(heading: Piece, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give what stands under a heading: a section without subsections has its changes there."""
    start = next(i for i, piece in enumerate(pieces) if piece is heading) + 1
    for piece in pieces[start:]:
        if piece.heads:
            return
        yield piece


def _tell(there: Sequence[Piece], change: Change) -> bool:
    """Whether pieces have words of a change: marked ones, or else both its numbers, or the one it has."""
    shown = [bare(piece.shown) for piece in there]
    marked = [e for e in change.edits if e.op in ("delete", "insert") and e.part != "num" and bare(e.text)]
    if marked:
        return any(
            bare(edit.text)[:_WORDS] in text and ("{" if edit.op == "delete" else "⟦") in text
            for edit in marked
            for text in shown
        )
    if not change.old or not change.new:
        return any(shown)
    everything = "".join((*shown, *(bare(said) for piece in there for said in piece.said)))
    return all(bare(ref.num) in everything for ref in (change.old[0], change.new[0]))


def _numbers(reading: Reading) -> set[tuple[int, int]]:
    """Give the numbers of changes beside the text, each with its page."""
    return {
        (int(tagged.text), tagged.chars[0].page)
        for tagged in reading.tagged
        if "Part" in tagged.tags and "Link" in tagged.tags and tagged.text.strip().isdecimal()
    }


def _rows(reading: Reading) -> Iterator[tuple[str, str]]:
    """Give first and last cell of the rows before the text that end in a page: numbers of changes, and it."""
    before = (one for one in reading.tagged if "Part" not in one.tags and "TBody" in one.tags and one.chars)
    for _, row in groupby(before, key=lambda tagged: tagged.row):
        cells = [list(cell) for _, cell in groupby(row, key=lambda tagged: tagged.block)]
        texts = ["".join(tagged.text for tagged in cell).strip() for cell in cells]
        if any("Link" in tagged.tags for tagged in cells[-1]):
            yield texts[0], texts[-1]


def _listed(reading: Reading) -> dict[int, int]:
    """Give the page that the list has for the first change of each line."""
    return {
        int(first.split("–")[0]): int(page)
        for first, page in _rows(reading)
        if first.split("–")[0].isdecimal() and page.isdecimal()
    }


def _covered(reading: Reading) -> set[int]:
    covered: set[int] = set()
    for first, _ in _rows(reading):
        ends = first.split("–")
        if all(end.isdecimal() for end in ends):
            covered.update(range(int(ends[0]), int(ends[-1]) + 1))
    return covered


def faults_of_lines(reading: Reading, *, step: int = 5) -> Iterator[str]:
    """Say which numbers of lines do not stand beside the line that they count, from 1 through the whole."""
    blocks = [list(group) for _, group in groupby(text_of_law(reading), key=lambda tagged: tagged.block)]
    # A remark may take a line of its own in a heading; a sentence of ours has a block of its own.
    law = [
        char
        for block in blocks
        if not all(char.ours for tagged in block for char in tagged.chars)
        for tagged in block
        for char in tagged.chars
    ]
    pages = sorted({char.page for char in law})
    counted = 0
    seen = 0
    for page in pages:
        lines = lines_of([char for char in law if char.page == page], tolerance=3.0)
        left = min(char.x0 for char in law if char.page == page)
        drawn = [c for c in reading.chars if c.content is None and c.page == page and c.x1 < left]
        for number in lines_of([c for c in drawn if c.text.isdecimal()], tolerance=1.0):
            seen += 1
            n = int("".join(char.text for char in number))
            middle = (number[0].y0 + number[0].y1) / 2
            at = [i for i, line in enumerate(lines, start=counted + 1) if _holds(line, middle)]
            if n % step or n not in at:
                yield f"page {page}: line {n} stands beside line {at}"
        counted += len(lines)
    if seen != counted // step:
        yield f"{counted} lines, {seen} numbers"


def _holds(line: Sequence[Char], height: float) -> bool:
    return min(char.y0 for char in line) - 1 <= height <= max(char.y1 for char in line) + 1
