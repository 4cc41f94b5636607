import os
import subprocess
import sys
from pathlib import Path

import pytest

from lawdiff.cli import doctor
from lawdiff.cli.__main__ import run


def test_this_machine_runs_these_tests_so_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["doctor"])
    shown = capsys.readouterr().out
    assert code == (1 if "MISSING" in shown else 0)
    for name in ("Python", "packages", "Pango", "git", "templates", "sample laws"):
        assert f" {name} (for " in shown


def test_what_is_missing_is_said_with_the_line_that_gets_it(tmp_path: Path) -> None:
    """On a machine whose only program is a package manager of Debian's name."""
    manager = tmp_path / "apt-get"
    manager.write_text("#!/bin/sh\n")
    manager.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-m", "lawdiff.cli", "doctor"],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    sudo = "" if os.geteuid() == 0 else "sudo "
    assert f"MISSING   git (for REV:path)\n          get it: {sudo}apt-get install -y git\n" in done.stdout
    assert "optional  Chromium (for make pictures)" in done.stdout


def test_fix_runs_the_line(tmp_path: Path) -> None:
    """The package manager of this test writes down what it is told, and "installs" git."""
    manager = tmp_path / "apk"
    manager.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/told\n: > {tmp_path}/git\n/bin/chmod 700 {tmp_path}/git\n'
    )
    sudo = tmp_path / "sudo"
    sudo.write_text('#!/bin/sh\nshift\nexec "$@"\n')
    for program in (manager, sudo):
        program.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-m", "lawdiff.cli", "doctor", "--fix"],
        env=os.environ | {"PATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "add git" in (tmp_path / "told").read_text().splitlines()
    assert "ok        git (for REV:path)" in done.stdout


def test_only_lines_of_the_table_are_ever_run() -> None:
    assert doctor._is_ours("sudo apt-get install -y git")
    assert not doctor._is_ours("install git with the package manager of this system")
    assert not doctor._is_ours("apt-get install -y git; rm -rf /")
