"""What the benchmarks count, and that a text which does not come back is told."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from peers import Given, ask, chosen
from peers_lawdiff import pieces_of_redline
from peers_markup import pieces_of_html, pieces_of_xmldiff, version_of_xml
from peers_text import Block, Piece, Version, least, marks_of, plain_phrases, version_of

import lawdiff
from lawdiff.render.json_file import write_redline

OLD = Version((Block("num", "(1)"), Block("text", "not more than 15 g , or 15\u00a0000 kroner.")))
NEW = Version((Block("num", "(2)"), Block("text", "not more than 10 g , or 20\u00a0000 kroner.")))
LAW = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><meta/><body>
<section eId="sec_1"><num>1.</num><heading>Scope</heading><content><p>{}</p></content></section>
<section eId="sec_2"><num>2.</num><heading>Rest</heading><content><p>The rest stays.</p></content></section>
</body></act></akomaNtoso>"""


def check(pieces: Sequence[Piece], *, words: int, runs: int, numbers: int = 0, whole: str = "whole") -> None:
    marks = marks_of(pieces, OLD, NEW)
    assert (marks.words, marks.runs, marks.numbers, marks.whole) == (words, runs, numbers, whole)


def test_a_word_is_marked_when_any_letter_or_digit_of_it_is() -> None:
    pieces: list[Piece] = [
        ("keep", "("), ("delete", "1"), ("insert", "2"), ("keep", ") not more than 1"),
        ("delete", "5"), ("insert", "0"), ("keep", " g , or "),
        ("delete", "15"), ("insert", "20"), ("keep", "\u00a0000 kroner."),
    ]  # fmt: skip
    check(pieces, words=4, runs=4, numbers=2)
    assert plain_phrases(marks_of(pieces, OLD, NEW).deleted) == ["15", "15"]


def test_what_moved_is_not_marked_and_text_that_is_gone_is_told() -> None:
    old, new = (" ".join(word.text for word in version.words()) for version in (OLD, NEW))
    check([("move_from", old), ("move_to", new)], words=0, runs=0)
    check([("delete", old.replace(" ", "")), ("insert", new)], words=18, runs=2, numbers=2, whole="glued")
    check([("keep", old)], words=0, runs=0, whole="lost")


def test_the_least_script_leaves_numbers_of_provisions_out() -> None:
    assert least(OLD, NEW) == 4


def test_a_mark_inside_the_other_is_in_neither_text() -> None:
    pieces = pieces_of_html("<p>a <ins>b <del>c</del></ins> d</p>")
    assert "".join(text for op, text in pieces if op != "delete").split() == ["a", "b", "d"]
    space = "http://namespaces.shoobx.com/diff"
    marked = f'<a xmlns:diff="{space}"><p diff:insert="">b<diff:delete>c</diff:delete></p></a>'
    assert [piece for piece in pieces_of_xmldiff(marked) if piece[1].strip()] == [("insert", "b")]


def test_inline_elements_part_no_word_of_xml() -> None:
    words = version_of_xml(b"<a><num>1.</num><p>He<b>ar</b>ing <i>of</i> it</p><p>ends</p></a>").words()
    assert [(word.text, word.is_num) for word in words] == [
        ("1.", True), ("Hearing", False), ("of", False), ("it", False), ("ends", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["dmp", "dmp-semantic", "dmp-words", "difflib", "difflib-words", "git", "htmldiff"]
)
def test_peers_that_are_always_here_give_both_texts_back(name: str) -> None:
    (peer,) = chosen(name)
    answer = ask(peer, Given(OLD), Given(NEW), limit=30)
    assert answer.marks is not None, answer.failed
    assert answer.marks.whole == "whole"
    assert answer.marks.words >= least(OLD, NEW)


def test_a_peer_that_fails_is_no_crash() -> None:
    (peer,) = chosen("xmldiff")
    assert ask(peer, Given(OLD), Given(NEW), limit=30).failed


@pytest.mark.parametrize("fault", ["text of an edit", "section called the same"])
def test_a_false_redline_does_not_give_the_texts_back(fault: str) -> None:
    sources = [LAW.format("The fee is 15 kroner.").encode(), LAW.format("The fee is 20 kroner.").encode()]
    old, new = (lawdiff.read_expression(source) for source in sources)
    redline: Any = json.loads(write_redline(lawdiff.compare(old, new)))
    sides = version_of(old), version_of(new)
    marks = marks_of(pieces_of_redline(json.dumps(redline).encode(), old, new), *sides)
    assert (marks.words, marks.whole) == (2, "whole")
    if fault == "text of an edit":
        redline["changes"][0]["edits"][0]["text"] += "x"
    else:
        (shown,) = [item["node"] for item in redline["items"] if item["type"] == "section"]
        shown["body"] = "0" * 32
    assert marks_of(pieces_of_redline(json.dumps(redline).encode(), old, new), *sides).whole == "lost"
