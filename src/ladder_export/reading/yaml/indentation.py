"""Find the line whose indentation is wrong, which is often not the line where the YAML parser fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

INDENT_STEP = 2  # spaces; a line whose column is not a multiple of it is the misaligned one
MAX_SLIP_COLUMNS = 2  # further apart, lines are not meant to align
KEY = re.compile(r"\s*(?:- +)*([^\s:#-][^:]*):(?:\s|$)")
NON_BREAKING_INDENT = re.compile(r"[ ]*[\u00a0\u2000-\u200a\u202f\u3000\ufeff]")

MESSAGE_NO_BREAK_SPACE = "this line begins with a no-break space, often copied from Word or a web page"
HELP_ORDINARY_SPACES = "replace it with ordinary spaces"


class IndentSlip(NamedTuple):
    """A line of YAML with the wrong indentation: line `line` should have `spaces` spaces, to align with line `other`.

    Lines count from 0.
    """

    line: int
    other: int
    spaces: int


def indent(line: str) -> int:
    """Return the number of spaces at the beginning of a line."""
    return len(line) - len(line.lstrip(" "))


def key_or_dash(line: str) -> str:
    """Return the beginning of a line for a message: its key, `-` for a list item, else its first 20 characters."""
    match = KEY.match(line)
    return "-" if line.lstrip().startswith("- ") else match[1] if match else line.strip()[:20]


def find_slip(lines: Sequence[str], number: int) -> IndentSlip | None:
    """Find the line with wrong indentation near line `number`, at which the parser failed; None if there is none.

    It is that line itself, or a line above that should align with it. Lines count from 0.
    """
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
    """Yield number and column of each line above that the given line could align with, nearest first."""
    least = len(lines[number]) + max(map(len, lines), default=0)
    for line in range(number - 1, -1, -1):
        text = lines[line].strip()
        at = indent(lines[line])
        if text and not text.startswith("#") and at < least:
            yield line, at
            least = at


def text_above(lines: Sequence[str], number: int) -> tuple[int, int] | None:
    """Find the line above line `number` whose text it seems to continue; None if there is none.

    Returns (line, column): that line, and the column to which the continuation should be indented; both from 0.
    """
    for line in range(number - 1, -1, -1):
        text = lines[line]
        if text.lstrip().startswith("- ") or KEY.match(text):
            return None if text.rstrip().endswith(":") else (line, indent(text) + INDENT_STEP)
        if not text.strip():
            return None
    return None


def find_merge_conflicts(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and last line, from 0, of each merge conflict that Git marked (`<<<<<<<` to `>>>>>>>`)."""
    ranges, start = [], None
    for number, line in enumerate(lines):
        if line.startswith("<<<<<<< "):
            start = number
        elif line.startswith(">>>>>>> ") and start is not None:
            ranges.append((start, number))
            start = None
    return ranges
