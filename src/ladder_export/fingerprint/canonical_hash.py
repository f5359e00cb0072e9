"""Digests of values: equal values have equal digests, in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path

from ladder_export.files.access import file_digest

AT_ONCE = 10_000  # pieces of a value that are digested together: a whole ladder in one text takes 100 MB


def content_digest(value: object) -> str:
    """A digest of a value made of frozen dataclasses, tuples, mappings, text, numbers, bytes and files.

    Equal values have equal digests, in every process and on every machine.
    """
    digest, parts = hashlib.sha256(), list[str]()

    def say(part: str) -> None:
        parts.append(part)
        if len(parts) == AT_ONCE:
            put()

    def put() -> None:
        digest.update("".join(parts).encode("utf-8", "surrogatepass"))
        parts.clear()

    _spell((value,), say)
    put()
    return digest.hexdigest()


def spelled(value: object) -> str:
    """The value in one text that no other value has; all of its own text stands in it as it is."""
    parts: list[str] = []
    _spell((value,), parts.append)
    return "".join(parts)


def _spell(values: Iterable[object], say: Callable[[str], object]) -> None:
    """Tells types apart in the order of how often they come: thousands of documents go through here in every build."""
    for value in values:
        kind = type(value)
        if kind is str:
            say(f"{len(value)}'{value}")  # type: ignore[arg-type]  # mypy does not take a type for a check
        elif isinstance(value, tuple):
            say("(")
            _spell(value, say)
            say(")")
        elif parts := _parts_of(kind):
            say(f"{kind.__name__}(")
            _spell(parts(value), say)
            say(")")
        else:
            say(f"={_said(value)};")


def _said(value: object) -> str:
    match value:
        case None | bool() | str() | int() | float():
            return repr(value)
        case bytes():
            return f"bytes {hashlib.sha256(value).hexdigest()}"
        case Path():
            return f"file {_option_digest(value)}"
        case dict():
            return f"mapping {content_digest(tuple(value.items()))}"
        case _ if dump := getattr(value, "model_dump", None):  # tokens of a theme, which are pydantic's
            return content_digest(dump())
        case _:
            raise TypeError(f"a {type(value).__name__} has no digest")


def _option_digest(file: Path) -> str:
    """The digest of a file that an option names: a template or a profile; empty where it cannot be read."""
    try:
        return file_digest(file, "template")  # the larger of the two
    except OSError:
        return ""


Parts = Callable[[object], tuple[object, ...]]

_known_parts: dict[type, Parts | None] = {}


def _parts_of(kind: type) -> Parts | None:
    """How to take the fields out of a dataclass, all at once; None for anything else."""
    if kind not in _known_parts:
        names = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
        get = attrgetter(*names) if names else None
        _known_parts[kind] = get if len(names) != 1 else lambda value: (getattr(value, names[0]),)
    return _known_parts[kind]
