"""Jobs as they are run: their order, what a worker gets of each, and their results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ladder_export.build.plan import Job
from ladder_export.build.workers.worker import Task
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import Problem
from ladder_export.writers import RenderedFile


@dataclass(frozen=True, slots=True)
class Completed:
    """A rendered file, the job that asked for it with its position in the plan, and the time it took in seconds."""

    position: int
    job: Job
    rendered: RenderedFile
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that was not done because its workers died or this machine lacks something, with the problem to report."""

    position: int
    job: Job
    problem: Problem


JobResult = Completed | Failed
JobsByPosition = Mapping[int, Job]
"""Jobs by their position in the plan."""

ReadyJobs = Callable[[], JobsByPosition]
"""Called after results, and when no job is left; returns the jobs that can run from now on, since they merge finished files."""


def no_jobs() -> JobsByPosition:
    """Return no jobs: for callers all of whose jobs can run at once."""
    return {}


def make_task(job: Job) -> Task:
    """Make the document of a job, and return it with its format and path, as a worker needs it."""
    return Task(job.make_document(), job.format, job.path)


def failed_result(position: int, job: Job) -> Failed:
    """Return the result for a job whose worker process died on every try, with a problem to report.

    `position` is that of the job in the plan.
    """
    problem = Problem(
        "worker-died",
        f"{job.path} was not made: every process that tried was stopped, made no progress, or used too much time or memory",
        job.make_document().span,
        help="if memory is short, run with fewer workers: -j 1",
    )
    return Failed(position, job, problem)


def by_cost(jobs: JobsByPosition) -> deque[int]:
    """Return the positions of jobs, the most expensive first."""
    return deque(sorted(jobs, key=lambda position: (-estimated_cost(jobs[position]), position)))


def estimated_cost(job: Job) -> int:
    """Estimate how expensive a job is, to run the largest first: source bytes times the relative cost of its format."""
    return job.source_bytes * FORMATS[job.format].relative_cost
