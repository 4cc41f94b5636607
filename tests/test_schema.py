"""What docs/ says of the code is what the code does."""

import json
import runpy
from pathlib import Path
from typing import Literal

import jsonschema
import pytest
from real_law import REAL_LAW, WHY_NOT

from lawdiff import compare, link, read_expression, read_report
from lawdiff.render.json_file import read_redline, write_redline

DOCS = Path(__file__).parents[1] / "docs"
PAGES: dict[str, bytes] = runpy.run_path(str(DOCS / "make_pages.py"))["pages"]()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_bytes() == PAGES[name], f"docs/{name} is not of today: make docs"


def test_no_page_of_a_command_that_is_gone() -> None:
    there = {f"commands/{path.name}" for path in (DOCS / "commands").glob("*.md")}
    assert there == {name for name in PAGES if name.startswith("commands/")}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads((DOCS / "redline.schema.json").read_bytes()))


SAMPLES = Path(__file__).parents[1] / "statutes" / "norway-drug-reform"
PAIRS: dict[str, tuple[str | Path, str | Path]] = {
    "sample": (SAMPLES / "law-in-force.en.xml", SAMPLES / "bill.en.xml"),
    "norway": ("no-lovdata/2025-11/nl-20050520-028.xml", "no-lovdata/2026-06/nl-20050520-028.xml"),
    "dc": ("dc-sections/1-301.192/before.xml", "dc-sections/1-301.192/after.xml"),
    "uk": ("akn-uk/ukpga-2018-12-part-5/2018-05-23.xml", "akn-uk/ukpga-2018-12-part-5/2023-01-01.xml"),
    "congress": ("us-bills-uslm/116-hr2157-ih.xml", "us-bills-uslm/116-hr2157-enr.xml"),
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("scope", ["changed", "all"])
def test_a_redline_fits_the_schema_and_is_read_again(name: str, scope: Literal["changed", "all"]) -> None:
    old, new = (Path(REAL_LAW or "none", path) for path in PAIRS[name])
    if not old.is_file():
        pytest.skip(WHY_NOT)
    reports = [read_report(SAMPLES / "report.en.xml")] if name == "sample" else []
    redline = link(compare(read_expression(old), read_expression(new), scope=scope), reports)
    written = write_redline(redline)
    schema = json.loads((DOCS / "redline.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(json.loads(written))
    assert read_redline(written) == redline
    for proof in (redline.proof.accept_all_is_new, redline.proof.reject_all_is_old):
        assert proof
