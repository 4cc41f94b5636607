"""The concordance as one reads it: old number, new number, what became of it, a run that shifted as one line.

Only lines that say something are given: another number, another place, a split or a join, what is new and
what is gone. What kept its number stands in the list of changes if it was amended; the CSV has every line
(`concordance`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lawdiff.model.redline import ChangeKind, Redline, Ref, Relation
from lawdiff.render.concordance import in_order, left_out
from lawdiff.render.folds import tidy
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Marker
from lawdiff.render.presented import is_bare, named

NOTHING = "–"
"""What stands for a side on which there is no provision."""

_NUMBER = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)
_SHIFTS: frozenset[ChangeKind] = frozenset({"renumbering", "move"})
_TOLD: frozenset[ChangeKind] = _SHIFTS | {"split", "join", "insertion", "repeal"}


@dataclass(frozen=True, slots=True)
class Mapped:
    """A line: old and new number (or heading), the relation in words, the heading as it is now.

    `fragment` is the mark of the change, where one stands in the redline; `shifts` whether a provision that
    is on both sides has another number or place.
    """

    old: str
    new: str
    relation: str
    heading: str = ""
    fragment: str = ""
    shifts: bool = False

    @property
    def gone(self) -> bool:
        """Whether there is nothing on the new side."""
        return self.new == NOTHING


@dataclass(frozen=True, slots=True)
class _Line:
    """Relations that are told as one: a single one, the parts of a split or join, a run."""

    kinds: tuple[ChangeKind, ...]
    olds: tuple[Ref, ...]
    news: tuple[Ref, ...]
    run: bool = False


def mapped(redline: Redline, marks: Mapping[str, Marker], labels: Labels) -> tuple[Mapped, ...]:
    """Give the lines in the order of the new law, what is gone behind what stood before it."""
    fragments = {
        (side, ref.eid): marks[change.id].fragment
        for change in redline.changes
        for side, refs in (("old", change.old), ("new", change.new))
        for ref in refs
        if change.id in marks
    }
    ordered = in_order([*redline.relations, *left_out(redline)])
    lines = _runs(_grouped(relation for relation in ordered if _says(relation)))
    return tuple(_mapped(line, fragments, labels) for line in lines)


def _says(relation: Relation) -> bool:
    named_ = any(ref and (ref.num or ref.heading) for ref in (relation.old, relation.new))
    return named_ and bool(_TOLD.intersection(relation.kinds))


def _grouped(relations: Iterable[Relation]) -> list[_Line]:
    """Put the parts of a split beside what they were, those of a join beside what they are."""
    lines: list[_Line] = []
    at: dict[tuple[str, str], int] = {}
    for relation in relations:
        line = _Line(relation.kinds, _given(relation.old), _given(relation.new))
        for kind, ref in (("split", relation.old), ("join", relation.new)):
            if kind in relation.kinds and ref:
                n = at.setdefault((kind, ref.eid), len(lines))
                if n < len(lines):
                    line = replace(
                        lines[n],
                        olds=tuple(dict.fromkeys(lines[n].olds + line.olds)),
                        news=tuple(dict.fromkeys(lines[n].news + line.news)),
                    )
                    lines[n] = line
                    break
        else:
            lines.append(line)
    return lines


def _given(ref: Ref | None) -> tuple[Ref, ...]:
    return (ref,) if ref else ()


def _runs(lines: Iterable[_Line]) -> list[_Line]:
    """Join lines in which the same happened to provisions that follow each other, on each side by one."""
    joined: list[_Line] = []
    last: dict[tuple[ChangeKind, ...], int] = {}  # what is gone may stand between two that shifted
    for line in lines:
        n = last.get(line.kinds)
        before = joined[n] if n is not None else None
        if n is not None and before and _follows(before.olds, line.olds) and _follows(before.news, line.news):
            joined[n] = replace(before, olds=before.olds + line.olds, news=before.news + line.news, run=True)
            continue
        last[line.kinds] = len(joined)
        joined.append(line)
    return joined


def _follows(before: Sequence[Ref], after: Sequence[Ref]) -> bool:
    """Whether one provision has the number behind the last of these, or there is none on this side."""
    if not before or not after:
        return not before and not after
    a, b = before[-1], after[0]
    x, y = _NUMBER.fullmatch(tidy(a.num)), _NUMBER.fullmatch(tidy(b.num))
    if x is None or y is None or a.kind != b.kind or len(after) > 1:
        return False
    return (x[1], x[3]) == (y[1], y[3]) and int(y[2]) == int(x[2]) + 1


def _mapped(line: _Line, fragments: Mapping[tuple[str, str], str], labels: Labels) -> Mapped:
    olds, news = (_side(refs, labels, run=line.run) for refs in (line.olds, line.news))
    refs, side = (line.news, "new") if line.news else (line.olds, "old")
    relation = labels.listing(labels.say(f"kind_{kind}") for kind in line.kinds)
    heading = refs[0].heading if len(refs) == 1 and refs[0].num else ""
    fragment = next((found for ref in refs if (found := fragments.get((side, ref.eid)))), "")
    shifts = bool(_SHIFTS.union(("split", "join")).intersection(line.kinds))
    return Mapped(olds, news, relation, heading, fragment, shifts)


def _side(refs: Sequence[Ref], labels: Labels, *, run: bool) -> str:
    if not refs:
        return NOTHING
    if run:
        return _span(refs[0], refs[-1], labels)
    return ", ".join(named(tidy(ref.num), ref.kind, labels) or tidy(ref.heading) or NOTHING for ref in refs)


def _span(first: Ref, last: Ref, labels: Labels) -> str:
    """Name a run by its first and last number: "§§ 5–12", "Sections 115–120", "Chapter 3–4"."""
    a, b = _NUMBER.fullmatch(tidy(first.num)), _NUMBER.fullmatch(tidy(last.num))
    if a is None or b is None:  # cannot be: only what has a number is in a run
        return f"{tidy(first.num)}–{tidy(last.num)}"
    prefix = re.sub(r"^§(?!§)", "§§", a[1])
    suffix = re.sub(r"(?<!§)§$", "§§", a[3])
    # "§ 3-4" to "§ 3-9": the part before the dash belongs to both numbers.
    again = (re.search(r"[\d.:-]*$", a[1]) or [""])[0]
    span = f"{prefix}{a[2]}–{again}{b[2]}{suffix}"
    if is_bare(span) and first.kind in ("section", "article"):
        return labels.say(f"name_{first.kind}s", num=span)
    return span
