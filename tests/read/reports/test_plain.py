import json
import tarfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lawdiff.read.reports import read_report
from lawdiff.read.reports.plain import text_blocks

REPORT = """\
REPORT ON THE ACT (MODEL)

General remarks

The majority takes the view that help is
better than a non-
criminal penalty.

4 Merknader til lovforslaget

4.1 Til § 23

Apotek er unntatt.

Til ny § 24 a

    Første avsnitt er
satt inn.
    Andre også.

Sec. 101. The Committee includes it.
"""


def test_headings_paragraphs_and_lines() -> None:
    report = read_report(REPORT.encode())
    assert report.title == "REPORT ON THE ACT (MODEL)"
    assert [(p.line, p.trail[1:], p.text) for p in report.passages] == [
        (
            5,
            ("General remarks",),
            "The majority takes the view that help is better than a non-criminal penalty.",
        ),
        (13, ("4 Merknader til lovforslaget", "4.1 Til § 23"), "Apotek er unntatt."),
        (17, ("4 Merknader til lovforslaget", "Til ny § 24 a"), "Første avsnitt er satt inn."),
        (19, ("4 Merknader til lovforslaget", "Til ny § 24 a"), "Andre også."),
        (21, ("4 Merknader til lovforslaget", "Sec. 101."), "The Committee includes it."),
    ]


def test_a_report_without_headings() -> None:
    report = read_report(b"It is so.\n\nAnd so it is.")
    assert [(p.id, p.heading, p.text) for p in report.passages] == [
        ("p1", "", "It is so."),
        ("p2", "", "And so it is."),
    ]


@given(st.text(alphabet="ab .§1\n-A", max_size=120))
def test_no_character_is_lost(text: str) -> None:
    kept = "".join("".join(block.text.split()) for block in text_blocks(text))
    rules = [line for line in text.splitlines() if not any(c.isalnum() or c in ".§" for c in line)]
    lost = "".join("".join(rules).split())
    assert len(kept) + len(lost) == len("".join(text.split()))


def test_american_reports(real_law: Path) -> None:
    folder = real_law / "reports-us" / "118srpt191"
    with tarfile.open(real_law / "reports-us" / "originals.tar.xz") as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("CRPT-118srpt191.htm"))
        extracted = archive.extractfile(member)
        assert extracted
        report = read_report(extracted.read())
    gold = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {" ".join(p.text.split()): p.heading for p in report.passages}
    right = sum(found.get(" ".join(row["text"].split())) == row["heading"] for row in gold)
    assert right >= 0.98 * len(gold)
