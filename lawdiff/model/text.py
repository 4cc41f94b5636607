"""Text of a provision: the exact characters, and spans over them that never change a character.

White space that only pretty-printing put there is removed by `settle`, which readers alone call; the
fingerprint, the word diff and the proof all see its result, so they cannot disagree.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

SpanKind = Literal[
    "emphasis",  # italic, or emphasis without a stated form
    "strong",
    "underline",
    "small_caps",
    "sub",
    "sup",
    "reference",  # `target` is where it leads
    "term",  # a defined or used term
    "definition",  # the term where it is defined
    "note_mark",  # zero-length; `target` is the eId or source id of the note
    "generated",  # characters that the schema's style sheet prints (quotation marks): not in the source
    "break",  # a line break inside a paragraph; covers the one space that stands for it, or is zero-length
]


class Span(Struct, frozen=True, gc=False):
    """Characters `start` to `end` (offsets in code points from 0, end excluded) are of a kind."""

    kind: SpanKind
    start: int
    end: int
    target: str = ""


class Text(Struct, frozen=True, gc=False):
    """The characters of a leaf, and what is said of stretches of them."""

    content: str
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.content)


_WHITE = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def _has_runs(content: str) -> bool:
    """Whether `_WHITE` finds anything: asked of every text, and this is six times as fast as to search."""
    return "\n" in content or "  " in content or "\t" in content or "\r" in content


def settle(
    content: str, spans: Iterable[Span] = (), *, indent: str | None = None, step: str = "    "
) -> Text:
    r"""Remove the white space that pretty-printing put in; spans keep their characters.

    Without `indent` each run of XML white space (space, tab, CR, LF: XML 1.0 § 2.3; a no-break space is not
    one) becomes one space, and none is left at the ends. With `indent` (a line break and the indentation
    of the block's own start tag, such as `"\n      "`) each of these, with any number of whole `step`s
    behind it, is first removed outright: the rule of publishers who set inline elements on lines of their
    own, one step deeper for each level, and keep the spaces that belong to the text before the break or
    after the indentation.

    >>> settle("  15\n   grams ", [Span("strong", 2, 4)])
    Text(content='15 grams', spans=(Span(kind='strong', start=0, end=2, target=''),))
    >>> settle("\n      L:lla \n      13.3.2003/222\n      .\n  ", indent="\n  ").content
    'L:lla 13.3.2003/222.'
    """
    if not spans and indent is None and not _has_runs(content):
        return Text(content.strip(" "))  # nearly every text: nothing in it that a printer put there
    kept = tuple(spans)
    if indent is not None:
        content, kept = _cut(content, kept, _step_pattern(indent, step), "")
    if _has_runs(content):
        content, kept = _cut(content, kept, _WHITE, " ")
    stripped = content.strip(" ")
    if not kept:
        return Text(stripped)
    end = len(stripped)
    if end < len(content):
        left = len(content) - len(content.lstrip(" "))
        kept = tuple(
            Span(s.kind, min(max(s.start - left, 0), end), min(max(s.end - left, 0), end), s.target)
            for s in kept
        )
    return Text(stripped, tuple([s for s in kept if s.end > s.start or s.kind in ("note_mark", "break")]))


@lru_cache(maxsize=256)
def _step_pattern(indent: str, step: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(indent)}(?:{re.escape(step)})*")


def _cut(
    content: str, spans: tuple[Span, ...], pattern: re.Pattern[str], by: str
) -> tuple[str, tuple[Span, ...]]:
    """Replace what `pattern` finds; offsets of spans follow their characters.

    The first character of a run stands for it; what points into the rest points behind it.
    """
    if not spans:
        return pattern.sub(by, content), spans
    runs = [found.span() for found in pattern.finditer(content)]
    if not runs:
        return content, spans
    starts = [start for start, _ in runs]
    gone: list[int] = []  # characters less, behind each run
    less = 0
    for start, end in runs:
        less += end - start - len(by)
        gone.append(less)

    def moved(at: int) -> int:
        run = bisect_left(starts, at) - 1  # the last one that begins before
        return max(at, runs[run][1]) - gone[run] if run >= 0 else at

    kept = tuple([Span(s.kind, moved(s.start), moved(s.end), s.target) for s in spans])
    return pattern.sub(by, content), kept
