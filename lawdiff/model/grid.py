"""Where the cells of a table stand: the column in which each begins, when some span columns and rows.

A cell stands in the first column that is free: neither taken by a cell before it in its row, nor spanned by
one from a row above. That is how HTML and CALS lay out a table.
"""

from collections.abc import Iterable, Sequence


def first_columns(rows: Iterable[Sequence[tuple[int, int]]]) -> list[list[int]]:
    """Give, for each row of cells that span (columns, rows), the first column of each cell, from 0.

    >>> first_columns([[(1, 2), (2, 1)], [(1, 1), (1, 1)], [(1, 1)]])
    [[0, 1], [1, 2], [0]]
    """
    found: list[list[int]] = []
    spanned: list[tuple[int, int, int]] = []  # first column, the one behind, the row behind; by column
    for n, row in enumerate(rows):
        spanned = [one for one in spanned if one[2] > n]
        here: list[int] = []
        further: list[tuple[int, int, int]] = []
        at = met = 0
        for cols, down in row:
            while met < len(spanned) and spanned[met][0] <= at:
                at = max(at, spanned[met][1])
                met += 1
            here.append(at)
            if down > 1:
                further.append((at, at + cols, n + down))
            at += cols
        found.append(here)
        if further:
            spanned = sorted(spanned + further)
    return found
