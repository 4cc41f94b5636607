"""`lawdiff schemas`: list what can be read."""

from lawdiff.cli import console

EXAMPLES = ("lawdiff schemas",)


def command() -> None:
    """List the schemas that can be read, and how each is recognised."""
    from lawdiff.run import listing

    console.write_lines(listing.schemas())
