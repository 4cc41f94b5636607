"""Work on WeasyPrint's boxes after the layout: settle notes, find lines, draw bars and numbers.

A second layout would cost a fifth of the time; moving boxes that nothing flows around, and painting digits
that were laid out once, costs some hundredths. The boxes are private to WeasyPrint, so its version is pinned
and tests read what comes out.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import boxes

from lawdiff.render.pdf.late import Drawer

MM = 96 / 25.4
"""CSS pixels in a millimetre."""
_GAP = 1.6 * MM
_RAISED = 3000 * MM
"""Notes are laid out so far above their lines (`aside.why` in the style sheet): a note at the foot of a page
would be parted, and where it stands is settled here anyhow.
"""
_MARKS = frozenset({"ins", "del"})
_MARK_CLASSES = frozenset({"mt", "rm"})

_OURS = frozenset({"gap", "said", "struck", "notes"})
"""Classes of what we say of the law: it is not numbered as the law's lines are."""


@dataclass(slots=True)
class Line:
    """A line of the text: its top and height in pixels from the page's top, and whether it holds a change."""

    top: float
    height: float
    marked: bool


@dataclass(slots=True)
class Sheet:
    """What was found on a page. `homes`: the height at which each note was laid out."""

    left: float
    top: float
    bottom: float
    lines: list[Line] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    numbers: list[Any] = field(default_factory=list)
    homes: dict[str, float] = field(default_factory=dict)


def survey(page: Any) -> Sheet:
    """Walk a page's boxes once: the lines under `main`, the notes and the numbers of changes."""
    root = page._page_box
    sheet = Sheet(
        root.position_x + root.margin_left,
        root.position_y + root.margin_top,
        root.position_y + root.margin_top + root.height,
    )
    found: dict[int, Line] = {}
    stack: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while stack:
        box, in_main, moved = stack.pop()
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.MarginBox):
            continue
        if isinstance(box, boxes.LineBox):
            # Notes and numbers may hang in a line: their place holders are its children.
            stack += [(child, in_main, moved) for child in box.children if hasattr(child, "_box")]
            if in_main:
                _enter(found, box, moved)
            continue
        # A pseudo-element shares its parent's element; only the element's own box counts.
        tag, name = _name(box)
        if tag == "aside":
            sheet.notes.append(box)
            continue
        if tag == "span" and name == "cn":
            sheet.numbers.append(box)
            continue
        if _OURS.intersection(name.split()):
            continue
        in_main = in_main or tag == "main"
        moved = moved or "mv" in name.split()
        stack += [(child, in_main, moved) for child in getattr(box, "children", ())]
    sheet.lines = [found[key] for key in sorted(found)]
    sheet.notes.reverse()  # the stack gave the last first
    sheet.numbers.sort(key=lambda box: (box.position_y, int(box.element.get("data-n"))))
    return sheet


def filled(page: Any, tag: str) -> float:
    """Say down to which part of a page (0 to 1) an element reaches; 0 where it is not on it."""
    root = page._page_box
    for box in _walk(root):
        if _name(box)[0] == tag and hasattr(box, "height"):
            used: float = box.position_y + box.height - root.position_y - root.margin_top
            share: float = used / root.height
            return share
    return 0.0


def _name(box: Any) -> tuple[str, str]:
    element = getattr(box, "element", None)
    if element is None or box.element_tag is None or "::" in box.element_tag:
        return "", ""
    return box.element_tag, element.get("class") or ""


def _enter(found: dict[int, Line], box: Any, moved: bool) -> None:
    has_text, marked = _look(box)
    if not has_text:
        return
    key = round(box.position_y / 4)
    line = found.get(key) or found.get(key - 1)
    if line is None:
        found[key] = Line(box.position_y, box.height, marked or moved)
    else:  # a cell of the same row
        line.marked = line.marked or marked or moved
        line.height = max(line.height, box.height)


def _look(line: Any) -> tuple[bool, bool]:
    has_text = marked = False
    stack = list(line.children)  # the line itself bears the name of its paragraph
    while stack and not (has_text and marked):
        box = stack.pop()
        if isinstance(box, boxes.TextBox):
            has_text = has_text or bool(box.text.strip())
            continue
        tag, name = _name(box)
        marked = marked or tag in _MARKS or bool(_MARK_CLASSES.intersection(name.split()))
        stack += [child for child in getattr(box, "children", ()) if not hasattr(child, "_box")]
    return has_text, marked


def settle(sheet: Sheet, *, note_left: float, number_left: float) -> float:
    """Put notes and numbers into their margins; none lies on another or leaves the page.

    Gives the millimetres by which the notes are too tall for the page (0: they fit).
    """
    for box in sheet.notes:
        sheet.homes.setdefault(key_of(box), box.position_y)
        if box.position_y < -_RAISED / 2:
            box.translate(0, _RAISED)
    sheet.notes.sort(key=lambda box: box.position_y)
    _stack(sheet.notes, sheet, sheet.left + note_left * MM, _GAP)
    _stack(sheet.numbers, sheet, sheet.left + number_left * MM, 0.4 * MM)
    return max(total(note_heights(sheet)) - (sheet.bottom - sheet.top) / MM, 0.0)


def key_of(note: Any) -> str:
    """Name a note's box as the notes are named."""
    name: str = note.element.get("id")
    return name.removeprefix("n-")


def note_heights(sheet: Sheet) -> dict[str, float]:
    """Give the millimetres that each note takes."""
    return {key_of(box): box.margin_height() / MM for box in sheet.notes}


def total(heights: Mapping[str, float]) -> float:
    """Add up heights of notes and what parts them."""
    return sum(height + _GAP / MM for height in heights.values()) - _GAP / MM


def put_in_place(document: Any, sheets: Iterable[Sheet], boxes: Mapping[str, Any]) -> None:
    """Put notes that were laid out again in place of those with their names; take out those that are `None`.

    What is anchored to them stays: a box takes on what the new one is made of.
    """
    gone: set[int] = set()
    for sheet in sheets:
        for old in sheet.notes:
            key = key_of(old)
            new = boxes.get(key, old)
            if new is None:
                gone.add(id(old))
                continue
            if new is not old:
                x, y = old.position_x, sheet.homes[key]
                new.translate(x - new.position_x, y - new.position_y)
                old.__dict__.update(new.__dict__)
            else:
                old.translate(0, sheet.homes[key] - old.position_y)
        sheet.notes = [box for box in sheet.notes if id(box) not in gone]
    if gone:
        for page in document.pages:
            for box in [*_walk(page._page_box)]:
                if any(id(getattr(child, "_box", child)) in gone for child in getattr(box, "children", ())):
                    kept = [c for c in box.children if id(getattr(c, "_box", c)) not in gone]
                    box.children = type(box.children)(kept)


def _stack(column: list[Any], sheet: Sheet, left: float, gap: float) -> None:
    floor = sheet.top
    for box in column:
        box.translate(left - box.position_x, max(0.0, floor - box.position_y))
        floor = box.position_y + box.margin_height() + gap
    foot = sheet.bottom
    for box in reversed(column):
        box.translate(0, min(0.0, foot - box.position_y - box.margin_height()))
        foot = box.position_y - gap


def bars(lines: list[Line]) -> Iterator[tuple[float, float]]:
    """Give top and bottom of each bar: marked lines that touch are joined."""
    start = end = None
    for line in lines:
        if not line.marked:
            continue
        if end is not None and start is not None and line.top - end < 0.75 * line.height:
            end = line.top + line.height
            continue
        if start is not None and end is not None:
            yield start, end
        start, end = line.top, line.top + line.height
    if start is not None and end is not None:
        yield start, end


class Digits:
    """The ten digits, laid out once and painted where a line's number stands."""

    def __init__(self, document: Any) -> None:
        self.document = document  # its fonts live as long as it does
        boxes_of_pages = (box for page in document.pages for box in _walk(page._page_box))
        texts = [box for box in boxes_of_pages if isinstance(box, boxes.TextBox)]
        self.boxes = {box.text: box for box in texts if box.text in "0123456789"}

    def paint(self, stream: Any, number: int, right: float, middle: float) -> None:
        """Paint a number that ends at `right`, around the height `middle` (pixels)."""
        for digit in reversed(str(number)):
            box = self.boxes[digit]
            right -= box.width
            box.position_x, box.position_y = right, middle - box.height / 2
            draw_text(stream, box, 0, "clip", "none")


class Stamp:
    """A word across the page, behind the text; it is decoration and no screen reader meets it."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.box = next(b for b in _walk(document.pages[0]._page_box) if isinstance(b, boxes.TextBox))

    def paint(self, stream: Any, page: Any) -> None:
        """Paint it along the page's diagonal, around the middle."""
        root = page._page_box
        width, height = root.margin_width(), root.margin_height()
        turn = -math.atan2(height, width)
        grow = min(0.62 * math.hypot(width, height) / self.box.width, 2.5)
        a, b = grow * math.cos(turn), grow * math.sin(turn)
        stream.transform(a=a, b=b, c=-b, d=a, e=width / 2, f=height / 2)
        self.box.position_x, self.box.position_y = -self.box.width / 2, -self.box.height / 2
        draw_text(stream, self.box, 0, "clip", "none")


def _walk(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _walk(child)


def draw_over(
    page: Any,
    sheet: Sheet,
    numbers: Mapping[int, int],
    digits: Digits,
    *,
    bar_left: float,
    number_right: float,
    stamp: Stamp | None = None,
    drawer: Drawer | None = None,
) -> None:
    """Have a page paint bars, numbers of lines (index of the line to number), a stamp, as artifacts.

    With a `drawer` the numbers of lines are left open.
    """
    plain = page.paint

    def paint(stream: Any, scale: float = 1) -> None:
        tags, stream._tags = stream._tags, None  # decoration: no tags
        if stamp:
            stream.begin_marked_content("Artifact")
            with stream.stacked():
                stream.transform(a=scale, d=scale)
                stamp.paint(stream, page)
            stream.end_marked_content()
        stream._tags = tags
        plain(stream, scale)
        stream._tags = None
        stream.begin_marked_content("Artifact")
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            with stream.stacked():
                stream.set_color_rgb(0, 0, 0)
                for top, bottom in bars(sheet.lines):
                    stream.rectangle(sheet.left + bar_left * MM, top + 1, 0.7 * MM, bottom - top - 2)
                stream.fill()
            if drawer and sheet.lines:
                middles = [line.top + line.height / 2 for line in sheet.lines]
                drawer.place_lines(stream, digits.boxes, sheet.left + number_right * MM, middles)
            for i, number in numbers.items():
                line = sheet.lines[i]
                digits.paint(stream, number, sheet.left + number_right * MM, line.top + line.height / 2)
        stream.end_marked_content()
        stream._tags = tags

    page.paint = paint
