"""This file says what the one-pager of a level contains: everything, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from ladder_export.document import Document, Section
from ladder_export.editions import level as parts
from ladder_export.model import Ladder


def sheet(ladder: Ladder) -> Iterable[Document]:
    """One document per level: summary, place on the track and facts on top, then every area with its examples."""
    for level in ladder.levels:
        yield parts.document(
            ladder,
            level,
            "sheet",
            opening=(*parts.summary(level), *parts.climb(ladder, level), *parts.facts(level)),
            sections=tuple(
                Section(area.title, (*parts.statements(area), *parts.examples(area)), area.icon)
                for area in level.sections
            ),
        )
