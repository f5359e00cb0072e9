"""This file says which keys a ladder's files may have and what each may hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ladder_export.core.ui_strings import ENGLISH, KEYS
from ladder_export.reading.schema.brand_models import BrandModel
from ladder_export.reading.schema.export_models import ExportModel
from ladder_export.reading.schema.field_types import (
    Address,
    InlineText,
    JsonSchema,
    Label,
    Language,
    Number,
    Paragraphs,
    Points,
    SchemaModel,
    any_case_schema,
    choice,
    non_empty,
    one_of,
)
from ladder_export.reading.schema.interview_models import CompetencyQuestionModel, QuestionModel, StageModel

STATUSES = ("current", "draft", "retired")
TRACK_KINDS = ("ic", "management")

Status = Annotated[
    Literal["current", "draft", "retired"], BeforeValidator(one_of(STATUSES)), WithJsonSchema(any_case_schema(STATUSES))
]


class PointModel(SchemaModel):
    """A point below another one, or an example."""

    noun = "a point"
    short_form_key = "text"
    text: InlineText = Field("", description="What it says, as inline Markdown.")
    children: tuple[PointModel, ...] = Field((), description="Points nested below it.")

    @model_validator(mode="before")
    @classmethod
    def _reject_unquoted_colon(cls, given: object) -> object:
        """`- Note: this` is a mapping to YAML, but was meant as text by whoever typed it."""
        if isinstance(given, dict) and len(given) == 1 and not given.keys() & cls.model_fields.keys():
            raise PydanticCustomError("text-with-colon", "")
        return given

    @model_validator(mode="after")
    def _require_text(self) -> PointModel:
        if not self.text and not getattr(self, "prose", ""):
            raise PydanticCustomError("missing-text", "")
        return self

    @classmethod
    def extra_json_schema(cls) -> JsonSchema:
        """Text must be there."""
        return {"required": ["text"]}


class StatementModel(PointModel):
    """One thing the level expects; or, as `prose`, a paragraph between two of them."""

    noun = "a statement"
    examples: tuple[PointModel, ...] = Field((), description="How this statement showed.")
    prose: InlineText = Field("", description="A paragraph between statements; it stands alone.")

    @model_validator(mode="after")
    def _require_prose_alone(self) -> StatementModel:
        if self.prose and (self.text or self.children or self.examples):
            raise PydanticCustomError("prose-with-more", "")
        return self

    @classmethod
    def extra_json_schema(cls) -> JsonSchema:
        """Text must be there, and prose alone."""
        return {
            "anyOf": [{"required": ["text"]}, {"required": ["prose"], "maxProperties": 1}],
            "not": {"required": ["text", "prose"]},
        }


class FactModel(SchemaModel):
    """A labelled line that levels may fill in."""

    noun = "a fact"
    short_form_key = "label"
    label: Label = Field(description="What stands before its value.", examples=["Planning Horizon"])
    aliases: tuple[Label, ...] = Field(
        (), description="Other labels or ids that mean this fact, as older levels use them."
    )


class SharedSectionModel(SchemaModel):
    """An area that many levels speak about."""

    noun = "a section of ladder.yaml"
    short_form_key = "title"
    title: Label = Field(description="Its heading.", examples=["Domain expertise"])
    icon: Label = Field("", description="An emoji before the heading.", examples=["🦉", ":owl:"])
    questions: tuple[QuestionModel, ...] = Field((), description="What interviewers ask about it, the first one first.")


class SectionModel(SchemaModel):
    """One area of a level; what it leaves out is in ladder.yaml."""

    noun = "a section"
    title: Label = Field("", description="Its heading here; needed only for a section that ladder.yaml does not have.")
    icon: Label = Field("", description="An emoji before the heading.")
    intro: Paragraphs = Field((), description="Paragraphs before the statements.")
    statements: tuple[StatementModel, ...] = Field((), description="What is expected, one item a statement.")
    examples: tuple[PointModel, ...] = Field((), description="How it showed.")
    questions: tuple[QuestionModel, ...] = Field(
        (), description="What interviewers ask about it here, before all others."
    )


class StepModel(SchemaModel):
    """One step of a scale, from the lowest to the highest."""

    noun = "a step"
    short_form_key = "title"
    id: Label = Field("", description="What ratings call it; the title when it is left out.")
    title: Label = Field(description="Its name.", examples=["Specializes"])
    points: Points = Field(None, description="What it counts; its position when no step has points.")


class ScaleModel(SchemaModel):
    """Steps that competencies are rated by."""

    noun = "a scale"
    steps: Annotated[tuple[StepModel, ...], AfterValidator(non_empty)] = Field(
        description="From the lowest to the highest.", json_schema_extra={"minItems": 1}
    )


class CompetencyStepModel(SchemaModel):
    """What one step of a competency means, written once for all levels that are rated so."""

    noun = "a step of a competency"
    summary: Paragraphs = Field((), description="Paragraphs before the statements.")
    statements: tuple[StatementModel, ...] = Field((), description="What is expected, one item a statement.")
    examples: tuple[PointModel, ...] = Field((), description="How it showed.")


class CompetencyModel(SchemaModel):
    """Something that levels are rated in."""

    noun = "a competency"
    title: Label = Field(description="Its name.", examples=["Technology"])
    section: Label = Field("", description="The section that its text belongs to; a section of its own when left out.")
    scale: Label = Field(description="The scale it is rated by.")
    steps: dict[str, CompetencyStepModel] = Field({}, description="What each step means.")
    questions: tuple[CompetencyQuestionModel, ...] = Field((), description="What interviewers ask about it.")


class GradeModel(SchemaModel):
    """A rung that tracks have in common."""

    noun = "a grade"
    short_form_key = "title"
    rank: Number = Field(None, description="The order of its levels inside their tracks.")
    title: Label = Field("", description="Its name.", examples=["Senior"])


class BlockModel(SchemaModel):
    """Text that all levels of a track share."""

    noun = "a block"
    title: Label = Field(description="Whom it is for; it stands above the text.", examples=["Everyone"])
    sections: dict[str, SectionModel] = Field({}, description="Its areas; those of the same id come together.")


class TrackModel(SchemaModel):
    """A job family."""

    noun = "a track"
    short_form_key = "title"
    title: Label = Field(description="Its name.", examples=["Cloud Security Engineering"])
    summary: InlineText = Field("", description="What people on it do.")
    family: Label = Field("", description="What it belongs to together with other tracks.", examples=["Security"])
    kind: Annotated[InlineText, *choice(TRACK_KINDS)] = Field(
        "", description="Individual contributors (ic) or management."
    )
    includes: tuple[InlineText, ...] = Field((), description="Blocks whose text holds for all of its levels.")
    color: InlineText = Field("", description="Its accent, where tracks are told apart by one.", examples=["#0f766e"])


class SourceModel(SchemaModel):
    """Where the ladder's text comes from; printed small."""

    noun = "'source'"
    repository: InlineText = Field("", description="Its address.")
    commit: Label = Field("", description="Which version of it.")
    licence: Label = Field("", description="The terms it is used under.", examples=["Apache-2.0"])
    attribution: InlineText = Field("", description="Whom to name, as inline Markdown.")


class LevelModel(SchemaModel):
    """One rung of a track, in a file of its own."""

    noun = "a level"
    code: Label = Field("", description="Short text such as L3, never a number.", examples=["L3"])
    title: Label = Field(description="Its name.", examples=["Senior Cloud Security Engineer"])
    track: Label = Field("", description="The track it belongs to; the folder's name when left out.")
    grade: Label = Field("", description="A grade of ladder.yaml.")
    rank: Number = Field(None, description="Its order in the track; else the grade's rank, else the number in 'code'.")
    status: Status = Field("current", description="A draft is stamped as one; a retired level is left out.")
    extends: Label = Field("", description="The id of the level whose expectations hold here too.")
    summary: Paragraphs = Field((), description="The level in a few sentences, as inline Markdown.")
    facts: dict[str, InlineText] = Field({}, description="Labelled lines, by the ids in ladder.yaml.")
    ratings: dict[str, Label] = Field({}, description="The step reached in each competency of ladder.yaml.")
    sections: dict[str, SectionModel] = Field({}, description="Areas, by the ids in ladder.yaml or by new ones.")


class InlineLevelModel(LevelModel):
    """One rung of a track, in a list with others; it has no file to be named after."""

    id: Label = Field("", description="Its id, which names its documents; made from code and title when left out.")


CustomWords = Annotated[
    dict[str, Label],
    WithJsonSchema(
        {
            "type": "object",
            "properties": {
                key: {"type": "string", "minLength": 1, "description": f"In English: {getattr(ENGLISH, key)}"}
                for key in KEYS
            },
            "additionalProperties": False,
        }
    ),
]


class LadderModel(SchemaModel):
    """What the levels of a ladder share; a small ladder lists its levels here."""

    noun = "a ladder"
    title: Label = Field(description="What it is called.", examples=["Engineering ladder"])
    organisation: Label = Field("", description="Whose it is.")
    language: Language = Field("en", description="A BCP 47 tag such as en-GB, de or ja.")
    edition: Label = Field(
        "", description="Which version of the ladder this is; printed in footers.", examples=["2026.1"]
    )
    date: Label = Field(
        "", description="The day of this version, as it is printed in footers.", examples=["1 March 2026"]
    )
    summary: InlineText = Field("", description="What it is for, as inline Markdown.")
    source: SourceModel = Field(SourceModel(), description="Where its text comes from.")
    notice: Label = Field(
        "", description="One line of purpose on every document.", examples=["For growth, not a rating."]
    )
    url: Address = Field("", description="Where its web page is published; sheets lead there by a QR code.")
    contact: Label = Field("", description="Whom to ask; stands beside the QR code.", examples=["people@example.com"])
    brand: BrandModel = Field(
        BrandModel(), description="Logo, colours and typefaces; text alone names a file with them."
    )
    facts: dict[str, FactModel] = Field({}, description="Labelled lines, in print order.")
    sections: dict[str, SharedSectionModel] = Field({}, description="Areas, in print order.")
    scales: dict[str, ScaleModel] = Field({}, description="What competencies are rated by.")
    competencies: dict[str, CompetencyModel] = Field({}, description="What levels are rated in, in print order.")
    grades: dict[str, GradeModel] = Field({}, description="Rungs that tracks have in common.")
    blocks: dict[str, BlockModel] = Field({}, description="Text that all levels of a track share.")
    tracks: dict[str, TrackModel] = Field({}, description="Job families.")
    interviews: dict[str, StageModel] = Field({}, description="The stages of an interview, in their order.")
    words: CustomWords = Field({}, description="Our own words, such as Examples, where others are wanted.")
    export: ExportModel = Field(ExportModel(), description="What `build` makes when the command line says nothing.")
    levels: tuple[InlineLevelModel, ...] = Field((), description="The levels of a small ladder.")
