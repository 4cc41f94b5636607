"""Ignoring: what a person asked to leave out of what is shown, flagged in the redline and never removed.

Three things can be left out: `editorial` (words that differ in nothing of substance), `emphasis` (only the
emphasis differs) and `links` (the words stayed, their link leads elsewhere). A change of which nothing else
is left gets the flag `ignored`; one that moved or was renumbered besides stays, and only its marks on words
go. The edits stay in any case: the proof is made of them, and whoever reads the JSON can undo the wish.

A change of substance keeps all its marks, those of a comma too: what was decided together is read together.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from lawdiff.model.redline import Change, Ignorable, Redline, Relation


def ignoring(redline: Redline, kinds: Iterable[Ignorable]) -> Redline:
    """Flag the changes that are left out whole, count what is, and take it out of summary and concordance."""
    wanted = tuple(dict.fromkeys(kinds))
    if not wanted:
        return redline
    counted: dict[Ignorable, int] = dict.fromkeys(wanted, 0)
    summary = dict(redline.summary)
    changes: list[Change] = []
    for change in redline.changes:
        for kind in wanted:
            counted[kind] += kind in change.aspects
        left = change.kinds_without(wanted)
        if left == change.kinds:
            changes.append(change)
            continue
        changes.append(replace(change, ignored=not left))
        summary["changes"] -= not left
        summary["substitution"] -= 1
        summary["editorial"] -= change.editorial
        summary["words_deleted"] -= change.words_deleted
        summary["words_inserted"] -= change.words_inserted
    flagged = replace(redline, changes=tuple(changes), summary=summary, ignored=counted)
    return replace(flagged, relations=tuple(_relations(flagged)))


def _relations(redline: Redline) -> Iterable[Relation]:
    """Call a section amended only where a change that is shown amends it, or something in it."""
    units = {ref.eid for r in redline.relations for ref in (r.old, r.new) if ref}
    old_at: set[int] = set()
    new_at: set[int] = set()
    for change in redline.changes:
        left = change.kinds_without(redline.ignored)
        whole = all(ref.eid in units for ref in change.old + change.new)
        if "substitution" in left or (left and not whole):
            old_at |= {ref.at for ref in change.old}
            new_at |= {ref.at for ref in change.new}
    for relation in redline.relations:
        stays = bool(relation.old and relation.old.at in old_at) or bool(
            relation.new and relation.new.at in new_at
        )
        kinds = relation.kinds if stays else tuple(kind for kind in relation.kinds if kind != "substitution")
        yield replace(relation, kinds=kinds)
