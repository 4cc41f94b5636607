"""What the words of a passage say of a change, and that one beside another."""

import pytest

from lawdiff.link.evidence import Signs, find_signs, listen, signs_in, tokens
from lawdiff.model.redline import Change, ChangeKind, Edit, Node, Op, Ref


def change(id_: str, *edits: tuple[Op, str], kind: ChangeKind = "substitution") -> Change:
    return Change(id_, 1, (kind,), (), (), tuple(Edit("text", op, text) for op, text in edits), "", 1.0)


def node(id_: str, made: Change, num: str = "") -> Node:
    ref = Ref(id_, num, "", "subsection")
    return Node("subsection", ref, ref, change=made.id, first=0, last=len(made.edits), here=(made.id,))


def signs(*changes: Change, same: str = "") -> dict[str, Signs]:
    children = (Node("p", None, None, text=same), *(node(each.id, each) for each in changes))
    return find_signs(Node("section", None, None, children=children), {c.id: c for c in changes}, frozenset())


def total(told: Signs, passage: str) -> float:
    return listen(passage, [told]).evidence(told)[0]


def test_a_number_is_known_by_its_unit() -> None:
    made = change("a", ("keep", "kept for "), ("delete", "three years"), ("insert", "six months"))
    told = signs(made)["a"]
    assert total(told, "Today it is three years.") >= 1
    assert total(told, "It becomes six months.") >= 1
    assert total(told, "The six members of three parties") == 0


@pytest.mark.parametrize("said", ["NOK 900,000 a year", "900 000 kroner", "900\u00a0000"])
def test_a_long_number_needs_no_unit(said: str) -> None:
    told = signs(change("a", ("delete", "500,000"), ("insert", "900,000"), ("keep", " a year")))["a"]
    assert total(told, said) >= 1


def test_what_the_section_says_anyhow_and_what_all_changes_say_counts_less() -> None:
    one = change("a", ("insert", "confiscated narcotics"))
    two = change("b", ("insert", "narcotics destroyed"))
    told = signs(one, two, same="What is confiscated is weighed.")
    assert total(told["a"], "It is confiscated.") == 0
    assert total(told["a"], "Narcotics!") == 0.25
    assert total(told["b"], "It is DESTROYED.") == 0.5


def test_a_change_of_the_number_alone_has_no_signs() -> None:
    assert "a" not in signs(change("a", ("keep", "records"), kind="renumbering"))


def test_a_definition_is_known_by_its_term_as_a_whole() -> None:
    told = signs(change("a", ("keep", "“Regulated drug”"), ("delete", " means")))["a"]
    assert total(told, 'The definition of "regulated drug" is divided.') == 1
    assert total(told, "A drug that is regulated") == 0


def test_the_evidence_is_in_the_words_of_the_passage() -> None:
    told = signs(change("a", ("insert", "six months, a referral")))["a"]
    score, start, words = listen("A Referral after six months.", [told]).evidence(told)
    assert (score, start, words) == (1.5 + 0.5, 2, ("Referral", "six months"))


def test_words_are_compared_without_ending() -> None:
    assert [t.key for t in tokens("Records record")] == ["record", "record"]
    assert signs_in("stoffene").keys() == signs_in("stoffer").keys()
