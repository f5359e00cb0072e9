"""This file guesses how tall a document's blocks will be, so that the first layout is mostly the last."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from typing import assert_never

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    Item,
    Piece,
    Prose,
    Radar,
    RatingTable,
    TrackProgress,
)
from ladder_export.core.text import Text
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import MM_PER_POINT, SAFETY, Faces, line_count, sheet_faces, width
from ladder_export.writers.layout.fit import (
    COLUMNS,
    POWER,
    Measured,
    Setting,
    Spread,
    balance,
    fullness,
    quantised,
    sizes,
)
from ladder_export.writers.layout.fragments import UnbreakableBlock, split_into_blocks
from ladder_export.writers.layout.long_summary import with_short_header
from ladder_export.writers.layout.theme_calibration import ACROSS, Gauge

PASSES = 5  # at most: each counts lines at the size that the one before found
CLOSE = 0.012  # of a page: a pass that misses by no more was the last
EXPECTED = 0.975  # of a page: what is foreseen misses by 0.02, and a layout that does not fit is worth nothing

# What the gauge says of slate under four facts, for where there is no engine to lay a specimen out.
TYPICAL = Gauge(
    {
        "top": (14.5, 44.9),
        "gutter": (4.5, 0),
        "statements line": (0, 0),
        "statements own": (0, 1),
        "examples line": (-0.06, 0),
        "examples own": (0, 0.8),
        "prose line": (0, 0),
        "prose own": (0, 1),
        "section": (0, 8),
        "part": (0, 5.3),
        "label": (3.6, 0.6),
        "to piece": (0, 1.5),
        "to section": (0, 3.4),
        "to part": (0, 1.7),
    }
)
HANG = 1.15  # ems that a point is indented by
SUMMARY = 155.0  # millimetres of a line of the summary, and how much larger than text it is and its lines are apart
LARGER, APART = 1.08, 1.42
FACTS = 1.3  # a line of facts as a multiple of the size
RATING = 1.9  # what a rating takes as a multiple of the size of examples


def predict(document: Document, settings: RenderSettings, gauge: Gauge) -> Setting:
    """Where to begin: columns and scale from an estimate of every block's height."""
    every, tokens = split_into_blocks(document), settings.theme.sheet
    setting = _stacked(every, 1.0)
    for _ in range(PASSES):
        fill, balanced = _filled(setting, _ruler(document, settings, gauge, setting.scale), every)
        scale = setting.scale * (EXPECTED / fill) ** (1 / POWER) if fill else tokens.largest
        found = replace(balanced, scale=quantised(min(max(scale, tokens.smallest), tokens.largest)))
        if abs(fill - EXPECTED) <= CLOSE or found.scale == setting.scale:
            return replace(balanced, scale=setting.scale)
        setting = found
    return setting


def fill_at(
    document: Document, settings: RenderSettings, scale: float, gauge: Gauge = TYPICAL, narrowed: float = 1
) -> float:
    """About how full one page gets at a scale, the best columns given; 1 is a full page.

    Where lines are `narrowed`, those that just fit do not.
    """
    document = with_short_header(document)
    every = split_into_blocks(document)
    ruler = replace(_ruler(document, settings, gauge, scale), narrowed=narrowed)
    return _filled(_stacked(every, scale), ruler, every)[0]


def _ruler(document: Document, settings: RenderSettings, gauge: Gauge, scale: float) -> _Ruler:
    return _Ruler(document, settings, gauge, scale, sheet_faces(settings.theme), sizes(settings.theme.sheet, scale))


def _stacked(every: Sequence[UnbreakableBlock], scale: float) -> Setting:
    return Setting(scale, (Spread((tuple(range(len(every))), ())[: min(len(every), COLUMNS) or 1]),))


def _filled(setting: Setting, ruler: _Ruler, every: Sequence[UnbreakableBlock]) -> tuple[float, Setting]:
    """How full a page gets with the best columns, and those columns."""
    rooms = (ruler.room, ruler.room)
    costs, tokens = [block.break_cost for block in every], ruler.settings.theme.sheet
    found = balance(Measured(1, 0, ruler.heights(every, setting), rooms), setting, costs, tokens)
    return fullness(Measured(1, 0, ruler.heights(every, found), rooms), found, found), found


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures a document's pieces in millimetres at a scale, line by line with the theme's own font.

    `known` is what blocks take, by their places and the width: columns of one width are tried more than once.
    """

    document: Document
    settings: RenderSettings
    gauge: Gauge
    scale: float
    faces: Faces
    sizes: Mapping[str, float]
    narrowed: float = 1
    known: dict[tuple[int, float], float] = field(default_factory=dict)

    @property
    def room(self) -> float:
        """What is left below the header on one page."""
        header = self.gauge.at("top", self.scale) + fsum(map(self._beyond, self.document.header_pieces))
        return max(self.settings.paper.height - self.settings.theme.sheet.foot - header, 1.0)

    def heights(self, every: Sequence[UnbreakableBlock], setting: Setting) -> tuple[float, ...]:
        """What every block takes in its column of the setting; below the last of a column there is nothing."""
        after = [*(self._before(block) for block in every[1:]), 0.0]
        found = [0.0] * len(every)
        for spread in setting.spreads:
            across = self._across(len(spread.columns))
            for column in spread.columns:
                for place in column:
                    below = 0.0 if place == column[-1] else after[place]
                    if (place, across) not in self.known:
                        self.known[place, across] = self._height(every[place], across)
                    found[place] = self.known[place, across] + below
                if column:
                    found[column[0]] += self._continued(every[column[0]])
        return tuple(found)

    def _across(self, columns: int) -> float:
        """Of one of so many columns: what stands between two of them is taken from both alike."""
        whole = self.settings.paper.width - 2 * self.settings.theme.sheet.margin
        return whole / columns - self.gauge.at("gutter", self.scale)

    def _continued(self, block: UnbreakableBlock) -> float:
        """What is repeated above the first block of a column that an area goes on in."""
        section = self.document.sections[block.section]
        if block.opens_section:
            return self.gauge.at("section", self.scale) if section.parent else 0
        piece = section.pieces[block.piece]
        label = isinstance(piece, Bullets) and piece.label and block.item
        return self.gauge.at("section", self.scale) + (self.gauge.at("label", self.scale) if label else 0)

    def _before(self, block: UnbreakableBlock) -> float:
        if block.opens_section:
            parent = self.document.sections[block.section].parent
            return self.gauge.at("to part" if parent else "to section", self.scale)
        return self.gauge.at("to piece", self.scale) if block.item == 0 else 0

    def _height(self, block: UnbreakableBlock, across: float) -> float:
        section = self.document.sections[block.section]
        opens = block.opens_section and section.title
        heading = self.gauge.at("part" if section.parent else "section", self.scale) if opens else 0
        return heading + (self._piece(section.pieces[block.piece], block.item, across) if block.piece >= 0 else 0)

    def _beyond(self, piece: Piece) -> float:
        """What a piece of the header takes beyond one line for each of its texts."""
        size = self.sizes["text"]
        match piece:
            case Prose():
                lines = sum(self._lines(paragraph, size * LARGER, SUMMARY) for paragraph in piece.paragraphs)
                gaps = (len(piece.paragraphs) - 1) / 2
                return ((lines - 1) * APART + gaps) * size * LARGER * MM_PER_POINT
            case Facts():
                rows = [piece.rows[at : at + ACROSS] for at in range(0, len(piece.rows), ACROSS)]
                return sum(self._row(row) - 1 for row in rows) * size * FACTS * MM_PER_POINT
            case (
                Bullets()
                | TrackProgress()
                | Radar()
                | FormFields()
                | RatingTable()
                | BeforeAfter()
                | EvidenceTable()
                | BlankTable()
                | Grid()
            ):
                return 0
            case _:
                assert_never(piece)

    def _row(self, row: Sequence[tuple[str, Text]]) -> int:
        """Lines of facts side by side: a table gives each about the room that its text needs."""
        wide = fsum(width(value, self.faces, self.sizes["text"], strong=True) for _, value in row)
        return max(1, math.ceil(wide * MM_PER_POINT / SUMMARY))

    def _piece(self, piece: Piece, item: int, across: float) -> float:
        size = self.sizes["text"]
        text = size * MM_PER_POINT
        match piece:
            case Bullets():
                label = self.gauge.at("label", self.scale) if piece.label and item == 0 else 0
                return label + fsum(self._point(one, piece.role, across) for one in piece.items[item : item + 1])
            case Prose():
                paragraphs = piece.paragraphs[item : item + 1]
                return fsum(self._set(paragraph, "prose", size, across) for paragraph in paragraphs)
            case Facts():
                return sum(self._lines(value, size, across) for _, value in piece.rows) * text * 2
            case RatingTable():
                return 2 * sum(self._lines(one.text, size, across) for one in piece.items) * text
            case Radar():
                return (len(piece.axes) + 1) * RATING * self.sizes["examples"] * MM_PER_POINT
            case (
                TrackProgress() | FormFields() | BeforeAfter() | EvidenceTable() | BlankTable() | Grid()
            ):  # forms and grids are not fitted
                return text * 2
            case _:
                assert_never(piece)

    def _point(self, item: Item, role: str, across: float) -> float:
        """A point with all that is nested in it."""
        size = self.sizes["examples" if role == "examples" else "text"]
        inside = across - HANG * size * MM_PER_POINT
        nested = (
            *(self._point(child, role, inside) for child in item.children),
            *(self._point(example, "examples", inside) for example in item.examples),
        )
        return self._set(item.text, role, size, inside) + fsum(nested)

    def _set(self, text: Text, role: str, size: float, across: float) -> float:
        """A point or paragraph by itself."""
        line = (self.sizes["leading"] + self.gauge.at(f"{role} line", self.scale)) * size * MM_PER_POINT
        return self._lines(text, size, across) * line + self.gauge.at(f"{role} own", self.scale)

    def _lines(self, text: Text, size: float, across: float) -> int:
        # Paper shows the very font, so that lines may be as long as they are.
        return line_count(text, self.faces, size, across * self.narrowed / MM_PER_POINT / SAFETY)
