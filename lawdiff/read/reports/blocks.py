"""From blocks to passages: headings make the trail, run-in headings are split off, speakers are carried.

Each format's reader gives `Block`s in the order of the text: headings with a level, and paragraphs. Levels
are what the format states (`#`, `h2`, "14.2"); where it states none they are, from outer to inner,

    NAMED      a heading of words ("General remarks")
    PROVISION  a heading that names a provision ("Til § 24", "Sec. 101.", "Clause 4")
    BELOW      a heading of words that is known to stand under a provision
    SPEAKER    a heading that names who speaks ("The minority")

A paragraph may begin with its heading: "Section 3.— Text", "Sec. 101. The Committee includes …",
"Til § 3: Departementet …", "Sec. 8105. Section 1226 Support.--Retains …". "Section 3 outlines …" is none:
there the section is the sentence's subject.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from lxml import etree

from lawdiff.model.report import Passage
from lawdiff.read.reports.speakers import is_speaker_heading, name_speakers

NAMED, PROVISION, BELOW, SPEAKER = 50, 60, 65, 70


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` from 0, the outermost) or a paragraph (`level` is None). `eid` is its id."""

    text: str
    level: int | None = None
    line: int = 0
    eid: str = ""
    refs: tuple[str, ...] = ()


_NUM = (
    r"(?:[0-9]+[A-Z]{0,3}(?:[.\-][0-9]+[A-Z]?)*(?:\s?[a-zæøå](?![\w)]))?(?:\s?\([0-9A-Za-z]{1,5}\))*"
    r"|[IVXLC]+(?!\w))"
)
_WORD = (
    r"(?:§§?|(?:sections?|secs?\.|articles?|artt?\.|clauses?|schedules?|regulations?|rules?|annex|appendix"
    r"|artikkel|artikel|paragraf|parts?|chapters?|kapit(?:tel|el)|kap\.)(?=\s))"
)
_LEAD = (
    r"(?:[0-9]+(?:\.[0-9]+)*\.?\s+)?"
    r"(?:(?:til|on|to|re|remarks on|notes? on|merknader til|författningskommentar till|ny|new)\s+)*"
)
_NAMES = re.compile(rf"(?i:{_LEAD})(?:(?i:{_WORD})\s*{_NUM}|{_NUM}\s*(?P<after>§|kap\.))")
# What may follow a number in a heading: a mark, a title, more numbers, a step. "Section 3 outlines" is none.
_TITLE = re.compile(
    r"\s*(?:[:.–—-]|[A-ZÆØÅÄÖ(“\"«]|(?:,|and|og|to|til|or|eller|samt)\s+(?:ny |new |§+ ?)?[(0-9]"
    r"|(?:ny|nytt|nye|[a-zæøå]+e|annet)\s+(?:ledd|punktum)|(?:bokstav|nr\.)\s)"
)
# A title may stand between number and text: "Sec. 8105. Section 1226 Support.--Retains", in capitals where
# no dash ends it: "Sec. 7001. Allowances and Differentials. Includes".
_RUN_IN_TITLE = (
    r"(?:\.\s+[A-Z][^.\n]{2,100}(?=\.\s?(?:--|—))"
    r"|\.\s+[A-Z][\w’-]+(?:,?\s+(?:[A-Z][\w’-]*|of|and|the|for|to|in|on|from|with))*(?=\.\s+[A-Z]))"
)
_RUN_IN = re.compile(
    rf"(?P<heading>(?i:{_LEAD}{_WORD})\s*{_NUM}(?:(?:,| og| and| to| til)+ {_NUM})*{_RUN_IN_TITLE}?)"
    r"(?P<mark>\.\s?(?:--|—|–)|\s*(?:--|—)|\s–(?=\s)|[:.](?=\s))\s*(?P<text>\S.+)",
    re.DOTALL,
)
_SENTENCE_END = re.compile(r"(?:[.!?…][)\]”»’\"]*|[;,:—–])$")
LONGEST_HEADING = 200
"""Characters. The longest of 1,052 real headings has 151."""


def names_provision(text: str) -> bool:
    """Whether a line is the heading of a provision, such as "Til § 24" or "Section 1: Dog abduction".

    >>> names_provision("Section 1: Dog abduction"), names_provision("Section 3 outlines the notices.")
    (True, False)
    """
    named = _NAMES.match(text)
    if named is None or len(text) > LONGEST_HEADING:
        return False
    rest = text[named.end() :].rstrip(".: ")
    if not rest:
        return True
    return not _SENTENCE_END.search(text) and bool(named["after"] or _TITLE.match(rest))


def source_line(element: etree._Element) -> int:
    """Line of an element in its source, 0 where the parser does not know it."""
    return cast("int | None", element.sourceline) or 0


def level_of(text: str) -> int:
    """Level of a heading for which the format states none."""
    if names_provision(text):
        return PROVISION
    return SPEAKER if is_speaker_heading(text) else NAMED


def split_run_in(text: str) -> tuple[str, str]:
    """Give the heading that a paragraph begins with, or "", and the rest.

    >>> split_run_in("Sec. 101. The Committee includes a provision.")
    ('Sec. 101.', 'The Committee includes a provision.')
    """
    run_in = _RUN_IN.match(text)
    if run_in is None or len(run_in["heading"]) > LONGEST_HEADING:
        return "", text
    rest, mark = run_in["text"], run_in["mark"]
    # "Section 1: Dog abduction" is a heading without a text; "§ 3. ledd" goes on; "1. januar" is a date.
    is_sentence = rest[0].isupper() or not rest[0].isalpha()
    if (mark == ":" and not _SENTENCE_END.search(rest)) or not is_sentence:
        return "", text
    return run_in["heading"] + ("." if mark.startswith(".") else ""), rest


def make_passages(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Give each paragraph its id, its headings and its speaker, in the order of the text."""
    trail: list[tuple[int, str]] = []
    passages: list[Passage] = []
    taken: set[str] = set()

    def enter(level: int, heading: str) -> None:
        while trail and trail[-1][0] >= level:
            trail.pop()
        trail.append((level, heading))

    for block in blocks:
        text = block.text
        if block.level is not None:
            enter(block.level, text)
            continue
        heading, text = split_run_in(text)
        if heading:
            enter(PROVISION, heading)
        unique = block.eid if block.eid and block.eid not in taken else f"p{len(passages) + 1}"
        while unique in taken:
            unique += "~"
        taken.add(unique)
        names = tuple(name for _, name in trail)
        passages.append(
            Passage(
                id=unique,
                text=text,
                heading=names[-1] if names else "",
                trail=names,
                refs=block.refs,
                line=block.line,
            )
        )
    return name_speakers(tuple(passages), names_provision)
