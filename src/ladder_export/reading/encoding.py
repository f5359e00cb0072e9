"""This file turns bytes into text, or says which byte stands in the way and where."""

from __future__ import annotations

import re

from ladder_export.problems import Problem, Span

MOST_BYTES = 2_000_000
LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what YAML counts as one
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decoded(data: bytes, file: str) -> tuple[str, Problem | None]:
    """The text, and what keeps it from being any."""
    problem: Problem | None = None
    text = ""
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data) / 1e6:.1f} MB, a level has a few kB"
        problem = Problem("too-large", message, Span(file), help="is it the right file?")
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problem = Problem("not-utf8", "the file is UTF-16, not UTF-8", Span(file), help="save it as UTF-8")
    elif b"\x00" in data or data.startswith(b"\x89PNG"):
        problem = Problem("binary", "this is not a text file", Span(file), help="give it another ending than .yaml")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            problem = _not_utf8(data, fault.start, file)
    if found := FORBIDDEN.search(text):
        message = f"the control character U+{ord(found[0]):04X} cannot be printed"
        problem = Problem("control-character", message, _position(text, found.start(), file), help="delete it")
    return text, problem


def _not_utf8(data: bytes, offset: int, file: str) -> Problem:
    """Everything before the byte is UTF-8; the rest of its line is shown as Windows would."""
    before = data[:offset].decode("utf-8")
    after = LINE_END.split(data[offset : offset + 80].decode("cp1252", "replace"))[0]
    message = f"byte 0x{data[offset]:02x} at offset {offset} is not UTF-8"
    return Problem("not-utf8", message, _position(before + after, len(before), file), help="save the file as UTF-8")


def _position(text: str, offset: int, file: str) -> Span:
    lines = LINE_END.split(text[:offset])
    whole = LINE_END.split(text)
    return Span(file, len(lines), len(lines[-1]) + 1, 1, whole[len(lines) - 1])
