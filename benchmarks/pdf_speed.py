"""Time and memory of a long PDF, beside plain WeasyPrint and Chromium on the same HTML.

    python benchmarks/pdf_speed.py [REDLINE.json… | FOLDER… | OLD NEW …] [--pages 10,100,500,1500]
        [--layouts inline,…] [--rounds N] [--peers plain,tagged,chromium] [--reasons SHARE] [--keep FOLDER]
        [--budget SECONDS]

Redlines of about so many pages are made of real ones, all sections shown: their sections behind one another,
over again until there are enough, each time with ids of their own. Without arguments, titles of the US Code
and other acts from `../shared/data`. `--reasons`: a share of the changes gets a short reason, so that there
are notes in the margin; a real report may overfill them.

Each measure is a process of its own, the measures of a size in turn, `--rounds` times over; the least CPU of
each is kept, for other work on the machine adds to it. CPU is of the process and all that it started; the
peak is that of the largest of them. What is measured:

- `lawdiff`: `render` to PDF/A-3a and PDF/UA-1, without attachments, with one process for the parts, and with
  two. `in one`: the same in one part, up to 500 pages: this shows what the parts cost.
- `plain` and `tagged`: WeasyPrint on the HTML of the whole, untagged and as PDF/A-3a. Both with the list of
  pages kept at hand, without which long files take twice as long.
- `chromium`: headless Chromium prints the HTML, a yardstick: it shrinks the page to fit the margin, and makes
  no archive.

"Two cores": the parts' CPU given to two processes in the order that lawdiff does, each with its start, and
all else before and behind: what two idle cores would take. Beside it stands the wall time of this run, with
the load that the machine had. The last line is JSON.

Small sizes come first, each in all layouts. `--budget`: seconds for the whole. A measure that is likely to go
beyond, as the same took for fewer pages, is not begun, and one that does is ended; the tables say what was
not run.
"""

import argparse
import hashlib
import heapq
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pydyf
from msgspec.structs import replace
from one_run import machine
from real_pairs import pairs_of_places

from lawdiff.model.redline import Change, Item, Node, Rationale, Redline, Ref, ReportSide
from lawdiff.render.json_file import read_redline, write_redline
from lawdiff.render.labels import load_labels
from lawdiff.render.looks import FORMS, Layout
from lawdiff.render.pdf import parts as pdf_parts
from lawdiff.render.pdf.matter import matter_of, source_of
from lawdiff.render.pdf.notes import first_limits, keys_of, paper_notes
from lawdiff.render.pdf.pages import html_of
from lawdiff.render.pdf.workers import Workers
from lawdiff.run.comparison import Comparison, run_comparison

ROOT = Path(__file__).resolve().parents[1]
pdf = import_module("lawdiff.render.pdf.document")  # the package's name for it is a function's
DEFAULT = (
    ("us-usc/usc03@115-164not141.xml", "us-usc/usc03@119-36.xml"),
    ("us-usc/usc09@113-31.xml", "us-usc/usc09@119-36.xml"),
    ("us-bills-uslm/116-hr1058-rds.xml", "us-bills-uslm/116-hr1058-enr.xml"),
    ("akn-fi/2024-224/2024-05-03.xml", "akn-fi/2024-224/2025-05-23.xml"),
    ("akn-za/za-cpt-2003-sub-council/2011-08-05.xml", "akn-za/za-cpt-2003-sub-council/2013-11-01.xml"),
    ("no-lovdata/enacted/nl-20170522-029.xml", "no-lovdata/2025-11/nl-20170522-029.xml"),
)
A_PAGE = 2_800
"""Characters of text that make about a page; the table says how many pages there were."""
_WHOLE_UP_TO = 500
_REASON = (
    "The committee finds that the amendment follows from the purpose of the act and agrees to it as proposed."
)
_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Took:
    """What a measure took: seconds and MB; `parts` are the CPU seconds of each part, `start` of a process."""

    name: str
    layout: str
    pages: int
    cpu: float
    wall: float
    peak: float
    bytes: int
    sha256: str = ""
    parts: tuple[float, ...] = ()
    start: float = 0.0

    @property
    def a_page(self) -> float:
        """CPU milliseconds a page."""
        return 1000 * self.cpu / max(self.pages, 1)


def main() -> None:
    """Make the redlines, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("places", nargs="*", type=Path)
    parser.add_argument("--pages", default="10,100,500,1500")
    parser.add_argument("--layouts", default="inline", help="all, or some of them")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peers", default="plain,tagged,chromium")
    parser.add_argument("--reasons", type=float, default=0.3)
    parser.add_argument("--budget", type=float, default=float("inf"), help="seconds for the whole")
    parser.add_argument("--keep", type=Path, help="keep the PDFs here")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measured(*options.one)))
        return
    budget = Budget(time.monotonic() + options.budget)
    layouts = list(FORMS) if options.layouts == "all" else options.layouts.split(",")
    peers = [name for name in options.peers.split(",") if name != "none"]
    sources = list(_redlines(options.places))
    if not sources:
        raise SystemExit("No data here: give redlines as JSON, or files in pairs, OLD NEW")
    here = machine()
    print(", ".join(f"{k} {v}" for k, v in here.items()), "\n")
    print("| layout | pages | what | CPU s | ms a page | wall s | peak MB | file MB |")
    print("|---|--:|---|--:|--:|--:|--:|--:|", flush=True)
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for pages in sorted(map(int, options.pages.split(","))):
            made = folder / f"{pages}.json"
            made.write_bytes(write_redline(of_length(sources, pages * A_PAGE, options.reasons)))
            found += [_size(pages, layout, made, folder, peers, options.rounds, budget) for layout in layouts]
    _told([row for row in found if "pages" in row])
    if budget.left_out:
        print(f"\nNot run, for want of time: {'; '.join(budget.left_out)}")
    print()
    load = [round(n, 2) for n in os.getloadavg()]
    print(json.dumps({"machine": here, "load_after": load, "sizes": found, "not_run": budget.left_out}))


@dataclass(slots=True)
class Budget:
    """When all has to be done (by the monotonic clock), what each measure took, and what was not run."""

    end: float
    wall: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def left(self) -> float | None:
        """Seconds that are left; none where there is no end."""
        return None if self.end == float("inf") else max(self.end - time.monotonic(), 0.0)

    def allows(self, way: str, layout: str, pages: int) -> bool:
        """Whether a measure is likely to end in time: as its time for fewer pages says."""
        before, wall = self.wall.get((way, layout), (pages, 0.0))
        left = self.left()
        return left is None or (left > 0 and wall * pages / before < left)


def _size(
    wanted: int, layout: str, made: Path, folder: Path, peers: Sequence[str], rounds: int, budget: Budget
) -> dict[str, Any]:
    """Measure a size of a layout, each way in turn; print its rows, and give its figures."""
    ways = ["one", "two", *(["whole"] if wanted <= _WHOLE_UP_TO else []), *peers]
    best: dict[str, Took] = {}
    skipped: list[str] = []
    for _ in range(rounds):
        for way in ways:
            if not budget.allows(way, layout, wanted):
                if way not in best and way not in skipped:
                    skipped.append(way)
                continue
            out = folder / f"{layout}-{wanted}-{way}.pdf"
            began = time.monotonic()
            took = _in_process(way, layout, made, out, budget.left())
            budget.wall[way, layout] = (wanted, time.monotonic() - began)
            if took is None and budget.left() == 0:
                skipped.append(way)
            if took and (way not in best or took.cpu < best[way].cpu):
                best[way] = took
    names = {
        "one": "lawdiff, one process", "two": "lawdiff, two processes", "whole": "lawdiff, in one part",
        "plain": "WeasyPrint, untagged", "tagged": "WeasyPrint, tagged", "chromium": "Chromium",
    }  # fmt: skip
    budget.left_out += [f"{layout}, {wanted} pages, {names[way]}" for way in skipped]
    for way in ways:
        took = best.get(way)
        if took is None:
            why = "not run: no time left" if way in skipped else "not here, or it failed"
            print(f"| {layout} | {wanted} | {names[way]} | {why} | | | | |", flush=True)
            continue
        cells = (f"{took.cpu:.1f}", f"{took.a_page:.0f}", f"{took.wall:.1f}", f"{took.peak:.0f}")
        size = f"{took.bytes / 1e6:.1f}"
        print(f"| {layout} | {took.pages} | {names[way]} | {' | '.join(cells)} | {size} |", flush=True)
    if "one" not in best:
        return {"layout": layout, "wanted": wanted}
    one, two = best["one"], best.get("two")
    lone, both = _reckoned(one, 1), _reckoned(one, 2)
    ratios = {
        f"to_{way}": round(
            (best["whole"] if "whole" in best and way in ("plain", "tagged") else one).cpu / took.cpu, 3
        )
        for way, took in best.items()
        if way in ("plain", "tagged", "chromium", "whole")
    }
    return {
        "layout": layout,
        "wanted": wanted,
        "pages": one.pages,
        "same_bytes": one.sha256 == two.sha256 if two else None,
        "parts": len(one.parts),
        "peak": round(max(one.peak, two.peak if two else 0.0)),
        "a_page": round(one.a_page, 1),
        "two_cores": round(lone / both, 2),
        "two_processes_wall": round(one.wall / two.wall, 2) if two else None,
        "ratios": ratios,
        "took": {
            way: {"cpu": round(t.cpu, 2), "wall": round(t.wall, 2), "peak": round(t.peak), "pages": t.pages}
            for way, t in best.items()
        },
    }


def _reckoned(took: Took, processes: int) -> float:
    """Seconds on so many idle cores: each part goes to the process that is free first, in lawdiff's order."""
    if not took.parts:
        return took.cpu
    free = [took.start] * processes
    for seconds in took.parts:
        heapq.heapreplace(free, free[0] + seconds)
    return took.cpu - sum(took.parts) - took.start + max(free)


def _told(found: Sequence[dict[str, Any]]) -> None:
    heads: tuple[str, ...] = (
        "layout",
        "pages",
        "parts",
        "ms a page to that at 100",
        "two cores, idle",
        "wall, this run",
    )
    heads += ("peak MB", "same bytes", "CPU to tagged", "to untagged", "to Chromium")
    print(f"\n| {' | '.join(heads)} |\n|---|{'--:|' * (len(heads) - 1)}")
    for row in found:
        base = next((r["a_page"] for r in found if r["layout"] == row["layout"] and r["wanted"] == 100), 0)
        row["a_page_to_100"] = round(row["a_page"] / base, 3) if base else None
        told = [row["layout"], row["pages"], row["parts"], row["a_page_to_100"], row["two_cores"]]
        same = {True: "yes", False: "NO", None: "not run"}[row["same_bytes"]]
        told += [row["two_processes_wall"], row["peak"], same]
        told += [row["ratios"].get(f"to_{peer}", "–") for peer in ("tagged", "plain", "chromium")]
        print(f"| {' | '.join(str(cell) for cell in told)} |")
    print("\nCPU to WeasyPrint is of the file in one part where that was measured: the same pages.")


def _in_process(way: str, layout: str, made: Path, out: Path, limit: float | None) -> Took | None:
    command = [sys.executable, __file__, "--one", way, layout, str(made), str(out)]
    # A group of its own: what it started ends with it.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        stdout, stderr = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    done = subprocess.CompletedProcess(command, process.returncode, stdout, stderr)
    if done.returncode or not done.stdout.strip():
        print(done.stderr.decode(errors="replace")[-600:], file=sys.stderr)
        return None
    said = json.loads(done.stdout.splitlines()[-1])
    return Took(**said | {"parts": tuple(said["parts"])}) if said else None


# In a process of its own.


def _measured(way: str, layout: str, made: str, out: str) -> dict[str, Any] | None:
    redline = read_redline(Path(made).read_bytes())
    ways: dict[str, Callable[[Redline, str, Path], list[float]]] = {
        "one": _ours_alone, "two": _ours_in_two, "whole": _ours_whole,
        "plain": _plain, "tagged": _tagged, "chromium": _chromium,
    }  # fmt: skip
    if way == "chromium" and not _browser():
        return None
    source = _source(redline, cast("Layout", layout)) if way in ("plain", "tagged", "chromium") else ""
    Path(out).with_suffix(".html").write_text(source, encoding="utf-8")
    began, cpu = time.perf_counter(), _cpu()
    parts = ways[way](redline, layout, Path(out))
    wall, cpu = time.perf_counter() - began, _cpu() - cpu
    used = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in used) / _MB
    start = _start() if parts else 0.0
    content = Path(out).read_bytes()
    import pikepdf

    with pikepdf.open(out) as file:
        pages = len(file.pages)
    return {
        "name": way, "layout": layout, "pages": pages, "cpu": cpu, "wall": wall, "peak": peak,
        "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "parts": parts, "start": start,
    }  # fmt: skip


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _start() -> float:
    """CPU seconds of a worker's start."""
    before = _cpu()
    code = "import lawdiff.render.pdf.parts; from lawdiff.render.pdf.workers import main; main()"
    subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, check=True)
    return _cpu() - before


def _ours_alone(redline: Redline, layout: str, out: Path) -> list[float]:
    """Write with one process for the parts; give the CPU seconds of each, in the order it got them."""
    seconds: list[float] = []
    plain = Workers._do

    def timed(self: Any, function: Any, job: Any) -> Any:
        # Not this module's: it is `__main__`, which the worker's is not.
        result = plain(self, import_module("pdf_speed").timed_job, (function, job))
        seconds.append(result[1])
        return result[0]

    Workers._do = timed  # type: ignore[method-assign] # what a worker does is seen from nowhere else
    out.write_bytes(pdf.write(redline, load_labels("en"), layout=layout, files=None, workers=1))
    return seconds


def timed_job(given: tuple[Callable[[Any], Any], Any]) -> tuple[Any, float]:
    """Do a job in a worker, and say its CPU seconds."""
    function, job = given
    began = time.process_time()
    done = function(job)
    return done, time.process_time() - began


def _ours_in_two(redline: Redline, layout: str, out: Path) -> list[float]:
    out.write_bytes(pdf.write(redline, load_labels("en"), layout=layout, files=None, workers=2))
    return []


def _ours_whole(redline: Redline, layout: str, out: Path) -> list[float]:
    pdf_parts._WHOLE = 1e15
    return _ours_in_two(redline, layout, out)


def _source(redline: Redline, layout: Layout) -> str:
    """Give the HTML of the whole, with its notes cut as in the first layout."""
    matter = matter_of(redline, load_labels("en"), layout)
    notes = {}
    if not matter.form.columns:
        notes = paper_notes(keys_of(matter.passages), first_limits(matter.passages))
    return source_of(matter, notes)


def _plain(redline: Redline, layout: str, out: Path) -> list[float]:  # noqa: ARG001 - as the others
    return _weasyprint(out, None)


def _tagged(redline: Redline, layout: str, out: Path) -> list[float]:  # noqa: ARG001
    return _weasyprint(out, "pdf/a-3a")


def _weasyprint(out: Path, variant: str | None) -> list[float]:
    from weasyprint.text.fonts import FontConfiguration

    plain = pydyf.PDF.page_references
    kept: dict[int, tuple[bytes, ...]] = {}

    def references(self: Any) -> tuple[bytes, ...]:
        size = len(self.pages["Kids"])
        if size not in kept:
            kept.clear()
            kept[size] = plain.fget(self)
        return kept[size]

    pydyf.PDF.page_references = property(references)
    html = html_of(out.with_suffix(".html").read_text(encoding="utf-8"))
    document = html.render(font_config=FontConfiguration(), pdf_variant=variant)
    document.write_pdf(out, pdf_variant=variant, pdf_identifier=b"0" * 32)
    return []


def _browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def _chromium(redline: Redline, layout: str, out: Path) -> list[float]:  # noqa: ARG001
    page = out.with_suffix(".html")
    fonts = f'<head><base href="{(ROOT / "templates/fonts").as_uri()}/">'
    page.write_text(page.read_text(encoding="utf-8").replace("<head>", fonts, 1), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
        ]
        command = [str(_browser()), *flags, f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, capture_output=True, check=True)
    return []


# Redlines of a length.


def _redlines(places: Sequence[Path]) -> Iterator[Redline]:
    written = [place for place in places if place.suffix == ".json"]
    for place in written:
        yield read_redline(place.read_bytes(), where=place.name)
    others = [place for place in places if place.suffix != ".json"]
    if others:
        pairs = [(old, new) for _, old, new in pairs_of_places(others)]
    elif not written:
        data = Path(os.environ.get("LAWDIFF_REAL_LAW") or ROOT.parent / "shared/data")
        pairs = [(data / old, data / new) for old, new in DEFAULT if (data / old).is_file()]
    else:
        pairs = []
    for old, new in pairs:
        yield run_comparison(Comparison(old=str(old), new=str(new), scope="all"))


def of_length(sources: Sequence[Redline], characters: int, reasons: float) -> Redline:
    """Put the sections of redlines behind one another, over again, until they have so many characters."""
    items: list[Item] = []
    changes: list[Change] = []
    copy = length = 0
    while length < characters:
        for source in sources:
            by_id = source.by_id()
            copy += 1
            for item in source.items:
                if length >= characters:
                    break
                nodes = (*((item.node,) if item.node else ()), *item.nodes)
                ids = dict.fromkeys(
                    i for node in nodes for part in node.walk() for i in (*part.here, part.change) if i
                )
                length += sum(120 + len(part.text or "") for node in nodes for part in node.walk())
                length += sum(len(edit.text) for i in ids if i in by_id for edit in by_id[i].edits)
                known = {change.id for change in changes}
                for i in ids:
                    if i in by_id and f"k{copy}.{i}" not in known:
                        changes.append(
                            replace(by_id[i], id=f"k{copy}.{i}", number=len(changes) + 1, rationale=())
                        )
                items.append(_renamed(item, f"k{copy}."))
    first = sources[0]
    report = ReportSide("Report", "report.xml", "0" * 64, 1, 1)
    every = round(1 / reasons) if reasons else 0
    changes = [
        replace(change, rationale=(Rationale(1, f"p{n}", "", f"{_REASON} ({n})", "citation", 1.0),))
        if every and n % every == 0
        else change
        for n, change in enumerate(changes)
    ]
    made: Redline = replace(
        first, changes=tuple(changes), items=tuple(items), relations=(), unlinked=(),
        reports=(report,) if reasons else (), scope="all",
    )  # fmt: skip
    return made


def _renamed(item: Item, prefix: str) -> Item:
    node = _node(item.node, prefix) if item.node else None
    return replace(item, node=node, nodes=tuple(_node(n, prefix) for n in item.nodes))


def _node(node: Node, prefix: str) -> Node:
    def ref(one: Ref | None) -> Ref | None:
        return replace(one, eid=prefix + one.eid) if one else None

    return replace(
        node,
        old=ref(node.old),
        new=ref(node.new),
        change=node.change and prefix + node.change,
        here=tuple(prefix + i for i in node.here),
        gone_to=node.gone_to and prefix + node.gone_to,
        children=tuple(_node(child, prefix) for child in node.children),
    )


if __name__ == "__main__":
    main()
