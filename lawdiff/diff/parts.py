"""Parts: splits and joins. What is unpaired on one side and stands inside a provision of the other.

A provision that was split has a partner, mostly its longer half; the other half is unpaired, and its words
stand in what the first did not give to its partner. A join is the same the other way about. Candidates share
rare shingles, or stand beside the partner: halves stand together.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from lawdiff.diff.candidates import Candidate, Pair, alike, share_vocabulary
from lawdiff.diff.shingles import runs, shared, shingles
from lawdiff.diff.tokens import containment

Words = Sequence[int]

OVER = 1.35
"""A text is covered by its parts at most so much; a shingle that stands in both halves counts twice. At 1.1 a
tenth of the splits of the DC Code was missed."""
_FEWEST = 4
"""Words of a part, at least: fewer stand everywhere."""
_TELLING = 8
"""Words from which a text without its heading says enough to be looked for in another."""
_MANY = 15
"""Words from which a part is known by what it says: of fewer, some always stand in a long text, in order."""
_EXACT = 400_000_000
"""Product of the lengths of two texts up to which the exact rest is asked for; its memory is that in bits."""


@dataclass(frozen=True, slots=True)
class Group:
    """A split (one old, several new) or a join (several old, one new) of provisions, by their ids."""

    kind: Literal["split", "join"]
    olds: tuple[str, ...]
    news: tuple[str, ...]
    score: float


def find_groups(
    views_old: Mapping[str, Candidate],
    views_new: Mapping[str, Candidate],
    new_of: Mapping[str, Pair],
    old_of: Mapping[str, Pair],
    least: float = 0.0,
) -> list[Group]:
    """Find splits and joins among the provisions of two lists, given the pairs found.

    `least` is the share of a part's words that must stand in its whole, where more is asked than usual.
    """
    to_new = {old: found.new for old, found in new_of.items()}
    to_old = {new: found.old for new, found in old_of.items()}
    groups: list[Group] = []
    # One id stands for two provisions, on either side: what is in a group is kept apart.
    taken_old: set[str] = set()
    taken_new: set[str] = set()
    for whole, news, score in _of_wholes(views_old, views_new, to_new, to_old, (), least):
        groups.append(Group("split", (whole,), news, score))
        taken_old.add(whole)
        taken_new.update(news)
    for whole, olds, score in _of_wholes(views_new, views_old, to_old, to_new, taken_old, least):
        if whole not in taken_new and taken_old.isdisjoint(olds):
            groups.append(Group("join", olds, (whole,), score))
            taken_old.update(olds)
    return groups


def with_kept_names(
    pairs: Sequence[Pair],
    groups: Iterable[Group],
    views_old: Mapping[str, Candidate],
    views_new: Mapping[str, Candidate],
) -> list[Pair]:
    """Give the pairs, but of a split or join the two of one heading, or else of one number, if it has such.

    The part that kept its name is what people go on to call by it, though the longer half went elsewhere.
    """
    of_old = {pair.old: pair for pair in pairs}
    for group in groups:
        main = next((of_old[old] for old in group.olds if old in of_old), None)
        if main is None or main.basis in _STATED or main.new not in group.news:
            continue
        olds = [views_old[main.old], *map(views_old.__getitem__, group.olds)]
        news = [views_new[main.new], *map(views_new.__getitem__, group.news)]
        both = [(a, b) for a in olds for b in news]
        a, b = (
            next(
                ((a, b) for a, b in both if a.heading and a.heading.casefold() == b.heading.casefold()), None
            )
            or next(((a, b) for a, b in both if a.bare and a.bare == b.bare), None)
            or both[0]
        )
        if (a.id, b.id) != (main.old, main.new):
            del of_old[main.old]
            of_old[a.id] = Pair(a.id, b.id, "name", round(max(alike(a, b), 0.5), 3))
    return [*of_old.values()]


_STATED = ("a person's map", "stated", "stated id")
"""What somebody said of a pair goes before what its name tells."""


def _of_wholes(
    wholes: Mapping[str, Candidate],
    parts: Mapping[str, Candidate],
    part_of: Mapping[str, str],
    whole_of: Mapping[str, str],
    taken: Iterable[str],
    least: float,
) -> list[tuple[str, tuple[str, ...], float]]:
    """Give wholes with two or more parts, in their order. `part_of` gives each whole's partner."""
    never = {"row", "cell", "header_cell", "table"}
    free = [c for c in parts.values() if c.id not in whole_of and c.kind not in never and c.id not in taken]
    if not free:
        return []
    changed = [c for c in wholes.values() if c.id not in part_of or parts[part_of[c.id]].body != c.body]

    def rest(whole: str) -> Words:
        c, partner = wholes[whole], part_of.get(whole)
        if partner is None:
            return c.words
        if c.lost is None or c.lost[0] != partner:  # splits are looked for again as pairs are found
            c.lost = partner, rest_of(c.words, parts[partner].words)
        return c.lost[1]

    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    place = {id_: n for n, id_ in enumerate(parts)}
    homes = {whole: place[part] for whole, part in part_of.items()}
    beside = _beside(parts, whole_of, wholes)
    for part, whole, score in parts_of(free, changed, rest, beside, least, place, homes):
        found[whole].append((part, score))
    groups = []
    for whole in wholes:
        ids = {part for part, _ in found.get(whole, ())} | ({part_of[whole]} if whole in part_of else set())
        if len(ids) > 1 and whole in found:
            ordered = tuple(sorted(ids, key=place.__getitem__))
            groups.append((whole, ordered, min(score for _, score in found[whole])))
    return groups


def _beside(
    parts: Mapping[str, Candidate], whole_of: Mapping[str, str], wholes: Mapping[str, Candidate]
) -> dict[str, set[str]]:
    """For each unpaired part the wholes whose partner is the next one before or behind it."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for ids in (list(parts), list(parts)[::-1]):
        last, since = "", 0
        for id_ in ids:
            since += 1
            if id_ in whole_of:
                last, since = whole_of[id_], 0
            elif last in wholes and since <= _HALVES:
                beside[id_].add(last)
    return beside


_HALVES = 4
"""How far from its partner a part may stand to be beside it: a section is seldom cut into more pieces."""


def parts_of(
    parts: Sequence[Candidate],
    wholes: Sequence[Candidate],
    rest: Callable[[str], Words],
    beside: Mapping[str, set[str]] | None = None,
    least: float = 0.0,
    place: Mapping[str, int] | None = None,
    homes: Mapping[str, int] | None = None,
) -> list[tuple[str, str, float]]:
    """Find unpaired provisions whose text stood inside another one: (part, whole, share of its words).

    `rest` gives the words of a whole that did not go to its own partner, so that a copy is no split. At least
    six tenths of the part must stand there, half where it is long enough that this is no chance, or `least`.
    `beside` gives the wholes that a part stands beside, of which less is asked; where a part stands in
    several as well, it is theirs. `place` says where each part stands and `homes` where each whole's partner
    does: of wholes that lost the same words a part is the nearest one's.
    """
    share_vocabulary([*parts, *wholes])
    said = {c.id: _said(c) for c in parts}
    fewest = _MANY if least else _FEWEST
    if all(len(words) < fewest for words in said.values()):
        return []  # and the words of the wholes need not be read
    near = beside or {}
    place = place or {c.id: n for n, c in enumerate(parts)}
    left: dict[str, Words] = {}
    fits: defaultdict[str, list[_Fit]] = defaultdict(list)
    candidates = _candidates(parts, {c.id: c for c in wholes}, near)
    rivals: defaultdict[str, list[Candidate]] = defaultdict(list)
    for whole, part in candidates:
        rivals[part.id].append(whole)
    for whole, part in candidates:
        words = said[part.id]
        if len(words) < fewest:
            continue
        if whole.id not in left:
            left[whole.id] = rest(whole.id)
        is_beside = whole.id in near.get(part.id, ())
        share = _share(words, whole.words, left[whole.id], is_beside=is_beside)
        if not share or share < least:
            continue
        is_rest = _is_rest(words, whole.words, left[whole.id])
        if is_rest or is_beside or not _is_boilerplate(part, whole, rivals[part.id]):
            fits[part.id].append(_Fit(is_rest, round(share, 1), is_beside, share, whole.id))
    return _settled(said, fits, left, place, homes or {})


def _said(part: Candidate) -> Words:
    """Give what a part says, without its heading: that goes in a join, and in a split it is new."""
    if not part.heading or part.vocabulary is None:
        return part.words
    text = part.words[len(part.vocabulary.read(part.heading)) :]
    return text if len(text) >= _TELLING else part.words


class _Fit(NamedTuple):
    """A whole that a part may be of; the greater the better."""

    is_rest: bool
    roughly: float
    is_beside: bool
    share: float
    whole: str


def _settled(
    said: Mapping[str, Words],
    fits: Mapping[str, Sequence[_Fit]],
    left: Mapping[str, Words],
    place: Mapping[str, int],
    homes: Mapping[str, int],
) -> list[tuple[str, str, float]]:
    """Give each part to the whole that it fits best, the surest and longest first, none more than it lost."""
    homes_of: defaultdict[str, list[int]] = defaultdict(list)
    for whole, at in homes.items():
        homes_of[whole].append(at)
    covered: Counter[str] = Counter()
    found = []
    length = {part: len(words) for part, words in said.items()}
    for part, some in sorted(fits.items(), key=lambda item: (-max(item[1])[1], -length[item[0]])):

        def goodness(fit: _Fit, at: int = place[part]) -> tuple[bool, float, bool, float, float]:
            away = min((abs(at - home) for home in homes_of[fit.whole]), default=1 << 30)
            return fit.is_rest, fit.roughly, fit.is_beside, -away, fit.share

        best = max(some, key=goodness)
        words = round(best.share * length[part])
        if covered[best.whole] + words <= OVER * max(len(left[best.whole]), words):
            covered[best.whole] += words
            homes_of[best.whole].append(place[part])
            found.append((part, best.whole, round(best.share, 3)))
    return sorted(found, key=lambda one: place[one[0]])


def _candidates(
    parts: Sequence[Candidate], wholes: Mapping[str, Candidate], beside: Mapping[str, set[str]]
) -> list[tuple[Candidate, Candidate]]:
    """Give wholes with parts that may stand in them, each pair once."""
    every = list(wholes.values())
    if len(parts) * len(every) <= 400:
        return [(whole, part) for whole in every for part in parts]
    found = [(every[i], parts[j]) for i, j, _ in shared([c.words for c in every], [c.words for c in parts])]
    known = {(whole.id, part.id) for whole, part in found}
    for part in parts:
        near = sorted(beside.get(part.id, ()))
        found += [(wholes[id_], part) for id_ in near if id_ in wholes and (id_, part.id) not in known]
    return found


def _is_boilerplate(part: Candidate, whole: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether half or more of what a part shares with a whole stands in two others as well."""
    common = shingles(part.words).intersection(runs(whole.words))
    holders = Counter(shingle for c in others for shingle in common.intersection(runs(c.words)))
    return bool(common) and sum(holders[shingle] > 2 for shingle in common) * 2 >= len(common)


def rest_of(words: Words, partner: Words) -> Words:
    """Give the words of a text that did not go to its partner, in order."""
    if len(words) * len(partner) <= _EXACT:
        gone = (op for op in Indel.opcodes(words, partner) if op.tag == "delete")
        return [word for op in gone for word in words[op.src_start : op.src_end]]
    there = shingles(partner)
    return [
        word for n, word in enumerate(words) if tuple(words[max(0, n - 1) : max(0, n - 1) + 3]) not in there
    ]


def _is_rest(part: Words, whole: Words, left: Words) -> bool:
    """Whether a part is just what a whole lost: no boilerplate that stands in others does that by chance."""
    lost = left is not whole and len(part) >= _MANY
    return lost and Indel.normalized_similarity(part, left, score_cutoff=0.8) > 0


def _share(part: Words, whole: Words, left: Words, *, is_beside: bool) -> float:
    """Share of a part's words in what is left of a whole; 0 where that is no evidence."""
    if not left:
        return 0.0
    if len(left) * 2 >= len(part):  # most wholes lost a few words only
        share = containment(part, left)
        # Ask that runs are shared, beside words.
        if share >= (0.6 if len(part) < _MANY else 0.5) and _runs_shared(part, left) >= 0.5:
            return share
    # Beside its whole, the words that two halves have in common may have gone to the wrong half.
    if is_beside and len(part) >= _MANY and len(left) * 2 >= len(part):
        share = containment(part, whole)
        if share >= 0.7 and _runs_shared(part, whole) >= 0.5:
            return share
    # Two sentences with one beginning may have been drawn together: "to an employer or to an insurer". What
    # the whole has beyond its own partner is little and stands in the part, and the part in the whole.
    if 2 <= len(left) <= len(part) and containment(left, part) >= 0.6 and containment(part, whole) >= 0.9:
        return 0.6
    return 0.0


def _runs_shared(part: Words, whole: Words) -> float:
    """Share of the three-word shingles of a part that stand in the whole."""
    own = shingles(part)
    return len(own.intersection(runs(whole))) / len(own) if own else 0.0
