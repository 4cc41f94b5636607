"""DC Council library XML: a section, a title or the whole code through its index, an act.

    container = prefix? num? heading? (container | section | subheading | xi:include)*
    section   = num, heading, (text | para | include | aftertext)*, in any order of number and heading
    para      = num? heading? (text | para | include | aftertext)*

**Includes**: `xi:include` reads files inside the index's own folder, one after the other; the result is the
same as of one file with the includes put in place. The SHA-256 is then that of all files' digests, in the
order of reading. `include` of the library's own namespace is a quoted provision and becomes `quoted`; the
`aftertext` behind it is what the sentence goes on with. Quotation marks around it are only in the print.

**Numbers**: "Chapter" and the like belong to the number; the sign "§" stands before some numbers and not
before others, for no reason in the law, and is left out. "22-4234(Perm)", the permanent text that is kept in
title 99 while a temporary act replaces it, is a number of its own.

**Levels** follow the style of numbers: (a) subsection, (1) paragraph, (A) subparagraph, (i) clause, (I)
subclause. A para without a number that begins with a quoted term is a `definition`. A provision that begins
with a quoted term is known by it (`key`).

**Status**: `placeholder` and `reason` ("Repealed", "Not Funded") become the status; the words of `reason`
are no text of the law, for the text says "Repealed." itself.

**State**: day and label of a file of one section are read from its history, as `dc_history` says.

Left out: annotations (history, editor's notes), `codify:` instructions with what they hold, metadata, the
editor's "*NOTE: This section includes amendments by temporary legislation …*". Pictures have no text: their
place is kept as a `figure`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from msgspec import Struct

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression, Origin, assemble
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.text import Text
from lawdiff.read.cell_spans import html_spans
from lawdiff.read.cut_patterns import RUN, SEAL, Cut
from lawdiff.read.dc_history import State, state_of
from lawdiff.read.dc_metadata import date_of, origin_of, words_of, work_of
from lawdiff.read.dc_vocabulary import (
    BLOCKS,
    CONTAINERS,
    LEFT_OUT,
    SPANS,
    WRAPPERS,
    read_num,
    role_of,
    why_left_out,
)
from lawdiff.read.ledger import Ledger, children_of, is_element
from lawdiff.read.mixed import EMPTY, LAYOUT, Mixed, closed, line_of, name_of, plain_text
from lawdiff.read.source import SourceFile, parse_xml, sibling

_XI_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_STATUSES = re.compile(
    r"(?i)repealed|expired|not funded|transferred|recodified|not applicable|omitted|abolished|reserved"
    r"|renumbered|\[?applicable"
)
_EDITORS_NOTE = "*NOTE:"
_OPENING = ('"', "“")
_TERM = re.compile(r"[\"“]([^\"”]{1,100})[\"”]")


def _plain_section(num: str, heading: Text | None, placeholder: str, reason: str) -> Provision:
    """Give a section that is not read, as `_read_stub` would."""
    status = placeholder or (reason if _STATUSES.match(reason) else "")
    return Provision("section", num, heading, status=status.lower())


CUT = Cut(
    tags=("section",),
    num="num",
    heading="heading",
    beside=("prefix", "reason"),
    blocks=(
        "section", "num", "prefix", "heading", "reason", "container", "text", "para", "include", "aftertext",
        "annotations", "annotation", "meta", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
        "p", "div", "center", "toc", "subheading", "h1", "h2", "h3",
    ),
    includes=True,
    aside="annotations",
    unit=_plain_section,
    status="placeholder",
    reason="reason",
    mute=("containing-doc",),
)  # fmt: skip
"""How sections are found without reading."""


@dataclass(slots=True)
class _Reading:
    """What is gathered on the way. `files` is the chain of files that include each other, outermost first."""

    ledger: Ledger
    files: list[SourceFile]
    origins: list[Origin] = field(default_factory=list)


class _Head(Struct, gc=False):
    """Number and heading, found among the children in any order."""

    prefix: str = ""
    num: str = ""
    heading: Text | None = None
    status: str = ""
    kind: Kind = "p"


def _taken(kind: Kind) -> _Head:
    """The head of a paragraph in something of this kind: a number in it is text."""
    return _Head("-", "-", EMPTY, "-", kind)


def read(root: etree._Element, source: SourceFile) -> Expression:
    """Understand a section, a container or a document. Raises `LawdiffError` where an include cannot be."""
    reading = _Reading(Ledger(source), [source], [source.origin])
    work = work_of(root)
    roots: Iterator[Provision] | tuple[Provision, ...]
    match name_of(root):
        case "section":
            roots = (_read_level(root, "section", reading),)
        case "container":
            roots = (_read_container(root, reading),)
        case _:
            roots = _read_document(root, reading)
    pieces = tuple(roots)  # before the ledger is asked
    state = state_of(root) if name_of(root) == "section" else State()
    return assemble(
        pieces,
        work=work,
        schema="dc",
        origin=origin_of(reading.origins),
        date=date_of(root) or state.date,
        language="en",
        label=state.label,
        left_out=reading.ledger.left_out(),
    )


def _read_document(root: etree._Element, reading: _Reading) -> Iterator[Provision]:
    """Read an act, or the code through its index. The long heading of an act is its long title."""
    for child in root:
        if not is_element(child):
            continue
        name = name_of(child)
        if name == "heading" and child.get("type") == "long":
            yield Provision("long_title", text=_own_text(child, reading), line=line_of(child))
        elif name in ("num", "heading"):
            reading.ledger.leave(child, "number or short title of the act: it is the work's title")
        elif name == "text":
            kind: Kind = "enacting_formula" if "ENACTED" in words_of(child).upper() else "block"
            text, children = closed(_wrapped(child, "p", "p", reading))
            yield Provision(kind, text=text, children=children, line=line_of(child))
        else:
            yield from _read_member(child, reading)


def _read_container(element: etree._Element, reading: _Reading) -> Provision:
    """Read a title, chapter or part, with the sections in it or included by it."""
    head = _Head(status=element.get("placeholder", "").lower())
    pieces: list[Provision] = []
    for child in element:
        if child.get(RUN) is not None:
            pieces += _read_run(child, reading)
        elif is_element(child) and not (name_of(child) in _HEADS and _read_head(child, head, reading)):
            pieces += _read_member(child, reading)
    kind = CONTAINERS.get(head.prefix.lower(), "crossheading")
    return Provision(
        kind,
        num=f"{head.prefix} {head.num}".strip(),
        heading=head.heading,
        children=tuple(pieces),
        status=head.status,
        line=line_of(element),
    )


def _read_member(child: etree._Element, reading: _Reading) -> Iterator[Provision]:
    """Read what stands in a container or a document."""
    tag = child.tag
    if tag == _XI_INCLUDE:
        yield from _include(child, reading)
    elif child.get(RUN) is not None:
        yield from _read_run(child, reading)
    elif _is_left_out(child, name := name_of(child), reading):
        return
    else:
        match name:
            case "section":
                yield _read_level(child, "section", reading)
            case "container":
                yield _read_container(child, reading)
            case "subheading":
                heading = _own_text(child, reading)
                yield Provision("crossheading", heading=heading, key=heading.content, line=line_of(child))
            case "para":
                yield _read_level(child, "level", reading)
            case _:
                yield from _wrapped(child, WRAPPERS.get(name, "p"), "p", reading)


def _include(element: etree._Element, reading: _Reading) -> Iterator[Provision]:
    """Read an included file as if its root stood here."""
    source = reading.files[-1]
    included = sibling(source, element.get("href", ""))
    if any(file.where == included.where for file in reading.files):
        raise LawdiffError(
            f'"{included.where}" includes itself',
            where=f"{source.where}:{line_of(element)}",
            do="Take one of the xi:include elements out",
        )
    reading.origins.append(included.origin)
    root = parse_xml(included)
    reading.files.append(included)
    yield from _read_member(root, reading)
    reading.files.pop()


def _read_level(element: etree._Element, kind: Kind, reading: _Reading) -> Provision:
    """Read a section, a para, or a block in one, with all in it. A para without a number is a `level`."""
    if kind == "section" and (seal := element.get(SEAL)) is not None:
        return _read_stub(element, kind, seal, reading)
    mixed = Mixed()
    head = _Head(status=element.get("placeholder", "").lower(), kind=kind)
    _walk(element, mixed, head, reading)
    mixed.cut()
    text, children = closed(mixed.pieces)
    num = f"{head.prefix} {head.num}".strip() if head.prefix else head.num
    key = ""
    cols = rows = 1
    if kind == "row":
        key = children[0].content if children else ""
    elif kind != "section":
        opening = text or (children[0].text if children else None)
        if opening and opening.content[:1] in _OPENING and (found := _TERM.match(opening.content)):
            key = found[1]
            kind = "definition" if kind == "level" and not num else kind
        if kind in ("cell", "header_cell"):
            cols, rows = html_spans(element)
    return Provision(
        kind,
        num=num,
        heading=head.heading,
        text=text,
        children=children,
        key=key,
        status=head.status,
        line=line_of(element),
        cols=cols,
        rows=rows,
    )


def _read_run(element: etree._Element, reading: _Reading) -> tuple[Provision, ...]:
    """Take over the sections, and files that are sections, for which an element stands."""
    run = reading.files[0].runs[int(element.get(RUN, ""))]
    reading.origins += run.origins
    return run.units


def _read_plain(para: etree._Element, above: Kind) -> Provision | None:
    """Read a para that is a number and a text and nothing else; `None` where it is not.

    Four of five are, and are read here, as `_read_level` would read them, in a third of its time.
    """
    children = children_of(para)
    if len(children) != 2:
        return None
    first, second = children
    if role_of(first.tag) != "num" or role_of(second.tag) != "text" or len(first) or len(second):
        return None
    for gap in (para.text, first.tail, second.tail):
        if gap and gap.strip(LAYOUT):
            return None
    num, kind = read_num(first.text or "", above)
    text = plain_text(second)
    if not num or not text.content or text.content.startswith(_EDITORS_NOTE):
        return None
    found = _TERM.match(text.content) if text.content[0] in _OPENING else None
    return Provision(
        kind,
        num=num,
        text=text,
        key=found[1] if found else "",
        status=para.get("placeholder", "").lower(),
        line=line_of(para),
    )


def _read_stub(element: etree._Element, kind: Kind, seal: str, reading: _Reading) -> Provision:
    """Read number and heading of a section whose bytes are the same on both sides."""
    head = _Head(status=element.get("placeholder", "").lower(), kind=kind)
    for child in element:
        if is_element(child):
            _read_head(child, head, reading)
    num = f"{head.prefix} {head.num}".strip() if head.prefix else head.num
    return Provision(kind, num, head.heading, status=head.status, line=line_of(element), sealed=seal)


def _walk(element: etree._Element, mixed: Mixed, head: _Head, reading: _Reading) -> None:
    """Read what is in an element: running text goes on, blocks are put between."""
    if text := element.text:
        mixed.add(text, element)
    for child in children_of(element):
        match role_of(child.tag):  # the most frequent first
            case "num" if not head.num:
                head.num = _own_text(child, reading).content
            case "text" if _is_editors_note(child):
                _leave_note(child, reading)
            case "text" if len(child) and (num := _number(child)) is not None:
                mixed.block(_read_level(child, _kind(num, head.kind), reading))
            case "text":
                _read_wrapper(child, "p", mixed, head, reading)
            case "para":
                plain = _read_plain(child, head.kind)
                mixed.block(plain or _read_level(child, _kind(_number(child), head.kind), reading))
            case "inline":
                _read_inline(child, mixed, head, reading)
            case "num" | "prefix" | "heading" | "reason":
                if not _read_head(child, head, reading):
                    _read_inline(child, mixed, head, reading)  # a second one is text
            case "wrapper":
                _read_wrapper(child, WRAPPERS[name_of(child)], mixed, head, reading)
            case "block":
                mixed.block(_read_level(child, BLOCKS[name_of(child)], reading))
            case "left out":
                reading.ledger.leave(child, why_left_out(child.tag))
            case "subheading":
                mixed.block(Provision("subheading", text=_own_text(child, reading), line=line_of(child)))
            case "img":
                mixed.block(Provision("figure", text=EMPTY, key=child.get("src", ""), line=line_of(child)))
            case "br":
                mixed.line_break()
            case "comment":
                pass
        if (tail := child.tail) and (mixed.run.at or tail.strip(LAYOUT)):
            mixed.add(tail, child)


_HEADS = frozenset({"num", "prefix", "heading", "reason"})


def _read_head(child: etree._Element, head: _Head, reading: _Reading) -> bool:
    """Take number, heading and status, wherever they stand; say whether the child was one of these."""
    match role_of(child.tag):
        case "num" if not head.num:
            head.num = _own_text(child, reading).content
        case "prefix" if not head.prefix:
            prefix = _own_text(child, reading).content
            if prefix == "§":
                reading.ledger.leave(child, "the sign before the number")
            else:
                head.prefix = prefix
        case "heading" if head.heading is None:
            head.heading = _own_text(child, reading)
        case "reason":
            reason = words_of(child)
            if not head.status and _STATUSES.match(reason):
                head.status = reason.lower()
            reading.ledger.leave(child, LEFT_OUT["reason"])
        case _:
            return False
    return True


def _read_inline(child: etree._Element, mixed: Mixed, head: _Head, reading: _Reading) -> None:
    opened = mixed.open()
    _walk(child, mixed, head, reading)
    if kind := SPANS.get(name_of(child)):
        mixed.close(opened, kind, f"{child.get('doc', '')} {child.get('path', '')}".strip())


def _read_wrapper(element: etree._Element, kind: Kind, mixed: Mixed, head: _Head, reading: _Reading) -> None:
    """Read an element that is a paragraph, or holds blocks with text between them."""
    if len(element):
        mixed.blocks(_wrapped(element, kind, head.kind, reading))
    else:
        mixed.leaf(kind, element)


def _wrapped(element: etree._Element, kind: Kind, above: Kind, reading: _Reading) -> list[Provision]:
    """Give what is in a wrapper; `above` is around it."""
    mixed = Mixed(kind)
    _walk(element, mixed, _taken(above), reading)
    mixed.cut()
    return mixed.pieces


def _own_text(element: etree._Element, reading: _Reading) -> Text:
    """Read an element that holds nothing but running text; paragraphs in a heading are joined."""
    if not len(element):
        return plain_text(element)
    mixed = Mixed()
    _walk(element, mixed, _taken("p"), reading)
    if not mixed.pieces:
        return mixed.take()
    mixed.cut()
    return Text(" ".join(filter(None, (p.content for p in mixed.pieces))))


def _is_left_out(element: etree._Element, name: str, reading: _Reading) -> bool:
    """Leave an element out, if it is no text of the law, and say whether it was."""
    if reason := why_left_out(element.tag):
        reading.ledger.leave(element, reason)
    elif name == "text" and _is_editors_note(element):
        _leave_note(element, reading)
    else:
        return False
    return True


def _is_editors_note(element: etree._Element) -> bool:
    text = element.text
    return text is not None and text.lstrip().startswith(_EDITORS_NOTE)


def _leave_note(element: etree._Element, reading: _Reading) -> None:
    reading.ledger.leave(element, "note of the editor on temporary legislation")


def _number(element: etree._Element) -> etree._Element | None:
    """Find the number among the children; it is mostly the first."""
    for child in children_of(element):
        if role_of(child.tag) == "num":
            return child
    return None


def _kind(num: etree._Element | None, above: Kind) -> Kind:
    """Say what a para with this number is, by its style and what it stands in: (i) in (A) is a clause."""
    return "level" if num is None else read_num(num.text or "", above)[1]
