"""Alignment below the section: which subsection, item, row and paragraph is which, and which texts to
compare.

A section pair (or the sections of a split or join, taken together) is gone through from the top: its parts
are paired by `identity.pair`; what is found inside another becomes a split or a join; two leaves that belong
together become a flow. A flow is text compared as one, leaf after leaf, whatever leaves it is cut into on
each side: so a sentence set out as a list, or a list run together, marks only the words that differ.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from msgspec.structs import replace

from lawdiff.diff import tables
from lawdiff.diff.identity import Candidate, Pair, is_shell, pair
from lawdiff.diff.parts import Group as Group
from lawdiff.diff.parts import find_groups as find_groups
from lawdiff.diff.parts import with_kept_names
from lawdiff.diff.tokens import OTHER, characters, containment, count_words, make_room, says, similarity
from lawdiff.diff.words import MOVED_WORDS
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Entry, Expression
from lawdiff.model.provision import LEAVES, Provision


@dataclass(frozen=True, slots=True)
class Flow:
    """Leaves of both sides whose texts are compared as one text each."""

    olds: tuple[Provision, ...]
    news: tuple[Provision, ...]


@dataclass(slots=True)
class Alignment:
    """What is known of both laws' provisions; filled from the outline down.

    `new_of` and `old_of` give the partner with basis and score, `group_of_old` and `group_of_new` the split
    or join that a provision is in. `absorbed_old` and `absorbed_new` are provisions without a partner whose
    text stands in a flow all the same. `left_old` and `left_new` are what no step has paired. `overruled` is
    what a person's map says of provisions below sections, by their ids. `still` are new provisions in and
    below which nothing differs, `same_within` those below which nothing does, wherever they stand.
    `old_entries` and `new_entries` are the lines of both outlines by their keys. `promoted` are new
    sections that were a subsection of a section split up.
    """

    new_of: dict[str, Pair] = field(default_factory=dict)
    old_of: dict[str, Pair] = field(default_factory=dict)
    group_of_old: dict[str, Group] = field(default_factory=dict)
    group_of_new: dict[str, Group] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    absorbed_old: set[str] = field(default_factory=set)
    absorbed_new: set[str] = field(default_factory=set)
    left_old: dict[str, Provision] = field(default_factory=dict)
    left_new: dict[str, Provision] = field(default_factory=dict)
    whole_rows: set[str] = field(default_factory=set)
    columns: dict[str, tables.Columns] = field(default_factory=dict)
    overruled: dict[str, str] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)
    same_within: set[str] = field(default_factory=set)
    promoted: set[str] = field(default_factory=set)
    old_entries: dict[str, Entry] = field(default_factory=dict)
    new_entries: dict[str, Entry] = field(default_factory=dict)

    def look_at(self, old: Expression, new: Expression) -> None:
        """Note the outlines of two versions: both as they were paired, or with some sections opened since."""
        self.old_entries = {entry.key: entry for entry in old.outline}
        self.new_entries = {entry.key: entry for entry in new.outline}

    def join(self, found: Pair) -> None:
        """Note a pair."""
        self.new_of[found.old] = found
        self.old_of[found.new] = found

    def note_columns(self, old: Provision, new: Provision) -> None:
        """Note which columns of two tables are the same."""
        columns = tables.columns(old, new)
        self.columns |= {row.eid: columns for row in new.children}
        if columns.whole:
            self.whole_rows.add(new.eid)

    def gather(self, group: Group) -> None:
        """Note a split or join."""
        self.group_of_old |= dict.fromkeys(group.olds, group)
        self.group_of_new |= dict.fromkeys(group.news, group)


_CELLED = frozenset({"table", "row", "cell", "header_cell"})
"""Kinds that are never a line which says that something is gone: "Revoked | 5 | kg" is a row like others."""


def align(known: Alignment, olds: Sequence[Provision], news: Sequence[Provision]) -> None:
    """Pair what is below these provisions, which belong together (mostly one on each side)."""
    parts_old = [part for p in olds for part in _parts(p)]
    parts_new = [part for p in news for part in _parts(p)]
    if not parts_old or not parts_new:
        _leave(known, parts_old, parts_new, olds, news)
        return
    if any(p.kind not in _CELLED and is_shell(p.content) for p in (*news, *olds)):
        _leave(known, parts_old, parts_new, olds, news)  # what is gone is struck as it stood
        return
    own_old = len(parts_old) == 1 and parts_old[0].text is not None
    own_new = len(parts_new) == 1 and parts_new[0].text is not None
    bare_old = all(p in olds for p in parts_old)
    bare_new = all(p in news for p in parts_new)
    if bare_old or bare_new or (own_old and own_new):
        _flow_of_all(known, parts_old, parts_new, olds, news)
        return
    if len(olds) == len(news) == 1 and olds[0].kind == news[0].kind == "row":
        _align_cells(known, parts_old, parts_new, known.columns.get(news[0].eid))
        return
    parts_old, parts_new = _level(known, parts_old, parts_new)
    _align_parts(known, parts_old, parts_new, olds, news)


def align_group(known: Alignment, olds: Sequence[Provision], news: Sequence[Provision]) -> None:
    """Pair what is below the sections of a split or join.

    A subsection of the section split up may be a section of its own now: then these two are a pair.
    """
    if len(olds) == 1:
        olds, news = _promote(known, olds[0], news)
    align(known, olds, news)


def _promote(
    known: Alignment, old: Provision, news: Sequence[Provision]
) -> tuple[list[Provision], list[Provision]]:
    """Pair subsections with the sections they became, and give the rest of both sides."""
    left, rest = list(old.children), []
    for new in news:
        part = None if new.eid in known.old_of else _same_text(new, left)
        if part is None:
            rest.append(new)
            continue
        left.remove(part)
        known.promoted.add(new.eid)
        known.join(Pair(part.eid, new.eid, "similar text", round(similarity(part.content, new.content), 3)))
        if part.text is not None and new.text is not None:
            known.flows.append(Flow((part,), (new,)))
        else:
            align(known, [part], [new])
    return [replace(old, children=tuple(left)) if left or not old.children else old], rest


def _same_text(new: Provision, parts: Sequence[Provision]) -> Provision | None:
    """Find the one of a section's parts whose text another section has, amended or not."""
    text = new.content
    beside = {child.kind for child in new.children}
    # A section that has subsections of its own is not one of them, though only one is left of it.
    near = [p for p in parts if (p.num or p.kind == "subsection") and p.kind not in beside]
    if count_words(text) < _FEWEST:
        return None
    same = [p for p in near if p.content == text] or [
        p for p in near if similarity(p.content, text) >= _PROMOTED
    ]
    return same[0] if len(same) == 1 else None


_FEWEST = 4
"""Words that tell which provision one was, where the text is the same: as many as a part of a split has at
least."""
_FULL = 3
"""Words other than small ones that a short text has to say, to be known in another section."""
_PROMOTED = 0.75
"""Similarity from which a section is a subsection that was split off, and not a section that has a part of
it: two subsections of one section seldom share half of their words in order."""


def align_loose(known: Alignment) -> None:
    """Pair what is left over in different sections: provisions that moved from one to another.

    Raises `LawdiffError` where a person's map pairs what cannot be a pair.
    """
    named_old = known.overruled
    named_new = {new: old for old, new in named_old.items()}
    both = {old for old, new in named_old.items() if old in known.left_old and new in known.left_new}
    short = _short_of_both(known)
    olds = [
        p
        for p in known.left_old.values()
        if p.eid in both or (p.eid not in named_old and _may_move(p, short))
    ]
    news = [
        p
        for p in known.left_new.values()
        if named_new.get(p.eid) in both or (p.eid not in named_new and _may_move(p, short))
    ]
    if olds and news:
        _pair_loose(known, olds, news, {named_old[old]: old for old in both})
    for n, (old_eid, new_eid) in enumerate(named_old.items(), start=1):
        found = known.new_of.get(old_eid)
        if found is None or found.new != new_eid:
            raise LawdiffError(
                f'"{old_eid}" cannot be taken for "{new_eid}": what stands around them differs too much,'
                " or is the same on both sides",
                where=f"--identity, provision {n} below sections",
                do="Name the provisions around them as well, or leave the entry out",
            )


def _pair_loose(
    known: Alignment, olds: Sequence[Provision], news: Sequence[Provision], overruled: Mapping[str, str]
) -> None:
    by_old, by_new = {p.eid: p for p in olds}, {p.eid: p for p in news}
    found = pair(
        [candidate(p, p.eid) for p in olds],
        [candidate(p, p.eid) for p in news],
        overruled=overruled,
        loose=False,
    )
    for one in found:
        if one.score >= 0.7:
            old, new = by_old[one.old], by_new[one.new]
            del known.left_old[old.eid], known.left_new[new.eid]
            _settle(known, one, old, new, (), ())


_SHORT = 2000
"""Characters up to which a text stands for itself where texts are held against each other."""


def candidate(p: Provision, place: str = "", row: tuple[str, str] | None = None) -> Candidate:
    """Make the view of a provision that pairing works on. `row` is the key and text that a row goes by."""
    heading = p.heading.content if p.heading else ""
    key, content = row or (tables.row_name(p) if p.kind == "row" else p.key, p.content)

    body = f"{heading}\x1f{content}"
    if len(body) > _SHORT:
        body = blake2b(body.encode(), digest_size=16).hexdigest()
    return Candidate(
        id=p.eid,
        num=p.num,
        heading=heading,
        kind="leaf" if p.kind in LEAVES else p.kind,
        place=place,
        whole=f"{p.num}\x1f{body}",
        body=body,
        load=lambda: f"{heading}\n{content}" if heading else content,
        key=key,
        wid=p.wid,
        guid=p.guid,
    )


def leaves(p: Provision) -> list[Provision]:
    """Give the leaves with text at or below a provision, in reading order."""
    return [q for _, q in p.walk() if q.text is not None]


def _parts(p: Provision) -> tuple[Provision, ...]:
    """What a provision consists of: its children, or itself where it has text."""
    return p.children or ((p,) if p.text is not None else ())


_STAYING = frozenset({"row", "cell", "header_cell", "intro", "wrap_up"})
"""Kinds that belong to what is around them."""


def _may_move(p: Provision, short: Container[str]) -> bool:
    if p.kind in _STAYING:
        return False
    return count_words(p.content) >= MOVED_WORDS or p.content in short


def _short_of_both(known: Alignment) -> set[str]:
    """Give the short texts that were struck once and put in once, letter for letter, and say enough: an item
    of four words that went to another list. "A fine is due." is said everywhere.
    """
    if not known.left_old or not known.left_new:
        return set()
    olds, news = (
        Counter(p.content for p in left.values() if p.kind not in _STAYING)
        for left in (known.left_old, known.left_new)
    )
    return {
        text
        for text, times in olds.items()
        if times == news[text] == 1 and count_words(text) < MOVED_WORDS and _says_enough(text)
    }


def _says_enough(text: str) -> bool:
    make_room(len(text))
    return count_words(text) >= _FEWEST and says(characters(text)) >= _FULL * OTHER


def _leave(
    known: Alignment,
    parts_old: Iterable[Provision],
    parts_new: Iterable[Provision],
    olds: Sequence[Provision],
    news: Sequence[Provision],
) -> None:
    known.left_old |= {p.eid: p for p in parts_old if p not in olds}
    known.left_new |= {p.eid: p for p in parts_new if p not in news}


def _level(
    known: Alignment, olds: list[Provision], news: list[Provision]
) -> tuple[list[Provision], list[Provision]]:
    """Bring a list that went a level down (or up) to the level of its former items.

    "(A) … (F)" becomes "(A)(i) … (vi)" when a drafter adds a "(B)": the items are the same, one level deeper,
    and the new "(A)" around them is only structure.
    """
    deeper = _shared_below(olds, news)
    if deeper is not None:
        known.absorbed_new |= {deeper.eid}
        at = news.index(deeper)
        return olds, [*news[:at], *deeper.children, *news[at + 1 :]]
    higher = _shared_below(news, olds)
    if higher is not None:
        known.absorbed_old |= {higher.eid}
        at = olds.index(higher)
        return [*olds[:at], *higher.children, *olds[at + 1 :]], news
    return olds, news


def _shared_below(flat: Sequence[Provision], deep: Sequence[Provision]) -> Provision | None:
    """Find the one provision of `deep` whose children are mostly the items of `flat`."""
    items = {p.content for p in flat if p.num}
    beside = sum(p.content in items for p in deep)
    for p in deep:
        shared = sum(child.content in items for child in p.children)
        if shared >= 2 and shared > beside and shared * 2 >= len(items):
            return p
    return None


def _flow_of_all(
    known: Alignment,
    parts_old: Sequence[Provision],
    parts_new: Sequence[Provision],
    olds: Sequence[Provision],
    news: Sequence[Provision],
) -> None:
    """Compare all text of both sides as one: one side is a single text."""
    leaves_old = tuple(q for p in parts_old for q in leaves(p))
    leaves_new = tuple(q for p in parts_new for q in leaves(p))
    if not leaves_old or not leaves_new:  # an empty table has nothing to compare
        _leave(known, parts_old, parts_new, olds, news)
        return
    known.flows.append(Flow(leaves_old, leaves_new))
    if len(parts_old) == len(parts_new) == 1:
        # Two single leaves are one, unless one of them is its parent's own text.
        if parts_old[0] not in olds and parts_new[0] not in news:
            known.join(Pair(parts_old[0].eid, parts_new[0].eid, "only text", 1.0))
        else:
            known.absorbed_old |= {p.eid for p in parts_old if p not in olds}
            known.absorbed_new |= {p.eid for p in parts_new if p not in news}
        return
    known.absorbed_old |= {q.eid for p in parts_old if p not in olds for _, q in p.walk()}
    known.absorbed_new |= {q.eid for p in parts_new if p not in news for _, q in p.walk()}
    numbered = tuple(p.eid for p in parts_old if p.num)
    if len(numbered) > 1 and len(parts_new) == 1 and parts_new[0] in news and len(news) == 1:
        share = containment("\n".join(p.content for p in parts_old), parts_new[0].content)
        if share >= 0.8:  # a list that was rewritten as a sentence is amended, not joined
            known.gather(Group("join", numbered, (parts_new[0].eid,), round(share, 3)))


def _align_cells(
    known: Alignment, olds: Sequence[Provision], news: Sequence[Provision], columns: tables.Columns | None
) -> None:
    """Pair the cells of a row by their columns."""
    for i, j in tables.pair_cells(olds, news, columns):
        found = Pair(olds[i].eid, news[j].eid, "column", 1.0)
        if columns and columns.in_order and tables.is_same(olds[i], news[j]):
            known.join(found)
            known.still.add(news[j].eid)
        else:
            _settle(known, found, olds[i], news[j], (), ())


def _align_parts(
    known: Alignment,
    parts_old: Sequence[Provision],
    parts_new: Sequence[Provision],
    olds: Sequence[Provision],
    news: Sequence[Provision],
) -> None:
    by_old = {p.eid: p for p in parts_old}
    by_new = {p.eid: p for p in parts_new}
    # What a person's map pairs with something elsewhere waits for it (`align_loose`).
    overruled = {new: old for old, new in known.overruled.items() if old in by_old and new in by_new}
    away_old = known.overruled.keys() - set(overruled.values())
    away_new = set(known.overruled.values()) - overruled.keys()
    columns = _columns_between(known, olds, news)
    rows_old, rows_new = tables.rows_by_columns(olds[0], news[0], columns) if columns else ({}, {})
    views_old = {p.eid: candidate(p, row=rows_old.get(p.eid)) for p in parts_old if p.eid not in away_old}
    views_new = {p.eid: candidate(p, row=rows_new.get(p.eid)) for p in parts_new if p.eid not in away_new}
    found = pair(list(views_old.values()), list(views_new.values()), overruled=overruled)
    new_of = {p.old: p for p in found}
    old_of = {p.new: p for p in found}

    groups = find_groups(views_old, views_new, new_of, old_of)
    found = with_kept_names(found, groups, views_old, views_new)
    new_of, old_of = {p.old: p for p in found}, {p.new: p for p in found}
    grouped: set[tuple[str, str]] = set()
    for group in groups:
        for main in found:
            if main.old in group.olds and main.new in group.news:
                grouped.add((main.old, main.new))
                if by_old[main.old] not in olds and by_new[main.new] not in news:
                    known.join(main)
        parts = [by_old[e] for e in group.olds] + [by_new[e] for e in group.news]
        # Text that only became a list's end, or a parent's own text, is cut anew: no provision was split.
        if not any(p in olds or p in news or p.kind in LEAVES for p in parts):
            known.gather(group)
        align(known, [by_old[e] for e in group.olds], [by_new[e] for e in group.news])
    in_group_old = {e for g in groups for e in g.olds}
    in_group_new = {e for g in groups for e in g.news}
    in_place = columns is not None and columns.in_place and _stay_in_place(found, parts_old, parts_new)
    for one in found:
        if (one.old, one.new) in grouped:
            continue
        if in_place and tables.is_same(by_old[one.old], by_new[one.new]):
            known.join(one)
            known.still.add(one.new)
        else:
            _settle(known, one, by_old[one.old], by_new[one.new], olds, news)
    _leave(
        known,
        [p for p in parts_old if p.eid not in new_of and p.eid not in in_group_old],
        [p for p in parts_new if p.eid not in old_of and p.eid not in in_group_new],
        olds,
        news,
    )


def _stay_in_place(found: Sequence[Pair], olds: Sequence[Provision], news: Sequence[Provision]) -> bool:
    """Whether these are rows, each paired with the one at its place: then what is the same needs no look."""
    if len(found) != len(olds) or len(found) != len(news) or not all(p.kind == "row" for p in (*olds, *news)):
        return False
    return [(one.old, one.new) for one in found] == [(a.eid, b.eid) for a, b in zip(olds, news, strict=True)]


def _columns_between(
    known: Alignment, olds: Sequence[Provision], news: Sequence[Provision]
) -> tables.Columns | None:
    """Give the columns of two tables, if these are two tables."""
    if len(olds) == len(news) == 1 and olds[0].kind == news[0].kind == "table" and news[0].children:
        return known.columns.get(news[0].children[0].eid)
    return None


def _settle(
    known: Alignment,
    found: Pair,
    old: Provision,
    new: Provision,
    olds: Sequence[Provision],
    news: Sequence[Provision],
) -> None:
    """Note a pair and go on below it. A parent's own text is no provision of its own: it only flows."""
    if old in olds or new in news:
        known.absorbed_old |= {q.eid for _, q in old.walk()} if old not in olds else set()
        known.absorbed_new |= {q.eid for _, q in new.walk()} if new not in news else set()
        known.flows.append(Flow(tuple(leaves(old)), tuple(leaves(new))))
        return
    known.join(found)
    if old.kind == new.kind == "table":
        known.note_columns(old, new)
    if old.text is not None and new.text is not None:
        known.flows.append(Flow((old,), (new,)))
    elif old.children and _is_same(old, new):
        known.same_within.add(new.eid)
        _join_below(known, old, new)
    else:
        align(known, [old], [new])


def _is_same(old: Provision, new: Provision) -> bool:
    """Whether all below two provisions is the same, one by one, with all that texts wear."""
    if len(old.children) != len(new.children):
        return False
    for a, b in zip(old.children, new.children, strict=True):
        if a.kind != b.kind or a.num != b.num or a.text != b.text or a.heading != b.heading:
            return False
        if a.key != b.key or a.cols != b.cols or a.rows != b.rows or not _is_same(a, b):
            return False
    return True


def _join_below(known: Alignment, old: Provision, new: Provision) -> None:
    for a, b in zip(old.children, new.children, strict=True):
        known.join(Pair(a.eid, b.eid, "identical", 1.0))
        _join_below(known, a, b)
