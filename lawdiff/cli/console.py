"""Standard output, standard error, and what may be seen there.

Results go to standard output and all else to standard error, so that a pipe holds nothing but the result.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from lawdiff.errors import printable


def write(result: bytes) -> None:
    """Write a result to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()


def write_lines(lines: Iterable[str]) -> None:
    """Write a result to standard output, line by line."""
    for line in lines:
        print(line)


def screen() -> tuple[bool, int]:
    """Say whether standard output is a terminal that may be coloured (NO_COLOR), and its columns."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return colour, shutil.get_terminal_size((100, 24)).columns


def say(message: str) -> None:
    """Tell the user something that is not the result."""
    print(f"lawdiff: {printable(message)}", file=sys.stderr)


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar over `total` steps while standard error is a terminal, and nothing where it is not."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=24), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        begun = 0

        def tell(step: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=printable(step))
            begun += 1

        yield tell
