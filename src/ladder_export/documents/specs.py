"""Specifications of documents: their file name, levels and track, known before the documents are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level, Track


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """A document not made yet: `make_document` makes it on demand, since thousands of them would take much memory.

    `slug` is the name of its file without suffix; `level` and `track` are the ids of those that it is about, empty for
    none. `levels`: the levels whose text it shows, from whose size the time to render it is estimated.
    """

    slug: str
    make_document: Callable[[], Document]
    levels: tuple[Level, ...]
    level: str = ""
    track: str = ""


def each_level(ladder: Ladder, make_document: Callable[[Ladder, Level], Document]) -> Iterator[DocumentSpec]:
    """Yield a specification for each level, of a document that `make_document` builds on demand."""
    for level in ladder.levels:
        yield DocumentSpec(level.id, partial(make_document, ladder, level), (level,), level=level.id)


def each_track(ladder: Ladder, make_document: Callable[[Ladder, Track], Document]) -> Iterator[DocumentSpec]:
    """Yield a specification for each track with a level in use, of a document that `make_document` builds on demand."""
    for track in ladder.tracks:
        if levels := ladder.active_levels(track.id):
            yield DocumentSpec(track.id, partial(make_document, ladder, track), levels, track=track.id)


def single_document(ladder: Ladder, slug: str, make_document: Callable[[Ladder], Document]) -> Iterator[DocumentSpec]:
    """Yield the specification of one document about the whole ladder, which `make_document` builds on demand."""
    yield DocumentSpec(slug, partial(make_document, ladder), ladder.levels)
