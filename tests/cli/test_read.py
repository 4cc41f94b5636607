from pathlib import Path

import pytest
from small_law import small_law

from lawdiff.cli.__main__ import run
from lawdiff.read import read_expression
from lawdiff.run.printing import left_out


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file of two sections, in the folder where one stands."""
    monkeypatch.chdir(tmp_path)
    Path("law.xml").write_bytes(small_law("Not more than 15 grams.", "A fine."))
    return "law.xml"


def test_outline(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", law]) == 0
    shown = capsys.readouterr().out
    assert "schema     akn\n" in shown
    assert "sections   2\n" in shown or "sections   3\n" in shown  # the long title may be one
    assert "section    § 1  Heading 1  <sec_1>\n" in shown
    assert run(["read", law, "--outline"]) == 0
    assert capsys.readouterr().out == shown


def test_left_out(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", law, "--left-out"]) == 0
    shown = capsys.readouterr().out
    assert "§ 1" not in shown
    assert shown.startswith(("line ", "Nothing is left out.\n"))
    assert shown.endswith("Proof: every other character of the source is in the law as read.\n")


def test_a_reader_that_loses_text_says_so(law: str) -> None:
    expression = read_expression(law)
    *_, told = left_out(expression, {"q": 2})
    assert told == "Proof failed: characters of the source that are neither read nor left out: 'q' +2"


def test_both(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", law, "--left-out", "--outline"]) == 0
    assert "<sec_2>" in capsys.readouterr().out


def test_schemas_and_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schemas"]) == 0
    schemas = capsys.readouterr().out
    assert [line.split()[0] for line in schemas.splitlines() if line[0] != " "] == [
        "akn", "lovdata", "uslm", "bills-dtd", "dc",
    ]  # fmt: skip
    assert run(["formats"]) == 0
    formats = capsys.readouterr().out
    for name, suffix in (("html", ".html"), ("pdf", ".pdf"), ("json", ".json"), ("md", ".md")):
        assert any(line.split()[0] == name and suffix in line for line in formats.splitlines())
