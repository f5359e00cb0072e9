"""Fit a sheet to its page: find the largest text size, and the division of text into columns, in few layouts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.layout.columns import (
    COLUMNS,
    OVERFULL_COST,
    REPEATED_TITLE_SHARE,
    Limits,
    PageColumns,
    cheapest_columns,
    columns_cost,
)
from ladder_export.writers.layout.fragments import FORBIDDEN_BREAK

SCALE_STEP = 0.005  # scales are multiples of it, so that equal levels get equal sizes
TARGET_FILL = 0.985  # a little less than a full page, since lines are not divisible
FULL_ENOUGH = 0.9  # a page this full is not worth another layout
FULL_ENOUGH_SMALL = 0.92  # the same below the theme's own size, where each tenth of a point counts
MIN_COLUMN_GAIN = 0.02  # share of a column that other columns must gain to be tried
SAME_COLUMNS_BONUS = 0.06  # scale that text may lose in favour of better columns
HEIGHT_EXPONENT = 1.85  # height grows with about this power of the scale: lines get taller and more
LEADING_REDUCTION = 0.5  # of the leading, per unit of scale below 1
MAX_LAYOUTS = 7
MAX_SECANT_TRIALS = 3  # layouts before bisection replaces the secant


@dataclass(frozen=True, slots=True)
class LayoutParams:
    """The inputs of one layout: text size, as a multiple (`scale`) of the theme's, and the columns of each page."""

    scale: float
    pages: tuple[PageColumns, ...]


@dataclass(frozen=True, slots=True)
class LayoutResult:
    """The measures of one layout: pages, used share of the fullest column (`fill`, 1.0 is full), height of each block.

    `available_heights`: height for blocks on the first page and on each later page. All heights are in the same unit.
    """

    page_count: int
    fill: float
    heights: tuple[float, ...]
    available_heights: tuple[float, float]


@dataclass(frozen=True, slots=True)
class FitResult:
    """The layout with which the search for the best text size ended, after `layout_count` layouts.

    `overflow_fill`: fill of one page at the smallest scale if one page is not enough (above 1), else 0.
    """

    params: LayoutParams
    result: LayoutResult
    layout_count: int
    overflow_fill: float = 0.0


MeasureLayout = Callable[[LayoutParams], LayoutResult]
Trials = list[tuple[LayoutParams, LayoutResult]]


def fit_to_page(measure: MeasureLayout, start: LayoutParams, costs: Sequence[float], tokens: SheetTokens) -> FitResult:
    """Search the largest text size in the theme's range at which everything is on one page.

    If even the smallest size needs more, search the largest one for two pages; if two are not enough, use the smallest
    size and as many pages as it needs. `measure` lays the document out; the first layout has the inputs `start`.
    `tokens` are the theme's sizes. `costs`: how bad it is to start a column with each block, as a share of a column's
    height. The search is a secant on the logarithms of scale and height.
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
    """Return layouts, beginning with `start`, until the largest scale is found or the smallest one does not fit."""
    trials = [(start, measure(start))]
    columns = _better_columns(*trials[0], costs, tokens)
    while len(trials) < MAX_LAYOUTS and (scale := _next_scale(trials, columns, tokens)):
        params = replace(columns, scale=scale)
        trials.append((params, measure(params)))
    smallest = replace(columns, scale=tokens.min_scale)
    for _ in range(COLUMNS):  # with the columns so far, then with columns balanced by that layout
        if _best(trials):
            break
        if all(params != smallest for params, _ in trials):
            trials.append((smallest, measure(smallest)))
        smallest = replace(balance_columns(trials[-1][1], trials[-1][0], costs, tokens), scale=tokens.min_scale)
    return trials


def _better_columns(
    params: LayoutParams, result: LayoutResult, costs: Sequence[float], tokens: SheetTokens
) -> LayoutParams:
    """Return the parameters with better columns, if the last layout promises enough gain; else unchanged."""
    balanced = balance_columns(result, params, costs, tokens)
    changes = zip(params.pages, balanced.pages, _limits(result, params, tokens), strict=True)
    heights = _column_heights(result.heights, params)
    gains = [
        columns_cost(old, heights, costs, limits) - columns_cost(better, heights, costs, limits)
        for old, better, limits in changes
    ]
    return balanced if max(gains) > MIN_COLUMN_GAIN else params


def _best(trials: Trials) -> tuple[LayoutParams, LayoutResult] | None:
    """Return the largest layout that fits, with a bonus for the last columns; None if none fits."""
    last = trials[-1][0].pages if trials else ()
    fitting = [trial for trial in trials if _fits(*trial)]
    return max(
        fitting, key=lambda trial: trial[0].scale + (SAME_COLUMNS_BONUS if trial[0].pages == last else 0), default=None
    )


def _fits(params: LayoutParams, result: LayoutResult) -> bool:
    return result.page_count == len(params.pages)


def _next_scale(trials: Trials, columns: LayoutParams, tokens: SheetTokens) -> float | None:
    """Return the scale to try next with these columns; None if the last layout is final."""
    params, result = trials[-1]
    if params.pages == columns.pages and _is_full(params, result, tokens):
        return None
    trials_of_columns = [trial for trial in trials if trial[0].pages == columns.pages]
    low, high = _undecided_scales(trials_of_columns, tokens)
    if low > high + SCALE_STEP / 2:
        return None
    if len(trials_of_columns) >= MAX_SECANT_TRIALS:  # the secant fails where the header alone decides the fit
        return quantize_scale((low + high) / 2)
    ratio = fill_ratio(result, params, params)  # 0 if the document is all header
    fill = result.fill * (fill_ratio(result, params, columns) / ratio if ratio else 1)
    target = params.scale * (TARGET_FILL / fill) ** (1 / HEIGHT_EXPONENT) if fill else high
    return quantize_scale(max(min(target, high), low))


def _is_full(params: LayoutParams, result: LayoutResult, tokens: SheetTokens) -> bool:
    """Return whether a layout fits and its page is full enough, or its text as large as it may be."""
    full_enough = FULL_ENOUGH if params.scale >= 1 else FULL_ENOUGH_SMALL
    return _fits(params, result) and (result.fill >= full_enough or params.scale >= tokens.max_scale)


def _undecided_scales(trials: Trials, tokens: SheetTokens) -> tuple[float, float]:
    """Return the smallest and the largest scale of which layouts with the same columns do not tell whether it fits."""
    low, high = tokens.min_scale, tokens.max_scale
    for params, result in trials:
        if _fits(params, result):
            low = max(low, params.scale + SCALE_STEP)
        else:
            high = min(high, params.scale - SCALE_STEP)
    return low, high


def balance_columns(
    result: LayoutResult, params: LayoutParams, costs: Sequence[float], tokens: SheetTokens
) -> LayoutParams:
    """Return the layout inputs with the best division of each page into columns; blocks keep their order.

    `result` has the height of each block under `params`. `costs`: how bad it is to start a column with each block, as a
    share of a column's height. `tokens` are the theme's sizes.
    """
    heights = _column_heights(result.heights, params)
    pairs = zip(params.pages, _limits(result, params, tokens), strict=True)
    return replace(params, pages=tuple(cheapest_columns(spread, heights, costs, limits) for spread, limits in pairs))


def split_over_two_pages(
    result: LayoutResult, params: LayoutParams, costs: Sequence[float], tokens: SheetTokens
) -> LayoutParams | None:
    """Return layout inputs for two pages that are about equally full; None if nothing can be divided.

    Parameters as for `balance_columns`: `result` has each block's height under `params`, `costs` are for column starts.
    """
    heights = _column_heights(result.heights, params)
    indexes = range(len(heights))

    def split_at(first: int) -> LayoutParams:
        pages = replace(params, pages=(PageColumns((tuple(indexes[:first]),)), PageColumns((tuple(indexes[first:]),))))
        pairs = zip(pages.pages, _limits(result, pages, tokens), strict=True)
        return replace(
            params, pages=tuple(cheapest_columns(spread, heights, costs, limits) for spread, limits in pairs)
        )

    def fill_of(first: int) -> float:
        pages = split_at(first)
        splits_section = any(costs[column[0]] for spread in pages.pages for column in spread.columns if column)
        return fill_ratio(result, params, pages) + (REPEATED_TITLE_SHARE if splits_section else 0)

    def penalty(first: int) -> float:
        fill = fill_of(first)
        return fill + costs[first] + OVERFULL_COST * max(0.0, fill - TARGET_FILL)

    first = min((index for index in indexes[1:] if costs[index] < FORBIDDEN_BREAK), key=penalty, default=0)
    if not first:
        return None
    scale = params.scale * (TARGET_FILL / fill_of(first)) ** (1 / HEIGHT_EXPONENT)
    return replace(split_at(first), scale=quantize_scale(min(max(scale, tokens.min_scale), tokens.max_scale)))


def _column_heights(heights: Sequence[float], params: LayoutParams) -> list[float]:
    """Return the height of each block in one of two columns; a block of full width counts twice."""
    one_column_heights = [0.0] * len(heights)
    for spread in params.pages:
        for index in spread.block_indexes:
            one_column_heights[index] = heights[index] * COLUMNS / len(spread.columns)
    return one_column_heights


def _limits(result: LayoutResult, params: LayoutParams, tokens: SheetTokens) -> list[Limits]:
    largest, smallest = (
        TARGET_FILL * (params.scale / scale) ** HEIGHT_EXPONENT for scale in (tokens.max_scale, tokens.min_scale)
    )
    available = (result.available_heights[0], *[result.available_heights[1]] * (len(params.pages) - 1))
    return [(height, height * largest, height * smallest) for height in available]


def fill_ratio(result: LayoutResult, old: LayoutParams, new: LayoutParams) -> float:
    """Estimate how full the fullest column is (1.0 is full) with inputs `new`, by heights measured with `old`."""
    heights = _column_heights(result.heights, old)
    available = (result.available_heights[0], *[result.available_heights[1]] * (len(new.pages) - 1))
    return max(
        fsum(heights[index] for index in column) * len(spread.columns) / COLUMNS / height
        for spread, height in zip(new.pages, available, strict=True)
        for column in spread.columns
    )


def text_sizes(tokens: SheetTokens, scale: float) -> dict[str, float]:
    """Return text sizes in points ("text", "examples", "label") and the line spacing ("leading") at a scale (1: usual).

    No size is below the theme's smallest legible one. Below scale 1, lines are closer together, so that full pages need
    less reduction of their text.
    """
    smallest = tokens.min_text_pt
    return {
        "text": round(max(smallest, tokens.text * scale), 3),
        "examples": round(max(smallest, tokens.examples * scale), 3),
        "label": smallest,
        "leading": round(tokens.leading - LEADING_REDUCTION * max(0, 1 - scale), 3),
    }


def quantize_scale(scale: float) -> float:
    """Round a text scale down to a multiple of SCALE_STEP, so that small differences do not change a layout."""
    return round(math.floor(scale / SCALE_STEP + 1e-6) * SCALE_STEP, 4)
