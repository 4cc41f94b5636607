import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LAParams, LTChar, LTContainer

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.render.attached import AttachedFile
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.blocks import Passage
from lawdiff.render.looks import Layout, Look
from lawdiff.render.pdf import pages as pdf_pages
from lawdiff.render.pdf import parts as pdf_parts
from lawdiff.render.pdf.merge import _mover
from lawdiff.render.pdf.workers import Workers

pdf = import_module("lawdiff.render.pdf.document")
LONG = " ".join(f"The majority says for the {n}th time that the limit is right." for n in range(1, 90))


@pytest.fixture(scope="module")
def long(specimen: Redline) -> Redline:
    """The specimen with reasons that no margin holds."""
    changes = []
    for change in specimen.changes:
        said = f"Of change {change.number}: {LONG}"
        reasons = tuple(
            replace(r, quote=said, passage=f"x{change.number}.{i}") for i, r in enumerate(change.rationale)
        )
        changes.append(replace(change, rationale=reasons))
    return replace(specimen, changes=tuple(changes))


@pytest.fixture(scope="module")
def small_parts() -> Iterator[None]:
    """Parts of a page or two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_parts, "PART", 600)
        patch.setattr(pdf_parts, "_WHOLE", 700)
        yield


@pytest.fixture(scope="module")
def parted(long: Redline, small_parts: None) -> bytes:  # noqa: ARG001 - it is on
    files = (AttachedFile("old", "old.xml", b"<law/>"),)
    written: bytes = pdf.write(long, load_labels("en"), files=files, workers=2)
    return written


def pieces(redline: Redline, layout: Layout = "inline", look: Look = pdf.PLAIN) -> Any:
    return pdf_parts.pieces_of(pdf.matter_of(redline, load_labels("en"), layout, look))


def pages_of(content: bytes) -> list[str]:
    text = extract_text(io.BytesIO(content))
    return [" ".join(page.split()) for page in text.removesuffix("\f").split("\f")]


@pytest.fixture(scope="module")
def whole(long: Redline) -> bytes:
    """The same in one part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_parts, "_WHOLE", 1e9)
        written: bytes = pdf.write(long, load_labels("en"))
    return written


def test_what_is_short_is_one_piece(specimen: Redline) -> None:
    assert pieces(specimen) == ()


def test_it_is_more_than_three_parts(long: Redline, small_parts: None) -> None:  # noqa: ARG001
    cut = pieces(long)
    assert len(cut) > 4
    whole = pdf.matter_of(long, load_labels("en"), "inline")
    assert tuple(p for piece in cut for p in piece.passages) == whole.passages
    assert [piece.piece.ends for piece in cut if piece.passages].count(True) == 1
    assert [piece.piece.cover for piece in cut] == [True] + [False] * (len(cut) - 1)


def test_the_number_of_processes_does_not_show(
    long: Redline,
    parted: bytes,
    small_parts: None,  # noqa: ARG001
) -> None:
    files = (AttachedFile("old", "old.xml", b"<law/>"),)
    assert pdf.write(long, load_labels("en"), files=files, workers=1) == parted


def test_it_says_what_the_whole_says(whole: bytes, parted: bytes) -> None:
    def words(content: bytes) -> Counter[str]:
        # Page and line numbers differ; a word at a line's end may be parted elsewhere.
        text = re.sub(r"[\u2010-]\s+", "", " ".join(pages_of(content)))
        return Counter(re.findall(r"[^\W\d_]+|[{}⟦⟧]", text))

    a, b = words(whole), words(parted)
    # More pages have more heads and feet, and notes are cut where their pages end.
    heads = {word for page in pages_of(parted) for word in re.findall(r"[^\W\d_]+", page)[:12]}
    cuts = set("Not an official text Continued See in note on page On named heading".split())
    assert {word for word in a | b if a[word] != b[word]} <= heads | cuts
    assert sum((a - b).values()) < 60 < a.total() / 20


def test_pages_are_numbered_through(parted: bytes) -> None:
    pages = pages_of(parted)
    for n, text in enumerate(pages, start=1):
        assert f"{n} / {len(pages)}" in text
    numbers = [int(n) for text in pages for n in re.findall(r"(?<![\w/.])(\d*[05])(?= )", text)]
    assert {5, 10, 15, 20} <= set(numbers)


def test_every_link_leads_somewhere_and_says_which_page(parted: bytes) -> None:
    with pikepdf.open(io.BytesIO(parted)) as file:
        names = file.Root.Names.Dests.Names
        index = {page.obj.objgen: n for n, page in enumerate(file.pages)}
        target = {str(names[i]): index[names[i + 1][0].objgen] for i in range(0, len(names), 2)}
        assert list(target) == sorted(target)
        links = [
            (n, str(annotation.Dest), [float(x) for x in annotation.Rect])
            for n, page in enumerate(file.pages)
            for annotation in page.get("/Annots", ())
        ]
    assert {dest for _, dest, _ in links} <= set(target)
    across = [(n, dest) for n, dest, _ in links if target[dest] != n]
    assert len(across) > 5
    layout = [list(chars(page)) for page in extract_pages(io.BytesIO(parted), laparams=LAParams())]
    said = 0
    for n, dest, (x1, y1, x2, y2) in links:
        text = "".join(
            c
            for c, x, y in layout[n]
            if min(x1, x2) - 1 < x < max(x1, x2) + 15 and min(y1, y2) - 1 < y < max(y1, y2)
        )
        if dest.startswith("c-") and (page := re.fullmatch(r"\s*(\d+)\s*", text)):
            said += int(page[1]) == target[dest] + 1
    entries = [link for link in links if link[0] == 0]
    assert said >= len(entries) - 1


def chars(thing: Any) -> Iterator[tuple[str, float, float]]:
    if isinstance(thing, LTChar):
        yield thing.get_text(), (thing.x0 + thing.x1) / 2, (thing.y0 + thing.y1) / 2
    elif isinstance(thing, LTContainer):
        for part in thing:
            yield from chars(part)


def test_a_note_says_where_it_goes_on(whole: bytes, parted: bytes) -> None:
    pages = pages_of(parted)
    found = re.findall(r"Continued in note (\d+) on page (\d+)\.", " ".join(pages))
    assert [int(n) for n, _ in found] == list(range(1, len(found) + 1))
    assert len(found) > 1
    ends = [n for n, text in enumerate(pages, start=1) if "89th time" in text]
    for _, page in found:
        assert int(page) >= min(ends)
        assert "Notes" in " ".join(pages[int(page) - 1 :]) or "No." in pages[int(page) - 1]
    assert " ".join(pages).count("89th") == " ".join(pages_of(whole)).count("89th") > len(found)


def test_text_is_laid_out_once_where_notes_do_not_fit(long: Redline, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[str] = []
    plain = pdf_pages.lay_out

    def counted(source: str, *rest: Any) -> Any:
        laid_out.append(source)
        return plain(source, *rest)

    monkeypatch.setattr(pdf_pages, "lay_out", counted)
    monkeypatch.setattr(pdf_parts, "_SHORT", 0)
    monkeypatch.setattr(pdf_parts, "_WHOLE", 1e9)  # whatever other tests of this file have set
    crowded = [replace(r, quote=r.quote[:700]) for change in long.changes for r in change.rationale]
    changes = tuple(replace(c, rationale=tuple(crowded[:2]) if c.rationale else ()) for c in long.changes)
    named = tuple(
        replace(c, rationale=tuple(replace(r, passage=f"{c.id}{n}") for n, r in enumerate(c.rationale)))
        for c in changes
    )
    content = pdf.write(replace(long, changes=named), load_labels("en"))
    assert ["<main" in source and "§" in source for source in laid_out].count(True) == 1
    pages = " ".join(pages_of(content))
    assert len(re.findall(r"(?:Continued in|See) note (\d+) on page (\d+)\.", pages)) > 1
    ids, _ = tags_of(content)
    assert len(ids) == len(set(ids)) > 2


def test_tags_are_one_tree(parted: bytes) -> None:
    ids, said = tags_of(parted)
    assert len(ids) == len(set(ids)) > 5
    assert {"deleted: ", "inserted: "} <= said


def tags_of(content: bytes) -> tuple[list[str], set[str]]:
    """Hold that tags and marked content know each other; give the ids of elements, and what is spoken."""
    with pikepdf.open(io.BytesIO(content)) as file:
        root = file.Root.StructTreeRoot
        (document,) = root.K
        assert document.S == "/Document"
        nums = root.ParentTree.Nums
        keys = [int(nums[i]) for i in range(0, len(nums), 2)]
        assert keys == list(range(len(keys)))
        parents = dict(zip(keys, list(nums)[1::2], strict=True))
        assert [int(page.obj.StructParents) for page in file.pages] == sorted(
            int(page.obj.StructParents) for page in file.pages
        )
        ids: list[str] = []
        used: Counter[tuple[tuple[int, int], int]] = Counter()
        stack = [document]
        while stack:
            element = stack.pop()
            if "/ID" in element:
                ids.append(str(element.ID))
            for kid in element.get("/K", ()):
                if isinstance(kid, int):
                    page = element.Pg
                    used[(page.objgen, kid)] += 1
                    owner = parents[int(page.StructParents)][kid]
                    assert owner.objgen == element.objgen
                elif kid.get("/Type") == "/StructElem":
                    assert kid.P.objgen == element.objgen
                    stack.append(kid)
                else:
                    assert parents[int(kid.Obj.StructParent)].objgen == element.objgen
        assert set(used.values()) == {1}
        said = {
            str(thing.ActualText)
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/ActualText" in thing
        }
        return ids, said


def test_bookmarks_are_those_of_the_whole(whole: bytes, parted: bytes) -> None:
    def outline(content: bytes) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []

        def visit(items: Any, depth: int) -> None:
            for item in items:
                found.append((depth, item.title))
                visit(item.children, depth + 1)

        with pikepdf.open(io.BytesIO(content)) as file, file.open_outline() as opened:
            visit(opened.root, 0)
        return found

    assert outline(parted) == outline(whole)


def test_it_is_an_archive_with_what_is_attached(parted: bytes) -> None:
    with pikepdf.open(io.BytesIO(parted)) as file:
        assert set(file.attachments) == {"old.xml", "redline.json"}
        assert file.attachments["old.xml"].get_file().read_bytes() == b"<law/>"
        assert [str(a.AFRelationship) for a in file.Root.AF] == ["/Source", "/Data"]
        xmp = file.Root.Metadata.read_bytes()
        assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert str(file.Root.Lang) == "en"
        assert str(file.Root.PageLabels.Nums[1].S) == "/D"
        assert not file.check_pdf_syntax()


@pytest.mark.parametrize("layout", ["side-by-side", "synopsis", "keeling", "ramseyer", "clean"])
def test_other_layouts_are_cut_and_merged(
    specimen: Redline,
    layout: Layout,
    small_parts: None,  # noqa: ARG001
) -> None:
    look = Look(line_numbers="page", draft=True, paper="letter")
    assert len([piece for piece in pieces(specimen, layout, look) if piece.passages]) > 1
    content = pdf.write(specimen, load_labels("nb"), layout=layout, look=look, workers=2)
    pages = pages_of(content)
    assert len(pages) > 2
    for n, text in enumerate(pages, start=1):
        assert f"{n} / {len(pages)}" in text
    for words in ("§ 4", "§ 5", "§ 6"):
        assert any(words in text for text in pages[1:])
    ids, said = tags_of(content)
    assert len(ids) == len(set(ids))
    assert ("satt inn: " in said) == (layout != "clean")
    with pikepdf.open(io.BytesIO(content)) as file:
        names = file.Root.Names.Dests.Names
        targets = {str(names[i]) for i in range(0, len(names), 2)}
        links = {str(link.Dest) for page in file.pages for link in page.get("/Annots", ())}
        assert links <= targets
        assert bool(links) == (layout != "clean")
        assert not file.check_pdf_syntax()
        assert b"<pdfuaid:part>1</pdfuaid:part>" in file.Root.Metadata.read_bytes()
        with file.open_outline() as outline:
            assert len(list(outline.root)) > 1


PASSAGES = st.lists(
    st.builds(
        Passage,
        st.sampled_from(["section", "container", "said", "unchanged"]),
        st.integers(0, 3),
    ),
    max_size=60,
)


@given(PASSAGES, st.data())
def test_a_part_never_ends_in_a_heading(passages: list[Passage], data: st.DataObject) -> None:
    weights = data.draw(
        st.lists(st.floats(1, pdf_parts.PART), min_size=len(passages), max_size=len(passages))
    )
    cuts = pdf_parts.cuts_of(passages, weights)
    assert cuts == sorted(set(cuts))
    for i in cuts:
        assert 0 < i < len(passages)
        assert passages[i - 1].type != "container"
        assert passages[i].type != "said"


def test_the_highest_heading_near_is_where_a_part_begins() -> None:
    section, chapter, part = Passage("section", 3), Passage("container", 1), Passage("container", 0)
    passages = [section] * 9 + [chapter] + [section] * 2 + [part] + [section] * 9
    weights = [2 * pdf_parts.PART / len(passages)] * len(passages)
    assert pdf_parts.cuts_of(passages, weights) == [12]


def test_numbers_in_strings_are_no_objects() -> None:
    moved = _mover(100, 7, {2: 5})
    assert moved(rb"<</A 3 0 R/B (see 3 0 R \) 4 0 R)/P 2 0 R/StructParent 1/K[0 9 0 R]>>") == (
        rb"<</A 103 0 R/B (see 3 0 R \) 4 0 R)/P 5 0 R/StructParent 8/K[0 109 0 R]>>"
    )


def test_an_error_in_a_process_is_raised_here() -> None:
    with Workers(1) as pool, pytest.raises(LawdiffError, match="no labels"):
        pool.submit(load_labels, "xx").result()


def test_an_error_that_cannot_be_sent_is_told() -> None:
    with Workers(1) as pool, pytest.raises(RuntimeError, match="OddError: oh no"):
        pool.submit(fail, "oh").result()


class OddError(Exception):
    """Made of two things, of which it tells one."""

    def __init__(self, said: str, more: str) -> None:
        super().__init__(f"{said} {more}")


def fail(said: str) -> None:
    raise OddError(said, "no")


def test_a_process_that_ends_is_said() -> None:
    with Workers(1) as pool, pytest.raises(RuntimeError, match="ended too early"):
        pool.submit(sys.exit, 3).result()
