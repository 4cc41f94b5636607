"""`lawdiff doctor`: say what this machine lacks, and the line that gets it.

Python's packages come with pip; what pip cannot bring is the library that lays out the PDF (Pango) and the
program git. `--fix` types the lines itself, through the system's own package manager.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Annotated

import typer

from lawdiff.errors import ANSWER_NO
from lawdiff.resources import statutes, templates

EXAMPLES = ("lawdiff doctor",)

# How each package manager calls a thing, in the order in which managers are tried. Pango's names are those
# of WeasyPrint's manual ("First steps", Installation).
_MANAGERS: Mapping[str, Mapping[str, str]] = {
    "apt-get": {
        "pango": "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "git": "apt-get install -y git",
        "chromium": "apt-get install -y chromium",
    },
    "dnf": {
        "pango": "dnf install -y pango",
        "git": "dnf install -y git",
        "chromium": "dnf install -y chromium",
    },
    "apk": {
        "pango": "apk add pango fontconfig",
        "git": "apk add git",
        "chromium": "apk add chromium",
    },
    "pacman": {
        "pango": "pacman -S --noconfirm pango",
        "git": "pacman -S --noconfirm git",
        "chromium": "pacman -S --noconfirm chromium",
    },
    "zypper": {
        "pango": "zypper install -y libpango-1_0-0",
        "git": "zypper install -y git",
        "chromium": "zypper install -y chromium",
    },
    "brew": {"pango": "brew install pango", "git": "brew install git"},
}
_WINDOWS = {
    "pango": "winget install MSYS2.MSYS2, then in its shell: pacman -S mingw-w64-x86_64-pango",
    "git": "winget install Git.Git",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for. `get` is the line to type where it is missing."""

    name: str
    found: bool
    needed_for: str
    detail: str = ""
    get: str = ""
    optional: bool = False


def command(
    fix: Annotated[
        bool, typer.Option("--fix", help="Get what is missing by the system's package manager.")
    ] = False,
) -> None:
    """Say what is missing on this machine, and the line that gets it.

    Exit code 1 where something is missing that a command needs.
    """
    findings = list(look())
    if fix:
        lines = [f.get for f in findings if not f.found and not f.optional and _is_ours(f.get)]
        for line in lines:
            _get(line)
        findings = list(look()) if lines else findings
    for finding in findings:
        print(_line(finding))
    if any(not finding.found and not finding.optional for finding in findings):
        raise typer.Exit(ANSWER_NO)
    print("Nothing that lawdiff needs is missing.")


def look() -> Iterator[Finding]:
    """Look for everything."""
    version = platform.python_version()
    yield Finding("Python", sys.version_info >= (3, 11), "all", version, "install Python 3.11 or later")
    yield _packages()
    pango = _pango()
    # WeasyPrint loads the library by its name, in a process of its own: a failed load cannot be tried again.
    yield Finding("Pango", not pango, "PDF", pango, _line_for("pango"))
    git = shutil.which("git")
    yield Finding("git", git is not None, "REV:path", git or "", _line_for("git"))
    for name, folder in (("templates", templates()), ("sample laws", statutes())):
        again = "install lawdiff again: pip install --force-reinstall lawdiff"
        yield Finding(name, any(folder.glob("*")), "all outputs", str(folder), again)
    fonts = sorted((templates() / "fonts").glob("*.ttf"))
    yield Finding(
        "fonts", bool(fonts), "PDF", f"{len(fonts)} bundled", "install lawdiff again", optional=True
    )
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    yield Finding(
        "Chromium",
        chromium is not None,
        "make pictures",
        chromium or "",
        _line_for("chromium"),
        optional=True,
    )


def _packages() -> Finding:
    names = ("lxml", "msgspec", "jinja2", "babel", "weasyprint", "pikepdf", "rapidfuzz", "diff_match_patch")
    missing = [name for name in names if find_spec(name) is None]
    return Finding(
        "packages",
        not missing,
        "all",
        ", ".join(missing) or "all there",
        f"{sys.executable} -m pip install {' '.join(missing)}".replace("_", "-"),
    )


def _pango() -> str:
    """Say why WeasyPrint cannot be loaded; empty where it can."""
    done = subprocess.run(
        [sys.executable, "-c", "import weasyprint"], capture_output=True, text=True, check=False
    )
    lines = done.stderr.strip().splitlines()
    return (lines[-1] if lines else "it cannot be loaded") if done.returncode else ""


def _line_for(thing: str) -> str:
    """Give the line that gets a thing on this machine, with sudo where that is needed."""
    if sys.platform == "win32":
        return _WINDOWS.get(thing, "")
    for manager, lines in _MANAGERS.items():
        if thing in lines and shutil.which(manager):
            root = manager == "brew" or _is_root()
            return lines[thing] if root else f"sudo {lines[thing]}"
    return f"install {thing} with the package manager of this system"


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _is_ours(line: str) -> bool:
    """Whether a line is one of the table's, and so can be run as it is."""
    return any(line.removeprefix("sudo ") in lines.values() for lines in _MANAGERS.values())


def _get(line: str) -> None:
    """Run a line. Where nobody can type a password, sudo must not ask for one."""
    words = line.split()
    if words[0] == "sudo" and not sys.stdin.isatty():
        words.insert(1, "-n")
    print(f"$ {line}", file=sys.stderr, flush=True)
    if "apt-get" in words:
        update = [*words[: words.index("apt-get") + 1], "update"]
        subprocess.run(update, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - the table's
    try:
        subprocess.run(words, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - the table's
    except FileNotFoundError:
        print(f"There is no {words[0]} here. Type as root: {line.removeprefix('sudo ')}", file=sys.stderr)


def _line(finding: Finding) -> str:
    state = "ok" if finding.found else "optional" if finding.optional else "MISSING"
    detail = f"  {finding.detail}" if finding.detail else ""
    line = f"{state:<9} {finding.name} (for {finding.needed_for}){detail}"
    return line if finding.found else f"{line}\n{'':<9} get it: {finding.get}"
