"""Lovdata XHTML (Norway): consolidated laws (`NL/…`) and acts of the gazette (`LTI/…`).

What becomes what:

    main > h1                           long_title (a later act can change it)
    section.section (delN, kapN …)      part, chapter, in a chapter subchapter, annex; no number: crossheading
    article.legalArticle                section: num of legalArticleValue, heading of legalArticleTitle
    article.legalP, .numberedLegalP     subsection (ledd); "(1)", "1." leave the text and become num
    ol, ul > li (data-name "a.")        point, num of data-name (num_generated: it is not text)
    text before and after a list        intro, wrap_up (p.leddfortsettelse is one)
    article.document-change             block, in a section list; wid: the law it changes
    article.change                      item, one order: its sentences are `p`, its new text is `quoted`, with
                                        futureLegalArticle as section, futuretitle as the chapter around it
    a                                   reference span; i, strong, sup, sub: emphasis …

Number and title are split where the print has both ("Kapittel 5. …", "Kap. I. …", "Første del. …", "II. …");
the point between them is typography and left out. `id` is positional (it moves when a section is inserted),
so eIds are made of the numbers; `wid` is the path of `data-name`.

Not law, and left out with the reason: page header with metadata and contents, history (changesToParent),
footnotes and their marks, notes and small print of the editors. Status is read from it: `pending` is a
section without text whose note announces it in bold ("Tilføyes"), `repealed` one with data-repealeddate, or
without text and with the title "(Opphevet)". `lovdata_pending` names what such notes announce.

`date` of a consolidated law is the day the last change came into force (else the last day in dateInForce that
is a date), of a gazette act the day it was passed, which refid holds. Language: the attribute `lang` is not
reliable; nynorsk is what has more of the nynorsk function words below than of the bokmål ones.

Limits: the marks that a gazette act carries about its orders (data-change-part …) are not kept.
"""

import re
from collections import Counter
from dataclasses import replace

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression, Work, assemble
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.text import SpanKind, Text, settle
from lawdiff.read.cell_spans import html_spans
from lawdiff.read.ledger import Ledger, children_of, is_element, own_text
from lawdiff.read.lovdata_pending import notice_of_pending
from lawdiff.read.lovdata_titles import container_kind, put_under_titles, split_title, text_from, title_kind
from lawdiff.read.mixed import line_of, name_of
from lawdiff.read.running import Running, lay_out
from lawdiff.read.source import SourceFile

_HISTORY = "history, not law"
_FOOTNOTE = "footnote of the editor"
_POINT = "typography between number and title"
_LEFT_OUT = {
    "changesToParent": _HISTORY,
    "gazettenote": "note of the editor",
    "footnotes": _FOOTNOTE,
    "footnotereference": _FOOTNOTE,
}
_INLINE: dict[str, SpanKind] = {
    "i": "emphasis", "em": "emphasis", "b": "strong", "strong": "strong", "u": "underline",
    "sup": "sup", "sub": "sub",
}  # fmt: skip
_BLOCKS = frozenset("article section ol ul table p div footer h1 h2 h3 h4 h5 h6".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TITLES = _HEADINGS - {"h1"}
_HEADERS = frozenset(("legalArticleHeader", "futureLegalArticleHeader"))

_NUMBERED = re.compile(r"\(\d+ ?[a-zæøå]?\) ?|\d+ ?[a-z]?\. ?(?=\D|$)")
_BRACKETED = re.compile(r"\(\d+ ?[a-zæøå]?\) ?")
_PLAIN_SECTION = re.compile(r"(§ ?\d+(?:-\d+)?(?: ?[a-zA-Z]\b)?)(\. *|$)")  # acts before 2021

# Words that only one of the two languages has, or that stand in nearly every act.
_BOKMAAL = frozenset(
    "ikke en et fra være noen noe hvis hvem hva blir de disse deres bare hver kommer gjelder følgende gjøres "
    "endringer loven tiden".split()
)
_NYNORSK = frozenset(
    "ikkje ein eit frå vere nokon noko viss kven kva vert dei desse deira berre kvar kjem gjeld følgjande "
    "endringar lova tida".split()
)
_WORD = re.compile(r"\w+")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_REPEALED = re.compile(r"(?i)\(opphev\w*\)\.?")
_ANNOUNCED = re.compile(r"(?i)tilføy|lagt til|legges til|ny\b|endre|sett(es)? inn")


def read(root: etree._Element, source: SourceFile) -> Expression:
    """Read a consolidated law or an act of the gazette. Raises `LawdiffError` where there is no body."""
    ledger = Ledger(source)
    body = next((e for e in root.iter("{*}main") if _class(e) == "documentBody"), None)
    if body is None:
        raise LawdiffError(
            "no main.documentBody, so there is no text of a law",
            where=f"{source.where}:{root.sourceline}",
            do="Give the whole document as Lovdata publishes it",
        )
    _leave_around(root, body, ledger)
    roots = _children(body, ledger, "", in_chapter=False)
    facts = _facts(root)
    refid, is_gazette = facts.get("refid", ""), facts.get("dokid", "").startswith("LTI/")
    made = assemble(
        roots,
        work=Work(refid, facts.get("title", ""), "no"),
        schema="lovdata",
        origin=source.origin,
        date=_date(facts, is_gazette),
        label="as enacted" if is_gazette else "consolidated",
        left_out=ledger.left_out(),
        notices=notice_of_pending(body),
    )
    return replace(made, language=_language(made, root.get("lang") or ""))


def _facts(root: etree._Element) -> dict[str, str]:
    """Metadata: the text of each `dd` of the header, by its class."""
    wanted = ("dokid", "refid", "title", "dateInForce", "lastChangeInForce")
    return {_class(e): " ".join(own_text(e).split()) for e in root.iter("{*}dd") if _class(e) in wanted}


def _date(facts: dict[str, str], is_gazette: bool) -> str:
    names = ("refid",) if is_gazette else ("lastChangeInForce", "dateInForce")
    return next((max(dates) for name in names if (dates := _ISO_DATE.findall(facts.get(name, "")))), "")


def _language(made: Expression, stated: str) -> str:
    text = " ".join(unit.content for unit in made.units.values()).lower()
    words: Counter[str] = Counter()
    for token, n in Counter(text.split()).items():  # a law has few different ones, and they are cut once
        for word in _WORD.findall(token):
            words[word] += n
    bokmaal = sum(words[word] for word in _BOKMAAL)
    nynorsk = sum(words[word] for word in _NYNORSK)
    if bokmaal == nynorsk:
        return stated if stated in ("nb", "nn") else "no"
    return "nn" if nynorsk > bokmaal else "nb"


def _leave_around(root: etree._Element, body: etree._Element, ledger: Ledger) -> None:
    """Leave out all that stands around the body."""
    inside = body
    while (outside := inside.getparent()) is not None:
        ledger.leave_text(outside.text, "outside the law", outside)
        for child in outside:
            if child is not inside and is_element(child):
                is_header = _class(child) == "documentHeader"
                ledger.leave(child, "metadata and table of contents" if is_header else "outside the law")
            ledger.leave_text(child.tail, "outside the law", child)
        if outside is root:
            return
        inside = outside


def _children(element: etree._Element, ledger: Ledger, path: str, *, in_chapter: bool) -> list[Provision]:
    """What stands in a body, container, section or wrapper of orders.

    Sections that an order gives, and the titles between them, are new text and stand in a `quoted`.
    """
    children: list[Provision] = []
    new: list[Provision] = []
    for part in _mixed(element, ledger):
        if not isinstance(part, Text) and _class(part) in ("futureLegalArticle", "futuretitle"):
            new += _block(part, ledger, path, in_chapter=True)
            continue
        children += _quoted(new)
        if isinstance(part, Text):
            children.append(Provision("p", text=part, line=line_of(element)))
        elif name_of(part) == "h1":
            children.append(Provision("long_title", text=_text(part, ledger), line=line_of(part)))
        elif name_of(part) in _HEADINGS or _class(part) in _HEADERS:
            continue  # the element's own, read by `_container` and `_section`
        elif part.get("data-text-size") == "small" and _class(part) == "defaultP":
            ledger.leave(part, "small print of the editor")
        else:
            children += _block(part, ledger, path, in_chapter=in_chapter)
    return [*children, *_quoted(new)]


def _quoted(new: list[Provision]) -> list[Provision]:
    """Put new text that was collected into one `quoted`, and empty the collection."""
    if not new:
        return []
    made = Provision("quoted", children=tuple(put_under_titles(new)), line=new[0].line)
    new.clear()
    return [made]


def _container(element: etree._Element, ledger: Ledger, path: str, *, in_chapter: bool) -> Provision:
    """A part, chapter, subchapter or annex, with the heading above it."""
    name = element.get("data-name") or ""
    wid = "/".join(filter(None, (path, name)))
    titles = [child for child in children_of(element) if name_of(child) in _TITLES]
    num, heading = "", None
    if titles:
        num, point, heading = split_title(_text(titles[0], ledger), name)
        ledger.leave_text(point, _POINT, titles[0])
    kind = container_kind(name, num, heading, in_chapter=in_chapter)
    below = _children(element, ledger, wid, in_chapter=in_chapter or kind == "chapter")
    rest = (Provision("subheading", text=_text(title, ledger), line=line_of(title)) for title in titles[1:])
    children = (*rest, *below)
    return Provision(
        kind,
        num=num,
        heading=heading,
        children=children,
        wid=wid,
        status=_status(element, heading, is_empty=not children),
        line=line_of(element),
    )


def _section(element: etree._Element, ledger: Ledger, path: str) -> list[Provision]:
    """A section, and behind it the titles that a gazette act put into it for the next one."""
    num, heading = "", None
    for child in children_of(element):
        if is_element(child) and _class(child) in _HEADERS:
            num, heading = _section_heading(child, ledger)
    children = _children(element, ledger, path, in_chapter=True)
    titles: list[Provision] = []
    if _class(element) == "futureLegalArticle" and children and children[-1].kind == "quoted":
        titles = list(children.pop().children)
    name = element.get("data-name") or ""
    section = Provision(
        "section",
        num=num,
        heading=heading,
        children=tuple(children),
        wid="/".join(filter(None, (path, name))),
        status=_status(element, heading, is_empty=not children),
        line=line_of(element),
    )
    return [section, *titles]


def _section_heading(element: etree._Element, ledger: Ledger) -> tuple[str, Text | None]:
    num = ""
    run = Running()
    _between(element.text, run, ledger, element)
    for child in children_of(element):
        if is_element(child):
            match _class(child):
                case "legalArticleValue":
                    num = _text(child, ledger).content
                case "legalArticleTitle":
                    _inside(child, run, ledger)
                case _:
                    _inline(child, run, ledger)
        _between(child.tail, run, ledger, element)
    heading = run.take()
    if not num and (found := _PLAIN_SECTION.match(heading.content)):
        num = found[1]
        ledger.leave_text(found[2], _POINT, element)
        heading = text_from(heading, found.end())
    return num, heading or None


def _between(text: str | None, run: Running, ledger: Ledger, element: etree._Element) -> None:
    """What stands beside the spans of a section's heading: a point, mostly; words belong to the title."""
    if text and re.search(r"\w", text):
        run.add(text)
    else:
        ledger.leave_text(text, _POINT, element)


def _status(element: etree._Element, heading: Text | None, *, is_empty: bool) -> str:
    if element.get("data-repealeddate"):
        return "repealed"
    if not is_empty:
        return ""
    if heading and _REPEALED.fullmatch(heading.content):
        return "repealed"
    notes = (c for c in element if is_element(c) and _class(c) == "changesToParent")
    bold = (b for note in notes for b in note.iter() if is_element(b) and name_of(b) == "strong")
    return "pending" if any(_ANNOUNCED.search(own_text(b)) for b in bold) else ""


def _block(element: etree._Element, ledger: Ledger, path: str, *, in_chapter: bool) -> list[Provision]:
    """Read one block; a list gives several points."""
    line = line_of(element)
    match name_of(element), _class(element):
        case "section", _:
            return [_container(element, ledger, path, in_chapter=in_chapter)]
        case _, "legalArticle" | "futureLegalArticle":
            return _section(element, ledger, path)
        case _, "document-change":
            within = element.getparent()
            nested = within is not None and _class(within) == "legalArticle"
            children = _children(element, ledger, path, in_chapter=True)
            law = element.get("data-document") or ""
            return [Provision("list" if nested else "block", children=tuple(children), wid=law, line=line)]
        case _, "change":
            return [Provision("item", children=tuple(_order(element, ledger, path)), line=line)]
        case _, "legalP" | "numberedLegalP":
            return [_subsection(element, ledger, path)]
        case "ol" | "ul", _:
            return [_point(li, ledger, path) for li in _elements(element, ledger)]
        case "table", _:
            return [_table(element, ledger)]
        case _, "futuretitle":
            num, point, heading = split_title(_text(element, ledger), "")
            ledger.leave_text(point, _POINT, element)
            return [Provision(title_kind(num, heading), num=num, heading=heading, line=line)]
        case _, name:
            text, below = lay_out(_parts(element, ledger, path), line)
            if below:
                return [Provision("paragraph", children=below, line=line)]
            leaf: Kind = "wrap_up" if name == "leddfortsettelse" else "p"
            return [Provision(leaf, text=text, line=line)] if text else []


def _order(element: etree._Element, ledger: Ledger, path: str) -> list[Provision]:
    """An order: its sentences (defaultP) are `p`, all else is new text, lists inside the sentence too."""
    read: list[Provision] = []
    new: list[Provision] = []
    for part in _mixed(element, ledger):
        is_sentence = isinstance(part, Text) or _class(part) == "defaultP"
        pieces: list[Text | Provision]
        if isinstance(part, Text):
            pieces = [part]
        elif is_sentence:
            pieces = _parts(part, ledger, path)
        else:
            pieces = [*_block(part, ledger, path, in_chapter=True)]
        for piece in pieces:
            if isinstance(piece, Text):
                line = line_of(element) if isinstance(part, Text) else line_of(part)
                read += [*_quoted(new), Provision("p", text=piece, line=line)]
            else:
                new.append(piece)
    return [*read, *_quoted(new)]


def _subsection(element: etree._Element, ledger: Ledger, path: str) -> Provision:
    """A ledd. Its number stands at the beginning of its text."""
    parts = _parts(element, ledger, path)
    num = ""
    pattern = _NUMBERED if _class(element) == "numberedLegalP" else _BRACKETED
    if parts and isinstance(first := parts[0], Text) and (found := pattern.match(first.content)):
        num = found[0].rstrip()
        rest = text_from(first, found.end())
        parts = [rest, *parts[1:]] if rest or len(parts) == 1 else parts[1:]
    line = line_of(element)
    text, children = lay_out(parts, line)
    return Provision("subsection", num=num, text=text, children=children, line=line)


def _point(element: etree._Element, ledger: Ledger, path: str) -> Provision:
    """A list item: one paragraph is its text, several are its subsections ("bokstav a annet ledd")."""
    parts: list[Text | Provision] = []
    heading: Text | None = None
    inner = _opened(element, ledger)
    paragraphs = sum(not isinstance(p, Text) and _class(p) == "legalP" for p in inner)
    for part in inner:
        if isinstance(part, Text):
            parts.append(part)
        elif _class(part) == "miscHeadline":
            heading = _text(part, ledger)
        elif _class(part) == "legalP" and paragraphs == 1:
            parts += _parts(part, ledger, path)
        else:
            parts += _block(part, ledger, path, in_chapter=True)
    num, line = element.get("data-name") or "", line_of(element)
    text, children = lay_out(parts, line)
    return Provision(
        "point", num=num, heading=heading, text=text, children=children, num_generated=bool(num), line=line
    )


def _opened(element: etree._Element, ledger: Ledger) -> list[Text | etree._Element]:
    """Parts of a list item, those of `article.listArticle` in their place."""
    opened: list[Text | etree._Element] = []
    for part in _mixed(element, ledger):
        opened += [part] if isinstance(part, Text) or _class(part) != "listArticle" else _mixed(part, ledger)
    return opened


def _table(element: etree._Element, ledger: Ledger) -> Provision:
    children: list[Provision] = []
    for child in _elements(element, ledger):
        match name_of(child):
            case "tr":
                children.append(_row(child, ledger))
            case "caption":
                children.append(Provision("caption", text=_text(child, ledger), line=line_of(child)))
            case _:
                children += [_row(row, ledger) for row in _elements(child, ledger)]
    return Provision("table", children=tuple(children), line=line_of(element))


def _row(element: etree._Element, ledger: Ledger) -> Provision:
    cells: list[Provision] = []
    for cell in _elements(element, ledger):
        kind: Kind = "header_cell" if name_of(cell) == "th" else "cell"
        text, children = lay_out(_parts(cell, ledger, ""), line_of(cell))
        cols, rows = html_spans(cell)
        cells.append(Provision(kind, text=text, children=children, line=line_of(cell), cols=cols, rows=rows))
    key = cells[0].content if cells else ""
    return Provision("row", children=tuple(cells), key=key, line=line_of(element))


def _parts(element: etree._Element, ledger: Ledger, path: str) -> list[Text | Provision]:
    """Text and blocks of an element, in order."""
    parts: list[Text | Provision] = []
    for part in _mixed(element, ledger):
        if isinstance(part, Text):
            parts.append(part)
        else:
            parts += _block(part, ledger, path, in_chapter=True)
    return parts


def _mixed(element: etree._Element, ledger: Ledger) -> list[Text | etree._Element]:
    """Runs of text and the blocks between them; white space between blocks means nothing."""
    if not len(element):  # most elements hold nothing but text
        only = settle(element.text or "")
        return [only] if only else []
    parts: list[Text | etree._Element] = []
    run = Running()
    run.add(element.text)
    for child in children_of(element):
        tag = name_of(child)
        if not tag:
            pass  # a comment
        elif (name := _class(child)) in _LEFT_OUT:
            ledger.leave(child, _LEFT_OUT[name])
        elif tag in _BLOCKS or name in ("futuretitle", "futureLegalArticleHeader", "miscHeadline"):
            if run.at and (text := run.take()):
                parts.append(text)
            parts.append(child)
        else:
            _inline(child, run, ledger)
        run.add(child.tail)
    if run.at and (text := run.take()):
        parts.append(text)
    return parts


def _text(element: etree._Element, ledger: Ledger) -> Text:
    if not len(element):
        return settle(element.text or "")
    run = Running()
    _inside(element, run, ledger)
    return run.take()


def _inline(element: etree._Element, run: Running, ledger: Ledger) -> None:
    """An element in running text, without its tail."""
    if (name := _class(element)) in _LEFT_OUT:
        ledger.leave(element, _LEFT_OUT[name])
        return
    tag, start = name_of(element), run.at
    if tag == "br":
        run.line_break()
    _inside(element, run, ledger)
    if tag == "a":
        run.span("reference", start, element.get("href") or "")
    elif tag in _INLINE:
        run.span(_INLINE[tag], start)


def _inside(element: etree._Element, run: Running, ledger: Ledger) -> None:
    run.add(element.text)
    for child in children_of(element):
        if is_element(child):
            _inline(child, run, ledger)
        run.add(child.tail)


def _elements(element: etree._Element, ledger: Ledger) -> list[etree._Element]:
    """Child elements of one that holds no text of its own; text that is there all the same is left out."""
    children = children_of(element)
    for text in (element.text, *[child.tail for child in children]):
        ledger.leave_text(text, "text outside the items of a list or table", element)
    return [child for child in children if is_element(child)]


def _class(element: etree._Element) -> str:
    return element.get("class") or ""
