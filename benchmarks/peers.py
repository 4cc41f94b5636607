"""Peers as they are shipped: each is given two versions of a law and says what it marks.

    python benchmarks/peers.py

says which of them are installed here (`make bench-setup` installs them).

Text peers get the text with numbers, a line a block; HTML peers simple HTML; XML peers the files; Word's peer
a .docx of the same paragraphs and tables (`peers_text.Version`). Only the peer's own work is timed, with the
processes that it starts: neither the making of its input nor the reading of its answer. A peer that is not
installed has no version; one that fails or goes over its limit of time says so in its answer, and the run
goes on.
"""

import difflib
import json
import os
import platform
import re
import resource
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which
from types import FrameType
from typing import Any

from peers_markup import pieces_of_docx, pieces_of_html, pieces_of_xmldiff, version_of_xml
from peers_text import Marks, Op, Piece, Version, marks_of


@dataclass(frozen=True, slots=True)
class Given:
    """One version of a law as a peer may take it: its blocks, and the file (none for a section of one)."""

    version: Version
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer said: what it marks, and seconds of CPU.

    `failed` says why there is nothing. `actions` counts edit actions, of a peer that gives a script of them
    and marks no words.
    """

    marks: Marks | None = None
    seconds: float = 0.0
    failed: str = ""
    actions: int | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool that marks differences. `version` is empty where it is not installed.

    `give` makes of a version what the tool takes, `run` is timed, `read` turns its result into pieces.
    `slow`: it needs seconds for a section, so that a run over many gives it only some.
    """

    name: str
    title: str
    version: str
    give: Callable[[Given, Path], Any]
    run: Callable[[Any, Any], Any]
    read: Callable[[Any], Iterable[Piece]] | None
    slow: bool = False

    @property
    def reads_xml(self) -> bool:
        """Whether it takes the XML files, and so marks what is in them beside the law's text."""
        return self.give is _xml


def peers() -> tuple[Peer, ...]:
    """Give all peers, installed or not."""
    dmp, xmldiff = _package("diff-match-patch"), _package("xmldiff")
    docxodus, python = _package("python-redlines-docxodus"), platform.python_version()
    shipped = "python-redlines, Docxodus engine (.docx)"
    words = "diff-match-patch on words and blanks, no time-out"
    cleaned = f"{words}, + `cleanupSemantic`"
    return (
        Peer("docxodus", shipped, docxodus, _docx, _docxodus, pieces_of_docx, slow=True),
        Peer("dmp", "diff-match-patch, `diff_main`", dmp, _text, _dmp, _of_dmp),
        Peer("dmp-semantic", "diff-match-patch + `cleanupSemantic`", dmp, _text, _dmp_semantic, _of_dmp),
        Peer("dmp-words", words, dmp, _tokens, _dmp_words, _of_dmp, slow=True),
        Peer("dmp-words-semantic", cleaned, dmp, _tokens, _dmp_cleaned, _of_dmp, slow=True),
        Peer("redlines", "redlines", _package("redlines"), _text, _redlines, _of_redlines),
        Peer("wdiff", "wdiff", _program("wdiff"), _file, _wdiff, _of_wdiff),
        Peer("git", "git `--word-diff`", _program("git"), _file, _git, _of_git),
        Peer("htmldiff", "lxml `htmldiff`", _package("lxml"), _html, _htmldiff, pieces_of_html),
        Peer("difflib", "difflib on words and blanks", python, _tokens, _difflib, list),
        Peer("difflib-words", "difflib on words alone", python, _words, _difflib, list),
        Peer("xmldiff", "xmldiff `XMLFormatter`", xmldiff, _xml, _xmldiff, pieces_of_xmldiff, slow=True),
        Peer("xmldiff-actions", "xmldiff, edit actions", xmldiff, _xml, _xmldiff_actions, None, slow=True),
    )  # fmt: skip


def chosen(names: str) -> tuple[Peer, ...]:
    """Give the peers of a list ("all", "none", or names with commas between them), in the table's order."""
    every = peers()
    if names == "all":
        return every
    wanted = [] if names == "none" else names.split(",")
    if unknown := sorted(set(wanted) - {peer.name for peer in every}):
        raise SystemExit(f"no peer {', '.join(unknown)}; there are {', '.join(p.name for p in every)}")
    return tuple(peer for peer in every if peer.name in wanted)


def ask(peer: Peer, old: Given, new: Given, *, limit: float) -> Answer:
    """Let a peer compare two versions, within `limit` seconds."""
    if not peer.version:
        return Answer(failed="not installed")
    if peer.reads_xml and not (old.path and new.path):
        return Answer(failed="takes whole files")
    with tempfile.TemporaryDirectory() as folder:
        try:
            a, b = peer.give(old, Path(folder) / "old"), peer.give(new, Path(folder) / "new")
            with _within(limit):
                begun = cpu_seconds()
                result = peer.run(a, b)
                seconds = cpu_seconds() - begun
            pieces = list(peer.read(result)) if peer.read else []
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
            return Answer(failed=f"{type(error).__name__}: {' '.join(str(error).split())[:120]}")
    if peer.read is None:
        return Answer(seconds=seconds, actions=len(result))
    if peer.reads_xml and old.path and new.path:
        return Answer(
            marks_of(pieces, *(version_of_xml(side.read_bytes()) for side in (old.path, new.path))), seconds
        )
    return Answer(marks_of(pieces, old.version, new.version), seconds)


class OverLimitError(Exception):
    """A peer took longer than it was given."""


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OverLimitError(f"over {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def cpu_seconds() -> float:
    """Give the seconds of CPU of this process and of those it has waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _program(name: str) -> str:
    if which(name) is None:
        return ""
    said = subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(?:\.\d+)+", said)
    return found.group() if found else "unknown"


# --- what they are given


def _text(given: Given, _: Path) -> str:
    return given.version.text()


def _tokens(given: Given, _: Path) -> list[str]:
    return re.findall(r"\S+|\s+", given.version.text())


def _words(given: Given, _: Path) -> list[str]:
    return [word + " " for word in given.version.text().split()]


def _html(given: Given, _: Path) -> str:
    return given.version.html()


def _xml(given: Given, _: Path) -> bytes:
    return given.path.read_bytes() if given.path else b""


def _docx(given: Given, _: Path) -> bytes:
    return given.version.docx()


def _file(given: Given, place: Path) -> Path:
    place.write_text(given.version.text(), encoding="utf-8")
    return place


# --- peers in Python; imported when they are asked, for each may be absent


def _difflib(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if op == "equal":
            pieces.append(("keep", "".join(old[a:b])))
        else:
            pieces += [("delete", "".join(old[a:b])), ("insert", "".join(new[c:d]))]
    return pieces


_Diffs = list[tuple[int, str]]


def _dmp(old: str, new: str) -> _Diffs:
    diffs: _Diffs = import_module("diff_match_patch").diff_match_patch().diff_main(old, new)
    return diffs


def _dmp_semantic(old: str, new: str) -> _Diffs:
    engine = import_module("diff_match_patch").diff_match_patch()
    diffs: _Diffs = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(diffs)
    return diffs


def _dmp_words(old: Sequence[str], new: Sequence[str], *, semantic: bool = False) -> _Diffs:
    """Words as characters, as its wiki says ("Line or Word Diffs"), with the clock off."""
    engine = import_module("diff_match_patch").diff_match_patch()
    engine.Diff_Timeout = 0
    char_of: dict[str, str] = {}
    for token in (*old, *new):
        n = len(char_of) + 1
        char_of.setdefault(token, chr(n if n < 0xD800 else n + 0x800))  # no surrogates
    diffs = engine.diff_main(*("".join(map(char_of.__getitem__, side)) for side in (old, new)), False)
    # Its cleaning weighs characters; as its wiki says, the words are put back first.
    token_of = {char: token for token, char in char_of.items()}
    spelt = [(op, "".join(map(token_of.__getitem__, chars))) for op, chars in diffs]
    if semantic:
        engine.diff_cleanupSemantic(spelt)
    return spelt


def _dmp_cleaned(old: Sequence[str], new: Sequence[str]) -> _Diffs:
    return _dmp_words(old, new, semantic=True)


def _of_dmp(diffs: _Diffs) -> Iterator[Piece]:
    ops: dict[int, Op] = {-1: "delete", 0: "keep", 1: "insert"}
    for op, text in diffs:
        yield ops[op], text


def _redlines(old: str, new: str) -> str:
    return str(import_module("redlines").Redlines(old, new).output_json())


def _of_redlines(result: str) -> Iterator[Piece]:
    for change in json.loads(result)["changes"]:
        match change["type"]:
            case "equal":
                yield "keep", change["text"]
            case "replace":
                yield "delete", change["source_text"]
                yield "insert", change["test_text"]
            case "delete":
                yield "delete", change["text"]
            case "insert":
                yield "insert", change["text"]


def _htmldiff(old: str, new: str) -> str:
    return str(import_module("lxml.html.diff").htmldiff(old, new))


def _xmldiff(old: bytes, new: bytes) -> str:
    formatter = import_module("xmldiff.formatting").XMLFormatter()
    return str(import_module("xmldiff.main").diff_texts(old, new, formatter=formatter))


def _xmldiff_actions(old: bytes, new: bytes) -> list[Any]:
    return list(import_module("xmldiff.main").diff_texts(old, new))


def _docxodus(old: bytes, new: bytes) -> bytes:
    redline: bytes = import_module("python_redlines").DocxodusEngine().run_redline("peer", old, new)[0]
    return redline


# --- programs


def _wdiff(old: Path, new: Path) -> str:
    # Control characters around what it marks, for its own brackets may stand in the text.
    marks = ["-w", "\x01", "-x", "\x02", "-y", "\x03", "-z", "\x04"]
    return subprocess.run(["wdiff", *marks, old, new], capture_output=True, check=False).stdout.decode()


def _of_wdiff(result: str) -> Iterator[Piece]:
    op: Op = "keep"
    for part in re.split("([\x01-\x04])", result):
        match part:
            case "\x01":
                op = "delete"
            case "\x03":
                op = "insert"
            case "\x02" | "\x04":
                op = "keep"
            case _:
                yield op, part


def _git(old: Path, new: Path) -> tuple[str, str]:
    command = [
        "git",
        "diff",
        "--no-index",
        "--no-ext-diff",
        "--no-color",
        "--word-diff=porcelain",
        "-U1000000",
    ]
    own = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run([*command, old, new], capture_output=True, check=False, env=own)
    return done.stdout.decode(), old.read_text(encoding="utf-8")


def _of_git(result: tuple[str, str]) -> Iterator[Piece]:
    said, old = result
    if not said:
        yield "keep", old
        return
    ops: dict[str, Op] = {" ": "keep", "-": "delete", "+": "insert"}
    for line in said.partition("\n@@")[2].split("\n")[1:]:
        if line == "~":
            yield "keep", "\n"
        elif line[:1] in ops:
            yield ops[line[0]], line[1:]


def main() -> None:
    """Say which peers are installed."""
    for peer in peers():
        print(f"{peer.name:20} {peer.version or 'not installed':16} {peer.title}")


if __name__ == "__main__":
    main()
