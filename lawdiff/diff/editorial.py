"""Editorial changes: only spacing, punctuation, case, typography or the numbers of cross-references differ.

A reference follows a renumbering where the old number's provision is now the one with the new number, by the
pairs that the alignment found; a reference that leads elsewhere is a change of substance. What is a
reference, `references` says.
"""

import re
from collections.abc import Collection, Iterable

from lawdiff.diff.references import Follows, may_be_number, references_follow
from lawdiff.diff.tokens import word_keys
from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Edit
from lawdiff.model.text import Text

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
    if _run_together(deleted) == _run_together(inserted):
        return True
    first = next(((a, b) for a, b in zip(deleted, inserted, strict=False) if a != b), None)
    if first is None or not (may_be_number(first[0]) or follows(*first)):
        return False  # most changes are told by their first word
    return references_follow(edits, follows)


def _run_together(words: Iterable[str]) -> str:
    """Write words without the spaces between them: "bench mark" is "benchmark", set with a thin space, and
    "12 a" is "12a"; but "1, 2" is not "12".
    """
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words))


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
