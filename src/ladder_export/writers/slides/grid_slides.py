"""This file lays things side by side out as slides: how many columns each shows, and what runs on to the next one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import fsum

from ladder_export.core.document import Bullets, Grid, GridColumn, GridLine, Item, Prose, RowGroup
from ladder_export.core.text import Text, literal
from ladder_export.writers.fonts.text_metrics import SAFETY, SINGLE, Faces, width
from ladder_export.writers.layout.table_layout import grid_without_examples, slice_columns, split_evenly
from ladder_export.writers.slides.model import (
    GridRow,
    GridSlide,
    Heading,
    Point,
)
from ladder_export.writers.slides.packing import height, pack, portions
from ladder_export.writers.slides.text_frames import Room, Sizes

NARROWEST = 10.0  # ems of a column that still reads well on a wall
TITLE_SHARE = 0.18  # of a table's width, at most
STEPS = (22, 21, 20, 19, 18, 17, 16, 15)  # sizes that are tried, in points
LARGEST = 22.0  # … in layouts of our own
TOGETHER = 16.0  # points of text of lines that share a slide
STRETCH = 1.3  # of what its words need: a row where there is room
INDENT = 0.9  # ems that points hang by
GAP = 0.3  # ems between them

EVENLY = 20  # steps in which the height of a row is tried

Measured = tuple[Point, float]
Cell = tuple[Measured, ...]


def side_by_side(heading: Heading, grid: Grid, sizes: Sizes, faces: Faces) -> Iterator[GridSlide]:
    """The slides of a grid, each as large as takes no more of them than the smallest size; examples stay away."""
    stated = grid_without_examples(grid)
    for band in stated.row_groups:
        for lines in (list(band.rows),) if band.brief else _Bench(sizes, faces, TOGETHER).together(stated, band):
            yield from _largest(heading, replace(stated, row_groups=(replace(band, rows=tuple(lines)),)), sizes, faces)


def _largest(heading: Heading, grid: Grid, sizes: Sizes, faces: Faces) -> list[GridSlide]:
    """The slides of one band at the largest size that takes no more of them than the smallest."""
    smallest = sizes.smallest
    usual = list(_Bench(sizes, faces, smallest).slides(heading, grid))
    options = (step for step in STEPS if smallest < step <= max(sizes.examples, LARGEST if sizes.own else 0))
    tried = (list(_Bench(sizes, faces, size).slides(heading, grid)) for size in options)
    return next((found for found in tried if len(found) <= len(usual)), usual)


def indent(point: Point, size: float) -> tuple[float, float]:
    """How far a point's lines are set in, and how much farther out its first one begins, in points."""
    if point.bare:
        return 0.0, 0.0
    step = INDENT * size
    return step * (point.depth + 1), step if point.starts else 0.0


def gap(size: float) -> float:
    """What parts the points of a cell."""
    return GAP * size


@dataclass(frozen=True, slots=True)
class _Bench:
    """What a grid is measured with at a size, in points."""

    sizes: Sizes
    faces: Faces
    size: float

    def slides(self, heading: Heading, grid: Grid) -> Iterator[GridSlide]:
        """Every group of columns in turn; a line that stands alone gives the slide its title."""
        (band,) = grid.row_groups
        alone = band.rows[0] if len(band.rows) == 1 and not band.brief else None
        first = 0.0 if alone else self._first(grid)
        about = alone or band
        titled = replace(heading, title=about.title, icon=alone.icon if alone else "", group=about.title)
        for table in self._tables(grid):
            label = "" if len(table.columns) == len(grid.columns) else _range(table.columns)
            blank = GridSlide(replace(titled, label=label), table.label, table.columns, (), 0, first, self.size)
            yield from self._rows(replace(blank, head=self._head(blank)), _lines(table))

    def together(self, grid: Grid, band: RowGroup) -> list[tuple[GridLine, ...]]:
        """Which lines of a band share slides at this size: as few slides as possible, each line on one."""
        whole = replace(grid, row_groups=(band,))
        if len(self._tables(whole)) > 1:
            return [(line,) for line in band.rows]
        blank = GridSlide(Heading(""), grid.label, grid.columns, (), 0, self._first(whole), self.size)
        room = self.sizes.body.height - self._head(blank)
        heights = [fsum(row.height for row in self._parted(blank, line, room)) for line in band.rows]
        return [band.rows[group] for group in pack(heights, room, 0, len(heights))]

    def _tables(self, grid: Grid) -> list[Grid]:
        """The grid in groups of columns that still read well."""
        least = NARROWEST * self.sizes.smallest
        groups = math.ceil(len(grid.columns) / max(1, int((self.sizes.body.width - self._first(grid)) // least)))
        return [slice_columns(grid, begin, end) for begin, end in split_evenly(len(grid.columns), groups)]

    def _rows(self, blank: GridSlide, lines: Sequence[GridLine]) -> Iterator[GridSlide]:
        room = self.sizes.body.height - blank.head
        rows = [row for line in lines for row in self._parted(blank, line, room)]
        for group in pack([row.height for row in rows], room, 0, len(rows)):
            tall = fsum(row.height for row in rows[group])
            share = min(STRETCH, room / tall) if self.sizes.own and tall else 1.0
            stretched = (replace(row, height=math.floor(row.height * max(1.0, share))) for row in rows[group])
            yield replace(blank, rows=tuple(stretched))

    def _parted(self, blank: GridSlide, line: GridLine, room: float) -> Iterator[GridRow]:
        """A line in as many rows as it takes, each no taller than a slide, about as tall as each other."""
        inner = Room(self._column(blank), room - 2 * self.sizes.padding, self.size, self.sizes.cells)
        dealt = self._evened([tuple(self._measured(_points(cell), inner)) for cell in line.cells], inner.height)
        label = literal(line.title)
        titled = self._tall(label, replace(inner, width=blank.first - 2 * self.sizes.padding)) if blank.first else 0
        for place, row in enumerate(dealt):
            tall = max(0 if place else titled, *map(self._height, row))
            points = tuple(tuple(point for point, _ in cell) for cell in row)
            yield GridRow("" if place else line.title, points, math.ceil(tall + 2 * self.sizes.padding))

    def _evened(self, cells: Sequence[Cell], room: float) -> list[tuple[Cell, ...]]:
        """What of each cell stands on which slide: as few as the room allows, about as tall as each other."""
        fewest = self._dealt(cells, room)
        tries = (self._dealt(cells, room * step / EVENLY) for step in range(EVENLY // len(fewest), EVENLY))
        return next((rows for rows in tries if len(rows) == len(fewest)), fewest)

    def _measured(self, points: Iterable[Point], room: Room) -> Iterator[Measured]:
        """Points with their heights; one that is taller than a slide in parts."""
        for point in points:
            inner = replace(room, width=room.width - indent(point, self.size)[0])
            for at, text in enumerate(portions(point.text, self.faces, inner)):
                yield replace(point, text=text, starts=point.starts and not at), height(text, self.faces, inner)

    def _dealt(self, cells: Sequence[Cell], room: float) -> list[tuple[Cell, ...]]:
        """What of each cell stands on which slide, none taller than the room but for a single point."""
        return list(zip_longest(*(self._held(cell, room) for cell in cells), fillvalue=()))

    def _held(self, cell: Cell, room: float) -> Iterator[Cell]:
        begin, tall, between = 0, 0.0, gap(self.size)
        for place, (_, height_of_one) in enumerate(cell):
            if place > begin and tall + height_of_one + between * (place - begin) > room:
                yield cell[begin:place]
                begin, tall = place, 0.0
            tall += height_of_one
        yield cell[begin:]

    def _height(self, cell: Cell) -> float:
        return fsum(tall for _, tall in cell) + gap(self.size) * max(0, len(cell) - 1)

    def _column(self, blank: GridSlide) -> float:
        """The room for text in a column."""
        return (self.sizes.body.width - blank.first) / len(blank.columns) - 2 * self.sizes.padding

    def _head(self, blank: GridSlide) -> float:
        room = Room(self._column(blank), self.sizes.body.height, self.size, self.sizes.cells)
        named = (literal(" ".join(part for part in (one.name, one.watermark) if part)) for one in blank.columns)
        return math.ceil(max(self._tall(name, room) for name in named) + 2 * self.sizes.padding)

    def _tall(self, text: Text, room: Room) -> float:
        return max(height(text, self.faces, room, strong=True), self.size * SINGLE * room.leading)

    def _first(self, grid: Grid) -> float:
        """The width of the titles: as wide as they are, up to a share of the table, but no word of them is parted."""
        titles = [line.title for band in grid.row_groups for line in band.rows]
        widest = max((width(literal(title), self.faces, self.size, strong=True) for title in titles), default=0)
        words = (literal(word) for title in titles for word in title.split())
        longest = max((width(word, self.faces, self.size, strong=True) for word in words), default=0)
        around, body = 1 + 2 * self.sizes.padding, self.sizes.body.width
        least, wanted = longest / SAFETY + around, widest / SAFETY + around
        return max(min(wanted, TITLE_SHARE * body), min(least, 2 * TITLE_SHARE * body)) if titles else 0


def _lines(grid: Grid) -> list[GridLine]:
    return [line for band in grid.row_groups for line in band.rows]


def _range(columns: Sequence[GridColumn]) -> str:
    first, last = (one.code or one.title for one in (columns[0], columns[-1]))
    return first if len(columns) == 1 else f"{first} – {last}"


def _points(cell: Sequence[Prose | Bullets]) -> Iterator[Point]:
    for piece in cell:
        if isinstance(piece, Prose):
            yield from (Point(text, bare=True) for text in piece.paragraphs)
        else:
            yield from (point for item in piece.items for point in _nested(item))


def _nested(item: Item, depth: int = 0) -> Iterator[Point]:
    yield Point(item.text, depth=depth)
    for child in item.children:
        yield from _nested(child, depth + 1)
