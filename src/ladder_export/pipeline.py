"""This file is the whole story on one screen: read the ladder, plan the documents, write them, publish them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_export.build.check import documents_to_render
from ladder_export.build.context import BuildContext, load_context
from ladder_export.build.freshness import explain, with_artefacts
from ladder_export.build.glyph_locations import GlyphLocations
from ladder_export.build.plan import Job
from ladder_export.build.publish import open_staging, previous_manifest
from ladder_export.build.run import OnResult, execute, run_build, without_prebuilt_pages
from ladder_export.build.up_to_date import Freshness, previous_artefacts
from ladder_export.build.workers.executor import Failed
from ladder_export.build.workers.worker import Clock
from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.manifest import Manifest
from ladder_export.core.problems import InvalidLadder, Problem, sort_by_location
from ladder_export.core.request import Request
from ladder_export.files.access import MAX_BYTES_BY_KIND, real_path
from ladder_export.files.user_files import write_files
from ladder_export.reading import is_ladder, read
from ladder_export.reading.resolve import level_cache
from ladder_export.reading.slugs import title_from_id

if TYPE_CHECKING:
    from ladder_export.importers import ImportOptions, ImportResult


def build(request: Request, on_result: OnResult, clock: Clock) -> Manifest:
    """Makes and publishes everything asked for; the manifest says what now lies in the output folder.

    Artefacts whose cache key is the same as the last time, and whose files are as they were made,
    are not made again. Raises a LadderExportError, with every problem of the stage that stopped;
    the output folder is then as it was.
    """
    with open_staging(request.output) as folder:
        work = load_context(request)
        levels = work.levels
        manifest, is_new = run_build(work, request, folder, on_result, clock)
        del work  # nobody holds the ladder any longer
        if is_new or manifest != folder.previous:
            left = folder.publish(manifest)
            manifest = replace(manifest, problems=(*manifest.problems, *left))
        if levels.is_changed and not request.keep_caches:
            level_cache.save(levels, request.output)
    return manifest


def check(request: Request, on_result: OnResult, clock: Clock) -> tuple[Problem, ...]:
    """Every problem of the ladder, its translations and its documents, what will not fit included; nothing is written.

    What the last build into the output folder found out about documents that are still the
    same holds. Of the others, those are made to see that may not fit or lack a glyph, and one
    of each kind, for the theme's sake.
    """
    work = load_context(request)
    problems = list(work.warnings)
    for locale in () if request.selection.locale else work.ladder.locales:
        problems += read(request.ladder, locale)[1]
    glyph_locations = GlyphLocations(request.ladder, work.ladder.locale)
    found, unknown = _from_last_build(work, request, glyph_locations)
    problems += found
    unsure = documents_to_render(unknown, work.settings, here=not request.cluster)
    for result in execute(unsure, work.settings, request, clock):
        on_result(result, len(unsure))
        if isinstance(result, Failed):
            problems.append(result.problem)
        elif result.rendered.problems:
            problems += glyph_locations.locate(result.rendered.problems, result.job.make_document().sources)
    return sort_by_location(problems)


LONG = MAX_BYTES_BY_KIND["ladder file"] // 4  # characters of a file that is surely as short as it may be


def _from_last_build(
    work: BuildContext, request: Request, glyph_locations: GlyphLocations
) -> tuple[list[Problem], dict[int, Job]]:
    """What the last build found wrong with documents that are still the same, and the jobs of all others."""
    known, problems, unknown = previous_artefacts(request.output), list[Problem](), dict[int, Job]()
    by_key = {one.key: one for one in known if one.key.document}
    for position, planned in enumerate(work.plan.jobs):
        job = with_artefacts(planned, work.ladder, known)
        document = job.make_document()
        if one := by_key.get(work.cache_key(document, job.format)) if by_key else None:
            problems += glyph_locations.relocate(one.problems, document.sources, document.span)
        else:
            unknown[position] = replace(job, make_document=partial(without_prebuilt_pages, document))
    return problems, unknown


def import_ladder(
    sources: Sequence[Path], output: Path | None, wishes: ImportOptions, *, force: bool = False
) -> ImportResult:
    """Imports ladders that were written some other way into a folder of YAML, all of it or nothing.

    Without an `output` nothing is written. Raises a LadderExportError when there is no level in
    the sources or the folder cannot take it.
    """
    from ladder_export.importers import import_ladder  # noqa: PLC0415  # builds do without (measured: 35 ms)
    from ladder_export.importers.discover import collect  # noqa: PLC0415  # as above

    gathered = collect(sources, output)
    title = (
        title_from_id(real_path(sources[0]).stem)
        if len(sources) == 1 or not output
        else title_from_id(real_path(output).name)
    )
    imported = import_ladder(gathered, title, wishes)
    if any(len(text) > LONG for text in imported.files.values()) or not is_ladder(imported.content):
        _require_ladder(imported.files)
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


def plan_only(request: Request) -> Sequence[tuple[str, Freshness]]:
    """Return the path of each artefact that a build would look at, with whether it would be made and why; nothing is made."""
    last = previous_manifest(request.output)
    found = explain(load_context(request), request.output, last, force=request.force)
    return [(job.path, one) for job, one in found]
