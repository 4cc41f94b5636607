"""What a peer is given and how its answer is counted: one rule for every tool, lawdiff too.

The text of a version is its blocks in order: number, heading, paragraph; a table row is one line, its cells
apart. A word is what stands between white space (a no-break space is such) and has a letter or digit; it is
marked when any letter or digit of it is. Deleted words are counted in the old text, inserted ones in the new.
Numbers of provisions are never counted, and what a tool shows as moved is not marked.

An answer is a list of pieces in the order shown. What is kept, deleted and moved away, taken together, should
be the old text; what is kept, inserted and moved here, the new one. `glued`: only if white space is left
out of account. `lost`: not even then. Known limit: of a lost text the numbers are found by aligning its words
with those of the source.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import groupby
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rapidfuzz.distance import Indel

from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision

Op = Literal["keep", "delete", "insert", "move_from", "move_to"]
Piece = tuple[Op, str]
OLD_OPS = ("keep", "delete", "move_from")
NEW_OPS = ("keep", "insert", "move_to")
Whole = Literal["whole", "glued", "lost"]


@dataclass(frozen=True, slots=True)
class Block:
    """A number, a heading, a paragraph or a cell. Cells with the same `row` (from 1) stand on one line."""

    kind: Literal["num", "heading", "text", "cell"]
    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a version: its block (from 0), whether it has a letter or digit, whether it is a number."""

    text: str
    block: int
    counts: bool
    is_num: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a law as blocks."""

    blocks: tuple[Block, ...]

    def words(self) -> list[Word]:
        """Give all that stands between white space, in order."""
        return [
            Word(word, n, any(map(str.isalnum, word)), block.kind == "num")
            for n, block in enumerate(self.blocks)
            for word in block.text.split()
        ]

    def lines(self) -> Iterator[tuple[Block, ...]]:
        """Give the blocks line by line: a row is one, and a number stands before what it numbers."""
        line: list[Block] = []
        for block in self.blocks:
            begun = bool(line) and line[-1].kind != "num"
            if begun and not (block.row and block.row == line[-1].row):
                yield tuple(line)
                line = []
            line.append(block)
        if line:
            yield tuple(line)

    def text(self) -> str:
        """Give it as text, a space after a number and a tab between cells."""
        return "".join(_joined(line, "\t") + "\n" for line in self.lines())

    def html(self) -> str:
        """Give it as simple HTML: headings, paragraphs and tables."""
        pieces = []
        for is_table, lines in groupby(self.lines(), lambda line: bool(line[-1].row)):
            if is_table:
                rows = ("".join(f"<td>{_html(cell.text)}</td>" for cell in line) for line in lines)
                pieces.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
            else:
                for line in lines:
                    tag = "h3" if line[-1].kind == "heading" else "p"
                    pieces.append(f"<{tag}>{_html(_joined(line))}</{tag}>")
        return "\n".join(pieces)

    def docx(self) -> bytes:
        """Give it as a Word file: paragraphs and tables, nothing else."""
        body = []
        for is_table, lines in groupby(self.lines(), lambda line: bool(line[-1].row)):
            if is_table:
                rows = (
                    "".join(f"<w:tc><w:tcPr/>{_paragraph(c.text)}</w:tc>" for c in line) for line in lines
                )
                table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
                # Word wants a paragraph behind each table.
                body.append(f"<w:tbl><w:tblPr/><w:tblGrid/>{table}</w:tbl><w:p/>")
            else:
                body += [_paragraph(_joined(line)) for line in lines]
        file = BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED) as package:
            for name, content in (*_PACKAGE, ("word/document.xml", _DOCUMENT.format("".join(body)))):
                package.writestr(ZipInfo(name), content)
        return file.getvalue()


def version_of(expression: Expression) -> Version:
    """Give the blocks of an expression as lawdiff reads it."""
    return version_of_units(expression.section(entry.key) for entry in expression.outline)


def version_of_units(units: Iterable[Provision]) -> Version:
    """Give the blocks of these provisions, in order."""
    blocks: list[Block] = []
    rows = 0

    def enter(p: Provision) -> None:
        nonlocal rows
        if p.kind == "row":
            rows += 1
            if p.num:
                blocks.append(Block("num", _flat(p.num), rows))
            blocks.extend(Block("cell", _all_of(cell), rows) for cell in p.children)
            return
        if p.num:
            blocks.append(Block("num", _flat(p.num)))
        if p.heading:
            blocks.append(Block("heading", _flat(p.heading.content)))
        if p.text:
            blocks.append(Block("text", _flat(p.text.content)))
        for child in p.children:
            enter(child)

    for unit in units:
        enter(unit)
    return Version(tuple(blocks))


@dataclass(frozen=True, slots=True)
class Marks:
    """What an answer marks. `deleted`, `inserted`: the phrases, each a run of marked words in one block.

    `words` marked in all; `runs`: stretches of words that stand together, of the old and of the new side;
    `numbers`: marked words of provisions' numbers, which are not in `words`.
    """

    deleted: tuple[tuple[str, ...], ...]
    inserted: tuple[tuple[str, ...], ...]
    words: int
    runs: int
    numbers: int
    whole: Whole


def marks_of(pieces: Sequence[Piece], old: Version, new: Version) -> Marks:
    """Count what an answer marks, and see whether both texts come back from it."""
    olds = _side(((text, op == "delete") for op, text in pieces if op in OLD_OPS), old)
    news = _side(((text, op == "insert") for op, text in pieces if op in NEW_OPS), new)
    order: tuple[Whole, ...] = ("whole", "glued", "lost")
    return Marks(
        deleted=olds.phrases,
        inserted=news.phrases,
        words=olds.words + news.words,
        runs=olds.runs + news.runs,
        numbers=olds.numbers + news.numbers,
        whole=max(olds.whole, news.whole, key=order.index),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    phrases: tuple[tuple[str, ...], ...]
    words: int
    runs: int
    numbers: int
    whole: Whole


def _side(pieces: Iterable[tuple[str, bool]], version: Version) -> _Side:
    words = version.words()
    text, marked = [], bytearray()
    for piece, is_marked in pieces:
        text.append(piece)
        marked += bytes([is_marked]) * len("".join(piece.split()))
    got = "".join(text).split()
    whole: Whole = "whole"
    if got != [word.text for word in words]:
        whole = "glued"
        if "".join(got) != "".join(word.text for word in words):
            whole = "lost"
            words = _aligned(got, words)
    phrases: list[list[str]] = []
    count = runs = numbers = at = 0
    open_run = False
    open_block = -1
    for word in words:
        end = at + len(word.text)
        hit = 1 in marked[at:end] and any(
            bit and char.isalnum() for bit, char in zip(marked[at:end], word.text, strict=True)
        )
        at = end
        if word.is_num:
            numbers += hit
            continue
        if not word.counts:
            continue
        if not hit:
            open_run, open_block = False, -1
            continue
        count += 1
        runs += not open_run
        if open_block == word.block:
            phrases[-1].append(word.text)
        else:
            phrases.append([word.text])
        open_run, open_block = True, word.block
    return _Side(tuple(map(tuple, phrases)), count, runs, numbers, whole)


def _aligned(got: Sequence[str], words: Sequence[Word]) -> list[Word]:
    """Give the words of a text that lost some; those that the source has too know their blocks."""
    aligned = [Word(text, -2, any(map(str.isalnum, text)), is_num=False) for text in got]
    for code in Indel.opcodes([word.text for word in words], got):
        if code.tag == "equal":
            aligned[code.dest_start : code.dest_end] = words[code.src_start : code.src_end]
    return aligned


def least(old: Version, new: Version, *, weight: Callable[[str], int] | None = None) -> int:
    """Count the words that the shortest script deletes and inserts, numbers of provisions left out.

    `weight` says for how many words a word stands.
    """
    olds, news = ([w.text for w in v.words() if w.counts and not w.is_num] for v in (old, new))
    if weight is None or not any(weight(word) > 1 for word in (*olds, *news)):
        return int(Indel.distance(olds, news))
    return sum(
        sum(map(weight, olds[code.src_start : code.src_end]))
        + sum(map(weight, news[code.dest_start : code.dest_end]))
        for code in Indel.opcodes(olds, news)
        if code.tag != "equal"
    )


def plain_phrases(phrases: Iterable[tuple[str, ...]]) -> list[str]:
    """Give phrases without the punctuation at their ends, in alphabetical order."""
    return sorted(map(plain_phrase, (" ".join(words) for words in phrases)))


def plain_phrase(phrase: str) -> str:
    """Give a phrase from its first letter or digit to its last, with plain spaces and without signs alone.

    A sign that stands for itself is no word, so it is in no mark of `Marks`.

    >>> plain_phrase("“(Opphevet).”"), plain_phrase("« loi » : art. 5")
    ('Opphevet', 'loi art. 5')
    """
    inside = [n for n, char in enumerate(phrase) if char.isalnum()]
    words = phrase[inside[0] : inside[-1] + 1].split() if inside else ()
    return " ".join(word for word in words if any(map(str.isalnum, word)))


def _all_of(cell: Provision) -> str:
    parts = []
    for _, p in cell.walk():
        parts += [p.num, p.heading.content if p.heading else "", p.text.content if p.text else ""]
    return " ".join(filter(None, map(_flat, parts)))


def _flat(text: str) -> str:
    return text.replace("\n", " ").strip(" ")


def _joined(line: Iterable[Block], between: str = " ") -> str:
    return "".join(b.text + (" " if b.kind == "num" else between) for b in line)[: -len(between)]


def _html(text: str) -> str:
    return escape(text, quote=False)


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{_html(text)}</w:t></w:r></w:p>'


_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{}<w:sectPr/></w:body></w:document>"
)
_PACKAGE = (
    (
        "[Content_Types].xml",
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    (
        "_rels/.rels",
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
)
