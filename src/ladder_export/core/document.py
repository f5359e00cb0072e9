"""A document before layout: sections made of a closed set of piece types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_export.core.document_files import Attachment, Download, SocialCard
from ladder_export.core.problems import Problem, Span
from ladder_export.core.radar import Radar
from ladder_export.core.text import Text


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of running text; `label` names them where they stand alone."""

    paragraphs: tuple[Text, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, with nested points and its own examples; `is_new` if the level below does not have it."""

    text: Text
    children: tuple[Item, ...] = ()
    examples: tuple[Item, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points. Examples are visibly secondary and have a label."""

    role: Literal["statements", "examples"]
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of labels and values, in print order."""

    rows: tuple[tuple[str, Text], ...]
    label: str


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One step of a track. `href` links to it, `about` describes it; `is_previous` marks the step before this one."""

    code: str
    title: str
    is_current: bool
    is_previous: bool = False
    href: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """The steps of a track, lowest first, with the current one marked."""

    steps: tuple[TrackStep, ...]
    label: str


@dataclass(frozen=True, slots=True)
class FormFields:
    """Lines to fill in, each with its label; `label` is their common heading."""

    labels: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class RatingTable:
    """A form table of items to rate: `headings` of its three columns, `steps` to choose from, space for notes."""

    items: tuple[Item, ...]
    steps: tuple[str, ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A table of label, former text and new text; `headings` name the three columns."""

    rows: tuple[tuple[str, Text, Text], ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """An item to reach; `before` is its former wording, None if it is not a reworded one."""

    item: Item
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A form table of items and their evidence, with two `headings`; `before` introduces a former wording."""

    items: tuple[EvidenceItem, ...]
    label: str
    headings: tuple[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class BlankTable:
    """An empty form table: headings, and a number of rows to fill in; with `labels`, one a row, these fill the first column."""

    headings: tuple[str, ...]
    rows: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The head of a grid's column: a short code, a title, and a watermark such as "Draft"."""

    code: str
    title: str
    watermark: str = ""

    @property
    def name(self) -> str:
        """Return the column's code and title, separated by a space."""
        return " ".join(text for text in (self.code, self.title) if text)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A row of a grid: its title, and one cell per column."""

    title: str
    cells: tuple[tuple[Prose | Bullets, ...], ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of a grid under a common title; `brief` if their cells hold only a few words."""

    title: str
    rows: tuple[GridLine, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a column per compared thing; `label` heads the column of row titles.

    With `is_verbatim`, its texts are written to CSV as they are, not as Markdown.
    """

    label: str
    columns: tuple[GridColumn, ...]
    row_groups: tuple[RowGroup, ...]
    is_verbatim: bool = False


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
    """A titled group of pieces; a section without a title continues the header of its document.

    `parent` is the title of the enclosing section, `anchor` its link target. A `chapter` has an opening slide of its
    own in decks, and `notes` are for their presenter. `eyebrow` is a small line above the title.
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
    """Finished pages to insert as a chapter: `data`, or a `file` with that digest, else rendered from the document."""

    document: Document | None
    data: bytes = field(default=b"", repr=False)
    file: str = ""
    sha256: str = ""
    pages: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one output document. `code` is its short name, such as L3; `slug` is its file name without suffix.

    `level` and `track` are ids, empty if it is about none; `accent` is the id of the track whose colour it has.
    `breadcrumbs` lead to it, outermost first; `header_pieces` form its header; `footer` is printed on every page,
    `watermark` (such as "Draft") across it, `credit` (the author of the text) at the end. `sources` are the paths, below
    the ladder's folder, of all files whose text it shows; `span` is where a problem with the whole document is fixed.
    `chapters` are documents inside it, replaced by `prebuilt_pages` if set. `labels` are words of its template,
    `downloads` files to offer, `link` the web page with the same content, `record` its data, `card` the picture of links to it.
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
    card: SocialCard | None = None

    @property
    def levels(self) -> Iterator[Document]:
        """Yield the chapters that are about one level each, at any depth, in reading order."""
        for chapter in self.chapters:
            yield from ((chapter,) if chapter.level else ())
            yield from chapter.levels

    @property
    def is_form(self) -> bool:
        """Return whether the document has fields to fill in."""
        groups = (self.header_pieces, *(section.pieces for section in self.sections))
        return any(
            isinstance(piece, FormFields | RatingTable | EvidenceTable | BlankTable)
            for pieces in groups
            for piece in pieces
        )
