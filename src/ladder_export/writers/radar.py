"""This file holds the geometry of a radar: where its rings, spokes and marks lie, whoever draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ladder_export.document import Radar

FEWEST = 3  # directions that span an area
RINGS = 4  # where the axes have different scales, quarters
BEYOND = 1.2  # of the radius: where the axes' numbers stand

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A radar around 0,0, first axis upwards, then clockwise; y grows downwards. Points are `x,y x,y …`, as SVG has them."""

    rings: tuple[str, ...]
    spokes: tuple[Spot, ...]
    shape: str
    dots: tuple[Spot, ...]
    numbers: tuple[Spot, ...]


def outline(radar: Radar, radius: float) -> Outline | None:
    """The lines of a radar of that radius; None for fewer axes than an area needs."""
    count, rings = len(radar.axes), radar.rings or RINGS
    if count < FEWEST:
        return None

    def around(shares: list[float]) -> tuple[Spot, ...]:
        return tuple(_spot(position / count, radius * share) for position, share in enumerate(shares))

    reached = around([axis.share for axis in radar.axes])
    return Outline(
        rings=tuple(_points(around([ring / rings] * count)) for ring in range(1, rings + 1)),
        spokes=around([1.0] * count),
        shape=_points(reached),
        dots=reached,
        numbers=around([BEYOND] * count),
    )


def _spot(turn: float, distance: float) -> Spot:
    angle = 2 * math.pi * turn
    return round(distance * math.sin(angle), 2) + 0.0, round(-distance * math.cos(angle), 2) + 0.0


def _points(spots: tuple[Spot, ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in spots)
