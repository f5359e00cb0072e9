"""The build loop.

Stale documents are rendered first, those merged from output files (handbook) as soon as these are made, and last those
that list all files (web page).
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from ladder_export import __version__
from ladder_export.build.context import BuildContext
from ladder_export.build.freshness import (
    Provenance,
    freshness_of,
    is_merged_by,
    phases,
    provenance_of,
    with_artefacts,
)
from ladder_export.build.glyph_locations import GlyphLocations
from ladder_export.build.plan import Job
from ladder_export.build.prebuilt_pages import prebuilt_pages, with_prebuilt_pages
from ladder_export.build.publish import StagingArea
from ladder_export.build.up_to_date import PreviousBuild, unmade_artefacts
from ladder_export.build.workers.executor import WorkerPool, open_pool, run_in_own_process, run_jobs
from ladder_export.build.workers.jobs import Completed, Failed, JobResult, JobsByPosition, ReadyJobs, no_jobs
from ladder_export.build.workers.worker import Clock
from ladder_export.core.artefact_path import page_path
from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.core.formats import FORMATS
from ladder_export.core.manifest import Artefact, Fingerprint, LadderSummary, Manifest
from ladder_export.core.problems import Problem, sort_by_location
from ladder_export.core.request import Request
from ladder_export.theme import RenderSettings

INLINE_JOB_LIMIT = 8  # up to this many jobs, this process is faster than workers

OnResult = Callable[[JobResult, int], None]
"""Called with each result as it comes, and how many there will be."""


@dataclass(frozen=True, slots=True)
class _StaleJobs:
    """The jobs to run in one phase, each with its reason, and the provenance of all jobs of the phase."""

    jobs: JobsByPosition
    provenance: Mapping[int, Provenance]


@dataclass(slots=True)
class _BuildState:
    """The state of a build: its inputs, artefacts by position, rebuilt jobs, and failures by path."""

    context: BuildContext
    request: Request
    staging: StagingArea
    on_result: OnResult
    clock: Clock
    pool: WorkerPool
    artefacts: dict[int, tuple[Artefact, ...]] = field(default_factory=dict)
    rebuilt: dict[int, Job] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=dict)
    failures: dict[str, Problem] = field(default_factory=dict)
    glyph_locations: GlyphLocations = field(init=False)

    def __post_init__(self) -> None:
        self.glyph_locations = GlyphLocations(self.request.ladder, self.context.ladder.locale)

    @property
    def output_artefacts(self) -> tuple[Artefact, ...]:
        """Return all artefacts of the output folder: rebuilt or reused ones in plan order, then those no job makes."""
        own = tuple(file for position in sorted(self.artefacts) for file in self.artefacts[position])
        others = (self.context.plan.untouched_in(self.staging.previous) | set(self.failures)) - {
            artefact.path for artefact in own
        }
        return (*own, *unmade_artefacts(self.staging.output, self.staging.previous, others))


def run_build(
    context: BuildContext, request: Request, staging: StagingArea, on_result: OnResult, clock: Clock
) -> tuple[Manifest, bool]:
    """Render everything that is stale into the staging area; return the manifest, and whether anything was rendered.

    `on_result` is called with each result and the number of results to expect, `clock` returns seconds. Raises the
    LadderExportError of a writer that fails, such as BadTheme.
    """
    with open_pool(context.settings, clock) as pool:
        return _run_phases(_BuildState(context, request, staging, on_result, clock, pool))


def _run_phases(build: _BuildState) -> tuple[Manifest, bool]:
    context, staging = build.context, build.staging
    first, joined, listing = phases(context.plan.jobs_for(staging.previous))
    staging.require_free(job.path for jobs in (first, joined, listing) for job in jobs.values())
    due = _split_stale(first, build)
    merged = _split_stale(joined, build)
    _render(due, build, merged, later=len(listing))
    artefacts = build.output_artefacts
    lists = {position: with_artefacts(job, context.ladder, artefacts) for position, job in listing.items()}
    _render(_split_stale(lists, build), build)
    return _manifest(build), bool(build.rebuilt)


def _split_stale(jobs: JobsByPosition, build: _BuildState) -> _StaleJobs:
    """Return the stale jobs of a phase; reuse the artefacts of the others."""
    last = PreviousBuild(build.staging.output, build.staging.previous, build.request.force)
    provenance = provenance_of(jobs, build.context)
    by_position = freshness_of(jobs, provenance, last, tuple(build.rebuilt.values()))
    due = dict[int, Job]()
    for position, job in jobs.items():
        if by_position[position].is_stale:
            due[position] = replace(job, reason=str(by_position[position]))
        else:
            build.artefacts[position] = tuple(
                _reuse(file, provenance[position], build.glyph_locations) for file in last.artefacts[job.path]
            )
            build.libraries.update(last.libraries)
    build.rebuilt |= due
    return _StaleJobs(due, provenance)


def _reuse(artefact: Artefact, provenance: Provenance, glyph_locations: GlyphLocations) -> Artefact:
    """Return an artefact of the last build, with its problems at today's locations."""
    if not artefact.problems and artefact.sources == provenance.sources:
        return artefact
    problems = glyph_locations.relocate(artefact.problems, provenance.sources, provenance.spans)
    return replace(artefact, sources=provenance.sources, problems=problems)


def _with_joined_files(jobs: JobsByPosition, build: _BuildState) -> JobsByPosition:
    """Return the jobs with the finished pages they merge; a writer renders pages that are missing or stale."""
    by_key = {artefact.key: artefact for artefact in build.output_artefacts if artefact.key.document} if jobs else {}
    travels = bool(build.request.cluster)

    def pages_of(job: Job, document: Document) -> PrebuiltPages:
        artefact = by_key.get(build.context.cache_key(document, job.format))
        if artefact is None:
            return PrebuiltPages(document)
        return prebuilt_pages(
            artefact, document, build.staging.path_of(artefact.path), build.glyph_locations, travels=travels
        )

    def make_document(job: Job) -> Document:
        return with_prebuilt_pages(job.make_document(), partial(pages_of, job))

    return {position: replace(job, make_document=partial(make_document, job)) for position, job in jobs.items()}


NO_JOBS = _StaleJobs({}, {})


def _render(due: _StaleJobs, build: _BuildState, merged: _StaleJobs = NO_JOBS, *, later: int = 0) -> None:
    """Run stale jobs, and each of `merged` as soon as the files that it merges are made.

    `later` is the number of jobs that may still follow, for the progress display.
    """
    waiting = _unmade_parts(due, merged)

    def ready_jobs() -> JobsByPosition:
        ready = [position for position, unmade in waiting.items() if not unmade]
        for position in ready:
            del waiting[position]
        return _with_joined_files({position: merged.jobs[position] for position in ready}, build)

    provenance = {**due.provenance, **merged.provenance}
    jobs, settings = {**due.jobs, **ready_jobs()}, build.context.settings
    for result in execute(jobs, settings, build.request, build.clock, build.pool, ready_jobs):
        build.on_result(result, len(build.rebuilt) + later)
        _record(result, provenance[result.position], build)
        for unmade in waiting.values():
            unmade.discard(result.position)
    if waiting:
        raise AssertionError(f"{len(waiting)} jobs wait for files that nobody makes")


def _unmade_parts(due: _StaleJobs, merged: _StaleJobs) -> dict[int, set[int]]:
    """Return for each of `merged` the jobs of `due` whose files it merges; all are given by their positions."""
    return {
        position: {other for other, job in due.jobs.items() if is_merged_by(job, merging, merged.provenance[position])}
        for position, merging in merged.jobs.items()
    }


def _record(result: JobResult, provenance: Provenance, build: _BuildState) -> None:
    """Stage the files of a result, or keep the problem for which there are none."""
    match result:
        case Completed():
            files = _artefacts(result, provenance, build)
            for artefact, data in zip(files, result.rendered.pages, strict=True):
                build.staging.write(artefact.path, data)
            build.artefacts[result.position] = files
            build.libraries.update(result.rendered.versions)
        case Failed():
            build.failures[result.job.path] = result.problem


def execute(  # noqa: PLR0913, PLR0917  # all that decides where and how jobs run
    jobs: JobsByPosition,
    settings: RenderSettings,
    request: Request,
    clock: Clock,
    pool: WorkerPool | None = None,
    ready_jobs: ReadyJobs = no_jobs,
) -> Iterator[JobResult]:
    """Run jobs in this process, in workers or on a cluster, as the request says; yield each result as it comes.

    Jobs that must run in this process come last. `pool` holds workers that are already running; None if none are.
    `ready_jobs` returns the jobs that can run from now on: it is called after each result, for a cluster after the last.
    """
    own = {position: job for position, job in jobs.items() if job.is_in_own_process}
    others = {position: job for position, job in jobs.items() if position not in own}
    return chain(
        _execute_others(others, settings, request, clock, pool, ready_jobs), run_in_own_process(own, settings, clock)
    )


def _execute_others(  # noqa: PLR0913, PLR0917  # as above
    jobs: JobsByPosition,
    settings: RenderSettings,
    request: Request,
    clock: Clock,
    pool: WorkerPool | None,
    ready_jobs: ReadyJobs,
) -> Iterator[JobResult]:
    if request.keep_caches and len(jobs) <= INLINE_JOB_LIMIT:  # this process keeps its engine loaded
        yield from run_jobs(jobs, settings, 1, clock, None, ready_jobs)
    elif request.cluster and jobs:
        from ladder_export.build.workers.dask import run_on_dask  # noqa: PLC0415  # most builds need no asyncio

        while jobs:
            yield from run_on_dask(request.cluster, jobs, settings, clock)
            jobs = ready_jobs()
    else:
        yield from run_jobs(jobs, settings, request.workers, clock, pool, ready_jobs)


def _manifest(build: _BuildState) -> Manifest:
    """Return the manifest of the build.

    Without a fingerprint after a failure, so that the next build checks everything.
    """
    context = build.context
    return Manifest(
        tool=__version__,
        ladder=LadderSummary(context.ladder.title, context.ladder.edition, context.ladder.language),
        libraries={**build.libraries, "python": platform.python_version()},
        artefacts=build.output_artefacts,
        problems=sort_by_location((*context.warnings, *build.failures.values())),
        fingerprint=Fingerprint() if build.failures else context.fingerprint,
    )


def _artefacts(done: Completed, provenance: Provenance, build: _BuildState) -> tuple[Artefact, ...]:
    """Return the artefact of a document, or of each of its pages; problems are the first one's."""
    first = _artefact(done, provenance, build)
    later = (
        replace(
            first,
            path=page_path(first.path, number),
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            problems=(),
            first_page=first.path,
        )
        for number, data in enumerate(done.rendered.later_pages, 2)
    )
    return (first, *later)


def _artefact(done: Completed, provenance: Provenance, build: _BuildState) -> Artefact:
    job, rendered = done.job, done.rendered
    return Artefact(
        path=job.path,
        document=job.document,
        level=job.level,
        format=job.format,
        bytes=len(rendered.data),
        sha256=hashlib.sha256(rendered.data).hexdigest(),
        unit=FORMATS[job.format].unit,
        length=1 if rendered.later_pages else rendered.count,
        sources=provenance.sources,
        theme=build.context.settings.theme.version_id,
        layout=rendered.layout,
        problems=build.glyph_locations.locate(rendered.problems, provenance.sources),
        key=provenance.key,
    )
