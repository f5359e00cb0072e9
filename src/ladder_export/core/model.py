"""This file is the ladder as the rest of the program knows it: frozen, complete, every reference resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ladder_export.core.brand import Brand
from ladder_export.core.problems import Span
from ladder_export.core.text import Text
from ladder_export.core.ui_strings import UiStrings


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A YAML file as it was read: its path below the ladder's folder, and its bytes."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the level expects, or one example of how it showed; with the points and examples nested in it."""

    text: Text
    span: Span
    children: tuple[Statement, ...] = ()
    examples: tuple[Statement, ...] = ()

    @property
    def nested(self) -> Iterator[Statement]:
        """Itself and everything nested in it, in reading order."""
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
    """What is said under one heading: paragraphs, then statements with paragraphs between them, then examples.

    A passage that a level did not write itself says where it comes from in its `title`.
    """

    title: str
    intro: tuple[Paragraph, ...]
    body: tuple[
        Paragraph | Statement, ...
    ]  # in this order, for a paragraph is all that a statement must be (`level_cache`)
    examples: tuple[Statement, ...]
    span: Span

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Its statements alone."""
        return tuple(point for point in self.body if isinstance(point, Statement))

    @property
    def all_statements(self) -> Iterator[Statement]:
        """Every statement and example, nested ones included, in reading order."""
        for statement in (*self.statements, *self.examples):
            if statement.children or statement.examples:
                yield from statement.nested
            else:
                yield statement


@dataclass(frozen=True, slots=True)
class Section:
    """One area of a level: what the level says of it, then what competencies and shared blocks bring to it."""

    id: str
    title: str
    icon: str
    own: Passage
    shared_passages: tuple[Passage, ...]
    span: Span

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its own passage and the brought ones."""
        return (self.own, *self.shared_passages)


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line of a level, such as its planning horizon."""

    id: str
    label: str
    value: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Rating:
    """How far a level has come in one competency: `value` of `most`; `reached` of the `steps` of its scale, which have names.

    Where a scale has no points, its steps count whole numbers, which a cache must not turn into others.
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
    """A rung that tracks have in common."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a track. `code` is short text such as L3; `rank` orders the levels of a track.

    A draft is stamped as one; a retired level is left out unless it is asked for by name.
    `extends` is the id of the level whose expectations hold here too, empty for none.
    """

    id: str
    code: str
    title: str
    track: str
    grade: Grade | None
    rank: float
    status: Literal["current", "draft", "retired"]
    extends: str
    summary: tuple[Text, ...]
    facts: tuple[Fact, ...]
    ratings: tuple[Rating, ...]
    sections: tuple[Section, ...]
    span: Span
    source: SourceFile

    @property
    def name(self) -> str:
        """Code and title, as one speaks of it."""
        return " ".join(part for part in (self.code, self.title) if part)


@dataclass(frozen=True, slots=True)
class Track:
    """A job family whose levels are climbed one after the other; `kind` is ic, management or empty.

    `includes` are the ids of the blocks whose text all of its levels have.
    """

    id: str
    title: str
    summary: Text
    family: str = ""
    kind: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Text that whole tracks share, area by area; each level of theirs has it as brought passages."""

    id: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A name that ladder.yaml declares, such as a section, and whether any level makes use of it."""

    kind: str
    id: str
    title: str
    used: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ExportDefaults:
    """What `build` makes when the command line does not say; None leaves it to the program."""

    documents: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    theme: str | None = None
    paper: str | None = None
    page_budget: int = 1
    examples: Literal["slides", "notes"] = "slides"


@dataclass(frozen=True)  # without slots, for its indexes are made when first asked for
class Ladder:
    """Everything one organisation says about its levels, in the order it is printed.

    `credit` says whose text it is; `words` are the interface's own, in the ladder's language.
    `locale` names the translation it is read in, empty for its own language; `locales` are all it has.
    `blocks` are those that some level makes use of. `date` is that of the edition; `notice` is a line of purpose for every document; `url` is where
    its web page is published, `contact` whom to ask.
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

    def track(self, track_id: str) -> Track:
        """The track of that id; a KeyError is a bug, since reading resolves every reference."""
        return self._tracks[track_id]

    def level(self, level_id: str) -> Level:
        """The level of that id; a KeyError is a bug, since reading resolves every reference."""
        return self._levels[level_id]

    def levels_of(self, track_id: str) -> tuple[Level, ...]:
        """The levels of a track from the lowest rung to the highest."""
        return self._climbs.get(track_id, ())

    def active_levels(self, track_id: str, besides: str = "") -> tuple[Level, ...]:
        """The levels of a track that are not retired, and one `besides`, from the lowest rung to the highest."""
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
