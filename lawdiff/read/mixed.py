"""Mixed content: leaves of running text, and the blocks that stand among them.

A reader walks an element, adds what it meets, and says where a block (a list, a table, a quoted provision)
stands in the middle. What came before the block becomes a leaf of its own, and so does what comes behind it.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import cast

from lxml import etree
from msgspec import Struct, field

from lawdiff.model.provision import LEAVES, Kind, Provision
from lawdiff.model.text import Span, SpanKind, Text, settle
from lawdiff.read.running import Running

_WIDE = "".join(map(chr, range(0x2000, 0x200B))) + "\u3000"
"""En and em spaces and their kin: a printer's indentation where they begin or end a paragraph."""

LAYOUT = " \t\r\n"


class Mixed(Struct, gc=False):
    """Collects text into leaves of `kind`, and keeps blocks in their place among them."""

    kind: Kind = "p"
    pieces: list[Provision] = []
    run: Running = field(default_factory=Running)
    line: int = 0
    cuts: int = 0

    def add(self, text: str | None, element: etree._Element) -> None:
        """Go on with these characters, which stand in or behind `element`."""
        if self.run.at:
            self.run.add(text)
        elif text and text.strip(LAYOUT):  # no leaf begins with white space
            self.line = line_of(element)
            self.run.add(text)

    def drop(self, ending: str) -> None:
        """Take these characters off the end of the leaf so far, if they stand there."""
        self.run.drop(ending)

    def line_break(self) -> None:
        """Go on with a line break."""
        self.run.line_break()

    def open(self) -> tuple[int, int]:
        """Remember this place, for `close`."""
        return self.cuts, self.run.at

    def close(self, opened: tuple[int, int], kind: SpanKind, target: str = "") -> None:
        """Say what the text since `opened` is; if a block stood in between, what came behind it."""
        cuts, start = opened
        self.run.span(kind, start if cuts == self.cuts else 0, target)

    def block(self, provision: Provision) -> None:
        """Put a provision of its own here."""
        if self.run.at:
            self.cut()
        self.pieces.append(provision)

    def blocks(self, provisions: Iterable[Provision]) -> None:
        """Put provisions of their own here."""
        if self.run.at:
            self.cut()
        self.pieces += provisions

    def leaf(self, kind: Kind, element: etree._Element) -> None:
        """Put an element without children here, as a leaf of its own, if it has text."""
        if self.run.at:
            self.cut()
        text = plain_text(element)
        if text.content:
            self.pieces.append(Provision(kind, text=text, line=line_of(element)))

    def cut(self) -> None:
        """End the leaf, if it has any text."""
        if not self.run.at:
            return
        text = self.take()
        if text.content:
            self.pieces.append(Provision(self.kind, text=text, line=self.line))

    def take(self) -> Text:
        """Give the text since the last block, and begin anew."""
        if not self.run.at:
            return EMPTY
        self.cuts += 1
        return trimmed(self.run.take())


EMPTY = Text("")


def plain_text(element: etree._Element) -> Text:
    """Give the text of an element without children."""
    text = element.text
    return trimmed(settle(text)) if text else EMPTY


def name_of(element: etree._Element) -> str:
    """Give an element's name without its namespace."""
    return local(element.tag)


@lru_cache(maxsize=1024)
def local(tag: object) -> str:
    """Give a name without its namespace; empty for what is no element (`Comment` stands for its name)."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


line_of = cast("Callable[[etree._Element], int]", attrgetter("sourceline"))
"""Give the line of an element in its file, from 1."""


def trimmed(text: Text) -> Text:
    r"""Take wide spaces off the ends of a text.

    >>> trimmed(Text("\u2001\u2001Be it enacted"))
    Text(content='Be it enacted', spans=())
    """
    content = text.content
    if content.isascii() or (content[0] not in _WIDE and content[-1] not in _WIDE):
        return text
    content = content.strip(_WIDE + " ")
    left = text.content.find(content)
    end = len(content)
    spans = (
        Span(s.kind, min(max(s.start - left, 0), end), min(max(s.end - left, 0), end), s.target)
        for s in text.spans
    )
    return Text(content, tuple(s for s in spans if s.end > s.start or s.kind in ("note_mark", "break")))


def closed(pieces: list[Provision]) -> tuple[Text | None, tuple[Provision, ...]]:
    """Give text or children of a provision that holds these pieces: a single leaf is its text.

    Where there are blocks (lists, tables, quoted provisions), running text before the first of them is an
    `intro`, all behind it a `wrap_up`: by place alone, for the same text is marked up now so, now otherwise.
    """
    if not pieces:
        return EMPTY, ()
    if len(pieces) == 1:
        only = pieces[0]
        return (only.text, ()) if only.kind in _TEXTS and only.text is not None else (None, (only,))
    side: Kind = "p" if LEAVES.issuperset([p.kind for p in pieces]) else "intro"
    children: list[Provision] = []
    for p in pieces:
        if p.kind not in LEAVES:
            side = "wrap_up"
        elif p.kind in _TEXTS and p.kind != side:
            p = Provision(side, text=p.text, line=p.line)
        children.append(p)
    return None, tuple(children)


_TEXTS = ("p", "intro", "wrap_up")
