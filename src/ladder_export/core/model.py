"""The career ladder as the rest of the program uses it: immutable, with ids replaced by what they refer to."""

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
    """An expectation of a level, or an example of one, with the points and examples nested in it."""

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
    """A paragraph of running text in an area of a level."""

    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """The text under one heading: paragraphs, then statements with paragraphs between them (`body`), then examples.

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
    """An area of a level, such as "Communication": the level's own text, then that of competencies and blocks.

    `questions` are interview questions of this level alone; those that levels share are in `Ladder.questions`, by area
    id.
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
        """Return the level's own text, then the texts that it shares with other levels, each with its own heading."""
        return (self.own, *self.shared_passages)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements under all headings of the area, in reading order; nested points are inside them."""
        return tuple(statement for passage in self.passages for statement in passage.statements)

    @property
    def expectations(self) -> tuple[Statement, ...]:
        """Return what a person can be rated on in this area: its statements, else its paragraphs, else its examples.

        Empty if the area has no text.
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
    """The rating that a level asks for in one competency, as a step of the competency's rating scale.

    `competency` is an id, `title` its title; `step` is the name of the step. It is worth `value` of `max_value` points
    and is number `reached` (from 1) of `steps`, the names of all steps. If a scale gives no points, a step is worth its
    number, as an integer; the level cache must keep it an integer.
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
    """A grade, such as Senior, that levels of several tracks (job families) share."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a track (job family). `code` is short text such as L3; `rank` orders the levels of a track.

    A draft level gets a watermark. A retired level is in no document unless a user selects it by name. `extends` is the
    id of a level whose expectations apply to this level, too; empty for none.
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
        """Return the code, such as L3, to print before the title; empty if code and title are the same."""
        return self.code if self.code.casefold() != self.title.casefold() else ""

    @property
    def name(self) -> str:
        """Return code and title, separated by a space; only one of them if they are the same."""
        return " ".join(text for text in (self.mark, self.title) if text)


@dataclass(frozen=True, slots=True)
class Track:
    """A job family; `kind` is `ic` (individual contributors), `management` or empty, `family` the group it belongs to.

    `includes` are the ids of shared texts ("blocks") that apply to all levels of the track.
    """

    id: str
    title: str
    summary: Text
    family: str = ""
    kind: TrackKind = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Text that all levels of some tracks share, by area; a level shows it below its own text of that area."""

    id: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A name that ladder.yaml declares, such as that of an area; `used` if any level uses it, else users are warned."""

    kind: str
    id: str
    title: str
    used: bool
    span: Span


@dataclass(frozen=True)  # no slots, since cached_property needs a __dict__
class Ladder:
    """The career ladder of one organisation, with levels in print order.

    `credit` names the author of the text. `words` are the program's own words in the ladder's language. `declarations`
    are the names that ladder.yaml declares; `sources` are ladder.yaml and the files of the translation. `locale` is the
    translation that was read, empty for the original language; `locales` are all translations. `blocks` are those that
    at least one level uses. `date` is the date of the edition, `notice` a line printed in every document, `url` the
    address of the published web page, `contact` the person to ask. `stages` are the meetings of an interview,
    `questions` the shared interview questions by area id. `promotions` and `reviews` are pairs of level ids. `since`
    has the changes since an earlier edition, None if nobody asked for them. `memo` caches what documents derive from
    the ladder; its keys begin with the name of what is cached, followed by level ids.
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
        """Return the track with this id, which exists because reading checks all ids. Raises KeyError otherwise."""
        return self._tracks[track_id]

    def level(self, level_id: str) -> Level:
        """Return the level with this id, which exists because reading checks all ids. Raises KeyError otherwise."""
        return self._levels[level_id]

    def levels_of(self, track_id: str) -> tuple[Level, ...]:
        """Return the levels of a track, lowest rank first; empty for an unknown track."""
        return self._climbs.get(track_id, ())

    def active_levels(self, track_id: str, besides: str = "") -> tuple[Level, ...]:
        """Return the levels of a track that are not retired, lowest rank first; also the level `besides`, an id."""
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
