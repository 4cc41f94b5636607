"""The redline inside its own page, as data, so that whoever receives the page can check it.

    <script type="application/json" id="redline-data" data-page-sha256="…">{ … }</script>

A block of data is never run: its type is no script's (HTML Standard, section 4.12.1), so the content security
policy, which allows one script by its hash, need not know of it. `<` is written as an escape of JSON, so that
no text of a law can end the block. The hash is that of the page without the block.
"""

import hashlib
import re

import msgspec

from lawdiff.model.redline import Redline

_BLOCK = re.compile(
    rb'<script type="application/json" id="redline-data" data-page-sha256="([0-9a-f]{64})">\n'
    rb"(.*?)</script>\n",
    re.DOTALL,
)
_END = b"</body>"


def embed(page: bytes, redline: Redline) -> bytes:
    """Put a redline into its page, before the end."""
    end = max(page.rfind(_END), 0)
    data = msgspec.json.encode(redline, order="deterministic").replace(b"<", b"\\u003c")
    own = hashlib.sha256(page).hexdigest().encode()
    opening = b'<script type="application/json" id="redline-data" data-page-sha256="' + own + b'">\n'
    whole = memoryview(page)  # not to be copied before it is put together
    return b"".join((whole[:end], opening, data, b"\n</script>\n", whole[end:]))


def embedded(page: bytes) -> tuple[bytes, bool] | None:
    """Give the JSON in a page, and whether the rest of the page is as it was written; `None` without JSON."""
    blocks = list(_BLOCK.finditer(page))
    if not blocks:
        return None
    block = blocks[-1]
    rest = page[: block.start()] + page[block.end() :]
    return block[2], hashlib.sha256(rest).hexdigest().encode() == block[1]
