"""Interruption by signals: an exception for the first signal, and a time limit for the clean-up after it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType

CLEAN_UP_SECONDS = 4.0  # after this the process ends; the next build removes what is left
RETRY_SECONDS = 0.25  # interval of checks whether the exception was swallowed

EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}  # as shells report them


class Interrupted(BaseException):
    """Raised when the program gets SIGINT (Ctrl-C) or SIGTERM; `exit_code` is what shells report for the signal.

    `outcome` is the state of the output folder, as the end of a sentence for the user. It is no KeyboardInterrupt,
    since other code, such as Click, handles that exception in its own way.
    """

    outcome = "output unchanged"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = EXIT_CODES[signal.Signals(number)]

    @property
    def line(self) -> str:
        """Return the message for the user, with a line break at its end."""
        return f"interrupted; {self.outcome}\n"


_received: list[Interrupted] = []


def handle_signals() -> None:
    """Raise Interrupted in the main thread at the first SIGINT or SIGTERM, and again if other code swallowed it."""
    for number in EXIT_CODES:
        signal.signal(number, _interrupt)


def ignore_signals() -> None:
    """Ignore further signals, so that the program can end with its exit code."""
    for number in EXIT_CODES:
        signal.signal(number, signal.SIG_IGN)


def pending_interrupt() -> Interrupted | None:
    """Return the exception of the first signal; None if there was no signal.

    C code that a signal interrupts may raise another error instead; the caller that catches that error raises this one.
    """
    return _received[0] if _received else None


def _interrupt(number: int, _frame: FrameType | None) -> None:
    if not _received:
        _received.append(Interrupted(number))
        sys.unraisablehook = _report_unraisable
        with suppress(RuntimeError):  # no thread can be started
            threading.Thread(target=_raise_again, args=(number, _received[0]), daemon=True).start()
    elif _is_unwinding(_received[0]):
        return  # a second signal must not cut the clean-up short
    raise _received[0]


def _is_unwinding(stop: Interrupted) -> bool:
    """Return whether the exception is being handled right now."""
    handled = sys.exc_info()[1]
    while handled and handled is not stop:
        handled = handled.__context__
    return handled is stop


def _raise_again(number: int, stop: Interrupted) -> None:
    """Raise the exception again where C code, a callback or a destructor swallowed it.

    Ends the program after CLEAN_UP_SECONDS.
    """
    deadline = time.monotonic() + CLEAN_UP_SECONDS
    while time.monotonic() < deadline:
        time.sleep(RETRY_SECONDS)
        signal.pthread_kill(threading.main_thread().ident or 0, number)  # interrupts a blocking call of the main thread
    with suppress(OSError):
        os.write(2, stop.line.encode())
    os._exit(stop.exit_code)


def _report_unraisable(fault: sys.UnraisableHookArgs) -> None:
    """Report unraisable exceptions, except Interrupted, which is raised again anyway."""
    if not isinstance(fault.exc_value, Interrupted):
        sys.__unraisablehook__(fault)
