"""This file says what the deck of a whole track contains: an agenda, then every level as a chapter of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ladder_export.document import Bullets, Document, Item, Prose, Section
from ladder_export.editions import level as parts
from ladder_export.editions.deck import introduced, slides
from ladder_export.model import Ladder, Level
from ladder_export.text import Run, Text

AGENDA = "agenda"


def track_deck(ladder: Ladder) -> Iterable[Document]:
    """One document per track that has a level in use; agenda and chapters lead to each other."""
    for track in ladder.tracks:
        levels = [level for level in ladder.climb(track.id) if level.status != "retired"]
        if not levels:
            continue
        agenda = Bullets("statements", tuple(Item(_link(level.name, level.id)) for level in levels))
        chapters = (section for level in levels for section in _chapter(ladder, level))
        sections = (Section(ladder.words.agenda, (agenda,), anchor=AGENDA), *chapters)
        yield parts.about_track(ladder, track, levels, "track-deck", sections)


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
