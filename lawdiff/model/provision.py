"""A provision: a piece of law with a number, a heading, and either text or smaller provisions.

Text before and after a list is an `intro` and a `wrap_up` child, so text stands only at leaves and every
step over a law is the same small recursion.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, get_args

from msgspec import Struct

from lawdiff.model.text import Text

ContainerKind = Literal[
    "preface", "preamble", "body", "conclusions", "book", "tome", "title", "subtitle", "part", "subpart",
    "division", "subdivision", "chapter", "subchapter", "crossheading", "schedule", "annex", "attachment",
]  # fmt: skip
UnitKind = Literal["section", "article", "recital", "long_title", "enacting_formula", "block"]
InnerKind = Literal[
    "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem", "point", "level",
    "definition", "proviso", "subheading", "list", "quoted",
    "table", "row", "cell", "header_cell",
]  # fmt: skip
LeafKind = Literal["p", "intro", "wrap_up", "note", "caption", "figure", "formula"]
Kind = Literal[ContainerKind, UnitKind, InnerKind, LeafKind]

CONTAINERS: frozenset[str] = frozenset(get_args(ContainerKind))
"""Kinds that hold sections: their number and heading are law, they have no text of their own."""
UNITS: frozenset[str] = frozenset(get_args(UnitKind))
"""Kinds that people cite: the section, or what stands in its place. `block` is loose text in a container."""
LEAVES: frozenset[str] = frozenset(get_args(LeafKind))
"""Kinds that are only text: a change in one stands at the provision around it."""

# Akoma Ntoso Naming Convention 1.0, section 5.3 and table in section 4.
_ABBREVIATIONS: dict[str, str] = {
    "chapter": "chp", "subchapter": "subchp", "division": "dvs", "subdivision": "subdvs", "section": "sec",
    "article": "art", "recital": "rec", "subsection": "subsec", "paragraph": "para",
    "subparagraph": "subpara",
    "quoted": "qstr", "row": "tr", "cell": "td", "header_cell": "th", "definition": "def", "wrap_up": "wrap",
    "crossheading": "crossheading", "schedule": "sched", "long_title": "longTitle",
    "enacting_formula": "formula", "preface": "preface", "subheading": "subheading",
}  # fmt: skip


_SINGLE = frozenset({"intro", "wrap_up", "long_title", "preface", "preamble", "conclusions", "body"})
"""Kinds of which a parent has one as a rule: their ids have no place."""
_LEVEL_WORDS = re.compile(
    r"(?i)^\W*(sections?|sec\.?|chapter|chap\.?|part|title|subtitle|article|art\.?|artikel|schedule|annex"
    r"|kapittel|kapitel|kap\.?|del|luku|paragraph|division|subchapter|subpart)(?=\W)"
)


class Provision(Struct, frozen=True, gc=False):
    """One provision. `text` and `children` exclude each other; a leaf without text has `Text("")`.

    `num` is the number with its dress, as printed ("§ 12 a", "(1)", "SEC. 2."); empty if there is none.
    `eid` is unique in its expression once `assemble` has seen it; a reader leaves it empty where the source
    has none. `wid`, `guid` are what the source says of identity: hints. `num_generated` is true where the
    number is an attribute or made by a style sheet, and not text of the source. `key` is what a definition or
    a row is known by (the term, the first cell), if the reader knows. `status` is what the source says in
    mark-up ("repealed", "pending"). `sealed` is a digest of the source's bytes, for a section that was left
    unread because the other version holds the same: then it has number and heading only. `cols` and `rows`
    are how many columns and rows a cell spans. A span is no text: it is in no fingerprint and in no proof,
    and a span that changed alone is no change.
    """

    kind: Kind
    num: str = ""
    heading: Text | None = None
    text: Text | None = None
    children: tuple["Provision", ...] = ()
    eid: str = ""
    wid: str = ""
    guid: str = ""
    num_generated: bool = False
    key: str = ""
    status: str = ""
    line: int = 0
    sealed: str = ""
    cols: int = 1
    rows: int = 1

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Provision"]]:
        """Give this provision and all below it in reading order, each with its depth from 0."""
        waiting = [(depth, self)]
        while waiting:
            place = waiting.pop()
            yield place
            depth, provision = place
            if provision.children:
                waiting += [(depth + 1, child) for child in provision.children[::-1]]

    @property
    def content(self) -> str:
        """All text of the leaves below, one a line, without numbers and headings."""
        if self.text is not None:
            return self.text.content
        found: list[str] = []
        _gather_content(self.children, found)
        return "\n".join(found)


def _gather_content(children: Iterable[Provision], found: list[str]) -> None:
    for p in children:  # no generators in each other: this runs for every text of a law, at each level
        if p.text is None:
            _gather_content(p.children, found)
        elif p.text.content:
            found.append(p.text.content)


_DRESS = re.compile(r"[^\w.:~-]+")
_NO_WORD = re.compile(r"\W+")
_UNDRESSED = re.compile(r"[0-9][\w.:~-]*").fullmatch


@lru_cache(maxsize=1 << 18)  # both versions of a code, all renumbered
def bare_num(num: str) -> str:
    r"""Number without dress, for comparing and for making ids.

    >>> [bare_num(n) for n in ("§ 12 a.", "(iv)", "SEC. 2.", "4 a §", "Chapter 3", "Art. 5", "§\u00a03-4")]
    ['12a', 'iv', '2', '4a', '3', '5', '3-4']
    """
    if _UNDRESSED(num):  # nearly every section of a code, and no level word begins with a digit
        return num.strip(".:~-_")
    plain = _LEVEL_WORDS.sub("", num.strip())
    return _DRESS.sub("", plain).strip(".:~-_") or _NO_WORD.sub("", num)


def record(depth: int, kind: str, num: str, heading: str, text: str) -> str:
    """What the proof knows of one provision."""
    return f"{depth}\x1f{kind}\x1f{num}\x1f{heading}\x1f{text}\x1e"


def fingerprint(provision: Provision) -> str:
    """Digest of number, heading and text of a provision and all below it: what the proof compares."""
    return numbered(provision.num, body_fingerprint(provision))


def numbered(num: str, body: str) -> str:
    """Digest of a provision with this number, whose `body_fingerprint` is `body`."""
    return hashlib.blake2b(f"{num}\x1f{body}".encode(), digest_size=16).hexdigest()


def body_fingerprint(provision: Provision) -> str:
    """Digest of a provision without its own number: what a renumbering leaves as it was.

    Of a sealed section it is the seal, which the other version has as well.
    """
    if provision.sealed:
        return provision.sealed
    records: list[str] = []
    _gather_records(provision, 0, "", records)
    return digest_of(records)


def _gather_records(p: Provision, depth: int, num: str, records: list[str]) -> None:
    heading = "" if p.heading is None else p.heading.content
    text = "" if p.text is None else p.text.content
    records.append(record(depth, p.kind, num, heading, text))
    for child in p.children:  # no generator, as `_gather_content`
        _gather_records(child, depth + 1, child.num, records)


def digest_of(records: Iterable[str]) -> str:
    """Digest of a provision from the records of it and all below it, in reading order.

    Of its body, where the first record is without number.
    """
    return hashlib.blake2b("".join(records).encode(), digest_size=16).hexdigest()


def dressing(provision: Provision) -> str:
    """Digest of what the text wears: emphasis, link targets, note marks."""
    worn: list[str] = []
    _gather_dress(provision, worn)
    return hashlib.blake2b("".join(worn).encode(), digest_size=16).hexdigest()


def _gather_dress(p: Provision, worn: list[str]) -> None:
    for text in (p.heading, p.text):
        if text is not None and text.spans:
            worn += [f"{s.kind}\x1f{s.start}\x1f{s.end}\x1f{s.target}\x1e" for s in text.spans]
    worn.append("\x1d")
    for child in p.children:
        _gather_dress(child, worn)


def name_provisions(provision: Provision, prefix: str, place: int, taken: set[str]) -> Provision:
    """Give every provision an eId that is unique in `taken`, by the Akoma Ntoso Naming Convention.

    A stated eId is kept; a second use of one gets "~2". Without one it is made of the parent's, the
    element's short name, and the number, or its place among the siblings of its kind (from 1).
    """
    p = provision
    eid = p.eid or _made_id(p, prefix, place, taken)
    unique, n = eid, 1
    while unique in taken:
        n += 1
        unique = f"{eid}~{n}"
    taken.add(unique)
    children = p.children
    if children:
        places: dict[str, int] = {}
        named = []
        for child in children:
            at = places[child.kind] = places.get(child.kind, 0) + 1
            named.append(name_provisions(child, unique, at, taken))
        children = tuple(named)
    elif p.eid == unique:
        return p
    # By hand: `replace` costs three times as much, and this runs for every one.
    return Provision(
        p.kind, p.num, p.heading, p.text, children, unique, p.wid, p.guid,
        p.num_generated, p.key, p.status, p.line, p.sealed, p.cols, p.rows,
    )  # fmt: skip


def _made_id(p: Provision, prefix: str, place: int, taken: set[str]) -> str:
    kind = p.kind
    label = _label(p.num) if p.num else ""
    if not label and p.key:
        label = _NO_WORD.sub("-", p.key.lower()).strip("-")
    short = _ABBREVIATIONS.get(kind, kind)
    own = short if place == 1 and not label and kind in _SINGLE else f"{short}_{label or place}"
    # Sections are mostly numbered through an act, so their ids do not begin with the chapter's; where the
    # numbers begin anew in each chapter they do.
    if not prefix or (kind in ("section", "article") and "qstr" not in prefix and own not in taken):
        return own
    return f"{prefix}__{own}"


@lru_cache(maxsize=1 << 12)  # numbers within a section: the same few in all of them
def _label(num: str) -> str:
    return bare_num(num).lower()
