"""Candidates: provisions as the pairing sees them, what is still unpaired, and what stands beside what.

A candidate's text is loaded once, when a step first asks for its words, and kept as numbers of words
(`shingles.Vocabulary`), eight bytes each: thousands of sections of a code fit into the memory of a few.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from diff_match_patch import diff_match_patch
from msgspec import Struct
from rapidfuzz.distance import Indel

from lawdiff.diff.shingles import Vocabulary, count_of, words_of
from lawdiff.diff.tokens import word_keys
from lawdiff.model.provision import bare_num


@dataclass(slots=True)
class Candidate:
    """A provision as the pairing sees it. `load` gives heading and text, and is called only when needed.

    `place` is what holds it (the number of its chapter); `whole` and `body` are fingerprints with and without
    its own number. `pos` is its place in the law, for lists from which something is left out. `twin` is what
    a new one was paired with: most of its words are read there. `lost` are the words that did not go to its
    partner, behind the partner's id, once that was asked for.
    """

    id: str
    num: str
    heading: str
    kind: str
    place: str
    whole: str
    body: str
    load: Callable[[], str] = field(repr=False)
    key: str = ""
    wid: str = ""
    guid: str = ""
    pos: int = -1
    vocabulary: Vocabulary | None = field(default=None, repr=False)
    twin: "Candidate | None" = field(default=None, repr=False, compare=False)
    lost: tuple[str, Sequence[int]] | None = field(default=None, repr=False, compare=False)
    _words: list[int] | None = field(default=None, repr=False)
    _shell: bool | None = None

    @property
    def text(self) -> str:
        """Heading and text, loaded anew."""
        return self.load()

    @property
    def words(self) -> list[int]:
        """Words of heading and text, as numbers of the vocabulary that all candidates of a pairing share."""
        if self._words is None:
            if self.vocabulary is None:
                raise ValueError("candidates are read with one vocabulary: share_vocabulary")
            self._words = _read_beside(self, self.twin, self.vocabulary)
        return self._words

    @property
    def shell(self) -> bool:
        """Whether it only says that what stood here is gone."""
        if self._shell is None:
            self._shell = self.kind != "row" and is_shell(self.load()) and len(self.words) <= 100
        return self._shell

    @property
    def bare(self) -> str:
        """Its number without dress."""
        return bare_num(self.num)


def share_vocabulary(candidates: Sequence[Candidate]) -> None:
    """Let all candidates of a pairing number their words alike."""
    known = {id(c.vocabulary) for c in candidates}
    if len(known) == 1 and candidates[0].vocabulary is not None:
        return
    vocabulary = Vocabulary()
    for c in candidates:
        c.vocabulary, c._words, c.lost = vocabulary, None, None


def alike(a: Candidate, b: Candidate, least: float = 0.0) -> float:
    """Share of words in common, in order (0 to 1), or 0 where it is below `least`.

    Of texts so long that their order would cost seconds, the words are counted whatever their order.
    """
    if a._words is None and b._words is None and (share := _alike_at_ends(a, b)) is not None:
        return share if share >= least else 0.0
    if not a.words and not b.words:
        return 1.0
    if len(a.words) * len(b.words) > _IN_ORDER**2:
        common = (Counter(a.words) & Counter(b.words)).total()
        share = 2 * common / (len(a.words) + len(b.words))
        return share if share >= least else 0.0
    return float(Indel.normalized_similarity(a.words, b.words, score_cutoff=least))


_ENDS = diff_match_patch()


def _alike_at_ends(a: Candidate, b: Candidate) -> float | None:
    """Share of words in common of texts that mostly begin and end alike, as nearly all do that were amended.

    It is what all words in order give, for ends in common belong to some longest common part; but only the
    middle has to be read. `None` where the ends are short.
    """
    old, new = a.load(), b.load()
    if old == new:
        return 1.0
    head, foot = _ends(old, new)
    if (head + foot) * 2 < max(len(old), len(new)):
        return None
    head, foot = _whole_words(old, head, foot)
    middles = [words_of(text[head : len(text) - foot]) for text in (old, new)]
    if len(middles[0]) * len(middles[1]) > _IN_ORDER**2:
        return None
    ends = 2 * (count_of(old[:head]) + count_of(old[len(old) - foot :]))
    total = ends + len(middles[0]) + len(middles[1])
    return 1.0 - Indel.distance(*middles) / total if total else 1.0


def _read_beside(new: Candidate, old: Candidate | None, vocabulary: Vocabulary) -> list[int]:
    """Read the words of a text; where it begins and ends as its twin, which is read, only what differs.

    Of what both have in common the shorter end is counted, to know where the rest of the words stands.
    """
    text = new.load()
    known = old._words if old is not None and old.vocabulary is vocabulary else None
    if old is None or known is None:
        return vocabulary.read(text)
    other = old.load()
    head, foot = _whole_words(other, *_ends(other, text))
    if (head + foot) * 2 < len(text):
        return vocabulary.read(text)
    middle = vocabulary.read(text[head : len(text) - foot])
    kept = len(known) - count_of(other[head : len(other) - foot])
    by_foot = head > foot
    first = kept - count_of(other[len(other) - foot :]) if by_foot else count_of(other[:head])
    return known[:first] + middle + known[len(known) - kept + first :]


def _whole_words(text: str, head: int, foot: int) -> tuple[int, int]:
    """Shorten a beginning and an end to whole words."""
    while head and _in_word(text[head - 1]):
        head -= 1
    while foot and _in_word(text[len(text) - foot]):
        foot -= 1
    return head, foot


def ends_alike(a: Candidate, b: Candidate) -> bool:
    """Whether beginning and end in common make up half of the longer text."""
    old, new = a.load(), b.load()
    return sum(_ends(old, new)) * 2 >= max(len(old), len(new))


def _ends(old: str, new: str) -> tuple[int, int]:
    head = _ENDS.diff_commonPrefix(old, new)
    return head, min(_ENDS.diff_commonSuffix(old, new), min(len(old), len(new)) - head)


def _in_word(char: str) -> bool:
    return char.isalnum() or char in "_\u00ad" or not char.isascii()


class Pair(Struct, frozen=True, gc=False):
    """Old provision `old` is new provision `new`; `basis` tells why, `score` how sure (0 to 1)."""

    old: str
    new: str
    basis: str
    score: float


Anchor = tuple[int, int, bool]
"""Places of one provision in both versions, and whether its number is the same."""


class Pool:
    """What is still unpaired on both sides, in order; the pairs found; and both sides' order.

    `anchors` are places (old, new) of what is left out of both lists because its text is known to be the
    same, and whether its number is.
    """

    def __init__(
        self, olds: Sequence[Candidate], news: Sequence[Candidate], anchors: Iterable[Anchor] = ()
    ) -> None:
        self.olds = {c.id: c for c in olds}
        self.news = {c.id: c for c in news}
        self.all_olds = dict(self.olds)
        self.all_news = dict(self.news)
        self.pairs: list[Pair] = []
        self.aside_old: set[str] = set()
        self.aside_new: set[str] = set()
        known = list(anchors)
        self.new_of = {f"\0{a}": f"\0{b}" for a, b, _ in known}
        self._renumbered = {f"\0{a}" for a, _, kept in known if not kept}
        self.old_of = {new: old for old, new in self.new_of.items()}
        self.order_old = _in_order(olds, [a for a, _, _ in known])
        self.order_new = _in_order(news, [b for _, b, _ in known])
        self.place_old = {id_: n for n, id_ in enumerate(self.order_old)}
        self.place_new = {id_: n for n, id_ in enumerate(self.order_new)}

    def take(self, old: str, new: str, basis: str, score: float) -> bool:
        """Note a pair, if both are still free."""
        if old not in self.olds or new not in self.news:
            return False
        twin = self.olds.pop(old)
        self.news.pop(new).twin = twin  # not the other way as well: circles are not collected while comparing
        self.pairs.append(Pair(old, new, basis, round(score, 3)))
        self.new_of[old] = new
        self.old_of[new] = old
        return True

    def set_aside(self, olds: Iterable[str], news: Iterable[str]) -> None:
        """Leave provisions out of all that follows, as if they were not there."""
        self.aside_old |= {old for old in olds if self.olds.pop(old, None)}
        self.aside_new |= {new for new in news if self.news.pop(new, None)}

    def nearest(self, *, numbered: bool = False) -> tuple[list[int], list[int]]:
        """For each place of the old order the nearest pair before and behind it, as a place in the old order.

        -1 and the length stand for none. `numbered`: only pairs of which both have a number count.
        """
        paired = [id_ in self.new_of and (not numbered or self._numbered(id_)) for id_ in self.order_old]
        before, behind = [-1] * len(paired), [len(paired)] * len(paired)
        last = -1
        for n, is_paired in enumerate(paired):
            before[n] = last
            last = n if is_paired else last
        last = len(paired)
        for n in range(len(paired) - 1, -1, -1):
            behind[n] = last
            last = n if paired[n] else last
        return before, behind

    def kept_number(self, place: int) -> bool:
        """Whether the pair at a place of the old order has one number on both sides."""
        old = self.order_old[place]
        if old not in self.all_olds:
            return old not in self._renumbered
        return self.all_olds[old].bare == self.all_news[self.new_of[old]].bare

    def _numbered(self, old: str) -> bool:
        if old not in self.all_olds:
            return True
        return bool(self.all_olds[old].num) and bool(self.all_news[self.new_of[old]].num)


def _in_order(candidates: Sequence[Candidate], anchors: Sequence[int]) -> list[str]:
    if not anchors:
        return [c.id for c in candidates]
    placed = [(c.pos, c.id) for c in candidates] + [(a, f"\0{a}") for a in anchors]
    return [id_ for _, id_ in sorted(placed)]


_IN_ORDER = 20_000
"""Words a side up to which their order is looked at: the cost grows as the square."""
SHELL_SIZE = 400
"""Characters that a text which only says that it is gone has at most."""
_SHELL_WORDS = (
    "repealed opphevet oppheva opphevd reserved omitted expired deleted revoked transferred renumbered"
    " upphävd upphävts ophævet kumottu aufgehoben weggefallen entfallen gestrichen abrogé abrogée supprimé"
    " supprimée abrogato abrogata soppresso soppressa derogado derogada suprimido vervallen".split()
)
_SHELL = frozenset(_SHELL_WORDS)
_SOURCES = frozenset(
    "by to as effective pursuant under section sections ch chapter pub laws from in on since eff"
    " ved av fra frå med gjennom genom från den durch mit seit par depuis le dal dalla dall da por door bij"
    " l:lla lailla asetuksella".split()
)
"""Words that may follow "repealed" in a line which only says so, and tell by what; others make it prose, as
in "expired licences" and "Revoked permits shall be returned"."""
_FIRST = re.compile("[\\W_]*(?:\\w|\u00ad)+([^\\w\\s,]?)")
"""The first word, and the mark that stands right behind it."""
_IN_BRACKETS = re.compile("[([](?:\\w|\u00ad)+\\.?[])]\\W*\\Z")


def _is_dotted(text: str) -> bool:
    return len(text) > 1 and not text.strip(" .…\u00a0*\n")


def is_shell(text: str) -> bool:
    """Whether a text only says that what stood here is gone.

    "(Opphevet)", "[Repealed]", "[§ 2. Repealed. Pub. L. 112–1, …]", "11 § on kumottu L:lla 13.3.2003/222.",
    or a row of dots as in UK law. "Section 4 is repealed" is the order of a bill, and no shell.
    """
    if len(text) > SHELL_SIZE:
        return False
    # To ask for these words first is many times as fast as to cut every short text into its own.
    plain = text.casefold()
    if "\u00ad" not in plain and not any(map(plain.__contains__, _SHELL_WORDS)):
        return _is_dotted(text)
    words = word_keys(text)
    if not words:
        return _is_dotted(text)
    if text.startswith("Har ") and len(words) > 1:  # "Har upphävts genom lag (2007:1411)."
        words, text = words[1:], text[4:]
    if words[0] in _SHELL:
        first = _FIRST.match(text)
        is_alone = len(words) == 1 or (first is not None and bool(first[1]))
        return len(words) <= 40 and (is_alone or words[1] in _SOURCES or words[1][0].isdigit())
    if words[0].isdecimal() and len(words) <= 8:  # Finlex puts the number before it
        return any(word in _SHELL for word in words[1:4])
    if text.lstrip()[:1] == "[" and text.rstrip()[-1:] == "]" and len(words) <= 20:
        # An editor's line: "[[Paragraph 8.5.3 deleted by amendment on 2013-12-06.]]".
        return any(a[:1].isdigit() and b in _SHELL for a, b in pairwise(words[:5])) or (
            len(words) <= 3 and any(word in _SHELL for word in words)
        )
    # An item of three words may be a part of a sentence: "has been repealed,".
    if text.lstrip()[:1].islower() and not _IN_BRACKETS.search(text):
        return False
    return len(words) <= 3 and any(word in _SHELL for word in words)
