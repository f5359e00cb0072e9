"""Sizes of the text boxes of a deck, and of the text in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PieceRole = Literal["statements", "examples", "prose"]


@dataclass(frozen=True, slots=True)
class TextFrame:
    """The size of a box for text on a slide, and of the text in it, in points.

    `line_spacing` is a multiple of single spacing.
    """

    width_pt: float
    height_pt: float
    size_pt: float
    line_spacing: float = 1.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Text boxes of a slide with a title (`heading`), statements and, on a panel beside them, their examples.

    A wide panel gives examples as much width as statements.
    """

    heading: TextFrame
    statements: TextFrame
    examples: TextFrame
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class ColumnFrames:
    """The text boxes of each of two sections that stand side by side: for its title and for its text."""

    heading: TextFrame
    body: TextFrame


@dataclass(frozen=True, slots=True)
class DeckGeometry:
    """The sizes of all text boxes of a deck, with text sizes and distances, in points.

    `cover`, `summary` and `staircase` are on the first slide and on slides that open a chapter, `cover` for the title;
    `heading` and `body` are for title and content of other slides. `mark_size_pt` is the text size of a level's code on
    the first slide. `table` and `chart` are side by side. `cell_line_spacing` is the line spacing in tables, as a
    multiple of single spacing. `is_own_design` means our own layouts, which hold shapes and cards and where text grows
    up to `largest_size_pt`; else they are a company's. `panels` has the usual panel first and is empty if no layout has
    a panel; `columns` is None if no layout has two sections.
    """

    cover: TextFrame
    summary: TextFrame
    staircase: TextFrame
    heading: TextFrame
    body: TextFrame
    mark_size_pt: float
    icon: TextFrame
    examples_size_pt: float
    smallest_size_pt: float
    paragraph_gap_pt: float
    indent_pt: float
    cell_padding_pt: float
    table: TextFrame
    chart: TextFrame
    cell_line_spacing: float = 1.0
    largest_size_pt: float = 0.0
    panels: tuple[Panel, ...] = ()
    columns: ColumnFrames | None = None
    is_own_design: bool = False

    def nested_size_pt(self, size_pt: float, depth: int, *, muted: bool) -> float:
        """Return the text size in points of a paragraph at `depth` (from 0) in a list whose first level has `size_pt`.

        `muted`: whether it is an example, whose text is smaller.
        """
        level_size_pt = self.examples_size_pt if muted else self.body.size_pt
        size_at_full_pt = (
            max(self.smallest_size_pt, self.examples_size_pt - 2 * (depth - 1 + muted)) if depth else level_size_pt
        )
        return max(self.smallest_size_pt, size_at_full_pt * size_pt / level_size_pt)

    def paragraph_gap_at(self, size_pt: float) -> float:
        """Return the space in points between paragraphs of text size `size_pt`; in our own design it grows with it."""
        return self.paragraph_gap_pt * size_pt / self.body.size_pt if self.is_own_design else self.paragraph_gap_pt

    def indent_at(self, size_pt: float) -> float:
        """Return the indent in points for each level of nesting, of paragraphs of text size `size_pt`."""
        return self.indent_pt * size_pt / self.body.size_pt if self.is_own_design else self.indent_pt
