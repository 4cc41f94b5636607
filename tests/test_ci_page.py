"""The script on the page docs/ci.md runs as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_law import small_law

PAGE = Path(__file__).parents[1] / "docs" / "ci.md"


def script() -> str:
    found = re.search(r"^```bash\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found, "there is no script on the page"
    return found[1]


def git(*arguments: str) -> None:
    line = ["git", "-c", "user.name=n", "-c", "user.email=e@x", "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(line, check=True, capture_output=True)


@pytest.fixture
def pull_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose branch amends one law, renames and amends another, adds one, deletes one."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    monkeypatch.chdir(tmp_path)
    laws = tmp_path / "statutes"
    laws.mkdir()
    sections = ("A fine of 100 kroner.", "Not more than 15 grams.", "The ministry may make rules.")
    for name in ("lov om narkotika", "old name"):
        (laws / f"{name}.xml").write_bytes(small_law(*sections, title=name))
    (laws / "gone.xml").write_bytes(small_law(*(f"Rule {i * i} of fishing." for i in range(40))))
    (laws / "notes.txt").write_text("x")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "change")
    amended = (sections[0], "Not more than 10 grams.", sections[2])
    (laws / "lov om narkotika.xml").write_bytes(small_law(*amended, title="lov om narkotika"))
    (laws / "old name.xml").rename(laws / "nytt navn å.xml")
    (laws / "nytt navn å.xml").write_bytes(small_law(*amended, title="old name"))
    (laws / "gone.xml").unlink()
    (laws / "new.xml").write_bytes(small_law(*(f"Duty {i**3} of owners." for i in range(40))))
    (laws / "notes.txt").write_text("y")
    git("add", ".")
    git("commit", "-qm", "amend")
    return tmp_path


def run_script(folder: Path) -> subprocess.CompletedProcess[str]:
    programs = folder / "programs"
    programs.mkdir()
    lawdiff = programs / "lawdiff"
    lawdiff.write_text(f'#!/bin/sh\nexec {sys.executable} -m lawdiff.cli "$@"\n')
    lawdiff.chmod(0o700)
    environment = os.environ | {
        "BASE": "main",
        "LAWS": "statutes",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        ["bash", "-eu", "-c", script()], env=environment, capture_output=True, text=True, check=False
    )


def test_the_script_of_the_page(pull_request: Path) -> None:
    done = run_script(pull_request)
    assert done.returncode == 0, done.stderr
    written = sorted(path.name for path in (pull_request / "redlines").iterdir())
    assert written == [
        "statutes_lov_om_narkotika.md",
        "statutes_lov_om_narkotika.pdf",
        "statutes_nytt_navn_å.md",
        "statutes_nytt_navn_å.pdf",
    ]
    assert (pull_request / "redlines" / written[1]).read_bytes().startswith(b"%PDF")
    summary = (pull_request / "summary.md").read_text(encoding="utf-8")
    assert summary.count("not more than ~~15~~ **10** grams.".replace("not", "Not")) == 2
    assert "New: `statutes/new.xml`\n" in summary
    assert "Deleted: `statutes/gone.xml`\n" in summary
    assert "notes.txt" not in summary


def test_a_law_that_cannot_be_read_fails_the_job_and_not_the_others(pull_request: Path) -> None:
    (pull_request / "statutes" / "lov om narkotika.xml").write_bytes(b"<act>")
    git("commit", "-qam", "break")
    done = run_script(pull_request)
    assert done.returncode == 1
    assert "not well-formed XML" in done.stderr
    summary = (pull_request / "summary.md").read_text(encoding="utf-8")
    assert "Not compared: `statutes/lov om narkotika.xml` (see the log)\n" in summary
    assert "# old name" in summary
