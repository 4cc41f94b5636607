"""What stands before the text: title, summary, the two versions and their proof, the list of changes."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from lawdiff.model.provision import UNITS
from lawdiff.model.redline import Change, Edit, Item, Redline, Side
from lawdiff.render.folds import Fold, folds, is_dressed
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Marker
from lawdiff.render.layout.runs import Piece, Run, Runs, coalesce
from lawdiff.render.wording import (
    kinds,
    label_of,
    left_out,
    nothing,
    title_of,
    version_label,
    was_before,
    words,
)

_GIST = 60
"""Characters of a side that the list of changes quotes."""


class Fact(Struct, frozen=True, gc=False):
    """A line of the table of what is compared: its name, what it says, and the fine print below."""

    name: str
    text: str
    fine: str = ""


class Entry(Struct, frozen=True, gc=False):
    """A line of the list of changes. `was` is the old number, `gist` what changed, marked."""

    marker: Marker
    numbers: str
    label: str
    was: str
    kinds: str
    gist: Runs
    inserted: int
    deleted: int
    reasons: int


class Front(Struct, frozen=True, gc=False):
    """Title page and list, in words. `reported` says whether any report was read."""

    title: str
    summary: tuple[str, ...]
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    entries: tuple[Entry, ...]
    reported: bool


def front_of(redline: Redline, marks: dict[str, Marker], labels: Labels) -> Front:
    """Say in words what is compared and what came of it."""
    lines = folds(sorted(redline.changes, key=lambda change: change.number), labels)
    return Front(
        title=title_of(redline, labels),
        summary=summary_of(redline, labels),
        facts=facts_of(redline, labels),
        warnings=redline.warnings,
        entries=tuple(_entry(line, marks[line.changes[0].id], labels) for line in lines),
        reported=bool(redline.reports),
    )


def summary_of(redline: Redline, labels: Labels) -> tuple[str, ...]:
    """Tell the redline in sentences, each a phrase of its own."""
    omitted = left_out(redline, labels)
    if not redline.changes:
        return (nothing(redline, labels), *omitted)
    counts: dict[str, int] = {}
    changes = redline.by_id()
    for item in redline.items:
        for what, n in _what_became(item, changes):
            counts[what] = counts.get(what, 0) + n
    order = ("amended", "new", "repealed", "moved", "split", "joined", "renumbered", "unchanged")
    said = [labels.count(f"section_{what}", counts[what]) for what in order if counts.get(what)]
    touched = any(counts.get(what) for what in order[:-1])
    sentences = [
        labels.say("summary_places", list=labels.listing(said))
        if touched
        else labels.say("summary_elsewhere")
    ]
    if any(change.words_deleted or change.words_inserted for change in redline.changes):
        sentences.append(words(redline, labels))
    if redline.reports:
        linked = sum(1 for change in redline.changes if change.rationale)
        numbers = {"linked": labels.number(linked), "total": labels.number(len(redline.changes))}
        sentences.append(labels.say("summary_reasons", **numbers))
    return (*sentences, *omitted)


def _what_became(item: Item, changes: Mapping[str, Change]) -> list[tuple[str, int]]:
    """Say what became of the sections of an item, each counted once."""
    if item.type == "unchanged":
        return [("unchanged", sum(1 for entry in item.run if entry.new.kind in UNITS))]
    if item.type != "section" or item.node is None:
        return []
    ids = {change_id for node in item.node.walk() for change_id in (node.change, *node.here) if change_id}
    if not ids:
        return [("unchanged", 1)]  # its changes are left out
    if item.node.old is None and not item.node.here:
        return [("new", 1)]
    here = {kind for change_id in item.node.here for kind in changes[change_id].kinds}
    for kind, name in (("split", "split"), ("join", "joined"), ("move", "moved")):
        if kind in here:
            return [(name, 1)]
    if item.node.old is None:
        return [("new", 1)]
    if item.node.new is None:
        return [("repealed", 1)]
    all_kinds = {kind for change_id in ids for kind in changes[change_id].kinds}
    return [("renumbered" if all_kinds == {"renumbering"} and here else "amended", 1)]


def facts_of(redline: Redline, labels: Labels) -> tuple[Fact, ...]:
    """Say what is compared, which reports were read, and whether the proof holds."""
    proof = redline.proof
    holds = proof.accept_all_is_new and proof.reject_all_is_old
    facts = [
        Fact(labels.say("old_text"), _version(redline.old, labels), _source(redline.old, labels)),
        Fact(labels.say("new_text"), _version(redline.new, labels), _source(redline.new, labels)),
    ]
    for report in redline.reports:
        linked = {"linked": labels.number(report.linked), "passages": labels.number(report.passages)}
        said = labels.say("report_linked", **linked) if report.linked else labels.say("report_nothing")
        name = labels.say("source", name=report.source_name, sha256=report.source_sha256)
        title = report.title or report.source_name
        if report.date:
            title = labels.say("version_dated", label=title, date=labels.day(report.date))
        facts.append(Fact(labels.say("reasons"), f"{title}: {said}", name))
    facts.append(Fact(labels.say("proof"), labels.say("proof_holds" if holds else "proof_fails")))
    return tuple(facts)


def _version(side: Side, labels: Labels) -> str:
    name = side.title or side.work or labels.say("untitled")
    if side.label:
        name = f"{name} ({version_label(side, labels)})"
    return labels.say("version_dated", label=name, date=labels.day(side.date)) if side.date else name


def _source(side: Side, labels: Labels) -> str:
    return labels.say("source", name=side.source_name, sha256=side.source_sha256)


def _entry(fold: Fold, marker: Marker, labels: Labels) -> Entry:
    change = fold.changes[0]
    passages = {(r.report, r.passage) for one in fold.changes for r in one.rationale}
    return Entry(
        marker,
        numbers=fold.numbers,
        label=fold.label or label_of(change, labels),
        was=fold.was or was_before(change, labels),
        kinds=kinds(change, labels),
        gist=gist_of(change),
        inserted=change.words_inserted,
        deleted=change.words_deleted,
        reasons=len(passages),
    )


_JOINT = re.compile(r"\W*[^\W\d_]{0,5}\s*[:;\u2014\u2013]\W*|\W*;\s*[^\W\d_]{0,5}\W*")
"""What only joins a list to its lead-in or its items to each other, as "if:" and "; and": it says nothing."""
_DOTS = re.compile(r"\s*[.\u2026](?:\s*[.\u2026]){4,}\s*")
"""A row of dots, as the United Kingdom prints in the place of what is repealed."""


def gist_of(change: Change, limit: int = _GIST) -> Runs:
    """Quote what changed: the first words struck and put in, with a word or two around them.

    `limit` is for each side, in characters.
    """
    edits = [edit for edit in change.edits if edit.part != "num"]
    ops = {edit.op for edit in edits if edit.text.strip()}
    if ops in ({"insert"}, {"delete"}):
        first = next(edit for edit in edits if edit.text.strip())
        return (Run("insert" if first.op == "insert" else "delete", (Piece(shortened(first.text, limit)),)),)
    marked = [i for i, edit in enumerate(edits) if edit.op in ("delete", "insert") and edit.text.strip()]
    if marked:  # a word says more than an apostrophe
        worded = [i for i in marked if re.search(r"\w", edits[i].text)] or marked
        best = next((i for i in worded if not _JOINT.fullmatch(edits[i].text)), worded[0])
        return _quote(edits, best, limit)
    moved = next((edit for edit in edits if edit.op == "move_to"), None)
    if moved:
        return (Run("move_to", (Piece(shortened(moved.text, limit)),)),)
    return _number_dressed(change)


def _number_dressed(change: Change) -> Runs:
    """Quote a number that is cited as before and written otherwise: "a)" became "a."."""
    if not is_dressed(change):
        return ()
    old, new = (Run(edit.op, (Piece(edit.text, "num"),)) for edit in change.edits if edit.part == "num")
    return (old, Run("space", (Piece(" "),)), new)


def _quote(edits: Sequence[Edit], i: int, limit: int) -> Runs:
    edit = edits[i]
    marked = [Run(edit.op, (Piece(shortened(edit.text.strip(), limit)),))]
    behind = i + 1
    other = edits[behind] if behind < len(edits) else None
    if other and {edit.op, other.op} == {"delete", "insert"} and _together(edit, other):
        if _DOTS.fullmatch(other.text):
            return tuple(marked)
        marked += [Run("space", (Piece(" "),)), Run(other.op, (Piece(shortened(other.text.strip(), limit)),))]
        behind += 1
    before = edits[i - 1] if i and edits[i - 1].op == "keep" and _together(edits[i - 1], edit) else None
    after = edits[behind] if behind < len(edits) and edits[behind].op == "keep" else None
    lead = _last_words(before.text, 2) if before else ""
    trail = _first_words(after.text, 2) if after and _together(edit, after) else ""
    if edit.text[:1].isspace() and lead and not lead.endswith(" "):
        lead += " "
    if (edits[behind - 1].text[-1:].isspace()) and trail and not trail.startswith(" "):
        trail = f" {trail}"
    around = [Run("keep", (Piece(lead),)), *marked, Run("keep", (Piece(trail),))]
    return tuple(coalesce([run for run in around if run.text]))


def _together(a: Edit, b: Edit) -> bool:
    """Whether two edits stand in the same part of the same provision, as far as they say."""
    places = ((a.old_at, b.old_at), (a.new_at, b.new_at))
    return a.part == b.part and all(x == y for x, y in places if x is not None and y is not None)


def shortened(text: str, limit: int) -> str:
    """Cut at a word, with an ellipsis.

    >>> shortened("shall not be prosecuted", 11)
    'shall not …'
    """
    plain = " ".join(text.split())
    if len(plain) <= limit:
        return plain
    return f"{plain[: limit + 1].rsplit(' ', 1)[0][:limit].rstrip()} …"


def _last_words(text: str, n: int) -> str:
    end = text[-60:]  # little more than is taken: a word may have 10,000 letters
    words = list(re.finditer(r"\S+", end))
    return end[words[-n:][0].start() :][-40:] if words else end[-40:]


def _first_words(text: str, n: int) -> str:
    found = re.match(rf"\s*\S*(?:\s+\S+){{0,{n - 1}}}", text)
    return found[0][:40] if found else ""
