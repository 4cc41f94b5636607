import re

from hypothesis import given
from hypothesis import strategies as st
from made_redline import made_redline, unchanged_redline
from msgspec.structs import replace

from lawdiff.errors import printable
from lawdiff.model.redline import Redline
from lawdiff.render.labels import load_labels
from lawdiff.render.terminal import write

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def plain(redline: Redline, lang: str = "en") -> str:
    return write(redline, load_labels(lang)).decode()


def coloured(redline: Redline, width: int = 100) -> str:
    return write(redline, load_labels("en"), colour=True, width=width).decode()


def test_brackets_where_there_is_no_colour() -> None:
    lines = plain(made_redline()).splitlines()
    line = "possesses or stores not more than {15} ⟦10⟧ grams of cannabis is not punished."
    assert f"      (1) Whoever acquires, {line}" in lines
    assert "\x1b" not in plain(made_redline())


def test_a_change_stands_under_its_section_with_its_reason() -> None:
    text = plain(made_redline())
    at = [
        text.index(words)
        for words in ("\n§ 4 Limits\n", "\n  1  § 4 (1)  amended  +1 −1\n", "members from A")
    ]
    assert at == sorted(at)
    assert "        “The majority lowers the limit to 10 grams.”\n" in text


def test_a_moved_section_says_where_it_was() -> None:
    assert "  4  § 7  moved and renumbered\n      {§ 9} ⟦§ 7⟧\n      (moved from § 9)\n" in plain(
        made_redline()
    )


def test_no_changes_is_said() -> None:
    assert "The two texts say the same: there are no changes." in plain(unchanged_redline())


def test_a_failed_proof_and_warnings_are_said() -> None:
    redline = made_redline()
    failed = replace(redline, proof=replace(redline.proof, reject_all_is_old=False))
    assert "do not rely on it" in plain(failed)
    assert "Note: The two versions are dated the same day" in plain(redline)


def test_colour_marks_by_shape_as_well() -> None:
    text = coloured(made_redline())
    assert re.search(r"\x1b\[9;31m15\x1b\[0m \x1b\[4;32m10\x1b\[0m", text)  # struck, underlined
    bare = " ".join(ESCAPES.sub("", text).split())
    assert "not more than 15 10 grams" in bare


def test_lines_are_broken_at_words() -> None:
    for line in ESCAPES.sub("", coloured(made_redline(), width=60)).splitlines():
        assert len(line) <= 60


def test_languages() -> None:
    assert "  2  § 5  opphevet" in plain(made_redline(), "nb")


@given(st.text())
def test_nothing_printed_steers_the_terminal(text: str) -> None:
    shown = printable(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_hostile_law_is_printed_without_its_controls() -> None:
    redline = made_redline()
    hostile = replace(redline, new=replace(redline.new, title="Act\x1b]0;owned\x07"), warnings=("a\x1b[2J",))
    assert "\x1b" not in plain(hostile)
    assert "\x07" not in coloured(hostile)
    assert "\x1b[2J" not in coloured(hostile)
