"""Time the whole run from two versions of a law to the JSON of its redline, beside lxml parsing both files.

    python benchmarks/speed.py OLD NEW [--sizes 0.1,1,10,all] [--scenarios real,1,20,…] [--layout file,folder]

OLD and NEW are XML files, or folders with an `index.xml` whose includes are followed. From them are made: one
file a version, pieces of about so many MB (whole sections with their containers), and of the old version

- `1`, `20`: that percentage of the sections edited, 1 to 5 words each;
- `pretty`: another layout, so that the bytes of each section differ and no word does;
- `renumbered`: each section with another number; `renumbered20`: the same, and 20 % edited;
- `same`: the old version again.

`--layout folder` times the same as a folder of the files as they were given, against parsing every file of
it. `--units N` makes a law of N sections and about 65 MB, renumbered and 20 % edited. `--doubling` times half
of the sections against all. What is timed is a process: `lawdiff diff OLD NEW -o out.json`, with its proof;
beside it a process that gives each file to `lxml.etree.parse`, one after the other. The start of Python is
subtracted from neither. CPU is user and system time of all processes; the ratio is the median of `--repeat`.
The last line is JSON.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from one_run import Run, machine, run
from run_times import HELLO
from speed_states import State, edited, half, load, of_units, one_file, prefix_pair, pretty, renumbered

SCENARIOS = ("real", "1", "20", "pretty", "renumbered", "renumbered20")
GOALS = {  # ratio of CPU, ratio of wall time, peak MB; of the whole law
    "real": (1.7, 1.1, 150),
    "1": (1.3, 1.1, 150),
    "20": (2.3, 1.1, 150),
    "pretty": (2.5, 1.1, 150),
    "renumbered": (1.6, 1.1, 150),
    "renumbered20": (3.5, 1.1, 300),
}
UNITS_GOAL = (6.5, None, 1024)
"""CPU as a ratio to parsing one of the two files, and peak MB."""
UNITS_SIZE = 65_000_000
TWICE_GOAL = 2.2
START_GOAL = 1.3
PARSE = """
import os, sys
from lxml import etree
for path in sys.argv[1:]:
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            for name in names:
                if name.endswith(".xml"):
                    etree.parse(os.path.join(folder, name))
    else:
        etree.parse(path)
"""
_HEAD = (
    "| layout | MB | sections | case | parse s | CPU s | × parse | goal | wall s | × parse | goal | peak MB |"
    " goal | all MB | changes | JSON kB | SHA-256 | exit | load |"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One case. `of_one` is the ratio of CPU to parsing one of the two files."""

    layout: str
    size: str
    mb: float
    sections: int
    case: str
    parse_cpu: float
    parse_wall: float
    cpu: float
    cpu_ratio: float
    of_one: float
    wall: float
    wall_ratio: float
    peak: float
    peak_sum: float
    changes: int
    json_bytes: int
    json_sha256: str
    code: int
    message: str
    load: float
    goals: tuple[float | None, float | None, float | None]

    @property
    def missed(self) -> tuple[str, ...]:
        """The goals that were not met."""
        ratio = self.of_one if self.size == "units" else self.cpu_ratio
        seen = {"cpu": ratio, "wall": self.wall_ratio, "peak": max(self.peak, self.peak_sum)}
        bounds = dict(zip(seen, self.goals, strict=True))
        return tuple(k for k, bound in bounds.items() if bound is not None and seen[k] > bound)


@dataclass(frozen=True, slots=True)
class Twice:
    """What half of the sections cost beside all of them."""

    name: str
    half: int
    all: int
    mb_ratio: float
    cpu_ratio: float


@dataclass(frozen=True, slots=True)
class Bench:
    """What holds for all cases. States are kept where `keep` says so, and not made again."""

    folder: Path
    seed: int
    repeat: int
    keep: bool
    shifted: bool
    limit: float


def main() -> None:
    """Time all cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--sizes", default="0.1,1,10,all", help="MB, or all")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS))
    parser.add_argument("--layout", default="file", help="file, folder, or both with a comma")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--doubling", action="store_true")
    parser.add_argument("--units", type=int, default=0, metavar="N")
    parser.add_argument("--numbers", choices=("fresh", "shifted"), default="fresh")
    parser.add_argument("--starts", type=int, default=9, metavar="N", help="how often --help is timed")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is killed")
    parser.add_argument("--states", type=Path, help="keep the states here, and use those that are there")
    options = parser.parse_args()
    scenarios = options.scenarios.split(",") if options.scenarios else []
    if unknown := set(scenarios) - {*SCENARIOS, "same"}:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    here = machine()
    print(", ".join(f"{k} {v}" for k, v in here.items()), "\n")
    start = _start(options.starts) if options.starts else {}
    old, new = load(options.old), load(options.new)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.states or Path(temporary)
        shifted = options.numbers == "shifted"
        bench = Bench(
            folder, options.seed, options.repeat, options.states is not None, shifted, options.limit
        )
        print(_HEAD + "\n" + "|" + "---|" * (_HEAD.count("|") - 1), flush=True)
        rows = []
        for row in _rows(bench, old, new, options, scenarios):
            rows.append(row)
            print(_line(row), flush=True)
    twice = list(_twice(rows))
    print()
    for case in twice:
        print(
            f"twice the sections, {case.name}: {case.half} to {case.all} sections, {case.mb_ratio:.2f} × the "
            f"bytes, CPU {case.cpu_ratio:.2f} × (goal {TWICE_GOAL})"
        )
    missed = [f"{row.layout} {row.size} {row.case}: {', '.join(row.missed)}" for row in rows if row.missed]
    missed += [f"twice {case.name}" for case in twice if case.cpu_ratio > TWICE_GOAL]
    missed += ["start"] if start and start["ratio"] > START_GOAL else []
    failed = [
        f"{row.layout} {row.size} {row.case}: exit {row.code} {row.message}" for row in rows if row.code
    ]
    for title, said in (("Goals missed", missed), ("Failed", failed)):
        print(f"{title}: {'; '.join(said) or 'none'}")
    print()
    figures = {"machine": here, "start": start, "rows": [asdict(r) for r in rows]}
    figures["twice"] = [asdict(case) for case in twice]
    print(json.dumps(figures | {"missed": missed, "failed": failed}))


def _start(count: int) -> dict[str, float]:
    """Time `lawdiff --help` and the help of a typer hello world in turns: medians of CPU and wall time."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        hello = Path(name) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        for _ in range(count):
            ours.append(run([sys.executable, "-m", "lawdiff.cli", "--help"], Path(name)))
            theirs.append(run([sys.executable, str(hello), "--help"], Path(name)))
    cpu, hello_cpu = (statistics.median(r.cpu for r in runs) for runs in (ours, theirs))
    wall, hello_wall = (statistics.median(r.wall for r in runs) for runs in (ours, theirs))
    print(
        f"start, --help: CPU {cpu:.3f} s, {cpu / hello_cpu:.2f} × typer hello world ({hello_cpu:.3f} s); "
        f"wall {wall:.3f} s, {wall / hello_wall:.2f} × (goal {START_GOAL}); both without rich\n"
    )
    seen = {"cpu": cpu, "hello_cpu": hello_cpu, "cpu_ratio": cpu / hello_cpu}
    return seen | {"wall": wall, "hello_wall": hello_wall, "ratio": wall / hello_wall}


def _rows(
    bench: Bench, old: State, new: State, options: argparse.Namespace, scenarios: Sequence[str]
) -> Iterator[Row]:
    layouts = options.layout.split(",")
    one_old, one_new = one_file(old), one_file(new)
    if "file" in layouts:
        for size in options.sizes.split(",") if options.sizes else ():
            pair = (one_old, one_new) if size == "all" else prefix_pair(one_old, one_new, float(size) * 1e6)
            for case in scenarios:
                yield _time(bench, "file", size, case, *pair)
        if options.doubling:
            halves = half(one_old), half(one_new)
            for case in scenarios:
                if case != "real":  # the halves of two years need not be the same law
                    yield _time(bench, "file", "half", case, *halves)
                    if "all" not in options.sizes.split(","):
                        yield _time(bench, "file", "all", case, one_old, one_new)
    if "folder" in layouts:
        for case in scenarios:
            yield _time(bench, "folder", "all", case, old, new)
    if options.units:
        units = of_units(one_old, options.units, UNITS_SIZE, bench.seed)
        if options.doubling:
            few = half(units)
            yield _time(bench, "file", "half units", "renumbered20", few, few)
        yield _time(bench, "file", "units", "renumbered20", units, units)


def _made(bench: Bench, case: str, old: State, new: State) -> State:
    """Give the new version of a case."""
    match case:
        case "real":
            return new
        case "1" | "20":
            return edited(old, int(case) / 100, bench.seed)
        case "pretty":
            return pretty(old)
        case "renumbered":
            return renumbered(old, shifted=bench.shifted)
        case "renumbered20":
            return renumbered(edited(old, 0.2, bench.seed), shifted=bench.shifted)
        case _:
            return old


def _written(bench: Bench, name: str, make: Callable[[], State]) -> Path:
    """Write a state where it is not yet, and give its top file."""
    folder = bench.folder / name
    done = folder / ".complete"
    if not done.exists():
        state = make()
        for path, content in state.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        done.write_text(next(iter(state.files)), encoding="utf-8")
    return folder / done.read_text(encoding="utf-8")


def _time(bench: Bench, layout: str, size: str, case: str, old: State, new: State) -> Row:
    at = f"{layout}-{size}".replace(" ", "-")
    numbers = "-shifted" if bench.shifted and case.startswith("renumbered") else ""
    olds = _written(bench, f"{at}-old", lambda: old)
    news = _written(bench, f"{at}-{case}{numbers}-{bench.seed}", lambda: _made(bench, case, old, new))
    out = bench.folder / "out.json"
    files = [olds, news] if layout == "file" else [olds.parent, news.parent]
    parse = [sys.executable, "-c", PARSE, *map(str, files)]
    ours = [sys.executable, "-m", "lawdiff.cli", "diff", str(olds), str(news), "-o", str(out)]
    parses: list[Run] = []
    runs: list[Run] = []
    for _ in range(bench.repeat):
        out.unlink(missing_ok=True)
        parses.append(run(parse, bench.folder, limit=bench.limit))
        if parses[-1].code:
            sys.exit(f"lxml cannot parse what was made: {parses[-1].message}")
        runs.append(run(ours, bench.folder, limit=bench.limit))
    row = _row(layout, size, case, old, parses, runs, out)
    if not bench.keep:
        for path in sorted(news.parent.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    return row


def _row(
    layout: str, size: str, case: str, old: State, parses: Sequence[Run], runs: Sequence[Run], out: Path
) -> Row:
    content = out.read_bytes() if out.exists() else b""
    parse_cpu, parse_wall, cpu, wall = (
        statistics.median(figures)
        for figures in (
            [r.cpu for r in parses],
            [r.wall for r in parses],
            [r.cpu for r in runs],
            [r.wall for r in runs],
        )
    )
    pairs = list(zip(runs, parses, strict=True))
    ratio = statistics.median(ours.cpu / parse.cpu for ours, parse in pairs)
    goals = UNITS_GOAL if size == "units" else GOALS.get(case) if size == "all" else None
    return Row(
        layout=layout,
        size=size,
        mb=sum(map(len, old.files.values())) / 1e6,
        sections=old.sections,
        case=case,
        parse_cpu=parse_cpu,
        parse_wall=parse_wall,
        cpu=cpu,
        cpu_ratio=ratio,
        of_one=2 * ratio,
        wall=wall,
        wall_ratio=statistics.median(ours.wall / parse.wall for ours, parse in pairs),
        peak=max(r.peak for r in runs),
        peak_sum=max(r.peak_sum for r in runs),
        changes=len(json.loads(content)["changes"]) if content else -1,
        json_bytes=len(content),
        json_sha256=sha256(content).hexdigest() if content else "",
        code=max((r.code for r in runs), key=abs),
        message="over the limit" if any(r.killed for r in runs) else runs[-1].message,
        load=os.getloadavg()[0],
        goals=goals or (None, None, None),
    )


def _line(row: Row) -> str:
    cpu, wall, peak = ("" if goal is None else f"{goal:g}" for goal in row.goals)
    ratio = f"{row.of_one:.2f} of one" if row.size == "units" else f"{row.cpu_ratio:.2f}"
    cells = (
        f"{row.layout} {row.size}",
        f"{row.mb:.1f}",
        f"{row.sections}",
        row.case,
        f"{row.parse_cpu:.2f}",
        f"{row.cpu:.2f}",
        ratio,
        cpu,
        f"{row.wall:.2f}",
        f"{row.wall_ratio:.2f}",
        wall,
        f"{row.peak:.0f}",
        peak,
        f"{row.peak_sum:.0f}",
        f"{row.changes}",
        f"{row.json_bytes / 1000:.0f}",
        row.json_sha256[:8],
        f"{row.code}" + (f" {row.message[:120]}" if row.code else ""),
        f"{row.load:.1f}",
    )
    return "| " + " | ".join(cells) + " |"


def _twice(rows: Sequence[Row]) -> Iterator[Twice]:
    """Compare half of the sections with all of them."""
    at = {(row.layout, row.size, row.case): row for row in rows}
    for (layout, size, case), whole in at.items():
        less = at.get((layout, {"all": "half", "units": "half units"}.get(size, ""), case))
        if less and not less.code and not whole.code:
            mb_ratio, cpu_ratio = whole.mb / less.mb, whole.cpu / less.cpu
            yield Twice(f"{case} of {size}", less.sections, whole.sections, mb_ratio, cpu_ratio)


if __name__ == "__main__":
    main()
