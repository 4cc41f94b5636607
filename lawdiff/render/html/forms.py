"""What is the same on both sides, filled into forms: the templates' own markup, read off once.

A macro of the template is called with letters of the private use area in place of number, heading and text,
and what it wrote is cut at them. So the markup stands in the template alone, and a code of 3,000 sections is
written as fast as strings are joined. Such letters are in no text that comes here (`quiet.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.quiet import Line
from lawdiff.render.layout.runs import Piece, Run

_ANCHOR, _LABEL, _HEAD, _TEXT = "\ue001", "\ue002", "\ue003", "\ue004"
_DEEPEST = 6
"""Levels by which the page sets text in."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A place without changes, for the macro."""

    passage: Passage
    changes: tuple[object, ...] = ()
    kinds: tuple[str, ...] = ()
    unreasoned: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """Writes sections and lines that are the same on both sides, escaped."""

    section: Callable[[Passage], str]
    lines: Callable[[Block, bool], Markup]


def forms_of(macros: Any) -> Forms:
    """Read the forms off the macros of `html/sections.html`."""

    def line_form(depth: int, alone: bool) -> tuple[str, ...]:
        block = Block("paragraph", depth, (Run("keep", (Piece(_TEXT),)),))
        return tuple(str(macros.block_html(block, alone)).split(_TEXT))

    @cache
    def line_forms(alone: bool) -> tuple[tuple[str, ...], ...]:
        return tuple(line_form(depth, alone) for depth in range(_DEEPEST + 1))

    def written(lines: tuple[Line, ...], alone: bool) -> str:
        forms = line_forms(alone)
        return "".join([text.join(forms[min(_DEEPEST, depth)]) for depth, text in lines])

    heading = Block("heading", 0, (Run("keep", (Piece(_HEAD),)),))
    empty = Passage("unchanged", label=_LABEL, heading=heading, anchor=_ANCHOR)
    opening, end, closing = str(macros.section_html(_Place(empty))).rpartition("</section>")

    def section(passage: Passage) -> str:
        quiet = passage.quiet
        if quiet is None:
            return ""
        begun = opening.replace(_ANCHOR, str(escape(passage.anchor)))
        begun = begun.replace(_LABEL, str(escape(passage.label))).replace(_HEAD, quiet.head)
        return f"{begun}{written(quiet.lines, True)}{end}{closing}"

    def lines(block: Block, alone: bool) -> Markup:
        return Markup(written(block.lines, alone))  # noqa: S704 - escaped in `quiet`

    return Forms(section, lines)
