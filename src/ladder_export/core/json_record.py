"""This file is the shape of a ladder as data for other programs, which `ladder.json` has and its schema describes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter
from typing_extensions import TypedDict

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION: Literal[1] = 1  # a new number when something goes or changes its meaning; what is added keeps it


class TextRecord(TypedDict):
    """Inline text: as a reader sees it, and as the Markdown it was written in."""

    text: str
    markdown: str


class StatementRecord(TextRecord):
    """One thing the level expects, with the points nested in it and the examples that belong to it alone."""

    kind: Literal["statement"]
    children: tuple[StatementRecord, ...]
    examples: tuple[StatementRecord, ...]


class ProseRecord(TextRecord):
    """A paragraph between statements."""

    kind: Literal["prose"]


class PassageRecord(TypedDict):
    """What is said under one heading. Its `title` says whom it is from, empty where the level itself speaks."""

    title: str
    intro: tuple[TextRecord, ...]
    points: tuple[StatementRecord | ProseRecord, ...]
    examples: tuple[StatementRecord, ...]


class SectionRecord(TypedDict):
    """One area of a level: its own passage, then what competencies and shared blocks bring to it."""

    id: str
    title: str
    icon: str
    passages: tuple[PassageRecord, ...]


class FactRecord(TypedDict):
    """A labelled line of a level."""

    id: str
    label: str
    value: TextRecord


class RatingRecord(TypedDict):
    """How far a level has come in one competency: `value` of `most` points, called `step`."""

    competency: str
    title: str
    step: str
    value: float
    most: float


class GradeRecord(TypedDict):
    """A rung that tracks have in common."""

    id: str
    title: str


class LevelRecord(TypedDict):
    """One rung of a track; `extends` is the id of the level whose expectations hold here too, empty for none."""

    id: str
    code: str
    title: str
    rank: float
    grade: GradeRecord | None
    status: Literal["current", "draft", "retired"]
    extends: str
    source: str
    summary: tuple[TextRecord, ...]
    facts: tuple[FactRecord, ...]
    ratings: tuple[RatingRecord, ...]
    sections: tuple[SectionRecord, ...]


class TrackRecord(TypedDict):
    """A job family with its levels, from the lowest rung to the highest."""

    id: str
    title: str
    summary: TextRecord
    family: str
    kind: Literal["", "ic", "management"]
    levels: tuple[LevelRecord, ...]


class LadderRecord(TypedDict):
    """A validated ladder, every reference resolved, in the order it is printed."""

    version: Literal[1]
    title: str
    organisation: str
    language: str
    edition: str
    summary: TextRecord
    credit: TextRecord
    tracks: tuple[TrackRecord, ...]


def export_schema() -> dict[str, Any]:
    """The JSON Schema of `ladder.json`; a program that reads one need not mind keys it does not know."""
    return {"$schema": DIALECT, "title": "A career ladder", **TypeAdapter(LadderRecord).json_schema()}
