"""The whole program on one screen: read the ladder, plan its documents, find stale ones, render and publish them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_export.build.check import documents_to_render, stored_problems
from ladder_export.build.context import load_context
from ladder_export.build.freshness import explain
from ladder_export.build.glyph_locations import GlyphLocations
from ladder_export.build.publish import open_staging, previous_manifest, require_free_output
from ladder_export.build.run import OnResult, execute, run_build
from ladder_export.build.up_to_date import Freshness
from ladder_export.build.workers.jobs import Failed
from ladder_export.build.workers.worker import Clock
from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.manifest import Manifest
from ladder_export.core.problems import Problem, sort_by_location
from ladder_export.core.request import Request
from ladder_export.files.access import real_path
from ladder_export.files.user_files import require_writable, write_files
from ladder_export.reading import read
from ladder_export.reading.resolve import level_cache
from ladder_export.reading.slugs import title_from_id

if TYPE_CHECKING:
    from ladder_export.importers import ImportOptions, ImportResult


def build(request: Request, on_result: OnResult, clock: Clock) -> Manifest:
    """Make all selected documents; return the manifest, the list of files in the output folder.

    Files whose cache key is unchanged and that nobody changed on disk are reused. `on_result` is called with each
    result as it comes and the number of results to expect; `clock` returns seconds. Raises a LadderExportError with
    every problem of the step that fails; the output is then unchanged.
    """
    with open_staging(request.output) as staging:
        context = load_context(request)  # read and plan
        levels = context.levels
        manifest, is_new = run_build(context, request, staging, on_result, clock)  # find what is stale, and render it
        del context  # frees the ladder
        if is_new or manifest != staging.previous:
            left = staging.publish(manifest)
            manifest = replace(manifest, problems=(*manifest.problems, *left))
        if levels.is_changed and not request.keep_caches:
            level_cache.save(levels, request.output)
    return manifest


def check(request: Request, on_result: OnResult, clock: Clock) -> tuple[Problem, ...]:
    """Return every problem of the ladder, its translations and its documents, sorted by location; nothing is written.

    Problems of unchanged documents come from the last build's manifest. Of the other documents, those that may not fit
    or lack a glyph are rendered, and the first one of each kind and format. `on_result` is called with each result and
    the number to expect; `clock` returns seconds. Raises as `build` does if the ladder or theme cannot be read.
    """
    context = load_context(request)
    problems = list(context.warnings)
    for locale in () if request.selection.locale else context.ladder.locales:
        problems += read(request.ladder, locale)[1]
    glyph_locations = GlyphLocations(request.ladder, context.ladder.locale)
    stored, changed_jobs = stored_problems(context, request.output, glyph_locations)
    problems += stored
    jobs = documents_to_render(changed_jobs, context.settings, here=not request.cluster)
    for result in execute(jobs, context.settings, request, clock):
        on_result(result, len(jobs))
        if isinstance(result, Failed):
            problems.append(result.problem)
        elif result.rendered.problems:
            problems += glyph_locations.locate(result.rendered.problems, result.job.make_document().sources)
    return sort_by_location(problems)


def plan_only(request: Request) -> Sequence[tuple[str, Freshness]]:
    """Return the path of each file that a build would make, and whether it would be rendered and why.

    Nothing is rendered. Raises BadOutput if a file that this program did not make is at one of the paths.
    """
    last = previous_manifest(request.output)
    explained = explain(load_context(request), request.output, last, force=request.force)
    require_free_output(request.output, [job.path for job, _ in explained])
    return [(job.path, freshness) for job, freshness in explained]


def import_ladder(
    sources: Sequence[Path],
    output: Path | None,
    options: ImportOptions,
    *,
    force: bool = False,
    is_dry_run: bool = False,
) -> ImportResult:
    """Import ladders in other formats into a folder of YAML, all files or none; without `output`, write nothing.

    Existing files are replaced only with `force`. With `is_dry_run`, nothing is written, but the same errors are
    raised: a LadderExportError if the sources contain no level or the folder cannot be written.
    """
    from ladder_export import importers  # noqa: PLC0415  # builds do not need it
    from ladder_export.importers.buildable import require_buildable  # noqa: PLC0415  # as above
    from ladder_export.importers.discover import collect  # noqa: PLC0415  # as above

    imported = importers.import_ladder(collect(sources, output), title_from_id(_name(sources, output)), options)
    require_buildable(imported)
    if output:
        write = require_writable if is_dry_run else write_files
        write(output, {ArtefactPath(path): text.encode() for path, text in imported.files.items()}, force=force)
    return imported


def _name(sources: Sequence[Path], output: Path | None) -> str:
    """Return the name from which a ladder without a title gets one: that of its only source, else of its folder."""
    return real_path(sources[0]).stem if len(sources) == 1 or not output else real_path(output).name
