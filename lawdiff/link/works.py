"""Whose section it is: whether a law that a report names is the one that the redline compares.

A number without a name belongs to the law of the nearest heading above, else to the law compared. A name
wins over both. "The Act", "loven" and "this Act" are the law compared; "that Act" is another. A name is the
law's where its words are in the law's title: all words of an English name ("Theft Act 1968"), its initials
("EFTA"), the stem of a Norwegian one ("legemiddelloven" and "Lov om legemidler m.v.").
Known limit: a short name that has no word of the title is taken for another law, and nothing is linked.
"""

import re

_GENERIC = re.compile(
    r"(?i)(?:(?:the|this)\s+)?(?:act|bill|law|code|regulations?|rules?|statute|treaty|convention|directive)"
    r"|(?:denne\s+)?(?:loven?|lova|lovens|lovas|forskriften|forskrifta)|lovutkastet|lovforslaget"
)
_NORWEGIAN = re.compile(
    r"(?i)(?P<stem>[a-zæøå-]{3,}?)s?(?:loven|lova|lovens|lovas|lov|forskriften|forskrifta)"
)
_SMALL = frozenset(
    "the of and for to on in a an act law code this om og av lov lova i til med m.v. mv".split()
)
_ACT_HEADING = re.compile(
    r"(?:[0-9.]+\s+)?(?:(?:Til|Endring(?:er|ar)?\s+i|Merknader\s+til|forslag(?:et)?\s+til|lov\s+om)\s+)*"
    r"(?P<no>[a-zæøåA-ZÆØÅ-]+(?:loven|lova))"
    r"|(?:[0-9.]+\s+)?(?:(?:Amendments?|Changes)\s+(?:to|of)\s+)?"
    r"(?P<en>(?:the\s+|The\s+)?(?:[A-Z][\w’()-]*,?\s+|of\s+|and\s+|the\s+|for\s+)+(?:Act|Code)(?:\s+[0-9]{4})?)"
)


def is_own(work: str, titles: tuple[str, ...]) -> bool:
    """Whether a named law is the one with these titles.

    >>> is_own("legemiddelloven", ("Lov om legemidler m.v.",)), is_own("straffeloven", ("Lov om legemidler",))
    (True, False)
    """
    if not work or _GENERIC.fullmatch(work):
        return True
    if re.match(r"(?i)that\s", work):
        return False
    return any(_is_title(work, title) for title in titles if title)


def _is_title(work: str, title: str) -> bool:
    in_title = _words(title)
    norwegian = _NORWEGIAN.fullmatch(work)
    if norwegian:
        stem = norwegian["stem"].lower()
        compact = title.lower()
        start = stem[: max(5, len(stem) * 3 // 4)]
        return work.lower() in compact or any(
            word.startswith(start) or (len(word) >= 6 and word in stem) for word in in_title
        )
    if work.isupper():
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", title) if word[0].isupper())
        return work in initials or work in title
    named = _words(work)
    return bool(named) and named <= in_title


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower())) - _SMALL


def foreign_act(trail: tuple[str, ...], titles: tuple[str, ...]) -> str:
    """Give the other law that the headings above a passage put it under, or "" where there is none."""
    for heading in reversed(trail[1:]):
        named = _ACT_HEADING.fullmatch(heading.strip())
        if named:
            work = named["no"] or named["en"]
            return "" if is_own(work, titles) else work
    return ""
