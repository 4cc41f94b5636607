"""Citations and paths: text ↔ value. One file a tradition, one visible table.

`find` gives spans of running text, never changed text. What a citation cannot say (which act "that Act" is)
is left out or kept as the words say it, and not guessed. A new tradition: a file, and its line here.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from lawdiff.cite import english, european, norwegian, swedish
from lawdiff.model.citation import Citation, Path


class Tradition(Protocol):
    """What each module of this room offers."""

    def parse_path(self, text: str) -> Path:
        """Read a whole path, or raise `LawdiffError`."""

    def format_path(self, path: Path) -> str:
        """Write it; the inverse."""

    def find(self, text: str) -> tuple[Citation, ...]:
        """Give the citations in running text, in the order of the text."""


TRADITIONS: Mapping[str, Tradition] = {
    "no": norwegian,
    "en": english,
    "eu": european,
    "sv": swedish,
}

_LANGUAGES: Mapping[str, str] = {
    "nb": "no", "nn": "no", "no": "no", "nob": "no", "nno": "no", "nor": "no", "da": "no", "dan": "no",
    "en": "en", "eng": "en", "sv": "sv", "swe": "sv", "de": "eu", "deu": "eu", "ger": "eu",
    "fr": "eu", "fra": "eu", "it": "eu", "ita": "eu", "nl": "eu", "nld": "eu",
}  # fmt: skip

# The commonest words of each language that are not words of another one in the list.
_TELL_TALES: tuple[tuple[str, frozenset[str]], ...] = (
    ("no", frozenset("og ikke til av etter ledd som eller komiteen er det".split())),
    ("en", frozenset("the of and to is that this section".split())),
    ("eu", frozenset("der die und das ist nicht von wird dem nach".split())),
    ("sv", frozenset("och inte av till som enligt stycket eller är att".split())),
)


def tradition_for(language: str, sample: str = "") -> Tradition:
    """Choose by the language's tag; without one, by the commonest words of `sample`; else English.

    >>> tradition_for("nb-NO") is tradition_for("", "Komiteen viser til at det ikke er foreslått")
    True
    """
    name = _LANGUAGES.get(re.split("[-_]", language.lower())[0])
    if name is None:
        words = re.findall(r"[^\W\d_]+", sample.lower())
        counts = [(sum(word in common for word in words), key) for key, common in _TELL_TALES]
        best = max(counts, key=lambda pair: pair[0])
        name = best[1] if best[0] else "en"
    return TRADITIONS[name]
