"""Runs as HTML, for the page and for paper: exact white space, everything escaped.

The brackets are in the style sheets (`del::before`), the strike is on an `s` inside, so that it does not run
through a bracket. `span.ws` is white space of a mark, `span.sp` the space between the two sides.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup, escape

from lawdiff.render.runs import Piece, Run

_PLAIN = frozenset({"generated", "reference", "break", "note_mark", "run_in"})
_NOTHING = Markup()


def mark_up(runs: Iterable[Run]) -> Markup:
    """Write runs with their marks, remarks included; a number that went (`was`) is in its remark only."""
    return _written([run for run in runs if run.op != "was"])


def mark_up_side(runs: Iterable[Run]) -> Markup:
    """Write the runs of one side: its number stands there as the others do."""
    return _written(list(runs))


_SIGN = re.compile(r"[$€£§]\s?$")
_SHORT = 40
"""Characters of a run that may stay in one line with the sign before it."""


def _written(runs: list[Run]) -> Markup:
    """Write runs; a sign that is kept is not parted from the sum that is struck or put in behind it."""
    made: list[Markup] = []
    i = 0
    while i < len(runs):
        run, behind = runs[i], runs[i + 1] if i + 1 < len(runs) else None
        sign = _SIGN.search(run.pieces[-1].text) if run.op == "keep" and run.pieces and behind else None
        if sign and behind and behind.op in ("insert", "delete") and len(behind.text) <= _SHORT:
            last = run.pieces[-1]
            before = (*run.pieces[:-1], replace(last, text=last.text[: sign.start()]))
            kept = _piece(replace(last, text=sign[0]))
            made += [
                _run(replace(run, pieces=before)),
                Markup('<span class="nb">{}{}</span>').format(kept, _run(behind)),
            ]
            i += 2
            continue
        made.append(_run(run))
        i += 1
    return _NOTHING.join(made)


def _run(run: Run) -> Markup:
    text = _NOTHING.join(_piece(piece) for piece in run.pieces)
    if run.bare:
        return Markup('<span class="ws">{}</span>').format(text)
    match run.op:
        case "keep" | "now" | "was":
            return text
        case "delete":
            return Markup("<del><s>{}</s></del>").format(text)
        case "insert":
            return Markup("<ins>{}</ins>").format(text)
        case "move_from":
            return Markup('<del class="mf"><s>{}</s></del>').format(text)
        case "move_to":
            return Markup('<span class="mt">{}</span>').format(text)
        case "space":
            return Markup('<span class="sp"> </span>')
        case "ref":
            return Markup('<sup class="ref"><a href="#{}">{}</a></sup>').format(run.fragment, run.text)
        case "remark":
            if run.fragment:  # no span within the link: on paper it would become a second one
                return Markup('<span class="rm to"><a href="#{}">{}</a></span>').format(
                    run.fragment, run.text
                )
            return Markup('<span class="rm">{}</span>').format(text)


def _piece(piece: Piece) -> Markup:
    if "break" in piece.styles:
        return Markup("<br>")
    if "note_mark" in piece.styles:
        return Markup('<sup class="fn">*</sup>')
    if "run_in" in piece.styles:
        return Markup('<span class="ri"></span>')
    text = _unbroken(piece.text)
    if piece.part == "num":
        return Markup('<span class="num">{}</span>').format(text)
    if piece.part == "heading":
        return Markup('<span class="hd">{}</span>').format(text)
    worn = [f"t-{style}" for style in piece.styles if style not in _PLAIN]
    return Markup('<span class="{}">{}</span>').format(" ".join(worn), text) if worn else text


_TOGETHER = re.compile(r"(§+\s\d[\w-]*|[$€£]\s?\d[\d.,]*|\S{32,})")
"""What no line parts: a section sign and its number, a sum. A word of 32 letters or more may be parted."""


def _unbroken(text: str) -> Markup:
    """Escape; mark what stays together and what may be parted. The characters stay as they are."""
    parts = _TOGETHER.split(text)
    if len(parts) == 1:
        return escape(text)
    return _NOTHING.join(
        Markup('<span class="{}">{}</span>').format("lw" if len(part) > 31 else "nb", part)
        if i % 2
        else escape(part)
        for i, part in enumerate(parts)
    )
