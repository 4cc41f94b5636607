"""A redline for Word: real tracked changes, so that "accept all" gives the new text and "reject all" the old.

What stands before and behind the law (title, sources with their hashes, summary, list of changes,
concordance) is plain text of ours between which the law stands, in a bookmark of its own (`lawdiff_law`);
nothing of it is tracked. What a person asked not to be told of (`--ignore`) is tracked all the same, since
the old text could not be had back otherwise; it is not in the list. Reasons are comments.

The changes bear the date of the newer version, or else `SOURCE_DATE_EPOCH`, or else the older version's date;
without any they bear none. The same redline gives the same bytes.

Limits: an end of a paragraph before a table that goes leaves an empty paragraph in LibreOffice. A row that
moved, or got a cell more, is a row deleted and a row inserted, for Word tracks no more of it. Signs of
footnotes have no character; the footnote stands as a paragraph. Kinds of spaces alone are no change: where
they differ, the new text's stand on both sides.
"""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime

from lxml import etree

from lawdiff.model.redline import Redline
from lawdiff.render.docx_body import WIDTH, anchor, body
from lawdiff.render.docx_comments import comments_of, write_comments
from lawdiff.render.docx_merge import merge
from lawdiff.render.docx_package import FOOTER, core_properties, package
from lawdiff.render.docx_sides import streams
from lawdiff.render.docx_words import (
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
)
from lawdiff.render.front import Front, front_of
from lawdiff.render.labels import Labels
from lawdiff.render.layout import markers
from lawdiff.render.mapping import Mapped, mapped
from lawdiff.render.presented import presented
from lawdiff.render.wording import source
from lawdiff.resources import templates

BOOKMARK = "lawdiff_law"
"""The bookmark around the law."""
_EARLIEST = 1900
"""The first year that Word's own form of a date can hold."""


def write(redline: Redline, labels: Labels) -> bytes:
    """Write the file."""
    told = presented(redline, labels)
    marks = markers(told)
    front = front_of(told, marks, labels)
    day = _day(redline)
    steps = merge(*streams(redline, labels))
    by_change = comments_of(told, labels)
    comments = [comment for found in by_change.values() for comment in found]
    numbers = iter(range(len(comments)))
    numbered = {change: [next(numbers) for _ in found] for change, found in by_change.items()}
    anchors, lost = anchor(steps, numbered)
    author = Author("lawdiff", day)
    law = body(steps, author, anchors)
    document = element(
        "document",
        element(
            "body",
            *_front(front, labels),
            *_comments_of_the_whole(lost),
            element("bookmarkStart", id="0", name=BOOKMARK),
            *law,
            element("bookmarkEnd", id="0"),
            *_back(mapped(told, marks, labels), told, labels),
            _section(),
        ),
    )
    language = legible(redline.new.language or redline.old.language or labels.language)
    parts = {
        "styles": _styles(language),
        "settings": _settings(),
        "comments": write_comments(comments, day),
        "footer1": _footer(front.title, labels),
    }
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


def _front(front: Front, labels: Labels) -> Iterable[Element]:
    """Say what is compared and what came of it."""
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
        yield _listed([labels.say(f"column_{name}") for name in names], entries, (10, 44, 28, 18), right=(3,))
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
        yield paragraph("FrontSmall", *plain(source(reason, labels, redline)))
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
) -> Element:
    widths = [WIDTH * share // 100 for share in shares]

    def made(style: str, texts: Iterable[str]) -> list[Element]:
        return [
            cell(
                width,
                [paragraph(style, *plain(text), properties=[value("jc", "right")] if i in right else [])],
            )
            for i, (width, text) in enumerate(zip(widths, texts, strict=True))
        ]

    rows = [row(made("FrontCellHead", heads), head=True), *(row(made("FrontCell", line)) for line in lines)]
    return table(widths, rows, heads=True)


def _section() -> Element:
    """Say how the page is: A4."""
    footer = element("footerReference", type="default")
    footer.set(f"{{{R}}}id", FOOTER)
    margins = {"top": "1304", "right": "1418", "bottom": "1304", "left": "1418"}
    return element(
        "sectPr",
        footer,
        element("pgSz", w="11906", h="16838"),
        element("pgMar", **margins, header="709", footer="624", gutter="0"),
    )


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
