import base64
import hashlib
import re
from itertools import pairwise

import pytest
from lxml import html
from msgspec.structs import replace

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.render import FORMATS, format_of_file, render


@pytest.fixture(scope="module")
def page(specimen: Redline) -> html.HtmlElement:
    return html.fromstring(render(specimen, "html"))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def test_marks_stand_in_the_text(page: html.HtmlElement) -> None:
    assert texts(page, "//main//del").count("15") == 3  # the redline, the old side, the paired rows
    assert "whole" in page.xpath("//main//*[ins[contains(., 'police')]]/..")[0].get("class")
    style = page.xpath("//style")[0].text
    assert 'del::before { content: "{"' in style
    assert r'ins::before { content: "\27E6"' in style


def test_the_old_column_is_old_and_the_new_one_new(page: html.HtmlElement) -> None:
    assert "(2) A person who uses drugs shall not be prosecuted." in texts(page, "//p[@class='o']")
    assert "(2) A person who uses drugs is not liable to punishment." in texts(page, "//p[@class='n']")
    assert "§ 5 Limits" in texts(page, "//p[@class='o h']")
    assert "§ 6 Limits" in texts(page, "//p[@class='n h']")
    # The number of a change stands there too: it is seen where the two tables stand below each other.
    old_rows = [
        "".join(row.xpath(".//text()[not(parent::a)]")) for row in page.xpath("//div[@class='tw o']//tr")
    ]
    assert old_rows == ["SubstanceLimit", "Cannabis15 gram", "MDMA0.5 gram"]


def test_every_change_has_a_link_that_leads_to_it(page: html.HtmlElement, specimen: Redline) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    leads = [href[1:] for href in page.xpath("//a/@href")]
    assert set(leads) <= set(ids)
    for change in specimen.changes:
        assert f"c-{change.id}" in leads


def test_the_list_says_how_many_changes_there_are(page: html.HtmlElement, specimen: Redline) -> None:
    # Lines are fewer: what was only renumbered stands in one.
    (heading,) = texts(page, "//h2[@id='list-h']")
    assert heading.endswith(f"({len(specimen.changes)})")


def test_nothing_is_fetched_and_only_our_style_and_script_run(page: html.HtmlElement) -> None:
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for name in ("style", "script"):
        (element,) = page.xpath(f"//{name}[not(@type)]")  # a block of data is not run
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not page.xpath("//@src | //@style | //link | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import", page.xpath("//style")[0].text)


def test_reasons_stand_beside_their_change(page: html.HtmlElement) -> None:
    (block,) = page.xpath("//span[@id='c-sec_5']/..")
    notes = texts(block, ".//*[@role='note']//blockquote")
    assert notes[0].startswith("The majority lowers the limits")
    assert block.xpath(".//div[contains(@class, 'r-minority')]")


def test_headings_skip_no_level(page: html.HtmlElement) -> None:
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_hostile_text_stays_text(hostile: Redline) -> None:
    page = html.fromstring(render(hostile, "html"))
    assert len(texts(page, "//script[not(@type)]")) == 1
    assert not page.xpath("//img")
    assert "49" not in texts(page, "//h1")[0]
    assert "<script>alert(1)</script>{{7*7}}" in texts(page, "//h1")[0]
    bad = replace(hostile.changes[0], id='x" onload="alert(1)')
    page = html.fromstring(render(replace(hostile, changes=(bad, *hostile.changes[1:]), items=()), "html"))
    assert not page.xpath("//@onload")


def test_right_to_left_law_is_set_from_the_right(specimen: Redline) -> None:
    arabic = replace(specimen, new=replace(specimen.new, language="ar"))
    assert html.fromstring(render(arabic, "html")).xpath("//main/@dir") == ["rtl"]


def test_same_bytes(specimen: Redline) -> None:
    assert render(specimen, "html") == render(specimen, "html")


def test_the_layout_says_which_view_is_open(specimen: Redline) -> None:
    page = html.fromstring(render(specimen, "html", layout="side-by-side", lang="nb"))
    assert page.xpath("//input[@name='v'][@checked]/@id") == ["v-side"]
    assert "Side om side" in texts(page, "//label")


def test_formats_are_known_by_name_and_suffix(specimen: Redline) -> None:
    assert [entry.name for entry in FORMATS] == [
        "html",
        "pdf",
        "json",
        "csv",
        "akn",
        "docx",
        "md",
        "terminal",
    ]
    assert format_of_file("a/b.md").name == "md"
    with pytest.raises(LawdiffError, match=r'^--format: there is no format "odt"\. Choose one of html, pdf'):
        render(specimen, "odt")
    with pytest.raises(LawdiffError, match=r"^a\.doc: no format has this suffix"):
        format_of_file("a.doc")


def test_the_text_is_laid_out_in_lots(page: html.HtmlElement, specimen: Redline) -> None:
    lots = page.xpath("//main/div[@class='law']/div[@class='lot']")
    assert [child.tag for lot in lots for child in lot if child.tag not in ("section", "p")] == []
    assert len(lots) == 1  # a short law is one
    whole = replace(specimen, items=specimen.items * 40, changes=specimen.changes)
    many = [e for e in html.fromstring(render(whole, "html")).iter("div") if e.get("class") == "lot"]
    assert len(many) > 5
    assert max(len(html.tostring(lot)) for lot in many) < 60_000


def test_what_decides_the_view_is_asked_of_the_bar_alone(page: html.HtmlElement) -> None:
    style = page.xpath("//style")[0].text
    assert ".top:has(#v-side:checked) ~ .law" in style
    assert not re.search(r"(body|html|main|\.law|\.wrap):(not\(:)?has", style)
