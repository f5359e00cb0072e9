"""This module interrupts builds at random moments and says what each one left behind."""

from __future__ import annotations

import os
import random  # noqa: TID251  # moments to interrupt at
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_END = 5.0  # after the first signal
SECONDS_TO_DRAIN = 20.0  # until processes that were forked are gone as well, on a busy machine
LONGEST_BUILD_SECONDS = 6.0  # of the few levels that are built here


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a build ended that was told to: `wanted` is the exit code that shells expect, None when it was over before.

    `seconds` passed after the signal; `processes` and `files` are what was left of it.
    """

    wanted: int
    code: int
    seconds: float
    stderr: str
    processes: tuple[str, ...]
    files: tuple[str, ...]


def interrupt(ladder: Path, work: Path, number: signal.Signals, delay_seconds: float, times: int) -> Stopped:
    """Build a ladder with two workers, and send a signal once or twice after that delay from its first instruction."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "TMPDIR": scratch}
        command = [sys.executable, "-m", "ladder_export", "build", str(ladder), "-q", "--force", "-j2"]
        with subprocess.Popen(
            command, cwd=work, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as build:
            while not _handles(build.pid, signal.SIGTERM) and build.poll() is None:
                time.sleep(0.001)
            time.sleep(delay_seconds)
            sent = time.monotonic()
            for _ in range(times):
                build.send_signal(number)
                time.sleep(0.05 * (times - 1))
            _, stderr = build.communicate()
            seconds = time.monotonic() - sent
        processes = _left(build.pid)
        files = tuple(path.name for path in Path(scratch).iterdir())
        if (work / "output/.ladder-export").exists():
            files = (*files, "output/.ladder-export")
    return Stopped(128 + number, build.returncode, seconds, stderr, processes, files)


def random_interrupts(count: int, seed: int, ladder: Path, work: Path) -> Iterator[Stopped]:
    """Interrupt that many builds: SIGINT and SIGTERM in turn, once and twice in turn, early moments as often as late ones."""
    chance = random.Random(seed)  # noqa: S311  # the same moments every time
    for number in range(count):
        kind = (signal.SIGINT, signal.SIGTERM)[number % 2]
        delay = chance.choice((0.0, 0.3, LONGEST_BUILD_SECONDS)) * chance.random()
        yield interrupt(ladder, work, kind, delay, 1 + number // 2 % 2)


def _handles(process: int, number: signal.Signals) -> bool:
    """Whether a process has a handler for a signal."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (number - 1) & 1)


def _left(session: int) -> tuple[str, ...]:
    """Return the processes of a session that are still there after a while."""
    deadline = time.monotonic() + SECONDS_TO_DRAIN
    while (members := tuple(_members(session))) and time.monotonic() < deadline:
        time.sleep(0.02)
    return members


def _members(session: int) -> Iterator[str]:
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, found = entry.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(found) == session and state != "Z":
            yield entry.parent.name
