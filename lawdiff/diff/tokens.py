"""Tokens: what a word is, and how much two texts have in common.

A word, a number with its thousands and decimals, a date, a reference with its brackets ("5(2)(a)"), a
hyphenated word is one token; nothing below a token is ever marked. White space and punctuation are no tokens.
Two tokens are equal where only their typography differs (a no-break space in a sum, a curly apostrophe).
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel, Postfix, Prefix

BOUNDARY = "\0"
"""Stands between two leaves. XML cannot hold this character (XML 1.0 § 2.2), so no text has it."""

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|december"
    "|januari|februari|maj|augusti|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    "|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta"
    "|lokakuuta|marraskuuta|joulukuuta|janúar|febrúar|apríl|maí|júní|júlí|ágúst|október|nóvember|desember"
    "|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
    "|enero|febrero|abril|mayo|junio|julio|septiembre|octubre|noviembre|diciembre|marts|maart|mei|augustus"
)
_SPACE = r"[ \u00a0\u202f\u2009]"
_DAY_MONTH = (
    rf"(?:\.|er|°|º|st|nd|rd|th)?{_SPACE}(?:(?:päivä(?:nä|stä|än|n)|de|of){_SPACE})?(?:{_MONTHS})\b"
    rf"(?:{_SPACE}(?:de{_SPACE})?[0-9]{{4}}\b)?"
)
"""What follows the day: "1 July 2021", "1. januar", "1er janvier 2022", "1 päivänä tammikuuta 2022",
"1 de enero de 2022"."""
TOKEN = re.compile(
    rf"""
    (?:3[01]|[12][0-9]|0?[1-9]){_DAY_MONTH}                       # 1 July 2021, 1. januar 2022
  | \b(?:{_MONTHS}){_SPACE}[0-9]{{1,2}},{_SPACE}[0-9]{{4}}\b            # July 1, 2021
  | \d{{1,4}}[A-Za-z]?(?:\([0-9A-Za-z]{{1,5}}\))+                 # 5(2)(a)
  | (?:\([0-9A-Za-z]{{1,5}}\)){{2,}}                              # (1)(b)
  | \((?:\d{{1,3}}[A-Za-z]?|[A-Za-z]|[ivxIVX]{{2,5}})\)            # (4)
  | (?<![\w.,])[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![\w])(?:,[0-9]+)? # 15 000
  | \d+(?:[.,]\d+)+(?:[-–]\w+)*                                   # 4,700,000  0.5  3.12.1
  | [^\W_]+(?:[-‐‑/’'·.:~][^\W_]+)*                               # words, part-time, 3-4, isn't, U.S.C
  | _+                                                            # a blank to fill in is a word of a form
    """,
    re.VERBOSE,
)


_CROSSING = re.compile(
    rf"[0-9](?:(?<![0-9][0-9])(?:(?<=3)[01]|(?<=[12])[0-9]|(?<=0)[1-9]|(?<=[1-9])){_DAY_MONTH}"
    rf"|(?<![\w.,][0-9])[0-9]{{0,2}}(?:{_SPACE}[0-9]{{3}})+(?!\w)|(?P<year>,{_SPACE}[0-9]{{4}}\b))"
)
"""Tokens that hold a space, dates and sums with their thousands apart; or what may end such a date.

More may be found than there is: within a chunk `TOKEN` decides."""
_MONTH = re.compile(rf"(?:{_MONTHS}){_SPACE}[0-9]{{1,2}}\Z")
_HELD = "\1"
"""Stands for a space inside a token while a text is cut at its spaces; XML cannot hold it either."""
_SIGN = "§" + _HELD
"""A sign goes with its number: where each chunk holds one token, places are found sooner."""

HELD_OLD, HELD_NEW = "\2", "\3"
"""Characters of words that are held: each equals no word of the other side."""
_MARKS = ".,;:"
"""What ends most words that are not letters alone: no token ends with one of these."""
_BETWEEN = "\4"
"""Stands between texts that are taken apart at once."""
_SMALL = frozenset(
    "a an the of to in on or and by for at as is be it any such that this with from no not"
    " av og i på til en et ei den det de som for med om eller er ved å kan skal"
    " och att av ett der die das und oder des dem den von zu in im ist ein eine"
    " ja tai sekä on ei että joka se ou de du des la le les un une à au aux eða að í á um af við".split()
)
"""Words that carry little: one of them between two edits holds nothing together."""

OTHER = 3
"""What another word says. With 2.5 there are 2 % fewer runs, but of densely edited text less than 95 % of the
edits are given back: edits of up to seven words then meet over two words that nobody touched."""

_FIRST, _LAST = 0xE000, 0x10FFFF
"""Characters that words are given: those behind the surrogates."""
_REMEMBERED = 1 << 16
"""Chunks remembered, at most some 20 MB; then they are forgotten and found again."""
_LONG = 4_000_000
"""Characters that hold too few words to run out of characters. Longer texts begin with all of them free, so
that what comes out does not depend on what came before; past a million different words, words are taken for
one, and `word_pieces` looks at the text itself."""


class Tokens(dict[int, tuple[int, int]]):
    """The tokens of a text or a stretch of it: `words` has a character for each, and they stand somewhere.

    Two tokens are equal where their characters are. `tokens[n]` gives the end of the token before token `n`
    and the beginning of token `n`, as offsets in the whole text; before the first token and behind the last
    one it is the end of the stretch. Places are worked out when first asked for: of a long text only those
    beside an edit are. A stretch is cut out of its text at spaces; `begins` and `ends_with` say how strong
    the breaks at its ends are, as `break_before` counts them, or are below zero where nobody knows.
    """

    __slots__ = (
        "_chunks", "_firsts", "_offsets", "_parts", "begins", "end", "ends_with", "start", "text", "words",
    )  # fmt: skip

    def __init__(
        self, text: str, start: int = 0, end: int | None = None, begins: int = 4, ends_with: int = 4
    ) -> None:
        self.text = text
        self.start = start
        self.end = len(text) if end is None else end
        self.begins = begins
        self.ends_with = ends_with
        self._chunks, self._parts, self.words = _taken_apart(text[start : self.end])
        self._offsets: list[int] = []  # where each chunk begins
        self._firsts: list[int] = []  # the first token of each chunk, where they are not one each

    def __missing__(self, n: int) -> tuple[int, int]:
        chunks, offsets, firsts = self._chunks, self._offsets or self._find_places(), self._firsts
        chunk, k = n, 0
        if firsts:
            chunk = bisect_right(firsts, n) - 1
            k = n - firsts[chunk]
        elif 0 < n < len(chunks):
            before, here = chunks[n - 1], chunks[n]
            at = offsets[n] + n  # a space for each chunk before it
            found = self[n] = (
                at - 1 if before.isalnum() else offsets[n - 1] + n - 1 + _PLACES[before][0][1],
                at if here.isalnum() else at + _PLACES[here][0][0],
            )
            return found
        end, start = self.start, self.end
        if n < len(self.words):
            at = offsets[chunk] + chunk
            places = _PLACES[chunks[chunk]]
            start = at + places[k][0]
            if k:
                end = at + places[k - 1][1]
        else:
            chunk = len(chunks)
        if n and not k:
            chunk -= 1
            while not (places := _PLACES[chunks[chunk]]):
                chunk -= 1
            end = offsets[chunk] + chunk + places[-1][1]
        found = self[n] = (end, start)
        return found

    def span(self, n: int) -> tuple[int, int]:
        """Where token `n` begins and ends."""
        return self[n][1], self[n + 1][0]

    def index(self, at: int) -> int:
        """Give the first token that begins at or behind an offset."""
        offsets = self._offsets or self._find_places()
        lo, hi = 0, len(self._chunks)
        while lo < hi:
            mid = (lo + hi) // 2
            if offsets[mid] + mid < at:
                lo = mid + 1
            else:
                hi = mid
        found = self._firsts[lo] if self._firsts else lo
        if lo:  # the chunk before may hold it
            begin = offsets[lo - 1] + lo - 1
            found -= sum([begin + start >= at for start, _ in _PLACES[self._chunks[lo - 1]]])
        return found

    def hold(self, start: int, end: int, held: str) -> None:
        """Let the words of a stretch equal no word of the other side."""
        first, last = self.index(start), self.index(end)
        self.words = self.words[:first] + held * (last - first) + self.words[last:]

    def _find_places(self) -> list[int]:
        if len(self.words) != len(self._parts) or not all(self._parts):
            self._firsts = list(accumulate(map(len, self._parts), initial=0))
        self._offsets = list(accumulate(map(len, self._chunks), initial=self.start))
        return self._offsets


def _taken_apart(text: str) -> tuple[list[str], list[str], str]:
    """Cut a text at its spaces and boundaries, but for spaces inside a date or a sum or behind a sign; and
    give its tokens' characters, chunk by chunk and together.
    """
    chunks = _crossed(text).replace("§ ", _SIGN).replace(BOUNDARY, " ").split(" ")
    parts = list(map(_CHUNKS.__getitem__, chunks))
    return chunks, parts, "".join(parts)


def _crossed(text: str) -> str:
    """Hold the spaces inside dates and sums."""
    held: list[str] = []
    at = 0
    for m in _CROSSING.finditer(text):
        start = m.start()
        if m.lastgroup:  # July 1, 2021
            # Not before `at`: in "60 of August 14, 1995" the month is in what was held before.
            month = _MONTH.search(text, max(at, start - 15), start + 1)
            if not month:
                continue
            start = month.start()
        held += (text[at:start], text[start : m.end()].replace(" ", _HELD))
        at = m.end()
    return "".join(held) + text[at:] if at else text


class _Chunks(dict[str, str]):
    """Characters of the tokens of what stands between two spaces: laws say the same words again and again."""

    def __missing__(self, chunk: str) -> str:
        if chunk == _BETWEEN:
            return _BETWEEN
        if (word := chunk.rstrip(_MARKS)).isalnum():
            made = _CHARACTERS[key_of(word)]
        else:
            made = "".join([_CHARACTERS[key_of(word)] for word in TOKEN.findall(chunk.replace(_HELD, " "))])
        self[chunk] = made
        return made


class _Characters(dict[str, str]):
    """The character that stands for what a token is compared by; `_WORDS` has the way back."""

    def __missing__(self, key: str) -> str:
        made = self[key] = chr(min(_FIRST + len(self), _LAST))
        _WORDS.setdefault(made, key)
        return made


class _Places(dict[str, tuple[tuple[int, int], ...]]):
    """Where the tokens of a chunk begin and end."""

    def __missing__(self, chunk: str) -> tuple[tuple[int, int], ...]:
        if (word := chunk.rstrip(_MARKS)).isalnum():
            made: tuple[tuple[int, int], ...] = ((0, len(word)),)
        else:
            made = tuple([m.span() for m in TOKEN.finditer(chunk.replace(_HELD, " "))])
        self[chunk] = made
        return made


class _Says(dict[str, int]):
    """How much words say, by their characters; most of the words between two edits are few."""

    def __missing__(self, character: str) -> int:
        made = self[character] = 1 if word_of(character).casefold() in _SMALL else OTHER
        return made


_CHUNKS = _Chunks()
_CHARACTERS = _Characters()
_WORDS: dict[str, str] = {}
_PLACES = _Places()
_SAYS = _Says()


def make_room(length: int) -> None:
    """Forget chunks, if there are many, before texts of so many characters are compared.

    Characters of tokens mean something from here to the next call only.
    """
    if len(_CHUNKS) > _REMEMBERED or length > _LONG:
        for known in (_CHUNKS, _CHARACTERS, _WORDS, _PLACES, _SAYS):
            known.clear()


def characters(text: str) -> str:
    """Give a character for each token of a text; equal tokens have the same."""
    return _taken_apart(text)[2]


def characters_of(texts: Sequence[str]) -> list[str]:
    """Give the characters of several texts, at once."""
    return characters(f"{BOUNDARY}{_BETWEEN}{BOUNDARY}".join(texts)).split(_BETWEEN) if texts else []


def word_of(character: str) -> str:
    """Give what a token is compared by, from its character."""
    return _WORDS[character]


def says(characters: str) -> int:
    """How much the words say that have these characters: a small one 1, another one `OTHER`."""
    return sum(map(_SAYS.__getitem__, characters))


def is_word(token: str) -> bool:
    """Whether it has a letter or a digit, and so counts as a word."""
    return token.isalnum() or any(map(str.isalnum, token))


def count_words(text: str) -> int:
    """Count what stands between white space (a no-break space is such) and has a letter or digit."""
    return sum(map(is_word, text.split()))


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning, and at their end behind that."""
    head = int(Prefix.similarity(old, new))
    return head, min(int(Postfix.similarity(old, new)), len(old) - head, len(new) - head)


def similarity(old: str | Sequence[Hashable], new: str | Sequence[Hashable]) -> float:
    """Share of words in common, in order (0 to 1): twice the longest common subsequence by the sum of both.

    Takes texts, or their words where they are at hand.
    """
    a, b = _words_of(old, new)
    if not a and not b:
        return 1.0
    return float(Indel.normalized_similarity(a, b))


def containment(part: str | Sequence[Hashable], whole: str | Sequence[Hashable]) -> float:
    """Share of the words of `part` that stand in `whole`, in order (0 to 1)."""
    a, b = _words_of(part, whole)
    if not a:
        return 0.0
    common = (len(a) + len(b) - Indel.distance(a, b)) / 2
    return float(common / len(a))


def word_keys(text: str) -> list[str]:
    """Give the words of a text, case aside, for indexes."""
    return [word.casefold() for word in keys(text)]


def _words_of(
    a: str | Sequence[Hashable], b: str | Sequence[Hashable]
) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    if isinstance(a, str) and isinstance(b, str):
        make_room(len(a) + len(b))
        return characters(a), characters(b)
    return keys(a) if isinstance(a, str) else a, keys(b) if isinstance(b, str) else b


def keys(text: str) -> list[str]:
    """Give what the tokens of a text are compared by, in order."""
    make_room(len(text))
    return list(map(_WORDS.__getitem__, characters(text)))


_TYPOGRAPHY = str.maketrans("\u00a0\u202f\u2009‐‑’´", "   --''", "\u00ad")


def key_of(token: str) -> str:
    """What a token is compared by: its typography aside."""
    return token if token.isascii() else token.translate(_TYPOGRAPHY)
