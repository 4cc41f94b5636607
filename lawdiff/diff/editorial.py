"""Editorial changes: only spacing, punctuation, case, typography or the numbers of cross-references differ.

A reference follows a renumbering where the old number's provision is now the one with the new number, by the
pairs that the alignment found; a reference that leads elsewhere is a change of substance. A number is a
reference where a word for a provision stands beside it, or beside the list that it is in; "5 days" that
became "6 days" is none, whatever became section 6.
"""

import re
from collections.abc import Callable, Collection, Iterable

from lawdiff.diff.tokens import TOKEN, word_keys
from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Edit
from lawdiff.model.text import Text

Follows = Callable[[str, str], bool]
"""Whether a reference with the old words now has the new words, because its target was renumbered."""

_BOKMAAL = {
    "andre": "annet",
    "fyrste": "første",
    "sjuande": "sjuende",
    "åttande": "åttende",
    "niande": "niende",
    "tiande": "tiende",
}
"""Words for the place of a ledd as the alignment gives them, by those of nynorsk ("andre" is bokmål too)."""

_EMPHASIS = ("emphasis", "strong", "underline", "small_caps")


def is_editorial(edits: Collection[Edit], follows: Follows) -> bool:
    """Whether none of the marked words of a substitution differs in substance."""
    deleted: list[str] = []
    inserted: list[str] = []
    marked = [edit for edit in edits if edit.op != "keep"]
    if not marked or any(edit.move for edit in marked):
        return False  # emphasis or a link target alone; a moved sentence
    for edit in marked:
        if edit.part == "num":
            continue
        if edit.op == "delete":
            deleted += word_keys(edit.text)
        elif edit.op == "insert":
            inserted += word_keys(edit.text)
    if len(deleted) != len(inserted):
        return _run_together(deleted) == _run_together(inserted)
    differing = {n for n, (a, b) in enumerate(zip(deleted, inserted, strict=True)) if a != b}
    if not all(follows(deleted[n], inserted[n]) for n in differing):
        return False
    return not differing or _are_references(edits, differing)


def _run_together(words: Iterable[str]) -> str:
    """Write words without the spaces between them: "bench mark" is "benchmark", set with a thin space, and
    "12 a" is "12a"; but "1, 2" is not "12".
    """
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words))


_NAMES = re.compile(
    r"arts?|ss?|secs?|sections?|subsecs?|subsections?|paras?|paragraphs?|subparagraphs?|chs?|chap|chapters?"
    r"|subchapters?|parts?|subparts?|titles?|subtitles?|divisions?|articles?|schedules?|annex|annexes|appendix"
    r"|clauses?|subclauses?|rules?|regs?|regulations?|items?|points?|tables?|nos?|numbers?|recitals?"
    r"|paragraf\w*|kap|kapitt?el\w*|del|ledd|bokstav\w*|litra|nr|nummer\w*|punkt\w*|artik\w+|vedlegg|stk"
    r"|abs|absatz\w*|sätze|satz\w*|teil\w*|anlagen?|abschnitt\w*|buchst\w*|ziff\w*|al|alinéas?|chapitres?"
    r"|titres?|lettres?|(?:\w+['’])?articles?|comm[ai]|letter[ae]|(?:\w+['’])?articol\w+|cap[io]|allegat\w+"
    r"|art[ií]culos?|apartados?|luku|luvu\w*|momenti\w*|kohda\w*|kohta|liite\w*|lid|leden|onderde\w+"
    r"|bijlagen?|ust|pkt|rozdzia\w+"
)
"""Words for a provision before its number."""
_NAMES_BEHIND = re.compile(
    r"kap\w*|luku|luvu\w*|artikl\w+|gr|greinar?|ledd\w*|punktum\w*|stycke\w*|mom\w*|lid"
)
_JOINS = frozenset(
    "and or to through og eller til samt und oder bis sowie et ou à e o a ed och samt ja tai sekä y al en of"
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
        if plain and plain not in _JOINS and not _NUMBER.fullmatch(word.strip(".:")):
            return False
    return False


_Leaf = tuple[str, str]
"""A leaf of the old side, and whether this is its heading or its text."""


def _are_references(edits: Collection[Edit], wanted: Collection[int]) -> bool:
    """Whether these of the struck words, counted from 0, are references by what stands beside them."""
    whole: dict[_Leaf, str] = {}
    places: list[tuple[_Leaf, int, int]] = []
    for edit in edits:
        if edit.part == "num" or edit.op == "insert":
            continue
        leaf: _Leaf = (edit.old_at or "", edit.part)
        text = whole.get(leaf, "")
        if edit.op == "delete":
            at = len(text)
            places += [(leaf, at + m.start(), at + m.end()) for m in TOKEN.finditer(edit.text)]
        whole[leaf] = text + edit.text
    if len(places) <= max(wanted):
        return False
    for n in wanted:
        at_leaf, start, end = places[n]
        text = whole[at_leaf]
        before, behind = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
        if not (
            "(" in text[start:end]
            or _is_named(reversed(_PIECES.findall(before)), _NAMES)
            or _is_named(_PIECES.findall(behind), _NAMES_BEHIND)
        ):
            return False
    return True


def emphasis_differs(old: Text, new: Text) -> bool:
    """Whether texts that are equal but for kinds of spaces are emphasised in different places."""
    a = {(s.kind, s.start, s.end) for s in old.spans if s.kind in _EMPHASIS}
    return a != {(s.kind, s.start, s.end) for s in new.spans if s.kind in _EMPHASIS}


def changed_targets(old: Text, new: Text) -> list[tuple[str, str, str]]:
    """Give references whose words stayed and whose target changed: (words, old target, new target).

    Words that are linked several times to several places on one side are left alone.
    """
    olds, news = _links(old), _links(new)
    return [
        (words, olds[words], target) for words, target in news.items() if olds.get(words, target) != target
    ]


def _links(text: Text) -> dict[str, str]:
    links: dict[str, str] = {}
    torn = set()
    for span in text.spans:
        if span.kind == "reference" and span.target:
            words = text.content[span.start : span.end]
            if links.setdefault(words, span.target) != span.target:
                torn.add(words)
    return {words: target for words, target in links.items() if words not in torn}


def number_follows(pairs: Iterable[tuple[str, str]], bracketed: Iterable[tuple[str, str]] = ()) -> Follows:
    """Make the test from (old number, new number) of what was renumbered, with or without brackets.

    Of `bracketed` pairs one number at least has brackets: they are many, and only such a reference asks for
    them.
    """
    known: set[tuple[str, str]] = set()
    waiting, waiting_below = iter(pairs), iter(bracketed)  # most comparisons never ask

    def follows(old: str, new: str) -> bool:
        known.update((bare(a), bare(b)) for a, b in waiting)
        if "(" in old or "(" in new:
            known.update((bare(a), bare(b)) for a, b in waiting_below)
        pair = bare(old), bare(new)
        return pair in known or _is_inside(pair, known)

    return follows


def _is_inside(pair: tuple[str, str], known: Collection[tuple[str, str]]) -> bool:
    """Whether a reference such as "4(1)" is "5(1)" now, because section 4 is section 5 and nothing tells that
    what stands in it was numbered anew.
    """
    (head, bracket, below), (head_new, _, below_new) = (num.partition("(") for num in pair)
    if not bracket or below != below_new or (head, head_new) not in known:
        return False
    return all(a != pair[0] and b != pair[1] for a, b in known)


def bare(num: str) -> str:
    """Number as it is compared: "5(2)(a)" keeps its parts apart, "§ 5." does not differ from "5"."""
    if "(" in num:
        return num.casefold().replace(" ", "")
    plain = bare_num(num).casefold()
    return _BOKMAAL.get(plain, plain)
