"""The concordance as one reads it: what is told, and what is told as one."""

from io import BytesIO

import pytest
from made_statutes import expression, section
from msgspec.structs import replace
from pdfminer.high_level import extract_text

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.redline import ChangeKind, Redline, Ref, Relation
from lawdiff.render import render
from lawdiff.render.labels import languages, load_labels
from lawdiff.render.layout.shown import markers
from lawdiff.render.mapping import mapped
from lawdiff.render.presented import presented

EN = load_labels("en")
SUBJECTS = "permits fees boards appeals records officers seizures fines reports funds ports".split()


def text(n: int) -> str:
    subject = SUBJECTS[n]
    return f"The {subject} of this Act are kept by the {subject} office and reviewed for {subject} each year."


def law(*sections: tuple[str, int]) -> Provision:
    return Provision("body", children=tuple(section(num, "", text(n)) for num, n in sections))


def compared(old: list[tuple[str, int]], new: list[tuple[str, int]]) -> Redline:
    return compare(expression(law(*old)), expression(law(*new)))


def lines(redline: Redline) -> list[tuple[str, str, str]]:
    shown = presented(redline, EN)
    return [(line.old, line.new, line.relation) for line in mapped(shown, markers(shown), EN)]


def renumbered(
    *pairs: tuple[str, str], kind: Kind = "section", kinds: tuple[ChangeKind, ...] = ("renumbering",)
) -> list[str]:
    """The new side of each line of a redline that says only this."""
    same = compared([("§ 1", 0)], [("§ 1", 0)])
    relations = tuple(
        Relation(Ref(f"o{n}", a, "", kind, at=n), Ref(f"n{n}", b, "", kind, at=n), kinds, "", 1.0)
        for n, (a, b) in enumerate(pairs)
    )
    return [f"{line.old} → {line.new}" for line in mapped(replace(same, relations=relations), {}, EN)]


def test_what_kept_its_number_is_not_told() -> None:
    assert lines(compared([("§ 1", 0), ("§ 2", 1)], [("§ 1", 0), ("§ 2", 1)])) == []


def test_a_run_that_shifted_is_one_line() -> None:
    old = [(f"§ {n}", n) for n in range(1, 9)]
    new = [("§ 1", 1), ("§ 2", 9), *((f"§ {n + 1}", n) for n in range(2, 9))]
    assert lines(compared(old, new)) == [("–", "§ 2", "new"), ("§§ 2–8", "§§ 3–9", "renumbered")]


def test_a_repeal_in_between_ends_no_run_by_itself_but_the_numbers_do() -> None:
    old = [(f"§ {n}", n) for n in range(1, 8)]
    new = [("§ 1", 1), ("§ 2", 3), ("§ 3", 4), ("§ 4", 6), ("§ 5", 7)]
    assert lines(compared(old, new)) == [
        ("§ 2", "–", "repealed"),
        ("§§ 3–4", "§§ 2–3", "renumbered"),
        ("§ 5", "–", "repealed"),
        ("§§ 6–7", "§§ 4–5", "renumbered"),
    ]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ((("§ 3-1", "§ 4-1"), ("§ 3-2", "§ 4-2")), ["§§ 3-1–3-2 → §§ 4-1–4-2"]),
        ((("115", "120"), ("116", "121")), ["Sections 115–116 → Sections 120–121"]),
        ((("5 §", "6 §"), ("6 §", "7 §")), ["5–6 §§ → 6–7 §§"]),
        ((("SEC. 5.", "SEC. 6."), ("SEC. 6.", "SEC. 7.")), ["SEC. 5–6 → SEC. 6–7"]),
        ((("§ 5", "§ 6"), ("§ 7", "§ 8")), ["§ 5 → § 6", "§ 7 → § 8"]),  # § 6 is not told of
        ((("§ 5", "§ 6"), ("§ 6", "§ 8")), ["§ 5 → § 6", "§ 6 → § 8"]),
        ((("§ 5 a", "§ 6 a"), ("§ 5 b", "§ 6 b")), ["§ 5 a → § 6 a", "§ 5 b → § 6 b"]),
    ],
)
def test_a_run_has_numbers_that_follow_each_other_on_both_sides(
    pairs: tuple[tuple[str, str], ...], said: list[str]
) -> None:
    assert renumbered(*pairs) == said


def test_chapters_and_sections_are_no_run() -> None:
    assert renumbered(("Chapter 3", "Chapter 4"), ("Chapter 4", "Chapter 5"), kind="chapter") == [
        "Chapter 3–4 → Chapter 4–5"
    ]


def test_a_split_and_a_join_are_one_line_each() -> None:
    parts = (
        "A person who keeps a dog in the city shall register it with the board before the first of May.",
        "The fee for each registered dog is set by the council and paid to the treasurer every year.",
    )
    one = expression(section("§ 1", "", "The law is short."), section("§ 2", "", *parts))
    two = expression(
        section("§ 1", "", "The law is short."), section("§ 2", "", parts[0]), section("§ 3", "", parts[1])
    )
    assert lines(compare(one, two)) == [("§ 2", "§ 2, § 3", "split")]
    assert lines(compare(two, one)) == [("§ 2, § 3", "§ 2", "joined")]


def test_each_line_leads_to_its_change() -> None:
    shown = presented(compared([("§ 1", 1), ("§ 2", 2), ("§ 3", 3)], [("§ 1", 1), ("§ 2", 3)]), EN)
    found = mapped(shown, markers(shown), EN)
    assert {line.old: line.fragment for line in found} == {"§ 2": "c-sec_2", "§ 3": "c-sec_3"}
    page = render(compared([("§ 1", 1), ("§ 2", 2), ("§ 3", 3)], [("§ 1", 1), ("§ 2", 3)]), "html").decode()
    for line in found:
        assert f'id="{line.fragment}"' in page
        assert f'<a href="#{line.fragment}">{line.old if line.gone else line.new}</a>' in page


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", ["html", "md", "terminal", "pdf"])
def test_it_stands_in_every_output_and_language(name: str, lang: str) -> None:
    redline = compared([("§ 1", 1), ("§ 2", 2), ("§ 3", 3)], [("§ 1", 9), ("§ 2", 1), ("§ 3", 2), ("§ 4", 3)])
    page = render(redline, name, lang=lang)
    said = extract_text(BytesIO(page)) if name == "pdf" else page.decode()
    assert load_labels(lang).say("concordance") in said
    assert "§§ 1–3" in said
    assert "§§ 2–4" in said


def test_nothing_moved_is_nothing_to_tell() -> None:
    redline = compared([("§ 1", 1)], [("§ 1", 2)])
    for name in ("html", "md", "terminal"):
        assert "Concordance" not in render(redline, name).decode()


def test_a_place_has_one_anchor_though_another_section_has_its_number_now() -> None:
    page = render(compared([("§ 1", 1), ("§ 2", 2)], [("§ 1", 2)]), "html").decode()
    ids = [piece.split('"')[0] for piece in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
