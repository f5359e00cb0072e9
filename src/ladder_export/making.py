"""This file makes what the last build has not left: first what needs nothing else, then what joins files, at last what tells of all."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ladder_export import __version__
from ladder_export.cluster import run_on
from ladder_export.document import Document
from ladder_export.editions import EDITIONS
from ladder_export.executor import Done, Jobs, Lost, Outcome, run
from ladder_export.formats import FORMATS
from ladder_export.glyph_places import GlyphPlaces
from ladder_export.kept import bound, standing, still
from ladder_export.manifest import Artefact, Inputs, Manifest
from ladder_export.model import Ladder
from ladder_export.plan import Job
from ladder_export.preparing import Prepared
from ladder_export.problems import Problem, by_place
from ladder_export.publish import Stage
from ladder_export.reading.recall import rows
from ladder_export.recipes import NOWHERE, Origin, lasting
from ladder_export.request import Request
from ladder_export.theme import Look
from ladder_export.worker import Clock
from ladder_export.writers import Written

FEW = 8  # jobs that are sooner done here than handed to workers

Watch = Callable[[Outcome, int], None]
"""Called with each outcome as it comes, and how many there will be."""


@dataclass(frozen=True, slots=True)
class _Due:
    """Jobs that are to be done, and what they come from."""

    jobs: Jobs
    origins: Mapping[int, Origin]


@dataclass(slots=True)
class _Making:
    """A build: what it works with, and what it has come to so far: artefacts by position, what of them is new, what is lost by path."""

    work: Prepared
    request: Request
    folder: Stage
    watch: Watch
    clock: Clock
    artefacts: dict[int, Artefact] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    libraries: dict[str, str] = field(default_factory=dict)
    lost: dict[str, Problem] = field(default_factory=dict)
    drafts: dict[str, Written] = field(default_factory=dict)
    places: GlyphPlaces = field(init=False)

    def __post_init__(self) -> None:
        self.places = GlyphPlaces(self.request.ladder, self.work.ladder.locale)

    @property
    def lying(self) -> tuple[Artefact, ...]:
        """Everything in the output folder: what this build made or kept, in plan order, then what it leaves alone."""
        own = tuple(self.artefacts[position] for position in sorted(self.artefacts))
        return (*own, *standing(self.folder, self.work.todo.standing | set(self.lost), own))


def made(work: Prepared, request: Request, folder: Stage, watch: Watch, clock: Clock) -> tuple[Manifest, bool]:
    """Everything asked for, in the stage, and whether any of it is new. Raises a LadderExportError as the writers do."""
    making = _Making(work, request, folder, watch, clock)
    jobs = dict(enumerate(work.todo.due(folder.before)))
    folder.require_free(job.path for job in jobs.values())
    last = {position: job for position, job in jobs.items() if EDITIONS[job.edition].after}
    joint = {position: job for position, job in jobs.items() if job.format in EDITIONS[job.edition].joins}
    first = {position: job for position, job in jobs.items() if position not in last | joint}
    joining, due = _due(joint, making), _due(first, making)
    _make(due, making, _drafts(joining, due, request), later=len(joining.jobs) + len(last))
    _make(_bound(joining, making), making, later=len(last))
    lying = making.lying
    _make(_due({position: completed(job, work.ladder, lying) for position, job in last.items()}, making), making)
    return _manifest(making), bool(making.fresh)


def _due(jobs: Jobs, making: _Making) -> _Due:
    """The jobs that the last build has not left as they would come out; what it has is kept."""
    before = making.folder.before
    origins = dict(_origins(jobs, making.work, before))
    kept = {} if making.request.force else dict(still(making.folder, jobs, origins))
    making.artefacts.update(kept)
    if kept and before:
        making.libraries.update(before.libraries)
    return _Due({position: job for position, job in jobs.items() if position not in kept}, origins)


def _drafts(joining: _Due, due: _Due, request: Request) -> Jobs:
    """What of jobs that join files can be done while these are made, where that keeps other workers busy."""
    if request.workers == 1 or len(due.jobs) <= FEW:
        return {}
    return {position: replace(job, draft=True) for position, job in joining.jobs.items()}


def completed(job: Job, ladder: Ladder, artefacts: Sequence[Artefact]) -> Job:
    """The job with what its document tells of all artefacts, if it does."""
    after = EDITIONS[job.edition].after
    return replace(job, make=lambda: after(ladder, job.make(), artefacts)) if after else job


def _bound(due: _Due, making: _Making) -> _Due:
    """The jobs with the files that they join; a writer makes those that are not there, or not of today."""
    known = {one.recipe: one for one in making.lying if one.recipe} if due.jobs else {}

    def made_of_files(job: Job) -> Document:
        draft = making.drafts.get(job.path)
        document = replace(job.make(), draft=draft.data if draft else b"")
        away = bool(making.request.cluster)
        return bound(document, lambda leaf: making.work.recipe(leaf, job.format), known, making.folder, away=away)

    jobs = {position: replace(job, make=partial(made_of_files, job)) for position, job in due.jobs.items()}
    return _Due(jobs, due.origins)


def _origins(jobs: Jobs, work: Prepared, before: Manifest | None) -> Iterator[tuple[int, Origin]]:
    """What each artefact comes from, as the last build knew it while its basis stays; else its document has to be made.

    One that has several formats is made once.
    """
    known = lasting(before)
    document, maker = None, None
    for position, job in jobs.items():
        basis = work.basis(job)
        last = known.get(job.path)
        if last and last.basis == basis:
            yield position, Origin(last.recipe, last.sources, NOWHERE, basis)
            continue
        if document is None or job.make is not maker:
            document, maker = job.make(), job.make
        yield position, Origin(work.recipe(document, job.format), document.sources, document.span, basis)


def _make(due: _Due, making: _Making, drafts: Jobs | None = None, *, later: int = 0) -> None:
    """Makes what is due, and drafts, which nobody watches; so many jobs at most are counted as still to come."""
    jobs = {**due.jobs, **(drafts or {})}
    for outcome in outcomes(jobs, making.work.look, making.request, making.clock):
        if outcome.job.draft:
            if isinstance(outcome, Done):
                making.drafts[outcome.job.path] = outcome.written
            continue
        making.watch(outcome, len(making.fresh) + len(due.jobs) + later)
        match outcome:
            case Done():
                making.folder.add(outcome.job.path, outcome.written.data)
                making.artefacts[outcome.position] = _artefact(outcome, due.origins[outcome.position], making)
                making.libraries.update(outcome.written.engines)
            case Lost():
                making.lost[outcome.job.path] = outcome.problem
    making.fresh.update(due.jobs)


def _manifest(making: _Making) -> Manifest:
    """What then lies in the output folder; where something was lost, the next build has to look at everything."""
    work = making.work
    return Manifest(
        tool=__version__,
        ladder={"title": work.ladder.title, "edition": work.ladder.edition, "language": work.ladder.language},
        libraries={**making.libraries, "python": platform.python_version()},
        artefacts=making.lying,
        problems=by_place((*work.warnings, *making.lost.values())),
        inputs=Inputs() if making.lost else work.inputs,
        levels=rows(work.ladder, work.warnings, making.folder.before.levels if making.folder.before else ()),
    )


def outcomes(jobs: Jobs, look: Look, request: Request, clock: Clock) -> Iterator[Outcome]:
    """Every job's outcome, as it comes, from where the request says that they are done."""
    if request.again and len(jobs) <= FEW:  # the engine of this process stays warm from one time to the next
        return run(jobs, look, 1, clock)
    if request.cluster and jobs:
        return run_on(request.cluster, jobs, look, clock)
    return run(jobs, look, request.workers, clock)


def _artefact(done: Done, origin: Origin, making: _Making) -> Artefact:
    job, written, look = done.job, done.written, making.work.look
    drafted = making.drafts[job.path].problems if job.path in making.drafts else ()
    return Artefact(
        path=job.path,
        edition=job.edition,
        level=job.level,
        format=job.format,
        bytes=len(written.data),
        sha256=hashlib.sha256(written.data).hexdigest(),
        unit=FORMATS[job.format].unit,
        count=written.count,
        sources=origin.sources,
        theme=look.theme.identity,
        layout=written.layout,
        problems=making.places.located((*drafted, *written.problems), origin.sources),
        recipe=origin.recipe,
        basis=origin.basis,
    )
