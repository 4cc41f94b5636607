"""USLM 1 and 2 (United States Legislative Markup): titles of the US Code, bills, resolutions, public laws.

    level   = num? heading? (chapeau | content | level | continuation | p …)*
    chapeau = intro, continuation = wrap_up; content holds text, paragraphs, tables, quoted provisions

**Numbers** are kept as printed ("§ 104.", "[§ 2." of a repealed section, "SEC. 2.") without the wide spaces
that laws pad them with. **Ids**: USLM has none that last: `id` is made anew at each release and is not read;
`identifier` ("/us/usc/t9/s1/a") says the place and becomes the `wid`, a hint. In the US Code a section's eId
is made of its number here, so that `stated` can be keyed by it.

**Marks of change**: a reported bill holds the struck text beside the new. What is `deletedText` or
`changed="deleted"` is not text of that version and is left out; `addedText`, `changed="added"` and
`"notChanged"` are its text.

**Quotes**: `quotedText` is part of its sentence. `quotedContent` becomes a `quoted` subtree; what a file has
behind the closing mark, inside it or after it, stands behind the subtree.

**Appropriations** stand under their headings as `uslm_appropriations` says. One with text is a unit known by
its heading.

**Stated renumbering**: a section's amendment notes "renumbered section N of this title as this section" go
to `stated` as {eId: N}: of each section the note of the newest year, and the last where a year has two.
Notes may be older than the other side of a comparison; the reader cannot know.

Left out: metadata, front matter, signatures, page numbers, side notes, legislative history, source credits,
editor's notes and footnotes; tables of contents, but not one that a bill quotes in order to change it. The
kind of document above the long title ("A BILL", "An Act") changes with the stage and is left out too, and so
is the title line of a resolution that is not a joint one. Limit: a footnote in a bill would be left out too.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.expression import Expression, assemble
from lawdiff.model.provision import CONTAINERS, UNITS, Kind, Provision, bare_num
from lawdiff.model.text import SpanKind, Text
from lawdiff.read.cell_spans import html_spans
from lawdiff.read.cut_patterns import SEAL, Cut
from lawdiff.read.ledger import Ledger, children_of, is_element, own_text
from lawdiff.read.mixed import EMPTY, Mixed, closed, line_of, local, name_of, plain_text
from lawdiff.read.source import SourceFile
from lawdiff.read.uslm_appropriations import RANKS, add_appropriation, add_section
from lawdiff.read.uslm_metadata import date_of, label_of, read_metadata, work_of

_LEVELS: dict[str, Kind] = {
    "title": "title", "subtitle": "subtitle", "part": "part", "subpart": "subpart", "division": "division",
    "subdivision": "subdivision", "chapter": "chapter", "subchapter": "subchapter", "article": "article",
    "section": "section", "subsection": "subsection", "paragraph": "paragraph",
    "subparagraph": "subparagraph", "clause": "clause", "subclause": "subclause", "item": "item",
    "subitem": "subitem", "subsubitem": "subitem", "level": "level", "preamble": "preamble",
    "recital": "recital", "appendix": "annex", "courtRules": "crossheading", "courtRule": "section",
    "reorganizationPlans": "crossheading", "reorganizationPlan": "section", "compiledAct": "crossheading",
    "quotedContent": "quoted", "appropriations": "crossheading",
    "list": "list", "listItem": "item", "referenceItem": "item",
    "table": "table", "tr": "row", "td": "cell", "th": "header_cell",
    "layout": "table", "header": "row", "tocItem": "row", "row": "row", "column": "cell",
}  # fmt: skip
_WRAPPERS: dict[str, Kind] = {
    "content": "p", "p": "p", "listContent": "p", "chapeau": "intro", "continuation": "wrap_up",
    "caption": "caption", "thead": "p", "tbody": "p", "tfoot": "p",
    "longTitle": "p", "collection": "p", "component": "p", "main": "p",
}  # fmt: skip
_LEAVES: dict[str, Kind] = {
    "officialTitle": "long_title", "enactingFormula": "enacting_formula",
    "resolvingClause": "enacting_formula", "subheading": "subheading",
}  # fmt: skip
_SPANS: dict[str, SpanKind] = {
    "i": "emphasis", "b": "strong", "sub": "sub", "sup": "sup", "ref": "reference", "a": "reference",
    "term": "term", "em": "emphasis", "strong": "strong",
}  # fmt: skip
_STRUCK = "struck in this version"
_LEFT_OUT = {
    "meta": "metadata",
    "preface": "front matter: sponsors, committees, dates",
    "docTitle": "the kind of document, which changes with the stage",
    "toc": "table of contents: it repeats the headings",
    "notes": "notes of the editor",
    "note": "note of the editor",
    "footnote": "footnote of the editor",
    "sourceCredit": "source credit: it grows with every act",
    "page": "page of the print",
    "sidenote": "side note of the print",
    "action": "action of Congress or the President",
    "attestation": "attestation and signatures",
    "signatures": "attestation and signatures",
    "endorsement": "back of the print: it repeats the title",
    "legislativeHistory": "legislative history",
    "endMarker": "end mark of the print",
    "deletedText": _STRUCK,
}
_ABOVE = CONTAINERS | UNITS
CUT = Cut(
    tags=("section",),
    num="num",
    heading="heading",
    blocks=(
        "section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem",
        "num", "heading", "content", "chapeau", "continuation", "sourceCredit", "notes", "note", "p",
        "quotedContent",
        "level", "toc", "tocItem", "table", "thead", "tbody", "tr", "td", "th", "caption", "column", "row",
    ),
    telling=("shortTitle",),
)  # fmt: skip
"""How sections are found without reading."""


@dataclass(slots=True)
class _Reading:
    """What is gathered on the way.

    `is_code`: a title of the US Code; `is_resolved`: a resolution that does not become law, whose title is no
    part of it; `quotes`: how many `quotedContent` are around us; `behind`: what belongs behind this level.
    """

    ledger: Ledger
    is_code: bool
    is_resolved: bool
    quotes: int = 0
    behind: list[Provision] = field(default_factory=list)
    eids: set[str] = field(default_factory=set)
    stated: dict[str, str] = field(default_factory=dict)


def read(root: etree._Element, source: SourceFile) -> Expression:
    """Understand a USLM document. Raises `LawdiffError` where it holds no law."""
    meta = read_metadata(root)
    is_resolved = name_of(root) == "resolution" and "Joint" not in meta.get("type", "")
    reading = _Reading(Ledger(source), is_code=name_of(root) == "uscDoc", is_resolved=is_resolved)
    pieces = _read_level(root, "body", reading).children
    return assemble(
        pieces,
        work=work_of(root, meta),
        schema="uslm",
        origin=source.origin,
        date=date_of(root, meta),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        label=label_of(root, meta),
        stated=reading.stated,
        left_out=reading.ledger.left_out(),
        notices=_notices(reading.ledger),
    )


def _notices(ledger: Ledger) -> tuple[str, ...]:
    """Tell a person that a reported bill was read as the committee would have it."""
    struck = _STRUCK in ledger.reasons
    return ("the file marks text as struck; the version is read without it",) if struck else ()


def _read_level(element: etree._Element, kind: Kind, reading: _Reading) -> Provision:
    """Read a level with all in it."""
    reading.quotes += kind == "quoted"
    running = Mixed()
    head = _Head()
    _walk(element, running, head, reading)
    running.cut()
    pieces = running.pieces
    reading.quotes -= kind == "quoted"
    if kind == "level" and any(p.kind in _ABOVE for p in pieces):
        kind = "crossheading"
    elif element.get("level") in RANKS and pieces and all(p.kind not in _ABOVE for p in pieces):
        kind = "block"  # an appropriation with text is what people cite, by its heading
    text, children = (None, tuple(pieces)) if kind in CONTAINERS else closed(pieces)
    key = ""
    if kind == "row" and pieces:
        key = pieces[0].content
    elif kind in ("block", "crossheading") and head.heading:
        key = head.heading.content
    cols, rows = html_spans(element) if kind in ("cell", "header_cell") else (1, 1)
    return Provision(
        kind,
        num=head.num,
        heading=head.heading,
        text=text,
        children=children,
        eid=_eid(element, reading) if kind == "section" else "",
        wid=element.get("identifier", ""),
        key=key,
        status=element.get("status", ""),
        line=line_of(element),
        sealed=element.get(SEAL, ""),
        cols=cols,
        rows=rows,
    )


class _Head(Struct, gc=False):
    """Number and heading of a level, found among its children in either order."""

    num: str = ""
    heading: Text | None = None
    ranks: list[int] = []
    """Of the appropriations that the next one may stand under, outermost first."""


def _walk(element: etree._Element, running: Mixed, head: _Head, reading: _Reading) -> None:
    """Read what is in an element: running text goes on, blocks are put between."""
    if text := element.text:
        running.add(text, element)
    for child in children_of(element):
        if role := _role(child.tag):
            _read_child(child, role, running, head, reading)
        if tail := child.tail:
            running.add(tail, child)


_Role = Literal[
    "", "num", "heading", "quotedContent", "appropriations", "section", "level", "wrapper", "leaf", "ref",
    "br", "toc", "officialTitle", "block", "left out", "inline",
]  # fmt: skip


@lru_cache(maxsize=1024)
def _role(tag: object) -> _Role:
    """Say what elements of this name are, empty for comments: asked once of a name, not of each element."""
    match name := local(tag):
        case (
            "" | "num" | "heading" | "quotedContent" | "appropriations" | "section" | "ref" | "br" | "toc"
            | "officialTitle" | "block"
        ):  # fmt: skip
            return name
        case "designator":
            return "num"
        case _ if name in _LEFT_OUT:
            return "left out"
        case _ if name in _LEVELS:
            return "level"
        case _ if name in _LEAVES:
            return "leaf"
        case _ if name in _WRAPPERS:
            return "wrapper"
        case _:
            return "inline"


def _read_child(child: etree._Element, role: _Role, running: Mixed, head: _Head, reading: _Reading) -> None:
    if reason := _why_left_out(child, role, reading):
        if role == "ref":
            running.drop("\u202f")  # the thin space before a footnote's mark is part of it
        reading.ledger.leave(child, reason)
        return
    match role:
        case "num" if not head.num:
            running.cut()
            head.num = _own_text(child, reading).content.strip()
        case "heading" if head.heading is None:
            running.cut()
            head.heading = _own_text(child, reading)
        case "quotedContent":
            quoted, behind = _split_after_mark(_read_level(child, "quoted", reading))
            running.block(quoted)
            running.add(behind, child)
        case "appropriations":
            running.cut()
            rank = RANKS.get(child.get("level", ""), 3)
            add_appropriation(running.pieces, head.ranks, _read_level(child, "crossheading", reading), rank)
        case "section" if head.ranks:
            running.cut()
            add_section(running.pieces, head.ranks, _read_level(child, "section", reading))
        case "section" | "level":
            head.ranks.clear()
            running.block(_read_level(child, _LEVELS[name_of(child)], reading))
            running.pieces += reading.behind
            reading.behind.clear()
        case "toc":
            running.block(_read_level(child, "list", reading))  # an order to change the table of an act
        case "leaf" | "officialTitle":
            text = _own_text(child, reading)
            running.block(Provision(_LEAVES[name_of(child)], text=text, line=line_of(child)))
        case "wrapper":
            _read_wrapper(child, running, head, reading)
        case "br":
            running.line_break()
        case _:
            _read_inline(child, running, head, reading)


def _why_left_out(child: etree._Element, role: _Role, reading: _Reading) -> str:
    """Say why an element is no text of this version; empty where it is."""
    match role:
        case "left out":
            return _LEFT_OUT[name_of(child)]
        case "toc" if not reading.quotes:
            return _LEFT_OUT["toc"]
        case "officialTitle" if reading.is_resolved:
            return "title line: printed at some stages only"
        case "block" if child.get("role") == "endorsement":
            return _LEFT_OUT["endorsement"]
        case _ if child.get("changed") == "deleted":
            return _STRUCK
        case "ref" if child.get("class") == "footnoteRef":
            return "footnote of the editor"
        case _:
            return ""


def _read_inline(child: etree._Element, running: Mixed, head: _Head, reading: _Reading) -> None:
    opened = running.open()
    _walk(child, running, head, reading)
    name = name_of(child)
    if kind := _SPANS.get(name):
        running.close(opened, kind, child.get("href") or child.get("idref") or "")
    elif name == "inline" and child.get("class") in ("smallCaps", "small-caps"):
        running.close(opened, "small_caps")


def _read_wrapper(element: etree._Element, running: Mixed, head: _Head, reading: _Reading) -> None:
    """Read an element that is a paragraph, or holds blocks with text between them."""
    name = name_of(element)
    kind = _WRAPPERS[name]
    if name == "continuation" and _ends_list(element):
        reading.behind += _wrapped(element, kind, head, reading)
    elif len(element):
        running.blocks(_wrapped(element, kind, head, reading))
    else:
        running.leaf(kind, element)


def _wrapped(element: etree._Element, kind: Kind, head: _Head, reading: _Reading) -> list[Provision]:
    running = Mixed(kind)
    _walk(element, running, head, reading)
    running.cut()
    return running.pieces


def _ends_list(continuation: etree._Element) -> bool:
    """Say whether a continuation is the list's, though it stands in the content of its last paragraph.

    Title 13 § 211 has "shall be fined …" in paragraph (2) at release 113-31, behind it at 119-36.
    """
    content = continuation.getparent()
    level = content.getparent() if content is not None and name_of(content) == "content" else None
    if level is None or continuation.getnext() is not None:
        return False
    if name_of(level) not in ("paragraph", "subparagraph", "clause", "subclause", "item"):
        return False
    return not any(is_element(next_) and name_of(next_) in _LEVELS for next_ in level.itersiblings())


def _own_text(element: etree._Element, reading: _Reading) -> Text:
    """Read an element that holds nothing but running text; paragraphs in a heading are joined."""
    if not len(element):
        return plain_text(element)
    running = Mixed()
    _walk(element, running, _Head("taken", EMPTY), reading)
    if not running.pieces:
        return running.take()
    running.cut()
    return Text(" ".join(filter(None, (p.content for p in running.pieces))))


# A closing mark, and the little that the quoting sentence may say behind it.
_BEHIND_MARK = re.compile(r"(?s)(.*”)([.;,:]*(?: (?:and|or))?[.;,:]*)")


def _split_after_mark(quoted: Provision) -> tuple[Provision, str]:
    """Cut off what stands behind the closing mark of a quotation, for it is not quoted.

    Schema 2.0.11 has `…members.”.` in the quoted provision where 2.1 has `…members.”` in it and "." behind.
    """
    if quoted.children:
        last, behind = _split_after_mark(quoted.children[-1])
        if behind:
            return replace(quoted, children=(*quoted.children[:-1], last)), behind
    elif quoted.text:
        found = _BEHIND_MARK.fullmatch(quoted.text.content)
        if found and found[2]:
            end = len(found[1])
            spans = tuple(
                replace(span, end=min(span.end, end)) for span in quoted.text.spans if span.start < end
            )
            return replace(quoted, text=Text(found[1], spans)), found[2]
    return quoted, ""


# "221 to 232" and "48, 49" are one section where all of them were repealed; "2000e–5" is one number.
_RANGE = re.compile(r" to |, (?:and )?|–")


def _eid(section: etree._Element, reading: _Reading) -> str:
    """Make the eId of a section of the US Code, where numbers are unique but for an error of Congress."""
    num = section.find("{*}num")
    value = num.get("value", "") if num is not None else ""
    label = bare_num(_RANGE.sub("-", value)).lower()
    eid = f"sec_{label}"
    if not reading.is_code or reading.quotes or not label or eid in reading.eids:
        return ""
    reading.eids.add(eid)
    former = _former_number(section)
    if former:
        reading.stated[eid] = former
    return eid


_YEAR_OR_NUMBER = re.compile(
    r"(?<![0-9])((?:17|18|19|20)[0-9]{2})—"
    r"|(?:[Rr]enumbered|[Rr]edesignated|and) section ([0-9][\w.–-]*) of this title,? as this section"
)


def _former_number(section: etree._Element) -> str:
    """Read a section's number before its newest renumbering within the title; empty where there was none."""
    newest = (0, "")
    for note in section.iterfind("{*}notes/{*}note"):
        text = own_text(note) if note.get("topic") == "amendments" else ""
        if "as this section" not in text:
            continue
        year = 0
        for found in _YEAR_OR_NUMBER.finditer(text):
            if found[1]:
                year = int(found[1])
            elif year >= newest[0]:
                newest = (year, found[2])
    return newest[1]
