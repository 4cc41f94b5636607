"""What the command line prints of things that are no redline: an outline, and what is left out."""

from collections.abc import Iterator, Mapping

from lawdiff.errors import printable
from lawdiff.model.expression import Expression
from lawdiff.read import account, read_expression


def describe(file: str, *, with_outline: bool, with_left_out: bool) -> tuple[list[str], bool]:
    """Give what a reader understood of a file, line by line, and whether its own proof holds.

    The proof is made with the list of what is left out; a file that includes others has none, and holds.
    """
    if not with_left_out:
        return list(outline(read_expression(file))), True
    law, lost = account(file)
    lines = [*outline(law), ""] if with_outline else []
    return [*lines, *left_out(law, lost)], not lost


def outline(law: Expression) -> Iterator[str]:
    """Give, line by line, what was understood: metadata, then containers and sections."""
    yield from _metadata(law)
    yield ""
    for entry in law.outline:
        name = "  ".join(filter(None, (entry.num, entry.heading))) or f"({entry.kind})"
        status = f"  [{entry.status}]" if entry.status else ""
        yield printable(f"{'  ' * entry.depth}{entry.kind:<10} {name}{status}  <{entry.key}>")


def left_out(law: Expression, lost: Mapping[str, int] | None) -> Iterator[str]:
    """Give, line by line, what the reader leaves out on purpose (where, why, the words), then its proof.

    `lost` counts the characters that are neither read nor left out, `None` where that is not known.
    """
    if not law.left_out:
        yield "Nothing is left out."
    for piece in law.left_out:
        words = " ".join(piece.text.split())
        yield printable(f"line {piece.line}  {piece.where}  {piece.reason}: {words}")
    if lost is None:
        yield "Proof: not made, since the file includes others. Read them one by one."
    elif lost:
        counts = ", ".join(f"{char!r} {count:+d}" for char, count in sorted(lost.items()))
        yield printable(
            f"Proof failed: characters of the source that are neither read nor left out: {counts}"
        )
    else:
        yield "Proof: every other character of the source is in the law as read."


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
