"""Sections and chapters: which unit of the outline is which, and which of them moved.

Sections are paired by `identity`; chapters by the sections that they hold, so a chapter takes its sections
with it and none of them is marked for that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lawdiff.diff.align import Alignment
from lawdiff.diff.candidates import Anchor, Candidate, Pair, alike, share_vocabulary
from lawdiff.diff.identity import pair
from lawdiff.diff.order import out_of_order
from lawdiff.diff.parts import find_groups, with_kept_names
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Entry, Expression
from lawdiff.model.provision import CONTAINERS, bare_num


def pair_units(
    known: Alignment,
    old: Expression,
    new: Expression,
    *,
    identity: Iterable[tuple[str, str]] = (),
    use_stated: bool = True,
) -> None:
    """Pair sections, find splits and joins among them, then pair the containers.

    `identity` is a person's map, (old, new) ids or numbers; what it says of provisions inside sections is
    kept for `align`. `use_stated` says whether notes of former numbers are believed. Sections that the reader
    sealed are the same for their bytes, and are not looked into. Raises `LawdiffError` where the map names
    what is not there.
    """
    known.look_at(old, new)
    anchors = _pair_sealed(known, old, new)
    views_old, views_new = _views(old), _views(new)
    if _run_through(old) and _run_through(new):
        for view in (*views_old.values(), *views_new.values()):
            view.place = ""  # whatever number its chapter has now
    overruled: dict[str, str] = {}
    for a, b in named(identity, old, new):
        if a.inner and b.inner:
            known.overruled[a.inner] = b.inner
        else:
            overruled[b.unit.key] = a.unit.key
    stated = _stated(old, new, views_old, views_new) if use_stated else {}
    found = pair(
        list(views_old.values()),
        list(views_new.values()),
        stated=stated,
        overruled=overruled,
        anchors=beside_free(anchors, old, new),
    )
    new_of = {p.old: p for p in found}
    old_of = {p.new: p for p in found}
    groups = find_groups(views_old, views_new, new_of, old_of)
    for one in with_kept_names(found, groups, views_old, views_new):
        known.join(one)
    for group in groups:
        known.gather(group)
    _pair_containers(known, old, new)


def _pair_sealed(known: Alignment, old: Expression, new: Expression) -> list[Anchor]:
    """Pair what is sealed on both sides; give the places in both outlines."""
    sealed = [entry for entry in new.outline if entry.sealed]
    by_print = {entry.fingerprint: entry for entry in sealed}
    by_seal = {entry.body: entry for entry in sealed}  # one alone, where the number is another
    anchors = []
    new_of, old_of = known.new_of, known.old_of
    for entry in old.outline:
        if entry.sealed:
            other = by_print.get(entry.fingerprint) or by_seal[entry.body]
            kept = entry.num == other.num
            found = Pair(entry.key, other.key, "identical" if kept else "identical text", 1.0)
            new_of[entry.key] = old_of[other.key] = found
            anchors.append((entry.pos, other.pos, kept))
    return anchors


NEAR = 4
"""Anchors in a row that pairing looks at, beside what is free (`identity._is_sure`)."""


def beside_free(anchors: Sequence[Anchor], old: Expression, new: Expression) -> list[Anchor]:
    """Leave out anchors that stand in a run on both sides, far from what is still to be paired.

    Pairing asks only for what stands nearest to a free section, and a code of which little changed is nearly
    all anchors.
    """
    rank_old, rank_new = _ranks(old), _ranks(new)
    kept: list[Anchor] = []
    start = 0
    for n in range(1, len(anchors) + 1):
        if n < len(anchors):
            before, here = anchors[n - 1], anchors[n]
            if rank_old[here[0]] == rank_old[before[0]] + 1 and rank_new[here[1]] == rank_new[before[1]] + 1:
                continue
        if n - start > 2 * NEAR:
            kept += anchors[start : start + NEAR]
            kept += anchors[n - NEAR : n]
        else:
            kept += anchors[start:n]
        start = n
    return kept


def _ranks(expression: Expression) -> list[int]:
    """Give, for each place in the outline, how many units stand up to it."""
    return list(accumulate([entry.kind not in CONTAINERS for entry in expression.outline]))


def moved_units(known: Alignment) -> set[str]:
    """Give the keys (new side) of sections and containers that moved."""
    moved: set[str] = set()
    by_old, by_new = known.old_entries, known.new_entries
    siblings: dict[str, list[tuple[str, str]]] = {}
    last: dict[str, int] = {}
    disordered: set[str] = set()  # parents below which something does not stand in the old order
    same: dict[tuple[str, str], bool] = {}
    for entry in by_old.values():
        found = known.new_of.get(entry.key)
        if found is None:
            continue
        other = by_new[found.new]
        parents = (entry.parent, other.parent)
        is_same = same.get(parents)
        if is_same is None:
            is_same = same[parents] = _same_parent(known, *parents)
        if is_same:
            if last.get(other.parent, -1) > other.pos:
                disordered.add(other.parent)
            last[other.parent] = other.pos
            siblings.setdefault(other.parent, []).append((entry.key, found.new))
        elif _boundary_shifted(known, by_old, by_new, entry, other):
            continue
        elif entry.is_unit or _known_parents(known, *parents):
            moved.add(found.new)
    for parent in disordered:
        pairs = siblings[parent]
        order = sorted((new for _, new in pairs), key=lambda key: by_new[key].pos)
        old_of = {new: old for old, new in pairs}
        nums = {key: (_num(by_old[old_of[key]]), _num(by_new[key])) for key in order}
        moved |= out_of_order(pairs, nums)
    return moved


def _boundary_shifted(
    known: Alignment, by_old: dict[str, Entry], by_new: dict[str, Entry], old: Entry, new: Entry
) -> bool:
    """Whether only a chapter's boundary was set anew around a section that kept its number.

    Then one side's parent is an ancestor of what the other side's parent became; above all is the law itself.
    """
    if not old.num or bare_num(old.num) != bare_num(new.num):
        return False
    if not old.parent or not new.parent:
        return True
    ancestors_new, ancestors_old = _ancestors(by_new, new), _ancestors(by_old, old)
    partner = known.new_of.get(old.parent)
    if partner and partner.new in ancestors_new:
        return True
    former = known.old_of.get(new.parent)
    return former is not None and former.old in ancestors_old


def _ancestors(by_key: dict[str, Entry], entry: Entry) -> list[str]:
    found = []
    while entry.parent:
        found.append(entry.parent)
        entry = by_key[entry.parent]
    return found


def _same_parent(known: Alignment, parent_old: str, parent_new: str) -> bool:
    if not parent_old or not parent_new:
        return parent_old == parent_new
    found = known.new_of.get(parent_old)
    return found is not None and found.new == parent_new


def _known_parents(known: Alignment, parent_old: str, parent_new: str) -> bool:
    return parent_old in known.new_of and parent_new in known.old_of


def _num(entry: Entry) -> str:
    """Number for the rule of swaps; containers and unnumbered pieces take no part in it."""
    return bare_num(entry.num) if entry.is_unit else ""


def _views(expression: Expression) -> dict[str, Candidate]:
    places: dict[str, str] = {"": ""}
    views: dict[str, Candidate] = {}
    for entry in expression.outline:
        if not entry.is_unit:
            own = bare_num(entry.num) or entry.heading.casefold()
            places[entry.key] = f"{places[entry.parent]}/{entry.kind} {own}"
            continue
        if entry.sealed:
            continue
        views[entry.key] = Candidate(
            id=entry.key,
            num=entry.num,
            heading=entry.heading,
            kind=entry.kind,
            place=places[entry.parent],
            whole=entry.fingerprint,
            body=entry.body,
            load=_loader(expression, entry),
            wid=entry.wid,
            guid=entry.guid,
            pos=entry.pos,
        )
    return views


def _run_through(expression: Expression) -> bool:
    """Whether the numbers of sections run through the whole law: each stands once."""
    numbers = [(e.kind, bare_num(e.num)) for e in expression.outline if e.is_unit and e.num]
    return len(set(numbers)) == len(numbers)


def _loader(expression: Expression, entry: Entry) -> Callable[[], str]:
    def load() -> str:
        content = expression.section(entry.key).content
        return f"{entry.heading}\n{content}" if entry.heading else content

    return load


def _stated(
    old: Expression, new: Expression, views_old: dict[str, Candidate], views_new: dict[str, Candidate]
) -> dict[str, str]:
    """What notes of the new version say of former numbers, as keys on both sides."""
    if not new.stated:
        return {}
    by_num: dict[str, list[str]] = {}
    for entry in old.outline:
        if entry.is_unit and entry.num:
            by_num.setdefault(bare_num(entry.num), []).append(entry.key)
    stated = {}
    share_vocabulary([*views_old.values(), *views_new.values()])
    for key, former in new.stated.items():
        olds = by_num.get(bare_num(former), [])
        if len(olds) != 1 or key not in views_new:
            continue
        here = views_new[key]
        same = by_num.get(bare_num(here.num), [])
        if olds[0] not in views_old:
            continue
        rivals = len(same) == 1 and same != olds and same[0] in views_old
        if rivals and _closer(views_old[same[0]], views_old[olds[0]], here):
            continue  # the note tells of a renumbering before the old version
        stated[key] = olds[0]
    # Two sections cannot both have been the same one; then the notes are of different years.
    often = Counter(stated.values())
    return {key: old_key for key, old_key in stated.items() if often[old_key] == 1}


@dataclass(frozen=True, slots=True)
class Named:
    """What a person's map names: a section, or a provision inside it (`inner`, its eId; else empty)."""

    unit: Entry
    inner: str = ""


def named(identity: Iterable[tuple[str, str]], old: Expression, new: Expression) -> list[tuple[Named, Named]]:
    """Find what a person's map names. Raises `LawdiffError` where a version does not have it, or where one
    side is a section and the other stands inside one.
    """
    found = []
    for n, (old_name, new_name) in enumerate(identity, start=1):
        where = f"--identity, entry {n}"
        a, b = _named(old_name, old, "old", where), _named(new_name, new, "new", where)
        if bool(a.inner) != bool(b.inner):
            raise LawdiffError(
                f'of "{old_name}" and "{new_name}" one is a section and the other stands inside one',
                where=where,
                do="Name two sections, or two provisions inside sections",
            )
        found.append((a, b))
    return found


def named_units(
    identity: Iterable[tuple[str, str]], old: Expression, new: Expression
) -> tuple[list[Entry], list[Entry]]:
    """Find the sections that a person's map names, or names something in. Raises as `named`."""
    pairs = named(identity, old, new)
    return [a.unit for a, _ in pairs], [b.unit for _, b in pairs]


def _named(name: str, expression: Expression, side: str, where: str) -> Named:
    """Find a section by its id, or by its number where one section has it; or what is inside by its id."""
    units = [entry for entry in expression.outline if entry.is_unit]
    found = [entry for entry in units if entry.key == name] or [
        entry for entry in units if entry.num and bare_num(entry.num) == bare_num(name)
    ]
    if len(found) == 1:
        return Named(found[0])
    if not found:
        for entry in units:
            # A sealed section shows nothing of what is in it; its id tells, and it will be opened.
            inside = name.startswith(f"{entry.key}__") if entry.sealed else _holds(expression, entry, name)
            if inside:
                return Named(entry, name)
    what = "no provision" if not found else f"{len(found)} sections"
    raise LawdiffError(
        f'the {side} version has {what} "{name}"',
        where=where,
        do="Name it by its eId: lawdiff read --outline",
    )


def _holds(expression: Expression, entry: Entry, eid: str) -> bool:
    return any(p.eid == eid for _, p in expression.section(entry.key).walk())


def _closer(one: Candidate, other: Candidate, new: Candidate) -> bool:
    """Whether the first of two old sections has more of the new one's text."""
    return alike(one, new) > alike(other, new)


def _pair_containers(known: Alignment, old: Expression, new: Expression) -> None:
    """Pair containers by the sections they share, and what is left by number and heading."""
    by_old, by_new = known.old_entries, known.new_entries
    parents = Counter((by_old[f.old].parent, by_new[f.new].parent) for f in known.new_of.values())
    votes: Counter[tuple[str, str]] = Counter()
    for (a, b), n in parents.items():
        while a and b:
            if by_old[a].kind == by_new[b].kind:
                votes[a, b] += n
            a, b = by_old[a].parent, by_new[b].parent
    ranked = sorted(
        votes.items(),
        key=lambda item: (-item[1], -_alike(by_old[item[0][0]], by_new[item[0][1]]), by_new[item[0][1]].pos),
    )
    for (a, b), n in ranked:
        if a not in known.new_of and b not in known.old_of:
            known.join(Pair(a, b, "sections in common", 1.0 if n > 1 else 0.8))
    free_old = [e for e in old.outline if not e.is_unit and e.key not in known.new_of]
    free_new = [e for e in new.outline if not e.is_unit and e.key not in known.old_of]
    for b_entry in free_new:
        for a_entry in free_old:
            if a_entry.key in known.new_of or a_entry.kind != b_entry.kind:
                continue
            same_place = _same_parent(known, a_entry.parent, b_entry.parent)
            if same_place and _alike(a_entry, b_entry) >= (2 if a_entry.num and a_entry.heading else 1):
                known.join(Pair(a_entry.key, b_entry.key, "number and heading", 0.8))
                break


def _alike(a: Entry, b: Entry) -> int:
    """How many of number and heading two containers share; bare ones (a `body`) are simply the same."""
    if not (a.num or a.heading or b.num or b.heading):
        return 2
    same_num = bool(a.num) and bare_num(a.num) == bare_num(b.num)
    return int(same_num) + int(bool(a.heading) and a.heading.casefold() == b.heading.casefold())
