"""Rebuild both versions of a law from the text of a redline's PDF, and find where its changes stand.

    accept all: drop what stands between { and }      reject all: drop what stands between ⟦ and ⟧

A space between two marks is neither side's. A line that ends in U+2010 was broken within a word; every other
line end is a space. What is said in the sans, in the language of the labels, is not the law's; where it gives
a former number, "(was (2))", rejecting puts that number in the place of the one before it.

What cannot be told from the text alone: words that moved within a text (underlined with dots) have no bracket
where they stand now, only a remark behind them, so that rejecting leaves them at both places.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pdf_reading import Char, Reading, Tagged

from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.render.labels import Labels

BROKEN = "\u2010"
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
_VARIES = re.compile(r"[ivxlcdm]+|\S*\d\S*|\w{1,2}", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """Text of one tagged block of the law: a paragraph, heading or cell; what each side has of it.

    `top` and `left` are where it begins on its page, in points from the foot and the left edge. `heads` says
    that it is a heading.
    """

    page: int
    top: float
    left: float
    old: str = ""
    new: str = ""
    shown: str = ""
    said: list[str] = field(default_factory=list)
    in_table: bool = False
    heads: bool = False


def text_of_law(reading: Reading) -> list[Tagged]:
    """Give what is tagged as the law's text, without the reasons beside it and the numbers of changes."""
    found = []
    for tagged in reading.tagged:
        if not tagged.chars or "Part" not in tagged.tags or "Note" in tagged.tags:
            continue
        number = "Link" in tagged.tags and tagged.chars[0].ours and _NUMBER.fullmatch(tagged.text.strip())
        if not number:
            found.append(tagged)
    return found


def read_marks(tagged: Iterable[Tagged], labels: Labels) -> Iterator[Piece]:
    """Read the blocks of a column of text: a piece for each."""
    chars: list[Char] = []
    kind = {"in_table": False, "heads": False}
    for _, group in groupby(tagged, key=_block):
        parts = list(group)
        block = [char for one in parts for char in one.chars]
        if chars and not (chars[-1].text == BROKEN and chars[-1].page < block[0].page):
            yield _piece(chars, labels, **kind)
            chars = []
        chars += block  # a word that was broken at the end of a page goes on in a tag of its own
        tags = parts[0].tags
        kind = {"in_table": "Table" in tags, "heads": any(tag in ("H2", "H3") for tag in tags)}
    if chars:
        yield _piece(chars, labels, **kind)


def read_columns(tagged: Sequence[Tagged], labels: Labels) -> Iterator[Piece]:
    """Read old text and new text that stand beside each other: their heads say where the columns begin.

    What stands over both columns is read with the new one. Each column is read by itself, since a row that
    goes on on the next page is tagged page by page.
    """
    heads = {one.text.strip(): one.chars[0].x0 - 2 for one in tagged if "TH" in one.tags}
    new, why = heads.get(labels.say("new_text"), 0.0), heads.get(labels.say("reasons"), 1e9)
    columns: dict[str, list[Tagged]] = {"old": [], "new": []}
    for _, group in groupby(tagged, key=_block):
        block = list(group)
        left = min(one.chars[0].x0 for one in block)
        is_head = "TH" in block[0].tags and all(char.ours for one in block for char in one.chars)
        if left < why and not is_head:
            columns["old" if "Table" in block[0].tags and left < new else "new"] += block
    for piece in read_marks(columns["new"], labels):
        piece.old = "" if piece.in_table else piece.old
        yield piece
    for piece in read_marks(columns["old"], labels):
        piece.new = ""
        yield piece


def without_left_places(pieces: Iterable[Piece], labels: Labels) -> list[Piece]:
    """Leave out the headings that only say where a provision went: its text stands there."""
    shown = list(pieces)
    heads = tuple(
        labels.say(key, place="\0").partition("\0")[0] for key in ("remark_moved_to", "remark_joined_to")
    )
    left = [(piece.page, piece.top) for piece in shown if any(said.startswith(heads) for said in piece.said)]
    return [
        piece
        for piece in shown
        if not any(piece.page == page and abs(piece.top - top) < 4 for page, top in left)
    ]


def _block(tagged: Tagged) -> int:
    return tagged.block


def _piece(chars: Sequence[Char], labels: Labels, *, in_table: bool, heads: bool) -> Piece:
    """Read one block: which side has which characters, and what is said in it."""
    made = Piece(chars[0].page, chars[0].y1, chars[0].x0, in_table=in_table, heads=heads)
    state, said = "keep", ""
    for before, char in zip((None, *chars[:-1]), chars, strict=True):
        gap = _gap(before, char)
        if said and not (char.ours and char.text not in "{}⟦⟧"):
            _hear(made, said, labels)
            said = ""
            gap = " "  # what is said stands between two words
        if char.ours and char.text in "{}⟦⟧":
            if not (char.text in "{⟦" and made.shown.endswith(("}", "⟧"))):
                _add(made, gap, state)
            elif gap:
                made.shown += gap
            state = {"{": "old", "⟦": "new"}.get(char.text, "keep")
            made.shown += char.text
        elif char.ours:
            said += gap + char.text
        else:
            if gap == BROKEN:
                _unbreak(made, state)
                gap = ""
            _add(made, gap + char.text, state)
    if said:
        _hear(made, said, labels)
    return made


def _add(piece: Piece, text: str, state: str) -> None:
    piece.shown += text
    if state != "new":
        piece.old += text
    if state != "old":
        piece.new += text


def _unbreak(piece: Piece, state: str) -> None:
    piece.shown = piece.shown.removesuffix(BROKEN)
    if state != "new":
        piece.old = piece.old.removesuffix(BROKEN)
    if state != "old":
        piece.new = piece.new.removesuffix(BROKEN)


def _gap(before: Char | None, char: Char) -> str:
    """Say what stands between two characters: nothing, a space, or the end of a line within a word."""
    if before is None:
        return ""
    if before.page != char.page or abs(before.y0 - char.y0) > 0.7 * (char.y1 - char.y0):
        return BROKEN if before.text == BROKEN else "" if before.text.isspace() else " "
    wide = char.x0 - before.x1 > 0.12 * (char.y1 - char.y0)
    return " " if wide and not before.text.isspace() and not char.text.isspace() else ""


def _hear(piece: Piece, said: str, labels: Labels) -> None:
    """Take what is said of a place; a former number goes where the number stands."""
    for remark in re.split(r"(?<=\)) (?=\()", _SPACE.sub(" ", said).strip()):
        piece.said.append(remark)
        for key in ("remark_was", "remark_moved_from"):
            before, _, after = labels.say(key, place="\0").partition("\0")
            if remark.startswith(before) and remark.endswith(after):
                piece.old = _renumbered(piece.old, remark[len(before) : len(remark) - len(after)])
                break


def _renumbered(text: str, place: str) -> str:
    """Put a former number in the place of the one just before, or of the one that the text begins with.

    >>> _renumbered("§ 6 Limits", "§ 5"), _renumbered("(1)", "§ 19 (3)"), _renumbered("(2) a)", "b)")
    ('§ 5 Limits', '(3)', '(2) b)')
    """
    words = _SPACE.sub(" ", place).split(" ")
    for first in range(len(words)):
        shape = r"\s".join(map(_shape, words[first:]))
        found = re.search(rf"{shape}(?=\s*$)", text) or re.match(rf"\W*?{shape}", text)
        if found:
            start = re.search(rf"{shape}$", found[0])
            at = found.end() - len(start[0]) if start else found.start()
            return text[:at] + " ".join(words[first:]) + text[found.end() :]
    return text


def _shape(word: str) -> str:
    """Give a pattern for words like this one: a word of letters stands for itself, others vary."""
    core = word.strip(".,;:()[]")
    return r"\S+" if _VARIES.fullmatch(core) else re.escape(word)


# --- what the files say


def words_of_law(law: Expression) -> Iterator[str]:
    """Give numbers, headings and texts of a law in order, each as it is printed."""
    for entry in law.outline:
        if entry.is_unit:
            for _, provision in law.section(entry.key).walk():
                yield from _words(provision)
        else:
            yield from filter(None, (entry.num, entry.heading))


def _words(provision: Provision) -> Iterator[str]:
    heading = provision.heading.content if provision.heading else ""
    text = provision.text.content if provision.text else ""
    yield from filter(None, (provision.num, heading, text))


def bare(text: str) -> str:
    """Leave out white space."""
    return _SPACE.sub("", text)


def left_over(whole: str, parts: Iterable[str]) -> tuple[str, list[str]]:
    """Take each part out of a whole once, the longest first; give what is left, and the parts not found."""
    lost: list[str] = []
    for part in sorted(filter(None, parts), key=len, reverse=True):
        at = whole.find(part)
        if at < 0:
            lost.append(part)
        else:
            whole = f"{whole[:at]}\0{whole[at + len(part) :]}"
    return whole.replace("\0", ""), lost


def faults_of_sides(pieces: Sequence[Piece], old: Expression, new: Expression) -> Iterator[str]:
    """Say where accept all does not give the new text, in its order, or reject all not the old one.

    The old text is held piece by piece, since a provision that moved stands where it is now; white space is
    left out, since that at the edge of a mark stands outside its brackets.
    """
    accepted = bare("".join(piece.new for piece in pieces))
    wanted = bare("".join(words_of_law(new)))
    if accepted != wanted:
        at = next((i for i, (a, b) in enumerate(zip(accepted, wanted, strict=False)) if a != b), 0)
        yield f"accept all is not the new text: {accepted[at : at + 60]} for {wanted[at : at + 60]}"
    left, lost = left_over(bare("".join(words_of_law(old))), (bare(piece.old) for piece in pieces))
    if sorted(left) != sorted("".join(lost)):  # what was joined of two places is not lost
        yield f"reject all is not the old text: lacks {left[:60]}, has {''.join(lost)[:60]}"
