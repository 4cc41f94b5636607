"""Order: what moved and what only shifted.

Among the provisions that have one parent on each side, the longest run that kept its order stays (by Fredman
1975, the fewest have to move); the others moved. Two that took each other's number both moved, where most of
the others kept theirs; where all is numbered anew it is chance. What has another parent moved, unless its
parent moved with it.
"""

from collections.abc import Mapping, Sequence

from lawdiff.diff.words import rising


def out_of_order(pairs: Sequence[tuple[str, str]], nums: Mapping[str, tuple[str, str]]) -> set[str]:
    """Give the new ids of what moved among siblings. `pairs` are (old, new) in the old order with the new
    ids' order given by their place in `nums`; `nums` maps each new id to (old number, new number).
    """
    place = {new: n for n, new in enumerate(nums)}
    targets = [place[new] for _, new in pairs]
    if targets == sorted(targets):
        return set()
    # From the end, so that of two that changed places the one that came forward has moved.
    stay = {len(targets) - 1 - n for n in rising([-target for target in reversed(targets)])}
    fixed = [n for n, target in enumerate(targets) if n == target]
    if len(stay) < len(pairs) and len(fixed) >= len(stay) and _is_rising([targets[n] for n in fixed]):
        stay = set(fixed)  # of runs that are equally long, the one whose places did not change
    moved = {pairs[n][1] for n in range(len(pairs)) if n not in stay}
    return moved | _swapped(nums, moved)


def best_in_order(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Give the pairs (row, column) whose scores make the greatest sum, both rising; what scores 0 is no pair.

    Needleman and Wunsch 1970, without a price for gaps: as much time and memory as there are scores.
    """
    height, width = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            taken = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    found = []
    i = j = 0
    while i < height and j < width:
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _swapped(nums: Mapping[str, tuple[str, str]], moved: set[str]) -> set[str]:
    """Give pairs of provisions that took each other's number, one of which moved."""
    by_numbers = {numbers: new for new, numbers in nums.items() if all(numbers)}
    found: set[str] = set()
    for (old_num, new_num), new in by_numbers.items():
        other = by_numbers.get((new_num, old_num))
        if other and old_num != new_num and (other in moved or new in moved):
            found |= {new, other}
    others = [numbers for new, numbers in nums.items() if all(numbers) and new not in found]
    kept = sum(old_num == new_num for old_num, new_num in others)
    return found if kept * 2 >= len(others) else set()


def _is_rising(values: Sequence[int]) -> bool:
    return list(values) == sorted(values)
