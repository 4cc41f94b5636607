"""Words: what is marked, and that what is marked is whole words."""

import itertools
import re
from bisect import bisect_left

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_statutes import own_sentence, texts

from lawdiff.diff import tokens, word_script
from lawdiff.diff.tokens import (
    BOUNDARY,
    TOKEN,
    Tokens,
    characters,
    characters_of,
    containment,
    count_words,
    key_of,
    keys,
    similarity,
    word_keys,
    word_of,
)
from lawdiff.diff.word_script import shortest
from lawdiff.diff.words import diff_words, moved_sentences, rising, sentences

_FRAMES = {"keep": "{}", "delete": "{{{}}}", "insert": "⟦{}⟧", "move_from": "<{}<", "move_to": ">{}>"}


def shown(old: str, new: str) -> str:
    """The script as one line: {deleted} ⟦inserted⟧ <moved away< >moved in>."""
    return "".join(
        _FRAMES[p.op].format(new[p.c : p.d] if p.op in ("insert", "move_to") else old[p.a : p.b])
        for p in diff_words(old, new)
    )


CASES = {
    "a sum": ("not more than 15 grams", "not more than 10 grams", "not more than {15}⟦10⟧ grams"),
    "thousands": ("of 4,700,000 kroner", "of 4,900,000 kroner", "of {4,700,000}⟦4,900,000⟧ kroner"),
    "thousands with spaces": ("høyst 15 000 kroner", "høyst 15 500 kroner", "høyst {15 000}⟦15 500⟧ kroner"),
    "decimals": ("0.5 grams", "0.8 grams", "{0.5}⟦0.8⟧ grams"),
    "a date": ("from 1 July 2021 on", "from 1 July 2022 on", "from {1 July 2021}⟦1 July 2022⟧ on"),
    "a Finnish date": (
        "ennen 1 päivänä tammikuuta 2022 tehty",
        "ennen 15 päivänä maaliskuuta 2022 tehty",
        "ennen {1 päivänä tammikuuta 2022}⟦15 päivänä maaliskuuta 2022⟧ tehty",
    ),
    "a French date": ("le 1er mai 2022.", "le 1er juin 2022.", "le {1er mai 2022}⟦1er juin 2022⟧."),
    "an Italian date": ("il 1° maggio 2022.", "il 2 maggio 2022.", "il {1° maggio 2022}⟦2 maggio 2022⟧."),
    "a Norwegian date": ("fra 1. januar 2022.", "fra 1. mars 2022.", "fra {1. januar 2022}⟦1. mars 2022⟧."),
    "a reference": ("under section 5(2)(a)", "under section 5(3)(a)", "under section {5(2)(a)}⟦5(3)(a)⟧"),
    "a hyphenated word": ("a part-time officer", "a full-time officer", "a {part-time}⟦full-time⟧ officer"),
    "a word of one letter more": ("The drug is", "The drugs are", "The {drug is}⟦drugs are⟧"),
    "words put in": ("The King may make rules.", "The King may by order make rules.",
                     "The King may ⟦by order ⟧make rules."),
    "a word taken out": ("It shall not be sold.", "It shall be sold.", "It shall {not }be sold."),
    "a sentence at the end": ("A fine is due.", "A fine is due. It is paid at once.",
                              "A fine is due.⟦ It is paid at once.⟧"),
    "a comma": ("drugs, which", "drugs which", "drugs{,} which"),
    "a small word between two replacements goes with them": (
        "a written or oral notice", "an electronic or postal notice",
        "{a written or oral}⟦an electronic or postal⟧ notice"),
    "a sentence put in begins where a sentence begins": (
        "The board decides. The board reports.",
        "The board decides. The board meets. The board reports.",
        "The board decides. ⟦The board meets. ⟧The board reports."),
    "nothing": ("The same.", "The same.", "The same."),
    "all is new": ("", "New.", "⟦New.⟧"),
    "all is gone": ("Old.", "", "{Old.}"),
    "a sentence that moved": (
        "The board shall meet at least twice a year. It has five members.",
        "It has five members. The board shall meet at least twice a year.",
        "<The board shall meet at least twice a year.<{ }It has five members."
        "⟦ ⟧>The board shall meet at least twice a year.>"),
    "a short sentence that moved": (
        "It may be renewed. A permit is valid for a year. A copy is on board.",
        "A permit is valid for a year. It may be renewed. A copy is on board.",
        "<It may be renewed.<{ }A permit is valid for a year. >It may be renewed.>⟦ ⟧A copy is on board."),
    "a phrase put in is not put in in pieces": (
        "Paid for services and goods.", "Paid for design services, works, services and goods.",
        "Paid for ⟦design services, works, ⟧services and goods."),
    "a phrase of small words between two passages that were rewritten goes with them": (
        "If the annual license fee is paid by the Mayor under this old sub-title of rules, it ends.",
        "If some new permit charge falls by the Board within that other chapter and law, it ends.",
        "If {the annual license fee is paid by the Mayor under this old sub-title of rules}"
        "⟦some new permit charge falls by the Board within that other chapter and law⟧, it ends."),
    "what has grown takes in its next neighbour": (
        "one two three of four nine ten five six seven.", "a b c of d nine ten e f g.",
        "{one two three of four nine ten five six seven}⟦a b c of d nine ten e f g⟧."),
    "a small word is small in other languages": (
        "Kunnan viranomainen ja maakunnan liitto päättävät.",
        "Valtion virasto ja elinkeino- ministeriö päättävät.",
        "{Kunnan viranomainen ja maakunnan liitto}⟦Valtion virasto ja elinkeino- ministeriö⟧ päättävät."),
    "numbers that were replaced are read each for itself": (
        "closed from 30 April to 14 October", "closed from 15 May to 1 October",
        "closed from {30 April}⟦15 May⟧ to {14 October}⟦1 October⟧"),
    "a stop between two replacements stays": (
        "He pays his whole fee: the second half waits here.", "He gets no more than: the first part is due.",
        "He {pays his whole fee}⟦gets no more than⟧: the {second half waits here}⟦first part is due⟧."),
    "a word between an insertion and a replacement stays": (
        "The board has five members.", "The new board has seven members.",
        "The ⟦new ⟧board has {five}⟦seven⟧ members."),
    "a number between two replacements stays": (
        "a written report within 5 public working days", "an electronic report within 5 other calendar days",
        "{a written}⟦an electronic⟧ report within 5 {public working}⟦other calendar⟧ days"),
    "a sentence of which crumbs are left is replaced": (
        "The keeper shall give notice in writing.", "Notice shall be given in writing by the keeper.",
        "{The keeper shall give notice in writing}⟦Notice shall be given in writing by the keeper⟧."),
    "an item that changed its place": (
        f"a knife of any kind or size;{BOUNDARY}a bow of wood;{BOUNDARY}a gun of steel;",
        f"a bow of wood;{BOUNDARY}a gun of steel;{BOUNDARY}a knife of any kind or size;",
        f"<a knife of any kind or size;<{{{BOUNDARY}}}a bow of wood;{BOUNDARY}a gun of steel;"
        f"⟦{BOUNDARY}⟧>a knife of any kind or size;>"),
    "a leaf put in": (
        f"the first item;{BOUNDARY}the last item.",
        f"the first item;{BOUNDARY}a new item;{BOUNDARY}the last item.",
        f"the first item;{BOUNDARY}⟦a new item;{BOUNDARY}⟧the last item."),
    "a leaf put in at the end": (
        f"the first item;{BOUNDARY}the last item.",
        f"the first item;{BOUNDARY}the last item.{BOUNDARY}a new one.",
        f"the first item;{BOUNDARY}the last item.⟦{BOUNDARY}a new one.⟧"),
    "an item that has become the last one": (
        "the name of the owner; and", "the name of the owner.", "the name of the owner{; and}⟦.⟧"),
    "a comma for a small word": (
        "the owner or keeper, or", "the owner, keeper, or", "the owner{ or}⟦,⟧ keeper, or"),
    "typography alone touches no letter": ("part-time office", "part‑time office", "part{-}⟦‑⟧time office"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_marks(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


_pieces = st.lists(
    st.sampled_from(
        "15 10 1,000 15\u00a0000 5(2)(a) (b) part-time ½ 3.12.1 U.S.C. a of the § isn't ___".split(" ")
    )
    | st.integers(0, 3).map(own_sentence),
    max_size=12,
)
_gaps = st.sampled_from((" ", ", ", "; ", ". ", " – ", " (", ") ", "\u00a0", BOUNDARY))
_dated = st.lists(
    st.tuples(
        st.sampled_from(
            "60 31 14 1 9 000 500 2021 1995 of de August May July januar mai 1er 2. the and".split()
        ),
        st.sampled_from((" ", " ", " ", ", ", ",", "\u00a0", ". ")),
    ),
    max_size=9,
).map(lambda parts: "".join(map("".join, parts)))
"""What dates and sums are made of, in any order: "60 of August 14, 1995" holds two that overlap."""
rich = st.builds(lambda words, gap: gap.join(words), _pieces, _gaps) | texts | _dated


@given(rich, rich)
@example("a b", "b a")
def test_nothing_is_lost(old: str, new: str) -> None:
    at_old = at_new = 0
    for p in diff_words(old, new):
        assert (p.a, p.c) == (at_old, at_new), "the pieces follow each other on both sides"
        at_old, at_new = p.b, p.d
        match p.op:
            case "keep":
                assert old[p.a : p.b] == new[p.c : p.d]
                assert p.a < p.b
            case "delete" | "move_from":
                assert p.a < p.b
                assert p.c == p.d
            case "insert" | "move_to":
                assert p.a == p.b
                assert p.c < p.d
    assert (at_old, at_new) == (len(old), len(new))


@given(rich)
def test_same_is_silent(content: str) -> None:
    assert all(p.op == "keep" for p in diff_words(content, content))


@given(rich, rich)
def test_deletions_come_before_insertions(old: str, new: str) -> None:
    script = diff_words(old, new)
    for a, b in itertools.pairwise(script):
        assert (a.op, b.op) != ("insert", "delete")
        assert a.op != b.op or a.move, "what stands together is one piece"


@given(rich, rich)
def test_nothing_below_a_word_is_marked(old: str, new: str) -> None:
    """No piece begins or ends between two letters or digits of its side."""
    for p in diff_words(old, new):
        for content, cuts in ((old, (p.a, p.b)), (new, (p.c, p.d))):
            for at in cuts:
                around = content[max(at - 1, 0) : at + 1]
                assert not re.fullmatch(r"[^\W_]{2}", around), content[max(at - 9, 0) : at + 9]


@given(rich, rich)
def test_what_moved_stands_on_both_sides(old: str, new: str) -> None:
    script = diff_words(old, new)
    gone: dict[int, str] = {}
    come: dict[int, str] = {}
    for p in script:
        if p.op == "move_from":
            gone[p.move] = gone.get(p.move, "") + old[p.a : p.b]
        elif p.op == "move_to":
            come[p.move] = come.get(p.move, "") + new[p.c : p.d]
    assert gone == come


@given(st.lists(st.integers(0, 30)))
def test_rising_is_a_longest_rising_run(values: list[int]) -> None:
    run = [values[n] for n in rising(values)]
    assert run == sorted(set(run))
    best = [0] * len(values)
    for n, value in enumerate(values):
        best[n] = 1 + max((best[k] for k in range(n) if values[k] < value), default=0)
    assert len(run) == max(best, default=0)


@given(rich)
@example("Within 14 of August 14, 1995, the Mayor")
@example("60 of August 14, 1995")
@example("of,31 August ")
def test_tokens_are_those_of_the_whole_text(content: str) -> None:
    """A text is taken apart between spaces, from memory: as if it were taken apart whole."""
    found = Tokens(content)
    whole = list(TOKEN.finditer(content))
    assert list(map(word_of, found.words)) == [key_of(m.group()) for m in whole]
    assert [found.span(n) for n in range(len(found.words))] == [m.span() for m in whole]
    ends = [0, *(m.end() for m in whole)]
    starts = [*(m.start() for m in whole), len(content)]
    assert [found[n] for n in range(len(starts))] == list(zip(ends, starts, strict=True))
    assert [found.index(at) for at in range(len(content) + 1)] == [
        bisect_left(starts[:-1], at) for at in range(len(content) + 1)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("on July 1, 2021, at 3", ["on", "July 1, 2021", "at", "3"]),
        ("the 1. januar 2022 and 15 000 kroner", ["the", "1. januar 2022", "and", "15 000", "kroner"]),
        ("title 15, 2021 and May 2,000", ["title", "15", "2021", "and", "May", "2,000"]),
        ("3.12 May 2020", ["3.12", "May", "2020"]),
    ],
)
def test_dates_and_sums_are_one_token(content: str, expected: list[str]) -> None:
    assert keys(content) == expected


_letters = st.lists(st.sampled_from("abcdefgh"), max_size=60)


@given(_letters, _letters)
def test_long_lists_are_cut_and_still_right(old: list[str], new: list[str]) -> None:
    """Cut at anchors or at equal shares, a script still turns one list into the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_script, "PLAIN_LIMIT", 8)
        hunks = shortest(old, new)
    made: list[str] = []
    at = 0
    for a, b, c, d in hunks:
        made += old[at:a] + new[c:d]
        at = b
    assert made + old[at:] == new


@given(rich, rich)
def test_sentences_that_both_ends_share_do_not_matter(old: str, new: str) -> None:
    """Sentences in common at both ends are left out of the search: nothing is marked in them."""
    ends = ("The rules of this chapter apply to every person who is in the service of the State. " * 2,
            " They apply in the same way to every person who has left the service of the State.")  # fmt: skip
    script = diff_words(ends[0] + "X " + old + " X." + ends[1], ends[0] + "X " + new + " X." + ends[1])
    last = len(ends[0] + old) + 5
    assert all(p.op == "keep" or (p.a >= len(ends[0]) and p.b <= last) for p in script)


@given(rich, rich)
def test_what_was_forgotten_is_found_again(old: str, new: str) -> None:
    """What is remembered of other texts does not matter."""
    script = diff_words(old, new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_REMEMBERED", 0)
        assert diff_words(old, new) == script


@given(rich, rich)
def test_running_out_of_characters_loses_nothing(old: str, new: str) -> None:
    """Past a million different words, words are taken for one: then the text itself is looked at."""
    tokens.make_room(tokens._LONG + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_LAST", tokens._FIRST + 2)
        script = diff_words(old, new)
    tokens.make_room(tokens._LONG + 1)
    assert "".join(old[p.a : p.b] for p in script) == old
    assert "".join(new[p.c : p.d] for p in script) == new
    assert all(old[p.a : p.b] == new[p.c : p.d] for p in script if p.op == "keep")


def test_long_beginnings_in_common_hide_no_better_place() -> None:
    """Only what stands beside a difference is taken apart, unless an edit can slide past it."""
    again = "The board of the county meets at the seat of the county on the first day of each month; "
    before, put_in = f"{again}it has six members. ", f"{again}it has five members. "
    script = diff_words(f"Rules. {before}{before}X", f"Rules. {before}{put_in}{before}X")
    assert [p.op for p in script] == ["keep", "insert", "keep"]
    assert script[1].d - script[1].c == len(put_in)
    assert (script[1].c - len("Rules. ")) % len(before) == 0, "it begins where a sentence begins"


def test_worst_cases_end() -> None:
    apart = [" ".join(f"{side}{n}" for n in range(20_000)) for side in "ab"]
    assert [p.op for p in diff_words(apart[0], apart[1])] == ["delete", "insert"]
    kinds = [f"word{n * n % 7919}" for n in range(120_000)]
    edited = ["other" if n % 100 == 50 else word for n, word in enumerate(kinds)]
    script = diff_words(" ".join(kinds), " ".join(edited))
    assert sum(p.op == "insert" for p in script) == 1_200


def test_words_are_counted_between_white_space() -> None:
    assert [count_words(t) for t in ("", "a b", "a\u00a0b", "§ 12 a", "– ;", "part-time 15,000")] == [
        0,
        2,
        2,
        2,
        0,
        2,
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One is. Two is! Three is", ["One is.", "Two is!", "Three is"]),
        ("See nr. 2 and Sec. 5 of it. It applies.", ["See nr. 2 and Sec. 5 of it.", "It applies."]),
        ("“It is so.” He said it.", ["“It is so.”", "He said it."]),
        (f"One{BOUNDARY}two", ["One", "two"]),
        ("", []),
        (" . ", ["."]),
    ],
)
def test_sentences(content: str, expected: list[str]) -> None:
    assert [content[a:b] for a, b in sentences(content)] == expected


def test_a_short_sentence_that_changed_its_place_is_not_a_move() -> None:
    assert not moved_sentences("The King rules. It has five.", "It has five. The King rules.")


def test_a_sentence_that_stands_twice_is_not_a_move() -> None:
    long = "The board shall meet at least twice a year."
    assert not moved_sentences(f"{long} It has five. {long}", f"It has five. {long} {long}")


MEETS = "The board shall meet at least twice a year at the seat of the county and keep minutes of it."
NOTICE = "A member who cannot attend gives notice to the secretary within three days of the call."
DEPUTY = "The secretary calls the deputies in the order in which they were elected by the council."


def test_a_sentence_that_moved_and_was_amended_marks_only_what_was_amended() -> None:
    amended = MEETS.replace("twice", "four times").replace("keep", "shall keep")
    assert shown(f"{MEETS} {NOTICE} {DEPUTY}", f"{NOTICE} {DEPUTY} {amended}") == (
        "<The board shall meet at least <{twice}"
        "< a year at the seat of the county and keep minutes of it.<{ }"
        f"{NOTICE} {DEPUTY}⟦ ⟧>The board shall meet at least >⟦four times⟧"
        "> a year at the seat of the county and >⟦shall ⟧>keep minutes of it.>"
    )


@pytest.mark.parametrize(
    "other",
    [
        "The board shall meet at least twice a year; its members are paid by the treasurer for each day.",
        "The board shall meet twice a year.",
    ],
)
def test_a_sentence_of_which_too_little_is_left_did_not_move(other: str) -> None:
    script = diff_words(f"{MEETS} {NOTICE} {DEPUTY}", f"{NOTICE} {DEPUTY} {other}")
    assert not any(p.move for p in script)


def test_a_formula_that_is_repeated_is_nobodys() -> None:
    formula = (
        "The register shall be kept by the county and shall be open to any person who asks for the {} list."
    )
    one, two, three, four = (formula.format(name) for name in ("first", "second", "third", "fourth"))
    script = diff_words(
        f"{one} {NOTICE} {two} {DEPUTY} {MEETS}", f"{NOTICE} {two} {DEPUTY} {three} {MEETS} {four}"
    )
    assert not any(p.move for p in script)


@pytest.mark.parametrize("mark", ["{}", "“{}”", "({})"])
def test_a_moved_sentence_takes_its_own_marks_with_it(mark: str) -> None:
    """What was put in at its place begins and ends with the same characters."""
    moved, other = mark.format("The board shall meet twice."[:-1] + " a year") + ".", mark.format("New") + "."
    old, new = f"{NOTICE} {moved} {DEPUTY} {MEETS}", f"{NOTICE} {other} {DEPUTY} {moved} {MEETS}"
    script = diff_words(old, new)
    assert all(p.a <= p.b and p.c <= p.d for p in script)
    assert [p.op for p in script if p.move] == ["move_from", "move_to"]


@given(st.lists(rich.map(lambda text: text + "§") | rich, max_size=4))
@example(["under §", "4 of this Act", ""])
@example(["on 1", "July 2021"])
def test_texts_taken_apart_at_once_are_as_if_alone(texts: list[str]) -> None:
    assert characters_of(texts) == [characters(text) for text in texts]


def test_similarity_and_containment() -> None:
    assert similarity("the same words", "the same words") == 1.0
    assert similarity("", "") == 1.0
    assert similarity("one two", "three four") == 0.0
    assert similarity("a b c d", "a b c e") == 0.75
    assert containment("b c", "a b c d") == 1.0
    assert containment("b x", "a b c d") == 0.5
    assert containment("", "a") == 0.0
    assert word_keys("A Part-Time, 5(2)(a) 15\u00a0000") == ["a", "part-time", "5(2)(a)", "15 000"]
