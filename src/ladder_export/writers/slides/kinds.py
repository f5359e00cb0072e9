"""This file names everything that can stand on a slide, and the rooms it stands in: the closed union of slide kinds."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Literal

from ladder_export.document import Column, Radar
from ladder_export.text import Text

Role = Literal["statements", "examples", "prose"]


@dataclass(frozen=True, slots=True)
class Room:
    """A box that text goes into and the size it should have there, in points; `leading` in multiples of single."""

    width: float
    height: float
    size: float
    leading: float = 1.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """All rooms of a deck, in points. `gap` parts points and pills, `indent` hangs them, `padding` surrounds cells.

    `table` and `chart` are the rooms of ratings beside each other; `cells` is the leading of what
    tables hold, in multiples of single.
    """

    cover: Room
    summary: Room
    strip: Room
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

    def nested(self, size: float, depth: int, *, quiet: bool) -> float:
        """The size of a point that deep below points of `size`, in points."""
        full = self.examples if quiet else self.body.size
        share = max(self.smallest, self.examples - 2 * (depth - 1 + quiet)) if depth else full
        return max(self.smallest, share * size / full)


@dataclass(frozen=True, slots=True)
class Heading:
    """A slide's title: `label` says what of it this slide shows, `part` which of several; `size` in points.

    `anchor` is what links lead here by, `group` the slides that the slide sorter gathers it with.
    """

    title: str
    label: str = ""
    part: str = ""
    icon: str = ""
    size: float = 0.0
    anchor: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        """The title as it is read out; unique within a deck."""
        named = f"{self.title} · {self.label}" if self.label and not self.title.endswith(self.label) else self.title
        return f"{named} {self.part}" if self.part else named


@dataclass(frozen=True, slots=True)
class Pill:
    """One rung of the strip; place and width in points from the strip's upper left corner."""

    text: str
    here: bool
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The climb on the title slide; `description` says all of it in words."""

    pills: tuple[Pill, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Point:
    """One bullet or paragraph; `starts` is false where it goes on from the slide before.

    `depth` is how deep it is nested; `quiet` is set back behind what it belongs to, `new` marked,
    `bare` a paragraph among points.
    """

    text: Text
    starts: bool = True
    depth: int = 0
    quiet: bool = False
    new: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; height in points."""

    label: str
    value: Text
    height: float


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The first slide: who this is about. `summary` is empty when there is none, or when it needs slides of its own."""

    heading: Heading
    mark: str
    mark_size: float
    lineage: tuple[str, ...]
    summary: tuple[Text, ...]
    summary_size: float
    strip: Strip | None
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSlide:
    """A section that says no more than its title and a few words, at `size`."""

    heading: Heading
    text: tuple[Text, ...] = ()
    size: float = 0.0
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsSlide:
    """Labelled lines as a table; `label_width` is its first column, in points."""

    heading: Heading
    rows: tuple[Row, ...]
    label_width: float
    size: float
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line of a table with several columns; empty titles go on from the slide before, or are the slide's own."""

    title: str
    cells: tuple[tuple[Point, ...], ...]
    height: float


@dataclass(frozen=True, slots=True)
class GridSlide:
    """Things side by side, `head` and `first` are the height of their heads and the width of the titles, in points.

    Without a first column the slide's title is that of its only row.
    """

    heading: Heading
    label: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    head: float
    first: float
    size: float
    notes: tuple[Point, ...] = ()

    @property
    def height(self) -> float:
        """All of the table, in points."""
        return self.head + fsum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class RadarSlide:
    """Ratings as a chart beside the table of their steps; `labels` is what the chart calls its axes."""

    heading: Heading
    radar: Radar
    labels: tuple[str, ...]
    table: FactsSlide | None
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletSlide:
    """Points of one role, all at one size."""

    heading: Heading
    role: Role
    points: tuple[Point, ...]
    size: float
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table under headings: the paragraphs of each cell, and its height in points."""

    cells: tuple[tuple[Point, ...], ...]
    height: float


@dataclass(frozen=True, slots=True)
class ColumnsSlide:
    """A table under headings, parts of which may be left to be filled in; widths and heights in points.

    `named` says that its first column names its lines; nested paragraphs are set in by `indent` each time.
    """

    heading: Heading
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    head: float
    lines: tuple[Line, ...]
    size: float
    indent: float
    named: bool = False
    notes: tuple[Point, ...] = ()


Slide = TitleSlide | SectionSlide | FactsSlide | RadarSlide | BulletSlide | ColumnsSlide | GridSlide
