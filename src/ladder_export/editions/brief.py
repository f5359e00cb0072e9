"""This file is what is known of a document before it is made, which is all that a plan needs: thousands of them are light."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ladder_export.document import Document
from ladder_export.model import Ladder, Level, Track


@dataclass(frozen=True, slots=True)
class Brief:
    """A document that `make` makes: its slug, level and track as it will say them, and the `size` of its sources in bytes."""

    slug: str
    make: Callable[[], Document]
    level: str = ""
    track: str = ""
    size: int = 0


def each_level(ladder: Ladder, make: Callable[[Ladder, Level], Document]) -> Iterator[Brief]:
    """A document per level."""
    for level in ladder.levels:
        yield Brief(level.id, partial(make, ladder, level), level=level.id, size=len(level.source.data))


def each_track(ladder: Ladder, make: Callable[[Ladder, Track], Document]) -> Iterator[Brief]:
    """A document per track that has a level in use."""
    for track in ladder.tracks:
        if levels := ladder.in_use(track.id):
            size = sum(len(level.source.data) for level in levels)
            yield Brief(track.id, partial(make, ladder, track), track=track.id, size=size)


def whole(ladder: Ladder, slug: str, make: Callable[[Ladder], Document]) -> Iterator[Brief]:
    """One document about all of it."""
    yield Brief(slug, partial(make, ladder), size=sum(len(level.source.data) for level in ladder.levels))
