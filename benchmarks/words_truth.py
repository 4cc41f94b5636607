"""Edits whose truth is known: what an act ordered, and edits seeded into the same texts.

A file of edits has a line of JSON for each text: `before`, `after`, `ordered` (pairs of words struck and
inserted), `times` (how often each), `at` ("first" or "last" occurrences), `minimal` (the same without common
words at the ends), `inner_common` (struck and inserted share words inside, so an engine may mark less).

An edit is widened to whole tokens. It is given back if the script has an edit of the same words at the same
place, or at one that gives the same text. Edits with no kept word between them are one edit; an edit of
punctuation alone is given back if no word is marked for it.
"""

import json
import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Indel

from lawdiff.diff.tokens import TOKEN, key_of
from lawdiff.diff.words import diff_words

Kept = list[tuple[int, int, int]]
"""Characters that stayed: (start in the old text, start in the new, how many)."""
Hunk = tuple[int, int, int, int]
"""Tokens a to b of the old text became c to d of the new."""


@dataclass(slots=True)
class Tally:
    """Edits, and how many of them were given back exactly; those with inner common words apart."""

    edits: int = 0
    exact: int = 0
    inner: int = 0
    inner_exact: int = 0
    punctuation: int = 0
    punctuation_exact: int = 0
    texts: int = 0
    left_out: int = 0
    missed: list[str] = field(default_factory=list)

    def result(self) -> dict[str, float | int | None]:
        """Give the shares, for the table and the JSON."""
        return {
            "texts": self.texts,
            "edits": self.edits,
            "exact": _share(self.exact, self.edits),
            "inner_common": self.inner,
            "inner_common_exact": _share(self.inner_exact, self.inner),
            "punctuation": self.punctuation,
            "punctuation_exact": _share(self.punctuation_exact, self.punctuation),
            "left_out": self.left_out,
        }


def ordered_edits(file: Path) -> Tally:
    """Score the script on the edits that acts ordered."""
    tally = Tally()
    for line in _lines(file):
        applied = _apply(line)
        if applied is None:
            tally.left_out += 1
            continue
        after, kept = applied
        _score(tally, line["before"], after, kept, inner=lambda *_, line=line: bool(line["inner_common"]))
    return tally


def dense_edits(file: Path, seed: int, *, every: int = 7) -> Tally:
    """Score the script on texts in which a word in `every` or so begins an edit, several in a sentence.

    An edit strikes one to three words, puts in one to four that stand together in another text, or both.
    Edits that touch are one. Apart are those that cannot be known from the two texts: whose words struck and
    put in share a word. Where a shorter script than the seeded one exists, the edit counts against us.
    """
    dice = random.Random(seed)  # noqa: S311  (no secret)
    texts = sorted({line["before"] for line in _lines(file)})
    texts = [text for text in texts if 20 <= len(text.split()) <= 400]
    tally = Tally()
    for text in texts:
        after, kept = _seed(text, dice, texts, every)
        _score(tally, text, after, kept, inner=_unknowable)
    return tally


def _score(
    tally: Tally, before: str, after: str, kept: Kept, *, inner: Callable[[Hunk, list[str], list[str]], bool]
) -> None:
    old = [(m.span(), key_of(m.group())) for m in TOKEN.finditer(before)]
    new = [(m.span(), key_of(m.group())) for m in TOKEN.finditer(after)]
    words_old, words_new = [key for _, key in old], [key for _, key in new]
    spans_old, spans_new = [span for span, _ in old], [span for span, _ in new]
    wanted = _hunks(spans_old, spans_new, kept)
    script = diff_words(before, after)
    got = _hunks(spans_old, spans_new, [(p.a, p.c, p.b - p.a) for p in script if p.op == "keep"])
    tally.texts += 1
    if not wanted:
        tally.punctuation += 1
        tally.punctuation_exact += not got
    for hunk in (_trimmed(h, words_old, words_new) for h in wanted):
        right = any(_same(hunk, other, words_old, words_new) for other in got)
        if inner(hunk, words_old, words_new):
            tally.inner += 1
            tally.inner_exact += right
        else:
            tally.edits += 1
            tally.exact += right
            if not right:
                tally.missed.append(_shown(hunk, got, words_old, words_new))


def _shown(hunk: Hunk, got: Sequence[Hunk], old: list[str], new: list[str]) -> str:
    def show(h: Hunk) -> str:
        before, after = " ".join(old[max(h[0] - 3, 0) : h[0]]), " ".join(old[h[1] : h[1] + 3])
        return f"{before} {{{' '.join(old[h[0] : h[1]])}}}⟦{' '.join(new[h[2] : h[3]])}⟧ {after}"

    near = [h for h in got if h[0] <= hunk[1] + 4 and h[1] >= hunk[0] - 4]
    return f"wanted {show(hunk)}\n   got {' | '.join(map(show, near))}"


def _hunks(old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]], kept: Kept) -> list[Hunk]:
    """Give the edits of tokens, where `kept` says which characters stayed."""
    at_old = {span: n for n, span in enumerate(old)}
    pairs = []
    k = 0
    for j, (start, end) in enumerate(new):
        while k < len(kept) and kept[k][1] + kept[k][2] <= start:
            k += 1
        if k < len(kept) and kept[k][1] <= start and end <= kept[k][1] + kept[k][2]:
            shift = kept[k][0] - kept[k][1]
            i = at_old.get((start + shift, end + shift))
            if i is not None:
                pairs.append((i, j))
    hunks = []
    i0 = j0 = 0
    for i, j in [*pairs, (len(old), len(new))]:
        if i > i0 or j > j0:
            hunks.append((i0, i, j0, j))
        i0, j0 = i + 1, j + 1
    return hunks


def _trimmed(hunk: Hunk, old: list[str], new: list[str]) -> Hunk:
    a, b, c, d = hunk
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d


def _same(one: Hunk, other: Hunk, old: list[str], new: list[str]) -> bool:
    """Whether two edits are one, or give the same text at another place."""
    a, b, c, d = one
    w, x, y, z = other
    if (a, b, c, d) == (w, x, y, z):
        return True
    if b - a != x - w or d - c != z - y:
        return False
    lo, hi = min(a, w), max(b, x)
    return [*old[lo:a], *new[c:d], *old[b:hi]] == [*old[lo:w], *new[y:z], *old[x:hi]]


def _unknowable(hunk: Hunk, old: list[str], new: list[str]) -> bool:
    """Whether what was struck and what was put in share a word, so that less can be marked."""
    struck, put = old[hunk[0] : hunk[1]], new[hunk[2] : hunk[3]]
    return bool(Indel.distance(struck, put) < len(struck) + len(put))


# --- what acts ordered


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _apply(line: dict[str, Any]) -> tuple[str, Kept] | None:
    """Carry the orders out, and say what stayed; None where they do not give the text after."""
    text = list(line["before"])
    origin = list(range(len(text)))
    for (struck, put), (small, big), times, at in zip(
        line["ordered"], line["minimal"], line["times"], line["at"], strict=True
    ):
        shift = _shift(struck, put, small, big)
        whole = "".join(text)
        places = list(_places(whole, struck))
        places = places[-times:] if at == "last" else places[:times]
        if shift is None or len(places) != times:
            return None
        for place in reversed(places):
            here = place + shift
            text[here : here + len(small)] = big
            origin[here : here + len(small)] = [-1] * len(big)
    after = "".join(text)
    if after.split() != line["after"].split():
        return None
    return after, _stayed(origin)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _shift(struck: str, put: str, small: str, big: str) -> int | None:
    """How many characters at the beginning the whole order and its minimal form share."""
    for n in range(len(struck) - len(small) + 1):
        if (struck[:n] + big + struck[n + len(small) :] == put) and struck[n : n + len(small)] == small:
            return n
    return None


def _stayed(origin: Sequence[int]) -> Kept:
    kept: Kept = []
    for new, old in enumerate(origin):
        if old < 0:
            continue
        if kept and kept[-1][0] + kept[-1][2] == old and kept[-1][1] + kept[-1][2] == new:
            kept[-1] = (kept[-1][0], kept[-1][1], kept[-1][2] + 1)
        else:
            kept.append((old, new, 1))
    return kept


# --- seeded edits


def _seed(text: str, dice: random.Random, texts: Sequence[str], every: int) -> tuple[str, Kept]:
    """Edit a text at random: what it became, and which characters stayed."""
    spans = [m.span() for m in TOKEN.finditer(text)]
    out: list[str] = []
    kept: Kept = []
    done = size = 0  # characters of both sides
    n = dice.randint(0, every)
    while n < len(spans):
        kind = dice.choice(("strike", "put", "replace"))
        struck = 0 if kind == "put" else min(dice.choice((1, 1, 2, 3)), len(spans) - n)
        start = spans[n][0]
        end = spans[n + struck - 1][1] if struck else start
        put = "" if kind == "strike" else _phrase(dice, texts)
        if kind == "strike" and n + struck < len(spans):
            end = spans[n + struck][0]  # with the space behind it
        elif kind == "put":
            put += " "
        kept.append((done, size, start - done))
        out += (text[done:start], put)
        size += start - done + len(put)
        done = end
        n += struck + dice.randint(1, 2 * every - 3)
    kept.append((done, size, len(text) - done))
    out.append(text[done:])
    return "".join(out), [k for k in kept if k[2]]


def _phrase(dice: random.Random, texts: Iterable[str]) -> str:
    words = dice.choice(list(texts)).split()
    size = min(dice.randint(1, 4), len(words))
    start = dice.randint(0, len(words) - size)
    return " ".join(words[start : start + size]).strip(".,;:()“”—")


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
