"""Hostile text in every field of a redline: it is shown as text, and does nothing, in each format.

`poisoned` puts the text before every string that a law, a report, a file's name or a person could have
written, ids and languages included, in the redline that has each kind of change once. What each format then
holds is told apart from the same redline with harmless words: no element, link, relation or formula more.
"""

import csv
import io
import re
import types
import typing
import zipfile
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pikepdf
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from msgspec import Struct
from msgspec.structs import fields, replace
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar

from lawdiff.model.redline import Node, Redline
from lawdiff.render import render

HOSTILE = {
    "markup": "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}{% raw %}<!-- ]]> </title>",
    "links": "[x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a> ![i](http://evil.invalid/i) @org",
    "controls": "a\x00b\x07c\x1b[2J\x1b]0;owned\x07\x0b\x7f\x9b1m\x85\ufffe\u2028",
    "bidi": "\u202eevil\u2066x\u2067y\u202c\u200f",
    "formula": '=HYPERLINK("http://evil.invalid","x")',
    "long word": "x" * 10_000,
}
KEPT = frozenset(
    {"kind", "sha256", "source_sha256", "old_sha256", "new_sha256", "fingerprint", "format", "op"}
)
TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def poisoned(thing: Any, text: str) -> Any:
    """Put a text before each string in a value; what is one of a few words by its type stays."""
    if not isinstance(thing, Struct):
        return thing
    hints = typing.get_type_hints(type(thing))
    changed = {
        field.name: _poisoned(getattr(thing, field.name), hints[field.name], text)
        for field in fields(thing)
        if field.name not in KEPT
    }
    return replace(thing, **changed)


def _poisoned(value: Any, hint: Any, text: str) -> Any:
    inner = get_args(hint)
    if get_origin(hint) is Literal or (get_origin(hint) is types.UnionType and isinstance(value, str)):
        return value if get_origin(hint) is Literal or str not in inner else text + value if value else value
    if isinstance(value, str):
        return text + value if value else value
    if isinstance(value, tuple):
        return tuple(_poisoned(part, inner[0] if inner else None, text) for part in value)
    return poisoned(value, text)


@TEXTS
def test_html(specimen: Redline, text: str) -> None:
    written = render(poisoned(specimen, text), "html")
    page: Any = html.document_fromstring(written)  # lxml's stubs give each query six types
    tame: Any = html.document_fromstring(render(specimen, "html"))
    for name in ("script", "style", "link", "img", "iframe", "object", "form", "base", "meta", "template"):
        assert len(list(page.iter(name))) == len(list(tame.iter(name))), name
    names = {name for element in page.iter(etree.Element) for name in element.attrib}
    assert names <= {name for element in tame.iter(etree.Element) for name in element.attrib} | {"dir"}
    assert all(href.startswith("#") for href in page.xpath("//@href"))
    ids = set(page.xpath("//@id"))
    assert {href[1:] for href in page.xpath("//@href")} <= ids
    policy = "//meta[@http-equiv='Content-Security-Policy']/@content"
    assert page.xpath(policy) == tame.xpath(policy)
    shown = written[: written.index(b'id="redline-data"')].decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e]", shown)
    if text == HOSTILE["markup"]:
        assert text in page.xpath("string(//h1)")
        assert text in page.xpath("string(//blockquote)")


PAPER = {
    "markup and links": HOSTILE["markup"] + HOSTILE["links"],
    "controls and directions": HOSTILE["controls"] + HOSTILE["bidi"],
    "long word": HOSTILE["long word"],
}


@pytest.mark.parametrize("name", PAPER)
def test_pdf(specimen: Redline, name: str) -> None:
    # 10,000 letters in each of its hundreds of strings would be a book: in a reason they are as bad.
    if name == "long word":
        word = PAPER[name]
        first = replace(specimen.changes[1].rationale[0], quote=word)
        changes = (
            specimen.changes[0],
            replace(specimen.changes[1], rationale=(first,)),
            *specimen.changes[2:],
        )
        redline = replace(specimen, changes=changes)
    else:
        redline = poisoned(specimen, PAPER[name])
    written = render(redline, "pdf", files=None)
    with pikepdf.open(io.BytesIO(written)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary):
                action = str(thing.get("/S", ""))
                assert action not in ("/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR"), name
                assert "/JS" not in thing
                assert "/AA" not in thing
        assert "/OpenAction" not in file.Root
    wide = [
        box
        for page in extract_pages(io.BytesIO(written))
        for box in _characters(page)
        if box.x1 > page.width + 1 or box.x0 < -1
    ]
    assert not wide or name != "long word"


def _characters(box: Any) -> Iterator[LTChar]:
    if isinstance(box, LTChar):
        yield box
    elif hasattr(box, "__iter__"):
        for inner in box:
            yield from _characters(inner)


@TEXTS
def test_markdown(specimen: Redline, text: str) -> None:
    page, tame = (render(r, "md").decode() for r in (poisoned(specimen, text), specimen))
    parser = MarkdownIt("gfm-like", {"linkify": False})

    def kinds(written: str) -> set[str]:
        tokens = parser.parse(written)
        inner = [child for token in tokens for child in token.children or ()]
        html_ = {t.content.strip() for t in (*tokens, *inner) if t.type in ("html_block", "html_inline")}
        return {t.type for t in (*tokens, *inner)} | {tag for h in html_ for tag in re.findall(r"<[^>]*>", h)}

    assert kinds(page) <= kinds(tame) | {"text_special", "softbreak", "html_inline", "<!-- -->", *FOLDS}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    if text == HOSTILE["links"]:
        assert "@org" not in page.replace("@<!-- -->org", "")


FOLDS = ("html_block", "<details>", "</details>", "<summary>", "</summary>")


@TEXTS
def test_docx(specimen: Redline, text: str) -> None:
    def parts(redline: Redline) -> dict[str, Any]:
        with zipfile.ZipFile(io.BytesIO(render(redline, "docx"))) as file:
            return {name: etree.fromstring(file.read(name)) for name in file.namelist()}

    bad, tame = parts(poisoned(specimen, text)), parts(specimen)
    assert bad.keys() == tame.keys()
    for name, root in bad.items():
        extra = {element.tag for element in root.iter(etree.Element)} - {
            element.tag for element in tame[name].iter(etree.Element)
        }
        assert {etree.QName(tag).localname for tag in extra} <= {"bidi", "rtl", "tab", "br", "cr"}, name
        assert not root.xpath("//@TargetMode")
    fields_ = [element.text for element in bad["word/document.xml"].iter("{*}instrText")]
    assert fields_ == [element.text for element in tame["word/document.xml"].iter("{*}instrText")]


@TEXTS
def test_akn(specimen: Redline, text: str) -> None:
    bad, tame = (etree.fromstring(render(r, "akn")) for r in (poisoned(specimen, text), specimen))
    # What is no date any more has no life cycle.
    assert {e.tag for e in bad.iter(etree.Element)} <= {e.tag for e in tame.iter(etree.Element)}
    assert not list(bad.iter(etree.ProcessingInstruction, etree.Comment, etree.Entity))


@pytest.mark.parametrize("text", [*HOSTILE.values(), "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "a\n=1"])
def test_csv(specimen: Redline, text: str) -> None:
    bad, tame = (
        list(csv.reader(io.StringIO(render(r, "csv").decode(), newline="")))
        for r in (poisoned(specimen, text), specimen)
    )
    assert [len(row) for row in bad] == [len(row) for row in tame]
    assert not [cell for row in bad for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


@TEXTS
@pytest.mark.parametrize("colour", [False, True])
def test_terminal(specimen: Redline, text: str, colour: bool) -> None:
    shown = render(poisoned(specimen, text), "terminal", colour=colour).decode()
    if colour:  # what rich writes: SGR, and nothing else
        shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_table_of_20_000_rows(specimen: Redline) -> None:
    """Each format writes it in seconds; those that take longer a row are given fewer (Word: test_docx)."""
    redline = long_table(specimen, 20_000)
    assert render(redline, "html").count(b"0.5 gram") >= 20_000
    for name in ("md", "csv", "terminal"):  # they quote what changed
        assert len(render(redline, name)) < 100_000, name
    fewer = long_table(specimen, 2_000)
    assert render(fewer, "akn").count(b"0.5 gram") >= 2_000
    with pikepdf.open(io.BytesIO(render(long_table(specimen, 100), "pdf", files=None))) as file:
        assert len(file.pages) >= 4


def long_table(specimen: Redline, n: int) -> Redline:
    """Give the table of § 6 many rows that did not change."""
    (at,) = [
        i
        for i, item in enumerate(specimen.items)
        if item.node and item.node.children[:1] and item.node.children[0].kind == "table"
    ]
    section = specimen.items[at].node
    assert section
    (table,) = section.children
    rows = replace(
        table, children=(*table.children[:2], *(_named(table.children[2], f"r{i}") for i in range(n)))
    )
    item = replace(specimen.items[at], node=replace(section, children=(rows,)))
    return replace(specimen, items=(*specimen.items[:at], item, *specimen.items[at + 1 :]))


def _named(node: Node, name: str) -> Node:
    """Give a node and those below it names of their own."""
    old, new = (ref and replace(ref, eid=name) for ref in (node.old, node.new))
    below = tuple(_named(child, f"{name}_{i}") for i, child in enumerate(node.children))
    return replace(node, old=old, new=new, children=below)
