"""How outputs are to look, from what a person chose: refused early, before anything is compared."""

from collections.abc import Iterable
from pathlib import Path

from lawdiff.errors import LawdiffError
from lawdiff.render.looks import Layout, LineNumbers, Look, Marks, Paper, form_of


def look_of(
    formats: Iterable[str],
    layout: Layout,
    *,
    marks: Marks = "delete-first",
    paper: Paper = "a4",
    line_numbers: LineNumbers = "continuous",
    draft: bool = False,
    style: str = "",
    style_name: str = "",
    templates: Path | None = None,
    summary: bool = False,
) -> Look:
    """Give the look. Raises `LawdiffError` for a layout that a format lacks and a style that fetches.

    A `summary` is one page and has no layout.
    """
    if summary and layout != "inline":
        raise LawdiffError("a summary has no layout", where="--layout", do="Leave it out, or --summary")
    for name in formats:
        if name in ("html", "pdf"):
            form_of(layout, name)
    if style:
        from lawdiff.render.style_sheet import checked_style  # few have one

        style = checked_style(style, style_name)
    return Look(marks, paper, line_numbers, draft, style, templates)
