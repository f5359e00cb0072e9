"""This file ends the program when it is told to: one exception for the first signal, and a limit for the clean-up after it."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from types import FrameType

CLEAN_UP_SECONDS = 4.0  # a clean-up that takes longer is cut off; the next build removes what it left

EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}  # what shells report for each


class Interrupted(BaseException):
    """Somebody asked the program to end: `exit_code` is what shells report for the signal.

    `outcome` is what that leaves, as the end of a sentence.
    It is no KeyboardInterrupt: Click and `exec` treat that one in ways of their own.
    """

    outcome = "what was published before is as it was"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = EXIT_CODES[signal.Signals(number)]


def received() -> Interrupted | None:
    """Return what the first signal raised, for whoever meets an error that came of it: C code turns it into others."""
    return _received[0] if _received else None


def handle_signals() -> None:
    """Raise Interrupted in the main thread at the first SIGINT or SIGTERM; ignore the ones that follow."""
    for number in EXIT_CODES:
        signal.signal(number, _interrupt)


def ignore_signals() -> None:
    """Let the program end with the exit code that it has."""
    for number in EXIT_CODES:
        signal.signal(number, signal.SIG_IGN)


_received: list[Interrupted] = []


def _interrupt(number: int, _frame: FrameType | None) -> None:
    ignore_signals()  # a second signal must not cut the clean-up short
    stop = Interrupted(number)
    _received.append(stop)
    limit = threading.Timer(CLEAN_UP_SECONDS, os._exit, (stop.exit_code,))
    limit.daemon = True
    with suppress(RuntimeError):  # a machine without a thread to spare
        limit.start()
    raise stop
