import string

import pytest
from babel import Locale
from babel.dates import get_month_names

from lawdiff.cli.options import Language
from lawdiff.errors import LawdiffError
from lawdiff.render.labels import Labels, languages, load_labels

TWELVE = ("da", "de", "en", "es", "fi", "fr", "is", "nb", "nl", "nn", "pt", "sv")

# What is only placeholders and signs is the same everywhere. The rest is, word for word, English as well.
SIGNS = {"source", "version_dated", "note_source", "note_source_report"}
SAME_WORDS = {
    "da": {"legend_number_sample", "legend_number_was", "status", "stance_for"},
    "de": {"legend_number_sample", "legend_number_was", "status"},
    "fr": {"column_page"},
    "nb": {"legend_number_sample", "legend_number_was", "status", "stance_for"},
    "nl": {"quoted_name", "status"},
    "nn": {"legend_number_sample", "legend_number_was", "status", "stance_for"},
    "pt": {"quoted_name"},
    "sv": {"status"},
}

# Of 19 February 2021, and of the first of a month.
DATES = {
    "da": ("19. februar 2021", "1. februar 2021"),
    "de": ("19. Februar 2021", "1. Februar 2021"),
    "en": ("19 February 2021", "1 February 2021"),
    "es": ("19 de febrero de 2021", "1 de febrero de 2021"),
    "fi": ("19. helmikuuta 2021", "1. helmikuuta 2021"),
    "fr": ("19 février 2021", "1er février 2021"),
    "is": ("19. febrúar 2021", "1. febrúar 2021"),
    "nb": ("19. februar 2021", "1. februar 2021"),
    "nl": ("19 februari 2021", "1 februari 2021"),
    "nn": ("19. februar 2021", "1. februar 2021"),
    "pt": ("19 de fevereiro de 2021", "1 de fevereiro de 2021"),
    "sv": ("19 februari 2021", "1 februari 2021"),
}
# 1234 and 12345, with "_" for the no-break space and "'" for the narrow one.
NUMBERS = {
    "da": "1.234 12.345", "de": "1.234 12.345", "en": "1,234 12,345", "es": "1234 12.345",
    "fi": "1_234 12_345", "fr": "1'234 12'345", "is": "1.234 12.345", "nb": "1_234 12_345",
    "nl": "1.234 12.345", "nn": "1_234 12_345", "pt": "1.234 12.345", "sv": "1_234 12_345",
}  # fmt: skip
# Changes: none, one, two, five, twenty-one.
CHANGES = {
    "da": "0 ændringer, 1 ændring, 2 ændringer, 5 ændringer, 21 ændringer",
    "de": "0 Änderungen, 1 Änderung, 2 Änderungen, 5 Änderungen, 21 Änderungen",
    "en": "0 changes, 1 change, 2 changes, 5 changes, 21 changes",
    "es": "0 modificaciones, 1 modificación, 2 modificaciones, 5 modificaciones, 21 modificaciones",
    "fi": "0 muutosta, 1 muutos, 2 muutosta, 5 muutosta, 21 muutosta",
    "fr": "0 modification, 1 modification, 2 modifications, 5 modifications, 21 modifications",
    "is": "0 breytingar, 1 breyting, 2 breytingar, 5 breytingar, 21 breyting",
    "nb": "0 endringer, 1 endring, 2 endringer, 5 endringer, 21 endringer",
    "nl": "0 wijzigingen, 1 wijziging, 2 wijzigingen, 5 wijzigingen, 21 wijzigingen",
    "nn": "0 endringar, 1 endring, 2 endringar, 5 endringar, 21 endringar",
    "pt": "0 alteração, 1 alteração, 2 alterações, 5 alterações, 21 alterações",
    "sv": "0 ändringar, 1 ändring, 2 ändringar, 5 ändringar, 21 ändringar",
}
# What each tradition's own drafting says of a repeal, an amendment and of what stands as it was.
TERMS = {
    "da": "ophævet ændret uændret", "de": "aufgehoben geändert unverändert",
    "en": "repealed amended unchanged", "es": "derogado modificado cambios",
    "fi": "kumottu muutettu ennallaan", "fr": "abrogé modifié modification",
    "is": "brott breytt óbreytt", "nb": "opphevet endret uendret",
    "nl": "vervallen gewijzigd ongewijzigd", "nn": "oppheva endra uendra",
    "pt": "revogado alterado alteração", "sv": "upphävd ändrad oförändrad",
}  # fmt: skip
QUOTED = {
    "da": "»x«", "de": "„x“", "en": "“x”", "es": "«x»", "fi": "”x”", "fr": "«\u00a0x\u00a0»",
    "is": "„x“", "nb": "«x»", "nl": "“x”", "nn": "«x»", "pt": "“x”", "sv": "”x”",
}  # fmt: skip
# Quotation marks that belong to each language; an apostrophe is no quotation mark.
MARKS = frozenset('„“”«»‹›‚‘"')
ABBREVIATED = ("column_", "note_", "legend_number_")
NARROW = {"column_number": 4, "column_count": 14, "column_reasons": 12, "column_page": 6}
"""Characters of the heads of columns that are as narrow as their figures, in the PDF's list of changes."""


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.fixture(params=languages())
def labels(request: pytest.FixtureRequest) -> Labels:
    return load_labels(request.param)


def test_there_are_twelve_languages_and_lang_takes_each() -> None:
    assert languages() == TWELVE
    assert sorted(Language) == list(TWELVE)


def test_every_catalogue_has_the_same_keys_and_placeholders(labels: Labels) -> None:
    english = load_labels("en")
    assert labels.phrases.keys() == english.phrases.keys()
    assert labels.plurals.keys() == english.plurals.keys()
    for key, phrase in labels.phrases.items():
        assert placeholders(phrase) == placeholders(english.phrases[key]), key
    for key, forms in labels.plurals.items():
        assert {"one", "other"} <= forms.keys(), key
        assert all(placeholders(form) == {"n"} for form in forms.values()), key


def test_every_catalogue_has_its_keys_in_the_same_order(labels: Labels) -> None:
    assert list(labels.phrases) == list(load_labels("en").phrases)
    assert list(labels.plurals) == list(load_labels("en").plurals)


def test_no_plural_form_is_one_that_the_language_does_not_have(labels: Labels) -> None:
    known = Locale.parse(labels.language).plural_form.tags | {"other"}
    assert all(forms.keys() <= known for forms in labels.plurals.values())


def test_no_phrase_is_left_in_another_language(labels: Labels) -> None:
    if labels.language == "en":
        return
    english = load_labels("en")
    same = {key for key, phrase in labels.phrases.items() if phrase == english.phrases[key]}
    assert same - SIGNS == SAME_WORDS.get(labels.language, set())
    for key, forms in labels.plurals.items():
        assert not set(forms.values()) & set(english.plurals[key].values()), key


def test_a_phrase_has_the_edges_and_signs_of_the_english_one(labels: Labels) -> None:
    english = load_labels("en")
    for key, phrase in labels.phrases.items():
        twin = english.phrases[key]
        for there in (str.isspace, lambda char: char in "()"):
            assert there(phrase[0]) == there(twin[0]), key
            assert there(phrase[-1]) == there(twin[-1]), key
        assert phrase.endswith(".") == twin.endswith(".") or key.startswith(ABBREVIATED), key
        assert all((sign in phrase) == (sign in twin) for sign in ("⟦", "⟧", "{{", "}}")), key


def test_quotation_marks_are_the_languages_own(labels: Labels) -> None:
    quoted = QUOTED[labels.language]
    assert labels.say("quoted_name", name="x") == quoted
    forms = [form for forms in labels.plurals.values() for form in forms.values()]
    for phrase in (*labels.phrases.values(), *forms):
        assert set(phrase) & MARKS <= set(quoted), phrase


def test_french_spaces_do_not_break() -> None:
    french = load_labels("fr")
    forms = [form for forms in french.plurals.values() for form in forms.values()]
    for phrase in (*french.phrases.values(), *forms):
        for i, sign in enumerate(phrase):
            if sign in ":;":
                assert phrase[i - 1] == {":": "\u00a0", ";": "\u202f"}[sign], phrase


def test_heads_of_narrow_columns_are_short(labels: Labels) -> None:
    for key, most in NARROW.items():
        assert len(labels.say(key)) <= most, (key, labels.say(key))


def test_what_leads_to_a_note_fits_one_line_of_the_margin(labels: Labels) -> None:
    for key in ("note_continued", "note_whole"):
        assert len(f"{labels.say(key, number=12)} 345.") <= 38  # at 7.7 points in 42.8 mm


def test_terms_are_those_of_the_languages_own_drafting(labels: Labels) -> None:
    repealed, amended, unchanged = TERMS[labels.language].split()
    assert repealed in labels.say("kind_repeal")
    assert repealed in labels.say("remark_repealed")
    assert labels.say("kind_substitution") == amended
    assert unchanged in labels.count("section_unchanged", 1)
    assert unchanged in labels.say("unchanged_one", place="§ 4")


def test_dates_are_the_languages_own(labels: Labels) -> None:
    assert (labels.day("2021-02-19"), labels.day("2021-02-01")) == DATES[labels.language]
    for month in range(1, 13):
        name = get_month_names("wide", locale=Locale.parse(labels.language))[month]
        assert name in labels.day(f"2021-{month:02}-11")
    assert labels.day("2021") == "2021"
    assert labels.day("") == ""


def test_numbers_are_the_languages_own(labels: Labels) -> None:
    written = NUMBERS[labels.language].replace("_", "\N{NO-BREAK SPACE}")
    expected = written.replace("'", "\N{NARROW NO-BREAK SPACE}").split(" ")
    assert [labels.number(n) for n in (1234, 12345)] == expected
    assert labels.number(7) == "7"


def test_plurals_follow_the_number(labels: Labels) -> None:
    said = ", ".join(labels.count("changes", n) for n in (0, 1, 2, 5, 21))
    assert said == CHANGES[labels.language]
    assert labels.count("changes", 2_000_000).endswith(labels.plurals["changes"]["other"][3:])
    for key in labels.plurals:
        for n in (0, 1, 2, 5, 21, 1000):
            assert labels.number(n) in labels.count(key, n)


def test_a_list_ends_as_the_language_does() -> None:
    assert load_labels("en").listing(["moved", "amended"]) == "moved and amended"
    assert load_labels("nn").listing(["a", "b", "c"]) == "a, b og c"
    assert load_labels("de").listing(["a", "b", "c"]) == "a, b und c"
    assert load_labels("fi").listing(["a", "b", "c"]) == "a, b ja c"


def test_an_unknown_language_is_named_with_those_that_are_there() -> None:
    with pytest.raises(
        LawdiffError, match=r'^--lang: there are no labels in "la"\. Choose one of da, de, en, .*, sv\.$'
    ):
        load_labels("la")
