"""The words of a change that a passage speaks of: what tells the changes of one section apart.

The signs of a change, and what each counts:

- a number with the word after it ("six months", "2 grams"), or a long number alone ("900,000"), marked: 1;
- the word that it defines, or the words that a table row is named by, together: 1;
- its own letter in brackets, as "(B)": 1;
- a marked word of five letters or more: .5, and all of them together 1.5 at most.

Marked is what was deleted or inserted. What the section also says where nothing is marked is no sign, nor
are words that many sections say; what several changes of it share counts for each its share. Words are
compared without case and ending. A change of the number alone has no signs: who speaks of its words does
not speak of it.
Known limit: a passage that says the same in other words ("a shorter time") gives no evidence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Change, Edit, Node

WORD = 0.5
MOST_WORDS = 1.5
MOST_SHARE = 0.2
LEAST_SECTIONS = 4
"""A word in a fifth of the changed sections, and in four of them, is common."""

_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*", re.UNICODE
)
_LETTER = re.compile(r"(?<![\w)])\(([^\W\d_]{1,4})\)")
_DEFINED = re.compile(r"\s*[“„\"«‘](?P<term>[^“”„\"«»‘’]{2,60})[”“\"»’]")
_ENDING = re.compile(r"(?<=\w{4})(?:’s|'s|ene|ane|ens|ets|ers|er|ar|en|et|es|ed|s|e)$")
_COUNTS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve"
    " to tre fire fem seks sju syv åtte ni ti elleve tolv två fyra sex sju åtta nio tio".split()
) - {"to"}
"""Numbers written out; the Norwegian "to" is left out, since the English one is everywhere."""
_UNITS = {"g": "gram", "mg": "milligram", "kg": "kilogram", "dl": "decilitr", "l": "litr"}
_ALONE = 3
"""Digits that make a number rare enough to say something without its unit."""


class Token(NamedTuple):
    """A word of a text: what it is compared by, and where it stands."""

    key: str
    start: int
    end: int

    @property
    def is_count(self) -> bool:
        """Whether it is a number."""
        return self.key[0].isdigit() or self.key in _COUNTS


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a change from the others of its section, and what each sign counts."""

    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """The signs that a passage has, each with its first place in it."""

    text: str
    places: dict[str, tuple[int, int]]

    def evidence(self, signs: Signs) -> tuple[float, int, tuple[str, ...]]:
        """How much a passage speaks of a change, from where on, and the words in which it does."""
        total = plain = 0.0
        found: list[tuple[int, int]] = []
        for sign, weight in signs.weights:
            place = self.places.get(sign)
            if place is None:
                continue
            found.append(place)
            if sign.startswith("word "):
                plain += weight
            else:
                total += weight
        found.sort()
        words: dict[str, None] = {}
        last = -1
        for start, end in found:
            if start >= last:
                words.setdefault(self.text[start:end])
                last = end
        return total + min(plain, MOST_WORDS), found[0][0] if found else len(self.text), tuple(words)


def tokens(text: str) -> list[Token]:
    """Cut a text into words and numbers, by what they are compared by.

    >>> [token.key for token in tokens("The records: 900,000 kroner, six months")]
    ['the', 'record', '900000', 'kron', 'six', 'month']
    """
    return [Token(_key(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _key(token: str) -> str:
    if token[0].isdigit():
        return re.sub(r"[ \u00a0\u202f]|,(?=\d{3}\b)", "", token)
    token = token.casefold()
    return token if token in _COUNTS else _UNITS.get(token) or _ENDING.sub("", token)


def signs_in(text: str) -> dict[str, tuple[int, int]]:
    """Find all that can be a sign in a text, with its first place."""
    found = tokens(text)
    places: dict[str, tuple[int, int]] = {}
    for token in found:
        if len(token.key) >= _ALONE and token.key[0].isdigit():
            places.setdefault(f"number {token.key}", token[1:])
        elif token.end - token.start >= 5 and not token.is_count:
            places.setdefault(f"word {token.key}", token[1:])
    for token, after in pairwise(found):
        if token.is_count and not after.is_count and after.start - token.end <= 1:
            places.setdefault(f"number {token.key} {after.key}", (token.start, after.end))
    for letter in _LETTER.finditer(text):
        places.setdefault(f"letter {letter[1].casefold()}", letter.span())
    return places


def listen(text: str, wanted: Iterable[Signs]) -> Speech:
    """Find in a passage what can be a sign of a change, terms and row names among them."""
    places = signs_in(text)
    found = tokens(text)
    keys = [token.key for token in found]
    for sign in {sign for signs in wanted for sign, _ in signs.weights}:
        kind, _, rest = sign.partition(" ")
        if kind == "term":
            term = rest.split(" ")
            for at in range(len(keys) - len(term) + 1):
                if keys[at : at + len(term)] == term:
                    places[sign] = (found[at].start, found[at + len(term) - 1].end)
                    break
        elif kind == "row" and rest in keys:
            at = keys.index(rest)
            places[sign] = (found[at].start, found[at].end)
    return Speech(text, places)


NO_SIGNS = Signs()


def find_common(sections: Iterable[Node], changes: dict[str, Change]) -> frozenset[str]:
    """Give the words that so many changed sections say that they tell none of them."""
    said: Counter[str] = Counter()
    total = 0
    for section in sections:
        total += 1
        words: set[str] = set()
        for node in section.walk():
            texts = [node.text or "", *(edit.text for edit in _edits(node, changes))]
            words.update(sign for text in texts for sign in signs_in(text) if sign.startswith("word "))
        said.update(words)
    least = max(MOST_SHARE * total, LEAST_SECTIONS)
    return frozenset(word for word, sections_with in said.items() if sections_with >= least)


def find_signs(section: Node, changes: dict[str, Change], common: frozenset[str]) -> dict[str, Signs]:
    """Give the signs of each change of a section, by its id."""
    raw: dict[str, dict[str, float]] = {}
    same = set(common)
    for node in section.walk():
        if node.gone_to:
            continue
        edits = _edits(node, changes)
        if node.change:
            signs = raw.setdefault(node.change, {})
            for sign in _marked(edits):
                signs[sign] = WORD if sign.startswith("word ") else 1.0
        same.update(_unmarked(node, edits))
        for id_ in node.here:
            raw.setdefault(id_, {}).update(_names(node, changes))
    for signs in raw.values():
        for sign in same & signs.keys():
            del signs[sign]
    shared = Counter(sign for signs in raw.values() for sign in signs)
    return {
        id_: Signs(tuple((sign, weight / shared[sign]) for sign, weight in sorted(signs.items())))
        for id_, signs in raw.items()
        if id_ in changes and set(changes[id_].kinds) != {"renumbering"}
    }


def _edits(node: Node, changes: dict[str, Change]) -> tuple[Edit, ...]:
    return changes[node.change].edits[node.first : node.last] if node.change in changes else ()


def _marked(edits: Iterable[Edit]) -> Iterator[str]:
    """Give the signs of which a part at least was deleted or inserted."""
    edits = tuple(edits)
    for part in ("heading", "text"):
        for own in ("delete", "insert"):
            text = ""
            spans: list[tuple[int, int]] = []
            for edit in edits:
                if edit.part == part and edit.op in ("keep", own):
                    if edit.op == own:
                        spans.append((len(text), len(text) + len(edit.text)))
                    text += edit.text
            for sign, (start, end) in signs_in(text).items():
                if not sign.startswith("letter ") and any(start < b and a < end for a, b in spans):
                    yield sign


def _unmarked(node: Node, edits: Iterable[Edit]) -> Iterator[str]:
    """Give what a node says that nothing was done to."""
    kept: dict[str, str] = {}
    edited = set()
    for edit in edits:
        edited.add(edit.part)
        if edit.op in ("keep", "move_from", "move_to"):
            kept[edit.part] = kept.get(edit.part, "") + edit.text + "\n"
    ref = node.new or node.old
    if "heading" not in edited and ref:
        kept["heading"] = ref.heading
    if "text" not in edited:
        kept["text"] = node.text or ""
    for text in kept.values():
        yield from signs_in(text)


def _names(node: Node, changes: dict[str, Change]) -> Iterator[tuple[str, float]]:
    """Give what a provision is called by: the term that it defines, its row's first cell, its letter."""
    text = next((text for each in node.walk() if (text := _text(each, changes)).strip()), "")
    if node.kind == "row":
        keys = dict.fromkeys(t.key for t in tokens(text.partition("(")[0]) if t.end - t.start >= 3)
        yield from ((f"row {key}", 1.0 / len(keys)) for key in keys)
    elif defined := _DEFINED.match(text):
        yield f"term {' '.join(token.key for token in tokens(defined['term']))}", 1.0
    ref = node.new or node.old
    if ref and re.fullmatch(r"[^\W\d_]{1,4}", letter := bare_num(ref.num)):
        yield f"letter {letter.casefold()}", 1.0


def _text(node: Node, changes: dict[str, Change]) -> str:
    edits = [edit for edit in _edits(node, changes) if edit.part == "text"]
    new = "".join(edit.text for edit in edits if edit.op != "delete")
    return new or "".join(edit.text for edit in edits) or node.text or ""
