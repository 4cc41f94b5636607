"""Wording: how a change and its place are named."""

from made_statutes import expression
from msgspec.structs import replace

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Change, Side
from lawdiff.model.text import Text
from lawdiff.render.labels import load_labels
from lawdiff.render.wording import version, version_label, was_before

ITEMS = ("the sale of goods without a permit;", "the storage of such goods; and", "their import.")


def changes(*numbers: tuple[str, str]) -> tuple[Change, ...]:
    """The changes of a section whose items bore these numbers, and bear those."""
    sides = []
    for side in (0, 1):
        items = tuple(
            Provision("item", num=pair[side], text=Text(text))
            for pair, text in zip(numbers, ITEMS, strict=False)
        )
        sides.append(expression(Provision("section", num="§ 1", heading=Text("Scope"), children=items)))
    return compare(*sides).changes


def test_a_number_in_another_dress_was_nothing_else() -> None:
    found = changes(("a)", "a."), ("b)", "b."))
    assert [change.editorial for change in found] == [True, True]
    assert [was_before(change, load_labels("en")) for change in found] == ["", ""]


def test_another_number_is_told() -> None:
    found = changes(("(a)", "(a)"), ("(b)", "(c)"))
    assert [was_before(change, load_labels("en")) for change in found] == ["(was (b))"]


def test_what_we_say_of_a_version_is_in_the_readers_language() -> None:
    side = Side("w", "Lov", "2016-06-17", "nb", "lovdata", "as enacted", "a.xml", "0" * 64)
    assert version(side, load_labels("nb")) == "slik den ble vedtatt, 17. juni 2016"
    assert version_label(replace(side, label="H.R. 1"), load_labels("nb")) == "H.R. 1"
