"""This file chooses which rungs of a track the strip in a header shows, so that it takes two rows at most."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import fsum

from ladder_export.core.document import TrackProgress, TrackStep

# Millimetres at the size of a header's small text, about: both built-in themes set it in 7.6 points.
LETTER_MM = 1.45
AROUND_MM = 6.0  # of a rung, and the space behind it
LONGEST_MM = 80.0  # of one rung: half of what a line of the header holds
ROOM_MM = 165.0  # of all rungs: two rows beside what the level is a part of
NEAR = 1  # rungs shown below and above the level


def rungs_shown(climb: TrackProgress) -> tuple[TrackStep, ...]:
    """Return all rungs where they have room; else the level with those next to it, by their numbers if need be."""
    numbered = tuple(replace(rung, code=str(number)) for number, rung in enumerate(climb.steps, 1))
    ways = (climb.steps, tuple(_near(climb.steps)), numbered, tuple(_near(numbered)))
    return next((way for way in ways if _has_room(way)), ways[-1])


def _near(rungs: tuple[TrackStep, ...]) -> Iterator[TrackStep]:
    """The level's rung and its neighbours; where others are left out, dots beside the outer ones say so."""
    here = next((place for place, rung in enumerate(rungs) if rung.is_current), 0)
    first, last = max(0, here - NEAR), min(here + NEAR, len(rungs) - 1)
    for place in range(first, last + 1):
        before = "… " if place == first > 0 else ""
        after = " …" if place == last < len(rungs) - 1 else ""
        yield replace(rungs[place], code=f"{before}{rungs[place].code}{after}")


def _has_room(rungs: Iterable[TrackStep]) -> bool:
    widths = [_width_mm(rung.code) for rung in rungs]
    return fsum(widths) <= ROOM_MM and max(widths, default=0) <= LONGEST_MM


def _width_mm(label: str) -> float:
    letters = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)
    return letters * LETTER_MM + AROUND_MM
