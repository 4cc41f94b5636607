r"""Sections that need not be read, because the other version holds the same bytes.

Reading builds every provision, which costs many times a parse; comparing needs only those sections that
differ. So both versions are first cut into sections as bytes, without parsing. A section whose bytes stand
once on each side, or differ only in its own number or in white space between blocks, is **sealed**: a stub
with number, heading and a digest of the bytes takes its place, and the reader reads the stub as it would read
the section. All else the reader sees as it is, in its place and on its line, so whatever it knows of the
context (namespaces, notes, numbers that begin anew) it still knows.

Bytes are cut only where that is safe: UTF-8, no entities, sections that hold no section. Comments, CDATA
sections and processing instructions are stepped over. In every other case, and where a stub did not become a
unit of the outline, both versions are read whole: the same law by another door.

A sealed section is checked for well-formedness by a parser that builds nothing, in its place in the old
file: the same bytes stand in the new one. Everything else is parsed by the reader's own parser.
"""

import hashlib
import os
import re
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Origin
from lawdiff.read.source import SourceFile, declares_entities, find_sibling
from lawdiff.read.well_formed import Checker, NotWellFormedError

SEAL = "lawdiff-sealed"
"""The attribute of a stub. A file that has it already is read whole."""
_BLOCK = 1 << 20
"""Bytes read at a time. A section that is longer doubles it, so that the work stays linear."""
_ENOUGH = 300
"""Bytes from which a body alone tells which section it is: "Repealed." stands in hundreds of sections."""
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?[A-Za-z_][^<>]*>")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
_PLAIN_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s+version=[\"'][\d.]+[\"'](?:\s+encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?:\s+standalone=[\"']\w+[\"'])?\s*\?>\s*)?"
)
"""What stands before nearly every root: nothing is declared there."""
_INCLUDE = re.compile(rb"<xi:include\s[^<>]*?href=[\"']([^\"']+)[\"']")
_NAMESPACE = re.compile(rb"\s+(xmlns(?::[\w.-]+)?=(?:\"[^\"]*\"|'[^']*'))")
_LAYOUT = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Cut:
    """How a schema's sections look as bytes.

    `tags` are the elements that people cite. `num` and `heading` are the children with number and heading,
    `beside` others that may stand between these at the beginning. White space beside the tag of one of
    `blocks` is layout; without `blocks` all of it is text. A section with one of `telling` in it is read, for
    the law's title is taken from it. `includes` says that files may include others.
    """

    tags: tuple[str, ...]
    num: str
    heading: str
    beside: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    includes: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    """A `Cut` as regular expressions, for a file whose elements have one prefix."""

    token: re.Pattern[bytes]
    head: re.Pattern[bytes]
    num: re.Pattern[bytes]
    num_tag: re.Pattern[bytes]
    heading_tag: re.Pattern[bytes]
    word_gap: re.Pattern[bytes]
    telling: re.Pattern[bytes] | None


_START = re.compile(rb"<[^<>]*>")


@lru_cache(maxsize=32)
def _patterns(rule: Cut, prefix: str) -> _Patterns:
    p = re.escape(prefix)
    child = rf"<({p}(?:{'|'.join((rule.num, rule.heading, *rule.beside))}))(?=[\s/>])[^<>]*"
    aside = r"!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    no_block = rf"</?(?!{p}(?:{'|'.join(rule.blocks)})[\s/>])[\w:.-]+"
    return _Patterns(
        token=re.compile(
            # One literal "<" in front of all: with one in a group the search is twenty times slower.
            rf"<(?:(/?){p}({'|'.join(rule.tags)})(?=[\s/>])|{aside}|(!--|!\[|\?))".encode(),
            re.DOTALL,
        ),
        head=re.compile(rf"\s*(?:{child}(?:(?<=/)>|(?<!/)>.*?</\1>)\s*)*".encode(), re.DOTALL),
        num=re.compile(rf"<{p}{rule.num}(?=[\s>])[^<>]*(?<!/)>.*?</{p}{rule.num}>".encode(), re.DOTALL),
        num_tag=re.compile(rf"<{p}{rule.num}[\s/>]".encode()),
        heading_tag=re.compile(rf"<{p}{rule.heading}[\s/>]".encode()),
        word_gap=re.compile(rf"{no_block}[^<>]*>\s+{no_block}".encode()),
        telling=re.compile(rf"<{p}(?:{'|'.join(rule.telling)})[\s/>]".encode()) if rule.telling else None,
    )


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a version: its sections are `first` to `last` (excluded) of the columns."""

    source: SourceFile
    origin: Origin
    patterns: _Patterns
    first: int
    last: int
    gaps: tuple[bytes, ...]


@dataclass(slots=True)
class Cuts:
    """A version cut into sections, as columns; a section is known by its place in them, from 0.

    `offset` and `length` in bytes, `breaks` the line breaks of its body; `start` and `head` its start tag and
    what stands in its number and heading. `num` is the number's element, `body` a digest of all but it (empty
    where the section cannot be sealed).
    """

    rule: Cut
    files: list[_File] = field(default_factory=list)
    offset: "array[int]" = field(default_factory=lambda: array("Q"))
    length: "array[int]" = field(default_factory=lambda: array("Q"))
    breaks: "array[int]" = field(default_factory=lambda: array("L"))
    start: list[bytes] = field(default_factory=list)
    head: list[bytes] = field(default_factory=list)
    num: list[bytes] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    starts: dict[bytes, bytes] = field(default_factory=dict)

    def take(self, section: bytes, offset: int, patterns: _Patterns) -> None:
        """Put a section, with its bytes from start tag to end tag, into the columns."""
        tag = _START.match(section)
        head = patterns.head.match(section, tag.end() if tag else 0)
        if tag is None or head is None:
            raise _CannotCutError
        found = patterns.num.search(head[0])
        num = found[0] if found else b""
        digest = b""
        body = section[head.end() :]
        # Where the number or the heading stands behind text, the stub would lack it.
        has_num = found is not None or not patterns.num_tag.search(section)
        has_heading = patterns.heading_tag.search(head[0]) or not patterns.heading_tag.search(body)
        telling = patterns.telling and patterns.telling.search(section)
        if has_num and has_heading and not telling and b"<!" not in head[0]:
            hashed = hashlib.sha256(tag[0])
            hashed.update(head[0].replace(num, b"\0") if num else head[0])
            hashed.update(body)
            digest = hashed.digest()[:16]
        self.offset.append(offset)
        self.length.append(len(section))
        self.breaks.append(body.count(b"\n"))
        self.start.append(self.starts.setdefault(tag[0], tag[0]))
        self.head.append(head[0])
        self.num.append(num)
        self.body.append(digest)


class _CannotCutError(Exception):
    """The version has to be read whole."""


def cut(source: SourceFile, rule: Cut, *, check: bool) -> Cuts | None:
    """Cut a version, with the files it includes, into its sections; `None` where that is not safe.

    With `check` a parser goes over every byte, in a second thread, for it holds no lock of Python's.
    """
    cuts = Cuts(rule)
    checker = Checker() if check else None
    todo = [source]
    seen = {source.where}
    try:
        while todo:
            file = todo.pop()
            _cut_file(file, cuts, checker)
            for href in _includes(cuts) if rule.includes else ():
                included = find_sibling(file, href)
                if included.where not in seen:
                    seen.add(included.where)
                    todo.append(included)
    except (_CannotCutError, NotWellFormedError, etree.XMLSyntaxError, LawdiffError, UnicodeDecodeError):
        return None  # reading it whole says what is wrong, and where
    finally:
        if checker:
            checker.leave()
    return cuts


def _includes(cuts: Cuts) -> Iterator[str]:
    for gap in cuts.files[-1].gaps:
        for found in _INCLUDE.finditer(gap):
            yield found[1].decode().replace("&amp;", "&")


def _cut_file(source: SourceFile, cuts: Cuts, checker: Checker | None) -> None:
    digest = hashlib.sha256()
    patterns: _Patterns | None = None
    first = len(cuts.offset)
    gaps: list[bytes] = []
    size = done = 0  # bytes read, and bytes before `data`
    block = _BLOCK
    data = b""
    balanced = True
    with source.open() as stream:
        # To ask for a megabyte costs one, and most of 24,000 files of one section have a few kilobytes.
        small = source.path is not None and os.fstat(stream.fileno()).st_size <= _BLOCK
        while piece := stream.read(-1 if small else block):
            digest.update(piece)
            size += len(piece)
            data = data + piece if data else piece
            if patterns is None:
                patterns = _patterns(cuts.rule, _prefix(data))
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
    if any(SEAL.encode() in gap for gap in gaps):
        raise _CannotCutError
    origin = Origin(source.name, digest.hexdigest(), size)
    cuts.files.append(_File(source, origin, patterns, first, len(cuts.offset), tuple(gaps)))


def _prefix(data: bytes) -> str:
    """The namespace prefix of the root, which a schema's other elements have too."""
    root = _ROOT.search(data)
    if root is None or not data.lstrip(_LAYOUT).startswith(b"<") or b"\0" in data[:4]:
        raise _CannotCutError
    if _PLAIN_PROLOG.fullmatch(data, 0, root.start()):
        return (root[1] or b"").decode()
    encoding = _ENCODING.search(data[: root.start()])
    if declares_entities(data) or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise _CannotCutError
    return (root[1] or b"").decode()


def _take_sections(
    data: bytes, done: int, patterns: _Patterns, cuts: Cuts, gaps: list[bytes]
) -> tuple[int, bool]:
    """Take the whole sections out of `data`, which begins at byte `done`.

    Gives how much of it was used, and whether what is left begins and ends outside of a section.
    """
    used = depth = start = 0
    nested = False
    for found in patterns.token.finditer(data):
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
                cuts.take(data[start:end], done + start, patterns)
                used = end
        elif data[end - 2] != ord("/"):
            if not depth:
                start, nested = found.start(), False
            nested = nested or depth > 0
            depth += 1
    return used, not depth


@dataclass(frozen=True, slots=True)
class Sealing:
    """Two versions cut into sections, and which of these are sealed: place in the columns, and digest."""

    old: Cuts
    new: Cuts
    old_seals: dict[int, str]
    new_seals: dict[int, str]

    def other_heads(self) -> frozenset[str]:
        """Seals under which number or heading are written otherwise on the two sides."""
        old, new = self.old, self.new
        heads = {digest: (old.start[n], old.head[n]) for n, digest in self.old_seals.items()}
        return frozenset(
            digest for m, digest in self.new_seals.items() if heads[digest] != (new.start[m], new.head[m])
        )


def seal(old: Cuts, new: Cuts) -> Sealing:
    """Say which sections of two versions are the same for their bytes alone, surest first.

    Number and body; then the body under another number, if it is long enough to tell; then both but for white
    space beside blocks. Each has to stand once on either side: of several that are alike the text decides.
    """
    sealing = Sealing(old, new, {}, {})
    left_old = [n for n, body in enumerate(old.body) if body]
    left_new = [n for n, body in enumerate(new.body) if body]
    _match(
        sealing,
        [(old.num[n] + b"\0" + old.body[n], n) for n in left_old],
        [(new.num[n] + b"\0" + new.body[n], n) for n in left_new],
    )
    sealed_bodies = {old.body[n] for n in sealing.old_seals}
    left_old = [n for n in left_old if n not in sealing.old_seals]
    left_new = [n for n in left_new if n not in sealing.new_seals]
    _match(
        sealing,
        [(b, n) for n in left_old if (b := old.body[n]) not in sealed_bodies and old.length[n] >= _ENOUGH],
        [(b, n) for n in left_new if (b := new.body[n]) not in sealed_bodies and new.length[n] >= _ENOUGH],
    )
    if old.rule.blocks:
        left_old = [n for n in left_old if n not in sealing.old_seals]
        left_new = [n for n in left_new if n not in sealing.new_seals]
        _match(sealing, _settled(old, left_old), _settled(new, left_new))
    _break_out_of_order(sealing)
    return sealing


def _break_out_of_order(sealing: Sealing) -> None:
    """Break the seals of sections that do not stand in the order of most: they moved, and will be shown.

    To read them again later costs more. Where chapters moved with them, none the less, they stay together.
    """
    place = {digest: m for m, digest in sealing.new_seals.items()}
    olds = sorted(sealing.old_seals)
    targets = [place[sealing.old_seals[n]] for n in olds]
    # Fredman 1975: `ends` are the smallest ends of rising runs of each length, `before` leads back in a run.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for i, target in enumerate(targets):
        at = bisect_left(ends, target)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [target]
        last[at : at + 1] = [i]
    stay = set()
    i = last[-1] if last else -1
    while i >= 0:
        stay.add(i)
        i = before[i]
    for i, n in enumerate(olds):
        if i not in stay:
            del sealing.old_seals[n]
            del sealing.new_seals[targets[i]]


def _match(
    sealing: Sealing,
    olds: Iterable[tuple[bytes, int]],
    news: Iterable[tuple[bytes, int]],
) -> None:
    """Seal what has a key that stands once on each side; the seal is the digest of the key."""
    once_old, once_new = _once(olds), _once(news)
    for key, n in once_old.items():
        m = once_new.get(key, -1)
        if n >= 0 and m >= 0:
            digest = hashlib.sha256(key).hexdigest()[:32]
            sealing.old_seals[n] = sealing.new_seals[m] = digest


def _once(keys: Iterable[tuple[bytes, int]]) -> dict[bytes, int]:
    """Give the place of each key, -1 where it stands more than once."""
    places: dict[bytes, int] = {}
    for key, n in keys:
        places[key] = -1 if key in places else n
    return places


def _settled(cuts: Cuts, wanted: Sequence[int]) -> Iterator[tuple[bytes, int]]:
    """Digests of sections without the white space of their layout.

    A section with white space between two inline elements is left to the reader: it is a word's limit there.
    """
    for n, section, patterns in _sections(cuts, wanted):
        if not patterns.word_gap.search(section):
            plain = b" ".join(section.split()).replace(b"> <", b"><")
            yield hashlib.sha256(plain).digest()[:16], n


def _sections(cuts: Cuts, wanted: Sequence[int]) -> Iterator[tuple[int, bytes, _Patterns]]:
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


def stubbed(cuts: Cuts, seals: Mapping[int, str], left_out: Container[int] = ()) -> SourceFile:
    """Give the version with stubs in the place of its sealed sections, ready to be read.

    Sections that are `left_out` are not in it at all. Its origin is that of the true bytes.
    """
    made: dict[str, SourceFile] = {}
    whole = _sections(cuts, [n for n in range(len(cuts.offset)) if n not in seals and n not in left_out])
    for file in cuts.files:
        said = _said_by_root(file.gaps)
        tags: dict[bytes, tuple[bytes, bytes]] = {}
        pieces = [file.gaps[0]]
        for n in range(file.first, file.last):
            if n in seals:
                start = cuts.start[n]
                if start not in tags:
                    tags[start] = _stub_tags(start, said)
                opening, end = tags[start]
                pieces += (opening, seals[n].encode(), b'">', cuts.head[n], b"\n" * cuts.breaks[n], end)
            elif n not in left_out:
                pieces.append(next(whole)[1])
            pieces.append(file.gaps[n - file.first + 1])
        alone = file.first if file.last - file.first == 1 and not b"".join(file.gaps[1:]).strip() else -1
        sealed = ("", 0)
        if alone in seals and _PLAIN_PROLOG.fullmatch(file.gaps[0]):
            sealed = (seals[alone], 1 + file.gaps[0].count(b"\n") + cuts.start[alone].count(b"\n"))
        source = replace(
            file.source, data=b"".join(pieces), path=None, stated=file.origin, known=made, sealed=sealed
        )
        made[source.where] = source
    return made[cuts.files[0].source.where]


def _stub_tags(start: bytes, said: Container[bytes]) -> tuple[bytes, bytes]:
    """The start tag of a stub up to its seal, without namespaces that the root declares, and its end tag."""
    name = re.split(rb"[\s>]", start[1:], maxsplit=1)[0]
    own = _NAMESPACE.sub(lambda found: b"" if found[1] in said else found[0], start)
    return b'%s %s="' % (own[:-1], SEAL.encode()), b"</%s>" % name


def _said_by_root(gaps: Sequence[bytes]) -> frozenset[bytes]:
    """Namespace declarations of the root; none where the root is a section, or an element says otherwise.

    A section cut out of a folder of files repeats them, and 24,000 repetitions are a tenth of a parse.
    """
    root = _ROOT.search(gaps[0])
    said = frozenset(found[1] for found in _NAMESPACE.finditer(root[0])) if root else frozenset()
    others = {found[1] for gap in gaps for found in _NAMESPACE.finditer(gap)}
    return said if others <= said else frozenset()
