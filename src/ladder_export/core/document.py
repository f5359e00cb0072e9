"""The content of documents, such as a sheet, before layout: sections with pieces (paragraphs, lists, tables …)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ladder_export.core.document_files import Attachment, Download, SocialCard
from ladder_export.core.formats import DocumentName
from ladder_export.core.problems import Problem, Span
from ladder_export.core.radar import Radar
from ladder_export.core.text import Text

DocumentKindName = DocumentName | Literal["track", "level", "questions", "shared", "changes", "index"]
"""A document that is a file, or a chapter of a handbook or site."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of running text; `label` is a small heading above them, empty for none."""

    paragraphs: tuple[Text, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list, with points and examples nested in it; `is_new` if the level below does not have the point."""

    text: Text
    children: tuple[Item, ...] = ()
    examples: tuple[Item, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A bullet list; `label` is a small heading above it, or empty. Examples are less prominent than statements."""

    role: Literal["statements", "examples"]
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of two columns, such as "Reports to" and a name: (label, value) per row. `label` is its heading."""

    rows: tuple[tuple[str, Text], ...]
    label: str


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One level of a track (job family) in an overview of the track's levels.

    `is_current` marks the level that the document is about, `is_previous` the level below that. `href` is a link to the
    level's own text, `about` one line that describes the level; both may be empty.
    """

    code: str
    title: str
    is_current: bool
    is_previous: bool = False
    href: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """An overview of a track's levels, lowest first, with the document's own level marked; `label` is its heading."""

    steps: tuple[TrackStep, ...]
    label: str


@dataclass(frozen=True, slots=True)
class FormFields:
    """Blank form fields, such as name and date, with the label of each; `label` is the heading above all of them."""

    labels: tuple[str, ...]
    label: str = ""


class RatingHeadings(NamedTuple):
    """The column headings of a table of ratings: the rated items, their rating, notes.

    If `items` is empty, the table has no header row; if `notes` is empty, it has no column for notes.
    """

    items: str
    rating: str
    notes: str


@dataclass(frozen=True, slots=True)
class RatingTable:
    """A form for rating each of `items` by one of `steps`, the names on a rating scale."""

    items: tuple[Item, ...]
    steps: tuple[str, ...]
    headings: RatingHeadings

    @property
    def is_line(self) -> bool:
        """Return whether the table is one line without a header row, since its section's title names the rated item."""
        return not self.headings.items


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A table of reworded texts: (label, old text, new text) per row; `headings` are those of the three columns."""

    rows: tuple[tuple[str, Text, Text], ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """An expectation of the next level with blank space for evidence; `before` is its old wording, or None."""

    item: Item
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A form for a promotion: a column of expectations and a blank one for evidence, with two `headings`.

    `label` is the heading of the whole form; `before` is the label printed at the former wording of an expectation.
    """

    items: tuple[EvidenceItem, ...]
    label: str
    headings: tuple[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class BlankTable:
    """An empty table to fill in, with column headings and a number of rows; `labels`, if any, fill the first column."""

    headings: tuple[str, ...]
    rows: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The heading of one column of a comparison table; `watermark` is a word such as "Draft", empty for none."""

    code: str
    title: str
    watermark: str = ""

    @property
    def name(self) -> str:
        """Return the column's code and title, separated by a space."""
        return " ".join(text for text in (self.code, self.title) if text)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A row of a comparison table, with one cell per column; a cell is a tuple of paragraphs and lists, or empty."""

    title: str
    cells: tuple[tuple[Prose | Bullets, ...], ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of a comparison table under a common title; `brief` if their cells hold only a few words each."""

    title: str
    rows: tuple[GridLine, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison table, usually with one column for each level.

    `label` is the heading of the column that holds the titles of rows. If `is_verbatim`, texts are written to CSV
    exactly as they are, without Markdown escapes.
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
    """A titled part of a document; a section without a title continues the document's header.

    `parent` is the title of the section around it, `anchor` the target of links to it, `eyebrow` a small line above its
    title. In decks, a `chapter` begins with a slide of its own, and `notes` are speaker notes.
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
    """Finished PDF pages that become a chapter of a handbook, so that they are not laid out twice.

    They are the PDF bytes `data`, or the PDF at the path `file`; `sha256` is its digest, `pages` its number of pages,
    `problems` are those reported for it. If `data` and `file` are empty, the pages are rendered from `document`.
    """

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
    `breadcrumbs` are titles above its own, outermost first; `header_pieces` form its header; `footer` is printed on
    every page, `watermark` (such as "Draft") across it, `credit` (the author of the text) at the end. `author` and
    `description` are metadata. `sources` are the paths, below the ladder's folder, of all files whose text it shows;
    problems with the whole document are reported at `span`. `chapters` are documents inside it; a chapter with
    `prebuilt_pages` is shown as those pages. `labels` are translated words for its template, `downloads` are files to
    offer, `link` is the web page with the same content, `record` is the content as JSON data, `card` is the preview
    picture of links to it.
    """

    kind: DocumentKindName
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
        """Yield the chapters that are about one level each, in reading order, also those nested in other chapters."""
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
