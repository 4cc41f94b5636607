"""References: which numbers in a text are those of provisions, and whether all that were changed follow.

    reference  = name number, or a list of numbers beside a name: "sections 4, 5 and 6", "3 och 4 §§"
    number     = digits, or digits and a letter ("§ 12 a"), or with brackets ("5(2)(a)"), which needs no name

"5 days" that became "6 days" is no reference, whatever became section 6. A name is looked for before the
number and, as Nordic law writes it, behind it; what is none of the names below is not taken for one.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

from lawdiff.diff.tokens import TOKEN, key_of
from lawdiff.model.redline import Edit

Follows = Callable[[str, str], bool]
"""Whether a reference with the old words now has the new words, because its target was renumbered."""

_NAMES = re.compile(
    r"arts?|ss?|secs?|sections?|subsecs?|subsections?|paras?|paragraphs?|subparagraphs?|chs?|chap|chapters?"
    r"|subchapters?|parts?|subparts?|titles?|subtitles?|divisions?|articles?|schedules?|annex|annexes|appendix"
    r"|clauses?|subclauses?|rules?|regs?|regulations?|items?|points?|tables?|nos?|recitals?"
    r"|paragraf\w*|kap|kapitt?el\w*|ledd|bokstav\w*|litra|nr|nummer\w*|punkt\w*|artik\w+|vedlegg|stk"
    r"|abs|absatz\w*|sätze|satz\w*|teil\w*|anlagen?|abschnitt\w*|buchst\w*|ziff\w*|alinéas?|chapitres?"
    r"|titres?|lettres?|(?:\w+['’])?articles?|comm[ai]|letter[ae]|(?:\w+['’])?articol\w+|cap[io]|allegat\w+"
    r"|art[ií]culos?|apartados?|luku|luvu\w*|momenti\w*|kohda\w*|kohta|liite\w*|lid|leden|onderde\w+"
    r"|bijlagen?|ust|pkt|rozdzia\w+"
)
"""Words for a provision before its number; none that says something else before a sum ("number", Italian
"del" and "al")."""
_NAMES_BEHIND = re.compile(r"kap\w*|luku|luvu\w*|artikl\w+|ledd\w*|punktum\w*|stycke\w*|mom\w*|lid")
_JOINS = frozenset(
    "and or to through og eller til samt und oder bis sowie et ou à e o a ed och samt ja tai sekä y en"
    " tot eða i lub do".split()
)
_NUMBER = re.compile(r"\w*\d\S*|\(\w+\)\S*|[a-z]|[ivxlc]+")
_PIECES = re.compile(r"§\S*|[^\s,;–§]+")
_BESIDE = 80
"""Characters beside a number in which the word is looked for."""


def _is_named(pieces: Iterable[str], names: re.Pattern[str]) -> bool:
    """Whether the first of these that neither is a number of a list nor joins two names a provision."""
    for piece in pieces:
        if piece.startswith("§"):
            return True
        word = piece.casefold()
        plain = word.strip(".:()[]")
        if names.fullmatch(plain):
            return True
        ends = word[-1] == "." and not (len(plain) == 1 and plain.isalpha())  # "L. 112-3" goes on
        if plain and (ends or (plain not in _JOINS and not _NUMBER.fullmatch(word.strip(".:")))):
            return False
    return False


class _Word(NamedTuple):
    """A marked word; `number` has the letter behind it too, `before` and `behind` are the text beside it."""

    key: str
    number: str
    before: str
    behind: str


def may_be_number(word: str) -> bool:
    """Whether a word can be the number of a provision or a part of one."""
    return len(word) == 1 or any(map(str.isdigit, word))


def references_follow(edits: Collection[Edit], follows: Follows) -> bool:
    """Whether each word that was replaced is a reference, and the word put in is what it is now."""
    olds, news = _marked(edits, "delete"), _marked(edits, "insert")
    if len(olds) != len(news):
        return False
    pairs = [(a, b) for a, b in zip(olds, news, strict=True) if a.key != b.key]
    known = all(follows(a.number, b.number) or follows(a.key, b.key) for a, b in pairs)
    return known and all(_is_reference(a) for a, _ in pairs)


def _is_reference(word: _Word) -> bool:
    return (
        "(" in word.key
        or _is_named(reversed(_PIECES.findall(word.before)), _NAMES)
        or _is_named(_PIECES.findall(word.behind), _NAMES_BEHIND)
    )


_DIGITS = re.compile(r"(?<!\w)\d+[ \u00a0]\Z")
_LETTER = re.compile(r"[ \u00a0]([a-zæøåäö])(?!\w)")


def _marked(edits: Iterable[Edit], op: Literal["delete", "insert"]) -> list[_Word]:
    """Give what was struck, or put in, and what is beside it. The letter of "12 a" is no word by itself."""
    pieces: dict[tuple[str, str], list[str]] = {}
    lengths: dict[tuple[str, str], int] = {}
    places: list[tuple[tuple[str, str], int, int]] = []
    for edit in edits:
        at = edit.old_at if op == "delete" else edit.new_at
        if at is None or edit.part == "num":
            continue
        leaf: tuple[str, str] = (at, edit.part)
        done = lengths.get(leaf, 0)
        if edit.op == op:
            places += [(leaf, done + m.start(), done + m.end()) for m in TOKEN.finditer(edit.text)]
        pieces.setdefault(leaf, []).append(edit.text)
        lengths[leaf] = done + len(edit.text)
    whole = {leaf: "".join(texts) for leaf, texts in pieces.items()}
    words: list[_Word] = []
    last: tuple[tuple[str, str], int] | None = None  # where the letter of the number before ends
    for leaf, start, end in places:
        if last == (leaf, end):
            continue
        text = whole[leaf]
        if _LETTER.match(f" {text[start:end]}") and (m := _DIGITS.search(text, max(0, start - 6), start)):
            start = m.start()
        key = number = "".join(key_of(text[start:end]).casefold().split())
        lettered = _LETTER.match(text, end) if key.isdecimal() else None
        if lettered:
            number += lettered[1]
            last = (leaf, lettered.end())
        words.append(_Word(key, number, text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]))
    return words
