import gc
import pickle
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest
from made_redline import made_redline
from small_law import small_law, small_report

from lawdiff.errors import LawdiffError
from lawdiff.render import FORMATS, render
from lawdiff.run.comparison import Comparison, for_screen, render_all, run_comparison, steps
from lawdiff.run.demo import demonstration
from lawdiff.run.listing import format_of, formats, is_binary, known_format, schemas


@pytest.fixture
def job(tmp_path: Path) -> Comparison:
    """Two versions that differ in one sum, and a report on it."""
    (tmp_path / "old.xml").write_bytes(small_law("Not more than 15 grams.", "A fine."))
    (tmp_path / "new.xml").write_bytes(small_law("Not more than 10 grams.", "A fine."))
    (tmp_path / "report.md").write_bytes(small_report("The limit in § 1 is lowered."))
    return Comparison(str(tmp_path / "old.xml"), str(tmp_path / "new.xml"), (str(tmp_path / "report.md"),))


def test_reads_compares_links(job: Comparison) -> None:
    redline = run_comparison(job)
    assert [change.kinds for change in redline.changes] == [("substitution",)]
    assert redline.proof.accept_all_is_new
    assert redline.proof.reject_all_is_old
    assert redline.changes[0].rationale[0].quote == "The limit in § 1 is lowered."


def test_as_many_steps_are_told_as_were_promised(job: Comparison) -> None:
    told: list[str] = []
    redline = run_comparison(job, told.append)
    render_all(redline, ["json", "md", "json"], tell=told.append)
    assert len(told) == steps(job, ["json", "md", "json"])


def test_each_format_is_rendered_once() -> None:
    rendered = render_all(made_redline(), ["md", "json", "md"], lang="nb")
    assert list(rendered) == ["md", "json"]
    assert "opphevet" in b"".join(rendered["md"]).decode()


def test_pieces_make_what_is_rendered_whole_and_can_be_gone_through_again() -> None:
    rendered = render_all(made_redline(), ["md", "json"])
    for name, pieces in rendered.items():
        assert b"".join(pieces) == b"".join(pieces) == render(made_redline(), name)


def test_a_job_and_its_result_travel_to_another_process(job: Comparison) -> None:
    sent = pickle.loads(pickle.dumps(job))  # noqa: S301 - our own bytes
    assert pickle.loads(pickle.dumps(run_comparison(sent))) == run_comparison(job)  # noqa: S301


def test_what_a_comparison_makes_has_no_cycles(tmp_path: Path) -> None:
    """For the collector rests meanwhile: a cycle would hold both laws until the end."""
    for name, fine in (("old", "5"), ("new", "6")):
        sections = "".join(
            f"<section><num>{n}</num><text>Fine {fine * int(n)}.</text></section>" for n in "123"
        )
        same = "<section><num>9</num><text>Same.</text></section>"
        (tmp_path / f"{name}.xml").write_text(
            '<container xmlns="https://code.dccouncil.us/schemas/dc-library"><prefix>Title</prefix>'
            f"<num>1</num>{same}{sections}</container>",
            encoding="utf-8",
        )
    job = Comparison(str(tmp_path / "old.xml"), str(tmp_path / "new.xml"))
    run_comparison(job)  # modules and caches stay
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        run_comparison(job)
        gc.collect()
        ours = {
            f"{kind.__module__}.{kind.__qualname__}"
            for thing in gc.garbage
            for kind in [thing if isinstance(thing, FunctionType) else type(thing)]
            if (kind.__module__ or "").startswith("lawdiff.")
        }
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert ours <= {"lawdiff.read.well_formed._Nothing"}  # lxml's parser and its target hold each other


def test_standard_input_is_read_once() -> None:
    with pytest.raises(LawdiffError, match="once only"):
        run_comparison(Comparison("-", "a.xml", ("-",)))


def test_the_screen_has_its_width() -> None:
    assert b"\x1b[" not in for_screen(made_redline(), "en", colour=False, width=60)
    assert b"\x1b[" in for_screen(made_redline(), "en", colour=True, width=60)


def test_the_demonstration_is_of_files_that_are_there() -> None:
    shown = demonstration()
    assert all(Path(source).is_file() for source in (shown.old, shown.new, *shown.reports))


def test_without_pango_the_pdf_says_how_to_get_it(job: Comparison) -> None:
    code = (
        "import sys, cffi\n"
        "def dlopen(*_): raise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
        "cffi.FFI.dlopen = dlopen\n"  # a machine without the library: nothing else makes it go
        "from lawdiff.cli.__main__ import run\n"
        f"sys.exit(run(['diff', {job.old!r}, {job.new!r}, '-f', 'pdf']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "lawdiff: pdf: the library Pango, which lays out the page, cannot be loaded."
        " See how to get it: lawdiff doctor.\n"
    )


def test_listing() -> None:
    assert len(list(formats())) == len(FORMATS)
    assert any("akn" in line for line in schemas())
    assert format_of("x/act.HTML") == "html"
    assert known_format("md") == "md"
    assert (is_binary("pdf"), is_binary("md")) == (True, False)
    with pytest.raises(LawdiffError, match=r"no format has this suffix"):
        format_of("act.doc")
