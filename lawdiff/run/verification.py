"""Verification: whoever received a redline checks it from what is inside.

- JSON: both sides are rebuilt from the redline alone, and their digests compared with those stated.
- HTML: the same with the JSON inside; and the page against the hash of itself that stands in it.
- PDF: the same with the JSON attached; and the attached sources: their SHA-256 against those stated, and
  their text, read anew, against the digests.

Sources that are not inside can be named. What was not checked is said. A hash inside a file tells of damage
and of careless editing, not of a forger who writes all of it anew: for that the sources must come from
elsewhere.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from lawdiff.diff.proof import Line, Which, digest, lines_of, rebuild
from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression, read_pair
from lawdiff.read.source import open_source
from lawdiff.render.attached import DATA
from lawdiff.render.html.embedding import embedded
from lawdiff.render.json_file import read_redline


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at, or could not be."""

    outcome: Literal["ok", "FAILED", "not checked"]
    what: str


def verify(source: str, sources: Iterable[str] = ()) -> tuple[Checked, ...]:
    """Check a redline. Raises `LawdiffError` where there is none in the file."""
    opened = open_source(source)
    data, where = opened.data, opened.where
    inside: dict[str, bytes] = {}
    found: list[Checked] = []
    if data.startswith(b"%PDF-"):
        inside = _attached(data, where)
        redline = _redline(inside.pop(DATA, None), f"{where}: {DATA}")
        found += _proved(redline)
        found.append(Checked("not checked", "the pages themselves: compare them with lawdiff render"))
    elif data.lstrip()[:1] == b"{":
        redline = _redline(data, where)
        found += _proved(redline)
    else:
        block = embedded(data)
        redline = _redline(block[0] if block else None, where)
        found += _proved(redline)
        whole = block is not None and block[1]
        found.append(_outcome(whole, "the page is as it was written (hash of the page)"))
    given = {name: open_source(name).data for name in sources}
    found += _sources(redline, inside | given)
    return tuple(found)


def _redline(data: bytes | None, where: str) -> Redline:
    if data is None:
        raise LawdiffError(
            "there is no redline in it that could be checked",
            where=where,
            do="Give JSON, HTML or PDF that lawdiff wrote; a PDF with its attachments",
        )
    return read_redline(data, where=where)


def _attached(data: bytes, where: str) -> dict[str, bytes]:
    import pikepdf  # takes a while to load, and JSON has no need of it

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return {
                spec.filename or name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()
            }
    except pikepdf.PdfError as error:
        raise LawdiffError(f"this PDF cannot be read ({error})", where=where) from error


def _outcome(holds: bool, what: str) -> Checked:
    return Checked("ok" if holds else "FAILED", what)


def _proved(redline: Redline) -> Iterator[Checked]:
    for which, what in (("old", "rejecting all changes"), ("new", "accepting all changes")):
        yield _outcome(
            _rebuilt(redline, "old" if which == "old" else "new"),
            f"{what} gives the {which} text of which the digest is stated",
        )
    stated = redline.proof.reject_all_is_old and redline.proof.accept_all_is_new
    yield _outcome(stated, "the redline says that its proof held")
    yield _outcome(_counts(redline) == redline.summary, "the counts of the summary are those of the changes")
    ids = {change.id for change in redline.changes}
    numbers = [change.number for change in redline.changes]
    in_order = len(ids) == len(numbers) and numbers == list(range(1, len(numbers) + 1))
    yield _outcome(in_order, "changes are numbered from 1, and each id stands once")
    yield Checked("not checked", "reasons, links, and which provision was paired with which")


def _rebuilt(redline: Redline, which: Which) -> bool:
    stated = redline.proof.old_sha256 if which == "old" else redline.proof.new_sha256
    try:
        return digest(rebuild(redline, which)) == stated
    except (LawdiffError, ValueError, LookupError):  # what was altered so that no law can be built of it
        return False


def _counts(redline: Redline) -> dict[str, int]:
    counts = dict.fromkeys(redline.summary, 0)
    for change in redline.changes:
        if change.ignored:
            continue
        told = change.kinds_without(redline.ignored)
        for kind in told:
            counts[kind] = counts.get(kind, 0) + 1
        counts["changes"] = counts.get("changes", 0) + 1
        if told == change.kinds:
            for name, n in (
                ("editorial", int(change.editorial)),
                ("words_deleted", change.words_deleted),
                ("words_inserted", change.words_inserted),
            ):
                counts[name] = counts.get(name, 0) + n
    return counts


def _sources(redline: Redline, files: Mapping[str, bytes]) -> Iterator[Checked]:
    by_hash = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    old, new = by_hash.get(redline.old.source_sha256), by_hash.get(redline.new.source_sha256)
    pair = (old, new) if old is not None and new is not None else None
    for which, side, data in (("old", redline.old, old), ("new", redline.new, new)):
        name = side.source_name
        if data is None:
            yield _missing(which, name, files, side.source_sha256)
            continue
        yield Checked("ok", f"{which} source {name}: SHA-256 is the one stated")
        yield _read_anew(redline, "old" if which == "old" else "new", name, data, pair)
    for report in redline.reports:
        if report.source_sha256 in by_hash:
            yield Checked("ok", f"report {report.source_name}: SHA-256 is the one stated")
        else:
            yield _missing("report", report.source_name, files, report.source_sha256)
    known = {redline.old.source_sha256, redline.new.source_sha256}
    known |= {report.source_sha256 for report in redline.reports}
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() not in known:
            yield Checked("FAILED", f"{name}: the redline was not made of this file, or it was altered")


def _missing(role: str, name: str, files: Mapping[str, bytes], sha: str) -> Checked:
    where = f"{role} source {name}" if role != "report" else f"report {name}"
    hint = "" if files else "; give it with --source"
    return Checked("not checked", f"{where} is not here{hint} (SHA-256 {sha})")


def _read_anew(
    redline: Redline, which: Which, name: str, data: bytes, pair: tuple[bytes, bytes] | None
) -> Checked:
    """Compare the text of a source, read anew, with what the redline gives back of it.

    A section whose bytes stand on both sides enters a redline sealed, by its bytes; to seal it again takes
    both versions.
    """
    source = f"{which} source {name}"
    try:
        readings = [lines_of(read_expression(data))]
        if pair:
            readings.append(lines_of(read_pair(*pair)[0 if which == "old" else 1]))
        rebuilt = rebuild(redline, which)
    except LawdiffError as error:
        if "include" in str(error):
            return Checked("not checked", f"{source}: its text is in files that it includes")
        return Checked("FAILED", f"{source}: cannot be read anew ({error})")
    except (ValueError, LookupError):
        return Checked("FAILED", f"{source}: the redline gives no law that it could be compared with")
    equal = {(same.old if which == "old" else same.new).at for item in redline.items for same in item.run}
    for item in redline.items:
        side = (item.node.old if which == "old" else item.node.new) if item.node else None
        if item.node and item.node.body and side:  # only its number changed
            equal.add(side.at)
    what = f"{source}: its text, read anew, is the one that was compared"
    known = {_shape(line) for reading in readings for line in reading}
    other = [line for line in rebuilt if _shape(line) not in known]
    in_order = any([line.kind for line in reading] == [line.kind for line in rebuilt] for reading in readings)
    if not pair and all(line.at in equal for line in other) and (other or not in_order):
        left = f"but for {len(other)} sections equal on both sides, which take both versions"
        return Checked("ok" if in_order else "not checked", f"{what} ({left})")
    return _outcome(in_order and not other, what)


def _shape(line: Line) -> tuple[int, str, str]:
    return line.depth, line.kind, line.fingerprint
