"""How the pairing of sections grows: half of N sections and N of them, their CPU and peak memory."""

import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
import resource
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from time import process_time

from lawdiff.diff.candidates import Candidate
from lawdiff.diff.identity import pair
from lawdiff.diff.order import out_of_order
from lawdiff.diff.parts import find_groups
from lawdiff.model.expression import Expression

PIECE = 600
"""Characters from which the lines of a section make a piece of their own, where sections are too few."""


def measure(laws: Sequence[Expression], count: int, seed: int) -> dict[str, object]:
    """Time the pairing of half of `count` and of `count` sections, case by case, and print a table."""
    texts = list(_texts(laws, count))
    print(f"{len(texts)} different texts, {sum(len(t.split()) for t in texts)} words; {count} wanted")
    print("| case | sections | left | s CPU | twice costs | right | peak MB |\n|---|--:|--:|--:|--:|--:|--:|")
    result: dict[str, object] = {"sections": count}
    for name, share, make in _CASES:
        seconds = []
        for size in (count // 2, count):
            dice = random.Random(f"{seed} {name}")  # noqa: S311
            olds = make(texts, size)
            news = [_edited(text, dice) if dice.random() < share else text for text in olds]
            left = sum(a != b for a, b in zip(olds, news, strict=True))
            took, right = _pair(olds, news)
            seconds.append(took)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            twice = f"{seconds[1] / seconds[0]:.2f}" if len(seconds) == 2 and seconds[0] else ""
            print(
                f"| {name} | {size} | {left} | {took:.2f} | {twice} | {right:.4f} | {peak:.0f} |", flush=True
            )
        result[name] = {"cpu": round(seconds[1], 2), "twice": round(seconds[1] / max(seconds[0], 1e-3), 2)}
    return result


def _texts(laws: Sequence[Expression], count: int) -> Iterator[str]:
    """Texts of sections; where they are too few, of pieces of long ones in their stead."""
    every = [unit.content for law in laws for unit in law.units.values() if unit.content.strip()]
    if len(every) >= count:
        yield from every[:count]
        return
    pieces = (piece for text in every for piece in _pieces(text))
    for _, piece in zip(range(count), pieces, strict=False):
        yield piece


def _pieces(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line)
        if sum(map(len, lines)) >= PIECE:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def _real(texts: Sequence[str], size: int) -> list[str]:
    """Real texts; where they are too few they stand again with a word of their own in every ten."""
    made = list(texts[:size])
    again = 0
    while len(made) < size:
        again += 1
        for text in texts[: size - len(made)]:
            words = text.split(" ")
            made.append(" ".join(f"{w}{again}" if n % 10 == 4 else w for n, w in enumerate(words)))
    return made


def _same(texts: Sequence[str], size: int) -> list[str]:
    return [texts[0]] * size


def _other(_: Sequence[str], size: int) -> list[str]:
    """Texts of which no two share a word."""
    return [" ".join(f"w{n}x{k}" for k in range(80)) for n in range(size)]


_CASES: tuple[tuple[str, float, Callable[[Sequence[str], int], list[str]]], ...] = (
    ("renumbered", 0.0, _real),
    ("renumbered, 20 % edited", 0.2, _real),
    ("renumbered, every one edited", 1.0, _real),
    ("all of one text", 0.0, _same),
    ("all of one text, 20 % edited", 0.2, _same),
    ("no two share a word, every one edited", 1.0, _other),
)


def _edited(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    for _ in range(dice.randint(1, 5)):
        words[dice.randrange(len(words))] = f"edited{dice.randrange(1000)}"
    return " ".join(words)


def _pair(olds: Sequence[str], news: Sequence[str]) -> tuple[float, float]:
    """Pair, find groups and what moved; give seconds of CPU and how much is right."""
    a = [_candidate(n, text, n + 1) for n, text in enumerate(olds)]
    b = [_candidate(n, text, n + 4) for n, text in enumerate(news)]
    start = process_time()
    found = pair(a, b)
    groups = find_groups(
        {c.id: c for c in a}, {c.id: c for c in b}, {p.old: p for p in found}, {p.new: p for p in found}
    )
    nums = {c.id: ("", "") for c in b}
    out_of_order(sorted(((p.old, p.new) for p in found), key=lambda pair: int(pair[0])), nums)
    took = process_time() - start
    right = sum(olds[int(p.old)] == olds[int(p.new)] for p in found) - len(groups)
    return took, right / len(olds)


def _candidate(n: int, text: str, number: int) -> Candidate:
    body = blake2b(text.encode(), digest_size=16).hexdigest()
    return Candidate(str(n), f"§ {number}", "", "section", "", f"{number} {body}", body, lambda: text)
