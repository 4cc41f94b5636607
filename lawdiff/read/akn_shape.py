"""The shape of a provision: text or children, its only list spliced in, definitions by their terms, quotes.

Functions over provisions alone; the elements they were read from are behind them. The rules stand in the
docstring of `lawdiff.read.akn`.
"""

from msgspec.structs import replace

from lawdiff.model.provision import CONTAINERS, Provision
from lawdiff.model.text import Span, Text

_UNNUMBERED_DEFINES = frozenset({"paragraph", "subparagraph", "level", "point", "item", "list"})
"""Levels that are a definition where they have no number and begin with a term that they define."""
_MARKS = " \"'“”„‘’«»‚‛‹›"


def filled(given: Provision, pieces: list[Provision]) -> Provision:
    """Put pieces into a provision: one paragraph is its own text, its only list is spliced into it."""
    if given.kind in CONTAINERS:
        return _with(given, None, tuple(pieces))
    # A heading between sections is a container without sections; within a section it is a leaf.
    pieces = [
        replace(p, kind="subheading", text=p.heading, heading=None)
        if p.kind == "crossheading" and p.heading and not p.children
        else p
        for p in pieces
    ]
    lists = [place for place, p in enumerate(pieces) if p.kind == "list"]
    if len(lists) == 1 and given.kind != "list":
        place = lists[0]
        spliced = pieces[place].children
        if place == 1 and pieces[0].kind == "p" and not any(p.kind == "intro" for p in spliced):
            pieces = [replace(pieces[0], kind="intro"), *pieces[1:]]
        after = pieces[place + 1 :]
        if len(after) == 1 and after[0].kind == "p" and not any(p.kind == "wrap_up" for p in spliced):
            after = [replace(after[0], kind="wrap_up")]
        pieces = [*pieces[:place], *spliced, *after]
    bare = given.kind in _UNNUMBERED_DEFINES and not given.num and not given.heading
    if len(pieces) == 1:
        only = pieces[0]
        if only.kind == "definition" and bare:
            return replace(only, eid=given.eid or only.eid, wid=given.wid or only.wid, guid=given.guid)
        plain = only.kind in ("p", "intro", "wrap_up", "definition") and not only.num
        if plain and only.text is not None and given.kind != "list":
            if given.kind == "definition":
                return _with(given, only.text, key=only.key or _term(only.text))
            return _with(given, only.text)
    if given.kind == "definition":
        text = next((p.text for p in pieces if p.text), None)
        return _with(given, None, tuple(pieces), key=_term(text) if text else "")
    if bare and pieces and pieces[0].kind in ("intro", "p") and (term := defined_term(pieces)):
        return replace(given, kind="definition", key=term, children=tuple(pieces))
    return _with(given, None, tuple(pieces))


def _with(p: Provision, text: Text | None, children: tuple[Provision, ...] = (), key: str = "") -> Provision:
    """Fill a provision that was made empty; `dataclasses.replace` takes three times as long."""
    return Provision(
        p.kind, p.num, p.heading, text, children, p.eid, p.wid, p.guid,
        p.num_generated, key, p.status, p.line, p.sealed, p.cols, p.rows,
    )  # fmt: skip


def defined_term(pieces: list[Provision]) -> str:
    """The term that the first piece begins with and defines; empty where it does not."""
    text = pieces[0].text if pieces else None
    if text is None:
        return ""
    span = next((span for span in text.spans if span.kind == "definition"), None)
    if span is None or any(char.isalnum() for char in text.content[: span.start]):
        return ""
    return text.content[span.start : span.end].strip(_MARKS)


def _term(text: Text) -> str:
    """The first term that a definition marks, wherever it stands in it."""
    for span in text.spans:
        if span.kind in ("definition", "term"):
            return text.content[span.start : span.end].strip(_MARKS)
    return ""


def open_quotation(p: Provision, mark: str) -> Provision | None:
    """Put an opening mark before the first text; None where a number stands before it."""
    if p.num:
        return None
    if p.heading:
        return replace(p, heading=_joined(Text(mark, (Span("generated", 0, len(mark)),)), p.heading))
    if p.text is not None:
        return replace(p, text=_joined(Text(mark, (Span("generated", 0, len(mark)),)), p.text))
    if p.children and (first := open_quotation(p.children[0], mark)):
        return replace(p, children=(first, *p.children[1:]))
    return None


def close_quotation(p: Provision, mark: str) -> Provision | None:
    """Put a closing mark behind the last text; None where there is none."""
    if p.text is not None:
        return replace(p, text=_joined(p.text, Text(mark, (Span("generated", 0, len(mark)),))))
    for place in range(len(p.children) - 1, -1, -1):
        if p.children[place].kind != "note" and (last := close_quotation(p.children[place], mark)):
            return replace(p, children=(*p.children[:place], last, *p.children[place + 1 :]))
    if p.heading:
        return replace(p, heading=_joined(p.heading, Text(mark, (Span("generated", 0, len(mark)),))))
    return None


def _joined(first: Text, second: Text) -> Text:
    by = len(first.content)
    moved = tuple(Span(s.kind, s.start + by, s.end + by, s.target) for s in second.spans)
    return Text(first.content + second.content, first.spans + moved)
