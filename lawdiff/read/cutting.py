r"""A version of a law cut into its sections as bytes, without parsing, and what is known of each.

Bytes are cut only where that is safe: UTF-8, no entities, sections that hold no section. Comments, CDATA
sections and processing instructions are stepped over. In every other case the version has to be read whole.

Nearly all bytes stand in blocks without anything of the kind: there the tags are found by searching plain
bytes, in a fifth of the time of the regular expression that knows the rest.

Where the other version has been cut already and a section is found in it, the two go on as one until their
bytes differ: so far all is as it was there, and nothing is searched or hashed.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Origin
from lawdiff.read.cut_patterns import Cut, Patterns
from lawdiff.read.cuts import NAMESPACE, CannotCutError, CutFile, Cuts
from lawdiff.read.source import SourceFile, declares_entities, find_sibling
from lawdiff.read.well_formed import Checker, NotWellFormedError

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
_LAYOUT = b"\xef\xbb\xbf \t\r\n"


def cut(source: SourceFile, rule: Cut, other: Cuts | None = None, *, check: bool) -> Cuts | None:
    """Cut a version, with the files it includes, into its sections; `None` where that is not safe.

    `other` is the other version if it has been cut. With `check` a parser goes over every byte, in a second
    thread, for it holds no lock of Python's.
    """
    cuts = Cuts(rule, other)
    checker = Checker() if check else None
    follower = _Follower(other.files[0], other.files[0].source.open()) if other else None
    found = {source.where: 0}
    todo = [source]
    try:
        for source in todo:  # grows meanwhile: the files come in the order in which they are included
            file = _cut_file(source, cuts, checker, follower)
            if follower:
                follower.stream.close()
                follower = None
            cuts.files.append(file)
            if file.alone:
                if rule.unit and len(todo) == 1:
                    raise CannotCutError  # where the only section is the root, a run has no place to stand
                cuts.alone.setdefault(file.origin.sha256, file)
                continue
            includes: list[int] = []
            for href in _includes(file) if rule.includes and _INCLUDE_NAMESPACE in (file.said or ()) else ():
                included = find_sibling(source, href)
                includes.append(found.setdefault(included.where, len(todo)))
                if includes[-1] == len(todo):
                    todo.append(included)
            file.includes = tuple(includes)
    except (
        CannotCutError,
        NotWellFormedError,
        etree.XMLSyntaxError,
        LawdiffError,
        UnicodeDecodeError,
        OSError,
    ):
        return None  # reading it whole says what is wrong, and where
    finally:
        if checker:
            checker.leave()
        if follower:
            follower.stream.close()
    if other:
        for side in (other, cuts):  # `same` says it all
            side.places.clear()
            side.alone.clear()
        if cuts.said != other.said:  # the same bytes may not be the same elements
            cuts.unit = [None] * len(cuts.unit)
    return cuts


def _includes(file: CutFile) -> Iterator[str]:
    for gap in file.gaps:
        if b"<xi:include" in gap:
            hrefs = INCLUDE.findall(gap)
            if len(hrefs) != gap.count(b"<xi:include"):
                raise CannotCutError  # one that says more than where the file is
            yield from (href.decode() for href in hrefs)


def _cut_file(
    source: SourceFile, cuts: Cuts, checker: Checker | None, follower: "_Follower | None"
) -> CutFile:
    digest = hashlib.sha256()
    patterns: Patterns | None = None
    root = b""
    first = len(cuts.offset)
    gaps: list[bytes] = []
    size = done = 0  # bytes read, and bytes before `data`
    block = _BLOCK
    data = b""
    balanced = True
    small = source.small(_BLOCK)
    with source.open() if small is None else BytesIO(small) as stream:
        while piece := stream.read(block):
            digest.update(piece)
            size += len(piece)
            if small is not None and cuts.other and (beside := cuts.other.alone.get(digest.hexdigest())):
                cuts.take_over(beside.first, beside.last, 0)
                origin = Origin(source.name, beside.origin.sha256, size)
                return replace(beside, source=source, origin=origin, first=first, last=first + 1)
            data = data + piece if data else piece
            if patterns is None:
                prefix, root = _root(data)
                patterns = cuts.patterns(prefix)
                if not cuts.files:
                    cuts.said = frozenset(found[1] for found in NAMESPACE.finditer(root))
            if checker:
                checker.feed(piece, aside=small is None)
            used, balanced = _take_sections(data, done, patterns, cuts, gaps, follower)
            block = block * 2 if used == 0 else _BLOCK
            data = data[used:]
            done += used
    if checker:
        checker.close()
    if patterns is None or not balanced:
        raise CannotCutError  # an empty file, or a section that does not end
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
        raise CannotCutError
    prefix = (root[1] or b"").decode()
    if _PLAIN_PROLOG.fullmatch(data, 0, root.start()):
        return prefix, root[0]
    encoding = _ENCODING.search(data[: root.start()])
    if declares_entities(data) or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise CannotCutError
    return prefix, root[0]


def _said(root: bytes, gaps: Sequence[bytes]) -> frozenset[bytes] | None:
    """Namespace declarations of the root; `None` where an element says otherwise."""
    said = frozenset(found[1] for found in NAMESPACE.finditer(root)) if root in gaps[0] else frozenset()
    others = {found[1] for gap in gaps if b"xmlns" in gap for found in NAMESPACE.finditer(gap)}
    return said if others <= said else None


def _take_sections(
    data: bytes, done: int, patterns: Patterns, cuts: Cuts, gaps: list[bytes], follower: "_Follower | None"
) -> tuple[int, bool]:
    """Take the whole sections out of `data`, which begins at byte `done`.

    Gives how much of it was used, and whether what is left begins and ends outside of a section.
    """
    used = start = _take_plain_sections(data, done, patterns, cuts, gaps, follower)
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
                raise CannotCutError
            if not depth and not nested:
                gaps.append(data[used:start])
                cuts.take(data[start:end], done + start, patterns)
                used = end
        elif data[end - 2] != ord("/"):
            if not depth:
                start, nested = found.start(), False
            nested = nested or depth > 0
            depth += 1
    return used, not depth


def _take_plain_sections(
    data: bytes, done: int, patterns: Patterns, cuts: Cuts, gaps: list[bytes], follower: "_Follower | None"
) -> int:
    """Take sections from the beginning of `data` as long as there is nothing to them; say where they end.

    Nothing to them: one name, no section in a section, no comment, CDATA section or processing instruction
    (most blocks do not even hold their second character). All tags found are then tags of sections.
    """
    opening, closing = patterns.opening, patterns.closing
    used = follower.follow(data, 0, done, cuts, gaps) if follower and gaps else 0
    first = len(b"<?xml") if not done and data.startswith(b"<?xml") else 0
    if not opening or (b"!" in data and b"<!" in data) or (b"?" in data and data.find(b"<?", first) >= 0):
        return used
    # Each tag is searched once, to the end of the block: that is quicker than within every section.
    start = data.find(opening, used)
    while (end := data.find(closing, used)) >= 0:
        if not 0 <= start < end or data[start + len(opening)] not in _BEHIND_NAME:
            break
        following = data.find(opening, start + 1)
        if 0 <= following < end or data[data.find(b">", start) - 1] == ord("/"):
            break
        end += len(closing)
        cuts.take(data[start:end], done + start, patterns)
        gaps.append(data[used:start])
        used = end
        start = following
        if follower and cuts.same[-1] >= 0:
            used = follower.follow(data, used, done, cuts, gaps)
            if used != end:
                start = data.find(opening, used)
    return used


_BEHIND_NAME = b" \t\r\n>"


@dataclass(slots=True)
class _Follower:
    """Goes along the first file of the other version while the bytes are the same.

    Few bytes are compared first and then twice as many each time, for where one section differs the next
    often does.
    """

    file: CutFile
    stream: BinaryIO

    def follow(self, data: bytes, used: int, done: int, cuts: Cuts, gaps: list[bytes]) -> int:
        """Take over all sections that are the same behind the last one, and say where they end.

        `data` begins at byte `done`, and the last section ended at `used` in it.
        """
        other, same = cuts.other, cuts.same[-1] if cuts.same else -1
        step = _FIRST_STEP
        while other is not None and 0 <= same < self.file.last - 1 and used < len(data):
            begin = other.offset[same] + other.length[same]
            self.stream.seek(begin)
            beside = self.stream.read(min(step, len(data) - used))
            equal = _equal(data[used : used + len(beside)], beside)
            end = min(bisect_right(other.offset, begin + equal, same + 1, self.file.last), self.file.last)
            if end > same + 1 and other.offset[end - 1] + other.length[end - 1] > begin + equal:
                end -= 1
            if end > same + 1:
                cuts.take_over(same + 1, end, done + used - begin)
                gaps += self.file.gaps[same + 1 - self.file.first : end - self.file.first]
                same = end - 1
                used += other.offset[same] + other.length[same] - begin
            elif equal < len(beside) or len(beside) < step:
                break
            if equal < len(beside):
                break
            step *= 2
        return used


_FIRST_STEP = 1 << 14


def _equal(a: bytes, b: bytes) -> int:
    """Give how many bytes are the same from the beginning, halving: slices are compared at memory's speed."""
    low, high = 0, min(len(a), len(b))
    if a[:high] == b[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle
    return low


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
