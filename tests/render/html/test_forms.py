"""What is filled into forms is to the letter what the macros of the templates write."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from lawdiff.model.redline import Redline
from lawdiff.render.html.forms import entry_writer, writer
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.front import front_of
from lawdiff.render.layout.order import insertions_first
from lawdiff.render.layout.shown import markers, running_order
from lawdiff.render.presented import presented
from lawdiff.render.templating import environment
from lawdiff.run.comparison import Comparison, run_comparison

page = import_module("lawdiff.render.html.page")  # `render` is a function of the API too
SAMPLES = Path(__file__).parents[3] / "statutes"
PAIRS = {
    "reform": ("norway-drug-reform/law-in-force.en.xml", "norway-drug-reform/bill.en.xml"),
    "tables": ("un-schedules-2020/before.xml", "un-schedules-2020/after.xml"),
    "articles": ("netherlands/before.xml", "netherlands/after.xml"),
    "states": ("us-states-2021/virginia.before.xml", "us-states-2021/virginia.after.xml"),
}


def check(redline: Redline, language: str) -> int:
    """Write each section, and each line of the list, both ways; give how many sections there are."""
    labels = load_labels(language)
    shown = presented(redline, labels)
    said = {"t": labels, "language": language, "old_language": language, "direction": "ltr"}
    macros: Any = environment().get_template("html/sections.html").make_module(said)
    passages = running_order(shown, labels)
    by_form = writer(macros)
    sections = [
        place
        for order in (passages, insertions_first(passages))
        for place in page._places(order, shown.by_id())
        if place.passage.type != "said"
    ]
    for place in sections:
        assert by_form(place) == str(macros.section_html(place))
    front = front_of(shown, markers(shown), labels)
    listed: Any = environment().get_template("html/changes.html")
    for reported in (True, False):
        macros = listed.make_module({"t": labels, "reported": reported})
        entry_by_form = entry_writer(macros)
        for entry in front.entries:
            assert entry_by_form(entry) == str(macros.entry_html(entry))
    return len(sections)


def test_the_specimen(specimen: Redline) -> None:
    assert check(specimen, "en") > 4


def test_hostile_text(hostile: Redline) -> None:
    assert check(hostile, "nb")


@pytest.mark.parametrize("name", PAIRS)
def test_samples(name: str) -> None:
    old, new = (str(SAMPLES / file) for file in PAIRS[name])
    report = SAMPLES / "norway-drug-reform/report.en.xml"
    reports = (str(report),) if name == "reform" else ()
    assert check(run_comparison(Comparison(old, new, reports=reports, scope="all")), "en")
