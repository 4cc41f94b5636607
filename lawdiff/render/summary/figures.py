"""Changed figures: a sum, an amount, a date or a period that was struck, and what was put in for it.

Both sides hold a number, or a word for a stretch of time (CLDR, by Babel), or are a word before one ("three"
before "years"). The number of a provision, a citation and a formula are no figures. What was only put in or
only struck is none either: there is nothing to set beside it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

from lawdiff.render.excerpt import CELL, Line, Piece
from lawdiff.render.layout.front import shortened

_SMALL = 3
"""Letters of a word that leads on to what is not shown: "of", "for"."""
_LEADING = frozenset(
    "of to in for on at by from and or og i på av til fra om eller und oder von der des im zu de du la le et"
    " ou och för från ja tai van en del el y o da do við af".split()
)
"""Words that lead on, where a unit would stand."""
_SIDE = 48
"""Characters of a figure with the words that belong to it: "less than 1 g or fewer than 5 pills"."""
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_LEVELS = (
    r"(?:sub)?sections?|sec\.|(?:sub)?paragraphs?|articles?|art\.|chapters?|parts?|titles?|annex|schedules?"
    r"|regulations?|rules?|items?|points?|letters?|columns?|kapittel|kapitel|ledd|bokstav|punkt|nr\.|no\."
    r"|artikkel|artikels?|absatz|paragraf\w*|lid|artigo|artículo"
)
_AND = r"and|or|to|through|og|eller|til|samt|und|oder|bis|et|ou|à|y|o|a|e|och|till|en|of|tot|ja|tai|eða"
_PROVISION = re.compile(
    rf"(?i)(?:§+|\b(?:{_LEVELS}))[\s\u00a0]*(?:\(\w+\))*"
    rf"(?:[\s\u00a0]*(?:\d[\w.-]*(?:\s\w\b)?|\(\w+\)|,|–|\b(?:{_AND})\b))*[\s\u00a0]*$"
)
"""What leads to a number that is a provision's: "section", "§§ 4, 5 a and"."""
_CITED = re.compile(rf"(?i)(?:§|\b(?:{_LEVELS})\s+\(?\w{{0,3}}\d|^\(?\w{{1,4}}\)?(?:\(\w{{1,4}}\))+$|=)")
"""A citation, a number in brackets, or a formula."""
_TIMES = ("year", "month", "week", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Figure:
    """A changed sum, amount, date or period, with the words beside it; `place` is inside the section."""

    place: str
    before: str
    old: str
    new: str
    after: str


def figures_in(
    lines: Iterable[Line], place: str, numbers: Collection[str], words: frozenset[str]
) -> Iterator[Figure]:
    """Give the figures of a change at a place; `numbers` are those of provisions, `words` those for time."""
    for line in lines:
        in_row = any(piece.text == CELL for piece in line.pieces)
        where = (_first_cell(line) if in_row else "") or place
        for at, (one, other) in enumerate(pairwise(line.pieces)):
            if (one.op, other.op) != ("delete", "insert") or {one.text, other.text} <= set(numbers):
                continue
            lead, trail = _cell(line.pieces[:at], last=True), _cell(line.pieces[at + 2 :], last=False)
            if _is_figure(one.text, other.text, lead, trail, words):
                old, new = one.text, other.text
                if trail[:1] == ")" and all(text.count("(") > text.count(")") for text in (old, new)):
                    old, new, trail = f"{old})", f"{new})", trail[1:]  # "20 (twenty)", not "20 (twenty"
                before = "" if any(piece.text == CELL for piece in line.pieces[:at]) else _last(lead)
                yield Figure(where, before, _tidied(old), _tidied(new), _first(trail, new))


def _is_figure(old: str, new: str, lead: str, trail: str, words: frozenset[str]) -> bool:
    """Whether a number or a period was replaced, not the number of a provision."""
    if max(len(old), len(new)) > _SIDE or _PROVISION.search(lead[-_SIDE:]):
        return False
    if _CITED.search(old.strip()) or _CITED.search(new.strip()):
        return False
    numbers = [_NUMBER.findall(side) for side in (old, new)]
    if all(numbers):
        return numbers[0] != numbers[1]
    if any(numbers):
        return False
    unit = re.match(r"\W*(\w+)", trail)
    counted = bool(unit and _is_time(unit[1], words)) and len(old.split()) == len(new.split()) == 1
    return counted or all(any(_is_time(word, words) for word in side.split()) for side in (old, new))


def _is_time(word: str, words: frozenset[str]) -> bool:
    plain = word.strip(".,;:()").casefold()
    return any(plain.startswith(known) and len(plain) <= len(known) + 3 for known in words)


@cache
def words_for_time(language: str) -> frozenset[str]:
    """Give the words for years, months and so on in a language; none for one that is not known."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return frozenset()
    said = (format_unit(n, f"duration-{unit}", "long", locale=locale) for unit in _TIMES for n in (1, 2, 5))
    return frozenset(re.sub(r"[\W\d]", "", word).casefold() for word in said) - {""}


def _first_cell(line: Line) -> str:
    """Name a row by its first cell, as it reads now."""
    end = next((i for i, piece in enumerate(line.pieces) if piece.text == CELL), 0)
    return shortened("".join(p.text for p in line.pieces[:end] if p.op in ("keep", "insert")).strip(), 40)


def _cell(pieces: Sequence[Piece], *, last: bool) -> str:
    """Join the shared text next to a figure, up to the edge of its cell and to the next mark."""
    text = ""
    for piece in reversed(pieces) if last else pieces:
        if piece.op != "keep" or piece.text == CELL:
            break
        text = piece.text + text if last else text + piece.text
    return text


def _last(text: str) -> str:
    """Give the last words of a clause.

    >>> _last("shall be erased, and kept for at most ")
    'and kept for at most'
    """
    clause = re.split(r"[;:,]\s", text)[-1]
    return shortened(" ".join(clause.split()[-5:]), _SIDE)


def _first(text: str, figure: str) -> str:
    """Give the first words behind a figure without a unit: that, and a word more; none that only leads on.

    >>> _first(" grams of it", "10"), _first(" a year, and no more", "900,000"), _first(". A fine", "10")
    ('grams', 'a year', '')
    >>> _first(" of ", "7.3.7")
    ''
    """
    clause = re.split(r"[.;:,](?:\s|$)", text, maxsplit=1)[0]
    has_unit = len(figure.split()) > 1 and any(char.isalpha() for char in figure)
    if has_unit or (clause[:1].isalnum() and figure[-1:].isalnum()):
        return ""
    words = clause.split()[:2]
    if words and words[0].casefold() in _LEADING:
        return ""
    return shortened(" ".join(word for n, word in enumerate(words) if not n or len(word) > _SMALL), _SIDE)


def _tidied(text: str) -> str:
    return " ".join(text.split()).strip(",;. ")
