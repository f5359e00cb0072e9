"""This file holds what every document about one level shares: its identity, its header and its areas."""

from __future__ import annotations

from ladder_export.document import Attachment, Bullets, Climb, Document, Facts, Piece, Prose, Rung, Section
from ladder_export.model import Ladder, Level
from ladder_export.model import Section as Area

EXAMPLES = "Examples"
FACTS = "At a glance"
DRAFT = "Draft"
CLIMB = "Levels of this track"


def document(
    ladder: Ladder, level: Level, kind: str, opening: tuple[Piece, ...], sections: tuple[Section, ...]
) -> Document:
    """A document about one level: who it is about, whose words it shows, and what its maker put in."""
    track, stamp = ladder.track(level.track), DRAFT if level.status == "draft" else ""
    return Document(
        kind=kind,
        slug=level.id,
        level=level.id,
        title=level.title,
        mark=level.code,
        lineage=tuple(dict.fromkeys(part for part in (ladder.organisation, ladder.title, track.title) if part)),
        language=ladder.language,
        opening=opening,
        sections=sections,
        footer=" · ".join(part for part in (ladder.title, ladder.edition, stamp) if part),
        stamp=stamp,
        author=ladder.organisation or ladder.title,
        description=" ".join(paragraph.plain for paragraph in level.summary),
        sources=tuple(dict.fromkeys((*(source.path for source in ladder.sources), level.source.path))),
        attachments=(Attachment(level.source.path.rpartition("/")[2], level.source.data),),
        span=level.span,
    )


def summary(level: Level) -> tuple[Piece, ...]:
    """The level in its own words; nothing for a level without a summary."""
    return (Prose(level.summary),) if level.summary else ()


def climb(ladder: Ladder, level: Level) -> tuple[Piece, ...]:
    """Where the level stands on its track among the levels in use; nothing where there is no ladder to climb."""
    steps = [step for step in ladder.climb(level.track) if step.status != "retired" or step.id == level.id]
    rungs = tuple(Rung(step.code or step.title, step.title, step.id == level.id) for step in steps)
    return (Climb(rungs, CLIMB),) if len(rungs) > 1 else ()


def facts(level: Level) -> tuple[Piece, ...]:
    """The labelled lines, in print order; nothing for a level without facts."""
    return (Facts(tuple((fact.label, fact.value) for fact in level.facts), FACTS),) if level.facts else ()


def statements(area: Area) -> tuple[Piece, ...]:
    """What is expected in one area."""
    return (Bullets("statements", tuple(s.text for s in area.statements)),) if area.statements else ()


def examples(area: Area) -> tuple[Piece, ...]:
    """How it showed in one area."""
    return (Bullets("examples", tuple(e.text for e in area.examples), EXAMPLES),) if area.examples else ()
