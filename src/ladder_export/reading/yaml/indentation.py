"""This file finds the line whose indentation is wrong, which is seldom the one where YAML stumbles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

INDENT_STEP = 2  # spaces; a column that is no multiple of it is where the finger slipped
MAX_SLIP_COLUMNS = 2  # columns between lines that belong beside each other
KEY = re.compile(r"\s*(?:- +)*([^\s:#-][^:]*):(?:\s|$)")
NON_BREAKING_INDENT = re.compile(r"[ ]*[\u00a0\u2000-\u200a\u202f\u3000\ufeff]")

MESSAGE_NO_BREAK_SPACE = "this line begins with a no-break space, often from Word or a web page"
HELP_ORDINARY_SPACES = "type ordinary spaces instead"


class IndentSlip(NamedTuple):
    """A line from 0 that is indented otherwise than the one it belongs beside, and the spaces it should have."""

    line: int
    other: int
    spaces: int


def indent(line: str) -> int:
    """Return the number of spaces that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def key_or_dash(line: str) -> str:
    """Return the key that a line begins with, else the sign of a list item."""
    found = KEY.match(line)
    return "-" if line.lstrip().startswith("- ") else found[1] if found else line.strip()[:20]


def find_slip(lines: Sequence[str], number: int) -> IndentSlip | None:
    """Return which of two lines slipped: the given one, or the one above it that it belongs beside; None where none is near."""
    column = indent(lines[number])
    candidates = [
        (abs(at - column), -line, at)
        for line, at in _open_lines(lines, number)
        if 0 < abs(at - column) <= MAX_SLIP_COLUMNS
        and lines[line].lstrip().startswith("- ") == lines[number].lstrip().startswith("- ")
    ]
    if not candidates:
        return None
    _, above, at = min(candidates)
    if column % INDENT_STEP == 0 and at % INDENT_STEP:
        return IndentSlip(-above, number, column)
    return IndentSlip(number, -above, at)


def _open_lines(lines: Sequence[str], number: int) -> Iterator[tuple[int, int]]:
    """Yield the lines above one that it may stand beside, each with its column: those that nothing has closed."""
    least = len(lines[number]) + max(map(len, lines), default=0)
    for line in range(number - 1, -1, -1):
        text = lines[line].strip()
        at = indent(lines[line])
        if text and not text.startswith("#") and at < least:
            yield line, at
            least = at


def text_above(lines: Sequence[str], number: int) -> tuple[int, int] | None:
    """Return the line above whose text a line seems to continue, and the column that it would have to be indented to."""
    for line in range(number - 1, -1, -1):
        text = lines[line]
        if text.lstrip().startswith("- ") or KEY.match(text):
            is_open = text.rstrip().endswith(":")
            is_item = text.lstrip().startswith("- ")
            return None if is_open else (line, indent(text) + INDENT_STEP * (1 if is_item or KEY.match(text) else 0))
        if not text.strip():
            return None
    return None


def find_merge_conflicts(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the stretches of lines, from 0, between the marks that Git leaves where it could not merge a file."""
    ranges, start = [], None
    for number, line in enumerate(lines):
        if line.startswith("<<<<<<< "):
            start = number
        elif line.startswith(">>>>>>> ") and start is not None:
            ranges.append((start, number))
            start = None
    return ranges
