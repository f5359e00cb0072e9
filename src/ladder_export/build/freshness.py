"""Decide for each planned output file whether it is up to date or stale, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_export.build.context import BuildContext
from ladder_export.build.plan import Job
from ladder_export.build.up_to_date import Freshness, PreviousBuild, Reason, unmade_artefacts
from ladder_export.build.workers.jobs import JobsByPosition
from ladder_export.core.document import Document
from ladder_export.core.manifest import Artefact, CacheKey, Manifest
from ladder_export.core.model import Ladder
from ladder_export.core.problems import Span
from ladder_export.documents import DOCUMENTS

Explanations = Sequence[tuple[Job, Freshness]]
"""Jobs in the order in which they are done."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of one output file: its cache key, its source files, and where in the ladder it is declared.

    Problems with the whole document are reported at the first of `spans`, those with pages that it repeats at the others.
    `repeated`: kind and level of the documents whose pages it repeats, as a handbook does.
    """

    key: CacheKey
    sources: tuple[str, ...]
    spans: tuple[Span, ...]
    repeated: frozenset[tuple[str, str]]


def provenance_of(jobs: JobsByPosition, context: BuildContext) -> Mapping[int, Provenance]:
    """Return the cache key, source files and location of each job's output file, by the job's position in the plan.

    Consecutive jobs for the same document in several formats build that document only once.
    """
    provenances, document, make_document = dict[int, Provenance](), None, None
    for position, job in jobs.items():
        if document is None or job.make_document is not make_document:
            document, make_document = job.make_document(), job.make_document
        provenances[position] = Provenance(
            context.cache_key(document, job.format),
            document.sources,
            spans_of(document),
            frozenset((leaf.kind, leaf.level) for leaf in _leaf_documents(document)),
        )
    return provenances


def spans_of(document: Document) -> tuple[Span, ...]:
    """Return where a document is declared, and after that where the documents are whose pages it repeats."""
    return (document.span, *(leaf.span for leaf in _leaf_documents(document)))


def phases(jobs: Sequence[Job]) -> tuple[JobsByPosition, JobsByPosition, JobsByPosition]:
    """Split jobs into three groups by what they need; each maps positions in the plan to jobs.

    Jobs of the first group need no other output file, those of the second merge files of the first (handbook), those of
    the third list all files of the output folder (web page).
    """
    first, joined, listing = dict[int, Job](), dict[int, Job](), dict[int, Job]()
    for position, job in enumerate(jobs):
        (listing if job.lists_artefacts else joined if job.merges_files else first)[position] = job
    return first, joined, listing


def with_artefacts(job: Job, ladder: Ladder, artefacts: Sequence[Artefact]) -> Job:
    """Return the job, with `artefacts` added to its document if that lists output files, as the web page does."""
    after = DOCUMENTS[job.document].finalize_with_artefacts if job.lists_artefacts else None
    return replace(job, make_document=lambda: after(ladder, job.make_document(), artefacts)) if after else job


def freshness_of(
    jobs: JobsByPosition, provenance: Mapping[int, Provenance], last: PreviousBuild, earlier: Sequence[Job]
) -> Mapping[int, Freshness]:
    """Return for each job whether its output file is up to date or stale, by the job's position in the plan.

    `provenance` has today's cache keys, `last` is the last build. `earlier` are the stale jobs of earlier phases: a job
    that merges or lists one of their files is stale because of it.
    """
    by_path = last.freshness({job.path: provenance[position].key for position, job in jobs.items()})
    return {
        position: _with_depends_on(job, by_path[job.path], provenance[position], earlier)
        for position, job in jobs.items()
    }


def _with_depends_on(job: Job, freshness: Freshness, provenance: Provenance, earlier: Sequence[Job]) -> Freshness:
    """Return the freshness, with the first earlier artefact that the job merges or lists as its reason."""
    if freshness.reason is not Reason.SOURCE_CHANGED:
        return freshness
    on = (other.path for other in earlier if job.lists_artefacts or is_merged_by(other, job, provenance))
    first = next(on, "")
    return Freshness(Reason.DEPENDS_ON, first) if first else freshness


def is_merged_by(job: Job, by: Job, provenance: Provenance) -> bool:
    """Return whether a job's file is merged into that of the job `by`, whose provenance is given."""
    return by.merges_files and by.format == job.format and (job.document, job.level) in provenance.repeated


def _leaf_documents(document: Document) -> Iterator[Document]:
    """Yield the documents whose finished pages serve as chapters."""
    return (
        level.prebuilt_pages.document
        for level in document.levels
        if level.prebuilt_pages and level.prebuilt_pages.document
    )


def explain(context: BuildContext, output: Path, last: Manifest | None, *, force: bool) -> Explanations:
    """Return each job of the plan and whether its output file is up to date, and why if not; nothing is rendered.

    `last` is the manifest of the last build, None for a new folder. With `force`, every file is stale.
    """
    explanations: Explanations = []
    before = PreviousBuild(output, last, force=force)
    for jobs in phases(context.plan.jobs_for(last)):
        artefacts = _reused_artefacts(explanations, before, context)
        whole = {position: with_artefacts(job, context.ladder, artefacts) for position, job in jobs.items()}
        stale_jobs = [job for job, freshness in explanations if freshness.is_stale]
        fresh = freshness_of(whole, provenance_of(whole, context), before, stale_jobs)
        explanations = [*explanations, *((job, fresh[position]) for position, job in jobs.items())]
    return explanations


def _reused_artefacts(explanations: Explanations, last: PreviousBuild, context: BuildContext) -> tuple[Artefact, ...]:
    """Return the artefacts that a build would reuse: those of fresh jobs, then those that no job makes."""
    kept = tuple(file for job, freshness in explanations if not freshness.is_stale for file in last.artefacts[job.path])
    return (
        *kept,
        *unmade_artefacts(
            last.output, last.manifest, context.plan.untouched_in(last.manifest) - {artefact.path for artefact in kept}
        ),
    )
