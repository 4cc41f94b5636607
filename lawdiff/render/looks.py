"""How an output looks: its layout, its paper, and what a person sets over ours.

All layouts are made from one redline. What each is, and where its form comes from:

- `inline`: marks in the text, reasons in the margin.
- `side-by-side`: old left, new right, reasons where there are any.
- `clean`: the text with all changes accepted, nothing marked.
- `keeling`: the text as it will read, changes marked, what is struck in notes below the section. A Keeling
  schedule sets out an enactment of the United Kingdom as it reads when a bill has amended it (Cormacain,
  Keeling Schedules and Clarity in Amending Legislation, European Journal of Law Reform 2013, 96), with the
  changes in bold type (Crabbe, Legislative Drafting, 1993). The notes, the underline and that a whole new
  provision is not bold are ours: what is repealed is not in the schedules.
- `ramseyer`: the print that Rule XIII, clause 3(e), of the US House of Representatives asks of committees:
  existing law in roman, what is omitted in black brackets, what is new in italics, `* * *` for what is left
  out. What moved is omitted where it stood and new where it stands (see `layout.ramseyer`). The numbers of
  changes in the margin are ours.
- `synopsis`: current law, proposed law and, if a report was read, reasons in columns, a row a provision. It
  follows the German Synopse (law in force left, draft right, "unverändert" and "entfallen" in place of text,
  changed words in italics on the left and in bold on the right: Handbuch der Rechtsförmlichkeit, 4th edition,
  numbers 684 ff.; eNorm's manual). The Austrian Textgegenüberstellung has the same two columns with the
  differences set off in both (circular BMVRDJ-600.824/0003-V 2/2019); the Danish paralleltekster have the
  orders that amend on the right, not the new text (Vejledning om lovkvalitet, 2.10.1), so this is none.
  The column of reasons is ours, and so are our marks in place of italics and bold.

Clean text, Keeling schedule and Ramseyer print have no reasons beside the text: their forms know none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lawdiff.errors import LawdiffError

Layout = Literal["inline", "side-by-side", "clean", "keeling", "ramseyer", "synopsis"]
Marks = Literal["delete-first", "insert-first"]
Paper = Literal["a4", "letter"]
LineNumbers = Literal["continuous", "page", "none"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a person chose beside the layout.

    `style` is CSS that goes behind ours; `templates` a folder whose files are taken before ours.
    """

    marks: Marks = "delete-first"
    paper: Paper = "a4"
    line_numbers: LineNumbers = "continuous"
    draft: bool = False
    style: str = ""
    templates: Path | None = None


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Form:
    """How a layout is set on paper, and in which formats there is one.

    `columns`: a landscape table; else a column of text. `reasons`: they stand beside the text. `bars` and
    `lines`: bars beside changed lines, numbers of lines. `terms`: of a text that stays it is only said that
    it does.
    """

    template: str
    styles: tuple[str, ...] = ()
    columns: bool = False
    reasons: bool = True
    bars: bool = True
    lines: bool = True
    terms: bool = False
    formats: frozenset[str] = frozenset({"pdf"})


FORMS: Mapping[Layout, Form] = {
    "inline": Form("pdf/redline.html", formats=frozenset({"pdf", "html"})),
    "side-by-side": Form(
        "pdf/columns.html", ("pdf/side-by-side.css",), columns=True, lines=False,
        formats=frozenset({"pdf", "html"}),
    ),
    "clean": Form(
        "pdf/clean.html", ("pdf/clean.css",), reasons=False, bars=False, formats=frozenset({"pdf", "html"})
    ),
    "keeling": Form("pdf/keeling.html", ("pdf/keeling.css",), reasons=False),
    "ramseyer": Form("pdf/ramseyer.html", ("pdf/ramseyer.css",), reasons=False, bars=False, lines=False),
    "synopsis": Form(
        "pdf/columns.html", ("pdf/side-by-side.css", "pdf/synopsis.css"), columns=True, lines=False,
        terms=True,
    ),
}  # fmt: skip
"""The visible table."""


def form_of(layout: str, format: str) -> Form:  # noqa: A002 - the word of the command line
    """Look a layout up. Raises `LawdiffError` where there is none of this name, or none in this format."""
    form = next((form for name, form in FORMS.items() if name == layout), None)
    if form is None:
        raise LawdiffError(
            f'there is no layout "{layout}"', where="--layout", do=f"Choose one of {', '.join(FORMS)}"
        )
    if format not in form.formats:
        others = ", ".join(name for name, other in FORMS.items() if format in other.formats)
        formats = " or ".join(sorted(form.formats))
        raise LawdiffError(
            f'there is no layout "{layout}" in {format}',
            where="--layout",
            do=f"Choose one of {others}, or write it as {formats}: -o redline.{min(form.formats)}",
        )
    return form
