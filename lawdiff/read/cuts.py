"""What is known of the sections of a version that was cut as bytes, a column for each thing.

A section is known by its **key**: the element with its number, and a digest of all else. Two sections with
one key are the same bytes; two with the same digest differ in their number alone. Of a section whose key the
other version has nothing else is asked: it is what it is there.
"""

import hashlib
import re
from array import array
from dataclasses import dataclass, field

from msgspec import structs

from lawdiff.model.expression import Origin
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text, settle
from lawdiff.read.cut_patterns import Cut, Patterns, patterns_of
from lawdiff.read.mixed import trimmed
from lawdiff.read.source import SourceFile

DIGEST = 16
"""Bytes of a section's digest, the last of its key."""
NAMESPACE = re.compile(rb"\s+(xmlns(?::[\w.-]+)?=(?:\"[^\"]*\"|'[^']*'))")


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
    else (empty where the section cannot be sealed; once sealing is done it tells no more than that). `same`
    is the place in `other`, the other version, of a section with the same key, or -1. Where there is none,
    `start` and `head` are the start tag and what stands in number and heading, and `unit` the provision that
    a plain head stands for (`Cut.unit`); its line is counted from the section's first. `said` are the
    namespaces of the first file's root. While the versions are cut, `places` finds a section by its key,
    `alone` a file that is one section by its SHA-256.
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
    alone: dict[str, CutFile] = field(default_factory=dict)
    known_patterns: dict[str, Patterns] = field(default_factory=dict)

    def patterns(self, prefix: str) -> Patterns:
        """Give the patterns for a file's prefix."""
        if prefix not in self.known_patterns:  # a digest of the whole rule, 24,000 times, is dear
            self.known_patterns[prefix] = patterns_of(self.rule, prefix)
        return self.known_patterns[prefix]

    def beginning(self, n: int) -> tuple[bytes, bytes]:
        """Give a section's start tag, and what stands in its number and heading."""
        if self.other is not None and self.same[n] >= 0:
            return self.other.beginning(self.same[n])
        return self.start[n], self.head[n]

    def take(self, section: bytes, offset: int, patterns: Patterns) -> None:
        """Put a section, with its bytes from start tag to end tag, into the columns."""
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
            is_sealable = self._take_head(section, num, patterns)
            if is_sealable:
                self.places.setdefault(key, len(self.key))
            self.breaks.append(section.count(b"\n"))
            self.key.append(key if is_sealable else b"")
        self.offset.append(offset)
        self.length.append(len(section))
        self.same.append(same)

    def take_over(self, first: int, end: int, shift: int) -> None:
        """Put sections `first` to `end` (excluded) of the other version into the columns.

        They are the same bytes, so many bytes further on. Nothing is asked of them one by one.
        """
        other = self.other
        if other is not None:
            places = slice(first, end)
            self.offset.extend(offset + shift for offset in other.offset[places])
            self.length.extend(other.length[places])
            self.breaks.extend(other.breaks[places])
            self.same.extend(range(first, end))
            self.key += other.key[places]
            self.start += [b""] * (end - first)
            self.head += [b""] * (end - first)
            self.unit += other.unit[places]

    def _take_head(self, section: bytes, num: bytes, patterns: Patterns) -> bool:
        """Take start tag, number and heading, and say whether these are all that a stub needs.

        Where the number (`num` is the first in the section) or the heading stands behind text, it would lack
        it.
        """
        end = section.find(b">") + 1
        tag = section[:end]
        if not end or b"<" in tag[1:]:
            raise CannotCutError
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
            unit = self.rule.unit(_text(shown).content, _text(heading) if heading else None, status, reason)
            if b"\n" in tag:
                unit = structs.replace(unit, line=tag.count(b"\n"))
            self.unit.append(unit)
            self.head.append(section[end : found.end()])
            # A heading that stands behind text would be lacking.
            has_all = heading or not patterns.heading_tag.search(section, found.end())
            return bool(has_all) and not telling and len(reasons) < 2
        found = patterns.head.match(section, end)
        if found is None:
            raise CannotCutError
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


class CannotCutError(Exception):
    """The version has to be read whole."""


def _text(inside: bytes) -> Text:
    return trimmed(settle(inside.decode()))
