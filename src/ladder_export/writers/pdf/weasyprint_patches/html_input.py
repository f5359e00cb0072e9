"""Save time by caching the regular expressions of the HTML parser tinyhtml5, whose own cache has a wrong key."""

from __future__ import annotations

import re
from functools import lru_cache

from tinyhtml5.inputstream import HTMLUnicodeInputStream


@lru_cache(maxsize=100)
def _run_pattern(characters: frozenset[str], opposite: bool) -> re.Pattern[str]:  # noqa: FBT001  # tinyhtml5's parameter
    among = "".join([f"\\x{ord(character):02x}" for character in characters])
    return re.compile(f"[{'' if opposite else '^'}{among}]+")


def chars_until(stream: HTMLUnicodeInputStream, characters: frozenset[str], opposite: bool = False) -> str:  # noqa: FBT001, FBT002  # tinyhtml5 calls it so
    """Read HTML from a stream up to the first of `characters`, and return it.

    With `opposite`, read up to the first character that is not one of `characters`. Replaces tinyhtml5's
    `HTMLUnicodeInputStream.chars_until`; same parameters.
    """
    pattern, parts = _run_pattern(characters, opposite), []
    while True:
        match = pattern.match(stream.chunk, stream.chunk_offset)
        if match is None and stream.chunk_offset != stream.chunk_size:
            break
        if match is not None and match.end() != stream.chunk_size:
            parts.append(match[0])
            stream.chunk_offset = match.end()
            break
        parts.append(stream.chunk[stream.chunk_offset :])
        if not stream.read_chunk():
            break
    return "".join(parts)
