"""This file names everything that can stand on a slide: the closed union of slide kinds."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from ladder_export.core.document import GridColumn, Radar
from ladder_export.core.text import Text
from ladder_export.writers.slides.text_frames import Panel, PieceRole

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
    size_pt: float = 0.0
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
class StaircaseStep:
    """One step of a staircase, in points from the upper left corner of its area.

    `code`, `title` and `about` are the lines it shows, empty where they have no room, at `size`, and `small` for the last two.
    """

    name: str
    code: str
    title: str
    about: str
    is_current: bool
    is_previous: bool
    href: str
    left_pt: float
    top_pt: float
    width_pt: float
    height_pt: float
    size_pt: float = 0.0
    small_size_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Staircase:
    """Where a level stands on its track, as a picture; `description` says all of it in words.

    `lying` steps are rows that get longer upwards, not columns.
    """

    steps: tuple[StaircaseStep, ...]
    description: str
    is_horizontal: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One bullet or paragraph; `starts` is false where it goes on from the slide before.

    `depth` is how deep it is nested; `quiet` is set back behind what it belongs to, `new` marked,
    `bare` a paragraph among points; a `label` names what follows, and is small and strong.
    """

    text: Text
    continues: bool = False
    depth: int = 0
    muted: bool = False
    is_new: bool = False
    no_bullet: bool = False
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """One line of a table; height in points."""

    label: str
    value: Text
    height_pt: float


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The first slide: who this is about. `summary` is empty when there is none, or when it needs slides of its own."""

    heading: Heading
    mark: str
    mark_size_pt: float
    breadcrumbs: tuple[str, ...]
    summary: tuple[Text, ...]
    summary_size_pt: float
    staircase: Staircase | None
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSlide:
    """A section that says no more than its title and a few words, at `size`, and where it stands on its track.

    `credit` says whose text the document is, small below.
    """

    heading: Heading
    paragraphs: tuple[Text, ...] = ()
    size_pt: float = 0.0
    staircase: Staircase | None = None
    credit: Text = NO_TEXT
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsSlide:
    """Labelled lines as a table; `label_width` is its first column, in points."""

    heading: Heading
    rows: tuple[FactRow, ...]
    label_width_pt: float
    size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsSlide:
    """Labelled lines as cards, row by row from the start; the last one takes what its row has left.

    `heights` are those of the rows, `size` that of the values and `small` that of the labels, in points.
    """

    heading: Heading
    cards: tuple[tuple[str, Text], ...]
    column_count: int
    row_heights_pt: tuple[float, ...]
    value_size_pt: float
    label_size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class StaircaseSlide:
    """A staircase that has a slide to itself."""

    heading: Heading
    staircase: Staircase
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line of a table with several columns; empty titles go on from the slide before, or are the slide's own."""

    title: str
    cells: tuple[tuple[Paragraph, ...], ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class GridSlide:
    """Things side by side, `head` and `first` are the height of their heads and the width of the titles, in points.

    Without a first column the slide's title is that of its only row.
    """

    heading: Heading
    label: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    header_height_pt: float
    title_width_pt: float
    size_pt: float
    notes: tuple[Paragraph, ...] = ()

    @property
    def height_pt(self) -> float:
        """All of the table, in points."""
        return self.header_height_pt + fsum(row.height_pt for row in self.rows)


@dataclass(frozen=True, slots=True)
class RadarSlide:
    """Ratings as a chart beside the table of their steps; `labels` is what the chart calls its axes."""

    heading: Heading
    radar: Radar
    labels: tuple[str, ...]
    table: FactsSlide | None
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletSlide:
    """Points of one role, all at one size."""

    heading: Heading
    role: PieceRole
    paragraphs: tuple[Paragraph, ...]
    size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelSlide:
    """Statements of an area at `size`, and beside them its examples at `quiet_size`, whose first point is their label."""

    heading: Heading
    statements: tuple[Paragraph, ...]
    size_pt: float
    examples: tuple[Paragraph, ...]
    examples_size_pt: float
    panel: Panel
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoSectionsSlide:
    """Two areas side by side, the heading of the slide above the first: statements at `size`, examples at `quiet_size`."""

    heading: Heading
    second_heading: Heading
    statements: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
    examples: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
    size_pt: float
    examples_size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of a table under headings: the paragraphs of each cell, and its height in points."""

    cells: tuple[tuple[Paragraph, ...], ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class FormTableSlide:
    """A table under headings, parts of which may be left to be filled in; widths and heights in points.

    `named` says that its first column names its lines; nested paragraphs are set in by `indent` each time.
    """

    heading: Heading
    headings: tuple[str, ...]
    widths_pt: tuple[float, ...]
    header_height_pt: float
    rows: tuple[FormRow, ...]
    size_pt: float
    indent_pt: float
    has_row_titles: bool = False
    notes: tuple[Paragraph, ...] = ()


Slide = (
    TitleSlide
    | SectionSlide
    | FactsSlide
    | CardsSlide
    | RadarSlide
    | BulletSlide
    | PanelSlide
    | TwoSectionsSlide
    | FormTableSlide
    | GridSlide
    | StaircaseSlide
)


def anchors(slide: Slide) -> tuple[str, ...]:
    """What links lead to this slide by."""
    headings = (slide.heading, slide.second_heading) if isinstance(slide, TwoSectionsSlide) else (slide.heading,)
    return tuple(heading.anchor for heading in headings if heading.anchor)
