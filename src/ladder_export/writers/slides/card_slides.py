"""Slides that show all facts as cards on one slide, at the largest text size at which they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.text import Text, plain_text
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.slides.model import (
    CardsSlide,
    Heading,
)
from ladder_export.writers.slides.packing import text_height_pt
from ladder_export.writers.slides.text_frames import DeckGeometry, TextFrame

CARD_PADDING_PT, CARD_GUTTER_PT = 16.0, 14.0  # inside a card, and between two cards
MAX_CARDS = 8
MAX_CARD_HEIGHT_PT = 150.0  # cards grow to this height if the slide has space
MAX_ONLY_ROW_HEIGHT_PT = 200.0  # … those of a single row to this one
VALUE_SIZES_PT = (28, 26, 24, 22, 20, 18, 16)
NUMBER_SIZES_PT = (60, 54, 48, 40)  # sizes to try first where all values are numbers
LABEL_SCALE = 0.64  # size of a label as a share of its value's size
MAX_LABEL_SIZE_PT = 20.0
LABEL_GAP_EMS = 0.3  # between a label and its value, in ems of the label
COLUMN_COUNTS = {1: (1,), 2: (2, 1), 3: (3, 1), 4: (2, 1)}  # column counts to try, by number of cards; else (2, 3)

LabelledTexts = Sequence[tuple[str, Text]]  # label and value of each row


def cards_slide(heading: Heading, rows: LabelledTexts, geometry: DeckGeometry, fonts: FontPair) -> CardsSlide | None:
    """Return a slide of facts as cards in one to three columns; None if they do not fit at a readable size.

    `heading` is its title, `rows` are label and value of each card. None also without rows or for more than MAX_CARDS.
    """
    if not 0 < len(rows) <= MAX_CARDS:
        return None
    are_numbers = all(value.plain.isdecimal() for _, value in rows)
    for value_size_pt in (*NUMBER_SIZES_PT, *VALUE_SIZES_PT) if are_numbers else VALUE_SIZES_PT:
        for column_count in COLUMN_COUNTS.get(len(rows), (2, 3)):
            label_size_pt = max(geometry.smallest_size_pt, min(MAX_LABEL_SIZE_PT, round(LABEL_SCALE * value_size_pt)))
            slide = CardsSlide(heading, tuple(rows), column_count, (), (), value_size_pt, label_size_pt)
            if placed := _with_row_heights(slide, geometry, fonts):
                return placed
    return None


def _with_row_heights(slide: CardsSlide, geometry: DeckGeometry, fonts: FontPair) -> CardsSlide | None:
    """Return the slide with rows as high as the slide has space for; None if they do not fit.

    The highest card of a row is centred in it; the others begin where it begins, so that labels are aligned.
    """
    around_pt, column_width_pt = 2 * CARD_PADDING_PT + CARD_GUTTER_PT, geometry.body.width_pt / slide.column_count
    needed_pt = []
    for first in range(0, len(slide.cards), slide.column_count):
        row = slide.cards[first : first + slide.column_count]
        last_width_pt = geometry.body.width_pt - (len(row) - 1) * geometry.body.width_pt / slide.column_count
        widths_pt = [column_width_pt - around_pt] * (len(row) - 1) + [last_width_pt - around_pt]
        heights_pt = [
            _card_height_pt(slide, card, width_pt, geometry.cell_line_spacing, fonts)
            for card, width_pt in zip(row, widths_pt, strict=True)
        ]
        needed_pt.append(math.ceil(max(heights_pt) + around_pt + slide.label_size_pt * LABEL_GAP_EMS))
    available_pt = geometry.body.height_pt + CARD_GUTTER_PT
    if fsum(needed_pt) > available_pt:
        return None
    even_share_pt = available_pt / len(needed_pt)
    most_pt = MAX_CARD_HEIGHT_PT if len(needed_pt) > 1 else MAX_ONLY_ROW_HEIGHT_PT
    grown_pt = [max(row_pt, min(most_pt + CARD_GUTTER_PT, even_share_pt)) for row_pt in needed_pt]
    rows_pt = grown_pt if fsum(grown_pt) <= available_pt else needed_pt
    above_pt = ((row_pt - least_pt) / 2 for row_pt, least_pt in zip(rows_pt, needed_pt, strict=True))
    return replace(slide, row_heights_pt=tuple(map(float, rows_pt)), above_pt=tuple(above_pt))


def _card_height_pt(
    slide: CardsSlide, card: tuple[str, Text], width_pt: float, line_spacing: float, fonts: FontPair
) -> float:
    label, value = card
    label_frame = TextFrame(width_pt, 0, slide.label_size_pt, line_spacing)
    value_frame = replace(label_frame, size_pt=slide.value_size_pt)
    label_height_pt = text_height_pt(plain_text(label), fonts, label_frame, strong=True)
    return label_height_pt + text_height_pt(value, fonts, value_frame, strong=True)
