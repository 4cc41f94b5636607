"""What goes on paper, laid out: pages whose notes fit, with what is painted over the text.

Nothing is fetched but the fonts that come with lawdiff.
"""

import gc
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lawdiff.render.labels import Labels
from lawdiff.render.layout.reasons import Note
from lawdiff.render.looks import LineNumbers
from lawdiff.render.pdf.boxes import (
    MM,
    Digits,
    Sheet,
    Stamp,
    draw_over,
    key_of,
    note_heights,
    put_in_place,
    settle,
    survey,
    total,
)  # fmt: skip
from lawdiff.render.pdf.hyphenation import teach
from lawdiff.render.pdf.late import Drawer, holder
from lawdiff.render.pdf.matter import WHOLE, Matter, Piece, source_of
from lawdiff.render.pdf.notes import PaperNote, first_limits, keys_of, paper_notes, tighten
from lawdiff.render.templating import verbatim
from lawdiff.resources import templates

LINE_STEP = 5
"""Each fifth line has its number."""
NOTE_LEFT, NUMBER_LEFT = 111, -20
"""Millimetres from the left edge of the text to the notes and to the numbers of changes."""
_TRIES = 4
"""Times that notes are cut at most, until they fit; the last time they go to the end whole."""
_SHORT = 1_000_000
"""Characters of a source, some 100 pages: beyond, the memory matters more than the time."""


def fitted(matter: Matter) -> tuple[str, Any, list[Sheet], tuple[PaperNote, ...]]:
    """Lay out so that no page has more notes than room for them.

    Where one has, its notes are cut, and they alone are laid out again. Nothing flows around them, so in a
    part of a file they take the place of those that were too long; where the notes that go on at the end
    stand behind the text, all is laid out once more.

    Gives the source, the document, what is on its pages, and the notes that go on at the end.
    """
    piece = matter.piece
    if matter.form.columns:
        source = source_of(matter, {})
        return source, *lay_out(source, piece), ()
    notes, limits = keys_of(matter.passages, piece.first), first_limits(matter.passages, piece.first)
    number = holder("ending") if piece.elsewhere else ""
    shown = paper_notes(notes, limits, number)
    source = source_of(matter, shown)
    document, sheets = lay_out(source, piece)
    for _ in range(_TRIES):
        full = _too_full(sheets)
        if not full:
            break
        tighter, again = _cut(matter, notes, shown, limits, full, number)
        limits, source = tighter, again.source
        shown = paper_notes(notes, limits, number)
        if piece.elsewhere:
            put_in_place(document, [sheet for sheet, _ in full], again.boxes)
            document.laid_out_alone = (*getattr(document, "laid_out_alone", ()), again.documents)  # fonts
        else:
            document, sheets = lay_out(source, piece)
    return source, document, sheets, tuple(note for note in shown.values() if note.rest)


def _too_full(sheets: Sequence[Sheet]) -> list[tuple[Sheet, float]]:
    """Settle notes and numbers; give the pages whose notes are too tall, and by how many millimetres."""
    found = [(sheet, settle(sheet, note_left=NOTE_LEFT, number_left=NUMBER_LEFT)) for sheet in sheets]
    return [(sheet, excess) for sheet, excess in found if excess > 0]


@dataclass(slots=True)
class _Again:
    """Notes laid out again by their names, without those that went to the end whole; the whole's source."""

    source: str
    boxes: dict[str, Any]
    documents: list[Any]


def _cut(
    matter: Matter,
    notes: Mapping[str, Note],
    shown: Mapping[str, PaperNote],
    limits: dict[str, int],
    full: Sequence[tuple[Sheet, float]],
    number: str,
) -> tuple[dict[str, int], _Again]:
    """Cut the notes of pages that are too full until they fit; give the limits, and the notes as cut."""
    pages = [note_heights(sheet) for sheet, _ in full]
    rooms = [(sheet.bottom - sheet.top) / MM for sheet, _ in full]
    again = _Again("", dict.fromkeys(key for heights in pages for key in heights), [])
    for left in reversed(range(_TRIES)):
        over = [(total(heights) - room, heights) for heights, room in zip(pages, rooms, strict=True)]
        over = [(excess, heights) for excess, heights in over if excess > 0]
        if not over:
            break
        if left:
            limits = tighten(limits, over, shown)
        else:  # at last they go to the end whole
            limits = limits | {key: -1 for _, heights in over for key in heights}
        shown = paper_notes(notes, limits, number)
        again.source = source_of(matter, shown)
        wanted = [key for _, heights in over for key in heights]
        document, boxes = _alone(again.source, wanted)
        again.documents.append(document)
        again.boxes |= {key: boxes.get(key) for key in wanted}
        for _, heights in over:
            there = {key: boxes[key].margin_height() / MM for key in heights if key in boxes}
            heights.clear()
            heights.update(there)
    return limits, again


_ASIDE = re.compile(r'<aside class="why" id="n-([^"]+)">.*?</aside>', re.DOTALL)


def _alone(source: str, wanted: Iterable[str]) -> tuple[Any, dict[str, Any]]:
    """Lay out some of the notes of a source alone, as they look in their places; give the boxes by name."""
    head, _, body = source.partition("<body>")
    main = re.search(r"<main[^>]*>", body)
    keys = set(wanted)
    made = []
    for found in _ASIDE.finditer(body):
        if found[1] in keys:
            note = f'<div class="rel">{found[0]}</div>'
            made.append(f'<table class="law"><tr><td>{note}</table>' if ".r" in found[1] else note)
    document = rendered(f"{head}<body>{main[0] if main else '<main>'}{''.join(made)}</main>")
    boxes = [box for page in document.pages for box in survey(page).notes]
    return document, {key_of(box): box for box in boxes}


def lay_out(source: str, piece: Piece = WHOLE) -> tuple[Any, list[Sheet]]:
    """Lay a piece out; say what is on its pages."""
    enabled = gc.isenabled()
    if len(source) < _SHORT:
        gc.disable()  # a fifth of the time goes to looking for garbage that is not there
    try:
        document = rendered(source)
    finally:
        if enabled:
            gc.enable()
    if not piece.cover:
        del document.pages[0]
    return document, [survey(page) for page in document.pages]


def decorate(
    matter: Matter,
    document: Any,
    sheets: Sequence[Sheet],
    *,
    numbers: Sequence[Mapping[int, int]] | None = None,
    drawer: Drawer | None = None,
) -> None:
    """Settle notes and numbers of changes, and have the pages paint what lies over them.

    `numbers`: of lines, a page. Without them they are left open with a `drawer`.
    """
    form = matter.form
    digits = Digits(html_of(_digits_source()).render(font_config=FontConfiguration()))
    stamp = None
    if matter.look.draft:
        stamp = Stamp(html_of(_stamp_source(matter.labels)).render(font_config=FontConfiguration()))
    left = (0, -14) if form.columns else (NOTE_LEFT, NUMBER_LEFT)
    for i, (page, sheet) in enumerate(zip(document.pages, sheets, strict=True)):
        settle(sheet, note_left=left[0], number_left=left[1])
        page.__init__(page._page_box)  # links and anchors follow the boxes that moved
        if not form.bars:
            sheet.lines = [replace(line, marked=False) for line in sheet.lines]
        draw_over(
            page,
            sheet,
            numbers[i] if numbers is not None else {},
            digits,
            bar_left=-3.4,
            number_right=-5,
            stamp=stamp,
            drawer=drawer if form.lines and matter.look.line_numbers != "none" else None,
        )


def numbered(counts: Iterable[int], mode: LineNumbers) -> list[dict[int, int]]:
    """Say of pages with so many lines which line (from 0) has which number.

    >>> numbered([6, 5], "continuous"), numbered([6, 5], "page")
    ([{4: 5}, {3: 10}], [{4: 5}, {4: 5}])
    """
    pages: list[dict[int, int]] = []
    before = 0
    for count in counts:
        numbers = range(before + 1, before + count + 1) if mode != "none" else ()
        pages.append({n - before - 1: n for n in numbers if n % LINE_STEP == 0})
        before += count if mode == "continuous" else 0
    return pages


def _stamp_source(labels: Labels) -> Markup:
    style = Markup(
        "@page { size: 500mm 100mm; margin: 0 } p { font: 600 92pt 'Lawdiff Sans'; color: #ebebeb }"
    )
    page = Markup("<html lang=en><style>{}{}</style><body><p>{}</p>")
    return page.format(font_faces(), style, labels.say("draft"))


def font_faces() -> Markup:
    """Give the style that names the fonts that come with lawdiff."""
    return verbatim("pdf/paper.css").partition("/* Page")[0]


def _digits_source() -> str:
    style = f"{font_faces()} @page {{ size: 10mm; margin: 0 }} p {{ font: 7pt 'Lawdiff Sans'; color: #444 }}"
    return f"<html lang=en><style>{style}</style><body>" + "".join(f"<p>{n}</p>" for n in range(10))


def rendered(source: str) -> Any:
    """Lay out HTML that is one of ours."""
    return html_of(source).render(font_config=FontConfiguration(), pdf_variant="pdf/a-3a")


def html_of(source: str) -> HTML:
    """Give HTML that knows our fonts and how our languages are hyphenated."""
    teach()
    return HTML(string=source, base_url=_fonts().as_uri() + "/", url_fetcher=_Fonts())


class _Fonts(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Gives the fonts that come with lawdiff, and nothing else: no network, no other file."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's
        name = url.rpartition("/")[2]
        path = _fonts() / name
        if not url.startswith(_fonts().as_uri() + "/") or path.suffix != ".ttf" or not path.is_file():
            raise ValueError(f"{url} is not a font of lawdiff's")
        return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": "font/ttf"})


def _fonts() -> Path:
    return (templates() / "fonts").resolve()
