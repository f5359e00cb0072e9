"""This file names the rooms that text goes into, and the sizes it has there: all that a slide is laid out by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["statements", "examples", "prose"]


@dataclass(frozen=True, slots=True)
class Room:
    """A box that text goes into and the size it should have there, in points; `leading` in multiples of single."""

    width: float
    height: float
    size: float
    leading: float = 1.0


@dataclass(frozen=True, slots=True)
class Panel:
    """The rooms of statements with their examples beside them, under a title of the same layout.

    `wide` ones leave examples as much room as statements.
    """

    heading: Room
    statements: Room
    examples: Room
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The rooms of one of two areas side by side: its title and what stands below."""

    heading: Room
    body: Room


@dataclass(frozen=True, slots=True)
class Sizes:
    """All rooms of a deck, in points. `gap` parts points, `indent` hangs them, `padding` surrounds cells.

    `table` and `chart` are the rooms of ratings beside each other; `cells` is the leading of what
    tables hold, in multiples of single. `own` says that the layouts are ours: they hold shapes and cards, and text
    grows up to `largest`. `panels` are those to choose from, the one most usual first; `columns` is None where the deck has no layout for them.
    """

    cover: Room
    summary: Room
    stairs: Room
    heading: Room
    body: Room
    mark: float
    icon: Room
    examples: float
    smallest: float
    gap: float
    indent: float
    padding: float
    table: Room
    chart: Room
    cells: float = 1.0
    largest: float = 0.0
    panels: tuple[Panel, ...] = ()
    columns: Columns | None = None
    own: bool = False

    def nested(self, size: float, depth: int, *, quiet: bool) -> float:
        """The size of a point that deep below points of `size`, in points."""
        full = self.examples if quiet else self.body.size
        share = max(self.smallest, self.examples - 2 * (depth - 1 + quiet)) if depth else full
        return max(self.smallest, share * size / full)

    def gap_at(self, size: float) -> float:
        """What parts points of that size: ours grows with it, a company's is its own."""
        return self.gap * size / self.body.size if self.own else self.gap

    def indent_at(self, size: float) -> float:
        """What points of that size hang by."""
        return self.indent * size / self.body.size if self.own else self.indent
