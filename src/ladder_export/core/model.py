"""The career ladder as the rest of the program uses it: frozen and complete, with all ids looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ladder_export.core.alignment import EditionChanges
from ladder_export.core.brand import Brand
from ladder_export.core.export_defaults import ExportDefaults
from ladder_export.core.interviews import Question, Stage
from ladder_export.core.problems import Span
from ladder_export.core.text import Text
from ladder_export.core.ui_strings import UiStrings

LevelStatus = Literal["current", "draft", "retired"]
TrackKind = Literal["", "ic", "management"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A YAML file as it was read: its path below the ladder's folder, and its bytes."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """An expectation of a level, or an example of how it showed, with the points and examples nested in it."""

    text: Text
    span: Span
    children: tuple[Statement, ...] = ()
    examples: tuple[Statement, ...] = ()

    @property
    def nested(self) -> Iterator[Statement]:
        """Yield the statement itself, then every point and example nested in it, in reading order."""
        yield self
        for inner in (*self.children, *self.examples):
            yield from inner.nested


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text between the statements of a section."""

    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """The text under one heading: paragraphs, then statements with paragraphs between them, then examples.

    `title` is empty for a level's own text; otherwise it names the competency or block that the text comes from.
    """

    title: str
    intro: tuple[Paragraph, ...]
    # in this order, for a paragraph is all that a statement must be (`level_cache`)
    body: tuple[Paragraph | Statement, ...]
    examples: tuple[Statement, ...]
    span: Span

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the top-level statements, without the paragraphs between them."""
        return tuple(point for point in self.body if isinstance(point, Statement))

    @property
    def all_statements(self) -> Iterator[Statement]:
        """Yield every statement and example in reading order, nested ones included."""
        for statement in (*self.statements, *self.examples):
            if statement.children or statement.examples:
                yield from statement.nested
            else:
                yield statement


@dataclass(frozen=True, slots=True)
class Section:
    """One area of a level, such as "Communication": the level's own text, then text of competencies and shared blocks.

    `questions` are the level's own; those that levels share are in `Ladder.questions`, by the id of the section.
    """

    id: str
    title: str
    icon: str
    own: Passage
    shared_passages: tuple[Passage, ...]
    span: Span
    questions: tuple[Question, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the section's own text under its heading, then the shared texts under theirs."""
        return (self.own, *self.shared_passages)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements under all headings of the section, in reading order; nested points are inside them."""
        return tuple(statement for passage in self.passages for statement in passage.statements)

    @property
    def expectations(self) -> tuple[Statement, ...]:
        """Return the texts that a person can be rated on.

        They are the statements; in a section without any its paragraphs, else its examples. Empty if it has no text.
        """
        if statements := self.statements:
            return statements
        texts = (text for passage in self.passages for text in (*passage.intro, *passage.body))
        paragraphs = tuple(Statement(text.text, text.span) for text in texts)
        return paragraphs or tuple(example for passage in self.passages for example in passage.examples)


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line of a level, such as its planning horizon."""

    id: str
    label: str
    value: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating that a level asks for in one competency, as a step of the competency's scale.

    It is `value` out of `max_value` points, step `reached` (counted from 1) of the named `steps`. Where a scale has no
    points, its steps are counted in whole numbers; a cache must keep them integers.
    """

    competency: str
    title: str
    step: str
    value: int | float
    max_value: int | float
    reached: int
    steps: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Grade:
    """A rank that several tracks (job families) share."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a track (job family). `code` is short text such as L3; `rank` orders the levels of a track.

    A draft level is watermarked. A retired level is left out unless it is selected by name. `extends` is the id of the
    level whose expectations also apply here; empty for none.
    """

    id: str
    code: str
    title: str
    track: str
    grade: Grade | None
    rank: float
    status: LevelStatus
    extends: str
    summary: tuple[Text, ...]
    facts: tuple[Fact, ...]
    ratings: tuple[Rating, ...]
    sections: tuple[Section, ...]
    span: Span
    source: SourceFile

    @property
    def mark(self) -> str:
        """Return the code, such as L3, to print before the title; empty if it says the same as the title."""
        return self.code if self.code.casefold() != self.title.casefold() else ""

    @property
    def name(self) -> str:
        """Return code and title, separated by a space; only one of them if they are the same."""
        return " ".join(text for text in (self.mark, self.title) if text)


@dataclass(frozen=True, slots=True)
class Track:
    """A job family with its levels; `kind` is `ic` (individual contributors), `management` or empty.

    `includes` are the ids of the shared texts ("blocks") that apply to all of its levels.
    """

    id: str
    title: str
    summary: Text
    family: str = ""
    kind: TrackKind = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Text that whole tracks share, by section; each level of such a track shows it below its own text."""

    id: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A name that ladder.yaml declares, such as a section's, and whether any level uses it; others are warned of."""

    kind: str
    id: str
    title: str
    used: bool
    span: Span


@dataclass(frozen=True)  # no slots, since cached_property needs a __dict__
class Ladder:
    """The career ladder of one organisation, with levels in print order.

    `credit` names the author of the text. `words` are the program's own words in the ladder's language. `locale` is the
    translation that was read, empty for the original language; `locales` are all translations. `blocks` are those that
    at least one level uses. `date` is the date of the edition. `notice` is a line of purpose for every document, `url`
    the address of the published web page, `contact` the person to ask. `stages` and `questions` are of interviews,
    questions by the id of their area; `promotions` and `reviews` are pairs of level ids. `since`: changes since an
    earlier edition, if asked for. `memo` keeps what several documents derive from it, by whom and of which levels.
    """

    title: str
    organisation: str
    language: str
    edition: str
    summary: Text
    credit: Text
    words: UiStrings
    tracks: tuple[Track, ...]
    levels: tuple[Level, ...]
    declarations: tuple[Declaration, ...]
    export: ExportDefaults
    sources: tuple[SourceFile, ...]
    locale: str = ""
    locales: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    date: str = ""
    notice: str = ""
    url: str = ""
    contact: str = ""
    brand: Brand | None = None
    stages: tuple[Stage, ...] = ()
    questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    promotions: tuple[tuple[str, str], ...] = ()
    reviews: tuple[tuple[str, str], ...] = ()
    since: EditionChanges | None = None
    memo: dict[tuple[str, ...], object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def track(self, track_id: str) -> Track:
        """Return the track with this id. A KeyError is a bug, since reading a ladder checks all ids."""
        return self._tracks[track_id]

    def level(self, level_id: str) -> Level:
        """Return the level with this id. A KeyError is a bug, since reading a ladder checks all ids."""
        return self._levels[level_id]

    def levels_of(self, track_id: str) -> tuple[Level, ...]:
        """Return the levels of a track, lowest rank first; empty for an unknown track."""
        return self._climbs.get(track_id, ())

    def active_levels(self, track_id: str, besides: str = "") -> tuple[Level, ...]:
        """Return the levels of a track that are not retired, and the level with the id `besides`, lowest rank first."""
        return tuple(level for level in self.levels_of(track_id) if level.status != "retired" or level.id == besides)

    @cached_property
    def _tracks(self) -> Mapping[str, Track]:
        return {track.id: track for track in self.tracks}

    @cached_property
    def _levels(self) -> Mapping[str, Level]:
        return {level.id: level for level in self.levels}

    @cached_property
    def _climbs(self) -> Mapping[str, tuple[Level, ...]]:
        climbs: dict[str, list[Level]] = {}
        for level in sorted(self.levels, key=lambda level: (level.rank, level.id)):
            climbs.setdefault(level.track, []).append(level)
        return {track: tuple(levels) for track, levels in climbs.items()}
