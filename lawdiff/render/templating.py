"""The one template environment: what is not a template's own text is escaped, a missing value is an error."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lawdiff.render.marks import mark_up, mark_up_side
from lawdiff.render.runs import side
from lawdiff.resources import templates

_LEFT_TO_RIGHT_UNLESS = frozenset("ar arc dv fa ha-Arab he ks ku-Arab ps sd ug ur yi".split())


@cache
def environment() -> Environment:
    """Give the environment; templates are named from the folder of templates ("html/redline.html")."""
    made = Environment(
        loader=FileSystemLoader(templates(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["marks"] = mark_up
    made.filters["old"] = lambda runs: mark_up_side(side(runs, "old"))
    made.filters["new"] = lambda runs: mark_up_side(side(runs, "new"))
    return made


def verbatim(name: str) -> Markup:
    """Give a style sheet or script of ours as it is."""
    return Markup((templates() / name).read_text(encoding="utf-8"))  # noqa: S704 - ours, not input


def direction(language: str) -> str:
    """Say which way a language is written: `ltr` or `rtl`."""
    return "rtl" if language.split("-")[0] in _LEFT_TO_RIGHT_UNLESS else "ltr"
