"""`lawdiff render`: write a redline again from its JSON."""

from functools import partial
from typing import Annotated

import typer

from lawdiff.cli import console, looks, options
from lawdiff.cli.outputs import hand_over, outputs_of

_FOLDER = "statutes/norway-drug-reform"
EXAMPLES = (
    f"lawdiff diff {_FOLDER}/law-in-force.en.xml {_FOLDER}/bill.en.xml -o redline.json",
    "lawdiff render redline.json -o redline.html --lang nb",
)


def command(
    redline: Annotated[
        str, typer.Argument(metavar="JSON", help="A redline as JSON: a file, REV:path, or -.")
    ],
    output: options.OutputOption = None,
    format_: options.FormatOption = "",
    summary: options.SummaryOption = False,
    layout: looks.LayoutOption = looks.Layout.inline,
    marks: looks.MarksOption = looks.Marks.delete_first,
    paper: looks.PaperOption = looks.Paper.a4,
    line_numbers: looks.LinesOption = looks.LineNumbers.continuous,
    draft: looks.DraftOption = False,
    style: looks.StyleOption = None,
    templates: looks.TemplatesOption = None,
    lang: options.LanguageOption = options.Language.en,
    only: options.OnlyOption = None,
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
        options.Attach, typer.Option(help="Attach to a PDF: all that is given, the law alone, or nothing.")
    ] = options.Attach.all,
) -> None:
    """Write a redline again from its JSON, without the sources: the same bytes as diff would write.

    Without -o and --format it is shown on the terminal. The sources are not in the JSON: a PDF that is to
    carry them is given them with --source.
    """
    from lawdiff.run import attaching, comparison, looking, rendering

    outputs = outputs_of(output, format_, [redline, *(source or [])], summary=summary)
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
    read = rendering.read_back(redline, only_ids=only or (), whole=whole)
    files = attaching.files_named(read, source or (), attach.value)
    if "pdf" in formats and files == () and attach is not options.Attach.none:
        console.say(
            "the files that were compared are not in the JSON, and not attached; give them with --source"
        )
    with console.progress(len(set(formats))) as tell:
        rendered = comparison.render_all(
            read,
            formats,
            layout=layout.value,
            lang=lang.value,
            files=files,
            look=look,
            summary=summary,
            tell=tell,
        )
    hand_over(outputs, rendered, partial(comparison.for_screen, read, lang.value, summary=summary))
