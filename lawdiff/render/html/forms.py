"""Sections and their blocks as HTML, filled into forms: the templates' own markup, read off once a kind.

A macro of `html/sections.html` is called with letters of the private use area in place of number, heading,
text and fragment, and what it wrote is cut at them; two blocks that differ in no more than that share a form.
So the markup stands in the template alone, and a code of 3,000 sections, a tenth of them amended, is written
as fast as strings are joined. What goes into a form is escaped before it does. Tables, sentences of ours and
text from the right are left to the macros.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Protocol

from msgspec import Struct

from lawdiff.render.layout.blocks import Block, Fate, Marker, Passage
from lawdiff.render.layout.front import Entry
from lawdiff.render.layout.marks import escaped
from lawdiff.render.layout.quiet import Line
from lawdiff.render.layout.runs import Piece, Run, Runs
from lawdiff.render.templating import all_views, legible, marked_up, new_side, old_side

_ANCHOR, _LABEL, _ONE, _OLD, _NEW = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_DEEPEST = 6
"""Levels by which the page sets text in."""

_Case = Literal["same", "inserted", "deleted", "mixed"]
"""What the templates ask of a block's runs: none is marked, all are new, all are gone, or none of these."""

_CASES: dict[_Case, Runs] = {
    "same": (Run("keep", (Piece(_NEW),)), Run("remark", (Piece(_ONE),))),
    "inserted": (Run("insert", (Piece(_NEW),)),),
    "deleted": (Run("delete", (Piece(_OLD),)),),
    "mixed": (Run("delete", (Piece(_OLD),)), Run("insert", (Piece(_NEW),))),
}


class Placed(Protocol):
    """What a section is written from: a passage, and the changes that have their mark in it."""

    @property
    def passage(self) -> Passage:
        """What is shown."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its changes."""

    @property
    def unreasoned(self) -> bool:
        """Whether a change of it has no reason."""


class _Place(Struct, frozen=True, gc=False):
    passage: Passage
    kinds: tuple[str, ...] = ()
    unreasoned: bool = False


class _Note(Struct, frozen=True, gc=False):
    numbers: tuple[str, ...] = (_ONE,)
    sayings: tuple[()] = ()
    same_as: str = _OLD


def writer(macros: Any) -> Callable[[Placed], str]:
    """Give what writes a section, escaped, by the macros of `html/sections.html`."""
    unknown: Any = _ONE  # in place of a number
    hole = Marker(unknown, "", _ANCHOR)
    note: Any = _Note()
    mark_hole, reason_hole = str(macros.mark(hole)), str(macros.reasons((note,)))

    @cache
    def mark_form(previous: bool, following: bool) -> str:
        given = Marker(unknown, "", _ANCHOR, _OLD if previous else "", _NEW if following else "")
        names = {_ANCHOR: "at", _OLD: "previous", _NEW: "following", _ONE: "number"}
        return _form(str(macros.mark(given)), names)

    def mark(m: Marker) -> str:
        return mark_form(bool(m.previous), bool(m.following)) % {
            "at": _plain(m.fragment),
            "previous": _plain(m.previous),
            "following": _plain(m.following),
            "number": m.number,
        }

    def filled(form: str, block: Block, case: _Case, **more: str) -> str:
        holes = {
            **more,
            "marks": "".join([mark(m) for m in block.markers]),
            "reasons": str(macros.reasons(notes)) if (notes := block.all_notes) else "",
        }
        if case == "mixed":
            holes["one"], holes["old"], holes["new"] = all_views(block.runs)
        else:
            holes["one"] = holes["new"] = marked_up(block.runs)
            if case == "same" and any(run.op == "remark" for run in block.runs):
                holes["new"] = new_side(block.runs)
        return form % holes

    def holes_of(case: _Case) -> dict[str, str]:
        """Name what the filters make of a case; where two make the same, the templates use the later one."""
        runs = _CASES[case]
        found = {old_side(runs): "old", new_side(runs): "new", marked_up(runs): "one"}
        return found | {mark_hole: "marks", reason_hole: "reasons"}

    @cache
    def block_form(type_: str, depth: int, case: _Case, moved: bool, quoted: bool, alone: bool) -> str:
        kind: Any = type_
        block = Block(kind, depth, _CASES[case], (hole,), (note,), moved=moved, quoted=quoted)
        return _form(str(macros.block_html(block, alone)), holes_of(case))

    @cache
    def line_forms(alone: bool) -> tuple[tuple[str, ...], ...]:
        text: Runs = (Run("keep", (Piece(_ONE),)),)
        blocks = [Block("paragraph", depth, text) for depth in range(_DEEPEST + 1)]
        return tuple(tuple(str(macros.block_html(block, alone)).split(_ONE)) for block in blocks)

    def lines(found: tuple[Line, ...], alone: bool) -> list[str]:
        forms = line_forms(alone)
        return [text.join(forms[min(_DEEPEST, depth)]) for depth, text in found]

    def block_html(block: Block, alone: bool) -> str:
        if block.lines:
            return "".join(lines(block.lines, alone))
        if block.type in ("table", "said") or block.rtl:
            return str(macros.block_html(block, alone))
        case = _case(block)
        depth = min(block.depth, _DEEPEST)
        return filled(block_form(block.type, depth, case, block.moved, block.quoted, alone), block, case)

    @cache
    def section_form(
        type_: str, fate: Fate, level: int, named: bool, case: _Case | None, moved: bool,
        kinds: tuple[str, ...], unreasoned: bool,
    ) -> tuple[str, str]:  # fmt: skip
        kind: Any = type_
        heading = Block("heading", 0, _CASES[case], (hole,), (note,), moved=moved) if case else None
        label = _LABEL if named else ""
        passage = Passage(kind, level, label, heading, fate=fate, anchor=_ANCHOR)
        names = {_ANCHOR: "anchor", _LABEL: "label"} | (holes_of(case) if case else {})
        html = _form(str(macros.section_html(_Place(passage, kinds, unreasoned))), names)
        opening, end, closing = html.rpartition("</section>")
        return opening, end + closing

    def section(place: Placed) -> str:
        passage = place.passage
        alone = passage.type == "unchanged"
        heading, quiet = passage.heading, passage.quiet
        anchor, label = _plain(passage.anchor), _plain(passage.label)
        if quiet is not None:
            opening, end = section_form(passage.type, "keep", 0, True, "same", False, (), False)
            head = {"marks": "", "reasons": "", "one": quiet.head, "anchor": anchor, "label": label}
            return "".join([opening % head, *lines(quiet.lines, alone), end])  # put together once: it is long
        case = _case(heading) if heading else None
        opening, end = section_form(
            passage.type,
            passage.fate,
            passage.level if passage.type == "container" else 0,
            bool(passage.label and passage.anchor),
            case,
            bool(heading and heading.moved),
            place.kinds,
            place.unreasoned,
        )
        begun = (
            filled(opening, heading, case, anchor=anchor, label=label)
            if heading and case
            else opening % {"anchor": anchor, "label": label}
        )
        return f"{begun}{''.join([block_html(block, alone) for block in passage.blocks])}{end}"

    return section


def entry_writer(macros: Any) -> Callable[[Entry], str]:
    """Give what writes a line of the list of changes, escaped, by the macro of `html/changes.html`."""
    names = {chr(0xE010 + n): name for n, name in enumerate(_ENTRY)}
    numbers, at, label, was, kinds, gist, inserted, deleted, reasons = names

    @cache
    def form(renumbered: bool, words: bool, reasoned: bool) -> str:
        put: Any = inserted if words else 0  # text in place of numbers
        struck: Any = deleted if words else 0
        known: Any = reasons if reasoned else 0
        runs = (Run("keep", (Piece(gist),)),)
        marker = Marker(0, "", at)
        entry = Entry(marker, numbers, label, was if renumbered else "", kinds, runs, put, struck, known)
        return _form(str(macros.entry_html(entry)), names)

    def write(entry: Entry) -> str:
        return form(bool(entry.was), bool(entry.inserted or entry.deleted), bool(entry.reasons)) % {
            "numbers": _plain(entry.numbers),
            "at": _plain(entry.marker.fragment),
            "label": _plain(entry.label),
            "was": _plain(entry.was),
            "kinds": _plain(entry.kinds),
            "gist": marked_up(entry.gist),
            "inserted": entry.inserted,
            "deleted": entry.deleted,
            "reasons": entry.reasons,
        }

    return write


_ENTRY = ("numbers", "at", "label", "was", "kinds", "gist", "inserted", "deleted", "reasons")


def _case(block: Block) -> _Case:
    if not block.marked:
        return "same"
    if not block.whole:
        return "mixed"
    return "inserted" if new_side(block.runs).strip() else "deleted"


def _form(html: str, names: Mapping[str, str]) -> str:
    """Make of what a macro wrote a form for `%`; the longest hole is cut first, for others may be in it."""
    form = html.replace("%", "%%")
    for hole in sorted(filter(None, names), key=len, reverse=True):
        form = form.replace(hole, f"%({names[hole]})s")
    return form


def _plain(text: str) -> str:
    return escaped(text if text.isprintable() else str(legible(text)))
