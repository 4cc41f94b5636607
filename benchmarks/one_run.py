"""Run one program to its end and say what it took: CPU, wall time, peak memory, exit code.

A small process of its own starts the program, since on Linux a new process inherits the peak memory of the
one that it was forked from. CPU is user and system time of the program and of all processes that it waited
for. Peak memory is that of the largest of them; beside it stands the largest sum of all at one time, sampled
ten times a second with shared pages counted once (Linux only; elsewhere the same as the largest).
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCHER = r"""
import json, os, signal, sys, threading, time

command, limit, errors = json.loads(sys.argv[1])
null = os.open(os.devnull, os.O_RDWR)
messages = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
began = time.perf_counter()
streams = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, messages, 2)]
pid = os.posix_spawn(command[0], command, os.environ, file_actions=streams, setsid=True)
done, killed, peak = threading.Event(), [], [0]

def family(pid):
    yield pid
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = file.read().split()
    except OSError:
        children = []
    for child in children:
        yield from family(int(child))

def shared_once(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0

def watch():
    while not done.wait(0.1):
        if limit and time.perf_counter() - began > limit:
            killed.append(1)
            os.killpg(pid, signal.SIGKILL)
            return
        pids = list(family(pid))
        if len(pids) > 1:
            peak[0] = max(peak[0], sum(map(shared_once, pids)))

thread = threading.Thread(target=watch)
thread.start()
try:
    _, status, usage = os.wait4(pid, 0)
except BaseException:
    os.killpg(pid, signal.SIGKILL)
    raise
finally:
    wall = time.perf_counter() - began
    done.set()
thread.join()
unit = 1024 * 1024 if sys.platform == "darwin" else 1024
print(json.dumps({
    "cpu": usage.ru_utime + usage.ru_stime,
    "wall": wall,
    "peak": usage.ru_maxrss / unit,
    "peak_sum": max(usage.ru_maxrss, peak[0]) / unit,
    "code": os.waitstatus_to_exitcode(status),
    "killed": bool(killed),
}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds, and MB (of 1024 kB). `killed` says that it went over its limit."""

    cpu: float
    wall: float
    peak: float
    peak_sum: float
    code: int
    killed: bool
    message: str
    """The last line on standard error."""


def run(
    command: Sequence[str],
    folder: Path,
    *,
    limit: float = 0,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Run:
    """Run a program; its messages are kept in `folder`. Over `limit` seconds of wall time it is killed."""
    errors = folder / "messages.txt"
    launched = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCHER, json.dumps([list(command), limit, str(errors)])],
        check=True,
        stdout=subprocess.PIPE,
        env=None if environment is None else dict(environment),
        cwd=cwd,
    )
    lines = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return Run(**json.loads(launched.stdout), message=lines[-1] if lines else "")


def machine() -> dict[str, object]:
    """Say on what machine a benchmark ran, and how busy it was."""
    import platform

    from lxml import etree

    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.is_file():
        lines = cpus.read_text(encoding="utf-8").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model
        )
    return {
        "processor": model,
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "lxml": ".".join(map(str, etree.LXML_VERSION[:3])),
        "load": [round(n, 2) for n in os.getloadavg()],
    }
