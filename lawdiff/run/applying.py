"""Applying: the law with some changes of a redline in it, as Akoma Ntoso.

The redline is read from JSON made with `--scope all`, which holds all of the law's text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lawdiff.diff.acceptance import Choice, choose, law_with
from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Redline
from lawdiff.render.akn.document import write_expression
from lawdiff.run.rendering import read_back


@dataclass(frozen=True, slots=True)
class Applied:
    """A law that was put together, as bytes, and what is to be told of it."""

    content: bytes
    redline: Redline
    choice: Choice

    def told(self) -> Iterator[str]:
        """Say how many changes are in it, and which were not asked for, with what draws each along."""
        ids = [change.id for change in self.redline.changes]
        count = sum(name in self.choice.accepted for name in ids)
        yield f"{count} of {len(ids)} changes are in the law, {len(ids) - count} are not"
        word = "accepted" if self.choice.rest == "old" else "rejected"
        for name, because in self.choice.drawn:
            yield f"{word} with {because}, since one cannot be had without the other: {name}"


def apply(source: str, *, accept: Iterable[str] = (), reject: Iterable[str] = ()) -> Applied:
    """Accept these changes and no other, or all but those. Raises `LawdiffError` for what cannot be done."""
    accepted, rejected = tuple(accept), tuple(reject)
    if bool(accepted) == bool(rejected):
        raise LawdiffError(
            "say which changes are to be in the law",
            where="--accept, --reject",
            do="Name changes with one of the two; their ids are in the JSON and in the page's addresses",
        )
    redline = read_back(source, whole=True)
    choice = choose(redline, accept=accepted) if accepted else choose(redline, reject=rejected)
    return Applied(write_expression(law_with(redline, choice)), redline, choice)
