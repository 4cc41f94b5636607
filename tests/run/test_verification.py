"""Whoever receives a redline finds what was altered in it, and is told what was not looked at."""

import io
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from small_law import small_law, small_report

from lawdiff.errors import LawdiffError
from lawdiff.run.attaching import Attach, files_named, files_of
from lawdiff.run.comparison import Comparison, render_all, run_comparison
from lawdiff.run.verification import Checked, verify


@pytest.fixture
def job(tmp_path: Path) -> Comparison:
    """Two versions of one name in two folders, and a report."""
    for folder, limit in (("old", "15"), ("new", "10")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "act.xml").write_bytes(small_law(f"Not more than {limit} grams.", "A fine."))
    (tmp_path / "report.md").write_bytes(small_report("The limit in § 1 is lowered."))
    return Comparison(
        str(tmp_path / "old" / "act.xml"), str(tmp_path / "new" / "act.xml"), (str(tmp_path / "report.md"),)
    )


def written(job: Comparison, name: str, tmp_path: Path, attach: Attach = "all") -> Path:
    redline = run_comparison(job)
    files = files_of(job, redline, attach)
    path = tmp_path / f"redline.{name}"
    path.write_bytes(b"".join(render_all(redline, [name], files=files)[name]))
    return path


def outcomes(found: tuple[Checked, ...]) -> Counter[str]:
    return Counter(each.outcome for each in found)


def failed(path: Path, *sources: str) -> list[str]:
    return [each.what for each in verify(str(path), sources) if each.outcome == "FAILED"]


def altered(path: Path, before: bytes, after: bytes, at: int = 0) -> Path:
    data = path.read_bytes()
    place = data.index(before, at)
    path.write_bytes(data[:place] + after + data[place + len(before) :])
    return path


def test_json_as_written(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "json", tmp_path)
    assert outcomes(verify(str(path))) == {"ok": 5, "not checked": 4}
    assert outcomes(verify(str(path), [job.old, job.new, *job.reports])) == {"ok": 10, "not checked": 1}
    alone = verify(str(path), [job.old])
    assert outcomes(alone) == {"ok": 7, "not checked": 3}
    assert any("but for 1 sections equal on both sides" in each.what for each in alone)


@pytest.mark.parametrize("before", [b'"15"', b'"10"', b" grams.", b"Not more", b"\xc2\xa7 1", b"Heading 1"])
def test_a_letter_altered_in_json(before: bytes, job: Comparison, tmp_path: Path) -> None:
    path = written(job, "json", tmp_path)
    at = path.read_bytes().index(b'"edits"' if before.startswith((b'"', b" ", b"N")) else b'"items"')
    after = before.replace(b"1", b"7").replace(b"r", b"R")
    assert after != before
    assert any("gives the" in what for what in failed(altered(path, before, after, at)))


def test_counts_that_were_altered(job: Comparison, tmp_path: Path) -> None:
    path = altered(written(job, "json", tmp_path), b'"words_deleted": 1', b'"words_deleted": 2')
    assert failed(path) == ["the counts of the summary are those of the changes"]


def test_another_source_is_noticed(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "json", tmp_path)
    (tmp_path / "other.xml").write_bytes(small_law("Not more than 15 gramS.", "A fine."))
    other = str(tmp_path / "other.xml")
    assert failed(path, other) == [f"{other}: the redline was not made of this file, or it was altered"]


def test_a_page_as_written_and_altered(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "html", tmp_path)
    assert "FAILED" not in outcomes(verify(str(path)))
    assert failed(altered(path, b"grams", b"grans")) == ["the page is as it was written (hash of the page)"]


def test_pdf_with_all_that_was_compared(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "pdf", tmp_path)
    with pikepdf.open(path) as pdf:
        specs = {name: spec.relationship for name, spec in pdf.attachments.items()}
        assert pdf.check_pdf_syntax() == []
    assert {name: str(relation) for name, relation in specs.items()} == {
        "new-act.xml": "/Source",
        "old-act.xml": "/Source",
        "redline.json": "/Data",
        "report.md": "/Supplement",
    }
    assert outcomes(verify(str(path))) == {"ok": 10, "not checked": 2}
    assert str(tmp_path).encode() not in path.read_bytes()


def test_pdf_whose_attached_law_was_altered(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "pdf", tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        data = pdf.attachments["old-act.xml"].get_file().read_bytes()
        spec = pikepdf.AttachedFileSpec(pdf, data.replace(b"15", b"16"), filename="old-act.xml")
        pdf.attachments["old-act.xml"] = spec
        pdf.save(path)
    assert failed(path) == ["old-act.xml: the redline was not made of this file, or it was altered"]


def test_pdf_whose_attached_redline_was_altered(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "pdf", tmp_path, "law")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        assert sorted(pdf.attachments) == ["new-act.xml", "old-act.xml", "redline.json"]
        data = pdf.attachments["redline.json"].get_file().read_bytes()
        spec = pikepdf.AttachedFileSpec(pdf, data.replace(b'"15"', b'"16"'), filename="redline.json")
        pdf.attachments["redline.json"] = spec
        pdf.save(path)
    assert failed(path) == [
        "rejecting all changes gives the old text of which the digest is stated",
        "old source act.xml: its text, read anew, is the one that was compared",
    ]


def test_pdf_with_nothing_attached(job: Comparison, tmp_path: Path) -> None:
    path = written(job, "pdf", tmp_path, "none")
    with pikepdf.open(path) as pdf:
        assert not pdf.attachments
    with pytest.raises(LawdiffError, match="no redline in it that could be checked"):
        verify(str(path))


@pytest.mark.parametrize("data", [b"{}", b"<html></html>", b"%PDF-1.7 broken", b"\x00\xff", b""])
def test_what_cannot_be_read(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(LawdiffError):
        verify(str(tmp_path / "x"))


def test_a_file_that_changed_meanwhile_is_not_attached(job: Comparison) -> None:
    redline = run_comparison(job)
    Path(job.old).write_bytes(small_law("Other."))
    with pytest.raises(LawdiffError, match="has changed since it was compared"):
        files_of(job, redline, "law")
    with pytest.raises(LawdiffError, match="not made of this file"):
        files_named(redline, [job.old], "all")


def test_one_file_on_both_sides_is_attached_as_both(job: Comparison) -> None:
    redline = run_comparison(Comparison(job.old, job.old))
    files = files_named(redline, [job.old], "law")
    assert files is not None
    assert [file.role for file in files] == ["old", "new"]
    assert files == files_of(Comparison(job.old, job.old), redline, "all")
    pdf = b"".join(render_all(redline, ["pdf"], files=files)["pdf"])
    assert len(pikepdf.open(io.BytesIO(pdf)).attachments) == 3
