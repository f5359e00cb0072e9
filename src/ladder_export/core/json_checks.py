"""Check types and numbers in parsed JSON, such as a manifest.json that another program may have changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAX_NUMBER = 2**53  # beyond this, integers in JSON are not exact in every reader


class InvalidManifest(ValueError):
    """Raised for text that is not a manifest.json (list of output files) as this program writes it."""


def check(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    """Raise InvalidManifest with the message `otherwise` unless the condition `holds` is true."""
    if not holds:
        raise InvalidManifest(otherwise)


def check_types(content: Any, types: Mapping[str, type]) -> None:  # noqa: ANN401  # any JSON value
    """Raise InvalidManifest unless `content` is a JSON object whose values have these types, by key.

    Other keys are allowed. Raises KeyError for a missing key.
    """
    check(type(content) is dict, "something in it is not an object")
    for name, kind in types.items():
        if type(content[name]) is not kind:  # not isinstance, to which true is an int
            raise InvalidManifest(f"'{name}' has the wrong type")


def each(content: Any, kind: type) -> Any:  # noqa: ANN401  # any JSON value
    """Return `content` if it is a JSON list or object whose values all have the type `kind`.

    Raises InvalidManifest otherwise.
    """
    values = content.values() if type(content) is dict else content
    check(type(content) in (list, dict) and all(type(value) is kind for value in values), "a list in it is damaged")
    return content


def text(content: Any) -> str:  # noqa: ANN401  # any JSON value
    """Return `content` if it is a string. Raises InvalidManifest otherwise."""
    check(type(content) is str, "something in it is not text")
    return str(content)


def count(content: Any) -> int:  # noqa: ANN401  # any JSON value
    """Return `content` if it is a whole number from 0 to MAX_NUMBER. Raises InvalidManifest otherwise."""
    check(type(content) is int and 0 <= content <= MAX_NUMBER, "a number in it is out of range")
    return int(content)


def number(content: Any) -> float:  # noqa: ANN401  # any JSON value
    """Return `content` if it is a number between -MAX_NUMBER and MAX_NUMBER. Raises InvalidManifest otherwise."""
    is_number = type(content) in (int, float) and -MAX_NUMBER < content < MAX_NUMBER
    check(is_number, "a measure in it is not a number")
    return content  # type: ignore[no-any-return]  # as checked


def check_characters(value: object) -> None:
    """Raise InvalidManifest if a string in parsed JSON has a null character or cannot be encoded as UTF-8."""
    match value:
        case str():
            check("\0" not in value and value.encode("utf-8", "replace").decode() == value, "it contains invalid text")
        case list():
            for item in value:
                check_characters(item)
        case dict():
            for name, item in value.items():
                check_characters(name)
                check_characters(item)
        case _:
            pass
