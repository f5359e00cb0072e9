"""This file decides how a grid goes onto paper: how many columns stand side by side, and how large they are set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ladder_export.core.document import Bullets, Document, Grid, GridLine, Item, Prose, RowGroup
from ladder_export.core.text import Text, literal
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import MM_PER_POINT, Faces, width

NARROWEST = 12.5  # ems of a column that still reads well: about 25 letters a line
STEP = 0.5  # points between the sizes that are tried
PADDING = 3.6  # millimetres left and right of what stands in a cell, together
RAGGED = 1.3  # ems that a line loses at its end, as a rule
GAP = 0.3  # of a line, between points
HANG = 1.0  # ems that points hang by, a level
LEADING = 1.3
ROW, BRIEF_ROW = 3.0, 1.4  # millimetres around a row, and around one of few words
HEAD = 11.0  # millimetres of the heads of columns
MASTHEAD = 34.0  # and of what stands above them on the first page
TITLES = (24.0, 34.0)  # millimetres that the titles of lines may take
LONG = 0.4  # of a page: lines taller than that may go on on the next one, others stay together
LOST = 6.0  # millimetres that a line loses at the foot of a page when it goes on, as a rule


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Tables to be set one after the other, the size of their text in points, and their first column in millimetres.

    `long` are the titles of lines that may be parted, `pages` how many all of it takes by estimate.
    """

    tables: tuple[Grid, ...]
    text: float
    first: float
    long: frozenset[str]
    pages: int


def grids(document: Document) -> tuple[Grid, ...]:
    """Every grid of a document, without examples."""
    pieces = (piece for section in document.sections for piece in section.pieces)
    return tuple(without_examples(piece) for piece in pieces if isinstance(piece, Grid))


def without_examples(grid: Grid) -> Grid:
    """The same with statements alone, for pages and slides."""
    bands = (RowGroup(band.title, tuple(map(_stated, band.rows)), band.brief) for band in grid.row_groups)
    return replace(grid, row_groups=tuple(replace(band, rows=tuple(filter(_says, band.rows))) for band in bands))


def part(grid: Grid, first: int, last: int) -> Grid:
    """The columns from `first` up to, not including, `last`; lines that say nothing of them stay away."""
    bands = tuple(
        replace(
            band,
            rows=tuple(filter(_says, (replace(line, cells=line.cells[first:last]) for line in band.rows))),
        )
        for band in grid.row_groups
    )
    return replace(grid, columns=grid.columns[first:last], row_groups=tuple(band for band in bands if band.rows))


def evenly(count: int, groups: int) -> tuple[tuple[int, int], ...]:
    """Where each of so many groups begins and ends, the first ones larger by one where it does not come out even."""
    bounds = [math.ceil(count * group / groups) for group in range(groups + 1)]
    return tuple(pairwise(bounds))


def arrangements(grid: Grid, faces: Faces, settings: RenderSettings) -> Iterator[Arrangement]:
    """The best arrangement by estimate, then those that may save a page should it take more than was thought.

    As few pages as can be, as few tables as those pages allow, then as large as that leaves it.
    """
    ruler = _Ruler(grid, faces, settings)
    found = list(ruler.every())
    best = min(found, key=lambda one: (one.pages, len(one.tables), -one.text))
    yield best
    yield from (one for one in found if len(one.tables) == len(best.tables) and one.text < best.text)


def _stated(line: GridLine) -> GridLine:
    return replace(
        line, cells=tuple(tuple(_without(piece) for piece in cell if not _is_aside(piece)) for cell in line.cells)
    )


def _is_aside(piece: Prose | Bullets) -> bool:
    return isinstance(piece, Bullets) and piece.role == "examples"


def _without(piece: Prose | Bullets) -> Prose | Bullets:
    return replace(piece, items=tuple(map(_bare, piece.items))) if isinstance(piece, Bullets) else piece


def _bare(item: Item) -> Item:
    return replace(item, children=tuple(map(_bare, item.children)), examples=())


def _says(line: GridLine) -> bool:
    return any(line.cells)


class _Ruler:
    """Estimates how many pages a grid takes, by the widths of its words."""

    def __init__(self, grid: Grid, faces: Faces, settings: RenderSettings) -> None:
        self.grid, self.faces, self.tokens = grid, faces, settings.theme.sheet
        long, short = max(settings.paper[1:]), min(settings.paper[1:])
        self.width = long - 2 * self.tokens.margin
        self.room = short - self.tokens.margin - self.tokens.foot - HEAD
        lines = [line for band in grid.row_groups for line in band.rows]
        self.around = [BRIEF_ROW if band.brief else ROW for band in grid.row_groups for _ in band.rows]
        self.titles = [line.title for line in lines]
        self.cells = [[tuple(self._texts(cell)) for cell in line.cells] for line in lines]
        words = [word for line in lines for word in line.title.split()]
        self.longest = max((width(literal(word), faces, 1, strong=True) for word in words), default=0)

    def every(self) -> Iterator[Arrangement]:
        """Every arrangement that reads well, with the pages it may take."""
        largest, smallest = self.tokens.text * self.tokens.largest, self.tokens.smallest_text
        steps = math.ceil((largest - smallest) / STEP)
        count = len(self.grid.columns)
        for text in (largest - STEP * step for step in range(steps)) if steps else (largest,):
            yield from (
                self._arranged(round(text, 2), groups) for groups in range(1, count + 1) if self._reads(text, groups)
            )
        yield from (self._arranged(smallest, groups) for groups in range(1, count + 1) if self._reads(smallest, groups))

    def _first(self, text: float) -> float:
        least, most = TITLES
        return min(max(least, self.longest * text * MM_PER_POINT + PADDING), most)

    def _column(self, text: float, groups: int) -> float:
        return (self.width - self._first(text)) / math.ceil(len(self.grid.columns) / groups)

    def _reads(self, text: float, groups: int) -> bool:
        wide = (self._column(text, groups) - PADDING) / (text * MM_PER_POINT)
        return wide >= NARROWEST or groups == len(self.grid.columns)

    def _arranged(self, text: float, groups: int) -> Arrangement:
        bounds = evenly(len(self.grid.columns), groups)
        room = (self._column(text, groups) - PADDING) / (text * MM_PER_POINT)
        pages, long = 0, set[str]()
        for table, (first, last) in enumerate(bounds):
            shown = zip(self.cells, self.around, strict=True)
            tall = [self._tall(row[first:last], room, text, around) for row, around in shown]
            apart = [height > LONG * self.room for height in tall]
            pages += self._pages(tall, apart, 0 if table else MASTHEAD)
            long.update(title for title, parted in zip(self.titles, apart, strict=True) if parted)
        tables = tuple(part(self.grid, first, last) for first, last in bounds)
        return Arrangement(tables, text, round(self._first(text), 1), frozenset(long), pages)

    def _pages(self, tall: Sequence[float], apart: Sequence[bool], used: float) -> int:
        """How many pages lines of these heights take, below what is used already."""
        pages, left = 1, self.room - used
        for height, parted in zip(tall, apart, strict=True):
            over = height - left
            if over <= 0:
                left = -over
            elif not parted:
                pages, left = pages + 1, self.room - height
            else:
                more = math.ceil((over + LOST) / (self.room - LOST))
                pages, left = pages + more, more * (self.room - LOST) - over - LOST
        return pages

    def _tall(self, cells: Sequence[Sequence[tuple[float, int]]], room: float, text: float, around: float) -> float:
        lines = max((self._lines(cell, room) for cell in cells), default=0)
        return lines * text * LEADING * MM_PER_POINT + around if lines else 0

    def _lines(self, cell: Sequence[tuple[float, int]], room: float) -> float:
        return sum(max(1, math.ceil(wide / (room - HANG * depth - RAGGED))) + GAP for wide, depth in cell)

    def _texts(self, cell: Sequence[Prose | Bullets]) -> Iterator[tuple[float, int]]:
        for piece in cell:
            if isinstance(piece, Prose):
                yield from ((self._ems(text), 0) for text in piece.paragraphs)
            else:
                yield from (found for item in piece.items for found in self._nested(item, 1))

    def _nested(self, item: Item, depth: int) -> Iterator[tuple[float, int]]:
        yield self._ems(item.text), depth
        for child in item.children:
            yield from self._nested(child, depth + 1)

    def _ems(self, text: Text) -> float:
        return width(text, self.faces, 1)
