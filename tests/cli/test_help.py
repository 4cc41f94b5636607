"""Help answers at once, and what it shows runs."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lawdiff.cli.__main__ import run
from lawdiff.cli.app import COMMANDS

ROOT = Path(__file__).parents[2]
HEAVY = ("weasyprint", "lxml", "jinja2", "rich", "babel", "msgspec", "pikepdf", "rapidfuzz", "sklearn")


@pytest.fixture
def beside_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where the sample laws are, and nothing else."""
    shutil.copytree(ROOT / "statutes", tmp_path / "statutes")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_imports_nothing_heavy_and_builds_no_model() -> None:
    code = (
        "import sys; from lawdiff.cli.__main__ import run; code = run(['--help']);"
        f"heavy = [n for n in {HEAVY!r} if n in sys.modules];"
        "light = ('cli', 'errors', 'resources');"
        "ours = [n for n in sys.modules if n.startswith('lawdiff.') and n.split('.')[1] not in light];"
        "sys.exit(f'{heavy} {ours}' if heavy or ours else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_its_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert COMMANDS[name].EXAMPLES
    for example in COMMANDS[name].EXAMPLES:
        assert f"    $ {example}\n" in shown


# The demo takes as long as all others together; tests/test_wheel.py runs its example from the wheel.
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "demo"])
def test_the_examples_run_one_after_the_other(
    name: str, beside_the_samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for example in COMMANDS[name].EXAMPLES:
        program, *arguments = shlex.split(example)
        assert program == "lawdiff"
        assert run(arguments) == 0, capsys.readouterr().err
        assert capsys.readouterr().out or "-o" in arguments
        for written in re.findall(r"-o (\S+)", example):
            assert (beside_the_samples / written).exists()


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    import lawdiff

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"lawdiff {lawdiff.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lawdiff.cli"],
        env={"_LAWDIFF_COMPLETE": f"source_{shell}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_LAWDIFF_COMPLETE=" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["nothing"], ["diff"], ["diff", "a.xml"], ["diff", "a", "b", "--scope", "some"], ["--what"]],
)
def test_bad_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert "Usage: lawdiff" in captured.err + captured.out
    assert "Traceback" not in captured.err
