"""This file decides how large a sheet's text can be and which block stands in which column, from measurements."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.layout.fragments import FORBIDDEN_BREAK

SCALE_STEP = 0.005  # scales are quantised, so that equal levels get equal sizes
TARGET_FILL = 0.985  # aim a little short of a full page: lines come whole
FULL_ENOUGH = 0.9  # a page this full is not worth another layout …
FULL_ENOUGH_SMALL = 0.92  # … but below the theme's own size every tenth of a point counts
MIN_COLUMN_GAIN = 0.02  # of a column: what other columns have to gain to be tried
UNEVENNESS_COST = (
    0.2  # what it costs, for a share of an even column, that one is longer than the other where both have room
)
OVERFULL_COST = 20.0  # and that one does not fit at the theme's smallest size
REPEATED_TITLE_SHARE = 0.03  # of a page: the title that is repeated over what goes on in another column
SAME_COLUMNS_BONUS = 0.06  # of scale: how much smaller text may be for the sake of better columns
HEIGHT_EXPONENT = 1.85  # height grows with about this power of the scale: taller lines, and more of them
LEADING_REDUCTION = 0.5  # of the leading for every whole step of scale below 1
MAX_LAYOUTS = 7
MAX_SECANT_TRIALS = 3  # layouts until halving takes over

COLUMNS = 2


@dataclass(frozen=True, slots=True)
class PageColumns:
    """The blocks of one page, as positions in the document, in one or two columns of the same width."""

    columns: tuple[tuple[int, ...], ...]

    @property
    def block_indexes(self) -> tuple[int, ...]:
        """Its blocks in reading order."""
        return tuple(place for column in self.columns for place in column)


@dataclass(frozen=True, slots=True)
class LayoutParams:
    """What one layout is made with: the text's scale, and a spread for every page that is planned."""

    scale: float
    pages: tuple[PageColumns, ...]


@dataclass(frozen=True, slots=True)
class LayoutResult:
    """What one layout took: its pages, the share of its room that the fullest spread used, each block's height.

    `rooms` are the heights there were for blocks, on the first page and on a further one.
    """

    page_count: int
    fill: float
    heights: tuple[float, ...]
    available_heights: tuple[float, float]


@dataclass(frozen=True, slots=True)
class FitResult:
    """What the search settled on; `overflow` is the fill of one page at the smallest scale when it did not do."""

    params: LayoutParams
    result: LayoutResult
    layout_count: int
    overflow_fill: float = 0.0


MeasureLayout = Callable[[LayoutParams], LayoutResult]
Trials = list[tuple[LayoutParams, LayoutResult]]


def fit_to_page(measure: MeasureLayout, start: LayoutParams, costs: Sequence[float], tokens: SheetTokens) -> FitResult:
    """The largest scale of the theme's range at which everything stands on one page.

    Where the smallest does not do, the largest at which it stands on two, divided between
    them; where that does not do either, the smallest, running on. A secant on the logarithms
    of scale and height (measured on WeasyPrint 70: half the layouts of a bisection).
    """
    trials = _search(measure, start, costs, tokens)
    if not (best := _best(trials)):
        params, result = min(trials, key=lambda item: item[0].scale)
        layouts, overflow = len(trials), result.fill
        two_pages = split_over_two_pages(result, params, costs, tokens)
        trials = _search(measure, two_pages, costs, tokens) if two_pages else []
        best = _best(trials) or (params, result)
        return FitResult(*best, layouts + len(trials), overflow)
    return FitResult(*best, len(trials))


def _search(measure: MeasureLayout, start: LayoutParams, costs: Sequence[float], tokens: SheetTokens) -> Trials:
    """Layouts from `start` on until the largest scale is found or the smallest does not fit."""
    trials = [(start, measure(start))]
    columns = _better_columns(*trials[0], costs, tokens)
    while len(trials) < MAX_LAYOUTS and (scale := _next_scale(trials, columns, tokens)):
        params = replace(columns, scale=scale)
        trials.append((params, measure(params)))
    smallest = replace(columns, scale=tokens.smallest)
    for _ in range(COLUMNS):  # as they are, then as they fit best by what that took
        if _best(trials):
            break
        if all(params != smallest for params, _ in trials):
            trials.append((smallest, measure(smallest)))
        smallest = replace(balance_columns(trials[-1][1], trials[-1][0], costs, tokens), scale=tokens.smallest)
    return trials


def _better_columns(
    params: LayoutParams, result: LayoutResult, costs: Sequence[float], tokens: SheetTokens
) -> LayoutParams:
    """The setting with the best columns by what its layout took, where they promise enough for another one."""
    balanced = balance_columns(result, params, costs, tokens)
    changes = zip(params.pages, balanced.pages, _limits(result, params, tokens), strict=True)
    heights = _column_heights(result.heights, params)
    gains = [
        _penalty(old, heights, costs, limits) - _penalty(better, heights, costs, limits)
        for old, better, limits in changes
    ]
    return balanced if max(gains) > MIN_COLUMN_GAIN else params


def _best(trials: Trials) -> tuple[LayoutParams, LayoutResult] | None:
    """The largest that fits; other columns than the last ones have to be larger by more than a little."""
    last = trials[-1][0].pages if trials else ()
    fitting = [trial for trial in trials if _fits(*trial)]
    return max(
        fitting, key=lambda trial: trial[0].scale + (SAME_COLUMNS_BONUS if trial[0].pages == last else 0), default=None
    )


def _fits(params: LayoutParams, result: LayoutResult) -> bool:
    return result.page_count == len(params.pages)


def _next_scale(trials: Trials, balanced: LayoutParams, tokens: SheetTokens) -> float | None:
    """The scale worth trying next with the balanced columns; None when the last layout settles it."""
    params, result = trials[-1]
    settled = _fits(params, result) and params.pages == balanced.pages
    if settled and (
        result.fill >= (FULL_ENOUGH if params.scale >= 1 else FULL_ENOUGH_SMALL) or params.scale >= tokens.largest
    ):
        return None
    same_columns = [(s.scale, _fits(s, m)) for s, m in trials if s.pages == balanced.pages]
    low = max((scale + SCALE_STEP for scale, fits in same_columns if fits), default=tokens.smallest)
    high = min((scale - SCALE_STEP for scale, fits in same_columns if not fits), default=tokens.largest)
    if low > high + SCALE_STEP / 2:
        return None
    ratio_now = fill_ratio(result, params, params)  # nothing for a level that is all header
    expected_fill = result.fill * fill_ratio(result, params, balanced) / ratio_now if ratio_now else result.fill
    fill = result.fill if same_columns else expected_fill
    target = params.scale * (TARGET_FILL / fill) ** (1 / HEIGHT_EXPONENT) if fill else high
    if len(same_columns) >= MAX_SECANT_TRIALS:  # a header that decides the fit by itself misleads the secant
        target = (low + high) / 2
    return quantize_scale(max(min(target, high), low))


def balance_columns(
    result: LayoutResult, params: LayoutParams, costs: Sequence[float], tokens: SheetTokens
) -> LayoutParams:
    """The columns of every spread in reading order: areas stay whole where that costs little of the text's size.

    `costs` says for every block what it costs, as a share of a column, to start a column with it.
    """
    heights = _column_heights(result.heights, params)
    pairs = zip(params.pages, _limits(result, params, tokens), strict=True)
    return replace(params, pages=tuple(_cheapest_columns(spread, heights, costs, limits) for spread, limits in pairs))


def split_over_two_pages(
    result: LayoutResult, params: LayoutParams, costs: Sequence[float], tokens: SheetTokens
) -> LayoutParams | None:
    """Where to begin with two pages, both as full as the costs of breaking allow; None where nothing can be divided."""
    heights = _column_heights(result.heights, params)
    indexes = range(len(heights))

    def split_at(first: int) -> LayoutParams:
        pages = replace(params, pages=(PageColumns((tuple(indexes[:first]),)), PageColumns((tuple(indexes[first:]),))))
        pairs = zip(pages.pages, _limits(result, pages, tokens), strict=True)
        return replace(
            params, pages=tuple(_cheapest_columns(spread, heights, costs, limits) for spread, limits in pairs)
        )

    def fill_of(first: int) -> float:
        pages = split_at(first)
        splits_section = any(costs[column[0]] for spread in pages.pages for column in spread.columns if column)
        return fill_ratio(result, params, pages) + (REPEATED_TITLE_SHARE if splits_section else 0)

    def penalty(first: int) -> float:
        return fill_of(first) + costs[first] + OVERFULL_COST * max(0.0, fill_of(first) - TARGET_FILL)

    first = min((index for index in indexes[1:] if costs[index] < FORBIDDEN_BREAK), key=penalty, default=0)
    if not first:
        return None
    scale = params.scale * (TARGET_FILL / fill_of(first)) ** (1 / HEIGHT_EXPONENT)
    return replace(split_at(first), scale=quantize_scale(min(max(scale, tokens.smallest), tokens.largest)))


def _column_heights(heights: Sequence[float], params: LayoutParams) -> list[float]:
    """The height of every block in one of two columns: half of the width takes twice the height."""
    one_column_heights = [0.0] * len(heights)
    for spread in params.pages:
        for index in spread.block_indexes:
            one_column_heights[index] = heights[index] * COLUMNS / len(spread.columns)
    return one_column_heights


Limits = tuple[float, float, float]
"""The height of a page, and those of columns that still fit it at the theme's largest and at its smallest scale."""


def _limits(result: LayoutResult, params: LayoutParams, tokens: SheetTokens) -> list[Limits]:
    largest, smallest = (
        TARGET_FILL * (params.scale / scale) ** HEIGHT_EXPONENT for scale in (tokens.largest, tokens.smallest)
    )
    available = (result.available_heights[0], *[result.available_heights[1]] * (len(params.pages) - 1))
    return [(height, height * largest, height * smallest) for height in available]


def _cheapest_columns(
    spread: PageColumns, heights: Sequence[float], costs: Sequence[float], limits: Limits
) -> PageColumns:
    """The two columns that cost least; one where there is nothing to divide."""
    indexes = spread.block_indexes
    divisions = [
        PageColumns((indexes[:count], indexes[count:]))
        for count in range(1, len(indexes))
        if costs[indexes[count]] < FORBIDDEN_BREAK
    ]
    return min(
        divisions, key=lambda division: _penalty(division, heights, costs, limits), default=PageColumns((indexes,))
    )


def _penalty(spread: PageColumns, heights: Sequence[float], costs: Sequence[float], limits: Limits) -> float:
    """What columns cost, in even columns: text that gets smaller by them, the break between them, their unevenness."""
    if len(spread.columns) < COLUMNS or not spread.columns[1]:
        return FORBIDDEN_BREAK
    even = fsum(heights[index] for index in spread.block_indexes) / COLUMNS or 1.0
    cost = costs[spread.columns[1][0]]
    left, right = (fsum(heights[index] for index in column) for column in spread.columns)
    available, largest, smallest = (limit / even for limit in limits)
    longer = max(left / even, right / even + (REPEATED_TITLE_SHARE * available if cost else 0))
    return max(longer, largest) + UNEVENNESS_COST * longer + cost + OVERFULL_COST * max(0.0, longer - smallest)


def fill_ratio(result: LayoutResult, old: LayoutParams, new: LayoutParams) -> float:
    """How full the fullest spread of a new setting gets, by what an old one took."""
    heights = _column_heights(result.heights, old)
    available = (result.available_heights[0], *[result.available_heights[1]] * (len(new.pages) - 1))
    return max(
        fsum(heights[index] for index in column) * len(spread.columns) / COLUMNS / height
        for spread, height in zip(new.pages, available, strict=True)
        for column in spread.columns
    )


def text_sizes(tokens: SheetTokens, scale: float) -> dict[str, float]:
    """Text sizes in points at a scale, and the leading: nothing goes under the theme's smallest legible size.

    Smaller text stands on a full page, where tighter lines are still read well and save a size.
    """
    smallest = tokens.smallest_text
    return {
        "text": round(max(smallest, tokens.text * scale), 3),
        "examples": round(max(smallest, tokens.examples * scale), 3),
        "label": smallest,
        "leading": round(tokens.leading - LEADING_REDUCTION * max(0, 1 - scale), 3),
    }


def quantize_scale(scale: float) -> float:
    """The scale, down to a whole number of steps."""
    return round(math.floor(scale / SCALE_STEP + 1e-6) * SCALE_STEP, 4)
