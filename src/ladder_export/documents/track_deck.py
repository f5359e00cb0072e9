"""The slide deck of a track: an overview of its levels, then each level as a chapter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.core.document import Document, Prose, Section, TrackProgress
from ladder_export.core.model import Ladder, Level, Track
from ladder_export.core.text import Run, Text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.deck import deck_sections, labels, summary_with_reference
from ladder_export.documents.specs import DocumentSpec, each_track

AGENDA = "agenda"
FACTS_PER_STEP = 2  # facts shown at each step of the staircase


def track_deck(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a slide deck for each track with a level in use, as a specification from which it is made on demand."""
    return each_track(ladder, _make_deck)


def _make_deck(ladder: Ladder, track: Track) -> Document:
    """Return all levels as a staircase, then a chapter per level; agenda and chapters link to each other."""
    levels = ladder.active_levels(track.id)
    steps = tuple(
        replace(parts.track_step(level, is_current=False), href=f"#{level.id}", about=_short_facts(level))
        for level in levels
    )
    chapters = (section for level in levels for section in _chapter(ladder, level))
    agenda = Section(ladder.words.agenda, (TrackProgress(steps, ladder.words.agenda),), anchor=AGENDA)
    document = replace(
        parts.track_document(ladder, track, levels, "track-deck", (agenda, *chapters)), labels=labels(ladder)
    )
    progress = TrackProgress(tuple(parts.track_step(level, is_current=False) for level in levels), ladder.words.climb)
    return replace(document, header_pieces=(*document.header_pieces, progress)) if len(levels) > 1 else document


def _short_facts(level: Level) -> str:
    """Return a level in a few words: the values of its first facts."""
    return " · ".join(fact.value.plain.rstrip(".") for fact in level.facts[:FACTS_PER_STEP])


def _chapter(ladder: Ladder, level: Level) -> Iterator[Section]:
    """Yield a level's title with a link back, then its sections, which carry the level's name."""
    paragraphs = (text for piece in summary_with_reference(ladder, level) for text in piece.paragraphs)
    back = Prose((*paragraphs, _link(f"↑ {ladder.words.agenda}", AGENDA)))
    yield Section(level.name, (back, *parts.track_progress(ladder, level)), anchor=level.id, chapter=True)
    short = level.code or level.title
    for section in deck_sections(ladder, level):
        parent = f"{short} · {section.parent}" if section.parent else short
        yield replace(section, parent=parent, eyebrow=level.name)


def _link(text: str, anchor: str) -> Text:
    return Text((Run(text, href=f"#{anchor}"),), text)
