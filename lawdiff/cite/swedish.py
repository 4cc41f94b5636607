"""Swedish paths: `4 kap. 7 a § andra stycket 2`, `15 § första stycket första meningen`.

    path = [num "kap."] num "§" step*
    step = ordinal ("stycket" | "meningen") | "punkten" num | num          a bare number is a point

In running text `5 och 7 §§` is a list. "15 § personuppgiftslagen" names the work.
"""

import re

from lawdiff.cite.ranges import expand
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Citation, Path, Step

_WORDS = "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde".split()
_ORDINALS = {str(n): word for n, word in enumerate(_WORDS, start=1)}
_NUMBERS = {word: num for num, word in _ORDINALS.items()}

_NUM = r"(?<![0-9])[0-9]{1,4}(?:\s[a-z](?!\w))?"
_ORDINAL = f"(?:{'|'.join(_WORDS)})"
_STEPS = (
    rf"(?:\s+{_ORDINAL}\s+(?:stycket|meningen)|\s+punkten\s+[0-9]+"
    rf"|\s+[0-9]+(?=\s*(?:$|[.,;]|{_ORDINAL}\s+meningen)))*"
)
_MORE = rf"(?:(?:,\s*|\s+(?:och|eller)\s+|\s*[–-]\s*){_NUM}){{0,20}}"
_CITED = re.compile(
    rf"(?:(?P<chapter>{_NUM})\s+kap\.\s+)?(?P<nums>{_NUM}{_MORE})\s+§{{1,2}}"
    rf"(?P<steps>{_STEPS})|(?<!\w)(?P<loose>{_ORDINAL}\s+(?:stycket|meningen){_STEPS})"
)
_WORK = re.compile(
    r"\s+(?:i\s+)?(?P<work>[a-zåäö]+(?:lag|lagen|balken|formen|förordningen)\b(?:\s+\([0-9:]+\))?"
    r"|[A-ZÅÄÖ]{2,4}\b)"
)


def parse_path(text: str) -> Path:
    """Read a whole path, outermost step first; `format_path` is its inverse.

    Raises `LawdiffError` where it is none.

    >>> [step.num for step in parse_path("4 kap. 7 a § andra stycket")]
    ['4', '7 a', '2']
    """
    cited = _CITED.fullmatch(text.strip())
    if cited is None or cited["nums"] is None or not re.fullmatch(_NUM, cited["nums"]):
        raise LawdiffError(
            f'cannot read "{text}" as a path', where="column 1", do='Write "4 kap. 7 § andra stycket"'
        )
    return _path(cited, cited["nums"])


def format_path(path: Path) -> str:
    """Write a path as a Swedish act would. Raises `LawdiffError` for other levels or past the tenth."""
    return " ".join(_format_step(step) for step in path)


def _format_step(step: Step) -> str:
    match step.level:
        case "chapter":
            return f"{step.num} kap."
        case "section":
            return f"{step.num} §"
        case "subsection" if step.num in _ORDINALS:
            return f"{_ORDINALS[step.num]} stycket"
        case "sentence" if step.num in _ORDINALS:
            return f"{_ORDINALS[step.num]} meningen"
        case "number":
            return f"punkten {step.num}"
        case _:
            raise LawdiffError(f'Swedish has no words for {step.level} "{step.num}"')


def find(text: str) -> tuple[Citation, ...]:
    """Give the citations in running text, one for each provision that a list names.

    >>> [format_path(c.path) for c in find("enligt 4 kap. 5 och 7 §§")]
    ['4 kap. 5 §', '4 kap. 7 §']
    """
    found: list[Citation] = []
    for cited in _CITED.finditer(text):
        named = _WORK.match(text, cited.end())
        work = named["work"] if named else ""
        nums = _nums(cited["nums"]) if cited["nums"] else ("",)
        found += [Citation(cited.start(), cited.end(), _path(cited, num), work) for num in nums]
    return tuple(found)


def _nums(text: str) -> tuple[str, ...]:
    nums: list[str] = []
    for piece in re.finditer(rf"(?P<join>[–-])?\s*(?P<num>{_NUM})", text):
        nums += expand(nums[-1], piece["num"])[1:] if nums and piece["join"] else (piece["num"],)
    return tuple(nums)


def _path(cited: re.Match[str], num: str) -> Path:
    steps = [Step("chapter", cited["chapter"])] if cited["chapter"] else []
    if num:
        steps.append(Step("section", " ".join(num.split())))
    rest = cited["loose"] or cited["steps"] or ""
    for step in re.finditer(rf"(?P<ordinal>{_ORDINAL})\s+(?P<unit>stycket|meningen)|(?P<point>[0-9]+)", rest):
        if step["point"]:
            steps.append(Step("number", step["point"]))
        else:
            level = "subsection" if step["unit"] == "stycket" else "sentence"
            steps.append(Step(level, _NUMBERS[step["ordinal"]]))  # type: ignore[arg-type]  # one of two levels
    return tuple(steps)
