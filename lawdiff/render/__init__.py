"""Model to bytes, one file a format.

A new format is one file with a `write` and one line in `FORMATS`. `layout.py` says what is shown and in what
order, `labels.py` in which words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.render.attached import AttachedFile
from lawdiff.render.looks import PLAIN, Layout, Look, form_of


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffixes of its files, where it is written, and what it takes.

    `takes` names of `layout`, `look`, `lang`, `colour` and `files` those that the writer understands.
    `summary` names the function of `summary.page` that writes one page, `pieces` what gives the same as
    `function` piece by piece; empty where there is none.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    function: str = "write"
    takes: frozenset[str] = frozenset({"lang"})
    summary: str = ""
    pieces: str = ""


FORMATS: tuple[Format, ...] = (
    Format(
        "html", "one page for the browser", (".html", ".htm"), "lawdiff.render.html.page",
        takes=frozenset({"lang", "layout", "look"}), summary="write_html",
    ),
    Format(
        "pdf", "PDF/A-3a and PDF/UA-1, for print and archive", (".pdf",), "lawdiff.render.pdf.document",
        takes=frozenset({"lang", "layout", "look", "files"}), summary="write_pdf",
    ),
    Format(
        "json", "the whole redline, for programs", (".json",), "lawdiff.render.json_file",
        function="write_redline", takes=frozenset(), pieces="RedlineFile",
    ),
    Format(
        "csv", "the concordance: which old section is which new one", (".csv",), "lawdiff.render.concordance",
        takes=frozenset(),
    ),
    Format(
        "akn", "Akoma Ntoso 3.0 with ins, del and textualMod", (".akn.xml", ".xml"),
        "lawdiff.render.akn.document", takes=frozenset(),
    ),
    Format(
        "docx", "Word, with tracked changes and comments", (".docx",), "lawdiff.render.docx.document",
        takes=frozenset({"lang", "look"}),
    ),
    Format(
        "md", "Markdown, for a pull request", (".md", ".markdown"), "lawdiff.render.markdown",
        summary="write_markdown",
    ),
    Format(
        "terminal", "text for the terminal", (".txt",), "lawdiff.render.terminal",
        takes=frozenset({"lang", "colour"}), summary="write_text",
    ),
)  # fmt: skip
"""The visible table."""

SUMMARY = "lawdiff.render.summary.page"


def render(
    redline: Redline,
    format: str,  # noqa: A002 - the word of the command line
    *,
    layout: Layout = "inline",
    lang: str = "en",
    colour: bool = False,
    files: Iterable[AttachedFile] | None = (),
    look: Look = PLAIN,
    summary: bool = False,
) -> bytes:
    """Write a redline, or its `summary`, which is one page and has no layout.

    Raises `LawdiffError` for a format, layout or language that is not there.

    `files` are attached to a PDF, beside the redline as JSON; with `None` neither is. What a format has no
    use for (a layout in JSON) is left aside.
    """
    found = format_named(format)
    form_of(layout, found.name if "layout" in found.takes else "pdf")
    module, function = (SUMMARY, summary_in(found)) if summary else (found.module, found.function)
    options: dict[str, object] = {}
    positional: list[object] = [redline]
    if "lang" in found.takes:
        from lawdiff.render.labels import load_labels

        positional.append(load_labels(lang))
    if "layout" in found.takes and not summary:
        options["layout"] = layout
    if "look" in found.takes:
        options["look"] = look
    if "files" in found.takes:
        options["files"] = files
    if "colour" in found.takes:
        options["colour"] = colour
    written: bytes = getattr(import_module(module), function)(*positional, **options)
    return written


def in_pieces(
    redline: Redline,
    format: str,  # noqa: A002 - the word of the command line
) -> Iterable[bytes] | None:
    """Give what `render` writes in pieces, made while they are gone through; `None` where a format has none.

    The JSON of a large law is as large as all else in memory, so whoever writes a file should not hold it.
    """
    found = format_named(format)
    if not found.pieces:
        return None
    pieces: Iterable[bytes] = getattr(import_module(found.module), found.pieces)(redline)
    return pieces


def summary_in(found: Format) -> str:
    """Name the function that writes one page. Raises `LawdiffError` for a format without."""
    if not found.summary:
        names = ", ".join(entry.name for entry in FORMATS if entry.summary)
        raise LawdiffError(
            f"there is no summary in {found.name}", where="--summary", do=f"Choose one of {names}"
        )
    return found.summary


def format_named(name: str) -> Format:
    """Look a format up by its name. Raises `LawdiffError` where there is none."""
    for entry in FORMATS:
        if entry.name == name:
            return entry
    names = ", ".join(entry.name for entry in FORMATS)
    raise LawdiffError(f'there is no format "{name}"', where="--format", do=f"Choose one of {names}")


def format_of_file(filename: str) -> Format:
    """Look a format up by a file's suffix. Raises `LawdiffError` where none has it.

    >>> format_of_file("out/act.HTML").name
    'html'
    """
    for entry in FORMATS:
        if filename.lower().endswith(entry.suffixes):
            return entry
    suffixes = ", ".join(suffix for entry in FORMATS for suffix in entry.suffixes)
    raise LawdiffError(
        "no format has this suffix", where=filename, do=f"Name the file with one of {suffixes}"
    )
