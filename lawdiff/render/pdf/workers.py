"""Processes that lay out parts: each starts this module, gets jobs by its standard input and answers.

They are programs, not forks and not `multiprocessing`'s children: a script that calls `render` needs no
`if __name__ == "__main__"`, a process of a pool may have some of its own, and each starts with little memory.

    job = length of what follows (8 bytes), pickled function and argument
    answer = length, pickled (result, error)
"""

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, TypeVar, cast

Job = TypeVar("Job")
Result = TypeVar("Result")


def cores() -> int:
    """Say on how many cores this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Up to `count` processes, each started when there is a job for it; to be used with `with`."""

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=count)
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        for _ in range(count):
            self._idle.put(None)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):  # it had not read all
                    if pipe:
                        pipe.close()

    def submit(self, function: Callable[[Job], Result], job: Job) -> "Future[Result]":
        """Have a job done behind those that wait."""
        return self._threads.submit(self._do, function, job)

    def _do(self, function: Callable[[Job], Result], job: Job) -> Result:
        process = self._idle.get() or self._started()
        try:
            with suppress(BrokenPipeError):  # then nothing is received
                _send(process.stdin, (function, job))
            result, error = _received(process.stdout)
        finally:
            self._idle.put(process)
        if error is not None:
            raise error
        return cast("Result", result)

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", __name__]
        # The paths of this process: it may have been started where the package is not installed.
        paths = os.pathsep.join(path for path in sys.path if path)
        process = subprocess.Popen(  # noqa: S603 - ourselves
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._all.append(process)
        return process


def _send(pipe: IO[bytes] | None, what: object) -> None:
    if pipe is None:
        raise BrokenPipeError
    said = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(said).to_bytes(8, "big"))
    pipe.write(said)
    pipe.flush()


def _received(pipe: IO[bytes] | None) -> tuple[object, BaseException | None]:
    size = pipe.read(8) if pipe else b""
    if pipe is None or len(size) < 8:
        return None, RuntimeError("a process that lays out a part of the PDF ended too early")
    result: tuple[object, BaseException | None] = pickle.loads(  # noqa: S301 - from our own process
        pipe.read(int.from_bytes(size, "big"))
    )
    return result


def main() -> None:
    """Do jobs until no more come."""
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while size := given.read(8):
        asked = given.read(int.from_bytes(size, "big"))
        try:
            function, job = pickle.loads(asked)  # noqa: S301 - from the process that started us
            _send(answers, (function(job), None))
        except Exception as error:  # noqa: BLE001 - it is raised again where the job comes from
            _send(answers, (None, _passable(error)))


def _passable(error: Exception) -> Exception:
    """Give an error that can be sent: some cannot be made again from what they say."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - ours
    except Exception:  # noqa: BLE001 - whatever keeps it from being sent
        return RuntimeError("".join(traceback.format_exception(error)))
    return error


if __name__ == "__main__":
    main()
