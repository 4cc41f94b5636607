"""`lawdiff render`: write a redline again from its JSON."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from lawdiff.cli import console, delivery, looks
from lawdiff.cli.diff import Attach, Language
from lawdiff.errors import LawdiffError

_FOLDER = "statutes/norway-drug-reform"
EXAMPLES = (
    f"lawdiff diff {_FOLDER}/law-in-force.en.xml {_FOLDER}/bill.en.xml -o redline.json",
    "lawdiff render redline.json -o redline.html --lang nb",
)


def command(
    redline: Annotated[
        str, typer.Argument(metavar="JSON", help="A redline as JSON: a file, REV:path, or -.")
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here, in the format of the suffix; may be repeated."
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="Write this format to standard output.")
    ] = "",
    layout: looks.LayoutOption = looks.Layout.inline,
    marks: looks.MarksOption = looks.Marks.delete_first,
    paper: looks.PaperOption = looks.Paper.a4,
    line_numbers: looks.LinesOption = looks.LineNumbers.continuous,
    draft: looks.DraftOption = False,
    style: looks.StyleOption = None,
    templates: looks.TemplatesOption = None,
    lang: Annotated[Language, typer.Option(help="Language of the labels.")] = Language.en,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ID", help="Show this change and no other; may be repeated."),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Stop where the JSON does not hold all of the law's text.")
    ] = False,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", metavar="FILE", help="A file that was compared, to attach to a PDF; may be repeated."
        ),
    ] = None,
    attach: Annotated[
        Attach, typer.Option(help="Attach to a PDF: all that is given, the law alone, or nothing.")
    ] = Attach.all,
) -> None:
    """Write a redline again from its JSON, without the sources: the same bytes as diff would write.

    Without -o and --format it is shown on the terminal. The sources are not in the JSON: a PDF that is to
    carry them is given them with --source.
    """
    from lawdiff.run import attaching, comparison, listing, looking, rendering

    outputs = {path: listing.format_of(str(path)) for path in output or []}
    delivery.check(output or [], [redline, *(source or [])])
    screen = listing.known_format(format_) if format_ else ""
    if screen and listing.is_binary(screen) and sys.stdout.isatty():
        raise LawdiffError(
            f"{screen} is not for a terminal", where="--format", do=f"Write a file: -o redline.{screen}"
        )
    formats = [*outputs.values(), *([screen] if screen else [])]
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
    )
    read = rendering.read_back(redline, only_ids=only or (), whole=whole)
    files = attaching.files_named(read, source or (), attach.value)
    if "pdf" in formats and files == () and attach is not Attach.none:
        console.say(
            "the files that were compared are not in the JSON, and not attached; give them with --source"
        )
    with console.progress(len(set(formats))) as tell:
        rendered = comparison.render_all(
            read, formats, layout=layout.value, lang=lang.value, files=files, look=look, tell=tell
        )
    delivery.deliver({path: rendered[name] for path, name in outputs.items()})
    for path in outputs:
        console.say(f"wrote {path}")
    if screen:
        console.write(rendered[screen])
    elif not outputs:
        colour, width = console.screen()
        console.write(comparison.for_screen(read, lang.value, colour=colour, width=width))
