"""Sealing by bytes: what no parser of the reader's sees is found all the same, nothing is taken for equal."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.read import read_expression, read_pair
from lawdiff.read.cut_patterns import Cut
from lawdiff.read.cutting import cut
from lawdiff.read.dc import CUT
from lawdiff.read.source import find_source

_DC = "https://code.dccouncil.us/schemas/dc-library"
_LONG = "The Mayor shall keep the roll of the residents of each ward and publish it every year. " * 5


def _code(*sections: str, xmlns: str = f'xmlns="{_DC}"') -> bytes:
    inside = "\n".join(sections)
    return (
        f"<container {xmlns}><prefix>Title</prefix><num>1</num><heading>Rolls.</heading>\n"
        f"{inside}\n</container>\n"
    ).encode()


def _section(
    num: str, text: str = _LONG, heading: str = "Roll.", more: str = "", tag: str = "section"
) -> str:
    return f"<{tag}>\n<num>{num}</num>{more}\n<heading>{heading}</heading>\n<text>{text}</text>\n</section>"


def _lines(expression: Expression) -> list[tuple[str, str, str, str, int]]:
    return [(e.key, e.num, e.heading, e.status, e.line) for e in expression.outline]


@pytest.mark.parametrize(
    "section",
    [
        _section("1-1"),
        _section("1-1", heading="\n   Roll  of\n residents. "),
        _section("1-1").replace("<heading>Roll.</heading>", ""),
        _section("1-1")
        .replace("<heading>Roll.</heading>", "")
        .replace("</section>", "<heading>R</heading></section>"),
        _section("1-1", heading="Roll &amp; list."),
        _section("1-1", heading="Roll <em>now</em>."),
        _section("1-1", more="<reason>Repealed</reason>"),
        _section("1-1", more="<reason>See § 5</reason>"),
        _section("1-1", tag='section placeholder="Not Funded"'),
        _section("1-1", tag='section\n  placeholder="Expired"\n  containing-doc="D.C. Code"'),
        _section("1-1", more="<prefix>§</prefix>"),
        _section("1-1", more="<heading>First.</heading>"),
        _section("1-1", tag='section xmlns="https://code.dccouncil.us/schemas/codify"'),
    ],
)
def test_a_section_left_shut_is_in_the_outline_as_one_that_was_read(section: str) -> None:
    old = _code(_section("1-0"), section, "<para><num>(a)</num><text>A.</text></para>", _section("1-2"))
    new = _code(
        _section("1-0"), "\n\n", section, "<para><num>(a)</num><text>B.</text></para>", _section("1-2")
    )
    for given_, read in zip((old, new), read_pair(old, new), strict=True):
        assert "codify" in section or any(entry.sealed for entry in read.outline)
        assert _lines(read) == _lines(read_expression(given_))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<num>1-1</num>", "<num>1-\x012</num>"),
        ("<num>1-1</num>", "<num>1-2&nbsp;</num>"),
        ("<num>1-1</num>", "<num>1-2]]></num>"),
        ("<num>1-1</num>", "<num>1-2\ufffe</num>"),
        ("roll of", "roll\x0c of"),
    ],
)
def test_what_only_the_new_side_has_is_checked_too(good: str, bad: str) -> None:
    old = _code(_section("1-1"), _section("1-3"))
    new = old.replace(good.encode(), bad.encode(), 1)
    with pytest.raises(LawdiffError, match="not well-formed"):
        read_pair(old, new)


@pytest.mark.parametrize("inner", ["para", "text", "num"])
def test_our_own_attribute_in_a_section_is_none_of_ours(inner: str) -> None:
    for name in ("lawdiff-sealed", "lawdiff-sealed-run"):
        old = _code(_section("1-1"), _section("1-2", f'<{inner} {name}="0">Kept.</{inner}>'))
        new = _code(_section("1-1"), _section("1-2", f'<{inner} {name}="0">Lost.</{inner}>'))
        before, after = read_pair(old, new)
        assert before.section("sec_1-2") == read_expression(old).section("sec_1-2")
        assert compare(before, after) == compare(read_expression(old), read_expression(new))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 6)), max_size=12), st.data())
def test_a_version_that_follows_the_other_is_cut_as_one_alone(
    made: list[tuple[str, int]], data: st.DataObject
) -> None:
    pieces = [_section(f"1-{word}", word * (9 << 2 * size)) for word, size in made]
    kept = [n for n in range(len(pieces)) if data.draw(st.integers(0, 3))]
    old, new = _code(*pieces), _code(*(pieces[n] for n in kept), _section("1-x"))
    first = cut(find_source(old), CUT, check=True)
    alone = cut(find_source(new), CUT, check=True)
    assert first is not None
    after = cut(find_source(new), CUT, first, check=False)
    assert alone is not None
    assert after is not None
    assert (after.offset, after.length, after.breaks, after.key) == (
        alone.offset,
        alone.length,
        alone.breaks,
        alone.key,
    )
    assert after.files[0].gaps == alone.files[0].gaps
    assert [after.beginning(n) for n in range(len(after.key))] == [
        alone.beginning(n) for n in range(len(alone.key))
    ]


def test_the_quick_search_and_the_pattern_find_the_same(tmp_path: Path) -> None:
    inner = _section("9-9", "Quoted.")
    law = _code(
        _section("1-1"), "<sections/>", "<section/>", _section("1-2", f"<include>{inner}</include>"),
        _section("1-3", tag="section id='3'").replace("</section>", "</section >"), _section("1-4"),
    )  # fmt: skip
    path = tmp_path / "law.xml"
    path.write_bytes(law)
    both = Cut(("section", "no-such-element"), CUT.num, CUT.heading, CUT.beside, CUT.blocks)
    quick, slow = cut(find_source(path), CUT, check=True), cut(find_source(path), both, check=True)
    assert quick is not None
    assert slow is not None
    assert len(quick.key) == 3
    assert (quick.offset, quick.length, quick.key) == (slow.offset, slow.length, slow.key)


def _folder(path: Path, sections: dict[str, str], include: str = '<xi:include href="{}.xml"/>') -> Path:
    path.mkdir()
    for name, section in sections.items():
        text = section.replace("<section", f'<section xmlns="{_DC}"', 1)
        (path / f"{name}.xml").write_text(
            f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n", encoding="utf-8"
        )
    xi = f'xmlns="{_DC}" xmlns:xi="http://www.w3.org/2001/XInclude"'
    (path / "index.xml").write_bytes(_code(*(include.format(name) for name in sections), xmlns=xi))
    return path


def test_files_of_sections_stand_where_they_are_included(tmp_path: Path) -> None:
    sections = {f"f{n}": _section(f"1-{n}", f"{n} {_LONG}") for n in range(6)}
    sections["f3"] = _section("1-3", "A.", heading="Roll <em>now</em>.")
    old = _folder(tmp_path / "old", sections)
    changed = sections | {"f1": _section("1-1", "B."), "f4": _section("1-8", f"4 {_LONG}")}
    new = _folder(tmp_path / "new", changed)
    pair = read_pair(old, new)
    assert [e.num for e in pair[0].outline if e.sealed] == ["1-0", "1-2", "1-3", "1-4", "1-5"]
    for folder, read in zip((old, new), pair, strict=True):
        whole = read_expression(folder)
        assert _lines(read) == _lines(whole)
        assert read.origin == whole.origin


def test_an_include_that_says_more_is_left_to_the_reader(tmp_path: Path) -> None:
    sections = {"f1": _section("1-1"), "f2": _section("1-2", f"2 {_LONG}")}
    include = '<xi:include href="{}.xml" parse="xml"/>'
    old, new = (_folder(tmp_path / name, sections, include) for name in ("old", "new"))
    before, after = read_pair(old, new)
    assert _lines(before) == _lines(after) == _lines(read_expression(old))


def test_a_file_of_a_section_that_is_no_xml_is_found(tmp_path: Path) -> None:
    sections = {"f1": _section("1-1"), "f2": _section("1-2", "Two <b>.")}
    old, new = (_folder(tmp_path / name, sections) for name in ("old", "new"))
    with pytest.raises(LawdiffError, match=r"f2\.xml:\d+: not well-formed"):
        read_pair(old, new)
