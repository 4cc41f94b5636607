"""Reports in plain text, as parliaments publish them.

    text      = block (blank-line block)*
    heading   = a short block without a full stop, or one that only names a provision ("Sec. 3.")
    paragraph = anything else; a line that is set in begins a new one

A numbered heading ("14.2 Om tvang") has the level of its number. Others have those of `blocks.py`: words
stand over provisions, and a provision over who speaks. The first block is the title where it is a heading.
Lines are joined by a space; behind a hyphen at the end of a line by nothing.
Known limit: of two headings of words in a row nothing says which is the outer one; they are taken as equal.
"""

import re
from collections.abc import Iterator

from lawdiff.model.report import Report
from lawdiff.read.reports.blocks import (
    LONGEST_HEADING,
    NAMED,
    Block,
    level_of,
    make_passages,
    names_provision,
)
from lawdiff.read.source import SourceFile

_NUMBERED = re.compile(r"(?P<num>[0-9]{1,3}(?:\.[0-9]{1,3})*)\.?\s+(?P<words>[^\W\d_§].*)", re.DOTALL)
_RULE = re.compile(r"[\s=_~*-]+")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|\s{3,}\S")
_LIST_ITEM = re.compile(r"\s*(?:[-•*–]|\([0-9a-z]{1,3}\)|[a-z]\))\s")


def read(source: SourceFile, text: str) -> Report:
    """Read a plain text."""
    blocks = tuple(text_blocks(text))
    title = blocks[0].text if blocks and blocks[0].level == 0 else ""
    return Report(title, "plain", source.origin, make_passages(blocks))


def text_blocks(text: str, line: int = 1) -> Iterator[Block]:
    """Cut a text into headings and paragraphs; `line` is the number of its first line."""
    is_first = True
    for start, lines in _groups(text, line):
        for at, paragraph in _paragraphs(start, lines):
            joined = _join(paragraph)
            if not joined:
                continue
            if not _is_heading(paragraph, joined):
                yield Block(joined, line=at)
            else:
                level = _level(joined)
                yield Block(joined, level=0 if is_first and level == NAMED else level, line=at)
            is_first = False


def _groups(text: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Give what stands between blank lines and rules, each with the number of its first line."""
    group: list[str] = []
    number = line
    for number, each in enumerate(text.splitlines(), start=line):
        if not each.strip() or _RULE.fullmatch(each):
            if group:
                yield number - len(group), group
            group = []
        else:
            group.append(each.expandtabs())
    if group:
        yield number - len(group) + 1, group


def _paragraphs(start: int, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Cut a block where a line is set in further than the one before it, or begins a list item."""
    paragraph: list[str] = []
    for i, line in enumerate(lines):
        is_set_in = bool(paragraph) and _indent(line) >= 2 > _indent(paragraph[-1])
        if paragraph and (is_set_in or _LIST_ITEM.match(line)):
            yield start + i - len(paragraph), paragraph
            paragraph = []
        paragraph.append(line)
    yield start + len(lines) - len(paragraph), paragraph


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _join(lines: list[str]) -> str:
    pieces: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if pieces and not (len(pieces[-1]) > 1 and pieces[-1][-1] == "-" and pieces[-1][-2].isalnum()):
            pieces.append(" ")
        pieces.append(words)
    return "".join(pieces)


def _is_heading(lines: list[str], joined: str) -> bool:
    if len(lines) > 3 or len(joined) > LONGEST_HEADING or _LIST_ITEM.match(lines[0]):
        return False
    if names_provision(joined):
        return True
    if joined[-1] in ".,;:!?»”" or any(_LEADERS.search(line.strip()) for line in lines):
        return False
    is_centred = all(_indent(line) >= 6 for line in lines)
    has_words = any(c.isalpha() for c in joined)
    first = re.search(r"\w", joined)
    is_title = joined.isupper() or is_centred or (len(lines) == 1 and len(joined.split()) <= 12)
    return has_words and is_title and first is not None and not first[0].islower()


def _level(text: str) -> int:
    numbered = _NUMBERED.fullmatch(text)
    if numbered and not names_provision(text):
        return numbered["num"].count(".") + 1
    return level_of(text)
