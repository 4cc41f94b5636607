"""`lawdiff apply`: write the law with some changes of a redline in it."""

from pathlib import Path
from typing import Annotated

import typer

from lawdiff.cli import console, delivery

_FOLDER = "statutes/norway-drug-reform"
EXAMPLES = (
    f"lawdiff diff {_FOLDER}/law-in-force.en.xml {_FOLDER}/bill.en.xml --scope all -o redline.json",
    "lawdiff apply redline.json --accept chp_1__sec_1__subsec_2 -o minority.xml",
)


def command(
    redline: Annotated[
        str, typer.Argument(metavar="JSON", help="A redline, written with --scope all as JSON.")
    ],
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="ID", help="Accept this change and no other; may be repeated."),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option("--reject", metavar="ID", help="Accept all changes but this; may be repeated."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the law here, as Akoma Ntoso."),
    ] = None,
) -> None:
    """Write the law with some changes accepted and all else as it was: a minority's proposal alone.

    --reject is the other way round. Changes that cannot be had apart (the two ends of a move, a split) go
    together, and are told. Without -o the law goes to standard output.
    """
    from lawdiff.run import applying

    delivery.check([output] if output else [], [redline])
    applied = applying.apply(redline, accept=accept or (), reject=reject or ())
    for line in applied.told():
        console.say(line)
    if output is None:
        console.write(applied.content)
        return
    delivery.deliver({output: [applied.content]})
    console.say(f"wrote {output}")
