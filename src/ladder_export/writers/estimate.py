"""This file guesses how tall a document's blocks will be, so that the first layout is mostly the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from ladder_export.document import Bullets, Climb, Document, Facts, Fields, Grid, Item, Piece, Prose, Radar, Scores
from ladder_export.text import Text
from ladder_export.theme import Look
from ladder_export.writers.blocks import Block, blocks
from ladder_export.writers.fit import COLUMNS, POWER, Measured, Setting, Spread, balance, fullness, quantised, sizes
from ladder_export.writers.metrics import Faces, line_starts, sheet_faces

PASSES = 2  # the second one counts lines at the size that the first one found

# Typical measures of set text, in multiples of its size. They only choose where the
# search starts; the layout itself decides.
HEADING = 3.4
GAP = 0.22
HANG = 1.15  # ems that a point is indented by
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
    faces, every = sheet_faces(look.theme), blocks(document)
    setting = Setting(1.0, (Spread((tuple(range(len(every))), ())[: min(len(every), COLUMNS) or 1]),))
    for _ in range(PASSES):
        setting = _better(setting, _Ruler(look, faces, setting.scale), document, every)
    return setting


def fill_at(document: Document, look: Look, scale: float) -> float:
    """About how full one page gets at a scale, the best columns given; 1 is a full page."""
    every = blocks(document)
    stacked = Setting(scale, (Spread((tuple(range(len(every))), ())[: min(len(every), COLUMNS) or 1]),))
    return _filled(stacked, _Ruler(look, sheet_faces(look.theme), scale), document, every)[0]


def _better(setting: Setting, ruler: _Ruler, document: Document, every: Sequence[Block]) -> Setting:
    """The scale and columns at which the page is full, by what the ruler measures at the setting's scale."""
    tokens = ruler.look.theme.sheet
    fill, balanced = _filled(setting, ruler, document, every)
    scale = setting.scale * (EXPECTED / fill) ** (1 / POWER) if fill else tokens.largest
    return replace(balanced, scale=quantised(min(max(scale, tokens.smallest), tokens.largest)))


def _filled(setting: Setting, ruler: _Ruler, document: Document, every: Sequence[Block]) -> tuple[float, Setting]:
    """How full a page gets with balanced columns, and those columns."""
    tokens, paper = ruler.look.theme.sheet, ruler.look.paper
    width = (paper.width - 2 * tokens.margin - GUTTER) / 2
    room = paper.height - tokens.foot - TITLE
    heights = tuple(ruler.height(document, block, width) for block in every)
    even = replace(setting, spreads=tuple(replace(spread, share=0.5) for spread in setting.spreads))
    balanced = balance(heights, even, [block.cost for block in every])
    # The opening grows and shrinks with the text, so that both share the room.
    opening = sum(ruler.opening(piece) for piece in document.opening) / room
    return opening + fullness(Measured(1, 0, heights, (room, room)), even, balanced), balanced


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures pieces in millimetres at a scale, line by line with the theme's own font."""

    look: Look
    faces: Faces
    scale: float

    @property
    def sizes(self) -> dict[str, float]:
        """Points of each kind of text."""
        return sizes(self.look.theme.sheet, self.scale)

    def opening(self, piece: Piece) -> float:
        """What a piece takes in the header."""
        size = self.sizes["text"]
        match piece:
            case Prose():
                return self._lines(piece.paragraphs, size * 1.08, SUMMARY) * size * 1.5 * MM_PER_POINT
            case Facts():
                rows = [piece.rows[at : at + ACROSS] for at in range(0, len(piece.rows), ACROSS)]
                return BAND + sum(map(self._row, rows)) * size * 1.5 * MM_PER_POINT
            case Bullets() | Climb() | Radar() | Fields() | Scores() | Grid():
                return 0
            case _:
                assert_never(piece)

    def height(self, document: Document, block: Block, width: float) -> float:
        """What a block takes in a column of that width."""
        heading = HEADING * self.sizes["text"] * MM_PER_POINT if block.opens_section else 0
        if block.piece < 0:
            return heading
        return heading + self._piece(document.sections[block.section].pieces[block.piece], block.item, width)

    def _row(self, row: Sequence[tuple[str, Text]]) -> float:
        room = SUMMARY / len(row)
        return max(self._lines([value], self.sizes["text"], room) for _, value in row)

    def _piece(self, piece: Piece, item: int, width: float) -> float:
        size, leading = self.sizes["text"], self.sizes["leading"]
        text = size * MM_PER_POINT
        match piece:
            case Bullets():
                size = self.sizes["examples"] if piece.role == "examples" else size
                label = 2 if piece.label and item == 0 else 0
                lines = self._lines(_texts(piece.items[item : item + 1]), size, width - HANG * size * MM_PER_POINT)
                return (lines * leading + label) * size * MM_PER_POINT
            case Prose():
                return self._lines(piece.paragraphs, size, width) * text * leading
            case Facts():
                return self._lines([value for _, value in piece.rows], size, width) * text * 2
            case Scores():
                return 2 * self._lines(_texts(piece.items), size, width) * text
            case Radar():
                return max(RADAR, len(piece.axes) * ROW)
            case Climb() | Fields() | Grid():  # grids do not stand on sheets
                return text * 2
            case _:
                assert_never(piece)

    def _lines(self, texts: Sequence[Text], size: float, width: float) -> float:
        room = width / MM_PER_POINT
        return sum(len(line_starts(text, self.faces, size, room)) + GAP for text in texts)


def _texts(items: Sequence[Item]) -> list[Text]:
    return [text for item in items for text in (item.text, *_texts(item.children), *_texts(item.examples))]
