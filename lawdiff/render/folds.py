"""Runs of provisions that got other numbers and nothing else, as one line: "§ 3 (d)–(f) (were (c)–(e))".

So are those of numbers that are only written otherwise: "a)" to "d)" became "a." to "d.".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Change, Ref
from lawdiff.render.labels import Labels


@dataclass(frozen=True, slots=True)
class Fold:
    """One line of a list: its changes, their numbers in the list, the provisions, what is said of the old."""

    changes: tuple[Change, ...]
    numbers: str
    label: str
    was: str = ""


def folds(changes: Iterable[Change], labels: Labels) -> list[Fold]:
    """Give the changes in order, each run of mere renumberings as one; `label` is empty for a single one."""
    runs: list[list[Change]] = []
    for change in changes:
        if runs and _joins(runs[-1][-1], change):
            runs[-1].append(change)
        else:
            runs.append([change])
    return [_fold(run, labels) for run in runs]


def tidy(num: str) -> str:
    r"""Give a number as one cites it, without the stop or dash behind it.

    >>> [tidy(num) for num in ("§ 4.", "SEC. 2.—", "(a)", "Artikel 5:")]
    ['§ 4', 'SEC. 2', '(a)', 'Artikel 5']
    """
    return re.sub(r"[\s.:—–-]+$", "", num) or num


def _fold(run: Sequence[Change], labels: Labels) -> Fold:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return Fold((first,), str(first.number), "")
    stem = _stem(first.label, first.new[0])
    label = f"{first.label}–{tidy(last.new[0].num)}"
    if is_dressed(first):
        return Fold(tuple(run), f"{first.number}–{last.number}", label)
    was = f"{first.old_label}–{tidy(last.old[0].num)}"
    if stem and was.startswith(stem):
        was = was[len(stem) :]
    return Fold(tuple(run), f"{first.number}–{last.number}", label, labels.say("remark_were", place=was))


def _joins(a: Change, b: Change) -> bool:
    dressed = is_dressed(a) and is_dressed(b) and _follows(a.new[0].num, b.new[0].num)
    if not dressed and not (_only_renumbered(a) and _only_renumbered(b)):
        return False
    sides = ((a.label, a.new[0], b.label, b.new[0]), (a.old_label, a.old[0], b.old_label, b.old[0]))
    return all(
        x.kind == y.kind and _stem(said, x) == _stem(other, y) and said.endswith(tidy(x.num))
        for said, x, other, y in sides
    )


def _only_renumbered(change: Change) -> bool:
    """Whether another number is all that is told of a change, on each side of one provision."""
    if change.kinds != ("renumbering",) or len(change.old) != 1 or len(change.new) != 1:
        return False
    marked = any(edit.op != "keep" and edit.part != "num" for edit in change.edits)
    dressed = change.emphasis or change.link_target or change.editorial
    return not marked and not dressed and bool(change.old[0].num and change.new[0].num)


def is_dressed(change: Change) -> bool:
    """Whether all that changed is how a number is written; the provision is cited as before."""
    if change.kinds != ("substitution",) or change.emphasis or change.link_target or len(change.new) != 1:
        return False
    nums = [edit for edit in change.edits if edit.part == "num"]
    kept = all(edit.op == "keep" for edit in change.edits if edit.part != "num")
    return (
        kept
        and [edit.op for edit in nums] == ["delete", "insert"]
        and (bare_num(nums[0].text) == bare_num(nums[1].text))
    )


def _follows(before: str, after: str) -> bool:
    a, b = bare_num(before), bare_num(after)
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1


def _stem(label: str, ref: Ref) -> str:
    return label.removesuffix(tidy(ref.num))
