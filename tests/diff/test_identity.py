"""Identity: which provision is which, on what basis; and where it abstains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_statutes import own_sentence, texts
from rapidfuzz.distance import Indel

from lawdiff.diff.candidates import Candidate, Pair, alike, is_shell, share_vocabulary
from lawdiff.diff.identity import pair
from lawdiff.diff.shingles import words_of


def provision(
    id_: str,
    content: str,
    *,
    num: str = "",
    heading: str = "",
    place: str = "",
    key: str = "",
    wid: str = "",
    kind: str = "section",
) -> Candidate:
    """A provision as the pairing sees it; its fingerprints are its text itself."""
    body = f"{heading}\n{content}"
    return Candidate(
        id_, num, heading, kind, place, f"{num}\n{body}", body, lambda: body.strip(), key=key, wid=wid
    )


def listed(*texts_: str, numbered: bool = True, side: str = "") -> list[Candidate]:
    return [
        provision(f"{side}{n}", t, num=f"§ {n}" if numbered else "") for n, t in enumerate(texts_, start=1)
    ]


def pairs(found: list[Pair]) -> list[tuple[str, str, str]]:
    return [(p.old, p.new, p.basis) for p in found]


FINE = "Whoever sells goods without a permit is fined by the court."
PERMIT = "The Ministry may grant permits for five years at a time."
COSTS = "Costs of an inspection are borne by the keeper of the store."


def test_identical_text_under_another_number() -> None:
    old = listed(FINE, PERMIT, side="o")
    new = listed(COSTS, FINE, PERMIT, side="n")
    assert pairs(pair(old, new)) == [("o1", "n2", "identical text"), ("o2", "n3", "identical text")]


def test_the_same_number_with_another_text_is_another_provision() -> None:
    """A section is repealed and the next takes its number: the number alone pairs nothing."""
    old = [provision("o1", FINE, num="§ 1"), provision("o2", PERMIT, num="§ 2")]
    new = [provision("n1", PERMIT, num="§ 1")]
    assert pairs(pair(old, new)) == [("o2", "n1", "identical text")]


def test_a_few_words_do_not_tell_which_section_it_is() -> None:
    """A code has many such lines; that one stands once among what was read is chance."""
    old = [
        provision("o1", FINE, num="§ 1"),
        provision("o2", "Not funded.", num="§ 2", heading="Rules"),
        provision("o3", PERMIT, num="§ 3"),
    ]
    new = [
        provision("n1", FINE, num="§ 1"),
        provision("n2", COSTS, num="§ 2", heading="Rules"),
        provision("n3", PERMIT, num="§ 3"),
        provision("n4", COSTS.replace("inspection", "audit"), num="§ 80"),
        provision("n5", "Not funded.", num="§ 90", heading="Rules"),
    ]
    found = {(p.old, p.new) for p in pair(old, new)}
    assert ("o2", "n2") in found
    assert ("o2", "n5") not in found


def test_what_stands_whole_in_another_is_no_half_like_provision_rewritten() -> None:
    """Two sections speak of one register; each was joined to, or split off from, its own neighbour."""
    register = "must be reported to the register of companies within three months after the decision was made"
    founding = "The founders sign a deed that names the shares, the board and the seat of the company."
    late = f"A company that is not reported to the register of companies within three months is void: {COSTS}"
    old = [
        provision("o1", f"{founding} {late}", num="§ 1"),
        provision("o2", f"{PERMIT} A limited company may be changed into a public one.", num="§ 2"),
        provision("o3", f"A change {register}: {COSTS}", num="§ 3"),
    ]
    new = [
        provision("n1", founding, num="§ 11"),
        provision("n2", late, num="§ 12"),
        provision("n3", f"{old[1].load()} {old[2].load()}", num="§ 13"),
    ]
    assert [(p.old, p.new) for p in pair(old, new)] == [("o1", "n2"), ("o3", "n3")]


def test_a_line_that_names_what_is_gone_is_known_by_it() -> None:
    gone = ("201 a § on kumottu L:lla 21.4.2023/752.", "Kumottu.")
    old = [provision("o1", gone[0], num="201 a §"), provision("o2", gone[1], num="7 §")]
    new = [
        provision("n1", gone[1], num="202 §"),
        provision("n2", PERMIT),
        provision("n3", gone[0], num="204 §"),
    ]
    assert [(p.old, p.new) for p in pair(old, new, loose=False)] == [("o1", "n3")]


def test_number_and_text() -> None:
    old = listed(FINE, PERMIT, side="o")
    new = listed(FINE.replace("fined", "punished"), PERMIT, side="n")
    assert pairs(pair(old, new)) == [("o1", "n1", "number and text"), ("o2", "n2", "identical")]


def test_similar_text_under_another_number() -> None:
    old = [provision("o1", FINE, num="§ 1"), provision("o2", COSTS, num="§ 2")]
    new = [provision("n8", COSTS.replace("store", "shop"), num="§ 8"), provision("n9", FINE, num="§ 9")]
    assert {(p.old, p.new) for p in pair(old, new)} == {("o1", "n9"), ("o2", "n8")}
    assert next(p for p in pair(old, new) if p.new == "n8").basis == "similar text"


def test_unrelated_texts_are_not_paired() -> None:
    old = [provision("o1", FINE, num="§ 1")]
    new = [provision("n2", PERMIT, num="§ 2")]
    assert pair(old, new, loose=False) == []


def test_boilerplate_goes_by_its_number() -> None:
    rules = "The Ministry may issue regulations on the matters in this chapter."
    old = [provision(f"o{n}", rules, num=f"§ {n}") for n in (3, 5, 9)]
    new = [provision(f"n{n}", rules, num=f"§ {n}") for n in (3, 9)]
    assert {(p.old, p.new) for p in pair(old, new)} == {("o3", "n3"), ("o9", "n9")}


def test_boilerplate_in_other_chapters_goes_by_its_chapter() -> None:
    rules = "The Ministry may issue regulations on the matters in this chapter."
    old = [
        provision("a1", rules, num="§ 1", place="/chapter 1"),
        provision("b1", rules, num="§ 1", place="/chapter 2"),
    ]
    new = [
        provision("y1", rules, num="§ 1", place="/chapter 2"),
        provision("x1", rules, num="§ 1", place="/chapter 1"),
    ]
    assert {(p.old, p.new) for p in pair(old, new)} == {("a1", "x1"), ("b1", "y1")}


def test_a_shell_goes_by_its_number_and_not_by_its_text() -> None:
    old = [provision("o4", FINE, num="§ 4"), provision("o7", COSTS, num="§ 7")]
    new = [provision("n4", "(Opphevet)", num="§ 4"), provision("n7", "(Opphevet)", num="§ 7")]
    assert {(p.old, p.new) for p in pair(old, new)} == {("o4", "n4"), ("o7", "n7")}


def test_stated_identity_is_surest() -> None:
    old = listed(FINE, PERMIT, side="o")
    new = [provision("n9", COSTS, num="§ 9"), provision("n2", PERMIT, num="§ 2")]
    assert ("o1", "n9", "stated") in pairs(pair(old, new, stated={"n9": "o1"}))


@pytest.mark.parametrize(("text", "basis"), [("Whoever sells goods is fined.", "stated id"), (COSTS, "")])
def test_a_stated_id_needs_the_text(text: str, basis: str) -> None:
    old = [provision("o1", FINE, num="§ 1", wid="w1")]
    new = [provision("n8", text, num="§ 8", wid="w1")]
    assert [p.basis for p in pair(old, new, loose=False)] == ([basis] if basis else [])


def test_a_definition_goes_by_its_term() -> None:
    old = [
        provision("o1", "“drug” means a plant.", key="drug"),
        provision("o2", "“store” means a house.", key="store"),
    ]
    new = [
        provision("n1", "“permit” means a licence.", key="permit"),
        provision("n2", "“Drug” means all that the Ministry says is one.", key="Drug"),
        provision("n3", "“store” means a house.", key="store"),
    ]
    assert {(p.old, p.new) for p in pair(old, new)} == {("o1", "n2"), ("o2", "n3")}


def test_neighbours_are_only_paired_among_siblings() -> None:
    old = listed(FINE, "One pays.", PERMIT, side="o", numbered=False)
    new = listed(FINE, "No fee.", PERMIT, side="n", numbered=False)
    assert ("o2", "n2") in {(p.old, p.new) for p in pair(old, new)}
    assert ("o2", "n2") not in {(p.old, p.new) for p in pair(old, new, loose=False)}


_lists = st.lists(st.tuples(texts, st.sampled_from(("", "§ 1", "§ 2", "§ 3"))), max_size=7)


def _candidates(found: list[tuple[str, str]], side: str) -> list[Candidate]:
    return [provision(f"{side}{n}", text, num=num) for n, (text, num) in enumerate(found)]


@given(_lists, _lists, st.booleans())
def test_nothing_is_paired_twice(
    olds: list[tuple[str, str]], news: list[tuple[str, str]], loose: bool
) -> None:
    found = pair(_candidates(olds, "o"), _candidates(news, "n"), loose=loose)
    assert len({p.old for p in found}) == len({p.new for p in found}) == len(found)
    assert all(0 < p.score <= 1 and p.basis for p in found)
    places = [int(p.new[1:]) for p in found]
    assert places == sorted(places)


@given(st.permutations(range(6)))
def test_texts_of_their_own_are_found_wherever_they_go(order: list[int]) -> None:
    old = [provision(f"o{n}", own_sentence(n), num=f"§ {n}") for n in range(6)]
    new = [provision(f"n{k}", own_sentence(n), num=f"§ {k}") for k, n in enumerate(order)]
    assert {(p.old, p.new) for p in pair(old, new)} == {(f"o{n}", f"n{k}") for k, n in enumerate(order)}


# --- shells


@pytest.mark.parametrize(
    "text",
    [
        "(Opphevet)",
        "[Repealed]",
        "Repealed.",
        "(Opphevet ved lov)",
        "Upphävd",
        ". . . . .",
        "[Repealed. Pub. L. 112–1]",
        "11 § on kumottu L:lla 13.3.2003/222.",
        "Har upphävts genom lag (2007:1411).",
        "(Abrogato)",
        "Abrogé par la loi no 2005-102",
        "Repealed by Act 5 of 1999",
        "Expired. March 1, 2024",
        "bis (3) (weggefallen)",
        "[[Paragraph 8.5.3 deleted by amendment on 2013-12-06.]]",
    ],
)
def test_says_that_it_is_gone(text: str) -> None:
    assert is_shell(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A fine.",
        "Section 4 is repealed and so is every rule made under it.",
        "Section 4 is repealed.",
        "Revoked permits shall be returned.",
        "expired licences;",
        "revoked, suspended or cancelled licences;",
        "has been repealed,",
        "stiftelsen er opphevet",
        "[The words that were deleted by the Board apply as before.]",
        FINE,
        "–",
    ],
)
def test_says_something_else(text: str) -> None:
    assert not is_shell(text)


_PIECES = st.lists(
    st.sampled_from(("the", "Court", "court", "§", "1.000", "İx", "e\u00adx", "x_y", "ß", " ")), max_size=25
)


@given(_PIECES, _PIECES, _PIECES, _PIECES, st.sampled_from((" ", "")))
def test_ends_in_common_are_no_other_measure(
    head: list[str], old: list[str], new: list[str], foot: list[str], gap: str
) -> None:
    a, b = (provision("x", gap.join(head + middle + foot)) for middle in (old, new))
    share_vocabulary([a, b])
    at_ends = alike(a, b)
    c, d = (provision("x", gap.join(head + middle + foot)) for middle in (old, new))
    share_vocabulary([c, d])
    in_all = Indel.normalized_similarity(c.words, d.words) if c.words or d.words else 1.0
    assert at_ends == pytest.approx(in_all)


@given(st.lists(st.sampled_from(["ab", "c", "ß", "İx", "d-e", ";", "§ 4", "\u00ad"]), max_size=12), st.data())
def test_words_read_beside_a_twin_are_the_words(words: list[str], data: st.DataObject) -> None:
    """Read where the twin's text differs, or read whole: the same words."""
    other = [*words]
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(other)))
        other[at : at + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(st.sampled_from(["ab", "zz", ";"]), max_size=2)
        )
    a = Candidate("a", "", "", "p", "", "", "", load=lambda: " ".join(words))
    b = Candidate("b", "", "", "p", "", "", "", load=lambda: " ".join(other))
    share_vocabulary([a, b])
    assert b.vocabulary is not None
    alone = b.vocabulary.read(b.text)
    b.twin = a
    assert len(a.words) == len(words_of(a.text))
    assert b.words == alone
