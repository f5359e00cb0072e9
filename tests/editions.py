"""This file makes the documents of a ladder for tests, all of an edition at once, and jobs of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ladder_export.build.plan import Job
from ladder_export.core.document import Document
from ladder_export.core.model import Ladder
from ladder_export.documents import DOCUMENTS


def documents_of(edition: str, ladder: Ladder) -> Iterator[Document]:
    """Every document of an edition."""
    for brief in DOCUMENTS[edition].make_specs(ladder):
        yield brief.make_document()


sheet = partial(documents_of, "sheet")
deck = partial(documents_of, "deck")
scorecard = partial(documents_of, "scorecard")
interview = partial(documents_of, "interview")
review = partial(documents_of, "review")
promotion = partial(documents_of, "promotion")
handbook = partial(documents_of, "handbook")
site = partial(documents_of, "site")
data = partial(documents_of, "json")


def job(document: Document, extension: str, path: str) -> Job:
    """A document that is there already, as a job."""
    return Job(lambda: document, document.kind, extension, path, level=document.level, track=document.track)
