"""This file guesses how tall a document's blocks will be, so that the first layout is mostly the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from ladder_export.document import Bullets, Climb, Document, Facts, Fields, Item, Piece, Prose, Radar, Scores
from ladder_export.text import Text
from ladder_export.theme import Look
from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.blocks import Block, blocks
from ladder_export.writers.fit import COLUMNS, POWER, Measured, Setting, Spread, balance, fullness, quantised

# Typical measures of set text, in multiples of its size. They only choose where the
# search starts; the layout itself decides.
CHARACTER = 0.49
HEADING = 3.4
GAP = 0.28
MM_PER_POINT = 25.4 / 72
TITLE = 35.0  # millimetres of a usual title with what is around it
SUMMARY = 155.0  # millimetres of a line of the summary, which is a little larger than text
ACROSS = 4  # facts side by side; BAND is what is around them
BAND = 10.0
GUTTER = 9.0
RADAR = 34.0  # what a radar takes; ROW is a line of the list beside it
ROW = 4.6
EXPECTED = 1.03  # of the estimate: what a first layout may be to be the last, measured on 100 sheets


def predict(document: Document, look: Look) -> Setting:
    """Where to begin: columns and scale from an estimate of every block's height."""
    tokens, paper = look.theme.sheet, look.paper
    width = (paper.width - 2 * tokens.margin - GUTTER) / 2
    opening = TITLE + sum(_opening_height(piece, tokens) for piece in document.opening)
    room = max(TITLE, paper.height - tokens.foot - opening)
    every = blocks(document)
    heights = tuple(_height(document, block, tokens, width) for block in every)
    two = COLUMNS if len(heights) >= COLUMNS else 1
    stacked = Setting(1.0, (Spread((tuple(range(len(heights))), ())[:two]),))
    setting = balance(heights, stacked, [block.cost for block in every])
    fill = fullness(Measured(1, 0, heights, (room, room)), stacked, setting)
    scale = (EXPECTED / fill) ** (1 / POWER) if fill else tokens.largest
    return replace(setting, scale=quantised(min(max(scale, tokens.smallest), tokens.largest)))


def _opening_height(piece: Piece, tokens: SheetTokens) -> float:
    line = tokens.text * 1.5 * MM_PER_POINT
    match piece:
        case Prose():
            return _lines(piece.paragraphs, tokens.text * 1.08, SUMMARY) * line
        case Facts():
            rows = math.ceil(len(piece.rows) / ACROSS)
            characters = sum(max(len(label), len(value.plain)) for label, value in piece.rows)
            return BAND + line * (rows if characters <= rows * 100 else 2 * rows)
        case Bullets() | Climb() | Radar() | Fields() | Scores():
            return 0
        case _:
            assert_never(piece)


def _height(document: Document, block: Block, tokens: SheetTokens, width: float) -> float:
    heading = HEADING * tokens.text * MM_PER_POINT if block.opens_section else 0
    if block.piece < 0:
        return heading
    piece = document.sections[block.section].pieces[block.piece]
    return heading + _piece_height(piece, block.item, tokens, width)


def _piece_height(piece: Piece, item: int, tokens: SheetTokens, width: float) -> float:
    match piece:
        case Bullets():
            size = tokens.examples if piece.role == "examples" else tokens.text
            label = 2 if piece.label and item == 0 else 0
            return (
                _lines(_texts(piece.items[item : item + 1]), size, width) * size * tokens.leading * MM_PER_POINT
                + label * size * MM_PER_POINT
            )
        case Prose():
            return _lines(piece.paragraphs, tokens.text, width) * tokens.text * tokens.leading * MM_PER_POINT
        case Facts():
            return _lines([value for _, value in piece.rows], tokens.text, width) * tokens.text * 2 * MM_PER_POINT
        case Scores():
            return 2 * _lines(_texts(piece.items), tokens.text, width) * tokens.text * MM_PER_POINT
        case Radar():
            return max(RADAR, len(piece.axes) * ROW)
        case Climb() | Fields():
            return tokens.text * 2 * MM_PER_POINT
        case _:
            assert_never(piece)


def _texts(items: Sequence[Item]) -> list[Text]:
    return [text for item in items for text in (item.text, *_texts(item.children), *_texts(item.examples))]


def _lines(texts: Sequence[Text], size: float, width: float) -> float:
    per_line = width / (CHARACTER * size * MM_PER_POINT)
    return sum(math.ceil(len(text.plain) / per_line) + GAP for text in texts)
