"""This file turns what pydantic finds into problems in plain words, each at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ladder_export.problems import Problem, did_you_mean
from ladder_export.reading.schema import (
    SHAPES,
    LadderShape,
    ListedLevelShape,
    SectionShape,
    Shape,
    SharedSectionShape,
    StatementShape,
)
from ladder_export.reading.tree import Place, Tree

AnyShape = TypeVar("AnyShape", bound=Shape)

COLON = "text with ': ' in it goes in quotes, or below '>-' on lines of its own"
LIST = "write each one on a line of its own that starts with '- '"


def validated(tree: Tree, shape: type[AnyShape]) -> AnyShape | None:
    """The tree in its shape; None when it does not hold, with everything wrong added to its problems."""
    if tree.data is None:
        tree.problems.append(
            Problem("empty", "the file is empty", tree.top, help=f"{shape.noun} needs at least a title")
        )
        return None
    try:
        return shape.model_validate(tree.data)
    except ValidationError as fault:
        tree.problems.extend(_problems(fault, tree, shape))
        return None


def _problems(fault: ValidationError, tree: Tree, shape: type[Shape]) -> Iterator[Problem]:
    for error in fault.errors(include_url=False):
        place = tuple(part for part in error["loc"])
        yield _problem(error, place, tree, shape)


def _problem(error: ErrorDetails, place: Place, tree: Tree, shape: type[Shape]) -> Problem:
    owner = _shape_at(place[:-1], shape)
    value = tree.value_span(place)
    name = _name(place)
    match error["type"]:
        case "extra_forbidden":
            known = [field.alias or name for name, field in owner.model_fields.items()]
            message = f"'{place[-1]}' is not a key of {owner.noun}"
            return Problem("unknown-key", message, tree.key_span(place), help=did_you_mean(str(place[-1]), known))
        case "missing":
            around = tree.key_span(place[:-1]) if len(place) > 1 else tree.top
            return Problem("missing-key", f"{owner.noun} needs '{place[-1]}'", around, help=f"add '{place[-1]}: …'")
        case "colon":
            return Problem("not-text", f"{name} must be text, not a mapping", value, help=COLON)
        case "literal_error":
            expected = [word.strip("'") for word in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
            return Problem(
                "unknown-value",
                f"{name} cannot be '{error['input']}'",
                value,
                help=did_you_mean(str(error["input"]), expected),
            )
        case _ if error["input"] is None:
            return Problem("empty", f"{name} is empty", tree.key_span(place), help="fill it in or remove the line")
        case _:
            return _wrong_value(error, name, value, _shape_at(place, shape))


def _wrong_value(error: ErrorDetails, name: str, span: object, shape: type[Shape]) -> Problem:
    kinds = {
        "string_type": ("not-text", "text", COLON),
        "list_type": ("not-a-list", "a list", LIST),
        "dict_type": ("not-a-mapping", "a mapping of keys", "write 'key: value' lines below it"),
        "model_type": (
            "not-a-mapping",
            "a mapping of keys",
            f"keys of {shape.noun}: {', '.join(shape.model_fields)}",
        ),
        "int_parsing": ("not-a-number", "a whole number", ""),
        "float_parsing": ("not-a-number", "a number", ""),
        "greater_than_equal": ("not-a-number", "at least 1", ""),
        "string_pattern_mismatch": ("not-a-language", "a language tag", "such as en, en-GB, de or pt-BR"),
    }
    code, meant, remedy = kinds.get(error["type"], ("bad-value", f"different ({error['msg']})", ""))
    if error["type"] == "model_type" and shape is StatementShape:
        code, meant, remedy = "not-text", "text", COLON
    return Problem(code, f"{name} must be {meant}, not {_kind(error['input'])}", span, help=remedy)  # type: ignore[arg-type]  # a Span


def _kind(value: object) -> str:
    match value:
        case str():
            return f"'{value if len(value) <= 40 else value[:39] + '…'}'"  # noqa: PLR2004  # what fits a line
        case list():
            return "a list"
        case _:
            return "a mapping"


def _name(place: Place) -> str:
    """What a reader would call the value: its key, or what the list holds."""
    if place and isinstance(place[-1], int):
        return {"statements": "a statement", "examples": "an example", "summary": "a paragraph"}.get(
            str(place[-2]), "an entry"
        )
    return f"'{place[-1]}'" if place else "the file"


def _shape_at(place: Sequence[str | int], shape: type[Shape]) -> type[Shape]:
    """The shape that the mapping at a place has."""
    if place and place[0] == "levels" and issubclass(shape, LadderShape) and len(place) > 1:
        return _shape_at(place[2:], ListedLevelShape)
    if len(place) == 2 and place[0] == "sections":  # noqa: PLR2004  # sections, id
        return SharedSectionShape if issubclass(shape, LadderShape) else SectionShape
    for pattern, found in SHAPES:
        if len(pattern) == len(place) and all(want in ("*", part) for want, part in zip(pattern, place, strict=True)):
            return found
    return shape
