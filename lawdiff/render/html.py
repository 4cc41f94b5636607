"""One page for the browser: self-contained, no request to anywhere, works without script and when printed.

The page holds four views (redline, side by side, new text, old text) and a style sheet that shows one of
them; the script only moves notes beside their text and listens to the keys n and p. A content security policy
allows this style and this script by their hashes and nothing else, so there is no `style=""` or `onclick`.
The redline itself is in the page as data that is never run (`embedding`), so that the page can be checked.
"""

import base64
import hashlib
from typing import Literal

from markupsafe import Markup

from lawdiff.model.redline import Redline
from lawdiff.render.embedding import embed
from lawdiff.render.front import front_of
from lawdiff.render.labels import Labels
from lawdiff.render.layout import markers, running_order
from lawdiff.render.mapping import mapped
from lawdiff.render.presented import presented
from lawdiff.render.templating import direction, environment, verbatim


def write(redline: Redline, labels: Labels, *, layout: Literal["inline", "side-by-side"] = "inline") -> bytes:
    """Write the page; `layout` says which view is open at first."""
    whole, redline = redline, presented(redline, labels)
    marks = markers(redline)
    style, script = verbatim("html/page.css"), verbatim("html/page.js")
    language = redline.new.language or redline.old.language or labels.language
    page = (
        environment()
        .get_template("html/redline.html")
        .render(
            redline=redline,
            front=front_of(redline, marks, labels),
            passages=running_order(redline, labels),
            concordance=mapped(redline, marks, labels),
            t=labels,
            layout=layout,
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
            language=language,
            old_language=redline.old.language or language,
            direction=direction(language),
        )
    )
    return embed(page.encode("utf-8", errors="xmlcharrefreplace"), whole)


def _hash(text: Markup) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
