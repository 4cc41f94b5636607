"""Runs as HTML, for the page and for paper: exact white space, everything escaped.

The brackets are in the style sheets (`del::before`), the strike is on an `s` inside, so that it does not run
through a bracket. `span.ws` is white space of a mark, `span.sp` the space between the two sides.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape
from msgspec.structs import replace

from lawdiff.render.layout.runs import Piece, Run, Runs, side

_PLAIN = frozenset({"generated", "reference", "break", "note_mark", "run_in"})
_OPENS, _GOES_ON = ' class="mo"', ' class="mc"'


def mark_up(runs: Iterable[Run]) -> Markup:
    """Write runs with their marks, remarks included; a number that went (`was`) is in its remark only."""
    return Markup(_written([run for run in runs if run.op != "was"], {}))  # noqa: S704 - escaped piece by piece


def mark_up_side(runs: Iterable[Run]) -> Markup:
    """Write the runs of one side: its number stands there as the others do."""
    return Markup(_written(list(runs), {}))  # noqa: S704 - escaped piece by piece


def mark_up_views(runs: Runs) -> tuple[str, str, str]:
    """Write runs with their marks, the old side's and the new side's; what views share is written once."""
    done: dict[int, str] = {}
    marked = [run for run in runs if run.op != "was"]
    views: tuple[Sequence[Run], ...] = (marked, side(runs, "old"), side(runs, "new"))
    one, old, new = (_written(view, done) for view in views)
    return one, old, new


_SIGNS = frozenset("$€£§")
_SIGN = re.compile(r"[$€£§]\s?$")
_SHORT = 40
"""Characters of a run that may stay in one line with the sign before it."""
_BARE_NUMBER = re.compile(r"\S{0,20}\d")
_UNIT = re.compile(r"[ \u00a0][^\W\d_]{1,12}\b")


def _written(runs: Sequence[Run], done: dict[int, str]) -> str:
    """Write runs, as strings: text is escaped where it is read (`_unbroken`). A sign that is kept is not
    parted from the sum that is struck or put in behind it, nor a number that was put in from the word that is
    kept behind it. `done` holds what was written of these runs, by their identity.
    """
    made: list[str] = []
    left: Run | None = None  # of the run at hand, where its first word is written
    i, last = 0, len(runs) - 1
    while i <= last:
        run = left or runs[i]
        i += 1
        behind = runs[i] if i <= last else None
        if behind and run.op == "keep" and behind.op in ("insert", "delete") and run.pieces:
            end = run.pieces[-1]
            two = end.text[-2:]
            sign = _SIGN.search(two) if not _SIGNS.isdisjoint(two) else None
            if sign:
                before = (*run.pieces[:-1], replace(end, text=end.text[: -len(sign[0])]))
                kept = _piece(replace(end, text=sign[0]))
                first, rest = _first_word(behind)
                made += [_run(replace(run, pieces=before)), _kept(kept + _run(first, opens=bool(rest)))]
                made += [_run(rest, goes_on=True)] if rest else []
                left = None
                i += 1
                continue
        elif behind and run.op == "insert" and behind.op == "keep" and behind.pieces:
            word = behind.pieces[0]
            text = run.text
            bare = text[-1:].isdecimal() and _BARE_NUMBER.fullmatch(text)
            unit = _UNIT.match(word.text) if bare else None
            if unit:
                made.append(_kept(_run(run) + _piece(replace(word, text=unit[0]))))
                left = replace(
                    behind, pieces=(replace(word, text=word.text[unit.end() :]), *behind.pieces[1:])
                )
                continue
        html = None if left else done.get(id(run))
        if html is None:
            html = _run(run)
            if left is None:  # what is left is gone in a moment, and another may have its identity
                done[id(run)] = html
        left = None
        made.append(html)
    return "".join(made)


def escaped(text: str) -> str:
    """Escape, as a string; what has nothing to escape is itself, and to see that is a third of the time."""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return str(escape(text))
    return text


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
    pieces = run.pieces
    first = pieces[0] if pieces else Piece("")
    if len(pieces) < 2:
        plain = first.part == "text" and not first.styles
        text = _unbroken(first.text) if plain else _piece(first)
    else:
        text = "".join([_piece(piece) for piece in pieces])
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
_LEVELS = (
    "sections?|subsections?|paragraphs?|clauses?|articles?|parts?|chapters?|titles?|schedules?|rules?|class|tables?"
    "|regulations?|annex|kapittel|kapitel|artikkel|artikel|avsnitt|bilaga?|vedlegg|absatz|satz|nummer|abschnitt|teil"
    "|anlage|hoofdstuk|afdeling|bijlage|chapitre|titre|annexe|artículos?|artigos?|capítulo|título|anexo"
)
"""Words before the number of a provision."""
_COUNTED = (
    r"§{1,9}\s\d[\w-]{0,20}(?:\s[a-zæøå]\b)?(?:\s?\(\w{1,4}\))*"
    rf"|(?:[$€£]\s?|\b[A-Z]{{3}}\s|\b[Kk]r\.?\s){_NUMBER}"
    r"|\b[^\W\d_]{1,5}\.\s\d{1,6}\w{0,3}\b"
    r"|\b[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}\b"
    rf"|\b(?i:{_LEVELS})[ \u00a0]\d{{1,5}}[A-Z]{{0,2}}\b(?![.,]\d)(?:\(\w{{1,4}}\)){{0,5}}"
    rf"|(?<![\w.,-]){_NUMBER}\.?[ \u00a0][^\W\d_]{{1,12}}\b(?:\s\d{{4}}\b)?"
    r"|(?<![\w.,-])\d{1,4}(?:\s[a-zæøå])?\s§+"
    r"|(?<![\w.,-])[A-Z]{0,3}\d{1,3}(?: \d{3})+\b"
)
_TOGETHER = re.compile(rf"({_COUNTED}|\S{{1,24}}+\s…|\S{{32,}})")
"""What no line parts: a section sign and its number ("§ 14 a (2)"), a sum ("$5", "NOK 500"), an abbreviation
or a level and its number ("nr. 2", "section 149(2)"), a date ("17. mai 2024", "May 17, 2024"), a number and
what it counts ("15 grams"). A word of 32 letters or more may be parted.
"""

_DASH = re.compile(r"(?<=\S)\u2014")
_BEHIND_MARK = re.compile(r"(?:(?<=</ins>)|(?<=</del>))\u2014")
_DASHED = re.compile(r"([^\s\u2014]{1,24}+(?:\u2014|\s[\u2013\u2014](?=\s*$)))")
"""A word and the dash behind it: by Unicode's rules (UAX 14, class B2) a line may be parted before a dash set
close to a word, and a dash that leads in a list begins no line.
"""

_AHEAD = 12
"""What is counted has its first digit so many characters from its beginning at most."""
_NEAR = re.compile(rf"(?s:.{{0,{_AHEAD}}}?)({_COUNTED})")
_DIGITS = re.compile(r"\d+")

_COUNTS = re.compile(r"[\d…]")
"""What all that stays together has in it, but for words that may be parted."""

_JOINED = re.compile(r'<span class="nb">((?:<ins>[^<>]*</ins>)?)([^<>]*)</span>')


def joined(markup: str) -> Markup:
    """Keep together by no-break spaces what spans keep together: for paper.

    WeasyPrint 70 breaks a line before an unbreakable span at the wrong place where the text before it can be
    hyphenated, and a span is a tag more. The file says of a no-break space that it is read as a plain one
    (`pdf.archive.finish`).
    """
    together = _JOINED.sub(lambda found: found[1] + _unparted(found[2]), markup)
    return Markup(_BEHIND_MARK.sub("\N{WORD JOINER}\u2014", together))  # noqa: S704 - ours


def _unparted(text: str) -> str:
    """Join by characters that are not seen, nor come out when the file is copied or searched."""
    return _DASH.sub("\N{WORD JOINER}\u2014", text.replace(" ", "\u00a0"))


def kept(text: str) -> Markup:
    """Write words of ours or of a report; numbers stay with what they count."""
    return Markup(_unbroken(text))  # noqa: S704 - escaped


_LAST_LINE, _HALF = 16, 40
"""Characters that the last line of a title has at least, and those of a title that takes one line."""


def headline(text: str) -> Markup:
    """Write a title: its last words stay together, so that none is left alone on its last line."""
    words = text.split(" ")
    n = next((n for n in range(1, len(words)) if len(" ".join(words[-n:])) >= _LAST_LINE), 1)
    end = " ".join(words[-n:])
    if len(text) < _HALF or n < 2 or len(end) > 2 * _LAST_LINE:
        return Markup(escaped(text))  # noqa: S704 - escaped
    return Markup(f"{escaped(' '.join(words[:-n]))} {_kept(escaped(end))}")  # noqa: S704 - escaped


@lru_cache(maxsize=2048)  # a page has the same words in three views, one behind the other
def _unbroken(text: str) -> str:
    """Escape; mark what stays together and what may be parted. The characters stay as they are."""
    if "\u2014" in text or text.endswith(("\u2013", "\u2013 ")):
        dashed = _DASHED.split(text)
        if len(dashed) > 1:
            return "".join(
                [
                    f'<span class="nb">{escaped(part)}</span>' if i % 2 else _unbroken(part)
                    for i, part in enumerate(dashed)
                ]
            )
    long = len(text) >= 32 and max(map(len, text.split()), default=0) >= 32
    if not long and not _COUNTS.search(text):
        return escaped(text)  # there is nothing to keep together, and to ask is a tenth of the time
    parts = _TOGETHER.split(text) if long or "…" in text else _counted(text)
    return "".join(
        [
            f'<span class="{"lw" if len(part) > 31 and " " not in part else "nb"}">{escaped(part)}</span>'
            if i % 2
            else escaped(part)
            for i, part in enumerate(parts)
        ]
    )


def _counted(text: str) -> list[str]:
    """Part a text as `_TOGETHER` does, if it has no long word: sought are the digits, which takes a third."""
    parts: list[str] = []
    at = done = 0
    while digits := _DIGITS.search(text, at):
        start, end = digits.span()
        numbers = text[start - 1 : start] == "(" and text[end : end + 1] == ")"  # "(1)" counts nothing
        found = None if numbers else _NEAR.match(text, max(at, start - _AHEAD))
        if found:
            parts += [text[done : found.start(1)], found[1]]
            at = done = found.end()
        else:
            at = end
    parts.append(text[done:])
    return parts
