"""Digests of values: equal values have equal digests in every process and on every machine."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from pathlib import Path

from ladder_export.files.access import file_digest


def canonical_digest(value: object) -> str:
    """Return the SHA-256, in hexadecimal, of a value made of dataclasses, tuples, dicts, text, numbers, bytes, paths.

    For a path, the content of its file counts. Raises TypeError for a value of another type.
    """
    return hashlib.sha256(_encode(value).encode("utf-8", "surrogatepass")).hexdigest()


def _encode(value: object) -> str:
    """Return a value as text; different values have different texts."""
    match value:
        case str() if type(value) is str:
            return f"{len(value)}'{value}"
        case tuple():
            return f"({''.join(map(_encode, value))})"
        case _ if is_dataclass(value):
            parts = (getattr(value, field.name) for field in fields(value))
            return f"{type(value).__name__}({''.join(map(_encode, parts))})"
        case _:
            return f"={_encode_leaf(value)};"


def _encode_leaf(value: object) -> str:
    match value:
        case None | bool() | str() | int() | float():
            return repr(value)
        case bytes():
            return f"bytes {hashlib.sha256(value).hexdigest()}"
        case Path():
            return f"file {_option_digest(value)}"
        case dict():
            return f"mapping {canonical_digest(tuple(value.items()))}"
        case _ if dump := getattr(value, "model_dump", None):  # a theme's tokens are pydantic models
            return canonical_digest(dump())
        case _:
            raise TypeError(f"a {type(value).__name__} has no digest")


def _option_digest(file: Path) -> str:
    """Return the digest of a template or profile that an option names; empty if it cannot be read."""
    try:
        return file_digest(file, "template")  # the larger limit of the two
    except OSError:
        return ""
