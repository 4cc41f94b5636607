"""Have an independent engine check that PDF/A-3a and PDF/UA-1 hold.

    python benchmarks/pdf_validation.py [FOLDER | OLD NEW]… [--pdf FILE…]

The engine is veraPDF's, with its profiles; `.ci/pdf-validator` gets it, `make check-pdf` runs both. Checked
are the demo in every layout, whole and of parts merged, its summary, and pairs of real law: those named, or
the lists below where the data is, of which the long ones are merged of parts; with `--pdf` these files
instead. The last line is JSON. Exit code 1 if a rule fails, 2 if the engine is not here.

A validator cannot hear: what a reader meets, and in what order, is held by tests/render/pdf/test_text.py.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

from real_pairs import pairs_of_places

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.render import render
from lawdiff.render.looks import Layout
from lawdiff.render.pdf import parts
from lawdiff.run.attaching import files_of
from lawdiff.run.comparison import Comparison, run_comparison
from lawdiff.run.demo import demonstration

ROOT = Path(__file__).resolve().parents[1]
RULES = Path(__file__).with_suffix("").with_name("pdf_rules.js")
PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
REAL = (  # small enough for some seconds each, of six schemas: all that lawdiff reads, one in two dialects
    ("akn-uk/ukpga-2000-38-s19/2014-04-01.xml", "akn-uk/ukpga-2000-38-s19/2022-02-28.xml"),
    ("akn-fi/2024-224/2024-05-03.xml", "akn-fi/2024-224/2025-05-23.xml"),
    ("akn-za/za-cpt-2003-sub-council/2011-08-05.xml", "akn-za/za-cpt-2003-sub-council/2013-11-01.xml"),
    ("akn-eu/leos-council/base.xml", "akn-eu/leos-council/add__article.xml"),
    ("akn-de/constructed-1/before-with-passive-mods.xml", "akn-de/constructed-1/after.xml"),
    ("dc-sections/1-301.192/before.xml", "dc-sections/1-301.192/after.xml"),
    ("dc-sections/4-681.03/before.xml", "dc-sections/4-681.03/after.xml"),
    ("dc-sections/47-813/before.xml", "dc-sections/47-813/after.xml"),
    ("no-lovdata/enacted/nl-20170522-029.xml", "no-lovdata/2025-11/nl-20170522-029.xml"),
    ("us-usc/usc09@113-31.xml", "us-usc/usc09@119-36.xml"),
    ("us-bills-uslm/116-hr1058-rds.xml", "us-bills-uslm/116-hr1058-enr.xml"),
    ("us-bills-dtd/118-s2247-is.xml", "us-bills-dtd/118-s2247-rs.xml"),
)  # fmt: skip
"""Pairs of the data's folder that are checked where they are."""

LONG: tuple[tuple[Layout, tuple[str, str]], ...] = (
    ("side-by-side", ("us-usc/usc03@115-164not141.xml", "us-usc/usc03@119-36.xml")),
)
"""Long pairs, with all of the law shown, in parts."""
_SMALL, _MIDDLE = 3_000, 40_000
"""Characters of text in a part of what is merged for the check: of the demo, of a long pair."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says of a file by one profile; `failures` are the first of the `failed`."""

    file: str
    profile: str
    holds: bool
    assertions: int
    failed: int
    failures: tuple[str, ...]


def class_path() -> tuple[Path, ...]:
    """Give the archives of the engine; none where one is missing."""
    engines = sorted((ROOT / ".tools/validator").glob("engine-*.jar"))
    jaxb = Path(os.environ.get("LAWDIFF_JAXB", "/usr/share/java"))
    names = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar")
    parts = (*engines[-1:], *(jaxb / name for name in names))  # behind the engine: its own JAXB is cut down
    return parts if engines and shutil.which("java") and all(part.is_file() for part in parts) else ()


def verdicts(files: Sequence[Path]) -> tuple[Verdict, ...]:
    """Let one process of the engine check files, each by both profiles.

    Raises `LawdiffError` where the engine is not here or does not answer for each.
    """
    parts = class_path()
    if not parts:
        raise LawdiffError("the validator is not here", where=".tools/validator", do="Type: make check-pdf")
    line = ["java", "-cp", os.pathsep.join(map(str, parts)), "org.mozilla.javascript.tools.shell.Main"]
    asked = [*line, str(RULES), ",".join(PROFILES), *map(str, files)]
    done = subprocess.run(asked, capture_output=True, check=False)
    said = [json.loads(row) for row in done.stdout.splitlines() if row.startswith(b"{")]
    if len(said) != len(files) * len(PROFILES):
        told = done.stderr.decode(errors="replace").strip()
        raise LawdiffError(f"the validator stopped: {told[:300]}", where="java", do="See what it says")
    return tuple(Verdict(**row | {"failures": tuple(row["failures"])}) for row in said)


def main() -> int:
    """Check, print the table; 1 if a rule fails, 2 if there is no engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("places", nargs="*", type=Path, metavar="FOLDER | OLD NEW")
    parser.add_argument("--pdf", nargs="+", type=Path, default=[], help="check these files, make none")
    options = parser.parse_args()
    if not class_path():
        print("The validator is not here. Type: make check-pdf", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        if options.pdf:
            made = [(path.name, "", path) for path in options.pdf]
        else:
            made = list(_made(Path(folder), options.places))
        sizes = [path.stat().st_size for _, _, path in made]
        found = verdicts([path for _, _, path in made])
    return _told(made, sizes, found)


def _told(made: Sequence[tuple[str, str, Path]], sizes: Sequence[int], found: Sequence[Verdict]) -> int:
    """Print what was found; 1 if a rule fails."""
    by_file: dict[str, list[Verdict]] = {}
    for verdict in found:
        by_file.setdefault(verdict.file, []).append(verdict)
    print("| file | schema | kB | assertions | " + " | ".join(PROFILES.values()) + " |")
    print("|---|---|--:|--:|---|---|")
    rows = []
    for (name, schema, path), size in zip(made, sizes, strict=True):
        row = by_file[str(path)]
        assertions = sum(v.assertions for v in row)
        told = ["holds" if v.holds else f"{v.failed} failures" for v in row]
        print(f"| {name} | {schema} | {size / 1000:.0f} | {assertions:,} | " + " | ".join(told) + " |")
        judged = {v.profile: {"holds": v.holds, "failed": v.failed} for v in row}
        rows.append({"name": name, "schema": schema, "bytes": size, "assertions": assertions} | judged)
    bad = [verdict for verdict in found if not verdict.holds]
    for verdict in bad:
        for failure in verdict.failures:
            print(f"- {Path(verdict.file).name}, {PROFILES[verdict.profile]}, {failure}")
    failed = sum(v.failed for v in found)
    print(f"\n{len(made)} files, {sum(v.assertions for v in found):,} assertions, {failed} failures\n")
    print(json.dumps({"files": len(made), "failures": failed, "not_valid": len(bad), "rows": rows}))
    return int(bool(bad))


def _made(folder: Path, places: Sequence[Path]) -> Iterator[tuple[str, str, Path]]:
    """Write the demo in every layout and the pairs; give name, schema and file of each."""
    every: tuple[Layout, ...] = get_args(Layout)
    jobs: list[tuple[str, Comparison, tuple[Layout, ...]]] = [("demo", demonstration(), every)]
    jobs += [(name, Comparison(old=str(old), new=str(new)), ("inline",)) for name, old, new in _pairs(places)]
    long = () if places else LONG
    jobs += [
        (name, Comparison(old=str(old), new=str(new), scope="all"), (layout,))
        for layout, pair in long
        for name, old, new in _there([pair])
    ]
    count = 0
    for name, job, layouts in jobs:
        redline = run_comparison(job)
        for told, make in _ways(redline, job, layouts, demo=name == "demo"):
            print(f"making {name}, {told}", file=sys.stderr)
            count += 1
            path = folder / f"{count:03}.pdf"
            path.write_bytes(make())
            yield f"{name}, {told}", redline.old.schema, path


def _ways(
    redline: Redline, job: Comparison, layouts: Sequence[Layout], *, demo: bool
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give what is made of a redline; of the demo also its summary, and each layout merged."""
    long = job.scope == "all"
    for layout in layouts:
        if not long:
            yield layout, partial(_pdf, redline, job, layout)
        if demo or long:
            yield f"{layout}, merged", partial(_merged, redline, job, layout, _MIDDLE if long else _SMALL)
    if demo:
        files = files_of(job, redline, "all")
        yield "summary", lambda: render(redline, "pdf", summary=True, files=files)


def _pdf(redline: Redline, job: Comparison, layout: Layout) -> bytes:
    return render(redline, "pdf", layout=layout, files=files_of(job, redline, "all"))


def _merged(redline: Redline, job: Comparison, layout: Layout, part: int) -> bytes:
    """Write in parts of so many characters each."""
    plain = parts.PART, parts._WHOLE
    parts.PART, parts._WHOLE = part, 1.5 * part
    try:
        return _pdf(redline, job, layout)
    finally:
        parts.PART, parts._WHOLE = plain


def _pairs(places: Sequence[Path]) -> Iterator[tuple[str, Path, Path]]:
    if places:
        yield from pairs_of_places(places, first=True)
        return
    yield from _there(REAL)


def _there(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Path, Path]]:
    """Give the pairs of the data's folder that are there."""
    data = Path(os.environ.get("LAWDIFF_REAL_LAW") or ROOT.parent / "shared/data")
    for old, new in pairs:
        if (data / old).is_file() and (data / new).is_file():
            yield f"{old} → {Path(new).name}", data / old, data / new
        else:
            print(f"no {old} here (LAWDIFF_REAL_LAW names the folder)", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
