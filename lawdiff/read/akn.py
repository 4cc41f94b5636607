"""Akoma Ntoso 2.0, 3.0 (OASIS and drafts) and LegalDocML.de: acts, bills, docs, collections, portions.

Namespaces and versions differ, the vocabulary does not: elements are known by their local names. How a
dialect is recognised stands in `akn_metadata`.

    document  = meta coverPage? preface? preamble? body conclusions? attachments? components?
    container = num? heading? (container | unit | loose)*      part, chapter, crossheading, schedule …
    unit      = num? heading? (text | level* )                 section, article, rule, regulation, recital …
    level     = num? heading? (text | intro? level* wrapUp?)   subsection, paragraph, point, item, level …

What becomes what
- `body` and wrappers without number and heading are passed through. `section` that holds articles is a
  container ("division"), as are `hcontainer` "schedule" and "crossheading"; a `doc` in `components` is a
  schedule, in `attachments` an attachment. `hcontainer` "regulation" and `rule` are sections.
- UK `level class="para1"`, `"para2"`, `"para3"` are paragraph, subparagraph, clause.
- A list (`blockList`, `list`, `ul`, `ol`) that is the only one of its provision is spliced into it: its
  introduction is an `intro`, its items follow, its end is a `wrap_up`. A second list stays a `list`.
- A paragraph of text that begins with a defined term (`def`) is a definition, known by the term; likewise a
  level without number whose text begins with one, and UK `hcontainer name="definition"`.
- One paragraph of text alone in a provision is the provision's own text.
- A `quotedStructure` is a `quoted` subtree; its quotation marks are generated: the first is in its text or,
  where its first provision has a number, in the subtree's own `num`; the last is at the end of its last
  text. `quotedText` has them in its text.
- `authorialNote` is a `note` leaf behind the paragraph it stands in, its mark a span of no length.

Marks of change
- UK, Italy: `ins` is law in force, read as plain text; rows of dots for what was repealed are text;
  `noteRef` leads to the editor's notes and is nothing. `del`, anywhere: not text of this version.
- EU (LEOS): `leos:softaction` "del" and "move_to" (the ghost of a moved provision) are not text of the new
  state; "add" and "move_from" are. A notice says how many were left out.
- Finland: "12 § on kumottu L:lla …", the editor's sentence where a section was repealed, is text.
- South Africa: `remark status="editorial"` is left out; what held nothing else stays and is "repealed".

Dialects besides: in Finland inline elements stand on lines of their own, and white space is settled with the
block's indentation; its ids name the amending act ("sec_2v20230752"): `wid` has them without. Germany's
`GUID` is `guid`. South Africa's unnumbered `paragraph` is a wrapper and passed through. Switzerland's
`authorialNote` is the source of a citation, not law, and left out.

Limits: pictures have no text and are not in the model; columns and spans of tables are not kept.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression, assemble
from lawdiff.model.provision import CONTAINERS, Kind, Provision
from lawdiff.model.text import Span, Text, settle
from lawdiff.read.akn_metadata import Dialect, read_metadata, recognise_dialect
from lawdiff.read.akn_text import SPANS, STEP, Run, line_of, local, own_indent, target
from lawdiff.read.ledger import Ledger, is_element, own_text
from lawdiff.read.source import SourceFile

_HIERARCHY: dict[str, Kind] = {
    "book": "book", "tome": "tome", "title": "title", "subtitle": "subtitle", "part": "part",
    "subpart": "subpart", "division": "division", "subdivision": "subdivision", "chapter": "chapter",
    "subchapter": "subchapter",
    "section": "section", "article": "article", "rule": "section", "subrule": "subsection",
    "recital": "recital", "citation": "block", "formula": "enacting_formula", "longTitle": "long_title",
    "subsection": "subsection", "paragraph": "paragraph", "subparagraph": "subparagraph",
    "clause": "clause", "subclause": "subclause", "point": "point", "item": "item", "li": "item",
    "indent": "item", "alinea": "subparagraph", "level": "level", "proviso": "proviso",
    "transitional": "level", "hcontainer": "level",
    "attachment": "attachment", "component": "schedule",
}  # fmt: skip
_NAMED: dict[str, Kind] = {
    "crossheading": "crossheading", "schedule": "schedule", "definition": "definition",
    "regulation": "section", "attachment": "attachment", "conclusions": "conclusions",
    "entryIntoForce": "block", "amendmentEntryIntoForceAndApplianceProvisions": "division",
}  # fmt: skip
"""What the `name` of an `hcontainer` says that it is."""
_LEVELS: dict[str, Kind] = {
    "para1": "paragraph", "para2": "subparagraph", "para3": "clause", "unnumberedParagraph": "paragraph",
}  # fmt: skip
"""What the `class` of a `level` says that it is (the UK drafting offices)."""
_LISTS = frozenset({"blockList", "list", "ul", "ol"})
_LEAVES: dict[str, Kind] = {
    "p": "p", "block": "p", "caption": "caption", "listIntroduction": "intro", "listWrapUp": "wrap_up",
    "listConclusion": "wrap_up", "signature": "p",
}  # fmt: skip
_SIDES: dict[str, Kind] = {"intro": "intro", "wrapUp": "wrap_up"}
_PASSED = frozenset(
    "content blockContainer container tblock foreign div body mainBody portionBody collectionBody "
    "amendmentBody citations recitals doc act bill amendment documentCollection portion components "
    "attachments thead tbody tfoot statement".split()
)
"""Elements that only hold others."""
_BLOCKS = frozenset({"preface", "preamble", "conclusions", "table", "crossHeading"})
_DRESSABLE = frozenset({"blockContainer", "container", "tblock", "div"})
"""Those of them that may have a number or a heading, and then are levels."""
_QUOTES = frozenset({"quotedStructure", "embeddedStructure"})
_ROUTES: dict[str, Literal["hold", "block"]] = {
    **dict.fromkeys((*_HIERARCHY, *_LISTS, *_QUOTES, *_BLOCKS), "block"),
    **dict.fromkeys((*_LEAVES, *_SIDES, *_PASSED), "hold"),
}
"""What ends a leaf: an element that holds text or others, or a provision; all else is inline."""
_REMARK = "editor's remark, not law"
_TITLE = "title, kept as metadata"
_FRONT = "front matter (number, dates, sponsors), not law"
_MARKS = " \"'“”„‘’«»‚‛‹›"
_REASONS = {
    "meta": "metadata",
    "coverPage": "cover page, not law",
    "toc": "table of contents, made from the headings",
    "del": "deleted text (del), not text of this version",
}
_SUSPECTS = frozenset({"remark", "hcontainer", "authorialNote", *_REASONS})
"""Elements that may be no text of this version; in the EU's drafts any element may."""
_UNNUMBERED_DEFINES = frozenset({"paragraph", "subparagraph", "level", "point", "item", "list"})
_FINNISH_VERSION = re.compile(r"v\d{8}(?=__|$)")
_LEOS = "{urn:eu:europa:ec:leos}softaction"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class _Reading:
    """What one reading carries along: the dialect, what was left out, sections that hold articles."""

    dialect: Dialect
    ledger: Ledger = field(default_factory=Ledger)
    divisions: set[etree._Element] = field(default_factory=set)
    title: str = ""
    ghosts: int = 0


def read(root: etree._Element, source: SourceFile) -> Expression:
    """Understand an Akoma Ntoso document. Raises `LawdiffError` where it holds no text of law."""
    dialect = recognise_dialect(root)
    reading = _Reading(dialect, divisions=_sections_with_articles(root))
    document = next((child for child in root.iterchildren("{*}*")), None)
    if document is None:
        raise LawdiffError(
            "the document is empty", where=f"{source.where}:{line_of(root)}", do="Give an act or a bill"
        )
    roots = _pieces(root, reading)
    if not roots:
        raise LawdiffError(
            f'"{local(document.tag)}" holds no provision',
            where=f"{source.where}:{line_of(document)}",
            do="Give an act, a bill or another document with text",
        )
    said = read_metadata(document, dialect, reading.title)
    notices: tuple[str, ...] = ()
    if reading.ghosts:
        notices = (f"{reading.ghosts} provisions marked as deleted or moved away were left out",)
    return assemble(
        roots,
        work=said.work,
        schema="akn",
        origin=source.origin,
        date=said.date,
        language=said.language,
        left_out=reading.ledger.left_out(),
        notices=notices,
    )


def _sections_with_articles(root: etree._Element) -> set[etree._Element]:
    """Sections that hold articles (EU, Swiss, German acts): levels above what people cite."""
    found: set[etree._Element] = set()
    for article in root.iter("{*}article"):
        for above in article.iterancestors():
            name = local(above.tag)
            if name in _QUOTES:
                break
            if name == "section":
                found.add(above)
    return found


def _pieces(element: etree._Element, reading: _Reading, kind: Kind = "p") -> list[Provision]:
    """Read mixed content: the leaves and blocks in an element, in order. Text in it is of `kind`."""
    run = Run(kind, line=line_of(element))
    _walk(element, run, reading)
    run.flush()
    return run.out


def _walk(element: etree._Element, run: Run, reading: _Reading) -> None:
    run.add(element.text)
    for child in element:
        if is_element(child):
            _meet(child, local(child.tag), run, reading)
        run.add(child.tail)


def _meet(child: etree._Element, name: str, run: Run, reading: _Reading) -> None:
    """Read one child of mixed content into the run, without its tail."""
    if (name in _SUSPECTS or reading.dialect == "eu") and (reason := _left_out(child, name, run, reading)):
        reading.ledger.leave(child, reason)
        return
    if kind := SPANS.get(name):
        if name == "def":
            run.generate(_quote(child, "startQuote"))
        run.begin(kind, target(child) if kind == "reference" else "")
        _walk(child, run, reading)
        run.end()
        if name == "def":
            run.generate(_quote(child, "endQuote"))
        return
    route = _ROUTES.get(name)
    if route is not None and not (name == "foreign" and child.find("{*}math") is not None):
        run.flush()
        if route == "hold" or run.flat:
            _pass(child, name, run, reading)
        else:
            run.out += _block(child, name, reading)
        run.flush()
        return
    match name:
        case "eol" | "br":
            run.line_break()
        case "authorialNote":
            run.mark(_note(child, reading))
        case "math":
            _formula(child, run)
        case "quotedText" | "embeddedText":
            run.generate(child.get("startQuote"))
            _walk(child, run, reading)
            run.generate(child.get("endQuote"))
        case "inline" if child.get("name") == "smallCaps":
            run.begin("small_caps")
            _walk(child, run, reading)
            run.end()
        case "role" | "person" | "organization" if run.has_text and _is_signature(child):
            run.line_break()
            _walk(child, run, reading)
        case _:
            _walk(child, run, reading)


def _is_signature(element: etree._Element) -> bool:
    """Whether an element is a line of a signature: set apart in print, with no white space in the source."""
    parent = element.getparent()
    return parent is not None and local(parent.tag) == "signature"


def _left_out(child: etree._Element, name: str, run: Run, reading: _Reading) -> str:
    """Say why an element is no text of this version; empty where it is."""
    if name in _REASONS:
        return _REASONS[name]
    if name == "remark" and child.get("status") == "editorial":
        run.remark = True
        return _REMARK
    if name == "hcontainer" and child.get("name") == "preliminaryWork":
        return "preparatory works, named by the editors, not law"
    if name == "authorialNote" and reading.dialect == "ch":
        return "source of a citation, set by the editors, not law"
    if reading.dialect == "eu" and (action := child.get(_LEOS)) in ("del", "move_to"):
        reading.ghosts += 1
        return "deleted" if action == "del" else "moved away: its text stands at the new place"
    return ""


def _pass(child: etree._Element, name: str, run: Run, reading: _Reading) -> None:
    """Read a paragraph of text, or an element that only holds others."""
    if run.flat:
        _walk(child, run, reading)
    elif name in _LEAVES:
        run.out += _paragraph(child, name, run, reading)
    elif side := _SIDES.get(name):
        found = _pieces(child, reading, side)
        if found and not found[0].eid:
            own = _new(side, child, reading)
            found[0] = replace(found[0], eid=own.eid, wid=own.wid, guid=own.guid)
        run.out += found
    elif name in _DRESSABLE and _is_dressed(child):
        run.out.append(_level(child, "level", reading))
    else:
        _walk(child, run, reading)


def _paragraph(child: etree._Element, name: str, run: Run, reading: _Reading) -> list[Provision]:
    kind = run.kind if name == "p" else _LEAVES[name]
    indent = own_indent(child) if reading.dialect == "fi" else None
    if len(child) == 0:
        text = settle(child.text or "", indent=indent, step=STEP)
        return [_new(kind, child, reading, text=text)] if text else []
    own = Run(kind, indent=indent)
    own.name(_new(kind, child, reading))
    _walk(child, own, reading)
    if own.remark and not any(char.isalnum() for char in own.gathered):
        reading.ledger.leave_text(own.gathered, _REMARK, child)
        own.take()
    own.flush()
    run.remark |= own.remark
    blocks = [place for place, p in enumerate(own.out) if p.kind not in (kind, "note")]
    if blocks and kind == "p":
        sides: list[Kind] = ["intro" if place < blocks[0] else "p" for place in range(blocks[-1])]
        sides += ["wrap_up"] * (len(own.out) - len(sides))
        return [replace(p, kind=side) if p.kind == "p" else p for p, side in zip(own.out, sides, strict=True)]
    if kind == "p" and (term := _defined(own.out)):
        own.out[0] = replace(own.out[0], kind="definition", key=term)
    return own.out


def _block(child: etree._Element, name: str, reading: _Reading) -> list[Provision]:
    """Read a provision or a table; a wrapper gives what it holds."""
    match name:
        case "table":
            return [_table(child, reading)]
        case "preface":
            return _container("preface", child, _preface(child, reading), reading)
        case "preamble":
            return _container("preamble", child, _pieces(child, reading), reading)
        case "conclusions":
            return _container("conclusions", child, _pieces(child, reading), reading)
        case "crossHeading":
            return [_new("crossheading", child, reading, heading=_inline(child, reading))]
        case "component":
            return _component(child, reading)
        case "hcontainer" if child.get("name") == "noteAuthorial":
            return [_note(child, reading)]
        case _ if name in _QUOTES:
            return [_quoted(child, reading)]
        case _ if name in _LISTS:
            return [_level(child, "list", reading)]
    kind = _kind(child, name, reading)
    if kind is None:
        return _pieces(child, reading)
    return [_level(child, kind, reading)]


def _kind(child: etree._Element, name: str, reading: _Reading) -> Kind | None:
    """What a hierarchical element is; None for one that only wraps."""
    if name == "section" and child in reading.divisions:
        return "division"
    if name == "level":
        return _LEVELS.get(child.get("class") or "", "level")
    if name == "hcontainer":
        named = _NAMED.get(child.get("name") or "")
        if named or not _is_dressed(child):
            return named
        holds = any(child.find(f".//{{*}}{unit}") is not None for unit in ("section", "article"))
        return "division" if holds else "level"
    if name == "paragraph" and reading.dialect == "za" and not _is_dressed(child):
        return None
    return _HIERARCHY[name]


def _is_dressed(element: etree._Element) -> bool:
    """Whether an element has a number or a heading."""
    return any(local(child.tag) in ("num", "heading") for child in element if is_element(child))


def _level(element: etree._Element, kind: Kind, reading: _Reading) -> Provision:
    """Read a provision: number, heading, and what it holds."""
    num, heading = "", None
    run = Run(line=line_of(element))
    run.add(element.text)
    for child in element:
        match local(child.tag) if is_element(child) else "":
            case "num" if not num:
                num = _label(child, run, reading).content
            case "heading" if heading is None:
                heading = _label(child, run, reading)
            case "num" | "heading" | "subheading":
                run.flush()
                text = _label(child, run, reading)
                if text:
                    run.out.append(_new("subheading", child, reading, text=text))
            case "":
                pass
            case name:
                _meet(child, name, run, reading)
        run.add(child.tail)
    run.flush()
    given = _new(kind, element, reading, num=num, heading=heading or None)
    if not run.out and element.find(".//{*}remark") is not None:
        return replace(given, status="repealed")
    return _filled(given, run.out)


def _filled(given: Provision, pieces: list[Provision]) -> Provision:
    """Put pieces into a provision: one paragraph is its own text, its only list is spliced into it."""
    if given.kind in CONTAINERS:
        return _with(given, None, tuple(pieces))
    lists = [place for place, p in enumerate(pieces) if p.kind == "list"]
    if len(lists) == 1 and given.kind != "list":
        place = lists[0]
        spliced = pieces[place].children
        if place == 1 and pieces[0].kind == "p" and not any(p.kind == "intro" for p in spliced):
            pieces = [replace(pieces[0], kind="intro"), *pieces[1:]]
        after = pieces[place + 1 :]
        if len(after) == 1 and after[0].kind == "p" and not any(p.kind == "wrap_up" for p in spliced):
            after = [replace(after[0], kind="wrap_up")]
        pieces = [*pieces[:place], *spliced, *after]
    bare = given.kind in _UNNUMBERED_DEFINES and not given.num and not given.heading
    if len(pieces) == 1:
        only = pieces[0]
        if only.kind == "definition" and bare:
            return replace(only, eid=given.eid or only.eid, wid=given.wid or only.wid, guid=given.guid)
        if only.text is not None and not only.num and only.kind in ("p", "intro", "wrap_up", "definition"):
            if given.kind == "definition":
                return _with(given, only.text, key=only.key or _term(only.text))
            return _with(given, only.text)
    if given.kind == "definition":
        text = next((p.text for p in pieces if p.text), None)
        return _with(given, None, tuple(pieces), key=_term(text) if text else "")
    if bare and pieces and pieces[0].kind in ("intro", "p") and (term := _defined(pieces)):
        return replace(given, kind="definition", key=term, children=tuple(pieces))
    return _with(given, None, tuple(pieces))


def _with(p: Provision, text: Text | None, children: tuple[Provision, ...] = (), key: str = "") -> Provision:
    """Fill a provision that was made empty; `dataclasses.replace` takes three times as long."""
    return Provision(
        p.kind, p.num, p.heading, text, children, p.eid, p.wid, p.guid, p.num_generated, key, p.status, p.line
    )


def _defined(pieces: list[Provision]) -> str:
    """The term that the first piece begins with and defines; empty where it does not."""
    text = pieces[0].text if pieces else None
    if text is None:
        return ""
    span = next((span for span in text.spans if span.kind == "definition"), None)
    if span is None or any(char.isalnum() for char in text.content[: span.start]):
        return ""
    return text.content[span.start : span.end].strip(_MARKS)


def _term(text: Text) -> str:
    """The first term that a definition marks, wherever it stands in it."""
    for span in text.spans:
        if span.kind in ("definition", "term"):
            return text.content[span.start : span.end].strip(_MARKS)
    return ""


def _label(element: etree._Element, run: Run, reading: _Reading) -> Text:
    """The text of a number or a heading; notes in it go to the provision's own."""
    if len(element) == 0:
        return settle(element.text or "")
    own = Run(flat=True)
    _walk(element, own, reading)
    text = own.take()
    run.out += own.notes
    return text


def _inline(element: etree._Element, reading: _Reading) -> Text:
    return _label(element, Run(), reading)


def _note(element: etree._Element, reading: _Reading) -> Provision:
    marker = element.get("marker") or ""
    return replace(
        _new("note", element, reading, num=marker, text=_inline(element, reading)), num_generated=bool(marker)
    )


def _formula(element: etree._Element, run: Run) -> None:
    """MathML: its characters without white space, in the text it stands in, or as a leaf of its own."""
    characters = "".join("".join(own_text(element)).split())
    if run.has_text or run.flat:
        run.add(characters)
    else:
        run.flush()
        run.out.append(Provision("formula", text=Text(characters), line=line_of(element)))


def _table(element: etree._Element, reading: _Reading) -> Provision:
    rows: list[Provision] = []

    def gather(holder: etree._Element) -> None:
        for child in holder.iterchildren("{*}*"):
            match local(child.tag):
                case "tr":
                    cells = tuple(_cell(cell, reading) for cell in child.iterchildren("{*}*"))
                    key = " ".join(cells[0].content.split()) if cells else ""
                    rows.append(replace(_new("row", child, reading, children=cells), key=key))
                case "caption":
                    rows.extend(_pieces(child, reading, "caption"))
                case _:
                    gather(child)

    gather(element)
    return _new("table", element, reading, children=tuple(rows))


def _cell(element: etree._Element, reading: _Reading) -> Provision:
    kind: Kind = "header_cell" if local(element.tag) == "th" else "cell"
    cell = _filled(_new(kind, element, reading), _pieces(element, reading))
    return cell if cell.children or cell.text is not None else replace(cell, text=Text(""))


def _quoted(element: etree._Element, reading: _Reading) -> Provision:
    """Read a quotation: a subtree with the quotation marks that its attributes state."""
    quoted = _filled(_new("quoted", element, reading), _pieces(element, reading))
    if start := _quote(element, "startQuote"):
        marked = _opened(quoted, start)
        quoted = marked or replace(quoted, num=start, num_generated=True)
    if end := _quote(element, "endQuote"):
        quoted = _closed(quoted, end) or quoted
    return quoted


def _quote(element: etree._Element, name: str) -> str:
    if stated := element.get(name):
        return stated
    # Some drafting offices put it in a namespace of their own.
    return next((str(value) for key, value in element.items() if str(key).endswith("}" + name)), "")


def _opened(p: Provision, mark: str) -> Provision | None:
    """Put an opening mark before the first text; None where a number stands before it."""
    if p.num:
        return None
    if p.heading:
        return replace(p, heading=_joined(Text(mark, (Span("generated", 0, len(mark)),)), p.heading))
    if p.text is not None:
        return replace(p, text=_joined(Text(mark, (Span("generated", 0, len(mark)),)), p.text))
    if p.children and (first := _opened(p.children[0], mark)):
        return replace(p, children=(first, *p.children[1:]))
    return None


def _closed(p: Provision, mark: str) -> Provision | None:
    """Put a closing mark behind the last text; None where there is none."""
    if p.text is not None:
        return replace(p, text=_joined(p.text, Text(mark, (Span("generated", 0, len(mark)),))))
    for place in range(len(p.children) - 1, -1, -1):
        if p.children[place].kind != "note" and (last := _closed(p.children[place], mark)):
            return replace(p, children=(*p.children[:place], last, *p.children[place + 1 :]))
    if p.heading:
        return replace(p, heading=_joined(p.heading, Text(mark, (Span("generated", 0, len(mark)),))))
    return None


def _joined(first: Text, second: Text) -> Text:
    by = len(first.content)
    moved = tuple(Span(s.kind, s.start + by, s.end + by, s.target) for s in second.spans)
    return Text(first.content + second.content, first.spans + moved)


def _container(
    kind: Kind, element: etree._Element, pieces: Iterable[Provision], reading: _Reading
) -> list[Provision]:
    children = tuple(pieces)
    if not children:
        return []
    return [_new(kind, element, reading, children=children)]


def _preface(element: etree._Element, reading: _Reading) -> list[Provision]:
    """Keep a long title that is law ("An Act to …"); leave out title, numbers, dates and sponsors."""
    kept: list[Provision] = []
    reading.ledger.leave_text(element.text, _FRONT, element)
    for child in element:
        name = local(child.tag) if is_element(child) else ""
        titled = name and (name == "docTitle" or child.find(".//{*}docTitle") is not None)
        if name == "longTitle" and not titled and child.find(".//{*}docPurpose") is None:
            kept.append(_level(child, "long_title", reading))
        elif name and name != "p" and child.find(".//{*}longTitle") is not None:
            kept += _preface(child, reading)
        elif name:
            if titled or name == "longTitle":
                reading.title = reading.title or _title(child)
            reading.ledger.leave(child, _TITLE if titled or name == "longTitle" else _FRONT)
        reading.ledger.leave_text(child.tail, _FRONT, child)
    return kept


def _title(element: etree._Element) -> str:
    """The title in plain text: of the `docTitle`, or of the whole long title."""
    stated = element if local(element.tag) == "docTitle" else element.find(".//{*}docTitle")
    return settle("".join(own_text(element if stated is None else stated))).content


def _component(element: etree._Element, reading: _Reading) -> list[Provision]:
    """A document within a document: an act or a bill is read as such, a `doc` is a schedule.

    South African schedules are one `article` in their `doc`, whose heading is the schedule's.
    """
    pieces = _pieces(element, reading)
    if element.find("{*}doc") is None:
        return pieces
    alias = element.find("./{*}doc/{*}meta/{*}identification/{*}FRBRWork/{*}FRBRalias")
    num = "" if alias is None else (alias.get("value") or "")
    schedule = _new("schedule", element, reading, num=num, children=tuple(pieces))
    if reading.dialect == "za" and len(pieces) == 1 and pieces[0].kind == "article" and not pieces[0].num:
        article = pieces[0]
        below = article.children if article.text is None else (Provision("p", text=article.text),)
        schedule = replace(article, kind="schedule", num=num, text=None, children=below)
    return [replace(schedule, num_generated=bool(num))]


def _new(
    kind: Kind,
    element: etree._Element,
    reading: _Reading,
    *,
    num: str = "",
    heading: Text | None = None,
    text: Text | None = None,
    children: tuple[Provision, ...] = (),
) -> Provision:
    """Make a provision with the ids, the status and the line of its element."""
    eid = element.get("eId") or element.get("id") or element.get(_XML_ID) or ""
    wid = element.get("wId") or ""
    if reading.dialect == "fi" and not wid:
        wid = _FINNISH_VERSION.sub("", eid)
    return Provision(
        kind,
        num=num,
        heading=heading,
        text=text,
        children=children,
        eid=eid,
        wid=wid,
        guid=element.get("GUID") or "",
        status=element.get("status") or "",
        line=line_of(element),
    )
