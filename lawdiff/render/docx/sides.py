"""Each side of a redline as a stream of words and ends of paragraphs, as a text processor holds it.

Tracked changes belong to words, to ends of paragraphs and to rows of tables. So each version is laid out by
itself, in its own order, and what is the same on both sides has one key in both streams: words that an edit
keeps, a number, a heading, the end of a paragraph. `merge` lays the streams together by those keys.

The setting is that of the other formats: a number stands before the text that follows it, what is below a
number is set in, tables keep their rows. What is left out because it did not change is said (`Said`) in both.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from lawdiff.model.provision import CONTAINERS, LEAVES, UNITS
from lawdiff.model.redline import Item, Node, Redline, Ref
from lawdiff.render.docx.comments import left
from lawdiff.render.docx.grid import laid_out
from lawdiff.render.docx.tokens import Cell, End, Look, Row, Said, Stream, Style, Table, Token, Words
from lawdiff.render.labels import Labels
from lawdiff.render.layout.gaps import left_out, title_of
from lawdiff.render.layout.runs import Piece, PiecePart, closes, cut, dashed, opens_only

Which = Literal["old", "new"]


def streams(redline: Redline, labels: Labels) -> tuple[Stream, Stream]:
    """Lay out both sides."""
    said = _said(redline, labels)
    return _stream(redline, "old", said, labels), _stream(redline, "new", said, labels)


# --- what the redline says of one side


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    text: str
    key: Hashable
    change: str
    move: str


@dataclass(frozen=True, slots=True)
class _View:
    """One side: what the edits say of each part of a provision, and what moved."""

    which: Which
    labels: Labels
    parts: Mapping[tuple[str, str], list[_Stretch]]
    movers: Mapping[int, str]
    moved: Set[str]


@dataclass(frozen=True, slots=True)
class _Provision:
    """A provision of one side."""

    node: Node
    ref: Ref
    children: tuple["_Provision", ...] = ()

    @property
    def paired(self) -> bool:
        """Whether it stands on both sides."""
        return self.node.old is not None and self.node.new is not None


def _said(redline: Redline, labels: Labels) -> list[Said | None]:
    """Say for each item what is left out, if it is."""
    made: list[Said | None] = []
    for n, (item, following) in enumerate(zip(redline.items, (*redline.items[1:], None), strict=True)):
        if item.type != "unchanged" or item.nodes or not item.run:
            made.append(None)
            continue
        lines = []
        for passage in left_out(item.run, following.node if following else None, labels):
            if passage.said:
                lines.append((passage.said, Look("said")))
            elif passage.heading:
                ref = next(same.new for same in item.run if title_of(same.new) == passage.label)
                text = "".join(run.text for run in passage.heading.runs)
                lines.append((text, Look(_heading_style(ref.kind), 0, min(ref.depth + 1, 9))))
        made.append(Said(("item", n), tuple(lines)))
    return made


def _stream(redline: Redline, which: Which, said: Sequence[Said | None], labels: Labels) -> Stream:
    """Put sections and what is said into the order of one side."""
    moved = {change.id for change in redline.changes if "move" in change.kinds}
    view = _View(which, labels, _parts(redline, which), _movers(redline, moved), moved)
    units: dict[int, dict[int, Node]] = {}
    fixed: dict[int, Said] = {}
    for item, note in zip(redline.items, said, strict=True):
        if note is not None:
            fixed[_side_of(item.run[0].old, item.run[0].new, which).at] = note
        for node in _nodes(item):
            ref = node.old if which == "old" else node.new
            if ref is None:
                continue
            known = units.setdefault(ref.at, {})
            # The place that a provision left names it too: what holds both sides tells more.
            if ref.pos not in known or known[ref.pos].new is None:
                known[ref.pos] = node
    out: list[Token] = []
    open_: list[int] = []  # depths of the headings that stand above
    for at in sorted(units.keys() | fixed.keys()):
        if at in fixed:
            out.append(fixed[at])
        if at in units:
            nodes = units[at]
            _unit(view, _tree([nodes[pos] for pos in sorted(nodes)], which), open_, out)
    return tuple(out)


def _side_of(old: Ref, new: Ref, which: Which) -> Ref:
    return old if which == "old" else new


def _nodes(item: Item) -> Iterator[Node]:
    for node in (*((item.node,) if item.node else ()), *item.nodes):
        yield from node.walk()


def _parts(redline: Redline, which: Which) -> dict[tuple[str, str], list[_Stretch]]:
    parts: dict[tuple[str, str], list[_Stretch]] = {}
    for change in redline.changes:
        for n, edit in enumerate(change.edits):
            eid, start = (edit.old_at, edit.old_start) if which == "old" else (edit.new_at, edit.new_start)
            if eid is None or not edit.text:
                continue
            key = ("edit", change.id, n) if edit.op == "keep" else None
            found = _Stretch(start or 0, edit.text, key, "" if key else change.id, edit.move)
            parts.setdefault((eid, edit.part), []).append(found)
    for stretches in parts.values():
        stretches.sort(key=lambda stretch: stretch.start)
    return parts


def _movers(redline: Redline, moved: Set[str]) -> dict[int, str]:
    """Say of each node, by its identity, which provision that moved holds it, the innermost."""
    found: dict[int, str] = {}

    def below(node: Node, mover: str) -> None:
        if node.old and node.new and not moved.isdisjoint(node.here):
            mover = f"provision {node.new.eid}"
        if mover:
            found[id(node)] = mover
        for child in node.children:
            below(child, mover)

    for item in redline.items:
        if item.node:
            below(item.node, "")
    return found


def _tree(nodes: Sequence[Node], which: Which) -> _Provision:
    """Put nodes in reading order back into a tree by their depths."""

    def ref_of(node: Node) -> Ref:
        ref = node.old if which == "old" else node.new
        if ref is None:
            raise ValueError("only nodes of this side are given")
        return ref

    def below(n: int) -> tuple[_Provision, int]:
        node, ref = nodes[n], ref_of(nodes[n])
        children = []
        n += 1
        while n < len(nodes) and ref_of(nodes[n]).depth > ref.depth:
            child, n = below(n)
            children.append(child)
        return _Provision(node, ref, tuple(children)), n

    return below(0)[0]


# --- parts of a provision


@dataclass(frozen=True, slots=True)
class _Part:
    """A number, a heading or a text, with the provision that it is of."""

    of: _Provision
    name: PiecePart
    words: tuple[Words, ...]

    @property
    def text(self) -> str:
        return "".join(words.text for words in self.words)


def _part(view: _View, p: _Provision, name: PiecePart) -> list[_Part]:
    """Give a part of a provision, or none where it is empty."""
    node, ref = p.node, p.ref
    mover = view.movers.get(id(node), "")
    stretches = view.parts.get((ref.eid, name))
    if stretches is None:
        text, same = _stated(node, ref, name, view.which)
        key = ("part", id(node), name) if same and p.paired else None
        stretches = [_Stretch(0, text, key, node.here[0] if node.here else "", "")] if text else []
    spans = node.spans if name == "text" and (view.which == "new" or node.new is None) else ()
    words = tuple(Words(cut(s.text, s.start, name, spans), s.key, s.change, s.move, mover) for s in stretches)
    return [_Part(p, name, words)] if words else []


def _stated(node: Node, ref: Ref, name: PiecePart, which: Which) -> tuple[str, bool]:
    """Give what no edit gives, and whether it is the same on both sides."""
    match name:
        case "num":
            return ref.num, bool(node.old and node.new and node.old.num == node.new.num)
        case "heading":
            return ref.heading, bool(node.old and node.new and node.old.heading == node.new.heading)
        case "text":
            old = node.old_text if node.old_text is not None else node.text
            return (old if which == "old" else node.text) or "", True


def _head(view: _View, p: _Provision) -> list[_Part]:
    return _part(view, p, "num") + _part(view, p, "heading")


# --- setting


@dataclass(frozen=True, slots=True)
class _Lead:
    """What a paragraph begins with: numbers of the provisions around it, and changes that stand there."""

    parts: tuple[_Part, ...] = ()
    here: tuple[str, ...] = ()


def _here(view: _View, p: _Provision) -> tuple[str, ...]:
    """Give the changes that have their mark here: on the new side, or on the old one where it is alone.

    What moved has a mark at the place that it left, too.
    """
    if view.which == "new" or p.node.new is None:
        return p.node.here
    return tuple(left(change) for change in p.node.here if change in view.moved)


def _unit(view: _View, p: _Provision, open_: list[int], out: list[Token]) -> None:
    """Set a section or a heading of part or chapter."""
    head = _head(view, p)
    lead = _Lead((), _here(view, p))
    while open_ and open_[-1] >= p.ref.depth:
        open_.pop()
    if head:
        open_.append(p.ref.depth)
        look = Look(_heading_style(p.ref.kind), 0, min(len(open_), 9))
        _paragraph(view, head, look, lead.here, out)
        lead = _Lead()
    if p.node.body:
        sentence = view.labels.say("body_unchanged")
        out.append(Said(("body", id(p.node)), ((sentence, Look("said")),)))
        return
    _below(view, p, 0, lead, out)


def _below(view: _View, p: _Provision, depth: int, lead: _Lead, out: list[Token]) -> None:
    """Set a provision's own text and what it holds; its number and heading stand above."""
    text = _part(view, p, "text")
    if text or lead.parts:
        style: Style = "footnote" if p.ref.kind == "note" else "text"
        _paragraph(view, [*lead.parts, *text], Look(style, depth), lead.here, out)
        lead = _Lead()
    _children(view, p, depth, lead, out)


def _children(
    view: _View, p: _Provision, depth: int, lead: _Lead, out: list[Token], *, numbered: bool = False
) -> None:
    """Set what a provision holds. `numbered`: it stands below a number, so that all is set in."""
    rows: list[_Provision] = []
    tables = 0
    for child in p.children:
        if child.ref.kind == "row":
            rows.append(child)
            continue
        if rows:
            out.append(_table(view, p, rows, tables, depth))
            rows, tables = [], tables + 1
        plain = not numbered or bool(lead.parts)
        _inner(view, child, depth + (not plain), lead, out)
        lead = _Lead()
    if rows:
        out.append(_table(view, p, rows, tables, depth))


def _inner(view: _View, p: _Provision, depth: int, lead: _Lead, out: list[Token]) -> None:
    """Set a provision inside a section; `lead` is what its first line begins with."""
    here = lead.here + _here(view, p)
    stated = (*lead.parts, *_head(view, p), *_part(view, p, "text"))
    kind, below = p.ref.kind, p.children
    if kind == "quoted":
        _quoted(view, p, depth + 1, _Lead(stated, here), out)
        return
    headed = bool(p.ref.heading)
    if kind != "table" and below and (not stated or _joins(below[0], headed=headed)):
        lead = _Lead(stated, here)
    else:
        if stated or (here and not below):
            _paragraph(view, stated, _inner_look(p, stated, depth), here, out)
            here = ()
        lead = _Lead((), here)
    _children(view, p, depth, lead, out, numbered=bool(stated) and stated[0].name == "num")


def _inner_look(p: _Provision, stated: Sequence[_Part], depth: int) -> Look:
    kind = p.ref.kind
    if kind == "note":
        return Look("footnote", depth)
    if kind == "caption":
        return Look("caption", depth)
    if kind == "subheading" or (p.ref.heading and (kind in UNITS or kind in CONTAINERS)):
        return Look("subheading", depth)
    return Look("item" if stated and stated[0].name == "num" else "text", depth)


def _joins(first: _Provision, *, headed: bool) -> bool:
    """Whether the first thing below a number goes on in its line: plain text, or the next number."""
    if first.ref.kind in ("note", "table", "row", "quoted"):
        return False
    return (first.ref.kind in LEAVES and not first.ref.num) or (not headed and bool(first.ref.num))


def _quoted(view: _View, p: _Provision, depth: int, lead: _Lead, out: list[Token]) -> None:
    """Set quoted law: a quotation mark that stands alone runs in with the text behind or before it."""
    begin = len(out)
    rest = replace(p, children=())
    for child in p.children:
        text = tuple(_part(view, child, "text"))
        said = "".join(part.text for part in text)
        end = out[-1] if len(out) > begin else None
        if child.ref.kind == "intro" and opens_only(said) and child is not p.children[-1]:
            lead = _Lead((*lead.parts, *text), lead.here + _here(view, child))
        elif child.ref.kind == "wrap_up" and isinstance(end, End) and not lead.parts and closes(said):
            words = [word for part in text for word in part.words]
            out[-1:] = [*words, _end_after(view, text[-1], end.look, words, end)]
        else:
            _children(view, replace(rest, children=(child,)), depth, lead, out)
            lead = _Lead()
    if lead.parts:
        _paragraph(view, lead.parts, Look("text", depth), lead.here, out)


_HANGING = 5
"""Characters of a number that stands out before its text."""


def _paragraph(
    view: _View, parts: Sequence[_Part], look: Look, here: tuple[str, ...], out: list[Token]
) -> None:
    """Put parts behind each other, a space between two, a tab behind a number that stands out.

    Behind a number that ends in a dash stands neither.
    """
    words: list[Words] = []
    before = ""
    for n, part in enumerate(parts):
        close = opens_only(before) or before.endswith((" ", "\n")) or (n == 1 and dashed(before))
        if before and not close:
            # A number that is wider than the indentation would push its text to the next tab.
            hangs = n == 1 and look.style == "item" and len(before) <= _HANGING
            gap = "\t" if hangs else " "
            key = ("gap", id(part.of.node), part.name) if part.of.paired else None
            first = part.words[0]
            words.append(Words((Piece(gap),), key, first.change, mover=first.mover))
        words += part.words
        before = part.text
    if words and here:
        words[0] = replace(words[0], here=here)
    out += words
    if parts:
        out.append(_end_after(view, parts[-1], look, words))
    else:
        out.append(End(look, here=here))


def _end_after(
    view: _View, part: _Part, look: Look, words: Sequence[Words], instead: End | None = None
) -> End:
    """End a paragraph whose last part is `part`; `instead` of an end that stood before its words."""
    kept = [word.key for word in words if word.key is not None and word.text.strip()]
    after = kept[-1] if kept else instead.after if instead else None
    key = ("end", id(part.of.node), part.name) if part.of.paired else None
    return End(look, key, after, view.movers.get(id(part.of.node), ""))


# --- tables


def _table(view: _View, p: _Provision, rows: Sequence[_Provision], nth: int, depth: int) -> Table:
    """Set rows that stand together, the `nth` table of their provision (from 0)."""
    key = ("table", id(p.node), nth) if p.paired else None
    made = laid_out([_row(view, row) for row in rows])
    return Table(key, made, depth, view.movers.get(id(p.node), ""))


def _row(view: _View, p: _Provision) -> Row:
    lead = _Lead(tuple(_head(view, p)), _here(view, p))
    cells = [child for child in p.children if child.ref.kind in ("cell", "header_cell")]
    made: list[Cell] = []
    if len(cells) != len(p.children) or not cells:
        cells = [p]
    for cell in cells:
        out: list[Token] = []
        own = lead if cell is p else _Lead(lead.parts + tuple(_head(view, cell)), lead.here)
        _below(view, cell, 0, _Lead(own.parts, own.here + (_here(view, cell) if cell is not p else ())), out)
        header = cell.ref.kind == "header_cell"
        out = [_in_cell(token, header=header) for token in out]
        if not out or not isinstance(out[-1], End):
            out.append(End(Look("head_cell" if header else "cell"), here=own.here if not out else ()))
        node = cell.node
        cols, down = (cell.ref is node.old and node.old_span) or (node.cols, node.rows)
        made.append(Cell(header, tuple(out), cols, down))
        lead = _Lead()
    key = ("row", id(p.node)) if p.paired else None
    return Row(key, tuple(made), view.movers.get(id(p.node), ""))


def _in_cell(token: Token, *, header: bool) -> Token:
    if isinstance(token, End):
        return replace(token, look=replace(token.look, style="head_cell" if header else "cell", level=0))
    return token


_PARTS = frozenset("book tome title part division schedule annex attachment preface preamble body".split())
_SMALL = frozenset({"subchapter", "subdivision", "crossheading"})


def _heading_style(kind: str) -> Style:
    if kind in UNITS:
        return "section"
    return "part" if kind in _PARTS else "subchapter" if kind in _SMALL else "chapter"
