"""Hold every output to the same bytes, whatever the hash seed, locale, time zone, working folder, or load.

    python benchmarks/same_bytes.py [OLD NEW]… [--formats json,html,…] [--pdf] [--seeds 0,1,2,42]

Each pair is compared once for each circumstance, in a process of its own that writes all formats; their
SHA-256 have to be those of the first run. Busy means that twice as many processes as there are cores count
without end while it runs; one core, that the process may use no second (where the system can say so). A
locale that is not installed is asked for all the same, as a user may. Without pairs a sample of this
repository is taken. The exit code is 1 where bytes differ; the last line is JSON.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from one_run import machine, run

ROOT = Path(__file__).parents[1]
FORMATS = "json,html,md,csv,docx,akn.xml,txt"
LOCALES = ("POSIX", "C.UTF-8", "nb_NO.UTF-8", "tr_TR.UTF-8", "de_DE.ISO-8859-1")
"""Turkish has other capitals for i, German another decimal sign."""
ZONES = ("Pacific/Auckland", "America/Anchorage")


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Something that must not show in the result. `relative`: paths from the files' own folder."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    relative: bool = False
    busy: bool = False
    one_core: bool = False


def main() -> None:
    """Compare all pairs in all circumstances and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="OLD NEW")
    parser.add_argument("--formats", default=FORMATS)
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--seeds", default="0,1,2,42,random")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is killed")
    options = parser.parse_args()
    if len(options.files) % 2:
        parser.error("give files in pairs: OLD NEW")
    sample = ROOT / "statutes" / "norway-drug-reform"
    files = options.files or [sample / "law-in-force.en.xml", sample / "bill.en.xml"]
    pairs = [(old.resolve(), new.resolve()) for old, new in zip(files[::2], files[1::2], strict=True)]
    formats = options.formats.split(",") + ["pdf"] * options.pdf
    here = machine()
    print(", ".join(f"{k} {v}" for k, v in here.items()), "\n")
    print("| pair | output | bytes | SHA-256 | runs | the same | others |\n|---|---|--:|---|--:|---|---|")
    figures = []
    for old, new in pairs:
        for figure in _compared(old, new, formats, options.seeds.split(","), options.limit):
            figures.append(figure)
            cells = [
                str(figure[key]) for key in ("pair", "output", "bytes", "sha256", "circumstances", "same")
            ]
            cells[3] = cells[3][:12] if figure["bytes"] else cells[3][:120]
            print(f"| {' | '.join(cells)} | {', '.join(figure['others'])} |", flush=True)  # type: ignore[arg-type]
    same = all(figure["same"] for figure in figures)
    print(f"\n{'The same bytes throughout' if same else 'BYTES DIFFER'}\n")
    print(json.dumps({"machine": here, "same": same, "outputs": figures}))
    sys.exit(not same)


def _circumstances(seeds: Sequence[str]) -> Iterator[Circumstance]:
    for seed in seeds:
        yield Circumstance(f"hash seed {seed}", {"PYTHONHASHSEED": seed})
    for locale in LOCALES:
        yield Circumstance(f"locale {locale}", {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0"})
    for zone in ZONES:
        yield Circumstance(f"time zone {zone}", {"TZ": zone})
    yield Circumstance("from the files' folder", relative=True)
    yield Circumstance("all cores busy", busy=True)
    if shutil.which("taskset"):
        yield Circumstance("one core", one_core=True)


def _compared(
    old: Path, new: Path, formats: Sequence[str], seeds: Sequence[str], limit: float
) -> Iterator[dict[str, object]]:
    """Give for each format what came out, and in which circumstances it was something else."""
    found = {c.name: _hashes(c, old, new, formats, limit) for c in _circumstances(seeds)}
    first = next(iter(found.values()))
    for name in formats:
        size, digest = first[name]
        others = [
            f"{c}: {hashes[name][1][:12]}" for c, hashes in found.items() if hashes[name] != first[name]
        ]
        yield {
            "pair": f"{old.parent.name}/{old.name} → {new.parent.name}/{new.name}",
            "output": name,
            "bytes": size,
            "sha256": digest,
            "circumstances": len(found),
            "same": not others and size > 0,
            "others": others,
        }


def _hashes(
    circumstance: Circumstance, old: Path, new: Path, formats: Sequence[str], limit: float
) -> dict[str, tuple[int, str]]:
    """Compare in one circumstance; give size and SHA-256 of each output, 0 and what was said on failure."""
    with tempfile.TemporaryDirectory() as name, _load(circumstance.busy):
        folder = Path(name)
        outs = [folder / f"out.{suffix}" for suffix in formats]
        start = old.parent if circumstance.relative else folder
        inputs = [os.path.relpath(path, start) if circumstance.relative else str(path) for path in (old, new)]
        command = [sys.executable, "-m", "lawdiff.cli", "diff", *inputs]
        for out in outs:
            command += ["-o", str(out)]
        if circumstance.one_core:
            command = [shutil.which("taskset") or "taskset", "-c", "0", *command]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
        took = run(command, folder, limit=limit, environment=kept | circumstance.environment, cwd=start)
        failed = (0, "over the limit" if took.killed else f"exit {took.code} {took.message}")
        return {
            suffix: (out.stat().st_size, sha256(out.read_bytes()).hexdigest()) if out.exists() else failed
            for suffix, out in zip(formats, outs, strict=True)
        }


@contextlib.contextmanager
def _load(wanted: bool) -> Iterator[None]:
    """Keep all cores busy for a while."""
    count = 2 * (os.cpu_count() or 1) if wanted else 0
    busy = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
