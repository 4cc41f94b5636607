"""Law that nothing happened to, as lines of HTML: for a page that shows all of a code.

What has no mark needs no runs: a provision with number, heading and text, and what it holds of the same kind,
is written straight from its node, in a tenth of the time. All else (tables, notes, a heading behind another
number, emphasis, quoted law, other scripts) is left to the layout, which gives the same lines (`layout.py`,
whose rules for numbers that run in and for depth are followed here). A section sign stays with its number;
other things that the layout keeps together may be parted in text that did not change.
"""

import re
from functools import lru_cache

from msgspec import Struct

from lawdiff.model.provision import LEAVES
from lawdiff.model.redline import Node
from lawdiff.render.layout.marks import escaped
from lawdiff.render.layout.runs import OPENING, dashed, ends_in_stop

Line = tuple[int, str]
"""How far a paragraph is set in, and its HTML."""

_SIMPLE = frozenset(
    "subsection paragraph subparagraph clause subclause item subitem point level definition proviso list"
    " p intro wrap_up".split()
)
_PLAIN = frozenset({"reference", "generated"})
_STOP = '<span class="ri"></span>'
_SIGN = re.compile(r"§+\s\d[\w-]{0,20}")
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)


class Section(Struct, frozen=True, gc=False):
    """A section that is the same on both sides: its number and heading, and its lines."""

    head: str
    lines: tuple[Line, ...]


def quiet_section(node: Node) -> Section | None:
    """Give a section as lines; `None` where it is not as simple as that."""
    ref = node.new
    if ref is None or not _is_same(node) or node.body:
        return None
    num, heading = _number(ref.num) if ref.num else "", _text(ref.heading)
    if num is None or heading is None or not (num or heading):
        return None
    found: list[Line] = []
    if node.text:
        text = _text(node.text)
        if text is None:
            return None
        found.append((0, text))
    for child in node.children:
        if not _gather(child, 0, "", False, found):
            return None
    if heading:
        heading = f'<span class="hd">{heading}</span>'
    return Section(f"{num}{heading}" if dashed(ref.num) else f"{num} {heading}".strip(), tuple(found))


def quiet_lines(node: Node, depth: int) -> tuple[Line, ...] | None:
    """Give a provision inside a section as lines; `None` where it is not as simple as that."""
    found: list[Line] = []
    return tuple(found) if _gather(node, depth, "", False, found) else None


def _gather(node: Node, depth: int, lead: str, runs_in: bool, found: list[Line]) -> bool:
    """Add the lines of a node and of what it holds; false where one of them is not simple.

    `runs_in`: the `lead` ends in a heading without a stop, and gets one before text (`runs.join_parts`).
    """
    ref = node.new
    if ref is None or node.kind not in _SIMPLE or not _is_same(node):
        return False
    line = lead
    if ref.num:
        num = _number(ref.num)
        if num is None or dashed(ref.num):
            return False
        line = _joined(line, num) if line else num
    if ref.heading:
        heading = _text(ref.heading)
        if heading is None or lead:
            return False
        heading = f'<span class="hd">{heading}</span>'
        line = f"{line} {heading}" if line else heading
        runs_in = not ends_in_stop(f"{ref.num} {ref.heading}")
    if node.text:
        text = _text(node.text)
        if text is None or (text[0] in OPENING and not node.text.strip().strip(OPENING)):
            return False
        stop = _STOP if runs_in else ""
        line = (
            text if not line else f"{line}{stop} {text}" if line[-1] not in " \n" else f"{line}{stop}{text}"
        )
        runs_in = False
    below = node.children
    if not below:
        if line:
            found.append((depth, line))
        return True
    lead = ""
    if not line or _joins(below[0], headed=bool(ref.heading)):
        lead = line
    else:
        found.append((depth, line))
    for child in below:
        plain = not line or lead != "" or (child.kind in LEAVES and not _numbered(child))
        if not _gather(child, depth if plain else depth + 1, lead, runs_in and bool(lead), found):
            return False
        lead = ""
    return True


def _is_same(node: Node) -> bool:
    """Whether nothing is to be told of a node itself."""
    old, new = node.old, node.new
    if old is None or new is None or node.change or node.here or node.gone_to:
        return False
    if old is not new and (old.num != new.num or old.heading != new.heading):
        return False
    return not node.spans or all(span.kind in _PLAIN and span.end > span.start for span in node.spans)


@lru_cache(maxsize=1024)  # most are "(1)", "a)" and the like
def _number(num: str) -> str | None:
    text = _text(num)
    return None if text is None else f'<span class="num">{text}</span>'


def _text(text: str) -> str | None:
    """Escape; `None` for what the layout has to look at: controls, private letters, script from the right."""
    if not text.isprintable() and not text.replace("\u00a0", " ").replace("\u202f", " ").isprintable():
        return None
    if not text.isascii() and _reads_from_right(text):
        return None
    text = escaped(text)
    return _SIGN.sub(r'<span class="nb">\g<0></span>', text) if "§" in text else text


def _reads_from_right(text: str) -> bool:
    """Whether a letter is of a script from the right; mostly dashes and quotes alone are not ASCII."""
    for mark in "—’“”–\u00a0§‘":
        if mark in text:
            text = text.replace(mark, "")
            if text.isascii():
                return False
    return bool(_FROM_RIGHT.search(text))


def _joined(line: str, more: str) -> str:
    return f"{line}{more}" if line.endswith((" ", "\n")) else f"{line} {more}"


def _numbered(node: Node) -> bool:
    return bool((node.new and node.new.num) or (node.old and node.old.num))


def _joins(first: Node, *, headed: bool) -> bool:
    """Whether the first thing below a number goes on in its line: plain text, or the next number."""
    numbered = _numbered(first)
    return (first.kind in LEAVES and not numbered) or (numbered and not headed)
