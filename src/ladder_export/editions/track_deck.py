"""This file says what the deck of a whole track contains: an agenda, then every level as a chapter of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.document import Bullets, Document, Item, Prose, Section
from ladder_export.editions import level as parts
from ladder_export.editions.brief import Brief, each_track
from ladder_export.editions.deck import introduced, slides
from ladder_export.model import Ladder, Level, Track
from ladder_export.text import Run, Text

AGENDA = "agenda"


def track_deck(ladder: Ladder) -> Iterator[Brief]:
    """One document per track that has a level in use."""
    return each_track(ladder, _deck_of)


def _deck_of(ladder: Ladder, track: Track) -> Document:
    """An agenda and chapters, which lead to each other."""
    levels = ladder.in_use(track.id)
    agenda = Bullets("statements", tuple(Item(_link(level.name, level.id)) for level in levels))
    chapters = (section for level in levels for section in _chapter(ladder, level))
    sections = (Section(ladder.words.agenda, (agenda,), anchor=AGENDA), *chapters)
    return parts.about_track(ladder, track, levels, "track-deck", sections)


def _chapter(ladder: Ladder, level: Level) -> Iterator[Section]:
    """A level with its way back; its slides carry its name, since other levels have areas of the same title."""
    said = (text for piece in introduced(ladder, level) for text in piece.paragraphs)
    back = Prose((*said, _link(f"↑ {ladder.words.agenda}", AGENDA)))
    yield Section(level.name, (back,), anchor=level.id, chapter=True)
    short = level.code or level.title
    for section in slides(ladder, level):
        parent = f"{short} · {section.parent}" if section.parent else short
        yield replace(section, parent=parent)


def _link(said: str, anchor: str) -> Text:
    return Text((Run(said, href=f"#{anchor}"),), said)
