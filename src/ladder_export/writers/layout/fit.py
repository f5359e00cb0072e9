"""This file decides how large a sheet's text can be and which block stands in which column, from measurements."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.layout.fragments import FORBIDDEN_BREAK

STEP = 0.005  # scales are quantised, so that equal levels get equal sizes
TARGET = 0.985  # aim a little short of a full page: lines come whole
ENOUGH = 0.9  # a page this full is not worth another layout …
SNUG = 0.92  # … but below the theme's own size every tenth of a point counts
WORTH = 0.02  # of a column: what other columns have to gain to be tried
UNEVEN = 0.2  # what it costs, for a share of an even column, that one is longer than the other where both have room
CRAMPED = 20.0  # and that one does not fit at the theme's smallest size
CONTINUED = 0.03  # of a page: the title that is repeated over what goes on in another column
PREFERRED = 0.06  # of scale: how much smaller text may be for the sake of better columns
POWER = 1.85  # height grows with about this power of the scale: taller lines, and more of them
TIGHTENING = 0.5  # of the leading for every whole step of scale below 1
MOST_LAYOUTS = 7
PATIENCE = 3  # layouts until halving takes over

COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """The blocks of one page, as positions in the document, in one or two columns of the same width."""

    columns: tuple[tuple[int, ...], ...]

    @property
    def places(self) -> tuple[int, ...]:
        """Its blocks in reading order."""
        return tuple(place for column in self.columns for place in column)


@dataclass(frozen=True, slots=True)
class Setting:
    """What one layout is made with: the text's scale, and a spread for every page that is planned."""

    scale: float
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one layout took: its pages, the share of its room that the fullest spread used, each block's height.

    `rooms` are the heights there were for blocks, on the first page and on a further one.
    """

    pages: int
    fill: float
    heights: tuple[float, ...]
    rooms: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """What the search settled on; `overflow` is the fill of one page at the smallest scale when it did not do."""

    setting: Setting
    measured: Measured
    layouts: int
    overflow: float = 0.0


Measure = Callable[[Setting], Measured]
Tried = list[tuple[Setting, Measured]]


def fit(measure: Measure, start: Setting, costs: Sequence[float], tokens: SheetTokens) -> Fit:
    """The largest scale of the theme's range at which everything stands on one page.

    Where the smallest does not do, the largest at which it stands on two, divided between
    them; where that does not do either, the smallest, running on. A secant on the logarithms
    of scale and height (measured on WeasyPrint 70: half the layouts of a bisection).
    """
    tried = _search(measure, start, costs, tokens)
    if not (one := _best(tried)):
        setting, measured = min(tried, key=lambda item: item[0].scale)
        layouts, overflow = len(tried), measured.fill
        two = over_two_pages(measured, setting, costs, tokens)
        tried = _search(measure, two, costs, tokens) if two else []
        best = _best(tried) or (setting, measured)
        return Fit(*best, layouts + len(tried), overflow)
    return Fit(*one, len(tried))


def _search(measure: Measure, start: Setting, costs: Sequence[float], tokens: SheetTokens) -> Tried:
    """Layouts from `start` on until the largest scale is found or the smallest does not fit."""
    tried = [(start, measure(start))]
    columns = _better_columns(*tried[0], costs, tokens)
    while len(tried) < MOST_LAYOUTS and (scale := _next_scale(tried, columns, tokens)):
        setting = replace(columns, scale=scale)
        tried.append((setting, measure(setting)))
    smallest = replace(columns, scale=tokens.smallest)
    for _ in range(COLUMNS):  # as they are, then as they fit best by what that took
        if _best(tried):
            break
        if all(setting != smallest for setting, _ in tried):
            tried.append((smallest, measure(smallest)))
        smallest = replace(balance(tried[-1][1], tried[-1][0], costs, tokens), scale=tokens.smallest)
    return tried


def _better_columns(setting: Setting, measured: Measured, costs: Sequence[float], tokens: SheetTokens) -> Setting:
    """The setting with the best columns by what its layout took, where they promise enough for another one."""
    new = balance(measured, setting, costs, tokens)
    pairs = zip(setting.spreads, new.spreads, _limits(measured, setting, tokens), strict=True)
    heights = _heights(measured.heights, setting)
    gains = [
        _penalty(old, heights, costs, limits) - _penalty(better, heights, costs, limits)
        for old, better, limits in pairs
    ]
    return new if max(gains) > WORTH else setting


def _best(tried: Tried) -> tuple[Setting, Measured] | None:
    """The largest that fits; other columns than the last ones have to be larger by more than a little."""
    last = tried[-1][0].spreads if tried else ()
    fitting = [one for one in tried if _fits(*one)]
    return max(fitting, key=lambda one: one[0].scale + (PREFERRED if one[0].spreads == last else 0), default=None)


def _fits(setting: Setting, measured: Measured) -> bool:
    return measured.pages == len(setting.spreads)


def _next_scale(tried: Tried, balanced: Setting, tokens: SheetTokens) -> float | None:
    """The scale worth trying next with the balanced columns; None when the last layout settles it."""
    setting, measured = tried[-1]
    settled = _fits(setting, measured) and setting.spreads == balanced.spreads
    if settled and (measured.fill >= (ENOUGH if setting.scale >= 1 else SNUG) or setting.scale >= tokens.largest):
        return None
    known = [(s.scale, _fits(s, m)) for s, m in tried if s.spreads == balanced.spreads]
    low = max((scale + STEP for scale, fits in known if fits), default=tokens.smallest)
    high = min((scale - STEP for scale, fits in known if not fits), default=tokens.largest)
    if low > high + STEP / 2:
        return None
    now = fullness(measured, setting, setting)  # nothing for a level that is all header
    better = measured.fill * fullness(measured, setting, balanced) / now if now else measured.fill
    fill = measured.fill if known else better
    aim = setting.scale * (TARGET / fill) ** (1 / POWER) if fill else high
    if len(known) >= PATIENCE:  # a header that decides the fit by itself misleads the secant
        aim = (low + high) / 2
    return quantised(max(min(aim, high), low))


def balance(measured: Measured, setting: Setting, costs: Sequence[float], tokens: SheetTokens) -> Setting:
    """The columns of every spread in reading order: areas stay whole where that costs little of the text's size.

    `costs` says for every block what it costs, as a share of a column, to start a column with it.
    """
    heights = _heights(measured.heights, setting)
    pairs = zip(setting.spreads, _limits(measured, setting, tokens), strict=True)
    return replace(setting, spreads=tuple(_balanced(spread, heights, costs, limits) for spread, limits in pairs))


def over_two_pages(measured: Measured, setting: Setting, costs: Sequence[float], tokens: SheetTokens) -> Setting | None:
    """Where to begin with two pages, both as full as the costs of breaking allow; None where nothing can be divided."""
    heights = _heights(measured.heights, setting)
    places = range(len(heights))

    def divided(first: int) -> Setting:
        pages = replace(setting, spreads=(Spread((tuple(places[:first]),)), Spread((tuple(places[first:]),))))
        pairs = zip(pages.spreads, _limits(measured, pages, tokens), strict=True)
        return replace(setting, spreads=tuple(_balanced(spread, heights, costs, limits) for spread, limits in pairs))

    def fullest(first: int) -> float:
        pages = divided(first)
        torn = any(costs[column[0]] for spread in pages.spreads for column in spread.columns if column)
        return fullness(measured, setting, pages) + (CONTINUED if torn else 0)

    def penalty(first: int) -> float:
        return fullest(first) + costs[first] + CRAMPED * max(0.0, fullest(first) - TARGET)

    first = min((place for place in places[1:] if costs[place] < FORBIDDEN_BREAK), key=penalty, default=0)
    if not first:
        return None
    scale = setting.scale * (TARGET / fullest(first)) ** (1 / POWER)
    return replace(divided(first), scale=quantised(min(max(scale, tokens.smallest), tokens.largest)))


def _heights(heights: Sequence[float], setting: Setting) -> list[float]:
    """The height of every block in one of two columns: half of the width takes twice the height."""
    found = [0.0] * len(heights)
    for spread in setting.spreads:
        for place in spread.places:
            found[place] = heights[place] * COLUMNS / len(spread.columns)
    return found


Limits = tuple[float, float, float]
"""The height of a page, and those of columns that still fit it at the theme's largest and at its smallest scale."""


def _limits(measured: Measured, setting: Setting, tokens: SheetTokens) -> list[Limits]:
    largest, smallest = (TARGET * (setting.scale / scale) ** POWER for scale in (tokens.largest, tokens.smallest))
    rooms = (measured.rooms[0], *[measured.rooms[1]] * (len(setting.spreads) - 1))
    return [(room, room * largest, room * smallest) for room in rooms]


def _balanced(spread: Spread, heights: Sequence[float], costs: Sequence[float], limits: Limits) -> Spread:
    """The two columns that cost least; one where there is nothing to divide."""
    places = spread.places
    ways = [
        Spread((places[:count], places[count:]))
        for count in range(1, len(places))
        if costs[places[count]] < FORBIDDEN_BREAK
    ]
    return min(ways, key=lambda way: _penalty(way, heights, costs, limits), default=Spread((places,)))


def _penalty(spread: Spread, heights: Sequence[float], costs: Sequence[float], limits: Limits) -> float:
    """What columns cost, in even columns: text that gets smaller by them, the break between them, their unevenness."""
    if len(spread.columns) < COLUMNS or not spread.columns[1]:
        return FORBIDDEN_BREAK
    even = fsum(heights[place] for place in spread.places) / COLUMNS or 1.0
    cost = costs[spread.columns[1][0]]
    left, right = (fsum(heights[place] for place in column) for column in spread.columns)
    room, largest, smallest = (limit / even for limit in limits)
    longer = max(left / even, right / even + (CONTINUED * room if cost else 0))
    return max(longer, largest) + UNEVEN * longer + cost + CRAMPED * max(0.0, longer - smallest)


def fullness(measured: Measured, old: Setting, new: Setting) -> float:
    """How full the fullest spread of a new setting gets, by what an old one took."""
    heights = _heights(measured.heights, old)
    rooms = (measured.rooms[0], *[measured.rooms[1]] * (len(new.spreads) - 1))
    return max(
        fsum(heights[place] for place in column) * len(spread.columns) / COLUMNS / room
        for spread, room in zip(new.spreads, rooms, strict=True)
        for column in spread.columns
    )


def sizes(tokens: SheetTokens, scale: float) -> dict[str, float]:
    """Text sizes in points at a scale, and the leading: nothing goes under the theme's smallest legible size.

    Smaller text stands on a full page, where tighter lines are still read well and save a size.
    """
    smallest = tokens.smallest_text
    return {
        "text": round(max(smallest, tokens.text * scale), 3),
        "examples": round(max(smallest, tokens.examples * scale), 3),
        "label": smallest,
        "leading": round(tokens.leading - TIGHTENING * max(0, 1 - scale), 3),
    }


def quantised(scale: float) -> float:
    """The scale, down to a whole number of steps."""
    return round(math.floor(scale / STEP + 1e-6) * STEP, 4)
