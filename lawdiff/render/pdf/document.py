"""A redline on paper: PDF/A-3a and PDF/UA-1 in one file, the same bytes for the same redline.

Title page, list of changes with pages, the text with bars and numbers of lines in the inner margin and the
reasons in the outer one, notes that did not fit at the end. Each layout has its form in `looks.py`, and
a template.

What is long is laid out in parts by several processes and merged (`parts`).

Limits: scripts that the fonts lack come from the machine's own, so their bytes may differ from machine to
machine.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from lawdiff.model.redline import Redline
from lawdiff.render.attached import AttachedFile
from lawdiff.render.json_file import write_redline
from lawdiff.render.labels import Labels
from lawdiff.render.looks import PLAIN, Layout, Look
from lawdiff.render.pdf.archive import attachments, claim_accessible, finish, pack, speaking, spoken
from lawdiff.render.pdf.boxes import filled
from lawdiff.render.pdf.contents import contents_of
from lawdiff.render.pdf.matter import Matter, day_of, matter_of, source_of
from lawdiff.render.pdf.notes import PaperNote
from lawdiff.render.pdf.pages import decorate, fitted, lay_out, numbered, rendered
from lawdiff.render.pdf.parts import pieces_of, write_pieces
from lawdiff.render.templating import blaming

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
    if pieces := pieces_of(matter):
        if len(pieces) == 1:
            with blaming(look.templates):
                pieces = (replace(pieces[0], run_on=_runs_on(matter)),)
        return write_pieces(pieces, matter, files, workers)
    with blaming(look.templates):
        matter = replace(matter, run_on=_runs_on(matter))
        source, document, sheets, _ = fitted(matter)
    counts = [len(sheet.lines) if matter.form.lines else 0 for sheet in sheets]
    decorate(matter, document, sheets, numbers=numbered(counts, look.line_numbers))
    return _write(document, redline, labels, source, files)


def write_page(
    sources: Sequence[str], redline: Redline, labels: Labels, files: Iterable[AttachedFile] | None = ()
) -> bytes:
    """Write one page as HTML says it: of sources of which each is longer than the one before, the last that
    fits on one; the first where none does. It is attached and tagged as every file is.
    """
    fits, beyond, fitting = 0, len(sources), None
    while beyond - fits > 1:
        middle = (fits + beyond) // 2
        document = rendered(sources[middle])
        if len(document.pages) == 1:
            fits, fitting = middle, document
        else:
            beyond = middle
    return _write(fitting or rendered(sources[fits]), redline, labels, sources[fits], files)


def _runs_on(matter: Matter) -> bool:
    """Whether the list of changes leaves so much of its last page free that the text begins on it."""
    if all(passage.type == "said" for passage in matter.passages):
        return True  # there is no text: nothing is said but that all is the same
    # Laid out alone, for the list does not depend on the text; notes only decide on the width.
    notes = {"": PaperNote("", (), ())} if matter.front.reported else {}
    alone = replace(matter.piece, headings=contents_of(matter.passages))
    document, _ = lay_out(source_of(replace(matter, passages=(), run_on=True, piece=alone), notes))
    used = filled(document.pages[-1], "header")
    most = 0.45 if matter.form.columns else 0.6  # a landscape sheet has less below
    return len(document.pages) > 1 and 0 < used < most


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
