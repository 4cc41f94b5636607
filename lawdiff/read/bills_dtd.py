"""BILLS DTD: bills and resolutions of the US Congress in the older XML, without its DTD.

What becomes what:

    legis-body, resolution-body        the text; nothing around it is
    division, title, chapter, …        containers; num is `enum` as it stands ("I": "TITLE" is generated)
    section                            section, num "1." ("SEC." is generated); without enum a block
    subsection, paragraph, …, item     the same
    text, continuation-text            text of the level; beside smaller levels intro and wrap_up
    quoted-block                       quoted: “ as intro, the new text, ” and after-quoted-block as wrap_up
    quote                              “ ” (‘ ’ within another quotation)
    appropriations-major, -small …     a level of its rank, known by its heading: a block with it, or a
                                       crossheading over what is of lower rank
    table/tgroup/tbody/row/entry       table, row, cell
    external-xref (usc/42/1382)        reference to /us/usc/t42/s1382

Marks of change: a reported bill holds what is struck beside what is added. What is marked changed="deleted"
(or is a deleted-phrase) is not text of this version and is left out; what is added is text like any other,
also where the whole body is. Quotation marks of `quote` and `quoted-block` are not in the source: they are
spans of the kind "generated", and so is the ".—" that print has behind the header of a subsection and of
what is smaller.

A section goes under an appropriations heading only where it is the first thing there, or follows one that is;
under a heading in brackets, "(transfer of funds)", only the first. Brackets after a heading without text are
its second line.

Left out with reasons: metadata, form, endorsement, attestation, official title (it is the work's), tables of
contents (they repeat headings). `id` is a hint, in `guid`: the House makes them anew at each stage. `date` is
the latest day of an action or attestation that the file names, else dc:date; an enrolled bill has neither.
Line breaks and tabs are not text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from lxml import etree
from msgspec.structs import replace

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression, Work, assemble
from lawdiff.model.provision import CONTAINERS, Kind, Provision
from lawdiff.model.text import Span, SpanKind, Text, settle
from lawdiff.read.cell_spans import CalsColumns, columns_of
from lawdiff.read.congress import cited_number, label_of_stage
from lawdiff.read.cut_patterns import SEAL, Cut
from lawdiff.read.ledger import Ledger, children_of, is_element
from lawdiff.read.mixed import line_of
from lawdiff.read.running import Running, lay_out
from lawdiff.read.source import SourceFile

_BODIES = ("legis-body", "resolution-body")
_KINDS: dict[str, Kind] = {
    "division": "division", "subdivision": "subdivision", "title": "title", "subtitle": "subtitle",
    "part": "part", "subpart": "subpart", "chapter": "chapter", "subchapter": "subchapter",
    "preamble": "preamble", "whereas": "recital",
    "section": "section", "subsection": "subsection", "paragraph": "paragraph",
    "subparagraph": "subparagraph", "clause": "clause", "subclause": "subclause", "item": "item",
    "subitem": "subitem", "list": "list", "list-item": "point", "footnote": "note", "formula": "formula",
}  # fmt: skip
_RANKS = {"appropriations-major": 0, "appropriations-intermediate": 1, "appropriations-small": 2}
_BLOCKS = frozenset({*_KINDS, *_RANKS, "quoted-block", "table", "toc", "text", "continuation-text"})
_INLINE: dict[str, SpanKind] = {
    "italic": "emphasis", "bold": "strong", "underline": "underline", "term": "term",
    "subscript": "sub", "superscript": "sup", "header-in-text": "small_caps",
}  # fmt: skip
_LEFT_OUT = {
    "metadata": "metadata",
    "form": "form: congress, session, sponsors",
    "endorsement": "endorsement",
    "attestation": "attestation",
    "official-title": "official title: it is the work's title",
}
_RUN_IN = frozenset("subsection paragraph subparagraph clause subclause item subitem".split())
"""Levels whose header stands in the line of their text."""
_DASH = Text(".—", (Span("generated", 0, 2),))
_MARKS = (("“", "”"), ("‘", "’"))
"""Outer and inner quotation marks, in turns."""
_STRUCK = "struck: not text of this version"
_MONTHS = "January February March April May June July August September October November December".split()
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
_DATE = re.compile(rf"({'|'.join(_MONTHS)})\s+(\d{{1,2}}),\s+(\d{{4}})")
CUT = Cut(
    tags=("section",),
    num="enum",
    heading="header",
    blocks=(
        "section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem",
        "enum",
        "header", "text", "continuation-text", "quoted-block", "after-quoted-block", "toc", "toc-entry",
        "table", "tgroup", "thead", "tbody", "row", "entry", "colspec", "ttitle",
    ),
)  # fmt: skip
"""How sections are found without reading."""


def read(root: etree._Element, source: SourceFile) -> Expression:
    """Read a bill or resolution. Raises `LawdiffError` where it has no body."""
    ledger = Ledger(source)
    roots: list[Provision] = []
    bodies = 0
    for child in root:
        if is_element(child):
            if _is_struck(child):
                ledger.leave(child, _STRUCK)
            elif child.tag in _BODIES or child.tag == "preamble":
                bodies += child.tag in _BODIES
                roots += _levels(child, ledger) if child.tag in _BODIES else _block(child, ledger, 0)
            else:
                _leave(child, ledger)
        ledger.leave_text(child.tail, "outside the bill", root)
    ledger.leave_text(root.text, "outside the bill", root)
    if not bodies:
        raise LawdiffError(
            "no legis-body that stands, so there is no text of a bill",
            where=f"{source.where}:{root.sourceline}",
            do="Give the whole bill as the Government Publishing Office publishes it",
        )
    return assemble(
        roots,
        work=Work(_uri(root), _title(root), "us"),
        schema="bills-dtd",
        origin=source.origin,
        date=_date(root),
        language="en",
        label=_label(root),
        left_out=ledger.left_out(),
    )


def _uri(root: etree._Element) -> str:
    """As USLM names it: "116th CONGRESS" and "H. R. 1500" make /us/bill/116/hr/1500."""
    congress = _congress(_string(root, "form/congress"))
    number = re.fullmatch(r"([a-z]+)(\d+)", re.sub(r"[.\s]+", "", _string(root, "form/legis-num")).lower())
    return f"/us/bill/{congress}/{number[1]}/{number[2]}" if congress and number else ""


def _title(root: etree._Element) -> str:
    """The title of the metadata, mostly the short one, else the official title."""
    # The title stands behind number and stage, as in "116 HR 1500 EH: Consumers First Act".
    return _string(root, "metadata//{*}title").partition(": ")[2] or _string(root, "form/official-title")


def _label(root: etree._Element) -> str:
    """The bill and its stage: "H.R. 1500, Reported in House"."""
    stage = (root.get("bill-stage") or root.get("resolution-stage") or "").replace("-", " ")
    printed = re.fullmatch(r"(.*?)(\d+)", _string(root, "form/legis-num"))
    return label_of_stage(cited_number(printed[1], printed[2]) if printed else "", stage)


def _congress(printed: str) -> str:
    """Number of "118th CONGRESS", when enrolled "One Hundred Eighteenth Congress of the United States"."""
    if digits := re.match(r"\d+", printed):
        return digits[0]
    words = re.match(r"one hundred (?:and )?((?:twenty|thirty)-)?(\w+) congress", printed.lower())
    if words is None or words[2] not in _ORDINALS:
        return ""
    tens = {"twenty-": 20, "thirty-": 30}.get(words[1] or "", 0)
    return str(100 + tens + _ORDINALS[words[2]])


def _date(root: etree._Element) -> str:
    days: list[str] = []
    for element in root.iter("action-date", "attestation-date"):
        stated = element.get("date") or ""
        if re.fullmatch(r"\d{8}", stated):
            days.append(f"{stated[:4]}-{stated[4:6]}-{stated[6:]}")
        elif written := _DATE.search("".join(cast("Iterator[str]", element.itertext()))):
            days.append(f"{written[3]}-{_MONTHS.index(written[1]) + 1:02}-{int(written[2]):02}")
    return max(days) if days else _string(root, "metadata//{*}date")


def _string(root: etree._Element, path: str) -> str:
    found = root.find(path)
    return "" if found is None else " ".join("".join(cast("Iterator[str]", found.itertext())).split())


def _leave(element: etree._Element, ledger: Ledger) -> None:
    """Leave out what stands around the body; the official title gets its own reason."""
    title = element.find("official-title") if element.tag == "form" else None
    if title is None:
        ledger.leave(element, _LEFT_OUT.get(element.tag, "outside the bill"))
        return
    ledger.leave_text(element.text, _LEFT_OUT["form"], element)
    for child in element:
        if is_element(child):
            ledger.leave(child, _LEFT_OUT["official-title" if child is title else "form"])
        ledger.leave_text(child.tail, _LEFT_OUT["form"], element)


def _is_struck(element: etree._Element) -> bool:
    return element.get("changed") == "deleted" or element.tag == "deleted-phrase"


def _levels(element: etree._Element, ledger: Ledger) -> list[Provision]:
    """What stands in a container or body, appropriations under their headings."""
    parts = _parts(element, ledger, 0)
    return _under_headings(
        [Provision("p", text=p, line=line_of(element)) if isinstance(p, Text) else p for p in parts]
    )


def _parts(element: etree._Element, ledger: Ledger, quotes: int) -> list[Text | Provision]:
    """Texts and blocks of an element, in order, without its enum and header."""
    if not len(element):  # most elements hold nothing but text
        only = settle(element.text or "")
        return [only] if only else []
    parts: list[Text | Provision] = []
    run = Running()

    def close() -> None:
        if run.at and (text := run.take()):
            parts.append(text)

    run.add(element.text)
    is_level = element.tag not in ("text", "toc")
    for child in children_of(element):
        tag = child.tag
        if not isinstance(tag, str):
            pass  # a comment
        elif _is_struck(child):
            ledger.leave(child, _STRUCK)
        elif tag in ("text", "continuation-text"):
            close()
            parts += _parts(child, ledger, quotes)
        elif tag == "toc" and not quotes:
            ledger.leave(child, "table of contents")
        elif tag in ("enum", "header", "after-quoted-block") and is_level:
            pass  # read by `_block`, `_quoted`
        elif tag in _BLOCKS:
            close()
            parts += _block(child, ledger, quotes)
        else:
            _inline(child, run, ledger, quotes)
        run.add(child.tail)
    close()
    return parts


def _block(element: etree._Element, ledger: Ledger, quotes: int) -> list[Provision]:
    """Read one block. `quotes` counts the quotations around it."""
    line = line_of(element)
    match element.tag:
        case "quoted-block":
            return [_quoted(element, ledger, quotes)]
        case "table":
            return [_table(element, ledger, quotes)]
        case "toc":  # in a quotation: new items for the amended law's table
            entries = (entry for entry in element if is_element(entry))
            lines = (Provision("p", text=_own(e, ledger, quotes), line=line_of(e)) for e in entries)
            return [Provision("list", children=tuple(lines), line=line)]
        case tag:
            num = "".join(_own(e, ledger, quotes).content for e in _named(element, "enum"))
            headings = [_own(e, ledger, quotes) for e in _named(element, "header")]
            kind = _KINDS.get(tag, "block")
            heading = headings[0] if headings and headings[0] else None
            if heading and tag in _RUN_IN:
                heading = _joined(heading, _DASH)
            text: Text | None = None
            if kind in CONTAINERS:
                children = tuple(_levels(element, ledger))
            else:
                text, children = lay_out(_parts(element, ledger, quotes), line)
            is_ranked = tag in _RANKS
            return [
                Provision(
                    kind if num or kind != "section" else "block",
                    num=num,
                    heading=heading,
                    text=text,
                    children=children,
                    wid=tag if is_ranked else "",  # until `_under_headings` has read it
                    guid=element.get("id") or "",
                    key=heading.content if is_ranked and heading else "",
                    line=line,
                    sealed=element.get(SEAL) or "",
                )
            ]


def _named(element: etree._Element, tag: str) -> list[etree._Element]:
    return [child for child in element.iterchildren(tag) if not _is_struck(child)]


def _own(element: etree._Element, ledger: Ledger, quotes: int) -> Text:
    if not len(element):
        return settle(element.text or "")
    run = Running()
    _inside(element, run, ledger, quotes)
    return run.take()


@dataclass
class _Heading:
    """An appropriations level and what was put under it so far."""

    rank: int
    own: Provision
    below: list["Provision | _Heading"] = field(default_factory=list)

    def takes(self, p: Provision, rank: int | None) -> bool:
        """Whether `p` goes under this heading, or into it."""
        if rank is not None:
            return rank > self.rank or self.goes_on_in(p, rank)
        if _is_in_brackets(self.own):
            return not self.below and not _has_text(self.own)
        last = self.below[-1] if self.below else None
        return not _has_text(self.own) and not (isinstance(last, _Heading) and not _is_in_brackets(last.own))

    def goes_on_in(self, p: Provision, rank: int) -> bool:
        """Whether `p` is the next line of this heading, "(including transfer of funds)", or its text."""
        is_next = _is_in_brackets(p) if p.heading else rank == self.rank
        return is_next and not self.below and not _has_text(self.own) and rank >= self.rank

    def whole(self) -> Provision:
        """As a crossheading; where nothing is below and it has text of its own, as a block with a heading."""
        own = replace(self.own, wid="")
        if _has_text(own) and not self.below:
            return own
        body = (replace(own, heading=None, key="", guid=""),) if _has_text(own) else ()
        below = (p.whole() if isinstance(p, _Heading) else p for p in self.below)
        return replace(own, kind="crossheading", text=None, children=(*body, *below))


def _is_in_brackets(p: Provision) -> bool:
    return p.heading is not None and p.heading.content.startswith("(")


def _has_text(p: Provision) -> bool:
    return bool(p.text or p.children)


def _run_on(first: Provision, p: Provision) -> Provision:
    """One level of two: the lines of its heading, and the text of the second."""
    heading = first.heading
    if heading and p.heading:
        heading = _joined(heading, Text(" ", (Span("break", 0, 1),)), p.heading)
    return replace(
        p, heading=heading, key=heading.content if heading else "", guid=first.guid, line=first.line
    )


def _under_headings(flat: list[Provision]) -> list[Provision]:
    """Put appropriations under the heading of higher rank above them."""
    top: list[Provision | _Heading] = []
    open_: list[_Heading] = []
    for p in flat:
        rank = _RANKS.get(p.wid)
        while open_ and not open_[-1].takes(p, rank):
            open_.pop()
        if rank is not None and open_ and open_[-1].goes_on_in(p, rank):
            open_[-1].own = _run_on(open_[-1].own, p)
            continue
        piece = p if rank is None else _Heading(rank, p)
        (open_[-1].below if open_ else top).append(piece)
        if isinstance(piece, _Heading):
            open_.append(piece)
    return [p.whole() if isinstance(p, _Heading) else p for p in top]


def _quoted(element: etree._Element, ledger: Ledger, quotes: int) -> Provision:
    """New text in quotation marks: a leaf where it is text alone, else between leaves that hold the marks."""
    frame = Provision("quoted", guid=element.get("id") or "", line=line_of(element))
    parts = _parts(element, ledger, quotes + 1)
    after = Running()
    after.generate(_MARKS[quotes % 2][1])
    for tail in _named(element, "after-quoted-block"):
        _inside(tail, after, ledger, quotes)
    before = Running()
    before.generate(_MARKS[quotes % 2][0])
    match parts:
        case [Text() as only]:
            return replace(frame, text=_joined(before.take(), only, after.take()))
        case _:
            inner = [Provision("p", text=p, line=frame.line) if isinstance(p, Text) else p for p in parts]
            first = Provision("intro", text=before.take(), line=frame.line)
            last = Provision("wrap_up", text=after.take(), line=frame.line)
            return replace(frame, children=(first, *_under_headings(inner), last))


def _joined(*texts: Text) -> Text:
    at, spans = 0, []
    for text in texts:
        spans += [replace(s, start=s.start + at, end=s.end + at) for s in text.spans]
        at += len(text.content)
    return Text("".join(text.content for text in texts), tuple(spans))


def _table(element: etree._Element, ledger: Ledger, quotes: int) -> Provision:
    """A CALS table: title and rows, those of the head with header cells."""
    children: list[Provision] = []
    group: etree._Element | None = None
    columns = CalsColumns(None)
    for child in element.iter("ttitle", "tdesc", "row"):
        if child.tag != "row":
            children.append(Provision("caption", text=_own(child, ledger, quotes), line=line_of(child)))
            continue
        above = child.getparent()
        if above is not group:
            group, columns = above, columns_of(above)
        kind: Kind = "header_cell" if above is not None and above.tag == "thead" else "cell"
        cells: list[Provision] = []
        for entry, cols, rows in columns.row(_named(child, "entry")):
            line = line_of(child if entry is None else entry)
            text, below = (Text(""), ()) if entry is None else lay_out(_parts(entry, ledger, quotes), line)
            cells.append(Provision(kind, text=text, children=below, line=line, cols=cols, rows=rows))
        key = cells[0].content if cells else ""
        children.append(Provision("row", children=tuple(cells), key=key, line=line_of(child)))
    return Provision("table", children=tuple(children), line=line_of(element))


def _inline(element: etree._Element, run: Running, ledger: Ledger, quotes: int) -> None:
    """An element in running text, without its tail."""
    tag, start = element.tag, run.at
    if _is_struck(element):
        ledger.leave(element, _STRUCK)
    elif tag == "quote":
        opening, closing = _MARKS[quotes % 2]
        run.generate(opening)
        _inside(element, run, ledger, quotes + 1)
        run.generate(closing)
    elif tag == "linebreak":
        run.line_break()
    else:
        _inside(element, run, ledger, quotes)
        if tag in ("external-xref", "internal-xref"):
            run.span("reference", start, _target(element))
        elif tag in _INLINE:
            run.span(_INLINE[tag], start)


def _inside(element: etree._Element, run: Running, ledger: Ledger, quotes: int) -> None:
    run.add(element.text)
    for child in children_of(element):
        if is_element(child):
            _inline(child, run, ledger, quotes)
        run.add(child.tail)


def _target(element: etree._Element) -> str:
    """A parsable-cite in the form that USLM uses: usc/42/1382 is /us/usc/t42/s1382, pl/116/6 /us/pl/116/6."""
    cite = element.get("parsable-cite") or element.get("legis-path") or ""
    match cite.split("/"):
        case ["usc", title, *rest]:
            return "/".join(
                ["/us/usc", f"t{title}", *(f"s{rest[0]}" if i == 0 else r for i, r in enumerate(rest))]
            )
        case ["usc-chapter", title, chapter, *rest]:
            return "/".join(["/us/usc", f"t{title}", f"ch{chapter}", *rest])
        case ["usc-appendix", title, *rest]:
            return "/".join(["/us/usc", f"t{title}a", *rest])
        case ["pl" | "stat", *_]:
            return f"/us/{cite}"
        case _:
            return cite
