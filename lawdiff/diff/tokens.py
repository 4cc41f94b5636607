"""Tokens: what a word is, and how much two texts have in common.

A word, a number with its thousands and decimals, a date, a reference with its brackets ("5(2)(a)"), a
hyphenated word is one token; nothing below a token is ever marked. White space and punctuation are no tokens.
Two tokens are equal where only their typography differs (a no-break space in a sum, a curly apostrophe).
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import accumulate, chain

from rapidfuzz.distance import Indel

BOUNDARY = "\0"
"""Stands between two leaves. XML cannot hold this character (XML 1.0 § 2.2), so no text has it."""

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|december"
    "|januari|februari|maj|augusti|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    "|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta"
    "|lokakuuta|marraskuuta|joulukuuta|janúar|febrúar|apríl|maí|júní|júlí|ágúst|október|nóvember|desember"
)
_SPACE = r"[ \u00a0\u202f\u2009]"
TOKEN = re.compile(
    rf"""
    \d{{1,2}}\.?{_SPACE}(?:{_MONTHS})\b(?:{_SPACE}\d{{4}}\b)?     # 1 July 2021, 1. januar 2022
  | \b(?:{_MONTHS}){_SPACE}\d{{1,2}},{_SPACE}\d{{4}}\b            # July 1, 2021
  | \d{{1,4}}[A-Za-z]?(?:\([0-9A-Za-z]{{1,5}}\))+                 # 5(2)(a)
  | (?:\([0-9A-Za-z]{{1,5}}\)){{2,}}                              # (1)(b)
  | \((?:\d{{1,3}}[A-Za-z]?|[A-Za-z]|[ivxIVX]{{2,5}})\)            # (4)
  | (?<![\w.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\w])(?:,\d+)?      # 15 000
  | \d+(?:[.,]\d+)+(?:[-–]\w+)*                                   # 4,700,000  0.5  3.12.1
  | [^\W_]+(?:[-‐‑/’'·.:~][^\W_]+)*                               # words, part-time, 3-4, isn't, U.S.C
  | _+                                                            # a blank to fill in is a word of a form
    """,
    re.VERBOSE,
)


_CROSSING = re.compile(
    rf"\d(?<![\w.,]\d)(?:\d?\.?{_SPACE}(?:{_MONTHS})\b(?:{_SPACE}\d{{4}}\b)?|\d{{0,2}}(?:{_SPACE}\d{{3}})+(?!\w))"
)
"""Tokens that hold a space: dates, and sums with their thousands apart."""
_MONTH = re.compile(rf"(?:{_MONTHS}){_SPACE}\d{{1,2}}\Z")
# What most texts have not; to ask first is ten times as fast.
_MAY_CROSS = re.compile(rf"\d\.?{_SPACE}(?:\d{{3}}|[JFMASONDjfmasondhtkelé])")
_MAY_CROSS_MONTH = re.compile(rf"\d,{_SPACE}\d{{4}}\b")
_HELD = "\1"
"""Stands for a space inside a token while a text is cut at its spaces; XML cannot hold it either."""


class Tokens:
    """The tokens of a text: what they are compared by (`keys`), and where they stand.

    Places are worked out when asked for: of a long text only those beside an edit are. `begins` and
    `ends_with` say how strong the breaks at both ends of the text are, as `break_before` counts them.
    """

    __slots__ = ("_begins", "_chunks", "_firsts", "_found", "_spans", "begins", "ends_with", "keys", "text")

    def __init__(self, text: str, begins: int = 4, ends_with: int = 4) -> None:
        self.text = text
        self.begins = begins
        self.ends_with = ends_with
        self._chunks = _chunks(text)
        self._found = list(map(_CHUNKS.__getitem__, self._chunks))
        self.keys = list(chain.from_iterable(self._found))
        self._firsts: list[int] = []  # the first token of each chunk, and where each chunk begins
        self._begins: list[int] = []
        self._spans: dict[int, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, n: int) -> tuple[int, int]:
        """Where token `n` begins and ends (offsets in the text)."""
        known = self._spans.get(n)
        if known is not None:
            return known
        if not self._firsts:
            self._firsts = list(accumulate(map(len, self._found), initial=0))
            self._begins = list(accumulate(map(len, self._chunks), initial=0))
        c = bisect_right(self._firsts, n) - 1
        start, end = _PLACES[self._chunks[c]][n - self._firsts[c]]
        at = self._begins[c] + c  # a space for each chunk before it
        found = self._spans[n] = (at + start, at + end)
        return found

    def start(self, n: int) -> int:
        """Where token `n` begins; behind the last one the end of the text."""
        return self.span(n)[0] if n < len(self.keys) else len(self.text)

    def end(self, n: int) -> int:
        """Where token `n` ends; before the first one the beginning of the text."""
        return self.span(n)[1] if n >= 0 else 0

    def index(self, at: int) -> int:
        """Give the first token that begins at or behind an offset."""
        lo, hi = 0, len(self.keys)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.span(mid)[0] < at:
                lo = mid + 1
            else:
                hi = mid
        return lo


class _Chunks(dict[str, tuple[str, ...]]):
    """Tokens of what stands between two spaces, found once: laws say the same words again and again."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        made = tuple(key_of(m.group()) for m in TOKEN.finditer(chunk.replace(_HELD, " ")))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[chunk] = made
        return made


class _Places(dict[str, tuple[tuple[int, int], ...]]):
    """Where these tokens begin and end."""

    def __missing__(self, chunk: str) -> tuple[tuple[int, int], ...]:
        made = tuple(m.span() for m in TOKEN.finditer(chunk.replace(_HELD, " ")))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[chunk] = made
        return made


_REMEMBERED = 1 << 16
"""Chunks remembered, at most some 12 MB; then they are forgotten and found again."""
_CHUNKS = _Chunks()
_PLACES = _Places()


def _chunks(text: str) -> list[str]:
    """Cut a text at its spaces, but for those inside a date or a sum."""
    if _MAY_CROSS.search(text):
        text = _CROSSING.sub(lambda m: m.group().replace(" ", _HELD), text)
    dates = [
        (month.start(), m.end())
        for m in _MAY_CROSS_MONTH.finditer(text)
        if (month := _MONTH.search(text, max(0, m.start() - 15), m.start() + 1))
    ]
    for start, end in dates:  # July 1, 2021
        text = text[:start] + text[start:end].replace(" ", _HELD) + text[end:]
    return text.split(" ")


def is_word(token: str) -> bool:
    """Whether it has a letter or a digit, and so counts as a word."""
    return any(c.isalnum() for c in token)


def count_words(text: str) -> int:
    """Count what stands between white space (a no-break space is such) and has a letter or digit."""
    return sum(map(is_word, text.split()))


def similarity(old: str | Sequence[Hashable], new: str | Sequence[Hashable]) -> float:
    """Share of words in common, in order (0 to 1): twice the longest common subsequence by the sum of both.

    Takes texts, or their words where they are at hand.
    """
    a, b = _words_of(old), _words_of(new)
    if not a and not b:
        return 1.0
    return float(Indel.normalized_similarity(a, b))


def containment(part: str | Sequence[Hashable], whole: str | Sequence[Hashable]) -> float:
    """Share of the words of `part` that stand in `whole`, in order (0 to 1)."""
    a, b = _words_of(part), _words_of(whole)
    if not a:
        return 0.0
    common = (len(a) + len(b) - Indel.distance(a, b)) / 2
    return float(common / len(a))


def word_keys(text: str) -> list[str]:
    """Give the words of a text, case aside, for indexes."""
    return [word.casefold() for word in keys(text)]


def _words_of(text: str | Sequence[Hashable]) -> Sequence[Hashable]:
    return keys(text) if isinstance(text, str) else text


def keys(text: str) -> list[str]:
    """Give what the tokens of a text are compared by, in order."""
    return list(chain.from_iterable(map(_CHUNKS.__getitem__, _chunks(text))))


_TYPOGRAPHY = str.maketrans("\u00a0\u202f\u2009‐‑’´", "   --''", "\u00ad")


def key_of(token: str) -> str:
    """What a token is compared by: its typography aside."""
    return token if token.isascii() else token.translate(_TYPOGRAPHY)
