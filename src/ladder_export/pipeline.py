"""This file is the whole story on one screen: read the ladder, plan the documents, write them, publish them."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ladder_export import __version__
from ladder_export.executor import Clock, Done, run
from ladder_export.manifest import Artefact, Manifest
from ladder_export.model import Ladder
from ladder_export.plan import Plan, Wanted, plan
from ladder_export.problems import Problem, by_place
from ladder_export.publish import place, previous_manifest, publish
from ladder_export.reading import read
from ladder_export.reading.dialects import Imported, convert
from ladder_export.reading.dialects.sources import gather
from ladder_export.reading.names import spoken
from ladder_export.theme import PAPERS, Look, dressed, open_theme, press_of
from ladder_export.writers import FORMATS


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for; what is left open is decided by the ladder's `export`, then by us."""

    ladder: Path
    output: Path = Path("output")
    wanted: Wanted = field(default_factory=Wanted)
    theme: str | None = None
    paper: str | None = None
    workers: int | None = None
    validate: bool = False
    icc: Path | None = None
    deck: Path | None = None


Watch = Callable[[Done, int], None]
"""Called with each result as it comes, and how many there will be."""


def build(request: Request, watch: Watch, clock: Clock) -> Manifest:
    """Makes and publishes everything asked for; the manifest says what now lies in the output folder.

    Raises a LadderExportError, with every problem of the stage that stopped; the output
    folder is then as it was.
    """
    before = previous_manifest(request.output)
    ladder, warnings, look, todo = _prepare(request)
    results = _written(todo, look, request, watch, clock)
    made = {done.job.path: _artefact(done, look) for done in results}
    standing = tuple(one for one in (before.artefacts if before else ()) if one.path in todo.standing - set(made))
    manifest = Manifest(
        tool=__version__,
        ladder={"title": ladder.title, "edition": ladder.edition, "language": ladder.language},
        libraries=_libraries(results),
        artefacts=(*made.values(), *standing),
        problems=by_place(warnings),
    )
    publish(request.output, {done.job.path: done.written.data for done in results}, manifest)
    return manifest


def check(request: Request, watch: Watch, clock: Clock) -> tuple[Problem, ...]:
    """Every problem of the ladder, its translations and its documents, what will not fit included; nothing is written."""
    ladder, warnings, look, todo = _prepare(request)
    results = _written(todo, look, request, watch, clock)
    others = () if request.wanted.locale else ladder.locales
    translated = (problem for locale in others for problem in read(request.ladder, locale)[1])
    return by_place((*warnings, *translated, *(problem for done in results for problem in done.written.problems)))


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
    return _prepare(request)[3]


def _prepare(request: Request) -> tuple[Ladder, tuple[Problem, ...], Look, Plan]:
    ladder, warnings = read(request.ladder, request.wanted.locale)
    todo = plan(ladder, request.wanted)
    theme = open_theme(request.theme or ladder.export.theme or "slate")
    theme = dressed(theme, request.deck) if request.deck else theme
    look = Look(
        theme=theme,
        paper=PAPERS[request.paper or ladder.export.paper or "a4"],
        page_budget=ladder.export.page_budget,
        validate=request.validate,
        press=press_of(theme, request.icc) if request.wanted.press else None,
    )
    return ladder, warnings, look, todo


def _written(todo: Plan, look: Look, request: Request, watch: Watch, clock: Clock) -> tuple[Done, ...]:
    results = []
    for done in run(todo.jobs, look, request.workers, clock):
        watch(done, len(todo.jobs))
        results.append(done)
    return tuple(results)


def _artefact(done: Done, look: Look) -> Artefact:
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
    )


def _libraries(results: Iterable[Done]) -> dict[str, str]:
    """Versions that decide the bytes, as the writers that made them report them."""
    versions = {"python": platform.python_version()}
    for done in results:
        versions.update(done.written.engines)
    return versions
