"""A redline for the terminal: change by change, coloured where it is one, with brackets where not.

In a pipe deleted words stand in `{ }` and inserted ones in `⟦ ⟧`, a paragraph is one line, and nothing but
characters is written; on a terminal deleted words are red and struck, inserted ones green and underlined, and
lines are broken at words. Characters that would steer a terminal are made visible.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lawdiff.errors import printable
from lawdiff.model.redline import Change, Redline
from lawdiff.render import wording
from lawdiff.render.excerpt import Line, Piece, Shown, excerpts, title
from lawdiff.render.labels import Labels
from lawdiff.render.mapping import mapped
from lawdiff.render.presented import presented

WIDTH = 100
"""Columns where nobody says how many there are."""

# How a stretch looks: brackets for the pipe, a style of rich for the terminal.
_MARKS = {
    "delete": ("{", "}", "red strike"),
    "insert": ("⟦", "⟧", "green underline"),
    "move_from": ("⟨", "⟩↗", "cyan"),
    "move_to": ("⟨", "⟩↙", "cyan"),
    "keep": ("", "", ""),
    "cut": ("", "", "dim"),
    "remark": ("", "", "italic"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: its indentation in columns, and stretches of text, each with a style."""

    indent: int
    stretches: tuple[tuple[str, str], ...] = ()


def write(redline: Redline, labels: Labels, *, colour: bool = False, width: int = WIDTH) -> bytes:
    """Write the redline, for a terminal of `width` columns if `colour`, else as plain text."""
    return put(_rows(presented(redline, labels), labels, colour=colour), colour=colour, width=width)


def put(rows: Iterable[Row], *, colour: bool, width: int) -> bytes:
    """Write rows, for a terminal of `width` columns if `colour`, else as plain text."""
    if colour:
        return _coloured(rows, width)
    lines = (" " * row.indent + "".join(text for text, _ in row.stretches) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()


def _rows(redline: Redline, labels: Labels, *, colour: bool) -> Iterator[Row]:
    yield row(0, wording.title_of(redline, labels), "bold")
    old, new = (wording.version(side, labels) for side in (redline.old, redline.new))
    yield row(0, f"{old} → {new}", "dim")
    for warning in redline.warnings:
        yield row(0, f"{labels.say('warnings')}: {warning}", "yellow")
    yield row(0, wording.counts(redline, labels))
    for said in wording.left_out(redline, labels):
        yield row(0, said, "dim")
    standing: str | None = None
    for shown in excerpts(redline, labels):
        heading = title(shown.section, labels) or _untitled(shown, labels)
        if heading != standing:
            yield Row(0)
            yield row(0, heading, "bold")
            standing = heading
        yield from _change(shown, redline, labels, colour=colour)
    yield Row(0)
    yield from _concordance(redline, labels)
    holds = redline.proof.reject_all_is_old and redline.proof.accept_all_is_new
    yield row(0, labels.say("proof_holds" if holds else "proof_fails"), "dim" if holds else "bold red")


def _concordance(redline: Redline, labels: Labels) -> Iterator[Row]:
    """Say which provisions have another number or place; what is new or gone was told above."""
    lines = [line for line in mapped(redline, {}, labels) if line.shifts]
    if lines:
        yield row(0, labels.say("concordance"), "bold")
        for line in lines:
            yield row(2, f"{line.old} → {line.new}  {line.relation}")
        yield Row(0)


def _untitled(shown: Shown, labels: Labels) -> str:
    ref = shown.section and (shown.section.new or shown.section.old)
    return wording.untitled(ref.kind if ref else "", labels)


def _change(shown: Shown, redline: Redline, labels: Labels, *, colour: bool) -> Iterator[Row]:
    change, fold = shown.change, shown.fold
    label = f"  {change.label}" if change.label and change.label != title(shown.section, labels) else ""
    label = f"  {fold.label} {fold.was}" if fold.label else label
    yield row(2, f"{fold.numbers}{label}  {wording.kinds(change, labels)}{_words(change, labels)}", "blue")
    for line in shown.lines:
        yield Row(6, _line(line, labels, colour=colour))
    for remark in () if fold.label else wording.remarks(change, labels):
        yield row(6, remark, "italic")
    for reason in change.rationale:
        told = (wording.speaker(reason, labels), wording.source(reason, redline.reports, labels))
        yield row(8, " · ".join(filter(None, told)), "magenta")
        for paragraph in reason.quote.split("\n"):
            yield row(8, f"“{paragraph}”")


def _words(change: Change, labels: Labels) -> str:
    if not (change.words_deleted or change.words_inserted):
        return ""
    return f"  +{labels.number(change.words_inserted)} −{labels.number(change.words_deleted)}"


def _line(line: Line, labels: Labels, *, colour: bool) -> tuple[tuple[str, str], ...]:
    lead = f"{labels.say('md_heading')} " if line.part == "heading" else ""
    lead += f"{printable(line.num)} " if line.num else ""
    marks = stretches(line.pieces, colour=colour)
    return ((lead, "dim"), *marks) if lead else tuple(marks)


def stretches(pieces: Sequence[Piece], *, colour: bool) -> Iterator[tuple[str, str]]:
    """Give pieces as stretches with their marks: brackets, or styles where it is coloured."""
    for i, piece in enumerate(pieces):
        if i and _is_mark(piece) and _is_mark(pieces[i - 1]):
            yield " ", ""  # neither side's: it keeps two marks apart
        opening, closing, style = _MARKS[piece.op]
        bare = colour and piece.op in ("delete", "insert")
        shown = printable(piece.text)
        yield (shown if bare else f"{opening}{shown}{closing}"), style


def _is_mark(piece: Piece) -> bool:
    return piece.op not in ("keep", "cut", "remark")


def row(indent: int, text: str, style: str = "") -> Row:
    """Make a paragraph of one style; what would steer a terminal is made visible."""
    return Row(indent, ((printable(text), style),))


def _coloured(rows: Iterable[Row], width: int) -> bytes:
    from io import StringIO

    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    out = StringIO()
    console = Console(file=out, force_terminal=True, width=max(width, 40), highlight=False, markup=False)
    for row in rows:
        console.print(Padding(Text.assemble(*row.stretches), (0, 0, 0, row.indent), expand=False))
    return out.getvalue().encode()
