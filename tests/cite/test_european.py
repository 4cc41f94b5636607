import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.cite.european import find, format_path, parse_path
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Path, Step

CASES = {
    "Article 5(1)(b)": "article 5, paragraph 1, letter b",
    "Art. 3 Abs. 2 Nr. 1": "article 3, paragraph 2, number 1",
    "§ 4 (2)": "section 4, paragraph 2",
    "§ 4 Absatz 2 Satz 1 Buchstabe a": "section 4, paragraph 2, sentence 1, letter a",
    "§ 12 a": "section 12 a",
    "Art. 3 al. 2 let. b": "article 3, paragraph 2, letter b",
}
RUNNING = {
    "§§ 4 und 5": ["section 4", "section 5"],
    "§§ 3 bis 5 BGB": ["BGB: section 3", "BGB: section 4", "BGB: section 5"],
    "nach § 4 Abs. 2 und 3": ["section 4, paragraph 2", "section 4, paragraph 3"],
    "Artikel 5 und 6": ["article 5", "article 6"],
    "Article 6 of the Convention": ["the Convention: article 6"],
    "§ 4 des Gesetzes": ["Gesetzes: section 4"],
    "ein Artikel über Artischocken": [],
}
STEPS = st.lists(
    st.one_of(
        st.builds(Step, st.sampled_from(["paragraph", "number", "sentence"]), st.integers(1, 99).map(str)),
        st.builds(Step, st.just("letter"), st.sampled_from("abc")),
    ),
    max_size=4,
)
NUMS = st.from_regex(r"[1-9][0-9]?( [a-c])?", fullmatch=True)


def shown(path: Path, work: str = "") -> str:
    return (f"{work}: " if work else "") + ", ".join(f"{step.level} {step.num}" for step in path)


@pytest.mark.parametrize(("text", "steps"), CASES.items())
def test_reads(text: str, steps: str) -> None:
    assert shown(parse_path(text)) == steps


@pytest.mark.parametrize(("text", "wanted"), RUNNING.items())
def test_finds_in_running_text(text: str, wanted: list[str]) -> None:
    assert [shown(c.path, c.work) for c in find(text)] == wanted


@given(st.sampled_from(["article", "section"]), NUMS, STEPS)
def test_what_is_written_is_read(level: str, num: str, rest: list[Step]) -> None:
    path: Path = (Step("article" if level == "article" else "section", num), *rest)
    assert parse_path(format_path(path)) == path


@given(st.text(alphabet="Article§ 12.(ab)Nr,bs"))
def test_bad_text_gives_our_error_or_none(text: str) -> None:
    with contextlib.suppress(LawdiffError):
        assert parse_path(text)


def test_says_where_and_what_to_do() -> None:
    with pytest.raises(LawdiffError, match=r"^column 4: .* Write"):
        parse_path("§ 4 Absch. 2")
