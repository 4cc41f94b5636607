"""What a command is to write: files, and a format or the terminal's view on standard output.

What cannot be is refused before the work begins, and the files are written last, all or none.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lawdiff.cli import console, delivery
from lawdiff.errors import LawdiffError


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files with their formats, and the format for standard output; empty for the terminal's view."""

    files: Mapping[Path, str]
    screen: str = ""

    @property
    def formats(self) -> list[str]:
        """Name the formats that are to be rendered."""
        return [*self.files.values(), *([self.screen] if self.screen else [])]


def outputs_of(
    output: Sequence[Path] | None, format_: str, inputs: Sequence[str], *, summary: bool = False
) -> Outputs:
    """Say what is to be written. Raises `LawdiffError` for what cannot be."""
    from lawdiff.run import listing

    outputs = Outputs(
        {path: listing.format_of(str(path)) for path in output or []},
        listing.known_format(format_) if format_ else "",
    )
    delivery.check(output or [], inputs)
    if outputs.screen and listing.is_binary(outputs.screen) and sys.stdout.isatty():
        raise LawdiffError(
            f"{outputs.screen} is not for a terminal",
            where="--format",
            do=f"Write a file: -o redline.{outputs.screen}",
        )
    if summary:
        listing.have_summary(outputs.formats)
    return outputs


def hand_over(
    outputs: Outputs, rendered: Mapping[str, Iterable[bytes]], for_screen: Callable[..., bytes]
) -> None:
    """Write the files, then standard output; `for_screen` takes `colour` and `width` of a terminal."""
    delivery.deliver({path: rendered[name] for path, name in outputs.files.items()})
    for path in outputs.files:
        console.say(f"wrote {path}")
    if outputs.screen:
        for piece in rendered[outputs.screen]:
            console.write(piece)
    elif not outputs.files:
        colour, width = console.screen()
        console.write(for_screen(colour=colour, width=width))
