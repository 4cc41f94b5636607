"""Both versions read at the same time, the new one in a forked process.

A fork costs some milliseconds and needs nothing sent to it, and what comes back costs a sixth of reading it.
But it is safe only where no other thread holds a lock that the child would wait for. So nothing forks unless
a caller who knows his threads allows it, and on Linux alone; where the child fails, its work is done here.
The result is the same, but that texts which both versions have are held once.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, TypeVar, cast

import msgspec
from msgspec import Struct, structs

from lawdiff.model.expression import Entry, Expression, LeftOut, Origin, Work
from lawdiff.model.provision import Provision
from lawdiff.model.text import Text

Read = TypeVar("Read", bound=Expression | None)
"""A version; `None` where it cannot be read in the way that is tried."""


def pays(size: int) -> bool:
    """Say whether to fork, where so many bytes are to be read of the smaller version."""
    return size >= _ENOUGH and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


_ENOUGH = 1 << 22


def read_both(old: Callable[[], Read], new: Callable[[], Read]) -> tuple[Read, Read]:
    """Read the old version here and the new one in a forked process, where `pays`.

    What either raises is raised here.
    """
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        _answer(receive, send, new)
    os.close(send)
    try:
        with os.fdopen(receive, "rb") as pipe:  # to close it ends a child that still writes
            before = old()
            after = _received(pipe, before)
    finally:
        os.waitpid(child, 0)
    return before, cast("Read", after) or new()


def _answer(receive: int, send: int, new: Callable[[], Expression | None]) -> None:
    """Do the work of the child, and end it whatever happens: nothing of the parent's may run in it."""
    try:
        os.close(receive)
        expression = new()
        if expression is not None:
            with os.fdopen(send, "wb") as pipe:
                for piece in _sent(expression):
                    message = msgspec.msgpack.encode(piece)
                    pipe.write(len(message).to_bytes(_LENGTH))
                    pipe.write(message)
    finally:
        os._exit(0)  # what went wrong the parent finds out by doing it again


def _received(pipe: BinaryIO, before: Expression | None) -> Expression | None:
    """Give what the child sent, or nothing where it is not whole. Texts of `before` are not held twice."""
    known: dict[Text, Text] = {}
    for unit in before.units.values() if before else ():
        _hold_once(unit, known)
    outline: list[Entry] = []
    units: dict[str, Provision] = {}
    try:
        head = msgspec.msgpack.decode(_message(pipe), type=_Head)
        while len(outline) < head.entries:
            for entry, unit in msgspec.msgpack.decode(_message(pipe), type=list[tuple[Entry, Provision]]):
                _hold_once(unit, known)
                outline.append(entry)
                units[entry.key] = unit
    except msgspec.DecodeError:
        return None
    fields = structs.asdict(head)
    del fields["entries"]
    return Expression(outline=tuple(outline), units=units, **fields)


def _hold_once(p: Provision, known: dict[Text, Text]) -> None:
    """Put texts that are known in the place of those that are equal; the others are known from now on."""
    text, heading = p.text, p.heading
    if text is not None and (found := known.setdefault(text, text)) is not text:
        structs.force_setattr(p, "text", found)
    if heading is not None and (found := known.setdefault(heading, heading)) is not heading:
        structs.force_setattr(p, "heading", found)
    for child in p.children:
        _hold_once(child, known)


def _message(pipe: BinaryIO) -> bytes:
    return pipe.read(int.from_bytes(pipe.read(_LENGTH)))


_LENGTH = 8
"""Bytes of the number of bytes before each message."""
_AT_ONCE = 500
"""Entries of the outline in a message: what is sent stands in memory beside what is made of it."""


class _Head(Struct, frozen=True):
    """An expression, but for its outline and units, and what reads it again: the parent has that itself."""

    entries: int
    work: Work
    schema: str
    origin: Origin
    date: str
    language: str
    label: str
    stated: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    notices: tuple[str, ...]


def _sent(expression: Expression) -> Iterator[_Head | list[tuple[Entry, Provision]]]:
    outline, units = expression.outline, expression.units
    own = [getattr(expression, name) for name in _Head.__struct_fields__[1:]]
    yield _Head(len(outline), *own)
    for start in range(0, len(outline), _AT_ONCE):
        yield [(entry, units[entry.key]) for entry in outline[start : start + _AT_ONCE]]
