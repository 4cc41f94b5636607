"""Identity: which provision of one version is which of the other, surest first.

`pair` works on any list of siblings or sections. Its steps, each on what the former left:

1. stated identity: a note of the law ("renumbered section 5 of this title as this section");
2. identical number, heading and text; then identical heading and text, where it stands once on each side
   (boilerplate that stands often is paired by number, or in order where it stands equally often);
3. a stated id (`wId`, `GUID`) under another number, where the text confirms it;
4. the key: a definition's term, a row's first cell;
5. the same number in the same place, where the text agrees;
6. similar text, best first, candidates from an index of rare three-word shingles, never all pairs;
7. the same number or heading in the same place, though little of the text is left: it was rewritten;
8. neighbours: alone between two that are paired on both sides.

What is left is inserted or repealed, unless `parts_of` finds it inside another: a split or a join.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from lawdiff.diff.tokens import containment, similarity, word_keys
from lawdiff.model.provision import bare_num

K = TypeVar("K")


@dataclass(slots=True)
class Candidate:
    """A provision as the pairing sees it. `load` gives its text and is called only when needed.

    `place` is what holds it (the number of its chapter); `whole` and `body` are fingerprints with and without
    its own number.
    """

    id: str
    num: str
    heading: str
    kind: str
    place: str
    whole: str
    body: str
    load: Callable[[], str] = field(repr=False)
    key: str = ""
    wid: str = ""
    guid: str = ""
    size: int = -1
    _text: str | None = field(default=None, repr=False)
    _words: list[str] | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """Heading and text, loaded once."""
        if self._text is None:
            self._text = self.load()
        return self._text

    @property
    def words(self) -> list[str]:
        """Words of the text, case aside."""
        if self._words is None:
            self._words = word_keys(self.text)
        return self._words


@dataclass(frozen=True, slots=True)
class Pair:
    """Old provision `old` is new provision `new`; `basis` tells why, `score` how sure (0 to 1)."""

    old: str
    new: str
    basis: str
    score: float


AGREES = 0.45
"""Similarity from which text confirms an equal number. In US title 14 all 45 numbers that survived hold
another text; two unrelated sections of one title share a fifth to a third of their words in order."""
SIMILAR = 0.5
"""Similarity from which text alone pairs two provisions."""
CONFIRMS = 0.3
"""Similarity from which text confirms an id stated under another number."""
_OWNERS = 8
"""A shingle that more sections than this hold is no evidence."""


class _Pool:
    """What is still unpaired on both sides, in order, and the pairs found."""

    def __init__(self, olds: Sequence[Candidate], news: Sequence[Candidate]) -> None:
        self.olds = {c.id: c for c in olds}
        self.news = {c.id: c for c in news}
        self.pairs: list[Pair] = []

    def take(self, old: str, new: str, basis: str, score: float) -> None:
        if old in self.olds and new in self.news:
            del self.olds[old], self.news[new]
            self.pairs.append(Pair(old, new, basis, round(score, 3)))


def pair(
    olds: Sequence[Candidate],
    news: Sequence[Candidate],
    *,
    stated: Mapping[str, str] | None = None,
    overruled: Mapping[str, str] | None = None,
    loose: bool = True,
) -> list[Pair]:
    """Pair provisions of two lists, both in the order of the law. `stated` maps new ids to old ids;
    `overruled` likewise, by a person, whose word goes first.

    `loose` allows the last steps, which look at place and not at text; it is off where the lists are not
    siblings.
    """
    pool = _Pool(olds, news)
    order_old = [c.id for c in olds]
    order_new = [c.id for c in news]
    for new, old in sorted((overruled or {}).items()):
        pool.take(old, new, "a person's map", 1.0)
    for new, old in sorted((stated or {}).items()):
        pool.take(old, new, "stated", 1.0)
    _identical(pool, lambda c: c.whole, "identical", short=True)
    _identical(pool, lambda c: c.body, "identical text", short=False)
    _by_id(pool)
    _by_key(pool)
    _by_number(pool, 0.6, "number and text")
    _similar(pool, 0.8)
    _by_number(pool, AGREES, "number and text")
    _similar(pool, SIMILAR)
    if loose:
        _by_beginning(pool)
        _by_number(pool, 0.12, "number")
        _by_heading(pool)
        _neighbours(pool, order_old, order_new)
    place = {id_: n for n, id_ in enumerate(order_new)}
    return sorted(pool.pairs, key=lambda p: place[p.new])


def _identical(pool: _Pool, print_: Callable[[Candidate], str], basis: str, *, short: bool) -> None:
    """Pair what has equal fingerprints: once on each side, or under one id or number, or equally often."""
    olds: dict[str, list[Candidate]] = defaultdict(list)
    news: dict[str, list[Candidate]] = defaultdict(list)
    for c in pool.olds.values():
        olds[print_(c)].append(c)
    for c in pool.news.values():
        news[print_(c)].append(c)
    for key, some in olds.items():
        others = news.get(key, [])
        if not others:
            continue
        if len(some) == len(others) == 1:
            # One line such as "Repealed." tells nothing by itself; its number does.
            if short or (some[0].words and not is_shell(some[0].text)):
                pool.take(some[0].id, others[0].id, basis, 1.0)
            continue
        by_place: dict[tuple[str, str], list[str]] = defaultdict(list)
        for c in others:
            by_place[c.place, bare_num(c.num)].append(c.id)
        for c in some:
            twins = by_place[c.place, bare_num(c.num)]
            if twins:
                pool.take(c.id, twins.pop(0), basis, 0.95)
        left = [c.id for c in some if c.id in pool.olds]
        right = [c.id for c in others if c.id in pool.news]
        if len(left) == len(right) and (short or len(some[0].words) >= 4):
            for old, new in zip(left, right, strict=True):
                pool.take(old, new, f"{basis}, in order", 0.8)


def _by_id(pool: _Pool) -> None:
    """Pair by a stated id under another number, if the text confirms it; ids fail in every dialect."""
    for name in ("wid", "guid"):
        olds = _once((getattr(c, name), c.id) for c in pool.olds.values())
        news = _once((getattr(c, name), c.id) for c in pool.news.values())
        for key, old in olds.items():
            new = news.get(key)
            if key and new and old in pool.olds and new in pool.news:
                a, b = pool.olds[old], pool.news[new]
                # An id that is only the number again is no statement: it follows renumbering.
                if bare_num(a.num) != bare_num(b.num):
                    score = similarity(a.words, b.words)
                    if score >= CONFIRMS:
                        pool.take(old, new, "stated id", max(score, 0.6))


def _by_key(pool: _Pool) -> None:
    olds = _once((c.key.casefold(), c.id) for c in pool.olds.values())
    news = _once((c.key.casefold(), c.id) for c in pool.news.values())
    for key, old in olds.items():
        if key and key in news:
            pool.take(old, news[key], "key", 0.95)


def _by_number(pool: _Pool, least: float, basis: str) -> None:
    """Pair one number in one place, if at least this share of the text is common."""
    news = _once(((c.kind, c.place, bare_num(c.num)), c.id) for c in pool.news.values())
    olds = _once(((c.kind, c.place, bare_num(c.num)), c.id) for c in pool.olds.values())
    for key, old in olds.items():
        new = news.get(key)
        if new and key[2]:
            a, b = pool.olds[old], pool.news[new]
            score = similarity(a.words, b.words)
            if score >= least or (a.heading and a.heading.casefold() == b.heading.casefold()):
                pool.take(old, new, basis, max(score, 0.5))
            elif basis == "number" and (is_shell(b.text) or is_shell(a.text)):
                pool.take(old, new, "number", 0.7)


def _by_heading(pool: _Pool) -> None:
    olds = _once((c.heading.casefold(), c.id) for c in pool.olds.values())
    news = _once((c.heading.casefold(), c.id) for c in pool.news.values())
    for heading, old in olds.items():
        if heading and heading in news:
            score = similarity(pool.olds[old].words, pool.news[news[heading]].words)
            if score >= 0.25:
                pool.take(old, news[heading], "heading", max(score, 0.5))


def _by_beginning(pool: _Pool) -> None:
    """Pair a short item with the one that begins with it: "mescaline;" and "mescaline, except as …;"."""
    for old in list(pool.olds.values()):
        head = old.words
        if not 1 <= len(head) <= 6 or is_shell(old.text):
            continue
        fits = [new for new in pool.news.values() if new.kind == old.kind and new.words[: len(head)] == head]
        rivals = [c for c in pool.olds.values() if c.words[: len(head)] == head]
        if len(fits) == len(rivals) == 1:
            pool.take(old.id, fits[0].id, "beginning", 0.6)


def _similar(pool: _Pool, least: float) -> None:
    """Pair by text: candidates share rare shingles; the best pairs go first.

    Two headings that differ ask for more: accounts of one budget share their boilerplate.
    """
    scored: list[tuple[float, int, int, str, str]] = []
    place_old = {id_: n for n, id_ in enumerate(pool.olds)}
    place_new = {id_: n for n, id_ in enumerate(pool.news)}
    for old, new in _candidates(pool.olds, pool.news):
        a, b = pool.olds[old], pool.news[new]
        if a.kind != b.kind and "table" in (a.kind, b.kind):
            continue
        if bare_num(a.num) != bare_num(b.num) and (is_shell(a.text) or is_shell(b.text)):
            continue  # one shell is like any other: only the number tells
        score = similarity(a.words, b.words)
        named = bool(a.heading and b.heading)
        if named and a.heading.casefold() == b.heading.casefold():
            score = min(1.0, score + 0.1)
        elif named and similarity(a.heading.casefold(), b.heading.casefold()) < 0.3 and score < 0.65:
            continue
        if score >= least:
            scored.append((-score, abs(place_old[old] - place_new[new]), place_new[new], old, new))
    for neg, _, _, old, new in sorted(scored):
        pool.take(old, new, "similar text", -neg)


def _candidates(olds: Mapping[str, Candidate], news: Mapping[str, Candidate]) -> Iterable[tuple[str, str]]:
    """Pairs worth a look: all where there are few, else those with rare shingles in common."""
    if len(olds) * len(news) <= 400:
        return [(a, b) for a in olds for b in news]
    owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for c in olds.values():
        for shingle in set(shingles(c.words)):
            owners[shingle].append(c.id)
    found: list[tuple[str, str]] = []
    for c in news.values():
        shared: Counter[str] = Counter()
        for shingle in set(shingles(c.words)):
            held = owners.get(shingle, ())
            if len(held) <= _OWNERS:
                shared.update(held)
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:5]
        found += [(old, c.id) for old, _ in best]
    return found


def _neighbours(pool: _Pool, order_old: Sequence[str], order_new: Sequence[str]) -> None:
    """Pair what stands alone between two provisions that are paired with each other's neighbours."""
    new_of = {p.old: p.new for p in pool.pairs}
    place_new = {id_: n for n, id_ in enumerate(order_new)}
    for n, old in enumerate(order_old):
        if old not in pool.olds:
            continue
        before = new_of.get(order_old[n - 1]) if n else ""
        after = new_of.get(order_old[n + 1]) if n + 1 < len(order_old) else ""
        if before is None or after is None:
            continue
        start = place_new[before] + 1 if before else 0
        end = place_new[after] if after else len(order_new)
        if end - start != 1:
            continue
        new = order_new[start]
        if new in pool.news:
            a, b = pool.olds[old], pool.news[new]
            score = similarity(a.words, b.words)
            same = a.kind == b.kind and bare_num(a.num) == bare_num(b.num)
            if a.heading and b.heading and not a.num and score < 0.5:
                continue
            if a.kind == b.kind and (
                score >= 0.25 or (same and (len(a.words) <= 8 or score >= 0.1 or not a.num))
            ):
                pool.take(old, new, "neighbours", max(score, 0.4))


def parts_of(
    parts: Sequence[Candidate], wholes: Sequence[Candidate], rest: Callable[[str], str]
) -> list[tuple[str, str, float]]:
    """Find unpaired provisions whose text stood inside another one: (part, whole, share of its words).

    `rest` gives the text of a whole that did not go to its own partner, so that a copy is no split. At least
    six tenths of the part must stand there, half where it is long enough that this is no chance.
    """
    by_id = {c.id: c for c in wholes}
    by_part = {c.id: c for c in parts}
    left: dict[str, list[str]] = {}
    best: dict[str, tuple[float, str]] = {}
    owners = Counter(shingle for c in wholes for shingle in set(shingles(c.words)))
    for whole, part in _candidates(by_id, by_part):
        words = by_part[part].words
        if len(words) < 4:
            continue
        if whole not in left:
            left[whole] = word_keys(rest(whole))
        if not _is_own(words, owners):
            continue
        share = _share(words, by_id[whole].words, left[whole])
        if share > best.get(part, (0.0, ""))[0]:
            best[part] = (share, whole)
    return [(part, whole, round(share, 3)) for part, (share, whole) in best.items()]


def _is_own(words: Sequence[str], owners: Mapping[tuple[str, ...], int]) -> bool:
    """Whether most of a text is not boilerplate that stands in several others."""
    own = set(shingles(words))
    return not own or sum(owners.get(shingle, 0) > 2 for shingle in own) * 2 < len(own)


def _share(part: Sequence[str], whole: Sequence[str], left: Sequence[str]) -> float:
    """Share of a part's words in what is left of a whole; 0 where that is no evidence."""
    if not left:
        return 0.0
    share = containment(part, left)
    # A few common words always stand somewhere in a long text, in order: ask that runs are shared.
    if share >= (0.6 if len(part) < 15 else 0.5) and _runs_shared(part, left) >= 0.5:
        return share
    # Two sentences with one beginning may have been drawn together: "to an employer or to an insurer". What
    # the whole has beyond its own partner is little and stands in the part, and the part in the whole.
    if 2 <= len(left) <= len(part) and containment(left, part) >= 0.6 and containment(part, whole) >= 0.9:
        return 0.6
    return 0.0


def _runs_shared(part: Sequence[str], whole: Sequence[str]) -> float:
    """Share of the three-word shingles of a part that stand in the whole."""
    own = set(shingles(part))
    return len(own.intersection(shingles(whole))) / len(own) if own else 0.0


def shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Give all runs of three words."""
    return list(zip(words, words[1:], words[2:], strict=False))


_SHELL = frozenset(
    "repealed opphevet oppheva reserved omitted expired deleted revoked upphävd ophævet kumottu aufgehoben"
    " weggefallen entfallen abrogé transferred renumbered".split()
)


def is_shell(text: str) -> bool:
    """Whether a text only says that what stood here is gone.

    "(Opphevet)", "[Repealed]", "[§ 2. Repealed. Pub. L. 112–1, …]", or a row of dots as in UK law.
    """
    if len(text) > 400:
        return False
    words = word_keys(text)
    if not words:
        return len(text) > 1 and not text.strip(" .…\u00a0*\n")
    if words[0] in _SHELL:
        return len(words) <= 40
    return len(words) <= 3 and any(word in _SHELL for word in words)


def _once(items: Iterable[tuple[K, str]]) -> dict[K, str]:
    """Give what stands once, by its key, in order."""
    seen: dict[K, str] = {}
    twice = set()
    for key, value in items:
        if key in seen:
            twice.add(key)
        seen[key] = value
    return {key: value for key, value in seen.items() if key not in twice}
