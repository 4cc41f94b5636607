"""Two streams as one with tracked changes: what is dropped gives one side, what is kept gives the other.

Whatever is laid together here, leaving out what was inserted gives the old stream and leaving out what was
deleted the new one, token by token: every token of both sides is emitted once, in the order of its side. What
has a key on both sides and stands in the same order is kept (the heaviest such chain, counted in characters);
what has one and stands elsewhere is a move, if the redline says so and the place is one stretch on each side;
all else is deleted and inserted.

ECMA-376 part 1, 17.13.5: ranges of moves must not overlap, and each source has its one destination; so a move
inside a move is a part of the outer one or no move at all.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lawdiff.render.docx.tokens import Cell, End, Row, Said, Stream, Table, Token, Words

Op = Literal["keep", "delete", "insert", "move_from", "move_to"]


@dataclass(frozen=True, slots=True)
class Step:
    """A token and its fate. A kept token is the new side's; `before` is the old side's where they differ.

    `apart`: its mark must not be taken for one with the mark of the paragraph that follows.
    """

    op: Op
    token: "Words | End | Said | Grid"
    before: End | None = None
    move: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with tracked changes. `cells` are those of the row: header or not, and steps.

    `spans`: of each the columns that it spans, and how it goes on with those above and below (`Cell.merge`).
    """

    op: Literal["keep", "delete", "insert"]
    cells: tuple[tuple[bool, tuple[Step, ...]], ...]
    spans: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with tracked changes."""

    lines: tuple[Line, ...]
    depth: int


def merge(old: Stream, new: Stream, *, insert_first: bool = False, dated: bool = True) -> tuple[Step, ...]:
    """Lay two streams together; where something was replaced the old stands first, or the new.

    `dated`: marks will have a date, so that two can be told apart by it.
    """
    return tuple(_run_together(list(_Merger(old, new, insert_first=insert_first).steps()), dated=dated))


def _run_together(steps: list[Step], *, dated: bool) -> list[Step]:
    """Where words at the end of a paragraph and whole paragraphs behind it came (or went), mark it as one.

    "a [and ¶ b] ¶" for "a [and] ¶ [b ¶]": the same on both sides, and what a typist would have left. Of the
    second form LibreOffice takes the end between the two marks for a part of them, unless they differ in
    their date. That is the way where the paragraphs look different: text that came behind a heading would be
    shown as one, since the last end of the first form is the heading's.
    """
    for n, step in enumerate(steps):
        op = steps[n - 1].op if n else "keep"
        if op not in ("insert", "delete") or step.op != "keep" or not isinstance(step.token, End):
            continue
        last = n
        for i in range(n + 1, len(steps)):
            if steps[i].op != op or not isinstance(steps[i].token, Words | End):
                break
            last = i if isinstance(steps[i].token, End) else last
        end = steps[last].token
        if last > n and isinstance(end, End) and dated and end.look.style != step.token.look.style:
            steps[n - 1] = replace(steps[n - 1], apart=True)
        elif last > n and isinstance(end, End):
            old, new = step.before or step.token, step.token  # the end of the first paragraph on each side
            if op == "insert":
                steps[n], new = Step(op, new), end
            else:
                steps[n], old = Step(op, old), end
            steps[last] = Step("keep", new, old if old.look != new.look else None)
    return steps


@dataclass(slots=True)
class _Span:
    """Where something that moved stands: first and last index on each side, and its characters."""

    name: str
    old: tuple[int, int]
    new: tuple[int, int]
    weight: int


@dataclass(slots=True)
class _Merger:
    """The two streams, and what is found out about them."""

    old: Stream
    new: Stream
    closed: bool = False  # the ends of both belong together, as in a cell
    insert_first: bool = False
    pairs: dict[int, int] = field(default_factory=dict)  # old index -> new index
    moved_old: dict[int, str] = field(default_factory=dict)  # index -> name of the move
    moved_new: dict[int, str] = field(default_factory=dict)

    def steps(self) -> Iterable[Step]:
        """Give the merged stream."""
        self._pair()
        movers = {i: _mover(self.new[j]) for i, j in self.pairs.items()}
        still = [(i, j) for i, j in self.pairs.items() if not movers[i]]
        chain = _heaviest(sorted(still), lambda pair: _weight(self.old[pair[0]]))
        self._name_moves(movers, {i for i, _ in chain})
        made: list[Step] = []
        a = b = 0
        for i, j in [*chain, (len(self.old), len(self.new))]:
            made += self._gap(
                range(a, i), range(b, j), whole=not made or not isinstance(made[-1].token, Words)
            )
            if i < len(self.old):
                made.append(self._keep(i, j))
            a, b = i + 1, j + 1
        return made

    def _pair(self) -> None:
        """Pair what has the same key; ends of paragraphs also by the words before them."""
        keys = {token.key: j for j, token in enumerate(self.new) if token.key is not None}
        for i, token in enumerate(self.old):
            j = keys.get(token.key) if token.key is not None else None
            if j is not None and _together(token, self.new[j]):
                self.pairs[i] = keys.pop(token.key)
        taken = set(self.pairs.values())
        after: dict[Hashable, int] = {}
        for j, token in enumerate(self.new):
            if isinstance(token, End) and j not in taken and token.after is not None:
                after[token.after] = j
        for i, token in enumerate(self.old):
            if isinstance(token, End) and i not in self.pairs and token.after in after:
                j = after.pop(token.after)
                if _together(token, self.new[j]):
                    self.pairs[i] = j
        if self.closed:
            last = len(self.new) - 1
            self.pairs = {i: j for i, j in self.pairs.items() if j != last} | {len(self.old) - 1: last}

    def _name_moves(self, movers: dict[int, str], chain: set[int]) -> None:
        """Say which tokens move: the largest first, each in one stretch on both sides, none overlapping."""
        taken: list[_Span] = []
        for span in sorted(self._candidates(movers), key=lambda s: (-s.weight, s.old)):
            if any(_overlap(span.old, t.old) or _overlap(span.new, t.new) for t in taken):
                continue
            olds, news = range(span.old[0], span.old[1] + 1), range(span.new[0], span.new[1] + 1)
            inside = {i: self.pairs[i] for i in olds if i in self.pairs}
            if any(i in chain or j not in news for i, j in inside.items()):
                continue
            if set(inside.values()) != set(self.pairs.values()) & set(news):
                continue
            taken.append(span)
            self.moved_old |= dict.fromkeys([*inside, *_named(self.old, olds, span.name)], span.name)
            self.moved_new |= dict.fromkeys([*inside.values(), *_named(self.new, news, span.name)], span.name)

    def _candidates(self, movers: dict[int, str]) -> Iterable[_Span]:
        by_name: dict[str, list[tuple[int, int]]] = {}
        for i, name in movers.items():
            if name:
                by_name.setdefault(name, []).append((i, self.pairs[i]))
        for name, found in by_name.items():
            olds, news = [i for i, _ in found], [j for _, j in found]
            weight = sum(_weight(self.old[i]) for i in olds)
            if any(isinstance(self.old[i], Words) for i in olds):
                yield _Span(name, (min(olds), max(olds)), (min(news), max(news)), weight)
        sides = [_of_move(self.old), _of_move(self.new)]
        for name in sides[0].keys() & sides[1].keys():
            olds, news = sides[0][name], sides[1][name]
            weight = sum(_weight(self.old[i]) for i in olds)
            yield _Span(name, (olds[0], olds[-1]), (news[0], news[-1]), weight)

    def _gap(self, olds: range, news: range, *, whole: bool) -> list[Step]:
        """Lay out what stands between two kept tokens: deleted before inserted, paragraph by paragraph.

        `whole`: the gap begins with a paragraph. Otherwise the first end of a paragraph on each side is
        the end of the paragraph that the gap began in, and is kept.
        """
        if not whole:
            i = next((i for i in olds if isinstance(self.old[i], End) and i not in self.moved_old), None)
            j = next((j for j in news if isinstance(self.new[j], End) and j not in self.moved_new), None)
            if i is None or j is None:
                return self._replaced(olds, news)
            return [
                *self._replaced(range(olds.start, i), range(news.start, j)),
                self._keep(i, j),
                *self._gap(range(i + 1, olds.stop), range(j + 1, news.stop), whole=True),
            ]
        i = 1 + max((i for i in olds if not isinstance(self.old[i], Words)), default=olds.start - 1)
        j = 1 + max((j for j in news if not isinstance(self.new[j], Words)), default=news.start - 1)
        return [
            *self._replaced(range(olds.start, i), range(news.start, j)),
            *self._replaced(range(i, olds.stop), range(j, news.stop)),
        ]

    def _keep(self, i: int, j: int) -> Step:
        return _kept(self.old[i], self.new[j], insert_first=self.insert_first)

    def _replaced(self, olds: range, news: range) -> list[Step]:
        sides = [self._gone(olds), self._come(news)]
        return [step for side in (reversed(sides) if self.insert_first else sides) for step in side]

    def _gone(self, indices: range) -> list[Step]:
        return [_one_sided(self.old[i], "delete", self.moved_old.get(i, "")) for i in indices]

    def _come(self, indices: range) -> list[Step]:
        return [_one_sided(self.new[j], "insert", self.moved_new.get(j, "")) for j in indices]


def _mover(token: Token) -> str:
    return "" if isinstance(token, Said) else token.mover


def _together(old: Token, new: Token) -> bool:
    """Whether two tokens with one key can be one: of one kind, and held by the same moved provision."""
    return type(old) is type(new) and _mover(old) == _mover(new)


def _weight(token: Token) -> int:
    match token:
        case Words():
            return len(token.text) + 1
        case End():
            return 1
        case Table():
            return 1 + sum(_row_weight(row) for row in token.rows)
        case Said():
            return 1 << 40  # never tracked, so nothing may push it out


def _row_weight(row: Row) -> int:
    return sum(_weight(token) for cell in row.cells for token in cell.tokens)


def _of_move(stream: Stream) -> dict[str, list[int]]:
    """Give the places of words that moved, by the name of the move."""
    found: dict[str, list[int]] = {}
    for i, token in enumerate(stream):
        if isinstance(token, Words) and token.move:
            found.setdefault(token.move, []).append(i)
    return found


def _named(stream: Stream, places: range, move: str) -> list[int]:
    return [i for i in places if isinstance(token := stream[i], Words) and token.move == move]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


Pair = tuple[int, int]


def _heaviest(pairs: Sequence[Pair], weight: Callable[[Pair], int]) -> list[Pair]:
    """Give the heaviest chain of pairs, sorted by the first, in which the second rises too.

    >>> _heaviest([(0, 2), (1, 0), (2, 1)], lambda pair: 1)
    [(1, 0), (2, 1)]
    """
    rank = {j: n for n, j in enumerate(sorted(j for _, j in pairs))}
    blocks: list[list[Pair]] = []  # neighbours on both sides go together
    for pair in pairs:
        if blocks and rank[pair[1]] == rank[blocks[-1][-1][1]] + 1:
            blocks[-1].append(pair)
        else:
            blocks.append([pair])
    place = {n: i for i, n in enumerate(sorted(range(len(blocks)), key=lambda n: blocks[n][0][1]), start=1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(blocks) + 1)  # Fenwick's tree of (weight, last block)
    before: list[int] = []
    for n, block in enumerate(blocks):
        found, i = (0, -1), place[n] - 1
        while i:
            found, i = max(found, best[i]), i & (i - 1)
        before.append(found[1])
        total, i = found[0] + sum(map(weight, block)), place[n]
        while i < len(best):
            best[i], i = max(best[i], (total, n)), i + (i & -i)
    last, i = (0, -1), len(blocks)
    while i:
        last, i = max(last, best[i]), i & (i - 1)
    chain: list[list[Pair]] = []
    n = last[1]
    while n >= 0:
        chain.append(blocks[n])
        n = before[n]
    return [pair for block in reversed(chain) for pair in block]


def _kept(old: Token, new: Token, *, insert_first: bool) -> Step:
    match old, new:
        case Table(), Table():
            return Step("keep", Grid(tuple(_lines(old, new, insert_first=insert_first)), new.depth))
        case End(), End():
            return Step("keep", new, old if old.look != new.look else None)
        case _, Words() | Said() | End():
            return Step("keep", new)
    raise ValueError("only tokens of one kind are paired")


def _one_sided(token: Token, op: Literal["delete", "insert"], move: str) -> Step:
    if isinstance(token, Table):  # a row has no mark for a move
        return Step(op, Grid(tuple(_line(row, op) for row in token.rows), token.depth))
    if not move:
        return Step(op, token)
    return Step("move_from" if op == "delete" else "move_to", token, move=move)


def _lines(old: Table, new: Table, *, insert_first: bool) -> Iterable[Line]:
    """Lay two tables together, row by row; a row that got or lost a cell is another row."""
    keys = {row.key: j for j, row in enumerate(new.rows) if row.key is not None}
    pairs = []
    for i, row in enumerate(old.rows):
        j = keys.get(row.key) if row.key is not None else None
        if j is None or len(row.cells) != len(new.rows[j].cells):
            continue
        if row.mover == old.mover == new.mover == new.rows[j].mover:
            pairs.append((i, j))
    a = b = 0
    for i, j in [
        *_heaviest(pairs, lambda pair: _row_weight(old.rows[pair[0]])),
        (len(old.rows), len(new.rows)),
    ]:
        gone = [_line(row, "delete") for row in old.rows[a:i]]
        come = [_line(row, "insert") for row in new.rows[b:j]]
        yield from (*come, *gone) if insert_first else (*gone, *come)
        if i < len(old.rows):
            cells = zip(old.rows[i].cells, new.rows[j].cells, strict=True)
            merged = (
                (after.header, _in_cell(before, after, insert_first=insert_first)) for before, after in cells
            )
            yield Line("keep", tuple(merged), _spans(new.rows[j]))
        a, b = i + 1, j + 1


def _in_cell(old: Cell, new: Cell, *, insert_first: bool) -> tuple[Step, ...]:
    return tuple(_Merger(old.tokens, new.tokens, closed=True, insert_first=insert_first).steps())


def _line(row: Row, op: Literal["delete", "insert"]) -> Line:
    cells = tuple((cell.header, tuple(_one_sided(t, op, "") for t in cell.tokens)) for cell in row.cells)
    return Line(op, cells, _spans(row))


def _spans(row: Row) -> tuple[tuple[int, str], ...]:
    return tuple((cell.cols, cell.merge) for cell in row.cells)
