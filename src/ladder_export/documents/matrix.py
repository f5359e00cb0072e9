"""This file says what the matrix of a track contains: its levels side by side, area by area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.document import Bullets, Document, Grid, GridColumn, GridLine, Prose, RowGroup, Section
from ladder_export.core.document_files import Attachment
from ladder_export.core.model import Ladder, Level, Track
from ladder_export.core.model import Section as Area
from ladder_export.core.text import Run, Text, literal
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import Brief, each_track

Cell = tuple[Prose | Bullets, ...]

MOST_COLUMNS = 5  # of a page of a book


def matrix(ladder: Ladder) -> Iterator[Brief]:
    """One document per track that has a level in use."""
    return each_track(ladder, _matrix_of)


def _matrix_of(ladder: Ladder, track: Track) -> Document:
    """Every fact, rating and statement, the lowest level first.

    What competencies and shared blocks bring to an area stands in it. Examples are there too;
    spreadsheets show them, paper and slides have no room for them. Summaries stay with the levels.
    """
    levels, word = ladder.active_levels(track.id), ladder.words.matrix
    found = parts.about_track(ladder, track, levels, "matrix", (Section("", (_grid(ladder, levels),)),))
    files = {level.source.path: level.source.data for level in levels}
    return replace(
        found,
        breadcrumbs=(*found.breadcrumbs, word),
        footer=parts.footer(ladder),
        watermark="",  # a draft among others says so at the head of its column
        description=found.description or f"{track.title}: {word}",
        attachments=tuple(Attachment(path.replace("/", "-"), data) for path, data in files.items()),
    )


def _grid(ladder: Ladder, levels: Sequence[Level]) -> Grid:
    words = ladder.words
    bands = (
        RowGroup(words.facts, (*_bases(ladder, levels), *_facts(levels)), brief=True),
        RowGroup(words.ratings, tuple(_ratings(levels)), brief=True),
        RowGroup(words.areas, tuple(_areas(ladder, levels))),
    )
    return Grid(words.areas, _columns(ladder, levels), tuple(band for band in bands if band.rows))


def glance(ladder: Ladder, levels: Sequence[Level]) -> Iterator[Grid]:
    """Return facts and ratings of levels side by side, as many in a grid as a page has room for; nothing without any."""
    rows = -(-len(levels) // MOST_COLUMNS)
    for first in range(rows):
        some = levels[len(levels) * first // rows : len(levels) * (first + 1) // rows]
        bands = (
            RowGroup(ladder.words.facts, tuple(_facts(some)), brief=True),
            RowGroup(ladder.words.ratings, tuple(_ratings(some)), brief=True),
        )
        if any(band.rows for band in bands):
            yield Grid(ladder.words.fact, _columns(ladder, some), tuple(band for band in bands if band.rows))


def _columns(ladder: Ladder, levels: Sequence[Level]) -> tuple[GridColumn, ...]:
    return tuple(GridColumn(one.code, one.title, ladder.words.draft if one.status == "draft" else "") for one in levels)


def _bases(ladder: Ladder, levels: Sequence[Level]) -> Iterator[GridLine]:
    """What levels take for granted, without which their cells would seem to ask for less than they do."""
    if any(level.extends for level in levels):
        named = (ladder.level(level.extends).name if level.extends else "" for level in levels)
        yield GridLine(ladder.words.builds_on, tuple(_said(literal(name)) for name in named))


def _facts(levels: Sequence[Level]) -> Iterator[GridLine]:
    for name in _merged([[fact.id for fact in level.facts] for level in levels]):
        found = [next((fact for fact in level.facts if fact.id == name), None) for level in levels]
        title = next(fact.label for fact in found if fact)
        yield GridLine(title, tuple(_said(fact.value) if fact else () for fact in found))


def _ratings(levels: Sequence[Level]) -> Iterator[GridLine]:
    for name in _merged([[rating.competency for rating in level.ratings] for level in levels]):
        found = [next((one for one in level.ratings if one.competency == name), None) for level in levels]
        title = next(rating.title for rating in found if rating)
        yield GridLine(title, tuple(_said(literal(rating.step)) if rating else () for rating in found))


def _areas(ladder: Ladder, levels: Sequence[Level]) -> Iterator[GridLine]:
    """Every area by its id under its usual title; a level that calls it something else says so in its cell."""
    for name in _merged([[area.id for area in level.sections] for level in levels]):
        found = [next((area for area in level.sections if area.id == name), None) for level in levels]
        title, icon = _usual(found, lambda area: area.title), _usual(found, lambda area: area.icon)
        cells = tuple(tuple(_cell(ladder, area, title)) if area else () for area in found)
        if any(cells):
            yield GridLine(title, cells, icon)


def _usual(areas: Sequence[Area | None], of: Callable[[Area], str]) -> str:
    return Counter(of(area) for area in areas if area).most_common(1)[0][0]


def _cell(ladder: Ladder, area: Area, title: str) -> Iterator[Prose | Bullets]:
    if area.title != title:
        yield _heading(area.title)
    yield from parts.pieces(ladder.words, area.own)
    for passage in area.shared_passages:
        yield _heading(passage.title)
        yield from parts.pieces(ladder.words, passage)


def _heading(title: str) -> Prose:
    return Prose((Text((Run(title, strong=True),), title),))


def _said(text: Text) -> Cell:
    return (Prose((text,)),) if text else ()


def _merged(orders: Iterable[Sequence[str]]) -> list[str]:
    """Every name once, in an order that all of the orders follow as far as they agree."""
    merged: list[str] = []
    for order in orders:
        before = -1
        for name in order:
            if name not in merged:
                merged.insert(before + 1, name)
            before = max(before, merged.index(name))
    return merged
