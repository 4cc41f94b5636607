"""Time the way of a pair: start, parse, diff, HTML, PDF, each as a ratio to lxml's own parse of both files.

    python benchmarks/run_times.py [--no-pdf] [--repeat N] [OLD NEW]…

Without pairs a sample of this repository is timed, and where the real law is (`LAWDIFF_REAL_LAW`, or
`../shared/data` beside the checkout) a small, a middle and a large pair of it. Seconds are of this machine,
at this moment; the ratios are the figure to compare. Each step is the best of N runs (3; the PDF one), since
other work on the machine only ever adds. The last line is JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from lxml import etree

import lawdiff
from lawdiff.errors import LawdiffError

ROOT = Path(__file__).parents[1]
REAL_PAIRS = (
    ("dc-sections/1-301.192/before.xml", "dc-sections/1-301.192/after.xml"),
    ("no-lovdata/2025-11/nl-20050520-028.xml", "no-lovdata/2026-06/nl-20050520-028.xml"),
    ("us-usc/usc03@115-164not141.xml", "us-usc/usc03@119-36.xml"),
)
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
HELLO = """
import typer
app = typer.Typer(rich_markup_mode=None)
@app.command()
def hello(name: str) -> None:
    print(name)
app()
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each step for one pair; `html` and `pdf` are `None` where they were not asked for."""

    pair: str
    bytes: int
    sections: int
    changes: int
    lxml: float
    parse: float
    diff: float
    html: float
    pdf: float | None


def main() -> None:
    """Time all pairs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="OLD NEW")
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if len(options.files) % 2:
        parser.error("give files in pairs: OLD NEW")
    pairs = list(zip(options.files[::2], options.files[1::2], strict=True)) or list(_pairs())
    help_, hello = _start(options.repeat)
    print(
        f"start: lawdiff --help {help_:.3f} s, typer hello world {hello:.3f} s, ratio {help_ / hello:.2f}\n"
    )
    print("| pair | kB | sections | changes | lxml s | parse | diff | HTML | PDF |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    timed = []
    for old, new in pairs:
        try:
            times = _time(old, new, options.repeat, pdf=not options.no_pdf)
        except LawdiffError as error:
            print(f"| {old.name} → {new.name} | not timed: {error} |")
            continue
        timed.append(times)
        steps = (times.parse, times.diff, times.html, times.pdf)
        ratios = " | ".join("-" if s is None else f"{s:.2f} s = {s / times.lxml:.1f}×" for s in steps)
        counts = f"{times.bytes // 1000:,} | {times.sections:,} | {times.changes:,}"
        print(f"| {times.pair} | {counts} | {times.lxml:.4f} | {ratios} |", flush=True)
    print()
    print(json.dumps({"help": help_, "hello": hello, "pairs": [asdict(times) for times in timed]}))


def _pairs() -> Iterator[tuple[Path, Path]]:
    """A sample of this repository, and of the real law, where it is, a small, a middle and a large pair."""
    sample = ROOT / "statutes" / "norway-drug-reform"
    yield sample / "law-in-force.en.xml", sample / "bill.en.xml"
    real = Path(os.environ.get("LAWDIFF_REAL_LAW") or ROOT.parent / "shared" / "data")
    for old, new in REAL_PAIRS:
        if (real / old).is_file() and (real / new).is_file():
            yield real / old, real / new


def _start(repeat: int) -> tuple[float, float]:
    """Seconds until `lawdiff --help` and a hello world of typer have answered."""
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        ours = [sys.executable, "-m", "lawdiff.cli", "--help"]
        theirs = [sys.executable, str(hello), "--help"]
        return (
            _best(lambda: subprocess.run(ours, check=True, capture_output=True), repeat * 3),
            _best(lambda: subprocess.run(theirs, check=True, capture_output=True), repeat * 3),
        )


def _time(old: Path, new: Path, repeat: int, *, pdf: bool) -> Times:
    before, after = lawdiff.read_expression(old), lawdiff.read_expression(new)
    redline = lawdiff.compare(before, after)
    data = [old.read_bytes(), new.read_bytes()]
    return Times(
        pair=f"{old.parent.name}/{old.name} → {new.parent.name}/{new.name}",
        bytes=sum(map(len, data)),
        sections=redline.new.sections,
        changes=len(redline.changes),
        lxml=_best(lambda: [etree.fromstring(content, PARSER) for content in data], repeat),
        parse=_best(lambda: [lawdiff.read_expression(path) for path in (old, new)], repeat),
        diff=_best(lambda: lawdiff.compare(before, after), repeat),
        html=_best(lambda: lawdiff.render(redline, "html"), repeat),
        pdf=_best(lambda: lawdiff.render(redline, "pdf"), 1) if pdf else None,
    )


def _best(step: Callable[[], object], repeat: int) -> float:
    """Seconds of the fastest of some runs."""
    seconds = []
    for _ in range(repeat):
        begun = perf_counter()
        step()
        seconds.append(perf_counter() - begun)
    return min(seconds)


if __name__ == "__main__":
    main()
