"""The law with its tracked changes, as WordprocessingML: paragraphs, tables, ranges of moves, comments.

Each step of the merged stream is written once. Words that came or went stand in `w:ins`, `w:del`,
`w:moveFrom` or `w:moveTo`; the end of a paragraph that did has the same mark in the paragraph's properties,
and a row in its own. A move is a pair of ranges with one name. What is both moved and amended is flat (a
deletion beside moved words, never inside them): LibreOffice gives back neither text otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lawdiff.render.docx.merge import Grid, Line, Op, Step
from lawdiff.render.docx.tokens import End, Look, Said, Words
from lawdiff.render.docx.words import (
    HEADINGS,
    MARKS,
    Author,
    Element,
    cell,
    element,
    paragraph,
    paragraph_properties,
    plain,
    row,
    runs,
    table,
    value,
)
from lawdiff.render.layout.blocks import reads_from_right

WIDTH = 9070
"""Twips between the margins of the page."""
_STEP = 510
"""Twips by which a level is set in, as in the style sheet."""
_UNKNOWN = "1970-01-01T00:00:00Z"
"""The date of a move of which none is known: where its range begins, and only there, Word's schema wants one
(CT_MoveBookmark of ISO/IEC 29500-1). Nobody is shown it.
"""
_NARROW, _WIDE = 8, 45
"""Characters that a column is counted with at least and at most."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where comments stand: their numbers by the step (its identity) that each begins and ends at.

    `names` are those of bookmarks, by the step that each stands before, `named` all of them.
    """

    begins: Mapping[int, Sequence[int]] = field(default_factory=dict)
    ends: Mapping[int, Sequence[int]] = field(default_factory=dict)
    names: Mapping[int, Sequence[str]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()


def body(steps: Sequence[Step], author: Author, anchors: Anchors) -> list[Element]:
    """Write the law."""
    return _Writer(author, anchors).blocks(steps)


def anchor(
    steps: Iterable[Step], comments: Mapping[str, Sequence[int]], names: Mapping[str, str]
) -> tuple[Anchors, list[int]]:
    """Say where the comments of each change begin and end, and where its bookmark is, by its name.

    Gives also the comments that find no place. A comment stands at the first mark of its change at or behind
    the place where the change stands (in a split or an insertion that is far from all of it), or at that
    place where no word is marked.
    """
    flow = list(_flow(steps))
    first: dict[str, int] = {}
    marks: dict[str, list[int]] = {}
    for n, step in enumerate(flow):
        token = step.token
        if isinstance(token, Words | End):
            for change in token.here:
                first.setdefault(change, n)
        if isinstance(token, Words) and step.op != "keep" and token.change:
            marks.setdefault(token.change, []).append(n)
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    lost: list[int] = []

    def place(change: str) -> int | None:
        found = marks.get(change, [])
        begin = next((n for n in found if n >= first.get(change, 0)), None)
        return first.get(change, found[0] if found else None) if begin is None else begin

    for change, numbers in comments.items():
        begin, found = place(change), marks.get(change, [])
        if begin is None:
            lost += numbers
            continue
        end = begin
        while end + 1 in found:
            end += 1
        begins.setdefault(id(flow[begin]), []).extend(numbers)
        ends.setdefault(id(flow[end]), []).extend(numbers)
    marked: dict[int, list[str]] = {}
    for change, name in names.items():
        begin = place(change)
        if begin is not None:
            marked.setdefault(id(flow[begin]), []).append(name)
    return Anchors(begins, ends, marked, frozenset(n for some in marked.values() for n in some)), lost


def _flow(steps: Iterable[Step]) -> Iterator[Step]:
    """Give all steps in the order written, those in tables too."""
    for step in steps:
        if isinstance(step.token, Grid):
            for line in step.token.lines:
                for _, inner in line.cells:
                    yield from _flow(inner)
        else:
            yield step


@dataclass(slots=True)
class _Open:
    """A paragraph that is being written. `mark` is the change that its last runs stand in."""

    content: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    op: Op = "keep"

    def add(self, op: Op, made: Sequence[Element], author: Author, *, apart: bool) -> None:
        """Add runs; those with one fate stand in one mark, but for what is to stand apart."""
        if op == "keep":
            self.content += made
        elif made and op == self.op and not apart:
            self.content[-1].extend(made)
        elif made:
            self.content.append(author.marked(MARKS[op], *made, later=apart))
        self.op = op if made else self.op

    def mark(self, *made: Element) -> None:
        """Add what is no run: ends and beginnings of ranges."""
        if made:
            self.content += made
            self.op = "keep"


@dataclass(slots=True)
class _Writer:
    """Writes streams; numbers ranges of moves and what is marked in the order written."""

    author: Author
    anchors: Anchors
    names: dict[str, str] = field(default_factory=dict)
    bookmarks: int = 0  # the law itself has number 0

    def blocks(self, steps: Sequence[Step], *, right: bool = False) -> list[Element]:
        """Write a stream as paragraphs and tables."""
        styles = _styles_ahead(steps)
        begins, ends = _ranges(steps)
        made: list[Element] = []
        open_ = _Open()
        ids: dict[str, str] = {}
        for n, step in enumerate(steps):
            if n in begins:
                ids[step.op] = self._begin(step, open_)
            open_.mark(*self._bookmarks(step))
            open_.mark(
                *(element("commentRangeStart", id=str(c)) for c in self.anchors.begins.get(id(step), ()))
            )
            closing = self._range_end(step.op, ids.get(step.op, "")) if n in ends else []
            match step.token:
                case Words() as words:
                    open_.text.append(words.text)
                    gone = step.op == "delete"
                    heading = styles[n] in HEADINGS
                    said = runs(words.pieces, heading=heading, deleted=gone)
                    open_.add(step.op, said, self.author, apart=step.apart)
                    open_.mark(*self._comments(step), *closing)
                case End() as end:
                    open_.mark(*self._comments(step))
                    made += [self._paragraph(open_, step, end.look, right=right), *closing]
                    open_ = _Open()
                case Said() as said:
                    made += self._close(open_) + [
                        self._said(look, text, step.op) for text, look in said.lines
                    ]
                    open_ = _Open()
                case Grid() as grid:
                    made += self._close(open_)
                    open_ = _Open()
                    # Word runs tables together that touch, and sets what follows close to them.
                    made += [self._grid(grid), paragraph("Spacer")]
        return made + self._close(open_)

    def _close(self, open_: _Open) -> list[Element]:
        """End a paragraph that no side ends before what follows."""
        if not open_.content:
            return []
        return [element("p", element("pPr", *paragraph_properties(Look("text"))), *open_.content)]

    def _paragraph(self, open_: _Open, step: Step, look: Look, *, right: bool) -> Element:
        rtl = reads_from_right("".join(open_.text))
        properties = paragraph_properties(look, rtl=rtl, right=right)
        if step.op != "keep":
            properties.append(element("rPr", self.author.marked(MARKS[step.op])))
        if step.before is not None:
            before = element("pPr", *paragraph_properties(step.before.look, rtl=rtl, right=right))
            properties.append(self.author.marked("pPrChange", before))
        return element("p", element("pPr", *properties), *open_.content)

    def _said(self, look: Look, text: str, op: Op) -> Element:
        """Write a sentence of ours or a heading that is the same; tracked only if it stands on one side."""
        properties = paragraph_properties(look, rtl=reads_from_right(text))
        content = plain(text)
        if op != "keep" and content:
            properties.append(element("rPr", self.author.marked(MARKS[op])))
            tag = MARKS[op]
            if op == "delete":
                for words in content[0].iter(element("t").tag):
                    words.tag = element("delText").tag
            content = [self.author.marked(tag, *content)]
        return element("p", element("pPr", *properties), *content)

    def _begin(self, step: Step, open_: _Open) -> str:
        """Begin the range of a move; both ends bear one name."""
        name = self.names.setdefault(step.move, f"move{len(self.names) + 1}")
        made = self.author.marked(f"{MARKS[step.op]}RangeStart", name=name)
        if not self.author.date:
            made.set(_DATE, _UNKNOWN)
        open_.mark(made)
        return made.get(_ID, "")

    def _bookmarks(self, step: Step) -> list[Element]:
        """Name the place before a step."""
        made: list[Element] = []
        for name in self.anchors.names.get(id(step), ()):
            self.bookmarks += 1
            number = str(self.bookmarks)
            made += [element("bookmarkStart", id=number, name=name), element("bookmarkEnd", id=number)]
        return made

    def _range_end(self, op: Op, number: str) -> list[Element]:
        return [element(f"{MARKS[op]}RangeEnd", id=number)]

    def _comments(self, step: Step) -> list[Element]:
        """End the comments that end at a step, each with its sign."""
        made: list[Element] = []
        for number in self.anchors.ends.get(id(step), ()):
            properties = element("rPr", value("rStyle", "CommentReference"))
            made.append(element("commentRangeEnd", id=str(number)))
            made.append(element("r", properties, element("commentReference", id=str(number))))
        return made

    def _grid(self, grid: Grid) -> Element:
        columns = max((sum(cols for cols, _ in line.spans) for line in grid.lines), default=1) or 1
        indent = min(grid.depth, 5) * _STEP
        widths = _widths(grid, columns, WIDTH - indent)
        numeric = _numeric(grid, columns)
        rows = []
        text = ""
        head = True
        for line in grid.lines:
            cells = []
            for at, span, merge, steps in _placed(line, columns):
                blocks = self.blocks(steps, right=span == 1 and numeric[at])
                cells.append(cell(sum(widths[at : at + span]), blocks, span=span, merge=merge))
                text = text or _text(steps)
            head = head and bool(line.cells) and all(header for header, _ in line.cells)
            mark = self.author.marked(MARKS[line.op]) if line.op != "keep" else None
            rows.append(row(cells, mark=mark, head=head))
        return table(widths, rows, indent=indent, rtl=reads_from_right(text))


_ID = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id"
_DATE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date"


def _styles_ahead(steps: Sequence[Step]) -> list[str]:
    """Say of each step in a paragraph of which style it stands."""
    found: list[str] = [""] * len(steps)
    style = ""
    for n in range(len(steps) - 1, -1, -1):
        token = steps[n].token
        style = token.look.style if isinstance(token, End) else style if isinstance(token, Words) else ""
        found[n] = style
    return found


def _ranges(steps: Sequence[Step]) -> tuple[set[int], set[int]]:
    """Give the first and the last step of each move, at both its places."""
    first: dict[tuple[str, Op], int] = {}
    last: dict[tuple[str, Op], int] = {}
    for n, step in enumerate(steps):
        if step.move:
            first.setdefault((step.move, step.op), n)
            last[step.move, step.op] = n
    return set(first.values()), set(last.values())


def _text(steps: Iterable[Step]) -> str:
    return "".join(step.token.text for step in _flow(steps) if isinstance(step.token, Words))


def _columns(grid: Grid, columns: int) -> Iterator[tuple[int, Line, str]]:
    for line in grid.lines:
        for at, span, _, steps in _placed(line, columns):
            if span == 1:  # a cell over several columns says nothing of one
                yield at, line, _text(steps)


def _placed(line: Line, columns: int) -> Iterator[tuple[int, int, str, tuple[Step, ...]]]:
    """Give column, span, merging and steps of each cell; the last one of a row fills it."""
    at = 0
    for i, ((_, steps), (cols, merge)) in enumerate(zip(line.cells, line.spans, strict=True)):
        span = columns - at if i == len(line.cells) - 1 else cols
        yield at, span, merge, steps
        at += span


def _widths(grid: Grid, columns: int, total: int) -> list[int]:
    """Share the width by the longest text of each column, within bounds."""
    longest = [_NARROW] * columns
    for i, _, text in _columns(grid, columns):
        longest[i] = max(longest[i], min(len(text), _WIDE))
    shares = [total * n // sum(longest) for n in longest]
    shares[-1] += total - sum(shares)
    return shares


def _numeric(grid: Grid, columns: int) -> list[bool]:
    """Say of each column whether it holds figures, so that it is set to the right: all but its head."""
    figures = [columns > 1 and bool(i) for i in range(columns)]
    filled = [False] * columns
    for i, line, text in _columns(grid, columns):
        if line is grid.lines[0] or not text.strip():
            continue
        filled[i] = True
        figures[i] = figures[i] and len(text) <= 20 and text.lstrip()[:1] in _FIGURES
    return [figure and full for figure, full in zip(figures, filled, strict=True)]


_FIGURES = tuple("0123456789$€£-−–.")
