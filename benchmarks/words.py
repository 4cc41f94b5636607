"""Words: how close the word script is to the shortest one, and what it costs.

    python benchmarks/words.py [FOLDER|ARCHIVE|OLD=NEW|FILE.jsonl …] [--seed N] [--no-worst] [--limit N]

Pairs of versions are found in a folder by its shape: `before.xml` with `after.xml`; files of one name in
`before/` and `after/`; two or more files in a folder, each with the next by name; files `NAME@RELEASE.xml`,
each with the next release; files of one name in folders beside each other. Folders that begin with "_" are
left out, archives (.tar.xz) are unpacked, OLD=NEW names two files or two folders of files of one name. The
comparison's own pairing says which section is which; a section's text is its leaves, a line each.

(a) Words marked in the changed sections, counted between white space: a word is marked when a letter or digit
of it is. "shortest" is the longest common subsequence of the same tokens (dates and sums whole), counted
likewise. A run is a group of edits with no kept word between. Words of a moved sentence are not marked by
lawdiff; the shortest script has to strike them and put them in, so the ratio is given with them too.
(b), (c) Edits given back exactly, of a FILE.jsonl (`words_truth`). (d) CPU from two strings to the script: of
lawdiff; of difflib as shipped on what stands between white space (which loses the white space) and on words,
white space and punctuation (which gives the texts back); of redlines. (e) Worst cases: seconds and memory.
The last line is JSON.
"""

import argparse
import difflib
import json
import os
import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from time import process_time

from rapidfuzz.distance import Indel
from words_truth import Tally, dense_edits, ordered_edits

from lawdiff.diff.align import Alignment, leaves
from lawdiff.diff.tokens import BOUNDARY, TOKEN, key_of
from lawdiff.diff.units import pair_units
from lawdiff.diff.words import Piece, diff_words
from lawdiff.errors import LawdiffError
from lawdiff.read import read_expression

DATA = Path(os.environ.get("LAWDIFF_REAL_LAW") or Path(__file__).resolve().parents[2] / "shared" / "data")
DEFAULTS = (
    "dc-sections", "dc-chains", "dc-acts", "akn-za", "akn-fi", "akn-uk", "us-usc",
    "no-lovdata/enacted=no-lovdata/2025-11", "no-lovdata/2025-11=no-lovdata/2026-06", "words/us-words.jsonl",
)  # fmt: skip
Texts = tuple[str, str]
_LETTER = re.compile(r"[^\W_]")
_WHITE = re.compile(r"[\s\0]")
_PLAIN = re.compile(r"\w+|\s|[^\w\s]")


def main() -> None:
    """Measure, and print tables and one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("place", nargs="*", help="folders, archives, OLD=NEW, files of edits (.jsonl)")
    parser.add_argument("--seed", type=int, default=1, help="of the densely edited texts")
    parser.add_argument("--no-worst", action="store_true", help="leave the worst cases out")
    parser.add_argument("--limit", type=int, default=0, help="at most so many pairs of files a place")
    parser.add_argument("--worst", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worst:
        print(json.dumps(_worst(arguments.worst)))
        return
    places = arguments.place or [_default(name) for name in DEFAULTS]
    corpora: dict[str, list[Texts]] = {}
    for place in places:
        if not place.endswith(".jsonl"):
            with tempfile.TemporaryDirectory() as scratch:
                found = list(_pairs(place, Path(scratch)))
                corpora[_name(place)] = _sections(found[: arguments.limit or None])
    corpora = {name: texts for name, texts in corpora.items() if texts}
    result: dict[str, object] = {}
    if corpora:
        result["marked"] = _marked(corpora)
        result["speed"] = _speed(corpora)
    for place in places:
        if place.endswith(".jsonl"):
            result["ordered"] = _given_back("ordered by acts", ordered_edits(Path(place)))
            for every in (7, 5):
                tally = dense_edits(Path(place), arguments.seed, every=every)
                result[f"dense_{every}"] = _given_back(f"seeded, about one word in {every}", tally)
    if not arguments.no_worst:
        result["worst"] = _worst_cases()
    print(json.dumps(result))


# --- pairs of files


def _default(name: str) -> str:
    return "=".join(str(DATA / part) for part in name.split("="))


def _name(place: str) -> str:
    return "=".join("/".join(Path(part).parts[-2:]) for part in place.split("="))


def _pairs(place: str, scratch: Path) -> Iterator[tuple[Path, Path]]:
    old, is_pair, new = place.partition("=")
    if is_pair and Path(old).is_dir():
        yield from _same_names(Path(old), Path(new))
    elif is_pair:
        yield Path(old), Path(new)
    elif place.endswith(".tar.xz"):
        with tarfile.open(place) as archive:
            archive.extractall(scratch, filter="data")
        yield from _in_folder(scratch, scratch)
    else:
        yield from _in_folder(Path(place), scratch)


def _in_folder(folder: Path, scratch: Path) -> Iterator[tuple[Path, Path]]:
    files = sorted(folder.glob("*.xml"))
    releases: dict[str, list[Path]] = {}
    for file in files:
        releases.setdefault(file.name.split("@")[0] if "@" in file.name else "", []).append(file)
    if (folder / "before").is_dir():
        yield from _same_names(folder / "before", folder / "after")
        return
    if (folder / "before.xml") in files:
        yield folder / "before.xml", folder / "after.xml"
        return
    for versions in releases.values():
        yield from pairwise(sorted(versions, key=_release))
    for below in sorted(folder.iterdir()):
        if below.is_dir() and not below.name.startswith("_"):
            yield from _in_folder(below, scratch)
        elif below.name.endswith(".tar.xz"):
            with tarfile.open(below) as archive:
                archive.extractall(scratch / below.name, filter="data")
            yield from _in_folder(scratch / below.name, scratch)


def _release(file: Path) -> tuple[list[int], str]:
    return [int(n) for n in re.findall(r"\d+", file.stem.rpartition("@")[2])], file.name


def _same_names(old: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    for file in sorted(old.rglob("*.xml")):
        twin = new / file.relative_to(old)
        if twin.is_file() and file.read_bytes() != twin.read_bytes():
            yield file, twin


def _sections(pairs: Iterable[tuple[Path, Path]]) -> list[Texts]:
    """Give the texts of all pairs of sections that differ."""
    texts: list[Texts] = []
    for old_file, new_file in pairs:
        try:
            old, new = read_expression(old_file), read_expression(new_file)
        except LawdiffError as error:
            print(f"not read: {error}", file=sys.stderr)
            continue
        known = Alignment()
        pair_units(known, old, new)
        by_new = {entry.key: entry for entry in new.outline}
        for entry in old.outline:
            found = known.new_of.get(entry.key)
            if found is None or not entry.is_unit or entry.body == by_new[found.new].body:
                continue
            sides = (old.section(entry.key), new.section(found.new))
            before, after = (BOUNDARY.join(p.text.content for p in leaves(s) if p.text) for s in sides)
            if before != after:
                texts.append((before, after))
    return texts


# --- (a) words marked


def _marked(corpora: dict[str, list[Texts]]) -> dict[str, dict[str, float | int]]:
    print(f"{'(a) changed sections':36} {'pairs':>6} {'shortest':>9} {'runs':>6} ", end="")
    print(f"{'marked':>7} {'ratio':>7} {'runs':>6} {'moved':>6} {'ratio+':>7} {'difflib':>7} {'runs':>6}")
    result = {}
    whole = [0] * 7
    for name, texts in corpora.items():
        counts = [len(texts), *[0] * 6]
        for old, new in texts:
            at = 1
            for script in (_shortest(old, new), diff_words(old, new)):
                words, runs = count(old, new, script)
                counts[at] += words
                counts[at + 1] += runs
                at += 2
            counts[5] += sum(len(old[p.a : p.b].split()) for p in diff_words(old, new) if p.op == "move_from")
            words, _ = count(old, new, _difflib_pieces(old, new))
            counts[6] += words
        runs_difflib = sum(count(old, new, _difflib_pieces(old, new))[1] for old, new in texts)
        whole = [x + y for x, y in zip(whole, counts, strict=True)]
        result[name] = _row(name, counts, runs_difflib)
    total = sum(int(row["difflib_runs"]) for row in result.values())
    result["all"] = _row("all", whole, total)
    return result


def _row(name: str, counts: Sequence[int], runs_difflib: int) -> dict[str, float | int]:
    pairs, least, least_runs, marked, runs, moved, difflib_words = counts
    ratio, with_moved = marked / max(least, 1), (marked + 2 * moved) / max(least, 1)
    print(f"{name:36} {pairs:6} {least:9} {least_runs:6} {marked:7} {ratio:7.4f} {runs:6} {moved:6} ", end="")
    print(f"{with_moved:7.4f} {difflib_words / max(least, 1):7.4f} {runs_difflib:6}")
    return {
        "pairs": pairs, "shortest": least, "shortest_runs": least_runs, "marked": marked,
        "ratio": round(ratio, 4), "runs": runs, "moved": moved, "ratio_with_moved": round(with_moved, 4),
        "difflib_ratio": round(difflib_words / max(least, 1), 4), "difflib_runs": runs_difflib,
    }  # fmt: skip


def count(old: str, new: str, script: Iterable[Piece]) -> tuple[int, int]:
    """Count the words that a script marks on both sides, and its runs."""
    words = runs = 0
    marked = False  # whether a run is open
    done = {"delete": -1, "insert": -1}
    for piece in script:
        if piece.op == "keep":
            marked = marked and not _LETTER.search(old, piece.a, piece.b)
        elif piece.op not in done:
            marked = False
        else:
            side = (old, piece.a, piece.b) if piece.op == "delete" else (new, piece.c, piece.d)
            found, done[piece.op] = _words(*side, done[piece.op])
            words += found
            if _LETTER.search(*side):
                runs += not marked
                marked = True
    return words, runs


def _words(text: str, start: int, end: int, done: int) -> tuple[int, int]:
    """Count the words with a letter or digit in a stretch; those that end before `done` are counted."""
    found = 0
    at = max(start, done)
    while at < end and (letter := _LETTER.search(text, at, end)):
        white = _WHITE.search(text, letter.end())
        at = done = white.start() if white else len(text)
        found += 1
    return found, done


def _shortest(old: str, new: str) -> list[Piece]:
    """The longest common subsequence of the tokens, as pieces; spaces and punctuation are left out."""
    a, b = list(TOKEN.finditer(old)), list(TOKEN.finditer(new))
    ids: dict[str, int] = {}
    x, y = ([ids.setdefault(key_of(m.group()), len(ids)) for m in side] for side in (a, b))
    pieces: list[Piece] = []
    for op in Indel.opcodes(x, y):
        gone, come = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        if op.tag == "equal":
            pieces += (Piece("keep", *m.span(), *n.span()) for m, n in zip(gone, come, strict=True))
        else:
            pieces += (Piece("delete", *m.span(), 0, 0) for m in gone)
            pieces += (Piece("insert", 0, 0, *m.span()) for m in come)
    return pieces


def _difflib_pieces(old: str, new: str) -> list[Piece]:
    sides = [list(re.finditer(r"[^\s\0]+", text)) for text in (old, new)]
    words = [[m.group() for m in side] for side in sides]
    matcher = difflib.SequenceMatcher(None, words[0], words[1])
    pieces: list[Piece] = []
    for op, i0, i1, j0, j1 in matcher.get_opcodes():
        gone, come = sides[0][i0:i1], sides[1][j0:j1]
        if op == "equal":
            pieces += (Piece("keep", *m.span(), *n.span()) for m, n in zip(gone, come, strict=True))
        else:
            pieces += (Piece("delete", *m.span(), 0, 0) for m in gone)
            pieces += (Piece("insert", 0, 0, *m.span()) for m in come)
    return pieces


# --- (b), (c) edits given back


def _given_back(name: str, tally: Tally) -> dict[str, float | int | None]:
    result = tally.result()
    print(f"\nedits {name}: " + ", ".join(f"{key} {value}" for key, value in result.items()))
    return result


# --- (d) speed


def _speed(corpora: dict[str, list[Texts]]) -> dict[str, float]:
    texts = [pair for pairs in corpora.values() for pair in pairs]
    plain = [(old.replace(BOUNDARY, "\n"), new.replace(BOUNDARY, "\n")) for old, new in texts]
    ours = [min(pair) for pair in zip(*(_times(diff_words, texts) for _ in range(3)), strict=True)]
    peers: dict[str, Callable[[str, str], object]] = {
        "difflib on words, white space and punctuation": lambda a, b: difflib.SequenceMatcher(
            None, _PLAIN.findall(a), _PLAIN.findall(b)
        ).get_opcodes(),
        "difflib on white-space words": lambda a, b: difflib.SequenceMatcher(
            None, a.split(), b.split()
        ).get_opcodes(),
    }
    try:
        from redlines import Redlines

        peers["redlines"] = lambda a, b: Redlines(a, b).opcodes
    except ImportError:
        print("redlines is not installed: left out")
    worst = max(range(len(ours)), key=ours.__getitem__)
    print(f"\n(d) CPU, {len(texts)} pairs; lawdiff {sum(ours):.3f} s, its worst pair {ours[worst]:.3f} s")
    print(f"{'peer':46} {'s':>8} {'times':>7} {'lawdiff’s part on its worst pair':>34} {'on the peer’s':>14}")
    result = {"lawdiff": round(sum(ours), 3)}
    for name, ask in peers.items():
        took = _times(ask, plain)
        share = ours[worst] / max(took[worst], 1e-9)
        its_worst = max(range(len(took)), key=took.__getitem__)
        share_there = ours[its_worst] / max(took[its_worst], 1e-9)
        print(f"{name:46} {sum(took):8.2f} {sum(took) / sum(ours):7.1f} {share:34.3f} {share_there:14.3f}")
        result |= {
            name: round(sum(took), 2),
            f"{name}, times": round(sum(took) / sum(ours), 1),
            f"{name}, worst pair": round(share, 3),
            f"{name}, its worst pair": round(share_there, 3),
        }
    return result


def _times(ask: Callable[[str, str], object], texts: Sequence[Texts]) -> list[float]:
    took = []
    for old, new in texts:
        start = process_time()
        ask(old, new)
        took.append(process_time() - start)
    return took


# --- (e) worst cases

WORST = {
    "20,000 words a side, all different": (5.0, 250),
    "a paragraph of 900,000 words, 1 % edited": (30.0, 900),
    "40,000 words a side of ten kinds, no anchor": (30.0, 400),
}
"""Bounds of each: seconds of CPU, and MB at the peak of its process."""


def _worst_cases() -> dict[str, dict[str, float | bool]]:
    print(f"\n{'(e) worst cases':46} {'s':>7} {'of':>6} {'MB':>6} {'of':>6}")
    result = {}
    for name, (seconds, size) in WORST.items():
        command = [sys.executable, str(Path(__file__).resolve()), "--worst", name]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        found["within"] = found["seconds"] <= seconds and found["mb"] <= size
        print(f"{name:46} {found['seconds']:7.2f} {seconds:6.0f} {found['mb']:6.0f} {size:6}")
        result[name] = found
    return result


def _worst(name: str) -> dict[str, float | int]:
    dice = random.Random(1)  # noqa: S311  (no secret)
    match list(WORST).index(name):
        case 0:
            old, new = ([f"{side}{n}" for n in range(20_000)] for side in "ab")
        case 1:
            kinds = [f"word{n}" for n in range(5_000)]
            old = [dice.choice(kinds) for _ in range(900_000)]
            new = [dice.choice(kinds) if dice.random() < 0.01 else word for word in old]
        case _:
            old, new = ([dice.choice("abcdefghij") * 3 for _ in range(40_000)] for _ in range(2))
    before, after = " ".join(old), " ".join(new)
    start = process_time()
    script = diff_words(before, after)
    took = process_time() - start
    return {
        "seconds": round(took, 2),
        "mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "words": count(before, after, script)[0],
    }


if __name__ == "__main__":
    main()
