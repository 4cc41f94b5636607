"""Labels where they are read: each language in whole outputs, and beside text written from the right."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree, html
from msgspec.structs import replace
from pdfminer.high_level import extract_text
from small_law import small_law

from lawdiff import compare, read_expression
from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.render.json_file import write_redline
from lawdiff.render.labels import languages, load_labels
from lawdiff.render.terminal import write as to_terminal
from lawdiff.resources import templates

LRM = "\N{LEFT-TO-RIGHT MARK}"
ARABIC = ("لا يعاقب من يحوز أقل من 15 غراماً.", "لا يعاقب من يحوز أقل من 10 غرامات.", "قانون المخدرات")
HEBREW = ("מי שמחזיק פחות מ-15 גרם לא ייענש.", "מי שמחזיק פחות מ-10 גרם לא ייענש.", "חוק הסמים")
FROM_RIGHT = re.compile(r"[\u0590-\u06ff]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

FromRight = tuple[Redline, str, str, str]


@pytest.fixture(params=[ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
def from_right(request: pytest.FixtureRequest) -> FromRight:
    """A law written from the right: its redline, old words, new words and title."""
    old, new, title = request.param
    return between(*(small_law(text, "The same.", title=title) for text in (old, new))), old, new, title


def between(old: bytes, new: bytes) -> Redline:
    return compare(read_expression(old), read_expression(new))


def found(page: Any, path: str) -> list[Any]:
    return list(page.xpath(path))


def settled(text: str) -> str:
    """Text with one plain space wherever any space is."""
    return " ".join(text.split())


def page_words(page: bytes) -> Iterator[str]:
    """What a page says: its text, and the attributes that are read aloud."""
    for element in html.fromstring(page.decode()).iter(etree.Element):
        if element.tag not in ("script", "style"):
            yield element.text or ""
            yield from (element.get(name) or "" for name in ("aria-label", "title"))
        yield element.tail or ""


def shown(redline: Redline, form: str, lang: str) -> str:
    match form:
        case "html":
            return "\n".join(page_words(render(redline, "html", lang=lang)))
        case "terminal":
            return to_terminal(redline, load_labels(lang), width=10_000).decode()
        case _:
            return render(redline, form, lang=lang).decode()


@pytest.mark.parametrize("form", ["html", "md", "terminal"])
@pytest.mark.parametrize("lang", languages())
def test_every_language_is_shown_whole_and_with_no_english_in_it(
    specimen: Redline, form: str, lang: str
) -> None:
    labels, english = load_labels(lang), load_labels("en")
    text = settled(shown(specimen, form, lang))
    assert settled(labels.say("proof_holds")) in text
    assert labels.say("kind_repeal") in text
    assert labels.day("2019-12-19") in text
    if lang == "en":
        return
    spoken = [settled(phrase) for phrase in labels.phrases.values()]
    spoken.append(settled(write_redline(specimen).decode()))  # the law and its report are in English
    for phrase in map(settled, english.phrases.values()):
        if re.search(r"\w{4}", phrase) and not any(phrase in said for said in spoken):
            assert not re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text), phrase


def test_every_label_that_a_template_asks_for_is_there() -> None:
    english = load_labels("en")
    asked = {
        found
        for path in templates().rglob("*.html")
        for found in re.findall(r"\bt\.(say|count)\(['\"](\w+)['\"][,)]", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 50
    assert {key for how, key in asked if how == "say"} <= english.phrases.keys()
    assert {key for how, key in asked if how == "count"} <= english.plurals.keys()


def test_a_page_has_the_language_of_its_labels_and_the_text_that_of_the_law(specimen: Redline) -> None:
    law = replace(specimen, new=replace(specimen.new, language="fi"))
    page = html.fromstring(render(law, "html", lang="de").decode())
    assert page.get("lang") == "de"
    assert found(page, "//main/@lang") == ["fi"]
    assert set(found(page, "//main//p[@class='gap']/@lang")) == {"de"}


def test_a_phrase_goes_on_from_the_left_behind_words_from_the_right() -> None:
    labels = load_labels("en")
    assert labels.say("version_dated", label="خاص", date="1 May 2020") == f"خاص{LRM}, 1 May 2020"
    assert labels.say("version_dated", label="Lov æ", date="1 May 2020") == "Lov æ, 1 May 2020"
    assert labels.listing(["חוק", "§ 2"]) == f"חוק{LRM} and § 2"
    assert labels.listing(["חוק"]) == "חוק"


def test_law_from_the_right_survives_on_the_page(from_right: FromRight) -> None:
    redline, old, new, title = from_right
    page = html.fromstring(render(redline, "html").decode())
    for side, words in (("o", old), ("n", new)):
        (line,) = found(page, f"//main//p[@class='{side}']")
        assert line.text_content() == words
        assert line.get("dir") == "rtl"
    assert len(found(page, "//main//p[@class='one'][@dir='rtl'][.//del][.//ins]")) == 1
    assert page.findtext(".//h1") == title
    assert f"{title}{LRM}, 1 January 2020" in found(page, "//dd/text()")


def test_law_from_the_right_survives_in_word(from_right: FromRight) -> None:
    redline, old, new, _ = from_right
    with zipfile.ZipFile(io.BytesIO(render(redline, "docx"))) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    sides = {"del": "", "ins": ""}
    for run in document.iter(f"{W}r"):
        words = "".join(text.text or "" for text in run.iter(f"{W}t", f"{W}delText"))
        around = {str(step.tag).removeprefix(W): step for step in run.iterancestors()}
        for side in sides.keys() & around.keys() or sides.keys():
            sides[side] += words
        style = around["p"].find(f"{W}pPr/{W}pStyle")
        if FROM_RIGHT.search(words) and style is not None and style.get(f"{W}val", "").startswith("Law"):
            assert run.find(f"{W}rPr/{W}rtl") is not None
            assert around["p"].find(f"{W}pPr/{W}bidi") is not None
    assert old in sides["del"]
    assert new in sides["ins"]


def test_law_from_the_right_survives_in_the_pdf(from_right: FromRight) -> None:
    redline, old, new, _ = from_right
    text = extract_text(io.BytesIO(render(redline, "pdf")))
    # Text from the right is drawn from the left, and read so by pdfminer: which letters stand in which word.
    drawn = {"".join(sorted(re.sub(r"\W", "", word))) for word in text.split()}
    for word in {*old.split(), *new.split()}:
        letters = re.sub(r"[\W\u064b]", "", word)
        assert "".join(sorted(letters)) in drawn or not letters.isalpha(), word


def test_words_from_the_right_within_a_law_from_the_left_keep_their_order() -> None:
    redline = between(
        small_law("The word “قنب” means cannabis (15 grams)."),
        small_law("The word “قنب هندي” means cannabis (10 grams)."),
    )
    page = html.fromstring(render(redline, "html").decode())
    (line,) = found(page, "//main//p[@class='n']")
    assert line.text_content() == "The word “قنب هندي” means cannabis (10 grams)."
    assert not found(line, "ancestor-or-self::*[@dir='rtl']")
