"""This file holds the kinds of value that a ladder's files are made of: a line of text, paragraphs, a known name."""

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

Kind = TypeVar("Kind")
JsonSchema = dict[str, Any]  # as pydantic has it

MOST_CHARACTERS = 20_000
MOST_IN_A_LABEL = 500  # characters of a title or name; engines break a longer one for minutes
MOST_IN_AN_ADDRESS = 500  # characters; a QR code of more cannot be read at its size
MOST_IN_A_WORD = 2_000  # characters without a break; the longest addresses have as many

LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"  # BCP 47, as far as a typo shows


def known(names: Sequence[str]) -> Callable[[object], object]:
    """Return a check that a name is one of those, which are in small letters; it may be typed in capitals."""

    def check(name: object) -> object:
        if isinstance(name, str) and name.strip().lower() not in names:
            raise PydanticCustomError("unknown-name", "", {"known": tuple(names)})
        return name.strip().lower() if isinstance(name, str) else name

    return check


def among(names: Sequence[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """The same for a line of text, and for editors."""
    return AfterValidator(known(names)), WithJsonSchema(any_case(names))


def any_case(names: Sequence[str]) -> JsonSchema:
    """Return the schema of a name: editors offer it in small letters, and take it in any."""
    letters = ("".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in name) for name in names)
    return {"anyOf": [{"enum": list(names)}, {"type": "string", "pattern": rf"^\s*({'|'.join(letters)})\s*$"}]}


def said(value: object) -> object:
    """What may be left out may still not be there and say nothing."""
    if value is None:
        raise PydanticCustomError("empty-value", "")
    return value


def filled(value: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """A list that must not be empty."""
    if not value:
        raise PydanticCustomError("no-items", "")
    return value


def _alone(value: object) -> object:
    """One paragraph needs no list."""
    return [value] if isinstance(value, str) else value


# For editors: YAML takes 1.10, no and 2026-01-01 for other things than text, our reader does not.
TEXT: JsonSchema = {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": MOST_CHARACTERS}
WRITTEN = r"^\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"


def _breakable(text: str) -> str:
    """Text whose words fit on lines."""
    if len(text) > MOST_IN_A_WORD and LONG_WORD.search(text):
        raise PydanticCustomError("long-word", "")
    return text


# Without a space, a line ends between the characters of scripts from here on: a paragraph may be one word in them.


def _web_address(text: str) -> str:
    """The address of a web page, or nothing."""
    if text and not re.fullmatch(ADDRESS, text):
        raise PydanticCustomError("bad-address", "")
    return text


ADDRESS = r"https?://[^\s/?#<>\"]+[^\s<>\"]*"
LONG_WORD = re.compile(rf"(?<![^\s\u2e80-\uffef])[^\s\u2e80-\uffef]{{{MOST_IN_A_WORD + 1}}}")

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS),
    AfterValidator(_breakable),
    WithJsonSchema(TEXT),
]
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_IN_A_LABEL),
    WithJsonSchema({**TEXT, "maxLength": MOST_IN_A_LABEL}),
]
Language = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=f"^{LANGUAGE}$"),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{LANGUAGE}\s*$"}),
]
Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MOST_IN_AN_ADDRESS),
    AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{ADDRESS}\s*$", "maxLength": MOST_IN_AN_ADDRESS}),
]
Paragraphs = Annotated[
    tuple[Line, ...],
    BeforeValidator(_alone),
    WithJsonSchema({"anyOf": [TEXT, {"type": "array", "items": TEXT}]}),
]
Number = Annotated[
    FiniteFloat | None,
    BeforeValidator(said),
    WithJsonSchema({"type": ["number", "string"], "pattern": WRITTEN}),
]
Points = Annotated[
    FiniteFloat | None,
    BeforeValidator(said),
    Field(ge=0),
    WithJsonSchema({"type": ["number", "string"], "minimum": 0, "pattern": WRITTEN.replace("[-+]?", r"\+?", 1)}),
]
AtLeastOne = Annotated[
    int,
    Field(ge=1),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "pattern": r"^\s*\+?0*[1-9][0-9]*\s*$"}),
]


class Part(BaseModel):
    """A mapping of the ladder. `noun` is what messages call it; text alone stands for its key `short`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    noun: ClassVar[str]
    short: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: object) -> object:
        return {cls.short: given} if cls.short and isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """What editors are told: a mapping, or text where a part may be written short."""
        schema = handler.resolve_ref_schema(handler(core))
        whole = {**schema, **cls.besides()}
        described: JsonSchema = {key: whole.pop(key) for key in ("title", "description") if key in whole}
        schema.clear()
        schema.update({"anyOf": [TEXT, whole], **described} if cls.short else {**whole, **described})
        return schema

    @classmethod
    def besides(cls) -> JsonSchema:
        """What editors are told that fields cannot say."""
        return {}
