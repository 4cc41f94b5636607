"""Rendering again: a redline as JSON in, any other output out, without the sources."""

from collections.abc import Iterable

from lawdiff.diff.acceptance import lacking
from lawdiff.diff.only import only
from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.read.source import open_source
from lawdiff.render.json_file import read_redline


def read_back(source: str, *, only_ids: Iterable[str] = (), whole: bool = False) -> Redline:
    """Read a redline from JSON, and leave of it the changes with these ids, if any are named.

    `whole` asks for one that holds all of the law's text. Raises `LawdiffError` where it does not, for what
    is no redline, and for an id that no change has.
    """
    opened = open_source(source)
    redline = read_redline(opened.data, where=opened.where)
    if whole:
        demand_text(redline, opened.where)
    return restricted(redline, only_ids)


def restricted(redline: Redline, ids: Iterable[str]) -> Redline:
    """Leave out all changes but these; all stay where none is named."""
    named = tuple(ids)
    return only(redline, named) if named else redline


def demand_text(redline: Redline, where: str) -> None:
    """Raise `LawdiffError` where text of the law is not in a redline, with what to do."""
    lost = lacking(redline)
    if lost:
        shown = ", ".join(lost[:3]) + (f" and {len(lost) - 3} more" if len(lost) > 3 else "")
        raise LawdiffError(
            f"the text of sections that are equal is not in it: {shown}",
            where=where,
            do="Make it anew: lawdiff diff OLD NEW --scope all -o redline.json",
        )
