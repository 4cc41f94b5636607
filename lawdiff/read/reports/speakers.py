"""Who speaks in a passage: the committee, its majority, a minority, a group, the government.

A speaker is the subject of a sentence: its phrase stands first in it, or behind a few words that come
before a subject ("In addition, the minority …"). The first sentence of a passage that has one decides.

    Komiteen · The committee · a unanimous committee            all
    Komiteens flertall, medlemmene fra A og B, · Flertallet ·
    Et annet flertall · The (committee's) majority, A and B,    majority
    Komiteens mindretall · The minority, A and B,               minority
    Komiteens medlemmer fra A og B · Member A · The members …   group
    Departementet · Regjeringen · The Government, the Bureau    government

"Disse medlemmer", "these members", "its members" are the group named last before them in the same chapter;
a passage that names nobody goes on with the speaker of the one before it under the same heading. Inside a
"Sammendrag" ("Summary") everything is the government's, retold.

Not speakers: parties that are talked about ("Arbeiderpartiet … ga si tilslutning"), "eit fleirtal av dei
høyringsinstansane" (a majority of others), "The committee has seven members" (who it is, not what it says).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from lawdiff.model.report import Passage, Role

# A majority of others ("eit fleirtal av dei høyringsinstansane") is told of and does not speak.
_OURS = r"(?!\s+(?:av|of)\s+(?!komit|nemnd|the\s+committee|committee|its\s+members))"
_WHOLE = r"(?:enstemmig|einstemmig|samlet|samla|unanimous)"
_HEADS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("majority", re.compile(r"(?:Komiteens|Nemndas)\s+flertall\b")),
    ("majority", re.compile(rf"(?:(?:Et|Eit)\s+\w+\s+)?(?i:fle(?:r|ir)tall?et|fle(?:r|ir)tall?)\b{_OURS}")),
    ("majority", re.compile(rf"(?:(?:The|A|Another)\s+)?(?i:(?:committee[’']s\s+)?majority)\b{_OURS}")),
    ("minority", re.compile(rf"(?:Komiteens\s+|(?:Et|Eit)\s+(?:\w+\s+)?)?(?i:mindretall?(?:et)?)\b{_OURS}")),
    ("minority", re.compile(rf"(?:(?:The|A|Another)\s+)?(?i:(?:committee[’']s\s+)?minority)\b{_OURS}")),
    (
        "group",
        re.compile(
            r"(?:Komiteens\s+medlem(?:mer)?|Medlem(?:m?ene|met|en))(?=\s+(?:i\s+komiteen\s+)?fr[aå]\s)"
        ),
    ),
    ("group", re.compile(r"The\s+(?:committee[’']s\s+)?members?(?=\s+(?:of\s+the\s+committee\s+)?from\s)")),
    ("group", re.compile(r"(?:Member|Medlem|(?:Mr|Ms|Mrs|Dr)\.)(?=\s+[A-ZÆØÅ])")),
    (
        "all",
        re.compile(
            rf"(?:E[in]n?\s+)?(?i:{_WHOLE})\s+(?i:komité|komite)\b|(?:A|The)\s+{_WHOLE}\s+committee\b"
        ),
    ),
    ("all", re.compile(r"Komiteen\b|The\s+(?:whole\s+)?[Cc]ommittee\b(?![’'])")),
    (
        "government",
        re.compile(r"Departementet\b|Regjering(?:en|a)\b|[A-ZÆØÅ]\w+(?:-\s+og\s+\w+)?departementet\b"),
    ),
    ("government", re.compile(r"The\s+(?:Government|Ministry|Department|Bureau|Administration)\b(?![’'])")),
)
# What may stand in a speaker's phrase behind its head: names, and the words between them.
_PARTS = (
    r"og|and|fra|frå|from|av|of|i|in|for|the|medlemmene|medlemene|medlemmet|medlemmer|medlem|members?|all|alle|unntatt"
    r"|unnateke|except|lederen|leiaren|leder|chair|komiteen|komité|committee|majority|minority|representantene"
)
_TAIL = re.compile(
    rf"(?:,?\s+(?:\((?:chair|leder|leiar)\)|(?:{_PARTS})\b|[A-ZÆØÅ][\w’.-]*\w|[A-ZÆØÅ](?!\w)))*"
)
_LOOSE_END = re.compile(r"(?:[,\s]+(?:og|and|fra|frå|from|av|of|i|in|for|the|all|alle|except|unntatt))+$")
_AGAIN = re.compile(
    r"(?i)(?:disse medlemme(?:r|ne)|dette medlem(?:met)?|desse medlemene|denne medlemen"
    r"|these members|this member|its members|they|in their view)\b"
)
_OPENING = re.compile(
    r"(?:(?:Videre|Likevel|Derfor|Dessuten|In addition|Further|However|Therefore|Moreover|Accordingly),?\s+"
    r"(?:mener|viser|peker|foreslår)?\s*|(?:For|In)\s+(?:this|that|these)\s+\w+,\s+)"
)
_ROSTER = re.compile(
    r"(?i)[\w’' ]+\s+(?:has|have|consists? of|består av|har)\s+(?:\w+\s+)?(?:members?|medlemmer)|"
    r"[\w’' ]*(?:committee|majority|minority)\s+(?:is|are)\s+(?-i:[A-Z])"
)
_UNANIMOUS = re.compile(
    r"(?i)\b(?P<who>(?:en|ein|a)\s+(?:enstemmig|einstemmig|samlet|samla|unanimous)\s+(?:komité|committee))\b"
)
_SENTENCE = re.compile(r"(?:^|(?<=[a-zæøåé0-9)”»][.!?])\s+)(?=[^\W\d_])")
_REMARKS_OF = re.compile(
    r"(?i)^(?:[0-9.]+\s+)?(?:(?:remarks|merknader|merknad|views?)\s+(?:of|from|by|fra|frå)\s+)?"
)
_REMARKS = re.compile(r"(?i)[.:]?(?:[’']s?)?(?:\s+(?:remarks|views?|merknader))?[.:]?")
_SUMMARY = re.compile(r"(?i)(?:[0-9.]+\s+)?(?:sammendrag|samandrag|summary(?: of the (?:bill|proposal))?)\.?")


def name_speakers(
    passages: tuple[Passage, ...], names_provision: Callable[[str], bool]
) -> tuple[Passage, ...]:
    """Give each passage its speaker and role. `names_provision` tells headings of provisions: the remarks on
    one section and on the next are of one chapter.
    """
    spoken: list[Passage] = []
    last: tuple[str, Role] = ("", "")  # the group that "these members" are
    before: tuple[str, Role] = ("", "")
    for i, passage in enumerate(passages):
        if i and _chapter(passage, names_provision) != _chapter(passages[i - 1], names_provision):
            last = ("", "")
        if not i or passage.trail != passages[i - 1].trail:
            before = _of_heading(passage)
            last = before if before[1] else last
        if any(_SUMMARY.fullmatch(heading.strip()) for heading in passage.trail):
            spoken.append(replace(passage, role="government"))
            continue
        found = _speaker(passage.text)
        if found == "again":
            before = last if last[1] else before
        elif found is not None:
            before = found
            last = found if found[1] in ("majority", "minority", "group") else last
        elif _ROSTER.match(passage.text):
            before = ("", "")
        spoken.append(replace(passage, speaker=before[0], role=before[1]))
        if before[1] == "government":  # told of in one paragraph; the next is the report's own again
            before = ("", "")
    return tuple(spoken)


def is_speaker_heading(text: str) -> bool:
    """Whether a heading only says who speaks: "The minority", "Merknader fra mindretallet"."""
    return bool(_heading_speaker(text)[1])


def _heading_speaker(text: str) -> tuple[str, Role]:
    plain = _REMARKS_OF.sub("", text.strip())
    found = _phrase(plain[:1].upper() + plain[1:], 0)
    if found and _REMARKS.fullmatch(plain[found[2] :]):
        return found[0], found[1]
    return "", ""


def _of_heading(passage: Passage) -> tuple[str, Role]:
    return next((who for who in map(_heading_speaker, reversed(passage.trail)) if who[1]), ("", ""))


def _chapter(passage: Passage, names_provision: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(h for h in passage.trail if not names_provision(h) and not is_speaker_heading(h))


def _speaker(text: str) -> tuple[str, Role] | Literal["again"] | None:
    """Give who speaks, "again" for the group named last, None where nobody is named."""
    for start in _SENTENCE.finditer(text):
        if _ROSTER.match(text, start.end()):
            continue
        opening = _OPENING.match(text, start.end())
        at = opening.end() if opening else start.end()
        if _AGAIN.match(text, at):
            return "again"
        found = _phrase(text, at)
        if found:
            return found[0], found[1]
    whole = _UNANIMOUS.search(text)
    return (whole["who"], "all") if whole else None


def _phrase(text: str, at: int) -> tuple[str, Role, int] | None:
    """Read a speaker's phrase at offset `at`; give it with its role and its end."""
    for role, head in _HEADS:
        found = head.match(text, at)
        if found:
            tail = _TAIL.match(text, found.end())
            words = text[at : tail.end() if tail else found.end()]
            words = words[: len(_LOOSE_END.sub("", words))]
            return " ".join(words.split()), role, at + len(words)
    return None
