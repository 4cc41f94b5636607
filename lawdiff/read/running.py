"""Running text: the characters and spans that a reader collects until a block ends the run."""

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
        # Most runs have no span; white space alone is most of what stands between blocks.
        content = "".join(self._pieces)
        text = settle(content, self._spans) if self._spans or content.strip() else Text("")
        self._pieces, self._spans, self.at = [], [], 0
        return text
