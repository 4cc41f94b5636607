"""Who is for a change and who is against it, as far as a report says so in so many words.

    stance = speaker [", " relative clause ","] at most 40 characters, cue, object

The speaker is the passage's own ("The committee's majority, the members from A and B", "These members"). A
cue says yes ("supports", "votes for") or no ("opposes", "does not support", "votes against"), and its object
names what is changed ("the section", "these limits", "it"), with no word for the law as it stands. A sentence
that says both, or says it under a condition ("would in the alternative support"), or of somebody else ("holds
that the police oppose"), gives no stance: it is left unsaid rather than guessed.

Read: English, bokmål and nynorsk, the languages in which speakers are read.
"""

import re
from typing import Literal

from lawdiff.model.redline import Rationale

Stance = Literal["for", "against", ""]

_AGAINST = (
    r"opposes?|objects? to|reject(?:s|ed)?|(?:votes?|voted|voting|is|are) against"
    r"|(?:does|do|did|can) ?not support"
    r"|går (?:i)?mot|gjekk (?:i)?mot|stemm(?:er|e|te) (?:i)?mot|røystar? (?:i)?mot|er (?:i)?mot|avviser"
    r"|(?:støtter|støttar|stør|kan) ikk(?:e|je)(?: støtte)?"
)
_FOR = (
    r"supports?|endorses?|approves? of|agrees? (?:to|with)|(?:votes?|voted) (?:for|in favou?r of)"
    r"|(?:is|are) in favou?r of|støtter|støttar|stør|slutter seg til|sluttar seg til|stemm(?:er|te) for"
    r"|røystar? for|går inn for|er enig(?:e)? i|er samde? i"
)
_CUE = re.compile(rf"(?i)\b(?:(?P<against>{_AGAINST})|(?P<for>{_FOR}))\b(?P<after>[^.;:!?]*)")
_OBJECT = re.compile(
    r"(?i)\b(?:it|them|this|these|both|th(?:e|is) bill|changes?|the amendments?|provisions?|(?:sub)?sections?"
    r"|(?:sub)?paragraphs?|articles?|letters?|definitions?|limits?|amounts?|figures?|repeal|move|exemption"
    r"|the proposal|det|den|dette|disse|desse|begge|endring\w*|lovforslaget|lovframlegget|forslaget"
    r"|framlegget|bestemmels\w*|føresegn\w*|paragraf\w*|ledd|bokstav|grense(?:n|ne|r)|beløp\w*|mengde\w*|opphev\w+"
    r"|flytting\w*)\b|§|\([A-Za-z0-9]{1,3}\)"
)
_AS_IT_STANDS = re.compile(
    r"(?i)\b(?:present|existing|current|keep(?:s|ing)?|retain(?:s|ing)?|alternative|instead|gjeldende|gjeldande"
    r"|dagens|nåværende|noverande|behold\w*|videreføring\w*|i stedet|i staden|subsidiær\w*)\b"
)
_CONDITION = re.compile(
    r"(?i)\b(?:would|could|might|may|should|if|not|vil|ville|kunne|dersom|hvis|ikke|ikkje|subsidiært|that|at)\b"
)
_WILL = re.compile(r"(?i)\b(?:will|vil)\s+(?:therefore |derfor )?$")
_AGAIN = re.compile(
    r"(?i)^(?:these members|this member|its members|they|disse medlemme(?:r|ne)|dette medlem(?:met)?"
    r"|desse medlemene|denne medlemen)\b"
)
_RELATIVE = re.compile(r"(?i)^\s*,\s+(?:which|who|som)\b[^,]*,")
_SENTENCE = re.compile(
    r"(?<=[\w)”»\"][.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\b[Nn][or]\.)\s+(?=[^\W\d_a-zæøå]|§)"
)
_OBJECT_ENDS = re.compile(r"(?i),|\b(?:because|since|fordi|siden|sidan)\b")
_NEAR = 40
"""Characters between a speaker and the cue: "will in the end and with some hesitation"."""

_VOTES = re.compile(
    r"(?i)\b\d+\s+(?:votes?|stemmer|røyster|röster|stimmen|stemmen|voix|votos)\b|\bvotes? of \d+"
    r"|\b(?:yeas?|ayes?|for)\W{1,3}\d+\W{1,4}(?:nays?|noes|against|mot|imot)\W{1,3}\d+"
    r"|\b\d+\s?[-–]\s?\d+ vote\b"
)


def stance_of(reason: Rationale) -> tuple[Stance, str]:
    """Say whether a passage's speaker is for or against, and in which sentence; "" where it does not say.

    Where there is no stance it is the speaker's first, or the first of all.
    """
    sentences = sentences_of(reason.quote)
    name = _plain(" ".join(reason.speaker.split()))
    own = next((one for one in sentences if _said_by(one, name) is not None), "")
    found: list[tuple[Stance, str]] = []
    for sentence in sentences:
        stance = _stance(sentence, name)
        if stance == "both":
            return "", sentence
        if stance:
            found.append((stance, sentence))
    if len({stance for stance, _ in found}) != 1:
        return "", own or next(iter(sentences), "")
    return found[0]


def sentences_of(text: str) -> list[str]:
    """Part a passage into sentences.

    >>> sentences_of("No. 3 is new. The majority supports it.")
    ['No. 3 is new.', 'The majority supports it.']
    """
    return [" ".join(sentence.split()) for sentence in _SENTENCE.split(text.strip()) if sentence.strip()]


def votes_in(text: str) -> list[str]:
    """Give the sentences that count votes.

    >>> votes_in("It was adopted by 55 votes to 48. Two members were away.")
    ['It was adopted by 55 votes to 48.']
    """
    return [sentence for sentence in sentences_of(text) if _VOTES.search(sentence)]


def _stance(sentence: str, name: str) -> Stance | Literal["both"]:
    rest = _said_by(sentence, name)
    if rest is None:
        return ""
    found: set[Stance] = set()
    before = 0
    for cue in _CUE.finditer(rest):
        lead = _WILL.sub("", rest[before : cue.start()])
        if len(lead) > _NEAR or _CONDITION.search(lead):
            return ""
        after = cue["after"]
        inner = _CUE.search(after)
        if inner and bool(inner["against"]) != bool(cue["against"]):
            return "both"
        if not _OBJECT.search(_OBJECT_ENDS.split(after, maxsplit=1)[0]) or _AS_IT_STANDS.search(after):
            return ""
        found.add("against" if cue["against"] else "for")
        before = cue.end()
    return next(iter(found)) if len(found) == 1 else "both" if found else ""


def _said_by(sentence: str, name: str) -> str | None:
    """Give what stands behind the speaker in a sentence; `None` where somebody else speaks."""
    at = _plain(sentence).find(name) if name else -1
    again = _AGAIN.match(sentence)
    if at < 0 and not again:
        return None
    rest = sentence[at + len(name) :] if at >= 0 else sentence[again.end() :] if again else ""
    if at > 0 and not re.search(r"[.;:]\s+$", sentence[:at]):
        return None  # "the police oppose what the majority supports"
    return _RELATIVE.sub("", rest).removeprefix(",")


def _plain(text: str) -> str:
    return text.replace("’", "'").lower()  # as long as before, but for a few letters
