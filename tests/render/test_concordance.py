import csv
from io import StringIO

import pytest

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline, Ref, Relation
from lawdiff.read import read_expression
from lawdiff.render.concordance import in_order, write
from lawdiff.resources import statutes

NORWAY = statutes() / "norway-drug-reform"


def _redline(*identity: tuple[str, str]) -> Redline:
    old, new = (read_expression(NORWAY / f"{name}.en.xml") for name in ("law-in-force", "bill"))
    return compare(old, new, identity=identity)


def _lines(redline: Redline) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(write(redline).decode())))


def test_every_section_of_both_sides_stands_in_it() -> None:
    lines = _lines(_redline())
    for side, name in (("old_eid", "law-in-force"), ("new_eid", "bill")):
        expression = read_expression(NORWAY / f"{name}.en.xml")
        named = {line[side] for line in lines}
        assert {entry.key for entry in expression.outline if entry.num} <= named


def test_says_what_became_of_a_section() -> None:
    told = {(line["old_num"], line["new_num"]): line["relation"] for line in _lines(_redline())}
    assert told["§ 5", "§ 5"] == "same"
    assert told["§ 15", ""] == "repeal"
    assert told["", "§ 23"] == "insertion"
    assert told["§ 20", "§ 18"] == "renumbering"
    assert told["§ 17", "§ 19"] == "move"
    assert told["§ 19", "§ 16"] == told["§ 19", "§ 17"] == "split"


def test_a_persons_map_overrules() -> None:
    line = next(line for line in _lines(_redline(("§ 15", "chp_3__sec_14a"))) if line["old_num"] == "§ 15")
    assert (line["new_num"], line["basis"]) == ("§ 14 a", "a person's map")


def test_a_map_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(LawdiffError, match='new version has no provision "§ 99"'):
        _redline(("§ 15", "§ 99"))


def test_no_cell_is_a_formula() -> None:
    redline = _redline()
    cells = [cell for line in _lines(redline) for cell in line.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_what_is_gone_stands_behind_what_stood_before_it() -> None:
    """Sections 1 to 3 are put in before what stood: the places of both sides are not alike."""
    news = [Ref(f"n{n}", f"§ {n}", "", "section", n) for n in range(1, 6)]
    olds = [Ref(f"o{n}", f"§ {n}", "", "section", n) for n in range(1, 4)]
    relations = [
        Relation(olds[1], None, ("repeal",), "", 1.0),
        *(Relation(None, new, ("insertion",), "", 1.0) for new in news[:3]),
        Relation(olds[0], news[3], ("renumbering",), "", 1.0),
        Relation(olds[2], news[4], ("renumbering",), "", 1.0),
    ]
    told = [(r.old.num if r.old else "", r.new.num if r.new else "") for r in in_order(relations)]
    assert told[3:] == [("§ 1", "§ 4"), ("§ 2", ""), ("§ 3", "§ 5")]
