"""Where words part at the end of a line, for languages that pyphen, WeasyPrint's dictionaries, leaves out.

Finnish has patterns of ours (`templates/hyphens/hyph_fi.dic`). They follow the syllables; where the second
word of a compound begins with a vowel, they know the joint only of words that are common in laws. A law in
Norwegian that does not say which (`no`) is parted as bokmål.
"""

from importlib import import_module

from lawdiff.render.pdf.line_breaks import mend
from lawdiff.resources import templates


def teach() -> None:
    """Make the languages known to pyphen and mend how lines are broken; to do so again changes nothing."""
    mend()
    pyphen = import_module("pyphen")
    ours = {"fi": templates() / "hyphens" / "hyph_fi.dic", "no": pyphen.LANGUAGES["nb"]}
    for language, path in ours.items():
        pyphen.LANGUAGES.setdefault(language, path)
        pyphen.LANGUAGES_LOWERCASE.setdefault(language, language)
