"""The reader's own proof: every character of the source is in the model, or left out with a reason.

A reader keeps a `Ledger` and says what it leaves out; `unaccounted` counts the characters of the source,
of the model and of what was left out, white space aside, and gives those that are in neither.
"""

from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import cast

from lxml import etree

from lawdiff.model.expression import Expression, LeftOut
from lawdiff.model.text import Text
from lawdiff.read.source import SourceFile


class Ledger:
    """What a reader left out on purpose, in the order of the source.

    Of a version with stubs (`source.stubbed`) no entries are kept, for a comparison does not ask for them,
    but the reasons are.
    """

    def __init__(self, source: SourceFile) -> None:
        self.entries: list[LeftOut] = []
        self.reasons: set[str] = set()
        self._is_kept = not source.stubbed

    def leave(self, element: etree._Element, reason: str) -> None:
        """Leave out an element with all in it, but not the text behind it."""
        if self._is_kept or reason not in self.reasons:
            self.leave_text(own_text(element), reason, element)

    def leave_text(self, text: str | None, reason: str, element: etree._Element) -> None:
        """Leave out some characters that stand in or behind `element`."""
        if not text or not text.strip():
            return
        self.reasons.add(reason)
        if self._is_kept:
            tag = element.tag.rpartition("}")[2] if is_element(element) else "comment"
            line = cast("int | None", element.sourceline)
            self.entries.append(LeftOut(reason, tag, line or 0, text))

    def left_out(self) -> tuple[LeftOut, ...]:
        """Give all entries, for the expression."""
        return tuple(self.entries)


def is_element(node: etree._Element) -> bool:
    """Whether a child is an element: comments, processing instructions and entities are nodes as well."""
    return isinstance(cast(object, node.tag), str)


children_of = cast("Callable[[etree._Element], list[etree._Element]]", itemgetter(slice(None)))
"""Give the nodes in an element. To step from one to the next, as iterating does, takes lxml twice as long."""


def own_text(element: etree._Element) -> str:
    """Text in an element and below it, without comments and processing instructions, but with their tails.

    Serialising leaves all walking to libxml2: five times as fast as gathering, and faster than XPath.
    """
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


def unaccounted(root: etree._Element, expression: Expression) -> Counter[str]:
    """Count characters of the source that are neither in the model nor left out (positive), or in the model
    and not in the source (negative). Empty: the reader lost and invented nothing.
    """
    found = Counter(own_text(root))
    found.subtract(Counter("".join(entry.text for entry in expression.left_out)))
    for unit in expression.units.values():
        for _, p in unit.walk():
            if not p.num_generated:
                found.subtract(Counter(p.num))
            for text in (p.heading, p.text):
                if text:
                    found.subtract(Counter(_stated(text)))
    return Counter({char: n for char, n in found.items() if n and not char.isspace()})


def _stated(text: Text) -> str:
    """The characters that stood in the source, without those that a style sheet makes."""
    made = [False] * len(text.content)
    for span in text.spans:
        if span.kind == "generated":
            made[span.start : span.end] = [True] * (span.end - span.start)
    return "".join(c for c, is_made in zip(text.content, made, strict=True) if not is_made)
