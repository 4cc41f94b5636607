"""Small files pass PDF/A-3a and PDF/UA-1 where the validator's parts are; `make check-pdf` does the rest."""

import io
import sys
from pathlib import Path

import pikepdf
import pytest
from made_redline import made_redline

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from pdf_validation import class_path, verdicts

from lawdiff.errors import LawdiffError
from lawdiff.render import render

needs_engine = pytest.mark.skipif(not class_path(), reason="no PDF validator here: make check-pdf gets it")


def without_order(content: bytes) -> bytes:
    """Take from a file what tells a screen reader the language and the order."""
    with pikepdf.open(io.BytesIO(content)) as file:
        del file.Root.Lang
        del file.Root.StructTreeRoot
        written = io.BytesIO()
        file.save(written)
    return written.getvalue()


@needs_engine
def test_small_files_hold_and_a_broken_one_is_found(tmp_path: Path) -> None:
    redline = made_redline()
    good = render(redline, "pdf")
    files = {
        "inline.pdf": good,
        "side.pdf": render(redline, "pdf", layout="side-by-side", lang="nb"),
        "broken.pdf": without_order(good),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = verdicts([tmp_path / name for name in files])
    told = {(Path(v.file).name, v.profile): (v.holds, v.failures) for v in found}
    for name in ("inline.pdf", "side.pdf"):
        for profile in ("3a", "ua1"):
            assert told[name, profile] == (True, ())
    for profile in ("3a", "ua1"):
        holds, failures = told["broken.pdf", profile]
        assert not holds
        assert failures


def test_it_says_how_to_get_the_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAWDIFF_JAXB", str(tmp_path))
    with pytest.raises(LawdiffError, match="make check-pdf"):
        verdicts([tmp_path / "x.pdf"])
