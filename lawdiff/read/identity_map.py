"""A person's map of identity: which old provision is which new one, whatever the texts say.

    [[same]]
    old = "sec_5"        # an eId, or a number as the law has it ("§ 5")
    new = "sec_7"

    [[same]]
    old = "sec_4__subsec_2"    # inside a section: by its eId
    new = "sec_4__subsec_3"

TOML 1.0. What the file cannot mean is an error with the entry's number: an unknown key, a side left out, a
provision named twice. Whether the provisions exist, and can be one, is for the comparison to say.
"""

import tomllib

from lawdiff.errors import LawdiffError
from lawdiff.read.source import Source, open_source

Identity = tuple[tuple[str, str], ...]
"""(old, new) ids or numbers."""


def read_identity(source: Source) -> Identity:
    """Read a map. Raises `LawdiffError` for what it cannot mean."""
    opened = open_source(source)
    try:
        content = tomllib.loads(opened.data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawdiffError(f"not TOML ({error})", where=opened.where, do=_FORM) from None
    unknown = sorted(set(content) - {"same"})
    entries = content.get("same", [])
    if unknown or not isinstance(entries, list):
        raise LawdiffError(f'cannot mean "{", ".join(unknown) or "same"}"', where=opened.where, do=_FORM)
    pairs: list[tuple[str, str]] = []
    for n, entry in enumerate(entries, start=1):
        where = f"{opened.where}, entry {n}"
        if not isinstance(entry, dict) or set(entry) != {"old", "new"}:
            raise LawdiffError('an entry has "old" and "new", and nothing else', where=where, do=_FORM)
        old, new = entry["old"], entry["new"]
        if not (isinstance(old, str) and isinstance(new, str) and old.strip() and new.strip()):
            raise LawdiffError('"old" and "new" are texts', where=where, do=_FORM)
        if any(old == pair[0] or new == pair[1] for pair in pairs):
            raise LawdiffError(
                f'"{old}" or "{new}" stands in two entries', where=where, do="Leave one of them"
            )
        pairs.append((old, new))
    return tuple(pairs)


_FORM = 'Write entries of the form [[same]] old = "sec_5" new = "sec_7"'
