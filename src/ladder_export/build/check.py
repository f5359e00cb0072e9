"""Problems stored by the last build, and the documents that `check` must render since their problems are unpredictable."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_export.build.context import BuildContext
from ladder_export.build.freshness import spans_of, with_artefacts
from ladder_export.build.glyph_locations import GlyphLocations
from ladder_export.build.plan import Job
from ladder_export.build.prebuilt_pages import without_prebuilt_pages
from ladder_export.build.up_to_date import previous_artefacts
from ladder_export.build.workers.jobs import JobsByPosition
from ladder_export.build.workers.remote_call import call_in_worker
from ladder_export.core.document import Document
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import Problem
from ladder_export.theme import RenderSettings

if TYPE_CHECKING:
    from ladder_export.writers.layout.theme_calibration import ThemeCalibration

INLINE_JOB_LIMIT = 8  # up to this many documents, rendering is faster than calibrating their theme


def stored_problems(
    context: BuildContext, output: Path, glyph_locations: GlyphLocations
) -> tuple[list[Problem], dict[int, Job]]:
    """Return the problems that the last build stored for documents unchanged since then, and jobs for other documents.

    A job is one document in one format; the jobs are by their position in the plan. `output` is the output folder of
    the last build; `glyph_locations` moves problems to the current lines of the ladder.
    """
    artefacts = previous_artefacts(output)
    by_key = {artefact.key: artefact for artefact in artefacts if artefact.key.document and not artefact.first_page}
    problems, changed = list[Problem](), dict[int, Job]()
    for position, planned in enumerate(context.plan.jobs):
        job = with_artefacts(planned, context.ladder, artefacts)
        document = job.make_document() if by_key else None
        if document and (artefact := by_key.get(context.cache_key(document, job.format))):
            problems += glyph_locations.relocate(artefact.problems, document.sources, spans_of(document))
        else:
            changed[position] = replace(job, make_document=partial(_own_part, job))
    return problems, changed


def _own_part(job: Job) -> Document:
    return without_prebuilt_pages(job.make_document())


def documents_to_render(jobs: JobsByPosition, settings: RenderSettings, *, here: bool) -> JobsByPosition:
    """Select the jobs whose documents `check` must render, since their problems cannot be predicted without rendering.

    The first document of each kind in each format is always selected, to check the theme. `here` is true if engines may
    run on this machine (no cluster): text sizes of the theme can then be measured, and more problems predicted.
    """
    from ladder_export.writers.layout.problem_forecast import is_safe  # noqa: PLC0415  # builds leave fonts to workers

    firsts = {(job.document, job.format): position for position, job in reversed(tuple(jobs.items()))}.values()
    uncertain: JobsByPosition = {
        position: job
        for position, job in jobs.items()
        if position not in firsts and _may_report(job) and not is_safe(job.make_document(), job.format, settings)
    }
    if here and len(uncertain) > INLINE_JOB_LIMIT:
        uncertain = _not_provably_fitting(uncertain, settings)
    wanted = {*firsts, *uncertain}
    return {position: job for position, job in jobs.items() if position in wanted}


def _may_report(job: Job) -> bool:
    """Return whether writing the job's file can find problems; the documents of other jobs need not be made."""
    return not (FORMATS[job.format].is_silent or job.is_in_own_process)


def _not_provably_fitting(jobs: JobsByPosition, settings: RenderSettings) -> JobsByPosition:
    """Return the jobs whose documents may not fit, according to the theme's own calibration."""
    from ladder_export.writers.layout.problem_forecast import all_glyphs_available, provably_fits  # noqa: PLC0415  # as above
    from ladder_export.writers.layout.theme_calibration import calibration_key  # noqa: PLC0415  # as above

    documents = {position: job.make_document() for position, job in jobs.items()}
    printable = {
        position: document
        for position, document in documents.items()
        if all_glyphs_available(document, jobs[position].format, settings)
    }
    calibrations = _calibrations({calibration_key(document): document for document in printable.values()}, settings)
    settled = {
        position
        for position, document in printable.items()
        if (calibration := calibrations.get(calibration_key(document)))
        and provably_fits(document, settings, calibration)
    }
    return {position: job for position, job in jobs.items() if position not in settled}


def _calibrations(examples: Mapping[Hashable, Document], settings: RenderSettings) -> dict[Hashable, ThemeCalibration]:
    """Return the theme's calibration for each kind of document, made in a worker process that has the engine."""
    from ladder_export.writers.layout.theme_calibration import ThemeCalibration  # noqa: PLC0415  # as above

    answers = call_in_worker(
        FORMATS["pdf"].module, "calibration_for", [(example, settings) for example in examples.values()]
    )
    return {key: answer for key, answer in zip(examples, answers, strict=False) if isinstance(answer, ThemeCalibration)}
