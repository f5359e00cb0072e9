"""This file says which keys a ladder's files may have and what each may hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ladder_export.problems import did_you_mean

# The names other floors know; tests/reading keeps them equal to the tables there.
EDITIONS = ("sheet", "deck", "scorecard")
FORMATS = ("pdf", "pptx")
PAPERS = ("a4", "letter")
STATUSES = ("current", "draft", "retired")

MOST_CHARACTERS = 20_000

LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"  # BCP 47, as far as a typo shows


def _known(names: Sequence[str]) -> Callable[[object], object]:
    def check(name: object) -> object:
        if isinstance(name, str) and name not in names:
            raise PydanticCustomError("unknown-name", "", {"known": tuple(names)})
        return name

    return check


def _one_of(names: Sequence[str]) -> AfterValidator:
    return AfterValidator(_known(names))


def _said(value: object) -> object:
    """What may be left out may still not be there and say nothing."""
    if value is None:
        raise PydanticCustomError("empty-value", "")
    return value


def _alone(value: object) -> object:
    """One paragraph needs no list."""
    return [value] if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS)]
Language = Annotated[str, StringConstraints(strip_whitespace=True, pattern=f"^{LANGUAGE}$")]
Paragraphs = Annotated[tuple[Line, ...], BeforeValidator(_alone)]
Rank = Annotated[FiniteFloat | None, BeforeValidator(_said)]
Editions = Annotated[tuple[Annotated[Line, _one_of(EDITIONS)], ...] | None, BeforeValidator(_said)]
Formats = Annotated[tuple[Annotated[Line, _one_of(FORMATS)], ...] | None, BeforeValidator(_said)]
Status = Annotated[Literal["current", "draft", "retired"], BeforeValidator(_known(STATUSES))]


class Part(BaseModel):
    """A mapping of the ladder. `noun` is what messages call it; text alone stands for its key `short`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    noun: ClassVar[str]
    short: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: object) -> object:
        return {cls.short: given} if cls.short and isinstance(given, str) else given


class StatementPart(Part):
    """One thing the level expects, or one example."""

    noun = "a statement"
    short = "text"
    text: Line

    @model_validator(mode="before")
    @classmethod
    def _colon_in_text(cls, given: object) -> object:
        """`- Note: this` is a mapping to YAML, but was meant as text by whoever typed it."""
        if isinstance(given, dict) and "text" not in given and len(given) == 1:
            [key] = given
            if "mean" not in did_you_mean(str(key), ("text",)):
                raise PydanticCustomError("text-with-colon", "")
        return given


class FactPart(Part):
    """A labelled line that levels may fill in."""

    noun = "a fact"
    short = "label"
    label: Line


class SharedSectionPart(Part):
    """An area that many levels speak about."""

    noun = "a section of ladder.yaml"
    short = "title"
    title: Line
    icon: Line = ""


class TrackPart(Part):
    """A job family."""

    noun = "a track"
    short = "title"
    title: Line
    summary: Line = ""


class ExportPart(Part):
    """What `build` makes when the command line says nothing."""

    noun = "'export'"
    editions: Editions = None
    formats: Formats = None
    theme: Line = ""
    paper: Annotated[Line, _one_of(PAPERS)] = ""
    page_budget: Annotated[int, Field(ge=1)] = 1


class SectionPart(Part):
    """One area of a level; what it leaves out is in ladder.yaml."""

    noun = "a section"
    title: Line = ""
    icon: Line = ""
    statements: tuple[StatementPart, ...] = ()
    examples: tuple[StatementPart, ...] = ()


class LevelPart(Part):
    """One rung of a track, in a file of its own."""

    noun = "a level"
    code: Line = ""
    title: Line
    track: Line = ""
    rank: Rank = None
    status: Status = "current"
    summary: Paragraphs = ()
    facts: dict[str, Line] = {}
    sections: dict[str, SectionPart] = {}


class ListedLevelPart(LevelPart):
    """One rung of a track, in a list with others; it has no file to be named after."""

    id: Line = ""


class LadderPart(Part):
    """What the levels of a ladder share; a small ladder lists its levels here."""

    noun = "a ladder"
    title: Line
    organisation: Line = ""
    language: Language = "en"
    edition: Line = ""
    summary: Line = ""
    facts: dict[str, FactPart] = {}
    sections: dict[str, SharedSectionPart] = {}
    tracks: dict[str, TrackPart] = {}
    export: ExportPart = ExportPart()
    levels: tuple[ListedLevelPart, ...] = ()
