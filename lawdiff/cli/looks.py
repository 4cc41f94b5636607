"""The options for how an output looks, which several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lawdiff.errors import LawdiffError
from lawdiff.resources import templates

_LARGE = 1 << 20
"""Bytes of a style sheet that is none."""


class Layout(StrEnum):
    """How old and new stand on the page."""

    inline = "inline"
    side_by_side = "side-by-side"
    clean = "clean"
    keeling = "keeling"
    ramseyer = "ramseyer"
    synopsis = "synopsis"


class Marks(StrEnum):
    """What stands first where words were replaced."""

    delete_first = "delete-first"
    insert_first = "insert-first"


class Paper(StrEnum):
    """The size of a sheet."""

    a4 = "a4"
    letter = "letter"


class LineNumbers(StrEnum):
    """How lines are numbered."""

    continuous = "continuous"
    page = "page"
    none = "none"


LayoutOption = Annotated[
    Layout,
    typer.Option(
        help="Marks in the text (inline); old beside new; the text with all changes accepted (clean); for "
        "PDF also the text as it will read with what is struck in notes (keeling), omitted matter in "
        "brackets and new matter in italics (ramseyer), or current law, proposed law and reasons in columns "
        "(synopsis)."
    ),
]
MarksOption = Annotated[
    Marks,
    typer.Option(help="In HTML, PDF and Word, where words were replaced: the old ones first, or the new."),
]
PaperOption = Annotated[Paper, typer.Option(help="Sheet of a PDF or a Word file.")]
LinesOption = Annotated[
    LineNumbers,
    typer.Option(help="In a PDF, number every fifth line through the whole, from 1 on each page, or not."),
]
DraftOption = Annotated[
    bool, typer.Option("--draft", help="Print the word for draft across the pages of a PDF or a Word file.")
]
StyleOption = Annotated[
    Path | None,
    typer.Option(
        "--style", metavar="FILE", help="CSS that goes behind ours in HTML and PDF; it may fetch nothing."
    ),
]
TemplatesOption = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="A folder of templates and styles for HTML and PDF; a file of the same name (pdf/paper.css) is "
        "taken before ours.",
    ),
]


def style_text(path: Path | None) -> str:
    """Read a style sheet. Raises `LawdiffError` where that cannot be done."""
    if path is None:
        return ""
    try:
        if path.stat().st_size > _LARGE:
            raise LawdiffError("too large for a style sheet", where=str(path), do="Name a CSS file")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise LawdiffError(
            f"cannot be read ({error.strerror})", where=str(path), do="Name a CSS file"
        ) from error
    except UnicodeDecodeError as error:
        raise LawdiffError("is not UTF-8 text", where=str(path), do="Save it as UTF-8") from error


def template_folder(folder: Path | None) -> Path | None:
    """Give the folder whole. Raises `LawdiffError` where it is none, or none of its files is one of ours."""
    if folder is None:
        return None
    if not folder.is_dir():
        raise LawdiffError("is no folder", where=str(folder), do="Name the folder that holds pdf/ or html/")
    ours = templates()
    names = (
        path.relative_to(ours)
        for name in ("pdf", "html", "summary")
        for path in sorted((ours / name).iterdir())
    )
    if not any((folder / name).is_file() for name in names):
        raise LawdiffError(
            "holds no file in place of one of ours",
            where=str(folder),
            do="Give it one, such as pdf/paper.css or html/redline.html",
        )
    return folder.resolve()
