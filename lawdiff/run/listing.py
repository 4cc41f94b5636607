"""What there is: the schemas that can be read, and the formats that can be written."""

from collections.abc import Iterable, Iterator

from lawdiff.read import SCHEMAS
from lawdiff.render import FORMATS, format_named, format_of_file, summary_in

_BINARY = frozenset({"pdf", "docx"})


def schemas() -> Iterator[str]:
    """Give the schemas, with how each is recognised."""
    width = max(len(schema.name) for schema in SCHEMAS) + 2
    for schema in SCHEMAS:
        yield f"{schema.name:<{width}}{schema.title}"
        spaces = ", ".join(f"{start}…" if start else "none" for start in schema.namespaces)
        yield f"{'':<{width}}root: {', '.join(sorted(schema.roots))}; namespace: {spaces}"


def formats() -> Iterator[str]:
    """Give the formats, with the suffixes of their files."""
    width = max(len(entry.name) for entry in FORMATS) + 2
    for entry in FORMATS:
        yield f"{entry.name:<{width}}{', '.join(entry.suffixes):<18}{entry.title}"


def known_format(name: str) -> str:
    """Give the name back where there is such a format. Raises `LawdiffError` where there is none."""
    return format_named(name).name


def format_of(filename: str) -> str:
    """Say which format a file's suffix means. Raises `LawdiffError` where it means none."""
    return format_of_file(filename).name


def is_binary(name: str) -> bool:
    """Whether a format would only disturb a terminal."""
    return name in _BINARY


def have_summary(names: Iterable[str]) -> None:
    """Raise `LawdiffError` for a format in which there is no summary."""
    for name in names:
        summary_in(format_named(name))
