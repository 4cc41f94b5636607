"""Where the templates and the sample laws are: the one file that knows the two places.

In a checkout they stand at the top, because people edit them; in a wheel they are inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def templates() -> Path:
    """Folder of templates, labels, styles and fonts."""
    return _place("templates", "_templates")


def statutes() -> Path:
    """Folder of the sample laws."""
    return _place("statutes", "_statutes")


def _place(in_checkout: str, in_wheel: str) -> Path:
    inside = _PACKAGE / in_wheel
    return inside if inside.is_dir() else _PACKAGE.parent / in_checkout
