"""European paths: `Article 5(1)(b)` of the Union, `Art. 3 Abs. 2 Nr. 1`, `§ 4 Abs. 2 Satz 1`, `§ 4 (2)`.

    path    = ("Article" | "Artikel" | "Art." | "§") num bracket* step*
    step    = "Abs." num | "Satz" num | "Nr." num | "Buchst." letter | "al." num | "let." letter | …
    bracket = "(" num ")"          the first a paragraph, then letter (or number), then item

In running text "§§" and "Artikel 5 und 6" begin a list, "bis" makes a range, and "Abs. 2 und 3" lists steps.
Union law is written as the Union does ("Article 5(1)(b)") where the path has a form there, else the German
way ("Art. 3 Abs. 2 Nr. 1"). "§ 4 BGB", "§ 4 des Gesetzes" name the work.
"""

import re

from lawdiff.cite.ranges import every_path, expand
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Citation, Level, Path, Step

_STEPS: dict[str, Level] = {
    "abs": "paragraph", "absatz": "paragraph", "absätze": "paragraph", "al": "paragraph",
    "alinéa": "paragraph", "par": "paragraph", "paragraph": "paragraph",
    "satz": "sentence", "sätze": "sentence",
    "nr": "number", "nummer": "number", "nrn": "number", "ziff": "number", "ziffer": "number", "ch": "number",
    "buchst": "letter", "buchstabe": "letter", "buchstaben": "letter", "bst": "letter", "lit": "letter",
    "let": "letter", "point": "letter",
}  # fmt: skip
_WRITTEN: dict[str, str] = {
    "article": "Art.", "section": "§", "paragraph": "Abs.", "sentence": "Satz", "number": "Nr.",
    "letter": "Buchst.",
}  # fmt: skip

_HEAD = r"(?:§§?|(?:\b[Aa]rticles?|\b[Aa]rtikels?|\b[Aa]rtt?\.)(?=\s|[0-9]))"
# "§ 12 a" is one number where no word follows the letter directly.
_NUM = r"[0-9]+(?:\s?[a-z](?![\w.)]))?"
_BRACKETS = r"(?:\s?\([0-9a-z]{1,4}\))*"
_JOIN = r"(?:\s*,\s*|\s+(?:und|oder|sowie|bis|and|or|to|et|ou|à)\s+|\s*–\s*)"
_STEP = (
    rf"(?P<word>\b(?:{'|'.join(sorted(_STEPS, key=len, reverse=True))})\b\.?)"
    rf"\s*(?P<nums>[0-9a-z]{{1,3}}\b(?:{_JOIN}[0-9a-z]{{1,3}}\b)*)"
)
_FIRST = re.compile(rf"(?P<head>{_HEAD})\s*(?P<num>{_NUM})(?P<brackets>{_BRACKETS})")
_MORE = re.compile(rf"(?P<join>{_JOIN})(?P<num>{_NUM})(?P<brackets>{_BRACKETS})(?!\w)")
_NEXT = re.compile(rf"(?i:\s*,?\s*{_STEP})")
_NUMS = re.compile(rf"(?P<join>{_JOIN})?(?P<num>\b[0-9a-z]{{1,3}}\b)")
_WORK = re.compile(
    r"\s+(?P<work>[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,6}[A-ZÄÖÜ]\b"
    r"|(?:des|der|dieses)\s+[A-ZÄÖÜ]?[\w-]*(?:[Gg]esetz(?:es|buch(?:e?s)?)|ordnung|verordnung)\b"
    r"|of\s+(?:the\s+|this\s+)?(?:[A-Z][\w()/-]*\s+){0,6}(?:Regulation|Directive|Treaty|Convention|Act)\b"
    r"(?:\s+\([A-Z]+\))?(?:\s+(?:No\s+)?[0-9]+/[0-9]+)?)"
)


def parse_path(text: str) -> Path:
    """Read a whole path, outermost step first; `format_path` is its inverse.

    Raises `LawdiffError` with the column (from 1) of what is no part of a path.

    >>> parse_path("Art. 3 Abs. 2 Nr. 1")[1:]
    (Step(level='paragraph', num='2'), Step(level='number', num='1'))
    """
    first = _FIRST.match(text)
    if first is None:
        raise _unread(text, 0)
    path = _unit(first["head"], first["num"], first["brackets"])
    at = first.end()
    while text[at:].strip():
        step = _NEXT.match(text, at)
        nums = _numbers(step["nums"]) if step else ()
        if step is None or len(nums) != 1:
            raise _unread(text, at)
        path = (*path, Step(_level(step["word"]), nums[0]))
        at = step.end()
    return path


def format_path(path: Path) -> str:
    """Write a path: "Article 5(1)(b)", else "Art. 3 Abs. 2 Nr. 1". Raises `LawdiffError` for other levels."""
    levels = [step.level for step in path]
    if levels in (["article"], ["article", "paragraph"], ["article", "paragraph", "letter"]):
        return f"Article {path[0].num}" + "".join(f"({step.num})" for step in path[1:])
    for step in path:
        if step.level not in _WRITTEN:
            raise LawdiffError(f'European acts have no words for {step.level} "{step.num}"')
    return " ".join(f"{_WRITTEN[step.level]} {step.num}" for step in path)


def find(text: str) -> tuple[Citation, ...]:
    """Give the citations in running text. A list gives one for each provision in it; those of a range share
    its span.

    >>> [format_path(c.path) for c in find("nach § 4 Abs. 2 und 3 sowie Artikel 5")]
    ['§ 4 Abs. 2', '§ 4 Abs. 3', 'Article 5']
    """
    found: list[Citation] = []
    at = 0
    while first := _FIRST.search(text, at):
        begin = len(found)
        units: tuple[Path, ...] = (_unit(first["head"], first["num"], first["brackets"]),)
        start, at = first.start(), first.end()
        while True:
            groups, end = _steps(text, at)
            found += [Citation(start, end, unit + rest) for unit in units for rest in every_path(groups)]
            at = end
            more = _MORE.match(text, end) if first["head"] == "§§" or first["head"][-1] in "sl." else None
            if more is None:
                break
            start = more.start("num")
            last = _unit(first["head"], more["num"], more["brackets"])
            units = (last,)
            if re.search("bis|to|–|à", more["join"]) and len(last) == len(found[-1].path) == 1:
                units = tuple(
                    (Step(last[0].level, num),) for num in expand(found[-1].path[0].num, last[0].num)[1:]
                )
            at = more.end()
        named = _WORK.match(text, found[-1].end)
        if named:
            work = re.sub(r"^(?:of|des|der)\s+", "", " ".join(named["work"].split()))
            found[begin:] = [Citation(c.start, c.end, c.path, work) for c in found[begin:]]
    return tuple(found)


def _unit(head: str, num: str, brackets: str) -> Path:
    steps = [Step("section" if "§" in head else "article", re.sub(r"(?<=[0-9])\s*(?=[a-z])", " ", num))]
    for each in re.findall(r"\(([^)]*)\)", brackets):
        match steps[-1].level:
            case "section" | "article":
                steps.append(Step("paragraph", each))
            case "paragraph":
                steps.append(Step("number" if each.isdecimal() else "letter", each))
            case _:
                steps.append(Step("item", each))
    return tuple(steps)


def _steps(text: str, at: int) -> tuple[list[tuple[Step, ...]], int]:
    groups: list[tuple[Step, ...]] = []
    while step := _NEXT.match(text, at):
        level = _level(step["word"])
        groups.append(tuple(Step(level, num) for num in _numbers(step["nums"])))
        at = step.end()
    return groups, at


def _numbers(text: str) -> tuple[str, ...]:
    nums: list[str] = []
    for piece in _NUMS.finditer(text):
        is_range = nums and re.search("bis|to|–|à", piece["join"] or "")
        nums += expand(nums[-1], piece["num"])[1:] if is_range else (piece["num"],)
    return tuple(nums)


def _level(word: str) -> Level:
    return _STEPS[word.lower().rstrip(".")]


def _unread(text: str, at: int) -> LawdiffError:
    return LawdiffError(
        f'cannot read "{text[at:].strip()}" as a path',
        where=f"column {at + 1}",
        do='Write "Article 5(1)(b)", "Art. 3 Abs. 2 Nr. 1" or "§ 4 Abs. 2"',
    )
