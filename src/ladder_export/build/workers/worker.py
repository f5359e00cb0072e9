"""The loop of a worker process: documents arrive through a pipe, rendered files go back."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count

from ladder_export.build.workers.forkserver import Channel
from ladder_export.core.document import Document
from ladder_export.process import gc_policy
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile, load_renderer

MEMORY_BYTES = 4 << 30  # of address space; building 10,000 levels takes an eighth

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Task:
    """A document to render in a format; `path` below the output folder names it in errors."""

    document: Document
    format: str
    path: str


def run_task(task: Task, settings: RenderSettings, clock: Clock) -> tuple[RenderedFile, float]:
    """Render one document in this process; return its file and the time in seconds.

    An exception of the writer gets a note that names the file.
    """
    start = clock()
    try:
        rendered = load_renderer(task.format)(task.document, settings)
    except Exception as fault:
        fault.add_note(f"while writing {task.path}")
        raise
    return rendered, clock() - start


def worker_loop(channel: Channel, clock: Clock) -> None:
    """Receive render settings, then render the documents that arrive until the pipe is closed.

    An exception is sent back instead of a file. A worker that runs out of memory exits, as if killed by the system.
    """
    gc_policy.collect_rarely()
    limit_memory()
    settings: RenderSettings = channel.recv()
    for number in count(1):
        gc_policy.collect_between_jobs(number)
        task: Task = channel.recv()
        try:
            rendered, seconds = run_task(task, settings, clock)
            channel.send((replace(rendered, data=b""), seconds), rendered.data)
        except Exception as fault:  # noqa: BLE001  # raised again in the parent
            if _is_short_of_memory(fault):
                os._exit(1)  # the parent tries again once, then reports the document
            fault.add_note("in a worker:\n" + "".join(traceback.format_exception(fault)))
            channel.send(fault)


def limit_memory() -> None:
    """Limit this worker process to MEMORY_BYTES of memory, so that one document cannot exhaust the machine."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no limits, and a lower one may be set already
        import resource  # noqa: PLC0415  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _is_short_of_memory(fault: BaseException | None) -> bool:
    """Return whether an error was caused by a MemoryError, directly or not."""
    return fault is not None and (isinstance(fault, MemoryError) or _is_short_of_memory(fault.__context__))
