"""This file runs jobs, here or in worker processes, and hands results back in plan order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from ladder_export.plan import Job
from ladder_export.problems import BadEnvironment, Problem
from ladder_export.theme import Look
from ladder_export.writers import FORMATS, Written

JOBS_PER_WORKER = 6  # below that a second process costs more to start than it saves
JOBS_PER_LIFE = 500  # measured: WeasyPrint keeps a little memory of every document

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Done:
    """A job's result and the seconds it took."""

    job: Job
    written: Written
    seconds: float


def run(jobs: Sequence[Job], look: Look, workers: int | None, clock: Clock) -> Iterator[Done]:
    """Every job's result, in plan order, each as soon as it and those before it are there.

    `workers` None takes as many processes as the machine has cores and the jobs are worth.
    Raises what a writer raises, with a note that names the artefact; BadEnvironment when a
    worker process dies.
    """
    count = min(workers or _worth(len(jobs)), len(jobs))
    if count <= 1:
        for job in jobs:
            yield _do(job, look, clock)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, _start_worker, max_tasks_per_child=JOBS_PER_LIFE)
    try:
        waiting: list[tuple[Job, Future[Done]]] = [(job, pool.submit(_do, job, look, clock)) for job in jobs]
        for job, future in waiting:
            yield _result(job, future)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start_worker() -> None:
    """A worker leaves Ctrl-C to its parent, and goes when the parent does, even one that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _worth(jobs: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, -(-jobs // JOBS_PER_WORKER))


def _do(job: Job, look: Look, clock: Clock) -> Done:
    began = clock()
    try:
        written = FORMATS[job.format].load()(job.document, look)
    except Exception as fault:
        fault.add_note(f"while writing {job.path}")
        raise
    return Done(job, written, clock() - began)


def _result(job: Job, future: Future[Done]) -> Done:
    try:
        return future.result()
    except BrokenProcessPool as fault:
        raise BadEnvironment(
            Problem(
                "worker-died",
                f"a worker process was stopped from outside before {job.path} was written",
                help="if memory is short, run with fewer workers: -j 1",
            )
        ) from fault
