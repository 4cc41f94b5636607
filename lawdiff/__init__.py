"""lawdiff: compare two versions of a law, section by section, with the reasons beside each change.

The API is names only; each is imported when it is first used, so that `lawdiff --help` stays light.

>>> import lawdiff
>>> sorted(set(lawdiff.__all__) - {"__version__"})
['LawdiffError', 'compare', 'link', 'read_expression', 'read_report', 'render']
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawdiff.diff.compare import compare
    from lawdiff.errors import LawdiffError
    from lawdiff.link import link
    from lawdiff.read import read_expression
    from lawdiff.read.reports import read_report
    from lawdiff.render import render

__version__ = "0.1.0"
__all__ = [
    "LawdiffError",
    "__version__",
    "compare",
    "link",
    "read_expression",
    "read_report",
    "render",
]

_HOMES = {
    "LawdiffError": "lawdiff.errors",
    "compare": "lawdiff.diff.compare",
    "link": "lawdiff.link",
    "read_expression": "lawdiff.read",
    "read_report": "lawdiff.read.reports",
    "render": "lawdiff.render",
}


def __getattr__(name: str) -> object:
    """Import a name of the API when it is first asked for (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'lawdiff' has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Api(ModuleType):
    """Keeps `lawdiff.link` and `lawdiff.render` the functions, though rooms have these names as well.

    The import system sets a room as an attribute of its package, which would hide the function, or not,
    by who imports what first. Rooms are reached by `from lawdiff.link.votes import …`, as everywhere here.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Api
