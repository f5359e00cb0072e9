"""This file says what the one-pager of a level contains: everything, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.core.document import Document, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import Brief, each_level


def sheet(ladder: Ladder) -> Iterator[Brief]:
    """One document per level."""
    return each_level(ladder, sheet_of)


def sheet_of(ladder: Ladder, level: Level) -> Document:
    """Summary, place on the track and facts on top, then every area with its examples."""
    ratings = tuple(Section(ladder.words.ratings, (piece,)) for piece in parts.radar(ladder, level))
    made = parts.document(
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
    labels = {"continued": ladder.words.continued}
    return replace(made, labels=labels, record=_place_in_ladder(ladder, level))


def _place_in_ladder(ladder: Ladder, level: Level) -> dict[str, object]:
    """What a sheet in Markdown needs so that it comes back as a level of the same ladder and track."""
    track = ladder.track(level.track)
    said = {
        "ladder": ladder.title,
        "organisation": ladder.organisation,
        "edition": ladder.edition,
        "language": ladder.language,
        "ladder-summary": ladder.summary.source,
        "credit": ladder.credit.source,
        "track": track.title,
        "track-summary": track.summary.source,
        "family": track.family,
        "kind": track.kind,
        "grade": level.grade.id if level.grade else "",
        "grade-title": level.grade.title if level.grade else "",
        "extends": level.extends,
        "rank": f"{level.rank:g}",
    }
    return {key: value for key, value in said.items() if value}
