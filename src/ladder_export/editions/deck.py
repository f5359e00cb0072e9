"""This file says what the slide deck of a level contains: the sheet's words, cut into things one can present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladder_export.document import Bullets, Document, Facts, Item, Piece, Prose, Section
from ladder_export.editions import level as parts
from ladder_export.editions.brief import Brief, each_level
from ladder_export.model import Ladder, Level
from ladder_export.text import Run, Text
from ladder_export.words import plural


def deck(ladder: Ladder) -> Iterator[Brief]:
    """One document per level."""
    return each_level(ladder, _deck_of, _below)


def _deck_of(ladder: Ladder, level: Level) -> Document:
    """Summary, facts, profile and what is new; then each area; at the end the next level."""
    document = parts.document(
        ladder,
        level,
        "deck",
        opening=(*introduced(ladder, level), *parts.climb(ladder, level)),
        sections=(*slides(ladder, level), *_closing(ladder, level)),
    )
    below = _below(ladder, level)  # its words decide what is new
    return (
        replace(document, sources=tuple(dict.fromkeys((*document.sources, below.source.path)))) if below else document
    )


def introduced(ladder: Ladder, level: Level) -> tuple[Prose, ...]:
    """The summary, and below it the reference to the level that this one extends."""
    pieces = (*parts.summary(level), *parts.extends(ladder, level))
    paragraphs = tuple(text for piece in pieces if isinstance(piece, Prose) for text in piece.paragraphs)
    return (Prose(paragraphs),) if paragraphs else ()


def slides(ladder: Ladder, level: Level) -> Iterator[Section]:
    """A level without its title and its end: facts, profile, what is new, then its areas."""
    words, known, areas = ladder.words, _known(ladder, level), tuple(parts.areas(ladder.words, level))
    for piece in parts.facts(ladder, level):
        yield Section(words.facts, (piece,))
    for radar in parts.radar(ladder, level):
        yield Section(words.ratings, (radar,))
    if known:
        yield from _news(ladder, level, areas, known)
    for place, section in enumerate(areas):
        marked = replace(section, pieces=tuple(_marked(piece, known) for piece in section.pieces))
        yield _for_presenter(replace(marked, anchor=_anchor(level, place)), ladder.export.examples == "notes")


def _anchor(level: Level, place: int) -> str:
    return f"{level.id}/{place}"


def _known(ladder: Ladder, level: Level) -> frozenset[str]:
    """The statements of the level below, as they are read; none for the lowest level."""
    below = _below(ladder, level)
    areas = below.sections if below else ()
    return frozenset(s.text.plain for area in areas for passage in area.passages for s in passage.statements)


def _below(ladder: Ladder, level: Level) -> Level | None:
    return _neighbour(ladder, level, -1)


def _neighbour(ladder: Ladder, level: Level, step: int) -> Level | None:
    """The level in use that many rungs up."""
    climb = ladder.in_use(level.track, besides=level.id)
    place = climb.index(level) + step
    return climb[place] if 0 <= place < len(climb) else None


def _news(ladder: Ladder, level: Level, areas: Sequence[Section], known: frozenset[str]) -> Iterator[Section]:
    """How many statements of each area the level below does not have; each row leads to its area."""
    below, words = _below(ladder, level), ladder.words
    rows = []
    for place, section in enumerate(areas):
        items = [item for piece in section.pieces if isinstance(piece, Bullets) for item in _statements(piece)]
        new = sum(item.text.plain not in known for item in items)
        if new:
            said = plural(words.new_of, ladder.language, len(items)).format(new=new, all=len(items))
            title = f"{section.parent} · {section.title}" if section.parent else section.title
            rows.append((title, Text((Run(said, href=f"#{_anchor(level, place)}"),), said)))
    if rows and below:
        title = words.new if level.extends else words.new_since.format(level=below.name)
        yield Section(title, (Facts(tuple(rows), ""),))


def _statements(piece: Bullets) -> tuple[Item, ...]:
    return piece.items if piece.role == "statements" else ()


def _marked(piece: Piece, known: frozenset[str]) -> Piece:
    """A list whose statements are marked where they are new; where all or none are, a mark would say nothing."""
    if not known or not isinstance(piece, Bullets) or not _statements(piece):
        return piece
    new = [item.text.plain not in known for item in piece.items]
    if all(new):
        return piece
    return replace(piece, items=tuple(replace(item, new=n) for item, n in zip(piece.items, new, strict=True)))


def _for_presenter(section: Section, examples_in_notes: bool) -> Section:  # noqa: FBT001  # the ladder's one choice
    """A section with its introduction and examples in its notes, and there alone if the ladder wants it so."""
    intro = section.pieces[:1] if section.pieces and isinstance(section.pieces[0], Prose) else ()
    shown, notes = list[Piece](), list[Piece](intro)
    for piece in section.pieces:
        if not isinstance(piece, Bullets):
            shown.append(piece)
            continue
        cases = tuple(item for item in piece.items if item.examples)
        if piece.role == "examples":
            notes.append(piece)
        elif cases:
            notes.append(Bullets("statements", cases))
        if not examples_in_notes:
            shown.append(piece)
        elif piece.role == "statements":
            shown.append(replace(piece, items=tuple(replace(item, examples=()) for item in piece.items)))
    return replace(section, pieces=tuple(shown), notes=tuple(notes))


def _closing(ladder: Ladder, level: Level) -> Iterator[Section]:
    """Where one goes from here; nothing on a track of one level."""
    above = _neighbour(ladder, level, 1)
    if above:
        yield Section(ladder.words.next.format(level=above.name), (), chapter=True)
    elif _below(ladder, level):
        yield Section(ladder.words.last, (), chapter=True)
