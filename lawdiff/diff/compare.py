"""Compare two expressions: the order of the steps.

1. Sections whose fingerprints are equal in place are done. The others are paired (`units`), their parts too
   (`align`), also across sections.
2. What moved is told from what shifted (`order`, `inner_moves`).
3. Texts that belong together are compared word by word (`flows`, `words`).
4. The tree of nodes and the changes are made (`nodes`, `plain_nodes`, `drafts`), in the running order.
5. The proof (`proof`): a redline that does not give both versions back is an error, never a warning.
"""

from collections.abc import Container, Iterable, Iterator
from itertools import chain
from typing import Literal

from msgspec.structs import replace

from lawdiff.diff import proof
from lawdiff.diff.align import Alignment, align, align_group, align_loose
from lawdiff.diff.drafts import ordinal_of
from lawdiff.diff.editorial import number_follows
from lawdiff.diff.ignoring import ignoring
from lawdiff.diff.lockstep import align_in_step
from lawdiff.diff.nodes import Builder
from lawdiff.diff.plain_nodes import resolve_places
from lawdiff.diff.references import Follows
from lawdiff.diff.running import Running
from lawdiff.diff.spots import Side
from lawdiff.diff.units import moved_units, named_units, pair_units
from lawdiff.memory import give_back
from lawdiff.model import redline as model
from lawdiff.model.expression import Entry, Expression
from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Change, Ignorable, Item, Redline, Relation

Scope = Literal["changed", "all"]


def compare(
    old: Expression,
    new: Expression,
    *,
    scope: Scope = "changed",
    identity: Iterable[tuple[str, str]] = (),
    use_stated: bool = True,
    ignore: Iterable[Ignorable] = (),
) -> Redline:
    """Compare two expressions of a law, section by section.

    `identity` is a person's map of (old, new) sections, by eId or number, which overrules all else; without
    `use_stated` notes of the law on former numbers are not believed (for measuring).
    `ignore` names what is left out of all that is shown, though not of the proof (`ignoring`).

    `scope` says whether sections that are the same carry their text ("all") or only their number and
    fingerprint. Raises `LawdiffError` if the proof fails. Old and new of different works is a warning in the
    result.
    """
    named = tuple(identity)
    broken = _seals_to_break(old, new, scope, named)
    old, new = old.opened(broken), new.opened(broken)
    while True:
        known = Alignment()
        pair_units(known, old, new, identity=named, use_stated=use_stated)
        moved = moved_units(known)
        by_new = known.new_entries
        broken = frozenset(by_new[key].body for key in moved if by_new[key].sealed)
        if not broken:
            break
        # What moved is shown with its text. The pairs stay, but for a law that had to be read anew.
        keys = [[e.key for e in side.outline] for side in (old, new)]
        old, new = old.opened(broken), new.opened(broken)
        if keys == [[e.key for e in side.outline] for side in (old, new)]:
            known.look_at(old, new)
            break
    give_back(old.origin.size + new.origin.size)  # by which sections were paired is gone
    old, new = old.read_out(), new.read_out()
    result = _redline(known, old, new, moved, scope)
    del known, moved
    found = proof.prove(result, old, new)
    proof.demand(found, result, old, new)
    return ignoring(replace(result, proof=found), ignore)


def _redline(known: Alignment, old: Expression, new: Expression, moved: set[str], scope: Scope) -> Redline:
    """Make the redline of what is paired, as yet without its proof."""
    builder = Builder(known, Side(old), Side(new), moved)
    _align_units(known, builder)
    builder.order_inner()
    builder.compare_texts(_follows(known, builder))

    items = Running(builder, old, new, scope).items()
    follows = _follows(known, builder)
    changes: list[Change] = []
    for draft in builder.drafts:
        if not draft.is_empty:
            changes.append(draft.finish(len(changes) + 1, follows, (old.language, new.language)))
    items = tuple(_resolved(items, builder, {change.id for change in changes}))
    return Redline(
        old=_side(old),
        new=_side(new),
        summary=_summary(changes),
        proof=model.Proof("", "", reject_all_is_old=False, accept_all_is_new=False),
        changes=tuple(changes),
        relations=_relations(known, builder, changes),
        items=items,
        warnings=tuple(_warnings(old, new)),
        scope=scope,
    )


def _resolved(items: Iterable[Item], builder: Builder, ids: set[str]) -> Iterator[Item]:
    for item in items:
        node = resolve_places(item.node, builder.at_provision, ids) if item.node is not None else None
        yield item if node is item.node else replace(item, node=node)


def _seals_to_break(
    old: Expression, new: Expression, scope: Scope, identity: Iterable[tuple[str, str]]
) -> frozenset[str]:
    """Sealed sections whose text is needed: all that is shown, and what a person's map names."""
    if scope == "all":
        return frozenset(entry.body for entry in new.outline if entry.sealed)
    olds, news = named_units(identity, old, new)
    return frozenset(entry.body for entry in (*olds, *news) if entry.sealed)


def _align_units(known: Alignment, builder: Builder) -> None:
    """Go into the sections that differ, then pair across sections what is left over."""
    by_old, by_new = known.old_entries, known.new_entries
    grouped: set[int] = set()
    for old_key, found in list(known.new_of.items()):
        a = by_old[old_key]
        if a.sealed:  # it stands on both sides for the same
            continue
        b = by_new[found.new]
        if old_key in known.group_of_old or found.new in known.group_of_new or not a.is_unit:
            continue
        if differs(a, b, builder.moved):
            old, new = builder.old.enter(a), builder.new.enter(b)
            if known.overruled or not align_in_step(known, old, new):
                align(known, [old], [new])
    for group in [*known.group_of_old.values(), *known.group_of_new.values()]:
        if id(group) not in grouped and group.olds[0] in by_old:
            grouped.add(id(group))
            olds = [builder.old.enter(by_old[key]) for key in group.olds]
            news = [builder.new.enter(by_new[key]) for key in group.news]
            align_group(known, olds, news)
    align_loose(known)


def differs(a: Entry, b: Entry, moved: Container[str]) -> bool:
    """Whether a pair of sections has to be looked into."""
    return a.body != b.body or a.dressing != b.dressing or b.key in moved


def _follows(known: Alignment, builder: Builder) -> Follows:
    """Which numbers follow a renumbering: of sections and chapters, and of what stands below changed
    sections.
    """
    every = _renumbered(known, builder)
    if _is_norwegian(builder):  # where the place of a ledd is a word
        return number_follows(chain(_renumbered_units(known), every))
    return number_follows(_renumbered_units(known), every)


def _is_norwegian(builder: Builder) -> bool:
    return builder.new.expression.language[:2] in ("nb", "nn", "no")


def _renumbered_units(known: Alignment) -> Iterator[tuple[str, str]]:
    for old_key, a in known.old_entries.items():
        found = known.new_of.get(old_key)
        b = known.new_entries.get(found.new) if found is not None else None
        if b is not None and a.num != b.num:
            nums = bare_num(a.num), bare_num(b.num)
            if nums[0] != nums[1] and all(nums):
                yield nums


def _renumbered(known: Alignment, builder: Builder) -> Iterator[tuple[str, str]]:
    norwegian = _is_norwegian(builder)
    nums_old, nums_new = _numbers(builder.old), _numbers(builder.new)
    for old_key, olds in nums_old.items():
        found = known.new_of.get(old_key)
        news = nums_new.get(found.new) if found else None
        if found is None or news is None:
            continue
        if norwegian and len(olds) == len(news) == 2:
            a, b = builder.old.spots[old_key], builder.new.spots[found.new]
            if a.provision.kind == b.provision.kind == "subsection":
                places = [ordinal_of(spot.link()) for spot in (a, b)]
                if places[0] != places[1]:
                    yield places[0], places[1]
        if olds == news or not all(olds) or not all(news):
            continue
        if len(olds) == len(news) == 1:
            yield olds[-1], news[-1]
            continue
        inner_old = "".join(f"({num})" for num in olds[1:])
        inner_new = "".join(f"({num})" for num in news[1:])
        if inner_old and inner_new:
            yield inner_old, inner_new
        yield olds[0] + inner_old, news[0] + inner_new
        if len(olds) > 1 and olds[-1] != news[-1]:
            yield f"({olds[-1]})", f"({news[-1]})"


def _numbers(side: Side) -> dict[str, tuple[str, ...]]:
    """Give the numbers without dress of each provision and those around it, from the section in."""
    nums: dict[str, tuple[str, ...]] = {}
    for eid, spot in side.spots.items():  # what is around a provision was entered before it
        own = (bare_num(spot.provision.num),)
        nums[eid] = nums[spot.parent] + own if spot.above is not None else own
    return nums


def _side(expression: Expression) -> model.Side:
    return model.Side(
        work=expression.work.uri,
        title=expression.work.title,
        date=expression.date,
        language=expression.language,
        schema=expression.schema,
        label=expression.label,
        source_name=expression.origin.name,
        source_sha256=expression.origin.sha256,
        sections=sum(entry.kind in ("section", "article") for entry in expression.outline),
    )


def _summary(changes: Iterable[Change]) -> dict[str, int]:
    """Counts by kind, of changes that are only editorial, and of words."""
    counts = dict.fromkeys(("substitution", "insertion", "repeal", "renumbering", "move", "split", "join"), 0)
    counts |= {"changes": 0, "editorial": 0, "words_deleted": 0, "words_inserted": 0}
    for change in changes:
        counts["changes"] += 1
        for kind in change.kinds:
            counts[kind] += 1
        counts["editorial"] += change.editorial
        counts["words_deleted"] += change.words_deleted
        counts["words_inserted"] += change.words_inserted
    return counts


def _relations(known: Alignment, builder: Builder, changes: Iterable[Change]) -> tuple[Relation, ...]:
    """The concordance of sections and containers: all that is not simply the same.

    A section that was amended only inside stands with "substitution", though its changes stand further in.
    """
    relations: dict[tuple[str, str], Relation] = {}
    by_old, by_new = known.old_entries, known.new_entries
    for change in changes:
        whole = all(ref.eid in by_old for ref in change.old) and all(ref.eid in by_new for ref in change.new)
        if whole:
            for a in change.old or (None,):
                for b in change.new or (None,):
                    key = (a.eid if a else "", b.eid if b else "")
                    relations[key] = Relation(a, b, change.kinds, change.basis, change.score)
            continue
        for ref in change.new or change.old:
            side = builder.new if change.new else builder.old
            unit = side.spots[ref.eid].unit
            found = known.old_of.get(unit) if change.new else known.new_of.get(unit)
            if found is not None:
                if found.new in known.promoted:
                    continue  # of the split that it is a part of
                a_ref, b_ref = builder.old.spots[found.old].ref(), builder.new.spots[found.new].ref()
                amended = Relation(a_ref, b_ref, ("substitution",), found.basis, found.score)
                relations.setdefault((found.old, found.new), amended)
    return tuple(relations.values())


def _warnings(old: Expression, new: Expression) -> list[str]:
    found = []
    if old.work.uri and new.work.uri and old.work.uri != new.work.uri:
        found.append(f"old and new are different works: {old.work.uri} and {new.work.uri}")
    titles = (old.work.title, new.work.title)
    named = bool(old.work.uri and new.work.uri)
    if not named and all(titles) and titles[0].casefold() != titles[1].casefold():
        found.append(f"old and new have different titles: “{titles[0]}” and “{titles[1]}”")
    # "no" is either of the two written languages of Norway (ISO 639: a macrolanguage), and says not which.
    primary = {tag.split("-")[0].lower() for tag in (old.language, new.language)}
    is_said = old.language and new.language and not ("no" in primary and primary <= {"no", "nb", "nn"})
    if is_said and old.language != new.language:
        found.append(f"old and new are in different languages: {old.language} and {new.language}")
    for expression in (old, new):
        found += [f"{expression.origin.name}: {notice}" for notice in expression.notices]
    return found
