"""The options that several commands share: what is written, in which language, and what of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """Language of the labels."""

    en = "en"
    nb = "nb"
    nn = "nn"
    de = "de"
    fr = "fr"
    sv = "sv"
    da = "da"
    fi = "fi"
    is_ = "is"
    nl = "nl"
    pt = "pt"
    es = "es"


class Attach(StrEnum):
    """What travels inside a PDF."""

    all = "all"
    law = "law"
    none = "none"


OutputOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here, in the format of the suffix; may be repeated."
    ),
]
FormatOption = Annotated[
    str, typer.Option("--format", "-f", metavar="FORMAT", help="Write this format to standard output.")
]
SummaryOption = Annotated[
    bool,
    typer.Option(
        "--summary",
        help="Write one page for a legislator instead: what changes, in words and figures, who wants it and "
        "who does not. In HTML, PDF, Markdown and on the terminal.",
    ),
]
LanguageOption = Annotated[Language, typer.Option(help="Language of the labels.")]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="ID", help="Show this change and no other; may be repeated."),
]
