"""This file decides how large a sheet's text can be and which section stands in which column, from measurements."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from ladder_export.document import Bullets, Climb, Document, Facts, Fields, Piece, Prose, Scores, Section
from ladder_export.text import Text
from ladder_export.theme import Look
from ladder_export.theme.tokens import SheetTokens

STEP = 0.005  # scales are quantised, so that equal levels get equal sizes
TARGET = 0.985  # aim a little short of a full page: lines come whole
ENOUGH = 0.96  # a page this full is not worth another layout
POWER = 1.85  # height grows with about this power of the scale: taller lines, and more of them
MOST_LAYOUTS = 7

# Typical measures of set text, in multiples of its size. They only choose where the
# search starts; the layout itself decides.
CHARACTER = 0.49
HEADING = 3.4
GAP = 0.28
MM_PER_POINT = 25.4 / 72
HEADER = 62.0  # millimetres of a usual header with its facts band
GUTTER = 9.0

COLUMNS = 2
NARROWEST = 0.46  # share of the width; beyond it uneven columns look like a mistake
SLACK = 0.006  # a share this close is not worth another layout


@dataclass(frozen=True, slots=True)
class Spread:
    """The sections of one page, as positions in the document, in one or two columns.

    `share` is how much of the width the first column gets: a longer one is a little wider.
    """

    columns: tuple[tuple[int, ...], ...]
    share: float = 0.5

    @property
    def places(self) -> tuple[int, ...]:
        """Its sections in reading order."""
        return tuple(place for column in self.columns for place in column)


@dataclass(frozen=True, slots=True)
class Setting:
    """What one layout is made with: the text's scale, and a spread for every page that is planned."""

    scale: float
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one layout took: its pages, the share of its room that the fullest spread used, each section's height.

    `rooms` are the heights there were for sections, on the first page and on a further one.
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


def fit(measure: Measure, start: Setting, tokens: SheetTokens) -> Fit:
    """The largest scale of the theme's range at which everything stands on one page.

    Where the smallest does not do, the largest at which it stands on two, divided between
    them; where that does not do either, the smallest, running on. A secant on the logarithms
    of scale and height (engines.md §4: half the layouts of a bisection).
    """
    tried, layouts = _search(measure, start, tokens), 0
    if not (one := _best(tried)):
        setting, measured = min(tried, key=lambda item: item[0].scale)
        layouts, overflow = len(tried), measured.fill
        two = over_two_pages(measured, setting, tokens)
        tried = _search(measure, two, tokens) if two else []
        best = _best(tried) or (setting, measured)
        return Fit(*best, layouts + len(tried), overflow)
    return Fit(*one, len(tried))


def _search(measure: Measure, start: Setting, tokens: SheetTokens) -> Tried:
    """Layouts from `start` on until the largest scale is found or the smallest does not fit."""
    tried = [(start, measure(start))]
    balanced = balance(tried[0][1].heights, start)
    while len(tried) < MOST_LAYOUTS and (scale := _next_scale(tried, balanced, tokens)):
        setting = replace(balanced, scale=scale)
        tried.append((setting, measure(setting)))
    smallest = replace(balanced, scale=tokens.smallest)
    if not _best(tried) and all(setting != smallest for setting, _ in tried):
        tried.append((smallest, measure(smallest)))
    return tried


def _best(tried: Tried) -> tuple[Setting, Measured] | None:
    fitting = [one for one in tried if _fits(*one)]
    return max(fitting, key=lambda one: one[0].scale, default=None)


def _fits(setting: Setting, measured: Measured) -> bool:
    return measured.pages == len(setting.spreads)


def _next_scale(tried: Tried, balanced: Setting, tokens: SheetTokens) -> float | None:
    """The scale worth trying next with the balanced columns; None when the last layout settles it."""
    setting, measured = tried[-1]
    if _fits(setting, measured) and measured.fill >= ENOUGH:
        return None
    known = [(s.scale, _fits(s, m)) for s, m in tried if s.spreads == balanced.spreads]
    low = max((scale + STEP for scale, fits in known if fits), default=tokens.smallest)
    high = min((scale - STEP for scale, fits in known if not fits), default=tokens.largest)
    if low > high + STEP / 2:
        return None
    fill = (
        measured.fill
        if known
        else measured.fill * _fill(measured, setting, balanced) / _fill(measured, setting, setting)
    )
    aim = setting.scale * (TARGET / fill) ** (1 / POWER) if fill else high
    return _quantised(min(max(aim, low), high))


def balance(heights: Sequence[float], setting: Setting) -> Setting:
    """The columns of every spread in reading order, ending as evenly as whole sections and widths allow."""
    areas = _areas(heights, setting)
    return replace(setting, spreads=tuple(_balanced(spread, areas) for spread in setting.spreads))


def over_two_pages(measured: Measured, setting: Setting, tokens: SheetTokens) -> Setting | None:
    """Where to begin with two pages, both as full as whole sections allow; None for fewer sections than pages."""
    areas = _areas(measured.heights, setting)
    places = range(len(areas))

    def divided(first: int) -> Setting:
        pages = (tuple(places[:first]), tuple(places[first:]))
        return replace(setting, spreads=tuple(_balanced(Spread((page,)), areas) for page in pages))

    def fullest(first: int) -> float:
        return _fill(measured, setting, divided(first))

    first = min(places[1:], key=fullest, default=0)
    if not first:
        return None
    scale = setting.scale * (TARGET / fullest(first)) ** (1 / POWER)
    return replace(divided(first), scale=_quantised(min(max(scale, tokens.smallest), tokens.largest)))


def _areas(heights: Sequence[float], setting: Setting) -> list[float]:
    """Height times share of the width for every section: what stays the same when columns change."""
    areas = [0.0] * len(heights)
    for spread in setting.spreads:
        for column, share in zip(spread.columns, _shares(spread), strict=True):
            for place in column:
                areas[place] = heights[place] * share
    return areas


def _shares(spread: Spread) -> tuple[float, ...]:
    return (spread.share, 1 - spread.share) if len(spread.columns) == COLUMNS else (1.0,)


def _balanced(spread: Spread, areas: Sequence[float]) -> Spread:
    places = spread.places
    if len(places) < COLUMNS:
        return Spread((places,))
    total = sum(areas[place] for place in places)

    def left(first: int) -> float:
        return sum(areas[place] for place in places[:first])

    first = min(range(1, len(places)), key=lambda count: abs(2 * left(count) - total))
    share = left(first) / total if total else 0.5
    if abs(share - spread.share) <= SLACK and spread.columns[0] == places[:first]:
        return spread
    return Spread((places[:first], places[first:]), round(min(max(share, NARROWEST), 1 - NARROWEST), 3))


def _fill(measured: Measured, old: Setting, new: Setting) -> float:
    """How full the fullest spread of a new setting gets, by what an old one took."""
    areas = _areas(measured.heights, old)
    rooms = (measured.rooms[0], *[measured.rooms[1]] * (len(new.spreads) - 1))
    return max(
        sum(areas[place] for place in column) / share / room
        for spread, room in zip(new.spreads, rooms, strict=True)
        for column, share in zip(spread.columns, _shares(spread), strict=True)
    )


def predict(document: Document, look: Look) -> Setting:
    """Where to begin: columns and scale from an estimate of every section's height."""
    tokens, paper = look.theme.sheet, look.paper
    width = (paper.width - 2 * tokens.margin - GUTTER) / 2
    room = paper.height - HEADER - tokens.margin
    heights = tuple(_section_height(section, tokens, width) for section in document.sections)
    two = COLUMNS if len(heights) >= COLUMNS else 1
    stacked = Setting(1.0, (Spread((tuple(range(len(heights))), ())[:two]),))
    setting = balance(heights, stacked)
    fill = _fill(Measured(1, 0, heights, (room, room)), stacked, setting)
    scale = (TARGET / fill) ** (1 / POWER) if fill else tokens.largest
    return replace(setting, scale=_quantised(min(max(scale, tokens.smallest), tokens.largest)))


def _quantised(scale: float) -> float:
    return round(math.floor(scale / STEP + 1e-6) * STEP, 4)


def _section_height(section: Section, tokens: SheetTokens, width: float) -> float:
    lines = HEADING * tokens.text * MM_PER_POINT
    return lines + sum(_piece_height(piece, tokens, width) for piece in section.pieces)


def _piece_height(piece: Piece, tokens: SheetTokens, width: float) -> float:
    match piece:
        case Bullets():
            size = tokens.examples if piece.role == "examples" else tokens.text
            label = 2 if piece.label else 0
            return _lines(piece.items, size, width) * size * tokens.leading * MM_PER_POINT + label * size * MM_PER_POINT
        case Prose():
            return _lines(piece.paragraphs, tokens.text, width) * tokens.text * tokens.leading * MM_PER_POINT
        case Facts():
            return _lines([value for _, value in piece.rows], tokens.text, width) * tokens.text * 2 * MM_PER_POINT
        case Scores():
            return 2 * _lines(piece.items, tokens.text, width) * tokens.text * MM_PER_POINT
        case Climb() | Fields():
            return tokens.text * 2 * MM_PER_POINT
        case _:
            assert_never(piece)


def _lines(texts: Sequence[Text], size: float, width: float) -> float:
    per_line = width / (CHARACTER * size * MM_PER_POINT)
    return sum(math.ceil(len(text.plain) / per_line) + GAP for text in texts)
