"""WordprocessingML in small: elements, runs, marks of tracked changes (ECMA-376 part 1, 17.3 and 17.13.5).

The schema is a sequence nearly everywhere, and Word rejects a file whose elements stand in another order; so
each function here writes its children in the schema's order, and nothing else makes properties.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from lawdiff.render.docx.merge import Op
from lawdiff.render.docx.tokens import Look
from lawdiff.render.layout.blocks import reads_from_right
from lawdiff.render.layout.runs import Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NSMAP = {"w": W, "r": R}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element  # lxml has no public name for it

MARKS: dict[Op, str] = {
    "delete": "del", "insert": "ins", "move_from": "moveFrom", "move_to": "moveTo",
}  # fmt: skip
"""The element that says what happened, around runs, in a paragraph's mark and in a row."""

DEEPEST = 6
"""How far text is set in at most: there are styles for that many steps."""


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """Make an element; attributes are of the same namespace."""
    made = etree.Element(f"{{{W}}}{tag}", {f"{{{W}}}{name}": v for name, v in attributes.items()}, _NSMAP)
    made.extend(children)
    return made


def value(tag: str, val: str | int) -> Element:
    """Make an element that is a property with one value."""
    return element(tag, val=str(val))


def legible(text: str) -> str:
    r"""Make characters that XML 1.0 (2.2) does not allow visible.

    >>> legible("a\x1b[2J\ufffe")
    'a\\x1b[2J\\xfffe'
    """
    return _FORBIDDEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Author:
    """Who made the changes and when; numbers each mark. Without `date` none is stated."""

    name: str
    date: str
    count: int = 0

    def marked(self, tag: str, *children: Element, later: bool = False, **attributes: str) -> Element:
        """Make the mark of a change, with a number of its own; `later` by two minutes.

        LibreOffice takes what one author did within a minute for one change.
        """
        self.count += 1
        date = self.date.replace("T00:00", "T00:02") if later else self.date
        stated = {"id": str(self.count), "author": self.name} | ({"date": date} if date else {})
        return element(tag, *children, **stated, **attributes)


def runs(pieces: Iterable[Piece], *, heading: bool, deleted: bool = False) -> list[Element]:
    """Write pieces as runs. In a `heading` numbers and headings need no style of their own."""
    made: list[Element] = []
    for piece in pieces:
        if "note_mark" in piece.styles:
            continue  # it has no character of its own
        properties = _run_properties(piece, heading=heading)
        content = [element("br")] if "break" in piece.styles else _content(piece.text, deleted=deleted)
        if content:
            made.append(element("r", *([element("rPr", *properties)] if properties else []), *content))
    return made


def plain(text: str, *, style: str = "") -> list[Element]:
    """Write text of ours as one run."""
    content = _content(text, deleted=False)
    properties = [element("rPr", value("rStyle", style))] if style else []
    return [element("r", *properties, *content)] if content else []


def watermark(word: str) -> Element:
    """Write a word across the page, as Word itself does: a line of WordArt in VML, behind the text.

    ECMA-376 part 4, 19.1: `v:textpath` sets the text on the path of shape type 136.
    """
    names = {"v": _VML, "o": "urn:schemas-microsoft-com:office:office"}
    made = element("pict")
    kind = etree.SubElement(made, f"{{{_VML}}}shapetype", None, names)
    office = f"{{{names['o']}}}"
    outline = "m@7,l@8,m@5,21600l@6,21600e"
    kind.attrib.update({"id": "_x0000_t136", "coordsize": "21600,21600", "adj": "10800", "path": outline})
    kind.set(f"{office}spt", "136")
    formulas = etree.SubElement(kind, f"{{{_VML}}}formulas")
    for formula in _TEXT_PATH.split(";"):
        etree.SubElement(formulas, f"{{{_VML}}}f", eqn=formula)
    etree.SubElement(kind, f"{{{_VML}}}path", textpathok="t")
    etree.SubElement(kind, f"{{{_VML}}}textpath", on="t", fitshape="t")
    height = 150
    width = min(460, height * len(word) * 6 // 10)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = etree.SubElement(made, f"{{{_VML}}}shape", id="PowerPlusWaterMarkObject1", type="#_x0000_t136")
    shape.attrib.update({"style": style, "fillcolor": "#d9d9d9", "stroked": "f", "alt": word})
    shape.set(f"{office}allowincell", "f")
    etree.SubElement(shape, f"{{{_VML}}}fill", opacity=".5")
    etree.SubElement(shape, f"{{{_VML}}}textpath", style='font-family:"Calibri";font-size:1pt', string=word)
    return made


_VML = "urn:schemas-microsoft-com:vml"
_TEXT_PATH = (
    "sum #0 0 10800;prod #0 2 1;sum 21600 0 @1;sum 0 0 @2;sum 21600 0 @3;if @0 @3 0;if @0 21600 @1;"
    "if @0 0 @2;if @0 @4 21600;mid @5 @6;mid @8 @5;mid @7 @8;mid @6 @7;sum @6 0 @5"
)
"""The guides of shape type 136, as Word writes them."""


def _content(text: str, *, deleted: bool) -> list[Element]:
    made: list[Element] = []
    for part in re.split(r"(\t)", re.sub(r"[\r\n]", " ", legible(text))):
        if part == "\t":
            made.append(element("tab"))
        elif part:
            words = element("delText" if deleted else "t")
            words.text = part
            words.set(_SPACE, "preserve")
            made.append(words)
    return made


# In the order of the schema (CT_RPr, EG_RPrBase).
_WORN: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("strong", (("b", "1"), ("bCs", "1"))),
    ("emphasis", (("i", "1"), ("iCs", "1"))),
    ("small_caps", (("smallCaps", "1"),)),
    ("underline", (("u", "double"),)),  # a single line is what an insertion looks like
    ("sub", (("vertAlign", "subscript"),)),
    ("sup", (("vertAlign", "superscript"),)),
)


def _run_properties(piece: Piece, *, heading: bool) -> list[Element]:
    style = ""
    if piece.part == "num" and not heading:
        style = "LawNumber"
    elif piece.part == "heading" and not heading:
        style = "LawRunInHeading"
    elif "definition" in piece.styles:
        style = "LawDefinition"
    elif "reference" in piece.styles:
        style = "LawReference"
    made = [value("rStyle", style)] if style else []
    for kind, properties in _WORN:
        if kind in piece.styles and not (kind == "sup" and "sub" in piece.styles):
            made += [value(name, val) for name, val in properties]
    if reads_from_right(piece.text):
        made.append(value("rtl", "1"))
    return made


_STYLES = {
    "part": "LawPart", "chapter": "LawChapter", "subchapter": "LawSubchapter", "section": "LawSection",
    "subheading": "LawSubheading", "footnote": "LawFootnote", "caption": "LawCaption", "cell": "LawCell",
    "head_cell": "LawCellHead", "said": "LeftOut",
}  # fmt: skip
HEADINGS = frozenset({"part", "chapter", "subchapter", "section", "subheading"})


def style_of(look: Look) -> str:
    """Name the style of a paragraph of the law."""
    match look.style:
        case "text" | "item":
            return f"Law{look.style.title()}{min(look.depth + 1, DEEPEST)}"
        case style:
            return _STYLES[style]


def paragraph_properties(look: Look, *, rtl: bool = False, right: bool = False) -> list[Element]:
    """Give style, direction, side and level in the outline, in the order of the schema (CT_PPrBase)."""
    made = [value("pStyle", style_of(look))]
    if rtl:
        made.append(value("bidi", "1"))
    if right:
        made.append(value("jc", "right"))
    if look.level:
        made.append(value("outlineLvl", min(look.level, 8)))  # 0 is that of the title above the law
    return made


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """Make a paragraph of ours."""
    return element("p", element("pPr", value("pStyle", style), *properties), *content)


def table(
    widths: Iterable[int], rows: Iterable[Element], *, indent: int = 0, heads: bool = False, rtl: bool = False
) -> Element:
    """Make a table. `heads`: its first row names the columns."""
    columns = list(widths)
    look = element(
        "tblLook", val="0020" if heads else "0000", firstRow=str(int(heads)), lastRow="0", firstColumn="0",
        lastColumn="0", noHBand="1", noVBand="1",
    )  # fmt: skip
    properties = element(
        "tblPr",
        value("tblStyle", "LawTable"),
        *([value("bidiVisual", "1")] if rtl else []),
        element("tblW", w=str(sum(columns)), type="dxa"),
        *([element("tblInd", w=str(indent), type="dxa")] if indent else []),
        element("tblLayout", type="fixed"),
        look,
    )
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in columns))
    return element("tbl", properties, grid, *rows)


def row(cells: Iterable[Element], *, mark: Element | None = None, head: bool = False) -> Element:
    """Make a row of a table; `mark` says that it came or went."""
    # A mark alone is read by Word, but not by every validator: something stands before it.
    properties = [value("cantSplit", "off")] + ([element("tblHeader")] if head else [])
    return element("tr", element("trPr", *properties, *([mark] if mark is not None else [])), *cells)


def cell(width: int, blocks: Iterable[Element], *, span: int = 1, merge: str = "") -> Element:
    """Make a cell, which holds at least one paragraph and ends with one.

    `merge`: it goes on below ("restart"), or with the cell above it ("continue").
    """
    properties = element(
        "tcPr",
        element("tcW", w=str(width), type="dxa"),
        *([value("gridSpan", span)] if span > 1 else []),
        *([value("vMerge", merge)] if merge else []),
    )
    return element("tc", properties, *blocks)
