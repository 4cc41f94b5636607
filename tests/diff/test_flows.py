"""Flows: one script over many leaves, and each edit at home in its leaf."""

from hypothesis import given
from hypothesis import strategies as st
from made_statutes import own_sentence, texts

from lawdiff.diff.align import Alignment, Flow
from lawdiff.diff.flows import Texts, compare_flows, whole
from lawdiff.diff.identity import Pair
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Edit
from lawdiff.model.text import Text


def leaf(eid: str, content: str) -> Provision:
    return Provision("p", eid=eid, text=Text(content))


def flow(olds: list[str], news: list[str]) -> Flow:
    return Flow(
        tuple(leaf(f"o{n}", content) for n, content in enumerate(olds)),
        tuple(leaf(f"n{n}", content) for n, content in enumerate(news)),
    )


def script(edits: list[Edit]) -> list[tuple[str, str, str | None, str | None]]:
    return [(e.op, e.text, e.old_at, e.new_at) for e in edits]


def test_one_leaf_becomes_two() -> None:
    made = compare_flows([flow(["Sells. Buys."], ["Sells.", "Buys."])], Alignment())
    assert script(made.by_new["n0"]) == [("keep", "Sells.", "o0", "n0"), ("delete", " ", "o0", None)]
    assert script(made.by_new["n1"]) == [("keep", "Buys.", "o0", "n1")]


def test_two_leaves_become_one() -> None:
    made = compare_flows([flow(["Sells.", "Buys."], ["Sells. Buys."])], Alignment())
    assert script(made.by_new["n0"]) == [
        ("keep", "Sells.", "o0", "n0"),
        ("insert", " ", None, "n0"),
        ("keep", "Buys.", "o1", "n0"),
    ]


def test_what_is_struck_stands_with_the_words_before_it() -> None:
    made = compare_flows([flow(["One two three", "four five"], ["One two", "four five"])], Alignment())
    assert script(made.by_new["n0"])[1:] == [("delete", " three", "o0", None)]
    assert made.by_old == {}


def test_without_a_new_leaf_it_stands_at_the_old() -> None:
    made = compare_flows([flow(["Sells.", "Buys."], [])], Alignment())
    assert {eid: script(edits) for eid, edits in made.by_old.items()} == {
        "o0": [("delete", "Sells.", "o0", None)],
        "o1": [("delete", "Buys.", "o1", None)],
    }


def test_a_pair_of_equal_leaves_needs_no_edits() -> None:
    known = Alignment()
    known.join(Pair("o0", "n0", "only text", 1.0))
    assert compare_flows([flow(["15 grams"], ["15\u00a0grams"])], known) == Texts(same={("o0", "n0")})
    assert compare_flows([flow(["15 grams"], ["15 grams"])], Alignment()).same == set(), "they are no pair"


def test_moves_are_numbered_through() -> None:
    a, b = own_sentence(0), own_sentence(1)
    one, two = flow([f"{a} {b}"], [f"{b} {a}"]), flow([f"{b} {a}"], [f"{a} {b}"])
    other = Flow(tuple(leaf("x", p.text.content) for p in two.olds if p.text), (leaf("y", f"{a} {b}"),))
    made = compare_flows([one, other], Alignment())
    names = [{e.move for e in made.by_new[eid] if e.move} for eid in ("n0", "y")]
    assert all(names)
    assert not names[0] & names[1]


_leaves = st.lists(texts, max_size=4)


@given(_leaves, _leaves)
def test_nothing_is_lost(olds: list[str], news: list[str]) -> None:
    """Each leaf is rebuilt from the edits that name it, by their offsets."""
    made = compare_flows([flow(olds, news)], Alignment())
    edits = [edit for found in (*made.by_new.values(), *made.by_old.values()) for edit in found]
    for side, contents in (("o", olds), ("n", news)):
        for n, content in enumerate(contents):
            pieces = sorted(
                (e.old_start if side == "o" else e.new_start, e.text)
                for e in edits
                if (e.old_at if side == "o" else e.new_at) == f"{side}{n}"
            )
            assert "".join(text for _, text in pieces) == content
            at = 0
            for start, text in pieces:
                assert start == at
                at += len(text)


@given(_leaves, _leaves)
def test_edits_stand_at_the_leaf_that_they_name(olds: list[str], news: list[str]) -> None:
    made = compare_flows([flow(olds, news)], Alignment())
    for at, edits in made.by_new.items():
        assert {edit.new_at for edit in edits} <= {at, None}
    for at, edits in made.by_old.items():
        assert {edit.old_at for edit in edits} == {at}
        assert not news


def test_a_whole_leaf() -> None:
    assert whole(leaf("o", "Sells."), "delete") == Edit("text", "delete", "Sells.", "o", None, 0, None)
    assert whole(leaf("n", "Sells."), "insert") == Edit("text", "insert", "Sells.", None, "n", None, 0)
