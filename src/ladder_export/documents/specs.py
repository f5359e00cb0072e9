"""This file is what is known of a document before it is made, which is all that a plan needs: thousands of them are light."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level, Track


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """A document that `make` makes: its slug, level and track as it will say them.

    `of` are the levels that it is about, whose size says about how long it takes to write.
    """

    slug: str
    make_document: Callable[[], Document]
    levels: tuple[Level, ...]
    level: str = ""
    track: str = ""


def each_level(ladder: Ladder, make_document: Callable[[Ladder, Level], Document]) -> Iterator[DocumentSpec]:
    """A document per level."""
    for level in ladder.levels:
        yield DocumentSpec(level.id, partial(make_document, ladder, level), (level,), level=level.id)


def each_track(ladder: Ladder, make_document: Callable[[Ladder, Track], Document]) -> Iterator[DocumentSpec]:
    """A document per track that has a level in use."""
    for track in ladder.tracks:
        if levels := ladder.active_levels(track.id):
            yield DocumentSpec(track.id, partial(make_document, ladder, track), levels, track=track.id)


def single_document(ladder: Ladder, slug: str, make_document: Callable[[Ladder], Document]) -> Iterator[DocumentSpec]:
    """One document about all of it."""
    yield DocumentSpec(slug, partial(make_document, ladder), ladder.levels)
