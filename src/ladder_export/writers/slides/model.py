"""This file names everything that can stand on a slide: the closed union of slide kinds."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from ladder_export.core.document import GridColumn, Radar
from ladder_export.core.text import Text
from ladder_export.writers.slides.text_frames import Panel, Role

NO_TEXT = Text((), "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A slide's title: `label` says what of it this slide shows, `part` which of several; `size` in points.

    `anchor` is what links lead here by, `group` the slides that the slide sorter gathers it with. `eyebrow` stands
    small above the title; on a dark slide `kicker` stands there, as a part of it.
    """

    title: str
    label: str = ""
    part: str = ""
    icon: str = ""
    size: float = 0.0
    anchor: str = ""
    group: str = ""
    eyebrow: str = ""
    kicker: str = ""

    @property
    def text(self) -> str:
        """The title as it is read out; unique within a deck."""
        named = f"{self.title} · {self.label}" if self.label and not self.title.endswith(self.label) else self.title
        return f"{named} {self.part}" if self.part else named


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a staircase, in points from the upper left corner of its area.

    `code`, `title` and `about` are the lines it shows, empty where they have no room, at `size`, and `small` for the last two.
    """

    name: str
    code: str
    title: str
    about: str
    here: bool
    was: bool
    href: str
    left: float
    top: float
    width: float
    height: float
    size: float
    small: float


@dataclass(frozen=True, slots=True)
class Stairs:
    """Where a level stands on its track, as a picture; `description` says all of it in words.

    `lying` steps are rows that get longer upwards, not columns.
    """

    steps: tuple[Step, ...]
    description: str
    lying: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One bullet or paragraph; `starts` is false where it goes on from the slide before.

    `depth` is how deep it is nested; `quiet` is set back behind what it belongs to, `new` marked,
    `bare` a paragraph among points; a `label` names what follows, and is small and strong.
    """

    text: Text
    starts: bool = True
    depth: int = 0
    quiet: bool = False
    new: bool = False
    bare: bool = False
    label: bool = False


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
    stairs: Stairs | None
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSlide:
    """A section that says no more than its title and a few words, at `size`, and where it stands on its track.

    `credit` says whose text the document is, small below.
    """

    heading: Heading
    text: tuple[Text, ...] = ()
    size: float = 0.0
    stairs: Stairs | None = None
    credit: Text = NO_TEXT
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
class CardsSlide:
    """Labelled lines as cards, row by row from the start; the last one takes what its row has left.

    `heights` are those of the rows, `size` that of the values and `small` that of the labels, in points.
    """

    heading: Heading
    cards: tuple[tuple[str, Text], ...]
    columns: int
    heights: tuple[float, ...]
    size: float
    small: float
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class StairsSlide:
    """A staircase that has a slide to itself."""

    heading: Heading
    stairs: Stairs
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
    columns: tuple[GridColumn, ...]
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
class PanelSlide:
    """Statements of an area at `size`, and beside them its examples at `quiet_size`, whose first point is their label."""

    heading: Heading
    points: tuple[Point, ...]
    size: float
    examples: tuple[Point, ...]
    quiet_size: float
    panel: Panel
    notes: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class AreasSlide:
    """Two areas side by side, the heading of the slide above the first: statements at `size`, examples at `quiet_size`."""

    heading: Heading
    second: Heading
    points: tuple[tuple[Point, ...], tuple[Point, ...]]
    examples: tuple[tuple[Point, ...], tuple[Point, ...]]
    size: float
    quiet_size: float
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


Slide = (
    TitleSlide
    | SectionSlide
    | FactsSlide
    | CardsSlide
    | RadarSlide
    | BulletSlide
    | PanelSlide
    | AreasSlide
    | ColumnsSlide
    | GridSlide
    | StairsSlide
)


def anchors(slide: Slide) -> tuple[str, ...]:
    """What links lead to this slide by."""
    headings = (slide.heading, slide.second) if isinstance(slide, AreasSlide) else (slide.heading,)
    return tuple(heading.anchor for heading in headings if heading.anchor)
