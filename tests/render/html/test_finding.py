"""The page's list of sections, its map, its filters, and the links between both ends of a move."""

import pytest
from lxml import html
from msgspec.structs import replace

from lawdiff.model.redline import Item, Node, Redline, Ref
from lawdiff.render import render


@pytest.fixture(scope="module")
def page(specimen: Redline) -> html.HtmlElement:
    return html.fromstring(render(specimen, "html"))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def test_the_list_counts_the_changes_of_each_section(page: html.HtmlElement) -> None:
    lines = [
        (line.xpath("string(a)"), line.xpath("string(*[@aria-hidden])")) for line in page.xpath("//nav//li")
    ]
    assert lines == [
        ("Chapter 2. Own use", ""),
        ("§ 4 Prohibition and exemption", "2"),
        ("§ 5 Referral", "1"),
        ("§ 6 Limits", "2"),
        ("§ 7 Confiscation", "1"),
        ("§ 11 Repeated possession", "1"),
    ]
    assert texts(page, "//nav//li/*[@class='vh']")[:2] == ["2 changes", "1 change"]


def test_sections_say_what_one_filters_by(page: html.HtmlElement) -> None:
    kinds = {s.get("id"): s.get("data-k") for s in page.xpath("//main//section[@data-k]")}
    assert kinds["s-sec_6"] == "substitution renumbering"
    assert kinds["s-sec_7"] == "substitution move"
    assert texts(page, "//select[@id='kind']/option") == [
        "all", "amended", "new", "repealed", "renumbered", "moved",
    ]  # fmt: skip
    bare = page.xpath("//main//section[@data-bare]/@id")
    assert "s-sec_4" in bare  # its heading's change has no reason
    assert "s-sec_6" not in bare
    assert page.xpath("//main//section[@id='s-chp_2']/@data-l") == ["0"]


def test_without_script_no_control_is_shown_that_does_nothing(page: html.HtmlElement) -> None:
    for control in page.xpath("//main//select | //input[@type='search'] | //button"):
        assert control.xpath("ancestor-or-self::*[@hidden]"), control.get("id")


def test_the_map_has_a_unit_for_each_passage(page: html.HtmlElement) -> None:
    (drawn,) = page.xpath("//*[@class='mini']")
    passages = page.xpath("//main//section | //div[@class='lot']/p[@class='gap']")
    assert drawn.get("viewbox") == f"0 0 2 {len(passages)}"
    # § 4 and § 6, § 7 and § 11: what was struck; § 5 is only new.
    at = [i for i, passage in enumerate(passages) if passage.get("id") == "s-sec_5n"]
    (struck,) = drawn.xpath("*[@class='m-del']/@d")
    (new,) = drawn.xpath("*[@class='m-ins']/@d")
    assert f"M0 {at[0] - 1}h1v1h-1z" in struck
    assert f"M0 {at[0] - 1}h1v4h-1z" in new


def test_both_ends_of_a_move_lead_to_each_other(page: html.HtmlElement) -> None:
    (left,) = page.xpath("//main//section[contains(@class, 'p-gone')]")
    assert left.xpath(".//a[contains(., 'moved to § 7')]/@href") == ["#c-sec_10"]
    assert left.xpath(".//h3/@class") == ["o1"]  # beside the old text alone
    arrived = page.xpath("//*[@id='c-sec_10']/ancestor::section")[0]
    assert arrived.xpath(".//a[contains(., 'moved from § 10')]/@href") == [f"#{left.get('id')}"]


def test_parts_count_what_stands_below_them(specimen: Redline) -> None:
    def heading(eid: str, name: str, depth: int) -> Item:
        ref = Ref(eid, name, "", "part", depth=depth)
        return Item("container", Node("part", ref, ref))

    items = list(specimen.items)
    at = [i for i, item in enumerate(items) if item.type == "section"]
    items[at[2] : at[2]] = [heading("b", "B", 1)]
    items[at[0] : at[0]] = [heading("part", "Part I", 0), heading("a", "A", 1)]
    page = html.fromstring(render(replace(specimen, items=tuple(items)), "html"))
    options = [
        option.replace("\N{NO-BREAK SPACE}", "") for option in texts(page, "//select[@id='part']/option")
    ]
    assert options == ["all", "Part I (7)", "A (3)", "B (4)"]
