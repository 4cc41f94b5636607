"""Parts of a PDF, each laid out and written alone, made into one file.

Each part is taken from WeasyPrint just before it would be written: its objects as bytes, numbered from 1. The
merge gives them numbers behind those of the parts before, hangs their pages, tags and named places under one
root each, makes the outline anew from all bookmarks and fills in what a part could not know (`late`). No
stream is unpacked and no object is parsed: a number of an object stands in its bytes as `12 0 R`, and nowhere
else but in a string in brackets (ISO 32000-1, 7.3), so one expression finds them all. Reading the parts with
a library would take more memory than laying them out; so the largest process of 1,300 pages takes 470 MB.

Limits: parts are WeasyPrint's, written with tags, without forms.
"""

import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.pdf.anchors import add_outlines

from lawdiff.render.pdf.late import Drawer, Glyphs, Known, Late, LateLines, filled_in, numbered_lines, split

_OWN = re.compile(rb"\((?:[^()\\]|\\.)*\)|(\d+) 0 R|(/StructParents? )(\d+)", re.DOTALL)
_SCALE = 0.75
"""Points in a CSS pixel."""
_NULL = b"null"

Bookmark = tuple[int, str, tuple[float, float], str]


@dataclass(slots=True)
class Part:
    """A part: its objects by number (from 0, which is none), and what hangs them into the whole.

    `streams`: packed content of the objects that are streams. `late`: texts to fill in, objects of their own.
    `root`: numbers of what the whole has once, with the name of it. `parents`: the elements that own marked
    content, of each page and then of each link.
    """

    objects: list[bytes]
    streams: dict[int, bytes]
    late: dict[int, Late | LateLines]
    root: dict[int, str]
    pages: list[int]
    heights: list[float]
    late_of_pages: list[list[int]]
    lines: list[int]
    kids: list[bytes]
    parents: list[bytes]
    places: list[tuple[str, bytes]]
    targets: dict[str, int]
    bookmarks: list[list[Bookmark]]
    catalog: dict[str, bytes]
    info: dict[str, bytes]
    digest: str
    glyphs: list[Glyphs] = field(default_factory=list)


class _TakenError(Exception):
    """Not an error: WeasyPrint is stopped before it writes what was taken."""


def take(
    write: Callable[[Callable[[Any, Any], None]], object],
    document: Any,
    *,
    lines: Sequence[int],
    drawer: Drawer,
    digest: str,
    prefix: str,
) -> Part:
    """Take a document as a part: `write` writes it with the finisher that it is given.

    `prefix` makes the ids of elements differ from those of other parts. `drawer` drew its late texts.
    """
    taken: list[Any] = []

    def finisher(_: Any, pdf: Any) -> None:
        taken.append(pdf)
        raise _TakenError

    with suppress(_TakenError):
        write(finisher)
    (pdf,) = taken
    _rename(pdf, prefix)
    return _part(pdf, document, lines, drawer.glyphs, digest)


def _rename(pdf: Any, prefix: str) -> None:
    """Put a prefix before the ids of notes and headers of tables; what refers to one shares its string."""
    met: set[int] = set()
    for thing in pdf.objects:
        if (
            isinstance(thing, dict)
            and isinstance(name := thing.get("ID"), pydyf.String)
            and id(name) not in met
        ):
            met.add(id(name))
            name.string = f"{prefix}-{name.string}"


def _part(pdf: Any, document: Any, lines: Sequence[int], glyphs: list[Glyphs], digest: str) -> Part:
    structure = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    whole = pdf.objects[_number(structure["K"][0])]
    tree = pdf.objects[_number(structure["ParentTree"])]
    pages = [int(number) for number in pdf.pages["Kids"][::3]]
    streams: dict[int, bytes] = {}
    late: dict[int, Late | LateLines] = {}
    late_of_pages = [_open_up(pdf, pdf.objects[number], late) for number in pages]
    objects: list[bytes] = [_NULL]
    root = {
        pdf.pages.number: "pages", pdf.catalog.number: "", structure.number: "", tree.number: "",
        whole.number: "document",
    }  # fmt: skip
    for thing in pdf.objects[1:]:
        if thing.number in root or thing.number in late:
            objects.append(_NULL)
        elif isinstance(thing, pydyf.Stream):
            extra, _, content = thing.data.partition(b"\nstream\n")
            objects.append(extra)
            streams[thing.number] = content.removesuffix(b"\nendstream")
        else:
            objects.append(thing.data)
    names = pdf.catalog.get("Names", {})
    places = names["Dests"]["Names"] if "Dests" in names else []
    catalog = {key: pydyf._to_bytes(value) for key, value in pdf.catalog.items()}
    if "EmbeddedFiles" in names:
        catalog["EmbeddedFiles"] = pydyf._to_bytes(names["EmbeddedFiles"])
    return Part(
        objects=objects,
        streams=streams,
        late=late,
        root=root,
        pages=pages,
        heights=[page.height for page in document.pages],
        late_of_pages=late_of_pages,
        lines=list(lines),
        kids=[pydyf._to_bytes(kid) for kid in whole["K"]],
        parents=[pydyf._to_bytes(value) for value in tree["Nums"][1::2]],
        places=[
            (str(name.string), place.data) for name, place in zip(places[::2], places[1::2], strict=True)
        ],
        targets={name: i for i, page in reversed([*enumerate(document.pages)]) for name in page.anchors},
        bookmarks=[list(page.bookmarks) for page in document.pages],
        catalog=catalog,
        info={key: pydyf._to_bytes(value) for key, value in pdf.info.items()},
        digest=digest,
        glyphs=glyphs,
    )


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _open_up(pdf: Any, page: Any, late: dict[int, Late | LateLines]) -> list[int]:
    """Part the content of a page at its late texts, each an object of its own; give their numbers."""
    stream = pdf.objects[_number(page["Contents"])]
    pieces = split(stream)
    if len(pieces) == 1:
        return []
    contents: list[bytes] = []
    numbers: list[int] = []
    for i, piece in enumerate(pieces):
        if isinstance(piece, bytes):
            part = stream if i == 0 else pydyf.Stream([], compress=True)
            part.stream = [piece]
        else:
            part = pydyf.Object()
        if i:
            pdf.add_object(part)
        if not isinstance(piece, bytes):
            late[part.number] = piece
            numbers.append(part.number)
        contents.append(part.reference)
    page["Contents"] = pydyf.Array(contents)
    return numbers


class _Kept:
    """An object of the file as it is written; it has no more than pydyf's writer asks for."""

    __slots__ = ("data", "number", "offset", "packed")
    generation = 0
    free = "n"

    def __init__(self, data: bytes, *, packed: bool) -> None:
        self.data, self.packed, self.number, self.offset = data, packed, 0, 0

    @property
    def compressible(self) -> bool:
        return not self.packed

    @property
    def indirect(self) -> bytes:
        return b"%d 0 obj\n%b\nendobj" % (self.number, self.data)

    @property
    def reference(self) -> bytes:
        return b"%d 0 R" % self.number


def merged(
    parts: Sequence[Part],
    numbers: Callable[[Sequence[int]], Sequence[Mapping[int, int]]],
    endings: Mapping[str, int],
    identifier: bytes,
) -> bytes:
    """Make one file of parts, in their order; they are used up.

    `numbers` says of pages with so many lines which line has which number; `endings`, of the fragment of a
    note at the end, its number.
    """
    pdf = pydyf.PDF()
    tree, structure, whole = pydyf.Dictionary(), pydyf.Dictionary(), pydyf.Dictionary()
    for thing in (tree, structure, whole):
        pdf.add_object(thing)
    structure |= {
        "Type": "/StructTreeRoot",
        "ParentTree": tree.reference,
        "K": pydyf.Array([whole.reference]),
    }
    whole |= {"Type": "/StructElem", "S": "/Document", "K": pydyf.Array(), "P": structure.reference}
    tree["Nums"] = pydyf.Array()
    once = {"pages": pdf.pages.number, "document": whole.number}
    first = parts[0]
    lines_of_pages = iter(numbers([count for part in parts for count in part.lines]))
    pages = sum(len(part.pages) for part in parts)
    targets: dict[str, int] = {}
    before = 0
    for part in parts:
        for name, page in part.targets.items():
            targets.setdefault(name, before + page + 1)
        before += len(part.pages)
    places: dict[str, bytes] = {}
    before = keys = 0
    catalog: dict[str, bytes] = {}
    for part in parts:
        moved = _mover(len(pdf.objects) - 1, keys, {n: once.get(what, 0) for n, what in part.root.items()})
        late = _drawn(part, Known(0, pages, targets, endings), before, lines_of_pages)
        if part is first:
            pdf.info.update({key: moved(value) for key, value in part.info.items()})
            catalog = {key: moved(value) for key, value in part.catalog.items()}
        pdf.pages["Kids"] += [n for page in part.pages for n in (page + len(pdf.objects) - 1, 0, "R")]
        whole["K"] += [moved(kid) for kid in part.kids]
        for value in part.parents:
            tree["Nums"] += [keys, moved(value)]
            keys += 1
        for name, place in part.places:
            places.setdefault(name, moved(place))
        for number, data in enumerate(part.objects[1:], start=1):
            content = late.get(number)
            if content is None:
                content = part.streams.get(number)
                data = moved(data)
            else:
                content = zlib.compress(content, 9)
                data = b"<</Filter /FlateDecode/Length %d>>" % len(content)
            if content is None:
                pdf.add_object(_Kept(data, packed=False))
            else:
                stream = b"%b\nstream\n%b\nendstream" % (data, content)
                pdf.add_object(_Kept(stream, packed=True))
        before += len(part.pages)
        part.objects, part.streams = [], {}
    pdf.pages["Count"] = pages
    _hang(pdf, catalog, structure, places)
    shown = [
        SimpleNamespace(bookmarks=marks, height=height)
        for part in parts
        for marks, height in zip(part.bookmarks, part.heights, strict=True)
    ]
    outline = Document.make_bookmark_tree(SimpleNamespace(pages=shown), _SCALE, transform_pages=True)
    add_outlines(pdf, outline)
    output = io.BytesIO()
    pdf.write(output, b"1.7", identifier, compress=True)
    return output.getvalue()


def _hang(pdf: Any, catalog: dict[str, bytes], structure: Any, places: Mapping[str, bytes]) -> None:
    """Fill the catalogue: most is as in the first part."""
    embedded = catalog.pop("EmbeddedFiles", None)
    for key, value in catalog.items():
        if key not in ("Type", "Pages", "StructTreeRoot", "Names", "Outlines"):
            pdf.catalog[key] = value
    pdf.catalog["StructTreeRoot"] = structure.reference
    names = pydyf.Dictionary({"EmbeddedFiles": embedded} if embedded else {})
    if places:
        strings = sorted((pydyf.String(name) for name in places), key=_order)
        array = pydyf.Array(thing for name in strings for thing in (name, places[name.string]))
        names["Dests"] = pydyf.Dictionary({"Names": array})
    pdf.catalog["Names"] = names


def _order(name: pydyf.String) -> bytes:
    """Names in a tree stand in the order of their bytes (ISO 32000-1, 7.9.6)."""
    text = str(name.string)
    return text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def _mover(base: int, keys: int, once: Mapping[int, int]) -> Callable[[bytes], bytes]:
    """Give what renumbers objects in bytes: by `base`, or what the whole has `once`; parents by `keys`."""

    def moved(found: re.Match[bytes]) -> bytes:
        if found[1]:
            number = int(found[1])
            return b"%d 0 R" % (once.get(number) or number + base)
        return b"%b%d" % (found[2], int(found[3]) + keys) if found[2] else found[0]

    return lambda data: _OWN.sub(moved, data)


def _drawn(
    part: Part, known: Known, before: int, lines_of_pages: Iterator[Mapping[int, int]]
) -> dict[int, bytes]:
    """Draw the late texts of a part, which has so many pages before it."""
    drawn: dict[int, bytes] = {}
    for page, numbers in enumerate(part.late_of_pages, start=before + 1):
        known = Known(page, known.pages, known.targets, known.endings)
        lines = next(lines_of_pages)
        for number in numbers:
            late = part.late[number]
            glyphs = part.glyphs[late.glyphs]
            if isinstance(late, LateLines):
                drawn[number] = numbered_lines(late, glyphs, lines)
            else:
                drawn[number] = filled_in(late, glyphs, known)
    return drawn
