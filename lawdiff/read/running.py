"""Running text: the characters and spans that a reader collects until a block ends the run."""

from collections.abc import Sequence
from dataclasses import replace

from lawdiff.model.provision import Provision
from lawdiff.model.text import Span, SpanKind, Text, settle


class Running:
    """Characters as they come, and spans over them; `take` settles the white space and begins anew."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._spans: list[Span] = []
        self.at = 0

    def add(self, text: str | None) -> None:
        """Append characters of the source."""
        if text:
            self._pieces.append(text)
            self.at += len(text)

    def generate(self, text: str) -> None:
        """Append characters that only a style sheet prints."""
        start = self.at
        self.add(text)
        self.span("generated", start)

    def span(self, kind: SpanKind, start: int, target: str = "") -> None:
        """Say that the characters from `start` to here are of a kind."""
        self._spans.append(Span(kind, start, self.at, target))

    def line_break(self) -> None:
        """Append a line break: a space that the span "break" covers."""
        start = self.at
        self.add(" ")
        self.span("break", start)

    def take(self) -> Text:
        """Give what was collected, its white space settled, and begin anew."""
        text = settle("".join(self._pieces), self._spans)
        self._pieces, self._spans, self.at = [], [], 0
        return text


def fill(frame: Provision, parts: Sequence[Text | Provision]) -> Provision:
    r"""Put parts into a provision: text alone is its text; beside smaller ones it is intro and wrap_up.

    >>> fill(Provision("subsection"), [Text("Whoever"), Provision("point"), Text("is fined.")]).content
    'Whoever\\nis fined.'
    """
    match parts:
        case []:
            return frame
        case [Text() as text]:
            return replace(frame, text=text)
    children: list[Provision] = []
    for part in parts:
        if isinstance(part, Text):
            children.append(Provision("wrap_up" if children else "intro", text=part, line=frame.line))
        else:
            children.append(part)
    return replace(frame, children=tuple(children))
