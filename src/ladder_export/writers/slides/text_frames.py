"""This file names the rooms that text goes into, and the sizes it has there: all that a slide is laid out by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PieceRole = Literal["statements", "examples", "prose"]


@dataclass(frozen=True, slots=True)
class TextFrame:
    """A box that text goes into and the size it should have there, in points; `leading` in multiples of single."""

    width_pt: float
    height_pt: float
    size_pt: float
    line_spacing: float = 1.0


@dataclass(frozen=True, slots=True)
class Panel:
    """The rooms of statements with their examples beside them, under a title of the same layout.

    `wide` ones leave examples as much room as statements.
    """

    heading: TextFrame
    statements: TextFrame
    examples: TextFrame
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class ColumnFrames:
    """The rooms of one of two areas side by side: its title and what stands below."""

    heading: TextFrame
    body: TextFrame


@dataclass(frozen=True, slots=True)
class DeckGeometry:
    """All rooms of a deck, in points. `gap` parts points, `indent` hangs them, `padding` surrounds cells.

    `table` and `chart` are the rooms of ratings beside each other; `cells` is the leading of what
    tables hold, in multiples of single. `own` says that the layouts are ours: they hold shapes and cards, and text
    grows up to `largest`. `panels` are those to choose from, the one most usual first; `columns` is None where the deck has no layout for them.
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
        """The size of a point that deep below points of `size`, in points."""
        level_size_pt = self.examples_size_pt if muted else self.body.size_pt
        size_at_full_pt = (
            max(self.smallest_size_pt, self.examples_size_pt - 2 * (depth - 1 + muted)) if depth else level_size_pt
        )
        return max(self.smallest_size_pt, size_at_full_pt * size_pt / level_size_pt)

    def paragraph_gap_at(self, size_pt: float) -> float:
        """What parts points of that size: ours grows with it, a company's is its own."""
        return self.paragraph_gap_pt * size_pt / self.body.size_pt if self.is_own_design else self.paragraph_gap_pt

    def indent_at(self, size_pt: float) -> float:
        """What points of that size hang by."""
        return self.indent_pt * size_pt / self.body.size_pt if self.is_own_design else self.indent_pt
