"""What a heading is about: `Til ny § 24 a`, `31(a)(5) Disclosures …`, `Sections 28 and 29: Legal Advice`.

    heading = [number of the chapter] [words such as "Til ny", "Remarks on"] provisions [title]

The provisions that stand first are the heading's; those named later in its title are not ("Section 22:
Regulations under sections 19 or 20" is about 22). Where none stands first, those anywhere in it are.
US rules leave the word out and begin with the number: "30(b) Business Day", "1005.33(c) Time Limits".
"""

import re
from collections.abc import Callable

from lawdiff.model.citation import Citation

_LEAD = re.compile(
    r"(?i)\s*(?:[0-9]+(?:\.[0-9]+)*\.?\s+(?=\D))?(?:(?:remarks?|notes?|comments?|commentary|merknad(?:er|ene)?|merknad|"
    r"spesielle|motiver|mot|særlige|to|on|re|regarding|concerning|of|til|om|author|författningskommentar|till|"
    r"zu|zum|ad|the|new|proposed|former|current|ny|nytt|nye|den|det|forslaget|forslag|endring(?:er|ar)?|i|av|"
    r"den|lovens?|lovas?|proposed|repeal|amendments?|upphävande|ändring|ny|nya|opphevelse|oppheving)\b[\s:]*)*"
)
# "30(b)", "1005.33(a)(1)": a number alone ("2 Background") is the chapter's.
_BARE = re.compile(
    r"\s*(?:(?:proposed|final|new|comments?)\s+)*(?=[0-9]+(?:\.[0-9]+)?[a-z]?\(|[0-9]{3,}\.[0-9]+\b)",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"(?i)[\s,]*(?:,|and|og|och|und|or|eller|samt|to|til|till|bis|–|jf\.?)?\s*(?:ny|nytt|new)?\s*"
)


def find_in_heading(text: str, find: Callable[[str], tuple[Citation, ...]]) -> tuple[Citation, ...]:
    """Give the provisions that a heading names as its subject; `find` is the tradition's.

    >>> from lawdiff.cite import english
    >>> [c.path[0].num for c in find_in_heading("Section 22: Regulations under section 19", english.find)]
    ['22']
    """
    bare = _BARE.match(text)
    if bare:
        prefix = "§§ "
        shifted = find(prefix + text[bare.end() :])
        by = bare.end() - len(prefix)
        found = tuple(Citation(max(c.start + by, 0), c.end + by, c.path, c.work) for c in shifted)
    else:
        found = find(text)
    lead = _LEAD.match(text)
    at = bare.end() if bare else lead.end() if lead else 0
    first: list[Citation] = []
    for citation in found:
        joined = citation.start <= at or (first and _JOIN.fullmatch(text, at, citation.start))
        if not joined:
            break
        first.append(citation)
        at = max(at, citation.end)
    return tuple(first) or found
