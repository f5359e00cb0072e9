"""This file lays out tables under headings: what was and what becomes, points with room for evidence, rows to fill in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import assert_never

from ladder_export.core.document import BeforeAfter, BlankTable, EvidenceItem, EvidenceTable, Item
from ladder_export.core.text import Run, Text, literal
from ladder_export.writers.fonts.text_metrics import Faces
from ladder_export.writers.slides.model import (
    ColumnsSlide,
    Heading,
    Line,
    Point,
)
from ladder_export.writers.slides.packing import growing, height, pack, portions
from ladder_export.writers.slides.text_frames import Room, Sizes

NAMES = 0.28  # of a table's width, for the names of lines
POINTS = 0.55  # … and for points beside the room for their evidence
TALLEST = 72.0  # points that a row to be filled in may take where there is room: three lines
TALLEST_BLANK = 130.0  # … where there is nothing but room
LARGEST = 22.0  # points that text of a table grows to
STRETCH = 1.35  # of what its words need: a row where there is room
GENTLE = 0.88  # how far text shrinks to save a slide

Cells = tuple[tuple[Point, ...], ...]


def tables(
    heading: Heading, piece: BeforeAfter | EvidenceTable | BlankTable, sizes: Sizes, faces: Faces
) -> Iterator[ColumnsSlide]:
    """The slides of a table under headings, which are repeated on each."""
    match piece:
        case BeforeAfter():
            rows: list[Cells] = [
                ((Point(literal(label)),), (Point(before),), (Point(after),)) for label, before, after in piece.rows
            ]
            shares = (NAMES, (1 - NAMES) / 2, (1 - NAMES) / 2)
            yield from _Table(sizes, faces, piece.headings, shares, named=True).slides(heading, rows)
        case EvidenceTable():
            goals: list[Cells] = [(_goal(goal, piece.before), ()) for goal in piece.items]
            table = _Table(sizes, faces, piece.headings, (POINTS, 1 - POINTS), roomy=TALLEST)
            yield from table.slides(replace(heading, label=piece.label), goals)
        case BlankTable():
            count = len(piece.headings)
            table = _Table(
                sizes, faces, piece.headings, (1 / count,) * count, roomy=TALLEST_BLANK if sizes.own else TALLEST
            )
            yield from table.slides(heading, [((),) * count] * piece.rows)
        case _:
            assert_never(piece)


def _goal(goal: EvidenceItem, before: str) -> tuple[Point, ...]:
    """A point and what is nested in it; below that, quiet, how it was worded before."""
    former = list(_nested(goal.before, quiet=True)) if goal.before else []
    if former:
        label = Run(f"{before}: ")
        first = former[0].text
        former[0] = replace(former[0], text=Text((label, *first.runs), label.text + first.plain))
    return (*_nested(goal.item), *former)


def _nested(item: Item, depth: int = 0, *, quiet: bool = False) -> Iterator[Point]:
    yield Point(item.text, depth=depth, quiet=quiet)
    for child in item.children:
        yield from _nested(child, depth + 1, quiet=quiet)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table under headings whose columns take these shares of the width; `roomy` ones leave so many points to write."""

    sizes: Sizes
    faces: Faces
    headings: tuple[str, ...]
    shares: tuple[float, ...]
    named: bool = False
    roomy: float = 0.0

    def slides(self, heading: Heading, rows: Sequence[Cells]) -> Iterator[ColumnsSlide]:
        """As few slides as a little less than the size of examples takes, at the largest size that takes no more."""
        usual = self.sizes.examples
        options = list(growing(min(LARGEST, self.sizes.largest), usual, GENTLE, self.sizes.smallest))
        fewest = self._at(options[-1], heading, rows)
        yield from next(
            (found for size in options[:-1] if len(found := self._at(size, heading, rows)) <= len(fewest)), fewest
        )

    def _at(self, size: float, heading: Heading, rows: Sequence[Cells]) -> list[ColumnsSlide]:
        widths = tuple(self.sizes.body.width * share for share in self.shares)
        headed = zip(self.headings, widths, strict=True)
        head = max(self._tall((Point(literal(said)),), size, wide, strong=True) for said, wide in headed)
        room = self.sizes.body.height - head
        parted = [part for row in rows for part in self._parts(row, size, widths, room)]
        heights = [
            max(self._tall(cell, size, wide, strong=self.named and not at) for at, (cell, wide) in enumerate(cells))
            for cells in (zip(row, widths, strict=True) for row in parted)
        ]
        return [
            ColumnsSlide(
                heading,
                self.headings,
                widths,
                head,
                tuple(map(Line, parted[group], self._stretched(heights[group], room))),
                size,
                self.sizes.indent,
                self.named,
            )
            for group in pack(heights, room, 0, len(heights))
        ]

    def _stretched(self, heights: Sequence[float], room: float) -> list[float]:
        """The heights of a slide's rows: stretched a little, or, where they are to be filled in, the lowest the most."""
        if not self.roomy:
            tall = fsum(heights)
            share = min(STRETCH, room / tall) if self.sizes.own and tall else 1.0
            return [math.floor(height * max(1.0, share)) for height in heights]
        least = next(t for t in range(int(self.roomy), 0, -1) if t == 1 or fsum(max(t, h) for h in heights) <= room)
        return [max(least, tall) for tall in heights]

    def _parts(self, row: Cells, size: float, widths: Sequence[float], room: float) -> list[Cells]:
        """The row, or what it is parted into where it is taller than a slide: a paragraph each, or parts of one."""
        if all(self._tall(cell, size, wide) <= room for cell, wide in zip(row, widths, strict=True)):
            return [row]
        parts: list[Cells] = []
        for at, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            for point in cell:
                inside = replace(self._room(point, size, wide), height=room - 2 * self.sizes.padding)
                for number, part in enumerate(portions(point.text, self.faces, inside)):
                    alone = (replace(point, text=part, starts=not number),)
                    parts.append((*((),) * at, alone, *((),) * (len(row) - at - 1)))
        return parts

    def _tall(self, cell: Sequence[Point], size: float, wide: float, *, strong: bool = False) -> float:
        """The height of a cell with these paragraphs, in points; an empty one has a line."""
        lines = [
            height(point.text, self.faces, self._room(point, size, wide), strong=strong)
            for point in cell or (Point(literal(" ")),)
        ]
        return math.ceil(fsum(lines) + 2 * self.sizes.padding)

    def _room(self, point: Point, size: float, wide: float) -> Room:
        hang = self.sizes.indent * point.depth
        return Room(wide - 2 * self.sizes.padding - hang, self.sizes.body.height, size, self.sizes.cells)
