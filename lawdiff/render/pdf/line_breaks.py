"""A fault of WeasyPrint 70 in breaking lines, mended: a line before a mark lost all words but its first.

Where a text ends in a space, as before a mark it does, and fits its line but for that space,
`split_first_line` takes it for a text that nothing can be split from, and leaves its first word alone on the
line. So a text that fits without its last space is given room for the space, which is not seen there.
"""

from importlib import import_module
from typing import Any

_inline: Any = import_module("weasyprint.layout.inline")
_plain = _inline.split_first_line


def mend() -> None:
    """Put the mended function in place, for this process; to do so again changes nothing."""
    _inline.split_first_line = _split


def _split(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **named: Any) -> Any:
    line = _plain(text, style, context, max_width, *rest, **named)
    resume_index = line[2]
    if resume_index is None or max_width is None or not text.endswith(" "):
        return line
    if _plain(text.rstrip(" "), style, context, max_width, *rest, **named)[2] is not None:
        return line
    return _plain(text, style, context, max_width + 2 * style["font_size"], *rest, **named)
