"""Function calls in a worker process that has an engine loaded, so that this process need not load it."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory

from ladder_export.build.workers.forkserver import SCRATCH_PREFIX, Channel, start_fork_server, start_worker

TIMEOUT_SECONDS = 60  # calls take about a second


def call_in_worker(module: str, function: str, calls: Sequence[tuple[object, ...]]) -> tuple[object, ...]:
    """Import a module in a new worker process, call its function with each tuple of arguments, and return the results.

    `calls` are the tuples. Returns an empty tuple if a call fails or takes too long; whoever renders next in this
    process reports the reason.
    """
    start_fork_server()
    with TemporaryDirectory(prefix=SCRATCH_PREFIX, ignore_cleanup_errors=True) as scratch:
        process, pipe = start_worker(_serve_calls, scratch)
        try:
            pipe.send((module, function, calls))
            return _receive_results(pipe)
        except (EOFError, OSError):
            return ()
        finally:
            process.kill()
            process.join()
            pipe.close()


def _receive_results(pipe: Connection) -> tuple[object, ...]:
    """Return the results sent within TIMEOUT_SECONDS; empty if none arrive."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while pipe.poll(max(0.0, deadline - time.monotonic())):
        message = pipe.recv()
        if isinstance(message, tuple):
            return message
    return ()


def _serve_calls(channel: Channel) -> None:
    with suppress(Exception):
        module, function, calls = channel.recv()
        channel.send(tuple(getattr(importlib.import_module(module), function)(*call) for call in calls))
