"""This file starts the process that holds the engines, before anything else is loaded, and those that are forked from it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

LONGEST = 75  # bytes of the folder for temporary files, behind which Python's names still make an address of a socket

# A process that holds the engines and does nothing else can be forked safely; elsewhere
# than on Linux, system libraries do not bear that.
CAN_FORK = sys.platform == "linux" and len(os.fsencode(tempfile.gettempdir())) <= LONGEST
CONTEXT = ForkServerContext() if CAN_FORK else SpawnContext()

SCRATCH = "ladder-export-"
HEARTBEAT_SECONDS = 1.0
PIPE_TIMEOUT_SECONDS = 30
# What tells that process the theme that will most likely be asked for, and the language of sheets where a few were edited.
THEME, SHEETS = "LADDER_EXPORT_BEGIN", "LADDER_EXPORT_SHEETS"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life: the processor time in seconds that a worker has used so far."""

    cpu_seconds: float


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
    """Start a process that runs `work` with a channel and `about`; return it and the other end of its pipe.

    It leaves Ctrl-C to this one, and goes when this one does, even when this one is killed.
    What it puts aside, such as fonts, is in `scratch`, for it is never asked to clean up.
    Reading from the pipe or writing to it fails with an OSError when the process does not
    go on with half a message for PIPE_TIMEOUT_SECONDS.
    """
    here, there = CONTEXT.Pipe()
    _limit_waiting(here)
    process = CONTEXT.Process(target=_belonging, args=(work, there, scratch, about), daemon=True)
    with _undisturbed(), _no_program():
        process.start()
    there.close()
    return process, here


def _limit_waiting(pipe: Connection) -> None:
    """Bound the time that one read or write may take: a process that is stopped in mid-message would hold up this one."""
    if sys.platform == "win32":
        return  # pipes are no sockets there
    limit = struct.pack("@ll", PIPE_TIMEOUT_SECONDS, 0)  # struct timeval of socket(7)
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            end.setsockopt(socket.SOL_SOCKET, option, limit)


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


class Channel:
    """A worker's end of its pipe, on which it also tells that it is alive while it works."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._lock = pipe, threading.Lock()

    def recv(self) -> Any:  # noqa: ANN401  # whatever the other end sends
        """Return the next object. Raises EOFError when nobody is at the other end."""
        return self._pipe.recv()

    def send(self, message: object, data: bytes | None = None) -> None:
        """Send an object, then bytes if there are any: by themselves they are not copied first."""
        with self._lock:
            self._pipe.send(message)
            if data is not None:
                self._pipe.send_bytes(data)


def _belonging(work: Callable[..., None], pipe: Connection, scratch: str, about: tuple[object, ...]) -> None:
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})  # the fork server blocks both
    tempfile.tempdir = scratch
    parent, channel = multiprocessing.parent_process(), Channel(pipe)

    def leave() -> None:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)

    def follow() -> None:
        while parent and parent.is_alive():
            parent.join(HEARTBEAT_SECONDS)
            with suppress(OSError):
                channel.send(Heartbeat(time.process_time()))
        leave()

    threading.Thread(target=follow, daemon=True).start()
    try:
        work(channel, *about)
    except (EOFError, ConnectionError):  # nobody is at the other end
        leave()
