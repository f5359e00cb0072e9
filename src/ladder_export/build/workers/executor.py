"""Running jobs in this process or in workers: the most expensive first, results as they come, despite dying workers."""

from __future__ import annotations

import os
import pickle  # between our own processes
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory

from ladder_export.build.plan import Job
from ladder_export.build.workers.forkserver import (
    HEARTBEAT_SECONDS,
    SCRATCH_PREFIX,
    Heartbeat,
    start_fork_server,
    start_worker,
)
from ladder_export.build.workers.jobs import (
    Completed,
    Failed,
    JobResult,
    JobsByPosition,
    ReadyJobs,
    by_cost,
    failed_result,
    make_task,
    no_jobs,
)
from ladder_export.build.workers.worker import Clock, run_task, worker_loop
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import BadEnvironment, Problem
from ladder_export.process import gc_policy
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile, RenderFailure

MAX_TASKS_PER_WORKER = 500  # WeasyPrint leaks a little memory per document
MAX_ATTEMPTS = 2  # one death may be the machine's fault, a second one is the document's
MAX_DEATHS_IN_A_ROW = 20  # without any document made in between: then no process of this machine gets to work
STALL_SECONDS = 30.0  # a worker without processor time for so long is stopped or deadlocked
STALL_CPU_SECONDS = 0.1  # heartbeats alone take a hundredth of this in that time
JOB_CPU_SECONDS = 300.0  # limit per document; one of an ordinary level takes 0.1 s ...
JOB_CPU_SECONDS_PER_BYTE = 0.001  # ... and about 0.00002 s for each byte that it is made from


Answer = tuple[RenderedFile, float] | Heartbeat | None
BUSY = Heartbeat(0.0)


def run_jobs(  # noqa: PLR0913, PLR0917  # all that decides where and how jobs run
    jobs: JobsByPosition,
    settings: RenderSettings,
    workers: int | None,
    clock: Clock,
    pool: WorkerPool | None = None,
    ready_jobs: ReadyJobs = no_jobs,
) -> Iterator[JobResult]:
    """Render jobs in this process or in worker processes; yield each result as it comes.

    `workers` is the number of processes: None for one per core, 1 for this process only, in plan order. If no job needs
    a slow engine and `pool` has no workers yet, all run in this process too. `pool`: workers to use and keep; None to
    start some for these jobs only. Jobs that `ready_jobs` returns run next. Raises the exception of a writer that
    fails, with a note that names the file.
    """
    workers = workers or available_cores()
    if not jobs:
        return
    if workers == 1 or not ((pool and pool.workers) or _need_engine(jobs)):
        yield from _run_here(jobs, settings, clock, ready_jobs)
        return
    with nullcontext(pool) if pool else open_pool(settings, clock) as active_pool:
        active_pool.start_workers(min(workers, len(jobs)))
        yield from active_pool.results(jobs, ready_jobs)


def _run_here(
    jobs: JobsByPosition, settings: RenderSettings, clock: Clock, ready_jobs: ReadyJobs
) -> Iterator[Completed]:
    waiting = deque(jobs.items())
    for number in count(1):
        if not waiting:
            return
        position, job = waiting.popleft()
        yield Completed(position, job, *run_task(make_task(job), settings, clock))
        waiting.extendleft(reversed(tuple(ready_jobs().items())))
        gc_policy.collect_between_jobs(number)


def run_in_own_process(jobs: JobsByPosition, settings: RenderSettings, clock: Clock) -> Iterator[JobResult]:
    """Render jobs one after the other in this process; a document that cannot be rendered gives a Failed result."""
    for position, job in jobs.items():
        try:
            yield Completed(position, job, *run_task(make_task(job), settings, clock))
        except RenderFailure as stop:
            yield Failed(position, job, stop.problem)


def _need_engine(jobs: JobsByPosition) -> bool:
    return any(FORMATS[job.format].has_slow_engine for job in jobs.values())


@dataclass(slots=True)
class _Worker:
    """A worker process with its pipe, the position of its current job, and the number of tasks it was given.

    `cpu_seconds` is its processor time at `active_at`, the last moment at which it had noticeably grown;
    `job_cpu_seconds` is its processor time at the start of the job.
    """

    process: BaseProcess
    pipe: Connection
    position: int | None = None
    task_count: int = 0
    active_at: float = 0.0
    cpu_seconds: float = 0.0
    job_cpu_seconds: float = 0.0

    def record(self, beat: Heartbeat, now: float) -> None:
        """Record a heartbeat."""
        if beat.cpu_seconds >= self.cpu_seconds + STALL_CPU_SECONDS:
            self.cpu_seconds, self.active_at = beat.cpu_seconds, now

    def is_stuck(self, job: Job, now: float) -> bool:
        """Return whether the process makes no progress, or uses more time than any document can need."""
        limit = JOB_CPU_SECONDS + JOB_CPU_SECONDS_PER_BYTE * job.source_bytes
        return now - self.active_at > STALL_SECONDS or self.cpu_seconds - self.job_cpu_seconds > limit


@dataclass(slots=True)
class WorkerPool:
    """The worker processes of one build; they keep loaded engines and caches from one phase of the build to the next.

    `scratch` is the folder for their temporary files. `pickled_tasks` are documents that wait for a worker, each with
    the position of its job in the plan. `deaths_in_a_row` counts the workers that died since a document was made.
    """

    settings: RenderSettings
    clock: Clock
    scratch: str
    workers: list[_Worker] = field(default_factory=list)
    pickled_tasks: deque[tuple[int, bytes]] = field(default_factory=deque)
    deaths_in_a_row: int = 0

    def results(self, jobs: JobsByPosition, ready_jobs: ReadyJobs = no_jobs) -> Iterator[JobResult]:
        """Render jobs in the pool's workers, and those that `ready_jobs` returns; yield each result as it comes.

        Each worker has one job at a time, so that its death identifies the job. Raises BadEnvironment if all die.
        """
        waiting = by_cost(jobs)
        deaths = Counter[int]()
        for worker in self.workers:
            self._dispatch(worker, waiting, jobs)
        while busy := [(worker, worker.position) for worker in self.workers if worker.position is not None]:
            if waiting and len(self.pickled_tasks) < len(self.workers):
                self._prepare(waiting, jobs)
            answering = wait([worker.pipe for worker, _ in busy], HEARTBEAT_SECONDS)
            for worker, position in busy:
                answer = self._answer(worker, jobs[position], is_ready=worker.pipe in answering)
                if not isinstance(answer, Heartbeat):
                    result = self._result(worker, position, answer, waiting, jobs, deaths)
                    self._dispatch(worker, waiting, jobs)
                    yield from result
                    jobs = self._with_ready(ready_jobs(), waiting, jobs)

    def _answer(self, worker: _Worker, job: Job, *, is_ready: bool) -> Answer:
        """Return what a busy worker sent: a Heartbeat while it works, None if it died or is stuck. Raises what it raised."""
        answer, now = _receive(worker.pipe) if is_ready else BUSY, self.clock()
        if isinstance(answer, BaseException):
            raise answer
        if not isinstance(answer, Heartbeat):
            return answer
        worker.record(answer, now)
        return None if worker.is_stuck(job, now) else answer

    def _result(  # noqa: PLR0913, PLR0917  # all that a death changes
        self,
        worker: _Worker,
        position: int,
        answer: tuple[RenderedFile, float] | None,
        waiting: deque[int],
        jobs: JobsByPosition,
        deaths: Counter[int],
    ) -> tuple[JobResult, ...]:
        """Return the result of a worker's job. Replace a worker that died; another one tries its job again, once."""
        if answer:
            self.deaths_in_a_row = 0
            return (Completed(position, jobs[position], *answer),)
        self.deaths_in_a_row += 1
        if self.deaths_in_a_row >= MAX_DEATHS_IN_A_ROW:
            raise BadEnvironment(_all_die())
        self._replace(worker)
        deaths[position] += 1
        if deaths[position] >= MAX_ATTEMPTS:
            return (failed_result(position, jobs[position]),)
        waiting.appendleft(position)
        return ()

    def start_workers(self, size: int) -> None:
        """Start worker processes until the pool has `size` of them."""
        if len(self.workers) < size:
            start_fork_server()
        while len(self.workers) < size:
            self.workers.append(self._start_worker())

    def _start_worker(self) -> _Worker:
        process, pipe = start_worker(worker_loop, self.scratch, self.clock)
        with suppress(OSError):  # a dead worker is detected when its first result is awaited
            pipe.send(self.settings)
        return _Worker(process, pipe)

    def _dispatch(self, worker: _Worker, waiting: deque[int], jobs: JobsByPosition) -> None:
        if waiting and not self.pickled_tasks:
            self._prepare(waiting, jobs)
        worker.position = None
        if self.pickled_tasks:
            if worker.task_count >= MAX_TASKS_PER_WORKER:
                self._replace(worker)
            worker.position, task = self.pickled_tasks.popleft()
            worker.task_count += 1
            worker.active_at, worker.job_cpu_seconds = self.clock(), worker.cpu_seconds
            with suppress(OSError):  # a dead worker is detected when its result is awaited
                worker.pipe.send_bytes(task)

    def _with_ready(self, ready: JobsByPosition, waiting: deque[int], jobs: JobsByPosition) -> JobsByPosition:
        """Return all jobs with those that can run from now on, after putting these first and busying idle workers."""
        waiting.extendleft(reversed(by_cost(ready)))
        every_job = {**jobs, **ready} if ready else jobs
        for worker in self.workers if ready else ():
            if worker.position is None:
                self._dispatch(worker, waiting, every_job)
        return every_job

    def _prepare(self, waiting: deque[int], jobs: JobsByPosition) -> None:
        """Pickle the next task before a worker waits for it."""
        position = waiting.popleft()
        self.pickled_tasks.append((position, pickle.dumps(make_task(jobs[position]))))

    def _replace(self, worker: _Worker) -> None:
        """Replace a worker's process by a new one."""
        _kill(worker)
        new = self._start_worker()
        worker.process, worker.pipe, worker.task_count, worker.cpu_seconds = new.process, new.pipe, 0, 0.0


@contextmanager
def open_pool(settings: RenderSettings, clock: Clock) -> Iterator[WorkerPool]:
    """Open a pool of worker processes that end with the `with` block. None of them starts before there is a job."""
    with TemporaryDirectory(prefix=SCRATCH_PREFIX, ignore_cleanup_errors=True) as scratch:
        pool = WorkerPool(settings, clock, scratch)
        try:
            yield pool
        finally:
            for worker in pool.workers:
                _kill(worker)


def _kill(worker: _Worker) -> None:
    """Kill a worker, which holds nothing that must be saved."""
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _receive(pipe: Connection) -> Answer:
    """Return what a worker sent; None if it died while sending."""
    try:
        result: Answer = pipe.recv()
        if not isinstance(result, tuple):
            return result
        rendered, seconds = result
        return replace(rendered, data=pipe.recv_bytes()), seconds
    except (EOFError, OSError):
        return None


def _all_die() -> Problem:
    message = f"{MAX_DEATHS_IN_A_ROW} worker processes in a row ended before they made a document"
    return Problem("workers-die", message, help="run in one process, which shows the reason: -j 1")


def available_cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
