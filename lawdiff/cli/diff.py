"""`lawdiff diff`: compare two versions and write the redline."""

import sys
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from lawdiff.cli import console, looks, options
from lawdiff.cli.outputs import hand_over, outputs_of
from lawdiff.errors import ANSWER_NO

_FOLDER = "statutes/norway-drug-reform"
EXAMPLES = (
    f"lawdiff diff {_FOLDER}/law-in-force.en.xml {_FOLDER}/bill.en.xml",
    f"lawdiff diff {_FOLDER}/law-in-force.en.xml {_FOLDER}/bill.en.xml "
    f"--report {_FOLDER}/report.en.xml -o redline.html -o redline.md",
)


class Scope(StrEnum):
    """How much of what did not change is in the redline."""

    changed = "changed"
    all = "all"


class Ignore(StrEnum):
    """What is left out of what is shown."""

    editorial = "editorial"
    emphasis = "emphasis"
    links = "links"


def command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The old version: a file, REV:path, or -.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new version, likewise.")],
    report: Annotated[
        list[str] | None,
        typer.Option("--report", "-r", metavar="REPORT", help="A report with the reasons; may be repeated."),
    ] = None,
    output: options.OutputOption = None,
    format_: options.FormatOption = "",
    summary: options.SummaryOption = False,
    scope: Annotated[
        Scope, typer.Option(help="Show what changed, or all of the law's text.")
    ] = Scope.changed,
    layout: looks.LayoutOption = looks.Layout.inline,
    marks: looks.MarksOption = looks.Marks.delete_first,
    paper: looks.PaperOption = looks.Paper.a4,
    line_numbers: looks.LinesOption = looks.LineNumbers.continuous,
    draft: looks.DraftOption = False,
    style: looks.StyleOption = None,
    templates: looks.TemplatesOption = None,
    lang: options.LanguageOption = options.Language.en,
    identity: Annotated[
        str,
        typer.Option(
            metavar="MAP", help="A map of which old section is which new one (TOML); it overrules all."
        ),
    ] = "",
    stated: Annotated[
        bool,
        typer.Option(
            "--stated-identity/--no-stated-identity", help="Believe notes of the law on former numbers."
        ),
    ] = True,
    ignore: Annotated[
        list[Ignore] | None,
        typer.Option(
            "--ignore",
            help="Leave out changes of this kind, and say how many: editorial (spacing, punctuation, case, "
            "typography, references that follow a renumbering), emphasis alone, or link targets; may be "
            "repeated.",
        ),
    ] = None,
    only: options.OnlyOption = None,
    attach: Annotated[
        options.Attach,
        typer.Option(
            help="Attach to a PDF both versions, the reports and the JSON (all), all but the reports (law), "
            "or nothing."
        ),
    ] = options.Attach.all,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="Exit with 1 if there are changes (but for ignored ones), with 0 if there are none.",
        ),
    ] = False,
) -> None:
    """Compare two versions of a law and write the redline.

    A version is a file, REV:path of the git repository one stands in, or - for standard input. Without -o
    and --format the redline is shown on the terminal. Several outputs are written all or none.
    """
    from lawdiff.run import attaching, comparison, looking, rendering

    outputs = outputs_of(output, format_, [old, new, *(report or [])], summary=summary)
    job = comparison.Comparison(
        old,
        new,
        tuple(report or ()),
        scope.value,
        identity,
        stated,
        ignore=tuple(kind.value for kind in ignore or ()),
    )
    formats = outputs.formats
    look = looking.look_of(
        formats,
        layout.value,
        marks=marks.value,
        paper=paper.value,
        line_numbers=line_numbers.value,
        draft=draft,
        style=looks.style_text(style),
        style_name=str(style or ""),
        templates=looks.template_folder(templates),
        summary=summary,
    )
    with console.progress(comparison.steps(job, formats)) as tell:
        redline = rendering.restricted(comparison.run_comparison(job, tell), only or ())
        files = attaching.files_of(job, redline, attach.value) if "pdf" in formats else ()
        rendered = comparison.render_all(
            redline,
            formats,
            layout=layout.value,
            lang=lang.value,
            files=files,
            look=look,
            summary=summary,
            tell=tell,
        )
    if outputs.formats or not sys.stdout.isatty():  # a terminal shows them at the top of the redline
        for warning in redline.warnings:
            console.say(f"warning: {warning}")
    hand_over(outputs, rendered, partial(comparison.for_screen, redline, lang.value, summary=summary))
    if exit_code and not all(change.ignored for change in redline.changes):
        raise typer.Exit(ANSWER_NO)
