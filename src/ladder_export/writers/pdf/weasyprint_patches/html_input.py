"""This file reads HTML with patterns that are compiled once: tinyhtml5 looks its own up by a wrong key, and compiles them anew."""

from __future__ import annotations

import re
from functools import lru_cache

from tinyhtml5.inputstream import HTMLUnicodeInputStream


@lru_cache(maxsize=100)
def _run_of(characters: frozenset[str], opposite: bool) -> re.Pattern[str]:  # noqa: FBT001  # as tinyhtml5 has it
    among = "".join([f"\\x{ord(character):02x}" for character in characters])
    return re.compile(f"[{'' if opposite else '^'}{among}]+")


def chars_until(stream: HTMLUnicodeInputStream, characters: frozenset[str], opposite: bool = False) -> str:  # noqa: FBT001, FBT002  # tinyhtml5 calls it so
    """Return what stands before one of the characters or, with `opposite`, before the first other one."""
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
