"""Editorial: what differs in no word of substance."""

import pytest
from hypothesis import given
from made_statutes import expression, own_sentence, section, texts

from lawdiff.diff.compare import compare
from lawdiff.diff.editorial import bare, changed_targets, emphasis_differs, is_editorial, number_follows
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Change, Edit
from lawdiff.model.text import Span, Text


def change(old: str, new: str) -> Change:
    """The one change of a section with this text."""
    (made,) = compare(expression(section("§ 1", "", old)), expression(section("§ 1", "", new))).changes
    return made


@pytest.mark.parametrize(
    ("old", "new", "editorial"),
    [
        ("A permit, which is paid for", "A permit which is paid for", True),
        ("the Board decides", "the board decides", True),
        ("a “permit” is", "a «permit» is", True),
        ("a part-time officer", "a part‑time officer", True),
        ("the bench mark of § 12 a", "the benchmark of § 12a", True),
        ("see sections 1, 2 on fines", "see sections 12 on fines", False),
        ("Not more than 15 grams.", "Not more than 10 grams.", False),
        ("It shall not be sold.", "It shall be sold.", False),
        ("see § 5 on fines", "see § 6 on fines", False),  # no § 5 was renumbered here
    ],
)
def test_only_what_differs_in_no_word_is_editorial(old: str, new: str, editorial: bool) -> None:
    assert change(old, new).editorial is editorial


def test_the_kind_of_a_space_is_no_change() -> None:
    old = expression(section("§ 1", "", "15 grams of it"))
    new = expression(section("§ 1", "", "15\u00a0grams of it"))
    assert compare(old, new).changes == ()
    assert compare(old, new).proof.accept_all_is_new


def test_a_moved_sentence_is_not_editorial() -> None:
    a, b = "The board shall meet at least twice a year.", "It has five members."
    assert not change(f"{a} {b}", f"{b} {a}").editorial


def test_nothing_marked_is_not_editorial_by_itself() -> None:
    assert not is_editorial([Edit("text", "keep", "a", "x", "x", 0, 0)], number_follows([]))
    assert not is_editorial([], number_follows([]))


@given(texts)
def test_a_word_more_is_of_substance(content: str) -> None:
    edits = [Edit("text", "keep", content, "x", "x", 0, 0), Edit("text", "insert", "not", None, "x", None, 1)]
    assert not is_editorial(edits, number_follows([]))


def test_numbers_follow_in_any_dress() -> None:
    follows = number_follows([("5", "6"), ("5(2)", "6(2)"), ("4a", "4b")])
    assert follows("5", "6")
    assert follows("§ 5.", "6")
    assert follows("5(2)", "6(2)")
    assert follows("4 a", "4 b")
    assert not follows("6", "5")
    assert not follows("5", "7")
    assert bare("5 (2)(A)") == "5(2)(a)"


def test_what_stands_in_a_section_follows_it() -> None:
    follows = number_follows([("4", "5"), ("6", "7")], [("6(2)", "7(3)"), ("6(1)", "7(1)")])
    assert follows("4(1)", "5(1)")
    assert follows("4(1)(b)", "5(1)(b)")
    assert not follows("4(1)", "5(2)")
    assert not follows("6(3)", "7(3)")  # that is what 6(2) was
    assert not follows("6(2)", "7(2)")


_FIVE = (
    "The Board grants permits to all who apply.",
    "A permit is valid for a year and no longer.",
    "A fee is due on the first of May each year.",
    "The keeper shall answer within 5 days of the notice.",
    "An appeal lies to the court of the district.",
)


@pytest.mark.parametrize(
    ("old", "new", "editorial"),
    [
        ("within 5 days of the notice", "within 6 days of the notice", False),
        ("within 3 to 5 days of the notice", "within 4 to 6 days of the notice", False),
        ("as sections 3, 4 and 5 say", "as sections 4, 5 and 6 say", True),
        ("as article 5 says", "as article 6 says", True),
        ("aux articles L. 4 et L. 5 ici", "aux articles L. 5 et L. 6 ici", True),
        ("som sagt i 3 og 5 §§ her", "som sagt i 4 og 6 §§ her", True),
        ("as section 5(1) says", "as section 6(1) says", True),
        ("as section 5 says within 5 days", "as section 6 says within 6 days", False),
        ("as in section 1. 5 days later", "as in section 2. 6 days later", False),
        ("the number of 5 members", "the number of 6 members", False),
        ("nella misura del 5 per cento", "nella misura del 6 per cento", False),
        ("bread of 5 gr each", "bread of 6 gr each", False),
        ("etter § 2 a kan", "etter § 4 kan", True),
        ("etter § 2 a kan", "etter § 4 a kan", False),
        ("etter § 2 b kan", "etter § 2 c kan", True),
        ("etter § 2 b og i 3 b kan", "etter § 2 c og i 3 c kan", False),
    ],
)
def test_only_a_reference_follows_a_renumbering(old: str, new: str, editorial: bool) -> None:
    was, now = ([t.replace("within 5 days of the notice", words) for t in _FIVE] for words in (old, new))
    lettered = [own_sentence(n) for n in range(2)]
    made = compare(
        expression(
            *(section(f"{n}.", "", text) for n, text in enumerate(was, start=1)),
            section("2 a.", "", lettered[0]),
            section("2 b.", "", lettered[1]),
        ),
        expression(
            section("1.", "", "This Act applies to all rivers and lakes."),
            *(section(f"{n}.", "", text) for n, text in enumerate(now, start=2)),
            section("4.", "", lettered[0]),
            section("2 c.", "", lettered[1]),
        ),
    )
    (change,) = [c for c in made.changes if "substitution" in c.kinds]
    assert change.editorial is editorial


def test_a_ledd_follows_in_bokmaal_and_nynorsk() -> None:
    follows = number_follows([("tredje", "annet"), ("første", "annet")])
    assert follows("tredje", "annet")
    assert follows("tredje", "andre")
    assert follows("fyrste", "andre")
    assert not follows("andre", "tredje")


def test_numbers_with_brackets_are_asked_for_by_such_references_alone() -> None:
    bracketed = iter([("5(2)", "6(2)"), ("(a)", "(b)"), ("7", "7(1)")])
    follows = number_follows([("5", "6")], bracketed)
    assert follows("5", "6")
    assert not follows("shall", "may")
    assert list(bracketed) == [("5(2)", "6(2)"), ("(a)", "(b)"), ("7", "7(1)")]  # as yet nobody took one
    follows = number_follows([("5", "6")], [("5(2)", "6(2)"), ("(a)", "(b)"), ("7", "7(1)")])
    assert follows("5 (2)", "6(2)")
    assert follows("(A)", "(b)")
    assert follows("7", "7(1)")
    assert not follows("5(2)", "6")


def _leaf(content: str, *spans: Span) -> Provision:
    leaf = Provision("p", text=Text(content, spans))
    return Provision("section", num="§ 1", children=(leaf,))


def test_emphasis_alone_is_a_flag_and_not_editorial() -> None:
    old, new = _leaf("It shall not be sold."), _leaf("It shall not be sold.", Span("emphasis", 9, 12))
    (made,) = compare(expression(old), expression(new)).changes
    assert (made.kinds, made.emphasis, made.editorial) == (("substitution",), True, False)
    assert not [edit for edit in made.edits if edit.op != "keep"]
    assert (made.words_deleted, made.words_inserted) == (0, 0)


def test_emphasis_is_of_the_same_place() -> None:
    plain, strong = Text("a b"), Text("a b", (Span("strong", 0, 1),))
    assert emphasis_differs(plain, strong)
    assert not emphasis_differs(strong, strong)
    assert not emphasis_differs(plain, Text("a b", (Span("reference", 0, 1, "#x"),)))


def test_a_link_that_leads_elsewhere_is_told() -> None:
    old = _leaf("See the Penal Code.", Span("reference", 8, 18, "/akn/1902"))
    new = _leaf("See the Penal Code.", Span("reference", 8, 18, "/akn/2005"))
    (made,) = compare(expression(old), expression(new)).changes
    assert [(link.text, link.old, link.new) for link in made.link_target] == [
        ("Penal Code", "/akn/1902", "/akn/2005")
    ]
    assert not made.editorial


def test_words_that_are_linked_to_several_places_are_left_alone() -> None:
    def links(*targets: str) -> Text:
        return Text("it it", tuple(Span("reference", n * 3, n * 3 + 2, t) for n, t in enumerate(targets)))

    assert changed_targets(links("#a", "#b"), links("#a", "#c")) == []
    assert changed_targets(links("#a", "#a"), links("#c", "#c")) == [("it", "#a", "#c")]
