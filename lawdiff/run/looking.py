"""How outputs are to look, from what a person chose: refused early, before anything is compared."""

from collections.abc import Iterable
from pathlib import Path

from lawdiff.render.looks import Layout, LineNumbers, Look, Marks, Paper, form_of
from lawdiff.render.style_sheet import checked_style


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
) -> Look:
    """Give the look. Raises `LawdiffError` for a layout that a format lacks and a style that fetches."""
    for name in formats:
        if name in ("html", "pdf"):
            form_of(layout, name)
    return Look(marks, paper, line_numbers, draft, checked_style(style, style_name), templates)
