"""Edits of parts that are no flow: numbers, headings, and a paragraph that moved."""

from lawdiff.diff.tokens import count_words
from lawdiff.diff.words import MOVED_WORDS, diff_words
from lawdiff.model.provision import Provision
from lawdiff.model.redline import Edit, Op, Part

_MOVED_SHARE = 0.75
"""Share of the longer text that has to be the same where a paragraph moved and was amended: two paragraphs of
one section share half of their words by chance."""


def moved_text(
    old: Provision, new: Provision, move: str, *, sure: bool = False
) -> tuple[list[Edit], list[Edit]] | None:
    """Give the edits at the place that a paragraph left and at the one where it stands, if it is surely one.

    The words that are the same moved; those that came or went are marked at their own place, so that each
    place reads as the text that stood or stands there. A text that was amended has to be twice as long as one
    that moved word for word. Where it is known to be one (`sure`) it may be of any length, and half of it may
    have changed.
    """
    before, after = old.content, new.content
    pieces = diff_words(before, after)
    same = [p for p in pieces if p.op == "keep"]
    words = sum(count_words(before[p.a : p.b]) for p in same)
    least = 1 if sure else MOVED_WORDS if before == after else 2 * MOVED_WORDS
    share = 0.5 if sure else _MOVED_SHARE
    if words < least or words < share * max(count_words(before), count_words(after)):
        return None
    left: list[Edit] = []
    there: list[Edit] = []
    for p in pieces:
        stays = p.op == "keep"
        if p.b > p.a:
            op: Op = "move_from" if stays else "delete"
            text, name = before[p.a : p.b], move if stays else ""
            left.append(Edit("text", op, text, old_at=old.eid, old_start=p.a, move=name))
        if p.d > p.c:
            op = "move_to" if stays else "insert"
            text, name = after[p.c : p.d], move if stays else ""
            there.append(Edit("text", op, text, new_at=new.eid, new_start=p.c, move=name))
    return left, there


def num_edits(old: Provision | None, new: Provision | None) -> list[Edit]:
    """Give the edits of a number that differs; they mark it whole."""
    before, after = (old.num if old else ""), (new.num if new else "")
    if before == after:
        return []
    edits = []
    if before and old:
        edits.append(Edit("num", "delete", before, old_at=old.eid, old_start=0))
    if after and new:
        edits.append(Edit("num", "insert", after, new_at=new.eid, new_start=0))
    return edits


def heading_edits(old: Provision | None, new: Provision | None) -> list[Edit]:
    """Give the edits of a heading that differs, word by word."""
    before = old.heading.content if old and old.heading else ""
    after = new.heading.content if new and new.heading else ""
    if before == after:
        return []
    part: Part = "heading"
    edits = []
    for piece in diff_words(before, after):
        on_old = old.eid if old and piece.op in ("keep", "delete", "move_from") else None
        on_new = new.eid if new and piece.op in ("keep", "insert", "move_to") else None
        text = before[piece.a : piece.b] if on_old else after[piece.c : piece.d]
        op = {"move_from": "delete", "move_to": "insert"}.get(piece.op, piece.op)
        edits.append(
            Edit(
                part,
                op,  # type: ignore[arg-type]  # one of keep, delete, insert
                text,
                on_old,
                on_new,
                piece.a if on_old else None,
                piece.c if on_new else None,
            )
        )
    return edits
