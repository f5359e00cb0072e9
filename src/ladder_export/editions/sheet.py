"""This file says what the one-pager of a level contains: everything, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_export.document import Document, Section
from ladder_export.editions import level as parts
from ladder_export.editions.brief import Brief, each_level
from ladder_export.model import Ladder, Level


def sheet(ladder: Ladder) -> Iterator[Brief]:
    """One document per level."""
    return each_level(ladder, sheet_of)


def sheet_of(ladder: Ladder, level: Level) -> Document:
    """Summary, place on the track and facts on top, then every area with its examples."""
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
