"""Decode the bytes of a file as UTF-8; report the line and column of the first byte that is not valid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ladder_export.core.problems import Problem, Span

LINE_END = re.compile(r"\r\n|\r|\n")

# YAML breaks lines at these characters, editors do not; text copied from the web contains them.
UNSEEN_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

PRINTABLE_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n\r"  # files of only these bytes need no further check

# The same for text with YAML escapes decoded, including \r and line separators.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

BINARY_SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive, as Word, Excel and PowerPoint write them",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}

SIGNATURES = tuple(BINARY_SIGNATURES)

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")

HELP_SAVE_AS_UTF_8 = "save it as UTF-8: editors offer this under 'Save with encoding' or 'Save as'"


def decode_utf8(file: str, raw: bytes) -> str | Problem:
    """Return the text of a file without its byte order mark, or a Problem if it is not UTF-8 or has control characters.

    `file` is the path for the problem.
    """
    if not raw.translate(None, PRINTABLE_ASCII) and not raw.startswith(
        SIGNATURES
    ):  # the common case skips all checks below
        return raw.decode("ascii")
    for magic, kind in BINARY_SIGNATURES.items():
        if raw.startswith(magic):
            return Problem(
                "not-text", f"this is {kind}, not YAML", Span(file), help="give it another file extension, or move it"
            )
    if raw.startswith(UTF_16_MARKS) or _is_probably_utf_16(raw):
        return Problem("not-utf-8", "this file is UTF-16, not UTF-8", Span(file), help=HELP_SAVE_AS_UTF_8)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _bad_byte_problem(file, raw, fault.start)
    if control := CONTROL.search(text):
        return _control_character_problem(file, text, control.start())
    return text.translate(UNSEEN_BREAKS)


def split_lines(text: str) -> tuple[str, ...]:
    """Split a text into lines without their line ends, which are LF, CR or CRLF, as in editors."""
    return tuple(LINE_END.split(text) if "\r" in text else text.split("\n"))


@lru_cache(maxsize=1)  # hundreds of levels in one file ask for its lines in turn
def cached_lines(raw: bytes) -> tuple[str, ...]:
    """Return the lines of a file, given its bytes; empty if it is not UTF-8 text. Only the last result is cached."""
    text = decode_utf8("", raw)
    return split_lines(text) if isinstance(text, str) else ()


def attach_excerpts(problems: Iterable[Problem], lines: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Return problems with the excerpt (line of the file) added to each location that lacks it.

    `lines` has the lines of files by path; problems of other files stay as they are.
    """
    return [
        replace(problem, span=problem.span.with_excerpt(lines[problem.span.file]))
        if problem.span and problem.span.excerpt is None and problem.span.file in lines
        else problem
        for problem in problems
    ]


def _is_probably_utf_16(raw: bytes) -> bool:
    """Return whether every second byte at the beginning is zero, as in Latin text saved as UTF-16 without a mark."""
    start = raw[:64]
    return len(start) >= 4 and any(not any(start[odd::2]) for odd in (0, 1))  # noqa: PLR2004  # two letters


def _bad_byte_problem(file: str, raw: bytes, offset: int) -> Problem:
    """Return the problem of the first byte that is not UTF-8, with the character that Windows-1252 has for it."""
    byte = raw[offset]
    # A byte that cp1252 leaves undefined becomes a replacement character.
    character = raw[offset : offset + 1].decode("cp1252", "replace")
    rest = raw[offset + 1 : offset + 200].decode("utf-8", "replace").translate(UNSEEN_BREAKS)
    before = raw[:offset].decode("utf-8-sig").translate(UNSEEN_BREAKS)
    message = f"byte 0x{byte:02X} at offset {offset:,} is not UTF-8"
    if character != "\N{REPLACEMENT CHARACTER}":
        message += f" (in Windows-1252 it is '{character}')"
    return Problem(
        "not-utf-8", message, _span_at(file, before + character + rest, len(before)), help=HELP_SAVE_AS_UTF_8
    )


def _control_character_problem(file: str, text: str, offset: int) -> Problem:
    message = f"there is an invisible control character here (U+{ord(text[offset]):04X})"
    span = _span_at(file, text, offset)
    return Problem("control-character", message, span, help="delete it and retype the text around it")


def _span_at(file: str, text: str, offset: int) -> Span:
    """Return the span of one character; control characters in its excerpt are replaced."""
    text = text.translate(UNSEEN_BREAKS)
    line = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    column = offset - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset))
    return Span(file, line + 1, column, 1, CONTROL.sub("\N{REPLACEMENT CHARACTER}", split_lines(text)[line]))
