"""The few most telling figures in words, for a title page.

    The new text lowers 15 grams to 10 grams in § 4.

It is said that a figure is lowered or raised only where that is sure: one number on each side, as the law's
language writes numbers, the same words beside it, and no date or year. Of all else it is said that it is
changed. The order is the summary's (`contents`), one figure of each section before a second of any.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberFormatError, get_group_symbol, parse_decimal
from msgspec import structs

from lawdiff.model.redline import Redline
from lawdiff.render.labels import Labels
from lawdiff.render.layout.front import Front
from lawdiff.render.summary.contents import figures_of
from lawdiff.render.summary.figures import Figure
from lawdiff.render.wording import version

MOST = 3
"""Figures that are told; the others are counted."""
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_CURRENCY = re.compile(r"(?:[$€£]|\b[A-Z]{3}|\b[Kk]r\.?)$")
_SMALL = 3
"""Letters of a word that leads on ("of"), unless it is all that follows ("g")."""
_YEARS = range(1500, 2200)

Way = Literal["lowered", "raised", "changed"]


def figures_told(redline: Redline, labels: Labels) -> tuple[str, ...]:
    """Tell the most telling figures in sentences, and how many more there are; `redline` as presented."""
    language = redline.new.language or redline.old.language
    sections = figures_of(redline, labels)
    order = sorted((n, section) for section, (_, found) in enumerate(sections) for n in range(len(found)))
    told = [_sentence(sections[i][0], sections[i][1][n], language, labels) for n, i in order[:MOST]]
    more = len(order) - len(told)
    return (*told, *([labels.count("figures_more", more)] if more else []))


def with_told(front: Front, redline: Redline, labels: Labels) -> Front:
    """Put these sentences, and which version everything is marked against, behind a title page's others."""
    baseline = labels.say("summary_baseline", version=version(redline.old, labels))
    told = " ".join(figures_told(redline, labels))
    return structs.replace(front, summary=(*front.summary, *([told] if told else []), baseline))


def _sentence(name: str, figure: Figure, language: str, labels: Labels) -> str:
    old, new = (_quantity(side, figure) for side in (figure.old, figure.new))
    gap = "" if figure.place.startswith("(") else ","
    place = f"{name}{gap} {figure.place}" if figure.place else name
    return labels.say(f"figure_{way_of(figure, language)}", old=old, new=new, place=place)


def _quantity(number: str, figure: Figure) -> str:
    """Put a currency before a number, and its unit behind.

    >>> _quantity("500", Figure("", "up to NOK", "500", "900", "a year"))
    'NOK 500'
    >>> _quantity("15", Figure("", "", "15", "10", "grams of"))
    '15 grams'
    """
    currency = _CURRENCY.search(figure.before)
    before = currency[0] if currency else ""
    words = figure.after.split()
    unit = words[0] if words and (len(words) == 1 or len(words[0]) > _SMALL) else ""
    return f"{before}{'' if before in ('$', '€', '£') else ' '}{number} {unit}".strip()


def way_of(figure: Figure, language: str) -> Way:
    """Say whether a figure is lowered or raised; "changed" where that is not sure.

    >>> way_of(Figure("", "", "1,500", "900", "grams"), "en")
    'lowered'
    >>> way_of(Figure("", "", "1 July", "5 July", ""), "en")
    'changed'
    """
    found = [_NUMBER.findall(side) for side in (figure.old, figure.new)]
    rests = [_NUMBER.sub("", side).casefold() for side in (figure.old, figure.new)]
    if [len(numbers) for numbers in found] != [1, 1] or rests[0] != rests[1]:
        return "changed"
    around = f"{rests[0]} {figure.after}"
    values = [_value(numbers[0], language) for numbers in found]
    old, new = values
    if old is None or new is None or old == new or _is_dated(around, values, language):
        return "changed"
    return "lowered" if new < old else "raised"


def _value(text: str, language: str) -> Decimal | None:
    """Read a number as a language writes it; none where it could be read in two ways."""
    try:
        locale = Locale.parse(language, sep="-")
        plain = re.sub(r"[\u00a0\u202f ]", get_group_symbol(locale), text)
        return parse_decimal(plain, locale=locale, strict=True)
    except (ValueError, UnknownLocaleError, NumberFormatError):
        return None


def _is_dated(around: str, values: Sequence[Decimal | None], language: str) -> bool:
    """Whether the numbers are years, or days of a month."""
    months = Locale.parse(language, sep="-").months["format"]["wide"].values()
    words = around.casefold().split()
    if any(str(month).casefold() in words for month in months):
        return True
    return not words and all(value in _YEARS for value in values)
