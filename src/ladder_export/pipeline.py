"""This file is the whole story on one screen: read the ladder, plan the documents, write them, publish them."""

from __future__ import annotations

import gc
import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from ladder_export import __version__
from ladder_export.cluster import run_on
from ladder_export.document import Document
from ladder_export.doubtful import doubtful
from ladder_export.editions import EDITIONS
from ladder_export.executor import Clock, Done, Jobs, Lost, Outcome, run
from ladder_export.inputs import ladder_digest, request_digest, theme_digest
from ladder_export.kept import bare, bound, placed, remembered, standing, still
from ladder_export.manifest import Artefact, Inputs, Manifest
from ladder_export.model import Ladder, Level
from ladder_export.plan import Job, Plan, plan
from ladder_export.problems import Problem, by_place
from ladder_export.publish import Stage, place, stage
from ladder_export.reading import Known, read
from ladder_export.reading.dialects import Imported, convert
from ladder_export.reading.dialects.sources import gather
from ladder_export.reading.names import spoken
from ladder_export.recipes import NOWHERE, Origin, bases, recipes
from ladder_export.request import Request
from ladder_export.theme import PAPERS, Look, dressed, open_theme, press_of
from ladder_export.writers import FORMATS, Written

FEW = 8  # jobs that are sooner done here than handed to workers

Watch = Callable[[Outcome, int], None]
"""Called with each outcome as it comes, and how many there will be."""


@dataclass(frozen=True)  # without slots, for what only builds ask for is made then
class Prepared:
    """A ladder that was read, with what is to be made of it, how that looks, and what all of it was read from."""

    ladder: Ladder
    warnings: tuple[Problem, ...]
    todo: Plan
    look: Look
    inputs: Inputs
    recipe: Callable[[Document, str], str]

    @cached_property
    def basis(self) -> Callable[[str, str, Sequence[Level]], str]:
        """See `bases`: it goes through all files of the ladder."""
        return bases(self.ladder, self.look)


@dataclass(slots=True)
class Made:
    """What a build has come to so far: artefacts by position, what of them is new, and what was lost, by path."""

    artefacts: dict[int, Artefact] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    libraries: dict[str, str] = field(default_factory=dict)
    lost: dict[str, Problem] = field(default_factory=dict)
    drafts: dict[str, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """Jobs that are to be done, and what they come from."""

    jobs: Jobs
    origins: Mapping[int, Origin]


def build(request: Request, watch: Watch, clock: Clock) -> Manifest:
    """Makes and publishes everything asked for; the manifest says what now lies in the output folder.

    Artefacts whose recipe is the same as the last time are not made again. Raises a
    LadderExportError, with every problem of the stage that stopped; the output folder is
    then as it was.
    """
    with stage(request.output) as folder:
        manifest, is_new = _all_made(request, folder, watch, clock)
        if is_new or manifest != folder.before:
            folder.publish(manifest)
    return manifest


def _all_made(request: Request, folder: Stage, watch: Watch, clock: Clock) -> tuple[Manifest, bool]:
    """Everything asked for, in the stage, and whether any of it is new; the ladder is no longer held when that is told.

    First what needs nothing else, then what joins files of that, at last what tells of all others.
    """
    work, made = _prepare(request), Made()

    def make(due: Due, drafts: Jobs) -> None:
        _make(due, drafts, work, folder, made, request=request, watch=watch, clock=clock)

    jobs = _jobs(work.todo, folder)
    last = {position: job for position, job in jobs.items() if EDITIONS[job.edition].after}
    joint = {position: job for position, job in jobs.items() if job.format in EDITIONS[job.edition].joins}
    joining = _due(joint, work, folder, made, force=request.force)
    first = _due(
        {position: jobs[position] for position in jobs if position not in last | joint},
        work,
        folder,
        made,
        force=request.force,
    )
    make(first, _drafts(joining, first, request))
    make(_bound(joining, work, folder, made, away=bool(request.cluster)), {})
    lying = _lying(work, folder, made)
    told = {position: _completed(job, work.ladder, lying) for position, job in last.items()}
    make(_due(told, work, folder, made, force=request.force), {})
    return _manifest(work, made, _lying(work, folder, made)), bool(made.fresh)


def _jobs(todo: Plan, folder: Stage) -> Jobs:
    """What is asked for, and what has to follow because it lies there."""
    lying = {one.path for one in folder.before.artefacts} if folder.before else set()
    return dict(enumerate((*todo.jobs, *(job for job in todo.following if job.path in lying))))


def _drafts(joining: Due, first: Due, request: Request) -> Jobs:
    """What of jobs that join files can be done beside the making of these, where that keeps other workers busy."""
    if request.workers == 1 or len(first.jobs) <= FEW:
        return {}
    return {position: replace(job, draft=True) for position, job in joining.jobs.items()}


def _completed(job: Job, ladder: Ladder, artefacts: Sequence[Artefact]) -> Job:
    after = EDITIONS[job.edition].after
    return replace(job, make=lambda: after(ladder, job.make(), artefacts)) if after else job


def _bound(due: Due, work: Prepared, folder: Stage, made: Made, *, away: bool) -> Due:
    """The jobs with the files that they join; a writer makes those that are not there, or not of today."""
    known = {one.recipe: one for one in _lying(work, folder, made) if one.recipe} if due.jobs else {}

    def made_of_files(job: Job) -> Document:
        draft = made.drafts.get(job.path)
        document = replace(job.make(), draft=draft.data if draft else b"")
        return bound(document, lambda leaf: work.recipe(leaf, job.format), known, folder, away=away)

    jobs = {position: replace(job, make=partial(made_of_files, job)) for position, job in due.jobs.items()}
    return Due(jobs, due.origins)


def _origins(jobs: Jobs, work: Prepared, before: Manifest | None) -> Iterator[tuple[int, Origin]]:
    """What each artefact comes from, as the last build knew it while its basis stays; else its document has to be made.

    One that has several formats is made once.
    """
    known = {one.path: one for one in before.artefacts if one.recipe and not one.problems} if before else {}
    document, maker = None, None
    for position, job in jobs.items():
        basis = "" if EDITIONS[job.edition].after else work.basis(job.edition, job.format, job.of)
        last = known.get(job.path)
        if last and basis and last.basis == basis:
            yield position, Origin(last.recipe, last.sources, NOWHERE, basis)
            continue
        if document is None or job.make is not maker:
            document, maker = job.make(), job.make
        yield position, Origin(work.recipe(document, job.format), document.sources, document.span, basis)


def _due(jobs: Jobs, work: Prepared, folder: Stage, made: Made, *, force: bool) -> Due:
    """The jobs that the last build has not left as they would come out; what it has is kept."""
    origins = dict(_origins(jobs, work, folder.before))
    kept = {} if force else dict(still(folder, jobs, origins))
    made.artefacts.update(kept)
    if kept and folder.before:
        made.libraries.update(folder.before.libraries)
    return Due({position: job for position, job in jobs.items() if position not in kept}, origins)


def _make(  # noqa: PLR0913  # all that has to do with it
    due: Due,
    drafts: Jobs,
    work: Prepared,
    folder: Stage,
    made: Made,
    *,
    request: Request,
    watch: Watch,
    clock: Clock,
) -> None:
    """Makes what is due, and drafts of what will be; nobody watches these."""
    for outcome in _run({**due.jobs, **drafts}, work.look, request, clock):
        if outcome.job.draft:
            if isinstance(outcome, Done):
                made.drafts[outcome.job.path] = outcome.written
            continue
        watch(outcome, len(made.fresh) + len(due.jobs))
        match outcome:
            case Done():
                folder.add(outcome.job.path, outcome.written.data)
                made.artefacts[outcome.position] = _artefact(outcome, work.look, due.origins[outcome.position], made)
                made.libraries.update(outcome.written.engines)
            case Lost():
                made.lost[outcome.job.path] = outcome.problem
    made.fresh.update(due.jobs)


def _lying(work: Prepared, folder: Stage, made: Made) -> tuple[Artefact, ...]:
    """Everything in the output folder: what this build made or kept, in plan order, then what it leaves alone."""
    own = tuple(made.artefacts[position] for position in sorted(made.artefacts))
    return (*own, *standing(folder, work.todo.standing | set(made.lost), own))


def _manifest(work: Prepared, made: Made, lying: tuple[Artefact, ...]) -> Manifest:
    """What then lies in the output folder; where something was lost, the next build has to look at everything."""
    return Manifest(
        tool=__version__,
        ladder={"title": work.ladder.title, "edition": work.ladder.edition, "language": work.ladder.language},
        libraries={**made.libraries, "python": platform.python_version()},
        artefacts=lying,
        problems=by_place((*work.warnings, *made.lost.values())),
        inputs=Inputs() if made.lost else work.inputs,
    )


def check(request: Request, watch: Watch, clock: Clock) -> tuple[Problem, ...]:
    """Every problem of the ladder, its translations and its documents, what will not fit included; nothing is written.

    What the last build into the output folder found out about documents that are still the
    same holds. Of the others, those are made to see that may not fit or lack a glyph, and one
    of each kind, for the theme's sake.
    """
    work = _prepare(request)
    problems = list(work.warnings)
    for locale in () if request.wanted.locale else work.ladder.locales:
        problems += read(request.ladder, locale)[1]
    known, unknown = remembered(request.output), dict[int, Job]()
    by_recipe = {one.recipe: one for one in known}
    for position, planned in enumerate(work.todo.jobs):
        job = _completed(planned, work.ladder, known)
        document = job.make()
        if made := by_recipe.get(work.recipe(document, job.format)) if by_recipe else None:
            problems += (placed(problem, document) for problem in made.problems)
        else:
            unknown[position] = replace(job, make=partial(bare, document))
    unsure = doubtful(unknown, work.look, here=not request.cluster)
    for outcome in _run(unsure, work.look, request, clock):
        watch(outcome, len(unsure))
        problems += (outcome.problem,) if isinstance(outcome, Lost) else outcome.written.problems
    return by_place(problems)


def bring(sources: Sequence[Path], output: Path, dialect: str = "", *, force: bool = False) -> Imported:
    """Imports ladders that were written some other way into a folder of YAML, all of it or nothing.

    Raises a LadderExportError when there is no level in the sources or the folder cannot take it.
    """
    found, left_out = gather(sources, output)
    title = spoken(sources[0].resolve().stem) if len(sources) == 1 else spoken(output.resolve().name)
    imported = convert(found, left_out, title, dialect)
    place(output, {path: text.encode() for path, text in imported.files.items()}, force=force)
    return imported


def rehearse(request: Request) -> Plan:
    """The plan alone, for --dry-run."""
    return _prepare(request).todo


def _prepare(request: Request) -> Prepared:
    before = ladder_digest(request.ladder)  # what is edited from now on counts the next time
    ladder, warnings, todo = _planned(request)
    name = request.theme or ladder.export.theme or "slate"
    before_theme = theme_digest(name)
    theme = open_theme(name)
    theme = dressed(theme, request.deck) if request.deck else theme
    look = Look(
        theme=theme,
        paper=PAPERS[request.paper or ladder.export.paper or "a4"],
        page_budget=ladder.export.page_budget,
        validate=request.validate,
        press=press_of(theme, request.icc) if request.wanted.press else None,
    )
    inputs = Inputs(request_digest(request, before, before_theme, name, theme.font_names), name, theme.font_names)
    return Prepared(ladder, warnings, todo, look, inputs, recipes(look))


_known: Known = {}


def _planned(request: Request) -> tuple[Ladder, tuple[Problem, ...], Plan]:
    """The ladder and what is to be made of it; only files that changed are parsed by one who will be asked again."""
    # A ladder is a million small things without a cycle: looking for one takes a third of the time, then and later.
    gc.disable()
    try:
        ladder, warnings = read(request.ladder, request.wanted.locale, _known if request.again else None)
        return ladder, warnings, plan(ladder, request.wanted)
    finally:
        if not request.again:
            gc.freeze()
        gc.enable()


def _run(jobs: Jobs, look: Look, request: Request, clock: Clock) -> Iterator[Outcome]:
    if request.again and len(jobs) <= FEW:  # the engine of this process stays warm from one time to the next
        return run(jobs, look, 1, clock)
    if request.cluster and jobs:
        return run_on(request.cluster, jobs, look, clock)
    return run(jobs, look, request.workers, clock)


def _artefact(done: Done, look: Look, origin: Origin, made: Made) -> Artefact:
    job, written = done.job, done.written
    drafted = made.drafts[job.path].problems if job.path in made.drafts else ()
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
        problems=tuple(dict.fromkeys((*drafted, *written.problems))),
        recipe=origin.recipe,
        basis=origin.basis,
    )
