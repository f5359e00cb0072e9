"""Whole documents as JSON, from which their digests and their characters are taken."""

from __future__ import annotations

from pydantic_core import to_json


def canonical_json(value: object) -> bytes:
    """Return a value made of dataclasses, tuples and text as JSON; equal values have equal JSON.

    JSON names every field, but not the type of a dataclass. Raises ValueError for half of a surrogate pair, and for a
    value of another type.
    """
    return to_json(value, bytes_mode="base64")
