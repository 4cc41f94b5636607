"""Memory that a phase is done with, given back to the system.

A parsed tree, or the index by which sections are paired, is many small pieces, and the C library of most
Linux systems (glibc) keeps them for itself when they are freed: what follows would come on top of what is
gone. Other C libraries give them back, or have no such function; then nothing happens.
"""

_ENOUGH = 1 << 23
"""Bytes of XML from which on it pays: of less no tree is worth the call."""


def give_back(size: int) -> None:
    """Give back what is free after work on `size` bytes of XML. Takes some milliseconds for each 100 MB."""
    if size < _ENOUGH:
        return
    import ctypes  # here, for most runs have no use for it

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return  # no glibc; on Windows no library without a name
