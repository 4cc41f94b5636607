"""`render`, `apply` and `verify` as they are typed."""

from pathlib import Path

import pytest
from small_law import small_law, small_report

from lawdiff.cli.__main__ import run
from lawdiff.read import read_expression


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Where one stands: two versions with two changes, a report, and their redline as JSON, whole and not."""
    monkeypatch.chdir(tmp_path)
    Path("old.xml").write_bytes(small_law("Not more than 15 grams.", "A fine.", "It applies."))
    Path("new.xml").write_bytes(small_law("Not more than 10 grams.", "A tax.", "It applies."))
    Path("report.md").write_bytes(small_report("The limit is lowered to 10 grams in § 1."))
    compared = ["diff", "old.xml", "new.xml", "-r", "report.md"]
    assert run([*compared, "-o", "r.json"]) == 0
    assert run([*compared, "-o", "all.json", "--scope", "all"]) == 0
    capsys.readouterr()
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--layout", "side-by-side", "--lang", "nb"), ("--only", "sec_1")])
def test_the_same_bytes_as_diff(options: tuple[str, ...]) -> None:
    names = ["html", "md", "txt", "csv", "akn.xml", "json"]
    assert run(["diff", "old.xml", "new.xml", "-r", "report.md", *options, *(f"-oa.{n}" for n in names)]) == 0
    assert run(["render", "r.json", *options, *(f"-ob.{name}" for name in names)]) == 0
    for name in names:
        assert Path(f"a.{name}").read_bytes() == Path(f"b.{name}").read_bytes(), name


@pytest.mark.parametrize("attach", ["all", "law", "none"])
def test_the_same_pdf_as_diff(attach: str, capsys: pytest.CaptureFixture[str]) -> None:
    compared = ["diff", "old.xml", "new.xml", "-r", "report.md"]
    assert run([*compared, "-o", "a.pdf", "--attach", attach]) == 0
    sources = ("--source", "old.xml", "--source", "new.xml", "--source", "report.md")
    assert run(["render", "r.json", *sources, "-o", "b.pdf", "--attach", attach]) == 0
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()
    assert "not attached" not in capsys.readouterr().err


def test_a_pdf_without_sources_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "r.json", "-o", "b.pdf"]) == 0
    assert "not attached; give them with --source" in capsys.readouterr().err
    assert run(["verify", "b.pdf"]) == 0


def test_the_screen_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "r.json"]) == 0
    assert "{15} ⟦10⟧ grams" in capsys.readouterr().out
    assert run(["render", "r.json", "--whole"]) == 2
    assert (
        "r.json: the text of sections that are equal is not in it: § 3. Make it anew"
        in capsys.readouterr().err
    )
    assert run(["render", "old.xml"]) == 2


def test_only_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.xml", "new.xml", "--only", "sec_2"]) == 0
    shown = capsys.readouterr().out
    assert "1 other change is left out" in shown
    assert "{fine} ⟦tax⟧" in shown
    assert "grams" not in shown
    assert run(["diff", "old.xml", "new.xml", "--only", "sec_9"]) == 2
    assert '--only: no change has the id "sec_9". Near are: sec_2, sec_1' in capsys.readouterr().err


def _texts(file: str) -> list[str]:
    return [unit.content for unit in read_expression(file).units.values()]


def test_accept_and_reject(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "all.json", "--accept", "sec_2", "-o", "a.xml"]) == 0
    assert "1 of 2 changes are in the law, 1 are not" in capsys.readouterr().err
    assert _texts("a.xml") == ["Not more than 15 grams.", "A tax.", "It applies."]
    assert run(["apply", "all.json", "--reject", "sec_2", "-o", "b.xml"]) == 0
    assert _texts("b.xml") == ["Not more than 10 grams.", "A fine.", "It applies."]
    assert run(["apply", "all.json", "--accept", "sec_1", "--accept", "sec_2", "-o", "c.xml"]) == 0
    assert run(["diff", "new.xml", "c.xml", "--exit-code"]) == 0
    assert run(["apply", "all.json", "--reject", "sec_1", "--reject", "sec_2", "-o", "d.xml"]) == 0
    assert run(["diff", "old.xml", "d.xml", "--exit-code"]) == 0


def test_apply_to_standard_output_and_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "all.json", "--accept", "sec_1"]) == 0
    first = capsys.readouterr().out
    assert first.startswith("<?xml")
    assert run(["apply", "all.json", "--accept", "sec_1"]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["r.json", "--accept", "sec_1"],
            "equal is not in it: § 3. Make it anew: lawdiff diff OLD NEW --scope all",
        ),
        (["all.json", "--accept", "sec_3"], 'no change has the id "sec_3". Near are: sec_'),
        (["all.json"], "say which changes are to be in the law"),
        (["all.json", "--accept", "sec_1", "--reject", "sec_2"], "with one of the two"),
        (["none.json", "--accept", "sec_1"], "none.json: no such file"),
        (["old.xml", "--accept", "sec_1"], "old.xml: this is XML or HTML, not the JSON of a redline"),
        (["all.json", "--accept", "sec_1", "-o", "all.json"], "this is a file that is read"),
    ],
)
def test_what_cannot_be_applied(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_verify_prints_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "r.json", "--source", "old.xml"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "ok           old source old.xml: SHA-256 is the one stated" in lines
    data = Path("r.json").read_bytes()
    Path("r.json").write_bytes(data.replace(b'"text": "15"', b'"text": "16"'))
    assert run(["verify", "r.json"]) == 1
    assert "FAILED       rejecting all changes gives the old text" in capsys.readouterr().out
    assert run(["verify", "old.xml"]) == 2
