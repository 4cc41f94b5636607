"""Runs as HTML, for the page and for paper: exact white space, everything escaped.

The brackets are in the style sheets (`del::before`), the strike is on an `s` inside, so that it does not run
through a bracket. `span.ws` is white space of a mark, `span.sp` the space between the two sides.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup, escape

from lawdiff.render.layout.runs import Piece, Run

_PLAIN = frozenset({"generated", "reference", "break", "note_mark", "run_in"})
_OPENS, _GOES_ON = ' class="mo"', ' class="mc"'


def mark_up(runs: Iterable[Run]) -> Markup:
    """Write runs with their marks, remarks included; a number that went (`was`) is in its remark only."""
    return Markup(_written([run for run in runs if run.op != "was"]))  # noqa: S704 - escaped piece by piece


def mark_up_side(runs: Iterable[Run]) -> Markup:
    """Write the runs of one side: its number stands there as the others do."""
    return Markup(_written(list(runs)))  # noqa: S704 - escaped piece by piece


_SIGN = re.compile(r"[$€£§]\s?$")
_SHORT = 40
"""Characters of a run that may stay in one line with the sign before it."""
_BARE_NUMBER = re.compile(r"\S{0,20}\d")
_UNIT = re.compile(r"[ \u00a0][^\W\d_]{1,12}\b")


def _written(runs: list[Run]) -> str:
    """Write runs, as strings: text is escaped where it is read (`_unbroken`). A sign that is kept is not
    parted from the sum that is struck or put in behind it, nor a number that was put in from the word that is
    kept behind it.
    """
    made: list[str] = []
    left = list(reversed(runs))
    while left:
        run = left.pop()
        behind = left[-1] if left else None
        marked = behind is not None and behind.op in ("insert", "delete")
        sign = _SIGN.search(run.pieces[-1].text[-2:]) if marked and run.op == "keep" and run.pieces else None
        if sign:
            last = run.pieces[-1]
            before = (*run.pieces[:-1], replace(last, text=last.text[: -len(sign[0])]))
            kept = _piece(replace(last, text=sign[0]))
            first, rest = _first_word(left.pop())
            made += [_run(replace(run, pieces=before)), _kept(kept + _run(first, opens=bool(rest)))]
            made += [_run(rest, goes_on=True)] if rest else []
            continue
        number = run.op == "insert" and behind is not None and _BARE_NUMBER.fullmatch(run.text)
        unit = (
            _UNIT.match(behind.pieces[0].text)
            if number and behind and behind.op == "keep" and behind.pieces
            else None
        )
        if unit and behind:
            word = behind.pieces[0]
            kept = _piece(replace(word, text=unit[0]))
            left[-1] = replace(
                behind, pieces=(replace(word, text=word.text[unit.end() :]), *behind.pieces[1:])
            )
            made.append(_kept(_run(run) + kept))
            continue
        made.append(_run(run))
    return "".join(made)


def _kept(html: str) -> str:
    """Keep in one line."""
    return f'<span class="nb">{html}</span>'


def _first_word(run: Run) -> tuple[Run, Run | None]:
    """Part a long run behind its first word."""
    first = run.pieces[0] if run.pieces else Piece("")
    word = re.match(r"\S+", first.text)
    if len(run.text) <= _SHORT or not word or word.end() == len(run.text):
        return run, None
    rest = (replace(first, text=first.text[word.end() :]), *run.pieces[1:])
    return replace(run, pieces=(replace(first, text=word[0]),)), replace(run, pieces=rest)


def _run(run: Run, *, opens: bool = False, goes_on: bool = False) -> str:
    """Write a run; one in two parts opens its bracket in the first and closes it in the second."""
    text = "".join([_piece(piece) for piece in run.pieces])
    if run.bare:
        return f'<span class="ws">{text}</span>'
    part = _OPENS if opens else _GOES_ON if goes_on else ""
    match run.op:
        case "keep" | "now" | "was":
            return text
        case "delete":
            return f"<del{part}><s>{text}</s></del>"
        case "insert":
            return f"<ins{part}>{text}</ins>"
        case "move_from":
            return f'<del class="mf"><s>{text}</s></del>'
        case "move_to":
            return f'<span class="mt">{text}</span>'
        case "space":
            return '<span class="sp"> </span>'
        case "ref":
            return f'<sup class="ref"><a href="#{escape(run.fragment)}">{escape(run.text)}</a></sup>'
        case "remark":
            if run.fragment:  # no span within the link: on paper it would become a second one
                return f'<span class="rm to"><a href="#{escape(run.fragment)}">{escape(run.text)}</a></span>'
            return f'<span class="rm">{text}</span>'


def _piece(piece: Piece) -> str:
    styles = piece.styles
    if styles:
        if "break" in styles:
            return "<br>"
        if "note_mark" in styles:
            return '<sup class="fn">*</sup>'
        if "run_in" in styles:
            return '<span class="ri"></span>'
    text = _unbroken(piece.text)
    if piece.part == "num":
        return f'<span class="num">{text}</span>'
    if piece.part == "heading":
        return f'<span class="hd">{text}</span>'
    worn = " ".join([f"t-{style}" for style in styles if style not in _PLAIN]) if styles else ""
    return f'<span class="{escape(worn)}">{text}</span>' if worn else text


_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f]?\d| \d{3}\b){0,15}"
_TOGETHER = re.compile(
    r"(§+\s\d[\w-]{0,20}(?:\s[a-zæøå]\b)?(?:\s?\(\w{1,4}\))*"
    rf"|(?:[$€£]\s?|\b[A-Z]{{3}}\s|\b[Kk]r\.?\s){_NUMBER}"
    r"|\b[^\W\d_]{1,5}\.\s\d{1,6}\w{0,3}\b"
    r"|\b[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}\b"
    rf"|(?<![\w.,-]){_NUMBER}\.?[ \u00a0][^\W\d_]{{1,12}}\b(?:\s\d{{4}}\b)?"
    r"|(?<![\w.,-])\d{1,4}(?:\s[a-zæøå])?\s§+"
    r"|(?<![\w.,-])[A-Z]{0,3}\d{1,3}(?: \d{3})+\b"
    r"|\S{1,24}\s…"
    r"|\S{32,})"
)
"""What no line parts: a section sign and its number ("§ 14 a (2)"), a sum ("$5", "NOK 500"), an abbreviation
and its number ("nr. 2"), a date ("17. mai 2024", "May 17, 2024"), a number and what it counts ("15 grams"). A
word of 32 letters or more may be parted.
"""


_COUNTS = re.compile(r"[\d…]")
"""What all that stays together has in it, but for words that may be parted."""

_JOINED = re.compile(r'<span class="nb">((?:<ins>[^<>]*</ins>)?)([^<>]*)</span>')


def joined(markup: str) -> Markup:
    """Keep together by no-break spaces what spans keep together: for paper.

    WeasyPrint 70 breaks a line before an unbreakable span at the wrong place where the text before it can be
    hyphenated, and a span is a tag more. The file says of a no-break space that it is read as a plain one
    (`pdf.archive.finish`).
    """
    return Markup(_JOINED.sub(lambda found: found[1] + found[2].replace(" ", "\u00a0"), markup))  # noqa: S704 - ours


def kept(text: str) -> Markup:
    """Write words of ours or of a report; numbers stay with what they count."""
    return Markup(_unbroken(text))  # noqa: S704 - escaped


@lru_cache(maxsize=2048)  # a page has the same words in three views, one behind the other
def _unbroken(text: str) -> str:
    """Escape; mark what stays together and what may be parted. The characters stay as they are."""
    if not _COUNTS.search(text) and (len(text) < 32 or max(map(len, text.split()), default=0) < 32):
        return str(escape(text))  # there is nothing to keep together, and to ask is a tenth of the time
    parts = _TOGETHER.split(text)
    return "".join(
        [
            f'<span class="{"lw" if len(part) > 31 and " " not in part else "nb"}">{escape(part)}</span>'
            if i % 2
            else str(escape(part))
            for i, part in enumerate(parts)
        ]
    )
