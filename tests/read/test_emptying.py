"""What a reader leaves out is not parsed, and all else is as it was."""

import re

import pytest

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.read import read_expression, read_pair

_DC = "https://code.dccouncil.us/schemas/dc-library"
_HISTORY = '<annotation type="History">Apr. 22, 1886,\n 24 Stat. 14</annotation>\n'


def _code(text: str, inside: str, behind: str = "", prolog: str = "") -> bytes:
    return (
        f'{prolog}<container xmlns="{_DC}" xmlns:x="urn:x"><prefix>Title</prefix><num>1</num>\n'
        "<section><num>1-1</num><heading>Roll.</heading><text>One.</text></section>\n"
        f"<section><num>1-2</num><heading>List.</heading>\n<text>{text}</text>"
        f"<annotations>{inside}</annotations>{behind}</section>\n"
        "<section><num>1-3</num><heading>End.</heading><text>Three.</text></section></container>\n"
    ).encode()


def _seen(expression: Expression) -> list[tuple[str, int, str]]:
    unit = expression.section("sec_1-2")
    return [(p.kind, p.line, p.text.content) for _, p in unit.walk() if p.text is not None]


@pytest.mark.parametrize(
    "behind",
    ["", "\n  <aftertext>Behind.</aftertext>", "words behind", "<annotations>Two.\n</annotations>"],
)
@pytest.mark.parametrize("inside", ["", _HISTORY, "<x:b>Bold</x:b>", "a &amp; b", "<!-- c -->" + _HISTORY])
def test_all_else_is_read_as_it_is_read_whole(inside: str, behind: str) -> None:
    old, new = _code("Two.", inside, behind), _code("Two more.", inside, behind)
    before, after = read_pair(old, new)
    assert [e.sealed for e in before.outline if e.is_unit] == [True, False, True]
    assert _seen(before) == _seen(read_expression(old))
    assert _seen(after) == _seen(read_expression(new))
    seen, whole = compare(before, after), compare(read_expression(old), read_expression(new))
    assert [(c.label, c.kinds) for c in seen.changes] == [(c.label, c.kinds) for c in whole.changes] != []


def test_nothing_left_out_is_kept_for_a_comparison() -> None:
    before, after = read_pair(_code("Two.", _HISTORY), _code("Two more.", _HISTORY))
    assert before.left_out == after.left_out == ()
    assert len(read_expression(_code("Two.", _HISTORY)).left_out) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<annotation>",
        "</annotation>",
        "<annotation a='1' a='1'/>",
        "a & b",
        "&unknown;",
        "<y:b>No such prefix</y:b>",
        "<a b='</annotations><annotations>'/>",
        "\x01",
        "a < b",
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_what_is_no_xml_in_an_aside_is_found(inside: str, which: int) -> None:
    pair = [_code("Two.", _HISTORY), _code("Two more.", _HISTORY)]
    pair[which] = _code("Other words.", inside)
    with pytest.raises(LawdiffError) as whole:
        read_expression(pair[which])
    with pytest.raises(LawdiffError) as found:
        read_pair(*pair)
    assert str(found.value) == str(whole.value)
    assert re.search(r"not well-formed XML", str(found.value))


def test_an_encoding_is_held_to_in_an_aside() -> None:
    prolog = '<?xml version="1.0" encoding="us-ascii"?>\n'
    good, bad = _code("Two.", "Article", prolog=prolog), _code("Two more.", "§ 2", prolog=prolog)
    with pytest.raises(LawdiffError, match="not well-formed"):
        read_pair(good, bad)
