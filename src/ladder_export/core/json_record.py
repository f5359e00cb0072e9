"""The data format of `ladder.json`, the ladder for other programs, and its JSON Schema."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from ladder_export.core.model import LevelStatus, TrackKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION: Literal[1] = 1  # increased when a key is removed or changes its meaning, not when one is added


class TextRecord(TypedDict):
    """Text with inline styles: `text` has the printed characters, `markdown` the Markdown source."""

    text: str
    markdown: str


class StatementRecord(TextRecord):
    """An expectation of a level, with the points and examples nested in it."""

    kind: Literal["statement"]
    children: tuple[StatementRecord, ...]
    examples: tuple[StatementRecord, ...]


class ProseRecord(TextRecord):
    """A paragraph between statements."""

    kind: Literal["prose"]


class PassageRecord(TypedDict):
    """The text under one heading of an area: paragraphs, then statements, then examples.

    `title` names the competency or shared block that the text comes from; it is empty for the level's own text.
    """

    title: str
    intro: tuple[TextRecord, ...]
    points: tuple[StatementRecord | ProseRecord, ...]
    examples: tuple[StatementRecord, ...]


class SectionRecord(TypedDict):
    """An area of a level, such as "Communication": the level's own text, then that of competencies and blocks."""

    id: str
    title: str
    icon: str
    passages: tuple[PassageRecord, ...]


class FactRecord(TypedDict):
    """A labelled line of a level, such as "Reports to"."""

    id: str
    label: str
    value: TextRecord


class RatingRecord(TypedDict):
    """The rating that a level asks for in one competency: `value` out of `most` points; `step` is the rating's name."""

    competency: str
    title: str
    step: str
    value: float
    most: float


class GradeRecord(TypedDict):
    """A grade, such as Senior, that levels of several tracks (job families) share."""

    id: str
    title: str


class LevelRecord(TypedDict):
    """One level of a track; `rank` orders the levels of a track, `source` is the path of the level's YAML file.

    `extends` is the id of a level whose expectations apply to this level, too; empty for none.
    """

    id: str
    code: str
    title: str
    rank: float
    grade: GradeRecord | None
    status: LevelStatus
    extends: str
    source: str
    summary: tuple[TextRecord, ...]
    facts: tuple[FactRecord, ...]
    ratings: tuple[RatingRecord, ...]
    sections: tuple[SectionRecord, ...]


class TrackRecord(TypedDict):
    """A track (job family) with its levels, lowest rank first. `family` is the group of tracks that it belongs to."""

    id: str
    title: str
    summary: TextRecord
    family: str
    kind: TrackKind
    levels: tuple[LevelRecord, ...]


class LadderRecord(TypedDict):
    """A checked ladder in print order; `version` is that of this data format."""

    version: Literal[1]
    title: str
    organisation: str
    language: str
    edition: str
    summary: TextRecord
    credit: TextRecord
    tracks: tuple[TrackRecord, ...]


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema of `ladder.json`. It allows unknown keys, which readers should ignore."""
    return {"$schema": DIALECT, "title": "A career ladder", **TypeAdapter(LadderRecord).json_schema()}
