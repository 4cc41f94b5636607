"""`lawdiff formats`: list what can be written."""

from lawdiff.cli import console

EXAMPLES = ("lawdiff formats",)


def command() -> None:
    """List the formats that can be written, with their suffixes."""
    from lawdiff.run import listing

    console.write_lines(listing.formats())
