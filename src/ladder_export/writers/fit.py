"""This file decides how large a sheet's text can be and which section stands in which column, from measurements."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from ladder_export.document import Bullets, Climb, Document, Facts, Piece, Prose, Section
from ladder_export.text import Text
from ladder_export.theme import Look, SheetTokens

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

Columns = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What one layout is made with: the text's scale, and two columns.

    `columns` holds per column the positions of its sections; `share` is how much of the
    width the first column gets, so that a longer column can be a little wider.
    """

    scale: float
    columns: Columns
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """What one layout took: its pages, the share of the first page's room it used, each section's height."""

    pages: int
    fill: float
    heights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """What the search settled on. A fill over 1 is text that runs on to further pages."""

    setting: Setting
    measured: Measured
    layouts: int


Measure = Callable[[Setting], Measured]


def fit(measure: Measure, start: Setting, tokens: SheetTokens) -> Fit:
    """The largest scale of the theme's range at which everything stands on one page, else the smallest.

    A secant on the logarithms of scale and height (engines.md §4: half the layouts of a
    bisection); columns are balanced once, after the first layout has told the true heights.
    """
    tried = [(start, measure(start))]
    balanced = balance(tried[0][1].heights, start)
    while len(tried) < MOST_LAYOUTS and (scale := _next_scale(tried, balanced, tokens)):
        setting = replace(balanced, scale=scale)
        tried.append((setting, measure(setting)))
    fitting = [one for one in tried if one[1].pages == 1]
    if not fitting:
        smallest = replace(balanced, scale=tokens.smallest)
        fitting = [one for one in tried if one[0] == smallest] or [(smallest, measure(smallest))]
        tried += [one for one in fitting if one not in tried]
    setting, measured = max(fitting, key=lambda one: one[0].scale)
    return Fit(setting, measured, len(tried))


def _next_scale(tried: Sequence[tuple[Setting, Measured]], balanced: Setting, tokens: SheetTokens) -> float | None:
    """The scale worth trying next with the balanced columns; None when the last layout settles it."""
    setting, measured = tried[-1]
    if measured.pages == 1 and measured.fill >= ENOUGH:
        return None
    known = [(s.scale, m.pages == 1) for s, m in tried if replace(balanced, scale=s.scale) == s]
    low = max((scale + STEP for scale, fits in known if fits), default=tokens.smallest)
    high = min((scale - STEP for scale, fits in known if not fits), default=tokens.largest)
    if low > high + STEP / 2:
        return None
    fill = measured.fill
    if not known:
        fill *= _tallest(measured.heights, setting, balanced) / _tallest(measured.heights, setting, setting)
    aim = setting.scale * (TARGET / fill) ** (1 / POWER) if fill else high
    return _quantised(min(max(aim, low), high))


def balance(heights: Sequence[float], setting: Setting) -> Setting:
    """Two columns in reading order that end as evenly as whole sections allow; widths make up for the rest."""
    areas = [
        height * (setting.share if place in setting.columns[0] else 1 - setting.share)
        for place, height in enumerate(heights)
    ]
    if len(areas) < COLUMNS:
        return replace(setting, columns=(tuple(range(len(areas))),))
    total = sum(areas)
    first = min(range(1, len(areas)), key=lambda count: abs(2 * sum(areas[:count]) - total))
    share = sum(areas[:first]) / total if total else 0.5
    if abs(share - setting.share) <= SLACK and setting.columns[0] == tuple(range(first)):
        return setting
    return replace(
        setting,
        columns=(tuple(range(first)), tuple(range(first, len(areas)))),
        share=round(min(max(share, NARROWEST), 1 - NARROWEST), 3),
    )


def _tallest(heights: Sequence[float], measured: Setting, wanted: Setting) -> float:
    """How tall the taller column of a wanted setting is, by what a measured one took."""
    old = (measured.share, 1 - measured.share)
    new = (wanted.share, 1 - wanted.share)
    return max(
        sum(heights[place] * old[place not in measured.columns[0]] for place in column) / new[side]
        for side, column in enumerate(wanted.columns)
    )


def predict(document: Document, look: Look) -> Setting:
    """Where to begin: columns and scale from an estimate of every section's height."""
    tokens, paper = look.theme.sheet, look.paper
    width = (paper.width - 2 * tokens.margin - GUTTER) / 2
    heights = [_section_height(section, tokens, width) for section in document.sections]
    even = Setting(1.0, (tuple(range(len(heights))), ()))
    setting = balance(heights, even)
    tallest = _tallest(heights, even, setting)
    room = paper.height - HEADER - tokens.margin
    scale = (room * TARGET / tallest) ** (1 / POWER) if tallest else tokens.largest
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
        case Climb():
            return tokens.text * 2 * MM_PER_POINT
        case _:
            assert_never(piece)


def _lines(texts: Sequence[Text], size: float, width: float) -> float:
    per_line = width / (CHARACTER * size * MM_PER_POINT)
    return sum(math.ceil(len(text.plain) / per_line) + GAP for text in texts)
