"""The YAML keys of interview questions, and of the stages (meetings) of an interview."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, WithJsonSchema

from ladder_export.core.interviews import MAX_MINUTES
from ladder_export.reading.schema.field_types import (
    InlineText,
    JsonSchema,
    Label,
    Paragraphs,
    SchemaModel,
)


def _minutes(least: int, pattern: str) -> tuple[object, WithJsonSchema]:
    """Return the annotations of whole minutes from `least`; `pattern` is that of such a number written as text."""
    schema = {"type": ["integer", "string"], "minimum": least, "maximum": MAX_MINUTES, "pattern": pattern}
    return Field(ge=least, le=MAX_MINUTES), WithJsonSchema(schema)


Minutes = Annotated[int, *_minutes(0, r"^\s*\+?[0-9]+\s*$")]
Duration = Annotated[int, *_minutes(1, r"^\s*\+?0*[1-9][0-9]*\s*$")]
"""Minutes of what takes time: a question, or a whole meeting."""


class QuestionModel(SchemaModel):
    """A question that an interviewer asks about a section of a level."""

    noun = "a question"
    short_form_key = "ask"
    ask: InlineText = Field(
        description="The question, as inline Markdown.", examples=["Tell me about a decision you reversed."]
    )
    context: InlineText = Field("", description="What the interviewer should know or say first.")
    follow_ups: Paragraphs = Field((), description="What to ask next, one item a probe.")
    good: Paragraphs = Field((), description="What good answers have in common, one item a sign.")
    poor: Paragraphs = Field((), description="What poor answers have in common, one item a sign.")
    minutes: Duration | None = Field(None, description="How long it takes, answer included; 7 when left out.")
    levels: tuple[Label, ...] = Field((), description="Ids or codes of the levels it is for; all when left out.")
    stage: Label = Field(
        "", description="The stage of 'interviews:' it belongs to; any that has its area when left out."
    )

    @classmethod
    def extra_json_schema(cls) -> JsonSchema:
        """Return the JSON Schema keyword that makes `ask` (the question) required."""
        return {"required": ["ask"]}


class CompetencyQuestionModel(QuestionModel):
    """A question about a competency; it may be only for levels with certain ratings in that competency."""

    steps: tuple[Label, ...] = Field((), description="Steps of the scale it is for; all when left out.")


class StageModel(SchemaModel):
    """One meeting of an interview, such as the phone screen."""

    noun = "a stage of 'interviews'"
    short_form_key = "title"
    title: Label = Field(description="Its title.", examples=["System design"])
    minutes: Duration | None = Field(None, description="How long it takes in all; no clock is printed when left out.")
    panel: InlineText = Field("", description="Who asks.", examples=["Two engineers of another team"])
    areas: tuple[Label, ...] = Field(
        (), description="Sections it is about; those that no other stage has when left out."
    )
    opening: Minutes = Field(5, description="Minutes before the first question.")
    closing: Minutes = Field(5, description="Minutes for the candidate's questions.")
