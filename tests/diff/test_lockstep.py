"""Sections that are built alike are paired in one step; all others are left to the alignment."""

from pathlib import Path

import pytest
from made_statutes import expression, own_sentence, subsections
from real_law import REAL_LAW, WHY_NOT

from lawdiff.diff import compare as comparing
from lawdiff.diff.align import Alignment
from lawdiff.diff.candidates import Candidate, alike, share_vocabulary
from lawdiff.diff.lockstep import align_in_step
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Redline
from lawdiff.model.text import Text
from lawdiff.read import read_expression

A, B, C = (own_sentence(n) for n in range(3))


def stepped(*texts: tuple[str, str]) -> tuple[Alignment, bool]:
    old = subsections("§ 1", "", *(old for old, _ in texts))
    new = subsections("§ 1", "", *(new for _, new in texts))
    units = [next(iter(expression(side).units.values())) for side in (old, new)]
    known = Alignment()
    return known, align_in_step(known, units[0], units[1])


def test_a_word_that_changed_leaves_all_in_its_place() -> None:
    changed = A.replace(A.split()[3], "otherwise", 1)
    known, alike_built = stepped((A, changed), (B, B))
    assert alike_built
    # The first subsection, its paragraph, and the second, below which nothing is looked at.
    assert [pair.basis for pair in known.new_of.values()] == ["number and text", "only text", "identical"]
    assert len(known.flows) == 1  # of the text that differs alone
    assert len(known.still) == 1


@pytest.mark.parametrize(
    "texts", [((A, B), (B, A)), ((A, C), (B, B))], ids=["changed places", "another text under its number"]
)
def test_what_differs_more_is_left_to_the_alignment(texts: tuple[tuple[str, str], ...]) -> None:
    known, alike_built = stepped(*texts)
    assert not alike_built
    assert not known.new_of


def test_another_number_of_parts_is_left_to_the_alignment() -> None:
    old, new = (next(iter(expression(s).units.values())) for s in (_law(A, B), _law(A, B, C)))
    assert not align_in_step(Alignment(), old, new)


def _law(*texts: str) -> Provision:
    return subsections("§ 1", "", *texts)


def test_rows_that_are_alike_and_changed_places_are_left_to_the_alignment() -> None:
    rows = [
        Provision(
            "row", children=tuple(Provision("cell", text=Text(t)) for t in (f"Substance {n}", f"{n}5 g"))
        )
        for n in range(1, 6)
    ]
    old, new = (
        expression(Provision("section", num="§ 1", children=(Provision("table", children=tuple(side)),)))
        for side in (rows, [*rows[1:], rows[0]])
    )
    redline = comparing.compare(old, new)
    assert not [edit for change in redline.changes for edit in change.edits]
    assert [change.label for change in redline.changes if "move" in change.kinds] == ["§ 1 Substance 1"]


@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
@pytest.mark.parametrize("folder", ["dc-sections", "akn-za"])
def test_the_changes_are_those_of_the_alignment(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert REAL_LAW is not None
    taken = 0
    for law in sorted(p for p in (REAL_LAW / folder).iterdir() if p.is_dir())[:12]:
        files = sorted(law.glob("*.xml"))
        old, new = _versions(law, files)
        before, after = read_expression(old), read_expression(new)
        stepping = comparing.compare(before, after)
        with monkeypatch.context() as patch:
            patch.setattr(comparing, "align_in_step", lambda *_: False)
            aligned = comparing.compare(before, after)
        assert _told(stepping) == _told(aligned)
        taken += len(stepping.changes)
    assert taken > 20


def _versions(law: Path, files: list[Path]) -> tuple[Path, Path]:
    if (law / "before.xml").is_file():
        return law / "before.xml", law / "after.xml"
    return files[0], files[-1]


def _told(redline: Redline) -> list[tuple[object, ...]]:
    return [
        (c.id, c.kinds, c.editorial, [(e.op, e.text) for e in c.edits if e.op != "keep"])
        for c in redline.changes
    ]


def test_very_long_texts_are_alike_by_the_words_they_share() -> None:
    words = [f"w{n}" for n in range(30_000)]
    texts = (" ".join(words), " ".join(reversed(words)), " ".join(words[:15_000]))
    a, b, c = (
        Candidate(str(n), "", "", "section", "", str(n), str(n), load=lambda text=text: text)  # type: ignore[misc]
        for n, text in enumerate(texts)
    )
    share_vocabulary([a, b, c])
    assert alike(a, b) == 1.0  # their order is not looked at
    assert alike(a, c) == pytest.approx(2 / 3)
    assert alike(a, c, 0.7) == 0.0
