"""Which passage stands beside which change, in redlines and reports of a few lines."""

import dataclasses
import time

from msgspec.structs import replace

from lawdiff.link import link
from lawdiff.model.expression import Origin
from lawdiff.model.redline import (
    Change,
    ChangeKind,
    Item,
    Node,
    Proof,
    Redline,
    Ref,
    Relation,
    Side,
    Unchanged,
)
from lawdiff.model.report import Passage, Report

SUBSTITUTION: tuple[ChangeKind, ...] = ("substitution",)
TITLE = "Act on the control of narcotic drugs"


def section(num: str, *subsections: str, old: str | None = None, gone: bool = False) -> Node:
    """A changed section with changes at these subsections; without any, a change at itself."""
    before = num if old is None else old
    children = tuple(
        Node(
            "subsection",
            ref(f"sec_{before}__subsec_{each}", f"({each})"),
            ref(f"sec_{num}__subsec_{each}", f"({each})"),
            here=(f"sec_{num}__subsec_{each}",),
        )
        for each in subsections
    )
    return Node(
        "section",
        ref(f"sec_{before}", f"§ {before}", "section") if before else None,
        None if gone else ref(f"sec_{num}", f"§ {num}", "section"),
        here=() if subsections else (f"sec_{num}",),
        children=children,
    )


def ref(eid: str, num: str, kind: str = "subsection") -> Ref:
    return Ref(eid, num, "", kind)


def redline(*sections: Node, unchanged: tuple[str, ...] = (), title: str = TITLE) -> Redline:
    side = Side("", title, "", "en", "akn", "", "law.xml", "0" * 64, 9)
    ids = [id_ for each in sections for node in each.walk() for id_ in node.here]
    same = [ref(f"sec_{n}", f"§ {n}", "section") for n in unchanged]
    runs = tuple(Unchanged(each, each, "") for each in same)
    items = [Item("section", node) for node in sections]
    return Redline(
        old=side,
        new=side,
        summary={},
        proof=Proof("", "", True, True),
        changes=tuple(
            Change(id_, i, SUBSTITUTION, (), (ref(id_, ""),), (), "", 1.0)
            for i, id_ in enumerate(ids, start=1)
        ),
        relations=(),
        items=(*items, Item("unchanged", run=runs)),
    )


def report(*passages: tuple[str, str], language: str = "en") -> Report:
    """Passages, each with the headings above it ("Remarks > Section 4") and its text."""
    made = []
    for i, (headings, text) in enumerate(passages, start=1):
        trail = ("Report", *filter(None, headings.split(" > ")))
        made.append(Passage(f"p{i}", text, trail[-1], trail))
    return Report("Report", "plain", Origin("report.txt", "1" * 64, 1), tuple(made), language=language)


def check(red: Redline, rep: Report, wanted: dict[str, list[str]], unlinked: tuple[str, ...] = ()) -> Redline:
    linked = link(red, [rep])
    got = {c.id: [r.passage for r in c.rationale] for c in linked.changes if c.rationale}
    assert got == wanted
    assert tuple(r.passage for r in linked.unlinked) == unlinked
    return linked


def test_a_heading_ties_all_its_passages_to_the_section() -> None:
    rep = report(
        ("Section 4", "The majority wants it."), ("Section 4", "The minority does not."), ("Other", "Hm.")
    )
    linked = check(redline(section("4"), section("5")), rep, {"sec_4": ["p1", "p2"]})
    (first, _) = linked.changes[0].rationale
    assert (first.basis, first.evidence, first.score) == ("heading", "Section 4", 0.95)
    assert first.quote == "The majority wants it."
    (side,) = linked.reports
    assert (side.passages, side.linked) == (3, 2)


def test_a_passage_stands_once_at_the_first_change_of_its_section() -> None:
    check(redline(section("4", "1", "2", "3")), report(("Section 4", "A note.")), {"sec_4__subsec_1": ["p1"]})


def test_a_passage_stands_at_the_subsection_that_it_cites() -> None:
    rep = report(
        ("Section 4", "The second subsection is new."), ("Section 4", "Subsection (3) is as before.")
    )
    check(redline(section("4", "1", "2")), rep, {"sec_4__subsec_2": ["p1"], "sec_4__subsec_1": ["p2"]})


def test_a_passage_without_evidence_follows_the_one_before_it() -> None:
    rep = report(("Section 4", "The second subsection is new."), ("Section 4", "The minority opposes it."))
    check(redline(section("4", "1", "2")), rep, {"sec_4__subsec_2": ["p1", "p2"]})


def test_under_a_heading_of_present_numbers_all_of_a_list_are_present() -> None:
    red = with_ids(redline(section("6", old="4"), section("7", old="6"), section("8", old="7")), *"abc")
    rep = report(("Sections 6, 7 and 8", "They are the present sections 4, 6 and 7."))
    check(red, rep, {"a": ["p1"], "b": ["p1"], "c": ["p1"]})


def test_a_heading_that_names_a_subsection_prefers_it() -> None:
    rep = report(("Til § 24 annet ledd", "Departementet foreslår dette."), language="nb")
    check(redline(section("24", "1", "2")), rep, {"sec_24__subsec_2": ["p1"]})


def test_norwegian_letters_belong_to_the_number() -> None:
    rep = report(("Til ny § 24 a", "Forbudet gjelder bruk."), ("Til § 24", "Ingen merknader."), language="nb")
    check(redline(section("24"), section("24 a")), rep, {"sec_24 a": ["p1"], "sec_24": ["p2"]})


def test_a_number_alone_is_the_new_one_and_a_present_one_the_old() -> None:
    red = redline(section("15", gone=True), section("15", old="16"))
    red = with_ids(red, "repealed", "renumbered")
    rep = report(("Present section 15", "It is repealed."), ("Section 15", "Only its number changes."))
    check(red, rep, {"repealed": ["p1"], "renumbered": ["p2"]})


def test_under_a_number_used_anew_the_former_section_is_found() -> None:
    red = with_ids(redline(section("6", old=""), section("6", gone=True)), "new six", "old six")
    rep = report(
        ("Section 6", "A fine is set."), ("Section 6", "The diversion in the former section 6 is repealed.")
    )
    check(red, rep, {"new six": ["p1"], "old six": ["p2"]})


def test_a_repealed_number_that_is_not_used_again_is_found_on_the_old_side() -> None:
    red = with_ids(redline(section("9", gone=True)), "repealed")
    check(red, report(("Section 9", "It has lost its use.")), {"repealed": ["p1"]})


def with_ids(red: Redline, *ids: str) -> Redline:
    """Two sections of one number would have one id: name them anew."""
    nodes = [item for item in red.items if item.node]
    items = tuple(
        replace(item, node=replace(item.node, here=(id_,)))
        for item, id_ in zip(nodes, ids, strict=True)
        if item.node
    )
    changes = tuple(replace(c, id=id_) for c, id_ in zip(red.changes, ids, strict=True))
    return replace(red, items=items, changes=changes)


def test_a_heading_of_two_sections_serves_both_but_for_what_cites_one() -> None:
    rep = report(("Sections 16 and 17", "They are divided."), ("Sections 16 and 17", "Section 17 is new."))
    check(redline(section("16"), section("17")), rep, {"sec_16": ["p1"], "sec_17": ["p1", "p2"]})


def test_a_reason_for_a_section_that_does_not_change_is_listed() -> None:
    rep = report(("Section 7", "It should have been changed."))
    check(redline(section("4"), unchanged=("7",)), rep, {}, ("p1",))


def test_a_sub_heading_keeps_the_section_above_it() -> None:
    rep = report(("Section 4 > The minority", "It objects."))
    linked = check(redline(section("4")), rep, {"sec_4": ["p1"]})
    assert linked.changes[0].rationale[0].score == 0.9


def test_a_citation_ties_where_no_heading_does() -> None:
    rep = report(("General", "The bill proposes to amend section 4(2), so that fines end."))
    linked = check(redline(section("4", "1", "2")), rep, {"sec_4__subsec_2": ["p1"]})
    assert linked.changes[1].rationale[0].basis == "citation"
    assert linked.changes[1].rationale[0].evidence == "section 4(2)"


def test_a_citation_in_passing_ties_nothing_and_is_not_listed() -> None:
    rep = report(("General", "Fines are collected as before, see section 4."))
    check(redline(section("4")), rep, {})


def test_two_sections_cited_alike_tie_nothing_and_are_listed() -> None:
    rep = report(("General", "Sections 4 and 5 come first."))
    check(redline(section("4"), section("5")), rep, {}, ("p1",))


def test_another_act_ties_nothing() -> None:
    rep = report(
        ("General", "The bill amends section 4 of the Theft Act 1968."),
        ("Amendments to the Theft Act 1968 > Section 4", "It is amended likewise."),
    )
    check(redline(section("4")), rep, {})


def test_another_norwegian_act_ties_nothing() -> None:
    rep = report(
        ("", "Det foreslås å endre straffeloven § 24."),
        ("Straffeloven > Til § 24", "Bestemmelsen er ny."),
        ("Legemiddelloven > Til § 24", "Bestemmelsen er ny."),
        ("", "Det foreslås å endre legemiddelloven § 24."),
        language="nb",
    )
    check(redline(section("24"), title="Lov om legemidler m.v."), rep, {"sec_24": ["p3", "p4"]})


def test_a_heading_of_another_laws_section_ties_nothing() -> None:
    rep = report(("Section 4 > Section 5 of the Theft Act 1968", "It is amended likewise."))
    check(redline(section("4"), section("5")), rep, {})


def test_the_title_of_the_report_is_no_heading() -> None:
    rep = dataclasses.replace(report(("", "Drugs do harm.")), title="Report on section 4")
    passages = tuple(dataclasses.replace(p, trail=("Report on section 4",)) for p in rep.passages)
    rep = dataclasses.replace(rep, passages=passages)
    check(redline(section("4")), rep, {})


def test_a_report_that_mentions_nothing_is_fine() -> None:
    linked = check(redline(section("4")), report(("General", "Drugs do harm.")), {})
    assert linked.reports[0].linked == 0
    assert linked.warnings == ("report.txt: no passage could be tied to a change",)


def test_a_chapter_in_a_heading_ties_to_its_first_change_and_in_text_to_none() -> None:
    chapter = Node(
        "chapter", Ref("chp_2", "Chapter 2", "", "chapter"), Ref("chp_2", "Chapter 2", "", "chapter")
    )
    node = section("4")
    assert node.new
    deeper = Node("section", node.old, Ref("sec_4", "§ 4", "", "section", depth=1), here=node.here)
    red = redline(deeper)
    red = replace(red, items=(Item("container", chapter), *red.items))
    rep = report(("Chapter 2", "It is about use."), ("General", "The remarks follow in chapter 2."))
    linked = check(red, rep, {"sec_4": ["p1"]})
    assert linked.changes[0].rationale[0].score == 0.6


def test_changes_without_nodes_are_placed_by_their_eids() -> None:
    red = redline(section("4", "1", "2"))
    pair = ref("sec_4", "§ 4", "section")
    red = replace(red, items=(), relations=(Relation(pair, pair, SUBSTITUTION, "", 1.0),))
    rep = report(("Section 4", "The second subsection is new."))
    check(red, rep, {"sec_4__subsec_2": ["p1"]})


def test_a_report_added_removes_no_link() -> None:
    red = redline(section("4"), section("5"))
    first, second = report(("Section 4", "One.")), report(("Section 5", "Two."), ("Section 4", "Three."))
    step = link(link(red, [first]), [second])
    both = link(red, [first, second])
    assert step == both
    assert [(r.report, r.passage) for r in both.changes[0].rationale] == [(1, "p1"), (2, "p2")]


def test_a_thousand_passages_and_many_changes_take_no_time() -> None:
    red = redline(*(section(str(n), "1", "2", "3") for n in range(1, 121)))
    passages = [
        (f"Section {n % 120 + 1}", f"The bill amends section {n % 97 + 1}(2), see section 4.")
        for n in range(1000)
    ]
    began = time.perf_counter()
    link(red, [report(*passages)])
    assert time.perf_counter() - began < 3  # measured: .3 s; a shared core is slower
