"""Comparing: the laws that hold for every redline, and the truth where it is known."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import redline_laws as laws
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from made_statutes import (
    DEEDS,
    LEVELS,
    Deed,
    Edited,
    Level,
    any_pairs,
    edited,
    expression,
    section,
    subsections,
)
from small_law import small_law

from lawdiff.diff.compare import compare
from lawdiff.model.expression import Expression, Origin, Work, assemble
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Change, Redline
from lawdiff.read import read_expression

scopes = st.sampled_from(("changed", "all"))


# --- laws for all law


@given(any_pairs(), scopes)
def test_nothing_is_lost(pair: tuple[Expression, Expression], scope: str) -> None:
    laws.check(compare(*pair, scope="all" if scope == "all" else "changed"), *pair)


@given(edited(), scopes)
def test_nothing_is_lost_in_well_formed_law(pair: Edited, scope: str) -> None:
    redline = compare(pair.old, pair.new, scope="all" if scope == "all" else "changed")
    laws.check(redline, pair.old, pair.new)


@given(edited().map(lambda pair: pair.new))
def test_same_is_silent(law: Expression) -> None:
    redline = compare(law, law)
    assert redline.changes == ()
    assert redline.relations == ()
    assert not any(redline.summary.values())
    assert all(item.type == "unchanged" for item in redline.items)
    assert [same.new.eid for item in redline.items for same in item.run] == [e.key for e in law.outline]
    assert redline.proof.old_sha256 == redline.proof.new_sha256


@given(any_pairs())
def test_scope_all_tells_the_same_changes(pair: tuple[Expression, Expression]) -> None:
    few, whole = compare(*pair), compare(*pair, scope="all")
    assert few.changes == whole.changes
    assert few.summary == whole.summary
    assert few.proof == whole.proof


@given(any_pairs())
def test_scope_all_has_the_text_of_what_is_unchanged(pair: tuple[Expression, Expression]) -> None:
    new = pair[1]
    for item in compare(*pair, scope="all").items:
        assert len(item.nodes) == len(item.run)
        for same, node in zip(item.run, item.nodes, strict=True):
            assert node.new == same.new
            texts = [part.text for part in node.walk() if part.text]
            unit = new.units[same.new.eid]
            assert texts == [p.text.content for _, p in unit.walk() if p.text]


@given(any_pairs())
def test_scope_changed_leaves_out_the_text_of_what_is_unchanged(pair: tuple[Expression, Expression]) -> None:
    assert not any(item.nodes for item in compare(*pair).items)


# --- what was done is what is told


@pytest.mark.parametrize("level", LEVELS)
@given(data=st.data())
def test_what_was_done_is_told_and_no_more(level: Level, data: st.DataObject) -> None:
    deeds: tuple[Deed, ...] = tuple(deed for deed in DEEDS if deed not in ("amend", "renumber"))
    pair = data.draw(edited([level], deeds, wrapped=False))
    redline = compare(pair.old, pair.new)
    told = [change for change in redline.changes if set(pair.kinds) <= set(change.kinds)]
    if pair.deed == "swap":
        assert sorted(_sides(change) for change in told) == sorted(
            ((old,), (new,)) for old, new in pair.pairs if old in pair.deed_old
        )
    elif level == "section" and pair.deed in ("split", "join"):
        told = _without_what_moved_along(told, pair)
        assert [_sides(change) for change in told] == [(pair.deed_old, pair.deed_new)]
    else:
        assert [_sides(change) for change in told] == [(pair.deed_old, pair.deed_new)]
    for change in redline.changes:
        if change in told or _moved_along(change, pair):
            continue
        assert change.kinds == ("renumbering",)
        assert (change.old[0].eid, change.new[0].eid) in pair.pairs
    assert pair.renumbered or level == "row" or len(redline.changes) == len(told)


def _sides(change: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(ref.eid for ref in change.old), tuple(ref.eid for ref in change.new)


def _moved_along(change: Change, pair: Edited) -> bool:
    """In the split or join of sections their subsections go from one to the other, and are told to."""
    return (
        pair.level == "section"
        and pair.deed in ("split", "join")
        and change.kinds == ("move",)
        and all(ref.kind == "subsection" for ref in (*change.old, *change.new))
    )


def _without_what_moved_along(told: list[Change], pair: Edited) -> list[Change]:
    return [change for change in told if not _moved_along(change, pair)]


@given(edited(deeds=["amend"]))
def test_an_amendment_marks_its_words_and_no_others(pair: Edited) -> None:
    redline = compare(pair.old, pair.new)
    (change,) = redline.changes
    assert change.kinds == ("substitution",)
    assert not change.editorial
    assert [(e.op, e.text) for e in change.edits if e.op != "keep"] == [
        ("delete", pair.words[0]),
        ("insert", pair.words[1]),
    ]
    assert (change.words_deleted, change.words_inserted) == (1, 1)
    inner = pair.level == "section"  # then the sentence stands in an unnumbered subsection
    assert inner or _sides(change) == (pair.deed_old, pair.deed_new)


@given(edited(levels=["section", "subsection", "point"], deeds=["renumber"]))
def test_a_number_is_not_a_word(pair: Edited) -> None:
    redline = compare(pair.old, pair.new)
    assert [_sides(change) for change in redline.changes] == [((a,), (b,)) for a, b in pair.pairs]
    for change in redline.changes:
        assert change.kinds == ("renumbering",)
        assert all(edit.part == "num" for edit in change.edits)
        assert (change.words_deleted, change.words_inserted) == (0, 0)


# --- mirror

_MIRRORED = {"insertion": "repeal", "repeal": "insertion", "split": "join", "join": "split"}


@given(edited(deeds=[deed for deed in DEEDS if deed != "move"]))
def test_mirror(pair: Edited) -> None:
    """Old and new swapped, the same pairs are told, with the mirrored kinds.

    This is asked of seeded pairs alone: where one text is equally like two others, either pair is as good,
    and the one that is taken goes by the order of one side.
    """
    there, back = compare(pair.old, pair.new), compare(pair.new, pair.old)
    assert sorted(_mirrored(change) for change in there.changes) == sorted(map(_told, back.changes))
    assert there.summary["words_deleted"] == back.summary["words_inserted"]
    assert there.summary["words_inserted"] == back.summary["words_deleted"]
    assert there.proof.old_sha256 == back.proof.new_sha256


@given(edited(deeds=["move"]))
def test_mirror_of_a_move(pair: Edited) -> None:
    """Each moved back where it came from: what moved is far from its place, so nothing else can have."""
    there, back = compare(pair.old, pair.new), compare(pair.new, pair.old)
    moved = [change for change in back.changes if "move" in change.kinds]
    assert {_sides(c) for c in there.changes if "move" in c.kinds} == {_sides(c)[::-1] for c in moved}


def _told(change: Change) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return (*_sides(change), tuple(sorted(change.kinds)))


def _mirrored(change: Change) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    old, new = _sides(change)
    return new, old, tuple(sorted(_MIRRORED.get(kind, kind) for kind in change.kinds))


@given(any_pairs())
def test_mirror_of_any_law_has_the_same_digests(pair: tuple[Expression, Expression]) -> None:
    there, back = compare(*pair), compare(*reversed(pair))
    assert (there.proof.old_sha256, there.proof.new_sha256) == (back.proof.new_sha256, back.proof.old_sha256)
    assert bool(there.changes) == bool(back.changes)


# --- layout is nothing

_SENTENCES = ("Not more than 15 grams.", "A fine is due.", "The King may make rules.", "Costs are paid.")


@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=5), st.sampled_from((" ", "\t", "    ")))
def test_layout_is_nothing(texts: list[str], step: str) -> None:
    """A twin that an editor has indented differs in no word."""
    content = small_law(*texts)
    root = etree.fromstring(content)
    etree.indent(root, space=step)
    twin = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    assert twin != content
    old, new = read_expression(content), read_expression(twin)
    assert compare(old, new).changes == ()
    assert compare(new, old).changes == ()


# --- the same bytes

_SCRIPT = """
import sys
from lawdiff.diff.compare import compare
from lawdiff.read import read_expression
from lawdiff.render.json_file import write_redline
sys.stdout.buffer.write(write_redline(compare(read_expression(sys.argv[1]), read_expression(sys.argv[2]))))
"""


def test_same_bytes_for_any_hash_seed(tmp_path: Path) -> None:
    old, new = tmp_path / "old.xml", tmp_path / "new.xml"
    several = [
        f"{text} The board, the King and the court decide on {n}." for n, text in enumerate(_SENTENCES)
    ]
    old.write_bytes(small_law(*several, *_SENTENCES, *several[:2]))
    new.write_bytes(small_law(*several[1:], _SENTENCES[3], *_SENTENCES[:2], several[0], *several[:2]))

    def written(seed: str) -> bytes:
        environment = os.environ | {"PYTHONHASHSEED": seed}
        line = [sys.executable, "-c", _SCRIPT, str(old), str(new)]
        return subprocess.run(line, env=environment, capture_output=True, check=True).stdout

    assert written("0") == written("1")


@given(any_pairs())
def test_same_redline_when_asked_again(pair: tuple[Expression, Expression]) -> None:
    assert compare(*pair) == compare(*pair)


# --- written out


def told(redline: Redline) -> list[tuple[str, str]]:
    """Label and kinds of each change."""
    return [(change.label, " ".join(change.kinds)) for change in redline.changes]


def test_an_insertion_renumbers_what_follows() -> None:
    old = expression(section("§ 1", "Scope", "The Act applies."), section("§ 2", "Fines", "A fine is due."))
    new = expression(
        section("§ 1", "Scope", "The Act applies."),
        section("§ 2", "Costs", "Costs are paid by the State."),
        section("§ 3", "Fines", "A fine is due."),
    )
    redline = compare(old, new)
    assert told(redline) == [("§ 2", "insertion"), ("§ 3", "renumbering")]
    assert [(r.old and r.old.num, r.new and r.new.num) for r in redline.relations] == [
        (None, "§ 2"),
        ("§ 2", "§ 3"),
    ]


def test_a_section_can_move_and_be_amended() -> None:
    many = [section(f"§ {n}", f"Heading {n}", f"Sentence number {n} of the Act.") for n in range(1, 5)]
    moved = "Whoever stores, sells or carries goods without a permit pays a fine of {} kroner to the State."
    old = expression(section("§ 9", "Fines", moved.format("100")), *many)
    new = expression(*many, section("§ 9", "Fines", moved.format("200")))
    (change,) = compare(old, new).changes
    assert change.kinds == ("move", "substitution")
    assert [e.text for e in change.edits if e.op in ("delete", "insert")] == ["100", "200"]


def test_a_reference_that_follows_a_renumbering_is_editorial() -> None:
    fine = "Whoever breaks § 2 of this Act is to be fined by the court."
    sold = "Drugs are not to be sold to anyone below eighteen years of age."
    old = expression(section("§ 1", "", fine), section("§ 2", "", sold))
    new = expression(
        section("§ 1", "", fine.replace("§ 2", "§ 3")),
        section("§ 2", "", "The Ministry keeps a register of permits."),
        section("§ 3", "", sold),
    )
    redline = compare(old, new)
    assert told(redline) == [("§ 1", "substitution"), ("§ 2", "insertion"), ("§ 3", "renumbering")]
    assert [change.editorial for change in redline.changes] == [True, False, False]
    elsewhere = compare(
        old, expression(section("§ 1", "", fine.replace("§ 2", "§ 7")), section("§ 2", "", sold))
    )
    assert [change.editorial for change in elsewhere.changes] == [False]


def test_a_chapter_takes_its_sections_with_it() -> None:
    def chapter(num: str, heading: str, *sections: Provision) -> Provision:
        made = expression(section("", heading))  # a heading's text
        heading_text = made.units["sec_1"].heading
        return Provision("chapter", num=num, heading=heading_text, children=sections)

    sections = [section(f"§ {n}", f"Heading {n}", f"Sentence number {n} says {n * 7}.") for n in range(1, 7)]
    old = expression(
        chapter("Chapter 1", "General", *sections[:2]),
        chapter("Chapter 2", "Permits", *sections[2:4]),
        chapter("Chapter 3", "Fines", *sections[4:]),
    )
    new = expression(
        chapter("Chapter 1", "General", *sections[:2]),
        chapter("Chapter 3", "Fines", *sections[4:]),
        chapter("Chapter 2", "Permits", *sections[2:4]),
    )
    redline = compare(old, new)
    assert {change.label for change in redline.changes} <= {"Chapter 2", "Chapter 3"}
    assert redline.summary["move"] >= 1
    assert redline.summary["words_deleted"] == redline.summary["words_inserted"] == 0


def test_an_insertion_is_named_by_what_holds_it() -> None:
    """So the permalink survives the next draft of the bill."""
    old = expression(subsections("§ 1", "Scope", "The Act applies to drugs.", "The King may make rules."))
    new = expression(
        subsections(
            "§ 1", "Scope", "The Act applies to drugs.", "The King may make rules.", "Costs are paid by all."
        )
    )
    (change,) = compare(old, new).changes
    assert (change.id, change.label) == ("new.sec_1.subsection-3", "§ 1 (3)")


def test_nothing_against_something() -> None:
    nothing, something = expression(), expression(section("§ 1", "Scope", "The Act applies."))
    assert compare(nothing, nothing).changes == ()
    assert told(compare(nothing, something)) == [("§ 1", "insertion")]
    assert told(compare(something, nothing)) == [("§ 1", "repeal")]


# --- sides and warnings


def _law(**stated: str) -> Expression:
    made: dict[str, str] = {"uri": "/akn/xx/act/2020/1", "title": "Act", "language": "en"} | stated
    return assemble(
        [section("§ 1", "Scope", "The Act applies.")],
        work=Work(made["uri"], made["title"]),
        schema="akn",
        origin=Origin("a.xml", "ab" * 32, 1),
        date="2020-01-01",
        language=made["language"],
        label="as enacted",
    )


def test_sides_are_named() -> None:
    side = compare(_law(), _law()).old
    assert (side.work, side.title, side.date, side.language) == (
        "/akn/xx/act/2020/1",
        "Act",
        "2020-01-01",
        "en",
    )
    assert (side.schema, side.label, side.source_name, side.source_sha256) == (
        "akn",
        "as enacted",
        "a.xml",
        "ab" * 32,
    )
    assert side.sections == 1


@pytest.mark.parametrize(
    ("stated", "warning"),
    [
        ({"uri": "/akn/xx/act/1999/9"}, "different works: /akn/xx/act/2020/1 and /akn/xx/act/1999/9"),
        ({"uri": "", "title": "Fishing Act"}, "different titles: “Act” and “Fishing Act”"),
        ({"language": "nb"}, "different languages: en and nb"),
    ],
)
def test_what_does_not_belong_together_is_a_warning(stated: dict[str, str], warning: str) -> None:
    assert any(warning in said for said in compare(_law(), _law(**stated)).warnings)
    assert compare(_law(), _law()).warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "is_said"), [("no", "nb", False), ("nn", "no", False), ("nn", "nb", True)]
)
def test_norwegian_without_saying_which_is_no_other_language(old: str, new: str, is_said: bool) -> None:
    warnings = compare(_law(language=old), _law(language=new)).warnings
    assert any("different languages" in said for said in warnings) == is_said


def test_notices_of_a_reader_are_passed_on() -> None:
    noticed = assemble(
        [], work=Work(), schema="akn", origin=Origin("b.xml", "0" * 64, 0), notices=("odd ids",)
    )
    assert compare(noticed, noticed).warnings == ("b.xml: odd ids", "b.xml: odd ids")
