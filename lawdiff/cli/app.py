"""The application: the visible table of commands, and what holds for all of them."""

from collections.abc import Callable, Mapping
from typing import Annotated, Protocol

import typer

from lawdiff import __version__
from lawdiff.cli import apply, demo, diff, doctor, formats, read, render, schemas, verify


class Command(Protocol):
    """What each module of this room offers: a function and examples."""

    @property
    def command(self) -> Callable[..., None]:
        """The function that typer reads."""

    @property
    def EXAMPLES(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """Lines that a reader may type where the sample laws are; tests run them."""


COMMANDS: Mapping[str, Command] = {  # a new one: a file, and its line here
    "diff": diff,
    "render": render,
    "verify": verify,
    "apply": apply,
    "read": read,
    "schemas": schemas,
    "formats": formats,
    "demo": demo,
    "doctor": doctor,
}

EXIT_CODES = """Exit codes: 0 done; 1 done, and the answer is no (see the command's help); 2 not done.
LAWDIFF_DEBUG=1 shows the traceback of an error."""


def _version(wanted: bool) -> None:
    if wanted:
        print(f"lawdiff {__version__}")
        raise typer.Exit


def _lawdiff(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Compare two versions of a law, section by section, with the reasons beside each change."""


def build() -> typer.Typer:
    """Make the application."""
    # Plain help: rich would double the time to answer. Errors are __main__'s.
    app = typer.Typer(name="lawdiff", rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(no_args_is_help=True, epilog=_unwrapped(EXIT_CODES))(_lawdiff)
    for name, module in COMMANDS.items():
        examples = "\n".join(["Example:", *(f"  $ {line}" for line in module.EXAMPLES)])
        app.command(name, epilog=_unwrapped(examples))(module.command)
    return app


def _unwrapped(text: str) -> str:
    """Keep the lines as they are: a backspace on a line of its own says so to the help's formatter."""
    return f"\b\n{text}"
