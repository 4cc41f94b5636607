"""What is shown, and in what order: the redline as blocks of marked text that every format writes.

Provisions become paragraphs: a number stands before the text that follows it ("(2) A person who …"), lists
are set in by their depth, tables keep their rows. A change has its mark where it stands (`here` of a node)
and its reasons beside it; a passage that speaks of several changes of one section is given once, with their
numbers. What is left out is said.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.provision import CONTAINERS, LEAVES, UNITS
from lawdiff.model.redline import Change, Edit, Item, Node, Op, Redline, Ref
from lawdiff.render.folds import tidy
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Block, Cell, Fate, Marker, Passage, Row
from lawdiff.render.layout.gaps import left_out, title_of
from lawdiff.render.layout.grid import in_grid, width_of
from lawdiff.render.layout.moves import End, ends, last_of_move
from lawdiff.render.layout.quiet import quiet_lines, quiet_section
from lawdiff.render.layout.reasons import Note, notes_for
from lawdiff.render.layout.runs import (
    Piece,
    Run,
    Runs,
    closes,
    coalesce,
    head_runs,
    join_parts,
    opens_only,
    text_of,
    text_runs,
    titled,
)
from lawdiff.render.presented import named, parts
from lawdiff.render.wording import moved_from, parted

_CELLS = frozenset({"cell", "header_cell"})


class _Scene(Struct, frozen=True, gc=False):
    """What the recursion needs to know: `here` are the changes marked at a node (by its identity).

    `quiet`: what is the same on both sides is given as lines where it is simple enough.
    """

    labels: Labels
    changes: Mapping[str, Change]
    markers: Mapping[str, Marker]
    here: Mapping[int, tuple[tuple[str, int], ...]]
    ends: Mapping[tuple[Op, str], End]
    quiet: bool = False

    def edits(self, node: Node) -> tuple[Edit, ...]:
        """Give the edits of a node."""
        return self.changes[node.change].edits[node.first : node.last] if node.change else ()

    def marked(self, node: Node) -> tuple[Marker, ...]:
        """Give the changes that have their mark at a node."""
        found = self.here.get(id(node))
        return tuple([_nth(self.markers[change_id], nth) for change_id, nth in found]) if found else ()


class _Lead(Struct, frozen=True, gc=False):
    """What stands before a paragraph: numbers of provisions that begin with it, and their marks."""

    parts: tuple[Runs, ...] = ()
    markers: tuple[Marker, ...] = ()


def running_order(redline: Redline, labels: Labels, *, quiet: bool = False) -> tuple[Passage, ...]:
    """Lay out the whole text. `quiet`: what is the same on both sides comes as lines of HTML (`quiet.py`)."""
    changes = redline.by_id()
    scene = _Scene(labels, changes, markers(redline), _anchors(redline), ends(redline, labels), quiet)
    shown: dict[tuple[int, str], int] = {}
    given: set[str] = set()
    passages: list[Passage] = []
    for item, following in zip(redline.items, (*redline.items[1:], None), strict=False):
        for passage in _item(item, following, scene):
            if passage.quiet:
                passages.append(passage)
                continue
            # A split has its mark in two sections: its reasons stand at the first.
            names = dict.fromkeys(mark.id for mark in _marks(passage) if mark.id not in given)
            given.update(names)
            notes = notes_for([changes[name] for name in names], redline.reports, labels, shown)
            passages.append(_with_notes(passage, notes) if notes else passage)
    return tuple(passages)


def markers(redline: Redline) -> dict[str, Marker]:
    """Give each change its fragment and its neighbours, in the order of their numbers."""
    ordered = sorted(redline.changes, key=lambda change: change.number)
    fragments = _fragments([change.id for change in ordered])
    found: dict[str, Marker] = {}
    for i, change in enumerate(ordered):
        previous = fragments[i - 1] if i else ""
        following = fragments[i + 1] if i + 1 < len(fragments) else ""
        name = change.label or change.old_label
        found[change.id] = Marker(change.number, change.id, fragments[i], previous, following, name)
    return found


def _fragments(ids: Iterable[str]) -> list[str]:
    r"""Make ids that may stand in an address and in an attribute, each once.

    >>> _fragments(["sec_4__subsec_2", 'a b"<', "a b'<"])
    ['c-sec_4__subsec_2', 'c-a-b--', 'c-a-b--~2']
    """
    taken: set[str] = set()
    made: list[str] = []
    for change_id in ids:
        plain = "c-" + _ODD.sub("-", change_id)
        unique, n = plain, 1
        while unique in taken:
            n += 1
            unique = f"{plain}~{n}"
        taken.add(unique)
        made.append(unique)
    return made


def _nodes(redline: Redline) -> list[Node]:
    """Give all nodes in the order shown, as `Node.walk` does: a code has many."""
    found: list[Node] = []
    left = [item.node for item in reversed(redline.items) if item.node]
    while left:
        node = left.pop()
        found.append(node)
        if node.children:
            left += node.children[::-1]
    return found


def _nth(marker: Marker, nth: int) -> Marker:
    """Give the mark of a change that stands at several places (a split does) an id of its own at each."""
    return marker if nth == 1 else replace(marker, fragment=f"{marker.fragment}~at{nth}")


def _anchors(redline: Redline) -> dict[int, tuple[tuple[str, int], ...]]:
    """Say at which node each change has its mark, and the how manieth mark of that change it is: where the
    change stands, or else the first node that it touches.
    """
    nodes = _nodes(redline)
    stated = {change_id for node in nodes for change_id in node.here}
    times: dict[str, int] = {}
    here: dict[int, tuple[tuple[str, int], ...]] = {}
    for node in nodes:
        ids = list(node.here)
        for change_id in (node.change, node.gone_to):
            if change_id and change_id not in stated:
                stated.add(change_id)
                ids.append(change_id)
        if ids:
            for change_id in ids:
                times[change_id] = times.get(change_id, 0) + 1
            here[id(node)] = tuple((change_id, times[change_id]) for change_id in ids)
    return here


def _item(item: Item, following: Item | None, scene: _Scene) -> list[Passage]:
    match item.type:
        case "section" | "container" | "gone" if item.node:
            return [_passage(item.type, item.node, scene)]
        case "unchanged" if item.nodes:
            return [
                _passage("container" if node.kind in CONTAINERS else "unchanged", node, scene)
                for node in item.nodes
            ]
        case "unchanged":
            return left_out(item.run, following.node if following else None, scene.labels)
        case _:
            return []


def _passage(
    type_: Literal["section", "container", "gone", "unchanged"], node: Node, scene: _Scene
) -> Passage:
    ref = node.new or node.old
    section = quiet_section(node) if scene.quiet and type_ == "unchanged" else None
    if section and ref:
        label, anchor = _running(ref, scene.labels), _anchor(ref, type_, node)
        return Passage(type_, level=ref.depth, label=label, anchor=anchor, quiet=section)
    moved = _moves(node, scene)
    fate: Fate = "keep"
    if node.gone_to or node.new is None:
        fate = "delete"
    elif node.old is None:
        fate = "insert"
    elif moved:
        fate = "move"
    heading = None
    lead = _Lead((), scene.marked(node))
    head = _head(node, scene)
    if head:
        heading = Block("heading", 0, tuple(head), lead.markers, moved=moved)
        lead = _Lead()
    blocks = [] if node.gone_to else _below(node, scene, 0, moved, lead)
    return Passage(
        type_,
        level=ref.depth if ref else 0,
        label=_running(ref, scene.labels),
        heading=heading,
        blocks=tuple(blocks),
        fate=fate,
        anchor=_anchor(ref, type_, node),
    )


def _anchor(ref: Ref | None, type_: str, node: Node) -> str:
    """Name a passage: § 5 may be gone, or have left its place, and another section be § 5 now."""
    if ref is None:
        return ""
    end = "-left" if type_ == "gone" else "-was" if node.new is None else ""
    return f"s-{_ODD.sub('-', ref.eid)}{end}"


_ODD = re.compile(r"[^\w.~-]")
"""What may not stand in an address."""


def _running(ref: Ref | None, labels: Labels) -> str:
    """Give number and heading for running heads and bookmarks, a bare number with its word."""
    if ref is None:
        return ""
    num = ref.num if ref.heading else tidy(ref.num)
    return titled(named(num, ref.kind, labels), ref.heading)


def _below(node: Node, scene: _Scene, depth: int, moved: bool, lead: _Lead) -> list[Block]:
    """Lay out a unit's own text and what it holds; its number and heading stand above."""
    blocks: list[Block] = []
    text = _text(node, scene)
    if node.body:
        said = (Run("keep", (Piece(scene.labels.say("body_unchanged")),)),)
        return [Block("said", depth, said, lead.markers)]
    if text or (lead.markers and not node.children):
        blocks.append(Block("paragraph", depth, tuple(text), lead.markers, moved=moved))
        lead = _Lead()
    for child in node.children:
        blocks += _flatten(child, scene, depth, moved, lead)
        lead = _Lead()
    return blocks + _asides(node, scene, depth)


def _flatten(node: Node, scene: _Scene, depth: int, moved: bool, lead: _Lead) -> list[Block]:
    """Lay out a provision inside a section; `lead` is what its first line begins with."""
    if scene.quiet and not (moved or lead.parts or lead.markers):
        lines = quiet_lines(node, depth)
        if lines is not None:
            return [Block("quiet", depth, (), lines=lines)] if lines else []
    if node.gone_to and not title_of(node.old) and not scene.marked(node):
        return []  # a nameless piece left no place that one would look for
    moved = moved or _moves(node, scene)
    marks = lead.markers + scene.marked(node)
    stated = (*lead.parts, tuple(_head(node, scene)), tuple(_text(node, scene)))
    runs = tuple(join_parts(stated))
    if node.kind == "quoted":
        return _quoted(node, scene, depth, moved, _Lead(stated if runs else (), marks))
    if node.kind in ("table", "row"):
        before = [Block("paragraph", depth, runs, moved=moved)] if runs else []
        return [*before, *_table(node, scene, depth, moved, marks), *_asides(node, scene, depth)]
    blocks: list[Block] = []
    below = () if node.gone_to else node.children
    type_: Literal["note", "paragraph", "heading"] = "note" if node.kind == "note" else "paragraph"
    headed = bool(node.new and node.new.heading) or bool(node.old and node.old.heading)
    if headed and (node.kind in UNITS or node.kind in CONTAINERS):
        type_ = "heading"
    if below and (not runs or _joins(below[0], headed)):
        lead = _Lead(stated if runs else (), marks)
    else:
        if runs or marks:
            blocks.append(Block(type_, depth, runs, marks, moved=moved))
        lead = _Lead()
    for child in below:
        plain = not runs or (child.kind in LEAVES and not _numbered(child)) or bool(lead.parts)
        blocks += _flatten(child, scene, depth + (not plain), moved, lead)
        lead = _Lead()
    return blocks + _asides(node, scene, depth)


def _quoted(node: Node, scene: _Scene, depth: int, moved: bool, lead: _Lead) -> list[Block]:
    """Lay out quoted law: a quotation mark that stands alone runs in with the text behind or before it."""
    blocks: list[Block] = []
    below = () if node.gone_to else node.children
    for child in below:
        runs = tuple(_text(child, scene))
        text = text_of(runs)
        marks = scene.marked(child)
        if child.kind == "intro" and opens_only(text) and child is not below[-1]:
            lead = _Lead((*lead.parts, runs), lead.markers + marks)
        elif child.kind == "wrap_up" and blocks and blocks[-1].type != "table" and closes(text):
            end = blocks[-1]
            blocks[-1] = replace(
                end, runs=tuple(coalesce(end.runs + runs)), markers=end.markers + lead.markers + marks
            )
            lead = _Lead()
        else:
            blocks += _flatten(child, scene, depth + 1, moved, lead)
            lead = _Lead()
    if lead.parts or lead.markers:
        blocks.append(Block("paragraph", depth, tuple(join_parts(lead.parts)), lead.markers, moved=moved))
    return [replace(block, quoted=True) for block in blocks + _asides(node, scene, depth)]


def _text(node: Node, scene: _Scene) -> list[Run]:
    """Give a node's own text; behind words that moved it is said where the other place is."""
    runs = text_runs(node, scene.edits(node))
    if not any(run.move for run in runs):
        return runs
    moves = [(run.op if run.move else "", run.move) for run in runs]
    told: list[Run] = []
    for n, run in enumerate(runs):
        told.append(run)
        if run.op not in ("move_from", "move_to") or not last_of_move(moves, n):
            continue
        end = scene.ends.get((run.op, run.move))
        if end:
            of: Literal["old", "new"] = "old" if run.op == "move_from" else "new"
            fragment = scene.markers[end.other].fragment if end.other in scene.markers else ""
            gap = Run("space", (Piece(" "),), of=of)
            told += [gap, Run("remark", (Piece(end.said),), fragment=fragment, of=of)]
    return told


def _numbered(node: Node) -> bool:
    return bool((node.new and node.new.num) or (node.old and node.old.num))


def _joins(first: Node, headed: bool) -> bool:
    """Whether the first thing below a number goes on in its line: plain text, or the next number."""
    if first.gone_to or first.kind in ("note", "table", "row", "quoted"):
        return False
    return (first.kind in LEAVES and not _numbered(first)) or (not headed and _numbered(first))


def _head(node: Node, scene: _Scene) -> list[Run]:
    """Give number and heading, and what is said of its place."""
    if node.gone_to:
        ref = node.old
        gone = (Run("delete", (Piece(title_of(ref), "heading"),)),) if title_of(ref) else ()
        place, fragment = _place_of(node.gone_to, scene)
        change = scene.changes.get(node.gone_to)
        joined = change and "join" in change.kinds and "move" not in change.kinds
        said = scene.labels.say("remark_joined_to" if joined else "remark_moved_to", place=place)
        return join_parts([gone, (Run("remark", (Piece(said),), fragment=fragment),)])
    head = head_runs(node, scene.edits(node))
    remarks = [(Run("remark", (Piece(said),)),) for said in _remarks(node, scene)]
    return join_parts([head, *remarks]) if remarks else head


def _place_of(change_id: str, scene: _Scene) -> tuple[str, str]:
    """Name where a moved provision stands now, and the fragment of its mark."""
    change = scene.changes.get(change_id)
    if change is None:
        return scene.labels.say("remark_elsewhere"), ""
    place = scene.labels.listing(parts(change.label, change.new)) or (
        title_of(change.new[0]) if change.new else ""
    )
    return place or scene.labels.say("remark_elsewhere"), scene.markers[change_id].fragment


def _moves(node: Node, scene: _Scene) -> bool:
    marks = scene.marked(node) if node.old and node.new else ()
    return bool(marks) and any("move" in scene.changes[mark.id].kinds for mark in marks)


def _remarks(node: Node, scene: _Scene) -> list[str]:
    labels = scene.labels
    said: list[str] = []
    marks = scene.marked(node)
    # Below a heading that says it, a nameless block has nothing to say it of.
    titled = (node.kind in UNITS or node.kind in CONTAINERS) and bool(title_of(node.new or node.old))
    was = tidy(node.old.num) if node.old and node.new and node.old.num != node.new.num else ""
    if was and node.old:
        was = named(was, node.old.kind, labels)
    for mark in marks:
        change = scene.changes[mark.id]
        if "move" in change.kinds and node.new:
            said.append(moved_from(change, labels))
            was = ""
        said += parted(node, change, labels)
        if titled and node.old is None and "insertion" in change.kinds:
            said.append(labels.say("remark_new"))
        if titled and "repeal" in change.kinds:
            said.append(labels.say("remark_repealed"))
    return [labels.say("remark_was", place=was), *said] if was else said


def _asides(node: Node, scene: _Scene, depth: int) -> list[Block]:
    """Say below a provision what no marked word shows: links that lead elsewhere, emphasis."""
    said: list[str] = []
    for mark in scene.marked(node):
        change = scene.changes[mark.id]
        said += [
            scene.labels.say("remark_link", text=link.text, old=link.old, new=link.new)
            for link in change.link_target
        ]
        if change.emphasis and all(edit.op == "keep" for edit in change.edits):
            said.append(scene.labels.say("remark_emphasis"))
    return [Block("said", depth, (Run("keep", (Piece(sentence),)),)) for sentence in said]


def _table(node: Node, scene: _Scene, depth: int, moved: bool, marks: tuple[Marker, ...]) -> list[Block]:
    """Lay out a table: what stands above its rows, the rows, what stands below them."""
    above: list[Block] = []
    below: list[Block] = []
    rows: list[Row] = []
    nodes: list[Node] = []
    for child in (node,) if node.kind == "row" else node.children:
        if child.kind == "row" and not child.gone_to:
            nodes.append(child)
            rows.append(_row(child, scene, moved, marks if not rows and not above else ()))
        else:
            (below if rows else above).extend(
                _flatten(child, scene, depth, moved, _Lead((), marks if not rows and not above else ()))
            )
    placed = in_grid(rows, nodes)
    columns: list[list[Cell]] = [[] for _ in range(width_of(placed))]
    for row in placed:
        for cell in row.cells:
            if cell.cols == 1:
                columns[cell.at].append(cell)
    figures = tuple(bool(n) and _is_numeric(cells) for n, cells in enumerate(columns))
    table = [Block("table", depth, (), rows=placed, numeric=figures, moved=moved)] if rows else []
    return above + table + below


def _row(node: Node, scene: _Scene, moved: bool, marks: tuple[Marker, ...]) -> Row:
    cells: list[Cell] = []
    lead = _Lead((tuple(_head(node, scene)),), ())
    alone = [child for child in node.children if child.kind not in _CELLS]
    for child in (node,) if alone or not node.children else node.children:
        if child is node:
            blocks = _below(node, scene, 0, moved, _Lead())
        else:
            marks += scene.marked(child)
            blocks = _below(child, scene, 0, moved, _Lead())
        paragraphs = tuple(block.runs for block in blocks) or ((),)
        if lead.parts[0] and not cells:
            paragraphs = (tuple(join_parts([*lead.parts, paragraphs[0]])), *paragraphs[1:])
        cells.append(Cell(child.kind == "header_cell", paragraphs, at=len(cells)))
        for block in blocks:
            marks += block.markers
    if node.kind == "row" and scene.marked(node):
        marks = scene.marked(node) + marks
    fate: Fate = "keep" if node.old and node.new else "insert" if node.new else "delete"
    return Row("move" if fate == "keep" and _moves(node, scene) else fate, tuple(cells), marks)


_FIGURE = re.compile(r"[\s{}()$€£≤<>~±–-]*\d[\d\s.,:/%-]*\s?\w{0,10}\.?$")


def _is_numeric(cells: Iterable[Cell]) -> bool:
    """Whether a column holds figures, so that it is set to the right: all cells but heads and empty ones."""
    texts = [
        text_of(run for runs in cell.paragraphs for run in runs if run.op not in ("was", "delete"))
        for cell in cells
        if not cell.header
    ]
    filled = [text for text in texts if text.strip()]
    return bool(filled) and all(_FIGURE.match(text) for text in filled)


def _marks(passage: Passage) -> list[Marker]:
    """Give the marks of a passage from top to bottom."""
    found: list[Marker] = []
    for block in ((passage.heading,) if passage.heading else ()) + passage.blocks:
        found += block.markers
        for row in block.rows:
            found += row.markers
    return found


def _with_notes(passage: Passage, notes: Mapping[str, tuple[Note, ...]]) -> Passage:
    """Put the reasons beside the marks that they are for; at the first, where a change has several."""
    left = dict(notes)

    def at(marks: tuple[Marker, ...]) -> tuple[Note, ...]:
        return tuple(note for mark in marks for note in left.pop(mark.id, ()))

    def dress(block: Block) -> Block:
        rows = tuple(replace(row, notes=at(row.markers)) for row in block.rows)
        return replace(block, notes=at(block.markers), rows=rows)

    heading = dress(passage.heading) if passage.heading else None
    return replace(passage, heading=heading, blocks=tuple(map(dress, passage.blocks)))
