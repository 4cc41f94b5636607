"""What a person asked to leave out, in every output: the new text unmarked, and how much of it is gone."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from made_statutes import any_pairs, expression, section

from lawdiff.diff.compare import compare
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Node, Redline
from lawdiff.model.text import Text
from lawdiff.read import read_expression
from lawdiff.render import render
from lawdiff.render.ignored import without_ignored
from lawdiff.render.labels import load_labels
from lawdiff.render.presented import presented

COMMA = ("A permit, which is paid for, is valid.", "A permit which is paid for is valid.")
LIMIT = ("Not more than 15 grams are allowed.", "Not more than 10 grams are allowed.")
TEXTS = ("html", "pdf", "md", "terminal")


def law(n: int, *more: Provision) -> Expression:
    chapter = Provision(
        "chapter", num="Chapter 1", children=(section("§ 1", "", COMMA[n]), section("§ 2", "", "No sale."))
    )
    return expression(chapter, section("§ 3", "", "Fees are paid."), *more)


def shown(redline: Redline) -> list[str]:
    found = presented(redline, load_labels("en"))
    return [item.type + " " + " ".join(same.new.num for same in item.run) for item in found.items]


def test_a_section_in_which_nothing_else_happened_joins_the_unchanged_ones() -> None:
    redline = compare(law(0), law(1), ignore=("editorial",))
    assert [item.type for item in redline.items] == ["container", "section", "unchanged"]
    assert shown(redline) == ["unchanged Chapter 1 § 1 § 2 § 3"]


def test_a_chapter_stays_above_what_is_shown() -> None:
    old = law(0, Provision("chapter", num="Chapter 2", children=(section("§ 9", "", LIMIT[0]),)))
    new = law(1, Provision("chapter", num="Chapter 2", children=(section("§ 9", "", LIMIT[1]),)))
    assert shown(compare(old, new, ignore=("editorial",))) == [
        "unchanged Chapter 1 § 1 § 2 § 3", "container ", "section "
    ]  # fmt: skip


def test_all_of_the_law_stays_where_all_is_asked_for() -> None:
    found = presented(compare(law(0), law(1), scope="all", ignore=("editorial",)), load_labels("en"))
    texts = [node.text for item in found.items for root in item.nodes for node in root.walk() if node.text]
    assert texts == [COMMA[1], "No sale.", "Fees are paid."]


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "pdf"])
def test_every_output_says_how_many_and_marks_nothing(name: str) -> None:
    page = render(compare(law(0), law(1), ignore=("editorial",)), name).decode()
    assert "1 editorial change is left out." in page
    assert "There are no changes besides those that are left out." in page
    for mark in ("{permit", "permit,", "~~", "<del", "<ins"):
        assert mark not in page.partition("<main")[2] if name == "html" else page


def test_the_json_keeps_the_edits_and_says_what_is_ignored() -> None:
    whole = json.loads(render(compare(law(0), law(1), ignore=("editorial",)), "json"))
    assert whole["ignored"] == {"editorial": 1}
    (change,) = whole["changes"]
    assert change["ignored"] is True
    assert {edit["op"] for edit in change["edits"]} >= {"keep", "delete"}


def test_a_change_in_the_same_section_stays_and_the_text_is_the_new_one() -> None:
    def parts(n: int) -> Expression:
        (one, two) = (Provision("p", text=Text(COMMA[n])), Provision("p", text=Text(LIMIT[n])))
        subs = tuple(Provision("subsection", num=f"({i})", children=(p,)) for i, p in ((1, one), (2, two)))
        return expression(Provision("section", num="§ 1", children=subs))

    page = render(compare(parts(0), parts(1), ignore=("editorial",)), "html").decode().partition("<main")[2]
    assert COMMA[1] in page
    assert COMMA[0] not in page
    assert "<del><s>15</s></del>" in page


def test_a_sentence_set_out_as_a_list_stands_as_the_new_one_does() -> None:
    case = Path(__file__).parents[1] / "cases" / "paragraph-tabulated"
    old, new = (read_expression(str(case / f"{side}.xml")) for side in ("before", "after"))
    redline = compare(old, new, ignore=("editorial",))
    assert redline.ignored == {"editorial": 1}
    assert presented(redline, load_labels("en")).changes == ()
    assert b"<ins" not in render(redline, "html").partition(b"<main")[2]


@settings(max_examples=40)
@given(any_pairs())
def test_the_new_text_is_the_same_whatever_is_left_out(pair: tuple[Expression, Expression]) -> None:
    def new_side(redline: Redline) -> list[tuple[str, str, str]]:
        nodes = [node for item in redline.items if item.node for node in item.node.walk()]
        nodes += [node for item in redline.items for root in item.nodes for node in root.walk()]
        by_id = redline.by_id()

        def text(node: Node) -> str:
            edits = by_id[node.change].edits[node.first : node.last] if node.change else ()
            stated = [e for e in edits if e.part == "text"]
            return "".join(e.text for e in stated if e.new_at) if stated else node.text or ""

        return sorted((n.new.num, n.new.heading, text(n)) for n in nodes if n.new)

    plain = compare(*pair, scope="all")
    left = without_ignored(compare(*pair, scope="all", ignore=("editorial", "emphasis", "links")))
    assert new_side(left) == new_side(plain)
    assert not any(change.ignored or change.editorial for change in left.changes)
