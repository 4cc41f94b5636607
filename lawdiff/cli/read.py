"""`lawdiff read`: show what is understood of a file, and what is not."""

from typing import Annotated

import typer

from lawdiff.cli import console

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
    """Show what is understood of a file: its outline (also if nothing is said), or what is left out."""
    from lawdiff import read_expression
    from lawdiff.run import printing

    law = read_expression(file)
    if outline or not left_out:
        console.write_lines(printing.outline(law))
    if outline and left_out:
        print()
    if left_out:
        console.write_lines(printing.left_out(law))
