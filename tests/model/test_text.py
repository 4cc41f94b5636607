"""White space: what pretty-printing put in goes, and spans keep their characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.model.text import Span, Text, settle

CASES = {
    "nothing to do": ("15 grams", "15 grams"),
    "lines": ("15\n      grams", "15 grams"),
    "tabs and CR": ("15\t\r\n grams", "15 grams"),
    "at the ends": ("\n  15 grams\n", "15 grams"),
    "only white space": (" \n\t ", ""),
    "a no-break space is a character": ("15\u00a0\u00a0grams\u00a0", "15\u00a0\u00a0grams\u00a0"),
    "a thin space is a character": ("15\u202f000", "15\u202f000"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("given_text", "settled"), CASES.values(), ids=CASES.keys())
def test_runs_of_white_space_are_one_space(given_text: str, settled: str) -> None:
    assert settle(given_text).content == settled


_contents = st.text("ab,. \n\t\u00a0§", max_size=40)


@st.composite
def _spanned(draw: st.DrawFn) -> tuple[str, list[Span]]:
    content = draw(_contents)
    at = st.integers(0, len(content))
    pairs = draw(st.lists(st.tuples(at, at).map(sorted), max_size=3))
    return content, [Span("emphasis", start, end) for start, end in pairs]


@given(_contents)
def test_once_is_enough(content: str) -> None:
    once = settle(content)
    assert settle(once.content) == once


@given(_contents)
def test_only_white_space_goes(content: str) -> None:
    settled = settle(content).content
    assert [c for c in settled if c != " "] == [c for c in content if c not in " \n\t"]
    assert "  " not in settled
    assert settled.strip(" ") == settled


@given(_contents, _contents, st.sampled_from(("\n", "\n    ", "\t", "  \r\n ")))
def test_layout_is_nothing(before: str, after: str, layout: str) -> None:
    assert settle(f"{before} {after}") == settle(f"{before}{layout}{after}")


@given(_spanned())
def test_spans_keep_their_characters(made: tuple[str, list[Span]]) -> None:
    content, spans = made
    settled = settle(content, spans)
    for span in settled.spans:
        assert 0 <= span.start < span.end <= len(settled.content)
    kept = [settle(content[s.start : s.end]).content for s in spans]
    shown = [settle(settled.content[s.start : s.end]).content for s in settled.spans]
    assert [text for text in shown if text] == [text for text in kept if text]


@given(_spanned())
def test_spans_change_no_character(made: tuple[str, list[Span]]) -> None:
    content, spans = made
    assert settle(content, spans).content == settle(content).content


def test_marks_without_length_are_kept() -> None:
    content = "  A fine.  "
    text = settle(content, [Span("note_mark", 8, 8, "n1"), Span("break", 11, 11), Span("strong", 0, 1)])
    assert [(s.kind, s.start, s.end) for s in text.spans] == [("note_mark", 6, 6), ("break", 7, 7)]


def test_a_text_without_characters_is_false() -> None:
    assert not Text("")
    assert Text(" ")
