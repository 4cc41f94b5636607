"""lawdiff as one of the peers, read from its JSON alone: what it marks, and whether both texts come back.

The texts are rebuilt here from the file that lawdiff writes, by the places and offsets it states, and not by
the proof that lawdiff makes itself. A section that the file names as unchanged (or as only renumbered) has no
text there: it is taken from the *other* version, so that a section wrongly called the same shows as lost.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from peers_text import Piece, Version, version_of_units

from lawdiff.model.expression import Expression

Which = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Pieces of each section or container of one side, by its place in the outline; none for a place that
    the redline does not give.
    """

    sections: dict[int, tuple[Piece, ...]]

    def pieces(self) -> list[Piece]:
        """Give the whole side in order."""
        return [piece for at in sorted(self.sections) for piece in self.sections[at]]


def pieces_of_redline(content: bytes, old: Expression, new: Expression) -> list[Piece]:
    """Give what a redline's JSON marks, the old side first.

    What is kept stands in both sides: as moved away in the old one and as moved here in the new, for a kept
    text may stand at two places and moved text is not marked.
    """
    redline = json.loads(content)
    return [*rebuild(redline, "old", new).pieces(), *rebuild(redline, "new", old).pieces()]


def rebuild(redline: Any, which: Which, other: Expression) -> Rebuilt:
    """Rebuild one side from the JSON; `other` is the version on the other side."""
    parts = _parts(redline, which)
    far: Which = "new" if which == "old" else "old"
    sections: dict[int, tuple[Piece, ...]] = {}
    shown: dict[int, dict[int, Any]] = {}
    for node in _nodes(item["node"] for item in redline["items"] if item["type"] != "unchanged"):
        here, there = node[which], node[far]
        if here is None:
            continue
        if node["body"]:
            num = parts.get((here["eid"], "num")) or [(_quiet(which), here["num"])]
            sections[here["at"]] = (*num, *_text_of(other, there["at"], which, with_num=False))
            continue
        nodes = shown.setdefault(here["at"], {})
        if here["pos"] not in nodes or nodes[here["pos"]]["gone_to"]:
            nodes[here["pos"]] = node
    for item in redline["items"]:
        for same in item["run"]:
            sections[same[which]["at"]] = tuple(_text_of(other, same[far]["at"], which, with_num=True))
    for at, nodes in shown.items():
        found = [piece for pos in sorted(nodes) for piece in _pieces(nodes[pos], which, far, parts)]
        sections.setdefault(at, tuple(found))
    return Rebuilt(sections)


_Parts = dict[tuple[str, str], list[Piece]]


def _parts(redline: Any, which: Which) -> _Parts:
    """Give the pieces of each (eId, part) of a side, as the edits state them."""
    found: dict[tuple[str, str], list[tuple[int, int, Piece]]] = {}
    marked = "delete" if which == "old" else "insert"
    edits = (edit for change in redline["changes"] for edit in change["edits"])
    for n, edit in enumerate(edits):
        if edit[f"{which}_at"] is not None:
            op = marked if edit["op"] == marked else _quiet(which)
            piece: Piece = (op, edit["text"])  # type: ignore[assignment]  # both are ops
            key = (edit[f"{which}_at"], edit["part"])
            found.setdefault(key, []).append((edit[f"{which}_start"], n, piece))
    return {key: [piece for _, _, piece in sorted(edits)] for key, edits in found.items()}


def _pieces(node: Any, which: Which, far: Which, parts: _Parts) -> Iterator[Piece]:
    """Give number, heading and text of a node; a part without edits has to be the same on both sides."""
    here, there = node[which], node[far]
    for part in ("num", "heading"):
        if found := parts.get((here["eid"], part)):
            yield from found
        elif there is not None and there[part] == here[part]:
            yield _quiet(which), here[part]
        yield _quiet(which), "\n"
    own = node["old_text"] if which == "old" and node["old_text"] is not None else node["text"]
    yield from parts.get((here["eid"], "text"), [(_quiet(which), own or "")])
    yield _quiet(which), "\n"


def _text_of(other: Expression, at: int, which: Which, *, with_num: bool) -> Iterator[Piece]:
    version: Version = version_of_units([other.section(other.outline[at].key)])
    blocks = version.blocks
    if not with_num and blocks and blocks[0].kind == "num":
        blocks = blocks[1:]
    yield _quiet(which), "\n"
    for block in blocks:
        yield _quiet(which), block.text + "\n"


def _nodes(nodes: Iterable[Any]) -> Iterator[Any]:
    for node in nodes:
        if node is not None:
            yield node
            yield from _nodes(node["children"])


def _quiet(which: Which) -> Literal["move_from", "move_to"]:
    return "move_from" if which == "old" else "move_to"
