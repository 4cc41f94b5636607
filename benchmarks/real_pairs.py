"""Words and runs on real law: what lawdiff and its peers mark on pairs of versions, and how long they take.

    python benchmarks/real_pairs.py FOLDER… [OLD.xml NEW.xml]… [--old FOLDER --new FOLDER]
        [--by-section] [--peers all|none|NAME,…] [--slow N] [--limit SECONDS] [--worst N]

Pairs are found in a folder by what it holds: before.xml and after.xml; folders before/ and after/ with files
of the same name; base.xml, of which each other file is an amendment; else the files of a folder, each with
the next in the order of their names (dates). Folders that begin with "_" or "." are passed over. Two files
are a pair. `--old A --new B`: all files of the same name below both folders whose bytes differ.

A pair of files is compared whole; with `--by-section` each pair of sections whose words differ is compared by
itself, sections that were split or joined left out (`lawdiff` then still saw the whole files; peers that read
XML take no part). "lawdiff, word diff" is its word script alone on the text that the text peers get.

How words are counted is said in `peers_text.py`. The ratio is to the shortest script over the same words
(longest common subsequence), made here; for a peer that reads XML files it is of all text in them. A run is a
stretch of words marked on one side. What a peer did not finish is left out of its row, and the row says what
lawdiff does on the pairs that are in it. Slow peers get `--slow` pairs, spread evenly; a second table has all
peers on exactly these. The last line is JSON.
"""

import argparse
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from peers import Answer, Given, Peer, ask, chosen, cpu_seconds
from peers_lawdiff import pieces_of_redline, rebuild
from peers_markup import version_of_xml
from peers_text import Block, Piece, Version, least, marks_of, version_of, version_of_units

import lawdiff
from lawdiff.diff.compare import compare
from lawdiff.diff.tokens import BOUNDARY
from lawdiff.diff.words import diff_words
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.read import read_expression
from lawdiff.render.json_file import write_redline


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions: what the peers are given, what lawdiff made of them, and the least that must be marked.

    `least_whole` is that where a date or a sum is taken whole; `least_xml` that of all text in the files.
    `reading` is how many of lawdiff's seconds went into reading both files.
    """

    name: str
    old: Given
    new: Given
    ours: Answer
    word_diff: Answer
    words: int
    least: int
    least_whole: int
    least_xml: int = 0
    reading: float = 0.0


@dataclass(slots=True)
class Row:
    """What a tool did on the pairs that it answered; `our_words` and `our_runs` are lawdiff's on the same."""

    title: str
    version: str
    pairs: int = 0
    least: int = 0
    marked: int = 0
    runs: int = 0
    seconds: float = 0.0
    worst: float = 0.0
    our_marked: int = 0
    our_least: int = 0
    our_runs: int = 0
    actions: int | None = None
    glued: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, pair: Pair, answer: Answer, *, of_xml: bool) -> None:
        """Add what it said of a pair."""
        if answer.failed:
            self.failed[pair.name] = answer.failed
            return
        self.pairs += 1
        self.seconds += answer.seconds
        self.worst = max(self.worst, answer.seconds)
        if answer.actions is not None:
            self.actions = (self.actions or 0) + answer.actions
        if answer.marks is None or pair.ours.marks is None:
            return
        self.least += pair.least_xml if of_xml else pair.least
        self.marked += answer.marks.words
        self.runs += answer.marks.runs
        self.our_least += pair.least
        self.our_marked += pair.ours.marks.words
        self.our_runs += pair.ours.marks.runs
        if answer.marks.whole != "whole":
            (self.lost if answer.marks.whole == "lost" else self.glued).append(pair.name)


def main() -> None:
    """Compare all pairs by all tools and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("places", nargs="*", type=Path, metavar="FOLDER | OLD NEW")
    parser.add_argument("--old", type=Path, help="a folder of files, with --new")
    parser.add_argument("--new", type=Path, help="a folder of files of the same names")
    parser.add_argument("--first", action="store_true", help="only the first pair of a folder of versions")
    parser.add_argument("--by-section", action="store_true", help="compare section by section")
    parser.add_argument("--peers", default="all", help="all, none, or names with commas between them")
    parser.add_argument("--slow", type=int, default=15, help="how many pairs the slow peers get (15)")
    parser.add_argument("--limit", type=float, default=30, help="seconds that a peer has for a pair (30)")
    parser.add_argument("--worst", type=int, default=0, help="list so many pairs where lawdiff marks most")
    options = parser.parse_intermixed_args()
    files = list(pairs_of_places(options.places, first=options.first))
    if options.old and options.new:
        files += _twins(options.old, options.new)
    pairs = [pair for names in files for pair in _pairs(*names, by_section=options.by_section)]
    if not pairs:
        raise SystemExit("no pairs there")
    asked = [p for p in chosen(options.peers) if not (options.by_section and p.reads_xml)]
    answers: dict[tuple[str, str], Answer] = {}
    for peer in (peer for peer in asked if peer.version):
        some = _spread(pairs, options.slow) if peer.slow else pairs
        print(f"asking {peer.name}, {len(some)} pairs", file=sys.stderr)
        for pair in some:
            answers[peer.name, pair.name] = ask(peer, pair.old, pair.new, limit=options.limit)
    rows = _rows(pairs, [peer for peer in asked if not peer.slow], answers)
    what = "sections" if options.by_section else "files"
    _print(f"{len(pairs):,} pairs of {what}", pairs, rows)
    slow_rows: dict[str, Row] = {}
    if any(peer.slow for peer in asked):
        some = _spread(pairs, options.slow)
        slow_rows = _rows(some, asked, answers)
        _print(f"{len(some):,} of these pairs, spread evenly", some, slow_rows)
    _print_notes({**slow_rows, **rows})
    _print_worst(pairs, options.worst)
    print(
        json.dumps(
            {
                "pairs": len(pairs),
                "least": sum(pair.least for pair in pairs),
                "least_whole": sum(pair.least_whole for pair in pairs),
                "tools": {name: asdict(row) for name, row in rows.items()},
                "slow_pairs": {name: asdict(row) for name, row in slow_rows.items()},
            }
        )
    )


# --- which pairs


def pairs_of_places(places: Sequence[Path], *, first: bool = False) -> Iterator[tuple[str, Path, Path]]:
    """Find the pairs of these folders; files are taken two by two."""
    files = [place for place in places if place.is_file()]
    if len(files) % 2 or any(not place.exists() for place in places):
        raise SystemExit("give folders, or files in pairs: OLD NEW")
    for place in places:
        if place.is_dir():
            yield from _in_folder(place, place.name, first=first)
    for old, new in zip(files[::2], files[1::2], strict=True):
        yield f"{old.name} → {new.name}", old, new


def _in_folder(folder: Path, name: str, *, first: bool) -> Iterator[tuple[str, Path, Path]]:
    before, after, base = folder / "before.xml", folder / "after.xml", folder / "base.xml"
    if before.is_file() and after.is_file():
        yield name, before, after
        return
    if (folder / "before").is_dir() and (folder / "after").is_dir():
        for old in sorted((folder / "before").glob("*.xml")):
            if (folder / "after" / old.name).is_file():
                yield f"{name}/{old.stem}", old, folder / "after" / old.name
        return
    inner = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(("_", ".")))
    for place in inner:
        yield from _in_folder(place, f"{name}/{place.name}", first=first)
    files = sorted(folder.glob("*.xml"))
    if base in files:
        pairs = [(base, file) for file in files if file != base]
    else:
        pairs = list(itertools.pairwise(files))
    for old, new in pairs[:1] if first else pairs:
        yield f"{name}/{old.stem} → {new.stem}", old, new


def _twins(old: Path, new: Path) -> Iterator[tuple[str, Path, Path]]:
    for before in sorted(old.rglob("*.xml")):
        after = new / before.relative_to(old)
        if before.name != "index.xml" and after.is_file() and before.read_bytes() != after.read_bytes():
            yield before.relative_to(old).with_suffix("").as_posix(), before, after


def _pairs(name: str, old_file: Path, new_file: Path, *, by_section: bool) -> Iterator[Pair]:
    try:
        begun = cpu_seconds()
        old, new = read_expression(old_file), read_expression(new_file)
        reading = cpu_seconds() - begun
        redline = compare(old, new)
        seconds = cpu_seconds() - begun
    except LawdiffError as error:
        print(f"lawdiff does not compare {name}: {error}")
        return
    content = write_redline(redline)
    if by_section:
        yield from _sections(name, old, new, json.loads(content))
        return
    sides = version_of(old), version_of(new)
    ours = Answer(marks_of(pieces_of_redline(content, old, new), *sides), seconds)
    given = Given(sides[0], old_file), Given(sides[1], new_file)
    xml = [version_of_xml(file.read_bytes()) for file in (old_file, new_file)]
    yield _pair(name, *given, ours, reading=reading, least_xml=least(*xml))


def _sections(name: str, old: Expression, new: Expression, redline: Any) -> Iterator[Pair]:
    """Give the sections that were paired and whose words differ."""
    apart = {
        ref["eid"]
        for change in redline["changes"]
        if {"split", "join"} & set(change["kinds"])
        for ref in (*change["old"], *change["new"])
    }
    before, after = rebuild(redline, "old", new).sections, rebuild(redline, "new", old).sections
    for item in redline["items"]:
        node = item["node"]
        if item["type"] != "section" or node["body"] or not (node["old"] and node["new"]):
            continue
        a, b = node["old"]["at"], node["new"]["at"]
        olds, news = old.section(old.outline[a].key), new.section(new.outline[b].key)
        sides = version_of_units([olds]), version_of_units([news])
        if not least(*sides) or apart & {p.eid for unit in (olds, news) for _, p in unit.walk()}:
            continue
        ours = Answer(marks_of([*before[a], *after[b]], *sides))
        yield _pair(f"{name} {node['new']['eid']}", Given(sides[0]), Given(sides[1]), ours)


def _pair(
    name: str, old: Given, new: Given, ours: Answer, *, reading: float = 0.0, least_xml: int = 0
) -> Pair:
    return Pair(
        name=name,
        old=old,
        new=new,
        ours=ours,
        word_diff=_word_diff(old, new),
        words=sum(word.counts and not word.is_num for given in (old, new) for word in given.version.words()),
        least=least(old.version, new.version),
        least_whole=_least_whole(old.version, new.version),
        least_xml=least_xml,
        reading=reading,
    )


_WHOLE = re.compile(
    r"\d{1,2}\.?[ \u00a0][^\W\d_]{3,12}[ \u00a0]\d{4}\b"  # 1 July 2021, 1. januar 2022
    r"|[A-Z][a-z]{2,8}[ \u00a0]\d{1,2},[ \u00a0]\d{4}\b"  # July 1, 2021
    r"|(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b"  # 15 000
)
_WHITE = re.compile(r"[ \u00a0\u202f]")
_GLUE = "\x02"
"""Stands for the space inside a date or sum; XML cannot hold it."""


def _least_whole(old: Version, new: Version) -> int:
    """Count as `least` does, where a date or a sum of which a part changed is marked whole."""
    glued = [
        Version(
            tuple(
                Block(b.kind, _WHOLE.sub(lambda m: _WHITE.sub(_GLUE, m.group()), b.text), b.row)
                for b in version.blocks
            )
        )
        for version in (old, new)
    ]
    return least(glued[0], glued[1], weight=lambda word: word.count(_GLUE) + 1)


# --- what the tools say


def _word_diff(old: Given, new: Given) -> Answer:
    """Run lawdiff's word script on the text that text peers get, a boundary where a line ends."""
    texts = [given.version.text().rstrip("\n").replace("\n", BOUNDARY) for given in (old, new)]
    begun = cpu_seconds()
    script = diff_words(texts[0], texts[1])
    seconds = cpu_seconds() - begun
    pieces: list[Piece] = []
    for piece in script:
        text = texts[1][piece.c : piece.d] if piece.a == piece.b else texts[0][piece.a : piece.b]
        pieces.append((piece.op, text.replace(BOUNDARY, "\n")))
    return Answer(marks_of(pieces, old.version, new.version), seconds)


def _rows(
    pairs: Sequence[Pair], asked: Iterable[Peer], answers: dict[tuple[str, str], Answer]
) -> dict[str, Row]:
    rows = {
        "lawdiff": Row("lawdiff", lawdiff.__version__),
        "lawdiff-words": Row("lawdiff, word diff", lawdiff.__version__),
    }
    for pair in pairs:
        rows["lawdiff"].add(pair, pair.ours, of_xml=False)
        rows["lawdiff-words"].add(pair, pair.word_diff, of_xml=False)
    for peer in asked:
        row = rows[peer.name] = Row(peer.title, peer.version)
        for pair in pairs:
            answer = answers.get((peer.name, pair.name))
            if answer:
                row.add(pair, answer, of_xml=peer.reads_xml)
    return rows


def _spread(pairs: Sequence[Pair], count: int) -> list[Pair]:
    count = min(count, len(pairs))
    return [pairs[n * len(pairs) // count] for n in range(count)]


# --- what is printed


def _print(title: str, pairs: Sequence[Pair], rows: dict[str, Row]) -> None:
    words, fewest, whole = (
        sum(pair.words for pair in pairs),
        sum(pair.least for pair in pairs),
        sum(pair.least_whole for pair in pairs),
    )
    print(f"{title}: {words:,} words on both sides, {fewest:,} in the shortest script")
    if whole != fewest:
        rate = _rate(rows["lawdiff"].marked, whole)
        print(f"({whole:,} where dates and sums are taken whole: lawdiff {rate})")
    print(
        "\n| tool | version | pairs | marked | ratio | runs | lawdiff's ratio | lawdiff's runs "
        "| glued | lost | failed | CPU s | worst pair |"
    )
    print("|---|---|" + "--:|" * 11)
    for row in rows.values():
        if not row.version:
            print(f"| {row.title} | not installed |" + " – |" * 11)
            continue
        counts = [f"{row.marked:,}", _rate(row.marked, row.least), f"{row.runs:,}"]
        ours = [_rate(row.our_marked, row.our_least), f"{row.our_runs:,}"]
        if row.actions is not None:
            counts, ours = [f"{row.actions:,} actions", "–", "–"], ["–", "–"]
        lost = [str(len(row.glued)), str(len(row.lost)), str(len(row.failed))]
        times = [f"{row.seconds:.2f}", f"{row.worst:.2f}"]
        cells = [row.title, row.version, str(row.pairs), *counts, *ours, *lost, *times]
        print("| " + " | ".join(cells) + " |")
    reading = sum(pair.reading for pair in pairs)
    if reading:
        rest = rows["lawdiff"].seconds - reading
        print(f"\nlawdiff: {reading:.2f} s of CPU to read the files, {rest:.2f} s to compare, proof included")
    print()


def _rate(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _print_notes(rows: dict[str, Row]) -> None:
    for row in rows.values():
        if row.lost:
            print(f"- {row.title} lost text in {_some(row.lost)}")
        for why, found in itertools.groupby(
            sorted(row.failed.items(), key=lambda item: item[1]), lambda item: item[1]
        ):
            print(f"- {row.title}: {why}: {_some([name for name, _ in found])}")
    print()


def _some(names: list[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _print_worst(pairs: Sequence[Pair], count: int) -> None:
    def excess(pair: Pair) -> int:
        return (pair.ours.marks.words if pair.ours.marks else 0) - pair.least

    for pair in sorted(pairs, key=excess, reverse=True)[:count]:
        if pair.ours.marks:
            print(f"{excess(pair):6} more than {pair.least:6}, {pair.ours.marks.runs:5} runs: {pair.name}")


if __name__ == "__main__":
    main()
