"""Read a PDF of lawdiff's as others do: its characters where they stand, in the order of its tags.

Nothing of lawdiff's own rendering is used here: pdfminer reads the pages, pikepdf tags and destinations. The
law is set in the serif, our own words in the sans; marks are brackets of the sans around words of the serif.
That is all that the reading knows of the form.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pikepdf import Name

MARKS = "{}⟦⟧"


@dataclass(frozen=True, slots=True)
class Char:
    """A character: its page from 1, its box in points from the foot of the page, its font.

    `content` is the number by which a tag has it (its marked content), none for what is decoration.
    """

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    font: str
    content: int | None

    @property
    def ours(self) -> bool:
        """Whether it is set in the sans: our words, and the brackets."""
        return "Sans" in self.font


@dataclass(frozen=True, slots=True)
class Tagged:
    """Characters of one piece of tagged content, and the tags around it from the outside in.

    `block` numbers the innermost tag that is a block (paragraph, heading, cell), in the order of the tree,
    `row` the innermost row of a table (0: none).
    """

    chars: tuple[Char, ...]
    tags: tuple[str, ...]
    block: int
    row: int = 0

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(char.text for char in self.chars)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. `tagged` in the order of the tags; `chars` in the order of the pages' content.

    `anchors` are the named destinations: page from 1 and height in points from the foot of the page.
    """

    chars: tuple[Char, ...]
    tagged: tuple[Tagged, ...]
    anchors: dict[str, tuple[int, float]]
    attached: dict[str, bytes]


class _Device(PDFLayoutAnalyzer):
    """Takes down each character with the marked content that it stands in."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, laparams=None)
        self.chars: list[Char] = []
        self.open: list[int | None] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Enter marked content."""
        number = props.get("MCID") if isinstance(props, dict) else None
        outer = self.open[-1] if self.open else None
        self.open.append(number if number is not None else None if tag.name == "Artifact" else outer)

    def end_tag(self) -> None:
        """Leave it."""
        self.open.pop()

    def render_char(self, *arguments: Any) -> float:
        """Take a character down."""
        advance: float = super().render_char(*arguments)
        item = self.cur_item._objs[-1]
        if isinstance(item, LTChar):
            content = self.open[-1] if self.open else None
            box = (item.x0, item.y0, item.x1, item.y1)
            self.chars.append(Char(item.get_text(), self.pageno, *box, item.fontname, content))
        return advance

    def receive_layout(self, ltpage: LTPage) -> None:
        """Nothing is laid out."""


def read_pdf(content: bytes) -> Reading:
    """Read a file."""
    manager = PDFResourceManager()
    device = _Device(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.get_pages(io.BytesIO(content)), start=1):
        device.pageno = number  # counted from 1, and before the page is read
        interpreter.process_page(page)
        device.pageno = number
    chars = tuple(device.chars)
    by_content: dict[tuple[int, int], list[Char]] = {}
    for char in chars:
        if char.content is not None:
            by_content.setdefault((char.page, char.content), []).append(char)
    with pikepdf.open(io.BytesIO(content)) as file:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages, start=1)}
        tagged = tuple(_tagged(file, pages, by_content))
        anchors = dict(_anchors(file, pages))
        attached = {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}
    return Reading(chars, tagged, anchors, attached)


_BLOCKS = frozenset(
    "P H1 H2 H3 H4 H5 H6 TD TH LI LBody Note Caption Div Sect Table TR Document NonStruct".split()
)


def _tagged(
    file: pikepdf.Pdf, pages: dict[tuple[int, int], int], contents: dict[tuple[int, int], list[Char]]
) -> Iterator[Tagged]:
    """Walk the tree of tags; a kid is a tag, the number of marked content, or a mention of a link."""
    count = 0
    stack: list[tuple[Any, tuple[str, ...], int, int, int]] = [(file.Root.StructTreeRoot, (), 0, 0, 0)]
    while stack:
        node, tags, page, block, row = stack.pop()
        if isinstance(node, int):
            yield Tagged(tuple(contents.get((page, node), ())), tags, block, row)
            continue
        if Name.Pg in node:
            page = pages[node.Pg.objgen]
        if Name.S in node:
            tags = (*tags, str(node.S)[1:])
            if tags[-1] in _BLOCKS and "Span" not in tags:
                count += 1
                block = count
                row = count if tags[-1] == "TR" else row
        if node.get(Name.Type) == Name.MCR:
            yield Tagged(tuple(contents.get((page, int(node.MCID)), ())), tags, block, row)
            continue
        kids = node.get(Name.K)
        if kids is None:
            continue
        some = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        stack += [
            (int(kid) if not isinstance(kid, pikepdf.Object) else kid, tags, page, block, row)
            for kid in reversed(some)
        ]


def _anchors(file: pikepdf.Pdf, pages: dict[tuple[int, int], int]) -> Iterator[tuple[str, tuple[int, float]]]:
    names = file.Root.get(Name.Names, pikepdf.Dictionary()).get(Name.Dests)
    if names is not None:
        for name, end in pikepdf.NameTree(names).items():
            place: Any = end.get(Name.D) if isinstance(end, pikepdf.Dictionary) else end
            yield str(name), (pages[place[0].objgen], float(place[3]))


def lines_of(chars: Sequence[Char], *, tolerance: float = 3.0) -> list[tuple[Char, ...]]:
    """Put characters of one page into lines from the top; within one from left to right."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (-char.y0, char.x0)):
        if lines and abs(lines[-1][0].y0 - char.y0) < tolerance:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [tuple(sorted(line, key=lambda char: char.x0)) for line in lines]
