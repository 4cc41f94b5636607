"""Which files travel inside a PDF, and that they are the ones that were compared.

`all`: both versions, the reports and the redline as JSON; `law`: without the reports; `none`: nothing.
"""

import hashlib
from collections.abc import Iterable
from typing import Literal

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.read.source import open_source
from lawdiff.render.attached import AttachedFile, FileRole
from lawdiff.run.comparison import Comparison

Attach = Literal["all", "law", "none"]
Files = tuple[AttachedFile, ...] | None
"""`None`: not even the redline as JSON."""


def files_of(job: Comparison, redline: Redline, attach: Attach) -> Files:
    """Read the files of a comparison again. Standard input cannot be read twice, and is not attached.

    Raises `LawdiffError` where one is no longer what was compared.
    """
    if attach == "none":
        return None
    sources: list[tuple[str, FileRole, str]] = [
        (job.old, "old", redline.old.source_sha256),
        (job.new, "new", redline.new.source_sha256),
    ]
    if attach == "all":
        stated = (report.source_sha256 for report in redline.reports)
        sources += [(name, "report", sha) for name, sha in zip(job.reports, stated, strict=True)]
    files = []
    for name, role, sha in sources:
        if name == "-":
            continue
        opened = open_source(name)
        if opened.origin.sha256 != sha:
            raise LawdiffError(
                "the file has changed since it was compared", where=opened.where, do="Compare anew"
            )
        files.append(AttachedFile(role, opened.name, opened.data))
    return tuple(files)


def files_named(redline: Redline, sources: Iterable[str], attach: Attach) -> Files:
    """Read the files that a redline was made of, known by their SHA-256.

    Raises `LawdiffError` for a file that the redline was not made of.
    """
    if attach == "none":
        return None
    roles: dict[str, list[FileRole]] = {}
    roles.setdefault(redline.old.source_sha256, []).append("old")
    roles.setdefault(redline.new.source_sha256, []).append("new")
    for report in redline.reports:
        roles.setdefault(report.source_sha256, []).append("report")
    found: dict[FileRole, list[AttachedFile]] = {"old": [], "new": [], "report": []}
    for source in sources:
        opened = open_source(source)
        known = roles.get(hashlib.sha256(opened.data).hexdigest())
        if not known:
            raise LawdiffError(
                "the redline was not made of this file", where=opened.where, do="Give the files compared"
            )
        for role in known:
            found[role].append(AttachedFile(role, opened.name, opened.data))
    reports = found["report"] if attach == "all" else []
    return (*found["old"][:1], *found["new"][:1], *reports)
