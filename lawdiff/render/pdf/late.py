"""What a page says of other pages, when those are laid out elsewhere: left open, filled in at the merge.

Pages, the total, the page of a link's target, a note's number at the end, numbers of lines: a part of the
file cannot know them. In the layout a place holder stands for each, between word joiners, which no font
draws: as many of them as say which it is, four noughts, one more. When it is drawn, the page's stream gets a
`Late` in place of text. It holds where and what, and each of its characters drawn once, so that the merge
needs no font.

Limits: page counters are decimal, and a target is the element's own `href`, as in all our style sheets. A
number has room for four digits. Characters of a late text are set without kerning.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pydyf
import weasyprint.draw
import weasyprint.pdf
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import build
from weasyprint.text.line_break import Layout, line_size

Kind = Literal["text", "page", "pages", "target", "ending"]
_JOINER = "\N{WORD JOINER}"
_KINDS: tuple[Kind, ...] = ("page", "pages", "target", "ending")
_HOLDER = re.compile(f"({_JOINER}{{1,4}})0+{_JOINER}")
_ORIGIN = b"1 0 0 -1 0 0 Tm"
_DIGITS = "0123456789"


def holder(kind: Kind) -> str:
    """Give what stands for a number in the layout."""
    digits = "00" if kind == "ending" else "0000"
    return _JOINER * (_KINDS.index(kind) + 1) + digits + _JOINER


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character drawn at the origin, as operators of a page's stream, and how wide it is in pixels."""

    drawn: bytes
    width: float


@dataclass(frozen=True, slots=True)
class Late:
    """A text to be drawn at the merge, from the `glyphs` of its part.

    `said`: what it is made of, each with its text or target. `ends`: `x` is its right edge, not its left.
    """

    glyphs: int
    x: float
    y: float
    said: tuple[tuple[Kind, str], ...]
    ends: bool = False


@dataclass(frozen=True, slots=True)
class LateLines:
    """Numbers of lines to be drawn at the merge, each ending at `x`; a base line's height for each line."""

    glyphs: int
    x: float
    heights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of one look: its colour as operators, and each character."""

    colour: bytes
    drawn: Mapping[str, Glyph]


@dataclass(frozen=True, slots=True)
class Known:
    """What the merge knows: this page's number, the total, the pages of targets, the numbers of notes."""

    page: int
    pages: int
    targets: Mapping[str, int]
    endings: Mapping[str, int]

    def say(self, kind: Kind, said: str) -> str:
        """Say a piece of a late text; nothing for a target that is nowhere."""
        match kind:
            case "text":
                return said
            case "page":
                return str(self.page)
            case "pages":
                return str(self.pages)
            case "target":
                return str(self.targets.get(said, ""))
            case "ending":
                return str(self.endings.get(said, ""))


def filled_in(late: Late, glyphs: Glyphs, known: Known) -> bytes:
    """Draw a late text."""
    text = "".join(known.say(kind, said) for kind, said in late.said)
    width = sum(glyphs.drawn[char].width for char in text)
    return _drawn(glyphs, [(text, late.x - width if late.ends else late.x, late.y)])


def numbered_lines(late: LateLines, glyphs: Glyphs, numbers: Mapping[int, int]) -> bytes:
    """Draw numbers of lines (index of the line to number)."""
    texts = [(str(number), late.heights[i]) for i, number in numbers.items()]
    places = [(text, late.x - sum(glyphs.drawn[c].width for c in text), y) for text, y in texts]
    return _drawn(glyphs, places)


def _drawn(glyphs: Glyphs, places: Sequence[tuple[str, float, float]]) -> bytes:
    drawn = [glyphs.colour]
    for text, left, y in places:
        x = left
        for char in text:
            glyph = glyphs.drawn[char]
            drawn.append(glyph.drawn.replace(_ORIGIN, b"1 0 0 -1 %.3f %.3f Tm" % (x, y)))
            x += glyph.width
    return b"\n".join(drawn)


class Drawer:
    """Draws the characters of late texts once a look, and keeps them for the merge."""

    def __init__(self) -> None:
        self.glyphs: list[Glyphs] = []
        self._looks: dict[object, tuple[int, dict[str, Glyph]]] = {}

    def place(self, stream: Any, box: Any) -> None:
        """Put a late text in place of a text box with place holders."""
        said: list[tuple[Kind, str]] = []
        target = (box.element.get("href") or "").removeprefix("#") if box.element is not None else ""
        end = 0
        for found in _HOLDER.finditer(box.text):
            said += [("text", box.text[end : found.start()]), (_KINDS[len(found[1]) - 1], target)]
            end = found.end()
        said.append(("text", box.text[end:]))
        text = "".join(text for kind, text in said if kind == "text")
        # A number alone is at the end of a line of a list; it has fewer digits than there is room for.
        ends = not text or box.style["text_align_all"] in ("right", "end")
        x = box.position_x + box.width if ends else box.position_x
        look = self._look(stream, box, text)
        late = Late(
            look,
            x,
            box.position_y + box.baseline,
            tuple(piece for piece in said if piece[1] or piece[0] != "text"),
            ends,
        )
        with stream.stacked():
            stream.stream.append(late)

    def place_lines(
        self, stream: Any, digits: Mapping[str, Any], right: float, middles: Sequence[float]
    ) -> None:
        """Leave open the numbers of lines around these heights, ending at `right`."""
        box = digits["0"]
        look = self._look(stream, box, "")
        down = box.baseline - box.height / 2
        with stream.stacked():
            stream.stream.append(LateLines(look, right, tuple(middle + down for middle in middles)))

    def _look(self, stream: Any, box: Any, text: str) -> int:
        style = box.style
        names = ("font_size", "font_weight", "font_style", "color", "letter_spacing")
        key = (*(str(style[name]) for name in names), tuple(style["font_family"]))
        if key not in self._looks:
            drawn: dict[str, Glyph] = {}
            self._looks[key] = len(self.glyphs), drawn
            colour = b""
            for char in _DIGITS:
                colour, drawn[char] = _glyph(stream, box, char)
            self.glyphs.append(Glyphs(colour, drawn))
        look, drawn = self._looks[key]
        for char in text:
            if char not in drawn:
                drawn[char] = _glyph(stream, box, char)[1]
        return look


def _glyph(stream: Any, like: Any, char: str) -> tuple[bytes, Glyph]:
    """Draw a character in the look of a box and take it out of the stream again, its font stays known."""
    layout = Layout(like.style)
    layout.set_text(char)
    width, _ = line_size(layout.get_first_line()[0], like.style)
    layout.deactivate()
    box = like.copy()
    box.text, box.pango_layout, box.width = char, layout, width
    box.position_x, box.position_y = 0, -box.baseline
    start = len(stream.stream)
    stream.push_state()
    stream._current_color = stream._current_alpha = stream._current_font = stream._old_font = None
    draw_text(stream, box, 0, "clip", "none")
    made = stream.stream[start + 1 :]
    del stream.stream[start + 1 :]
    stream.pop_state()
    begin = made.index(b"BT")
    return b"\n".join(made[:begin]), Glyph(b"\n".join(made[begin:]), width)


@contextmanager
def left_open() -> Iterator[Drawer]:
    """Have what follows laid out and written with late texts, and with links to what is elsewhere."""
    plain_content, plain_draw, plain_links = (
        build.compute_content_list, weasyprint.draw.draw_text, weasyprint.pdf.resolve_links,
    )  # fmt: skip
    drawer = Drawer()

    def content(items: Sequence[Any], *rest: Any, **named: Any) -> Any:
        return plain_content(tuple(_open(item) for item in items), *rest, **named)

    def draw(stream: Any, box: Any, *rest: Any) -> None:
        if _JOINER in box.text and _HOLDER.search(box.text):
            drawer.place(stream, box)
        else:
            plain_draw(stream, box, *rest)

    build.compute_content_list = content
    weasyprint.draw.draw_text = draw
    weasyprint.pdf.resolve_links = _links
    try:
        yield drawer
    finally:
        build.compute_content_list = plain_content
        weasyprint.draw.draw_text = plain_draw
        weasyprint.pdf.resolve_links = plain_links


def _open(item: Any) -> Any:
    match item:
        case ("counter()", ("page" | "pages" as name, "decimal")):
            return "string", holder(name)
        case ("target-counter()", (_, "page", "decimal")):
            return "string", holder("target")
        case _:
            return item


def _links(pages: Sequence[Any]) -> Iterator[tuple[list[Any], list[tuple[str, float, float]]]]:
    """Give links and anchors of each page; unlike WeasyPrint, also links to an anchor that is not here."""
    met: set[str] = set()
    for page in pages:
        anchors = [(name, x, y) for name, (x, y, _, _) in page.anchors.items() if name not in met]
        met.update(name for name, _, _ in anchors)
        yield page.links, anchors


def split(stream: pydyf.Stream) -> list[bytes | Late | LateLines]:
    """Part a page's stream at its late texts."""
    parts: list[bytes | Late | LateLines] = []
    open_: list[bytes] = []
    for item in stream.stream:
        if isinstance(item, (Late, LateLines)):
            parts += [b"\n".join(open_), item]
            open_ = []
        else:
            open_.append(pydyf._to_bytes(item))
    return [*parts, b"\n".join(open_)]
