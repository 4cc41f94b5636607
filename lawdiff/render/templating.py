"""The one template environment: what is not a template's own text is escaped, a missing value is an error.

A person's folder may stand in front of ours: a file of the same name in it is taken first, and its templates
may extend ours. They run in Jinja's sandbox, and an error in one is the person's to mend.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from traceback import walk_tb

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from lawdiff.errors import LawdiffError
from lawdiff.render.layout.blocks import fitted
from lawdiff.render.layout.columns import lines_of
from lawdiff.render.layout.grid import view
from lawdiff.render.layout.marks import headline, joined, kept, mark_up, mark_up_side, mark_up_views
from lawdiff.render.layout.runs import Runs, side
from lawdiff.resources import templates

_LEFT_TO_RIGHT_UNLESS = frozenset("ar arc dv fa ha-Arab he ks ku-Arab ps sd ug ur yi".split())
# Controls of a terminal, and overrides of direction (Unicode Bidirectional Algorithm, 2.2): in no law.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]")


@cache
def environment(folder: Path | None = None) -> Environment:
    """Give the environment; templates are named from the folder of templates ("html/redline.html").

    `folder` is a person's, in front of ours.
    """
    ours = FileSystemLoader(templates(), encoding="utf-8")
    theirs = [FileSystemLoader(folder, encoding="utf-8")] if folder else []
    made = (SandboxedEnvironment if folder else Environment)(
        loader=ChoiceLoader([*theirs, ours]),
        autoescape=True,
        finalize=legible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["marks"] = marked_up
    made.filters["old"] = old_side
    made.filters["new"] = new_side
    made.filters["side"] = lambda runs, which: side(runs, which)
    made.filters["joined"] = joined
    made.filters["kept"] = lambda text: _legibly(kept(text))
    made.filters["headline"] = lambda text: _legibly(headline(text))
    made.filters["fitted"] = fitted
    made.filters["lines"] = lines_of
    made.filters["rows"] = lambda block, which: view(block.rows, which)
    return made


def marked_up(runs: Runs) -> Markup:
    """Write runs with their marks: the filter `marks`."""
    return _legibly(mark_up(runs))


def old_side(runs: Runs) -> Markup:
    """Write the old side's runs: the filter `old`."""
    return _legibly(mark_up_side(side(runs, "old")))


def new_side(runs: Runs) -> Markup:
    """Write the new side's runs: the filter `new`."""
    return _legibly(mark_up_side(side(runs, "new")))


def all_views(runs: Runs) -> tuple[str, str, str]:
    """Write runs as the three filters do, in their order."""
    one, old, new = mark_up_views(runs)
    return _settled(one), _settled(old), _settled(new)


def legible(value: object) -> object:
    r"""Make visible what is no character of a text.

    >>> legible("a\x1b[2J\u202eb")
    'a\\x1b[2J\\x202eb'
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value  # markup is made of what was legible: see `_legibly`
    return value if value.isprintable() else type(value)(_STEERING.sub(_code, value))


def _legibly(markup: Markup) -> Markup:
    """Make visible in markup what is no character of a text: where it is made, and not at each macro."""
    return markup if markup.isprintable() else Markup(_settled(markup))  # noqa: S704 - it was markup before


def _settled(markup: str) -> str:
    return markup if markup.isprintable() else _STEERING.sub(_code, markup)


def _code(found: re.Match[str]) -> str:
    return f"\\x{ord(found[0]):02x}"


def verbatim(name: str, folder: Path | None = None) -> Markup:
    """Give a style sheet or script as it is: of a person's folder, if it is there, or ours."""
    theirs = folder / name if folder else None
    path = theirs if theirs and theirs.is_file() else templates() / name
    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704 - ours or the person's own, not input


@contextmanager
def blaming(folder: Path | None) -> Iterator[None]:
    """Turn an error in a template of a person's folder into a `LawdiffError` with file and line."""
    try:
        yield
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        place = _place_of(error, folder)
        if not place:
            raise
        message = str(error) or type(error).__name__
        raise LawdiffError(f"the template fails: {message}", where=place, do="Mend it there") from error


def _place_of(error: Exception, folder: Path | None) -> str:
    """Say where in the folder an error arose; empty where it did not."""
    if folder is None:
        return ""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)  # an error of syntax
    if file and line and Path(file).is_relative_to(folder):
        return f"{file}:{line}"
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    inside = [f"{name}:{line}" for name, line in frames if Path(name).is_relative_to(folder)]
    return inside[-1] if inside else ""


def direction(language: str) -> str:
    """Say which way a language is written: `ltr` or `rtl`."""
    return "rtl" if language.split("-")[0] in _LEFT_TO_RIGHT_UNLESS else "ltr"
