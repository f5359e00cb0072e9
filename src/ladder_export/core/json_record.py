"""The data format of `ladder.json`, for other programs, and its JSON Schema."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from ladder_export.core.model import LevelStatus, TrackKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION: Literal[1] = 1  # increased when a key is removed or changes its meaning, not when one is added


class TextRecord(TypedDict):
    """Text with inline styles: as printed, and as the Markdown it was written in."""

    text: str
    markdown: str


class StatementRecord(TextRecord):
    """An expectation of a level, with nested points and its own examples."""

    kind: Literal["statement"]
    children: tuple[StatementRecord, ...]
    examples: tuple[StatementRecord, ...]


class ProseRecord(TextRecord):
    """A paragraph between statements."""

    kind: Literal["prose"]


class PassageRecord(TypedDict):
    """The text under one heading of a section.

    `title` names the competency or block it comes from; empty for the level's own.
    """

    title: str
    intro: tuple[TextRecord, ...]
    points: tuple[StatementRecord | ProseRecord, ...]
    examples: tuple[StatementRecord, ...]


class SectionRecord(TypedDict):
    """One area of a level: its own text, then the text of competencies and shared blocks."""

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
    """A rating in one competency: `value` out of `most` points; `step` is its name."""

    competency: str
    title: str
    step: str
    value: float
    most: float


class GradeRecord(TypedDict):
    """A rank that several tracks (job families) share."""

    id: str
    title: str


class LevelRecord(TypedDict):
    """One level of a track; `extends` is the id of the level whose expectations also apply; empty for none."""

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
    """A job family with its levels, lowest rank first."""

    id: str
    title: str
    summary: TextRecord
    family: str
    kind: TrackKind
    levels: tuple[LevelRecord, ...]


class LadderRecord(TypedDict):
    """A validated ladder in print order, with every id looked up."""

    version: Literal[1]
    title: str
    organisation: str
    language: str
    edition: str
    summary: TextRecord
    credit: TextRecord
    tracks: tuple[TrackRecord, ...]


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema of `ladder.json`. Readers should ignore unknown keys."""
    return {"$schema": DIALECT, "title": "A career ladder", **TypeAdapter(LadderRecord).json_schema()}
