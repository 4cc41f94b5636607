"""`lawdiff read`: show what is understood of a file, and what is not."""

from typing import Annotated

import typer

from lawdiff.cli import console
from lawdiff.errors import ANSWER_NO

EXAMPLES = (
    "lawdiff read statutes/norway-drug-reform/bill.en.xml --outline",
    "lawdiff read statutes/norway-drug-reform/bill.en.xml --left-out",
)


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A law: a file, REV:path, or -.")],
    outline: Annotated[
        bool, typer.Option("--outline", help="Print what was understood: metadata, chapters, sections.")
    ] = False,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="Print the text that is left out on purpose, and why.")
    ] = False,
) -> None:
    """Show what is understood of a file: its outline (also if nothing is said), or what is left out.

    Under --left-out the reader proves itself: every character is read or left out. Exit code 1 where not.
    """
    from lawdiff.run import printing

    lines, holds = printing.describe(file, with_outline=outline or not left_out, with_left_out=left_out)
    console.write_lines(lines)
    if not holds:
        raise typer.Exit(ANSWER_NO)
