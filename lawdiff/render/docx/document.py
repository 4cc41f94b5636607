"""A redline for Word: real tracked changes, so that "accept all" gives the new text and "reject all" the old.

What stands before and behind the law (title, sources with their hashes, summary, list of changes,
concordance) is plain text of ours between which the law stands, in a bookmark of its own (`lawdiff_law`);
nothing of it is tracked. What a person asked not to be told of (`--ignore`) is tracked all the same, since
the old text could not be had back otherwise; it is not in the list. Reasons are comments.

The changes bear the date of the newer version, or else `SOURCE_DATE_EPOCH`, or else the older version's date;
without any they bear none. The same redline gives the same bytes.

Limits: an end of a paragraph before a table that goes leaves an empty paragraph in LibreOffice. A row that
moved, or got a cell more, is a row deleted and a row inserted, for Word tracks no more of it; a comment names
the other place. Signs of footnotes have no character; the footnote stands as a paragraph. Kinds of spaces
alone are no change: where they differ, the new text's stand on both sides. A line break inside a paragraph
that came or went for a space is such a case: the redline knows the breaks of the new text alone.
"""

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, date, datetime

from lxml import etree

from lawdiff.model.redline import Redline
from lawdiff.render.docx.body import WIDTH, anchor, body
from lawdiff.render.docx.comments import comments_of, write_comments
from lawdiff.render.docx.merge import merge
from lawdiff.render.docx.package import FOOTER, HEADER, core_properties, package
from lawdiff.render.docx.sides import streams
from lawdiff.render.docx.words import (
    Author,
    Element,
    R,
    cell,
    element,
    legible,
    paragraph,
    plain,
    row,
    table,
    value,
    watermark,
)
from lawdiff.render.labels import Labels
from lawdiff.render.layout.front import Front, front_of
from lawdiff.render.layout.shown import markers
from lawdiff.render.looks import PLAIN, Look, Paper
from lawdiff.render.mapping import Mapped, mapped
from lawdiff.render.presented import presented
from lawdiff.render.wording import source
from lawdiff.resources import templates

BOOKMARK = "lawdiff_law"
"""The bookmark around the law."""
_EARLIEST = 1900
"""The first year that Word's own form of a date can hold."""
_SHEETS: Mapping[Paper, tuple[int, int]] = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Width and height in twips. The lines are as wide on both, so that they break alike."""


def write(redline: Redline, labels: Labels, *, look: Look = PLAIN) -> bytes:
    """Write the file. Of a look, paper, the order of marks and the word for draft mean something here."""
    told = presented(redline, labels)
    marks = markers(told)
    front = front_of(told, marks, labels)
    day = _day(redline)
    steps = merge(*streams(redline, labels), insert_first=look.marks == "insert-first", dated=bool(day))
    by_change = comments_of(told, labels)
    comments = [comment for found in by_change.values() for comment in found]
    numbers = iter(range(len(comments)))
    numbered = {change: [next(numbers) for _ in found] for change, found in by_change.items()}
    names = {change.id: _bookmark(change.number) for change in told.changes}
    anchors, lost = anchor(steps, numbered, names)
    author = Author("lawdiff", day)
    law = body(steps, author, anchors)
    document = element(
        "document",
        element(
            "body",
            *_front(front, labels, anchors.named),
            *_comments_of_the_whole(lost),
            element("bookmarkStart", id="0", name=BOOKMARK),
            *law,
            element("bookmarkEnd", id="0"),
            *_back(mapped(told, marks, labels), told, labels),
            _section(look),
        ),
    )
    language = legible(redline.new.language or redline.old.language or labels.language)
    parts = {
        "styles": _styles(language),
        "settings": _settings(),
        "comments": write_comments(comments, day),
        "footer1": _footer(front.title, labels),
    }
    if look.draft:
        parts["header1"] = _header(labels.say("draft"))
    return package(document, parts, core_properties(title=legible(front.title), language=language, day=day))


def _day(redline: Redline) -> str:
    """Give the date of the changes as Word writes it; empty where none is known or Word cannot hold it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    stated = datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch.isdecimal() else ""
    for day in (redline.new.date, stated, redline.old.date):
        try:
            found = date.fromisoformat(day)
        except ValueError:
            continue
        return f"{found.isoformat()}T00:00:00Z" if found.year >= _EARLIEST else ""
    return ""


def _bookmark(number: int) -> str:
    """Name the place of the change with a number."""
    return f"change_{number}"


def _front(front: Front, labels: Labels, places: Set[str]) -> Iterable[Element]:
    """Say what is compared and what came of it. `places` are the bookmarks that there are."""
    yield paragraph("FrontKicker", *plain(f"{labels.say('redline')} · {labels.say('not_official')}"))
    yield paragraph("Title", *plain(front.title))
    for sentence in front.summary:
        yield paragraph("FrontText", *plain(sentence))
    for warning in front.warnings:
        yield paragraph("FrontText", *plain(f"{labels.say('warnings')}: {warning}"))
    yield paragraph("Heading1", *plain(labels.say("compared")))
    lines = [
        (
            fact.name,
            [paragraph("FrontCell", *plain(fact.text))]
            + ([paragraph("FrontSmall", *plain(fact.fine))] if fact.fine else []),
        )
        for fact in front.facts
    ]
    widths = (WIDTH // 5, WIDTH - WIDTH // 5)
    yield table(
        widths,
        (
            row([cell(widths[0], [paragraph("FrontCell", *plain(name))]), cell(widths[1], said)])
            for name, said in lines
        ),
    )
    if front.entries:
        yield paragraph("Heading1", *plain(labels.say("contents")))
        entries = [
            (
                entry.numbers,
                f"{entry.label} {entry.was}".strip(),
                entry.kinds,
                f"+{labels.number(entry.inserted)} / −{labels.number(entry.deleted)}"
                if entry.inserted or entry.deleted
                else "",
            )
            for entry in front.entries
        ]
        names = ("number", "provision", "kind", "count")
        links = [_bookmark(entry.marker.number) for entry in front.entries]
        yield _listed(
            [labels.say(f"column_{name}") for name in names],
            entries,
            (10, 44, 28, 18),
            right=(3,),
            links=[name if name in places else "" for name in links],
        )
    yield paragraph("Heading1", *plain(labels.say("redline")))


def _back(lines: tuple[Mapped, ...], redline: Redline, labels: Labels) -> Iterable[Element]:
    """Say which old provision is which new one, and what the report says of no change."""
    yield paragraph("LeftOut", *plain(labels.say("end_of_redline")))
    if lines:
        yield paragraph("Heading1", *plain(labels.say("concordance")))
        yield paragraph("FrontText", *plain(labels.say("concordance_said")))
        heads = [
            labels.say(name)
            for name in ("concordance_old", "concordance_new", "column_kind", "column_heading")
        ]
        yield _listed(
            heads, ((line.old, line.new, line.relation, line.heading) for line in lines), (18, 18, 24, 40)
        )
    if redline.unlinked:
        yield paragraph("Heading1", *plain(labels.say("unlinked")))
    for reason in redline.unlinked:
        for line in reason.quote.split("\n"):
            yield paragraph("FrontText", *plain(line))
        yield paragraph("FrontSmall", *plain(source(reason, redline.reports, labels)))
    yield paragraph("FrontSmall", *plain(labels.say("status_text")))


def _comments_of_the_whole(numbers: Iterable[int]) -> Iterable[Element]:
    """Place the comments of changes that stand nowhere in the text."""
    for number in numbers:
        properties = element("rPr", value("rStyle", "CommentReference"))
        yield paragraph("FrontText", element("r", properties, element("commentReference", id=str(number))))


def _listed(
    heads: Iterable[str],
    lines: Iterable[tuple[str, ...]],
    shares: tuple[int, ...],
    right: tuple[int, ...] = (),
    links: Sequence[str] = (),
) -> Element:
    """Write a table. `right` are the columns set to the right, `links` the bookmark each line leads to."""
    widths = [WIDTH * share // 100 for share in shares]

    def made(style: str, texts: Iterable[str], link: str = "") -> list[Element]:
        cells = []
        for i, (width, text) in enumerate(zip(widths, texts, strict=True)):
            words = plain(text, style="Hyperlink" if link and i == 0 else "")
            if link and i == 0:
                words = [element("hyperlink", *words, anchor=link, history="1")]
            properties = [value("jc", "right")] if i in right else []
            cells.append(cell(width, [paragraph(style, *words, properties=properties)]))
        return cells

    rows = [row(made("FrontCellHead", heads), head=True)]
    rows += [row(made("FrontCell", line, links[n] if links else "")) for n, line in enumerate(lines)]
    return table(widths, rows, heads=True)


def _section(look: Look) -> Element:
    """Say how the page is."""
    references = [("headerReference", HEADER)] * look.draft + [("footerReference", FOOTER)]
    ends = [element(name, type="default") for name, _ in references]
    for end, (_, number) in zip(ends, references, strict=True):
        end.set(f"{{{R}}}id", number)
    width, height = _SHEETS[look.paper]
    side = str((width - WIDTH) // 2)
    margins = {"top": "1304", "right": side, "bottom": "1304", "left": side}
    return element(
        "sectPr",
        *ends,
        element("pgSz", w=str(width), h=str(height)),
        element("pgMar", **margins, header="709", footer="624", gutter="0"),
    )


def _header(word: str) -> Element:
    """Say on each page that it is a draft: a word across it, and one in its head, which is heard."""
    return element("hdr", paragraph("Header", element("r", watermark(word)), *plain(word)))


def _footer(title: str, labels: Labels) -> Element:
    page = element("fldSimple", *plain("1"), instr=" PAGE ")
    pages = element("fldSimple", *plain("1"), instr=" NUMPAGES ")
    name = f"{title[:80]} · {labels.say('not_official')}"
    return element("ftr", paragraph("Footer", *plain(f"{name}\t"), page, *plain(" / "), pages))


def _styles(language: str) -> Element:
    """Read the style sheet, and state the language of the law in it."""
    path = templates() / "docx" / "styles.xml"
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    for stated in root.iter(element("lang").tag):
        stated.set(f"{stated.tag[: stated.tag.index('}') + 1]}val", language)
    return root


def _settings() -> Element:
    """Say that the file is of today's Word, so that it is not shown as one of an older one."""
    modern = element(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15"
    )
    return element("settings", value("defaultTabStop", "510"), element("compat", modern))
