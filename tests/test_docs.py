"""The examples of the README run: every `$ lawdiff …` whose files are there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lawdiff.cli.app import COMMANDS as COMMAND_MODULES

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
LINES = [line[2:] for line in README.splitlines() if line.startswith("$ lawdiff ") and "OLD.xml" not in line]
COMMANDS = [line for line in LINES if "redline." not in line]


@pytest.mark.parametrize("command", COMMANDS)
def test_runs(command: str) -> None:
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "lawdiff.cli", *words], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("line", [line for line in LINES if line not in COMMANDS])
def test_what_needs_a_redline_is_an_example_of_its_command(line: str) -> None:
    module = COMMAND_MODULES[line.split()[1]]  # its examples are run in order, elsewhere
    assert line in module.EXAMPLES


def test_links_lead_somewhere() -> None:
    for page in (README, (TOP / "ARCHITECTURE.md").read_text(encoding="utf-8")):
        for target in re.findall(r"\]\(([^)#]+)\)", page):
            assert target.startswith("http") or (TOP / target).exists(), target
