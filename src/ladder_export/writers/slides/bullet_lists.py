"""This file knows how tall lists of points are at a size, and parts them evenly over slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TypeVar

from ladder_export.core.document import Item
from ladder_export.writers.fonts.text_metrics import Faces
from ladder_export.writers.slides.model import (
    Point,
)
from ladder_export.writers.slides.packing import height, portions
from ladder_export.writers.slides.text_frames import Role, Room, Sizes

DEEPEST = 4  # a presentation's outline has five levels
QUIET = 0.8  # of the size of statements, for what stands back behind them on the same slide

T = TypeVar("T")


def nested(item: Item, depth: int = 0, *, quiet: bool = False) -> Iterator[Point]:
    """A point and everything nested in it, in reading order."""
    if item.text:
        yield Point(item.text, depth=min(depth, DEEPEST), quiet=quiet, new=item.is_new)
    for child in item.children:
        yield from nested(child, depth + 1, quiet=quiet)
    for example in item.examples:
        yield from nested(example, depth + 1, quiet=True)


@dataclass(frozen=True, slots=True)
class Ruler:
    """Measures points of a role in a room; `size` and all heights in points."""

    sizes: Sizes
    faces: Faces
    room: Room
    role: Role

    def size_of(self, point: Point, size: float) -> float:
        """The size of a point among points of `size`."""
        if point.label:
            return self.sizes.smallest if self.sizes.own else size
        return self.sizes.nested(size, point.depth, quiet=self.role == "examples")

    def room_of(self, point: Point, size: float) -> Room:
        """What a point has to itself: the deeper, the narrower."""
        bare = self.role == "prose" or point.bare or point.label
        hang = 0.0 if bare else self.sizes.indent_at(size) * (point.depth + 1)
        return Room(max(1.0, self.room.width - hang), self.room.height, self.size_of(point, size), self.room.leading)

    def tall(self, points: Sequence[Point], size: float) -> float:
        """The height of points below each other."""
        heights = [height(p.text, self.faces, self.room_of(p, size), strong=p.label) for p in points]
        return fsum(heights) + self.sizes.gap_at(size) * max(0, len(heights) - 1)

    def units(self, points: Sequence[Point], size: float) -> list[tuple[Sequence[Point], float]]:
        """What must not be parted, with its height: a point with all in it, else each by itself, else parts of one."""
        tall = self.tall(points, size)
        if tall <= self.room.height:
            return [(points, tall)]
        parts = [
            [replace(point, text=part, starts=not at)]
            for point in points
            for at, part in enumerate(portions(point.text, self.faces, self.room_of(point, size)))
        ]
        return [(part, self.tall(part, size)) for part in parts]
