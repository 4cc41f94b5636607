"""Sealing: two versions read with what their bytes show to be the same left shut, against both read whole."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from real_law import REAL_LAW, WHY_NOT

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.redline import Proof, Redline
from lawdiff.read import read_expression, read_pair

_DC = "https://code.dccouncil.us/schemas/dc-library"
_LONG = "The Mayor shall keep the roll of the residents of each ward and publish it every year. " * 5


def _code(*sections: str, prolog: str = "") -> bytes:
    inside = "\n".join(sections)
    return (
        f'{prolog}<container xmlns="{_DC}"><prefix>Title</prefix><num>1</num><heading>Rolls.</heading>\n'
        f"{inside}\n</container>\n"
    ).encode()


def _section(num: str, text: str, heading: str = "Roll.") -> str:
    return f"<section>\n <num>{num}</num>\n <heading>{heading}</heading>\n <text>{text}</text>\n</section>"


def _sealed(expression: Expression) -> list[str]:
    return [entry.num for entry in expression.outline if entry.sealed]


def test_equal_bytes_stay_sealed() -> None:
    old = _code(_section("1-1", "One."), _section("1-2", "Two."), _section("1-3", "Three."))
    new = _code(_section("1-1", "One."), _section("1-2", "Two more."), _section("1-3", "Three."))
    before, after = read_pair(old, new)
    assert _sealed(before) == _sealed(after) == ["1-1", "1-3"]
    assert before.section("sec_1-2").content == "Two."
    assert [(e.key, e.line) for e in before.outline] == [
        (e.key, e.line) for e in read_expression(old).outline
    ]
    assert before.origin == read_expression(old).origin


def test_a_body_alone_tells_only_if_it_is_long() -> None:
    old = _code(_section("1-1", _LONG), _section("1-2", "Repealed."))
    new = _code(_section("1-7", _LONG), _section("1-8", "Repealed."))
    before, after = read_pair(old, new)
    assert _sealed(before) == ["1-1"]
    assert _sealed(after) == ["1-7"]
    redline = compare(before, after)
    assert [c.kinds for c in redline.changes] == [("renumbering",), ("renumbering",)]


def test_what_both_versions_say_of_a_section_is_held_once() -> None:
    old = _code(_section("1-1", _LONG), _section("1-2", f"{_LONG} Two."))
    new = _code(_section("1-7", _LONG), _section("1-2", f"{_LONG} Two.").replace(" <text>", "   <text>"))
    before, after = read_pair(old, new)
    assert _sealed(after) == ["1-7", "1-2"]
    for a, b in (("sec_1-1", "sec_1-7"), ("sec_1-2", "sec_1-2")):
        assert before.section(a).heading is after.section(b).heading is not None


def test_what_stands_twice_is_read() -> None:
    old = _code(_section("1-1", "One."), _section("1-1", "One."))
    before, _ = read_pair(old, _code(_section("1-1", "One.")))
    assert _sealed(before) == []


def test_layout_does_not_break_a_seal_but_a_word_gap_does() -> None:
    gap, no_gap = "<em>b</em>\n <em>c</em>", "<em>b</em><em>c</em>"
    old = _code(_section("1-1", "One."), _section("1-2", gap), _section("1-3", no_gap))
    indented = re.sub(rb">\n <", b">\n\n      <", old)
    before, after = read_pair(old, indented)
    assert _sealed(before) == ["1-1", "1-2", "1-3"]
    assert compare(before, after).changes == ()
    before, after = read_pair(old, re.sub(rb">\s*<", b">\n<", old))  # "bc" became "b c"
    assert _sealed(before) == ["1-1"]
    assert [c.label for c in compare(before, after).changes] == ["1-3"]
    before, after = read_pair(old, re.sub(rb">\s*<", b"><", old))
    assert "1-2" not in _sealed(before)


@pytest.mark.parametrize("text", ["One  two", "One\ntwo", "One \n\t two", "One\r\n  two"])
def test_layout_in_a_line_does_not_break_a_seal(text: str) -> None:
    old, new = _code(_section("1-1", text)), _code(_section("1-1", "One two").replace("\n ", ""))
    assert _sealed(read_pair(old, new)[0]) == ["1-1"]


@pytest.mark.parametrize(
    "aside",
    [
        "<!-- <section> -->",
        "<!-- </section> --> ",
        "<?note <section> ?>",
        "<text><![CDATA[<section>]]></text>",
    ],
)
def test_asides_are_stepped_over(aside: str) -> None:
    old = _code(_section("1-1", "One."), aside, _section("1-2", "Two."))
    new = _code(_section("1-1", "One."), aside, _section("1-2", "Other."))
    before, after = read_pair(old, new)
    assert _sealed(before) == ["1-1"]
    assert _without_prints(compare(before, after)) == _without_prints(
        compare(read_expression(old), read_expression(new))
    )


def test_a_section_in_a_section_is_read_whole() -> None:
    quoted = "<section><num>9</num><text>New.</text></section>"
    old = _code(_section("1-1", f"One. <include>{quoted}</include>"), _section("1-2", "Two."))
    before, _ = read_pair(old, old + b"\n")
    assert _sealed(before) == ["1-2"]


@pytest.mark.parametrize(
    "make",
    [
        lambda law: law.decode().encode("utf-16"),
        lambda law: b"<?xml version='1.0' encoding='iso-8859-1'?>" + law,
        lambda law: law.replace(b"<heading>Rolls", b'<heading lawdiff-sealed="1">Rolls'),
    ],
    ids=["utf-16", "latin-1", "our own attribute"],
)
def test_what_cannot_be_cut_is_read_whole(make: Callable[[bytes], bytes]) -> None:
    law = make(_code(_section("1-1", "One.")))
    before, after = read_pair(law, law)
    assert _sealed(before) == _sealed(after) == []
    assert compare(before, after).changes == ()


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_no_xml_is_found_though_both_sides_hold_it(which: int) -> None:
    broken = _code(_section("1-1", "One <b>."), _section("1-2", "Two."))
    other = _code(_section("1-1", "One <b>."), _section("1-2", "Three."))
    pair = (broken, other) if which == 0 else (other, broken)
    with pytest.raises(LawdiffError, match=r"not well-formed XML .*input:5|input:5.*not well-formed"):
        read_pair(*pair)


def test_an_unbound_prefix_is_found() -> None:
    law = _code(_section("1-1", "One <x:b>bold</x:b>."))
    with pytest.raises(LawdiffError, match="not well-formed"):
        read_pair(law, law)


def test_a_large_file_is_checked_to_its_end(tmp_path: Path) -> None:
    law = _code(*(_section(f"1-{n}", f"{n} {_LONG * 4}") for n in range(1, 1500)))
    assert len(law) > 2 << 20  # several blocks, which are checked in a second thread
    cases = {"good": law, "bad": law[:-9000] + law[-9000:].replace(b"</text>", b"</b></text>", 1)}
    cases["no-namespace"] = law.replace(b"<text>1499 ", b"<text><q:b/>1499 ")
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
    assert len(_sealed(read_pair(tmp_path / "good", tmp_path / "good")[0])) == 1499
    with pytest.raises(LawdiffError, match=r"bad:.* not well-formed XML .*tag mismatch"):
        read_pair(tmp_path / "bad", tmp_path / "bad")
    with pytest.raises(LawdiffError, match=r"not well-formed XML .*prefix q"):
        read_pair(tmp_path / "no-namespace", tmp_path / "no-namespace")


def test_what_moved_is_opened() -> None:
    part = "<container><prefix>Part</prefix><num>{}</num><heading>P.</heading>{}</container>"
    a, b, c, d = (_section(f"1-{n}", f"{word} {_LONG}") for n, word in enumerate(("A", "B", "C", "D"), 1))
    old = _code(part.format("A", a + b), part.format("B", c + d))
    new = _code(part.format("A", b), part.format("B", c + d + a))
    before, after = read_pair(old, new)
    assert _sealed(before) == ["1-2", "1-3", "1-4"]  # what left the order of the others is read at once
    redline = compare(before, after)
    assert [c.kinds for c in redline.changes] == [("move",)]
    shown = [node.text for item in redline.items if item.node for node in item.node.walk() if node.text]
    assert shown == [f"A {_LONG}".strip()]
    seals = frozenset(entry.body for entry in before.outline if entry.sealed)
    assert _sealed(before.opened(seals)) == []
    assert _sealed(before.read_out().opened(seals)) == ["1-2", "1-3", "1-4"]


def test_what_moved_in_the_order_is_opened_later() -> None:
    part = "<container><prefix>Part</prefix><num>{}</num><heading>P.</heading>{}</container>"
    a, b, c, d = (_section(f"1-{n}", f"{word} {_LONG}") for n, word in enumerate(("A", "B", "C", "D"), 1))
    old = _code(part.format("A", a + b), part.format("B", c + d))
    new = _code(part.format("A", a), part.format("B", b.replace("1-2", "1-9") + c + d))
    before, after = read_pair(old, new)
    assert len(_sealed(before)) == 4
    redline = compare(before, after)
    assert [c.kinds for c in redline.changes] == [("move",)]
    assert _without_prints(redline) == _without_prints(compare(read_expression(old), read_expression(new)))


def test_scope_all_and_a_persons_map_open_what_they_need() -> None:
    old = _code(_section("1-1", _LONG), _section("1-2", "Two."))
    new = _code(_section("1-1", _LONG), _section("1-3", "Else."))
    redline = compare(*read_pair(old, new), scope="all")
    texts = [node.text for item in redline.items for top in item.nodes for node in top.walk() if node.text]
    assert texts == [_LONG.strip()]
    mapped = compare(*read_pair(old, new), identity=(("1-1", "1-3"),))
    named = [(r.old.num, r.new.num) for r in mapped.relations if r.old and r.new]
    assert ("1-1", "1-3") in named


def test_a_folder_is_cut_file_by_file(tmp_path: Path) -> None:
    for name, text in (("old", "Two."), ("new", "Two more.")):
        folder = tmp_path / name
        (folder / "sections").mkdir(parents=True)
        for n, words in enumerate(("One.", text), 1):
            section = _section(f"1-{n}", words).replace("<section>", f'<section xmlns="{_DC}">')
            (folder / "sections" / f"{n}.xml").write_text(section, encoding="utf-8")
        includes = (f'<xi:include href="./sections/{n}.xml"/>' for n in (1, 2))
        xi = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
        index = _code(*includes).replace(b"<container ", f"<container {xi} ".encode())
        (folder / "index.xml").write_bytes(index)
    before, after = read_pair(tmp_path / "old", tmp_path / "new")
    assert _sealed(before) == _sealed(after) == ["1-1"]
    whole = read_expression(tmp_path / "old")
    assert before.origin == whole.origin
    assert [e.key for e in before.outline] == [e.key for e in whole.outline]
    shutil.rmtree(tmp_path / "new" / "sections")
    with pytest.raises(LawdiffError, match="not there"):
        read_pair(tmp_path / "old", tmp_path / "new")


def test_what_moved_is_opened_in_a_folder_too(tmp_path: Path) -> None:
    part = "<container><prefix>Part</prefix><num>{}</num><heading>P.</heading>{}</container>"
    xi = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    for name, halves in (("old", ((1, 2), (3, 4))), ("new", ((2,), (3, 4, 1)))):
        folder = tmp_path / name
        folder.mkdir()
        for n in (1, 2, 3, 4):
            section = _section(f"1-{n}", f"{n} {_LONG}").replace("<section>", f'<section xmlns="{_DC}">')
            (folder / f"{n}.xml").write_text(section, encoding="utf-8")
        includes = ["".join(f'<xi:include href="{n}.xml"/>' for n in half) for half in halves]
        index = _code(part.format("A", includes[0]), part.format("B", includes[1]))
        (folder / "index.xml").write_bytes(index.replace(b"<container ", f"<container {xi} ".encode(), 1))
    before, after = read_pair(tmp_path / "old", tmp_path / "new")
    assert len(_sealed(before)) == 3
    redline = compare(before, after)
    assert [(c.kinds, c.label) for c in redline.changes] == [(("move",), "1-1")]
    whole = compare(read_expression(tmp_path / "old"), read_expression(tmp_path / "new"))
    assert _without_prints(redline) == _without_prints(whole)


_NO_PROOF = Proof("", "", reject_all_is_old=True, accept_all_is_new=True)


def _without_prints(redline: Redline) -> Redline:
    """A redline but for the fingerprints of what is the same: these are of bytes where it was sealed."""
    items = tuple(
        replace(
            item,
            node=replace(item.node, body="") if item.node else None,
            run=tuple(replace(same, fingerprint="", old_fingerprint="") for same in item.run),
        )
        for item in redline.items
    )
    return replace(redline, items=items, proof=_NO_PROOF)


PAIRS = [
    ("akn-za/za-cpt-2009-events", "akn"),
    ("akn-za/za-jhb-2004-public-road", "akn"),
    ("akn-uk/ukpga-2018-12-part-5", "akn"),
    ("akn-fi/1999-731", "akn"),
    ("us-usc/usc09@113-31.xml us-usc/usc09@119-36.xml", "uslm"),
    ("us-bills-dtd/116-hr1500-ih.xml us-bills-dtd/116-hr1500-rh.xml", "bills-dtd"),
    ("us-bills-dtd/118-hr8752-rh.xml us-bills-dtd/118-hr8752-eh.xml", "bills-dtd"),
    ("us-bills-uslm/116-hr1058-rds.xml us-bills-uslm/116-hr1058-enr.xml", "uslm"),
]


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize("named", [pair[0] for pair in PAIRS])
def test_the_redline_is_that_of_both_read_whole(named: str) -> None:
    assert REAL_LAW is not None
    files = [REAL_LAW / name for name in named.split()]
    if len(files) == 1:
        versions = sorted(files[0].glob("*.xml"))
        files = [versions[0], versions[-1]]
    old, new = files
    whole = compare(read_expression(old), read_expression(new))
    sealed = compare(*read_pair(old, new))
    assert _without_prints(sealed) == _without_prints(whole)
