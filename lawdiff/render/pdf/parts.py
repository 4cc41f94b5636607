"""What is long, on paper: cut into parts by a fixed rule, laid out by several processes, merged.

One process takes 2 MB a page, and one core. A part is some 100 pages of text: it begins on a new page, at the
highest heading near that place, or else at a section. Title page and list, concordance and the notes at the
end are parts as well, the last ones laid out when it is known what did not fit in the margins. Where a margin
is too full, its notes alone are laid out again. Where to cut follows from the text alone, so that the number
of processes does not show in the file.

What is shorter, but of some length, has its notes at the end as its second part, for the same reason.

Limits: a section is not cut, however long it is. With a person's own template of the whole
(`pdf/redline.html`), which need not know parts, one process lays out all.
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from msgspec import structs

from lawdiff.model.redline import Redline
from lawdiff.render.attached import AttachedFile
from lawdiff.render.json_file import write_redline
from lawdiff.render.layout.blocks import Block, Passage
from lawdiff.render.layout.front import Front
from lawdiff.render.layout.shown import markers
from lawdiff.render.mapping import mapped
from lawdiff.render.pdf.archive import attachments, claim_accessible, finish, speaking, spoken
from lawdiff.render.pdf.contents import contents_of
from lawdiff.render.pdf.late import left_open
from lawdiff.render.pdf.matter import Matter, Piece, day_of
from lawdiff.render.pdf.merge import Part, merged, take
from lawdiff.render.pdf.notes import PaperNote, keys_of
from lawdiff.render.pdf.pages import decorate, fitted, numbered
from lawdiff.render.pdf.workers import Workers, cores
from lawdiff.render.templating import blaming

PART = 220_000
"""Characters of text in a part: some 100 pages, 10 to 20 seconds and 250 MB."""
_WHOLE = 1.5 * PART
"""What is shorter stays in one part."""
_SHORT = 40_000
"""What is shorter, some 15 pages, has its notes at the end behind the text: to lay it out twice is cheap."""
_NEAR = 0.3
"""How far from its even share a part may end, for the sake of a better place."""
_LIST, _LINES, _ENDINGS = 1_500, 2_000, 150_000
"""Entries of the list of changes, lines of the concordance, characters of notes at the end, in a part."""
_HEADINGS = 600
"""Lines of the contents in a part; more than these are parts of their own: to even the columns of 2,700 took
620 MB.
"""


@dataclass(frozen=True, slots=True)
class _Job:
    """A part to be laid out; the first one carries what is attached."""

    number: int
    matter: Matter
    weight: float
    files: tuple[AttachedFile, ...] = ()
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Laid:
    """A part as it came, with the notes that go on at the end."""

    part: Part
    rest: tuple[PaperNote, ...]


def pieces_of(matter: Matter) -> tuple[Matter, ...]:
    """Cut what goes on paper into pieces: front, text, and a long concordance; or all in one, but the notes
    at the end. None if it is short.
    """
    folder = matter.look.templates
    weights = [_weight(passage, matter) for passage in matter.passages]
    noted = not matter.form.columns and bool(keys_of(matter.passages))
    if folder and (folder / "pdf/redline.html").is_file():
        return ()
    if sum(weights) < _WHOLE:
        whole = Piece(endings=(), noted=noted, elsewhere=True)
        return (replace(matter, piece=whole),) if noted and sum(weights) >= _SHORT else ()
    plain = Piece(concordance=(), endings=(), headings=(), noted=noted, elsewhere=True)
    stripped = replace(
        matter,
        redline=_bare_redline(matter.redline),
        passages=(),
        piece=plain,
    )
    bare = _bare(matter.front)
    entries = () if matter.layout == "clean" else matter.front.entries
    chunks = tuple(_even(entries, _LIST))
    headings = contents_of(matter.passages) if matter.layout != "clean" else ()
    apart = len(headings) > _HEADINGS
    pieces = [
        replace(
            stripped,
            front=structs.replace(matter.front if not i else bare, entries=chunk),
            piece=replace(plain, cover=not i, headings=() if apart or i < len(chunks) - 1 else headings),
        )
        for i, chunk in enumerate(chunks)
    ]
    line = 0
    for lines_of in _even(headings, _HEADINGS) if apart else ():
        piece = replace(plain, cover=False, headings=lines_of, first=line)
        pieces.append(replace(stripped, front=bare, piece=piece))
        line += len(lines_of)
    cuts = [0, *cuts_of(matter.passages, weights), len(matter.passages)]
    for start, end in pairwise(cuts):
        piece = replace(plain, cover=False, first=start, ends=end == len(matter.passages))
        pieces.append(replace(stripped, front=bare, passages=matter.passages[start:end], piece=piece))
    lines = mapped(matter.redline, markers(matter.redline), matter.labels) if matter.layout != "clean" else ()
    pieces += [
        replace(stripped, front=bare, piece=replace(plain, cover=False, concordance=chunk))
        for chunk in _even(lines, _LINES)
        if chunk
    ]
    return tuple(pieces)


def _bare_redline(redline: Redline) -> Redline:
    bare: Redline = structs.replace(redline, changes=(), items=(), relations=(), reports=(), unlinked=())
    return bare


def _bare(front: Front) -> Front:
    return structs.replace(front, summary=(), facts=(), warnings=(), entries=())


def _even(things: Sequence[Any], most: int) -> Iterator[Any]:
    """Part in as few as hold `most` each, all of about the same length; one that is empty for nothing."""
    count = max(-(-len(things) // most), 1)
    for i in range(count):
        yield things[i * len(things) // count : (i + 1) * len(things) // count]


def _weight(passage: Passage, matter: Matter) -> float:
    """Reckon what a passage takes on paper, in characters of text."""
    blocks = ((passage.heading,) if passage.heading else ()) + passage.blocks
    return 90 + len(passage.said) + sum(_block_weight(block, matter) for block in blocks)


def _block_weight(block: Block, matter: Matter) -> float:
    weight = 40.0 + block.length
    for row in block.rows:
        weight += 60 + sum(len(run.text) for cell in row.cells for runs in cell.paragraphs for run in runs)
    if matter.form.columns:
        weight += 0.5 * sum(len(saying.quote) + 60 for note in block.all_notes for saying in note.sayings)
    return weight


def cuts_of(passages: Sequence[Passage], weights: Sequence[float]) -> list[int]:
    """Say with which passages a new part begins, the first one aside."""
    ends = list(accumulate(weights))
    total = ends[-1] if ends else 0.0
    count = round(total / PART)
    share = total / max(count, 1)
    cuts: list[int] = []
    for n in range(1, count):
        last = cuts[-1] if cuts else 0
        # What ends before a passage is what it begins behind.
        near = [i for i in range(last + 1, len(passages)) if abs(ends[i - 1] - n * share) < _NEAR * share]
        fit = [(_rank(passages, i), abs(ends[i - 1] - n * share), i) for i in near if _rank(passages, i) < 99]
        if fit:
            cuts.append(min(fit)[2])
    return cuts


def _rank(passages: Sequence[Passage], i: int) -> int:
    """Say how good a place is to begin a part: a heading by its level, then a section; 99 is none."""
    passage, before = passages[i], passages[i - 1]
    if before.type == "container" or passage.type not in ("container", "section", "gone", "unchanged"):
        return 99
    return passage.level if passage.type == "container" else 50


def write_pieces(
    pieces: Sequence[Matter],
    matter: Matter,
    files: Iterable[AttachedFile] | None,
    workers: int | None = None,
) -> bytes:
    """Lay out pieces in processes, and make one file of them."""
    data = write_redline(matter.redline) if files is not None else None
    jobs = [_Job(i, piece, _weigh(piece)) for i, piece in enumerate(pieces)]
    jobs[0] = replace(jobs[0], files=tuple(files or ()), data=data)
    with Workers(max(1, min(workers or cores(), len(jobs)))) as pool:
        laid = _all_laid(pool, jobs) if len(jobs) > 1 else [lay_out(jobs[0])]
        rest = [note for one in laid for note in one.rest]
        endings = {note.place: n for n, note in enumerate(rest, start=1)}
        notes = [replace(note, ending=n) for n, note in enumerate(rest, start=1)]
        model = replace(pieces[-1], redline=_bare_redline(matter.redline), front=_bare(matter.front))
        tail = [
            _Job(
                len(jobs) + i,
                replace(
                    model,
                    passages=(),
                    piece=replace(model.piece, concordance=(), headings=(), endings=chunk, cover=False),
                ),
                1,
            )
            for i, chunk in enumerate(_by_length(notes))
        ]
        laid += _all_laid(pool, tail)
    parts = [one.part for one in laid]
    digest = hashlib.sha256("".join(part.digest for part in parts).encode()).hexdigest()
    mode = matter.look.line_numbers
    return merged(parts, lambda counts: numbered(counts, mode), endings, digest[:32].encode())


def _weigh(piece: Matter) -> float:
    entries = 120 * (len(piece.front.entries) + len(piece.piece.concordance or ()))
    entries += 120 * len(piece.piece.headings or ())
    return entries + sum(_weight(passage, piece) for passage in piece.passages)


def _by_length(notes: Sequence[PaperNote]) -> Iterator[tuple[PaperNote, ...]]:
    lengths = list(accumulate(sum(len(saying.quote) + 60 for saying in note.rest) for note in notes))
    if not notes:
        return
    count = max(round(lengths[-1] / _ENDINGS), 1)
    for n in range(count):
        low, high = (lengths[-1] * share / count for share in (n, n + 1))
        chunk = tuple(note for note, end in zip(notes, lengths, strict=True) if low < end <= high)
        if chunk:
            yield chunk


def _all_laid(pool: Workers, jobs: Sequence[_Job]) -> list[_Laid]:
    """Have all laid out, the longest first, so that no process is left with it at the end."""
    waiting: dict[int, Future[_Laid]] = {}
    for job in sorted(jobs, key=lambda job: (-job.weight, job.number)):
        waiting[job.number] = pool.submit(lay_out, job)
    return [waiting[job.number].result() for job in jobs]


def lay_out(job: _Job) -> _Laid:
    """Lay out and draw a part: what a worker does."""
    matter = job.matter
    labels = matter.labels
    gc.disable()  # boxes know their parents: nothing is free before the part is done
    try:
        with left_open() as drawer, speaking(spoken(labels)), blaming(matter.look.templates):
            source, document, sheets, rest = fitted(matter)
            decorate(matter, document, sheets, drawer=drawer)
            claim_accessible(document)
            attached = None
            if job.data is not None:
                attached = attachments(job.data, job.files, labels, day_of(matter.redline))

            def write(finisher: Any) -> None:
                def both(document: Any, pdf: Any) -> None:
                    finish(document, pdf)
                    finisher(document, pdf)

                document.write_pdf(finisher=both, pdf_variant="pdf/a-3a", attachments=attached)

            part = take(
                write,
                document,
                lines=[len(sheet.lines) if matter.form.lines else 0 for sheet in sheets],
                drawer=drawer,
                digest=hashlib.sha256(source.encode()).hexdigest(),
                prefix=f"p{job.number}",
            )
    finally:
        gc.enable()
    return _Laid(part, rest)
