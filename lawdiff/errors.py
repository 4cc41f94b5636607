"""Errors that a user can mend, the exit codes of the command line, and what a message may hold.

Nothing is imported that could itself be missing: this is what tells the user what is.
"""

import unicodedata

DONE = 0
"""The work was done."""
ANSWER_NO = 1
"""The work was done, and the answer is "no": there are changes under `--exit-code`."""
NOT_DONE = 2
"""The work was not done: bad input, bad usage, a failed proof, or a bug of ours."""


class LawdiffError(Exception):
    """Something a user can mend: what happened, where it happened, and what to do.

    `where` is a place such as `law.xml:118`, `HEAD:law.xml` or an option's name; it may be empty.
    `do` is the next thing to type or change; it may be empty.

    >>> str(LawdiffError("two sections have eId “sec_24”", where="law.xml:118", do="Give one a new eId"))
    'law.xml:118: two sections have eId “sec_24”. Give one a new eId.'
    """

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what = what
        self.where = where
        self.do = do
        place = f"{where}: " if where else ""
        advice = f" {do.rstrip('.')}." if do else ""
        super().__init__(f"{place}{what.rstrip('.')}.{advice}")


def printable(text: str) -> str:
    r"""Make characters visible that would steer a terminal: controls, and the overrides of direction.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(f"\\x{ord(c):02x}" if _steers(c) else c for c in text)


def _steers(char: str) -> bool:
    """Controls, and embeddings, overrides and isolates (Unicode Bidirectional Algorithm, 2.1-2.4)."""
    if char in "\n\t":
        return False
    return unicodedata.category(char) == "Cc" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
