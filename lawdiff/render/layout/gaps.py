"""What is said of the provisions left out, and the headings among them that are shown all the same."""

import re

from lawdiff.model.provision import CONTAINERS, UNITS
from lawdiff.model.redline import Node, Ref, Unchanged
from lawdiff.render.folds import tidy
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.runs import Piece, Run, titled
from lawdiff.render.presented import is_bare


def left_out(run: tuple[Unchanged, ...], following: Node | None, labels: Labels) -> list[Passage]:
    """Say what is left out; a heading that governs the section behind the run is shown all the same."""
    made: list[Passage] = []
    start = 0
    for i in sorted(_governing(run, following)):
        made += [Passage("said", said=unchanged_in_words(run[start:i], labels))] if i > start else []
        made.append(_bare_heading(run[i].new))
        start = i + 1
    rest = run[start:]
    return [*made, Passage("said", said=unchanged_in_words(rest, labels))] if rest else made


def unchanged_in_words(run: tuple[Unchanged, ...], labels: Labels) -> str:
    """Say which provisions are left out: by their numbers, by their headings, or how many they are."""
    units = [entry.new for entry in run if entry.new.kind in UNITS] or [entry.new for entry in run]
    nums = [tidy(ref.num) for ref in units]
    if all(nums):
        place = nums[0] if len(nums) == 1 else _span(nums, labels)
        kind, bare = units[0].kind, all(is_bare(num) for num in nums)
        if bare and kind in ("section", "article"):
            place = labels.say(f"name_{kind}{'s' if len(nums) > 1 else ''}", num=place)
    elif len(units) <= 3 and all(ref.heading or ref.num for ref in units):
        place = labels.listing(
            tidy(ref.num) or labels.say("quoted_name", name=tidy(ref.heading)) for ref in units
        )
    else:
        return labels.count("unchanged_unnamed", len(units))
    said = labels.say("unchanged_one" if len(units) == 1 else "unchanged_many", place=place)
    return said[:1].upper() + said[1:]


def title_of(ref: Ref | None) -> str:
    """Give number and heading of a provision, for lists and running heads."""
    return titled(ref.num, ref.heading) if ref else ""


def _governing(run: tuple[Unchanged, ...], following: Node | None) -> list[int]:
    ref = (following.new or following.old) if following else None
    if following is None or ref is None or following.kind in CONTAINERS:
        return []
    depth, last = ref.depth, len(run) - 1
    found: list[int] = []
    for i in range(last, -1, -1):
        entry = run[i].new
        heads = entry.kind in CONTAINERS and bool(entry.num or entry.heading)
        # A heading that holds nothing (a crossheading) is level with what it heads.
        if heads and (entry.depth < depth or (entry.depth == depth and not _gaps(found, i, last))):
            found.append(i)
        depth = min(depth, entry.depth)
    return found


def _gaps(found: list[int], i: int, last: int) -> bool:
    return any(j not in found for j in range(i + 1, last + 1))


def _bare_heading(ref: Ref) -> Passage:
    heading = Block("heading", 0, (Run("keep", (Piece(title_of(ref), "heading"),)),))
    anchor = "s-" + re.sub(r"[^\w.~-]", "-", ref.eid)
    return Passage("container", level=ref.depth, label=title_of(ref), heading=heading, anchor=anchor)


def _span(nums: list[str], labels: Labels) -> str:
    return labels.say("range_two" if len(nums) == 2 else "range_run", first=nums[0], last=nums[-1])
