"""A redline: what differs between two expressions, in an order one can read, with a proof.

The redline is plain data. Both sides can be rebuilt from it alone: every provision of a shown section is a
`Node` with the place it has on each side, every character of a changed part stands in an `Edit`,
and an unchanged section is named with its fingerprint.
"""

from collections.abc import Collection, Iterator
from typing import Literal

from msgspec import Struct, field

from lawdiff.model.report import Role
from lawdiff.model.text import Span

ChangeKind = Literal["substitution", "insertion", "repeal", "renumbering", "move", "split", "join"]
"""What happened to a provision; it can be moved *and* amended (a substitution)."""

Ignorable = Literal["editorial", "emphasis", "links", "others"]
"""What a person may ask to leave out: changes that touch no word of substance, or all but those that were
chosen (`others`).
"""

Aspect = Literal["words", "editorial", "emphasis", "links"]
"""What a substitution is made of; `words` are words of substance."""

Part = Literal["num", "heading", "text"]
Op = Literal["keep", "delete", "insert", "move_from", "move_to"]


class Edit(Struct, frozen=True, gc=False):
    """A stretch of text and what happened to it.

    `old_at`, `new_at` are the eIds of the provision whose number, heading or text it is on each side (null on
    the side where it is not); `old_start`, `new_start` the offset in that part (code points from 0, null
    likewise). `move` ties a `move_from` to its `move_to`.
    """

    part: Part
    op: Op
    text: str
    old_at: str | None = None
    new_at: str | None = None
    old_start: int | None = None
    new_start: int | None = None
    move: str = ""


class Ref(Struct, frozen=True, gc=False):
    """A provision on one side.

    `at` is the place of its section (or of the container) in the outline, `pos` its own place in reading
    order within the section, `depth` its level from the top of the law, all from 0.
    """

    eid: str
    num: str
    heading: str
    kind: str
    at: int = 0
    pos: int = 0
    depth: int = 0


class Rationale(Struct, frozen=True, gc=False):
    """A passage of a report that gives the reason for a change.

    `report` is the report's number in the run (from 1), `passage` its id in it, `quote` the passage's words.
    `basis` says what ties it to the change ("heading", "citation"), `evidence` the words that do, `score` how
    sure (0 to 1).
    """

    report: int
    passage: str
    heading: str
    quote: str
    basis: str
    score: float
    speaker: str = ""
    role: Role = ""
    evidence: str = ""


class LinkTarget(Struct, frozen=True, gc=False):
    """A reference whose words stayed and whose target changed."""

    text: str
    old: str
    new: str
    at: str


class Change(Struct, frozen=True, gc=False):
    """A change, at the smallest provision, definition, list item or table row that holds it.

    `id` is made from the old side's ids, so that it survives the next draft of the bill. `old` is empty
    for an insertion and `new` for a repeal; a split has several `new`, a join several `old`. `edits` go in
    reading order. `basis` says what tells that these provisions are one ("same number and text", "similar
    text", …), `score` how sure (0 to 1). `editorial`: only spacing, punctuation, case or the numbers of
    cross-references differ. `words_deleted` and `words_inserted` count words (what stands between white
    space and has a letter or digit), numbers of provisions never. `label` is the provision as one cites it
    now ("§ 4 (2)"), `old_label` as one cited it. `ignored`: a person asked to leave it out of what is
    shown; it stays here, with its edits, so that both sides can be rebuilt.
    """

    id: str
    number: int
    kinds: tuple[ChangeKind, ...]
    old: tuple[Ref, ...]
    new: tuple[Ref, ...]
    edits: tuple[Edit, ...]
    basis: str
    score: float
    label: str = ""
    old_label: str = ""
    editorial: bool = False
    emphasis: bool = False
    link_target: tuple[LinkTarget, ...] = ()
    words_deleted: int = 0
    words_inserted: int = 0
    rationale: tuple[Rationale, ...] = ()
    ignored: bool = False

    @property
    def aspects(self) -> frozenset[Aspect]:
        """Say what was amended. Emphasis counts where no word is marked; the words tell it otherwise."""
        marked = any(edit.op != "keep" and edit.part != "num" for edit in self.edits)
        found: set[Aspect] = set()
        if self.editorial:
            found.add("editorial")
        elif marked:
            found.add("words")
        elif self.emphasis:
            found.add("emphasis")
        return frozenset(found | {"links"} if self.link_target else found)

    def kinds_without(self, ignored: Collection[Ignorable]) -> tuple[ChangeKind, ...]:
        """Give what happened besides what is ignored: nothing is amended where all of that is ignored."""
        if self.aspects and self.aspects <= set(ignored):
            return tuple(kind for kind in self.kinds if kind != "substitution")
        return self.kinds


class Node(Struct, frozen=True, gc=False):
    """A provision of a shown section, both sides in one tree, in the order in which it is shown.

    `change` is the id of the change whose edits `first` to `last` (indices into its `edits`, `last` excluded)
    give this node's number, heading and own text, in that order; a part without edits is the same on both
    sides and stands in `new` (or `old`) and `text`; `old_text` is set where the old text differs in the kind
    of its spaces alone, which is no change. `here` names the change that stands at this provision, if one
    does. A node with `gone_to` marks the place that a provision left when it moved or was joined to another
    (the id of that change): it has `old` only, and its text stands where it went. A node with `body` is a
    section whose heading and text are the same on both sides (the fingerprint says which) and left out.
    `spans` are of the new text (of the old one where there is no new), for links and emphasis. `cols` and
    `rows` are how many columns and rows a cell spans in the new version (in the old one where there is no
    new); `old_span` is set where it was otherwise in the old one, columns before rows, which is no change.
    """

    kind: str
    old: Ref | None
    new: Ref | None
    text: str | None = None
    old_text: str | None = None
    change: str = ""
    first: int = 0
    last: int = 0
    here: tuple[str, ...] = ()
    gone_to: str = ""
    body: str = ""
    spans: tuple[Span, ...] = ()
    children: tuple["Node", ...] = ()
    cols: int = 1
    rows: int = 1
    old_span: tuple[int, int] | None = None

    def walk(self) -> Iterator["Node"]:
        """Give this node and all below it in the order shown."""
        yield self
        for child in self.children:
            yield from child.walk()


class Unchanged(Struct, frozen=True, gc=False):
    """A section or container that is the same on both sides, but for its place.

    `old_fingerprint` is set where the sides differ in the kind of a space alone (a no-break space for a plain
    one): no change, but not the same characters.
    """

    old: Ref
    new: Ref
    fingerprint: str
    old_fingerprint: str = ""


class Item(Struct, frozen=True, gc=False):
    """A piece of the running order.

    `section`: a changed unit (`node`). `container`: a heading of part or chapter (`node`, changed or not).
    `unchanged`: a run of units left out (`run`); under the scope "all" each has its `node` in `nodes`.
    `gone`: the place a moved unit left (`node.gone_to`).
    """

    type: Literal["section", "container", "unchanged", "gone"]
    node: Node | None = None
    run: tuple[Unchanged, ...] = ()
    nodes: tuple[Node, ...] = ()


class Relation(Struct, frozen=True, gc=False):
    """A line of the concordance: which old unit is which new one."""

    old: Ref | None
    new: Ref | None
    kinds: tuple[ChangeKind, ...]
    basis: str
    score: float


class Side(Struct, frozen=True, gc=False):
    """One of the two versions compared."""

    work: str
    title: str
    date: str
    language: str
    schema: str
    label: str
    source_name: str
    source_sha256: str
    sections: int = 0


class ReportSide(Struct, frozen=True, gc=False):
    """A report that was linked: how many passages, and how many of them stand beside a change."""

    title: str
    source_name: str
    source_sha256: str
    passages: int
    linked: int
    date: str = ""
    language: str = ""


class Proof(Struct, frozen=True, gc=False):
    """Digests of both expressions as read, and whether the redline alone gives them back."""

    old_sha256: str
    new_sha256: str
    reject_all_is_old: bool
    accept_all_is_new: bool


class Redline(Struct, frozen=True, gc=False):
    """The comparison of two expressions. Later steps add `rationale` to changes and `reports`.

    `ignored` names what a person asked to leave out, each with the number of changes of which it is left out.
    Such changes are in no count of `summary`; outputs show the new text in their place, unmarked. Under the
    scope "all" what is unchanged is shown too.
    """

    old: Side
    new: Side
    summary: dict[str, int]
    proof: Proof
    changes: tuple[Change, ...]
    relations: tuple[Relation, ...]
    items: tuple[Item, ...]
    reports: tuple[ReportSide, ...] = ()
    unlinked: tuple[Rationale, ...] = ()
    warnings: tuple[str, ...] = ()
    ignored: dict[Ignorable, int] = field(default_factory=dict)
    scope: Literal["changed", "all"] = "changed"
    format: str = "lawdiff-redline-1"

    def by_id(self) -> dict[str, Change]:
        """Give the changes by their ids."""
        return {change.id: change for change in self.changes}
