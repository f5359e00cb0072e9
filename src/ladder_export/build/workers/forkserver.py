"""Starting worker processes: forked from a fork server with loaded engines, or spawned where forking is unsafe."""

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
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

MAX_TEMP_DIR_BYTES = 75  # longest temporary folder in which Python's file names still give a valid socket address

# Fork only on Linux, where no system library starts threads unasked. The fork server's socket is in the
# temporary folder, and the path of a socket has at most 107 bytes.
CAN_FORK = sys.platform == "linux" and len(os.fsencode(tempfile.gettempdir())) <= MAX_TEMP_DIR_BYTES
CONTEXT = multiprocessing.get_context("forkserver") if CAN_FORK else multiprocessing.get_context("spawn")
PRELOAD = ["ladder_export.build.workers.preload"]

SCRATCH_PREFIX = "ladder-export-"
HEARTBEAT_SECONDS = 1.0
PIPE_TIMEOUT_SECONDS = 30
ENDING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A message by which a worker shows that it is alive, with its processor time so far."""

    cpu_seconds: float


def start_fork_server() -> None:
    """Start the process that loads the PDF and deck engines once and that workers are forked from.

    Does nothing if it already runs, or on systems where workers are spawned instead.
    """
    if isinstance(CONTEXT, ForkServerContext):
        CONTEXT.set_forkserver_preload(PRELOAD)
        resource_tracker.ensure_running()  # before signals are blocked, since it unblocks them
        with (
            _signals_deferred()
        ):  # the fork server inherits the blocked signals, so it ends with this process, not before
            forkserver.ensure_running()


def start_worker(work: Callable[..., None], scratch: str, *arguments: object) -> tuple[BaseProcess, Connection]:
    """Start a worker process that calls `work(channel, *arguments)`, where `channel` is its Channel to this process.

    Returns the process and this process's end of the pipe, once the fork server has loaded the engines. Arguments must
    be small (a pipe takes 64 kB at once); send large ones through the pipe. The worker ignores Ctrl-C and ends with
    this process, even if this one is killed. Its temporary files are in `scratch`, which the caller removes. Reading or
    writing the pipe raises OSError if the worker stops in the middle of a message for PIPE_TIMEOUT_SECONDS.
    """
    here, there = CONTEXT.Pipe()
    _limit_waiting(here)
    process = CONTEXT.Process(target=_worker_main, args=(work, there, scratch, arguments), daemon=True)
    _start_interruptibly(process)
    there.close()
    return process, here


def _start_interruptibly(process: BaseProcess) -> None:
    """Start a process in a thread, so that a signal need not wait for the fork server.

    The thread gets a moment to end, since a fork server whose client vanishes during a request prints a traceback.
    """
    result = Future[None]()

    def begin() -> None:
        try:
            with _signals_deferred():
                process.start()
            result.set_result(None)
        except BaseException as fault:  # noqa: BLE001  # raised again by `result.result()`
            result.set_exception(fault)

    thread = threading.Thread(target=begin, daemon=True)
    thread.start()
    try:
        result.result()
    except BaseException:
        thread.join(ENDING_SECONDS)
        raise


def _limit_waiting(pipe: Connection) -> None:
    """Limit the time of one read or write, so that a process stopped during a message cannot block this one."""
    if sys.platform == "win32":
        return  # pipes are no sockets there
    limit = struct.pack("@ll", PIPE_TIMEOUT_SECONDS, 0)  # struct timeval of socket(7)
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            end.setsockopt(socket.SOL_SOCKET, option, limit)


@contextmanager
def _signals_deferred() -> Iterator[None]:
    """Block SIGINT and SIGTERM, since a process interrupted during its start prints a traceback."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Channel:
    """The pipe to the parent process as a worker sees it; heartbeats of the worker go through it too."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._lock = pipe, threading.Lock()

    def recv(self) -> Any:  # noqa: ANN401  # any object
        """Return the next object that the other process sent. Raises EOFError if the other end is closed."""
        return self._pipe.recv()

    def send(self, message: object, data: bytes | None = None) -> None:
        """Send an object to the other process, then the bytes `data` if given, faster than as a part of the object."""
        with self._lock:
            self._pipe.send(message)
            if data is not None:
                self._pipe.send_bytes(data)


def _worker_main(work: Callable[..., None], pipe: Connection, scratch: str, arguments: tuple[object, ...]) -> None:
    """Initialise a worker process and run `work`; ignore the parent's signals, and end with the parent."""
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
        work(channel, *arguments)
    except (EOFError, ConnectionError):  # the other end is closed
        leave()
