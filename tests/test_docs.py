"""The examples of the README run: every `$ lawdiff …` whose files are there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line[2:] for line in README.splitlines() if line.startswith("$ lawdiff ") and "OLD.xml" not in line
]


@pytest.mark.parametrize("command", COMMANDS)
def test_runs(command: str) -> None:
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "lawdiff.cli", *words], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_links_lead_somewhere() -> None:
    for page in (README, (TOP / "ARCHITECTURE.md").read_text(encoding="utf-8")):
        for target in re.findall(r"\]\(([^)#]+)\)", page):
            assert target.startswith("http") or (TOP / target).exists(), target
