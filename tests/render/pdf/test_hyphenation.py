from importlib import import_module
from typing import Any

import pytest

from lawdiff.render.labels import languages, load_labels
from lawdiff.render.pdf.hyphenation import teach

# Words of Finnish laws, parted as in Kielitoimiston ohjepankki, "Tavutus"; vowels are not parted.
FINNISH = {
    "huumausaine": "huu-maus-ai-ne",
    "rangaistus": "ran-gais-tus",
    "kansanedustaja": "kan-san-edus-ta-ja",
    "lainsäädäntö": "lain-sää-dän-tö",
    "hallintotuomioistuin": "hal-lin-to-tuo-miois-tuin",
    "viranomaistoiminta": "vi-ra-no-mais-toi-min-ta",
    "kiinalainen": "kii-na-lai-nen",
    "strategia": "stra-te-gia",
    "toimeenpano": "toi-meen-pa-no",
    "kunnanosasto": "kun-nan-osas-to",
    "laki": "la-ki",
}


def dictionary(language: str) -> Any:
    teach()
    pyphen = import_module("pyphen")
    return pyphen.Pyphen(lang=pyphen.language_fallback(language), left=2, right=2)


@pytest.mark.parametrize(("word", "parted"), FINNISH.items())
def test_finnish_words_part_between_syllables(word: str, parted: str) -> None:
    assert dictionary("fi").inserted(word) == parted


def test_norwegian_that_does_not_say_which_is_parted_as_bokmal() -> None:
    for word in ("bestemmelse", "narkotikalovgivning"):
        parted = dictionary("no").inserted(word)
        assert "-" in parted
        assert parted == dictionary("nb").inserted(word)


@pytest.mark.parametrize("language", languages())
def test_every_language_of_the_labels_has_patterns(language: str) -> None:
    words = " ".join(load_labels(language).phrases.values()).split()
    longest = max((word for word in words if word.isalpha()), key=len)
    assert "-" in dictionary(language).inserted(longest)
