"""This file is the ladder as the rest of the program knows it: frozen, complete, every reference resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_export.problems import Span
from ladder_export.text import Text


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A YAML file as it was read: its path below the ladder's folder, and its bytes."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the level expects, or one example of how it showed."""

    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """One area of a level: what is expected there, and how it showed."""

    id: str
    title: str
    icon: str
    statements: tuple[Statement, ...]
    examples: tuple[Statement, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line of a level, such as its planning horizon."""

    id: str
    label: str
    value: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a track. `code` is short text such as L3; `rank` orders the levels of a track.

    A draft is stamped as one; a retired level is left out unless it is asked for by name.
    """

    id: str
    code: str
    title: str
    track: str
    rank: float
    status: Literal["current", "draft", "retired"]
    summary: tuple[Text, ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    span: Span
    source: SourceFile


@dataclass(frozen=True, slots=True)
class Track:
    """A job family whose levels are climbed one after the other."""

    id: str
    title: str
    summary: Text


@dataclass(frozen=True, slots=True)
class ExportDefaults:
    """What `build` makes when the command line does not say; None leaves it to the program."""

    editions: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    theme: str | None = None
    paper: str | None = None
    page_budget: int = 1


@dataclass(frozen=True, slots=True)
class Ladder:
    """Everything one organisation says about its levels, in the order it is printed."""

    title: str
    organisation: str
    language: str
    edition: str
    summary: Text
    tracks: tuple[Track, ...]
    levels: tuple[Level, ...]
    export: ExportDefaults
    sources: tuple[SourceFile, ...]

    def track(self, track_id: str) -> Track:
        """The track of that id; a KeyError is a bug, since reading resolves every reference."""
        return self._tracks[track_id]

    def climb(self, track_id: str) -> tuple[Level, ...]:
        """The levels of a track from the lowest rung to the highest."""
        return tuple(sorted((lv for lv in self.levels if lv.track == track_id), key=lambda lv: (lv.rank, lv.id)))

    @property
    def _tracks(self) -> Mapping[str, Track]:
        return {track.id: track for track in self.tracks}
