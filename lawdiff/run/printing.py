"""What the command line prints of things that are no redline: an outline, and what is left out."""

from collections.abc import Iterator

from lawdiff.errors import printable
from lawdiff.model.expression import Expression


def outline(law: Expression) -> Iterator[str]:
    """Give, line by line, what was understood: metadata, then containers and sections."""
    yield from _metadata(law)
    yield ""
    for entry in law.outline:
        name = "  ".join(filter(None, (entry.num, entry.heading))) or f"({entry.kind})"
        status = f"  [{entry.status}]" if entry.status else ""
        yield printable(f"{'  ' * entry.depth}{entry.kind:<10} {name}{status}  <{entry.key}>")


def left_out(law: Expression) -> Iterator[str]:
    """Give, line by line, what its reader leaves out on purpose: where, why, the words."""
    if not law.left_out:
        yield "Nothing is left out."
    for piece in law.left_out:
        words = " ".join(piece.text.split())
        yield printable(f"line {piece.line}  {piece.where}  {piece.reason}: {words}")


def _metadata(law: Expression) -> Iterator[str]:
    named = {
        "title": law.work.title,
        "work": law.work.uri,
        "version": law.label,
        "date": law.date,
        "language": law.language,
        "schema": law.schema,
        "source": f"{law.origin.name}, {law.origin.size:,} bytes, SHA-256 {law.origin.sha256}",
        "sections": f"{sum(entry.is_unit for entry in law.outline):,}",
        "left out": f"{len(law.left_out):,} pieces" if law.left_out else "nothing",
    }
    for name, value in named.items():
        if value:
            yield printable(f"{name:<10} {value}")
    for notice in law.notices:
        yield printable(f"{'notice':<10} {notice}")
