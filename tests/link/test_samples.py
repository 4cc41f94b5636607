"""The samples in the repository, which have a report each: by hand, which passage belongs to which change."""

from functools import cache
from pathlib import Path

import pytest

from lawdiff.diff.compare import compare
from lawdiff.link import link
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression
from lawdiff.read.reports import read_report

STATUTES = Path(__file__).parents[2] / "statutes"

NORWAY = """
3-1 1  § 1 (2)        help rather than punishment
3-1 2  § 1 (2)
3-2 1  § 3 (c)        the advisory unit defined
3-3 1  § 13 (3)       at most three substances
3-3 2  § 13 (2)       against the second and third subsections
3-3 3  § 13           an exemption for some only
3-3 4  § 13           the provision as it stands
3-4 1  § 14 (1) LSD   a row of its own for pure LSD
3-4 2  § 14           against the limits, for the fixed fine
3-4 3  § 14 (1) Heroin  2 grams of heroin, cocaine, amphetamine
3-4 4  § 14 (1) Cannabis  15 grams
3-7 1  § 15 (2)       the reference, not the number
3-8 1  § 16, § 17     a split, once
3-8 2  § 17 (3)       a new subsection in its second half
3-10 1  § 19 (1)      whatever the amount
3-12 1  § 21 (2)      three years, now six months
3-12 3  § 21 (2)      a shorter time
3-16 1  § 28 (1)      NOK 900,000
3-16 2  § 28 (1)      the amount in the budget
3-17 1  § 29 (d)      rules on the unit
"""

OTHERS = {
    "vermont-2021": {"p4": "§ 1 (5)", "p5": "§ 1 (5) (B)", "p6": "§ 1 (5) (B)", "p8": "§ 3 (b)"},
    "oregon-2020": {"p4": "Section 2 (d)", "p5": "Section 3 (2)", "p11": "Section 6 (1)", "p13": "Section 6"},
    "portugal-2001": {
        "p6": "Article 3 1",
        "p7": "Article 3 2",
        "p8": "Article 3 2",
        "p9": "Article 3, Article 4",
        "p10": "Article 5",
        "p12": "Article 5 Cannabis, leaf",
        "p14": "Article 7 2",
    },
}


@cache
def linked(old: str, new: str, report: str) -> Redline:
    red = compare(read_expression(str(STATUTES / old)), read_expression(str(STATUTES / new)))
    return link(red, [read_report(str(STATUTES / report))])


@cache
def norway(lang: str) -> Redline:
    folder = "norway-drug-reform"
    return linked(
        f"{folder}/law-in-force.{lang}.xml", f"{folder}/bill.{lang}.xml", f"{folder}/report.{lang}.xml"
    )


def sample(name: str) -> Redline:
    (report,) = (STATUTES / name).glob("report.*")
    (old,) = (STATUTES / name).glob("before*.xml")
    (new,) = (STATUTES / name).glob("after*.xml")
    return linked(*(str(path.relative_to(STATUTES)) for path in (old, new, report)))


def places(red: Redline) -> dict[str, list[str]]:
    """The changes that each passage stands at, by id."""
    found: dict[str, list[str]] = {}
    for change in red.changes:
        for rationale in change.rationale:
            found.setdefault(rationale.passage, []).append(change.id)
    return found


@pytest.mark.parametrize("line", NORWAY.strip().splitlines())
def test_the_passage_stands_at_the_change_that_it_speaks_of(line: str) -> None:
    key, label, *_ = (part.strip() for part in line.split("  ") if part.strip())
    section, number = key.split() if " " in key else (key, "1")
    red = norway("en")
    labels = {change.id: change.label for change in red.changes}
    (at,) = places(red)[f"chp_3__sec_{section}__p_{number}"]
    assert labels[at] == label or (label.endswith(" LSD") and labels[at] == f"{label}, pure")


def test_both_languages_of_a_report_say_the_same() -> None:
    def ordered(red: Redline) -> dict[str, list[int]]:
        numbers = {change.id: change.number for change in red.changes}
        return {passage: [numbers[id_] for id_ in ids] for passage, ids in places(red).items()}

    assert ordered(norway("en")) == ordered(norway("nb"))


@pytest.mark.parametrize("name", OTHERS)
def test_the_reasons_of_the_other_samples(name: str) -> None:
    red = sample(name)
    labels = {change.id: change.label for change in red.changes}
    at = {passage: [labels[id_] for id_ in ids] for passage, ids in places(red).items()}
    assert {passage: at[passage] for passage in OTHERS[name]} == {p: [x] for p, x in OTHERS[name].items()}


@pytest.mark.parametrize("name", ["norway", *OTHERS])
def test_within_a_change_the_report_keeps_its_order_and_says_nothing_twice(name: str) -> None:
    red = norway("en") if name == "norway" else sample(name)
    report = next((STATUTES / ("norway-drug-reform" if name == "norway" else name)).glob("report.[!n]*"))
    order = [passage.id for passage in read_report(str(report)).passages]
    for change in red.changes:
        ids = [order.index(rationale.passage) for rationale in change.rationale]
        assert ids == sorted(set(ids))
