import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdiff.read.reports.blocks import Block, make_passages, names_provision, split_run_in

HEADINGS = [
    "Til § 24",
    "Til ny § 24 a",
    "Til § 31 annet ledd",
    "14.2 On § 4",
    "3.5 New section 14 a",
    "Section 1: Dog abduction",
    "Sections 28 and 29: Legal Advice",
    "Section 3.",
    "Sec. 101.",
    "Clause 4",
    "Article 5",
    "Schedule 2",
    "7 a §",
    "§ 4 (2)",
    "Chapter 3",
]
NO_HEADINGS = [
    "Section 3 outlines the structure of the notices.",
    "Section 2 is self-explanatory",
    "Section 33 of, and Schedule 8 to, the Act.",
    "General remarks",
    "The section is new.",
    "2 Background",
    "§ 4 gjelder ikke her,",
]
RUN_IN = {
    "Section 3.— Text follows.": ("Section 3.", "Text follows."),
    "Sec. 101. The Committee includes a provision.": ("Sec. 101.", "The Committee includes a provision."),
    "Sec. 8105. Section 1226 Support.--Retains a provision.": (
        "Sec. 8105. Section 1226 Support.",
        "Retains a provision.",
    ),
    "Sec. 7001. Allowances and Differentials. Includes language.": (
        "Sec. 7001. Allowances and Differentials.",
        "Includes language.",
    ),
    "Til § 3: Departementet foreslår dette.": ("Til § 3", "Departementet foreslår dette."),
    "Til § 24 a. Forbudet gjelder.": ("Til § 24 a.", "Forbudet gjelder."),
    "Section 103 provides that.": ("", "Section 103 provides that."),
    "Section 1005.30(f) of the Rule is new.": ("", "Section 1005.30(f) of the Rule is new."),
    "§ 3. ledd er endret.": ("", "§ 3. ledd er endret."),
}


@pytest.mark.parametrize("text", HEADINGS)
def test_a_heading_of_a_provision(text: str) -> None:
    assert names_provision(text)


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_no_heading_of_a_provision(text: str) -> None:
    assert not names_provision(text)


@pytest.mark.parametrize(("text", "wanted"), RUN_IN.items())
def test_run_in_headings_are_split_off(text: str, wanted: tuple[str, str]) -> None:
    assert split_run_in(text) == wanted


def test_headings_make_the_trail_outermost_first() -> None:
    passages = make_passages(
        [
            Block("Report", 1),
            Block("Section 4", 2, line=3),
            Block("The note.", line=5, eid="p_1"),
            Block("Again.", eid="p_1"),
            Block("Section 5", 2),
            Block("Another.", refs=("#x",)),
        ]
    )
    assert [(p.id, p.heading, p.trail, p.line) for p in passages] == [
        ("p_1", "Section 4", ("Report", "Section 4"), 5),
        ("p2", "Section 4", ("Report", "Section 4"), 0),
        ("p3", "Section 5", ("Report", "Section 5"), 0),
    ]
    assert passages[2].refs == ("#x",)


@given(st.text(max_size=80))
def test_a_split_keeps_every_word(text: str) -> None:
    heading, rest = split_run_in(text)
    kept = "".join((heading + rest).split())
    assert kept in ("".join(text.split()), kept)
    assert not heading or text.startswith(heading.rstrip("."))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.none() | st.integers(0, 9)), max_size=12))
def test_ids_are_unique_and_paragraphs_in_order(blocks: list[tuple[str, int | None]]) -> None:
    passages = make_passages(Block(text, level, eid="p2") for text, level in blocks)
    assert len({p.id for p in passages}) == len(passages) == sum(level is None for _, level in blocks)
