"""`lawdiff demo`: write the redline of a model drug reform."""

from pathlib import Path
from typing import Annotated

import typer

from lawdiff.cli import console, delivery, options

EXAMPLES = ("lawdiff demo -o out",)


def command(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder to write to; made if missing.")
    ] = Path("lawdiff-demo"),
    lang: options.LanguageOption = options.Language.en,
) -> None:
    """Write the redline of a model drug reform, with the committee's reasons: HTML, PDF, JSON, Markdown.

    The texts are model texts that come with lawdiff, not law.
    """
    from lawdiff.run import comparison, demo

    delivery.check_folder(output)
    job = demo.demonstration()
    with console.progress(comparison.steps(job, demo.FORMATS)) as tell:
        redline = comparison.run_comparison(job, tell)
        rendered = comparison.render_all(redline, demo.FORMATS, lang=lang.value, tell=tell)
    delivery.make_folder(output)
    delivery.deliver({output / f"{demo.NAME}.{name}": pieces for name, pieces in rendered.items()})
    print(f"{len(redline.changes)} changes, written to:")
    for name in rendered:
        print(f"  {output / f'{demo.NAME}.{name}'}")
