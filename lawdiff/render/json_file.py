r"""A redline as JSON: the whole of it, so that any other output can be made of the file alone.

The order of members is that of the types, text stands as it is (UTF-8), and the same redline gives the
same bytes. `read_redline` is the inverse. `schema` makes the JSON Schema (draft 2020-12) from the types;
`docs/redline.schema.json` is that, and a test tells when they differ.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import msgspec

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Item, Redline

FORMAT = "lawdiff-redline-1"

# What the types do not say. Keys are names of members, wherever they stand.
_CONSTRAINTS: dict[str, dict[str, object]] = {
    "source_sha256": {"pattern": "^[0-9a-f]{64}$"},
    "old_sha256": {"pattern": "^[0-9a-f]+$"},
    "new_sha256": {"pattern": "^[0-9a-f]+$"},
    "score": {"minimum": 0, "maximum": 1},
    "number": {"minimum": 1},
    "words_deleted": {"minimum": 0},
    "words_inserted": {"minimum": 0},
    "format": {"const": FORMAT},
}


@dataclass(frozen=True, slots=True)
class RedlineFile:
    """A redline as JSON, indented by one space, with a line break at the end: piece by piece.

    Long lists are written some members at a time, so that the text of a large one does not stand in memory
    twice. Each time it is gone through it gives the same pieces.
    """

    redline: Redline

    def __iter__(self) -> Iterator[bytes]:
        yield from _object(self.redline, 0)
        yield b"\n"


def write_redline(redline: Redline) -> bytes:
    """Write the whole of a `RedlineFile`."""
    out = BytesIO()
    out.writelines(RedlineFile(redline))
    return out.getvalue()


_PIECE = 200
"""Members of a list that are written at a time."""


def _object(value: Redline | Item, depth: int) -> Iterator[bytes]:
    """Give an object whose long lists go in pieces; it stands `depth` levels in."""
    indent = b"\n" + b" " * depth
    for n, name in enumerate(value.__struct_fields__):
        yield b',%s "%s": ' % (indent, name.encode()) if n else b'{%s "%s": ' % (indent, name.encode())
        yield from _member(getattr(value, name), depth + 1)
    yield indent + b"}"


def _member(value: object, depth: int) -> Iterator[bytes]:
    if not isinstance(value, tuple) or not (len(value) > _PIECE or any(map(_is_long_run, value))):
        yield _formatted(value, depth)
        return
    indent = b"\n" + b" " * depth
    ahead = b"[" + indent + b" "
    for piece in _cut(value):
        yield ahead
        ahead = b"," + indent + b" "
        if len(piece) == 1 and _is_long_run(piece[0]):
            yield from _object(piece[0], depth + 1)
        else:
            yield _formatted(piece, depth)[len(b"[" + indent + b" ") : -len(indent + b"]")]
    yield indent + b"]"


def _cut(members: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Cut a list; what itself has a long list is a piece of its own."""
    start = 0
    for n, member in enumerate(members):
        if n - start == _PIECE or (n > start and _is_long_run(member)) or _is_long_run(members[start]):
            if n > start:
                yield members[start:n]
            start = n
    yield members[start:]


def _is_long_run(value: object) -> bool:
    return isinstance(value, Item) and len(value.run) > _PIECE


def _formatted(value: object, depth: int) -> bytes:
    """Give a value as it stands `depth` levels in. No string of JSON holds a line break as it is."""
    plain = msgspec.json.encode(value, order="deterministic")
    return msgspec.json.format(plain, indent=1).replace(b"\n", b"\n" + b" " * depth)


def read_redline(content: bytes, *, where: str = "redline.json") -> Redline:
    """Read what `write_redline` wrote. Raises `LawdiffError` for anything else, with the place in it.

    >>> read_redline(b"[]")
    Traceback (most recent call last):
    lawdiff.errors.LawdiffError: redline.json: Expected `object`, got `array`. Give a file that lawdiff wrote.
    """
    if content.startswith(b"%PDF-") or content.lstrip()[:1] == b"<":
        kind = "a PDF" if content.startswith(b"%PDF-") else "XML or HTML"
        do = "Give the JSON that lawdiff wrote (lawdiff diff OLD NEW -o redline.json)"
        raise LawdiffError(f"this is {kind}, not the JSON of a redline", where=where, do=do)
    try:
        redline = msgspec.json.decode(content, type=Redline)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LawdiffError(str(error), where=where, do="Give a file that lawdiff wrote") from error
    if redline.format != FORMAT:
        raise LawdiffError(
            f'the format is "{redline.format}", not "{FORMAT}"', where=where, do="Write the redline anew"
        )
    return redline


def schema() -> bytes:
    """Make the JSON Schema of a redline from its types."""
    made = msgspec.json.schema(Redline)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Redline",
        "description": "The comparison of two versions of a law, as lawdiff writes it.",
    }
    definitions = {name: _strict(definition) for name, definition in made.pop("$defs").items()}
    return (json.dumps(head | made | {"$defs": definitions}, indent=1, ensure_ascii=False) + "\n").encode()


def _strict(definition: dict[str, object]) -> dict[str, object]:
    """Every member is written and none beside them, so each is required and there are no defaults."""
    properties = definition["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - narrows the type; msgspec writes it so
    members = {
        name: {key: value for key, value in member.items() if key != "default"} | _CONSTRAINTS.get(name, {})
        for name, member in properties.items()
    }
    return {
        "description": " ".join(str(definition.get("description", "")).split()),
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }
