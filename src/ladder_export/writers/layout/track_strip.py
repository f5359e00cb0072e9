"""This file chooses which rungs of a track the strip in a header shows, so that it takes two rows at most."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import fsum

from ladder_export.core.document import TrackProgress, TrackStep

# Millimetres at the size of a header's small text, about: both built-in themes set it in 7.6 points.
LETTER_MM = 1.45
STEP_PADDING_MM = 6.0  # of a rung, and the space behind it
MAX_STEP_MM = 80.0  # of one rung: half of what a line of the header holds
MAX_STRIP_MM = 165.0  # of all rungs: two rows beside what the level is a part of
NEIGHBOURS = 1  # rungs shown below and above the level


def visible_steps(climb: TrackProgress) -> tuple[TrackStep, ...]:
    """Return all rungs where they have room; else the level with those next to it, by their numbers if need be."""
    numbered = tuple(replace(rung, code=str(number)) for number, rung in enumerate(climb.steps, 1))
    ways = (
        climb.steps,
        tuple(_current_and_neighbours(climb.steps)),
        numbered,
        tuple(_current_and_neighbours(numbered)),
    )
    return next((way for way in ways if _fits(way)), ways[-1])


def _current_and_neighbours(rungs: tuple[TrackStep, ...]) -> Iterator[TrackStep]:
    """The level's rung and its neighbours; where others are left out, dots beside the outer ones say so."""
    here = next((place for place, rung in enumerate(rungs) if rung.is_current), 0)
    first, last = max(0, here - NEIGHBOURS), min(here + NEIGHBOURS, len(rungs) - 1)
    for place in range(first, last + 1):
        before = "… " if place == first > 0 else ""
        after = " …" if place == last < len(rungs) - 1 else ""
        yield replace(rungs[place], code=f"{before}{rungs[place].code}{after}")


def _fits(rungs: Iterable[TrackStep]) -> bool:
    widths = [_width_mm(rung.code) for rung in rungs]
    return fsum(widths) <= MAX_STRIP_MM and max(widths, default=0) <= MAX_STEP_MM


def _width_mm(label: str) -> float:
    letters = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)
    return letters * LETTER_MM + STEP_PADDING_MM
