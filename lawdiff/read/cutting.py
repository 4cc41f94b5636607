r"""A version of a law cut into its sections as bytes, without parsing, and what is known of each.

Bytes are cut only where that is safe: UTF-8, no entities, sections that hold no section. Comments, CDATA
sections and processing instructions are stepped over. In every other case the version has to be read whole.

Nearly all bytes stand in blocks without anything of the kind: there the tags are found by searching plain
bytes, in a fifth of the time of the regular expression that knows the rest.

A section is known by its **key**: the element with its number, and a digest of all else. Two sections with
one key are the same bytes; two with the same digest differ in their number alone. Of a section whose key the
other version has nothing else is asked: it is what it is there.
"""

import hashlib
import os
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from msgspec import structs

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Origin
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text, settle
from lawdiff.read.cut_patterns import Cut, Patterns, patterns_of
from lawdiff.read.mixed import trimmed
from lawdiff.read.source import SourceFile, declares_entities, find_sibling
from lawdiff.read.well_formed import Checker, NotWellFormedError

DIGEST = 16
"""Bytes of a section's digest, the last of its key."""
_BLOCK = 1 << 18
"""Bytes read at a time: few enough for the processor's own memory, where they are searched and hashed.

A section that is longer doubles it, so that the work stays linear.
"""
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?[A-Za-z_][^<>]*>")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
_PLAIN_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s+version=[\"'][\d.]+[\"'](?:\s+encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?:\s+standalone=[\"']\w+[\"'])?\s*\?>\s*)?"
)
"""What stands before nearly every root: nothing is declared there."""
INCLUDE = re.compile(rb'<xi:include\s+href="([^"<>&]+)"\s*/>')
_INCLUDE_NAMESPACE = b'xmlns:xi="http://www.w3.org/2001/XInclude"'
NAMESPACE = re.compile(rb"\s+(xmlns(?::[\w.-]+)?=(?:\"[^\"]*\"|'[^']*'))")
_LAYOUT = b"\xef\xbb\xbf \t\r\n"


@dataclass(slots=True)
class CutFile:
    """One file of a version: its sections are `first` to `last` (excluded) of the columns.

    `gaps` is what stands before, between and behind them; `includes` are the places in `Cuts.files` of the
    files that `INCLUDE` finds in the gaps, one after the other. `said` are the namespaces that the root
    declares, `None` if an element that is in no section declares others; a file that is nothing but one
    section is `alone`.
    """

    source: SourceFile
    origin: Origin
    patterns: Patterns
    first: int
    last: int
    gaps: tuple[bytes, ...]
    said: frozenset[bytes] | None
    alone: bool
    includes: tuple[int, ...] = ()


@dataclass(slots=True)
class Cuts:
    """A version cut into sections, as columns; a section is known by its place in them, from 0.

    `offset` and `length` in bytes, `breaks` its line breaks; `key` its number's element and a digest of all
    else (empty where the section cannot be sealed). `same` is the place in `other`, the other version, of a
    section with the same key, or -1. Where there is none, `start` and `head` are the start tag and what
    stands in number and heading, and `unit` the provision that a plain head stands for (`Cut.unit`); its
    line is counted from the section's first.
    """

    rule: Cut
    other: "Cuts | None" = None
    files: list[CutFile] = field(default_factory=list)
    offset: "array[int]" = field(default_factory=lambda: array("Q"))
    length: "array[int]" = field(default_factory=lambda: array("Q"))
    breaks: "array[int]" = field(default_factory=lambda: array("L"))
    same: "array[int]" = field(default_factory=lambda: array("q"))
    key: list[bytes] = field(default_factory=list)
    start: list[bytes] = field(default_factory=list)
    head: list[bytes] = field(default_factory=list)
    unit: list[Provision | None] = field(default_factory=list)
    places: dict[bytes, int] = field(default_factory=dict)
    starts: dict[bytes, tuple[bytes, str | None]] = field(default_factory=dict)
    said: frozenset[bytes] = frozenset()

    def beginning(self, n: int) -> tuple[bytes, bytes]:
        """Give a section's start tag, and what stands in its number and heading."""
        if self.other is not None and self.same[n] >= 0:
            return self.other.beginning(self.same[n])
        return self.start[n], self.head[n]

    def take(self, section: bytes, offset: int, patterns: Patterns, *, nested: bool) -> bool:
        """Put a section, with its bytes from start tag to end tag, into the columns.

        With `nested` another section may begin in it. Then it is not taken, and that is said; to ask costs a
        search, of which a section that the other version holds has no need.
        """
        at = section.find(patterns.num_opening)
        end = section.find(patterns.num_closing, at) + len(patterns.num_closing) if at >= 0 else 0
        num = section[at:end]
        plain = section.replace(num, b"\0", 1) if num else section
        key = b"%s\0%s" % (num, hashlib.sha256(plain).digest()[:DIGEST])
        other = self.other
        same = -1 if other is None else other.places.get(key, -1)
        if other is not None and same >= 0:
            self.breaks.append(other.breaks[same])
            self.key.append(other.key[same])
            self.start.append(b"")
            self.head.append(b"")
            self.unit.append(other.unit[same])
        else:
            if nested and section.find(patterns.opening, 1) >= 0:
                return False
            is_sealable = self._take_head(section, num, patterns)
            if is_sealable:
                self.places.setdefault(key, len(self.key))
            self.breaks.append(section.count(b"\n"))
            self.key.append(key if is_sealable else b"")
        self.offset.append(offset)
        self.length.append(len(section))
        self.same.append(same)
        return True

    def _take_head(self, section: bytes, num: bytes, patterns: Patterns) -> bool:
        """Take start tag, number and heading, and say whether these are all that a stub needs.

        Where the number (`num` is the first in the section) or the heading stands behind text, it would lack
        it.
        """
        end = section.find(b">") + 1
        tag = section[:end]
        if not end or b"<" in tag[1:]:
            raise _CannotCutError
        if tag not in self.starts:
            own = NAMESPACE.sub(lambda found: b"" if found[1] in self.said else found[0], tag)
            mute = patterns.mute.fullmatch(own)
            self.starts[tag] = tag, None if mute is None else (mute[1] or b"").decode()
        tag, status = self.starts[tag]
        self.start.append(tag)
        telling = patterns.telling is not None and patterns.telling.search(section)
        if self.rule.unit and status is not None and (found := patterns.plain.match(section, end)):
            before, shown, between, heading, behind = found.groups()
            reasons = [_text(reason) for reason in (before, between, behind) if reason]
            reason = reasons[0].content if reasons else ""
            unit = self.rule.unit(_text(shown).content, _text(heading), status, reason)
            if b"\n" in tag:
                unit = structs.replace(unit, line=tag.count(b"\n"))
            self.unit.append(unit)
            self.head.append(section[end : found.end()])
            return not telling and len(reasons) < 2
        found = patterns.head.match(section, end)
        if found is None:
            raise _CannotCutError
        head = found[0]
        first = patterns.num.search(head)
        self.unit.append(None)
        self.head.append(head)
        return (
            num == (first[0] if first else b"")
            and bool(
                patterns.heading_tag.search(head) or not patterns.heading_tag.search(section, found.end())
            )
            and not telling
            and b"<!" not in head
        )


def _text(inside: bytes) -> Text:
    return trimmed(settle(inside.decode()))


class _CannotCutError(Exception):
    """The version has to be read whole."""


def cut(source: SourceFile, rule: Cut, other: Cuts | None = None, *, check: bool) -> Cuts | None:
    """Cut a version, with the files it includes, into its sections; `None` where that is not safe.

    `other` is the other version if it has been cut. With `check` a parser goes over every byte, in a second
    thread, for it holds no lock of Python's.
    """
    cuts = Cuts(rule, other)
    checker = Checker() if check else None
    found = {source.where: 0}
    todo = [source]
    try:
        for source in todo:  # grows meanwhile: the files come in the order in which they are included
            file = _cut_file(source, cuts, checker)
            cuts.files.append(file)
            if rule.unit and cuts.files[0].alone:
                raise _CannotCutError  # where the only section is the root, a run has no place to stand
            includes: list[int] = []
            for href in _includes(file) if rule.includes and _INCLUDE_NAMESPACE in (file.said or ()) else ():
                included = find_sibling(source, href)
                includes.append(found.setdefault(included.where, len(todo)))
                if includes[-1] == len(todo):
                    todo.append(included)
            file.includes = tuple(includes)
    except (_CannotCutError, NotWellFormedError, etree.XMLSyntaxError, LawdiffError, UnicodeDecodeError):
        return None  # reading it whole says what is wrong, and where
    finally:
        if checker:
            checker.leave()
    if other:
        other.places.clear()  # `same` says it all
        cuts.places.clear()
    return cuts


def _includes(file: CutFile) -> Iterator[str]:
    for gap in file.gaps:
        if b"<xi:include" in gap:
            hrefs = INCLUDE.findall(gap)
            if len(hrefs) != gap.count(b"<xi:include"):
                raise _CannotCutError  # one that says more than where the file is
            yield from (href.decode() for href in hrefs)


def _cut_file(source: SourceFile, cuts: Cuts, checker: Checker | None) -> CutFile:
    digest = hashlib.sha256()
    patterns: Patterns | None = None
    root = b""
    first = len(cuts.offset)
    gaps: list[bytes] = []
    size = done = 0  # bytes read, and bytes before `data`
    block = _BLOCK
    data = b""
    balanced = True
    with source.open() as stream:
        # To ask for a block costs one, and most of 24,000 files of one section have a few kilobytes.
        small = source.path is not None and os.fstat(stream.fileno()).st_size <= _BLOCK
        while piece := stream.read(-1 if small else block):
            digest.update(piece)
            size += len(piece)
            data = data + piece if data else piece
            if patterns is None:
                prefix, root = _root(data)
                patterns = patterns_of(cuts.rule, prefix)
                if not cuts.files:
                    cuts.said = frozenset(found[1] for found in NAMESPACE.finditer(root))
            if checker:
                checker.feed(piece, aside=not small)
            used, balanced = _take_sections(data, done, patterns, cuts, gaps)
            block = block * 2 if used == 0 else _BLOCK
            data = data[used:]
            done += used
    if checker:
        checker.close()
    if patterns is None or not balanced:
        raise _CannotCutError  # an empty file, or a section that does not end
    gaps.append(data)
    last = len(cuts.offset)
    is_alone = last - first == 1 and _PLAIN_PROLOG.fullmatch(gaps[0]) is not None and not gaps[1].strip()
    origin = Origin(source.name, digest.hexdigest(), size)
    said = frozenset() if is_alone else _said(root, gaps)
    return CutFile(source, origin, patterns, first, last, tuple(gaps), said, is_alone)


def _root(data: bytes) -> tuple[str, bytes]:
    """The namespace prefix of the root, which a schema's other elements have too, and its start tag."""
    root = _ROOT.search(data)
    if root is None or not data.lstrip(_LAYOUT).startswith(b"<") or b"\0" in data[:4]:
        raise _CannotCutError
    prefix = (root[1] or b"").decode()
    if _PLAIN_PROLOG.fullmatch(data, 0, root.start()):
        return prefix, root[0]
    encoding = _ENCODING.search(data[: root.start()])
    if declares_entities(data) or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise _CannotCutError
    return prefix, root[0]


def _said(root: bytes, gaps: Sequence[bytes]) -> frozenset[bytes] | None:
    """Namespace declarations of the root; `None` where an element says otherwise."""
    said = frozenset(found[1] for found in NAMESPACE.finditer(root)) if root in gaps[0] else frozenset()
    others = {found[1] for gap in gaps if b"xmlns" in gap for found in NAMESPACE.finditer(gap)}
    return said if others <= said else None


def _take_sections(
    data: bytes, done: int, patterns: Patterns, cuts: Cuts, gaps: list[bytes]
) -> tuple[int, bool]:
    """Take the whole sections out of `data`, which begins at byte `done`.

    Gives how much of it was used, and whether what is left begins and ends outside of a section.
    """
    used = start = _take_plain_sections(data, done, patterns, cuts, gaps)
    depth = 0
    nested = False
    for found in patterns.token.finditer(data, used):
        if found[3]:
            return used, False  # a comment that goes on in the next block
        if not found[2]:
            continue
        end = data.find(b">", found.end()) + 1
        if not end:
            return used, False
        if found[1]:
            depth -= 1
            if depth < 0:
                raise _CannotCutError
            if not depth and not nested:
                gaps.append(data[used:start])
                cuts.take(data[start:end], done + start, patterns, nested=False)
                used = end
        elif data[end - 2] != ord("/"):
            if not depth:
                start, nested = found.start(), False
            nested = nested or depth > 0
            depth += 1
    return used, not depth


def _take_plain_sections(data: bytes, done: int, patterns: Patterns, cuts: Cuts, gaps: list[bytes]) -> int:
    """Take sections from the beginning of `data` as long as there is nothing to them; say where they end.

    Nothing to them: one name, no section in a section, no comment, CDATA section or processing instruction
    (most blocks do not even hold their second character). All tags found are then tags of sections.
    """
    opening, closing = patterns.opening, patterns.closing
    first = len(b"<?xml") if not done and data.startswith(b"<?xml") else 0
    used = 0
    if not opening or (b"!" in data and b"<!" in data) or (b"?" in data and data.find(b"<?", first) >= 0):
        return used
    while (end := data.find(closing, used)) >= 0:
        start = data.find(opening, used, end)
        if start < 0 or data[start + len(opening)] not in _BEHIND_NAME:
            break
        end += len(closing)
        if data[data.find(b">", start) - 1] == ord("/"):
            break
        if not cuts.take(data[start:end], done + start, patterns, nested=True):
            break
        gaps.append(data[used:start])
        used = end
    return used


_BEHIND_NAME = b" \t\r\n>"


def sections(cuts: Cuts, wanted: Sequence[int]) -> Iterator[tuple[int, bytes, Patterns]]:
    """Read some sections again, given by their places in order."""
    at = 0
    for file in cuts.files:
        if at == len(wanted) or wanted[at] >= file.last:
            continue
        with file.source.open() as stream:
            while at < len(wanted) and wanted[at] < file.last:
                n = wanted[at]
                stream.seek(cuts.offset[n])
                yield n, stream.read(cuts.length[n]), file.patterns
                at += 1
