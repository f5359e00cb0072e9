"""This file spells what goes into a PDF, and reads HTML, by the shortest way that leads to the same."""

from __future__ import annotations

import re
from functools import lru_cache

import pydyf
from tinyhtml5.inputstream import HTMLUnicodeInputStream
from weasyprint.pdf.stream import Stream

_to_bytes, _set_color = pydyf._to_bytes, Stream.set_color  # noqa: SLF001  # everything in a PDF is spelled by it


def to_bytes(item: object) -> bytes:
    """Something as it stands in a file: asked 8,000 times a sheet, most often of bytes and texts (measured: 3 %)."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[return-value]  # it is just that
    if kind is str:
        return item.encode("ascii")  # type: ignore[attr-defined]  # as above
    if kind is int:
        return b"%d" % item  # type: ignore[str-format]  # as above
    found: bytes = _to_bytes(item)
    return found


@lru_cache(maxsize=1000)
def _key(name: str | bytes) -> bytes:
    return b"/" + to_bytes(name) + b" "


def dictionary(values: pydyf.Dictionary) -> bytes:
    """A dictionary, as it stands in a file."""
    return b"<<" + b"".join([_key(name) + to_bytes(value) for name, value in values.items()]) + b">>"


def array(values: pydyf.Array) -> bytes:
    """An array, as it stands in a file."""
    return b"[" + b" ".join([to_bytes(value) for value in values]) + b"]"


def set_color(stream: Stream, color: object, stroke: bool = False) -> None:  # noqa: FBT001, FBT002  # WeasyPrint calls it so
    """A colour, unless it is the one that was set last: each piece of text sets its own (measured: 2 %)."""
    kept = vars(stream)
    last, *then = kept.get("_painted", (None,))
    if not stroke and last is color and then == [kept["_current_color"], kept["_current_alpha"]]:
        return
    _set_color(stream, color, stroke)
    if not stroke:
        kept["_painted"] = (color, kept["_current_color"], kept["_current_alpha"])


@lru_cache(maxsize=100)
def _run_of(characters: frozenset[str], opposite: bool) -> re.Pattern[str]:  # noqa: FBT001  # as tinyhtml5 has it
    among = "".join([f"\\x{ord(character):02x}" for character in characters])
    return re.compile(f"[{'' if opposite else '^'}{among}]+")


def chars_until(stream: HTMLUnicodeInputStream, characters: frozenset[str], opposite: bool = False) -> str:  # noqa: FBT001, FBT002  # as above
    """What stands before one of the characters; tinyhtml5 looks for what it has compiled by a wrong key (measured: 3 %)."""
    run, found = _run_of(characters, opposite), []
    while True:
        match = run.match(stream.chunk, stream.chunk_offset)
        if match is None and stream.chunk_offset != stream.chunk_size:
            break
        if match is not None and match.end() != stream.chunk_size:
            found.append(match[0])
            stream.chunk_offset = match.end()
            break
        found.append(stream.chunk[stream.chunk_offset :])
        if not stream.read_chunk():
            break
    return "".join(found)


METHODS = (
    (pydyf, "_to_bytes", to_bytes),
    (pydyf.Dictionary, "data", property(dictionary)),
    (pydyf.Array, "data", property(array)),
    (Stream, "set_color", set_color),
)
READING = ((HTMLUnicodeInputStream, "chars_until", chars_until),)
