"""Where bytes come from, and the one safe parser.

A source is a path, bytes, `REV:path` of the git repository one stands in, or `-` for standard input. Input is
hostile: nothing is fetched, no DTD is loaded, a document that declares entities is refused before it is
parsed, and size and depth have limits.
"""

import hashlib
import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from lxml import etree

from lawdiff.errors import LawdiffError
from lawdiff.model.expression import Origin
from lawdiff.model.provision import Provision

SIZE_LIMIT = 1 << 30
"""Bytes. The whole Code of the District of Columbia in one file is a tenth of it."""
DEPTH_LIMIT = 200
"""Elements within elements. The deepest real statute seen has 34."""

Source = str | bytes | Path


@dataclass(frozen=True, slots=True)
class Run:
    """Units that stand together and were not read, and the files that they are, where they are files."""

    units: tuple[Provision, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class SourceFile:
    """The bytes of a source and how a message calls it.

    `name` is the file's name for outputs, `where` what the user typed, for messages. `folder` is the folder
    that includes may be read from, `rev` the git revision they are read at (empty: the file system). With
    `path` the bytes are still to be read there, and `data` is empty; `size` is their number if it is known.
    `stated` is the origin where `data` is not all of the file, `known` what includes stand for, by their
    `where`, if that is known already; these know of each other once they are found (`find_sibling`), for a
    cycle would hold their bytes for good. `runs` are the units that were not read, for the elements that
    stand for them; with `stubbed` there may be such, and stubs.
    """

    name: str
    where: str
    data: bytes = field(repr=False)
    folder: str = ""
    rev: str = ""
    path: str = ""
    size: int = -1
    stated: Origin | None = None
    known: Mapping[str, "SourceFile"] = field(default_factory=dict, repr=False, compare=False)
    runs: Sequence[Run] = field(default=(), repr=False, compare=False)
    stubbed: bool = False

    @cached_property
    def origin(self) -> Origin:
        """Name, SHA-256 and size, for the model."""
        return self.stated or Origin(self.name, hashlib.sha256(self.data).hexdigest(), len(self.data))

    def open(self) -> BinaryIO:
        """Open the bytes, wherever they are."""
        return Path(self.path).open("rb") if self.path else BytesIO(self.data)

    def small(self, limit: int) -> bytes | None:
        """Give the bytes of a file on disk if it has no more than `limit`.

        For 24,000 files with a few kilobytes each: a stream and its buffer cost more than what is in them.
        """
        if not self.path or not 0 <= self.size <= limit:
            return None
        opened = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            data = os.read(opened, self.size + 1)
        finally:
            os.close(opened)
        return data if len(data) == self.size else None  # it grew meanwhile, or a read was cut short

    def loaded(self) -> "SourceFile":
        """The same with its bytes in memory. Raises `LawdiffError` where they cannot be read."""
        if not self.path:
            return self
        try:
            return replace(self, data=Path(self.path).read_bytes(), path="")
        except OSError as error:
            raise LawdiffError(f"cannot be read ({error.strerror})", where=self.where) from error

    @cached_property
    def folders_inside(self) -> dict[str, bool]:
        """Folders that includes were read from, and whether they are in `folder` once links are followed.

        Kept for one reading: the 24,000 files of the DC Code stand in some hundred folders.
        """
        return {}


def open_source(source: Source, *, limit: int = SIZE_LIMIT) -> SourceFile:
    """Read a source whole. Raises `LawdiffError` where it cannot be read or is larger than `limit` bytes."""
    return find_source(source, limit=limit).loaded()


def find_source(source: Source, *, limit: int = SIZE_LIMIT) -> SourceFile:
    """Find a source; a file on disk is not read yet. Raises `LawdiffError` as `open_source` does."""
    if isinstance(source, bytes):
        _check_size(len(source), "input", limit)
        return SourceFile("input", "input", source)
    if str(source) == "-":
        data = sys.stdin.buffer.read(limit + 1)
        _check_size(len(data), "standard input", limit)
        return SourceFile("stdin", "standard input", data)
    path = Path(source)
    if path.is_dir():
        path = path / "index.xml"
    if path.is_file():
        return _from_disk(path, limit)
    if path.name == "index.xml" and path.parent == Path(source):
        do = "Name a file in it; a folder is read where index.xml stands in it"
        raise LawdiffError("this is a folder without index.xml", where=str(source), do=do)
    rev, colon, inner = str(source).partition(":")
    # "C:\law.xml" is a path of Windows; a revision of one letter has to be written as refs/heads/C.
    if colon and inner and not (len(rev) == 1 and inner[0] in "\\/"):
        return _from_git(rev, inner, limit)
    raise LawdiffError("no such file", where=str(source), do="Check the path; a version in git is REV:path")


def sibling(source: SourceFile, href: str, *, limit: int = SIZE_LIMIT) -> SourceFile:
    """Read a file that `source` includes. Only files inside the source's own folder are read."""
    return find_sibling(source, href, limit=limit).loaded()


def find_sibling(source: SourceFile, href: str, *, limit: int = SIZE_LIMIT) -> SourceFile:
    """Find a file that `source` includes; one on disk is not read yet. Raises as `sibling` does."""
    if not source.folder and not source.rev:
        raise LawdiffError(f'cannot include "{href}": the source is not in a folder', where=source.where)
    if re.match(r"[a-z][a-z0-9+.-]*:", href) or href.startswith(("/", "\\")):
        raise LawdiffError(
            f'include of "{href}" refused', where=source.where, do="Only files beside it are read"
        )
    plain = _beside(source, href)
    if known := source.known.get(plain):
        return replace(known, known=source.known)
    if source.rev:
        return _from_git(source.rev, plain, limit)
    is_link = False
    try:
        found: os.stat_result | None = os.lstat(plain)
        is_link = found is not None and stat.S_ISLNK(found.st_mode)
        found = Path(plain).stat() if is_link else found
    except OSError:
        found = None
    if found is None or not stat.S_ISREG(found.st_mode) or not _is_inside(plain, source, is_link=is_link):
        raise LawdiffError(
            f'included file "{href}" is not there', where=source.where, do="Add it beside the index"
        )
    _check_size(found.st_size, plain, limit)
    folder, _, name = plain.rpartition("/")
    return SourceFile(name, plain, b"", folder=folder or ".", path=plain, size=found.st_size)


def _beside(source: SourceFile, href: str) -> str:
    """The path of an included file, as `PurePosixPath` writes it; by hand where there is nothing to it."""
    name = href.removeprefix("./")
    if source.folder in ("", ".") or "./" in name or "//" in name or name.endswith(("/", "/.", "..")):
        plain = PurePosixPath(source.folder, href)
        if ".." in href:
            plain = _without_steps_up(plain)
            if not plain.is_relative_to(PurePosixPath(source.folder)):
                raise LawdiffError(
                    f'include of "{href}" leaves the folder', where=source.where, do="Move the file inside"
                )
        return str(plain)
    return f"{source.folder}/{name}"


def _without_steps_up(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _is_inside(path: str, source: SourceFile, *, is_link: bool) -> bool:
    """Whether a file is in the source's folder, with all links followed."""
    if is_link:
        return Path(path).resolve().is_relative_to(Path(source.folder).resolve())
    folder = path.rpartition("/")[0]
    known = source.folders_inside
    if folder not in known:
        known[folder] = Path(folder).resolve().is_relative_to(Path(source.folder).resolve())
    return known[folder]


def _from_disk(path: Path, limit: int) -> SourceFile:
    try:
        _check_size(path.stat().st_size, str(path), limit)
    except OSError as error:
        raise LawdiffError(f"cannot be read ({error.strerror})", where=str(path)) from error
    return SourceFile(path.name, str(path), b"", folder=path.parent.as_posix(), path=str(path))


def _from_git(rev: str, path: str, limit: int) -> SourceFile:
    where = f"{rev}:{path}"
    # "./" makes git take the path from where one stands; a plain path is from the top of the repository.
    for spec in (f"{rev}:./{path}", where):
        size = _git("cat-file", "-s", spec, where=where)
        if size is not None:
            _check_size(int(size), where, limit)
            data = _git("cat-file", "blob", spec, where=where)
            if data is not None:
                parent = PurePosixPath(path).parent.as_posix()
                return SourceFile(PurePosixPath(path).name, where, data, folder=parent, rev=rev)
    raise LawdiffError(
        "no such file, and no such version in the git repository one stands in",
        where=where,
        do="Check the path, the revision (git log) and the folder you are in",
    )


def _git(*arguments: str, where: str) -> bytes | None:
    if arguments[-1].startswith("-"):
        raise LawdiffError("a revision does not begin with a dash", where=where)
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise LawdiffError("the program git is not installed", where=where, do="Install git") from error
    return done.stdout if done.returncode == 0 else None


def _check_size(size: int, where: str, limit: int) -> None:
    if size > limit:
        raise LawdiffError(
            f"{size:,} bytes is more than the limit of {limit:,}", where=where, do="Give a smaller file"
        )


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True
    )


def parse_xml(source: SourceFile) -> etree._Element:
    """Parse a source and give its root. Raises `LawdiffError`, with the line, where it is no XML."""
    data = source.data
    if not data.strip():
        raise LawdiffError("the file is empty", where=source.where, do="Give a statute in XML")
    if declares_entities(data):
        raise LawdiffError(
            "the document declares entities, which can hide files and grow without bound",
            where=source.where,
            do="Write the characters themselves in place of the entities",
        )
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise LawdiffError(
            f"not well-formed XML ({error.msg})", where=f"{source.where}:{line}", do="Give a well-formed file"
        ) from None
    shortest = DEPTH_LIMIT * len("<a></a>")
    too_deep = cast("list[etree._Element]", _BEYOND_LIMIT(root)) if len(data) > shortest else []
    if too_deep:
        raise LawdiffError(
            f"more than {DEPTH_LIMIT} elements within each other",
            where=f"{source.where}:{too_deep[0].sourceline}",
            do="This is no statute that can be read",
        )
    return root


_BEYOND_LIMIT = etree.XPath("/*" * (DEPTH_LIMIT + 1))
"""A step a level: linear in the elements, where counting ancestors is not."""


def declares_entities(data: bytes) -> bool:
    """Whether the document type of a document declares an entity. XML has no other place for that."""
    head = data[: 1 << 20]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif head[1:2] == b"\0" or head[:1] == b"\0":
        text = head.replace(b"\0", b"").decode("latin-1")
    else:
        text = head.decode("latin-1")
    return "<!ENTITY" in text[: _first_element(text)]


def _first_element(text: str) -> int:
    """Offset of the first start tag, behind declaration, comments and document type."""
    subset = re.search(r"<!DOCTYPE[^\[>]*\[", text)
    start = subset.end() if subset else 0
    found = re.compile(
        r"\]\s*>\s*(<!--.*?-->\s*|<\?.*?\?>\s*)*<[A-Za-z_]" if subset else r"<[A-Za-z_]", re.DOTALL
    ).search(text, start)
    return found.end() if found else len(text)
