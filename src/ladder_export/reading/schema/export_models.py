"""The keys of `export:` in ladder.yaml, which are defaults for the options of `build`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ladder_export.core.formats import FORMAT_NAMES
from ladder_export.reading.schema.field_types import (
    InlineText,
    Label,
    PositiveInteger,
    SchemaModel,
    any_case_schema,
    choice,
    not_null,
    one_of,
)

DOCUMENTS = (
    *("sheet", "deck", "scorecard", "interview", "review", "promotion"),
    *("track-deck", "matrix", "handbook", "json", "rows", "site"),
)
PAPERS = ("a4", "letter")
EXAMPLE_PLACEMENTS = ("slides", "notes")
SCORECARDS = ("areas", "statements")
ROWS = ("texts", "moodle", "15five")
HANDBOOK_PARTS = ("questions",)


def _list_schema(names: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "items": any_case_schema(names)})


Documents = Annotated[
    tuple[Annotated[InlineText, *choice(DOCUMENTS)], ...] | None, BeforeValidator(not_null), _list_schema(DOCUMENTS)
]
Formats = Annotated[
    tuple[Annotated[InlineText, *choice(FORMAT_NAMES)], ...] | None,
    BeforeValidator(not_null),
    _list_schema(FORMAT_NAMES),
]
HandbookParts = Annotated[
    tuple[Annotated[InlineText, *choice(HANDBOOK_PARTS)], ...] | None,
    BeforeValidator(not_null),
    _list_schema(HANDBOOK_PARTS),
]
ExamplePlacement = Annotated[
    Literal["slides", "notes"],
    BeforeValidator(one_of(EXAMPLE_PLACEMENTS)),
    WithJsonSchema(any_case_schema(EXAMPLE_PLACEMENTS)),
]
RatedUnit = Annotated[
    Literal["areas", "statements"], BeforeValidator(one_of(SCORECARDS)), WithJsonSchema(any_case_schema(SCORECARDS))
]
RowProfile = Annotated[
    Literal["texts", "moodle", "15five"], BeforeValidator(one_of(ROWS)), WithJsonSchema(any_case_schema(ROWS))
]


class ExportModel(SchemaModel):
    """The defaults for options of `build`, which the command line overrides."""

    noun = "'export'"
    documents: Documents = Field(None, description="Kinds of document.")
    editions: Documents = Field(None, description="The old name of 'documents'.")
    formats: Formats = Field(None, description="Kinds of file.")
    theme: Label = Field("", description="A built-in theme, or a folder.", examples=["slate", "folio"])
    paper: Annotated[InlineText, *choice(PAPERS)] = Field("", description="a4 or letter.")
    page_budget: PositiveInteger = Field(1, description="The most pages that a sheet may have without a warning.")
    examples: ExamplePlacement = Field(
        "slides", description="Where a deck shows examples: on slides, or in the speaker notes."
    )
    scorecard: RatedUnit = Field("areas", description="The unit that a scorecard rates: each area, or each statement.")
    rows: RowProfile = Field(
        "texts", description="The columns of rows: a text per row, or those that Moodle or 15Five imports."
    )

    handbook: HandbookParts = Field(
        None,
        description="The parts that a handbook has on request: questions for interviews.",
        examples=[["questions"]],
    )

    @model_validator(mode="after")
    def _reject_both_names(self) -> ExportModel:
        if self.documents is not None and self.editions is not None:
            raise PydanticCustomError("two-names", "")
        return self
