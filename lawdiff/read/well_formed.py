"""Whether bytes are XML, without a tree: in a third of the time of a parse, and in a second thread.

libxml2 checks while Python goes on with the same bytes, for it holds no lock of Python's.
"""

from collections import deque
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


class NotWellFormedError(Exception):
    """A name has a prefix that stands for no namespace. All else that is wrong is an `XMLSyntaxError`."""


class _Nothing:
    """What the checking parser builds."""

    def close(self) -> None:
        """Give nothing."""


class Checker:
    """Checks files one after the other: in a third of the time of a parser that builds a tree."""

    def __init__(self) -> None:
        target = cast("etree.ParserTarget", _Nothing())  # that the other methods may be missing no type says
        self._parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True)
        self._thread: ThreadPoolExecutor | None = None
        self._gathered: list[bytes] = []
        self._waiting: deque[Future[None]] = deque()

    def feed(self, piece: bytes, *, aside: bool) -> None:
        """Check the next bytes of a file, `aside` in the second thread: then what is wrong is told later.

        Raises `XMLSyntaxError`.
        """
        if not aside:
            self._parser.feed(piece)
            return
        if self._thread is None:
            # Here, for it is a tenth of a small run, which has no use for it.
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(max_workers=1)
        self._gathered.append(piece)
        if len(self._gathered) == _AT_ONCE:
            self._hand_over()
            if len(self._waiting) > _AHEAD:
                self._waiting.popleft().result()

    def _hand_over(self) -> None:
        if self._thread and self._gathered:
            self._waiting.append(self._thread.submit(self._feed_all, self._gathered))
            self._gathered = []

    def _feed_all(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self._parser.feed(piece)

    def close(self) -> None:
        """End a file. Raises `XMLSyntaxError` or `NotWellFormedError`."""
        self._hand_over()
        while self._waiting:
            self._waiting.popleft().result()
        self._parser.close()
        # A prefix without a namespace is logged alone: a parser that builds nothing does not stop at it.
        if any(entry.level >= etree.ErrorLevels.ERROR for entry in self._parser.feed_error_log):
            raise NotWellFormedError

    def leave(self) -> None:
        """End the thread."""
        if self._thread:
            self._thread.shutdown(cancel_futures=True)


_AT_ONCE = 4
"""Pieces that are handed over together: to wake the other thread costs more than to check one."""
_AHEAD = 3
"""Hand-overs that wait to be checked: so much memory."""
