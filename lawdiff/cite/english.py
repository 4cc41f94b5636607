"""English paths: `section 4(2)(a)`, `subsection (2) of section 4`, `Schedule 2, paragraph 4`.

    path    = [word] place ("," [word] place)*          outermost first
            | word place ("of" word place)*             innermost first
    place   = num bracket* | bracket+
    bracket = "(" (letters | digits | roman) ")"
    word    = "section" | "§" | "subsection" | "paragraph" | "article" | "clause" | "Schedule" | …

Brackets behind a number go down one level each, whatever the act calls them: subsection, paragraph,
subparagraph, clause, item; all below that are items too. Behind "paragraph 4" they begin at subparagraph.

In running text numbers and brackets may be lists and ranges: "Sections 28 and 29", "section 4(2) and (3)",
"paragraphs (b)(2)(ii) and (b)(2)(iii)", "sections 11, 16(3), 35-37". A bracket in a list stands for the
deepest one before it that is numbered in the same way. "third subsection of section 17" and "letter c" are
read as well. "of the Theft Act 1968" names the work.
"""

import re

from lawdiff.cite.ranges import expand
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Citation, Level, Path, Step

_LEVELS: dict[str, Level] = {
    "section": "section", "sec": "section", "sec.": "section", "secs.": "section", "s.": "section",
    "ss.": "section", "§": "section", "§§": "section", "article": "article", "art.": "article",
    "clause": "clause", "rule": "rule", "regulation": "section", "schedule": "schedule", "annex": "annex",
    "appendix": "annex", "title": "title", "part": "part", "chapter": "chapter", "subsection": "subsection",
    "paragraph": "paragraph", "subparagraph": "subparagraph", "sub-paragraph": "subparagraph", "item": "item",
    "sub-section": "subsection",
}  # fmt: skip
_WRITTEN: dict[str, str] = {
    "section": "section", "article": "Article", "clause": "clause", "rule": "rule", "schedule": "Schedule",
    "annex": "Annex", "title": "title", "part": "Part", "chapter": "Chapter", "subsection": "subsection",
    "paragraph": "paragraph", "subparagraph": "subparagraph", "item": "item",
}  # fmt: skip
_DOWN: tuple[Level, ...] = ("subsection", "paragraph", "subparagraph", "clause", "item")
_NUMBERED = frozenset({"section", "article", "rule"})
"""Levels that are the outermost of brackets; a clause is one too where it stands first in a path."""

_WORD = (
    r"(?:\b(?:sub-?section|section|sub-?paragraph|paragraph|article|clause|rule|regulation|schedule|annex|appendix"
    r"|title|part|chapter|item)s?\b|\b(?:secs?|arts?|ss?)\.|\bsec\b|(?<!§)§{1,2})"
)
_BRACKET = r"\((?:[0-9]{1,3}[A-Z]{0,2}|[A-Z]{1,4}|[a-z]{1,5})\)"
# "section 14 a" is a number where no word follows that "a" could be the article of.
_SMALL = r"(?:\s?[a-z](?=\s*(?:$|[.,;:()\]–—’]|(?:and|or|to|of|is|was|are|has|as)\b)))"
_NUM = (
    rf"(?:[0-9]+(?:[A-Z]{{1,3}}[0-9]*(?:[.\-][0-9]+[A-Z]{{0,2}})*(?![0-9A-Za-z])"
    rf"|(?:[.\-][0-9]+[A-Z]{{0,2}})*(?:{_SMALL}|(?![0-9A-Za-z])))|[IVXLC]+(?!\w)|[A-Z](?:-[0-9]+)?(?!\w))"
)
_PLACE = rf"(?:{_NUM}(?:\s?{_BRACKET})*|{_BRACKET}(?:\s?{_BRACKET})*)"
_JOIN = r"(?:\s*,\s*(?:and|or|to)?\s*|\s+(?:and|or|to|through|and/or)\s+|\s*[-–]\s*)"
_LIST = rf"{_PLACE}(?:{_JOIN}{_PLACE}){{0,60}}"
_CITED = re.compile(rf"(?i:(?P<word>{_WORD}))\s*(?P<list>{_LIST})")
_OUTER = re.compile(rf"(?i:\s+(?:of|to|in)\s+(?:the\s+)?(?P<word>{_WORD}))\s*(?P<place>{_PLACE})")
_INNER = re.compile(rf"(?i:\s*,?\s+(?P<word>{_WORD}))\s*(?P<list>{_LIST})")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_NTH = rf"(?:{'|'.join(_ORDINALS)})"
# "the second and third subsections", "letters c and e": numbered in words, or by a bare letter.
_IN_WORDS = re.compile(
    rf"(?i:\b(?P<nth>{_NTH}(?:(?:,\s*|\s+and\s+|\s+or\s+|\s+to\s+){_NTH}){{0,9}})\s+(?:new\s+)?"
    r"(?P<unit>subsection|paragraph|sub-?paragraph|sentence|item)s?\b)"
    r"|\b[Ll]etters?\s+(?P<letters>[a-z](?:(?:,\s*|\s+and\s+|\s+or\s+|\s+to\s+)[a-z]){0,25})(?!\w)"
)
_WHOLE = re.compile(rf"(?i:(?P<word>{_WORD}))\s*(?P<place>{_PLACE})")
_FURTHER = re.compile(rf"(?i:\s*,?\s+(?P<word>{_WORD}))\s*(?P<place>{_PLACE})")
_PIECES = re.compile(rf"(?P<join>{_JOIN})?(?P<place>{_PLACE})")
# The words of an act's name: "Health and Social Care (Community Health and Standards) Act 2003".
_NAME = (
    r"(?:(?:[A-Z][\w’'&.\-]*|\([A-Z][^()]{0,40}\))"
    r"(?:,?\s+(?:of|and|the|for|on|in|to|etc\.?|&)\b|,?\s+(?:[A-Z(][\w’'&.\-()]*|[0-9]{4}\b))*)"
)
_KIND = (
    r"(?:Act|Law|Code|Order|Regulations?|Convention|Directive|Treaty|Constitution|Rules|Statutes?|Charter"
    r"|TFEU|TEU|[Bb]ill)"
)
_YEAR = r"(?:\s+\([^)]{1,40}\))?(?:\s+(?:of\s+)?[0-9]{4}(?:/[0-9]+)?)?"
_AFTER = re.compile(
    rf",?\s+(?:of|to|in|under)\s+(?P<work>(?:the\s+|this\s+|that\s+)?"
    rf"(?:{_NAME}?\s*\b{_KIND}\b{_YEAR}|[A-Z]{{3,}}[A-Za-z]*\b))"
    r"|,?\s+(?P<code>United States Code|U\.S\.C\.)"
)
_BEFORE = re.compile(
    r"\b(?P<work>[A-Z]{3,}[A-Za-z]*|(?:[A-Z]\w+\s+){0,5}(?:Act|Code)(?:\s+[0-9]{4})?|[0-9]+\s+U\.S\.C\.)\s+$"
)
_SAME_WORK = re.compile(r"[\s,]*(?:,|and|or)?[\s,]*$")


def parse_path(text: str) -> Path:
    """Read a whole path, in either order, and give it outermost step first; `format_path` is its inverse.

    Raises `LawdiffError` with the column (from 1) of what is no part of a path.

    >>> parse_path("subsection (2) of section 4") == parse_path("section 4(2)")
    True
    """
    stripped = text.strip()
    first = _WHOLE.match(stripped)
    if first is None:  # "the third subsection of section 17"
        whole = find(stripped)
        if len(whole) == 1 and (whole[0].start, whole[0].end, whole[0].work) == (0, len(stripped), ""):
            return whole[0].path
    if first is None or not _is_numbered(first["word"], first["place"]):
        raise _unread(text, stripped, 0)
    path = _place(_level(first["word"]), first["place"])
    at = first.end()
    while at < len(stripped):
        outer = _OUTER.match(stripped, at)
        inner = _FURTHER.match(stripped, at)
        step = outer or inner
        if step is None:
            raise _unread(text, stripped, at)
        if not _is_numbered(step["word"], step["place"]):
            raise _unread(text, stripped, at)
        read = _place(_level(step["word"]), step["place"])
        path = read + path if outer else path + read
        at = step.end()
    return path


def format_path(path: Path) -> str:
    """Write a path: "section 4(2)(a)", "Schedule 2, paragraph 4(1)".

    Raises `LawdiffError` for a level that English acts do not have.
    """
    pieces: list[str] = []
    expected: Level | None = None
    for step in path:
        if step.level == expected:
            pieces[-1] += f"({step.num})"
        elif step.level in _WRITTEN:
            in_brackets = step.level == "subsection" or (step.level in _DOWN and not step.num[0].isdecimal())
            num = f"({step.num})" if in_brackets else step.num
            pieces.append(f"{_WRITTEN[step.level]} {num}")
        else:
            raise LawdiffError(f'English has no words for {step.level} "{step.num}"')
        expected = _next(step.level, first="(" not in pieces[-1])
    return ", ".join(pieces)


def find(text: str) -> tuple[Citation, ...]:
    """Give the citations in running text. A list gives one for each provision in it; those of a range share
    its span.

    >>> [format_path(c.path) for c in find("section 4(2) and (3) of this Act")]
    ['section 4(2)', 'section 4(3)']
    """
    found: list[Citation] = []
    cited, in_words = _CITED.search(text), _IN_WORDS.search(text)
    while cited or in_words:
        begin = len(found)
        if in_words and (cited is None or in_words.start() < cited.start()):
            start, end = in_words.span()
            level, pieces = _numbered_in_words(in_words)
        elif cited and _is_numbered(cited["word"], cited["list"]):
            start, end = cited.span()
            level = _level(cited["word"])
            pieces = _spread(level, cited["list"], cited.start("list"), cited["word"])
        else:
            cited = _CITED.search(text, cited.end("word")) if cited else None
            continue
        above: Path = ()
        while (outer := _OUTER.match(text, end)) and _is_numbered(outer["word"], outer["place"]):
            read = _place(_level(outer["word"]), outer["place"])
            above = read + above
            end = outer.end()
        inner = None if above or len(pieces) > 1 else _INNER.match(text, end)
        if inner and _is_numbered(inner["word"], inner["list"]) and _is_deeper(_level(inner["word"]), level):
            above, level, end = pieces[0][2], _level(inner["word"]), inner.end()
            pieces = _spread(level, inner["list"], inner.start("list"), inner["word"])
        for first, stop, path in pieces:
            found.append(Citation(start if len(found) == begin else first, stop, above + path))
        if above:
            found[-1] = Citation(found[-1].start, max(end, found[-1].end), found[-1].path)
        _name_work(text, found, begin)
        cited = _CITED.search(text, end) if cited and cited.start() < end else cited
        in_words = _IN_WORDS.search(text, end) if in_words and in_words.start() < end else in_words
    return tuple(found)


def _numbered_in_words(cited: re.Match[str]) -> tuple[Level, list[tuple[int, int, Path]]]:
    """Read "first and third subsection" or "letters c and e"; give the level and each place in it."""
    level: Level = "letter"
    if cited["nth"]:
        unit = cited["unit"].lower()
        level = "sentence" if unit == "sentence" else _level(unit)
        words = re.findall(r"[a-z]+", cited["nth"].lower())
        names = [str(_ORDINALS.index(word) + 1) if word in _ORDINALS else word for word in words]
    else:
        names = re.findall(r"[a-z]+", cited["letters"])
    nums: list[str] = []
    for i, name in enumerate(names):
        if i % 2 and name in ("and", "or", "to"):
            continue
        is_range = i > 0 and names[i - 1] == "to"
        nums += expand(nums[-1], name)[1:] if nums and is_range else (name,)
    return level, [
        (cited.start(), cited.end(), (Step(level, num),)) for num in nums if num not in ("and", "or")
    ]


def _level(word: str) -> Level:
    plain = word.lower()
    return _LEVELS.get(plain) or _LEVELS.get(plain.rstrip("s")) or _LEVELS[plain.rstrip("s.") + "."]


def _is_numbered(word: str, place: str) -> bool:
    """Whether what follows a word is its number: "section A", "Regulation (EU)" and "in part I" are none."""
    if place[0].isdecimal():
        return True
    match _level(word):
        case "part" | "chapter" | "title" | "schedule" | "annex":
            return place[0].isalpha() and word[0].isupper()
        case "section" | "article" | "rule":
            return False
        case _:
            return place.startswith("(")


def _next(level: Level, *, first: bool = False) -> Level | None:
    """Level of a bracket that stands right behind one of `level`."""
    if level in _NUMBERED or (level == "clause" and first):
        return "subsection"
    if level in _DOWN:
        return _DOWN[min(_DOWN.index(level) + 1, len(_DOWN) - 1)]
    return None


def _place(level: Level, text: str) -> Path:
    """Read "4(2)(a)" or "(2)(a)", its first number on `level`."""
    num = re.match(_NUM, text)
    nums = [re.sub(r"(?<=[0-9])\s?(?=[a-z]$)", " ", num[0])] if num else []
    nums += re.findall(r"\(([^)]*)\)", text[num.end() if num else 0 :])
    steps = [Step(level, nums[0])]
    for each in nums[1:]:
        below = _next(steps[-1].level, first=num is not None and len(steps) == 1) or "paragraph"
        steps.append(Step(below, each))
    return tuple(steps)


def _is_deeper(level: Level, than: Level) -> bool:
    order = ("title", "schedule", "annex", "part", "chapter", "section", "article", "rule", *_DOWN)
    return level in order and than in order and order.index(level) > order.index(than)


def _spread(level: Level, text: str, offset: int, word: str) -> list[tuple[int, int, Path]]:
    """Give start, end and path of each place in a list."""
    is_plural = word.lower().rstrip(".").endswith("s") or word == "§§"
    read: list[tuple[int, int, Path]] = []
    for piece in _PIECES.finditer(text):
        start, end, place = offset + piece.start("place"), offset + piece.end(), piece["place"]
        span = re.fullmatch(r"([0-9]+)-([0-9]+)", place)
        if span and is_plural and int(span[1]) < int(span[2]):  # "sections 35-37"; "§ 48-901" is a number
            read += [(start, end, (Step(level, num),)) for num in expand(span[1], span[2])]
            continue
        path = _place(level, place)
        if place.startswith("(") and read:
            path = _continued(read[-1][2], path)
        is_range = re.search(r"to|through|[-–]", piece["join"] or "")
        if is_range and read and len(path) == len(read[-1][2]) and path[:-1] == read[-1][2][:-1]:
            nums = expand(read[-1][2][-1].num, path[-1].num)[1:]
            read += [(read[-1][0], end, (*path[:-1], Step(path[-1].level, num))) for num in nums]
        else:
            read.append((start, end, path))
    return read


def _continued(before: Path, path: Path) -> Path:
    """Read "(3)" behind "4(2)" as 4(3): it stands for the deepest bracket numbered in the same way."""
    brackets = [i for i, step in enumerate(before) if i > 0 or step.level in _DOWN]
    for i in reversed(brackets):
        if _classes(before[i].num) & _classes(path[0].num):
            steps = [*before[:i], Step(before[i].level, path[0].num)]
            for step in path[1:]:
                steps.append(Step(_next(steps[-1].level) or step.level, step.num))
            return tuple(steps)
    return path


def _classes(num: str) -> set[str]:
    if num[0].isdecimal():
        return {"digit"}
    case = "upper" if num[0].isupper() else "lower"
    is_roman = re.fullmatch("[ivx]+", num.lower()) is not None
    return ({f"{case} roman"} if is_roman else set()) | ({case} if len(num) == 1 or not is_roman else set())


def _name_work(text: str, found: list[Citation], begin: int) -> None:
    """Say which act the citations from index `begin` on are of, where the words beside them do."""
    start, end = found[begin].start, found[-1].end
    after = _AFTER.match(text, end)
    before = _BEFORE.search(text, max(0, start - 80), start)
    work = ""
    if after:
        work = after["work"] or after["code"]
    elif before:
        work = before["work"]
    elif begin and _SAME_WORK.fullmatch(text, found[begin - 1].end, start):
        work = found[begin - 1].work
    if work:
        found[begin:] = [Citation(c.start, c.end, c.path, " ".join(work.split())) for c in found[begin:]]


def _unread(text: str, stripped: str, at: int) -> LawdiffError:
    column = len(text) - len(text.lstrip()) + at + 1
    return LawdiffError(
        f'cannot read "{stripped[at:]}" as a path',
        where=f"column {column}",
        do='Write "section 4(2)(a)", "paragraph (a)" or "Schedule 2, paragraph 4"',
    )
