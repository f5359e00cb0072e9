"""The documents that `check` must render because their problems cannot be predicted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from ladder_export.build.workers.executor import JobsByPosition
from ladder_export.build.workers.remote_call import call_in_worker
from ladder_export.core.document import Document
from ladder_export.core.formats import FORMATS
from ladder_export.theme import RenderSettings

if TYPE_CHECKING:
    from ladder_export.writers.layout.theme_calibration import ThemeCalibration

INLINE_JOB_LIMIT = 8  # documents that are sooner made than their theme's measures taken


def documents_to_render(jobs: JobsByPosition, settings: RenderSettings, *, here: bool) -> JobsByPosition:
    """Return the first job of each document kind and format, to check the theme, and all that may have problems.

    `here` says whether engines may run on this machine (no cluster), so that the theme can be calibrated.
    """
    from ladder_export.writers.layout.problem_forecast import is_safe  # noqa: PLC0415  # builds leave fonts to workers

    firsts = {(job.document, job.format): position for position, job in reversed(tuple(jobs.items()))}.values()
    others = {position: job for position, job in jobs.items() if position not in firsts}
    unsure: JobsByPosition = {
        position: job for position, job in others.items() if not is_safe(job.make_document(), job.format, settings)
    }
    if here and len(unsure) > INLINE_JOB_LIMIT:
        unsure = _not_provably_fitting(unsure, settings)
    wanted = {*firsts, *unsure}
    return {position: job for position, job in jobs.items() if position in wanted}


def _not_provably_fitting(jobs: JobsByPosition, settings: RenderSettings) -> JobsByPosition:
    """Return the jobs whose documents may not fit, according to the theme's own calibration."""
    from ladder_export.writers.layout.problem_forecast import all_glyphs_available, provably_fits  # noqa: PLC0415  # as above
    from ladder_export.writers.layout.theme_calibration import calibration_key  # noqa: PLC0415  # as above

    documents = {position: job.make_document() for position, job in jobs.items()}
    fitted = {
        place: document
        for place, document in documents.items()
        if all_glyphs_available(document, jobs[place].format, settings)
    }
    gauges = _calibrations({calibration_key(document): document for document in fitted.values()}, settings)
    settled = {
        position
        for position, document in fitted.items()
        if (gauge := gauges.get(calibration_key(document))) and provably_fits(document, settings, gauge)
    }
    return {position: job for position, job in jobs.items() if position not in settled}


def _calibrations(examples: Mapping[Hashable, Document], settings: RenderSettings) -> dict[Hashable, ThemeCalibration]:
    """Return the theme's calibration for each kind of document, made in a worker process that has the engine."""
    from ladder_export.writers.layout.theme_calibration import ThemeCalibration  # noqa: PLC0415  # as above

    answers = call_in_worker(
        FORMATS["pdf"].module, "calibration_for", [(example, settings) for example in examples.values()]
    )
    return {key: answer for key, answer in zip(examples, answers, strict=False) if isinstance(answer, ThemeCalibration)}
