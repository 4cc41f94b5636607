import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.cite.english import find, format_path, parse_path
from lawdiff.errors import LawdiffError
from lawdiff.model.citation import Level, Path, Step

CASES = {
    "section 4(2)(a)": "section 4, subsection 2, paragraph a",
    "subsection (2) of section 4": "section 4, subsection 2",
    "section 1005.30(b)(1)": "section 1005.30, subsection b, paragraph 1",
    "§ 4 (2)": "section 4, subsection 2",
    "§ 48-901.02(a)": "section 48-901.02, subsection a",
    "paragraph (a)": "paragraph a",
    "Article 5(1)(b)": "article 5, subsection 1, paragraph b",
    "Clause 4(2)": "clause 4, subsection 2",
    "Schedule 2, paragraph 4(1)": "schedule 2, paragraph 4, subparagraph 1",
    "paragraph 4 of Schedule 2": "schedule 2, paragraph 4",
    "Part IV": "part IV",
    "section 67A": "section 67A",
    "third subsection of section 17": "section 17, subsection 3",
}
RUNNING = {
    "Sections 28 and 29: Legal Advice": ["section 28", "section 29"],
    "Section 3.— Text": ["section 3"],
    "Sec. 101. The Committee": ["section 101"],
    "sections 11, 16(3), 35-37": [
        "section 11",
        "section 16, subsection 3",
        "section 35",
        "section 36",
        "section 37",
    ],
    "Section 1(1) to (3) extend": [
        "section 1, subsection 1",
        "section 1, subsection 2",
        "section 1, subsection 3",
    ],
    "section 4(2) and (3) and section 5": [
        "section 4, subsection 2",
        "section 4, subsection 3",
        "section 5",
    ],
    "paragraphs (b)(2)(ii) and (b)(2)(iii)": [
        "paragraph b, subparagraph 2, clause ii",
        "paragraph b, subparagraph 2, clause iii",
    ],
    "paragraph (a) or (b) of subsection (2)": ["subsection 2, paragraph a", "subsection 2, paragraph b"],
    "§ 1005.18(d) and (e)(3)": [
        "section 1005.18, subsection d",
        "section 1005.18, subsection e, paragraph 3",
    ],
    "section 150(1) of the Environmental Protection Act 1990 applies": [
        "the Environmental Protection Act 1990: section 150, subsection 1"
    ],
    "sections 28 and 29 of that Act": ["that Act: section 28", "that Act: section 29"],
    "EFTA section 919(g)(3)": ["EFTA: section 919, subsection g, paragraph 3"],
    "section 103 of title 5, United States Code": ["United States Code: title 5, section 103"],
    "Section 5 of Regulation (EU) 2016/679": ["Regulation (EU) 2016/679: section 5"],
    "the section in question, in part I think, the section A person": [],
    "section": [],
    "The third subsection of section 17 is new": ["section 17, subsection 3"],
    "the second and third subsections and will": ["subsection 2", "subsection 3"],
    "in letters c and e are": ["letter c", "letter e"],
    "New section 14 a": ["section 14 a"],
    "section 14a(2) and section 4 a person": ["section 14 a, subsection 2", "section 4"],
    "New letter d makes it; section 4": ["letter d", "section 4"],
}


def shown(path: Path, work: str = "") -> str:
    return (f"{work}: " if work else "") + ", ".join(f"{step.level} {step.num}" for step in path)


def below(levels: tuple[Level, ...], nums: list[str]) -> Path:
    return tuple(Step(level, num) for level, num in zip(levels, nums, strict=False))


BRACKETS = st.lists(st.sampled_from(["1", "2", "12", "a", "b", "ii", "A", "IV"]), max_size=5)
INNER: tuple[Level, ...] = ("subsection", "paragraph", "subparagraph", "clause", "item")
SECTIONS = st.builds(
    lambda level, num, rest: (Step(level, num), *below(INNER, rest)),
    st.sampled_from(["section", "article", "clause", "rule"]),
    st.from_regex(r"[1-9][0-9]{0,3}(\.[1-9][0-9]?)?([A-C]| [a-c])?", fullmatch=True),
    BRACKETS,
)
SCHEDULES = st.builds(
    lambda num, para, rest: (Step("schedule", num), Step("paragraph", para), *below(INNER[2:], rest)),
    st.integers(1, 20).map(str),
    st.integers(1, 20).map(str),
    BRACKETS.map(lambda nums: nums[:3]),
)
LOOSE = st.builds(
    lambda level, num: (Step(level, num),),
    st.sampled_from(["subsection", "paragraph"]),
    st.sampled_from("abx"),
)
PATHS = st.one_of(SECTIONS, SCHEDULES, LOOSE)


@pytest.mark.parametrize(("text", "steps"), CASES.items())
def test_reads(text: str, steps: str) -> None:
    assert shown(parse_path(text)) == steps


@pytest.mark.parametrize(("text", "wanted"), RUNNING.items())
def test_finds_in_running_text(text: str, wanted: list[str]) -> None:
    assert [shown(c.path, c.work) for c in find(text)] == wanted


@given(PATHS)
def test_what_is_written_is_read(path: Path) -> None:
    assert parse_path(format_path(path)) == path


@given(PATHS)
def test_what_is_written_is_found_in_a_sentence(path: Path) -> None:
    assert [c.path for c in find(f"It amends {format_path(path)}.")] == [path]


@given(st.text(alphabet="section 12.(ab)of,§-"))
def test_bad_text_gives_our_error_or_none(text: str) -> None:
    with contextlib.suppress(LawdiffError):
        assert parse_path(text)


@given(
    st.lists(
        st.sampled_from(
            "section sections § subsection (2) (a) 4 1005.30 12A and , of to the Act Schedule".split()
        )
    )
)
def test_finding_keeps_inside_the_text_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    found = find(text)
    assert all(0 <= c.start < c.end <= len(text) and c.path for c in found)
    assert [c.start for c in found] == sorted(c.start for c in found)


def test_says_where_and_what_to_do() -> None:
    with pytest.raises(LawdiffError, match=r'^column 13: cannot read " fnord" .* Write "section 4'):
        parse_path("section 4(2) fnord")
    with pytest.raises(LawdiffError, match="no words for"):
        format_path((Step("letter", "a"),))
