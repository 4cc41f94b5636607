"""Which column of a table is which, surest first.

1. Heads that are the same but for case, space and punctuation, in order: all that stands over a column, then
   what stands next to it. "Column 1", "Column 2" name nothing: they go by place.
2. A head that stands once on each side at another place: the column moved, if its cells say so too.
3. Cells, where the rows of both versions are known for each other by a cell that stands once on each side:
   Cohen's kappa (Cohen 1960), the share of equal words beyond what any two rows share by chance. So a column
   of "Nil" tells nothing, and figures that coincide in one row of four do not either.
4. In what lies between pairs: as many on both sides are the same, rewritten; else what is most alike.

Heads go before cells: "Class A misdemeanor" keeps its column though each figure in it may have changed. Where
tables are equally wide and more cells stay with the columns in place, they stay, and only the heads changed.
The work grows with the number of cells; at most some hundred rows are looked at closely.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from lawdiff.diff.order import best_in_order
from lawdiff.diff.word_script import rising

Row = Mapping[int, str]
"""The text of each cell of a row, by the column in which it begins."""
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table by columns: what stands over each, outermost first, and the rows below."""

    heads: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.heads)


_BEYOND_CHANCE = 0.25
"""Kappa from which cells pair two columns, and by its standard error and 0.6 / n for n rows more: one row has
to agree wholly, two of three, four of ten, a quarter of many, and more where values are few."""
_ALIKE = 0.25
"""Share of words in common from which cells confirm a head that stands at another place, and from which two
columns of a gap that became wider or narrower are paired."""
_LOOKS = 20_000
"""Pairs of cells that are compared in one gap."""
_MOST_ROWS, _LEAST_ROWS = 200, 10
_KEYS = 3
"""Columns from the left among which a key is looked for, where no cell names its row."""
_ORDERED = 0.85
"""Share of a column's cells that stand in the same order, from which it names the rows: of three values at
random 0.72 do."""


def pair_columns(old: Sheet, new: Sheet) -> Pairs:
    """Pair the columns of two tables; in the order of the old one."""
    cells = _Cells(old, new)
    found = _by_heads(old, new)
    found += _moved(old, new, found, cells)
    for score in (cells.agreement, cells.likeness):
        found += _in_gaps(old, new, found, score)
        even = [gap for gap in _gaps(old, new, found) if len(gap[0]) == len(gap[1])]
        found += [pair for gap in even for pair in zip(*gap, strict=True)]
    in_place = [(n, n) for n in range(old.width)]
    if old.width == new.width and sorted(found) != in_place and cells.kept(in_place) > cells.kept(found):
        return in_place
    return sorted(found)


# --- heads


_BESIDE_WORDS = re.compile(r"[\W_]+")
_PLACE = re.compile(r"\d+|\b[ivx]+\b|\b[a-z]\b")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def fold(text: str) -> str:
    """Give a text without case, space and punctuation, unless there is nothing else in it.

    >>> fold("Sub-Council  No."), fold("%")
    ('subcouncilno', '%')
    """
    return _BESIDE_WORDS.sub("", text.casefold()) or text.strip()


def is_numbering(heads: Sequence[str]) -> bool:
    """Whether heads only count the columns: "Column 1", "Column 2"; "(a)", "(b)"; years do not.

    >>> is_numbering(["Column I", "COLUMN II"]), is_numbering(["2024", "2025"]), is_numbering(["A", "Fee"])
    (True, False, False)
    """
    plain = [head.casefold() for head in heads]
    if len(plain) < 2 or len({fold(_PLACE.sub("", head)) for head in plain}) > 1:
        return False
    counted = [match[0] if (match := _PLACE.search(head)) else "" for head in plain]
    return any(counted == series[: len(counted)] for series in _SERIES)


_SERIES = ([str(n) for n in range(1, 1001)], [chr(97 + n) for n in range(26)], list(_ROMAN[1:]))


def _by_heads(old: Sheet, new: Sheet) -> Pairs:
    found = _same_in_order([_told(head) for head in old.heads], [_told(head) for head in new.heads])
    for olds, news in _gaps(old, new, found):
        nearest = [
            [_nearest(sheet.heads[n]) for n in columns] for sheet, columns in ((old, olds), (new, news))
        ]
        found += [(olds[i], news[j]) for i, j in _same_in_order(*nearest)]
    return found


def _told(head: Sequence[str]) -> str:
    return "\n".join(map(fold, head))


def _nearest(head: Sequence[str]) -> str:
    return next(map(fold, reversed(head)), "")


def _same_in_order(olds: Sequence[str], news: Sequence[str]) -> Pairs:
    """Pair as many equal heads as there are without crossing; an empty one is like no other."""
    marked = ([head.strip() or f"\0{side}" for head in heads] for side, heads in enumerate((olds, news)))
    found: Pairs = []
    for block in Indel.opcodes(*marked):
        if block.tag == "equal":
            length = block.src_end - block.src_start
            found += [(block.src_start + n, block.dest_start + n) for n in range(length)]
    return found


def _moved(old: Sheet, new: Sheet, found: Pairs, cells: "_Cells") -> Pairs:
    """Pair columns that went to another place: their head stands once on each side, and their cells agree."""
    here, there = (_once((_told(head), n) for n, head in enumerate(sheet.heads)) for sheet in (old, new))
    olds, news = {i for i, _ in found}, {j for _, j in found}
    both = [(i, there[head]) for head, i in here.items() if head.strip() and head in there]
    free = [(i, j) for i, j in both if i not in olds and j not in news]
    return [(i, j) for i, j in free if cells.share(i, j, len(free)) >= _ALIKE]


# --- cells


class _Cells:
    """The cells of two tables whose rows were paired, when they are first asked for."""

    def __init__(self, old: Sheet, new: Sheet) -> None:
        self.old = old
        self.new = new
        self._rows: list[tuple[Row, Row]] | None = None

    def agreement(self, i: int, j: int, looks: int) -> float:
        """How much two columns agree beyond chance, in cells or in words; 0 where it may be chance.

        What they share by chance is what each row shares with others further down. `looks` is how many pairs
        of columns are asked.
        """
        pairs = [(a.get(i, ""), b.get(j, "")) for a, b in self._sample(looks)]
        pairs = [(a, b) for a, b in pairs if a or b]
        size = len(pairs)
        shifts = {size // 2, size // 3, size // 5} - {0}
        found = 0.0
        for alike in (_is_same, _alike) if size else ():
            observed = sum(alike(a, b) for a, b in pairs) / size
            by_chance = sum(alike(pairs[n][0], pairs[n - shift][1]) for n in range(size) for shift in shifts)
            chance = by_chance / (size * len(shifts)) if shifts else 0.0
            if chance < 1:
                kappa = (observed - chance) / (1 - chance)
                error = math.sqrt(chance / ((1 - chance) * size))
                if kappa >= _BEYOND_CHANCE + error + 0.6 / size:
                    found = max(found, kappa)
        return found

    def share(self, i: int, j: int, looks: int) -> float:
        """How many words the cells of two columns share, chance or not."""
        pairs = [(a[i], b[j]) for a, b in self._sample(looks) if a.get(i) and b.get(j)]
        return sum(_alike(a, b) for a, b in pairs) / len(pairs) if pairs else 0.0

    def likeness(self, i: int, j: int, looks: int) -> float:
        """How many words two columns share, in their heads or in their cells; 0 where it is not enough."""
        over = [" ".join(sheet.heads[n][-1:]) for sheet, n in ((self.old, i), (self.new, j))]
        likeness = max(self.share(i, j, looks), _alike(*over) if all(over) else 0.0)
        return likeness if likeness >= _ALIKE else 0.0

    def kept(self, pairs: Pairs) -> float:
        """How many cells stay the same with these pairs of columns, heads counted as a cell."""
        rows = self._sample(len(pairs))
        same = sum(bool(a.get(i)) and a.get(i) == b.get(j) for a, b in rows for i, j in pairs)
        return same + sum(_told(self.old.heads[i]) == _told(self.new.heads[j]) for i, j in pairs)

    def _sample(self, looks: int) -> Sequence[tuple[Row, Row]]:
        if self._rows is None:
            self._rows = _paired_rows(self.old.rows, self.new.rows)
        most = min(max(_LOOKS // max(looks, 1), _LEAST_ROWS), _MOST_ROWS)
        size = len(self._rows)
        return self._rows if size <= most else [self._rows[n * size // most] for n in range(most)]


def _is_same(a: str, b: str) -> float:
    return float(a == b)


def _alike(a: str, b: str) -> float:
    """Share of words in common, in order (0 to 1)."""
    if a == b:
        return 1.0
    return float(Indel.normalized_similarity(_words(a), _words(b)))


_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold()) or text.split()


def _paired_rows(olds: Sequence[Row], news: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pair rows by the cells that stand once on each side, the key among the first cells; then by place.

    Where that says nothing of most rows, by the column that keeps its order best.
    """
    votes: Counter[tuple[int, int]] = Counter()
    for texts in (_first_cells, _all_cells):
        once_old, once_new = _once(texts(olds)), _once(texts(news))
        votes.update((n, once_new[text]) for text, n in once_old.items() if text in once_new)
    new_of: dict[int, int] = {}
    taken: set[int] = set()
    for (a, b), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if a not in new_of and b not in taken:
            new_of[a] = b
            taken.add(b)
    if len(new_of) * 2 < min(len(olds), len(news)) and (ordered := _in_best_order(olds, news)):
        new_of, taken = ordered, set(ordered.values())
    start, before = 0, -1
    for a in range(len(olds) + 1):
        b = new_of.get(a, -1) if a < len(olds) else len(news)
        if b < 0:
            continue
        if a - start == b - before - 1 and taken.isdisjoint(range(before + 1, b)):
            new_of |= {start + n: before + 1 + n for n in range(a - start)}
        start, before = a + 1, b
    return [(olds[a], news[b]) for a, b in sorted(new_of.items())]


def _in_best_order(olds: Sequence[Row], news: Sequence[Row]) -> dict[int, int]:
    """Pair rows by the one of the first columns whose cells stand most in the same order on both sides."""
    best: tuple[float, list[str], list[str]] = (_ORDERED, [], [])
    for i in range(_KEYS):
        before = [fold(row.get(i, "")) for row in olds]
        for j in range(_KEYS):
            after = [fold(row.get(j, "")) for row in news]
            several = len(set(before)) > 2 and len(set(after)) > 2
            if several and (share := Indel.normalized_similarity(before, after)) > best[0]:
                best = share, before, after
    return dict(_same_in_order(best[1], best[2]))


def _first_cells(rows: Iterable[Row]) -> Iterable[tuple[str, int]]:
    return ((fold(row[0]), n) for n, row in enumerate(rows) if row.get(0))


def _all_cells(rows: Iterable[Row]) -> Iterable[tuple[str, int]]:
    return ((fold(text), n) for n, row in enumerate(rows) for text in row.values() if text)


def _once(texts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Give the place of each text that stands once."""
    place: dict[str, int] = {}
    for text, n in texts:
        place[text] = -1 if text in place else n
    return {text: n for text, n in place.items() if n >= 0}


# --- what lies between pairs


def _gaps(old: Sheet, new: Sheet, found: Pairs) -> list[tuple[list[int], list[int]]]:
    """Columns without a pair that lie between the same pairs, on both sides some.

    A pair that crosses others, as that of a moved column does, parts nothing.
    """
    olds, news = {i for i, _ in found}, {j for _, j in found}
    gaps = []
    a = b = 0
    for i, j in [*_uncrossed(found), (old.width, new.width)]:
        free = [n for n in range(a, i) if n not in olds], [n for n in range(b, j) if n not in news]
        if free[0] and free[1]:
            gaps.append(free)
        a, b = i + 1, j + 1
    return gaps


def _uncrossed(found: Pairs) -> Pairs:
    """Give the longest run of pairs that kept its order."""
    pairs = sorted(found)
    return [pairs[n] for n in rising([j for _, j in pairs])]


def _in_gaps(old: Sheet, new: Sheet, found: Pairs, score: Callable[[int, int, int], float]) -> Pairs:
    """Pair in each gap, in order, so that as much as possible agrees; what scores 0 does not."""
    more: Pairs = []
    for olds, news in _gaps(old, new, found):
        looks = len(olds) * len(news)
        if looks * _LEAST_ROWS > 2 * _LOOKS:
            continue  # more than sixty columns without a head that agrees are paired by place
        scores = [[score(i, j, looks) for j in news] for i in olds]
        more += [(olds[i], news[j]) for i, j in best_in_order(scores)]
    return more
