"""Running text of Akoma Ntoso: characters and spans gathered while a reader walks through mixed content.

A `Run` gathers until a block begins or the element ends, and is then flushed into a leaf. Emphasis that is
open when a block begins is closed before it and opened anew behind it, so spans never leave their leaf.
"""

import re

from lxml import etree
from msgspec import Struct

from lawdiff.model.provision import Kind, Provision
from lawdiff.model.text import Span, SpanKind, Text, settle

SPANS: dict[str, SpanKind] = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "u": "underline",
    "sub": "sub", "sup": "sup", "term": "term", "def": "definition",
    "ref": "reference", "rref": "reference", "mref": "reference", "a": "reference",
}  # fmt: skip
"""Inline elements that are spans; every other inline element is only its text."""

STEP = "    "
"""Indentation of one level in the pretty-printed publications (Finlex)."""


def target(element: etree._Element) -> str:
    """Where a reference leads, as the source says it."""
    return element.get("href") or element.get("from") or ""


def own_indent(element: etree._Element) -> str:
    """The line break and the indentation before a block; a bare line break where it begins no line."""
    before = element.getprevious()
    parent = element.getparent()
    space = before.tail if before is not None else parent.text if parent is not None else None
    found = re.search(r"\n[ \t]*$", space or "")
    return found[0] if found else "\n"


class Run(Struct, gc=False):
    """Text being gathered, for leaves of `kind`; `out` holds the leaves and blocks done so far.

    `flat` joins blocks (several paragraphs of a note) by a break in place of a leaf each. A `Struct`, for one
    is made for nearly every element, and five times as fast.
    """

    kind: Kind = "p"
    line: int = 0
    indent: str | None = None
    flat: bool = False
    eid: str = ""
    wid: str = ""
    guid: str = ""
    out: list[Provision] = []  # of each its own: a Struct copies an empty default
    notes: list[Provision] = []
    spans: list[Span] = []
    remark: bool = False
    _pieces: list[str] = []
    _size: int = 0
    _broken: bool = False
    _open: list[tuple[SpanKind, int, str]] = []

    def add(self, text: str | None) -> None:
        """Add characters of the source."""
        if not text or (not self._pieces and text.isspace()):
            return  # white space before a leaf is none of it
        if self._broken and not text.isspace():
            self._broken = False
            self.line_break()
        self._put(text)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)

    def begin(self, kind: SpanKind, leads_to: str = "") -> None:
        """Open a span."""
        self._open.append((kind, self._size, leads_to))

    def end(self) -> None:
        """Close the span opened last."""
        kind, start, leads_to = self._open.pop()
        if self._size > start:
            self.spans.append(Span(kind, start, self._size, leads_to))

    def generate(self, text: str | None) -> None:
        """Add characters that a style sheet prints and the source does not have."""
        if text:
            self.spans.append(Span("generated", self._size, self._size + len(text)))
            self._put(text)

    def line_break(self) -> None:
        """Add a line break: a span over the one space that stands for it."""
        self.spans.append(Span("break", self._size, self._size + 1))
        self._put(" ")

    def mark(self, note: Provision, *inner: Provision) -> None:
        """Put the mark of a note here; the note, and those it has itself, become leaves behind this one."""
        self.spans.append(Span("note_mark", self._size, self._size, note.eid or note.num))
        self.notes += (note, *inner)

    def name(self, frame: Provision) -> None:
        """Give the first leaf the ids and the line of its paragraph."""
        self.eid, self.wid, self.guid, self.line = frame.eid, frame.wid, frame.guid, frame.line

    @property
    def gathered(self) -> str:
        """The characters since the last flush, as they stand in the source."""
        return "".join(self._pieces)

    @property
    def has_text(self) -> bool:
        """Whether anything but white space was gathered since the last flush."""
        return bool(self._pieces) and not "".join(self._pieces).isspace()

    def take(self) -> Text:
        """Give what was gathered, settled, and begin anew."""
        resumed: list[tuple[SpanKind, int, str]] = []
        for kind, start, leads_to in self._open:
            if self._size > start:
                self.spans.append(Span(kind, start, self._size, leads_to))
            resumed.append((kind, 0, leads_to))
        if not self.spans:
            text = settle("".join(self._pieces), indent=self.indent, step=STEP)
            self._pieces, self._size, self._open = [], 0, resumed
            return text
        order = sorted(self.spans, key=lambda span: (span.start, -span.end))
        text = settle("".join(self._pieces), order, indent=self.indent, step=STEP)
        self._pieces, self._size, self.spans, self._open = [], 0, [], resumed
        return text

    def flush(self) -> None:
        """Close the leaf, if there is text, and put the notes behind it."""
        if not (self._pieces or self.notes or self.spans or self.flat):
            return
        if self.flat:
            self._broken = self.has_text
            return
        text = self.take() if self.has_text else None
        if text:
            leaf = Provision(self.kind, text=text, eid=self.eid, wid=self.wid, guid=self.guid, line=self.line)
            self.eid = self.wid = self.guid = ""  # a second leaf of the same paragraph needs its own
            self.out.append(leaf)
        elif self._pieces or self.spans:  # white space between blocks, breaks with no text
            self._open = [(kind, 0, leads_to) for kind, _, leads_to in self._open]
            self._pieces, self._size, self.spans = [], 0, []
        self.out += self.notes
        self.notes = []
