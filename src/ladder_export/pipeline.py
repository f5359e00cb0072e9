"""This file is the whole story on one screen: read the ladder, plan the documents, write them, publish them."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_export.artefact_path import ArtefactPath
from ladder_export.doubtful import doubtful
from ladder_export.executor import Lost
from ladder_export.file_access import BOUNDS, real_path
from ladder_export.glyph_places import GlyphPlaces
from ladder_export.kept import bare, is_settled, placed, remembered
from ladder_export.making import Watch, completed, made, outcomes
from ladder_export.manifest import Manifest
from ladder_export.plan import Job, Plan
from ladder_export.preparing import prepare
from ladder_export.problems import InvalidLadder, Problem, by_place
from ladder_export.publish import stage
from ladder_export.reading import is_ladder, read
from ladder_export.reading.names import spoken
from ladder_export.request import Request
from ladder_export.user_files import write_files
from ladder_export.worker import Clock

if TYPE_CHECKING:
    from ladder_export.importers import Imported, Wishes


def build(request: Request, watch: Watch, clock: Clock) -> Manifest:
    """Makes and publishes everything asked for; the manifest says what now lies in the output folder.

    Artefacts whose recipe is the same as the last time are not made again. Raises a
    LadderExportError, with every problem of the stage that stopped; the output folder is
    then as it was.
    """
    with stage(request.output) as folder:
        manifest, is_new = made(
            prepare(request, folder.before), request, folder, watch, clock
        )  # nobody holds the ladder any longer
        if is_new or manifest != folder.before:
            left = folder.publish(manifest)
            manifest = replace(manifest, problems=(*manifest.problems, *left))
    return manifest


def check(request: Request, watch: Watch, clock: Clock) -> tuple[Problem, ...]:
    """Every problem of the ladder, its translations and its documents, what will not fit included; nothing is written.

    What the last build into the output folder found out about documents that are still the
    same holds. Of the others, those are made to see that may not fit or lack a glyph, and one
    of each kind, for the theme's sake.
    """
    work = prepare(request)
    problems = list(work.warnings)
    for locale in () if request.wanted.locale else work.ladder.locales:
        problems += read(request.ladder, locale)[1]
    known, unknown = remembered(request.output), dict[int, Job]()
    by_recipe = {one.recipe: one for one in known if is_settled(one)}
    places = GlyphPlaces(request.ladder, work.ladder.locale)
    for position, planned in enumerate(work.todo.jobs):
        job = completed(planned, work.ladder, known)
        document = job.make()
        if one := by_recipe.get(work.recipe(document, job.format)) if by_recipe else None:
            problems += (placed(problem, document) for problem in one.problems)
        else:
            unknown[position] = replace(job, make=partial(bare, document))
    unsure = doubtful(unknown, work.look, here=not request.cluster)
    for outcome in outcomes(unsure, work.look, request, clock):
        watch(outcome, len(unsure))
        if isinstance(outcome, Lost):
            problems.append(outcome.problem)
        elif outcome.written.problems:
            problems += places.located(outcome.written.problems, outcome.job.make().sources)
    return by_place(problems)


LONG = BOUNDS["ladder file"] // 4  # characters of a file that is surely as short as it may be


def bring(sources: Sequence[Path], output: Path | None, wishes: Wishes, *, force: bool = False) -> Imported:
    """Imports ladders that were written some other way into a folder of YAML, all of it or nothing.

    Without an `output` nothing is written. Raises a LadderExportError when there is no level in
    the sources or the folder cannot take it.
    """
    from ladder_export.importers import convert  # noqa: PLC0415  # builds do without (measured: 35 ms)
    from ladder_export.importers.discover import gather  # noqa: PLC0415  # as above

    gathered = gather(sources, output)
    title = spoken(real_path(sources[0]).stem) if len(sources) == 1 or not output else spoken(real_path(output).name)
    gc.disable()  # blocks and parts have no cycles: looking for one takes a fifth of the time
    try:
        imported = convert(gathered, title, wishes)
        if any(len(text) > LONG for text in imported.files.values()) or not is_ladder(imported.content):
            _require_ladder(imported.files)
    finally:
        gc.enable()
    if output:
        write_files(output, {ArtefactPath(path): text.encode() for path, text in imported.files.items()}, force=force)
    return imported


def _require_ladder(files: Mapping[str, str]) -> None:
    """Raises InvalidLadder where what an import would write could not be built: a title longer than any, for example."""
    with tempfile.TemporaryDirectory(prefix="ladder-export-") as scratch:
        for path, text in files.items():
            file = Path(scratch) / str(ArtefactPath(path))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        try:
            read(Path(scratch))
        except InvalidLadder as invalid:
            raise InvalidLadder(*(_of_source(one, scratch) for one in invalid.problems if one.is_error)) from invalid


def _of_source(problem: Problem, scratch: str) -> Problem:
    """A problem of a file that an import would write, which nobody has yet."""
    place = f"{problem.span.file.removeprefix(f'{scratch}/')}:{problem.span.line}: " if problem.span else ""
    remedy = f"change it in the source ({problem.help})" if problem.help else "change it in the source"
    return Problem("unusable-import", f"this would be no ladder: {place}{problem.message}", help=remedy)


def rehearse(request: Request) -> Plan:
    """The plan alone, for --dry-run."""
    return prepare(request).todo
