"""Who is for and who is against: said by the report, or not said."""

import pytest

from lawdiff.model.redline import Rationale
from lawdiff.model.report import Role
from lawdiff.render.summary.stances import stance_of, votes_in

MAJORITY = "The committee’s majority, the members from A and B"
FLERTALL = "Komiteens flertall, medlemmene fra A og B"

SAID = {
    f"{MAJORITY}, supports the change.": "for",
    f"{MAJORITY}, opposes the new limits because they serve an exemption.": "against",
    f"{MAJORITY}, does not support the second subsection and will vote against it.": "against",
    f"Section 17 is new. {MAJORITY}, votes against this section. The police must be able to look.": "against",
    f"{MAJORITY}, which would keep the fine, votes against the repeal.": "against",
    f"{MAJORITY}, will therefore vote for the bill.": "for",
    "These members support both changes.": "for",
    f"{FLERTALL}, støtter bestemmelsen slik den står.": "for",
    f"{FLERTALL}, går imot de nye grensene.": "against",
    f"{FLERTALL}, støtter ikke annet ledd og vil stemme imot.": "against",
    "Komiteens fleirtal, medlemene frå A, støttar ikkje endringa.": "against",
    "Komiteens fleirtal, medlemene frå A, stør endringane i lova.": "for",
}
NOT_SAID = [
    f"{MAJORITY}, would in the alternative support an exemption for some.",  # a condition
    f"{MAJORITY}, holds that the police oppose the change.",  # somebody else
    f"{MAJORITY}, supports the section, but opposes the third subsection of it.",  # both
    f"{MAJORITY}, supports keeping the present section.",  # the law as it stands
    f"{MAJORITY}, opposes a shorter time.",  # not a word for what is changed
    "The change is opposed by nobody.",  # the report's own words
    "The police oppose what the committee’s majority, the members from A and B, supports in this section.",
    f"{FLERTALL}, vil subsidiært støtte bestemmelsen.",
    f"{FLERTALL}, mener at politiet går imot endringen.",
    f"{FLERTALL}, foreslår at lovforslaget blir vedtatt.",  # what comes of it is not in its words
]


def said(quote: str, speaker: str, role: Role = "majority") -> Rationale:
    return Rationale(1, "p", "On § 1", quote, "heading", 1.0, speaker, role)


def speaker_of(quote: str) -> str:
    known = (MAJORITY, FLERTALL, "Komiteens fleirtal, medlemene frå A")
    return next((name for name in known if name in quote), MAJORITY)


@pytest.mark.parametrize(("quote", "stance"), SAID.items())
def test_what_is_said_in_so_many_words(quote: str, stance: str) -> None:
    assert stance_of(said(quote, speaker_of(quote)))[0] == stance


@pytest.mark.parametrize("quote", NOT_SAID)
def test_what_is_not_said_is_not_guessed(quote: str) -> None:
    assert stance_of(said(quote, speaker_of(quote)))[0] == ""


def test_a_passage_without_a_speaker_has_no_stance() -> None:
    assert stance_of(said("The section supports the change.", "", ""))[0] == ""


def test_the_sentence_is_the_one_with_the_stance_or_the_speakers_first() -> None:
    quote = f"The fine is 100 dollars. {MAJORITY}, supports it. More is said."
    assert stance_of(said(quote, MAJORITY)) == ("for", f"{MAJORITY}, supports it.")
    quote = f"The fine is 100 dollars. {MAJORITY}, wants one sum."
    assert stance_of(said(quote, MAJORITY)) == ("", f"{MAJORITY}, wants one sum.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The bill was adopted by 55 votes to 48. Two were away.",
            ["The bill was adopted by 55 votes to 48."],
        ),
        ("Yeas 12, Nays 5.", ["Yeas 12, Nays 5."]),
        ("Vedtatt med 88 stemmer mot 17.", ["Vedtatt med 88 stemmer mot 17."]),
        ("The minority votes against section 7. A vote was not taken.", []),
    ],
)
def test_votes_are_counted_in_figures(text: str, found: list[str]) -> None:
    assert votes_in(text) == found
