"""This file runs things and says how long they took and how much memory the largest of their processes had."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# As it was before anything of ours was loaded, which takes the system's fonts away; and modules
# are kept compiled, as they are wherever programs are installed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
EVERY = 0.1  # seconds between two looks at memory; what is read is the highest so far, so little is missed


@dataclass(frozen=True, slots=True)
class Took:
    """Wall seconds, processor seconds of all processes, and MB of the largest one."""

    wall: float
    cpu: float
    memory: float


def timed(command: Sequence[str], folder: Path | None = None) -> Took:
    """One run of a command in a process of its own, with all the processes that it starts.

    Their processor time is what was seen of them, or what the system says of all that were waited
    for, whichever is more: the one misses processes that are short, the other those that others took over.
    """
    before, began = _waited_for(), time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT) as process:  # our own commands
        watch = _Watch(process.pid)
        code = process.wait()
        wall = time.perf_counter() - began
        watch.stop()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return Took(wall, max(sum(watch.seconds.values()), _waited_for() - before), watch.memory)


def _waited_for() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def middle(runs: Sequence[Took]) -> Took:
    """The median of each figure; of memory the most."""
    return Took(median(run.wall for run in runs), median(run.cpu for run in runs), max(run.memory for run in runs))


def calls(times: int, *functions: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Median seconds of each function, called in turn so that whatever else the machine does hits all alike."""
    found: list[list[float]] = [[] for _ in functions]
    for _ in range(times):
        for taken, function in zip(found, functions, strict=True):
            began = clock()
            function()
            taken.append(clock() - began)
    return [median(taken) for taken in found]


def program(*arguments: str) -> list[str]:
    """Our command line."""
    return [sys.executable, "-m", "ladder_export", *arguments]


class _Watch:
    """Looks at a process and all below it until told to stop; those that end between two looks lose little."""

    def __init__(self, process: int) -> None:
        self.memory = 0.0
        self.seconds: dict[int, float] = {}
        self._process, self._over = process, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            for process in _family(self._process):
                self.memory = max(self.memory, _memory(process))
                self.seconds[process] = max(self.seconds.get(process, 0.0), _spent(process))


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [process, *(one for child in children for one in _family(int(child)))]


def _memory(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def _spent(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
