"""What goes on paper: a redline laid out in its form, whole or a piece of it, and its HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup
from msgspec import structs

from lawdiff.model.redline import Redline
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Passage
from lawdiff.render.layout.clean import accepted
from lawdiff.render.layout.front import Front, front_of
from lawdiff.render.layout.keeling import amended
from lawdiff.render.layout.order import insertions_first, list_insertions_first
from lawdiff.render.layout.places import both_places
from lawdiff.render.layout.ramseyer import comparative
from lawdiff.render.layout.shown import markers, running_order
from lawdiff.render.looks import PLAIN, Form, Layout, Look, form_of
from lawdiff.render.mapping import Mapped, mapped
from lawdiff.render.pdf.contents import Heading, contents_of
from lawdiff.render.pdf.notes import PaperNote
from lawdiff.render.presented import presented
from lawdiff.render.summary.told import with_told
from lawdiff.render.templating import direction, environment, verbatim

_NAMES: Mapping[str, str] = {name: f"layout_{name}" for name in ("clean", "keeling", "ramseyer", "synopsis")}


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
    front = with_told(front, shown, labels)
    if look.marks == "insert-first":
        passages, front = insertions_first(passages), list_insertions_first(front)
    return Matter(shown, front, passages, labels, layout, form, look)


def source_of(matter: Matter, notes: Mapping[str, PaperNote]) -> str:
    """Fill the template, with these notes beside the text."""
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


def day_of(redline: Redline) -> datetime:
    """The date of the file: that of the later version, never the clock's."""
    for date in (redline.new.date, redline.old.date):
        try:
            return datetime.fromisoformat(date).replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime(1970, 1, 1, tzinfo=UTC)
