"""Sections that need not be read, because the other version holds the same bytes.

Reading builds every provision, which costs many times a parse; comparing needs only those sections that
differ. So both versions are first cut into sections as bytes (`cutting`). A section whose bytes stand
once on each side, or differ only in its own number or in white space between blocks, is **sealed**: a stub
with number, heading and a digest of the bytes takes its place (`stubs`), and the reader reads the stub as it
would read the section. All else the reader sees as it is, in its place and on its line, so whatever it knows
of the context (namespaces, notes, numbers that begin anew) it still knows.

Where a stub did not become a unit of the outline, both versions are read whole: the same law by another door.

A sealed section is checked for well-formedness by a parser that builds nothing, in its place in the old
file: the same bytes stand in the new one. Everything else is parsed by the reader's own parser.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from lawdiff.read.cuts import DIGEST, Cuts
from lawdiff.read.cutting import sections

_ENOUGH = 300
"""Bytes from which a body alone tells which section it is: "Repealed." stands in hundreds of sections."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """Two versions cut into sections, and which of these are sealed: place in the columns, and digest."""

    old: Cuts
    new: Cuts
    old_seals: dict[int, str]
    new_seals: dict[int, str]


def seal(old: Cuts, new: Cuts) -> Sealing:
    """Say which sections of two versions are the same for their bytes alone, surest first.

    Number and body; then the body under another number, if it is long enough to tell; then both but for
    indentation; then both but for white space beside blocks. Each has to stand once on either side: of
    several that are alike the text decides.
    """
    sealing = Sealing(old, new, {}, {})
    _match(
        sealing,
        [(key, n) for n, key in enumerate(old.key) if key],
        [(key, m) for m, key in enumerate(new.key) if key],
    )
    bodies = {old.key[n][-DIGEST:] for n in sealing.old_seals}
    left_old, left_new = _left(old, sealing.old_seals), _left(new, sealing.new_seals)
    _match(
        sealing,
        [
            (body, n)
            for n in left_old
            if (body := old.key[n][-DIGEST:]) not in bodies and old.length[n] >= _ENOUGH
        ],
        [
            (body, n)
            for n in left_new
            if (body := new.key[n][-DIGEST:]) not in bodies and new.length[n] >= _ENOUGH
        ],
    )
    if old.rule.blocks:
        left_old, left_new = _left(old, sealing.old_seals), _left(new, sealing.new_seals)
        _match(sealing, _dedented(old, left_old), _dedented(new, left_new))
        olds, news = _inked(old, _left(old, sealing.old_seals)), _inked(new, _left(new, sealing.new_seals))
        both = set(olds.values()) & set(news.values())
        left_old, left_new = ([n for n, ink in found.items() if ink in both] for found in (olds, news))
        _match(sealing, _settled(old, left_old), _settled(new, left_new))
    _break_out_of_order(sealing)
    _share(sealing)
    return sealing


def _share(sealing: Sealing) -> None:
    """Hold once what both versions say of a sealed section, and no longer hold its key.

    Where all are renumbered or indented anew, both versions gave their own of everything.
    """
    old, new = sealing.old, sealing.new
    place = {digest: n for n, digest in sealing.old_seals.items()}
    for m, digest in sealing.new_seals.items():
        if new.same[m] < 0 and (unit := new.unit[m]) and (former := old.unit[place[digest]]):
            if unit == former:
                new.unit[m] = former
            elif unit.heading == former.heading:
                new.unit[m] = structs.replace(unit, heading=former.heading)
    for cuts in (old, new):
        cuts.key = [_SEALABLE if key else b"" for key in cuts.key]


_SEALABLE = b"+"


def _left(cuts: Cuts, seals: Container[int]) -> list[int]:
    """Give the sections that could be sealed and are not."""
    return [n for n, key in enumerate(cuts.key) if key and n not in seals]


def _break_out_of_order(sealing: Sealing) -> None:
    """Break the seals of sections that do not stand in the order of most: they moved, and will be shown.

    To read them again later costs more. Where chapters moved with them, none the less, they stay together.
    """
    place = {digest: m for m, digest in sealing.new_seals.items()}
    olds = sorted(sealing.old_seals)
    targets = [place[sealing.old_seals[n]] for n in olds]
    if all(a < b for a, b in pairwise(targets)):
        return
    # Fredman 1975, as in `diff/word_script.rising`, which this room may not import: `ends` are the smallest
    # ends of rising runs of each length, `before` leads back in a run.
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


def _dedented(cuts: Cuts, wanted: Sequence[int]) -> Iterator[tuple[bytes, int]]:
    """Digests of sections without the white space around their lines.

    Their line breaks stay, so no two words or elements that stood apart come together, or the other way.
    """
    for n, section, _ in sections(cuts, wanted):
        if b"\v" not in section and b"\f" not in section:
            plain = b"\n".join(filter(None, map(bytes.strip, section.split(b"\n"))))
            yield hashlib.sha256(plain).digest()[:DIGEST], n


def _inked(cuts: Cuts, wanted: Sequence[int]) -> dict[int, tuple[bytes, int]]:
    """Number of each section, and how many bytes it has but for white space.

    Where these differ, more than the layout does, and to see it costs little.
    """
    return {
        n: (cuts.key[n][:-DIGEST].translate(None, _WHITE), len(section.translate(None, _WHITE)))
        for n, section, _ in sections(cuts, wanted)
    }


_WHITE = b" \t\r\n"


def _settled(cuts: Cuts, wanted: Sequence[int]) -> Iterator[tuple[bytes, int]]:
    """Digests of sections without the white space of their layout.

    A section with white space between two inline elements is left to the reader: it is a word's limit there.
    So is one with what Python takes for white space and XML forbids.
    """
    for n, section, patterns in sections(cuts, wanted):
        if not patterns.word_gap.search(section) and b"\v" not in section and b"\f" not in section:
            plain = _one_line(section).replace(b"> <", b"><")
            yield hashlib.sha256(plain).digest()[:DIGEST], n


def _one_line(section: bytes) -> bytes:
    """What `b" ".join(section.split())` gives, in a third of the time: lines are fewer than words."""
    plain = b" ".join(filter(None, map(bytes.strip, section.split(b"\n"))))
    if b"\t" in plain or b"\r" in plain:
        return b" ".join(plain.split())
    while b"  " in plain:
        plain = plain.replace(b"  ", b" ")
    return plain
