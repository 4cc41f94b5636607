"""The running order: the new law's, with what is gone behind its former neighbour."""

import itertools

from hypothesis import given
from made_statutes import any_pairs, expression, own_sentence, section

from lawdiff.diff.compare import Scope, compare
from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Item
from lawdiff.model.text import Text


def sec(n: int, num: int | None = None, more: str = "") -> Provision:
    return section(f"§ {num if num is not None else n}", "", own_sentence(n) + more)


def chapter(n: int, *sections: Provision) -> Provision:
    return Provision("chapter", num=f"Chapter {n}", heading=Text(f"Heading {n}"), children=sections)


def shown(old: Expression, new: Expression, scope: Scope = "changed") -> list[str]:
    """Each item in a word: a run by its numbers, the rest by type, number and old number where it went."""
    return [_item(item) for item in compare(old, new, scope=scope).items]


def _item(item: Item) -> str:
    if item.run:
        return "= " + " ".join(same.new.num or same.new.heading for same in item.run)
    node = item.node
    assert node is not None
    ref = node.new or node.old
    assert ref is not None
    mark = "-" if node.new is None else "+" if node.old is None else "~"
    return f"{item.type} {mark} {ref.num}"


def test_what_is_repealed_stands_where_it_stood() -> None:
    old, new = expression(sec(1), sec(2), sec(3), sec(4)), expression(sec(1), sec(3), sec(4))
    assert shown(old, new) == ["= § 1", "section - § 2", "= § 3 § 4"]


def test_the_first_section_repealed_stands_first() -> None:
    assert shown(expression(sec(1), sec(2)), expression(sec(2))) == ["section - § 1", "= § 2"]


def test_a_section_that_moved_leaves_a_place() -> None:
    old = expression(sec(1), sec(2), sec(3), sec(4))
    new = expression(sec(2), sec(3), sec(4), sec(1))
    assert shown(old, new) == ["gone - § 1", "= § 2 § 3 § 4", "section ~ § 1"]
    redline = compare(old, new)
    (gone,) = [item.node for item in redline.items if item.type == "gone"]
    assert gone is not None
    assert gone.gone_to == redline.changes[0].id
    assert gone.new is None


def test_a_renumbered_section_is_a_line_without_its_text() -> None:
    redline = compare(expression(sec(1), sec(2)), expression(sec(1), sec(9, 2), sec(2, 3)))
    node = redline.items[-1].node
    assert node is not None
    assert node.body
    assert node.children == ()
    assert [edit.text for edit in redline.changes[-1].edits] == ["§ 2", "§ 3"]


def test_all_of_the_text_is_all_of_it() -> None:
    old, new = expression(sec(1), sec(2)), expression(sec(1), sec(9, 2), sec(2, 3))
    redline = compare(old, new, scope="all")
    assert redline.proof.reject_all_is_old
    assert redline.proof.accept_all_is_new
    node = redline.items[-1].node
    assert node is not None
    assert not node.body
    assert own_sentence(2) in {below.text for below in node.walk()}


def test_a_chapter_is_shown_above_what_changed_in_it() -> None:
    old = expression(chapter(1, sec(1)), chapter(2, sec(2), sec(3)), chapter(3, sec(4)))
    new = expression(chapter(1, sec(1)), chapter(2, sec(2), sec(3, more=" It is so.")), chapter(3, sec(4)))
    assert shown(old, new) == [
        "= Chapter 1 § 1",
        "container ~ Chapter 2",
        "= § 2",
        "section ~ § 3",
        "= Chapter 3 § 4",
    ]
    assert shown(old, new, "all") == [
        "container ~ Chapter 1",
        "= § 1",
        "container ~ Chapter 2",
        "= § 2",
        "section ~ § 3",
        "container ~ Chapter 3",
        "= § 4",
    ]


def test_a_chapter_that_goes_goes_with_its_sections() -> None:
    old = expression(chapter(1, sec(1)), chapter(2, sec(2), sec(3)))
    assert shown(old, expression(chapter(1, sec(1)))) == [
        "= Chapter 1 § 1",
        "container - Chapter 2",
        "section - § 2",
        "section - § 3",
    ]


def test_a_heading_of_a_chapter_that_changed_is_shown() -> None:
    def renamed(heading: str) -> Expression:
        return expression(Provision("chapter", num="Chapter 1", heading=Text(heading), children=(sec(1),)))

    assert shown(renamed("Fines"), renamed("Fines and fees")) == ["container ~ Chapter 1", "= § 1"]


@given(any_pairs())
def test_the_new_law_is_in_its_order(pair: tuple[Expression, Expression]) -> None:
    places = []
    for item in compare(*pair).items:
        places += [same.new.at for same in item.run]
        if item.node and item.node.new:
            places.append(item.node.new.at)
    assert places == list(range(len(pair[1].outline)))


@given(any_pairs())
def test_runs_stand_apart(pair: tuple[Expression, Expression]) -> None:
    """What is unchanged and stands together is one run."""
    types = [item.type for item in compare(*pair).items]
    assert ("unchanged", "unchanged") not in list(itertools.pairwise(types))
