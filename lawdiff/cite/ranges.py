"""Lists and ranges of numbers: `5 to 8` names 5, 6, 7 and 8; `(a) to (c)` names a, b and c.

A range is opened only where every number in it is certain: whole numbers, or single letters. Of any other
("12 A to 14") only its two ends are known, since whether there is a 12 B is for the law to say.
"""

from collections.abc import Iterable
from itertools import product

from lawdiff.model.citation import Path, Step

WIDEST = 60
"""Numbers in a range. A wider one is a year, an amount or a whole act, and no list of provisions."""


def expand(first: str, last: str) -> tuple[str, ...]:
    """Give all numbers from `first` to `last`, both included.

    >>> expand("5", "8"), expand("a", "c"), expand("12 a", "14")
    (('5', '6', '7', '8'), ('a', 'b', 'c'), ('12 a', '14'))
    """
    if _is_whole(first) and _is_whole(last) and 0 < int(last) - int(first) <= WIDEST:
        return tuple(str(n) for n in range(int(first), int(last) + 1))
    if (
        len(first) == len(last) == 1
        and first.isalpha()
        and last.isalpha()
        and 0 < ord(last) - ord(first) < 26
    ):
        return tuple(chr(n) for n in range(ord(first), ord(last) + 1))
    return (first, last)


def _is_whole(num: str) -> bool:
    return num.isascii() and num.isdecimal() and len(num) < 6


def every_path(groups: Iterable[Iterable[Step]]) -> tuple[Path, ...]:
    """Give each path that takes one step of every group: "first and second paragraph, letter a" is two."""
    return tuple(product(*groups))
