"""Real headings and the provisions they name: written out here, and a thousand where the data is."""

import json
from pathlib import Path

import pytest

from lawdiff.cite import tradition_for
from lawdiff.cite.heading import find_in_heading
from lawdiff.model import citation

CASES = [
    ("en", "31(a)(5) Disclosures for Mobile Applications", ["31 a 5"]),
    ("en", "32(b)(2)(ii) and (b)(2)(iii)", ["32 b 2 ii", "32 b 2 iii"]),
    ("en", "1005.33(c) Time Limits and Extent of Investigation", ["1005.33 c"]),
    ("en", "Section 22: Regulations under sections 19 or 20", ["22"]),
    ("en", "Sections 28 and 29: Legal Advice", ["28", "29"]),
    ("en", "Sec. 101.", ["101"]),
    ("en", "Remarks on section 4", ["4"]),
    ("en", "14.2 On § 4", ["4"]),
    ("en", "Schedule 2", ["2"]),
    ("en", "Clause 4", ["4"]),
    ("en", "2 Background", []),
    ("en", "General remarks", []),
    ("nb", "Til ny § 24 a", ["24 a"]),
    ("nb", "Til § 31 annet ledd", ["31 2"]),
    ("nb", "14.2 Til § 4", ["4"]),
    ("nb", "Merknader til lovforslaget", []),
    ("nb", "4 Merknader til de enkelte bestemmelsene", []),
]


def nums(path: citation.Path) -> str:
    return " ".join(step.num for step in path)


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_a_heading_names(language: str, text: str, wanted: list[str]) -> None:
    found = find_in_heading(text, tradition_for(language).find)
    assert [nums(c.path) for c in found] == wanted


def test_a_thousand_real_headings(real_law: Path) -> None:
    lines = (real_law / "citations" / "headings.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = [row["text"] for row in map(json.loads, lines) if not is_right(row)]
    assert len(wrong) <= len(lines) * 0.025, wrong


def is_right(row: dict[str, str]) -> bool:
    """Compare the numbers alone: a label is "1005-31-a-5", "s28", "sch3", "K4P7" or "§24a/ledd1"."""
    found = find_in_heading(row["text"], tradition_for(row["lang"]).find)
    got = sorted(read_off(c, row) for c in found)
    return got == sorted(read_label(label, row) for label in row["labels"])


def read_off(found: citation.Citation, row: dict[str, str]) -> str:
    parts = nums(found.path).replace(f"{row['context']}.", "").replace("-", " ")
    steps = [step for step in found.path if step.level not in ("chapter", "schedule")]
    if row["lang"] == "sv":
        parts = nums(tuple(steps)).replace(" ", "")
    if row["lang"] == "nb":
        return nums(found.path).replace(" a", "a").replace(" b", "b")
    return parts


def read_label(label: str, row: dict[str, str]) -> str:
    match row["lang"]:
        case "en-US":
            return label.removeprefix(f"{row['context']}-").replace("-", " ")
        case "en-GB":
            return label.removeprefix("sch").removeprefix("s")
        case "sv":
            return label.split("P")[-1]
        case _:
            plain = label.split("§")[-1]
            return plain.replace("/ledd", " ").replace("/punktum", " ").replace("/nr", " ")
