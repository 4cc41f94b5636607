"""Akoma Ntoso 3.0 (OASIS, 2018): a redline as one text with `ins` and `del`, or a law as it reads.

A redline says of every change, in `passiveModifications`, what it is (`textualMod`), where it stands
(`destination`) and which marks are its `old` and its `new` text; `source` is the newer version. What is old
alone has `status="removed"`. Where both versions are of one work and the newer one has a date, that is an
event in `lifecycle`, and each change has its `force` from then, as if the newer version were law on its date,
also where it is a bill. A provision that got another id, or left its place, has the id that it had on the old
side as its `wId` (OASIS Akoma Ntoso Naming Convention, section 5: `wId` stays when `eId` changes).
`elements` has which kind is which element.

Limits: the standard has no word for a move; one is a "renumbering", and at the place it left stands a link.
What is left out of a redline (scope "changed") is an `omissis`. Dates that are not known are given as
1970-01-01 with the name "unknown", since the schema wants one. Reasons and links of a report are not written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from lawdiff.model.expression import Expression
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Change, ChangeKind, Edit, Item, Node, Part, Redline, Ref, Side, Unchanged
from lawdiff.model.text import Span, Text
from lawdiff.render.akn.elements import (
    NAMESPACE,
    Piece,
    Run,
    Worn,
    add_body,
    address,
    clean,
    element,
    lay_out,
)
from lawdiff.render.ignored import without_ignored
from lawdiff.render.layout.grid import spans_together

_TYPES: Mapping[ChangeKind, str] = {
    "substitution": "substitution", "insertion": "insertion", "repeal": "repeal", "split": "split",
    "join": "join", "renumbering": "renumbering", "move": "renumbering",
}  # fmt: skip
_LANGUAGES = dict(
    en="eng", nb="nob", nn="nno", no="nor", de="deu", fr="fra", sv="swe", da="dan", fi="fin", nl="nld",
    pt="por", es="spa", it="ita", et="est", pl="pol", **{"is": "isl"},
)  # fmt: skip
"""ISO 639-2 codes of the languages whose labels or laws we know; others go as they are."""
_US = "#lawdiff"
_NEWER = "lawdiff-new-version"
_EVENT, _PERIOD, _IN_FORCE = "lawdiff-new-date", "lawdiff-from-new-date", "lawdiff-in-force"
_PROVENANCE = "urn:lawdiff:provenance"


def write(redline: Redline) -> bytes:
    """Write a redline, without what a person asked to leave out."""
    redline = without_ignored(redline)
    marked = _Marked(redline)
    roots = _nested(marked.pieces())
    root, act = _document("multipleVersions")
    meta = _meta(act, redline.new, redline.old)
    dated = _is_dated(redline)
    if dated:
        cycle = element(meta, "lifecycle", source=_US)
        element(cycle, "eventRef", eId=_EVENT, date=redline.new.date, type="amendment", source=f"#{_NEWER}")
    _analysis(meta, redline, marked, dated=dated)
    if dated:
        group = element(element(meta, "temporalData", source=_US), "temporalGroup", eId=_PERIOD)
        element(group, "timeInterval", start=f"#{_EVENT}", refersTo=f"#{_IN_FORCE}")
    _references(meta, redline.new, dated=dated)
    _provenance(meta, redline)
    add_body(act, roots, redline.new.title or redline.old.title)
    return _bytes(root)


def write_expression(law: Expression) -> bytes:
    """Write a law as it reads."""
    root, act = _document("singleVersion")
    side = Side(law.work.uri, law.work.title, law.date, law.language, "", "", "", "")
    meta = _meta(act, side, side, law.work.country)
    _references(meta, None)
    add_body(act, _tree(law), law.work.title)
    return _bytes(root)


# --- a law


def _tree(law: Expression) -> list[Piece]:
    flat = [(entry.depth, _piece(law.units[entry.key])) for entry in law.outline]
    return _nested(flat)


def _piece(p: Provision) -> Piece:
    return Piece(
        p.kind,
        num=(Run(p.num),) if p.num else (),
        heading=(_plain(p.heading),) if p.heading else (),
        text=(_plain(p.text),) if p.text is not None else None,
        children=tuple(map(_piece, p.children)),
        eid=_id(p.eid),
        wid=_id(p.wid) if p.wid != p.eid else "",
        status="removed" if p.status == "repealed" else "",
        span=(p.cols, p.rows),
    )


def _plain(text: Text) -> Run:
    return Run(text.content, "", text.spans)


def _nested(flat: Iterable[tuple[int, Piece]]) -> list[Piece]:
    """Put containers around what is deeper and follows them."""
    pieces = list(flat)

    def below(n: int) -> tuple[Piece, int]:
        depth, piece = pieces[n]
        children = list(piece.children)
        n += 1
        while n < len(pieces) and pieces[n][0] > depth:
            child, n = below(n)
            children.append(child)
        return replace(piece, children=tuple(children)), n

    roots: list[Piece] = []
    n = 0
    while n < len(pieces):
        root, n = below(n)
        roots.append(root)
    return roots


# --- a redline


@dataclass(slots=True)
class _Marks:
    """The marks of one change: ids of struck and of new text, in reading order, and those of numbers."""

    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    numbers_old: list[str] = field(default_factory=list)
    numbers_new: list[str] = field(default_factory=list)


class _Marked:
    """The nodes of a redline as pieces, with an id for each mark and each provision."""

    def __init__(self, redline: Redline) -> None:
        self.redline = redline
        self.changes = redline.by_id()
        self.marks = {change.id: _Marks() for change in redline.changes}
        self.names: dict[int, str] = {}  # by the identity of the place: a file may state one id twice
        self.eids: dict[tuple[str, str], str] = {}
        """The id that a provision has in the document, by its side and its id there."""
        self.spans: dict[int, tuple[int, int]] = {}  # of cells, by the identity of their nodes
        self._name()

    def _name(self) -> None:
        taken: dict[str, int] = {}
        gone: list[Ref] = []
        for old, new in _places(self.redline.items):
            if new is not None:
                name = _unique(_id(new.eid), taken)
                self.names[id(new)] = self.eids["new", new.eid] = name
                if old is not None:
                    self.eids["old", old.eid] = name
            elif old is not None:
                gone.append(old)
        for old in gone:
            # The place that a provision left; where it went, its id leads there all the same.
            name = _unique(_id(old.eid), taken, "~old")
            self.eids.setdefault(("old", old.eid), name)
            self.names[id(old)] = self.eids["gone", old.eid] = name

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Give sections and containers in the order shown, each with its depth."""
        for item in self.redline.items:
            if item.type == "unchanged" and not item.nodes:
                yield from ((same.new.depth, self._unchanged(same)) for same in item.run)
                continue
            for node in item.nodes if item.type == "unchanged" else (item.node,):
                ref = (node.new or node.old) if node else None
                if node and ref:
                    yield ref.depth, self._node(node)

    def _unchanged(self, same: Unchanged) -> Piece:
        ref = same.new
        return Piece(
            ref.kind,
            num=(Run(ref.num),) if ref.num else (),
            heading=(Run(ref.heading),) if ref.heading else (),
            eid=self.names[id(ref)],
            wid=self._former(same.old, ref),
            omitted=True,
        )

    def _node(self, node: Node) -> Piece:
        ref = node.new or node.old
        if ref is None:
            raise ValueError("a node has a side")
        edits = self.changes[node.change].edits[node.first : node.last] if node.change else ()
        num, heading = self._runs(node, edits, "num"), self._runs(node, edits, "heading")
        text = self._runs(node, edits, "text")
        stated: tuple[Run, ...] | None = (Run(node.text, "", node.spans),) if node.text is not None else None
        if node.kind == "table":
            rows = [row for row in node.children if row.kind == "row" and not row.gone_to]
            self.spans |= spans_together(rows)
        children = tuple(map(self._node, node.children))
        if text and children:
            # The text was set out as a list, or a list as text: what has no leaf of its own stands before it.
            children, text = (Piece("p", text=text), *children), ()
        if node.gone_to and not edits and not children:
            return self._left(node, ref)
        return Piece(
            node.kind,
            num=num or ((Run(ref.num),) if ref.num else ()),
            heading=heading or ((Run(ref.heading),) if ref.heading else ()),
            text=text or (None if children else stated),
            children=children,
            eid=self.names[id(ref)],
            wid=self._former(node.old, node.new) if node.old else "",
            status="removed" if node.new is None else "",
            omitted=bool(node.body),
            span=self.spans.get(id(node), (1, 1)),
        )

    def _left(self, node: Node, ref: Ref) -> Piece:
        """The place that a provision left, with a link to where it went."""
        change = self.changes.get(node.gone_to)
        to = self.eids["new", change.new[0].eid] if change and change.new else ""
        return Piece(
            node.kind,
            num=(Run(ref.num, "del"),) if ref.num else (),
            heading=(Run(ref.heading, "del"),) if ref.heading else (),
            eid=self.names[id(ref)],
            wid=_id(ref.eid),
            status="removed",
            omitted=not to,
            leads=(to, change.label or change.new[0].num or to) if to and change else None,
        )

    def _former(self, old: Ref, new: Ref | None) -> str:
        name = self.names[id(new or old)]
        return _id(old.eid) if _id(old.eid) != name else ""

    def _runs(self, node: Node, edits: Iterable[Edit], part: Part) -> tuple[Run, ...]:
        found: list[Run] = []
        worn = Worn(node.spans)
        for edit in edits:
            if edit.part != part or not edit.text:
                continue
            spans: tuple[Span, ...] = ()
            ours = node.new or node.old
            at, start = (edit.new_at, edit.new_start) if node.new else (edit.old_at, edit.old_start)
            if part == "text" and ours and at == ours.eid and start is not None:
                end = start + len(edit.text)
                spans = tuple(_shifted(worn.at(start, end), start, end))
            match edit.op:
                case "keep":
                    found.append(Run(edit.text, "", spans))
                case "delete" | "move_from":
                    found.append(Run(edit.text, "del", spans, self._mark(node.change, "del", part)))
                case "insert" | "move_to":
                    found.append(Run(edit.text, "ins", spans, self._mark(node.change, "ins", part)))
        return tuple(found)

    def _mark(self, change_id: str, mark: str, part: Part) -> str:
        marks = self.marks[change_id]
        ids = marks.old if mark == "del" else marks.new
        name = f"mod_{self.changes[change_id].number}__{mark}_{len(ids) + 1}"
        ids.append(name)
        if part == "num":
            (marks.numbers_old if mark == "del" else marks.numbers_new).append(name)
        return name


def _places(items: Iterable[Item]) -> Iterator[tuple[Ref | None, Ref | None]]:
    """Give all provisions of a redline, with both their places."""
    for item in items:
        if item.type == "unchanged" and not item.nodes:
            yield from ((same.old, same.new) for same in item.run)
        else:
            for root in item.nodes if item.type == "unchanged" else (item.node,):
                yield from ((node.old, node.new) for node in (root.walk() if root else ()))


def _shifted(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    for span in spans:
        if (span.start < end and span.end > start) or (span.start == span.end and start <= span.start < end):
            yield Span(span.kind, max(span.start, start) - start, min(span.end, end) - start, span.target)


def _unique(eid: str, taken: dict[str, int], suffix: str = "") -> str:
    """Give an id that is not taken; `taken` says of each how often it was asked for."""
    stem = eid + suffix
    name = stem if suffix and eid in taken else eid
    if name in taken:
        n = taken[name]
        while name in taken:
            n += 1
            name = f"{stem}~{n}"
        taken[stem] = n
    taken[name] = 1
    return name


def _id(eid: str) -> str:
    """Ids hold no white space."""
    return re.sub(r"\s+", "-", clean(eid))


# --- what is said about it


def _document(contains: str) -> tuple[etree._Element, etree._Element]:
    root: etree._Element = etree.fromstring(f'<akomaNtoso xmlns="{NAMESPACE}"/>')
    return root, element(root, "act", name="act", contains=contains)


def _meta(act: etree._Element, side: Side, other: Side, country: str = "") -> etree._Element:
    meta = element(act, "meta")
    identification = element(meta, "identification", source=_US)
    uri = side.work or other.work or "/akn/und/act"
    date = side.date or other.date
    language = _LANGUAGES.get(side.language.split("-")[0], side.language) or "und"
    expression = f"{uri}/{language}{f'@{date}' if date else ''}"
    stated = country or next(iter(re.findall(r"^/akn/([a-z]{2})(?=[/-])", uri)), "") or "und"
    for level, this, plain in (
        ("FRBRWork", f"{uri}/!main", uri),
        ("FRBRExpression", f"{expression}/!main", expression),
        ("FRBRManifestation", f"{expression}/!main.xml", f"{expression}.xml"),
    ):
        own = element(identification, level)
        element(own, "FRBRthis", value=this)
        element(own, "FRBRuri", value=plain)
        element(own, "FRBRdate", date=date or "1970-01-01", name="date" if date else "unknown")
        element(own, "FRBRauthor", href=_US)
        if level == "FRBRWork":
            element(own, "FRBRcountry", value=stated)
        if level == "FRBRExpression":
            element(own, "FRBRlanguage", language=language)
    return meta


def _is_dated(redline: Redline) -> bool:
    """Whether the newer version is one of the same work and of a day that is known."""
    old, new = redline.old, redline.new
    same = bool(new.work) and old.work == new.work
    return bool(redline.changes) and same and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", new.date))


def _analysis(meta: etree._Element, redline: Redline, marked: _Marked, *, dated: bool) -> None:
    if not redline.changes:
        return
    passive = element(element(meta, "analysis", source=_US), "passiveModifications")
    for change in redline.changes:
        for type_ in dict.fromkeys(_TYPES[kind] for kind in change.kinds):
            _modification(passive, change, type_, marked, dated=dated)


def _modification(
    passive: etree._Element, change: Change, type_: str, marked: _Marked, *, dated: bool
) -> None:
    own = element(passive, "textualMod", type=type_, eId=f"mod_{change.number}__{type_}")
    element(own, "source", href=f"#{_NEWER}")
    side = "new" if change.new else "old"
    places = _ids(marked, side, change.new or change.old)
    for name in places or [""]:  # the schema wants one; nothing is left of what was left out
        element(own, "destination", href=f"#{name}")
    if dated:
        element(own, "force", period=f"#{_PERIOD}")
    marks = marked.marks[change.id]
    olds: Iterable[str] = marks.old
    news: Iterable[str] = marks.new
    if type_ == "renumbering":
        left = [marked.eids.get(("gone", ref.eid), "") for ref in change.old]
        olds = [name for name in left if name] or marks.numbers_old or _ids(marked, "old", change.old)
        news = marks.numbers_new or _ids(marked, "new", change.new)
    elif type_ != "substitution":
        olds, news = _ids(marked, "old", change.old), _ids(marked, "new", change.new)
    for name in olds:
        element(own, "old", href=f"#{name}")
    for name in news if type_ != "repeal" else ():
        element(own, "new", href=f"#{name}")


def _ids(marked: _Marked, side: str, refs: Iterable[Ref]) -> list[str]:
    return [name for ref in refs if (name := marked.eids.get((side, ref.eid)))]


def _references(meta: etree._Element, newer: Side | None, *, dated: bool = False) -> None:
    references = element(meta, "references", source=_US)
    if newer is not None:
        uri = newer.work or "/akn/und/act"
        shown = newer.source_name or newer.title or uri
        element(references, "passiveRef", eId=_NEWER, href=address(uri), showAs=shown)
    if dated:
        element(references, "TLCConcept", eId=_IN_FORCE, href="/akn/ontology/concept/inForce",
                showAs="in force")  # fmt: skip
    element(references, "TLCOrganization", eId="lawdiff", href="/akn/ontology/organization/lawdiff",
            showAs="lawdiff")  # fmt: skip


def _provenance(meta: etree._Element, redline: Redline) -> None:
    """Say of which files this is the comparison, and how each side's text can be checked."""
    holder = element(meta, "proprietary", source=_US)
    for name, side, digest in (
        ("old", redline.old, redline.proof.old_sha256),
        ("new", redline.new, redline.proof.new_sha256),
    ):
        attributes = {"name": clean(side.source_name), "sha256": side.source_sha256, "textSha256": digest}
        etree.SubElement(holder, f"{{{_PROVENANCE}}}{name}", attributes, nsmap={"lawdiff": _PROVENANCE})


def _bytes(root: etree._Element) -> bytes:
    lay_out(root)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"
