"""The keys that ladder.yaml and level files may have, and the value that each takes.

Docstrings and descriptions here become the help that editors show for a key.
"""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ladder_export.core.model import LevelStatus, TrackKind
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
    literal_choice,
    non_empty,
)
from ladder_export.reading.schema.interview_models import CompetencyQuestionModel, QuestionModel, StageModel

Status = Annotated[LevelStatus, *literal_choice(get_args(LevelStatus))]
Kind = Annotated[TrackKind, *literal_choice([kind for kind in get_args(TrackKind) if kind])]


class PointModel(SchemaModel):
    """A point nested below a statement or below another point, or an example."""

    noun = "a point"
    short_form_key = "text"
    text: InlineText = Field("", description="The text, as inline Markdown.")
    children: tuple[PointModel, ...] = Field((), description="Points nested below it.")

    @model_validator(mode="before")
    @classmethod
    def _reject_unquoted_colon(cls, given: object) -> object:
        """Reject `- Note: this`, which is a mapping to YAML but was meant as text."""
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
        """Return the JSON Schema keyword that makes `text` required."""
        return {"required": ["text"]}


class StatementModel(PointModel):
    """One expectation of the level; or, as `prose`, a paragraph between two of them."""

    noun = "a statement"
    examples: tuple[PointModel, ...] = Field((), description="Examples of this statement in practice.")
    prose: InlineText = Field("", description="A paragraph between statements; no other key may be beside it.")

    @model_validator(mode="after")
    def _require_prose_alone(self) -> StatementModel:
        if self.prose and (self.text or self.children or self.examples):
            raise PydanticCustomError("prose-with-more", "")
        return self

    @classmethod
    def extra_json_schema(cls) -> JsonSchema:
        """Return the JSON Schema keywords that allow either `text` with other keys, or `prose` alone."""
        return {
            "anyOf": [{"required": ["text"]}, {"required": ["prose"], "maxProperties": 1}],
            "not": {"required": ["text", "prose"]},
        }


class FactModel(SchemaModel):
    """A labelled line that levels may fill in, such as "Planning Horizon"."""

    noun = "a fact"
    short_form_key = "label"
    label: Label = Field(description="The label before its value.", examples=["Planning Horizon"])
    aliases: tuple[Label, ...] = Field(
        (), description="Other labels or ids that mean this fact, as older levels use them."
    )


class SharedSectionModel(SchemaModel):
    """A section (area of a level) that many levels have."""

    noun = "a section of ladder.yaml"
    short_form_key = "title"
    title: Label = Field(description="Its heading.", examples=["Domain expertise"])
    icon: Label = Field("", description="An emoji before the heading.", examples=["🦉", ":owl:"])
    questions: tuple[QuestionModel, ...] = Field((), description="What interviewers ask about it, the first one first.")


class SectionModel(SchemaModel):
    """One section of a level; title and icon default to those in ladder.yaml."""

    noun = "a section"
    title: Label = Field("", description="Its heading here; needed only for a section that ladder.yaml does not have.")
    icon: Label = Field("", description="An emoji before the heading.")
    intro: Paragraphs = Field((), description="Paragraphs before the statements.")
    statements: tuple[StatementModel, ...] = Field((), description="The expectations, one statement per item.")
    examples: tuple[PointModel, ...] = Field((), description="Examples of the expectations in practice.")
    questions: tuple[QuestionModel, ...] = Field(
        (), description="What interviewers ask about it here, before all others."
    )


class StepModel(SchemaModel):
    """One step of a rating scale."""

    noun = "a step"
    short_form_key = "title"
    id: Label = Field("", description="The id that ratings use; by default the title.")
    title: Label = Field(description="Its name.", examples=["Specializes"])
    points: Points = Field(None, description="Its value in points; by default its position, if no step has points.")


class ScaleModel(SchemaModel):
    """The steps by which competencies are rated."""

    noun = "a scale"
    steps: Annotated[tuple[StepModel, ...], AfterValidator(non_empty)] = Field(
        description="From the lowest to the highest.", json_schema_extra={"minItems": 1}
    )


class CompetencyStepModel(SchemaModel):
    """The meaning of one step of a competency, written once for all levels with that rating."""

    noun = "a step of a competency"
    summary: Paragraphs = Field((), description="Paragraphs before the statements.")
    statements: tuple[StatementModel, ...] = Field((), description="The expectations, one statement per item.")
    examples: tuple[PointModel, ...] = Field((), description="Examples of the expectations in practice.")


class CompetencyModel(SchemaModel):
    """A skill in which levels are rated."""

    noun = "a competency"
    title: Label = Field(description="Its name.", examples=["Technology"])
    section: Label = Field("", description="The section that its text belongs to; by default a section of its own.")
    scale: Label = Field(description="The scale it is rated by.")
    steps: dict[str, CompetencyStepModel] = Field({}, description="The meaning of each step.")
    questions: tuple[CompetencyQuestionModel, ...] = Field((), description="What interviewers ask about it.")


class GradeModel(SchemaModel):
    """A rank, such as Senior, that several tracks share."""

    noun = "a grade"
    short_form_key = "title"
    rank: Number = Field(None, description="Sorts its levels within their tracks.")
    title: Label = Field("", description="Its name.", examples=["Senior"])


class BlockModel(SchemaModel):
    """Text that all levels of a track share."""

    noun = "a block"
    title: Label = Field(description="The heading above its text: whom the text is for.", examples=["Everyone"])
    sections: dict[str, SectionModel] = Field(
        {}, description="Its sections; they are merged with the level's sections of the same id."
    )


class TrackModel(SchemaModel):
    """A job family with its levels."""

    noun = "a track"
    short_form_key = "title"
    title: Label = Field(description="Its name.", examples=["Cloud Security Engineering"])
    summary: InlineText = Field("", description="The work of people on this track.")
    family: Label = Field("", description="The group of tracks that it belongs to.", examples=["Security"])
    kind: Kind = Field("", description="Individual contributors (ic) or management.")
    includes: tuple[InlineText, ...] = Field((), description="Blocks whose text applies to all of its levels.")
    color: InlineText = Field("", description="Its accent colour, if tracks differ in colour.", examples=["#0f766e"])


class SourceModel(SchemaModel):
    """The origin of the ladder's text; printed in small type."""

    noun = "'source'"
    repository: InlineText = Field("", description="Its address.")
    commit: Label = Field("", description="The version of the repository that was used.")
    licence: Label = Field("", description="The terms it is used under.", examples=["Apache-2.0"])
    attribution: InlineText = Field("", description="The authors to credit, as inline Markdown.")


class LevelModel(SchemaModel):
    """One level of a track, in a file of its own."""

    noun = "a level"
    code: Label = Field("", description="Short text such as L3, never a number.", examples=["L3"])
    title: Label = Field(description="Its name.", examples=["Senior Cloud Security Engineer"])
    track: Label = Field("", description="The track it belongs to; by default the name of its folder.")
    grade: Label = Field("", description="A grade of ladder.yaml.")
    rank: Number = Field(
        None, description="Sorts it within its track; by default the grade's rank, else the number in 'code'."
    )
    status: Status = Field("current", description="A draft gets a watermark; a retired level is left out.")
    extends: Label = Field("", description="The id or code of the level whose expectations apply here, too.")
    summary: Paragraphs = Field((), description="The level in a few sentences, as inline Markdown.")
    facts: dict[str, InlineText] = Field({}, description="Labelled lines, by the ids in ladder.yaml.")
    ratings: dict[str, Label] = Field({}, description="The step reached in each competency of ladder.yaml.")
    sections: dict[str, SectionModel] = Field({}, description="Sections, by the ids in ladder.yaml or by new ones.")


class InlineLevelModel(LevelModel):
    """One level of a track, listed in ladder.yaml instead of in a file of its own."""

    id: Label = Field("", description="Its id, which names its documents; by default made from code and title.")


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
    """Everything that the levels of a ladder share; a small ladder lists its levels here."""

    noun = "a ladder"
    title: Label = Field(description="Its title.", examples=["Engineering ladder"])
    organisation: Label = Field("", description="The organisation that it belongs to.")
    language: Language = Field("en", description="A BCP 47 tag such as en-GB, de or ja.")
    edition: Label = Field("", description="The version of the ladder; printed in footers.", examples=["2026.1"])
    date: Label = Field("", description="The date of this version, as printed in footers.", examples=["1 March 2026"])
    summary: InlineText = Field("", description="Its purpose, as inline Markdown.")
    source: SourceModel = Field(SourceModel(), description="The origin of its text.")
    notice: Label = Field(
        "", description="One line of purpose on every document.", examples=["For growth, not a rating."]
    )
    url: Address = Field("", description="The address of its web page; sheets link to it with a QR code.")
    contact: Label = Field(
        "", description="The contact for questions, printed beside the QR code.", examples=["people@example.com"]
    )
    brand: BrandModel = Field(
        BrandModel(), description="Logo, colours and typefaces; text alone names a file with them."
    )
    facts: dict[str, FactModel] = Field({}, description="Labelled lines, in print order.")
    sections: dict[str, SharedSectionModel] = Field({}, description="Sections, in print order.")
    scales: dict[str, ScaleModel] = Field({}, description="The scales by which competencies are rated.")
    competencies: dict[str, CompetencyModel] = Field(
        {}, description="The competencies that levels are rated in, in print order."
    )
    grades: dict[str, GradeModel] = Field({}, description="Ranks that several tracks share.")
    blocks: dict[str, BlockModel] = Field({}, description="Text that all levels of a track share.")
    tracks: dict[str, TrackModel] = Field({}, description="Job families.")
    promotions: tuple[tuple[Label, Label], ...] = Field(
        (),
        description="Pairs of levels, by id, code or title, that have a promotion guide though neither is above the other.",
        examples=[[["L3", "M1"]]],
    )
    reviews: tuple[tuple[Label, Label], ...] = Field(
        (),
        description="Pairs of levels, by id, code or title, that have a review: the level held and the one aimed at.",
        examples=[[["L3", "L4"]]],
    )
    interviews: dict[str, StageModel] = Field({}, description="The stages of an interview, in their order.")
    words: CustomWords = Field({}, description="Replacements for the words that documents print, such as Examples.")
    export: ExportModel = Field(ExportModel(), description="Defaults for the options of `build`.")
    levels: tuple[InlineLevelModel, ...] = Field((), description="The levels of a small ladder.")
