"""A redline on paper: PDF/A-3a and PDF/UA-1 in one file, the same bytes for the same redline.

Title page, list of changes with pages, the text with bars and numbers of lines in the inner margin and the
reasons in the outer one, notes that did not fit at the end. Nothing is fetched but the fonts that come with
lawdiff. Each layout has its form in `looks.py`, and a template.

What is long is laid out in parts by several processes and merged (`parts`).

Limits: scripts that the fonts lack come from the machine's own, so their bytes may differ from machine to
machine.
"""

import gc
import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import structs
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lawdiff.model.redline import Redline
from lawdiff.render.attached import AttachedFile
from lawdiff.render.json_file import write_redline
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Passage
from lawdiff.render.layout.clean import accepted
from lawdiff.render.layout.front import Front, front_of
from lawdiff.render.layout.keeling import amended
from lawdiff.render.layout.order import insertions_first, list_insertions_first
from lawdiff.render.layout.places import both_places
from lawdiff.render.layout.ramseyer import comparative
from lawdiff.render.layout.shown import markers, running_order
from lawdiff.render.looks import PLAIN, Form, Layout, LineNumbers, Look, form_of
from lawdiff.render.mapping import Mapped, mapped
from lawdiff.render.pdf.archive import attachments, claim_accessible, finish, pack, speaking
from lawdiff.render.pdf.boxes import Digits, Sheet, Stamp, draw_over, filled, settle, survey
from lawdiff.render.pdf.contents import Heading, contents_of
from lawdiff.render.pdf.hyphenation import teach
from lawdiff.render.pdf.late import Drawer, holder
from lawdiff.render.pdf.notes import PaperNote, first_limits, keys_of, paper_notes, tighten
from lawdiff.render.presented import presented
from lawdiff.render.templating import blaming, direction, environment, verbatim
from lawdiff.resources import templates

LINE_STEP = 5
"""Each fifth line has its number."""
NOTE_LEFT, NUMBER_LEFT = 111, -20
"""Millimetres from the left edge of the text to the notes and to the numbers of changes."""
_NAMES: Mapping[str, str] = {name: f"layout_{name}" for name in ("clean", "keeling", "ramseyer", "synopsis")}
_LAYOUTS = 4
"""Times the pages are laid out at most, until all notes fit."""

_SHORT = 1_000_000
"""Characters of a source, some 100 pages: beyond, the memory matters more than the time."""

logging.getLogger("weasyprint").setLevel(logging.ERROR)


def write(
    redline: Redline,
    labels: Labels,
    *,
    layout: Layout = "inline",
    files: Iterable[AttachedFile] | None = (),
    look: Look = PLAIN,
    workers: int | None = None,
) -> bytes:
    """Write the file, with the redline as JSON and `files` attached; with nothing for `None`.

    What is long is laid out by so many processes; by default, by as many as there are cores. Their number
    does not show in the file.
    """
    matter = matter_of(redline, labels, layout, look)
    from lawdiff.render.pdf.parts import pieces_of, write_pieces  # it builds on this module

    if pieces := pieces_of(matter):
        return write_pieces(pieces, matter, files, workers)
    with blaming(look.templates):
        matter = replace(matter, run_on=_runs_on(matter))
        source, document, sheets, _ = fitted(matter)
    counts = [len(sheet.lines) if matter.form.lines else 0 for sheet in sheets]
    decorate(matter, document, sheets, numbers=numbered(counts, look.line_numbers))
    return _write(document, redline, labels, source, files)


def decorate(
    matter: "Matter",
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
    digits = Digits(_html(_digits_source()).render(font_config=FontConfiguration()))
    stamp = None
    if matter.look.draft:
        stamp = Stamp(_html(_stamp_source(matter.labels)).render(font_config=FontConfiguration()))
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


def write_page(
    sources: Sequence[str], redline: Redline, labels: Labels, files: Iterable[AttachedFile] | None = ()
) -> bytes:
    """Write one page as HTML says it: of sources of which each is longer than the one before, the last that
    fits on one; the first where none does. It is attached and tagged as every file is.
    """
    fits, beyond, fitting = 0, len(sources), None
    while beyond - fits > 1:
        middle = (fits + beyond) // 2
        document = _render(sources[middle])
        if len(document.pages) == 1:
            fits, fitting = middle, document
        else:
            beyond = middle
    return _write(fitting or _render(sources[fits]), redline, labels, sources[fits], files)


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


@dataclass(frozen=True, slots=True)
class Piece:
    """What a part of the file that is laid out alone holds; by default it is the whole.

    `cover`: the title page; without it a page with the title alone stands first, for the running heads, and
    is dropped. `first`: the passage, or line of the contents, that it begins with. `ends`: the text ends in
    it. `concordance`, `endings` and `headings` are its own; `None`: the whole's. `noted`: the whole has notes
    in the margin.
    `elsewhere`: page numbers and totals are left open.
    """

    cover: bool = True
    first: int = 0
    ends: bool = True
    concordance: tuple[Mapped, ...] | None = None
    endings: tuple[PaperNote, ...] | None = None
    headings: tuple[Heading, ...] | None = None
    noted: bool = False
    elsewhere: bool = False


WHOLE = Piece()


@dataclass(frozen=True, slots=True)
class Matter:
    """What goes on paper: the redline as it is shown, laid out, in its form."""

    redline: Redline
    front: Front
    passages: tuple[Passage, ...]
    labels: Labels
    layout: Layout
    form: Form
    look: Look = PLAIN
    run_on: bool = False
    piece: Piece = WHOLE


def matter_of(redline: Redline, labels: Labels, layout: Layout, look: Look = PLAIN) -> Matter:
    """Lay a redline out in a form. Raises `LawdiffError` for a layout that is not there."""
    form = form_of(layout, "pdf")
    shown = presented(redline, labels)
    if not form.reasons:
        changes = tuple(structs.replace(change, rationale=()) for change in shown.changes)
        shown = structs.replace(shown, changes=changes, reports=(), unlinked=())
    passages = running_order(shown, labels)
    match layout:
        case "clean":
            passages = accepted(passages, labels.say("body_unchanged"))
        case "keeling":
            passages = amended(passages)
        case "ramseyer":
            twice = running_order(both_places(shown), labels)
            passages = comparative(twice, labels.say("body_unchanged"))
    front = front_of(shown, markers(shown), labels)
    if look.marks == "insert-first":
        passages, front = insertions_first(passages), list_insertions_first(front)
    return Matter(shown, front, passages, labels, layout, form, look)


def _runs_on(matter: Matter) -> bool:
    """Whether the list of changes leaves so much of its last page free that the text begins on it."""
    # Laid out alone, for the list does not depend on the text; notes only decide on the width.
    notes = {"": PaperNote("", (), ())} if matter.front.reported else {}
    alone = replace(matter.piece, headings=contents_of(matter.passages))
    document, _ = _lay_out(_source(replace(matter, passages=(), run_on=True, piece=alone), notes))
    used = filled(document.pages[-1], "header")
    return len(document.pages) > 1 and 0 < used < 0.45


def fitted(matter: Matter) -> tuple[str, Any, list[Sheet], tuple[PaperNote, ...]]:
    """Lay out until no page has more notes than room for them.

    Gives the source, the document, what is on its pages, and the notes that go on at the end.
    """
    piece = matter.piece
    if matter.form.columns:
        source = _source(matter, {})
        return source, *_lay_out(source, piece), ()
    notes, limits = keys_of(matter.passages, piece.first), first_limits(matter.passages, piece.first)
    left = _LAYOUTS
    while True:
        left -= 1
        shown = paper_notes(notes, limits, holder("ending") if piece.elsewhere else "")
        source = _source(matter, shown)
        document, sheets = _lay_out(source, piece)
        fits = [settle(sheet, note_left=NOTE_LEFT, number_left=NUMBER_LEFT) for sheet in sheets]
        overfull = [(excess, heights) for excess, heights in fits if excess > 0]
        if not overfull or not left:
            return source, document, sheets, tuple(note for note in shown.values() if note.rest)
        if left == 1:  # in the last layout they go to the end whole
            limits |= {key: -1 for _, heights in overfull for key in heights}
        else:
            limits = tighten(limits, overfull, shown)


def _lay_out(source: str, piece: Piece = WHOLE) -> tuple[Any, list[Sheet]]:
    enabled = gc.isenabled()
    if len(source) < _SHORT:
        gc.disable()  # a fifth of the time goes to looking for garbage that is not there
    try:
        document = _render(source)
    finally:
        if enabled:
            gc.enable()
    if not piece.cover:
        del document.pages[0]
    return document, [survey(page) for page in document.pages]


def _write(
    document: Any, redline: Redline, labels: Labels, source: str, files: Iterable[AttachedFile] | None
) -> bytes:
    claim_accessible(document)
    attached = (
        attachments(write_redline(redline), files, labels, day_of(redline)) if files is not None else None
    )
    with speaking(spoken(labels)):
        written: bytes = document.write_pdf(
            finisher=_finished,
            pdf_variant="pdf/a-3a",
            pdf_identifier=hashlib.sha256(source.encode()).hexdigest()[:32].encode(),
            attachments=attached,
        )
    return written


def _finished(document: Any, pdf: Any) -> None:
    finish(document, pdf)
    pack(pdf)


def spoken(labels: Labels) -> dict[str, str]:
    """Say what is heard of marks, for each pseudo-element that is one."""
    return {
        f"{tag}::{edge}": labels.say(f"spoken_{word}{end}")
        for tag, word in (("del", "deleted"), ("ins", "inserted"))
        for edge, end in (("before", ""), ("after", "_end"))
    } | {"samp::before": labels.say("body_unchanged")}  # stars for what is left out


def day_of(redline: Redline) -> datetime:
    """The date of the file: that of the later version, never the clock's."""
    for date in (redline.new.date, redline.old.date):
        try:
            return datetime.fromisoformat(date).replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime(1970, 1, 1, tzinfo=UTC)


def _source(matter: Matter, notes: dict[str, PaperNote]) -> str:
    redline, labels, form, look = matter.redline, matter.labels, matter.form, matter.look
    piece = matter.piece
    concordance = piece.concordance
    if concordance is None:
        concordance = mapped(redline, markers(redline), labels) if matter.passages else ()
    endings = piece.endings
    if endings is None:
        endings = tuple(note for note in notes.values() if note.rest)
    language = redline.new.language or redline.old.language or labels.language
    styles = ["pdf/paper.css"]
    width = "-wide" if form.columns else "" if notes or piece.noted else "-no-notes"
    if width == "-no-notes":
        styles.append("pdf/no-notes.css")
    styles += form.styles
    if look.paper == "letter":
        styles.append(f"pdf/letter{width}.css")
    return (
        environment(look.templates)
        .get_template(form.template)
        .render(
            redline=redline,
            front=matter.front,
            passages=matter.passages,
            piece=piece,
            concordance=concordance,
            headings=contents_of(matter.passages) if piece.headings is None else piece.headings,
            t=labels,
            notes=notes,
            endings=endings,
            form=form,
            look=look,
            name=labels.say(_NAMES.get(matter.layout, "redline")),
            run_on=matter.run_on,
            style=Markup().join(verbatim(name, look.templates) for name in styles) + Markup(look.style),  # noqa: S704 - checked (`style_sheet`)
            day=day_of(redline).strftime("%Y-%m-%dT%H:%M:%SZ"),
            language=language,
            old_language=redline.old.language or language,
            direction=direction(language),
        )
    )


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


def _render(source: str) -> Any:
    return _html(source).render(font_config=FontConfiguration(), pdf_variant="pdf/a-3a")


def _html(source: str) -> HTML:
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
