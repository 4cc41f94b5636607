"""Phrases about a redline that the formats share: titles, versions, counts, kinds, remarks, reasons."""

import re
from collections.abc import Iterable, Sequence

from lawdiff.model.provision import UNITS, bare_num
from lawdiff.model.redline import Change, Node, Rationale, Redline, Ref, ReportSide, Side
from lawdiff.render.folds import tidy
from lawdiff.render.labels import Labels
from lawdiff.render.presented import parts


def version(side: Side, labels: Labels) -> str:
    """Name a version: its label and date, or what there is of them, or its file."""
    day = labels.day(side.date)
    label = version_label(side, labels)
    if label and day:
        return labels.say("version_dated", label=label, date=day)
    return label or day or side.source_name


_VERSIONS = {"as enacted": "version_enacted", "consolidated": "version_consolidated"}
"""What a reader says of a version in words of its own: the gazette and the collection of laws have none."""


def version_label(side: Side, labels: Labels) -> str:
    """Name a version as its file does; words of ours are said in the language of the labels."""
    key = _VERSIONS.get(side.label)
    return labels.say(key) if key else side.label


_AS_AMENDED = re.compile(r"(?i)[\s,(]+as amended\)?$")


def title_of(redline: Redline, labels: Labels) -> str:
    """Name the law; both of them where they have two titles. A full stop or "as amended" makes no second."""
    told = [side.title for side in (redline.new, redline.old) if side.title]
    bare = {_AS_AMENDED.sub("", title.rstrip(" .")): title for title in reversed(told)}
    titles = list(bare.values())[::-1]
    if len(titles) == 2:
        return labels.say("title_two_works", new=titles[0], old=titles[1])
    return titles[0] if titles else labels.say("untitled")


def counts(redline: Redline, labels: Labels) -> str:
    """Say in words how much changed."""
    if not redline.changes:
        return nothing(redline, labels)
    return f"{labels.count('changes', len(redline.changes))}. {words(redline, labels)}"


def nothing(redline: Redline, labels: Labels) -> str:
    """Say that there is no change, or none besides what a person asked to leave out."""
    return labels.say("summary_only_ignored" if any(redline.ignored.values()) else "summary_none")


def words(redline: Redline, labels: Labels) -> str:
    """Say how many words were deleted and inserted."""
    deleted = sum(change.words_deleted for change in redline.changes)
    inserted = sum(change.words_inserted for change in redline.changes)
    return labels.say("summary_words", deleted=labels.number(deleted), inserted=labels.number(inserted))


def left_out(redline: Redline, labels: Labels) -> tuple[str, ...]:
    """Say how many changes a person asked to leave out, kind by kind."""
    return tuple(labels.count(f"ignored_{kind}", n) for kind, n in redline.ignored.items())


def kinds(change: Change, labels: Labels) -> str:
    """Say what happened to a provision: "moved and amended", "editorial"."""
    # What is only editorial, or changed no word, is not called amended as well.
    light = change.editorial or all(edit.op == "keep" for edit in change.edits if edit.part != "num")
    marks = {
        "editorial": change.editorial,
        "emphasis": change.emphasis and not change.editorial,
        "link_target": bool(change.link_target),
    }
    # Nor is a provision in which words only changed their place.
    ops = {edit.op for edit in change.edits if edit.part != "num" and edit.text.strip()}
    shifted = bool(ops & {"move_from", "move_to"})
    light = light or (shifted and not ops & {"delete", "insert"})
    names = [f"kind_{kind}" for kind in change.kinds if not (kind == "substitution" and light)]
    names += ["kind_moved_words"] if shifted else []
    names += [f"kind_{mark}" for mark, holds in marks.items() if holds]
    return labels.listing(labels.say(name) for name in names or ("kind_substitution",))


def remarks(change: Change, labels: Labels) -> list[str]:
    """Say of a change what no marked word shows: the place it stood in, where a link leads now."""
    told: list[str] = []
    was = labels.listing(parts(change.old_label, change.old))
    marked = [edit for edit in change.edits if edit.op != "keep"]
    if "split" in change.kinds and was:
        told.append(labels.say("remark_split", place=was))
    elif "join" in change.kinds and was:
        # The change has its id of the provision that the others were joined to.
        places = parts(change.old_label, change.old)
        if len(places) == len(change.old):
            places = [p for p, ref in zip(places, change.old, strict=True) if ref.eid != change.id]
        told += [labels.say("remark_join", place=labels.listing(places))] if places else []
    elif "move" in change.kinds:
        told.append(moved_from(change, labels))
    elif "renumbering" in change.kinds and was and not any(edit.part == "num" for edit in marked):
        told.append(labels.say("remark_was", place=was))
    told += [labels.say("remark_link", text=t.text, old=t.old, new=t.new) for t in change.link_target]
    if change.emphasis and not marked:
        told.append(labels.say("remark_emphasis"))
    return told


def was_before(change: Change, labels: Labels) -> str:
    """Say what a renumbered provision was: its number alone where the rest is the same."""
    old = change.old[0] if change.old else None
    new = change.new[0] if change.new else None
    if not old or not new or not old.num or old.num == new.num:
        return ""
    num, stem = tidy(old.num), change.label.removesuffix(tidy(new.num))
    same = stem and change.old_label == f"{stem}{num}" and old.kind not in UNITS
    if same and bare_num(old.num) == bare_num(new.num):
        return ""  # "a)" became "a.", and is cited as before
    place = num if same or not change.old_label else change.old_label
    return labels.say("remark_was", place=place) if place != change.label else ""  # "§ 2." became "[§ 2."


def moved_from(change: Change, labels: Labels) -> str:
    """Say where a provision came from; what is cited as before (a row by its key) went up or down."""
    if change.label == change.old_label and len(change.old) == len(change.new) == 1:
        old, new = change.old[0], change.new[0]
        if not new.num and old.at == new.at and old.pos != new.pos:
            return labels.say("remark_from_above" if new.pos > old.pos else "remark_from_below")
    return labels.say("remark_moved_from", place=old_place(change, labels))


def old_place(change: Change, labels: Labels) -> str:
    """Name where a provision stood, as one cited it; its heading where it had no number."""
    places = parts(change.old_label, change.old) or _names(change.old)
    return labels.listing(places) or labels.say("remark_elsewhere")


def label_of(change: Change, labels: Labels) -> str:
    """Name the provision as one cites it, or by its heading."""
    if change.label:
        return change.label
    refs = change.new or change.old
    return next(iter(_names(refs)), "") or untitled(refs[0].kind if refs else "", labels)


def untitled(kind: str, labels: Labels) -> str:
    """Name what has neither number nor heading: by what it is, where a law has one of it."""
    named = kind in ("long_title", "enacting_formula")
    return labels.say(f"untitled_{kind}" if named else "untitled_provision")


def _names(refs: Iterable[Ref]) -> list[str]:
    """Name provisions by their numbers, or by their headings; those that have neither are left out."""
    return [name for ref in refs if (name := tidy(ref.num) or ref.heading)]


def parted(node: Node, change: Change, labels: Labels) -> list[str]:
    """Say of one part of a split or join what became of the others, never of itself."""
    said: list[str] = []
    if "split" in change.kinds and node.new:
        into = labels.listing(parts(change.label, change.new))
        if node.old is None:
            said.append(labels.say("remark_split", place=old_place(change, labels)))
        elif into:
            said.append(labels.say("remark_split_into", place=into))
    if "join" in change.kinds and node.new:
        places = parts(change.old_label, change.old)
        if len(places) == len(change.old) and node.old:
            places = [place for place, ref in zip(places, change.old, strict=True) if ref.eid != node.old.eid]
        if places:
            said.append(labels.say("remark_join", place=labels.listing(places)))
    elif "join" in change.kinds and change.label:
        said.append(labels.say("remark_joined_to", place=change.label))
    return said


def speaker(reason: Rationale, labels: Labels) -> str:
    """Say whose words a passage holds; empty where the report does not tell."""
    if reason.speaker:
        return reason.speaker
    return labels.say(f"role_{reason.role}") if reason.role else ""


def source(reason: Rationale, reports: Sequence[ReportSide], labels: Labels) -> str:
    """Say where a passage stands and what ties it to the change."""
    match reason.basis:
        case "citation" if reason.evidence:
            basis = labels.say("basis_evidence", evidence=reason.evidence)
        case name if labels.has(f"basis_{name}"):
            basis = labels.say(f"basis_{name}")
        case name:
            basis = name
    heading = reason.heading or reason.passage
    if len(reports) > 1 and 0 < reason.report <= len(reports):
        report = reports[reason.report - 1]
        title = report.title or report.source_name
        return labels.say("note_source_report", report=title, heading=heading, basis=basis)
    return labels.say("note_source", heading=heading, basis=basis)
