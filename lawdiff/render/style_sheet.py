r"""A person's own style sheet, behind ours: CSS that fetches nothing.

What is refused: `@import`, `@namespace`, each `url()` and each function that names a picture, but for a place
inside the same document (`url(#id)`); what would end the `style` element; what cannot be read as CSS. Names
are compared as CSS reads them, so an escape (`u\72l`) hides nothing.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

from lawdiff.errors import LawdiffError

_FETCHING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element"})
_RULES = frozenset({"import", "namespace"})


def checked_style(text: str, where: str) -> str:
    """Give a style sheet as it is. Raises `LawdiffError` with the line where it is refused."""
    if "</" in text:
        line = text[: text.index("</")].count("\n") + 1
        raise LawdiffError('"</" may not stand in a style sheet', where=f"{where}:{line}", do="Take it out")
    for token in _walk(tinycss2.parse_stylesheet(text)):
        place = f"{where}:{token.source_line}"
        if token.type == "error":
            raise LawdiffError(f"cannot be read as CSS ({token.message})", where=place, do="Mend this line")
        if token.type == "at-rule" and token.lower_at_keyword in _RULES:
            raise LawdiffError(
                f"@{token.lower_at_keyword} would fetch another file", where=place, do="Copy its rules here"
            )
        fetched = token.type == "url" or (token.type == "function" and token.lower_name in _FETCHING)
        if fetched and not _is_local(token):
            raise LawdiffError("a style may fetch nothing", where=place, do="Take the url() out")
    return text


def _is_local(token: Any) -> bool:
    if token.type == "url":
        return str(token.value).startswith("#")
    strings = [part.value for part in token.arguments if part.type == "string"]
    return token.lower_name == "url" and all(value.startswith("#") for value in strings)


def _walk(tokens: Iterable[Any]) -> Iterator[Any]:
    """Give all tokens and rules, those inside others too."""
    stack = list(tokens)
    while stack:
        token = stack.pop(0)
        yield token
        for name in ("prelude", "content", "arguments"):
            stack += getattr(token, name, None) or ()
