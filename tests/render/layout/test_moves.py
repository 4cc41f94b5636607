"""Moved words: each end says where the other is, in every output."""

import pytest
from lxml import html
from made_statutes import expression, section, subsections, table

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.moves import ends
from lawdiff.render.layout.runs import side, text_of
from lawdiff.render.layout.shown import running_order

A = "The board shall meet at least twice a year in the town hall and shall keep minutes of its meetings."
B = "A member who is unable to attend a meeting shall give notice of it to the chair before it begins."
C = "The chair is elected by the members for two years and may be elected again but not three times."
EN = load_labels("en")


def paragraphs(old: tuple[str, ...], new: tuple[str, ...]) -> Redline:
    return compare(expression(section("§ 1", "", *old)), expression(section("§ 1", "", *new)))


DOWN = paragraphs((A, B, C), (B, C, A))
AMENDED = paragraphs((A, B, C), (B, C, A.replace("twice", "four times")))
ACROSS = compare(
    expression(subsections("§ 1", "", f"{A} {B}", C)), expression(subsections("§ 1", "", f"{B} {A}", C))
)


def test_words_that_moved_within_a_provision_went_up_or_down() -> None:
    assert {op: end.said for (op, _), end in ends(DOWN, EN).items()} == {
        "move_from": "(moved further down)",
        "move_to": "(moved down from above)",
    }
    up = paragraphs((A, B, C), (C, A, B))
    assert {end.said for end in ends(up, EN).values()} == {"(moved further up)", "(moved up from below)"}


@pytest.mark.parametrize("name", ["html", "md", "terminal"])
@pytest.mark.parametrize("redline", [DOWN, AMENDED, ACROSS], ids=["paragraph", "amended", "sentence"])
def test_both_ends_are_told_in_every_output(name: str, redline: Redline) -> None:
    page = render(redline, name).decode()
    body = page.partition("<main")[2] if name == "html" else page
    said = [end.said for end in ends(redline, EN).values()]
    assert len(said) == 2
    for words in said:
        assert body.replace("\\", "").count(words) == 1 + (
            name == "html"
        )  # once in the redline, once on its side


def test_moved_and_amended_says_both() -> None:
    page = render(AMENDED, "terminal").decode()
    assert "amended and words moved  +2 −1" in page
    assert "{twice}" in page
    assert "⟦four times⟧" in page


def test_words_that_only_moved_are_not_called_amended() -> None:
    for name in ("html", "md", "terminal"):
        page = render(DOWN, name).decode()
        assert "words moved" in page
        assert ">amended<" not in page
        assert "1  § 1  amended" not in page


def test_each_side_reads_as_it_did_with_the_place_behind_it() -> None:
    (passage,) = running_order(AMENDED, EN)
    old = [text_of(side(block.runs, "old")) for block in passage.blocks]
    new = [text_of(side(block.runs, "new")) for block in passage.blocks]
    assert [text for text in old if text] == [f"{A} (moved further down)", B, C]
    amended = A.replace("twice", "four times")
    assert [text for text in new if text] == [B, C, f"{amended} (moved down from above)"]


def test_words_that_went_to_another_subsection_name_it() -> None:
    old = expression(subsections("§ 1", "", f"{B} {A}", C))
    new = expression(subsections("§ 1", "", B, f"{C} {A}"))
    told = {end.said for end in ends(compare(old, new), EN).values()}
    assert told <= {"(moved to § 1 (2))", "(moved from § 1 (1))"}


def test_the_list_of_changes_quotes_the_words_that_moved() -> None:
    page = html.fromstring(render(DOWN, "html"))
    assert str(page.xpath("string(//td[@class='gist'])")).startswith("The board shall meet")


def test_a_remark_does_not_run_into_the_next_sentence() -> None:
    redline = paragraphs((f"{A} {B} {C}",), (f"{B} {C} {A}",))
    page = render(redline, "terminal").decode()
    assert "(moved further down) A member" in page


def test_a_row_that_moved_in_its_table_went_up_or_down() -> None:
    rows = (("Substance", "Limit"), ("Cannabis plants", "15"), ("Cocaine", "2"), ("Heroin", "1"))
    old = expression(Provision("section", num="§ 1", children=(table(*rows),)))
    new = expression(Provision("section", num="§ 1", children=(table(rows[0], rows[3], rows[1], rows[2]),)))
    page = render(compare(old, new), "terminal").decode()
    assert "moved\n      (moved up from below)" in page
    assert "moved from" not in page


def test_a_column_that_moved_does_not_say_so_in_each_cell() -> None:
    rows = (
        ("Substance", "Limit in grams", "Remarks of the board"),
        ("Cannabis plants", "fifteen grams dried", "seized where found"),
        ("Cocaine powder", "two grams pure", "destroyed within a month"),
        ("Heroin of any kind", "one gram mixed", "kept as evidence"),
    )
    old = expression(Provision("section", num="§ 1", children=(table(*rows),)))
    turned = tuple((a, c, b) for a, b, c in rows)
    new = expression(Provision("section", num="§ 1", children=(table(*turned),)))
    redline = compare(old, new)
    assert any(edit.move for change in redline.changes for edit in change.edits)
    assert not ends(redline, EN)
    assert "(moved " not in render(redline, "terminal").decode()
