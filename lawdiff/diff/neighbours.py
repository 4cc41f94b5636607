"""Neighbours: what the order tells of which provision is which, where the text does not.

A number is believed where the numbers around it held; a line such as "Repealed." is the one beside what is
paired already; a provision of a few words, or one that was rewritten, is the one that stands between two
pairs which are neighbours on both sides.
"""

from collections.abc import Callable, Sequence

from rapidfuzz.distance import Indel

from lawdiff.diff.candidates import Candidate, Pool, alike
from lawdiff.diff.order import best_in_order

_LEAST = 0.25
"""Similarity that is asked of one provision alone in its gap: two unrelated sections of one title share a
fifth to a third of their words in order, but seldom stand at the same place as well."""
_LEAST_OF_MANY = 0.4
"""Similarity where a gap has several, of different number on both sides."""
_SHORT = 8
"""Words up to which a text is too short to be known by its words: one edit leaves nothing of it."""
_GAP = 2_500
"""Pairs of one gap up to which all are looked at. A larger gap is closed by what is identical, then from its
ends."""
_EXACT = 400_000_000
"""Pairs of one gap up to which identical text in it is looked for; the memory is that in bits."""


def numbers_held(pool: Pool, *, unknown: bool = True) -> Callable[[str], bool]:
    """Say of unpaired old provisions whether the numbers around them held.

    They did if the nearest pair before it or behind it kept its number, by the pairs known when this is first
    asked. Where there is no pair with numbers it is `unknown`.
    """
    before: list[int] = []
    behind: list[int] = []
    size = len(pool.order_old)

    def holds(old: str) -> bool:
        if not before:  # of most lists it is never asked
            for found, places in zip((before, behind), pool.nearest(numbered=True), strict=True):
                found += places
        at = pool.place_old[old]
        near = [n for n in (before[at], behind[at]) if 0 <= n < size]
        return any(pool.kept_number(n) for n in near) if near else unknown

    return holds


def fits_in_order(pool: Pool) -> Callable[[str, str], bool]:
    """Say of an old and a new provision whether they stand between the same pairs, by the pairs known now."""
    before, behind = pool.nearest()
    size = len(pool.order_old)

    def partner(n: int) -> int:
        return pool.place_new[pool.new_of[pool.order_old[n]]]

    places = {n: partner(n) for n in range(size) if pool.order_old[n] in pool.new_of}

    def fits(old: str, new: str) -> bool:
        at, to = pool.place_old[old], pool.place_new[new]
        low, high = before[at], behind[at]
        return (low < 0 or places[low] < to) and (high >= size or to < places[high])

    return fits


def extend_identical(pool: Pool) -> None:
    """Pair identical text that stands beside a pair on both sides, from pair to pair, onwards and back."""
    for step in (1, -1):
        news = pool.order_new[::step]
        place = {id_: n for n, id_ in enumerate(news)}
        at = -1  # where the partner of the one before stands; before the first one is the beginning itself
        for old in pool.order_old[::step]:
            new = pool.new_of.get(old)
            if new is None and at + 1 < len(news) and news[at + 1] in pool.news:
                a, b = pool.olds[old], pool.news[news[at + 1]]
                if a.body == b.body:
                    basis = "identical" if a.whole == b.whole else "identical text"
                    pool.take(a.id, b.id, f"{basis}, beside a pair", 0.9)
                    new = b.id
            at = place[new] if new is not None else len(news)


def between(pool: Pool) -> None:
    """Pair what stands between two pairs that are neighbours on both sides, or beside one of them."""
    for olds, news, is_closed in gaps(pool):
        is_large = len(olds) * len(news) > _GAP
        if is_large and is_closed and not _is_place_by_place(olds, news):
            _identical_in_order(pool, olds, news)
    for olds, news, is_closed in gaps(pool):
        if len(olds) * len(news) <= _GAP:
            _best_in_order(pool, olds, news, is_closed=is_closed)
        elif is_closed and len(olds) == len(news):
            for a, b in zip(olds, news, strict=True):
                score = _score(a, b, alone=False, even=True)
                if score:
                    pool.take(a.id, b.id, "neighbours", max(score, 0.4))
        else:
            _from_the_ends(pool, olds, news)


def _is_place_by_place(olds: Sequence[Candidate], news: Sequence[Candidate]) -> bool:
    """Whether two runs are as long, and at least half of the places hold the same text on both sides."""
    if len(olds) != len(news):
        return False
    return sum(a.body == b.body for a, b in zip(olds, news, strict=True)) * 2 >= len(olds)


def _identical_in_order(pool: Pool, olds: Sequence[Candidate], news: Sequence[Candidate]) -> None:
    """Pair what is identical in a large gap, as much as there is without crossing."""
    if len(olds) * len(news) > _EXACT:
        return
    for op in Indel.opcodes([c.body for c in olds], [c.body for c in news]):
        if op.tag == "equal":
            pairs = zip(olds[op.src_start : op.src_end], news[op.dest_start : op.dest_end], strict=True)
            for a, b in pairs:
                pool.take(a.id, b.id, "identical text, in order", 0.8)


def gaps(pool: Pool) -> list[tuple[list[Candidate], list[Candidate], bool]]:
    """Give runs of unpaired provisions, each with the run of the other side that it may be.

    A gap is closed where what stands before and behind it is paired with what stands before and behind it on
    the other side; else only what stands before it is.
    """
    size = len(pool.order_new)
    free_to = [size] * (size + 1)  # for each place the next one that is paired
    for n in range(size - 1, -1, -1):
        is_free = pool.order_new[n] in pool.news or pool.order_new[n] in pool.aside_new
        free_to[n] = free_to[n + 1] if is_free else n
    gaps: list[tuple[list[Candidate], list[Candidate], bool]] = []
    run: list[Candidate] = []
    start = 0
    for old in [*pool.order_old, None]:
        if old in pool.olds:
            run.append(pool.olds[old])
            continue
        if old in pool.aside_old:
            continue
        at = pool.place_new[pool.new_of[old]] if old is not None else size
        if run and start < free_to[start]:
            between_them = pool.order_new[start : free_to[start]]
            news = [pool.news[id_] for id_ in between_them if id_ in pool.news]
            gaps.append((run, news, free_to[start] == at))
        run, start = [], at + 1
    return gaps


def _best_in_order(
    pool: Pool, olds: Sequence[Candidate], news: Sequence[Candidate], *, is_closed: bool
) -> None:
    """Pair a gap so that the order is kept and as much text as possible agrees."""
    olds, news = [c for c in olds if c.id in pool.olds], [c for c in news if c.id in pool.news]
    even = is_closed and len(olds) == len(news)
    scores = [
        [_score(a, b, alone=even and len(olds) == 1, even=even and i == j) for j, b in enumerate(news)]
        for i, a in enumerate(olds)
    ]
    for i, j in best_in_order(scores):
        pool.take(olds[i].id, news[j].id, "neighbours", max(scores[i][j], 0.4))
    if even and len(olds) == 1 and _is_emptied(pool, olds[0], news[0]):
        pool.take(olds[0].id, news[0].id, "neighbours", 0.4)


def _is_emptied(pool: Pool, old: Candidate, new: Candidate) -> bool:
    """Whether a line such as "[Repealed]" stands for the one provision in whose place it is, where all is
    numbered anew: where numbers held, its own would tell.
    """
    if old.id not in pool.olds or old.kind != new.kind or not (old.num and new.num):
        return False
    at = pool.place_old[old.id]
    beside = [
        n for n in (at - 1, at + 1) if 0 <= n < len(pool.order_old) and pool.order_old[n] in pool.new_of
    ]
    if not beside or any(pool.kept_number(n) for n in beside):
        return False
    return new.shell and not old.shell


def _from_the_ends(pool: Pool, olds: Sequence[Candidate], news: Sequence[Candidate]) -> None:
    """Pair a large gap from its beginning, then from its end, as long as the texts agree."""
    for step in (1, -1):
        for a, b in zip(olds[::step], news[::step], strict=False):
            score = _score(a, b, alone=False, even=False)
            if not score or not pool.take(a.id, b.id, "neighbours", max(score, 0.4)):
                break


def _score(a: Candidate, b: Candidate, *, alone: bool, even: bool) -> float:
    """How much speaks for two provisions of one gap; 0 where nothing does.

    `alone`: there are no others in it. `even`: there are as many on both sides, and these stand at one place.
    """
    if a.kind != b.kind:
        return 0.0
    score = alike(a, b)
    same_number = a.bare == b.bare
    if a.heading and b.heading and not a.num and score < 0.5:
        return 0.0  # an account of a budget is known by its heading
    if score >= (_LEAST if alone or even else _LEAST_OF_MANY):
        return score
    short = len(a.words) <= _SHORT and len(b.words) <= _SHORT
    if alone and same_number and (len(a.words) <= _SHORT or score >= 0.1 or not a.num):
        return max(score, 0.01)
    if (alone or even) and a.num and b.num and short:
        return max(score, 0.01)
    return 0.0
