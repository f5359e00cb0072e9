"""This file is the whole story on one screen: read the ladder, plan the documents, write them, publish them."""

from __future__ import annotations

import gc
import hashlib
import platform
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_export import __version__
from ladder_export.cluster import run_on
from ladder_export.document import Document
from ladder_export.executor import Clock, Done, Jobs, Lost, Outcome, prepare, run
from ladder_export.fresh import intact
from ladder_export.inputs import ladder_digest, request_digest, theme_digest
from ladder_export.manifest import Artefact, Inputs, Manifest
from ladder_export.model import Ladder
from ladder_export.plan import Job, Plan, plan
from ladder_export.problems import BadOutput, Problem, by_place
from ladder_export.publish import Stage, place, previous_manifest, stage
from ladder_export.reading import Known, read
from ladder_export.reading.dialects import Imported, convert
from ladder_export.reading.dialects.sources import gather
from ladder_export.reading.names import spoken
from ladder_export.recipes import recipes
from ladder_export.request import Request
from ladder_export.theme import PAPERS, Look, dressed, open_theme, press_of
from ladder_export.writers import FORMATS

FEW = 8  # jobs that are sooner done here than handed to workers

Watch = Callable[[Outcome, int], None]
"""Called with each outcome as it comes, and how many there will be."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ladder that was read, with what is to be made of it, how that looks, and what all of it was read from."""

    ladder: Ladder
    warnings: tuple[Problem, ...]
    todo: Plan
    look: Look
    inputs: Inputs


def build(request: Request, watch: Watch, clock: Clock) -> Manifest:
    """Makes and publishes everything asked for; the manifest says what now lies in the output folder.

    Artefacts whose recipe is the same as the last time are not made again. Raises a
    LadderExportError, with every problem of the stage that stopped; the output folder is
    then as it was.
    """
    if not request.cluster:
        prepare()
    with stage(request.output) as folder:
        work = _prepare(request)
        makes = recipes(work.look)
        recipe = [makes(job.document, job.format) for job in work.todo.jobs]
        artefacts = {} if request.force else dict(_fresh(folder, work.todo, recipe))
        stale = {position: job for position, job in enumerate(work.todo.jobs) if position not in artefacts}
        libraries = dict(folder.before.libraries) if folder.before and artefacts else {}
        lost: dict[str, Problem] = {}
        for outcome in _run(stale, work.look, request, clock):
            watch(outcome, len(stale))
            match outcome:
                case Done():
                    folder.add(outcome.job.path, outcome.written.data)
                    artefacts[outcome.position] = _artefact(outcome, work.look, recipe[outcome.position])
                    libraries.update(outcome.written.engines)
                case Lost():
                    lost[outcome.job.path] = outcome.problem
        made = [artefacts[position] for position in sorted(artefacts)]
        made += _standing(folder, work.todo.standing | set(lost), made)
        manifest = _manifest(work, libraries, made, lost.values())
        if stale or manifest != folder.before:
            folder.publish(manifest)
    return manifest


def _manifest(
    work: Prepared, libraries: Mapping[str, str], made: Iterable[Artefact], lost: Collection[Problem]
) -> Manifest:
    """What then lies in the output folder; where something was lost, the next build has to look at everything."""
    return Manifest(
        tool=__version__,
        ladder={"title": work.ladder.title, "edition": work.ladder.edition, "language": work.ladder.language},
        libraries={**libraries, "python": platform.python_version()},
        artefacts=tuple(made),
        problems=by_place((*work.warnings, *lost)),
        inputs=Inputs() if lost else work.inputs,
    )


def check(request: Request, watch: Watch, clock: Clock) -> tuple[Problem, ...]:
    """Every problem of the ladder, its translations and its documents, what will not fit included; nothing is written.

    What the last build into the output folder found out about documents that are still the
    same holds; only others are made to see.
    """
    if not request.cluster:
        prepare()
    work = _prepare(request)
    problems = list(work.warnings)
    for locale in () if request.wanted.locale else work.ladder.locales:
        problems += read(request.ladder, locale)[1]
    known, makes, unknown = _remembered(request.output), recipes(work.look), dict[int, Job]()
    for position, job in enumerate(work.todo.jobs):
        if made := known.get(makes(job.document, job.format)):
            problems += (_placed(problem, job.document) for problem in made.problems)
        else:
            unknown[position] = job
    for outcome in _run(unknown, work.look, request, clock):
        watch(outcome, len(unknown))
        problems += (outcome.problem,) if isinstance(outcome, Lost) else outcome.written.problems
    return by_place(problems)


def _remembered(output: Path) -> dict[str, Artefact]:
    """What the last build made, by recipe; nothing where no build was, for who only checks needs no output folder."""
    with suppress(BadOutput):
        before = previous_manifest(output)
        return {one.recipe: one for one in before.artefacts} if before else {}
    return {}


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
    ladder, warnings = _read(request)
    todo = plan(ladder, request.wanted)
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
    return Prepared(ladder, warnings, todo, look, inputs)


_known: Known = {}


def _read(request: Request) -> tuple[Ladder, tuple[Problem, ...]]:
    """The ladder; only files that changed are parsed by one who will be asked again."""
    gc.disable()  # a ladder is a million small things without a cycle, and looking for one takes a fifth of the time
    try:
        return read(request.ladder, request.wanted.locale, _known if request.again else None)
    finally:
        gc.enable()


def _run(jobs: Jobs, look: Look, request: Request, clock: Clock) -> Iterator[Outcome]:
    if request.again and len(jobs) <= FEW:  # the engine of this process stays warm from one time to the next
        return run(jobs, look, 1, clock)
    if request.cluster and jobs:
        return run_on(request.cluster, jobs, look, clock)
    return run(jobs, look, request.workers, clock)


def _fresh(folder: Stage, todo: Plan, recipes: Sequence[str]) -> Iterator[tuple[int, Artefact]]:
    """What the last build made that would come out the very same, by position; its problems where they stand today."""
    known = {one.path: one for one in folder.before.artefacts} if folder.before else {}
    same = {
        position: known[job.path]
        for position, job in enumerate(todo.jobs)
        if job.path in known and known[job.path].recipe == recipes[position]
    }
    whole = intact(folder.output, same.values())
    for position, artefact in same.items():
        if artefact.path in whole:
            document = todo.jobs[position].document
            problems = tuple(_placed(problem, document) for problem in artefact.problems)
            yield position, replace(artefact, sources=document.sources, problems=problems)


def _placed(problem: Problem, document: Document) -> Problem:
    """A problem of a document where its level stands today; one of its theme stays where it is."""
    about = problem.span and problem.span.file.endswith(document.sources)
    return replace(problem, span=document.span) if about else problem


def _standing(folder: Stage, standing: frozenset[str], made: Iterable[Artefact]) -> tuple[Artefact, ...]:
    """What this build leaves alone, at these paths. One that was changed since is no longer known to be made by its recipe."""
    paths = standing - {one.path for one in made}
    left = tuple(one for one in (folder.before.artefacts if folder.before else ()) if one.path in paths)
    whole = intact(folder.output, left)
    return tuple(one if one.path in whole else replace(one, recipe="") for one in left)


def _artefact(done: Done, look: Look, recipe: str) -> Artefact:
    job, written = done.job, done.written
    return Artefact(
        path=job.path,
        edition=job.document.kind,
        level=job.document.level,
        format=job.format,
        bytes=len(written.data),
        sha256=hashlib.sha256(written.data).hexdigest(),
        unit=FORMATS[job.format].unit,
        count=written.count,
        sources=job.document.sources,
        theme=look.theme.identity,
        layout=written.layout,
        problems=written.problems,
        recipe=recipe,
    )
