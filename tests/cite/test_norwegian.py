import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.cite.norwegian import find, format_path, parse_path
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Path, Step

CASES = {
    "§ 12 a første ledd": "section 12 a, subsection 1",
    "§ 12 andre ledd": "section 12, subsection 2",
    "§ 12\N{NO-BREAK SPACE}a": "section 12 a",
    "§ 12a": "section 12 a",
    "§ 3-4 annet ledd nr. 2 første punktum": "section 3-4, subsection 2, number 2, sentence 1",
    "§ 31 annet ledd bokstav b nr. 2": "section 31, subsection 2, letter b, number 2",
}
RUNNING = {
    "Til ny § 24 a": ["section 24 a"],
    "etter§§ 13, 14 og 16": ["section 13", "section 14", "section 16"],
    "apotekloven §§ 5-3 og 6-2 at de": ["apotekloven: section 5-3", "apotekloven: section 6-2"],
    "legemiddelloven § 24 første ledd, jf. § 31 andre ledd": [
        "legemiddelloven: section 24, subsection 1",
        "legemiddelloven: section 31, subsection 2",
    ],
    "Til § 1-3 annet ledd første, annet og nytt tredje punktum": [
        "section 1-3, subsection 2, sentence 1",
        "section 1-3, subsection 2, sentence 2",
        "section 1-3, subsection 2, sentence 3",
    ],
    "§ 24 nr. 1 tredje ledd skal lyde:": ["section 24, number 1, subsection 3"],
    "§§ 5–7": ["section 5", "section 6", "section 7"],
    "§ 3-5 annet og fjerde ledd": ["section 3-5, subsection 2", "section 3-5, subsection 4"],
    "§ 4 bokstav a til c": ["section 4, letter a", "section 4, letter b", "section 4, letter c"],
    "§ 4 første ledd bokstav a og tredje ledd": [
        "section 4, subsection 1, letter a",
        "section 4, subsection 3",
    ],
    "Henvisningen i annet ledd til § 24": ["subsection 2", "section 24"],
    "forslag til ny § 24 a i legemiddelloven": ["legemiddelloven: section 24 a"],
    "av § 24 i legemiddelloven": ["legemiddelloven: section 24"],
    "forskrift 30. april 1993 nr. 318 § 2": ["forskrift 30. april 1993 nr. 318: section 2"],
    "lov 18. juli 1958 nr. 2 om arv": [],
    "forslag nr. 3 og side 4": [],
    "lovens § 5": ["lovens: section 5"],
    "Fleirtalet syner til § 7 fyrste ledd": ["section 7, subsection 1"],
    "§": [],
    "§§ og mer": [],
}
NUMS = st.from_regex(r"[1-9][0-9]?(-[1-9])?( [a-z])?", fullmatch=True)
STEPS = st.one_of(
    st.builds(Step, st.sampled_from(["subsection", "sentence"]), st.integers(1, 10).map(str)),
    st.builds(Step, st.just("letter"), st.sampled_from("abcæøå")),
    st.builds(Step, st.just("number"), st.integers(1, 99).map(str)),
)


def shown(path: Path, work: str = "") -> str:
    return (f"{work}: " if work else "") + ", ".join(f"{step.level} {step.num}" for step in path)


@pytest.mark.parametrize(("text", "steps"), CASES.items())
def test_reads(text: str, steps: str) -> None:
    assert shown(parse_path(text)) == steps


@pytest.mark.parametrize(("text", "wanted"), RUNNING.items())
def test_finds_in_running_text(text: str, wanted: list[str]) -> None:
    assert [shown(c.path, c.work) for c in find(text)] == wanted


def test_a_span_covers_the_words_of_the_citation() -> None:
    text = "Se straffeloven § 162 b første ledd."
    (found,) = find(text)
    assert text[found.start : found.end] == "§ 162 b første ledd"


@given(NUMS, st.lists(STEPS, max_size=4))
def test_what_is_written_is_read(num: str, rest: list[Step]) -> None:
    path = (Step("section", num), *rest)
    assert parse_path(format_path(path)) == path


@given(NUMS, st.lists(STEPS, max_size=4))
def test_what_is_written_is_found_in_a_sentence(num: str, rest: list[Step]) -> None:
    path = (Step("section", num), *rest)
    assert [c.path for c in find(f"Endringen i {format_path(path)}.")] == [path]


@given(st.text(alphabet="§ 12-abdeklnorstuv.ø\n"))
def test_bad_text_gives_our_error_or_none(text: str) -> None:
    with contextlib.suppress(LawdiffError):
        assert parse_path(text)[0].level == "section"


@given(
    st.lists(
        st.sampled_from("§ §§ 1 2-3 a i og , til første annet nytt ledd punktum bokstav nr. – lov".split())
    )
)
def test_finding_keeps_inside_the_text_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    starts = [c.start for c in find(text) if 0 <= c.start < c.end <= len(text) and c.path]
    assert len(starts) == len(find(text))
    assert starts == sorted(starts)


def test_says_where_and_what_to_do() -> None:
    with pytest.raises(LawdiffError, match=r'^column 6: cannot read "annet led" .* Known steps: "annet'):
        parse_path("§ 31 annet led")
    with pytest.raises(LawdiffError, match="no words for"):
        format_path((Step("section", "1"), Step("subsection", "11")))
