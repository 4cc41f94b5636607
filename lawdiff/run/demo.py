"""The demonstration: a drug reform, the bill against the law in force, with the committee's report."""

from lawdiff.resources import statutes
from lawdiff.run.comparison import Comparison

FORMATS = ("html", "pdf", "json", "md")
NAME = "drug-reform"


def demonstration() -> Comparison:
    """Give the job; its sources are the sample laws that come with lawdiff."""
    folder = statutes() / "norway-drug-reform"
    return Comparison(
        old=str(folder / "law-in-force.en.xml"),
        new=str(folder / "bill.en.xml"),
        reports=(str(folder / "report.en.xml"),),
    )
