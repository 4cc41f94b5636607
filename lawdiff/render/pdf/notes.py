"""Reasons in the margin of paper: what fits stands beside its change, the rest goes to notes at the end.

A note too long for its place is cut after a sentence and says where it goes on. How much fits is reckoned
from the lengths of text and notes before the layout, so that mostly one layout is enough; where a page is
still too full (`tighten`), the longest notes on it are cut further and laid out again (`pages.fitted`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.reasons import Note, Saying

TEXT_LINE = 5.1
NOTE_LINE = 3.6
PAGE = 236.0
"""Millimetres: a line of text, a line of a note, the height of a page's text."""
_TEXT_CHARS = 62
_NOTE_CHARS = 40
_WHOLE = 1 << 30


@dataclass(frozen=True, slots=True)
class PaperNote:
    """What stands in the margin, and what goes on at the end (`rest`) under the number `ending`.

    `hidden`: the margin had no room even for a line; the list of changes and the note at the end lead there.
    `place` is the fragment of the note at the end. In a part of a file that is laid out alone, the number is
    left open.
    """

    key: str
    numbers: tuple[int, ...]
    sayings: tuple[Saying, ...]
    same_as: int = 0
    rest: tuple[Saying, ...] = ()
    ending: int | str = 0
    hidden: bool = False
    place: str = ""


def keys_of(passages: Iterable[Passage], first: int = 0) -> dict[str, Note]:
    """Give each note a name by its place: passage, counted from the number of the first one, block, note."""
    return {key: note for key, note, _ in _placed(passages, first)}


def _placed(passages: Iterable[Passage], first: int) -> Iterable[tuple[str, Note, float]]:
    """Give the notes with their names and where they stand on an endless page, in millimetres."""
    y = 0.0
    for p, passage in enumerate(passages, start=first):
        y += 2 * TEXT_LINE
        blocks = ((passage.heading,) if passage.heading else ()) + passage.blocks
        for b, block in enumerate(blocks):
            for n, note in enumerate(block.notes):
                yield f"{p}.{b}.{n}", note, y
            for r, row in enumerate(block.rows):
                for n, note in enumerate(row.notes):
                    yield f"{p}.{b}.r{r}.{n}", note, y
                y += TEXT_LINE * 1.3
            y += _height(block)


def _height(block: Block) -> float:
    chars = sum(len(run.text) for run in block.runs)
    return (-(-chars // _TEXT_CHARS) + 0.4) * TEXT_LINE if chars else 0.0


def first_limits(passages: Iterable[Passage], first: int = 0) -> dict[str, int]:
    """Reckon how many characters of each note fit, so that no note ends much of a page below its change."""
    limits: dict[str, int] = {}
    floor = 0.0
    for key, note, y in _placed(passages, first):
        floor = max(floor, y)
        lines = max((0.7 * PAGE - (floor - y)) / NOTE_LINE, 0.0)
        wanted = _lines(note)
        if wanted > lines:
            limits[key] = max(int((lines - 5) * _NOTE_CHARS), 0)
            wanted = min(wanted, lines)
        floor += max(wanted, 2) * NOTE_LINE + 2
    return limits


def _lines(note: Note) -> float:
    """Lines that a note takes, with its sources."""
    return sum(
        -(-len(saying.quote) // _NOTE_CHARS) + (1 if saying.speaker else 0) + 1.4 + len(saying.source) // 44
        for saying in note.sayings
    )


def paper_notes(
    notes: Mapping[str, Note], limits: Mapping[str, int], number: str = ""
) -> dict[str, PaperNote]:
    """Cut the notes to their limits and number what goes on at the end, or give all the one `number`."""
    made: dict[str, PaperNote] = {}
    count = 0
    for key, note in notes.items():
        shown, rest = cut(note.sayings, limits.get(key, _WHOLE))
        hidden = limits.get(key, 0) < 0
        ending: int | str = 0
        place = ""
        if rest:
            count += 1
            ending, place = (number, f"e-{key}") if number else (count, f"e{count}")
        made[key] = PaperNote(key, note.numbers, shown, note.same_as, rest, ending, hidden, place)
    return made


def cut(sayings: tuple[Saying, ...], limit: int) -> tuple[tuple[Saying, ...], tuple[Saying, ...]]:
    """Part passages after a sentence, so that the first part has at most `limit` characters.

    What is left of a passage begins the second part; nothing is lost and nothing is said twice.
    """
    shown: list[Saying] = []
    for i, saying in enumerate(sayings):
        if len(saying.quote) <= limit:
            shown.append(saying)
            limit -= len(saying.quote)
            continue
        at = _sentence_end(saying.quote, limit)
        if not at:
            return tuple(shown), sayings[i:]
        head = replace(saying, quote=saying.quote[:at].rstrip())
        tail = replace(saying, quote=saying.quote[at:].lstrip())
        return (*shown, head), (tail, *sayings[i + 1 :])
    return tuple(shown), ()


def _sentence_end(text: str, limit: int) -> int:
    """Offset behind the last sentence that ends within `limit`, or 0. "§ 5." and "nr. 2" end none."""
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    return max((end for end in ends if end <= limit), default=0)


_SENTENCE = re.compile(r"(?:[^\W\d_]{3}|[\d)\]»”\"%])[.!?][»”)\"]*(?=\s+\W?[A-ZÆØÅÄÖ])")


def tighten(
    limits: dict[str, int],
    overfull: Iterable[tuple[float, Mapping[str, float]]],
    shown: Mapping[str, PaperNote],
) -> dict[str, int]:
    """Cut the longest notes of pages that are too full. Each page comes as the millimetres that are too many,
    with the heights of its notes; a note that takes less than three lines is left out of the margin.
    """
    tighter = dict(limits)
    for excess, heights in overfull:
        left = dict(heights)
        while excess > 0 and left:
            key = max(left, key=lambda k: (left[k], k))
            height = left.pop(key)
            keep = max(height - excess - 4 * NOTE_LINE, 0.0)
            chars = sum(len(saying.quote) for saying in shown[key].sayings)
            tighter[key] = int(chars * keep / height * 0.9) if keep > 3 * NOTE_LINE else 0
            if not chars:
                tighter[key] = -1
            excess -= height - max(keep, 3 * NOTE_LINE)
    return tighter
