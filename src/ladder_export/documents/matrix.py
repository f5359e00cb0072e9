"""The matrix of a track: a comparison table with a level in each column and an area in each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from ladder_export.core.alignment import merged_order
from ladder_export.core.document import Bullets, Document, Grid, GridColumn, GridLine, Prose, RowGroup, Section
from ladder_export.core.document_files import Attachment
from ladder_export.core.model import Ladder, Level, Track
from ladder_export.core.model import Section as Area
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import DocumentSpec, each_track

Cell = tuple[Prose | Bullets, ...]
T = TypeVar("T")

MAX_COLUMNS = 5  # levels side by side on a page of the handbook


def matrix(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield the specification of a comparison table of levels for each track with a level in use."""
    return each_track(ladder, _make_matrix)


def _make_matrix(ladder: Ladder, track: Track) -> Document:
    """Return every fact, rating and statement as a grid, the lowest level in the first column.

    Shared passages stand in the cell of their area. Examples are included: spreadsheets show them, PDFs and slides do
    not. Summaries are left out.
    """
    levels, word = ladder.active_levels(track.id), ladder.words.matrix
    document = parts.track_document(ladder, track, levels, "matrix", (Section("", (_grid(ladder, levels),)),))
    sources = {level.source.path: level.source.data for level in levels}
    return replace(
        document,
        breadcrumbs=(*document.breadcrumbs, word),
        footer=parts.footer(ladder),
        watermark="",  # a draft among others says so at the head of its column
        description=document.description or f"{track.title}: {word}",
        attachments=tuple(Attachment(path.replace("/", "-"), data) for path, data in sources.items()),
    )


def _grid(ladder: Ladder, levels: Sequence[Level]) -> Grid:
    words = ladder.words
    row_groups = (
        RowGroup(words.facts, (*_extends_rows(ladder, levels), *_fact_rows(levels)), brief=True),
        RowGroup(words.ratings, tuple(_rating_rows(levels)), brief=True),
        RowGroup(words.areas, tuple(_area_rows(ladder, levels))),
    )
    return Grid(words.areas, _columns(ladder, levels), tuple(group for group in row_groups if group.rows))


def overview_grids(ladder: Ladder, levels: Sequence[Level]) -> Iterator[Grid]:
    """Yield comparison tables of the levels' facts and ratings; none if no level has either.

    A table has at most MAX_COLUMNS levels, so that many levels make several tables.
    """
    grid_count = -(-len(levels) // MAX_COLUMNS)
    for index in range(grid_count):
        levels_shown = levels[len(levels) * index // grid_count : len(levels) * (index + 1) // grid_count]
        row_groups = (
            RowGroup(ladder.words.facts, tuple(_fact_rows(levels_shown)), brief=True),
            RowGroup(ladder.words.ratings, tuple(_rating_rows(levels_shown)), brief=True),
        )
        if any(group.rows for group in row_groups):
            yield Grid(
                ladder.words.fact, _columns(ladder, levels_shown), tuple(group for group in row_groups if group.rows)
            )


def _columns(ladder: Ladder, levels: Sequence[Level]) -> tuple[GridColumn, ...]:
    return tuple(
        GridColumn(level.mark, level.title, ladder.words.draft if level.status == "draft" else "") for level in levels
    )


def _extends_rows(ladder: Ladder, levels: Sequence[Level]) -> Iterator[GridLine]:
    """Yield a row that names the level each level extends; without it, cells would seem to ask for too little."""
    if any(level.extends for level in levels):
        names = (ladder.level(level.extends).name if level.extends else "" for level in levels)
        yield GridLine(ladder.words.builds_on, tuple(_text_cell(plain_text(name)) for name in names))


def _fact_rows(levels: Sequence[Level]) -> Iterator[GridLine]:
    for facts in _aligned([level.facts for level in levels], attrgetter("id")):
        title = next(fact.label for fact in facts if fact)
        yield GridLine(title, tuple(_text_cell(fact.value) if fact else () for fact in facts))


def _rating_rows(levels: Sequence[Level]) -> Iterator[GridLine]:
    for ratings in _aligned([level.ratings for level in levels], attrgetter("competency")):
        title = next(rating.title for rating in ratings if rating)
        yield GridLine(title, tuple(_text_cell(plain_text(rating.step)) if rating else () for rating in ratings))


def _area_rows(ladder: Ladder, levels: Sequence[Level]) -> Iterator[GridLine]:
    """Yield a row per area id under its most common title; a cell names its area if that is titled differently."""
    for areas in _aligned([level.sections for level in levels], attrgetter("id")):
        title, icon = _most_common(areas, lambda area: area.title), _most_common(areas, lambda area: area.icon)
        cells = tuple(tuple(_cell(ladder, area, title)) if area else () for area in areas)
        if any(cells):
            yield GridLine(title, cells, icon)


def _aligned(groups: Sequence[Sequence[T]], key: Callable[[T], str]) -> Iterator[list[T | None]]:
    """Yield the entries of all groups that have the same key, side by side; None for a group without one."""
    by_key = [{key(entry): entry for entry in group} for group in groups]
    for name in merged_order(by_key):
        yield [entries.get(name) for entries in by_key]


def _most_common(areas: Sequence[Area | None], attribute: Callable[[Area], str]) -> str:
    return Counter(attribute(area) for area in areas if area).most_common(1)[0][0]


def _cell(ladder: Ladder, area: Area, title: str) -> Iterator[Prose | Bullets]:
    if area.title != title:
        yield _heading(area.title)
    yield from parts.passage_pieces(ladder.words, area.own)
    for passage in area.shared_passages:
        yield _heading(passage.title)
        yield from parts.passage_pieces(ladder.words, passage)


def _heading(title: str) -> Prose:
    return Prose((Text((Run(title, strong=True),), title),))


def _text_cell(text: Text) -> Cell:
    return (Prose((text,)),) if text else ()
