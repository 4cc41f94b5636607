"""Which format a report is in, and what is refused."""

from pathlib import Path

import pytest

from lawdiff.errors import LawdiffError
from lawdiff.read import reports
from lawdiff.read.reports import read_report

AKN = (
    b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><%s><mainBody>'
    b"<p>Text.</p></mainBody></%s></akomaNtoso>"
)
FORMATS = {
    AKN % (b"doc", b"doc"): "akn",
    b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->" + AKN % (b"statement", b"statement"): "akn",
    b"<!DOCTYPE html><p>Text.": "html",
    b"<html><body><p>Text.</p></body></html>": "html",
    b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>x</body></html>": "html",
    b"# Report\n\nText.": "markdown",
    b"Report\n\nText.": "plain",
    "Innst.\n\nTil § 24\n\nKomiteen mener ja.".encode("utf-16"): "plain",
    b"a < b, and <c> is a letter": "plain",
}
REFUSED = {
    b"": "empty",
    b" \n\t": "empty",
    b"\x00\x01\x02\xff\xfe": "not text",
    b"\x89PNG\r\n\x1a\n\x00\x00": "not text",
    "Til § 24".encode("latin-1"): "not text in UTF-8",
    AKN % (b"act", b"act"): 'holds "act"',
    b"<?xml version='1.0'?><uscDoc/>": '"uscDoc", which is no report',
    b"<lawDoc xmlns='http://schemas.gpo.gov/xml/uslm'><main/></lawDoc>": "is no report",
    b"<akomaNtoso><doc>": "not well-formed",
    b"<!DOCTYPE akomaNtoso [<!ENTITY a 'aaaa'>]><akomaNtoso><doc>&a;</doc></akomaNtoso>": "declares entities",
    b"<html>" + b"<div>" * 500 + b"x": "within each other",
}


@pytest.mark.parametrize(("data", "wanted"), FORMATS.items())
def test_recognises_by_content(data: bytes, wanted: str) -> None:
    assert read_report(data).format == wanted


@pytest.mark.parametrize(("data", "why"), REFUSED.items())
def test_refuses_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(LawdiffError, match=why):
        read_report(data)


def test_the_name_only_breaks_a_tie(tmp_path: Path) -> None:
    for name, text, wanted in (
        ("a.md", "Text alone.", "markdown"),
        ("a.txt", "Text alone.", "plain"),
        ("b.txt", "## Section 4\n\nText.", "markdown"),
        ("c.md", "<html><p>Text.</p></html>", "html"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert read_report(tmp_path / name).format == wanted


def test_refuses_what_is_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reports, "REPORT_LIMIT", 100)
    (tmp_path / "r.txt").write_text("x" * 101, encoding="utf-8")
    with pytest.raises(LawdiffError, match="more than the limit"):
        read_report(tmp_path / "r.txt")


def test_a_missing_file_is_said() -> None:
    with pytest.raises(LawdiffError, match="no such file"):
        read_report("nowhere.md")


def test_the_origin_is_kept() -> None:
    origin = read_report(b"Report\n\nText.").origin
    assert (origin.name, origin.size, len(origin.sha256)) == ("input", 13, 64)
