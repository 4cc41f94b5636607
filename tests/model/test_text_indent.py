"""The rule for publishers who set inline elements on lines of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.model.text import Span, settle

P = "\n" + " " * 8  # the paragraph's own start tag stands here

CASES = {
    "a reference on a line of its own": (
        f"{P}    L:lla {P}    13.3.2003/222{P}    .{P}",
        "L:lla 13.3.2003/222.",
    ),
    "no space before the break, none in the text": (
        f"{P}    (301/2004){P}    , jollei{P}",
        "(301/2004), jollei",
    ),
    "a space behind the indentation belongs to the text": (f"{P}    laki{P}     lisätty{P}", "laki lisätty"),
    "an element within an element is a step deeper": (f"{P}    ({P}        a{P}    ){P}", "(a)"),
    "text on one line is left alone": ("Suomi on  tasavalta.", "Suomi on tasavalta."),
    "a break with another indentation is a space": ("laki\n  ja asetus", "laki ja asetus"),
}


@pytest.mark.parametrize(("given_text", "settled"), CASES.values(), ids=CASES.keys())
def test_line_breaks_go_with_their_indentation(given_text: str, settled: str) -> None:
    assert settle(given_text, indent=P).content == settled


def test_tabs_are_a_step_where_the_publisher_uses_them() -> None:
    assert settle("\n\t\t\ta\n\t\t\t\tb", indent="\n\t\t", step="\t").content == "ab"


def test_spans_keep_their_characters() -> None:
    content = f"{P}    L:lla {P}    222{P}    ."
    at = content.index("222")
    text = settle(
        content, [Span("reference", at, at + 3, "#x"), Span("note_mark", at + 3, at + 3, "n")], indent=P
    )
    assert [(text.content[s.start : s.end], s.target) for s in text.spans] == [("222", "#x"), ("", "n")]
    assert text.spans[1].start == text.content.index("222") + 3


@given(st.lists(st.text("ab,.", min_size=1), min_size=1), st.lists(st.sampled_from(["", " "]), min_size=1))
def test_layout_is_nothing(words: list[str], gaps: list[str]) -> None:
    """Elements on lines of their own read as the same text as on one line."""
    joined = [word + gaps[n % len(gaps)] for n, word in enumerate(words)]
    printed = "".join(f"{P}    {piece}" for piece in joined)
    assert settle(printed, indent=P) == settle("".join(joined))
