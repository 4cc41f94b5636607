"""Wording: how a change and its place are named."""

import pytest
from made_statutes import expression
from msgspec.structs import replace

from lawdiff.diff.compare import compare
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Change, Redline, Ref, Side
from lawdiff.model.text import Text
from lawdiff.render.labels import load_labels
from lawdiff.render.wording import label_of, title_of, version, version_label, was_before

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


def compared() -> Redline:
    """A redline of one section that is the same on both sides."""
    law = expression(Provision("section", num="§ 1", text=Text(ITEMS[0])))
    return compare(law, law)


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


def test_as_amended_makes_no_second_title() -> None:
    old, new = (replace(compared().old, title=f"Trading By-law{end}") for end in ("", ", as amended"))
    assert title_of(replace(compared(), old=old, new=new), load_labels("en")) == "Trading By-law, as amended"


def test_a_full_stop_makes_no_second_title() -> None:
    old, new = (
        replace(compared().old, title=title) for title in ("Lov om Riksrevisjonen.", "Lov om Riksrevisjonen")
    )
    both = replace(compared(), old=old, new=new)
    assert title_of(both, load_labels("nb")) == "Lov om Riksrevisjonen"
    other = replace(both, new=replace(new, title="Riksrevisjonsloven"))
    assert title_of(other, load_labels("nb")) == "Riksrevisjonsloven mot Lov om Riksrevisjonen."


@pytest.mark.parametrize(
    ("kind", "lang", "name"),
    [
        ("long_title", "en", "Long title"),
        ("enacting_formula", "de", "Eingangsformel"),
        ("enacting_formula", "fi", "Johtolause"),
        ("block", "en", "Text without a number"),
    ],
)
def test_what_has_no_number_is_named_by_what_it_is(kind: str, lang: str, name: str) -> None:
    at = Ref("p", "", "", kind)
    one = Change("c", 1, ("substitution",), (at,), (at,), (), "", 1.0)
    assert label_of(one, load_labels(lang)) == name
