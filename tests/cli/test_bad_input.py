"""What cannot be done is said in a line, ends with 2, and leaves nothing half-written."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_law import small_law, small_report

from lawdiff.cli.__main__ import run
from lawdiff.errors import LawdiffError
from lawdiff.read.source import open_source

LAW = small_law("Not more than 15 grams.", "A fine.")
BOMB = (
    b"""<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><act>&b;</act>"""
)
EXTERNAL = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><act>&x;</act>"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where one stands, with one good law."""
    monkeypatch.chdir(tmp_path)
    Path("law.xml").write_bytes(LAW)
    return tmp_path


@pytest.fixture
def fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command that cannot be done; give its one line."""

    def check(*arguments: str) -> str:
        before = sorted(folder.rglob("*"))
        assert run(list(arguments)) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert sorted(folder.rglob("*")) == before, "something was written"
        assert "Traceback" not in captured.err
        lines = captured.err.splitlines()
        assert len(lines) == 1, lines
        return lines[0]

    return check


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Not more than 15 grams.", "bad.xml:1: not well-formed XML"),
        (LAW[: len(LAW) // 2], "bad.xml:"),
        (b"", "bad.xml: the file is empty. Give a statute in XML."),
        (b" \n\t", "bad.xml: the file is empty"),
        (b"\x00\x01\x02\xff", "bad.xml:1: not well-formed XML"),
        (b"%PDF-1.7\n", "bad.xml:1: not well-formed XML"),
        (BOMB, "bad.xml: the document declares entities"),
        (EXTERNAL, "bad.xml: the document declares entities"),
        (b"<a>" * 300 + b"</a>" * 300, "bad.xml:1: more than 200 elements within each other"),
        (
            b"<recipe xmlns='urn:food'/>",
            'bad.xml:1: the root element is "{urn:food}recipe", which no reader knows',
        ),
        (b"<html><body/></html>", 'bad.xml:1: the root element is "html", which no reader knows'),
    ],
)
def test_a_file_that_is_no_law(content: bytes, message: str, folder: Path, fails: Callable[..., str]) -> None:
    (folder / "bad.xml").write_bytes(content)
    for arguments in (
        ("diff", "law.xml", "bad.xml", "-o", "r.json", "-o", "r.html"),
        ("diff", "bad.xml", "law.xml"),
        ("read", "bad.xml", "--outline"),
    ):
        assert fails(*arguments).startswith(f"lawdiff: {message}")


def test_a_folder_that_is_no_code(folder: Path, fails: Callable[..., str]) -> None:
    (folder / "acts").mkdir()
    assert fails("diff", "law.xml", "acts").startswith("lawdiff: acts: this is a folder without index.xml.")
    assert fails("diff", "law.xml", "acts/index.xml").startswith("lawdiff: acts/index.xml: no such file.")


def test_an_unknown_root_lists_what_can_be_read(folder: Path, fails: Callable[..., str]) -> None:
    (folder / "bad.xml").write_bytes(b"<recipe/>")
    line = fails("diff", "law.xml", "bad.xml")
    for schema in ("Akoma Ntoso", "Lovdata", "USLM", "BILLS DTD", "DC Council"):
        assert schema in line


def test_two_gigabytes_are_refused_unread(folder: Path, fails: Callable[..., str]) -> None:
    with (folder / "large.xml").open("wb") as file:
        file.truncate(2 << 30)  # a hole: it takes no room
    assert fails("diff", "law.xml", "large.xml").startswith(
        "lawdiff: large.xml: 2,147,483,648 bytes is more than the limit of 1,073,741,824."
    )


def test_the_limit_holds_for_bytes_as_well() -> None:
    with pytest.raises(LawdiffError, match="6 bytes is more than the limit of 5"):
        open_source(b"123456", limit=5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diff", "law.xml", "none.xml"), "none.xml: no such file"),
        (("diff", "HEAD:none.xml", "law.xml"), "HEAD:none.xml: no such file"),
        (("diff", "--", "--upload-pack=x:law.xml", "law.xml"), "--upload-pack=x:"),
        (("diff", "-", "-"), "-: standard input can be read once only"),
        (("diff", "law.xml", "law.xml", "-r", "none.md"), "none.md: no such file"),
        (("diff", "law.xml", "law.xml", "-o", "none/r.json"), "none/r.json: the folder does not exist"),
        (("diff", "law.xml", "law.xml", "-o", "law.xml"), "law.xml: this is a file that is read"),
        (("diff", "law.xml", "law.xml", "-o", "r.doc"), "r.doc: no format has this suffix"),
        (("diff", "law.xml", "law.xml", "-o", "r.md", "-o", "./r.md"), "r.md: given twice"),
        (("diff", "law.xml", "law.xml", "-f", "doc"), '--format: there is no format "doc"'),
        (("read", "none.xml"), "none.xml: no such file"),
    ],
)
def test_arguments_that_lead_nowhere(
    arguments: tuple[str, ...], message: str, fails: Callable[..., str]
) -> None:
    assert fails(*arguments).startswith(f"lawdiff: {message}")


def test_an_input_is_never_written_over(folder: Path, fails: Callable[..., str]) -> None:
    (folder / "law.md").write_bytes(small_report("x"))
    line = fails("diff", "law.xml", "law.xml", "-r", "law.md", "-o", "law.md")
    assert line.startswith("lawdiff: law.md: this is a file that is read")


def test_a_folder_that_may_not_be_written(folder: Path, fails: Callable[..., str]) -> None:
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    try:
        if os.access(locked, os.W_OK):
            pytest.skip("this user may write everywhere, so there is no such folder")
        assert "cannot be written" in fails("diff", "law.xml", "law.xml", "-o", "r.md", "-o", "locked/r.json")
    finally:
        locked.chmod(0o700)


def test_a_place_where_nobody_can_write(fails: Callable[..., str]) -> None:
    """As above, for the superuser as well: no file can be made in the kernel's own folder."""
    if not Path("/proc/self").is_dir():
        pytest.skip("there is no /proc here")
    assert "cannot be written" in fails("diff", "law.xml", "law.xml", "-o", "r.md", "-o", "/proc/r.json")


def test_a_demo_folder_that_is_a_file(fails: Callable[..., str]) -> None:
    assert fails("demo", "-o", "law.xml").startswith("lawdiff: law.xml: cannot be written")


def test_a_report_that_mentions_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "new.xml").write_bytes(small_law("Not more than 10 grams.", "A fine."))
    (folder / "report.md").write_bytes(b"# Weather\n\nIt rained.\n")
    assert run(["diff", "law.xml", "new.xml", "-r", "report.md", "-o", "r.json"]) == 0
    assert "report.md" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_an_empty_report(content: bytes, folder: Path, fails: Callable[..., str]) -> None:
    (folder / "report.md").write_bytes(content)
    assert fails("diff", "law.xml", "law.xml", "-r", "report.md").startswith("lawdiff: report.md")


def test_a_bug_of_ours_is_2_and_one_line(
    fails: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        @property
        def buffer(self) -> None:
            raise RuntimeError("x\ny")

    monkeypatch.setattr(sys, "stdin", Broken())
    line = fails("diff", "law.xml", "-")
    assert "this is a bug of lawdiff (RuntimeError: x y)" in line
    assert "LAWDIFF_DEBUG=1" in line
    monkeypatch.setenv("LAWDIFF_DEBUG", "1")
    assert run(["diff", "law.xml", "-"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_name_does_not_steer_the_terminal(fails: Callable[..., str]) -> None:
    assert "\x1b" not in fails("diff", "law.xml", "\x1b[2Jlaw.xml")


def test_a_package_that_is_missing_is_said_in_a_line(folder: Path) -> None:
    """The last door must not need what is broken: here nothing but Python and typer can be imported."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['lxml', 'babel', 'msgspec', 'jinja2', 'rich']));"
        "from lawdiff.cli.__main__ import run; sys.exit(run(['diff', 'law.xml', 'law.xml']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "lawdiff doctor" in done.stderr
