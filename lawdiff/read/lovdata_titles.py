"""Headings of Norwegian law: the number in a title, and what kind of container it heads.

    "Kapittel 5. Oversikt"  "Kap. I a. Om dyr"  "Kapittel 5 b Pensjon"  "1. kapitlet. – Kva lova gjeld"
    "Første del. Alminnelige bestemmelser"  "II. Definisjoner"  "II"  "Vedlegg 1. Konvensjon"

The number is what stands before the point; "Innledning" has none. Data-names are not reliable about letters
("Kap. I a." is kapI in one act), so they decide only where no point does.
"""

import re

from msgspec.structs import replace

from lawdiff.model.provision import Kind, Provision, bare_num
from lawdiff.model.text import Span, Text

_WORD_NUM = re.compile(
    r"((?i:kapittel|kapitel|kap\.?|del|avdeling|avsnitt|vedlegg|bilag) (?:\d+|[IVXLC]+(?=[a-z]?\b)|[A-Z]\b))"
    r"( ?[a-zA-Z]\b)?([.:]? *(?:–(?= ))? *)"
)
_ORDINAL = re.compile(
    r"(?i)(\w+ (?:del|avdeling|avsnitt|bolk|bok)(?= ?(?:[.–]|$))|\d+\w*\.? kapit\w+)()(\.? *(?:–(?= ))? *)"
)
_BARE = re.compile(r"((?:[IVXLC]+|[A-Z]|\d+)(?: [a-z])?)()(\. *|$)")
_BROKEN = re.compile(r"([IVXLC]+|\d+)()( )")

_TITLE_RANK = {"part": 0, "chapter": 1, "subchapter": 2, "crossheading": 3}


def split_title(title: Text, name: str) -> tuple[str, str, Text | None]:
    """Number, the point behind it, and title of a heading.

    `name`, the element's data-name ("kap5b"), decides whether a lone letter is of the number.
    """
    words = title.content
    found = _WORD_NUM.match(words) or _ORDINAL.match(words) or _BARE.match(words)
    if found is None and any(span.kind == "break" for span in title.spans):
        found = _BROKEN.match(words)  # the number on a line of its own
    if found is None:
        return "", "", title
    num, letter, start = found[1], found[2] or "", found.end(3)
    if letter and found[3][:1] not in (".", ":") and found.end(2) < len(words):
        # "Kapittel 5 b Alderspensjon", but "Kapittel 5 i …" without a name reads on.
        bare = bare_num(num + letter).lower()
        if not (name.lower().endswith(bare) if name else letter.strip().lower() not in ("i", "å")):
            letter, start = "", found.end(1)
    num += letter
    return num, words[len(num) : start], text_from(title, start) or None


def container_kind(name: str, num: str, heading: Text | None, *, in_chapter: bool) -> Kind:
    """Part, chapter, subchapter, annex; without a number a crossheading. `name` is the data-name."""
    lead = f"{num} {heading.content if heading else ''}".lower()
    if name.startswith(("vedlegg", "fik")) or lead.startswith(("vedlegg", "bilag")):
        return "annex"
    if name.startswith("del") or re.match(r"\w+ del\b|del \w", lead):
        return "part"
    if in_chapter:
        return "subchapter" if num else "crossheading"
    return "chapter" if num else "crossheading"


def title_kind(num: str, heading: Text | None) -> Kind:
    """Kind of a title that an order gives, without a data-name."""
    kind = container_kind("", num, heading, in_chapter=False)
    return "subchapter" if kind == "chapter" and re.fullmatch(r"[IVXLC]+|[A-Z]|\d+", num) else kind


def put_under_titles(flat: list[Provision]) -> list[Provision]:
    """Put what follows a new title under it, down to the next one of the same or a higher rank."""
    made: list[Provision] = []
    at = 0
    while at < len(flat):
        first = flat[at]
        at += 1
        if first.kind in _TITLE_RANK and not first.children:
            rank, start = _TITLE_RANK[first.kind], at
            while at < len(flat) and _TITLE_RANK.get(flat[at].kind, 9) > rank:
                at += 1
            first = replace(first, children=tuple(put_under_titles(flat[start:at])))
        made.append(first)
    return made


def text_from(text: Text, start: int) -> Text:
    """The text from an offset on, without a space at its beginning."""
    while text.content[start : start + 1] == " ":
        start += 1
    spans = tuple(
        Span(s.kind, max(s.start - start, 0), s.end - start, s.target) for s in text.spans if s.end > start
    )
    return Text(text.content[start:], spans)
