"""Words of the outputs, in the reader's language, from `templates/labels/LANG.toml`.

A catalogue holds whole phrases with `{placeholders}`; `[plural.KEY]` has a phrase for each plural category of
the language (CLDR, by Babel). A category that has none is said as `other`: French, Portuguese and Spanish
have `many`, for a million and more. Dates, numbers and lists are Babel's. What a law says is no label.

A placeholder is filled as it is, never inflected. Where a language would inflect it or put an article before
it, the phrase has a colon or a bracket instead ("siirretty paikasta: 4 §", "déplacé depuis : article 4").
All our languages are written from the left. Words from the right in a phrase are followed by a left-to-right
mark, so that a number behind them stays on their other side (Unicode Bidirectional Algorithm 2.6; an isolate
would do as well, but none is let through to a terminal).
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from lawdiff.errors import LawdiffError
from lawdiff.resources import templates

_FIRST_OF_MONTH = {"fr": "1er"}
"""The first of a month where that alone is an ordinal; CLDR writes 1 (Lexique de l'Imprimerie nationale)."""

_LEFT_TO_RIGHT_MARK = "\N{LEFT-TO-RIGHT MARK}"

_GROUPED_FROM = {"es": 10_000}
"""The least number that is written in groups: CLDR's `minimumGroupingDigits`, which Babel does not read."""


@dataclass(frozen=True, slots=True)
class Labels:
    """A catalogue. `language` is its name and the BCP 47 tag of what it says."""

    language: str
    phrases: Mapping[str, str] = field(repr=False)
    plurals: Mapping[str, Mapping[str, str]] = field(repr=False)

    def say(self, key: str, **values: object) -> str:
        """Give a phrase with its placeholders filled. Raises `KeyError` for a key that is not there."""
        phrase = self.phrases[key]
        alone = phrase == f"{{{next(iter(values), '')}}}"
        return phrase.format(**(values if alone else {name: _settled(values[name]) for name in values}))

    def has(self, key: str) -> bool:
        """Whether the catalogue has this phrase."""
        return key in self.phrases

    def count(self, key: str, n: int) -> str:
        """Give the plural phrase for `n`, which is written as the language writes numbers."""
        forms = self.plurals[key]
        form = forms.get(self._locale.plural_form(n), forms["other"])
        return form.format(n=self.number(n))

    def number(self, n: int) -> str:
        """Write a whole number as the language does."""
        grouped = abs(n) >= _GROUPED_FROM.get(self.language, 0)
        return str(format_decimal(n, locale=self._locale, group_separator=grouped))

    def day(self, iso: str) -> str:
        """Write an ISO date in words; what is no whole date ("2021", "") is given back as it is.

        >>> load_labels("nb").day("2021-02-19")
        '19. februar 2021'
        """
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso
        written = format_date(day, format="long", locale=self._locale)
        first = _FIRST_OF_MONTH.get(self.language, "1")
        return f"{first}{written[1:]}" if day.day == 1 and written.startswith("1 ") else written

    def listing(self, things: Iterable[str]) -> str:
        """Write a list as the language does.

        >>> load_labels("en").listing(["moved", "amended"])
        'moved and amended'
        """
        found = list(things)
        return format_list(
            found if len(found) == 1 else [str(_settled(one)) for one in found], locale=self._locale
        )

    @property
    def _locale(self) -> Locale:
        return _locale(self.language)


def _settled(value: object) -> object:
    """Follow words written from the right by a mark that what stands behind them is not."""
    if not isinstance(value, str) or value.isascii():
        return value
    from_right = any(unicodedata.bidirectional(char) in ("R", "AL") for char in value)
    return f"{value}{_LEFT_TO_RIGHT_MARK}" if from_right else value


@cache
def _locale(language: str) -> Locale:
    # "1 January 2019", not the American order, which a reader elsewhere takes for a mistake.
    return Locale("en", "GB") if language == "en" else Locale.parse(language)


def languages() -> tuple[str, ...]:
    """Name the languages for which there is a catalogue."""
    return tuple(sorted(path.stem for path in (templates() / "labels").glob("*.toml")))


@cache
def load_labels(language: str) -> Labels:
    """Read a catalogue. Raises `LawdiffError` where there is none for this language."""
    if language not in languages():
        raise LawdiffError(
            f'there are no labels in "{language}"',
            where="--lang",
            do=f"Choose one of {', '.join(languages())}",
        )
    text = (templates() / "labels" / f"{language}.toml").read_text(encoding="utf-8")
    phrases = tomllib.loads(text)
    plurals = phrases.pop("plural")
    return Labels(language, phrases, plurals)
