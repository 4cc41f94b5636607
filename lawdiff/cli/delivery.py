"""Files are written all or none: to temporary names beside their places, then renamed.

The folder must be there: a mistyped name is more common than the wish for a new one. What can fail is asked
before the work (`check`) and the writing comes last, so a failure leaves no file and changes none. A file
comes in pieces, and what makes them may fail too.
"""

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lawdiff.errors import LawdiffError


def check(outputs: Sequence[Path], inputs: Sequence[str] = ()) -> None:
    """Raise `LawdiffError` where an output cannot be written, or would destroy an input."""
    sources = {Path(name).resolve() for name in inputs if Path(name).exists()}
    seen: set[Path] = set()
    for path in outputs:
        target = path.resolve()
        if not target.parent.is_dir():
            raise LawdiffError(
                "the folder does not exist", where=str(path), do=f"Make it first: mkdir -p {path.parent}"
            )
        if target.is_dir():
            raise LawdiffError("this is a folder", where=str(path), do="Name a file in it")
        if target in sources:
            raise LawdiffError(
                "this is a file that is read", where=str(path), do="Give the output another name"
            )
        if target in seen:
            raise LawdiffError("given twice", where=str(path), do="Give each output a name of its own")
        if not os.access(target.parent, os.W_OK):
            raise _unwritable(path, "permission denied")
        seen.add(target)


def check_folder(folder: Path) -> None:
    """Raise `LawdiffError` where this is no folder and none can be made of it."""
    nearest = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    if not nearest.is_dir():
        raise _unwritable(folder, f"{nearest.name} is a file")
    if not os.access(nearest, os.W_OK):
        raise _unwritable(folder, "permission denied")


def make_folder(folder: Path) -> None:
    """Make a folder that may be there already. Raises `LawdiffError` where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error


def deliver(files: Mapping[Path, Iterable[bytes]]) -> None:
    """Write all files or none. Raises `LawdiffError` where one cannot be written."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, pieces in files.items():
            target = path.resolve()
            temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
            waiting.append((temporary, target))
            try:
                with temporary.open("xb") as file:
                    file.writelines(pieces)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise _unwritable(path, error.strerror) from error
        for temporary, target in waiting:
            try:
                temporary.replace(target)
            except OSError as error:
                raise _unwritable(target, error.strerror) from error
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _unwritable(path: Path, why: str | None) -> LawdiffError:
    return LawdiffError(
        f"cannot be written ({why or 'unknown'})", where=str(path), do="Name a folder that you may write to"
    )
