"""Documents before layout, such as a sheet or deck: sections made of a closed set of types of content ("pieces")."""

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
    """Paragraphs of running text; `label` is their heading where they stand alone, empty for none."""

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
    """A bullet list under the heading `label`; examples are set less prominently than statements."""

    role: Literal["statements", "examples"]
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of two columns, such as "Reports to": label and value of each row, in print order."""

    rows: tuple[tuple[str, Text], ...]
    label: str


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One level in the overview of its track (job family), by its short code and title.

    `is_current` marks the document's own level, `is_previous` the one below it. `href` links to the level, `about`
    describes it.
    """

    code: str
    title: str
    is_current: bool
    is_previous: bool = False
    href: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """The levels of a track, lowest first, as a strip on which the document's own level is marked.

    `label` is its heading.
    """

    steps: tuple[TrackStep, ...]
    label: str


@dataclass(frozen=True, slots=True)
class FormFields:
    """Fields to fill in, such as name and date, each with its label; `label` is their common heading."""

    labels: tuple[str, ...]
    label: str = ""


class RatingHeadings(NamedTuple):
    """The headings of a table of ratings, by column; without `items` it has no header row, without `notes` no such column."""

    items: str
    rating: str
    notes: str


@dataclass(frozen=True, slots=True)
class RatingTable:
    """A form for rating each of `items` on a scale of `steps`; `headings` are those of its columns."""

    items: tuple[Item, ...]
    steps: tuple[str, ...]
    headings: RatingHeadings

    @property
    def is_line(self) -> bool:
        """Return whether the table rates one thing, which its section names, without a header row."""
        return not self.headings.items


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A table of rewordings: label, former and new text in each row; `headings` name the three columns."""

    rows: tuple[tuple[str, Text, Text], ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """An expectation of the next level, beside which evidence is noted; `before` is its former wording, else None."""

    item: Item
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A form for a promotion: expectations and space for evidence; `before` is the label of a former wording."""

    items: tuple[EvidenceItem, ...]
    label: str
    headings: tuple[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class BlankTable:
    """An empty table to fill in: headings and a number of rows; `labels`, if any, fill the first column."""

    headings: tuple[str, ...]
    rows: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The head of one column of a comparison table: a short code, a title, and a watermark such as "Draft"."""

    code: str
    title: str
    watermark: str = ""

    @property
    def name(self) -> str:
        """Return the column's code and title, separated by a space."""
        return " ".join(text for text in (self.code, self.title) if text)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A row of a comparison table: its title, and one cell for each column; an empty cell is an empty tuple."""

    title: str
    cells: tuple[tuple[Prose | Bullets, ...], ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of a comparison table under a common title; `brief` if their cells hold only a few words."""

    title: str
    rows: tuple[GridLine, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison table with one column for each level or other thing compared.

    `label` heads the column of row titles. With `is_verbatim`, its texts are written to CSV as they are, not as
    Markdown.
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
    """A titled group of content; a section without a title continues the header of its document.

    `parent` is the title of the enclosing section, `anchor` the name by which links lead to this one. A `chapter` has
    an opening slide of its own in decks, and `notes` are for their presenter. `eyebrow` is a small line above the
    title.
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
    """Finished PDF pages to insert as a chapter of a handbook, so that they are not laid out twice.

    Either their bytes `data`, or the path `file` of a PDF with the digest `sha256`, else they are rendered from the
    document.
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
    `breadcrumbs` lead to it, outermost first; `header_pieces` form its header; `footer` is printed on every page,
    `watermark` (such as "Draft") across it, `credit` (the author of the text) at the end. `sources` are the paths, below
    the ladder's folder, of all files whose text it shows; `span` is where a problem with the whole document is fixed.
    `chapters` are documents inside it, replaced by `prebuilt_pages` if set. `labels` are words of its template,
    `downloads` files to offer, `link` the web page with the same content, `record` its data, `card` the picture of links to it.
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
        """Yield the chapters that are about one level each, however deeply nested, in reading order."""
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
