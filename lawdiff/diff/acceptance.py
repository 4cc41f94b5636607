"""The law with some changes of a redline in it, and the others not: a minority's proposal alone.

    choose(redline, accept=…)   accepts these, all else is as old
    choose(redline, reject=…)   rejects these, all else is as new
    law_with(redline, choice)   puts the law together

Some changes cannot be had apart, and each such choice is completed and says so (`Choice.drawn`): changes that
share a text (a sentence that went from one provision to another, a split, a join) or a move; what stands in
something new needs it; what a repeal has around it has to be gone first. By construction accepting all gives
the new law and rejecting all the old; in between, a provision stands behind its former neighbour.

What is no change of its own (a list that went a level down) follows the change around it, or stays as it was.

Limits: emphasis and links of struck text are not in a redline, those of kept text are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from lawdiff.diff.words import rising
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression, Origin, Work, assemble
from lawdiff.model.provision import LEAVES, Provision
from lawdiff.model.redline import Edit, Node, Redline, Ref
from lawdiff.model.text import Span, Text

_TEXTUAL = LEAVES | {"cell", "header_cell"}
Which = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which changes are accepted (ids); `drawn` are those that were not asked for, each with what draws it.

    `rest` says how what is no change of its own is decided: as new, or as old.
    """

    accepted: frozenset[str]
    rest: Which
    drawn: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Piece:
    """A provision of either side or both. `by` is the change that decides on it, `placed_by` on its place."""

    node: Node
    by: str
    placed_by: str = ""
    parents: dict[Which, int] = field(default_factory=dict)
    stays: bool = False

    @property
    def old(self) -> Ref | None:
        return self.node.old

    @property
    def new(self) -> Ref | None:
        return self.node.new

    def side(self, which: Which) -> Ref | None:
        return self.node.old if which == "old" else self.node.new


def choose(redline: Redline, *, accept: Iterable[str] = (), reject: Iterable[str] | None = None) -> Choice:
    """Choose by what is accepted, or (`reject` given) by what is not; `choose(redline)` accepts none.

    Raises `LawdiffError` for an id that no change has, with those that look like it.
    """
    rest: Which = "old" if reject is None else "new"
    named = tuple(dict.fromkeys(accept if reject is None else reject))
    known_ids(redline, named, where="--accept" if reject is None else "--reject")
    return _Puzzle(redline).choice(named, rest)


def known_ids(redline: Redline, named: Iterable[str], *, where: str) -> None:
    """Raise `LawdiffError` for an id that no change has, with those that look like it."""
    ids = [change.id for change in redline.changes]
    for name in named:
        if name not in ids:
            near = get_close_matches(name, ids, n=3, cutoff=0.5) or ids[:3]
            raise LawdiffError(
                f'no change has the id "{name}"',
                where=where,
                do=f"Near are: {', '.join(near)}" if near else "There are no changes",
            )


def lacking(redline: Redline) -> tuple[str, ...]:
    """Name the sections whose text is not in the redline: what is equal, unless made with scope "all"."""
    found: list[str] = []
    for item in redline.items:
        if item.type == "unchanged" and not item.nodes:
            found += (same.new.num or same.new.heading or same.new.eid for same in item.run)
        elif item.node and item.node.body:
            ref = item.node.new or item.node.old
            found.append((ref.num or ref.heading or ref.eid) if ref else "")
    return tuple(found)


def law_with(redline: Redline, choice: Choice) -> Expression:
    """Put the law together. Raises `LawdiffError` where the redline does not hold all of its text."""
    lost = lacking(redline)
    if lost:
        shown = ", ".join(lost[:3]) + (f" and {len(lost) - 3} more" if len(lost) > 3 else "")
        raise LawdiffError(
            f"the text of what is equal is not in the redline: {shown}",
            where=redline.new.source_name,
            do="Make it anew: lawdiff diff OLD NEW --scope all -o redline.json",
        )
    side = redline.new if choice.accepted else redline.old
    return assemble(
        _Puzzle(redline).put_together(choice),
        work=Work(side.work or redline.old.work, side.title or redline.old.title),
        schema=side.schema,
        origin=Origin(side.source_name, side.source_sha256, 0),
        date=side.date,
        language=side.language or redline.old.language,
    )


class _Puzzle:
    """The provisions of both sides, what decides on each, and what cannot be had apart."""

    def __init__(self, redline: Redline) -> None:
        self.redline = redline
        self.kinds = {change.id: change.kinds for change in redline.changes}
        self.edits = _edits_by_leaf(redline)
        self.pieces = _pieces(redline)
        for which in ("old", "new"):
            _find_parents(self.pieces, which)
        self.same = _Classes()
        self.needs: list[tuple[str, str]] = []
        """(a, b): who accepts a has to accept b."""
        self._tie_texts()
        self._place()

    # --- what cannot be had apart

    def _tie_texts(self) -> None:
        moves: dict[str, str] = {}
        for change in self.redline.changes:
            for edit in change.edits:
                if edit.move:
                    self.same.tie(moves.setdefault(edit.move, change.id), change.id)
        for found in self.edits.values():
            for change_id, _ in found:
                self.same.tie(found[0][0], change_id)
        for piece in self.pieces:
            for change_id in self._writers(piece):
                self.same.tie(piece.by, change_id)

    def _writers(self, piece: _Piece) -> Iterator[str]:
        for which in ("old", "new"):
            ref = piece.side(which)
            for part in ("num", "heading", "text") if ref else ():
                yield from (name for name, _ in self.edits.get((which, ref.eid if ref else "", part), ()))

    def _place(self) -> None:
        """Say of each piece whether it stays, or else what decides on its place."""
        ordered: dict[int, list[int]] = {}
        for n, piece in enumerate(self.pieces):
            if piece.old is None or piece.new is None:
                self._need_parent(piece)
                continue
            moved = "move" in self.kinds.get(piece.by, ()) and piece.by in piece.node.here
            if piece.parents["old"] == piece.parents["new"] and not moved:
                piece.stays = True
                ordered.setdefault(piece.parents["new"], []).append(n)
                continue
            piece.placed_by = piece.by if moved else self._placed_by(piece)
            self._need_parents(piece)
        for siblings in ordered.values():
            siblings.sort(key=lambda n: _place(self.pieces[n].old))
            places = [_place(self.pieces[n].new) for n in siblings]
            rank = {place: k for k, place in enumerate(sorted(places))}
            kept = set(rising([rank[place] for place in places]))
            for k, n in enumerate(siblings):
                if k not in kept:
                    self.pieces[n].stays = False
                    self.pieces[n].placed_by = self.pieces[n].by

    def _placed_by(self, piece: _Piece) -> str:
        """What went with what is around it follows that."""
        above_new, above_old = self._above(piece, "new"), self._above(piece, "old")
        came = above_new.by if above_new and above_new.old is None else ""
        went = above_old.by if above_old and above_old.new is None else ""
        if came and went:
            self.same.tie(came, went)
        return came or went or piece.by

    def _above(self, piece: _Piece, which: Which) -> _Piece | None:
        at = piece.parents[which]
        return self.pieces[at] if at >= 0 else None

    def _need_parent(self, piece: _Piece) -> None:
        which: Which = "old" if piece.new is None else "new"
        above = self._above(piece, which)
        if above is None or (above.old is not None and above.new is not None):
            return
        self.needs.append((piece.by, above.by) if which == "new" else (above.by, piece.by))

    def _need_parents(self, piece: _Piece) -> None:
        above_new, above_old = self._above(piece, "new"), self._above(piece, "old")
        if above_new and above_new.old is None:
            self.needs.append((piece.placed_by, above_new.by))
        if above_old and above_old.new is None:
            self.needs.append((above_old.by, piece.placed_by))

    # --- the choice

    def choice(self, named: Sequence[str], rest: Which) -> Choice:
        """Complete a choice. Two that moved into each other are tied, so that no provision holds itself."""
        while True:
            choice = self._closed(named, rest)
            circle = self._circle(choice)
            if not circle:
                return choice
            for name in circle:
                self.same.tie(circle[0], name)

    def _closed(self, named: Sequence[str], rest: Which) -> Choice:
        forward = rest == "old"
        arrows: dict[str, set[str]] = {}
        for a, b in self.needs:
            a, b = self.same.of(a), self.same.of(b)
            arrows.setdefault(a if forward else b, set()).add(b if forward else a)
        reason = {self.same.of(name): name for name in reversed(named)}
        waiting = list(reason)
        while waiting:
            at = waiting.pop(0)
            for other in sorted(arrows.get(at, ())):
                if other not in reason:
                    reason[other] = reason[at]
                    waiting.append(other)
        ids = [change.id for change in self.redline.changes]
        reached = [name for name in ids if self.same.of(name) in reason]
        drawn = tuple((name, reason[self.same.of(name)]) for name in reached if name not in named)
        silent = sorted({piece.by for piece in self.pieces if piece.by.startswith("\0")})
        if named and len(reached) == len(ids):  # all there is: what is no change of its own goes with it
            reason |= {self.same.of(name): name for name in silent}
        accepted = {name for name in (*ids, *silent) if (self.same.of(name) in reason) is forward}
        return Choice(frozenset(accepted), rest, drawn)

    def _circle(self, choice: Choice) -> list[str]:
        parents = [self._parent(piece, choice) for piece in self.pieces]
        done: set[int] = set()
        for n in range(len(parents)):
            way: list[int] = []
            while n >= 0 and n not in done and n not in way:
                way.append(n)
                n = parents[n]
            if n in way:
                found = {self.pieces[k].placed_by or self.pieces[k].by for k in way[way.index(n) :]}
                # What stays where it was is no part of the matter.
                moved = {name for name in found if self.same.of(name) != self.same.of(min(found))}
                return sorted(found) if moved else []
            done.update(way)
        return []

    def _which(self, piece: _Piece, choice: Choice) -> Which:
        if piece.old is None or piece.new is None:
            return "old" if piece.new is None else "new"
        return "new" if piece.by in choice.accepted else "old"

    def _is_there(self, piece: _Piece, choice: Choice) -> bool:
        if piece.old is not None and piece.new is not None:
            return True
        return (piece.by in choice.accepted) is (piece.old is None)

    def _parent(self, piece: _Piece, choice: Choice) -> int:
        if piece.old is None or piece.new is None:
            return piece.parents["old" if piece.new is None else "new"]
        return piece.parents["new" if piece.stays or piece.placed_by in choice.accepted else "old"]

    # --- the law

    def put_together(self, choice: Choice) -> tuple[Provision, ...]:
        """Give the roots of the law."""
        below: dict[int, list[int]] = {}
        for n, piece in enumerate(self.pieces):
            if self._is_there(piece, choice):
                below.setdefault(self._parent(piece, choice), []).append(n)
        old_order: dict[int, list[int]] = {}
        for n, piece in enumerate(self.pieces):
            if piece.old is not None:
                old_order.setdefault(piece.parents["old"], []).append(n)
        for siblings in old_order.values():
            siblings.sort(key=lambda n: _place(self.pieces[n].old))

        def build(n: int) -> Provision:
            inner = self._in_order(below.get(n, []), old_order.get(n, []), choice)
            return self._provision(self.pieces[n], tuple(map(build, inner)), choice)

        return tuple(map(build, self._in_order(below.get(-1, []), old_order.get(-1, []), choice)))

    def _in_order(self, present: list[int], former: list[int], choice: Choice) -> list[int]:
        """New provisions in the new order; what stands by its old place, behind its former neighbour."""

        def by_new(n: int) -> bool:
            piece = self.pieces[n]
            if piece.old is not None and piece.new is not None:
                return piece.stays or piece.placed_by in choice.accepted
            return piece.old is None

        order = sorted((n for n in present if by_new(n)), key=lambda n: _place(self.pieces[n].new))
        standing = set(present)
        placed = {n for n in order if self.pieces[n].stays}
        last = -1
        for n in former:
            if n not in standing:
                continue
            if not by_new(n):
                order.insert(order.index(last) + 1 if last >= 0 else 0, n)
                placed.add(n)
            if n in placed:
                last = n
        return order

    def _provision(self, piece: _Piece, children: tuple[Provision, ...], choice: Choice) -> Provision:
        which = self._which(piece, choice)
        ref = piece.side(which)
        if ref is None:
            raise ValueError("a piece stands on the side that it has")
        text = self._text(piece, which)
        if text is None and not children and ref.kind in _TEXTUAL:
            text = Text("")
        if text is not None and not text and children:
            text = None
        renumbered = which == "new" and piece.old is not None and piece.old.eid != ref.eid
        node = piece.node
        cols, rows = (which == "old" and node.old_span) or (node.cols, node.rows)
        return Provision(
            kind=ref.kind,  # type: ignore[arg-type]  # a kind that was read is a kind
            num=self._written(which, ref, "num", ref.num),
            heading=Text(said) if (said := self._written(which, ref, "heading", ref.heading)) else None,
            text=text,
            children=children,
            eid=ref.eid,
            wid=piece.old.eid if renumbered and piece.old else "",
            cols=cols,
            rows=rows,
        )

    def _written(self, which: Which, ref: Ref, part: str, stated: str) -> str:
        found = self.edits.get((which, ref.eid, part))
        return "".join(edit.text for _, edit in found) if found else stated

    def _text(self, piece: _Piece, which: Which) -> Text | None:
        node, ref = piece.node, piece.side(which)
        found = self.edits.get((which, ref.eid, "text")) if ref else None
        other = piece.side("new" if which == "old" else "old")
        elsewhere = ("new" if which == "old" else "old", other.eid if other else "", "text") in self.edits
        if found is None:
            if elsewhere:
                return None
            stated = node.old_text if which == "old" and node.old_text is not None else node.text
            return Text(stated, node.spans if stated == node.text else ()) if stated is not None else None
        content = "".join(edit.text for _, edit in found)
        if which == "new" or piece.new is None:
            return Text(content, tuple(s for s in node.spans if s.end <= len(content)))
        return Text(content, _kept_spans(node.spans, found, piece.new.eid))


class _Classes:
    """What cannot be had apart: a class of names is known by the name that sorts first."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Give the name that its class is known by."""
        while (above := self._above.get(name, name)) != name:
            name = above
        return name

    def tie(self, a: str, b: str) -> None:
        """Put two into one class."""
        first, second = sorted((self.of(a), self.of(b)))
        self._above[second] = first


def _place(ref: Ref | None) -> tuple[int, int]:
    return (ref.at, ref.pos) if ref else (-1, -1)


def _pieces(redline: Redline) -> list[_Piece]:
    """Give each provision once: of several nodes with one old place, the one that holds it."""
    found: list[_Piece] = []

    def visit(node: Node, around: str) -> None:
        by = node.change or (node.here[0] if node.here else "") or node.gone_to or around
        found.append(_Piece(node, by))
        for child in node.children:
            visit(child, by)

    for item in redline.items:
        for root in item.nodes if item.type == "unchanged" else (item.node,):
            if root is not None:
                ref = root.new or root.old
                visit(root, f"\0{ref.at if ref else ''}")
    best: dict[tuple[int, int], int] = {}
    for n, piece in enumerate(found):
        if piece.old is not None:
            k = best.setdefault(_place(piece.old), n)
            if _holds(piece.node) > _holds(found[k].node):
                best[_place(piece.old)] = n
    return [p for n, p in enumerate(found) if p.old is None or best[_place(p.old)] == n]


def _holds(node: Node) -> tuple[bool, bool]:
    return node.new is not None, not node.gone_to


def _find_parents(pieces: Sequence[_Piece], which: Which) -> None:
    """Read who stands below whom off places and depths; -1 is above all."""
    keyed = [(_place(ref), ref.depth, n) for n, p in enumerate(pieces) if (ref := p.side(which))]
    open_: list[tuple[int, int]] = []
    for _, depth, n in sorted(keyed):
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        pieces[n].parents[which] = open_[-1][1] if open_ else -1
        open_.append((depth, n))


_Leaf = tuple[str, str, str]
"""Side, eId, part."""


def _edits_by_leaf(redline: Redline) -> dict[_Leaf, list[tuple[str, Edit]]]:
    """Give the edits of each part on each side in reading order, with the ids of their changes."""
    found: dict[_Leaf, list[tuple[str, Edit]]] = {}
    for change in redline.changes:
        for edit in change.edits:
            if edit.old_at is not None:
                found.setdefault(("old", edit.old_at, edit.part), []).append((change.id, edit))
            if edit.new_at is not None:
                found.setdefault(("new", edit.new_at, edit.part), []).append((change.id, edit))
    for (side, _, _), edits in found.items():
        edits.sort(key=lambda pair: (pair[1].old_start if side == "old" else pair[1].new_start) or 0)
    return found


def _kept_spans(spans: Collection[Span], found: Iterable[tuple[str, Edit]], new_eid: str) -> tuple[Span, ...]:
    """Carry what the new text wears over to the words of the old that were kept."""
    shifts: Mapping[int, int] = {
        (edit.new_start or 0) + k: (edit.old_start or 0) + k
        for _, edit in found
        if edit.new_at == new_eid
        for k in range(len(edit.text))
    }
    kept = []
    for span in spans:
        at = [shifts.get(k) for k in range(span.start, span.end)]
        if at and at[0] is not None and at == list(range(at[0], at[0] + len(at))):
            kept.append(Span(span.kind, at[0], at[0] + len(at), span.target))
    return tuple(kept)
