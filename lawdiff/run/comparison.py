"""The main job: two versions and reports in, a redline and its renderings out.

Pure but for what it reads: nothing is written here, so that a process or another machine can run it and
whoever called decides where the bytes go.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.memory import give_back
from lawdiff.model.redline import Ignorable, Redline
from lawdiff.model.report import Report
from lawdiff.read import read_pair
from lawdiff.render import in_pieces, render
from lawdiff.render.attached import AttachedFile
from lawdiff.render.looks import PLAIN, Layout, Look

Scope = Literal["changed", "all"]
Tell = Callable[[str], None]
"""Is told the name of each step before it begins."""
Rendering = Iterable[bytes]
"""An output in its pieces, mostly one. They can be gone through again."""


def _silent(_step: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be compared, and how. Sources are paths, `REV:path` or `-`.

    `identity` is a person's map of sections; without `use_stated` notes of former numbers are not believed.
    What `ignore` names is left out of what is shown, never of the proof.
    """

    old: str
    new: str
    reports: tuple[str, ...] = ()
    scope: Scope = "changed"
    identity: str = ""
    use_stated: bool = True
    ignore: tuple[Ignorable, ...] = ()


def steps(job: Comparison, formats: Iterable[str] = ()) -> int:
    """How many steps `Tell` will hear of."""
    return 2 + len(job.reports) + bool(job.reports) + len(set(formats))


def run_comparison(job: Comparison, tell: Tell = _silent) -> Redline:
    """Read, compare and link. Raises `LawdiffError` for what cannot be read or proved."""
    if [job.old, job.new, *job.reports].count("-") > 1:
        raise LawdiffError(
            "standard input can be read once only", where="-", do="Give the other version as a file"
        )
    with _without_collector():
        tell(f"reading {job.old} and {job.new}")
        versions = list(read_pair(job.old, job.new, whole=job.scope == "all"))
        size = sum(version.origin.size for version in versions)
        reports = list(_reports(job.reports, tell))
        tell("comparing")
        redline = compare(
            versions.pop(0),  # it lets go of what it is done with, and nobody else holds it
            versions.pop(),
            scope=job.scope,
            identity=_identity(job.identity),
            use_stated=job.use_stated,
            ignore=job.ignore,
        )
        give_back(size)  # writing comes on top of what is left
    if reports:
        from lawdiff.link import link

        tell("linking the reports")
        redline = link(redline, reports)
    return redline


# Many runs have no report and no map, and show nothing on a terminal: they need not wait for those rooms.


def _reports(sources: Iterable[str], tell: Tell) -> Iterator[Report]:
    for source in sources:
        from lawdiff.read.reports import read_report

        tell(f"reading {source}")
        yield read_report(source)


def _identity(source: str) -> tuple[tuple[str, str], ...]:
    if not source:
        return ()
    from lawdiff.read.identity_map import read_identity

    return read_identity(source)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Read and compare without the garbage collector: what they make has no cycles, and there is much of it.

    Looking for them takes a fifth of the time on a whole code.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def render_all(
    redline: Redline,
    formats: Iterable[str],
    *,
    layout: Layout = "inline",
    lang: str = "en",
    files: Iterable[AttachedFile] | None = (),
    look: Look = PLAIN,
    summary: bool = False,
    tell: Tell = _silent,
) -> dict[str, Rendering]:
    """Render a redline in each format, before anything is written anywhere.

    What comes in pieces (JSON) is made when it is written, for nothing can be wrong with it.
    """
    rendered: dict[str, Rendering] = {}
    for name in formats:
        if name not in rendered:
            tell(f"writing {name}")
            pieces = None if summary else in_pieces(redline, name)
            rendered[name] = pieces or (_rendered(redline, name, layout, lang, files, look, summary),)
    return rendered


def _rendered(
    redline: Redline,
    name: str,
    layout: Layout,
    lang: str,
    files: Iterable[AttachedFile] | None,
    look: Look,
    summary: bool,
) -> bytes:
    try:
        # Where Pango is missing WeasyPrint prints a page of advice to standard output before it raises.
        with redirect_stdout(StringIO()):
            return render(redline, name, layout=layout, lang=lang, files=files, look=look, summary=summary)
    except OSError as error:
        if "cannot load library" not in str(error):
            raise
        raise LawdiffError(
            "the library Pango, which lays out the page, cannot be loaded",
            where=name,
            do="See how to get it: lawdiff doctor",
        ) from error


def for_screen(redline: Redline, lang: str, *, colour: bool, width: int, summary: bool = False) -> bytes:
    """Render a redline or its summary for a terminal of `width` columns, or as text without `colour`."""
    from lawdiff.render.labels import load_labels

    if summary:
        from lawdiff.render.summary.page import write_text

        return write_text(redline, load_labels(lang), colour=colour, width=width)
    from lawdiff.render.terminal import write

    return write(redline, load_labels(lang), colour=colour, width=width)
