"""One page for the browser: self-contained, no request to anywhere, works without script and when printed.

The page holds four views (redline, side by side, new text, old text) and a style sheet that shows one of
them. The script searches and filters, moves notes beside their text, listens to a few keys and lights both
ends of a move; without it the page is read as it stands. A content security policy allows this style and
this script by their hashes and nothing else, so there is no `style=""` or `onclick`, and the map beside the
text is drawn by attributes of SVG. The redline itself is in the page as data that is never run (`embedding`),
so that the page can be checked.
"""

import base64
import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from lawdiff.model.redline import Change, Redline
from lawdiff.render.html.embedding import embed
from lawdiff.render.html.forms import entry_writer, writer
from lawdiff.render.labels import Labels
from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.front import front_of
from lawdiff.render.layout.order import insertions_first, list_insertions_first
from lawdiff.render.layout.runs import Run
from lawdiff.render.layout.shown import markers, running_order
from lawdiff.render.looks import PLAIN, Layout, Look, form_of
from lawdiff.render.mapping import mapped
from lawdiff.render.presented import presented
from lawdiff.render.templating import blaming, direction, environment, verbatim
from lawdiff.render.wording import label_of, moved_from

_TEXT = ("html/redline.html", "html/sections.html")
_LOT = 16_000
"""Characters of HTML that are laid out together: about two windows of text."""
_KINDS = ("substitution", "insertion", "repeal", "renumbering", "move", "split", "join")


class Place(Struct, frozen=True, gc=False):
    """A passage and the changes that have their mark in it; `below` counts those under a heading too.

    `kinds` are what a reader filters by; `unreasoned` says that a change has no reason beside it.
    """

    passage: Passage
    changes: tuple[Change, ...]
    below: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its changes, each once, in the order of the filter."""
        if not self.changes:
            return ()
        found = {kind for change in self.changes for kind in change.kinds}
        return tuple(kind for kind in _KINDS if kind in found)

    @property
    def unreasoned(self) -> bool:
        """Whether a change of it has no reason."""
        return any(not change.rationale for change in self.changes)


def write(redline: Redline, labels: Labels, *, layout: Layout = "inline", look: Look = PLAIN) -> bytes:
    """Write the page; `layout` says which view is open at first (`clean`: the new text).

    Raises `LawdiffError` for a layout that there is on paper alone.
    """
    form_of(layout, "html")
    enabled = gc.isenabled()
    gc.disable()  # what is made here has no cycles, and to look for them takes a tenth of the time
    try:
        return _written(redline, labels, layout, look)
    finally:
        if enabled:
            gc.enable()


def _written(redline: Redline, labels: Labels, layout: Layout, look: Look) -> bytes:
    whole, redline = redline, presented(redline, labels)
    own = any(_is_own(name, look) for name in _TEXT)
    marks = markers(redline)
    style = verbatim("html/page.css", look.templates) + Markup(look.style)  # noqa: S704 - checked
    script = verbatim("html/page.js", look.templates)
    language = redline.new.language or redline.old.language or labels.language
    changes = redline.by_id()
    passages = running_order(redline, labels, quiet=not own)  # a person's template may not know of it
    # Changed figures are told on paper and in the summary: to gather them costs a tenth where much changed.
    front = front_of(redline, marks, labels)
    if look.marks == "insert-first":
        passages, front = insertions_first(passages), list_insertions_first(front)
    places = _places(_linked_back(passages, changes, labels), changes)
    found = {kind for place in places for change in place.changes for kind in change.kinds}
    said = {
        "t": labels,
        "language": language,
        "old_language": redline.old.language or language,
        "direction": direction(language),
    }
    with blaming(look.templates):
        templates = environment(look.templates)
        section = writer(templates.get_template("html/sections.html").make_module(said))
        listed = {"t": labels, "reported": front.reported}
        changes_list: Any = templates.get_template("html/changes.html").make_module(listed)
        entry = changes_list.entry_html if _is_own("html/changes.html", look) else entry_writer(changes_list)
        pieces = templates.get_template("html/redline.html").generate(
            said,
            label_of=lambda change: label_of(change, labels),
            changes_said=cache(lambda n: labels.count("changes", n)),
            redline=redline,
            front=front,
            entries=Markup("".join(map(entry, front.entries))),  # noqa: S704 - escaped
            places=places,
            lots=_lots(places, None if own else section),
            kinds=[kind for kind in _KINDS if kind in found],
            listed=[place for place in places if place.below or place.changes],
            parts=[place for place in places if place.below],
            strips=_strips(places),
            concordance=mapped(redline, marks, labels),
            layout=layout,
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
        # Piece by piece: one dash in a title would make the whole text take twice its room.
        page = b"".join([piece.encode("utf-8", errors="xmlcharrefreplace") for piece in pieces])
    return embed(page, whole)


def _is_own(name: str, look: Look) -> bool:
    """Whether a template is a person's: it may ask of what is shown what no form knows of."""
    return look.templates is not None and (look.templates / name).is_file()


def _lots(
    places: Sequence[Place], section: Callable[[Place], str] | None
) -> Iterator[tuple[Place | Markup, ...]]:
    """Put the places into lots of about `_LOT`: the browser lays out those near the window, and the style
    sheet says how tall the others are. Sections come as text; without `section` the template writes them.
    """
    lot: list[Place | Markup] = []
    text: list[str] = []
    size = 0
    for place in places:
        if section is None or place.passage.type == "said":
            lot += [Markup("".join(text)), place] if text else [place]  # noqa: S704 - escaped
            text = []
            size += _LOT // 8
        else:
            text.append(section(place))
            size += len(text[-1])
        if size >= _LOT:
            yield (*lot, Markup("".join(text))) if text else tuple(lot)  # noqa: S704 - escaped
            lot, text, size = [], [], 0
    if lot or text:
        yield (*lot, Markup("".join(text))) if text else tuple(lot)  # noqa: S704 - escaped


def _places(passages: Iterable[Passage], changes: Mapping[str, Change]) -> tuple[Place, ...]:
    """Say which changes stand in each passage, and how many below each heading of part or chapter."""
    places = [
        Place(passage, tuple(changes[name] for name in dict.fromkeys(_marked(passage))))
        for passage in passages
    ]
    open_: list[int] = []
    below = [0] * len(places)
    for i, place in enumerate(places):
        if place.passage.type == "container":
            while open_ and places[open_[-1]].passage.level >= place.passage.level:
                open_.pop()
            open_.append(i)
        for heading in open_:
            below[heading] += len(place.changes)
    return tuple(replace(place, below=n) if n else place for place, n in zip(places, below, strict=True))


def _marked(passage: Passage) -> Iterable[str]:
    for block in _blocks(passage):
        for marker in block.markers:
            yield marker.id
        for row in block.rows:
            for marker in row.markers:
                yield marker.id


def _blocks(passage: Passage) -> tuple[Block, ...]:
    return (passage.heading, *passage.blocks) if passage.heading else passage.blocks


def _linked_back(
    passages: Sequence[Passage], changes: Mapping[str, Change], labels: Labels
) -> Iterable[Passage]:
    """Let "moved from § 10" lead to the place that was left, where the redline shows it."""
    left = {
        run.fragment: passage.anchor
        for passage in passages
        if passage.type == "gone" and passage.heading
        for run in passage.heading.runs
        if run.fragment
    }
    for passage in passages:
        head = passage.heading
        if head is None or passage.type == "gone" or not any(m.fragment in left for m in head.markers):
            yield passage
            continue
        said = {
            moved_from(changes[m.id], labels): left[m.fragment] for m in head.markers if m.fragment in left
        }

        def lead(run: Run, said: Mapping[str, str] = said) -> Run:
            return replace(run, fragment=said.get(run.text, "")) if run.op == "remark" else run

        yield replace(passage, heading=replace(head, runs=tuple(map(lead, head.runs))))


def _strips(places: Sequence[Place]) -> dict[str, str]:
    """Draw the map: a unit of height for each passage, on the left what was struck, on the right what is new,
    through the middle what only moved or got another number. Each is one path of SVG.
    """
    strips: dict[str, Callable[[Change], object]] = {
        "del": lambda change: change.words_deleted,
        "ins": lambda change: change.words_inserted,
        "mov": lambda change: not (change.words_deleted or change.words_inserted),
    }
    return {
        name: _path([any(map(touches, place.changes)) for place in places])
        for name, touches in strips.items()
    }


def _path(on: Sequence[bool]) -> str:
    """Draw a bar one unit wide where it is on.

    >>> _path([False, True, True, False, True])
    'M0 1h1v2h-1zM0 4h1v1h-1z'
    """
    drawn: list[str] = []
    at = 0
    for here, run in groupby(on):
        height = len(list(run))
        drawn += [f"M0 {at}h1v{height}h-1z"] if here else []
        at += height
    return "".join(drawn)


def _hash(text: Markup) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
