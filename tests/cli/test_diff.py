import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_law import small_law, small_report

from lawdiff.cli.__main__ import run

pytestmark = pytest.mark.usefixtures("folder")

OLD = small_law("Not more than 15 grams.", "A fine.")
NEW = small_law("Not more than 10 grams.", "A fine.")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where one stands: two versions that differ in one sum, and a report."""
    monkeypatch.chdir(tmp_path)
    Path("old.xml").write_bytes(OLD)
    Path("new.xml").write_bytes(NEW)
    Path("report.md").write_bytes(small_report("The limit is lowered to 10 grams in § 1."))
    return tmp_path


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@x", *arguments], check=True, capture_output=True
    )


def test_nothing_given_is_text_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.xml", "new.xml"]) == 0
    assert "{15} ⟦10⟧ grams" in capsys.readouterr().out


def test_outputs_by_suffix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = ["r.html", "r.json", "r.md", "r.txt"]
    assert run(["diff", "old.xml", "new.xml", *(f"-o{name}" for name in outputs)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert [line for line in captured.err.splitlines() if "wrote" in line] == [
        f"lawdiff: wrote {name}" for name in outputs
    ]
    assert json.loads((folder / "r.json").read_bytes())["changes"][0]["kinds"] == ["substitution"]
    assert "~~15~~ **10** grams" in (folder / "r.md").read_text(encoding="utf-8")
    assert "<html" in (folder / "r.html").read_text(encoding="utf-8")
    assert "{15} ⟦10⟧" in (folder / "r.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*outputs, "old.xml", "new.xml", "report.md"]
    )


def test_format_goes_to_standard_output_alone(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["diff", "old.xml", "new.xml", "--format", "json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["format"] == "lawdiff-redline-1"


def test_exit_code() -> None:
    assert run(["diff", "old.xml", "new.xml", "--exit-code", "-f", "md"]) == 1
    assert run(["diff", "old.xml", "old.xml", "--exit-code", "-f", "md"]) == 0
    assert run(["diff", "old.xml", "new.xml", "-f", "md"]) == 0


def test_a_report_stands_beside_its_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.xml", "new.xml", "--report", "report.md"]) == 0
    assert "“The limit is lowered to 10 grams in § 1.”" in capsys.readouterr().out


def test_languages_and_scope(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.xml", "new.xml", "--lang", "nb"]) == 0
    assert "endret" in capsys.readouterr().out
    assert run(["diff", "old.xml", "new.xml", "-f", "json", "--scope", "all"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert run(["diff", "old.xml", "new.xml", "-f", "json"]) == 0
    assert any(item["nodes"] for item in whole["items"])
    assert not any(item["nodes"] for item in json.loads(capsys.readouterr().out)["items"])


def test_a_version_in_git(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    git("add", "old.xml")
    git("commit", "-qm", "x")
    Path("old.xml").write_bytes(NEW)
    assert run(["diff", "HEAD:old.xml", "old.xml", "--exit-code"]) == 1
    assert "{15} ⟦10⟧" in capsys.readouterr().out


def test_a_version_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(NEW)))
    assert run(["diff", "old.xml", "-", "--exit-code"]) == 1


def test_the_same_file_twice_has_no_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.xml", "old.xml"]) == 0
    assert "there are no changes" in capsys.readouterr().out


def test_different_works_are_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.xml").write_bytes(small_law("A fine.", uri="/akn/no/act/1999/y", title="Fishing Act"))
    assert run(["diff", "old.xml", "other.xml", "-o", "r.json"]) == 0
    warnings = [line for line in capsys.readouterr().err.splitlines() if line.startswith("lawdiff: warning:")]
    assert any("/akn/no/act/1999/y" in line or "Fishing Act" in line for line in warnings)
    assert json.loads((folder / "r.json").read_bytes())["warnings"]


def test_same_bytes_for_any_hash_seed() -> None:
    def written(seed: str) -> bytes:
        line = [sys.executable, "-m", "lawdiff.cli", "diff", "old.xml", "new.xml", "-f", "json"]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(line, env=environment, capture_output=True, check=True).stdout

    assert written("1") == written("2")


def test_a_locale_without_letters_does_not_matter() -> None:
    line = [sys.executable, "-m", "lawdiff.cli", "diff", "old.xml", "new.xml"]
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(line, env=environment, capture_output=True, check=True)
    assert "⟦10⟧" in done.stdout.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(("no_color", "shown"), [("", "\x1b[9;31m15"), ("1", "{15} ⟦10⟧")])
def test_on_a_terminal_there_is_colour_and_progress(no_color: str, shown: str) -> None:
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "lawdiff.cli", "diff", "old.xml", "new.xml"]
    environment = os.environ | {"TERM": "xterm-256color", "NO_COLOR": no_color, "COLUMNS": "80"}
    with subprocess.Popen(line, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while chunk := _read(ours):
            seen += chunk
    os.close(ours)
    assert process.returncode == 0
    text = seen.decode()
    assert shown in text
    assert "comparing" in text  # the bar


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, 4096)
    except OSError:  # Linux ends a terminal whose other side is closed with an error
        return b""


def test_a_pipe_has_nothing_but_the_result() -> None:
    line = [sys.executable, "-m", "lawdiff.cli", "diff", "old.xml", "new.xml", "-f", "md"]
    done = subprocess.run(line, capture_output=True, check=True)
    assert done.stderr == b""
    assert done.stdout.startswith(b"# Drugs Act")


def test_a_reader_that_stops_is_no_trouble() -> None:
    line = f"{sys.executable} -m lawdiff.cli diff old.xml new.xml -f json | head -c 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"{", b"")


def test_what_is_ignored_is_no_change_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.xml").write_bytes(small_law("A permit, if paid for, is valid.", "A fine."))
    Path("new.xml").write_bytes(small_law("A permit if paid for is valid.", "A fine."))
    assert run(["diff", "old.xml", "new.xml", "--exit-code"]) == 1
    capsys.readouterr()
    assert (
        run(["diff", "old.xml", "new.xml", "--exit-code", "--ignore", "editorial", "--ignore", "links"]) == 0
    )
    told = capsys.readouterr().out
    assert "1 editorial change is left out.\n0 changes of link targets are left out.\n" in told
