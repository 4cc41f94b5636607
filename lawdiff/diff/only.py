"""Some changes of a redline alone: the others are flagged, and the new text stands in their place, unmarked.

Nothing is taken out of the redline: its proof is made of all edits. Outputs for readers say how many changes
are left out. The concordance stays that of the whole law.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from lawdiff.diff.acceptance import known_ids
from lawdiff.model.redline import Redline


def only(redline: Redline, ids: Iterable[str]) -> Redline:
    """Leave out all changes but these. Raises `LawdiffError` for an id that no change has."""
    wanted = frozenset(ids)
    known_ids(redline, sorted(wanted), where="--only")
    summary = dict(redline.summary)
    changes = []
    left_out = 0
    for change in redline.changes:
        if change.id in wanted or change.ignored:
            changes.append(change)
            continue
        left_out += 1
        told = change.kinds_without(redline.ignored)
        for kind in told:
            summary[kind] -= 1
        summary["changes"] -= 1
        if told == change.kinds:  # else its words are out of the counts already
            summary["editorial"] -= change.editorial
            summary["words_deleted"] -= change.words_deleted
            summary["words_inserted"] -= change.words_inserted
        changes.append(replace(change, ignored=True))
    counted = redline.ignored | {"others": left_out}
    return replace(redline, changes=tuple(changes), summary=summary, ignored=counted)
