"""An expression: the text of a work in one language at one date, cut into its sections.

FRBR as Akoma Ntoso uses it (OASIS Akoma Ntoso 1.0 part 1, section 3.2.2): a work is the act, an expression
its text, a manifestation one file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields

from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.provision import (
    CONTAINERS,
    UNITS,
    Provision,
    bare_num,
    body_fingerprint,
    dressing,
    name_provisions,
    numbered,
)


@dataclass(frozen=True, slots=True)
class Work:
    """The act, whatever its date and language. `uri` is the source's own ("/akn/no/act/…"); may be empty."""

    uri: str = ""
    title: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that was read: its name (never a path), SHA-256 of its bytes, and their number."""

    name: str
    sha256: str
    size: int


class LeftOut(Struct, frozen=True, gc=False):
    """Text of the source that is not in the model on purpose, where it stood (line from 1), and why."""

    reason: str
    where: str
    line: int
    text: str


class Entry(Struct, frozen=True, gc=False):
    """A line of the outline: a container or a unit (section), in order.

    `key` is the eId, unique in the expression. `pos` is its place in the outline and `depth` its level, both
    from 0. `parent` is the key of the container around it, or empty. `fingerprint` covers number, heading and
    text of a unit with all below it (of a container its own number and heading only); `body` leaves the
    unit's own number out; `dressing` covers emphasis and link targets. `sealed` says that the unit was not
    read, because the other version holds the same bytes.
    """

    key: str
    kind: str
    num: str
    heading: str
    pos: int
    depth: int
    parent: str
    fingerprint: str
    body: str = ""
    dressing: str = ""
    wid: str = ""
    guid: str = ""
    status: str = ""
    line: int = 0
    sealed: bool = False

    @property
    def is_unit(self) -> bool:
        """Whether this is a section, or what stands in its place; a container otherwise."""
        return self.kind not in CONTAINERS


@dataclass(frozen=True, slots=True)
class Expression:
    """One version of a law.

    `date` is an ISO date or empty; `language` a BCP 47 tag or empty; `label` what the source calls this
    version ("as introduced"). `schema` is the reader's name. `stated` maps a unit's key to what notes say of
    its former number ("renumbered section 5 of this title as this section"): {"sec_104": "5"}. `left_out` is
    empty where a version was read to be compared. `notices` are things the reader wants a person to know.
    `reopen` reads the version again with some seals broken.
    """

    work: Work
    schema: str
    origin: Origin
    outline: tuple[Entry, ...]
    units: Mapping[str, Provision] = field(repr=False)
    date: str = ""
    language: str = ""
    label: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = field(default=(), repr=False)
    notices: tuple[str, ...] = ()
    reopen: Callable[["Expression", frozenset[str]], "Expression"] | None = field(
        default=None, repr=False, compare=False
    )

    def section(self, key: str) -> Provision:
        """Give the unit with this key. Raises `KeyError` where there is none; a sealed one is a stub."""
        return self.units[key]

    def opened(self, seals: frozenset[str]) -> "Expression":
        """The same with these seals broken: their units are whole. Do it to both versions of a pair."""
        return self.reopen(self, seals) if self.reopen and seals else self

    def read_out(self) -> "Expression":
        """The same, of which no more seals will be broken: what that takes need not be kept."""
        return replace_fields(self, reopen=None)


def assemble(
    roots: Iterable[Provision],
    *,
    work: Work,
    schema: str,
    origin: Origin,
    date: str = "",
    language: str = "",
    label: str = "",
    stated: Mapping[str, str] | None = None,
    left_out: tuple[LeftOut, ...] = (),
    notices: tuple[str, ...] = (),
) -> Expression:
    """Cut what a reader understood into an outline; name what has no id. The last step of every reader.

    Containers are descended into. What stands in one and is no container is a unit; loose leaves that stand
    together (a paragraph between two sections, say) become one `block`. `stated` is keyed by the eIds that
    the reader gave.
    """
    outline = _Outline()
    outline.enter_all(roots, "", 0)
    return Expression(
        work=work,
        schema=schema,
        origin=origin,
        outline=tuple(outline.entries),
        units=outline.units,
        date=date,
        language=language,
        label=label,
        stated=dict(stated or {}),
        left_out=left_out,
        notices=notices,
    )


@dataclass(slots=True)
class _Outline:
    """An outline being made, with the ids that are taken.

    Functions within a function that call each other would be a cycle, and hold all of this for good.
    """

    taken: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    units: dict[str, Provision] = field(default_factory=dict)

    def enter_all(self, given: Iterable[Provision], parent: str, depth: int) -> None:
        """Enter what stands in a container, or in none."""
        places: dict[str, int] = {}
        for child in _group(given):
            kind = child.kind
            places[kind] = places.get(kind, 0) + 1
            if not (child.sealed and self._enter_sealed(child, depth, parent)):
                self._enter(child, parent, places[kind], depth, parent)

    def _enter(self, given: Provision, prefix: str, place: int, depth: int, parent: str) -> None:
        entries, units = self.entries, self.units
        if given.kind not in CONTAINERS:
            unit = name_provisions(given, prefix, place, self.taken)
            units[unit.eid] = unit
            entries.append(_entry(unit, len(entries), depth, parent))
            return
        own = name_provisions(replace(given, children=(), text=None), prefix, place, self.taken)
        units[own.eid] = own
        entries.append(_entry(own, len(entries), depth, parent))
        below = given.children
        if given.text:  # a container that only says "[Repealed]"
            below = (Provision("p", text=given.text, line=given.line), *below)
        self.enter_all(below, own.eid, depth + 1)

    def _enter_sealed(self, given: Provision, depth: int, parent: str) -> bool:
        """Enter a section that was not read, if its id is plain: a short cut, for of these there are many."""
        num, seal, heading = given.num, given.sealed, given.heading
        if given.eid or not num or given.kind != "section":
            return False
        eid = f"sec_{bare_num(num).lower()}"
        if eid in self.taken:
            return False
        self.taken.add(eid)
        entries = self.entries
        line, wid, guid, status = given.line, given.wid, given.guid, given.status
        self.units[eid] = Provision(
            "section",
            num,
            heading,
            None,
            (),
            eid,
            wid,
            guid,
            given.num_generated,
            given.key,
            status,
            line,
            seal,
        )
        shown = heading.content if heading is not None else ""
        entries.append(
            Entry(
                eid, "section", num, shown, len(entries), depth, parent, numbered(num, seal), seal, "",
                wid, guid, status, line, True,
            )
        )  # fmt: skip
        return True


def _entry(p: Provision, pos: int, depth: int, parent: str) -> Entry:
    body = p.sealed or body_fingerprint(p)
    heading = p.heading.content if p.heading else ""
    worn = "" if p.sealed else dressing(p)
    return Entry(
        p.eid, p.kind, p.num, heading, pos, depth, parent, numbered(p.num, body), body, worn,
        p.wid, p.guid, p.status, p.line, bool(p.sealed),
    )  # fmt: skip


def _group(children: Iterable[Provision]) -> list[Provision]:
    """Put loose pieces that stand together into blocks; keep containers and units as they are."""
    grouped: list[Provision] = []
    loose: list[Provision] = []

    def close() -> None:
        grouped.append(Provision("block", children=tuple(loose), line=loose[0].line))
        loose.clear()

    for child in children:
        # A numbered paragraph right under a schedule is what people cite there.
        kind = child.kind
        if kind in UNITS or kind in CONTAINERS or (child.num and kind != "row"):
            if loose:
                close()
            grouped.append(child)
        else:
            loose.append(child)
    if loose:
        close()
    return grouped
