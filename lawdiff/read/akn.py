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
- Finland: "12 § on kumottu L:lla …", the editor's sentence where a section was repealed, is text, and
  `hcontainer` "noteAuthorial" a note; "preliminaryWork" is left out.
- South Africa: `remark status="editorial"` is left out; what held nothing else stays and is "repealed".

The preface is left out, but for a long title that is law ("An Act to …"): its title is the work's, its
`docStage`, if not part of the title, is the expression's label, its `docStatus` a notice.

Dialects besides: in Finland inline elements stand on lines of their own, and white space is settled with the
block's indentation; `i` sets a defined term apart and is a `term`, no emphasis, since Finlex' enacted and
consolidated texts differ in it; its ids name the amending act ("sec_2v20230752"): `wid` has them without.
Germany's `GUID` is `guid`. South Africa's `paragraph` or `subsection` without a number is a wrapper and
passed through. Switzerland's `authorialNote` is the source of a citation, not law, and left out.

Limits: the brackets that Normattiva puts around what was inserted ("((…))") are text. Pictures have no text
and are not in the model; widths of columns are not kept.
"""

from collections.abc import Iterable

from lxml import etree
from msgspec.structs import replace

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression, assemble
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.text import Text, settle
from lawdiff.read.akn_element import (
    REMARK,
    Reading,
    is_dressed,
    is_in_signature,
    kind_of,
    new_provision,
    sections_with_articles,
    stated_quote,
    why_left_out,
)
from lawdiff.read.akn_metadata import read_metadata, recognise_dialect
from lawdiff.read.akn_shape import close_quotation, defined_term, filled, open_quotation
from lawdiff.read.akn_text import SPANS, STEP, Run, own_indent, target
from lawdiff.read.akn_vocabulary import (
    DRESSABLE,
    LEAVES,
    LISTS,
    QUOTES,
    ROUTES,
    SIDES,
    SUSPECTS,
)
from lawdiff.read.cell_spans import html_spans
from lawdiff.read.cut_patterns import SEAL, Cut
from lawdiff.read.ledger import Ledger, children_of, own_text
from lawdiff.read.mixed import EMPTY, line_of, local
from lawdiff.read.source import SourceFile

_TITLE = "title, kept as metadata"
_FRONT = "front matter (number, dates, sponsors), not law"

CUT = Cut(tags=("section", "article"), num="num", heading="heading", telling=("docTitle", "shortTitle"))
"""How sections are found without reading. The Finnish publisher's layout is no white space to leave out."""


def read(root: etree._Element, source: SourceFile) -> Expression:
    """Understand an Akoma Ntoso document. Raises `LawdiffError` where it holds no text of law."""
    dialect = recognise_dialect(root)
    reading = Reading(dialect, Ledger(source), divisions=sections_with_articles(root))
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
    elsewhere = document.iter("{*}docTitle")  # on the cover, in bills of the UK
    title = reading.title or next(filter(None, map(_title, elsewhere)), "")
    said = read_metadata(document, dialect, title)
    if reading.ghosts:
        reading.notices.append(f"Marked as deleted or moved away, and left out: {reading.ghosts}")
    return assemble(
        roots,
        work=said.work,
        schema="akn",
        origin=source.origin,
        date=said.date,
        language=said.language,
        label=reading.label,
        left_out=reading.ledger.left_out(),
        notices=tuple(reading.notices),
    )


def _pieces(element: etree._Element, reading: Reading, kind: Kind = "p") -> list[Provision]:
    """Read mixed content: the leaves and blocks in an element, in order. Text in it is of `kind`."""
    run = Run(kind, line=line_of(element))
    _walk(element, run, reading)
    run.flush()
    return run.out


def _walk(element: etree._Element, run: Run, reading: Reading) -> None:
    if text := element.text:
        run.add(text)
    for child in children_of(element):
        if name := local(child.tag):
            _meet(child, name, run, reading)
        if tail := child.tail:
            run.add(tail)


def _meet(child: etree._Element, name: str, run: Run, reading: Reading) -> None:
    """Read one child of mixed content into the run, without its tail."""
    if (name in SUSPECTS or reading.dialect == "eu") and (reason := why_left_out(child, name, run, reading)):
        reading.ledger.leave(child, reason)
        return
    if kind := SPANS.get(name):
        if name == "def":
            run.generate(stated_quote(child, "startQuote"))
        if name == "i" and reading.dialect == "fi":
            kind = "term"
        run.begin(kind, target(child) if kind == "reference" else "")
        _walk(child, run, reading)
        run.end()
        if name == "def":
            run.generate(stated_quote(child, "endQuote"))
        return
    route = ROUTES.get(name)
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
            _walk(child, run, reading)
        case "authorialNote":
            run.mark(*_note(child, reading))
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
        case "role" | "person" | "organization" if run.has_text and is_in_signature(child):
            run.line_break()
            _walk(child, run, reading)
        case _:
            _walk(child, run, reading)


def _pass(child: etree._Element, name: str, run: Run, reading: Reading) -> None:
    """Read a paragraph of text, or an element that only holds others."""
    if run.flat:
        _walk(child, run, reading)
    elif name in LEAVES:
        run.out += _paragraph(child, name, run, reading)
    elif side := SIDES.get(name):
        found = _pieces(child, reading, side)
        if found and not found[0].eid:
            own = new_provision(side, child, reading)
            found[0] = replace(found[0], eid=own.eid, wid=own.wid, guid=own.guid)
        run.out += found
    elif name in DRESSABLE and is_dressed(child):
        run.out.append(_level(child, "level", reading))
    else:
        _walk(child, run, reading)


def _paragraph(child: etree._Element, name: str, run: Run, reading: Reading) -> list[Provision]:
    kind = run.kind if name == "p" else LEAVES[name]
    indent = own_indent(child) if reading.dialect == "fi" else None
    if len(child) == 0:
        text = settle(child.text or "", indent=indent, step=STEP)
        return [new_provision(kind, child, reading, text=text)] if text else []
    own = Run(kind, indent=indent)
    own.name(new_provision(kind, child, reading))
    _walk(child, own, reading)
    if own.remark and not any(char.isalnum() for char in own.gathered):
        reading.ledger.leave_text(own.gathered, REMARK, child)
        own.take()
    own.flush()
    run.remark |= own.remark
    blocks = [place for place, p in enumerate(own.out) if p.kind not in (kind, "note")]
    if blocks and kind == "p":
        sides: list[Kind] = ["intro" if place < blocks[0] else "p" for place in range(blocks[-1])]
        sides += ["wrap_up"] * (len(own.out) - len(sides))
        return [replace(p, kind=side) if p.kind == "p" else p for p, side in zip(own.out, sides, strict=True)]
    if kind == "p" and (term := defined_term(own.out)):
        own.out[0] = replace(own.out[0], kind="definition", key=term)
    return own.out


def _block(child: etree._Element, name: str, reading: Reading) -> list[Provision]:
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
            notes = Run()
            text = _label(child, notes, reading)
            heading = new_provision("crossheading", child, reading, heading=text)
            return [replace(heading, children=tuple(notes.out))]
        case "component":
            return _component(child, reading)
        case "hcontainer" if child.get("name") == "noteAuthorial":
            return _note(child, reading)
        case _ if name in QUOTES:
            return [_quoted(child, reading)]
        case _ if name in LISTS:
            return [_level(child, "list", reading)]
    kind = kind_of(child, name, reading)
    if kind is None:
        return _pieces(child, reading)
    return [_level(child, kind, reading)]


def _level(element: etree._Element, kind: Kind, reading: Reading) -> Provision:
    """Read a provision: number, heading, and what it holds."""
    num, heading = "", None
    run = Run(line=line_of(element))
    run.add(element.text)
    for child in children_of(element):
        match local(child.tag):
            case "num" if not num:
                num = _label(child, run, reading).content
            case "heading" if heading is None:
                heading = _label(child, run, reading)
            case "num" | "heading" | "subheading":
                run.flush()
                text = _label(child, run, reading)
                if text:
                    run.out.append(new_provision("subheading", child, reading, text=text))
            case "":
                pass
            case name:
                _meet(child, name, run, reading)
        run.add(child.tail)
    run.flush()
    given = new_provision(kind, element, reading, num=num, heading=heading or None)
    if (seal := element.get(SEAL)) is not None:
        return replace(given, sealed=seal)
    if not run.out and element.find(".//{*}remark") is not None:
        return replace(given, status="repealed")
    return filled(given, run.out)


def _label(element: etree._Element, run: Run, reading: Reading) -> Text:
    """The text of a number or a heading; notes in it go to the provision's own."""
    indent = own_indent(element) if reading.dialect == "fi" else None
    if not len(element):
        return settle(element.text or "", indent=indent, step=STEP)
    own = Run(indent=indent, flat=True)
    _walk(element, own, reading)
    text = own.take()
    run.out += own.notes
    return text


def _note(element: etree._Element, reading: Reading) -> list[Provision]:
    """A note, and behind it those that it has itself."""
    marker = element.get("marker") or ""
    inner = Run()
    text = _label(element, inner, reading)
    note = new_provision("note", element, reading, num=marker, text=text)
    return [replace(note, num_generated=bool(marker)), *inner.out]


def _formula(element: etree._Element, run: Run) -> None:
    """MathML: its characters without white space, in the text it stands in, or as a leaf of its own."""
    characters = "".join(own_text(element).split())
    if run.has_text or run.flat:
        run.add(characters)
    else:
        run.flush()
        run.out.append(Provision("formula", text=Text(characters), line=line_of(element)))


def _table(element: etree._Element, reading: Reading) -> Provision:
    run = Run(line=line_of(element))
    _rows(element, run, reading)
    return new_provision("table", element, reading, children=tuple(run.out))


def _rows(element: etree._Element, run: Run, reading: Reading) -> None:
    """Read what a table, a part of one, or a row holds; text beside cells stays where it is."""
    run.add(element.text)
    for child in children_of(element):
        match local(child.tag):
            case "tr":
                run.flush()
                cells = Run(line=line_of(child))
                _rows(child, cells, reading)
                key = " ".join(cells.out[0].content.split()) if cells.out else ""
                row = new_provision("row", child, reading, children=tuple(cells.out))
                run.out.append(replace(row, key=key))
            case "td" | "th":
                run.flush()
                run.out.append(_cell(child, reading))
            case "thead" | "tbody" | "tfoot" | "colgroup":
                _rows(child, run, reading)
            case "":
                pass
            case name:
                _meet(child, name, run, reading)
        run.add(child.tail)
    run.flush()


def _cell(element: etree._Element, reading: Reading) -> Provision:
    kind: Kind = "header_cell" if local(element.tag) == "th" else "cell"
    cell = filled(new_provision(kind, element, reading), _pieces(element, reading))
    spans = html_spans(element)
    if spans != (1, 1):
        cell = replace(cell, cols=spans[0], rows=spans[1])
    return cell if cell.children or cell.text is not None else replace(cell, text=EMPTY)


def _quoted(element: etree._Element, reading: Reading) -> Provision:
    """Read a quotation: a subtree with the quotation marks that its attributes state."""
    quoted = filled(new_provision("quoted", element, reading), _pieces(element, reading))
    if start := stated_quote(element, "startQuote"):
        marked = open_quotation(quoted, start)
        quoted = marked or replace(quoted, num=start, num_generated=True)
    if end := stated_quote(element, "endQuote"):
        quoted = close_quotation(quoted, end) or quoted
    return quoted


def _container(
    kind: Kind, element: etree._Element, pieces: Iterable[Provision], reading: Reading
) -> list[Provision]:
    children = tuple(pieces)
    if not children:
        return []
    return [new_provision(kind, element, reading, children=children)]


def _preface(element: etree._Element, reading: Reading) -> list[Provision]:
    """Keep a long title that is law ("An Act to …"); leave out title, numbers, dates and sponsors."""
    kept: list[Provision] = []
    reading.ledger.leave_text(element.text, _FRONT, element)
    for child in element:
        name = local(child.tag)
        titled = name and (name == "docTitle" or child.find(".//{*}docTitle") is not None)
        if name == "longTitle" and not titled and child.find(".//{*}docPurpose") is None:
            kept.append(_level(child, "long_title", reading))
        elif name and name != "p" and child.find(".//{*}longTitle") is not None:
            kept += _preface(child, reading)
        elif name:
            titled = titled or name == "longTitle"
            if titled:
                reading.title = reading.title or _title(child)
            else:
                reading.label = reading.label or " ".join(_words_of(child, "docStage"))
            reading.notices += _words_of(child, "docStatus")
            reading.ledger.leave(child, _TITLE if titled else _FRONT)
        reading.ledger.leave_text(child.tail, _FRONT, child)
    return kept


def _title(element: etree._Element) -> str:
    """The title in plain text: of the `docTitle`, or of the whole long title."""
    stated = element if local(element.tag) == "docTitle" else element.find(".//{*}docTitle")
    return settle(own_text(element if stated is None else stated)).content


def _words_of(element: etree._Element, name: str) -> list[str]:
    """The texts of the elements of this name, in plain text."""
    texts = (settle(own_text(each)).content for each in element.iter(f"{{*}}{name}"))
    return [text for text in texts if text]


def _component(element: etree._Element, reading: Reading) -> list[Provision]:
    """A document within a document: an act or a bill is read as such, a `doc` is a schedule.

    South African schedules are one `article` in their `doc`, whose heading is the schedule's.
    """
    pieces = _pieces(element, reading)
    if element.find("{*}doc") is None:
        return pieces
    alias = element.find("./{*}doc/{*}meta/{*}identification/{*}FRBRWork/{*}FRBRalias")
    num = "" if alias is None else (alias.get("value") or "")
    schedule = new_provision("schedule", element, reading, num=num, children=tuple(pieces))
    if reading.dialect == "za" and len(pieces) == 1 and pieces[0].kind == "article" and not pieces[0].num:
        article = pieces[0]
        below = article.children if article.text is None else (Provision("p", text=article.text),)
        schedule = replace(article, kind="schedule", num=num, text=None, children=below)
    return [replace(schedule, num_generated=bool(num))]
