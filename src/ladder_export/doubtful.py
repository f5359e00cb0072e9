"""This file says of which documents only making them can tell whether they come out well."""

from __future__ import annotations

from ladder_export.asking import ask
from ladder_export.executor import Jobs
from ladder_export.formats import FORMATS
from ladder_export.theme import Look

FEW = 8  # documents that are sooner made than their theme's measures taken


def doubtful(jobs: Jobs, look: Look, *, here: bool) -> Jobs:
    """The first of each kind, for the theme's sake, and those not sure to come out well; `here` is where engines are."""
    from ladder_export.writers.foresight import sure  # noqa: PLC0415  # builds leave fonts to workers

    firsts = {(job.edition, job.format): position for position, job in reversed(tuple(jobs.items()))}
    first = {position: jobs[position] for position in firsts.values()}
    unsure: Jobs = {
        position: job
        for position, job in jobs.items()
        if position not in first and not sure(job.make(), job.format, look)
    }
    if here and len(unsure) > FEW:
        unsure = _unsettled(unsure, look)
    return {position: job for position, job in jobs.items() if position in first or position in unsure}


def _unsettled(jobs: Jobs, look: Look) -> Jobs:
    """Those that the theme's own measures do not settle either."""
    from ladder_export.writers.foresight import drawn, fits_surely  # noqa: PLC0415  # as above
    from ladder_export.writers.gauge import Gauge, shape  # noqa: PLC0415  # as above

    documents = {position: job.make() for position, job in jobs.items()}
    fitted = {
        position: document for position, document in documents.items() if drawn(document, jobs[position].format, look)
    }
    examples = {shape(document): document for document in fitted.values()}
    answers = ask(FORMATS["pdf"].module, "gauge_for", [(example, look) for example in examples.values()])
    gauges = {key: answer for key, answer in zip(examples, answers, strict=False) if isinstance(answer, Gauge)}
    settled = {
        position
        for position, document in fitted.items()
        if (gauge := gauges.get(shape(document))) and fits_surely(document, look, gauge)
    }
    return {position: job for position, job in jobs.items() if position not in settled}
