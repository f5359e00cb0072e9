"""This file is the shape of a ladder's files: which keys there are and what each may hold."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"  # BCP 47, as far as a typo shows


class Shape(BaseModel):
    """What all shapes have in common: nothing unknown, nothing changed later, and a name for messages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    noun: ClassVar[str]


def _short(key: str) -> BeforeValidator:
    """Text alone is short for a mapping with one key: `domain: Craft` for `domain: {title: Craft}`."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _listed(value: object) -> object:
    """One paragraph is short for a list of one."""
    return [value] if isinstance(value, str) else value


def _said(value: object) -> object:
    """A statement is text; a mapping without `text` is most likely text with a colon in it."""
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict) and not value.keys() & StatementShape.model_fields.keys():
        raise PydanticCustomError("colon", "")
    return value


class StatementShape(Shape):
    """One thing that is expected, or one example."""

    noun = "a statement"
    text: str


Statements = list[Annotated[StatementShape, BeforeValidator(_said)]]
Paragraphs = Annotated[list[str], BeforeValidator(_listed)]


class FactShape(Shape):
    """A labelled line that levels may fill."""

    noun = "a fact"
    label: str


class SharedSectionShape(Shape):
    """An area that levels may speak about."""

    noun = "a shared section"
    title: str
    icon: str = ""


class TrackShape(Shape):
    """A job family."""

    noun = "a track"
    title: str
    summary: str = ""


class ExportShape(Shape):
    """What `build` makes when the command line does not say."""

    noun = "export"
    editions: list[Literal["sheet", "deck"]] | None = None
    formats: list[Literal["pdf", "pptx"]] | None = None
    theme: str | None = None
    paper: Literal["a4", "letter"] | None = None
    page_budget: Annotated[int, Field(ge=1)] = 1


class SectionShape(Shape):
    """An area of a level; without `title` it is one of the ladder's shared sections."""

    noun = "a section"
    title: str | None = None
    icon: str | None = None
    statements: Statements = []
    examples: Statements = []


class LevelShape(Shape):
    """One rung of a track."""

    noun = "a level"
    code: str = ""
    title: str
    track: str | None = None
    rank: float | None = None
    summary: Paragraphs = []
    facts: dict[str, str] = {}
    sections: dict[str, SectionShape] = {}


class ListedLevelShape(LevelShape):
    """A level inside a one-file ladder; its id is made of code and title unless it says one."""

    id: str | None = None


class LadderShape(Shape):
    """What all levels of a ladder share."""

    noun = "a ladder"
    title: str
    organisation: str = ""
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    edition: str = ""
    summary: str = ""
    facts: dict[str, Annotated[FactShape, _short("label")]] = {}
    sections: dict[str, Annotated[SharedSectionShape, _short("title")]] = {}
    tracks: dict[str, Annotated[TrackShape, _short("title")]] = {}
    export: ExportShape = ExportShape()
    levels: list[ListedLevelShape] = []


# Which shape a place in a file has, for messages; * stands for any key or position.
SHAPES: tuple[tuple[tuple[str, ...], type[Shape]], ...] = (
    (("facts", "*"), FactShape),
    (("sections", "*", "statements", "*"), StatementShape),
    (("sections", "*", "examples", "*"), StatementShape),
    (("tracks", "*"), TrackShape),
    (("export",), ExportShape),
)
