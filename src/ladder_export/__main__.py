"""The program's entry point: handle signals, run the command line, and exit with one code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from ladder_export.process.gc_policy import collect_rarely, freeze_loaded_objects
from ladder_export.process.signals import handle_signals, ignore_signals, pending_interrupt

REQUIRED_OS_NAMES = ("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC")
OTHER_SYSTEMS_HELP = "On Windows, use WSL or the container; see docs/install.md."
ENVIRONMENT = 5  # problems.ExitCode.ENVIRONMENT, which is loaded later


def entry_point() -> NoReturn:
    """Run the command line and exit with its code.

    After a signal, print one line and exit with the code that shells report for the signal.
    """
    try:
        collect_rarely()
        handle_signals()
        _open_closed_streams()
        code = _run()
        ignore_signals()  # the exit code is final now
    except BaseException:
        stop = pending_interrupt()
        if not stop:
            raise
        ignore_signals()
        code = stop.exit_code
        with suppress(OSError):
            sys.stderr.write(stop.line)
    _leave(code)


def _open_closed_streams() -> None:
    """Connect standard streams that the caller closed to /dev/null, so that no other file gets their numbers."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _run() -> int:
    """Return the exit code of the command line."""
    if lacking := missing_of_system(os):
        sys.stderr.write(f"ladder-export does not run on this system, which lacks {lacking}. {OTHER_SYSTEMS_HELP}\n")
        return ENVIRONMENT
    from ladder_export.cli import main  # noqa: PLC0415  # signals are handled before anything slow is loaded

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def missing_of_system(system: object) -> str:
    """Return what the operating system lacks for safe file access and locks, in words; empty if it lacks nothing.

    `system` is the module `os` of that system.
    """
    lacking = [f"os.{name}" for name in REQUIRED_OS_NAMES if not hasattr(system, name)]
    try:
        import fcntl  # noqa: F401, PLC0415  # only to know that it is there
    except ImportError:
        lacking.append("fcntl")
    return ", ".join(lacking)


def _leave(code: int) -> NoReturn:
    """Exit; ignore errors if nobody reads the last output."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    freeze_loaded_objects()  # no search for cycles in what ends anyway
    sys.exit(code)


if __name__ == "__main__":
    entry_point()
