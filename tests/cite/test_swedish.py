import pytest

from lawdiff.cite.swedish import find, format_path, parse_path
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Path

RUNNING = {
    "Författningskommentar till 15 § personuppgiftslagen": ["personuppgiftslagen: section 15"],
    "enligt 4 kap. 5 och 7 §§ RB": ["RB: chapter 4, section 5", "RB: chapter 4, section 7"],
    "I första stycket görs": ["subsection 1"],
    "7 a §": ["section 7 a"],
    "12–14 §§": ["section 12", "section 13", "section 14"],
    "andra paragrafen": [],
}


def shown(path: Path, work: str = "") -> str:
    return (f"{work}: " if work else "") + ", ".join(f"{step.level} {step.num}" for step in path)


@pytest.mark.parametrize(("text", "wanted"), RUNNING.items())
def test_finds_in_running_text(text: str, wanted: list[str]) -> None:
    assert [shown(c.path, c.work) for c in find(text)] == wanted


@pytest.mark.parametrize("text", ["4 kap. 7 a § andra stycket", "15 § första stycket andra meningen", "3 §"])
def test_there_and_back(text: str) -> None:
    assert format_path(parse_path(text)) == text


def test_bad_text_gives_our_error() -> None:
    with pytest.raises(LawdiffError, match="cannot read"):
        parse_path("5 och 7 §§")
