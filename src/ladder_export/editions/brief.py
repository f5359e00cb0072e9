"""This file is what is known of a document before it is made, which is all that a plan needs: thousands of them are light."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ladder_export.document import Document
from ladder_export.model import Ladder, Level, Track


@dataclass(frozen=True, slots=True)
class Brief:
    """A document that `make` makes: its slug, level and track as it will say them.

    It is a function of what `of` says, of what is shared, and of all levels as far as they are
    named: their ids, codes, titles and places. No other level's words decide anything in it
    (a law that tests hold): that is how it is known to be the same without being made.
    """

    slug: str
    make: Callable[[], Document]
    of: tuple[Level, ...]
    level: str = ""
    track: str = ""


def each_level(
    ladder: Ladder,
    make: Callable[[Ladder, Level], Document],
    beside: Callable[[Ladder, Level], Iterable[Level]] | None = None,
) -> Iterator[Brief]:
    """A document per level, in which the words of those `beside` it may count, too."""
    for level in ladder.levels:
        others = beside(ladder, level) if beside else ()
        yield Brief(level.id, partial(make, ladder, level), (level, *others), level=level.id)


def each_track(
    ladder: Ladder,
    make: Callable[[Ladder, Track], Document],
    beside: Callable[[Ladder, Level], Iterable[Level]] | None = None,
) -> Iterator[Brief]:
    """A document per track that has a level in use, in which the words of those `beside` its levels may count, too."""
    for track in ladder.tracks:
        if levels := ladder.in_use(track.id):
            others = (other for level in levels for other in (beside(ladder, level) if beside else ()))
            of = tuple({level.id: level for level in (*levels, *others)}.values())
            yield Brief(track.id, partial(make, ladder, track), of, track=track.id)


def whole(ladder: Ladder, slug: str, make: Callable[[Ladder], Document]) -> Iterator[Brief]:
    """One document about all of it."""
    yield Brief(slug, partial(make, ladder), ladder.levels)
