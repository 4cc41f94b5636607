from msgspec.structs import replace

from lawdiff.model.redline import Redline
from lawdiff.render.folds import tidy
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.blocks import Block, Marker, Passage, reads_from_right
from lawdiff.render.layout.front import front_of
from lawdiff.render.layout.runs import Run
from lawdiff.render.layout.shown import markers, running_order

EN = load_labels("en")


def written(block: Block) -> str:
    around = {"delete": "{%s}", "insert": "⟦%s⟧", "was": "%.0s"}

    def write(run: Run) -> str:
        return run.text if run.bare else around.get(run.op, "%s") % run.text

    if block.rows:
        return " / ".join(
            " | ".join("".join(write(run) for runs in cell.paragraphs for run in runs) for cell in row.cells)
            for row in block.rows
        )
    return "".join(write(run) for run in block.runs)


def lines(passage: Passage) -> list[str]:
    heading = [written(passage.heading)] if passage.heading else []
    return [passage.said] if passage.said else heading + [written(block) for block in passage.blocks]


def test_the_whole_order(specimen: Redline) -> None:
    assert [lines(passage) for passage in running_order(specimen, EN)] == [
        ["Chapter 2. Own use"],
        ["§ 1 to § 3 are unchanged and left out."],
        [
            "§ 4 Prohibition ⟦and exemption⟧",
            "(1) The use of drugs is prohibited.",
            "(2) A person who uses drugs {shall not be prosecuted} ⟦is not liable to punishment⟧.",
        ],
        ["⟦§ 5 Referral⟧ (new)", "⟦The police shall refer the person to the unit.⟧"],
        ["§ 6 Limits (was § 5)", "Substance | Limit / Cannabis | {15} ⟦10⟧ gram / MDMA | 0.5 gram"],
        [
            "§ 7 Confiscation (moved from § 10)",
            "Drugs that are found shall be destroyed⟦, even where nobody is punished⟧.",
        ],
        ["{§ 10 Confiscation} (moved to § 7)"],
        ["{§ 11 Repeated possession} (repealed)", "{A person found three times may be fined.}"],
        ["§ 12 is unchanged and left out."],
    ]


def test_a_passage_for_two_changes_of_a_section_is_given_once(specimen: Redline) -> None:
    section = next(p for p in running_order(specimen, EN) if p.label == "§ 6 Limits")
    notes = [note for block in (section.heading, *section.blocks) if block for note in block.all_notes]
    assert [(note.numbers, [saying.role for saying in note.sayings]) for note in notes] == [
        ((4, 5), ["majority"]),
        ((4,), ["minority"]),
    ]
    assert [saying.speaker for note in notes for saying in note.sayings] == ["", "A minority"]


def test_only_the_changed_row_is_marked(specimen: Redline) -> None:
    section = next(p for p in running_order(specimen, EN) if p.label == "§ 6 Limits")
    table = section.blocks[-1]
    assert [row.marked for row in table.rows] == [False, True, False]
    assert table.numeric == (False, True)


def test_every_change_has_one_place(specimen: Redline) -> None:
    marks = [mark for passage in running_order(specimen, EN) for mark in _marks(passage)]
    assert [mark.number for mark in marks] == [change.number for change in specimen.changes]
    assert len({mark.fragment for mark in marks}) == len(marks)


def _marks(passage: Passage) -> list[Marker]:
    blocks = [block for block in (passage.heading, *passage.blocks) if block]
    return [
        mark for block in blocks for mark in (*block.markers, *(m for r in block.rows for m in r.markers))
    ]


def test_changes_lead_to_the_next_and_the_previous(specimen: Redline) -> None:
    marks = list(markers(specimen).values())
    assert [mark.following for mark in marks[:-1]] == [mark.fragment for mark in marks[1:]]
    assert marks[0].previous == "" == marks[-1].following


def test_the_front_page_says_it_in_words(specimen: Redline) -> None:
    front = front_of(specimen, markers(specimen), EN)
    assert front.title == "Drugs Act (model)"
    assert front.summary[0] == "Sections: 2 amended, 1 new, 1 repealed, 1 moved and 4 unchanged."
    assert [entry.kinds for entry in front.entries][5:] == ["moved and amended", "repealed"]
    assert front.facts[0].text == "Drugs Act (model) (in force), 19 December 2019"
    assert "character by character" in front.facts[-1].text
    failed = replace(specimen, proof=replace(specimen.proof, accept_all_is_new=False))
    assert "do not rely on it" in front_of(failed, markers(failed), EN).facts[-1].text


def test_the_same_is_said_to_be_the_same(specimen: Redline) -> None:
    silent = replace(specimen, changes=(), items=(specimen.items[1],))
    assert front_of(silent, {}, EN).summary == ("The two texts say the same: there are no changes.",)


def test_words_are_norwegian_where_that_is_asked_for(specimen: Redline) -> None:
    said = [line for passage in running_order(specimen, load_labels("nb")) for line in lines(passage)]
    assert "§ 1 til § 3 er uendret og utelatt." in said
    assert "§ 7 Confiscation (flyttet fra § 10)" in said


def test_directions() -> None:
    assert reads_from_right("(1) المادة الأولى")
    assert not reads_from_right("§ 1 Article, المادة")
    assert not reads_from_right("12 §")


def test_numbers_are_tidied_for_citing() -> None:
    assert [tidy(num) for num in ("§ 4.", "SEC. 2.—", "§", "–")] == ["§ 4", "SEC. 2", "§", "–"]
