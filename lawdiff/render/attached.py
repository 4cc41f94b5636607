"""Files that travel inside a PDF: both versions of the law, the reports. Their names are never paths."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

FileRole = Literal["old", "new", "report"]
DATA = "redline.json"
"""What the redline itself is called among them."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file to attach: what it is to the redline, its name, its bytes."""

    role: FileRole
    name: str
    data: bytes


def distinct(files: Iterable[AttachedFile]) -> tuple[AttachedFile, ...]:
    """Give each file a name of its own: versions in two folders mostly have the same.

    >>> [f.name for f in distinct([AttachedFile("old", "a.xml", b""), AttachedFile("new", "a.xml", b"")])]
    ['old-a.xml', 'new-a.xml']
    """
    given = list(files)
    names = [file.name for file in given]
    taken = {DATA}
    found = []
    for file in given:
        plain = file.name
        name = f"{file.role}-{plain}" if names.count(plain) > 1 or plain in taken else plain
        n = 1
        while name in taken:
            n += 1
            name = f"{file.role}-{n}-{plain}"
        taken.add(name)
        found.append(replace(file, name=name))
    return tuple(found)
