"""Time the page of a law that is shown whole, beside lxml's parse and serialisation of both files.

    python benchmarks/html_speed.py OLD NEW [--units N] [--edited 1,10,50] [--repeat 3] [--save FOLDER]

OLD and NEW are two files, or folders as the data has them (before.xml and after.xml, or versions by date).
Each pair is compared with all of its text shown, then its page is written: that is timed, in CPU seconds,
against `etree.parse` and `etree.tostring` of both files in the same process (the least of `--repeat` each).
`--units N` makes a law of N sections of OLD's text first; `--edited` edits that percentage of the old
version's sections, 1 to 5 words each, in place of NEW. `--save` keeps the pages for the browser
(`benchmarks/check_page/scrolling.js`). The last line is JSON.
"""

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree
from one_run import machine
from real_pairs import pairs_of_places
from speed_states import State, edited, load, of_units, one_file

from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.run.comparison import Comparison, run_comparison

GOAL = 2.0
_UNIT = 2_000
"""Bytes of a section of a law that is made, about."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair: what it is, what lxml needs for its files, and what the page takes."""

    name: str
    mb: float
    sections: int
    changes: int
    lxml: float
    page: float
    ratio: float
    page_mb: float


def main() -> int:
    """Time the pairs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("places", nargs="+", type=Path, metavar="FOLDER | OLD NEW")
    parser.add_argument("--units", type=int, default=0, metavar="N")
    parser.add_argument("--edited", default="", help="percentages with commas between them")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, help="write the pages into this folder")
    options = parser.parse_args()
    print("| pair | MB | sections | changes | lxml s | page s | × lxml | page MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n, (name, old, new) in enumerate(_pairs(options, Path(folder))):
            row, page = _time(name, old, new, options.repeat)
            rows.append(row)
            print(
                f"| {row.name} | {row.mb:.1f} | {row.sections:,} | {row.changes:,} | {row.lxml:.3f} "
                f"| {row.page:.3f} | {row.ratio:.2f} | {row.page_mb:.1f} |",
                flush=True,
            )
            if options.save:
                options.save.mkdir(parents=True, exist_ok=True)
                (options.save / f"page-{n}.html").write_bytes(page)
    over = [row.name for row in rows if row.ratio > GOAL]
    print(f"\nOver {GOAL:g} ×: {', '.join(over) or 'none'}\n")
    print(json.dumps({"machine": machine(), "goal": GOAL, "over": over, "rows": [asdict(r) for r in rows]}))
    return 0


def _pairs(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Give the pairs, made ones written into the folder."""
    for name, old, new in pairs_of_places(options.places, first=True):
        if not options.units and not options.edited:
            yield name, old, new
            continue
        law = one_file(load(old))
        if options.units:
            law = of_units(law, options.units, options.units * _UNIT, options.seed)
            name = f"{options.units:,} sections of {old.name}"
        for share in map(float, (options.edited or "10").split(",")):
            paths = [folder / f"old-{share:g}.xml", folder / f"new-{share:g}.xml"]
            for path, state in zip(paths, (law, edited(law, share / 100, options.seed)), strict=True):
                path.write_bytes(_only(state))
            yield f"{name}, {share:g} % edited", paths[0], paths[1]


def _only(state: State) -> bytes:
    (content,) = state.files.values()
    return content


def _time(name: str, old: Path, new: Path, repeat: int) -> tuple[Row, bytes]:
    redline = run_comparison(Comparison(str(old), str(new), scope="all"))
    written = [b""]
    page, parse = float("inf"), float("inf")
    for _ in range(repeat):  # in turns, so that both meet the same load
        parse = min(parse, _cpu(lambda: _round(old, new)))
        page = min(page, _cpu(lambda: written.__setitem__(0, render(redline, "html"))))
    return (
        Row(
            name,
            mb=(old.stat().st_size + new.stat().st_size) / 1e6,
            sections=_sections(redline),
            changes=len(redline.changes),
            lxml=parse,
            page=page,
            ratio=page / parse,
            page_mb=len(written[0]) / 1e6,
        ),
        written[0],
    )


def _round(old: Path, new: Path) -> None:
    for path in (old, new):
        etree.tostring(etree.parse(path), encoding="utf-8")


def _cpu(work: Callable[[], None]) -> float:
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _sections(redline: Redline) -> int:
    return sum(
        len(item.run) if item.type == "unchanged" else item.type == "section" for item in redline.items
    )


if __name__ == "__main__":
    sys.exit(main())
