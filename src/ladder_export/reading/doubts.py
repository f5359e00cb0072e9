"""This file says what is doubtful about how the words of a file are typed, where they are valid all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ladder_export.problems import Problem, Severity, Span
from ladder_export.reading.encoding import lines_in
from ladder_export.reading.nodes import Node, scalars
from ladder_export.reading.wording import doubled_spaces, garbled

# More than one space between words, or before a value; one that begins with what it looks for is found 20 times faster.
GAP = re.compile(rb"  (?<=\S  ) *\S")
NO_BREAK = b"\xc2\xa0"
WIDE_GAP = re.compile(rb"\S(?: |\xc2\xa0){2,}(?=\S)")


def doubts(node: Node, raw: bytes) -> tuple[Problem, ...]:
    """What is doubtful about words; a file that holds nothing of the kind at all is not looked at text by text."""
    escapes, gaps = b"\\" in raw, WIDE_GAP if NO_BREAK in raw else GAP
    words, spaces = escapes or not raw.isascii(), escapes or gaps.search(raw)
    lines = lines_in(raw) if words or spaces else ()
    return (*(_garbled(node, lines) if words else ()), *(_doubled(node, lines) if spaces else ()))


def _doubled(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in scalars(node):
        for stretch in doubled_spaces(text):
            message = f"there is more than one space in '{stretch}'"
            yield Problem("doubled-space", message, _within(span, lines, stretch), Severity.WARNING, "leave one")


def _garbled(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in scalars(node):
        for stretch, meant in garbled(text):
            message = f"'{stretch}' is garbled text"
            remedy = f"it was probably '{meant}', read with the wrong encoding: type or paste it anew"
            yield Problem("mojibake", message, _within(span, lines, stretch), Severity.WARNING, remedy)


def _within(span: Span, lines: Sequence[str], stretch: str) -> Span:
    """Where a stretch of a text stands, if that is in the text's first line."""
    column = lines[span.line - 1].find(stretch, span.column - 1)
    return Span(span.file, span.line, column + 1, len(stretch), None) if column >= 0 else span
