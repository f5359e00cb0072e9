"""This file lays things side by side out as slides: how many columns each shows, and what runs on to the next one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import fsum

from ladder_export.document import Band, Bullets, Column, Grid, Item, Line, Prose
from ladder_export.text import Text, literal
from ladder_export.writers.grids import evenly, part, without_examples
from ladder_export.writers.metrics import SAFETY, SINGLE, Faces, width
from ladder_export.writers.slides.filling import height, pack, portions
from ladder_export.writers.slides.kinds import GridRow, GridSlide, Heading, Point, Room, Sizes

NARROWEST = 10.0  # ems of a column that still reads well on a wall
TITLE_SHARE = 0.18  # of a table's width, at most
STEP = 2.0  # points between the sizes that are tried
INDENT = 0.9  # ems that points hang by
GAP = 0.3  # ems between them

EVENLY = 20  # steps in which the height of a row is tried

Measured = tuple[Point, float]
Cell = tuple[Measured, ...]


def side_by_side(heading: Heading, grid: Grid, sizes: Sizes, faces: Faces) -> tuple[GridSlide, ...]:
    """The slides of a grid, as large as takes no more of them than the smallest readable size; examples stay away."""
    stated, smallest = without_examples(grid), sizes.smallest
    usual = tuple(_Bench(sizes, faces, smallest).slides(heading, stated))
    steps = max(0, math.floor((sizes.examples - smallest) / STEP))
    for size in (smallest + STEP * step for step in range(steps, 0, -1)):
        found = tuple(_Bench(sizes, faces, size).slides(heading, stated))
        if len(found) <= len(usual):
            return found
    return usual


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
        """Every group of columns in turn; brief lines go together, each other line has slides of its own."""
        first = self._first(grid)
        least = NARROWEST * self.sizes.smallest
        groups = math.ceil(len(grid.columns) / max(1, int((self.sizes.body.width - first) // least)))
        tables = [part(grid, begin, end) for begin, end in evenly(len(grid.columns), groups)]
        for band in grid.bands:
            for line in (None,) if band.brief else band.lines:
                for table in tables:
                    named = replace(heading, label="" if groups == 1 else _range(table.columns))
                    yield from self._of(named, table, band, line, first)

    def _of(self, heading: Heading, table: Grid, band: Band, line: Line | None, first: float) -> Iterator[GridSlide]:
        """The slides of a band, or of one line of it, that a group of columns has."""
        if not (lines := _lines(table, band, line)):
            return
        named = line or band
        about = replace(heading, title=named.title, icon=line.icon if line else "", group=named.title)
        blank = GridSlide(about, table.label, table.columns, (), 0, 0 if line else first, self.size)
        blank = replace(blank, head=self._head(blank))
        yield from self._rows(blank, lines)

    def _rows(self, blank: GridSlide, lines: Sequence[Line]) -> Iterator[GridSlide]:
        room = self.sizes.body.height - blank.head
        rows = [row for line in lines for row in self._parted(blank, line, room)]
        for group in pack([row.height for row in rows], room, 0, len(rows)):
            yield replace(blank, rows=tuple(rows[group]))

    def _parted(self, blank: GridSlide, line: Line, room: float) -> Iterator[GridRow]:
        """A line in as many rows as it takes, each no taller than a slide, about as tall as each other."""
        inner = Room(self._column(blank), room - 2 * self.sizes.padding, self.size, self.sizes.cells)
        cells = [tuple(self._measured(_points(cell), inner)) for cell in line.cells]
        fewest = self._dealt(cells, inner.height)
        dealt = self._evened(cells, inner.height, fewest)
        label = literal(line.title)
        titled = self._tall(label, replace(inner, width=blank.first - 2 * self.sizes.padding)) if blank.first else 0
        for place, row in enumerate(dealt):
            tall = max(0 if place else titled, *map(self._height, row))
            points = tuple(tuple(point for point, _ in cell) for cell in row)
            yield GridRow("" if place else line.title, points, math.ceil(tall + 2 * self.sizes.padding))

    def _measured(self, points: Iterable[Point], room: Room) -> Iterator[Measured]:
        """Points with their heights; one that is taller than a slide in parts."""
        for point in points:
            inner = replace(room, width=room.width - indent(point, self.size)[0])
            for at, text in enumerate(portions(point.text, self.faces, inner)):
                yield replace(point, text=text, starts=point.starts and not at), height(text, self.faces, inner)

    def _dealt(self, cells: Sequence[Cell], room: float) -> list[tuple[Cell, ...]]:
        """What of each cell stands on which slide, none taller than the room but for a single point."""
        return list(zip_longest(*(self._held(cell, room) for cell in cells), fillvalue=()))

    def _evened(self, cells: Sequence[Cell], room: float, fewest: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
        """Return as many rows as the fewest, about as tall as each other."""
        tries = (room * step / EVENLY for step in range(EVENLY // len(fewest), EVENLY))
        evened = (self._dealt(cells, tall) for tall in tries)
        return next((rows for rows in evened if len(rows) == len(fewest)), fewest)

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
        named = (literal(" ".join(part for part in (one.name, one.stamp) if part)) for one in blank.columns)
        return math.ceil(max(self._tall(name, room) for name in named) + 2 * self.sizes.padding)

    def _tall(self, text: Text, room: Room) -> float:
        return max(height(text, self.faces, room, strong=True), self.size * SINGLE * room.leading)

    def _first(self, grid: Grid) -> float:
        """The width of the titles: as wide as they are, up to a share of the table."""
        titles = [line.title for band in grid.bands if band.brief for line in band.lines]
        widest = max((width(literal(title), self.faces, self.size, strong=True) for title in titles), default=0)
        return min(widest / SAFETY + 1 + 2 * self.sizes.padding, TITLE_SHARE * self.sizes.body.width) if titles else 0


def _lines(table: Grid, band: Band, line: Line | None) -> list[Line]:
    """Return the lines of a band, or the one of that title, as a part of its table has them; empty where it has none."""
    mine = next((one.lines for one in table.bands if one.title == band.title), ())
    return [one for one in mine if line is None or one.title == line.title]


def _range(columns: Sequence[Column]) -> str:
    first, last = (one.mark or one.title for one in (columns[0], columns[-1]))
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
