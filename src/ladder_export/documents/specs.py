"""Specifications of documents: what a plan needs to know of a document before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level, Track


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """A document that `make_document` builds on demand; thousands of specifications take little memory.

    `slug`, `level`, `track`: as in the document. `levels`: the levels whose text affects it; their size estimates the
    cost.
    """

    slug: str
    make_document: Callable[[], Document]
    levels: tuple[Level, ...]
    level: str = ""
    track: str = ""


def each_level(ladder: Ladder, make_document: Callable[[Ladder, Level], Document]) -> Iterator[DocumentSpec]:
    """Yield the specification of a document for each level."""
    for level in ladder.levels:
        yield DocumentSpec(level.id, partial(make_document, ladder, level), (level,), level=level.id)


def each_track(ladder: Ladder, make_document: Callable[[Ladder, Track], Document]) -> Iterator[DocumentSpec]:
    """Yield the specification of a document for each track that has an active level."""
    for track in ladder.tracks:
        if levels := ladder.active_levels(track.id):
            yield DocumentSpec(track.id, partial(make_document, ladder, track), levels, track=track.id)


def single_document(ladder: Ladder, slug: str, make_document: Callable[[Ladder], Document]) -> Iterator[DocumentSpec]:
    """Yield the specification of one document about the whole ladder."""
    yield DocumentSpec(slug, partial(make_document, ladder), ladder.levels)
