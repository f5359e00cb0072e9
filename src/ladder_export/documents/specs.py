"""This file is what is known of a document before it is made, which is all that a plan needs: thousands of them are light."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level, Track


@dataclass(frozen=True, slots=True)
class Brief:
    """A document that `make` makes: its slug, level and track as it will say them.

    `of` are the levels that it is about, whose size says about how long it takes to write.
    """

    slug: str
    make: Callable[[], Document]
    of: tuple[Level, ...]
    level: str = ""
    track: str = ""


def each_level(ladder: Ladder, make: Callable[[Ladder, Level], Document]) -> Iterator[Brief]:
    """A document per level."""
    for level in ladder.levels:
        yield Brief(level.id, partial(make, ladder, level), (level,), level=level.id)


def each_track(ladder: Ladder, make: Callable[[Ladder, Track], Document]) -> Iterator[Brief]:
    """A document per track that has a level in use."""
    for track in ladder.tracks:
        if levels := ladder.active_levels(track.id):
            yield Brief(track.id, partial(make, ladder, track), levels, track=track.id)


def whole(ladder: Ladder, slug: str, make: Callable[[Ladder], Document]) -> Iterator[Brief]:
    """One document about all of it."""
    yield Brief(slug, partial(make, ladder), ladder.levels)
