"""Read at once or one after the other, two versions are the same, whatever happens to the child."""

import os
import signal
import sys
from pathlib import Path

import pytest

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Expression
from lawdiff.read import read_expression, read_pair, two_processes
from lawdiff.read.two_processes import read_both

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing forks but on Linux")

LAW = "statutes/norway-drug-reform/law-in-force.en.xml"
BILL = "statutes/norway-drug-reform/bill.en.xml"


def _law() -> Expression:
    return read_expression(LAW)


def test_both_are_as_if_read_one_after_the_other() -> None:
    read_here: list[str] = []

    def new() -> Expression:
        read_here.append(BILL)
        return read_expression(BILL)

    before, after = read_both(_law, new)
    assert not read_here  # the child did it
    assert before == _law()
    bill = read_expression(BILL)
    assert after == bill
    assert after.units == bill.units  # not compared by the line above


def test_texts_of_both_are_held_once() -> None:
    before, after = read_both(_law, _law)
    assert after.units == before.units
    for key, unit in before.units.items():
        for (_, a), (_, b) in zip(unit.walk(), after.units[key].walk(), strict=True):
            assert a.text is b.text
            assert a.heading is b.heading


def test_many_sections_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_processes, "_AT_ONCE", 2)
    many = _code(*[f"{n} grams." for n in range(5)])
    _, after = read_both(_law, lambda: read_expression(many))
    assert after.units == read_expression(many).units
    assert after.outline == read_expression(many).outline


def test_a_child_that_is_killed_is_stood_in_for() -> None:
    parent = os.getpid()

    def new() -> Expression:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return read_expression(BILL)

    assert read_both(_law, new)[1] == read_expression(BILL)


def test_what_a_child_cannot_read_is_told_by_the_parent(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_text("<law>", encoding="utf-8")
    with pytest.raises(LawdiffError, match=r"bad\.xml"):
        read_both(_law, lambda: read_expression(bad))
    with pytest.raises(LawdiffError, match=r"bad\.xml"):
        read_both(lambda: read_expression(bad), _law)


@pytest.mark.parametrize("whole", [False, True])
def test_a_pair_is_the_same_with_two_processes(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_processes, "_ENOUGH", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})
    old, new = _code("Two.", "Three."), _code("Two more.", "Three.")
    one, two = read_pair(old, new, whole=whole), read_pair(old, new, whole=whole, processes=2)
    assert one == two
    assert [e.units for e in one] == [e.units for e in two]
    sealed = frozenset(entry.body for entry in two[1].outline if entry.sealed)
    assert len(sealed) == (0 if whole else 1)
    assert two[1].opened(sealed).outline == one[1].opened(sealed).outline


def _code(*texts: str) -> bytes:
    namespace = "https://code.dccouncil.us/schemas/dc-library"
    sections = "".join(
        f"<section><num>1-{n}</num><heading>Rule {n}.</heading><text>{text}</text></section>"
        for n, text in enumerate(texts, start=1)
    )
    return (
        f'<container xmlns="{namespace}"><prefix>Title</prefix><num>1</num><heading>Rules.</heading>'
        f"{sections}</container>"
    ).encode()
