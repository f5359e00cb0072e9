"""This file is what a document says, before anyone decides how it looks: sections made of a closed set of pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_export.document_files import Attachment, Download
from ladder_export.problems import Problem, Span
from ladder_export.text import Text


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of running text."""

    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, with the points nested in it and the examples that belong to it alone.

    `new` marks it where a document says what the level below does not ask for.
    """

    text: Text
    children: tuple[Item, ...] = ()
    examples: tuple[Item, ...] = ()
    new: bool = False


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
class Rung:
    """One step of a track, as the strip in a header shows it."""

    code: str
    title: str
    here: bool


@dataclass(frozen=True, slots=True)
class Climb:
    """Where a level stands on its track: its rungs from the lowest to the highest."""

    rungs: tuple[Rung, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of a radar: what is rated, the name of the step reached, and how far that is of `most`.

    `reached` counts the steps up to that one, of the `steps` that its scale has, lowest first.
    """

    label: str
    step: str
    value: float
    most: float
    reached: int = 0
    steps: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How far along the axis the step lies, from 0 to 1."""
        return self.value / self.most


@dataclass(frozen=True, slots=True)
class Radar:
    """A level's ratings. `rings` is how many steps every axis has, or 0 where their scales differ."""

    axes: tuple[Axis, ...]
    rings: int
    label: str

    @property
    def scale(self) -> tuple[str, ...]:
        """The names of the steps that all axes have; none where their scales differ."""
        scales = {axis.steps for axis in self.axes}
        return scales.pop() if len(scales) == 1 else ()

    @property
    def description(self) -> str:
        """All of it in words, for who cannot see it."""
        return f"{self.label}: " + "; ".join(
            f"{axis.label}: {axis.step} ({axis.value:g}/{axis.most:g})" for axis in self.axes
        )


@dataclass(frozen=True, slots=True)
class Fields:
    """Lines to be filled in, each with its label; `label` says what they have in common."""

    labels: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """Points to be judged, each with steps to choose from and room for notes; `headings` name the three columns."""

    items: tuple[Item, ...]
    steps: tuple[str, ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Labelled lines as they were and as they become: label, before, after. `headings` name the three columns."""

    rows: tuple[tuple[str, Text, Text], ...]
    headings: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Goal:
    """A point to be reached, and how the same was worded `before`, if it was."""

    item: Item
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """Points to be reached, each with room for evidence; `headings` name the two columns.

    `label` says what these points have in common, `before` precedes their former wording.
    """

    items: tuple[Goal, ...]
    label: str
    headings: tuple[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A table with nothing but headings, and so many rows to be filled in."""

    headings: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column of a grid: a short code, a title, and a stamp such as "Draft"."""

    mark: str
    title: str
    stamp: str = ""

    @property
    def name(self) -> str:
        """Code and title, as one speaks of it."""
        return " ".join(part for part in (self.mark, self.title) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid: its title, and in each cell what the column of the same place says of it."""

    title: str
    cells: tuple[tuple[Prose | Bullets, ...], ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Lines of a grid that belong together, under a title of their own; `brief` ones are no more than a few words."""

    title: str
    lines: tuple[Line, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Things side by side: a column each, and in bands what is said of all of them; `label` heads the titles of lines."""

    label: str
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]


Piece = Prose | Bullets | Facts | Climb | Radar | Fields | Scores | Contrast | Goals | Blank | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of pieces; a section without a title continues the header of its document.

    `parent` is the title of the section that it is a part of; parts follow their section.
    `anchor` is what links elsewhere in the document lead here by, as `#anchor`. A `chapter`
    opens a part of its own, to which all sections up to the next one belong. `notes` are for
    the one who presents the section; only slides have room for them.
    """

    title: str
    pieces: tuple[Piece, ...]
    icon: str = ""
    parent: str = ""
    anchor: str = ""
    chapter: bool = False
    notes: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
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

    `level` is the id of the one level it is about, empty when it is about more; `track` that of the one track all of it
    belongs to; `accent` that of the track whose colour it has. `lineage` leads to it from the outside in (organisation,
    ladder, track); `opening` are the pieces of its header; `footer` is printed on every page or slide, `stamp` (such as
    "Draft") across every page, `credit` (whose text it is) small at the end. `sources` are the paths, below the ladder's
    folder, of all files whose words it shows; `span` is where a problem with the whole document is to be mended.

    `chapters` are documents within it, `leaf` the pages that stand for it as one, `draft` what its writer did of it
    before those of its chapters were there; `labels` what its template says besides its words; `downloads` the files it
    leads to; `link` the web page that says the same; `record` all of it as data, for formats that programs read.
    """

    kind: str
    slug: str
    level: str
    title: str
    mark: str
    lineage: tuple[str, ...]
    language: str
    opening: tuple[Piece, ...]
    sections: tuple[Section, ...]
    footer: str
    stamp: str
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
    leaf: Leaf | None = None
    draft: bytes = field(default=b"", repr=False)
    link: str = ""
    accent: str = ""

    @property
    def levels(self) -> Iterator[Document]:
        """The chapters that are about one level each, at any depth, in reading order."""
        for chapter in self.chapters:
            if chapter.level:
                yield chapter
            yield from chapter.levels

    @property
    def fillable(self) -> bool:
        """Whether it asks its reader for something: then it is a form."""
        pieces = (*self.opening, *(piece for section in self.sections for piece in section.pieces))
        return any(isinstance(piece, Fields | Scores | Goals | Blank) for piece in pieces)
