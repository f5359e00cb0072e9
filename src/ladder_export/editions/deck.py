"""This file says what the slide deck of a level contains: the sheet's words, cut into things one can present."""

from __future__ import annotations

from collections.abc import Iterable

from ladder_export.document import Document, Section
from ladder_export.editions import level as parts
from ladder_export.model import Ladder


def deck(ladder: Ladder) -> Iterable[Document]:
    """One document per level: title and summary, the facts at a glance, then each area's statements and examples."""
    for level in ladder.levels:
        glance = tuple(Section(ladder.words.facts, (piece,)) for piece in parts.facts(ladder, level))
        ratings = tuple(Section(ladder.words.ratings, (piece,)) for piece in parts.radar(ladder, level))
        yield parts.document(
            ladder,
            level,
            "deck",
            opening=(*parts.summary(level), *parts.extends(ladder, level), *parts.climb(ladder, level)),
            sections=(*glance, *ratings, *parts.areas(ladder.words, level)),
        )
