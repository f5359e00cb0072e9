"""Types of the values in a ladder's YAML files, each with its check and its JSON Schema for editors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

Item = TypeVar("Item")
JsonSchema = dict[str, Any]  # as pydantic has it

MAX_TEXT_CHARACTERS = 20_000
MAX_LABEL_CHARACTERS = 500  # characters of a title or name; engines break a longer one for minutes
MAX_ADDRESS_CHARACTERS = 500  # characters; a QR code of more cannot be read at its size
MAX_WORD_CHARACTERS = 2_000  # characters without a break; the longest addresses have as many

LANGUAGE_PATTERN = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"  # the shape of a BCP 47 tag; subtags are not looked up


def one_of(names: Sequence[str]) -> Callable[[object], object]:
    """Return a pydantic validator that accepts one of these names with any capitals and returns it in lower case.

    `names` are in lower case. For another text, the validator raises PydanticCustomError "unknown-name", whose context
    has the names under `known`.
    """

    def check(name: object) -> object:
        if isinstance(name, str) and name.strip().lower() not in names:
            raise PydanticCustomError("unknown-name", "", {"known": tuple(names)})
        return name.strip().lower() if isinstance(name, str) else name

    return check


def choice(names: Sequence[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Return pydantic annotations for a text field that takes one of these names: a validator and a JSON Schema."""
    return AfterValidator(one_of(names)), WithJsonSchema(any_case_schema(names))


def literal_choice(names: Sequence[str]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return pydantic annotations for a field of a `Literal` type with these names: a validator and a JSON Schema.

    The validator runs before pydantic's own check, so that names may be typed with any capitals.
    """
    return BeforeValidator(one_of(names)), WithJsonSchema(any_case_schema(names))


def any_case_schema(names: Sequence[str]) -> JsonSchema:
    """Return the JSON Schema of a value that is one of these names; editors suggest lower case but accept capitals."""
    letters = ("".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in name) for name in names)
    return {"anyOf": [{"enum": list(names)}, {"type": "string", "pattern": rf"^\s*({'|'.join(letters)})\s*$"}]}


def not_null(value: object) -> object:
    """Return the value unchanged; raise PydanticCustomError "empty-value" for None (a key without a value)."""
    if value is None:
        raise PydanticCustomError("empty-value", "")
    return value


def non_empty(value: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items unchanged, or raise PydanticCustomError "no-items" if there are none."""
    if not value:
        raise PydanticCustomError("no-items", "")
    return value


def _as_list(value: object) -> object:
    """Return a single paragraph as a list of one."""
    return [value] if isinstance(value, str) else value


# For editors: to YAML, 1.10, no and 2026-01-01 are not text; our reader takes them as typed.
TEXT_SCHEMA: JsonSchema = {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": MAX_TEXT_CHARACTERS}
NUMBER_PATTERN = r"^\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"


def _check_word_length(text: str) -> str:
    """Return the text; raise PydanticCustomError "long-word" if a word does not fit on any line."""
    if len(text) > MAX_WORD_CHARACTERS and LONG_WORD.search(text):
        raise PydanticCustomError("long-word", "")
    return text


def _check_web_address(text: str) -> str:
    """Return the text; raise PydanticCustomError "bad-address" unless it is empty or the address of a web page."""
    if text and not re.fullmatch(WEB_ADDRESS, text):
        raise PydanticCustomError("bad-address", "")
    return text


WEB_ADDRESS = r"https?://[^\s/?#<>\"]+[^\s<>\"]*"
# Chinese, Japanese and Korean text needs no spaces to break lines, so these characters are not counted.
LONG_WORD = re.compile(rf"(?<![^\s\u2e80-\uffef])[^\s\u2e80-\uffef]{{{MAX_WORD_CHARACTERS + 1}}}")

InlineText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_CHARACTERS),
    AfterValidator(_check_word_length),
    WithJsonSchema(TEXT_SCHEMA),
]
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LABEL_CHARACTERS),
    WithJsonSchema({**TEXT_SCHEMA, "maxLength": MAX_LABEL_CHARACTERS}),
]
Language = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=f"^{LANGUAGE_PATTERN}$"),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{LANGUAGE_PATTERN}\s*$"}),
]
Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_ADDRESS_CHARACTERS),
    AfterValidator(_check_web_address),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{WEB_ADDRESS}\s*$", "maxLength": MAX_ADDRESS_CHARACTERS}),
]
Paragraphs = Annotated[
    tuple[InlineText, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [TEXT_SCHEMA, {"type": "array", "items": TEXT_SCHEMA}]}),
]
Number = Annotated[
    FiniteFloat | None,
    BeforeValidator(not_null),
    WithJsonSchema({"type": ["number", "string"], "pattern": NUMBER_PATTERN}),
]
Points = Annotated[
    FiniteFloat | None,
    BeforeValidator(not_null),
    Field(ge=0),
    WithJsonSchema({"type": ["number", "string"], "minimum": 0, "pattern": NUMBER_PATTERN.replace("[-+]?", r"\+?", 1)}),
]
PositiveInteger = Annotated[
    int,
    Field(ge=1),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "pattern": r"^\s*\+?0*[1-9][0-9]*\s*$"}),
]


class SchemaModel(BaseModel):
    """The base class of the mappings in a ladder's YAML files.

    `noun` is how messages call the mapping, such as "a point". A user may write text instead of the mapping; it is then
    the value of `short_form_key`. If that is empty, text is not allowed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    noun: ClassVar[str]
    short_form_key: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _expand_short_form(cls, given: object) -> object:
        return {cls.short_form_key: given} if cls.short_form_key and isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Return the JSON Schema for editors: a mapping, or text as well if the model has a short form."""
        schema = handler.resolve_ref_schema(handler(core))
        whole = {**schema, **cls.extra_json_schema()}
        described: JsonSchema = {key: whole.pop(key) for key in ("title", "description") if key in whole}
        schema.clear()
        schema.update({"anyOf": [TEXT_SCHEMA, whole], **described} if cls.short_form_key else {**whole, **described})
        return schema

    @classmethod
    def extra_json_schema(cls) -> JsonSchema:
        """Return JSON Schema keywords to add to those that pydantic makes from the fields; empty for none."""
        return {}
