"""The types of slides, as a closed union, and of everything that they show."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from ladder_export.core.document import GridColumn
from ladder_export.core.radar import Radar
from ladder_export.core.text import Text
from ladder_export.writers.slides.text_frames import Panel, PieceRole

NO_TEXT = Text((), "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A slide's title; `size_pt` is 0 until titles are measured.

    `label` says which aspect of the title this slide shows, `part` which of several slides, such as "(2/3)". `anchor`
    is the target of links, `group` the title under which PowerPoint's slide sorter lists the slide. `eyebrow` is the
    small line above the title; on a dark slide `kicker` is a line within the title. Empty strings mean none.
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
        """Return the title as it is read aloud, with label and part; unique within a deck."""
        named = f"{self.title} · {self.label}" if self.label and not self.title.endswith(self.label) else self.title
        return f"{named} {self.part}" if self.part else named


@dataclass(frozen=True, slots=True)
class StaircaseStep:
    """One step of a staircase, positioned in points from the upper left corner of the staircase.

    `code`, `title` and `about` are its lines of text, empty if they do not fit; `size_pt` is the size of the code,
    `small_size_pt` that of the others. `name` names the step for screen readers, `href` links to it ("" for no link).
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
    """The levels of a track as a picture; `description` says the same in words.

    A horizontal staircase has rows that grow longer upwards instead of columns that grow taller.
    """

    steps: tuple[StaircaseStep, ...]
    description: str
    is_horizontal: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One bullet or paragraph.

    `continues` is true for text that began on an earlier slide. `depth` is the level of nesting from 0. `muted` text
    steps back behind other text, `is_new` marks a statement that the level below lacks, `no_bullet` is a plain
    paragraph among bullets, and a label (`is_label`) is a small bold heading of what follows.
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
    """One row of a table of facts. `label` is empty where the row continues the one before."""

    label: str
    value: Text
    height_pt: float


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The first slide. `summary` is empty if there is none, or if it needs slides of its own.

    `mark` is the document's code, set large ("" for none); `breadcrumbs` say what the document is a part of.
    """

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
    """A section's opening: its title with a few paragraphs of `size_pt` and a staircase, if it has any.

    `credit` names the author of the text in small type; empty for none.
    """

    heading: Heading
    paragraphs: tuple[Text, ...] = ()
    size_pt: float = 0.0
    staircase: Staircase | None = None
    credit: Text = NO_TEXT
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsSlide:
    """Facts as a table; `label_width_pt` is the width of its first column."""

    heading: Heading
    rows: tuple[FactRow, ...]
    label_width_pt: float
    size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsSlide:
    """Facts as cards, row by row; the last card takes the rest of its row.

    `row_heights_pt` has one height for each row. `value_size_pt` and `label_size_pt` are the sizes of text.
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
    """A staircase that fills a slide."""

    heading: Heading
    staircase: Staircase
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid. `title` is empty if the row continues an earlier slide or has the slide's title."""

    title: str
    cells: tuple[tuple[Paragraph, ...], ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class GridSlide:
    """A grid of columns side by side; `title_width_pt` is 0 if the slide's title is that of its only row.

    `label` stands above the titles of the rows. `header_height_pt` is the height of the columns' names.
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
        """Return the height of the whole table in points."""
        return self.header_height_pt + fsum(row.height_pt for row in self.rows)


@dataclass(frozen=True, slots=True)
class RadarSlide:
    """Ratings as a chart; `labels` are its axes' names, `table` is None if the table has slides of its own."""

    heading: Heading
    radar: Radar
    labels: tuple[str, ...]
    table: FactsSlide | None
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletSlide:
    """Paragraphs of one role, all of one size."""

    heading: Heading
    role: PieceRole
    paragraphs: tuple[Paragraph, ...]
    size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelSlide:
    """Statements of a section at `size_pt`, beside them its examples at `examples_size_pt`, after their label."""

    heading: Heading
    statements: tuple[Paragraph, ...]
    size_pt: float
    examples: tuple[Paragraph, ...]
    examples_size_pt: float
    panel: Panel
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoSectionsSlide:
    """Two sections side by side, each with its statements above its examples.

    `heading` belongs to the first section, `second_heading` to the second.
    """

    heading: Heading
    second_heading: Heading
    statements: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
    examples: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
    size_pt: float
    examples_size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a table with a header row: the paragraphs of each cell, and the row's height in points."""

    cells: tuple[tuple[Paragraph, ...], ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class FormTableSlide:
    """A table with a header row, some cells of which may be left for people to fill in.

    `widths_pt` has one width for each column. `has_row_titles` marks the first column as titles of the rows. Nested
    paragraphs are indented by `indent_pt` for each level.
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
    """Return the anchors of links that lead to this slide; empty if none do."""
    headings = (slide.heading, slide.second_heading) if isinstance(slide, TwoSectionsSlide) else (slide.heading,)
    return tuple(heading.anchor for heading in headings if heading.anchor)
