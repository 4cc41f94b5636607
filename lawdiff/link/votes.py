"""Citations vote for the provisions they name.

The first citation of a passage counts 1, each later one less: 1 / (1 + .35 · rank); a list ("sections 1 and
2") is one rank. Twice that where the 70 characters before it propose, adopt or amend something; .35 of it
where it is only cited in passing ("see", "under", "jf.", "etter"). Weights and cue words are those of a
study of nine US rules with 952 commented headings; the Norwegian and Swedish words were put beside them.
"""

import re
from dataclasses import dataclass

from lawdiff.link.works import is_own
from lawdiff.model.citation import Citation

_ACTS = re.compile(
    r"(?i)\b(?:adopt|propos|revis|amend|add(?:s|ed|ing)?\b|new\b|final|implement|repeal|replac|insert|oppose"
    r"|supports?\b|recommend|retain|foresl|foreslå|forslag|endr|ny\b|nytt\b|opphev|tilføy|inntatt|støtt|stør"
    r"|går imot|stemme|ändr|införs|upphäv)"
)
_IN_PASSING = re.compile(
    r"(?i)(?:\b(?:see(?: also)?|under|pursuant to|(?:discussed|defined|described|provided) in|referred to in"
    r"|accordance with|compliance with|meaning of|purposes of|required by|provided (?:for )?(?:in|by)|same as"
    r"|as in|subject to|following|jfr?|jamfør|etter|i medhold av|føl(?:ger|gjer|gje) av|nevnt i|omtalt i"
    r"|vist til i|se|som i|samme som|tilsvarer|enligt|med stöd av|avses i|motsvarar)\b\.?|\()\s*"
    r"(?:(?:the|proposed|forslag til|forslaget til|ny|new|present|gjeldende)\s+)*$"
)
_FORMER = re.compile(
    r"(?i)\b(?:present|former|existing|current|old|gjeldende|nåværende|nåverande|noverande|gjeldande|tidligere"
    r"|nuvarande)\s+(?:law’s\s+)?$"
)
_NOT_JOINED = re.compile(r"[^\W\d_]{5,}|[.;:]")
MENTIONED = 0.6
"""The least vote that a passage is tied by: more than a citation in passing, less than a plain one."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A citation of the law compared, what it counts, and whether it means the law as it stands today."""

    citation: Citation
    weight: float
    former: bool


def votes(
    text: str, citations: tuple[Citation, ...], titles: tuple[str, ...], foreign: str = ""
) -> list[Vote]:
    """Weigh the citations of a passage. Those of other laws have no vote; under the heading of another law
    (`foreign`) only those that name the law compared have one.
    """
    cast: list[Vote] = []
    rank = -1
    last_end = -1
    former = False
    for citation in citations:
        joined = last_end >= 0 and not _NOT_JOINED.search(text, last_end, max(last_end, citation.start))
        rank += 0 if joined else 1
        last_end = max(last_end, citation.end)
        if not is_own(citation.work, titles) or (foreign and not citation.work):
            continue
        before = text[max(0, citation.start - 90) : citation.start].rstrip()
        if citation.work and before.endswith(citation.work):
            before = before[: -len(citation.work)].rstrip()
        before += " "
        weight = 1 / (1 + 0.35 * rank)
        if _ACTS.search(before[-71:]):
            weight *= 2
        if _IN_PASSING.search(before):
            weight *= 0.35
        former = is_former(text, citation.start) or (joined and former)  # "present sections 23 and 24"
        cast.append(Vote(citation, weight, former))
    return cast


def is_former(text: str, at: int) -> bool:
    """Whether the words before offset `at` say that a number is the one of the law as it stands today.

    >>> is_former("Present section 15", 8), is_former("New section 14 a", 4)
    (True, False)
    """
    return _FORMER.search(text, max(0, at - 30), at) is not None
