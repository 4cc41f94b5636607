"""Make docs/benchmarks.md: run the benchmarks, and put their tables into the text of page.md.

    python benchmarks/page.py [--data FOLDER] [--large FOLDER] [NAME…]

`page.md` has a line `{{ NAME }}` for each table. With names only these are run, without any all but the
longest (`ONLY_BY_NAME`); the others stand as they were last measured (docs/benchmarks.json keeps every
output, with the day, the machine and the load). `--data` is a folder of real law, `--large` one that holds
dc-code-A and dc-code-B; without them `../shared/data` beside the checkout, and what its `_large/unpack`
prints.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
KEPT = DOCS / "benchmarks.json"

_FOLDER = re.compile(rf"{re.escape(tempfile.gettempdir())}/[^\"\s]*/(?=[\w.]+)")
# Arguments: {data} and {large} stand for the folders.
RUNS: dict[str, tuple[str, ...]] = {
    "overmarking": ("overmarking.py", "{data}/overmarking"),
    "real_pairs": (
        "real_pairs.py", "{data}/dc-sections", "{data}/akn-za", "{data}/akn-uk", "{data}/akn-fi",
    ),
    "words": ("words.py",),
    "alignment": ("alignment.py",),
    "scale": ("alignment.py", "--scale", "30000"),
    "speed": ("speed.py", "{large}/dc-code-A", "{large}/dc-code-B", "--doubling", "--repeat", "3"),
    "same_bytes": ("same_bytes.py", "--pdf"),
    "worst_cases": ("worst_cases.py",),
    "run_times": ("run_times.py",),
    "html_speed": (
        "html_speed.py", "{data}/us-usc/usc03@115-164not141.xml", "{data}/us-usc/usc03@119-36.xml",
        "--units", "3000", "--edited", "0.1,1,10",
    ),
    "pdf_speed": ("pdf_speed.py", "--pages", "100,1500", "--layouts", "inline", "--peers", "none"),
    "pdf_peers": (
        "pdf_speed.py", "--pages", "100,500", "--layouts", "all", "--peers", "plain,tagged,chromium",
        "--budget", "6000",
    ),
}  # fmt: skip
ONLY_BY_NAME = frozenset({"pdf_peers"})
"""What takes an hour or two, and is run only where it is named."""


def main() -> None:
    """Run what is asked for, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument(
        "--data", default=os.environ.get("LAWDIFF_REAL_LAW") or str(HERE.parents[1] / "shared/data")
    )
    parser.add_argument("--large", default="")
    parser.add_argument("name", nargs="*", choices=[*RUNS, []], help="only these")
    arguments = parser.parse_args()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    for name in arguments.name or [name for name in RUNS if name not in ONLY_BY_NAME]:
        kept[name] = run(name, arguments.data, arguments.large)
        KEPT.write_text(
            json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
        )
    write(kept)


def run(name: str, data: str, large: str) -> dict[str, object]:
    """Run one benchmark; give what it printed, with the machine."""
    script, *given = RUNS[name]
    if any("{large}" in argument for argument in given) and not large:
        unpack = [str(Path(data) / "_large" / "unpack")]
        large = subprocess.run(unpack, capture_output=True, text=True, check=True).stdout.strip()
    command = [sys.executable, str(HERE / script), *(a.format(data=data, large=large) for a in given)]
    print(f"{name}: {script} …", flush=True)
    load = [round(value, 1) for value in os.getloadavg()] if hasattr(os, "getloadavg") else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.rstrip("\n").split("\n")
    figures = lines.pop() if lines[-1].startswith("{") else ""
    if not figures:
        sys.exit(f"{name} ended with {done.returncode} and no line of JSON:\n{done.stderr[-2000:]}")
    figures = _FOLDER.sub("", figures.replace(data, "DATA").replace(large or "\0", "LARGE"))
    shown = [line.replace(data, "DATA").replace(large or "\0", "LARGE") for line in lines]
    asked = " ".join((script, *given)).replace("{data}", "DATA").replace("{large}", "LARGE")
    return {
        "asked": asked,
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "load": load,
        "output": [line for line in shown if line.strip() or shown],
        "figures": json.loads(figures),
    }


def machine() -> str:
    """The processor, the system, and what the figures depend on."""
    cpu = ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))
        cpu = found[1].strip() if found else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("lxml", "rapidfuzz", "numpy", "weasyprint"))
    return (
        f"{os.cpu_count()} cores of {cpu or platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}"
    )


def write(kept: dict[str, dict[str, object]]) -> None:
    """Put the tables into the text."""

    def table(found: re.Match[str]) -> str:
        one = kept.get(found[1])
        if one is None:
            return "*Not measured yet.*"
        load = one["load"]
        busy = f"; load before {load[0]}" if isinstance(load, list) and load else ""
        head = f"`python benchmarks/{one['asked']}`, {one['day']}, {one['machine']}{busy}."
        output = one["output"]
        assert isinstance(output, list)  # noqa: S101 - narrows the type
        return head + "\n\n" + "\n".join(output).strip("\n")

    text = (HERE / "page.md").read_text(encoding="utf-8")
    page = re.sub(r"\{\{ (\w+) \}\}", table, text)
    (DOCS / "benchmarks.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
