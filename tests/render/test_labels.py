import string

import pytest

from lawdiff.errors import LawdiffError
from lawdiff.render.labels import Labels, languages, load_labels


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.fixture(params=languages())
def labels(request: pytest.FixtureRequest) -> Labels:
    return load_labels(request.param)


def test_there_are_three_languages() -> None:
    assert languages() == ("en", "nb", "nn")


def test_every_catalogue_has_the_same_keys_and_placeholders(labels: Labels) -> None:
    english = load_labels("en")
    assert labels.phrases.keys() == english.phrases.keys()
    assert labels.plurals.keys() == english.plurals.keys()
    for key, phrase in labels.phrases.items():
        assert placeholders(phrase) == placeholders(english.phrases[key]), key
    for key, forms in labels.plurals.items():
        assert forms.keys() >= {"one", "other"}, key
        assert all(placeholders(form) == {"n"} for form in forms.values()), key


def test_no_phrase_is_left_in_another_language(labels: Labels) -> None:
    if labels.language == "en":
        return
    english = load_labels("en")
    same = {key for key, phrase in labels.phrases.items() if phrase == english.phrases[key]}
    # What is only placeholders and signs is the same in every language, and so is a word or two.
    assert same <= {
        "source", "report_title", "title_same_work", "version_dated", "note_source", "note_source_report",
        "legend_number_sample", "legend_number_was", "status",
    }  # fmt: skip


def test_dates_and_numbers_are_the_languages_own() -> None:
    assert load_labels("en").day("2021-02-19") == "19 February 2021"
    assert load_labels("nb").day("2021-02-19") == "19. februar 2021"
    assert load_labels("nn").day("2021") == "2021"
    assert load_labels("en").number(12345) == "12,345"
    assert load_labels("nb").number(12345) == "12\N{NO-BREAK SPACE}345"


def test_plurals_follow_the_number() -> None:
    assert load_labels("en").count("changes", 1) == "1 change"
    assert load_labels("nb").count("changes", 2) == "2 endringer"
    assert load_labels("nb").count("section_new", 1) == "1 ny"


def test_a_list_ends_as_the_language_does() -> None:
    assert load_labels("en").listing(["moved", "amended"]) == "moved and amended"
    assert load_labels("nn").listing(["a", "b", "c"]) == "a, b og c"


def test_an_unknown_language_is_named_with_those_that_are_there() -> None:
    with pytest.raises(
        LawdiffError, match=r'^--lang: there are no labels in "sv"\. Choose one of en, nb, nn\.$'
    ):
        load_labels("sv")
