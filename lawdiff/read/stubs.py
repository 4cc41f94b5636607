"""A version with stubs in the place of its sealed sections, for the reader to read.

A stub has the section's start tag, number and heading, and its seal. Sections with plain heads that stand
together, which nearly all do, are not even that: one element stands for the **run** of them, and the reader
takes over the provisions that their bytes showed them to be. So does a run of files that are a section each,
in the place of the elements that include them. Line breaks are kept, so that all behind stands on its line.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from lawdiff.model.expression import Origin
from lawdiff.model.provision import Provision
from lawdiff.read.cut_patterns import RUN, SEAL
from lawdiff.read.cuts import NAMESPACE, CutFile, Cuts
from lawdiff.read.cutting import INCLUDE, sections
from lawdiff.read.emptying import NOT_XML, Emptier
from lawdiff.read.source import Run, SourceFile


def stubbed(cuts: Cuts, seals: Mapping[int, str], left_out: Container[int] = ()) -> SourceFile | None:
    """Give the version with stubs in the place of its sealed sections, ready to be read.

    Sections that are `left_out` are not in it at all, and asides are empty. Its origin is that of the true
    bytes. `None` where the version uses the attributes of stubs itself.
    """
    emptier = Emptier(is_checked=cuts.other is None)
    try:
        made = _stubbed(cuts, seals, left_out, emptier)
        emptier.close()
    except NOT_XML:
        return _stubbed(cuts, seals, left_out, None)
    return made


def _stubbed(
    cuts: Cuts, seals: Mapping[int, str], left_out: Container[int], emptier: Emptier | None
) -> SourceFile | None:
    made: dict[str, SourceFile] = {}
    runs: list[Run] = []
    whole = sections(cuts, [n for n in range(len(cuts.offset)) if n not in seals and n not in left_out])
    for file in cuts.files:
        if _unit_of(cuts, seals, file):
            continue  # it is in a run of the file that includes it
        page = _Page(file.patterns.opening, runs)
        marks = -len(runs)
        in_runs = file.said is not None and file.said <= cuts.said
        tags: dict[bytes, tuple[bytes, bytes]] = {}
        includes = iter(file.includes)
        _add_gap(page, file.gaps[0], includes, cuts, seals)
        for n in range(file.first, file.last):
            breaks = cuts.breaks[n]
            if n in left_out:
                page.skip(breaks)
            elif n not in seals:
                section = next(whole)[1]
                page.add(emptier.emptied(section, file) if emptier else section, breaks)
            elif in_runs and (unit := cuts.unit[n]):
                page.shut(structs.replace(unit, line=page.line + unit.line, sealed=seals[n]), breaks)
            else:
                marks += 1
                page.add(_stub(cuts, n, seals[n], file.said or frozenset(), tags), breaks)
            _add_gap(page, file.gaps[n - file.first + 1], includes, cuts, seals)
        data = page.finished()
        if data.count(SEAL.encode()) != marks + len(runs):
            return None
        source = replace(file.source, data=data, path="", stated=file.origin, runs=runs, stubbed=True)
        made[source.where] = source
    return replace(made.pop(cuts.files[0].source.where), known=made)


def _unit_of(cuts: Cuts, seals: Mapping[int, str], file: CutFile) -> Provision | None:
    """Give the provision that a file is, if it is nothing but one sealed section with a plain head."""
    unit = cuts.unit[file.first] if file.alone and file.first in seals else None
    if unit is None:
        return None
    line = 1 + file.gaps[0].count(b"\n") + unit.line
    return structs.replace(unit, line=line, sealed=seals[file.first])


@dataclass(slots=True)
class _Page:
    """A file being written: its pieces, the line it has come to, and the run that is open.

    A run is `units` with the `origins` of those that are files; `breaks` are the line breaks in and since it.
    """

    opening: bytes
    runs: list[Run]
    pieces: list[bytes] = field(default_factory=list)
    line: int = 1
    breaks: int = 0
    units: list[Provision] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)

    def add(self, piece: bytes, breaks: int) -> None:
        """Add bytes as they are, with so many line breaks in them."""
        if self.units:
            if not piece or piece.isspace():
                self.skip(breaks)
                return
            self._close()
        self.pieces.append(piece)
        self.line += breaks

    def skip(self, breaks: int) -> None:
        """Add nothing but line breaks."""
        self.line += breaks
        if self.units:
            self.breaks += breaks
        else:
            self.pieces.append(b"\n" * breaks)

    def shut(self, unit: Provision, breaks: int, origin: Origin | None = None) -> None:
        """Add what stands for a section."""
        self.units.append(unit)
        self.line += breaks
        self.breaks += breaks
        if origin:
            self.origins.append(origin)

    def finished(self) -> bytes:
        """Give all that was added."""
        if self.units:
            self._close()
        return b"".join(self.pieces)

    def _close(self) -> None:
        element = b'%s %s="%d"/>' % (self.opening, RUN.encode(), len(self.runs))
        self.pieces += (element, b"\n" * self.breaks)
        self.runs.append(Run(tuple(self.units), tuple(self.origins)))
        self.units.clear()
        self.origins.clear()
        self.breaks = 0


def _add_gap(page: _Page, gap: bytes, includes: Iterator[int], cuts: Cuts, seals: Mapping[int, str]) -> None:
    """Add what stands between two sections; files that are sealed sections are put in their place."""
    at = 0
    if b"<xi:include" in gap:
        for found, number in zip(INCLUDE.finditer(gap), includes, strict=False):
            file = cuts.files[number]
            if unit := _unit_of(cuts, seals, file):
                before = gap[at : found.start()]
                page.add(before, before.count(b"\n"))
                page.shut(unit, found[0].count(b"\n"), file.origin)
                at = found.end()
    rest = gap[at:]
    page.add(rest, rest.count(b"\n"))


def _stub(
    cuts: Cuts, n: int, seal: str, said: frozenset[bytes], tags: dict[bytes, tuple[bytes, bytes]]
) -> bytes:
    start, head = cuts.beginning(n)
    if start not in tags:
        tags[start] = _stub_tags(start, said)
    opening, end = tags[start]
    breaks = cuts.breaks[n] - start.count(b"\n") - head.count(b"\n")
    return b'%s%s">%s%s%s' % (opening, seal.encode(), head, b"\n" * breaks, end)


def _stub_tags(start: bytes, said: frozenset[bytes]) -> tuple[bytes, bytes]:
    """The start tag of a stub up to its seal, without namespaces that the root declares, and its end tag.

    A section cut out of a folder of files repeats them, and 24,000 repetitions are a tenth of a parse.
    """
    name = re.split(rb"[\s>]", start[1:], maxsplit=1)[0]
    own = NAMESPACE.sub(lambda found: b"" if found[1] in said else found[0], start)
    return b'%s %s="' % (own[:-1], SEAL.encode()), b"</%s>" % name
