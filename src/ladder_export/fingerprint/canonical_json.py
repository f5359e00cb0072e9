"""Whole documents as JSON, from which their digests and characters are taken: much faster than encoding them here."""

from __future__ import annotations

from pydantic_core import to_json


def canonical_json(value: object) -> bytes:
    """Return a value made of dataclasses, tuples and text as JSON; equal values have equal JSON.

    JSON names every field, but not the type of a dataclass.
    """
    return to_json(value, bytes_mode="base64")
