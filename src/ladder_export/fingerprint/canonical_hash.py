"""Digests of values: equal values have equal digests, in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path

from ladder_export.files.access import file_digest

FLUSH_EVERY = 10_000  # pieces of a value that are digested together: a whole ladder in one text takes 100 MB


def canonical_digest(value: object) -> str:
    """A digest of a value made of frozen dataclasses, tuples, mappings, text, numbers, bytes and files.

    Equal values have equal digests, in every process and on every machine.
    """
    digest, parts = hashlib.sha256(), list[str]()

    def say(part: str) -> None:
        parts.append(part)
        if len(parts) == FLUSH_EVERY:
            put()

    def put() -> None:
        digest.update("".join(parts).encode("utf-8", "surrogatepass"))
        parts.clear()

    _encode((value,), say)
    put()
    return digest.hexdigest()


def canonical_text(value: object) -> str:
    """The value in one text that no other value has; all of its own text stands in it as it is."""
    parts: list[str] = []
    _encode((value,), parts.append)
    return "".join(parts)


def _encode(values: Iterable[object], say: Callable[[str], object]) -> None:
    """Tells types apart in the order of how often they come: thousands of documents go through here in every build."""
    for value in values:
        kind = type(value)
        if kind is str:
            say(f"{len(value)}'{value}")  # type: ignore[arg-type]  # mypy does not take a type for a check
        elif isinstance(value, tuple):
            say("(")
            _encode(value, say)
            say(")")
        elif parts := _field_getter(kind):
            say(f"{kind.__name__}(")
            _encode(parts(value), say)
            say(")")
        else:
            say(f"={_encode_leaf(value)};")


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
        case _ if dump := getattr(value, "model_dump", None):  # tokens of a theme, which are pydantic's
            return canonical_digest(dump())
        case _:
            raise TypeError(f"a {type(value).__name__} has no digest")


def _option_digest(file: Path) -> str:
    """The digest of a file that an option names: a template or a profile; empty where it cannot be read."""
    try:
        return file_digest(file, "template")  # the larger of the two
    except OSError:
        return ""


FieldGetter = Callable[[object], tuple[object, ...]]

_field_getters: dict[type, FieldGetter | None] = {}


def _field_getter(kind: type) -> FieldGetter | None:
    """How to take the fields out of a dataclass, all at once; None for anything else."""
    if kind not in _field_getters:
        names = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
        get = attrgetter(*names) if names else None
        _field_getters[kind] = get if len(names) != 1 else lambda value: (getattr(value, names[0]),)
    return _field_getters[kind]
