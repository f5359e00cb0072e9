"""The strip in a sheet's header that shows the levels of a track: as many as fit into two rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.document import TrackProgress, TrackStep

# Approximate millimetres at the size of a header's small text: 7.6 points in both built-in themes.
LETTER_MM = 1.45  # of steps, which have capitals and digits
PROSE_LETTER_MM = 1.35
STEP_PADDING_MM = 6.0  # padding of a step, and the space behind it
MAX_STEP_MM = 80.0  # of one step: half of a line of the header
MAX_STRIP_MM = 165.0  # of all steps: two rows beside the breadcrumbs
LINE_MM = 174.0  # of breadcrumbs and one row of steps: the narrower paper without its margins and the gap between them
MAX_ROW_MM = 50.0  # of a strip that is never broken into two rows
LOGO_GAP_MM = 5.0  # behind a logo
NEIGHBOURS = 1  # steps shown on each side of the current one


def visible_steps(progress: TrackProgress) -> tuple[TrackStep, ...]:
    """Return all levels of the strip if they fit into two rows, else the current level and its neighbours.

    If neither fits, levels are shown by their number on the track, without code or title: all of them if they fit, else
    the current one and its neighbours.
    """
    numbered = tuple(replace(step, code=str(number)) for number, step in enumerate(progress.steps, 1))
    variants = (
        progress.steps,
        tuple(_current_and_neighbours(progress.steps)),
        numbered,
        tuple(_current_and_neighbours(numbered)),
    )
    return next((variant for variant in variants if _fits(variant)), variants[-1])


def is_one_row(progress: TrackProgress) -> bool:
    """Return whether a strip is so short that its steps stay in one row, whatever is beside them."""
    return fsum(_widths_mm(progress)) <= MAX_ROW_MM


def fits_beside_strip(breadcrumbs: str, strips: Sequence[TrackProgress], logo_mm: float = 0.0) -> bool:
    """Return whether breadcrumbs fit on one line, with enough width for the steps in two rows, or in one if they are few.

    `logo_mm` is the width of a logo before the breadcrumbs, 0 if there is none.
    """
    taken_mm = logo_mm + LOGO_GAP_MM if logo_mm else 0.0
    for progress in strips:
        widths = _widths_mm(progress)
        # A row may end up to a step's width before its half.
        taken_mm += fsum(widths) if is_one_row(progress) else min(fsum(widths), fsum(widths) / 2 + max(widths))
    return _letter_count(breadcrumbs) * PROSE_LETTER_MM + taken_mm <= LINE_MM


def _current_and_neighbours(steps: tuple[TrackStep, ...]) -> Iterator[TrackStep]:
    """Yield the current step and its neighbours; an ellipsis marks where others are left out."""
    current = next((index for index, step in enumerate(steps) if step.is_current), 0)
    first, last = max(0, current - NEIGHBOURS), min(current + NEIGHBOURS, len(steps) - 1)
    for index in range(first, last + 1):
        before = "… " if index == first > 0 else ""
        after = " …" if index == last < len(steps) - 1 else ""
        yield replace(steps[index], code=f"{before}{steps[index].code}{after}")


def _fits(steps: Iterable[TrackStep]) -> bool:
    widths = [_width_mm(step.code) for step in steps]
    return fsum(widths) <= MAX_STRIP_MM and max(widths, default=0) <= MAX_STEP_MM


def _widths_mm(progress: TrackProgress) -> list[float]:
    return [_width_mm(step.code) for step in visible_steps(progress)]


def _width_mm(label: str) -> float:
    return _letter_count(label) * LETTER_MM + STEP_PADDING_MM


def _letter_count(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)
