"""This file says what the one-pager of a level contains: everything, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from ladder_export.document import Document, Section
from ladder_export.editions import level as parts
from ladder_export.model import Ladder, Level


def sheet(ladder: Ladder) -> Iterable[Document]:
    """One document per level: summary, place on the track and facts on top, then every area with its examples."""
    for level in ladder.levels:
        yield sheet_of(ladder, level)


def sheet_of(ladder: Ladder, level: Level) -> Document:
    """The sheet of one level."""
    ratings = tuple(Section(ladder.words.ratings, (piece,)) for piece in parts.radar(ladder, level))
    return parts.document(
        ladder,
        level,
        "sheet",
        opening=(
            *parts.summary(level),
            *parts.extends(ladder, level),
            *parts.climb(ladder, level),
            *parts.facts(ladder, level),
        ),
        sections=(*parts.areas(ladder.words, level), *ratings),
    )
