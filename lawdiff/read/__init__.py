"""Bytes in, model out. No lxml element leaves this room.

A schema is recognised by its root and namespace, and where the root is plain `html` by one named element
of the header, never by the file's name. A new schema is one file and one line in `SCHEMAS`.
"""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Protocol, cast

from lxml import etree
from msgspec import structs

from lawdiff.errors import LawdiffError
from lawdiff.memory import give_back
from lawdiff.model.expression import Expression
from lawdiff.read.cut_patterns import RUN, SEAL, Cut
from lawdiff.read.cuts import Cuts
from lawdiff.read.cutting import cut
from lawdiff.read.ledger import unaccounted
from lawdiff.read.sealing import Sealing, seal
from lawdiff.read.source import Source, SourceFile, find_source, open_source, parse_xml
from lawdiff.read.stubs import stubbed


class Reader(Protocol):
    """What each schema's module offers."""

    def read(self, root: etree._Element, source: SourceFile) -> Expression:
        """Understand a document of this schema. Raises `LawdiffError` where it holds no law.

        A module that also has a `CUT` says how its sections are found as bytes (`sealing`): then `read` gives
        a section with the attribute `SEAL` that seal, and need not find more than number and heading in it.
        Where its `CUT` names a `unit`, it puts the units of a run in the place of the element with `RUN`.
        """


@dataclass(frozen=True, slots=True)
class Schema:
    """How a schema is recognised. `namespaces` are beginnings ("" means: none at all); `sign` an XPath that
    must find something, for roots that several schemas share.
    """

    name: str
    title: str
    module: str
    roots: frozenset[str]
    namespaces: tuple[str, ...]
    sign: str = ""


SCHEMAS: tuple[Schema, ...] = (
    Schema(
        "akn",
        "Akoma Ntoso 2.0, 3.0 (OASIS and drafts), LegalDocML.de",
        "lawdiff.read.akn",
        frozenset({"akomaNtoso"}),
        (
            "http://docs.oasis-open.org/legaldocml/ns/akn/",
            "http://www.akomantoso.org/",
            "http://Inhaltsdaten.LegalDocML.de/",
        ),
    ),
    Schema(
        "lovdata",
        "Lovdata XHTML (Norway): consolidated laws and the gazette",
        "lawdiff.read.lovdata",
        frozenset({"html"}),
        ("", "http://www.w3.org/1999/xhtml"),
        "//*[local-name()='dl' and contains(@class, 'data-document-key-info')]",
    ),
    Schema(
        "uslm",
        "USLM 1 and 2 (US Code titles, bills, resolutions, public laws)",
        "lawdiff.read.uslm",
        frozenset({"uscDoc", "bill", "resolution", "pLaw", "lawDoc", "amendment"}),
        ("http://xml.house.gov/schemas/uslm/", "http://schemas.gpo.gov/xml/uslm"),
    ),
    Schema(
        "bills-dtd",
        "BILLS DTD (US congressional bills in the older XML)",
        "lawdiff.read.bills_dtd",
        frozenset({"bill", "resolution"}),
        ("",),
    ),
    Schema(
        "dc",
        "DC Council library XML: a section, an act, or a code through its index",
        "lawdiff.read.dc",
        frozenset({"section", "container", "document", "library", "collection"}),
        ("https://code.dccouncil.us/schemas/dc-library",),
    ),
)
"""The visible table. The order matters only where two schemas recognise the same root."""


def read_expression(source: Source) -> Expression:
    """Read a version of a law from a path, bytes, `REV:path` or `-`.

    Raises `LawdiffError` for what cannot be read, with the place and what to do.
    """
    return _read(open_source(source))[0]


def read_pair(old: Source, new: Source, *, whole: bool = False) -> tuple[Expression, Expression]:
    """Read two versions to be compared; what their bytes show to be the same stays sealed, unless `whole`.

    Comparing them gives what comparing two versions read whole gives, for less. Raises `LawdiffError` as
    `read_expression` does.
    """
    pair = _read_pair(find_source(old), find_source(new), whole=whole)
    give_back(sum(expression.origin.size for expression in pair))
    return pair


def _read_pair(old_file: SourceFile, new_file: SourceFile, *, whole: bool) -> tuple[Expression, Expression]:
    rule = None if whole else _rule(old_file)
    if rule is not None and rule == _rule(new_file):
        sealing = _sealing(old_file, new_file, rule)
        pair = _read_sealed(sealing) if sealing else None
        if pair is not None:
            return pair
    return _read(old_file.loaded())[0], _read(new_file.loaded())[0]


def _rule(source: SourceFile) -> Cut | None:
    """How the sections of a file are cut, if its schema says so."""
    parser: etree.XMLPullParser = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True)
    try:
        with source.open() as stream:
            parser.feed(stream.read(1 << 16))
        root = cast("etree._Element | None", next((found[1] for found in parser.read_events()), None))
        module = import_module(recognise(root, source).module) if root is not None else None
    except (etree.XMLSyntaxError, LawdiffError, OSError):
        return None  # reading it whole says what is wrong
    return cast("Cut | None", getattr(module, "CUT", None))


def _sealing(old: SourceFile, new: SourceFile, rule: Cut) -> Sealing | None:
    olds = cut(old, rule, check=True)
    news = cut(new, rule, olds, check=False) if olds else None
    return seal(olds, news) if olds and news else None


def _read_sealed(sealing: Sealing) -> tuple[Expression, Expression] | None:
    """Read both versions with stubs; `None` where a stub became no unit of the outline."""
    pair = []
    for cuts, seals in ((sealing.old, sealing.old_seals), (sealing.new, sealing.new_seals)):
        expression = _read_stubbed(cuts, seals)
        if not expression or len(seals) != sum(e.sealed and e.is_unit for e in expression.outline):
            return None
        pair.append(replace(expression, reopen=_Reopener(cuts, seals)))
    return pair[0], pair[1]


def _read_stubbed(cuts: Cuts, seals: dict[int, str], left_out: Container[int] = ()) -> Expression | None:
    source = stubbed(cuts, seals, left_out)
    if source is None:
        return None
    root = parse_xml(source)
    source = replace(source, data=b"")  # the tree is many times as large, and what is made of it comes on top
    expression = cast(Reader, import_module(recognise(root, source).module)).read(root, source)
    del root
    give_back(expression.origin.size)  # the other version's comes on top of a tree that is gone
    return expression


@dataclass(frozen=True, slots=True)
class _Reopener:
    """Reads one version of a pair again, with some seals broken."""

    cuts: Cuts
    seals: dict[int, str]

    def __call__(self, expression: Expression, broken: frozenset[str]) -> Expression:
        left = {n: digest for n, digest in self.seals.items() if digest not in broken}
        if len(left) > len(self.seals) // 2 and (opened := self._open_few(expression, broken, left)):
            return opened
        if again := _read_stubbed(self.cuts, left):
            return replace(again, reopen=_Reopener(self.cuts, left))
        return _read(self.cuts.files[0].source.loaded())[0]

    def _open_few(
        self, expression: Expression, broken: frozenset[str], left: dict[int, str]
    ) -> Expression | None:
        """Read nothing but the broken ones in their places; `None` where they are not told from the rest."""
        others = {n: "unsealed" for n, key in enumerate(self.cuts.key) if key and n not in self.seals}
        if len(self.cuts.files) > 1:  # of a file that is one section nothing would be left to include
            part = _read_stubbed(self.cuts, others | left)
            wanted = list(expression.outline)
        else:
            part = _read_stubbed(self.cuts, others, left_out=left)
            wanted = [e for e in expression.outline if not e.sealed or e.body in broken]
        if not part or [(e.key, e.kind) for e in wanted] != [(e.key, e.kind) for e in part.outline]:
            return None
        units = dict(expression.units)
        outline = list(expression.outline)
        taken = {p.eid for unit in units.values() for _, p in unit.walk()}
        for entry, new in zip(wanted, part.outline, strict=True):
            if entry.sealed and entry.body in broken:
                unit = part.units[entry.key]
                if any(p.eid in taken for _, p in unit.walk(0) if p is not unit):
                    return None
                units[entry.key] = unit
                outline[entry.pos] = structs.replace(new, pos=entry.pos, depth=entry.depth)
        reopener = _Reopener(self.cuts, left)
        return replace(expression, outline=tuple(outline), units=units, reopen=reopener)


def account(source: Source) -> tuple[Expression, Counter[str] | None]:
    """Read a version, with the reader's own proof: the characters neither in the model nor left out.

    Those that are in the model and not in the source count negative. Empty: nothing was lost or invented.
    White space is not counted. `None` where the source includes other files, whose text it does not hold.
    """
    expression, root = _read(open_source(source))
    if root.find(".//{http://www.w3.org/2001/XInclude}include") is not None:
        return expression, None
    return expression, unaccounted(root, expression)


def _read(source: SourceFile) -> tuple[Expression, etree._Element]:
    root = parse_xml(source)
    if SEAL.encode() in source.data:
        etree.strip_attributes(root, SEAL, RUN)  # not ours
    reader = cast(Reader, import_module(recognise(root, source).module))
    return reader.read(root, source), root


def recognise(root: etree._Element, source: SourceFile) -> Schema:
    """Say which schema a document is in. Raises `LawdiffError` that names the root and what can be read."""
    name = etree.QName(root)
    namespace = name.namespace or ""
    for schema in SCHEMAS:
        known = any(
            namespace == start or (start and namespace.startswith(start)) for start in schema.namespaces
        )
        if name.localname in schema.roots and known and (not schema.sign or root.xpath(schema.sign)):
            return schema
    shown = f"{{{namespace}}}{name.localname}" if namespace else name.localname
    can = "; ".join(schema.title for schema in SCHEMAS)
    raise LawdiffError(
        f'the root element is "{shown}", which no reader knows',
        where=f"{source.where}:{root.sourceline}",
        do=f"What can be read: {can}",
    )
