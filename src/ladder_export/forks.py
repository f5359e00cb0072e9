"""This file starts the process that holds the engines, before anything else is loaded, and those that are forked from it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import ModuleType

LONGEST = 75  # bytes of the folder for temporary files, behind which Python's names still make an address of a socket

# A process that holds the engines and does nothing else can be forked safely; elsewhere
# than on Linux, system libraries do not bear that.
CAN_FORK = sys.platform == "linux" and len(os.fsencode(tempfile.gettempdir())) <= LONGEST
CONTEXT = ForkServerContext() if CAN_FORK else SpawnContext()

SCRATCH = "ladder-export-"
# What tells that process the theme that will most likely be asked for, and the language of sheets where a few were edited.
THEME, SHEETS = "LADDER_EXPORT_BEGIN", "LADDER_EXPORT_SHEETS"


def prepare(theme: str = "", sheets: str = "") -> None:
    """Has engines made ready in the background, while the rest of this program is loaded and the ladder read.

    At best for a theme, and for a few sheets in a language after an edit.
    """
    if isinstance(CONTEXT, ForkServerContext):
        forkserver.set_forkserver_preload(["ladder_export.warm", "ladder_export.begun"])
        resource_tracker.ensure_running()  # when that is started it lets signals through again
        os.environ |= {THEME: theme, SHEETS: sheets}
        try:
            with _undisturbed():  # it inherits this: it goes when this process does, and clears away, not before
                forkserver.ensure_running()
        finally:
            del os.environ[THEME], os.environ[SHEETS]


def started(work: Callable[..., None], scratch: str, *about: object) -> tuple[BaseProcess, Connection]:
    """A process that works with a pipe and what it is about, and the other end of the pipe.

    It leaves Ctrl-C to this one, and goes when this one does, even when this one is killed.
    What it puts aside, such as fonts, is in `scratch`, for it is never asked to clean up.
    """
    here, there = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_belonging, args=(work, there, scratch, about), daemon=True)
    with _undisturbed(), _no_program():
        process.start()
    there.close()
    return process, here


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Has Ctrl-C wait: a process that was told half of what it is to do would say so, in words of Python's."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _no_program() -> Iterator[None]:
    """Has a new process not run the program that is running here: it would load the command line for nothing (measured: 30 ms)."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _belonging(work: Callable[..., None], pipe: Connection, scratch: str, about: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    parent = multiprocessing.parent_process()

    def leave() -> None:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)

    def follow() -> None:
        if parent:
            parent.join()
            leave()

    threading.Thread(target=follow, daemon=True).start()
    try:
        work(pipe, *about)
    except (EOFError, ConnectionError):  # nobody is at the other end
        leave()
