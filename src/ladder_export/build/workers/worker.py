"""This file is the life of a worker: documents in at one end of a pipe, what was rendered out again."""

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
from ladder_export.writers import RenderedFile, load

MEMORY_BYTES = 4 << 30  # of addresses, of which a worker of 10,000 levels uses an eighth

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Task:
    """One document to be rendered in one format, to `path` below the output folder."""

    document: Document
    format: str
    path: str


def run_task(task: Task, settings: RenderSettings, clock: Clock) -> tuple[RenderedFile, float]:
    """What one task comes to, here and now, and the seconds it took."""
    start = clock()
    try:
        rendered = load(task.format)(task.document, settings)
    except Exception as fault:
        fault.add_note(f"while writing {task.path}")
        raise
    return rendered, clock() - start


def worker_loop(channel: Channel, clock: Clock) -> None:
    """Do tasks in the look that is sent first, until nobody sends one; die, as of the system's own want of memory, of one that takes too much."""
    gc_policy.collect_rarely()
    limit_memory()
    settings: RenderSettings = channel.recv()
    for number in count(1):
        gc_policy.collect_between_jobs(number)
        task: Task = channel.recv()
        try:
            rendered, seconds = run_task(task, settings, clock)
            channel.send((replace(rendered, data=b""), seconds), rendered.data)
        except Exception as fault:  # noqa: BLE001  # it is raised again in the parent
            if _is_short_of_memory(fault):
                os._exit(1)  # who sent the task tries once more, and then names the document
            fault.add_note("in a worker:\n" + "".join(traceback.format_exception(fault)))
            channel.send(fault)


def limit_memory() -> None:
    """Refuse this process more than MEMORY_BYTES of memory, so that no document takes the machine's."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no limits, and a lower one may be set already
        import resource  # noqa: PLC0415  # not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _is_short_of_memory(fault: BaseException | None) -> bool:
    """Whether an error comes of a MemoryError, whatever it was turned into."""
    return fault is not None and (isinstance(fault, MemoryError) or _is_short_of_memory(fault.__context__))
