"""lawdiff: compare two versions of a law, section by section, with the reasons beside each change."""

__version__ = "0.1.0"
