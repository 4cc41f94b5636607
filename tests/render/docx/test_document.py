"""The Word file: accepting all gives the new law, rejecting all the old, in our reading and LibreOffice's."""

import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from docx_reading import Side, W, libreoffice, paragraphs, part, tidy
from hypothesis import given
from lxml import etree
from made_statutes import any_pairs, expression, section
from msgspec.structs import replace
from real_law import REAL_LAW, WHY_NOT

from lawdiff.diff.compare import compare
from lawdiff.link import link
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text
from lawdiff.read import read_expression
from lawdiff.read.reports import read_report
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.looks import Look
from lawdiff.render.presented import presented
from lawdiff.resources import statutes

NORWAY = statutes() / "norway-drug-reform"
SIDES: tuple[Side, Side] = ("old", "new")
PAIRS = {
    "akn-za": "akn-za/za-eth-2015-property-rates",
    "akn-uk": "akn-uk/mwa-2011-7-s1",
    "no-lovdata": "no-lovdata/enacted/nl-20080606-037.xml → no-lovdata/2025-11/nl-20080606-037.xml",
    "us-bills-dtd": "us-bills-dtd/116-hr1500-ih.xml → us-bills-dtd/116-hr1500-rh.xml",
    "us-bills-uslm": "us-bills-uslm/116-hr1058-rds.xml → us-bills-uslm/116-hr1058-enr.xml",
    "us-usc": "us-usc/usc09@113-31.xml → us-usc/usc09@119-36.xml",
    "dc": "dc-sections/3-1201.02/before.xml → dc-sections/3-1201.02/after.xml",
}
"""Real pairs in five schemas; of a folder its first two versions."""


def versions(pair: str) -> tuple[Path, Path]:
    if REAL_LAW is None:
        pytest.skip(WHY_NOT)
    root = REAL_LAW
    if " → " in pair:
        old, new = (root / name for name in pair.split(" → "))
        return old, new
    first, second, *_ = sorted((root / pair).glob("*.xml"))
    return first, second


def everything(law: Expression) -> str:
    """Each character of a law that is not white space, in order."""
    parts: list[str] = []
    for entry in law.outline:
        for _, p in law.units[entry.key].walk():
            parts += [p.num, p.heading.content if p.heading else "", p.text.content if p.text else ""]
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def written(old: Expression, new: Expression) -> bytes:
    return render(compare(old, new, scope="all"), "docx")


def both_sides_hold(old: Expression, new: Expression) -> None:
    """Each side's characters are the law's, and its paragraphs those of the law alone."""
    content = written(old, new)
    for side, law in zip(SIDES, (old, new), strict=True):
        found = paragraphs(content, side)
        assert squeezed("".join(found)) == everything(law), side
        assert tidy(found) == tidy(paragraphs(written(law, law), "new")), side


@pytest.fixture(scope="module")
def sample() -> Redline:
    old, new = (read_expression(NORWAY / f"{name}.en.xml") for name in ("law-in-force", "bill"))
    return link(compare(old, new, scope="all"), [read_report(NORWAY / "report.en.xml")])


@pytest.fixture(scope="module")
def content(sample: Redline) -> bytes:
    return render(sample, "docx")


def tags(content: bytes, name: str) -> list[etree._Element]:
    return list(part(content).iter(W + name))


def around(e: etree._Element) -> str:
    """The name of the element around one."""
    above = e.getparent()
    return "" if above is None else str(above.tag).removeprefix(W)


def test_the_sample_gives_both_versions() -> None:
    for language in ("en", "nb"):
        old, new = (read_expression(NORWAY / f"{name}.{language}.xml") for name in ("law-in-force", "bill"))
        both_sides_hold(old, new)
        both_sides_hold(new, old)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_real_law_gives_both_versions(pair: str) -> None:
    old, new = versions(pair)
    both_sides_hold(read_expression(old), read_expression(new))


@given(any_pairs())
def test_nothing_is_lost(pair: tuple[Expression, Expression]) -> None:
    redline = compare(*pair, scope="all")
    for look in (Look(), Look(marks="insert-first")):
        content = render(redline, "docx", look=look)
        for side, law in zip(SIDES, pair, strict=True):
            assert squeezed("".join(paragraphs(content, side))) == everything(law)


def headed(*, new_first: bool = False) -> bytes:
    """A heading of which the end changed, and a paragraph behind it that came (or went)."""

    def law(heading: str, *texts: str) -> Expression:
        leaves = tuple(Provision("p", text=Text(text)) for text in texts)
        unit = Provision("section", num="§ 1", heading=Text(heading), children=leaves)
        return expression(unit, section("§ 2", "Other", "Nothing changes here."))

    kept = "Nobody may leave a bicycle outside over night."
    old = law("Purpose of the act", kept)
    new = law("Purpose of the act and its scope", "This act protects bicycles from rain.", kept)
    redline = compare(new, old, scope="all") if new_first else compare(old, new, scope="all")
    return render(replace(redline, new=replace(redline.new, date="2024-01-01")), "docx")


@pytest.mark.parametrize("new_first", [False, True])
def test_text_behind_a_heading_is_not_shown_as_one(*, new_first: bool) -> None:
    content = headed(new_first=new_first)
    styles = {
        "".join(map(str, p.itertext())): value.get(W + "val")
        for p in tags(content, "p")
        if (value := p.find(f"{W}pPr/{W}pStyle")) is not None
    }
    assert styles["§ 1 Purpose of the act and its scope"] == "LawSection"
    assert styles["This act protects bicycles from rain."] == "LawText1"


def test_libreoffice_accepts_and_rejects_to_both_versions(
    sample: Redline, content: bytes, tmp_path: Path
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-writer-nogui")
    files = {
        "sample": content,
        "drafted": render(sample, "docx", look=Look(draft=True, marks="insert-first")),
    }
    files |= {"headed": headed(), "beheaded": headed(new_first=True)}
    if REAL_LAW is not None:
        for name in ("akn-za", "us-bills-dtd", "no-lovdata", "dc"):
            files[name] = written(*(read_expression(path) for path in versions(PAIRS[name])))
    for (name, side), lines in libreoffice(files, tmp_path).items():
        start = lines.index("Redline") + 1
        wanted = tidy(paragraphs(files[name], side, said=True))
        assert tidy(lines[start : start + len(wanted)]) == wanted, (name, side)


def test_moves_are_pairs_of_ranges_that_do_not_overlap(content: bytes) -> None:
    names = {
        end: [str(e.get(W + "name")) for e in tags(content, f"{end}RangeStart")]
        for end in ("moveFrom", "moveTo")
    }
    assert names["moveFrom"]
    assert sorted(names["moveFrom"]) == sorted(names["moveTo"])
    assert max(Counter(names["moveFrom"]).values()) == 1
    open_: str | None = None
    for e in part(content).iter(
        *(f"{W}move{end}Range{edge}" for end in ("From", "To") for edge in ("Start", "End"))
    ):
        number = e.get(W + "id")
        if e.tag.endswith("Start"):
            assert open_ is None
            open_ = number
        else:
            assert number == open_
            open_ = None
    for end in ("moveFrom", "moveTo"):
        assert any(around(e) == "rPr" for e in tags(content, end))  # whole paragraphs
        assert not [e for e in tags(content, end) if list(e.iter(W + "ins", W + "del"))]


def test_words_numbers_rows_and_ends_of_paragraphs_are_tracked(content: bytes) -> None:
    def texts(tag: str) -> list[str]:
        return ["".join(t for t in map(str, e.itertext())) for e in tags(content, tag)]

    assert {"15", "(2)", "§ 16"} <= set(texts("del"))
    assert {"10", "(4)", "§ 15"} <= set(texts("ins"))
    assert {around(e) for e in tags(content, "ins")} >= {"p", "rPr", "trPr"}
    ids = [e.get(W + "id") for e in part(content).iter() if e.get(W + "author")]
    assert len(set(ids)) == len(ids)
    marks = [e for name in ("ins", "del", "moveFrom", "moveTo") for e in tags(content, name)]
    assert {(e.get(W + "author"), e.get(W + "date")) for e in marks} == {("lawdiff", "2021-02-19T00:00:00Z")}


def test_reasons_are_comments_by_those_who_speak(content: bytes) -> None:
    comments = part(content, "word/comments.xml")
    authors = {comment.get(W + "author") for comment in comments}
    assert any("majority" in str(author) for author in authors)
    assert any("minority" in str(author) for author in authors)
    ids = [comment.get(W + "id") for comment in comments]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(map(str, ids)) == sorted(str(e.get(W + "id")) for e in tags(content, tag))
    # The reason for the sum stands at the sum.
    said = {c.get(W + "id"): "".join(map(str, c.itertext())) for c in comments}
    for start in tags(content, "commentRangeStart"):
        if "§ 14 (1) Cannabis" in said[start.get(W + "id")].split("·")[1]:
            following = start.itersiblings(W + "del", W + "ins")
            assert "".join(map(str, next(following).itertext())) == "15"
            break
    else:
        pytest.fail("no reason for the limit of cannabis")


def test_a_move_says_where_from_and_where_to(content: bytes) -> None:
    said = comments_on(content)
    assert said["No. 34 · § 19 · movedmoved from § 17"] == "§ 19"
    assert said["No. 34 · § 19 · movedmoved to § 19"] == "§ 17"


def test_a_row_that_moved_is_named_at_both_places() -> None:
    # Word has no mark for a moved row: it goes at one place and comes at another.
    names = [f"Substance number {n}" for n in range(8)]
    content = written(tabled(names), tabled([*names[1:6], names[0], *names[6:]]))
    assert [around(e) for name in ("ins", "del") for e in tags(content, name)].count("trPr") == 2
    said = comments_on(content)
    assert list(said.values()) == ["Substance number 0"] * 2
    assert [text.rpartition(" · moved")[2] for text in said] == [
        "moved further down",
        "moved down from above",
    ]


def tabled(names: Iterable[str]) -> Expression:
    rows = tuple(
        Provision("row", children=tuple(Provision("cell", text=Text(t)) for t in (name, f"{name[-1]}5 g")))
        for name in names
    )
    return expression(Provision("section", num="§ 1", children=(Provision("table", children=rows),)))


def comments_on(content: bytes) -> dict[str, str]:
    """What each comment says, and the words behind its beginning."""
    said = {c.get(W + "id"): "".join(map(str, c.itertext())) for c in part(content, "word/comments.xml")}
    return {
        said[start.get(W + "id")]: "".join(map(str, next(start.itersiblings(*MARKED)).itertext()))
        for start in tags(content, "commentRangeStart")
    }


MARKED = tuple(W + name for name in ("r", "ins", "del", "moveFrom", "moveTo"))


def test_the_list_leads_to_the_changes(sample: Redline, content: bytes) -> None:
    anchors = [e.get(W + "anchor") for e in tags(content, "hyperlink")]
    assert len(anchors) == len(set(anchors)) > 40
    starts = tags(content, "bookmarkStart")
    listed = presented(sample, load_labels("en")).changes
    assert {f"change_{change.number}" for change in listed} <= {e.get(W + "name") for e in starts}
    assert set(anchors) <= {e.get(W + "name") for e in starts}
    assert [e.get(W + "id") for e in starts] == [str(n) for n in range(len(starts))]


def test_a_look_is_worn(sample: Redline) -> None:
    look = Look(paper="letter", draft=True, marks="insert-first")
    content = render(sample, "docx", look=look, lang="nb")
    assert [(e.get(W + "w"), e.get(W + "h")) for e in tags(content, "pgSz")] == [("12240", "15840")]
    header = part(content, "word/header1.xml")
    assert "".join(map(str, header.itertext())) == "Utkast"
    assert [e.get("string") for e in header.iter("{urn:schemas-microsoft-com:vml}textpath")] == [
        None,
        "Utkast",
    ]
    for side in SIDES:
        assert paragraphs(content, side, said=True) != []
        assert tidy(paragraphs(content, side)) == tidy(paragraphs(render(sample, "docx", lang="nb"), side))
    texts = ["".join(map(str, e.itertext())) for e in part(content).iter(W + "ins", W + "del")]
    assert texts.index("15") == texts.index("10") + 1


def test_what_is_ours_is_outside_the_law_and_untracked(content: bytes) -> None:
    body = list(part(content)[0])
    names = [str(e.tag).removeprefix(W) for e in body]
    start, end = names.index("bookmarkStart"), names.index("bookmarkEnd")
    ours = [*body[:start], *body[end:]]
    assert not [e for block in ours for e in block.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo")]
    before = " ".join(str(t) for block in body[:start] for t in block.itertext())
    assert "SHA-256" in before
    assert "Act on the control of narcotic drugs" in before
    after = " ".join(str(t) for block in body[end:] for t in block.itertext())
    assert "Concordance" in after


def test_what_is_left_out_is_said() -> None:
    old = expression(*(section(f"§ {n}", "", f"Rule {n * n} of fishing in lake {n}.") for n in range(1, 8)))
    new = expression(
        *(section(f"§ {n}", "", f"Rule {n * n} of fishing in lake {n}.") for n in range(1, 7)),
        section("§ 7", "", "Rule 49 of fishing in river 7."),
    )
    content = render(compare(old, new), "docx")
    assert "§ 1 to § 6 are unchanged and left out." in paragraphs(content, "new", said=True)
    assert [tidy(paragraphs(content, side)) for side in SIDES] == [
        ["§ 7", "Rule 49 of fishing in lake 7."],
        ["§ 7", "Rule 49 of fishing in river 7."],
    ]


def test_the_same_bytes(sample: Redline, content: bytes) -> None:
    assert render(sample, "docx") == content
    entries = zipfile.ZipFile(BytesIO(content)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("new", "old", "epoch", "date"),
    [
        ("2021-02-19", "2019-01-01", "0", "2021-02-19T00:00:00Z"),
        ("", "2019-01-01", "86400", "1970-01-02T00:00:00Z"),
        ("", "2019-01-01", "", "2019-01-01T00:00:00Z"),
        ("1814-05-17", "", "", None),
        ("", "", "", None),
    ],
)
def test_dates_come_from_the_law_or_from_who_builds(
    sample: Redline, monkeypatch: pytest.MonkeyPatch, new: str, old: str, epoch: str, date: str | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    dated = replace(sample, old=replace(sample.old, date=old), new=replace(sample.new, date=new))
    assert tags(render(dated, "docx"), "ins")[0].get(W + "date") == date


def test_a_range_of_a_move_has_a_date_where_none_is_known(
    sample: Redline, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Word's schema asks it of the range's beginning, though of no other mark.
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    content = render(
        replace(sample, old=replace(sample.old, date=""), new=replace(sample.new, date="")), "docx"
    )
    ranges = [e for end in ("From", "To") for e in tags(content, f"move{end}RangeStart")]
    assert {e.get(W + "date") for e in ranges} == {"1970-01-01T00:00:00Z"}
    assert {e.get(W + "date") for e in tags(content, "moveFrom")} == {None}


def test_a_heading_stands_close_to_a_number_with_a_dash() -> None:
    old = expression(section("SEC. 2.—", "Rules", "One rule of the old law."))
    new = expression(section("SEC. 2.—", "Rules", "One rule of the new law."))
    for side in SIDES:
        assert paragraphs(written(old, new), side)[0] == "SEC. 2.—Rules"
    assert "SEC. 2.—Rules" in render(compare(old, new), "terminal").decode()


HOSTILE = [
    "<w:p>&amp;</w:t><script>alert(1)</script>",
    "a\x00b\x1b[2Jc\x0bd\ufffe",
    "\u202eevil\u2066\u202c",
    "x" * 10_000,
    "§\N{NO-BREAK SPACE}3 og 15\N{NO-BREAK SPACE}gram",
    "المادة الأولى من القانون",
    "{{ 7*7 }} {% raw %} ]]>",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    old = expression(section("§ 1", text, "One rule of the old law."), name=text)
    new = expression(section("§ 1", text, f"One rule of the new law. {text}"), name=text)
    redline = compare(old, new, scope="all")
    content = render(replace(redline, new=replace(redline.new, title=text, label=text)), "docx")
    visible = "".join(f"\\x{ord(c):02x}" if c in "\x00\x1b\x0b\ufffe" else c for c in text)
    assert tidy(paragraphs(content, "new")) == tidy([f"§ 1 {visible}", f"One rule of the new law. {visible}"])
    assert tidy(paragraphs(content, "old"))[1] == "One rule of the old law."
    assert bool(tags(content, "bidi")) == ("المادة" in text)


def test_a_huge_table() -> None:
    def law(limit: str) -> Expression:
        rows = tuple(
            Provision("row", children=(cell(f"Substance {n}"), cell(limit if n == 7 else f"{n} g")))
            for n in range(1_000)
        )
        return expression(Provision("section", num="§ 1", children=(Provision("table", children=rows),)))

    def cell(text: str) -> Provision:
        return Provision("cell", text=Text(text))

    content = written(law("15 g"), law("10 g"))
    assert len(tags(content, "tr")) > 1_000
    marked = [e for name in ("ins", "del") for e in tags(content, name)]
    assert ["".join(map(str, e.itertext())) for e in marked] == ["10", "15"]


ORDER = {
    "pPr": "pStyle keepNext bidi jc outlineLvl rPr pPrChange",
    "trPr": "cantSplit tblHeader ins del",
    "tcPr": "tcW gridSpan",
    "tblPr": "tblStyle bidiVisual tblW tblInd tblLayout tblLook",
    "rPr": "ins del moveFrom moveTo rStyle b bCs i iCs smallCaps u vertAlign rtl",
    "sectPr": "headerReference footerReference pgSz pgMar",
    "r": "rPr t delText tab br commentReference",
    "tc": "tcPr p tbl",
}
"""What may stand in an element, and in which order (ECMA-376 part 1, annex A)."""


def test_elements_stand_in_the_order_of_the_schema(content: bytes) -> None:
    for name, order in ORDER.items():
        allowed = order.split()
        found = tags(content, name)
        assert found
        for e in found:
            inside = [child.tag.removeprefix(W) for child in e]
            assert set(inside) <= set(allowed), (name, inside)
            if name not in ("r", "tc"):
                assert inside == sorted(inside, key=allowed.index), (name, inside)
    assert all(tc[-1].tag == W + "p" for tc in tags(content, "tc"))
    for e in tags(content, "del"):
        assert not list(e.iter(W + "t"))
    for name in ("ins", "moveFrom", "moveTo"):
        for e in tags(content, name):
            assert not list(e.iter(W + "delText"))


def test_each_style_that_is_worn_is_there(content: bytes) -> None:
    styles = {e.get(W + "styleId") for e in part(content, "word/styles.xml").iter(W + "style")}
    for name in ("word/document.xml", "word/comments.xml", "word/footer1.xml"):
        for tag in ("pStyle", "rStyle", "tblStyle"):
            assert {e.get(W + "val") for e in part(content, name).iter(W + tag)} <= styles
