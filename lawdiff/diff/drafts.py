"""Drafts of changes: what is gathered at a provision while the tree is gone through, until it is a
`Change`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lawdiff.diff.editorial import is_editorial
from lawdiff.diff.references import Follows
from lawdiff.diff.spots import Link, Spot
from lawdiff.diff.tables import HEAD
from lawdiff.diff.tokens import count_words
from lawdiff.model.citation import Step
from lawdiff.model.redline import Change, ChangeKind, Edit, LinkTarget, Ref

_LETTER = re.compile(r"[^\W_]")
_WHITE = re.compile(r"\s")
_UNSAFE = re.compile(r"[^\w.:~-]+")
_KIND_ORDER: tuple[ChangeKind, ...] = (
    "split", "join", "move", "renumbering", "substitution", "insertion", "repeal",
)  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A change in the making, at one provision (or the provisions of one split or join)."""

    id: str
    olds: list[Ref]
    news: list[Ref]
    basis: str
    score: float
    old_spots: tuple[Spot, ...] = ()
    new_spots: tuple[Spot, ...] = ()
    kinds: set[ChangeKind] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    links: list[LinkTarget] = field(default_factory=list)
    emphasis: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened here."""
        return not self.kinds and not self.edits

    def note_edits(self, edits: Iterable[Edit]) -> None:
        """Take edits in reading order; words or headings that changed make it a substitution."""
        for edit in edits:
            self.edits.append(edit)
            if edit.op != "keep" and edit.part != "num":
                self.kinds.add("substitution")

    def finish(self, number: int, follows: Follows, languages: tuple[str, str]) -> Change:
        """Make the change. An insertion, repeal, split or join holds its substitution in itself.

        `languages` of the old and the new version say how provisions are cited.
        """
        kinds: set[ChangeKind] = set(self.kinds) or {"substitution"}  # the same words, set out anew
        if kinds & {"insertion", "repeal", "split", "join"}:
            kinds.discard("substitution")
        set_anew = not self.emphasis and not self.links and all(e.op == "keep" for e in self.edits)
        editorial = "substitution" in kinds and (set_anew or is_editorial(self.edits, follows))
        deleted, inserted = _marked(self.edits)
        return Change(
            id=self.id,
            number=number,
            kinds=tuple(kind for kind in _KIND_ORDER if kind in kinds),
            old=tuple(self.olds),
            new=tuple(self.news),
            edits=tuple(self.edits),
            basis=self.basis,
            score=self.score,
            label=_label(self.new_spots or self.old_spots, languages[1]),
            old_label=_label(self.old_spots, languages[0]),
            editorial=editorial and not self.links,
            emphasis=self.emphasis,
            link_target=tuple(self.links),
            words_deleted=deleted,
            words_inserted=inserted,
        )


def _marked(edits: Sequence[Edit]) -> tuple[int, int]:
    """Count the words that are marked, on each side: a word is when a letter or digit of it is."""
    texts = [edit for edit in edits if edit.part != "num"]
    old = _marked_words([e for e in texts if e.old_at], "delete", "old")
    new = _marked_words([e for e in texts if e.new_at], "insert", "new")
    return old, new


def _marked_words(edits: Sequence[Edit], op: str, side: str) -> int:
    """Count words of one side's text, leaf by leaf, that hold a marked letter or digit."""
    total = 0
    if not any(edit.op == op for edit in edits):
        return total
    runs: dict[tuple[str, str], list[tuple[int, str, bool]]] = {}
    for edit in edits:
        at, start = (edit.old_at, edit.old_start) if side == "old" else (edit.new_at, edit.new_start)
        runs.setdefault((at or "", edit.part), []).append((start or 0, edit.text, edit.op == op))
    for pieces in runs.values():
        if not any(marked for _, _, marked in pieces):
            continue
        pieces.sort()
        text = "".join(piece for _, piece, _ in pieces)
        if all(marked for _, _, marked in pieces):
            total += count_words(text)
            continue
        end_of_piece = counted = 0  # where this piece ends, and where the last word that was counted ends
        for _, piece, marked in pieces:
            end_of_piece += len(piece)
            if not marked:
                continue
            for letter in _LETTER.finditer(text, max(end_of_piece - len(piece), counted), end_of_piece):
                if letter.start() >= counted:
                    total += 1
                    space = _WHITE.search(text, letter.start())
                    counted = space.start() if space else len(text)
    return total


def slug(eid: str) -> str:
    """Make an id that is safe in a fragment and in a file's name."""
    return _UNSAFE.sub("-", eid).strip("-") or "change"


def _label(spots: Iterable[Spot], language: str) -> str:
    return ", ".join([provision_label(spot.chain(), language) for spot in spots])


def provision_label(chain: Sequence[Link], language: str = "") -> str:
    """Cite a provision by its numbers from the section in; what has none by its place, term or key.

    >>> way = [Link("section", "§ 4.", "", 4), Link("subsection", "", "", 2), Link("point", "a.", "", 1)]
    >>> provision_label(way, "nb"), provision_label(way, "en")
    ('§ 4 annet ledd a', '§ 4 ¶ 2 a')

    A number that holds the one around it is cited alone: "8.4.1", not "8 8.4 8.4.1".
    """
    steps = [step for n, link in enumerate(chain) if (step := _step(link, language, first=n == 0))]
    inner = [*steps[1:], ""][: len(steps)]
    steps = [step for step, within in zip(steps, inner, strict=True) if not within.startswith(f"{step}.")]
    return " ".join(steps) or next((link.name for link in chain if link.name), "")


def ordinal_of(link: Link) -> str:
    """Give the word for a Norwegian ledd's place ("annet"), by its number or where it stands, or none."""
    from lawdiff.cite import norwegian  # of other laws it is not asked, and its room takes long to open

    place = int(link.num.strip("()")) if link.num.strip("()").isdecimal() else link.ordinal
    return norwegian.format_path((Step("subsection", str(place)),)).split()[0] if 1 <= place <= 10 else ""


def _step(link: Link, language: str, *, first: bool) -> str:
    num = link.num.strip().strip("“”[] ").rstrip(".")
    if num:
        return num
    if first:
        return link.name
    match link.kind:
        case "definition" if link.name:
            return f"“{link.name}”"
        case "row" if link.name and link.name != HEAD:
            return link.name if len(link.name) <= 40 else f"{link.name[:39].rstrip()}…"
        case "subsection" if language[:2] in ("nb", "nn", "no") and link.ordinal <= 10:
            return f"{ordinal_of(link)} ledd"
        case "subsection" | "paragraph" | "point" | "item":
            return f"¶ {link.ordinal}"
        case _:
            return ""
