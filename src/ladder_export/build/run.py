"""This file runs a build: first stale documents, then those joined from other artefacts (handbook), then those that list all (site)."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ladder_export import __version__
from ladder_export.build.context import Prepared
from ladder_export.build.freshness import Provenance, freshness_of, phases, provenance_of, with_artefacts
from ladder_export.build.glyph_locations import GlyphPlaces
from ladder_export.build.plan import Job
from ladder_export.build.publish import Stage
from ladder_export.build.up_to_date import LastBuild, left_alone
from ladder_export.build.workers.executor import Crew, Done, Jobs, Lost, Outcome, open_crew, run
from ladder_export.build.workers.worker import Clock
from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.core.formats import FORMATS
from ladder_export.core.manifest import Artefact, Fingerprint, Manifest
from ladder_export.core.problems import Problem, sort_by_location
from ladder_export.core.request import Request
from ladder_export.files.access import read_file
from ladder_export.theme import RenderSettings

FEW = 8  # jobs that are sooner done here than handed to workers

Watch = Callable[[Outcome, int], None]
"""Called with each outcome as it comes, and how many there will be."""


@dataclass(frozen=True, slots=True)
class _Stale:
    """Jobs that are to be done, each with its reason, and what all jobs of their phase come from."""

    jobs: Jobs
    provenance: Mapping[int, Provenance]


@dataclass(slots=True)
class _Build:
    """A build: what it works with, and what it has come to so far: artefacts by position, which were made, what is lost by path."""

    work: Prepared
    request: Request
    folder: Stage
    watch: Watch
    clock: Clock
    crew: Crew
    artefacts: dict[int, Artefact] = field(default_factory=dict)
    rebuilt: dict[int, Job] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=dict)
    lost: dict[str, Problem] = field(default_factory=dict)
    places: GlyphPlaces = field(init=False)

    def __post_init__(self) -> None:
        self.places = GlyphPlaces(self.request.ladder, self.work.ladder.locale)

    @property
    def output_artefacts(self) -> tuple[Artefact, ...]:
        """Everything in the output folder: what this build made or kept, in plan order, then what it leaves alone."""
        own = tuple(self.artefacts[position] for position in sorted(self.artefacts))
        others = (self.work.todo.standing | set(self.lost)) - {one.path for one in own}
        return (*own, *left_alone(self.folder.output, self.folder.before, others))


def run_build(work: Prepared, request: Request, folder: Stage, watch: Watch, clock: Clock) -> tuple[Manifest, bool]:
    """Make everything asked for in the stage; return the manifest, and whether anything was made.

    Raises a LadderExportError as the writers do.
    """
    with open_crew(work.settings, clock) as crew:
        return _run_phases(_Build(work, request, folder, watch, clock, crew))


def _run_phases(build: _Build) -> tuple[Manifest, bool]:
    work, folder = build.work, build.folder
    first, joined, listing = phases(work.todo.due(folder.before))
    folder.require_free(job.path for jobs in (first, joined, listing) for job in jobs.values())
    due = _stale(first, build)
    books = _stale(joined, build)
    _make(due, build, later=len(listing))
    _make(_with_prebuilt_pages(books, build), build, later=len(listing))
    artefacts = build.output_artefacts
    lists = {position: with_artefacts(job, work.ladder, artefacts) for position, job in listing.items()}
    _make(_stale(lists, build), build)
    return _manifest(build), bool(build.rebuilt)


def _stale(jobs: Jobs, build: _Build) -> _Stale:
    """The jobs whose artefacts the last build has not left as they would come out; the others are kept."""
    last = LastBuild(build.folder.output, build.folder.before, build.request.force)
    provenance = provenance_of(jobs, build.work)
    found = freshness_of(jobs, provenance, last, tuple(build.rebuilt.values()))
    due = dict[int, Job]()
    for position, job in jobs.items():
        if found[position].is_stale:
            due[position] = replace(job, reason=str(found[position]))
        else:
            build.artefacts[position] = _kept(last.artefacts[job.path], provenance[position], build.places)
            build.libraries.update(last.libraries)
    build.rebuilt |= due
    return _Stale(due, provenance)


def _kept(artefact: Artefact, provenance: Provenance, places: GlyphPlaces) -> Artefact:
    """An artefact of the last build, with its problems where they stand today."""
    if not artefact.problems and artefact.sources == provenance.sources:
        return artefact
    problems = places.relocated(artefact.problems, provenance.sources, provenance.span)
    return replace(artefact, sources=provenance.sources, problems=problems)


def _with_prebuilt_pages(books: _Stale, build: _Build) -> _Stale:
    """The jobs with the files that they join; a writer makes those that are not there, or not of today."""
    by_key = {one.key: one for one in build.output_artefacts if one.key.document} if books.jobs else {}
    travels = bool(build.request.cluster)

    def leaf(job: Job, document: Document) -> PrebuiltPages:
        artefact = by_key.get(build.work.cache_key(document, job.format))
        if artefact is None:
            return PrebuiltPages(document)
        return prebuilt_pages(artefact, document, build.folder.place(artefact.path), build.places, travels=travels)

    def make(job: Job) -> Document:
        return with_leaves(job.make(), partial(leaf, job))

    jobs = {position: replace(job, make=partial(make, job)) for position, job in books.jobs.items()}
    return _Stale(jobs, books.provenance)


def with_leaves(document: Document, leaf: Callable[[Document], PrebuiltPages]) -> Document:
    """Return the document in which each chapter that stands for another one's pages has what `leaf` makes of that one."""
    own = (
        leaf(document.prebuilt_pages.document)
        if document.prebuilt_pages and document.prebuilt_pages.document
        else document.prebuilt_pages
    )
    return replace(document, chapters=tuple(with_leaves(one, leaf) for one in document.chapters), prebuilt_pages=own)


def without_leaves(document: Document) -> Document:
    """Return the document without the pages of its chapters, which others tell about."""
    return replace(document, chapters=tuple(map(without_leaves, document.chapters)), prebuilt_pages=None)


def prebuilt_pages(
    artefact: Artefact, document: Document, file: Path, places: GlyphPlaces, *, travels: bool
) -> PrebuiltPages:
    """Return the pages of a document in the file that was made of it, or its bytes where they travel to another machine.

    Where the file cannot be read, the document itself stands for them.
    """
    problems = places.relocated(artefact.problems, document.sources, document.span)
    leaf = PrebuiltPages(None, sha256=artefact.sha256, pages=artefact.count, problems=problems)
    if not travels:
        return replace(leaf, file=str(file))
    try:
        return replace(leaf, data=read_file(file, "artefact"))
    except OSError:
        return PrebuiltPages(document)


def _make(due: _Stale, build: _Build, *, later: int = 0) -> None:
    """Make what is due; so many jobs at most are counted as still to come."""
    for outcome in execute(due.jobs, build.work.settings, build.request, build.clock, build.crew):
        build.watch(outcome, len(build.rebuilt) + later)
        match outcome:
            case Done():
                build.folder.add(outcome.job.path, outcome.written.data)
                build.artefacts[outcome.position] = _artefact(outcome, due.provenance[outcome.position], build)
                build.libraries.update(outcome.written.engines)
            case Lost():
                build.lost[outcome.job.path] = outcome.problem


def execute(
    jobs: Jobs, settings: RenderSettings, request: Request, clock: Clock, crew: Crew | None = None
) -> Iterator[Outcome]:
    """Return every job's outcome, as it comes, from where the request says that they are done; see `run`."""
    if request.keep_caches and len(jobs) <= FEW:  # the engine of this process stays warm from one time to the next
        return run(jobs, settings, 1, clock)
    if request.cluster and jobs:
        from ladder_export.build.workers.dask import run_on  # noqa: PLC0415  # most builds do without asyncio and what loads it

        return run_on(request.cluster, jobs, settings, clock)
    return run(jobs, settings, request.workers, clock, crew)


def _manifest(build: _Build) -> Manifest:
    """What then lies in the output folder; where something was lost, the next build has to look at everything."""
    work = build.work
    return Manifest(
        tool=__version__,
        ladder={"title": work.ladder.title, "edition": work.ladder.edition, "language": work.ladder.language},
        libraries={**build.libraries, "python": platform.python_version()},
        artefacts=build.output_artefacts,
        problems=sort_by_location((*work.warnings, *build.lost.values())),
        fingerprint=Fingerprint() if build.lost else work.fingerprint,
    )


def _artefact(done: Done, provenance: Provenance, build: _Build) -> Artefact:
    job, written = done.job, done.written
    return Artefact(
        path=job.path,
        document=job.document,
        level=job.level,
        format=job.format,
        bytes=len(written.data),
        sha256=hashlib.sha256(written.data).hexdigest(),
        unit=FORMATS[job.format].unit,
        count=written.count,
        sources=provenance.sources,
        theme=build.work.settings.theme.identity,
        layout=written.layout,
        problems=build.places.located(written.problems, provenance.sources),
        key=provenance.key,
    )
