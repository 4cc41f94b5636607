"""Sections that are built alike: paired from the top in one step, without looking for candidates.

Most amendments change some words and leave every provision where it was. Where both sides have the same
kinds and numbers throughout, and every text is the same or keeps most of its beginning and end, and none
stands unchanged at another place, there is nothing to be found out: each provision is the one at its place.
In all other sections `align` decides.
"""

from collections.abc import Iterator, Sequence

from diff_match_patch import diff_match_patch
from msgspec import Struct

from lawdiff.diff.align import Alignment, Flow
from lawdiff.diff.candidates import Pair, is_shell
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text

_ENDS = diff_match_patch()
KEPT = 0.75
"""Share of the longer text that beginning and end in common have to make up."""


class _Step(Struct, frozen=True, gc=False):
    """Two provisions at one place. `still`: nothing in or below differs. `kept`: the share in common."""

    old: Provision
    new: Provision
    still: bool
    kept: float
    below: tuple["_Step", ...] = ()


def align_in_step(known: Alignment, old: Provision, new: Provision) -> bool:
    """Pair all below two sections that are built alike; say whether they are."""
    step = _step(old, new, top=True)
    if step is None or step.still or is_shell(old.content) != is_shell(new.content):
        return False
    if old.text is not None:
        known.flows.append(Flow((old,), (new,)))
    for below in step.below:
        _note(known, below, alone=len(step.below) == 1)
    return True


def _step(old: Provision, new: Provision, *, top: bool = False) -> _Step | None:
    """Go through two provisions together; `None` where they part."""
    if (
        old.kind != new.kind
        or len(old.children) != len(new.children)
        or (old.text is None) != (new.text is None)
    ):
        return None
    if not top and (old.num != new.num or old.key.casefold() != new.key.casefold()):
        return None
    kept = _kept(old.text, new.text)
    if kept < KEPT:
        return None
    below = []
    for a, b in zip(old.children, new.children, strict=True):
        step = _step(a, b)
        if step is None:
            return None
        below.append(step)
    if _changed_places(below):
        return None
    still = old.text == new.text and old.heading == new.heading and old.num == new.num
    return _Step(old, new, still and all(step.still for step in below), kept, tuple(below))


def _changed_places(steps: Sequence[_Step]) -> bool:
    """Whether a text of one place stands unchanged at another: rows of figures are alike from end to end."""
    changed = [step for step in steps if not step.still]
    if len(changed) < 2:
        return False
    place = {step.old.content: n for n, step in enumerate(changed)}
    return any(place.get(step.new.content, n) != n for n, step in enumerate(changed))


def _kept(old: Text | None, new: Text | None) -> float:
    """Share of the longer text that both begin and end with."""
    if old is None or new is None or old.content == new.content:
        return 1.0
    a, b = old.content, new.content
    start = _ENDS.diff_commonPrefix(a, b)
    end = min(_ENDS.diff_commonSuffix(a, b), min(len(a), len(b)) - start)
    return float(start + end) / max(len(a), len(b))


def _note(known: Alignment, step: _Step, *, alone: bool) -> None:
    """Note a pair, and what is below it unless nothing differs there."""
    known.join(_pair(step, alone=alone))
    if step.still:
        known.still.add(step.new.eid)
        return
    old, new = step.old, step.new
    if old.kind == "table":
        known.note_columns(old, new)
    if old.text is not None:
        known.flows.append(Flow((old,), (new,)))
    for below in step.below:
        _note(known, below, alone=len(step.below) == 1)


def _pair(step: _Step, *, alone: bool) -> Pair:
    old, new = step.old, step.new
    if alone and old.text is not None:
        return Pair(old.eid, new.eid, "only text", 1.0)
    if old.kind in ("cell", "header_cell"):
        return Pair(old.eid, new.eid, "column", 1.0)
    if step.still:
        return Pair(old.eid, new.eid, "identical", 1.0)
    share = min(_shares(step))
    return Pair(old.eid, new.eid, "number and text" if old.num else "similar text", round(share, 3))


def _shares(step: _Step) -> Iterator[float]:
    yield step.kept
    for below in step.below:
        yield from _shares(below)
