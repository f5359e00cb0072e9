"""This file is what a document says, before anyone decides how it looks: sections made of a closed set of pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_export.core.document_files import Attachment, Download
from ladder_export.core.problems import Problem, Span
from ladder_export.core.text import Text


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of running text; `label` says what they are where they stand alone."""

    paragraphs: tuple[Text, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, with points nested in it and its own examples; `new` where the level below does not ask it."""

    text: Text
    children: tuple[Item, ...] = ()
    examples: tuple[Item, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points. Statements stand first; examples are visibly secondary and carry a label."""

    role: Literal["statements", "examples"]
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled lines, each a label and its value, in print order."""

    rows: tuple[tuple[str, Text], ...]
    label: str


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One step of a track; `was` marks the one another is reached from, `href` leads to it, `about` says a few words of it."""

    code: str
    title: str
    is_current: bool
    is_previous: bool = False
    href: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """Where a level stands on its track: its rungs from the lowest to the highest."""

    steps: tuple[TrackStep, ...]
    label: str


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One direction of a radar: what is rated, the step reached as the `reached`th of `steps`, and its value of `most`."""

    label: str
    step: str
    value: float
    max_value: float
    reached: int = 0
    steps: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How far along the axis the step lies, from 0 to 1."""
        return self.value / self.max_value


@dataclass(frozen=True, slots=True)
class Radar:
    """A level's ratings. `rings` is how many steps every axis has, or 0 where their scales differ."""

    axes: tuple[RadarAxis, ...]
    ring_count: int
    label: str

    @property
    def scale(self) -> tuple[str, ...]:
        """The names of the steps that all axes have; none where their scales differ."""
        scales = {axis.steps for axis in self.axes}
        return scales.pop() if len(scales) == 1 else ()

    @property
    def description(self) -> str:
        """All of it in words, for who cannot see it."""
        axes = (f"{axis.label}: {axis.step} ({axis.value:g}/{axis.max_value:g})" for axis in self.axes)
        return f"{self.label}: {'; '.join(axes)}"


@dataclass(frozen=True, slots=True)
class FormFields:
    """Lines to be filled in, each with its label; `label` says what they have in common."""

    labels: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Points to be judged, each with steps to choose from and room for notes; `headings` name the three columns."""

    items: tuple[Item, ...]
    steps: tuple[str, ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Labelled lines as they were and as they become: label, before, after. `headings` name the three columns."""

    rows: tuple[tuple[str, Text, Text], ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A point to be reached, and how the same was worded `before`, if it was."""

    item: Item
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """Points with a `label` in common, under `headings` for them and their evidence; `before` precedes a former wording."""

    items: tuple[EvidenceItem, ...]
    label: str
    headings: tuple[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class BlankTable:
    """A table with nothing but headings, and so many rows to be filled in."""

    headings: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The head of a column of a grid: a short code, a title, and a stamp such as "Draft"."""

    code: str
    title: str
    watermark: str = ""

    @property
    def name(self) -> str:
        """Code and title, as one speaks of it."""
        return " ".join(part for part in (self.code, self.title) if part)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A row of a grid: its title, and in each cell what the column of the same place says of it."""

    title: str
    cells: tuple[tuple[Prose | Bullets, ...], ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Lines of a grid that belong together, under a title of their own; `brief` ones are no more than a few words."""

    title: str
    rows: tuple[GridLine, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Things side by side: a column each, and in bands what is said of all of them; `label` heads the titles of lines."""

    label: str
    columns: tuple[GridColumn, ...]
    row_groups: tuple[RowGroup, ...]


Piece = (
    Prose
    | Bullets
    | Facts
    | TrackProgress
    | Radar
    | FormFields
    | RatingTable
    | BeforeAfter
    | EvidenceTable
    | BlankTable
    | Grid
)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of pieces; one without a title continues the header of its document.

    `parent` titles the section it is a part of; links lead to `anchor`; a `chapter` opens a part. `notes`, `eyebrow`: for slides.
    """

    title: str
    pieces: tuple[Piece, ...]
    icon: str = ""
    parent: str = ""
    anchor: str = ""
    chapter: bool = False
    notes: tuple[Piece, ...] = ()
    eyebrow: str = ""


@dataclass(frozen=True, slots=True)
class PrebuiltPages:
    """Another document's pages that a chapter takes as they are: `data`, or a `file` with that digest, or made of the document."""

    document: Document | None
    data: bytes = field(default=b"", repr=False)
    file: str = ""
    sha256: str = ""
    pages: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be written: `mark` is the short code it is known by, `slug` names its file.

    `level` and `track` are the ids of the one level or track it is about, if any; `accent` that of the track whose colour
    it has. `lineage` leads to it from the outside in; `opening` are the pieces of its header; `footer` stands on every
    page, `stamp` (such as "Draft") across it, `credit` (whose text it is) at the end. `sources` are the paths, below the
    ladder's folder, of all files whose words it shows; `span` is where a problem with all of it is to be mended.

    `chapters` are documents within it, `leaf` the pages that stand for it; `labels` are words of its template, `downloads`
    files it leads to, `link` the page that says the same, `record` its data.
    """

    kind: str
    slug: str
    level: str
    title: str
    code: str
    breadcrumbs: tuple[str, ...]
    language: str
    header_pieces: tuple[Piece, ...]
    sections: tuple[Section, ...]
    footer: str
    watermark: str
    credit: Text
    author: str
    description: str
    sources: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    span: Span
    chapters: tuple[Document, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    downloads: tuple[Download, ...] = ()
    record: Mapping[str, object] = field(default_factory=dict)
    track: str = ""
    prebuilt_pages: PrebuiltPages | None = None
    link: str = ""
    accent: str = ""

    @property
    def levels(self) -> Iterator[Document]:
        """The chapters that are about one level each, at any depth, in reading order."""
        for chapter in self.chapters:
            yield from ((chapter,) if chapter.level else ())
            yield from chapter.levels

    @property
    def is_form(self) -> bool:
        """Whether it asks its reader for something: then it is a form."""
        groups = (self.header_pieces, *(section.pieces for section in self.sections))
        return any(
            isinstance(piece, FormFields | RatingTable | EvidenceTable | BlankTable)
            for pieces in groups
            for piece in pieces
        )
