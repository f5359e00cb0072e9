"""This file runs jobs, here or in worker processes: the longest first, each result as it comes, whoever dies."""

from __future__ import annotations

import os
import pickle  # between our own processes
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory

from ladder_export.build.plan import Job
from ladder_export.build.workers.forkserver import HEARTBEAT_SECONDS, SCRATCH, Heartbeat, start, start_fork_server
from ladder_export.build.workers.worker import Clock, Task, do, work
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import Problem
from ladder_export.process import gc_policy
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile

JOBS_PER_LIFE = 500  # measured: WeasyPrint keeps a little memory of every document
ATTEMPTS = 2  # a worker may die of its machine; when two die of one document, it is the document
STALL_SECONDS = 30.0  # a worker that has used no processor time for so long is stopped or waits for ever
STALL_CPU_SECONDS = 0.1  # telling that it is alive takes a worker a hundredth of this in that time
JOB_CPU_SECONDS = 300.0  # processor time that any document may take; one of an ordinary level takes 0.1 s ...
JOB_CPU_SECONDS_PER_BYTE = 0.001  # ... and about 0.00002 s for each byte that it is made from


@dataclass(frozen=True, slots=True)
class Done:
    """The result of the job at a position of the plan, and the seconds it took."""

    position: int
    job: Job
    written: RenderedFile
    seconds: float


@dataclass(frozen=True, slots=True)
class Lost:
    """A job whose workers died, and what to say of it."""

    position: int
    job: Job
    problem: Problem


Answer = tuple[RenderedFile, float] | Heartbeat | BaseException | None
STILL_BUSY = Heartbeat(0.0)

Outcome = Done | Lost
Jobs = Mapping[int, Job]
"""Jobs by their position in the plan."""


def run(
    jobs: Jobs, settings: RenderSettings, workers: int | None, clock: Clock, crew: Crew | None = None
) -> Iterator[Outcome]:
    """Every job's outcome, as it comes.

    `workers` None takes as many processes as the machine has cores; 1 works in this process, in plan order, as do jobs
    whose engines are quick to load while no worker runs. `crew` are workers that stay for other jobs; without one, they
    are started for these. Raises what a writer raises, with a note that names the artefact.
    """
    workers = workers or cores()
    if not jobs:
        return
    if workers == 1 or not ((crew and crew.members) or _need_engine(jobs)):
        for number, (position, job) in enumerate(jobs.items(), 1):
            yield Done(position, job, *do(task(job), settings, clock))
            gc_policy.collect_between_jobs(number)
        return
    with nullcontext(crew) if crew else open_crew(settings, clock) as staff:
        staff.hire(min(workers, len(jobs)))
        yield from staff.outcomes(jobs)


def _need_engine(jobs: Jobs) -> bool:
    return any(FORMATS[job.format].has_slow_engine for job in jobs.values())


@dataclass(slots=True)
class _Worker:
    """A process at the other end of a pipe, the job it is busy with and how many it has been given.

    `cpu_seconds` is the processor time that it had used at `active_at`, the last moment at which
    it had used noticeably more than before; `job_cpu_seconds` is what it had used before its job.
    """

    process: BaseProcess
    pipe: Connection
    busy: int | None = None
    served: int = 0
    active_at: float = 0.0
    cpu_seconds: float = 0.0
    job_cpu_seconds: float = 0.0

    def beat(self, beat: Heartbeat, now: float) -> None:
        """Take notice of a sign of life."""
        if beat.cpu_seconds >= self.cpu_seconds + STALL_CPU_SECONDS:
            self.cpu_seconds, self.active_at = beat.cpu_seconds, now

    def is_stuck(self, job: Job, now: float) -> bool:
        """Whether its process stands still, or takes more for its job than any document can need."""
        limit = JOB_CPU_SECONDS + JOB_CPU_SECONDS_PER_BYTE * job.size
        return now - self.active_at > STALL_SECONDS or self.cpu_seconds - self.job_cpu_seconds > limit


@dataclass(slots=True)
class Crew:
    """The workers of one build, which keep what they have loaded and worked out from one phase of it to the next."""

    settings: RenderSettings
    clock: Clock
    scratch: str
    members: list[_Worker] = field(default_factory=list)
    ready: deque[tuple[int, bytes]] = field(default_factory=deque)

    def outcomes(self, jobs: Jobs) -> Iterator[Outcome]:
        """Every job's outcome, as it comes; each member has one job at a time, so that its death names it."""
        waiting = deque(sorted(jobs, key=lambda position: (-weight(jobs[position]), position)))
        deaths = Counter[int]()
        for worker in self.members:
            self._feed(worker, waiting, jobs)
        while busy := {worker.pipe: worker for worker in self.members if worker.busy is not None}:
            if waiting and len(self.ready) < len(self.members):
                self._prepare(waiting, jobs)
            answering = wait(list(busy), HEARTBEAT_SECONDS)
            for pipe, worker in busy.items():
                answer = self._answer(worker, jobs, is_ready=pipe in answering)
                if isinstance(answer, BaseException):
                    raise answer
                if not isinstance(answer, Heartbeat):
                    outcome = self._outcome(worker, answer, waiting, jobs, deaths)
                    self._feed(worker, waiting, jobs)
                    yield from outcome

    def _outcome(
        self,
        worker: _Worker,
        answer: tuple[RenderedFile, float] | None,
        waiting: deque[int],
        jobs: Jobs,
        deaths: Counter[int],
    ) -> tuple[Outcome, ...]:
        """Return what a worker's job has come to; nothing when another worker will try it again."""
        if answer and worker.busy is not None:
            return (Done(worker.busy, jobs[worker.busy], *answer),)
        lost = self._mourn(worker, waiting, jobs, deaths)
        return (lost,) if lost else ()

    def _answer(self, worker: _Worker, jobs: Jobs, *, is_ready: bool) -> Answer:
        """Return what a busy worker sends; a Heartbeat while it goes on, None when it died or is stuck."""
        answer, now = _received(worker.pipe) if is_ready else STILL_BUSY, self.clock()
        if not isinstance(answer, Heartbeat):
            return answer
        worker.beat(answer, now)
        stuck = worker.busy is not None and worker.is_stuck(jobs[worker.busy], now)
        return None if stuck else answer

    def _mourn(self, worker: _Worker, waiting: deque[int], jobs: Jobs, deaths: Counter[int]) -> Lost | None:
        """Another process in the place of one that died; its job waits again, or is lost."""
        position = worker.busy
        self._replace(worker)
        if position is None:
            return None
        deaths[position] += 1
        if deaths[position] < ATTEMPTS:
            waiting.appendleft(position)
            return None
        return lost(position, jobs[position])

    def hire(self, size: int) -> None:
        """Start workers until there are so many."""
        if len(self.members) < size:
            start_fork_server()
        while len(self.members) < size:
            self.members.append(self._start_worker())

    def _start_worker(self) -> _Worker:
        process, pipe = start(work, self.scratch, self.clock)
        with suppress(OSError):  # one that died is found out when its first result is waited for
            pipe.send(self.settings)
        return _Worker(process, pipe)

    def _feed(self, worker: _Worker, waiting: deque[int], jobs: Jobs) -> None:
        if waiting and not self.ready:
            self._prepare(waiting, jobs)
        worker.busy = None
        if self.ready:
            if worker.served >= JOBS_PER_LIFE:
                self._replace(worker)
            worker.busy, task = self.ready.popleft()
            worker.served += 1
            worker.active_at, worker.job_cpu_seconds = self.clock(), worker.cpu_seconds
            with suppress(OSError):  # one that died idle is found out when its result is waited for
                worker.pipe.send_bytes(task)

    def _prepare(self, waiting: deque[int], jobs: Jobs) -> None:
        """The next task, ready to be sent: a worker that waits for it to be made loses 3 % of its time (measured)."""
        position = waiting.popleft()
        self.ready.append((position, pickle.dumps(task(jobs[position]))))

    def _replace(self, worker: _Worker) -> None:
        """Another process in its place."""
        _dismiss(worker)
        fresh = self._start_worker()
        worker.process, worker.pipe, worker.served, worker.cpu_seconds = fresh.process, fresh.pipe, 0, 0.0


@contextmanager
def open_crew(settings: RenderSettings, clock: Clock) -> Iterator[Crew]:
    """Workers that end with the context; none is started before there is a job for it."""
    with TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as scratch:
        crew = Crew(settings, clock, scratch)
        try:
            yield crew
        finally:
            for worker in crew.members:
                _dismiss(worker)


def _dismiss(worker: _Worker) -> None:
    """A worker keeps nothing that would have to be saved."""
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _received(pipe: Connection) -> Answer:
    """Return what a worker sends; None when it died or stopped in the middle of it."""
    try:
        result: Answer = pipe.recv()
        if not isinstance(result, tuple):
            return result
        written, seconds = result
        return replace(written, data=pipe.recv_bytes()), seconds
    except (EOFError, OSError):
        return None


def task(job: Job) -> Task:
    """What a worker is told of a job."""
    return Task(job.make(), job.format, job.path)


def lost(position: int, job: Job) -> Lost:
    """The outcome of a job that every process dies of."""
    problem = Problem(
        "worker-died",
        f"{job.path} was not written: every process that tried to was stopped, stood still, or took too long or too much memory",
        job.make().span,
        help="if memory is short, run with fewer workers: -j 1",
    )
    return Lost(position, job, problem)


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def weight(job: Job) -> int:
    """About how long a job takes, in no unit: what it is made from, times what its format costs."""
    return job.size * FORMATS[job.format].effort
