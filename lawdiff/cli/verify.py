"""`lawdiff verify`: check a redline that one has received."""

from typing import Annotated

import typer

from lawdiff.cli import console
from lawdiff.errors import ANSWER_NO, printable

_FOLDER = "statutes/norway-drug-reform"
EXAMPLES = (
    f"lawdiff diff {_FOLDER}/law-in-force.en.xml {_FOLDER}/bill.en.xml -o redline.json",
    "lawdiff verify redline.json",
    f"lawdiff verify redline.json --source {_FOLDER}/law-in-force.en.xml --source {_FOLDER}/bill.en.xml",
)


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A redline: PDF, HTML or JSON.")],
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="FILE",
            help="A file that was compared, where it is not inside; may be repeated.",
        ),
    ] = None,
) -> None:
    """Check the proof and the hashes of a redline from what is inside it.

    Prints what was checked and what was not. Exit code 1 where a check fails.
    """
    from lawdiff.run import verification

    found = verification.verify(file, source or ())
    console.write_lines(printable(f"{each.outcome:<12} {each.what}") for each in found)
    if any(each.outcome == "FAILED" for each in found):
        raise typer.Exit(ANSWER_NO)
