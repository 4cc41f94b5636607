"""Norwegian paths to a provision: `§ 3-4 a annet ledd bokstav b nr. 2 første punktum`.

    path = "§" num step*
    step = ordinal ("ledd" | "punktum") | "bokstav" letter | "nr." digits

Bokmål and nynorsk are read, bokmål is written. The order of steps is free, since acts differ in it.
Whether a place exists is for the law at hand to say, so a path "§ 12 i første ledd" is read as § 12 i.

In running text each step may be a list, and "§§" begins a list of sections:

    citation = [work] ("§" | "§§") section (("," | "og" | "til" …) section)*
    section  = num step* (("," | "og") step+)*
    step     = ordinal (join ordinal)* ("ledd" | "punktum") | "bokstav" letter (join letter)* | "nr." …

"§ 24 i loven" is § 24 (there "i" is "in"), "§§ 4–6" a range and "§ 4-6" a number. A step without its
section ("annet ledd") is a citation too; whose it is, the heading above says.
"""

import re
from collections.abc import Callable

from lawdiff.cite.ranges import every_path, expand
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Citation, Level, Path, Step

_WORDS = "første annet tredje fjerde femte sjette sjuende åttende niende tiende".split()
_ORDINALS = {str(n): word for n, word in enumerate(_WORDS, start=1)}
_NUMBERS = {word: num for num, word in _ORDINALS.items()} | {"fyrste": "1", "andre": "2", "syvende": "7"}
_NUMBERS |= {"sjuande": "7", "åttande": "8", "niande": "9", "tiande": "10"}

# "§ 12 a" is one number; \b keeps "§ 12 andre ledd" from losing its "a".
_SECTION = re.compile(r"§\s*([0-9]+(?:-[0-9]+)?(?:\s?[a-zæøå]\b)?)")

_TOKEN = re.compile(r"§+|[0-9]+(?:[-\u2011][0-9]+)*|[Nn]r\.|[^\W\d_]+|[^\w\s]|_")
_UNITS: dict[str, Level] = {"ledd": "subsection", "leddet": "subsection", "punktum": "sentence"}
_JOINS = frozenset({",", "og", "eller", "samt", "til", "–"})
_ACT = r"(?:[^\W\d_]*(?:loven|lova|lovens|lovas|lov|forskriften|forskrifta|grunnloven|konvensjonen))"
_DATED = (
    r"(?:lov|forskrift)\s+(?:av\s+)?[0-9]{1,2}\.\s+[a-zæøå]+\s+[0-9]{4}\s+nr\.\s+[0-9]+"
    r"(?:\s+om\s+[^§.;:()]{1,80}?)?"
)
_BEFORE = re.compile(rf"(?i)({_DATED}|{_ACT}|\b[a-zæøå]{{2,8}}l\.)(?:\s+her)?\s*$")
_AFTER = re.compile(rf"(?i)\s*,?\s+i\s+((?:denne\s+)?{_ACT}|{_DATED})(?![\w])")
_LONGEST_LIST = 60
"""Numbers in a list of one step: no act has more letters, and text made to be slow is not read twice."""
_SAME_WORK = re.compile(r"(?i)[\s,]*(?:,|og|eller|samt|jf\.?|jfr\.?|jamfør|sammenholdt med)?[\s,]*$")


def parse_path(text: str) -> Path:
    """Read a whole path, outermost step first; `format_path` is its inverse.

    Raises `LawdiffError` with the column (from 1) of the first word that no step claims.

    >>> parse_path("§ 31 andre ledd")
    (Step(level='section', num='31'), Step(level='subsection', num='2'))
    """
    section = _SECTION.match(text)
    if section is None:
        raise _unread(text, 0, 'Begin with a section, such as "§ 3-4 a"')
    steps = [Step("section", _num(section[1]))]
    words = list(re.compile(r"\S+").finditer(text, section.end()))
    for i in range(0, len(words), 2):
        match [word[0].lower() for word in words[i : i + 2]]:
            case [ordinal, "ledd"] if ordinal in _NUMBERS:
                steps.append(Step("subsection", _NUMBERS[ordinal]))
            case [ordinal, "punktum"] if ordinal in _NUMBERS:
                steps.append(Step("sentence", _NUMBERS[ordinal]))
            case ["bokstav", letter] if len(letter) == 1 and letter.isalpha():
                steps.append(Step("letter", letter))
            case ["nr.", digits] if digits.isascii() and digits.isdecimal():
                steps.append(Step("number", digits))
            case _:
                raise _unread(text, words[i].start(), 'Known steps: "annet ledd", "bokstav a", "nr. 2"')
    return tuple(steps)


def format_path(path: Path) -> str:
    """Write a path as a Norwegian act would.

    Raises `LawdiffError` past the tenth ledd or punktum, and for a level that Norwegian acts do not have.
    """
    return " ".join(_format_step(step) for step in path)


def _format_step(step: Step) -> str:
    match step.level:
        case "section":
            return f"§ {step.num}"
        case "subsection" if step.num in _ORDINALS:
            return f"{_ORDINALS[step.num]} ledd"
        case "sentence" if step.num in _ORDINALS:
            return f"{_ORDINALS[step.num]} punktum"
        case "letter":
            return f"bokstav {step.num}"
        case "number":
            return f"nr. {step.num}"
        case _:
            raise LawdiffError(f'Norwegian has no words for {step.level} "{step.num}"')


def _num(text: str) -> str:
    r"""Write "12a" and "12\u00a0a" as "12 a"."""
    return re.sub(r"(?<=[0-9])\s*(?=[a-zæøå]$)", " ", text.replace("\u2011", "-"))


def _unread(text: str, at: int, do: str) -> LawdiffError:
    return LawdiffError(f'cannot read "{text[at:]}" as a path', where=f"column {at + 1}", do=do)


def find(text: str) -> tuple[Citation, ...]:
    """Give the citations in running text. A list gives one for each provision in it; those of a range share
    its span.

    >>> [format_path(c.path) for c in find("etter §§ 13, 14 og 16 første ledd")]
    ['§ 13', '§ 14', '§ 16 første ledd']
    """
    tokens = list(_TOKEN.finditer(text))
    found: list[Citation] = []
    i = 0
    while i < len(tokens):
        if tokens[i][0] in ("§", "§§"):
            begin = len(found)
            i = _sections(text, tokens, i, found)
            _name_work(text, found, begin)
        else:
            groups, end = _steps(tokens, i)
            # "nr. 2" alone is the number of an act or a report.
            if groups and groups[0][0].level != "number":
                found += _spread(tokens, i, end, (), groups)
                i = end
            else:
                i += 1
    return tuple(found)


Tokens = list[re.Match[str]]
Groups = list[tuple[Step, ...]]


def _sections(text: str, tokens: Tokens, i: int, found: list[Citation]) -> int:
    """Read "§" and what follows from token `i`; give the first token behind it."""
    is_list = tokens[i][0] == "§§"
    start, i = i, i + 1
    last = ""
    while i < len(tokens) and tokens[i][0][0].isdecimal():
        num, at = _section_num(text, tokens, i)
        nums: tuple[str, ...] = (num,)
        if last and tokens[i - 1][0].lower() in ("til", "–"):
            nums = expand(last, num)[1:]
        groups, end = _steps(tokens, at)
        for each in nums:
            found += _spread(tokens, start, end, (Step("section", each),), groups)
        # "§ 24 første ledd og tredje ledd bokstav b" is one section.
        while groups and _joins(tokens, end):
            more, after = _steps(tokens, end + 1)
            if not more or more[0][0].level == "number":
                break
            found += _spread(tokens, end + 1, after, (Step("section", num),), more)
            end = after
        last, i = num, end
        if not (is_list and _joins(tokens, i)):
            break
        start = i = i + 1
    return max(i, start + 1) if not last else i


def _section_num(text: str, tokens: Tokens, i: int) -> tuple[str, int]:
    """Read "12", "12 a" or "12a" at token `i`; give it with the first token behind it."""
    num = tokens[i][0].replace("\u2011", "-")
    if i + 1 < len(tokens) and re.fullmatch("[a-zæøå]", tokens[i + 1][0]):
        letter, follower = tokens[i + 1], text[tokens[i + 1].end() :]
        # "i" and "å" are words as well: "§ 24 i loven", "bruker § 4 å si".
        is_word = letter[0] in "iå" and re.match(r"\s+(?!(?:\w+ ledd|bokstav|nr\.)\b)\w", follower)
        if not is_word and letter.start() - tokens[i].end() <= 1:
            return f"{num} {letter[0]}", i + 2
    return num, i + 1


def _joins(tokens: Tokens, i: int) -> bool:
    return i < len(tokens) and tokens[i][0].lower() in _JOINS


def _spread(tokens: Tokens, i: int, end: int, above: Path, groups: Groups) -> list[Citation]:
    start, stop = tokens[i].start(), tokens[end - 1].end()
    return [Citation(start, stop, above + path) for path in every_path(groups)]


def _steps(tokens: Tokens, i: int) -> tuple[Groups, int]:
    """Read as many steps as stand at token `i`, each a group of what it lists."""
    groups: Groups = []
    while True:
        read = _ordinal_step(tokens, i) or _labelled_step(tokens, i)
        if read is None:
            return groups, i
        groups.append(read[0])
        i = read[1]


def _ordinal_step(tokens: Tokens, i: int) -> tuple[tuple[Step, ...], int] | None:
    nums, i = _list(tokens, i, lambda word: _NUMBERS.get(word.lower(), ""))
    unit = _UNITS.get(tokens[i][0].lower()) if nums and i < len(tokens) else None
    return (tuple(Step(unit, num) for num in nums), i + 1) if unit else None


def _labelled_step(tokens: Tokens, i: int) -> tuple[tuple[Step, ...], int] | None:
    level: Level
    match tokens[i][0].lower() if i < len(tokens) else "":
        case "bokstav" | "bokstavene" | "bokstavane" | "litra":
            level = "letter"
            nums, end = _list(tokens, i + 1, lambda word: word if re.fullmatch("[a-zæøå]", word) else "")
        case "nr." | "nr" | "nummer":
            level = "number"
            nums, end = _list(tokens, i + 1, lambda word: word if word.isascii() and word.isdecimal() else "")
        case _:
            return None
    return (tuple(Step(level, num) for num in nums), end) if nums else None


def _list(tokens: Tokens, i: int, read: Callable[[str], str]) -> tuple[tuple[str, ...], int]:
    """Read `x`, `x og y`, `x, y og ny z`, `x til z`; `read` gives a word's number, or "" if it has none."""
    nums: list[str] = []
    end = at = i
    while at < len(tokens) and len(nums) < _LONGEST_LIST:
        if tokens[at][0].lower() in ("ny", "nytt", "nye") and at + 1 < len(tokens):
            at += 1
        num = read(tokens[at][0])
        if not num:
            break
        is_range = nums and tokens[at - 1][0].lower() in ("til", "–")
        nums += expand(nums[-1], num)[1:] if is_range else (num,)
        end = at + 1
        if not _joins(tokens, end):
            break
        at = end + 1
    return tuple(nums), end


def _name_work(text: str, found: list[Citation], begin: int) -> None:
    """Say which act the citations from index `begin` on are of, where the words beside them do."""
    if begin == len(found):
        return
    start, end = found[begin].start, found[-1].end
    after = _AFTER.match(text, end)
    before = _BEFORE.search(text, max(0, start - 160), start)
    work = ""
    if before:
        work = before[1]
    elif after:
        work = after[1]
    elif begin and _SAME_WORK.fullmatch(text, found[begin - 1].end, start):
        work = found[begin - 1].work
    if work:
        found[begin:] = [Citation(c.start, c.end, c.path, " ".join(work.split())) for c in found[begin:]]
