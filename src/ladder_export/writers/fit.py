"""This file decides how large a sheet's text can be and which block stands in which column, from measurements."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.blocks import NEVER

STEP = 0.005  # scales are quantised, so that equal levels get equal sizes
TARGET = 0.985  # aim a little short of a full page: lines come whole
ENOUGH = 0.9  # a page this full is not worth another layout …
SNUG = 0.92  # … but below the theme's own size every tenth of a point counts
WORTH = 0.02  # of a page: what other columns have to gain to be tried
SURPRISE = 0.8  # of a page: nobody foresees that little below the theme's largest size
UNEVEN = 0.04  # of a page: columns that end this much apart, though text is as large as it gets, do not look wrong
POWER = 1.85  # height grows with about this power of the scale: taller lines, and more of them
TIGHTENING = 0.5  # of the leading for every whole step of scale below 1
MOST_LAYOUTS = 7
PATIENCE = 3  # layouts until halving takes over

COLUMNS = 2
NARROWEST = 0.46  # share of the width; beyond it uneven columns look like a mistake
SLACK = 0.006  # a share this close is not worth another layout


@dataclass(frozen=True, slots=True)
class Spread:
    """The blocks of one page, as positions in the document, in one or two columns.

    `share` is how much of the width the first column gets: a longer one is a little wider.
    """

    columns: tuple[tuple[int, ...], ...]
    share: float = 0.5

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
    tried, layouts = _search(measure, start, costs, tokens), 0
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
    balanced = _better(tried[0][1], start, balance(tried[0][1].heights, start, costs), tokens)
    while len(tried) < MOST_LAYOUTS and (scale := _next_scale(tried, balanced, tokens)):
        setting = replace(balanced, scale=scale)
        tried.append((setting, measure(setting)))
    smallest = replace(balanced, scale=tokens.smallest)
    if not _best(tried) and all(setting != smallest for setting, _ in tried):
        tried.append((smallest, measure(smallest)))
    return tried


def _better(measured: Measured, old: Setting, new: Setting, tokens: SheetTokens) -> Setting:
    """The new columns where they promise a gain: heights at one width say little of a narrower one.

    Least of all on a page that came out far emptier than foreseen: then lines that just fit
    would be broken by it, all at once.
    """
    if old.scale < tokens.largest and measured.fill < SURPRISE:
        return old
    return new if fullness(measured, old, old) - fullness(measured, old, new) > WORTH else old


def _best(tried: Tried) -> tuple[Setting, Measured] | None:
    fitting = [one for one in tried if _fits(*one)]
    return max(fitting, key=lambda one: one[0].scale, default=None)


def _fits(setting: Setting, measured: Measured) -> bool:
    return measured.pages == len(setting.spreads)


def _next_scale(tried: Tried, balanced: Setting, tokens: SheetTokens) -> float | None:
    """The scale worth trying next with the balanced columns; None when the last layout settles it."""
    setting, measured = tried[-1]
    if _fits(setting, measured) and measured.fill >= (ENOUGH if setting.scale >= 1 else SNUG):
        return None
    known = [(s.scale, _fits(s, m)) for s, m in tried if s.spreads == balanced.spreads]
    low = max((scale + STEP for scale, fits in known if fits), default=tokens.smallest)
    high = min((scale - STEP for scale, fits in known if not fits), default=tokens.largest)
    if low > high + STEP / 2:
        return None
    now = fullness(measured, setting, setting)  # nothing for a level that is all header
    better = measured.fill * fullness(measured, setting, balanced) / now if now else measured.fill
    if _fits(setting, measured) and setting.scale >= tokens.largest and measured.fill - better < UNEVEN:
        return None
    fill = measured.fill if known else better
    aim = setting.scale * (TARGET / fill) ** (1 / POWER) if fill else high
    if len(known) >= PATIENCE:  # a header that decides the fit by itself misleads the secant
        aim = (low + high) / 2
    return quantised(min(max(aim, low), high))


def balance(heights: Sequence[float], setting: Setting, costs: Sequence[float]) -> Setting:
    """The columns of every spread in reading order, as short as widths and the costs of breaking allow.

    `costs` says for every block what it costs, as a share of the column, to start a column with it.
    """
    areas = _areas(heights, setting)
    return replace(setting, spreads=tuple(_balanced(spread, areas, costs) for spread in setting.spreads))


def over_two_pages(measured: Measured, setting: Setting, costs: Sequence[float], tokens: SheetTokens) -> Setting | None:
    """Where to begin with two pages, both as full as the costs of breaking allow; None where nothing can be divided."""
    areas = _areas(measured.heights, setting)
    places = range(len(areas))

    def divided(first: int) -> Setting:
        pages = (tuple(places[:first]), tuple(places[first:]))
        return replace(setting, spreads=tuple(_balanced(Spread((page,)), areas, costs) for page in pages))

    def fullest(first: int) -> float:
        return fullness(measured, setting, divided(first))

    first = min((p for p in places[1:] if costs[p] < NEVER), key=lambda p: fullest(p) + costs[p], default=0)
    if not first:
        return None
    scale = setting.scale * (TARGET / fullest(first)) ** (1 / POWER)
    return replace(divided(first), scale=quantised(min(max(scale, tokens.smallest), tokens.largest)))


def _areas(heights: Sequence[float], setting: Setting) -> list[float]:
    """Height times share of the width for every block: what stays the same when columns change."""
    areas = [0.0] * len(heights)
    for spread in setting.spreads:
        for column, share in zip(spread.columns, shares(spread), strict=True):
            for place in column:
                areas[place] = heights[place] * share
    return areas


def shares(spread: Spread) -> tuple[float, ...]:
    """How much of the width each column of a spread gets."""
    return (spread.share, 1 - spread.share) if len(spread.columns) == COLUMNS else (1.0,)


def _balanced(spread: Spread, areas: Sequence[float], costs: Sequence[float]) -> Spread:
    """Two columns, the taller as short as can be; one where there is nothing to divide."""
    places = spread.places
    total = fsum(areas[place] for place in places) or 1.0
    ways = []
    for count in range(1, len(places)):
        left = fsum(areas[place] for place in places[:count])
        share = min(max(left / total, NARROWEST), 1 - NARROWEST)
        taller = max(left / share, (total - left) / (1 - share)) / total
        ways.append((taller + costs[places[count]], count, share))
    if not ways or (best := min(ways))[0] >= NEVER:
        return Spread((places,))
    _, first, share = best
    if abs(share - spread.share) <= SLACK and spread.columns[0] == places[:first]:
        return spread
    return Spread((places[:first], places[first:]), round(share, 3))


def fullness(measured: Measured, old: Setting, new: Setting) -> float:
    """How full the fullest spread of a new setting gets, by what an old one took."""
    areas = _areas(measured.heights, old)
    rooms = (measured.rooms[0], *[measured.rooms[1]] * (len(new.spreads) - 1))
    return max(
        fsum(areas[place] for place in column) / share / room
        for spread, room in zip(new.spreads, rooms, strict=True)
        for column, share in zip(spread.columns, shares(spread), strict=True)
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
