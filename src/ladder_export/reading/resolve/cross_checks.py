"""This file holds levels against each other: their ids, their tracks and what they extend can only be right together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ladder_export.core.artefact_path import collision_key
from ladder_export.core.model import Level, Track
from ladder_export.core.problems import Span, did_you_mean
from ladder_export.core.text import parse
from ladder_export.reading.nodes import key_span, value_span
from ladder_export.reading.resolve.context import Assembly, Opened, line
from ladder_export.reading.slugs import copied_from, excerpt, id_fault, slug, spoken


@dataclass(frozen=True, slots=True)
class Card:
    """Where a level that was assembled says what only all of them together can tell to be right.

    `track` is what it says itself, else what its folder says.
    """

    id: str
    span: Span
    named: Span
    track: str
    said: Span | None
    extends: Span | None
    code: Span | None


def card_of(opened: Opened) -> Card:
    """The card of a level."""
    part, node = opened.part, opened.node
    return Card(
        opened.file.id,
        node.span,
        value_span(node, "id"),
        part.track or opened.file.folder,
        value_span(node, "track") if part.track else None,
        value_span(node, "extends") if part.extends else None,
        value_span(node, "code") if part.code else None,
    )


def check_ids(work: Assembly, cards: Iterable[Card]) -> None:
    """Ids name the files that are made, so they must be possible everywhere and differ in more than case."""
    first: dict[str, Card] = {}
    cards = list(cards)
    for card in cards:
        if fault := id_fault(card.id):
            remedy = f"call it '{excerpt(slug(card.id)) or 'level'}', for example"
            if (source := copied_from(card.id)) and any(one.id == source for one in cards):
                remedy += f"; or is it a copy of '{source}' that is not meant to be there?"
            work.wrong("unsafe-id", f"'{excerpt(card.id)}' {fault}", card.named, remedy)
        before = first.setdefault(collision_key(card.id), card)
        if before is not card:
            message = f"there is a level '{before.id}' already, in {before.span.file}:{before.span.line}"
            remedy = "the file of a level, or its 'id:' in a list, needs a name of its own; capitals do not count"
            work.wrong("duplicate-level", message, card.named, remedy)


def tracks_of(work: Assembly, cards: Iterable[Card]) -> dict[str, Track]:
    """The declared tracks, else those that levels and folders name, else one that is called like the ladder."""
    if work.shared.tracks:
        _check_tracks(work, {track: key_span(work.node, "tracks", track) for track in work.shared.tracks})
        return {track: _declared(work, track) for track in work.shared.tracks}
    named: dict[str, Span] = {}
    for card in cards:
        if card.track:
            named.setdefault(card.track, card.said or card.span)
    if named:
        _check_tracks(work, named)
        return {track: Track(track, spoken(track), parse("")) for track in named}
    only = slug(work.shared.title) or "levels"
    return {only: Track(only, line(work.shared.title), parse(""))}


def _check_tracks(work: Assembly, tracks: Mapping[str, Span]) -> None:
    """Note the ids of tracks that cannot name files, or are one where capitals do not count: matrices are named after them."""
    first: dict[str, str] = {}
    for track, span in tracks.items():
        if fault := id_fault(track, allow_spaces=True):
            remedy = f"call it '{excerpt(slug(track)) or 'track'}', for example, wherever it is named"
            work.wrong("unsafe-id", f"the track '{excerpt(track)}' {fault}", span, remedy)
        before = first.setdefault(collision_key(track), track)
        if before is not track:
            message = f"the tracks '{before}' and '{track}' differ in capitals only"
            work.wrong("duplicate-track", message, span, f"write '{before}' everywhere, or choose another id")


def _declared(work: Assembly, track: str) -> Track:
    part = work.shared.tracks[track]
    for position, block in enumerate(part.includes):
        span = value_span(work.node, "tracks", track, "includes", position)
        work.resolve("blocks", block, span)
    summary = work.text(part.summary, value_span(work.node, "tracks", track, "summary"))
    return Track(track, line(part.title), summary, line(part.family), part.kind, part.includes)


def checked(work: Assembly, card: Card, level: Level, tracks: Mapping[str, Track]) -> Level:
    """The level in its track, now that all of them are known; notes a track that it names and is not there."""
    track, known = card.track, list(tracks)
    if track in tracks:
        work.used.add(("tracks", track))
    elif card.said:
        message = f"there is no track '{track}' in ladder.yaml"
        work.wrong("unknown-track", message, card.said, did_you_mean(track, known))
    elif track:
        pass  # told once for its folder
    elif len(known) == 1:
        work.used.add(("tracks", known[0]))
        return replace(level, track=known[0])
    else:
        remedy = f"add a line 'track: …' ({', '.join(known)})"
        work.wrong("missing-track", "it is not said to which track this level belongs", card.span, remedy)
    return level
