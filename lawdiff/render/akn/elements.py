"""Provisions as elements of Akoma Ntoso 3.0 (OASIS Akoma Ntoso 1.0 part 2): which kind is which element.

    hier    = num? heading? ( intro? (hier | crossHeading)* wrapUp? | content )     chapter, section, point …
    block   = p | table | blockContainer(num? heading? block+)                      where no hier may stand

A kind that the standard has no element for is an `hcontainer` with the kind as its name, or a
`blockContainer` with it as its class inside tables and notes. Text between two levels stands in an
`hcontainer name="block"`. `ins` and `del` are inline in the standard, so what came or went whole has its text
in them, and a `status`.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from lxml import etree

from lawdiff.model.text import Span, SpanKind

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

_HIER = frozenset(
    "book tome title subtitle part subpart division subdivision chapter subchapter section article "
    "subsection paragraph subparagraph clause subclause point level proviso list".split()
)
_NAMES = {"long_title": "longTitle", "enacting_formula": "formula"}
_BLOCKS = frozenset("p intro wrap_up note caption figure formula table quoted subheading".split())
"""Kinds that stand in `content`; all others are levels of the hierarchy."""
_INLINE: dict[SpanKind, tuple[str, dict[str, str]]] = {
    "reference": ("ref", {}),
    "definition": ("def", {}),
    "term": ("inline", {"name": "term"}),
    "small_caps": ("inline", {"name": "smallCaps"}),
    "strong": ("b", {}),
    "emphasis": ("i", {}),
    "underline": ("u", {}),
    "sub": ("sub", {}),
    "sup": ("sup", {}),
}
"""Outermost first, where several cover the same characters."""
_ORDER = tuple(_INLINE)
# XML 1.0, section 2.2: what is no character of a document.
_NO_ADDRESS = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\u00a1-\U0010fffd]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is kept, put in or struck. `eid` names the mark; spans are offsets in `text`."""

    text: str
    mark: Literal["", "ins", "del"] = ""
    spans: tuple[Span, ...] = ()
    eid: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A provision as it is written. `status` is a word of the standard; `omitted`: its text is not shown;
    `leads` is where its text went (eId, label). `span` is how many columns and rows a cell spans.
    """

    kind: str
    num: tuple[Run, ...] = ()
    heading: tuple[Run, ...] = ()
    text: tuple[Run, ...] | None = None
    children: tuple["Piece", ...] = ()
    eid: str = ""
    wid: str = ""
    status: str = ""
    omitted: bool = False
    leads: tuple[str, str] | None = None
    span: tuple[int, int] = (1, 1)


def element(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    """Make an element below a parent; attributes without a value are left out."""
    stated = {key.rstrip("_"): clean(value) for key, value in attributes.items() if value}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", stated)


def clean(text: str) -> str:
    """Replace what may not stand in XML by the replacement character."""
    return _NO_CHARACTER.sub("\ufffd", text)


def add_hierarchy(parent: etree._Element, piece: Piece) -> None:
    """Write a provision as a level of the hierarchy."""
    if piece.kind in _BLOCKS:
        _add_run_in(parent, (piece,))
        return
    own = _named(parent, piece)
    _add_label(own, piece)
    if piece.omitted or piece.leads:
        _add_omission(element(own, "content"), piece)
        return
    if piece.text is not None:
        add_inline(element(element(own, "content"), "p"), piece.text)
        return
    _add_below(own, piece.children)


def add_blocks(parent: etree._Element, pieces: Iterable[Piece]) -> None:
    """Write provisions where only blocks may stand."""
    for piece in pieces:
        _add_block(parent, piece)


def add_inline(parent: etree._Element, runs: Sequence[Run]) -> None:
    """Write text with its marks and what it wears into an element that has none yet."""
    for run in runs:
        holder = element(parent, run.mark, eId=run.eid) if run.mark else parent
        _add_dressed(holder, run)


# --- the hierarchy


def _named(parent: etree._Element, piece: Piece) -> etree._Element:
    ids = {"eId": piece.eid, "wId": piece.wid, "status": piece.status}
    if piece.kind in _HIER:
        return element(parent, piece.kind, **ids)
    return element(parent, "hcontainer", name=_NAMES.get(piece.kind, piece.kind), **ids)


def _add_label(own: etree._Element, piece: Piece) -> None:
    for name, runs in (("num", piece.num), ("heading", piece.heading)):
        if runs:
            add_inline(element(own, name), runs)


def _add_omission(holder: etree._Element, piece: Piece) -> None:
    _omit(element(holder, "p"), piece)


def _omit(p: etree._Element, piece: Piece) -> None:
    if piece.leads is None:
        element(p, "omissis")
    else:
        eid, label = piece.leads
        element(p, "ref", href=f"#{eid}", title=label)  # no text: without `del` the new law is to be left


def _add_below(own: etree._Element, children: Sequence[Piece]) -> None:
    levels = [n for n, child in enumerate(children) if child.kind not in _BLOCKS]
    if not levels:
        if children:
            add_blocks(element(own, "content"), children)
        return
    before, after = children[: levels[0]], children[levels[-1] + 1 :]
    if before:
        add_blocks(element(own, "intro"), before)
    loose: list[Piece] = []
    for child in children[levels[0] : levels[-1] + 1]:
        if child.kind in _BLOCKS:
            loose.append(child)
            continue
        _add_run_in(own, loose)
        loose = []
        add_hierarchy(own, child)
    if after:
        add_blocks(element(own, "wrapUp"), after)


def _add_run_in(own: etree._Element, loose: Sequence[Piece]) -> None:
    """Write text that stands between two levels; a heading there has an element of its own."""
    if not loose:
        return
    only_headings = all(p.kind == "subheading" and not p.children and not p.num for p in loose)
    if only_headings and own.tag != f"{{{NAMESPACE}}}body":
        for piece in loose:
            crossing = element(own, "crossHeading", eId=piece.eid, wId=piece.wid)
            add_inline(crossing, (*piece.heading, *(piece.text or ())))
        return
    add_blocks(element(element(own, "hcontainer", name="block"), "content"), loose)


# --- blocks


def _add_block(parent: etree._Element, piece: Piece) -> None:
    ids = {"eId": piece.eid, "wId": piece.wid}
    match piece.kind:
        case "table":
            _add_table(parent, piece)
        case "quoted":
            _add_quoted(parent, piece)
        case "note":
            marker = "".join(run.text for run in piece.num)
            note = element(element(parent, "p"), "authorialNote", marker=marker, **ids)
            _add_blocks_of(note, piece)
        case kind if kind in _BLOCKS and not piece.children:
            p = element(parent, "p", class_="" if kind == "p" else kind, status=piece.status, **ids)
            _add_numbered(p, piece)
        case kind:
            own = element(parent, "blockContainer", class_=kind, status=piece.status, **ids)
            _add_label(own, piece)
            _add_blocks_of(own, piece)


def _add_blocks_of(own: etree._Element, piece: Piece) -> None:
    """Write what a provision holds as blocks: at least one, as the standard has it."""
    if piece.omitted or piece.leads:
        _add_omission(own, piece)
    elif piece.text is not None or not piece.children:
        add_inline(element(own, "p"), piece.text or ())
    add_blocks(own, piece.children)


def _add_numbered(p: etree._Element, piece: Piece) -> None:
    """Write a paragraph with the number and heading that stand in its line."""
    for name, runs in (("num", piece.num), ("heading", piece.heading)):
        if runs:
            add_inline(element(p, "span", class_=name), runs)
    if piece.omitted or piece.leads:
        _omit(p, piece)
    add_inline(p, piece.text or ())


def _add_quoted(parent: etree._Element, piece: Piece) -> None:
    mod = element(element(parent, "p"), "mod")
    own = element(mod, "quotedStructure", eId=piece.eid, wId=piece.wid, status=piece.status)
    _add_label(own, piece)
    if piece.text is not None:
        add_inline(element(own, "p"), piece.text)
    for child in piece.children:
        if child.kind in _BLOCKS:
            _add_block(own, child)
        else:
            add_hierarchy(own, child)
    if not len(own):
        element(own, "p")


def _add_table(parent: etree._Element, piece: Piece) -> None:
    table = element(parent, "table", eId=piece.eid, wId=piece.wid, status=piece.status)
    captions = [child for child in piece.children if child.kind == "caption" and child.text is not None]
    if captions:
        add_inline(element(table, "caption", eId=captions[0].eid), captions[0].text or ())
    label = Piece("p", text=(*piece.num, *piece.heading, *(piece.text or ())))
    if label.text:
        add_blocks(element(element(table, "tr"), "td"), (label,))
    for child in piece.children:
        if child is (captions[0] if captions else None):
            continue
        if child.kind == "row":
            _add_row(table, child)
        else:
            _add_cell(element(table, "tr"), child)
    if not len(table) or (captions and len(table) == 1):
        element(element(table, "tr"), "td")


def _add_row(table: etree._Element, row: Piece) -> None:
    tr = element(table, "tr", eId=row.eid, wId=row.wid, status=row.status)
    label = (*row.num, *row.heading, *(row.text or ()))
    if label:
        add_inline(element(element(tr, "td"), "p"), label)
    for child in row.children:
        _add_cell(tr, child)
    if not len(tr):
        td = element(tr, "td")
        if row.omitted or row.leads:
            _add_omission(td, row)


def _add_cell(tr: etree._Element, cell: Piece) -> None:
    name = "th" if cell.kind == "header_cell" else "td"
    if cell.kind not in ("cell", "header_cell"):
        add_blocks(element(tr, name), (cell,))
        return
    colspan, rowspan = (str(n) if n > 1 else "" for n in cell.span)
    td = element(tr, name, eId=cell.eid, wId=cell.wid, status=cell.status, colspan=colspan, rowspan=rowspan)
    if cell.num or cell.heading or cell.text is not None or cell.leads:
        _add_numbered(element(td, "p"), cell)
    add_blocks(td, cell.children)


# --- text


def _add_dressed(holder: etree._Element, run: Run) -> None:
    """Write text, cut wherever something that it wears begins or ends."""
    spans = Worn(span for span in run.spans if span.kind in _INLINE and span.start < span.end)
    points: defaultdict[int, list[Span]] = defaultdict(list)
    cuts = {0, len(run.text)}
    for span in run.spans:
        if span.kind in ("break", "note_mark"):
            points[span.start].append(span)
        elif span.kind not in _INLINE or span.start >= span.end:
            continue
        cuts |= {span.start, span.end}
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(run.text))
    for start, end in zip(ordered, (*ordered[1:], None), strict=True):
        broken = _add_points(holder, points.get(start, ()))
        if end is None or broken >= end:
            continue
        worn = [span for span in spans.at(start, end) if span.start <= start and end <= span.end]
        worn.sort(key=lambda span: _ORDER.index(span.kind))
        inner = holder
        for span in worn:
            name, attributes = _INLINE[span.kind]
            href = span.target if name == "ref" else ""
            if name != "ref" or href:
                inner = element(inner, name, href=address(href), **attributes)
        _append(inner, clean(run.text[start:end]))


class Worn:
    """Spans by where they stand, so that one stretch is asked for without going through all of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._ends = list(accumulate((span.end for span in self._spans), max))

    def at(self, start: int, end: int) -> list[Span]:
        """Give those that may reach into a stretch or touch it, by where they begin."""
        return self._spans[bisect_left(self._ends, start) : bisect_right(self._starts, end)]


def _add_points(holder: etree._Element, points: Iterable[Span]) -> int:
    """Write breaks and marks of notes; give the offset behind the space that a break stands for, or -1."""
    behind = -1
    for point in points:
        if point.kind == "break":
            element(holder, "eol")
            behind = point.end if point.end > point.start else behind
        elif point.target:
            element(holder, "noteRef", href=address(f"#{point.target.lstrip('#')}"))
    return behind


def address(target: str) -> str:
    """Make an address of which any reader of the schema agrees that it is one (RFC 3986).

    >>> address("§ 28:9(a)"), address("#a b"), address("https://x.no/50%")
    ('./§-28:9(a)', '#a-b', 'https://x.no/50%25')
    """
    path, mark, fragment = target.partition("#")
    plain = _NO_ADDRESS.sub("-", f"{path}{mark}{fragment.replace('#', '-')}")
    plain = re.sub("%(?![0-9A-Fa-f]{2})", "%25", plain)
    # Section 4.2: what has a colon before its first slash is read as a scheme, unless a dot segment is first.
    colon = re.match(r"[^/?#]*:", plain)
    return f"./{plain}" if colon and not re.fullmatch("[A-Za-z][A-Za-z0-9+.-]*:", colon[0]) else plain


def _append(holder: etree._Element, text: str) -> None:
    last = next(holder.iterchildren(reversed=True), None)  # `len` would count all of them
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        holder.text = (holder.text or "") + text


# --- the law as one


def add_body(document: etree._Element, roots: Sequence[Piece], title: str) -> None:
    """Write preface, preamble, body and conclusions; what does not stand in that order is in the body."""
    rest = list(roots)
    front: dict[str, Piece] = {}
    for name in ("preface", "preamble"):
        if rest and rest[0].kind == name and not rest[0].num and not rest[0].heading and len(rest) > 1:
            front[name] = rest.pop(0)
    end = None
    if len(rest) > 1 and rest[-1].kind == "conclusions" and not rest[-1].num and not rest[-1].heading:
        end = rest.pop()
    if title or "preface" in front:
        preface = element(document, "preface", eId=front["preface"].eid if "preface" in front else "")
        if title:
            words = element(element(element(preface, "longTitle"), "p"), "docTitle")
            words.text = clean(title)
        _add_front(preface, front["preface"].children if "preface" in front else ())
    if "preamble" in front and front["preamble"].children:
        preamble = element(document, "preamble", eId=front["preamble"].eid)
        _add_front(preamble, front["preamble"].children)
    body = element(document, "body")
    for piece in _unwrapped(rest):
        add_hierarchy(body, piece)
    if not len(body):
        element(body, "hcontainer", name="block")
    if end is not None and end.children:
        add_blocks(element(document, "conclusions", eId=end.eid), _inside(end.children))


def _unwrapped(roots: Sequence[Piece]) -> Iterable[Piece]:
    """A `body` of the source is the document's own."""
    for piece in roots:
        if piece.kind == "body" and not piece.num and not piece.heading:
            yield from piece.children
        else:
            yield piece


def _inside(children: Iterable[Piece]) -> Iterable[Piece]:
    """Blocks are only how loose text is held together: what they hold stands for itself."""
    for child in children:
        if child.kind == "block" and not child.num and not child.heading and child.text is None:
            yield from child.children or (child,)
        else:
            yield child


def _add_front(holder: etree._Element, children: Iterable[Piece]) -> None:
    recitals: etree._Element | None = None
    for child in _inside(children):
        if child.kind == "recital" and holder.tag.endswith("preamble"):
            if recitals is None:
                recitals = element(holder, "recitals")
            own = element(recitals, "recital", eId=child.eid, wId=child.wid, status=child.status)
            _add_label(own, child)
            _add_blocks_of(own, child)
            continue
        recitals = None
        if child.kind == "long_title" and holder.tag.endswith("preface") and not child.num:
            own = element(holder, "longTitle", eId=child.eid, wId=child.wid)
            _add_blocks_of(own, child)
        elif child.kind == "enacting_formula" and not child.num and not child.heading:
            own = element(holder, "formula", name="enactingFormula", eId=child.eid, wId=child.wid)
            _add_blocks_of(own, child)
        else:
            _add_block(holder, child)


MIXED = frozenset(
    "p num heading crossHeading docTitle caption ins del i b u sub sup ref def inline span omissis".split()
)
"""Elements in which white space is text."""


def lay_out(root: etree._Element) -> None:
    """Set each level on a line of its own, one space deeper than what holds it."""

    def deeper(at: etree._Element, depth: int) -> None:
        if not len(at) or etree.QName(at).localname in MIXED:
            return
        at.text = "\n" + " " * (depth + 1)
        for child in at:
            deeper(child, depth + 1)
            child.tail = "\n" + " " * (depth + 1)
        at[-1].tail = "\n" + " " * depth

    deeper(root, 0)
