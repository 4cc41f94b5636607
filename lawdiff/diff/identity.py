"""Identity: which provision of one version is which of the other, surest first.

`pair` works on any list of siblings or sections. Its steps, each on what the former left:

1. a person's map; stated identity: a note of the law ("renumbered section 5 of this title as this section");
2. identical heading and text: where it stands once on each side; boilerplate that stands often by its number
   where the numbers around it held, beside what is paired, and in order where it stands equally often;
3. a stated id (`wId`, `GUID`) under another number, where the text confirms it;
4. the key: a definition's term, a row's first cell;
5. the same number in the same place, where the text agrees and the numbers around it held: in US title 14
   all 45 numbers that survived hold another text;
6. similar text, best first, candidates from an index of rare three-word shingles, never all pairs; what is
   only half alike waits until what stands nearly whole in another provision is known for a part of it;
7. the same number or heading in the same place, though little of the text is left: it was rewritten, unless
   its text stands in another, as a part of it;
8. neighbours: what stands between two pairs that are neighbours on both sides.

What is left is inserted or repealed, unless it is found inside another (`parts`): a split or a join. No step
compares all with all: each is linear in the number of provisions but for sorting, and the last looks at all
pairs of a gap only while they are few.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from lawdiff.diff.candidates import Anchor, Pool, alike, ends_alike, share_vocabulary
from lawdiff.diff.candidates import Candidate as Candidate
from lawdiff.diff.candidates import Pair as Pair
from lawdiff.diff.candidates import is_shell as is_shell
from lawdiff.diff.neighbours import between, extend_identical, fits_in_order, gaps, numbers_held
from lawdiff.diff.parts import find_groups
from lawdiff.diff.shingles import shared
from lawdiff.diff.tokens import similarity
from lawdiff.model.provision import UNITS

K = TypeVar("K")

AGREES = 0.45
"""Similarity from which text confirms an equal number. Two unrelated sections of one title share a fifth to a
third of their words in order."""
SIMILAR = 0.5
"""Similarity from which text alone pairs two provisions."""
WHOLE = 0.85
"""Share of a part that must stand in another provision to be taken for a part of it before all else."""
CONFIRMS = 0.3
"""Similarity from which text confirms an id stated under another number."""
_HEAD = 6
"""Words of a beginning, at most."""
_FEW = 4
"""Words, the heading's too, under which a section's text does not tell which it is: "Rules: not funded"."""
_GAP = 5
"""Provisions of a gap, at most, that are held against each other at their places."""
_LONG = 200
"""Characters of a text, at least, that is paired for its ends alone."""
_ALL_PAIRS = 400
"""Pairs of unpaired provisions up to which each is looked at; beyond, the index proposes them."""


def pair(
    olds: Sequence[Candidate],
    news: Sequence[Candidate],
    *,
    stated: Mapping[str, str] | None = None,
    overruled: Mapping[str, str] | None = None,
    anchors: Iterable[Anchor] = (),
    loose: bool = True,
) -> list[Pair]:
    """Pair provisions of two lists, both in the order of the law. `stated` maps new ids to old ids;
    `overruled` likewise, by a person, whose word goes first.

    Provisions of which the text is known to be the same may be left out of both lists: then `anchors` gives
    their places (old, new) and whether the number is the same, and each candidate has its `pos`.

    `loose` allows the last steps, which look at place and not at text; it is off where the lists are not
    siblings.
    """
    share_vocabulary([*olds, *news])
    pool = Pool(olds, news, anchors)
    for new, old in sorted((overruled or {}).items()):
        pool.take(old, new, "a person's map", 1.0)
    for new, old in sorted((stated or {}).items()):
        pool.take(old, new, "stated", 1.0)
    for step in _steps(loose=loose):
        if not pool.olds or not pool.news:
            break
        step(pool)
    return sorted(pool.pairs, key=lambda p: pool.place_new[p.new])


def _steps(*, loose: bool) -> list[Callable[[Pool], None]]:
    steps: list[Callable[[Pool], None]] = [_identical, _by_id, _by_key]
    steps.append(partial(_by_number, least=0.6, basis="number and text", unknown=False))
    if loose:
        steps.append(_in_place)
    steps.append(partial(_similar, least=0.8))
    if loose:
        steps.append(_take_parts)
    steps.append(partial(_by_number, least=AGREES, basis="number and text"))
    steps.append(partial(_similar, least=SIMILAR))
    if loose:
        by_rest = partial(_by_number, least=0.12, basis="number")
        steps += [_set_parts_aside, _by_beginning, by_rest, _by_heading, between]
    return steps


def _take_parts(pool: Pool) -> None:
    """Keep what stands nearly whole inside another from being paired with something half like it.

    Of a provision that was split and has no partner yet, the part with its number is that, else the longest.
    """
    new_of, old_of = {p.old: p for p in pool.pairs}, {p.new: p for p in pool.pairs}
    for group in find_groups(pool.all_olds, pool.all_news, new_of, old_of, least=WHOLE):
        if new_of.keys().isdisjoint(group.olds) or old_of.keys().isdisjoint(group.news):
            pairs = [(pool.all_olds[old], pool.all_news[new]) for old in group.olds for new in group.news]
            a, b = max(pairs, key=_partners)
            pool.take(a.id, b.id, "similar text", max(alike(a, b), 0.5))
        pool.set_aside(group.olds, group.news)


def _partners(pair: tuple[Candidate, Candidate]) -> tuple[bool, int]:
    """How much speaks for two provisions of one split or join being partners."""
    a, b = pair
    return (a.place, a.bare) == (b.place, b.bare), len(a.words) + len(b.words)


def _set_parts_aside(pool: Pool) -> None:
    """Keep what was split off or joined from being taken for its new neighbour, rewritten."""
    pairs = pool.pairs
    groups = find_groups(pool.all_olds, pool.all_news, {p.old: p for p in pairs}, {p.new: p for p in pairs})
    pool.set_aside([old for g in groups for old in g.olds], [new for g in groups for new in g.news])


# --- identical text


def _identical(pool: Pool) -> None:
    """Pair what has equal heading and text."""
    olds: defaultdict[str, list[Candidate]] = defaultdict(list)
    news: defaultdict[str, list[Candidate]] = defaultdict(list)
    for c in pool.olds.values():
        olds[c.body].append(c)
    for c in pool.news.values():
        news[c.body].append(c)
    classes = [(some, news[body]) for body, some in olds.items() if body in news]
    for some, others in classes:
        if len(some) == len(others) == 1 and _is_sure(pool, olds, news, some[0], others[0]):
            pool.take(some[0].id, others[0].id, _basis(some[0], others[0]), 1.0)
    often = [(some, others) for some, others in classes if not len(some) == len(others) == 1]
    if not often:
        return
    fits, holds = fits_in_order(pool), numbers_held(pool)
    for some, others in often:
        for a, b in _twins(some, others, lambda c: (c.place, c.whole)):
            if holds(a.id) and fits(a.id, b.id):
                pool.take(a.id, b.id, "identical", 0.95)
    extend_identical(pool)
    holds = numbers_held(pool)
    for some, others in often:
        for a, b in _twins(some, others, lambda c: (c.place, c.bare)):
            if holds(a.id):
                pool.take(a.id, b.id, _basis(a, b), 0.95)
        left = [c for c in some if c.id in pool.olds]
        right = [c for c in others if c.id in pool.news]
        # What is as often on both sides and as numbered is the same, one after the other; a few bare words
        # are not, unless their numbers say so as well.
        if left and len(left) == len(right):
            numbered = all(a.whole == b.whole for a, b in zip(left, right, strict=True))
            if numbered or len(left[0].words) >= _FEW:
                for a, b in zip(left, right, strict=True):
                    pool.take(a.id, b.id, f"{_basis(a, b)}, in order", 0.8)


def _is_sure(
    pool: Pool,
    olds: Mapping[str, Sequence[Candidate]],
    news: Mapping[str, Sequence[Candidate]],
    a: Candidate,
    b: Candidate,
) -> bool:
    """Whether text that stands once on each side names one provision.

    A line such as "Repealed." or "Not funded." tells nothing by itself; its number does, or a neighbour that
    went with it.
    Looking at the neighbours first spares loading a text of which only the number changed.
    """
    if a.whole == b.whole:
        return True
    at, to = pool.place_old[a.id], pool.place_new[b.id]
    for step in (-1, 1, -2, 2, -3, 3, -4, 4):
        if 0 <= at + step < len(pool.order_old) and 0 <= to + step < len(pool.order_new):
            near_old, near_new = pool.order_old[at + step], pool.order_new[to + step]
            if pool.new_of.get(near_old) == near_new:
                return True
            one, other = pool.olds.get(near_old), pool.news.get(near_new)
            if one and other and one.body == other.body and len(olds[one.body]) == len(news[one.body]) == 1:
                return True
    return len(a.words) >= (_FEW if a.kind in UNITS else 1) and (not a.shell or _names_itself(a))


def _names_itself(shell: Candidate) -> bool:
    """Whether a line that says that a provision is gone names it: "201 a § on kumottu …" (Finlex)."""
    return bool(shell.bare) and "".join(shell.load().split()).startswith(shell.bare)


def _twins(
    some: Sequence[Candidate], others: Sequence[Candidate], key: Callable[[Candidate], tuple[str, str]]
) -> list[tuple[Candidate, Candidate]]:
    """Pair two lists by a key, in order where a key stands often."""
    by_key: defaultdict[tuple[str, str], deque[Candidate]] = defaultdict(deque)
    for c in others:
        by_key[key(c)].append(c)
    found = []
    for c in some:
        twins = by_key.get(key(c))
        if twins:
            found.append((c, twins.popleft()))
    return found


def _basis(a: Candidate, b: Candidate) -> str:
    return "identical" if a.whole == b.whole else "identical text"


# --- ids, keys, numbers, headings


def _by_id(pool: Pool) -> None:
    """Pair by a stated id under another number, if the text confirms it; ids fail in every dialect."""
    for name in ("wid", "guid"):
        olds = _once((getattr(c, name), c.id) for c in pool.olds.values())
        news = _once((getattr(c, name), c.id) for c in pool.news.values())
        for key, old in olds.items():
            new = news.get(key)
            if key and new and old in pool.olds and new in pool.news:
                a, b = pool.olds[old], pool.news[new]
                # An id that is only the number again is no statement: it follows renumbering.
                if a.bare != b.bare:
                    score = alike(a, b, CONFIRMS)
                    if score:
                        pool.take(old, new, "stated id", max(score, 0.6))


def _by_key(pool: Pool) -> None:
    olds = _once((c.key.casefold(), c.id) for c in pool.olds.values())
    news = _once((c.key.casefold(), c.id) for c in pool.news.values())
    for key, old in olds.items():
        if key and key in news:
            pool.take(old, news[key], "key", 0.95)


def _by_number(pool: Pool, least: float, basis: str, *, unknown: bool = True) -> None:
    """Pair one number in one place, if at least this share of the text is common.

    `unknown`: whether to believe numbers where no pair tells if they held.
    """
    news = _once(((c.kind, c.place, c.bare), c.id) for c in pool.news.values())
    olds = _once(((c.kind, c.place, c.bare), c.id) for c in pool.olds.values())
    holds = numbers_held(pool, unknown=unknown)
    for key, old in olds.items():
        new = news.get(key)
        if new and key[2] and holds(old):
            a, b = pool.olds[old], pool.news[new]
            same_heading = bool(a.heading) and a.heading.casefold() == b.heading.casefold()
            score = alike(a, b, 0 if same_heading else least)
            if score >= least or same_heading:
                pool.take(old, new, basis, max(score, 0.5))
            elif basis == "number" and (a.shell or b.shell):
                pool.take(old, new, "number", 0.7)


def _by_heading(pool: Pool) -> None:
    olds = _once((c.heading.casefold(), c.id) for c in pool.olds.values())
    news = _once((c.heading.casefold(), c.id) for c in pool.news.values())
    fits = fits_in_order(pool)
    for heading, old in olds.items():
        if heading and heading in news:
            score = alike(pool.olds[old], pool.news[news[heading]], 0.25)
            # Where it stands between the same sections, it was rewritten.
            if score or fits(old, news[heading]):
                pool.take(old, news[heading], "heading", max(score, 0.5))


def _by_beginning(pool: Pool) -> None:
    """Pair a short item with the one that begins with it: "mescaline;" and "mescaline, except as …;"."""
    heads = [c for c in pool.olds.values() if 1 <= len(c.words) <= _HEAD and not c.shell]
    if not heads:
        return
    rivals = _by_prefix(pool.olds.values())
    fits = _by_prefix(pool.news.values())
    for old in heads:
        head = tuple(old.words)
        fitting = [new for new in fits[head] if new.kind == old.kind]
        if len(fitting) == len(rivals[head]) == 1:
            pool.take(old.id, fitting[0].id, "beginning", 0.6)


def _by_prefix(candidates: Iterable[Candidate]) -> defaultdict[tuple[int, ...], list[Candidate]]:
    """Give candidates by each of their beginnings of up to six words."""
    found: defaultdict[tuple[int, ...], list[Candidate]] = defaultdict(list)
    for c in candidates:
        for length in range(1, min(_HEAD, len(c.words)) + 1):
            found[tuple(c.words[:length])].append(c)
    return found


# --- similar text


def _similar(pool: Pool, least: float) -> None:
    """Pair by text: candidates share rare shingles; the best pairs go first.

    Two headings that differ ask for more: accounts of one budget share their boilerplate.
    """
    scored: list[tuple[float, int, int, str, str]] = []
    place_old = {id_: n for n, id_ in enumerate(pool.olds)}
    place_new = {id_: n for n, id_ in enumerate(pool.news)}
    for a, b in _candidates(list(pool.olds.values()), list(pool.news.values())):
        score = _likeness(a, b, least)
        if score >= least:
            distance = abs(place_old[a.id] - place_new[b.id])
            scored.append((-score, distance, place_new[b.id], a.id, b.id))
    for neg, _, _, old, new in sorted(scored):
        pool.take(old, new, _basis_of_text(pool.all_olds[old], pool.all_news[new]), -neg)


def _likeness(a: Candidate, b: Candidate, least: float) -> float:
    """Say how alike two texts are; 0 where that is no evidence."""
    if a.kind != b.kind and "table" in (a.kind, b.kind):
        return 0.0
    if a.kind == b.kind == "row" and similarity(a.key.casefold(), b.key.casefold()) < 0.3:
        return 0.0  # figures make rows alike; a row of another name is only this one at its place
    if a.bare != b.bare and (a.shell or b.shell):
        return 0.0  # one shell is like any other: only the number tells
    named = bool(a.heading and b.heading)
    same_heading = named and a.heading.casefold() == b.heading.casefold()
    score = alike(a, b, least - 0.1 if same_heading else least)
    if same_heading and score:
        return min(1.0, score + 0.1)
    if named and score < 0.65 and similarity(a.heading.casefold(), b.heading.casefold()) < 0.3:
        return 0.0
    return score


def _basis_of_text(a: Candidate, b: Candidate) -> str:
    same_number = bool(a.bare) and (a.place, a.bare) == (b.place, b.bare)
    return "number and text" if same_number else "similar text"


def _in_place(pool: Pool) -> None:
    """Pair what is nearly whole at its place, between pairs that are neighbours on both sides.

    The index would pair it too; of a code all renumbered this spares reading nearly every word. What is like
    another of its gap is left to the index.
    """
    if len(pool.olds) * len(pool.news) <= _ALL_PAIRS:
        return
    for olds, news, is_closed in gaps(pool):
        if not is_closed or len(olds) != len(news) or len(olds) > _GAP:
            continue
        for n, (a, b) in enumerate(zip(olds, news, strict=True)):
            others = any(ends_alike(a, news[k]) or ends_alike(olds[k], b) for k in range(len(olds)) if k != n)
            if not others and len(a.text) >= _LONG and ends_alike(a, b):
                score = _likeness(a, b, 0.8)
                if score >= 0.8:
                    pool.take(a.id, b.id, _basis_of_text(a, b), score)


def _candidates(olds: Sequence[Candidate], news: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Pairs worth a look: all where there are few, else those with rare shingles in common."""
    if len(olds) * len(news) <= _ALL_PAIRS:
        return [(a, b) for a in olds for b in news]
    return [(olds[i], news[j]) for i, j, _ in shared([c.words for c in olds], [c.words for c in news])]


def _once(items: Iterable[tuple[K, str]]) -> dict[K, str]:
    """Give what stands once, by its key, in order."""
    seen: dict[K, str] = {}
    twice = set()
    for key, value in items:
        if key in seen:
            twice.add(key)
        seen[key] = value
    return {key: value for key, value in seen.items() if key not in twice}
