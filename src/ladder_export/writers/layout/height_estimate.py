"""Estimate the heights of a document's blocks (items with headings), so that the first layout is usually the last."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
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
    RatingTable,
    TrackProgress,
)
from ladder_export.core.radar import Radar
from ladder_export.core.text import Text
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import (
    LINE_SAFETY,
    MM_PER_POINT,
    FontPair,
    line_count,
    open_sheet_fonts,
    text_width,
)
from ladder_export.writers.layout.columns import COLUMNS, PageColumns
from ladder_export.writers.layout.fit import (
    HEIGHT_EXPONENT,
    SCALE_STEP,
    LayoutParams,
    LayoutResult,
    balance_columns,
    fill_ratio,
    quantize_scale,
    text_sizes,
)
from ladder_export.writers.layout.fragments import UnbreakableBlock, split_into_blocks
from ladder_export.writers.layout.long_summary import with_short_header
from ladder_export.writers.layout.theme_calibration import (
    FACTS_PER_LINE,
    LinearMeasure,
    TextCalibration,
    ThemeCalibration,
)

NEARLY_A_STEP = 0.999 * SCALE_STEP  # added to a scale, it makes rounding down round up
MAX_SECANT_PASSES = 3  # estimates before bisection replaces the secant, which can jump to and fro
CLOSE_ENOUGH = 0.012  # share of a page: a pass that misses by less is the last one
EXPECTED_FILL = 0.975  # share of a page: below 1, since a layout that does not fit is of no use

# The calibration of the theme `slate` with four facts, where no engine is at hand to lay out a sample.
DEFAULT_CALIBRATION = ThemeCalibration(
    top_mm=LinearMeasure(14.5, 44.9),
    half_gutter_mm=LinearMeasure(4.5, 0),
    statements=TextCalibration(LinearMeasure(0, 0), LinearMeasure(0, 1)),
    examples=TextCalibration(LinearMeasure(-0.06, 0), LinearMeasure(0, 0.8)),
    prose=TextCalibration(LinearMeasure(0, 0), LinearMeasure(0, 1)),
    section_mm=LinearMeasure(0, 8),
    part_mm=LinearMeasure(0, 5.3),
    label_mm=LinearMeasure(3.6, 0.6),
    before_piece_mm=LinearMeasure(0, 1.5),
    before_section_mm=LinearMeasure(0, 3.4),
    before_part_mm=LinearMeasure(0, 1.7),
)
HANGING_INDENT_EM = 1.15  # indent of an item's text
SUMMARY_WIDTH_MM = (
    155.0  # millimetres of a line of the summary, and how much larger than text it is and its lines are apart
)
SUMMARY_SCALE, SUMMARY_LEADING = 1.08, 1.42
FACT_LEADING = 1.3  # height of a line of facts as a multiple of the size
RATING_LEADING = 1.9  # height of a rating as a multiple of the size of examples


def initial_params(document: Document, settings: RenderSettings, calibration: ThemeCalibration) -> LayoutParams:
    """Choose columns and text size for the first layout, by an estimate of every block's height.

    `calibration` says how much space the theme puts around text.
    """
    blocks, tokens = split_into_blocks(document), settings.theme.sheet
    high = quantize_scale(tokens.max_scale)
    low = min(high, quantize_scale(tokens.min_scale + NEARLY_A_STEP))
    params, largest = _one_page_params(blocks, min(max(1.0, low), high)), None
    for pass_number in count():
        estimator = _height_estimator(document, settings, calibration, params.scale)
        fill, params = _fill_and_columns(params, estimator, blocks)
        if fill <= EXPECTED_FILL + CLOSE_ENOUGH:
            largest, low = params, params.scale + SCALE_STEP
        else:
            high = params.scale - SCALE_STEP
        if abs(fill - EXPECTED_FILL) <= CLOSE_ENOUGH or low > high + SCALE_STEP / 2:
            break
        wanted = params.scale * (EXPECTED_FILL / fill) ** (1 / HEIGHT_EXPONENT) if fill else high
        next_scale = (low + high) / 2 if pass_number >= MAX_SECANT_PASSES else min(max(wanted, low), high)
        params = replace(params, scale=quantize_scale(next_scale))
    return largest or params


def estimated_fill(
    document: Document,
    settings: RenderSettings,
    scale: float,
    calibration: ThemeCalibration = DEFAULT_CALIBRATION,
    line_width_factor: float = 1,
) -> float:
    """Estimate how full one page would be at a text scale with the best columns; 1.0 is full.

    `line_width_factor`: share of a line's width that text may use; below 1 the estimate is rather too high than too
    low.
    """
    document = with_short_header(document)
    blocks = split_into_blocks(document)
    estimator = replace(_height_estimator(document, settings, calibration, scale), line_width_factor=line_width_factor)
    return _fill_and_columns(_one_page_params(blocks, scale), estimator, blocks)[0]


def _height_estimator(
    document: Document, settings: RenderSettings, calibration: ThemeCalibration, scale: float
) -> _HeightEstimator:
    return _HeightEstimator(
        document,
        settings,
        calibration,
        scale,
        open_sheet_fonts(settings.theme),
        text_sizes(settings.theme.sheet, scale),
    )


def _one_page_params(blocks: Sequence[UnbreakableBlock], scale: float) -> LayoutParams:
    return LayoutParams(scale, (PageColumns((tuple(range(len(blocks))), ())[: min(len(blocks), COLUMNS) or 1]),))


def _fill_and_columns(
    params: LayoutParams, estimator: _HeightEstimator, blocks: Sequence[UnbreakableBlock]
) -> tuple[float, LayoutParams]:
    """Return the fill of a page with its best columns, and the parameters with those columns."""
    available = (estimator.available_height, estimator.available_height)
    costs, tokens = [block.break_cost for block in blocks], estimator.settings.theme.sheet
    balanced = balance_columns(LayoutResult(1, 0, estimator.heights(blocks, params), available), params, costs, tokens)
    return fill_ratio(LayoutResult(1, 0, estimator.heights(blocks, balanced), available), balanced, balanced), balanced


@dataclass(frozen=True, slots=True)
class _HeightEstimator:
    """Estimates heights in millimetres at one scale, line by line with the theme's own fonts.

    `height_cache`: height of a block by its index and column width, since columns of one width are tried more than
    once.
    """

    document: Document
    settings: RenderSettings
    calibration: ThemeCalibration
    scale: float
    fonts: FontPair
    sizes: Mapping[str, float]
    line_width_factor: float = 1
    height_cache: dict[tuple[int, float], float] = field(default_factory=dict)

    @property
    def available_height(self) -> float:
        """Return the height below the header of one page, in millimetres."""
        header = self.calibration.top_mm.at(self.scale) + fsum(
            map(self._extra_header_height, self.document.header_pieces)
        )
        return max(self.settings.paper.height - self.settings.theme.sheet.footer_height_mm - header, 1.0)

    def heights(self, blocks: Sequence[UnbreakableBlock], params: LayoutParams) -> tuple[float, ...]:
        """Return the height of every block in its column, with the gap below it; the last one has no gap."""
        gaps_below = [*(self._gap_above(block) for block in blocks[1:]), 0.0]
        heights = [0.0] * len(blocks)
        for spread in params.pages:
            width_mm = self._column_width_mm(len(spread.columns))
            for column in spread.columns:
                for index in column:
                    gap = 0.0 if index == column[-1] else gaps_below[index]
                    if (index, width_mm) not in self.height_cache:
                        self.height_cache[index, width_mm] = self._block_height(blocks[index], width_mm)
                    heights[index] = self.height_cache[index, width_mm] + gap
                if column:
                    heights[column[0]] += self._repeated_heading(blocks[column[0]])
        return tuple(heights)

    def _column_width_mm(self, columns: int) -> float:
        """Return the width of one of so many columns; the space between two is taken from both."""
        text_width_mm = self.settings.paper.width - 2 * self.settings.theme.sheet.margin
        return text_width_mm / columns - self.calibration.half_gutter_mm.at(self.scale)

    def _repeated_heading(self, block: UnbreakableBlock) -> float:
        """Return the height of the heading repeated above a column's first block that continues a section."""
        section = self.document.sections[block.section]
        if block.opens_section:
            return self.calibration.section_mm.at(self.scale) if section.parent else 0
        piece = section.pieces[block.piece]
        label = isinstance(piece, Bullets) and piece.label and block.item
        return self.calibration.section_mm.at(self.scale) + (self.calibration.label_mm.at(self.scale) if label else 0)

    def _gap_above(self, block: UnbreakableBlock) -> float:
        if block.opens_section:
            parent = self.document.sections[block.section].parent
            gap = self.calibration.before_part_mm if parent else self.calibration.before_section_mm
            return gap.at(self.scale)
        return self.calibration.before_piece_mm.at(self.scale) if block.item == 0 else 0

    def _block_height(self, block: UnbreakableBlock, width_mm: float) -> float:
        section = self.document.sections[block.section]
        opens = block.opens_section and section.title
        heading_mm = self.calibration.part_mm if section.parent else self.calibration.section_mm
        heading = heading_mm.at(self.scale) if opens else 0
        return heading + (
            self._piece_height(section.pieces[block.piece], block.item, width_mm) if block.piece >= 0 else 0
        )

    def _extra_header_height(self, piece: Piece) -> float:
        """Return the height of a header's piece beyond one line for each of its texts."""
        size_pt = self.sizes["text"]
        match piece:
            case Prose():
                lines = sum(
                    self._line_count(paragraph, size_pt * SUMMARY_SCALE, SUMMARY_WIDTH_MM)
                    for paragraph in piece.paragraphs
                )
                gaps = (len(piece.paragraphs) - 1) / 2
                return ((lines - 1) * SUMMARY_LEADING + gaps) * size_pt * SUMMARY_SCALE * MM_PER_POINT
            case Facts():
                rows = [piece.rows[at : at + FACTS_PER_LINE] for at in range(0, len(piece.rows), FACTS_PER_LINE)]
                return sum(self._fact_row_lines(row) - 1 for row in rows) * size_pt * FACT_LEADING * MM_PER_POINT
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

    def _fact_row_lines(self, row: Sequence[tuple[str, Text]]) -> int:
        """Return the lines of facts side by side; a table gives each about the width that its text needs."""
        row_width_pt = fsum(text_width(value, self.fonts, self.sizes["text"], strong=True) for _, value in row)
        return max(1, math.ceil(row_width_pt * MM_PER_POINT / SUMMARY_WIDTH_MM))

    def _piece_height(self, piece: Piece, item: int, width_mm: float) -> float:
        size_pt = self.sizes["text"]
        em_mm = size_pt * MM_PER_POINT
        match piece:
            case Bullets():
                label = self.calibration.label_mm.at(self.scale) if piece.label and item == 0 else 0
                return label + self._item_height(piece.items[item], piece.role, width_mm)
            case Prose():
                return self._text_height(piece.paragraphs[item], "prose", size_pt, width_mm)
            case Facts():
                return sum(self._line_count(value, size_pt, width_mm) for _, value in piece.rows) * em_mm * 2
            case Radar():
                return (len(piece.axes) + 1) * RATING_LEADING * self.sizes["examples"] * MM_PER_POINT
            # forms and grids are not fitted
            case (
                TrackProgress() | FormFields() | RatingTable() | BeforeAfter() | EvidenceTable() | BlankTable() | Grid()
            ):
                return em_mm * 2
            case _:
                assert_never(piece)

    def _item_height(self, item: Item, role: str, width_mm: float) -> float:
        """Return the height of an item with everything nested in it."""
        size_pt = self.sizes["examples" if role == "examples" else "text"]
        inner_width_mm = width_mm - HANGING_INDENT_EM * size_pt * MM_PER_POINT
        nested = (
            *(self._item_height(child, role, inner_width_mm) for child in item.children),
            *(self._item_height(example, "examples", inner_width_mm) for example in item.examples),
        )
        return self._text_height(item.text, role, size_pt, inner_width_mm) + fsum(nested)

    def _text_height(self, text: Text, role: str, size_pt: float, width_mm: float) -> float:
        """Return the height of one item or paragraph without nested ones."""
        spacing = self.calibration.of_text(role)
        line_mm = (self.sizes["leading"] + spacing.extra_leading_em.at(self.scale)) * size_pt * MM_PER_POINT
        return self._line_count(text, size_pt, width_mm) * line_mm + spacing.padding_mm.at(self.scale)

    def _line_count(self, text: Text, size_pt: float, width_mm: float) -> int:
        # PDFs embed the measured font, so lines need no safety margin.
        return line_count(text, self.fonts, size_pt, width_mm * self.line_width_factor / MM_PER_POINT / LINE_SAFETY)
