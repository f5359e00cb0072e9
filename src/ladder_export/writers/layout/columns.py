"""Divide the blocks of a page into two columns where that costs least: large text, even columns, a good place to break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ladder_export.writers.layout.fragments import FORBIDDEN_BREAK

UNEVENNESS_COST = 0.2  # cost of uneven columns, per share of an even column, where both fit
OVERFULL_COST = 20.0  # cost of a column that does not fit at the theme's smallest size
REPEATED_TITLE_SHARE = 0.03  # share of a page: the title repeated above a continued section

COLUMNS = 2
EXACT = 1 << 100  # heights times this are whole numbers, whose sums have no rounding


@dataclass(frozen=True, slots=True)
class PageColumns:
    """The blocks (items with headings) of one page, in one or two columns of indexes into the document's blocks."""

    columns: tuple[tuple[int, ...], ...]

    @property
    def block_indexes(self) -> tuple[int, ...]:
        """Return the page's blocks in reading order."""
        return tuple(index for column in self.columns for index in column)


Limits = tuple[float, float, float]
"""The height of a page, and those of columns that still fit it at the theme's largest and at its smallest scale."""


def cheapest_columns(
    spread: PageColumns, heights: Sequence[float], costs: Sequence[float], limits: Limits
) -> PageColumns:
    """Return the cheapest division of a page into two columns; one column if nothing can be divided.

    By a block's index: `heights` in a column, in any unit, and `costs` of beginning a column with it, in shares of a
    column.
    """
    indexes = spread.block_indexes
    totals = _running_totals(spread, heights)
    divisions = (
        (_division_cost(totals[count], totals[-1], costs[indexes[count]], limits), count)
        for count in range(1, len(indexes))
        if costs[indexes[count]] < FORBIDDEN_BREAK
    )
    _, count = min(divisions, default=(0.0, len(indexes)))
    return PageColumns((indexes[:count], indexes[count:])[: 2 if count < len(indexes) else 1])


def columns_cost(spread: PageColumns, heights: Sequence[float], costs: Sequence[float], limits: Limits) -> float:
    """Return the cost of a page's columns, in units of an even column; parameters as for `cheapest_columns`."""
    if len(spread.columns) < COLUMNS or not spread.columns[1]:
        return FORBIDDEN_BREAK
    first, second = spread.columns
    totals = _running_totals(spread, heights)
    return _division_cost(totals[len(first)], totals[-1], costs[second[0]], limits)


def _running_totals(spread: PageColumns, heights: Sequence[float]) -> list[int]:
    """Return the height of no block, of the first, of the first two and so on: exact, in units of 1 / EXACT."""
    return [0, *accumulate(int(heights[index] * EXACT) for index in spread.block_indexes)]


def _division_cost(left: int, whole: int, break_cost: float, limits: Limits) -> float:
    """Return the cost of two columns: smaller text, the break, and unevenness, in units of an even column.

    `left` and `whole` are the heights of the first and of both, in units of 1 / EXACT.
    """
    even = whole / EXACT / COLUMNS or 1.0
    available, largest, smallest = (limit / even for limit in limits)
    repeated_title = REPEATED_TITLE_SHARE * available if break_cost else 0
    longer = max(left / EXACT / even, (whole - left) / EXACT / even + repeated_title)
    return max(longer, largest) + UNEVENNESS_COST * longer + break_cost + OVERFULL_COST * max(0.0, longer - smallest)
