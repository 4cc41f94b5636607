"""Figures told in words: what is lowered or raised is said only where it is sure."""

import pytest
from msgspec.structs import replace
from small_law import small_law

from lawdiff import compare, read_expression
from lawdiff.model.redline import Redline
from lawdiff.render.json_file import read_redline, write_redline
from lawdiff.render.labels import languages, load_labels
from lawdiff.render.presented import presented
from lawdiff.render.summary.figures import Figure
from lawdiff.render.summary.told import figures_told, way_of
from lawdiff.run.comparison import run_comparison
from lawdiff.run.demo import demonstration


def told(redline: Redline, lang: str = "en") -> tuple[str, ...]:
    labels = load_labels(lang)
    return figures_told(presented(redline, labels), labels)


def between(old: str, new: str) -> Redline:
    return compare(*(read_expression(small_law(text, "The same.")) for text in (old, new)))


@pytest.fixture(scope="module")
def norway() -> Redline:
    return run_comparison(demonstration())


@pytest.mark.parametrize(
    ("old", "new", "after", "language", "way"),
    [
        ("15", "10", "grams", "en", "lowered"),
        ("1,500", "900", "", "en", "lowered"),
        ("500 000 kroner", "900 000 kroner", "", "nb", "raised"),
        ("1.500", "2.500", "Euro", "de", "raised"),
        ("5 %", "5,5 %", "", "fr", "raised"),
        ("1,50", "150", "kroner", "en", "changed"),  # a comma that English has no use for
        ("2 kilograms", "500 grams", "", "en", "changed"),
        ("three", "five", "years", "en", "changed"),
        ("1 July", "15 July", "", "en", "changed"),
        ("1. juli", "15. juli", "", "nb", "changed"),
        ("2019", "2021", "", "en", "changed"),
        ("1 July 2021", "1 January 2022", "", "en", "changed"),
        ("15", "10", "grams", "", "changed"),
    ],
)
def test_it_abstains_where_it_is_not_sure(old: str, new: str, after: str, language: str, way: str) -> None:
    assert way_of(Figure("", "", old, new, after), language) == way


def test_the_most_telling_come_first_and_the_others_are_counted(norway: Redline) -> None:
    assert told(norway) == (
        "The new text lowers 5 grams to 2 grams in § 14, Heroin.",
        "The new text changes three years to six months in § 21 (2).",
        "The new text raises NOK 500,000 to NOK 900,000 in § 28 (1).",
        "7 more changed figures or dates.",
    )


def test_the_same_is_told_of_the_data_alone(norway: Redline) -> None:
    assert told(read_redline(write_redline(norway))) == told(norway)


@pytest.mark.parametrize("lang", languages())
def test_every_language_tells_old_and_new_in_their_order_or_says_which_is_which(lang: str) -> None:
    law = between("A fine of up to NOK 500 is due.", "A fine of up to NOK 300 is due.")
    (said,) = told(law, lang)
    assert said.index("NOK 500") < said.index("NOK 300")
    assert said.endswith(".")


def test_no_figure_tells_nothing() -> None:
    assert told(between("Whoever buys.", "Whoever sells.")) == ()


def test_numbers_in_a_list_of_sections_are_no_figures() -> None:
    law = between("Sections 2, 3 and 5 apply to it in full.", "Sections 2, 3 and 9 apply to it in full.")
    assert told(law) == ()
    assert told(replace(law, new=replace(law.new, language="nb"))) == ()
