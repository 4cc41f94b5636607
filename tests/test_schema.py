"""What docs/ says of the code is what the code does."""

import json
import runpy
from pathlib import Path

import jsonschema
import pytest

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
