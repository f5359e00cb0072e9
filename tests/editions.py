"""This file makes the documents of a ladder for tests, all of an edition at once, and jobs of them."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_export.document import Document
from ladder_export.editions import EDITIONS
from ladder_export.model import Ladder
from ladder_export.plan import Job


def documents_of(edition: str, ladder: Ladder) -> Iterator[Document]:
    """Every document of an edition."""
    for brief in EDITIONS[edition].documents(ladder):
        yield brief.make()


def sheet(ladder: Ladder) -> Iterator[Document]:
    """Every sheet."""
    return documents_of("sheet", ladder)


def deck(ladder: Ladder) -> Iterator[Document]:
    """Every deck of a level."""
    return documents_of("deck", ladder)


def scorecard(ladder: Ladder) -> Iterator[Document]:
    """Every scorecard."""
    return documents_of("scorecard", ladder)


def promotion(ladder: Ladder) -> Iterator[Document]:
    """Every promotion form."""
    return documents_of("promotion", ladder)


def handbook(ladder: Ladder) -> Iterator[Document]:
    """The handbook."""
    return documents_of("handbook", ladder)


def site(ladder: Ladder) -> Iterator[Document]:
    """The web page."""
    return documents_of("site", ladder)


def data(ladder: Ladder) -> Iterator[Document]:
    """The record."""
    return documents_of("json", ladder)


def job(document: Document, extension: str, path: str) -> Job:
    """A document that is there already, as a job."""
    return Job(lambda: document, document.kind, extension, path, level=document.level, track=document.track)
