"""The one policy of garbage collection, for the command, the fork server and workers.

A ladder, its documents and their layouts are millions of objects with next to no reference cycles. CPython looks for
cycles after every 700 new objects, which takes 5 to 10 % of a build; this policy raises that number to GC_THRESHOLD.
Figures: `make bench`, row "garbage collection".
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

GC_THRESHOLD = 200_000  # about 20 MB, more than any document but a handbook needs
CPYTHON_GC_THRESHOLD = 700
JOBS_PER_COLLECTION = 32  # sheets leave almost no cycles, decks few


def collect_rarely() -> None:
    """Let this process, and those forked from it, look for reference cycles only after GC_THRESHOLD new objects."""
    gc.set_threshold(GC_THRESHOLD)


def freeze_loaded_objects() -> None:
    """Exempt all existing objects from garbage collection.

    Called before a fork, so that workers share their memory, and at the end of the process, which takes less time then.
    """
    gc.freeze()


@contextmanager
def frequent_collection() -> Iterator[None]:
    """Collect garbage among new objects as often as CPython does by default, inside the `with` block.

    For a handbook, which is a single job that leaves many reference cycles.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(CPYTHON_GC_THRESHOLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def collect_between_jobs(jobs_done: int) -> None:
    """Collect all garbage after every JOBS_PER_COLLECTION render jobs, since Python rarely looks at old objects.

    `jobs_done` is the number of jobs so far; other numbers than multiples do nothing.
    """
    if not jobs_done % JOBS_PER_COLLECTION:
        gc.collect()


def collect_now() -> None:
    """Collect all garbage, after a large part of a job such as some chapters of a handbook."""
    gc.collect()
