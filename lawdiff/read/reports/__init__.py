"""Reports: passages with their headings and speakers. One file a format, one visible table.

A format is recognised by the content, never by the name: `akomaNtoso` as the root element is Akoma Ntoso,
`<html` or its doctype HTML; of what is left, text with `#` headings is Markdown. The suffix `.md` breaks the
tie for a text without one. A new format is one file and one line in `FORMATS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from lawdiff.errors import LawdiffError
from lawdiff.model.report import Report
from lawdiff.read.source import Source, SourceFile, open_source

REPORT_LIMIT = 1 << 26
"""Bytes. The largest report seen, of 700 pages, is a thirtieth of it."""


class ReportReader(Protocol):
    """What each format's module offers."""

    def read(self, source: SourceFile, text: str, /) -> Report:
        """Understand a report; `text` is the whole source, decoded. Raises `LawdiffError`."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is recognised: by the beginning of the text, or by what it has in it."""

    name: str
    title: str
    module: str
    is_one: Callable[[str, str], bool]


_PROLOG = r"\s*(?:(?:<!--(?:(?!-->).)*-->|<\?[^>]*>)\s*)*"
_DOCTYPE = r"(?:<!DOCTYPE\s[^\[>]*(?:\[[^\]]*\]\s*)?>\s*(?:<!--(?:(?!-->).)*-->\s*)*)?"
_AKN = re.compile(_PROLOG + _DOCTYPE + r"<(?:[\w.-]+:)?akomaNtoso\b", re.DOTALL)
_HTML = re.compile(_PROLOG + r"(?:<!DOCTYPE\s+html\b|<(?:html|head|body)\b)", re.DOTALL | re.IGNORECASE)
_XML = re.compile(_PROLOG + _DOCTYPE + r"<(?P<root>[A-Za-z_][\w:.-]*)", re.DOTALL)
_HASH = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)

FORMATS: tuple[Format, ...] = (
    Format("akn", "Akoma Ntoso doc", "lawdiff.read.reports.akn", lambda text, _: bool(_AKN.match(text))),
    Format("html", "HTML", "lawdiff.read.reports.html", lambda text, _: bool(_HTML.match(text))),
    Format(
        "markdown",
        "Markdown",
        "lawdiff.read.reports.markdown",
        lambda text, name: bool(_HASH.search(text)) or name.lower().endswith((".md", ".markdown")),
    ),
    Format("plain", "plain text", "lawdiff.read.reports.plain", lambda _, __: True),
)
"""The visible table; the first that recognises a text reads it."""


def read_report(source: Source) -> Report:
    """Read a committee's report from a path, bytes, `REV:path` or `-`.

    Raises `LawdiffError` for what is empty, too large, no text, or XML that is no report.
    """
    opened = open_source(source, limit=REPORT_LIMIT)
    text = _decode(opened)
    chosen = recognise(text, opened)
    return cast(ReportReader, import_module(chosen.module)).read(opened, text)


def recognise(text: str, source: SourceFile) -> Format:
    """Say which format a text is in. Raises `LawdiffError` for XML that no reader knows."""
    chosen = next(each for each in FORMATS if each.is_one(text, source.name))
    root = _XML.match(text)
    if (
        root
        and chosen.name in ("markdown", "plain")
        and (text.lstrip().startswith("<?xml") or "xmlns" in text)
    ):
        can = ", ".join(each.title for each in FORMATS)
        raise LawdiffError(
            f'the root element is "{root["root"]}", which is no report',
            where=source.where,
            do=f"Reports can be read from {can}",
        )
    return chosen


def _decode(source: SourceFile) -> str:
    data = source.data
    if not data.strip():
        raise LawdiffError("the report is empty", where=source.where, do="Give a report with text in it")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # An HTML page states its encoding itself; anything else would be a guess.
        text = data.decode("latin-1")
        if not (_HTML.match(text) or _AKN.match(text)):
            raise LawdiffError(
                "the report is not text in UTF-8", where=source.where, do="Save it as text in UTF-8"
            ) from None
    if "\0" in text:
        raise LawdiffError("the report is not text", where=source.where, do="Give text, HTML or Akoma Ntoso")
    return text
