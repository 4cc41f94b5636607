"""A Norwegian bill on a drugs law with its notes: gold by hand, at the level of the section."""

import json
from pathlib import Path

from lawdiff.link import link
from lawdiff.model.expression import Origin
from lawdiff.model.redline import Change, Item, Node, Proof, Redline, Ref, Side
from lawdiff.model.report import Report
from lawdiff.read.reports import read_report


def drugs_bill() -> Redline:
    """§ 23 with two changed paragraphs, the new § 24 a, § 31 second paragraph: as the amending act says."""

    def ledd(num: str, *nums: str, is_new: bool = False) -> Item:
        def ref(*path: str) -> Ref:
            return Ref(
                "/".join((num, *path)),
                path[0] if path else f"§ {num}",
                "",
                "subsection" if path else "section",
            )

        children = tuple(
            Node("subsection", None if is_new else ref(n), ref(n), here=(f"§{num.replace(' ', '')}/ledd{n}",))
            for n in nums
        )
        return Item("section", Node("section", None if is_new else ref(), ref(), children=children))

    items = (ledd("23", "2", "4"), ledd("24 a", "1", "2", is_new=True), ledd("31", "2"))
    ids = [id_ for item in items if item.node for node in item.node.walk() for id_ in node.here]
    changes = tuple(
        Change(id_, i, ("substitution",), (), (), (), "", 1.0) for i, id_ in enumerate(ids, start=1)
    )
    side = Side("", "Lov om legemidler m.v.", "", "nb", "lovdata", "", "law.html", "0" * 64)
    return Redline(side, side, {}, Proof("", "", True, True), changes, (), items)


def test_a_norwegian_bill_and_its_notes(real_law: Path) -> None:
    folder = real_law / "reports-no" / "prop-107-l-2012-2013"
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {
        row["id"]: row["text"]
        for row in map(json.loads, (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines())
    }
    found: dict[str, set[str]] = {}
    for name in ("special-notes", "general-chapters", "innst-315-l-opening"):
        linked = link(drugs_bill(), [read_report(folder / f"{name}.txt")])
        for change in linked.changes:
            for rationale in change.rationale:
                found.setdefault(" ".join(rationale.quote.split()), set()).add(change.id.split("/")[0])
    right = wrong = missed = 0
    for row in gold:
        wanted = {each.split("/")[0] for each in row["provisions"]}
        got = found.get(" ".join(texts[row["passage"]].split()), set())
        right += bool(got) and got <= wanted
        wrong += bool(got - wanted)
        missed += bool(wanted) and not got
    assert (wrong, missed <= 1) == (0, True), (right, wrong, missed, found)
    assert right >= 9


def test_an_empty_report_gives_the_same_changes() -> None:
    red = drugs_bill()
    empty = Report("", "plain", Origin("r.txt", "", 0), ())
    assert link(red, [empty]).changes == red.changes
