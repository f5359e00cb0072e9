"""Digests of values: equal values have equal digests in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path

from ladder_export.files.access import file_digest

FLUSH_EVERY = 10_000  # pieces hashed together: a whole ladder in one text takes 100 MB


def canonical_digest(value: object) -> str:
    """Return the SHA-256, in hexadecimal, of a value made of dataclasses, tuples, dicts, text, numbers, bytes, paths.

    For a path, the content of its file counts. Raises TypeError for a value of another type.
    """
    digest, parts = hashlib.sha256(), list[str]()

    def emit(text: str) -> None:
        parts.append(text)
        if len(parts) == FLUSH_EVERY:
            flush()

    def flush() -> None:
        digest.update("".join(parts).encode("utf-8", "surrogatepass"))
        parts.clear()

    _encode((value,), emit)
    flush()
    return digest.hexdigest()


def canonical_text(value: object) -> str:
    """Return a value as text from which its digest is computed; different values have different texts.

    Strings in tuples and dataclasses are in it as they are; bytes, dicts and files are in it as digests. Raises
    TypeError for the types that `canonical_digest` refuses.
    """
    parts: list[str] = []
    _encode((value,), parts.append)
    return "".join(parts)


def _encode(values: Iterable[object], emit: Callable[[str], object]) -> None:
    """Pass the canonical text of values to `emit` in pieces. Types are tested in order of frequency, for speed."""
    for value in values:
        kind = type(value)
        if kind is str:
            emit(f"{len(value)}'{value}")  # type: ignore[arg-type]  # mypy does not narrow by `is str`
        elif isinstance(value, tuple):
            emit("(")
            _encode(value, emit)
            emit(")")
        elif parts := _field_getter(kind):
            emit(f"{kind.__name__}(")
            _encode(parts(value), emit)
            emit(")")
        else:
            emit(f"={_encode_leaf(value)};")


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


FieldGetter = Callable[[object], tuple[object, ...]]

_field_getters: dict[type, FieldGetter | None] = {}


def _field_getter(kind: type) -> FieldGetter | None:
    """Return a function that gets all fields of a dataclass at once; None for any other type."""
    if kind not in _field_getters:
        names = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
        get = attrgetter(*names) if names else None
        _field_getters[kind] = get if len(names) != 1 else lambda value: (getattr(value, names[0]),)
    return _field_getters[kind]
