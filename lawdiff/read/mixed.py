"""Mixed content: leaves of running text, and the blocks that stand among them.

A reader walks an element, adds what it meets, and says where a block (a list, a table, a quoted provision)
stands in the middle. What came before the block becomes a leaf of its own, and so does what comes behind it.
"""

from functools import lru_cache
from typing import cast

from lxml import etree

from lawdiff.model.provision import LEAVES, Kind, Provision
from lawdiff.model.text import Span, SpanKind, Text, settle
from lawdiff.read.running import Running

_WIDE = "".join(map(chr, range(0x2000, 0x200B))) + "\u3000"
"""En and em spaces and their kin: a printer's indentation where they begin or end a paragraph."""

_LAYOUT = " \t\r\n"


class Mixed:
    """Collects text into leaves of `kind`, and keeps blocks in their place among them."""

    __slots__ = ("_cuts", "_line", "_run", "kind", "pieces")

    def __init__(self, kind: Kind = "p") -> None:
        self.kind: Kind = kind
        self.pieces: list[Provision] = []
        self._run = Running()
        self._line = 0
        self._cuts = 0

    def add(self, text: str | None, element: etree._Element) -> None:
        """Go on with these characters, which stand in or behind `element`."""
        if self._run.at:
            self._run.add(text)
        elif text and text.strip(_LAYOUT):  # no leaf begins with white space
            self._line = line_of(element)
            self._run.add(text)

    def drop(self, ending: str) -> None:
        """Take these characters off the end of the leaf so far, if they stand there."""
        self._run.drop(ending)

    def line_break(self) -> None:
        """Go on with a line break."""
        self._run.line_break()

    def open(self) -> tuple[int, int]:
        """Remember this place, for `close`."""
        return self._cuts, self._run.at

    def close(self, opened: tuple[int, int], kind: SpanKind, target: str = "") -> None:
        """Say what the text since `opened` is; if a block stood in between, what came behind it."""
        cuts, start = opened
        self._run.span(kind, start if cuts == self._cuts else 0, target)

    def block(self, *provisions: Provision) -> None:
        """Put provisions of their own here."""
        self.cut()
        self.pieces += provisions

    def cut(self) -> None:
        """End the leaf, if it has any text."""
        if not self._run.at:
            return
        text = self.take()
        if text:
            self.pieces.append(Provision(self.kind, text=text, line=self._line))

    def take(self) -> Text:
        """Give the text since the last block, and begin anew."""
        if not self._run.at:
            return Text("")
        self._cuts += 1
        return trimmed(self._run.take())


def plain_text(element: etree._Element) -> Text:
    """Give the text of an element without children."""
    text = element.text
    return trimmed(settle(text)) if text else Text("")


def name_of(element: etree._Element) -> str:
    """Give an element's name without its namespace."""
    return _local(element.tag)


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def line_of(element: etree._Element) -> int:
    """Give the line of an element in its file, from 1."""
    return cast("int | None", element.sourceline) or 0


def trimmed(text: Text) -> Text:
    r"""Take wide spaces off the ends of a text.

    >>> trimmed(Text("\u2001\u2001Be it enacted"))
    Text(content='Be it enacted', spans=())
    """
    content = text.content
    if not content or (content[0] not in _WIDE and content[-1] not in _WIDE):
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
        return Text(""), ()
    if len(pieces) == 1 and pieces[0].kind in _TEXTS and pieces[0].text is not None:
        return pieces[0].text, ()
    first = next((i for i, p in enumerate(pieces) if p.kind not in LEAVES), len(pieces))
    kinds: tuple[Kind, Kind] = ("p", "p") if first == len(pieces) else ("intro", "wrap_up")
    return None, tuple(
        p if p.kind not in _TEXTS or p.kind == kinds[i > first] else _as(p, kinds[i > first])
        for i, p in enumerate(pieces)
    )


_TEXTS = ("p", "intro", "wrap_up")


def _as(p: Provision, kind: Kind) -> Provision:
    return Provision(kind, text=p.text, line=p.line)
