"""The state of a section of the D.C. Code, by the history behind it."""

import pytest
from lxml import etree
from real_law import REAL_LAW, WHY_NOT

from lawdiff.read import read_expression
from lawdiff.read.dc_history import State, state_of


def entry(doc: str, eff: str = "", app: str = "", text: str = "") -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in (("eff", eff), ("app", app)) if value)
    return f'<annotation type="History" doc="{doc}"{attributes}>{text}</annotation>'


OLD = entry("D.C. Law 24-167", text="Sept. 21, 2022, D.C. Law 24-167, § 2, 69 DCR 9223")
NEW = entry("D.C. Law 25-50", "2023-09-06", "2023-09-06")
ACT = entry("D.C. Act 25-506", "2024-07-15", "2024-07-15")
CASES = {
    "a day in words": (OLD, State("2022-09-21", "D.C. Law 24-167")),
    "the newest law": (NEW + OLD, State("2023-09-06", "D.C. Law 25-50")),
    "a temporary act changes the text too": (OLD + NEW + ACT, State("2024-07-15", "D.C. Law 25-50")),
    "numbers are numbers": (
        NEW + entry("D.C. Law 25-9", "2023-01-01"),
        State("2023-09-06", "D.C. Law 25-50"),
    ),
    "one that applied later": (
        entry("D.C. Law 24-1", "2022-01-01", "2023-05-02"),
        State("2023-05-02", "D.C. Law 24-1"),
    ),
    "one that does not apply": (
        OLD + entry("D.C. Law 25-60", "2023-10-01", "notfunded"),
        State("2022-09-21", "D.C. Law 24-167"),
    ),
    "a newest law without a day": (
        OLD + entry("D.C. Law 25-60", text="See there."),
        State("", "D.C. Law 25-60"),
    ),
    "no law of the District": (entry("Pub. L. 88-243", text="Dec. 30, 1963, 77 Stat. 1"), State()),
    "notes are no history": ('<annotation type="Notes" doc="D.C. Law 1-1" eff="2020-01-01"/>', State()),
    "a temporary act alone": (ACT, State("2024-07-15", "")),
    "no history": ("", State()),
}


@pytest.mark.parametrize(("history", "state"), CASES.values(), ids=CASES)
def test_state(history: str, state: State) -> None:
    assert state_of(etree.fromstring(f"<section><annotations>{history}</annotations></section>")) == state


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_versions_of_a_section_are_in_order_and_not_ahead_of_their_files() -> None:
    assert REAL_LAW
    for chain in sorted(path for path in (REAL_LAW / "dc-chains").iterdir() if path.is_dir()):
        files = sorted(chain.glob("*.xml"))
        days = [read_expression(file).date for file in files]
        assert days == sorted(days), chain.name
        assert all(day <= file.stem[:10] for day, file in zip(days, files, strict=True)), chain.name


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_a_real_section() -> None:
    assert REAL_LAW
    after = read_expression(REAL_LAW / "dc-sections" / "1-301.192" / "after.xml")
    assert (after.date, after.label) == ("2024-09-18", "D.C. Law 25-217")
