"""Running text: the characters and spans that a reader collects until a block ends the run."""

from collections.abc import Sequence

from msgspec import Struct

from lawdiff.model.provision import Provision
from lawdiff.model.text import Span, SpanKind, Text, settle


class Running(Struct, gc=False):
    """Characters as they come, and spans over them; `take` settles the white space and begins anew.

    A `Struct`, for one is made for nearly every element, and five times as fast.
    """

    at: int = 0
    pieces: list[str] = []  # of each its own: a Struct copies an empty default
    spans: list[Span] = []

    def add(self, text: str | None) -> None:
        """Append characters of the source."""
        if text:
            self.pieces.append(text)
            self.at += len(text)

    def generate(self, text: str) -> None:
        """Append characters that only a style sheet prints."""
        start = self.at
        self.add(text)
        self.span("generated", start)

    def span(self, kind: SpanKind, start: int, target: str = "") -> None:
        """Say that the characters from `start` to here are of a kind."""
        self.spans.append(Span(kind, start, self.at, target))

    def line_break(self) -> None:
        """Append a line break: a space that the span "break" covers."""
        start = self.at
        self.add(" ")
        self.span("break", start)

    def drop(self, ending: str) -> None:
        """Take these characters off the end, if they stand there and no span covers them."""
        if self.pieces and self.pieces[-1].endswith(ending):
            at = self.at - len(ending)
            if all(span.end <= at for span in self.spans):
                self.pieces[-1] = self.pieces[-1].removesuffix(ending)
                self.at = at

    def take(self) -> Text:
        """Give what was collected, its white space settled, and begin anew."""
        text = settle("".join(self.pieces), self.spans)
        self.pieces, self.spans, self.at = [], [], 0
        return text


def lay_out(parts: Sequence[Text | Provision], line: int) -> tuple[Text | None, tuple[Provision, ...]]:
    r"""Make text and children of a provision from its parts: text alone is its text, beside smaller
    provisions it is their intro and wrap_up.

    >>> parts = [Text("Whoever"), Provision("point"), Text("is fined.")]
    >>> [child.kind for child in lay_out(parts, 1)[1]]
    ['intro', 'point', 'wrap_up']
    """
    if not parts:
        return None, ()
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0], ()
    children: list[Provision] = []
    for part in parts:
        if isinstance(part, Text):
            children.append(Provision("wrap_up" if children else "intro", text=part, line=line))
        else:
            children.append(part)
    return None, tuple(children)
