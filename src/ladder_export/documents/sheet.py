"""The one-page sheet of a level: all of it in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.core.document import Document, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import DocumentSpec, each_level


def sheet(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a sheet for each level, as a specification from which it is made on demand."""
    return each_level(ladder, make_sheet)


def make_sheet(ladder: Ladder, level: Level) -> Document:
    """Return a level's sheet: summary, position on the track and facts in its header, then sections with examples."""
    ratings = tuple(Section(ladder.words.ratings, (piece,)) for piece in parts.radar(ladder, level))
    document = parts.level_document(
        ladder,
        level,
        "sheet",
        header_pieces=(
            *parts.summary(level),
            *parts.extends_reference(ladder, level),
            *parts.track_progress(ladder, level),
            *parts.facts(ladder, level),
        ),
        sections=(*parts.sections(ladder.words, level), *ratings),
    )
    labels = {"continued": ladder.words.continued}
    return replace(document, labels=labels, record=_import_metadata(ladder, level))


def _import_metadata(ladder: Ladder, level: Level) -> dict[str, object]:
    """Return the metadata by which `import` reads a Markdown sheet back into the same ladder and track."""
    track = ladder.track(level.track)
    metadata = {
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
    return {key: value for key, value in metadata.items() if value}
