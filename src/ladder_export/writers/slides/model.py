"""The types of slides, joined in the union `Slide`, and the types of everything that slides show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from ladder_export.core.document import GridColumn
from ladder_export.core.radar import Radar
from ladder_export.core.text import Text
from ladder_export.core.ui_strings import NEW_MARK
from ladder_export.writers.slides.staircase_model import Staircase
from ladder_export.writers.slides.text_frames import Panel, PieceRole

NO_TEXT = Text((), "")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a slide and what belongs to it; `size_pt` is its text size in points, 0 until titles are measured.

    `label` names the part of the title's subject that the slide shows, such as "Examples"; `part` numbers slides of one
    title, as "(2/3)". `anchor` is the target of links, `group` the title under which PowerPoint's slide sorter lists
    the slide. `eyebrow` is the small line above the title, `kicker` that on a slide that opens a chapter ("": none).
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
        """Return the title with label and part, as a screen reader reads it aloud; unique within a deck."""
        named = f"{self.title} · {self.label}" if self.label and not self.title.endswith(self.label) else self.title
        return f"{named} {self.part}" if self.part else named


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One bullet or paragraph on a slide.

    `continues` is true for text that began on an earlier slide. `depth` is the level of nesting from 0. `muted` text is
    grey, `is_new` marks a statement that the level below lacks, `no_bullet` is a plain paragraph among bullets,
    `is_label` a small bold heading.
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
    """A row of a table of facts, `height_pt` points high; `label` is empty if the row continues the row above it."""

    label: str
    value: Text
    height_pt: float


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The first slide. `summary` is empty if the document has none, or if it needs slides of its own.

    `mark` is the document's code, set large, `breadcrumbs` what it is part of, `credit` its author; all may be empty.
    """

    heading: Heading
    mark: str
    mark_size_pt: float
    breadcrumbs: tuple[str, ...]
    summary: tuple[Text, ...]
    summary_size_pt: float
    staircase: Staircase | None
    credit: Text = NO_TEXT
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSlide:
    """A slide that opens a chapter: title, paragraphs of `size_pt` points, staircase of levels, author in `credit`."""

    heading: Heading
    paragraphs: tuple[Text, ...] = ()
    size_pt: float = 0.0
    staircase: Staircase | None = None
    credit: Text = NO_TEXT
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsSlide:
    """Facts as a table on a slide; `label_width_pt` is the width of its first column in points."""

    heading: Heading
    rows: tuple[FactRow, ...]
    label_width_pt: float
    size_pt: float
    notes: tuple[Paragraph, ...] = ()

    @property
    def height_pt(self) -> float:
        """Return the height of the table in points: the sum of its rows."""
        return fsum(row.height_pt for row in self.rows)


@dataclass(frozen=True, slots=True)
class CardsSlide:
    """Facts as cards on a slide, row by row; the last card takes the rest of its row. All lengths are in points.

    `above_pt` is the space above the labels of each row, in addition to the padding.
    """

    heading: Heading
    cards: tuple[tuple[str, Text], ...]
    column_count: int
    row_heights_pt: tuple[float, ...]
    above_pt: tuple[float, ...]
    value_size_pt: float
    label_size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class StaircaseSlide:
    """A slide filled by the picture of a track's levels as a staircase."""

    heading: Heading
    staircase: Staircase
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a comparison table; `title` is empty if the row continues another or the slide's title names it."""

    title: str
    cells: tuple[tuple[Paragraph, ...], ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class GridSlide:
    """A slide with a comparison table, such as levels side by side; `label` is the heading of the column of row titles.

    All lengths are in points; `title_width_pt` is that column's width, 0 if the only row's title is the slide's.
    `shares` are the other columns' shares of what it leaves.
    """

    heading: Heading
    label: str
    columns: tuple[GridColumn, ...]
    shares: tuple[float, ...]
    rows: tuple[GridRow, ...]
    header_height_pt: float
    title_width_pt: float
    size_pt: float
    notes: tuple[Paragraph, ...] = ()

    @property
    def height_pt(self) -> float:
        """Return the height of the slide's whole table in points."""
        return self.header_height_pt + fsum(row.height_pt for row in self.rows)


@dataclass(frozen=True, slots=True)
class RadarSlide:
    """Ratings as a radar chart with `labels` at its axes; `table` has the values beside it, None if on other slides."""

    heading: Heading
    radar: Radar
    labels: tuple[str, ...]
    table: FactsSlide | None
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletSlide:
    """Bullets or paragraphs of one kind (statements, examples, prose) on a slide, all of one size in points."""

    heading: Heading
    role: PieceRole
    paragraphs: tuple[Paragraph, ...]
    size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelSlide:
    """A slide with a section's statements and, on a panel beside them, its examples; `panel` has the text boxes."""

    heading: Heading
    statements: tuple[Paragraph, ...]
    size_pt: float
    examples: tuple[Paragraph, ...]
    examples_size_pt: float
    panel: Panel
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoSectionsSlide:
    """Two sections side by side, each with its own heading, and its statements above its examples."""

    heading: Heading
    second_heading: Heading
    statements: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
    examples: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
    size_pt: float
    examples_size_pt: float
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a table with a header row: the paragraphs of each cell, and the row's height in points."""

    cells: tuple[tuple[Paragraph, ...], ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class FormTableSlide:
    """A table with a header row on a slide, some cells of which may be left for people to fill in.

    `widths_pt` has one width for each column. `has_row_titles` marks the first column as titles of rows. `indent_pt` is
    the indent of each level of paragraphs. `below` is a second table under it, None for none.
    """

    heading: Heading
    headings: tuple[str, ...]
    widths_pt: tuple[float, ...]
    header_height_pt: float
    rows: tuple[FormRow, ...]
    size_pt: float
    indent_pt: float
    has_row_titles: bool = False
    below: FormTableSlide | None = None
    notes: tuple[Paragraph, ...] = ()

    @property
    def height_pt(self) -> float:
        """Return the height of the whole table in points."""
        return self.header_height_pt + fsum(row.height_pt for row in self.rows)


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
    """Return the names (`Heading.anchor`) by which links within the deck lead to this slide; empty if none do."""
    second = (slide.second_heading.anchor,) if isinstance(slide, TwoSectionsSlide) else ()
    return tuple(filter(None, (slide.heading.anchor, *second)))


def mark_legend(slide: Slide, labels: Mapping[str, str]) -> str:
    """Return the mark of new statements and what it means, a document's label "new"; empty without marks or label."""
    match slide:
        case BulletSlide():
            paragraphs = slide.paragraphs
        case PanelSlide():
            paragraphs = slide.statements
        case TwoSectionsSlide():
            paragraphs = (*slide.statements[0], *slide.statements[1])
        case _:
            return ""
    is_marked = "new" in labels and any(paragraph.is_new for paragraph in paragraphs)
    return f"{NEW_MARK} {labels['new']}" if is_marked else ""
