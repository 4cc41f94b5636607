"""Measure whether the comparison finds which section is which, where the truth is known.

    python benchmarks/alignment.py [FILE-OR-FOLDER…] [--rates 1 5 20] [--edited 0 20 100] [--seed N]
    python benchmarks/alignment.py --scale N [FILE-OR-FOLDER…]

Changes are seeded into real laws of any schema that can be read (`seeded_law` says what and how), and the
relations of the redline are scored against the truth: pairs of sections (a split or join is a pair for each
of its parts), moves, splits and joins, each with precision (P) and recall (R). Sections of equal text are
interchangeable. Of a folder the laws with the most sections are taken, one version of each, up to `--laws`
a schema; archives (.tar.xz) in it are unpacked. A table `*-renumbered.csv` with columns `old` and `new`
is truth of the US Code: the title of that number at its two release points, with and without its notes.

`--scale N` times the pairing alone, on N/2 and N sections of the given laws (long ones cut into pieces, and
repeated with other words where there are too few): seconds of CPU, what doubling costs, peak memory.
The last line is JSON.
"""

import argparse
import csv
import json
import os
import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
import re
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import scaled_pairing
from seeded_law import Seeded, Setting, is_section, seed

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.model.provision import bare_num
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression

DATA = Path(os.environ.get("LAWDIFF_REAL_LAW") or Path(__file__).resolve().parents[2] / "shared" / "data")
DEFAULTS = ("akn-fi", "akn-uk", "akn-de", "akn-za", "no-lovdata/2026-06", "us-usc", "us-bills-dtd", "us-plaw")
FEWEST = 15
"""Sections that a law must have to be measured."""


@dataclass(slots=True)
class Score:
    """Counts of one question: right, said, wanted; `cases` where that is something else than wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0
    cases: int = 0

    def add(self, right: int, said: int, wanted: int, cases: int = 0) -> None:
        """Count one law's answers."""
        self.right += right
        self.said += said
        self.wanted += wanted
        self.cases += cases

    @property
    def precision(self) -> float:
        """Of what was said, how much is right; 1 where nothing was said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Of what is true, how much was said."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.said + self.wanted
        return 2 * self.right / both if both else 1.0


@dataclass(slots=True)
class Scores:
    """All questions of one setting."""

    pairs: Score = field(default_factory=Score)
    moves: Score = field(default_factory=Score)
    splits: Score = field(default_factory=Score)
    joins: Score = field(default_factory=Score)

    def row(self) -> str:
        """A row of the table."""
        cells = [f"{self.pairs.f1:.4f}", f"{self.pairs.precision:.4f}", f"{self.pairs.recall:.4f}"]
        for one in (self.moves, self.splits, self.joins):
            said = f"{one.precision:.3f} / {one.recall:.3f} ({one.cases or one.wanted})"
            cells.append(said if one.wanted or one.said else "–")
        return " | ".join(cells)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("where", nargs="*", type=Path)
    parser.add_argument("--rates", nargs="*", type=float, default=[1, 5, 20], help="per cent of each deed")
    parser.add_argument("--edited", nargs="*", type=float, default=[0, 5, 20, 100], help="per cent edited")
    parser.add_argument("--laws", type=int, default=3, help="laws a schema")
    parser.add_argument("--largest", type=float, default=4, help="MB; larger files are left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, default=0, metavar="N")
    parser.add_argument("--wrong", action="store_true", help="say which pairs are wrong")
    options = parser.parse_args()
    where = options.where or [p for name in DEFAULTS if (p := DATA / name).exists()]
    if not where:
        sys.exit("no laws here: give files or folders, or set LAWDIFF_REAL_LAW")
    with tempfile.TemporaryDirectory() as unpacked:
        found = list(_files(where, Path(unpacked)))
        if options.scale:
            laws = [law for path in found if (law := _read(path)) is not None]
            print(json.dumps(scaled_pairing.measure(laws, options.scale, options.seed)))
            return
        result = _measure(_chosen(found, options.laws, options.largest), options)
        truths = [t for p in where if p.is_dir() for t in sorted(p.glob("*-renumbered.csv"))]
        result["renumbered"] = [_known(truth, found) for truth in truths]
    print(json.dumps(result))


def _measure(laws: Sequence[Expression], options: argparse.Namespace) -> dict[str, object]:
    settings = [Setting("anew", 0.0, share / 100) for share in options.edited]
    settings += [Setting("anew", 0.0, 1.0, quarter=True)] if 100 in options.edited else []
    for rate in options.rates:
        settings += [Setting("anew", rate / 100, 0.2), Setting("kept", rate / 100, 0.2)]
    totals: dict[tuple[str, str], Scores] = defaultdict(Scores)
    print("| schema, law | sections | setting | F1 | P | R | moves P / R | splits P / R | joins P / R |")
    print("|---|--:|---|--:|--:|--:|--:|--:|--:|")
    for law in laws:
        sections = sum(e.is_unit and is_section(e.kind, e.num) for e in law.outline)
        for setting in settings:
            dice = random.Random(f"{options.seed} {law.origin.name} {setting.name}")  # noqa: S311
            seeded = seed(law, setting, dice)
            redline = compare(seeded.old, seeded.new)
            one = Scores()
            _score(one, seeded, redline, say=options.wrong)
            _add(totals[law.schema, setting.name], one)
            _add(totals["all", setting.name], one)
            name = f"{law.schema}, {law.origin.name}"
            print(f"| {name} | {sections} | {setting.name} | {one.row()} |", flush=True)
    for (schema, name), scores in sorted(totals.items()):
        print(f"| **{schema}** | | {name} | {scores.row()} |")
    return {
        "laws": len(laws),
        "settings": {
            f"{schema}: {name}": {
                "f1": round(scores.pairs.f1, 4),
                **{
                    key: [round(one.precision, 4), round(one.recall, 4), one.cases or one.wanted]
                    for key, one in (
                        ("moves", scores.moves), ("splits", scores.splits), ("joins", scores.joins)
                    )
                },
            }
            for (schema, name), scores in sorted(totals.items())
        },
    }  # fmt: skip


def _add(total: Scores, one: Scores) -> None:
    for name in ("pairs", "moves", "splits", "joins"):
        a, b = getattr(total, name), getattr(one, name)
        a.add(b.right, b.said, b.wanted, b.cases)


# --- scores


def _score(scores: Scores, truth: Seeded, redline: Redline, *, say: bool) -> None:
    sections_new = {e.key for e in truth.new.outline if e.is_unit and is_section(e.kind, e.num)}
    said, moved, split, joined = set(), set(), set(), set()
    for relation in redline.relations:
        if relation.old is None or relation.new is None or relation.old.eid not in truth.texts:
            continue
        if relation.new.eid not in sections_new:
            continue
        link = (relation.old.eid, relation.new.eid)
        said.add(link)
        if "move" in relation.kinds:
            moved.add(relation.new.eid)
        if "split" in relation.kinds:
            split.add(link)
        if "join" in relation.kinds:
            joined.add(link)
    for item in redline.items:
        for same in item.run:
            if same.old.eid in truth.texts and same.new.eid in sections_new:
                said.add((same.old.eid, same.new.eid))
    scores.pairs.add(_right(said, truth.links, truth.texts), len(said), len(truth.links))
    moved -= truth.doubtful
    scores.moves.add(len(moved & truth.moves), len(moved), len(truth.moves))
    for score, links, wanted, side in (
        (scores.splits, split, truth.splits, 0),
        (scores.joins, joined, truth.joins, 1),
    ):
        cases = len({link[side] for link in wanted})
        score.add(_right(links, wanted, truth.texts), len(links), len(wanted), cases)
    if say:
        _say("pair", said, truth.links, truth)
        _say("split", split, truth.splits, truth)
        _say("join", joined, truth.joins, truth)
        for key in sorted(moved ^ truth.moves):
            print("   ", "not moved" if key in moved else "moved", key, truth.new.section(key).num)


def _right(said: Iterable[tuple[str, str]], wanted: Iterable[tuple[str, str]], texts: dict[str, str]) -> int:
    """How many links are right, sections of one text being interchangeable."""
    true = Counter((texts[a], b) for a, b in wanted)
    return sum((true & Counter((texts[a], b) for a, b in said)).values())


def _say(what: str, said: set[tuple[str, str]], wanted: Iterable[tuple[str, str]], truth: Seeded) -> None:
    for name, links in (("extra", said - set(wanted)), ("missed", set(wanted) - said)):
        for a, b in sorted(links):
            old, new = (
                re.sub(r"\s+", " ", e.section(k).content) for e, k in ((truth.old, a), (truth.new, b))
            )
            print(f"    {what} {name}: {a} {old[:70]!r} ({len(old)}) → {b} {new[:70]!r} ({len(new)})")


def _known(truth: Path, files: Sequence[Path]) -> dict[str, object]:
    """Score a real renumbering of which the law's own notes tell, with them and without."""
    number = re.sub(r"\D", "", truth.stem)
    sides = list({path.name: path for path in files if re.match(rf"usc0*{number}@", path.name)}.values())
    if len(sides) != 2:
        print(f"{truth.name}: title {number} is not there at two release points")
        return {"truth": truth.name, "measured": False}
    with truth.open(encoding="utf-8") as lines:
        wanted = {(bare_num(row["old"]), bare_num(row["new"])) for row in csv.DictReader(lines)}
    old, new = (read_expression(path) for path in sides)
    result: dict[str, object] = {"truth": truth.name, "pairs": len(wanted)}
    for name, use in (("with notes", True), ("without notes", False)):
        redline = compare(old, new, use_stated=use)
        said = {(bare_num(r.old.num), bare_num(r.new.num)) for r in redline.relations if r.old and r.new}
        result[name] = len(said & wanted)
        print(f"{truth.name} {name}: {len(said & wanted)} of {len(wanted)} pairs")
        for a, b in sorted(wanted - said):
            print(f"    missed: {a} → {b}; said {[p for p in said if a == p[0] or b == p[1]]}")
    return result


# --- laws


def _files(where: Iterable[Path], unpacked: Path) -> Iterator[Path]:
    for path in where:
        if path.is_file():
            yield path
            continue
        for archive in sorted(path.glob("*.tar.xz")):
            with tarfile.open(archive) as tar:
                tar.extractall(unpacked, filter="data")
        index = path / "index.xml"
        yield from [index] if index.is_file() else sorted(path.rglob("*.xml"))
    yield from sorted(unpacked.rglob("*.xml"))


def _chosen(files: Sequence[Path], most: int, largest: float) -> list[Expression]:
    """The laws with the most sections, one version of each; longest file first, since reading takes time."""
    chosen: dict[str, list[Expression]] = defaultdict(list)
    works: set[tuple[str, str]] = set()
    by_size = sorted((p for p in files if p.stat().st_size <= largest * 1e6), key=lambda p: -p.stat().st_size)
    for path in by_size:
        family = re.sub(r"[@_.\d-]{4,}.*", "", path.stem) or path.stem
        if (str(path.parent), family) in works and "@" in path.name:
            continue  # another release point of the same title
        law = _read(path)
        if law is None or len(chosen[law.schema]) >= most:
            continue
        work = (law.schema, law.work.uri or law.work.title or path.name)
        if work in works:
            continue
        if sum(e.is_unit and is_section(e.kind, e.num) for e in law.outline) >= FEWEST:
            works |= {work, (str(path.parent), family)}
            chosen[law.schema].append(law)
    return [law for schema in sorted(chosen) for law in chosen[schema]]


def _read(path: Path) -> Expression | None:
    try:
        return read_expression(path)
    except LawdiffError:
        return None


if __name__ == "__main__":
    main()
