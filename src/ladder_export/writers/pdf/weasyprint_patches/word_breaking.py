"""This file breaks a word longer than its line where marks part it, which WeasyPrint 70 draws beyond the column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeAlias

from weasyprint.css import AnonymousStyle, ComputedStyle, Style
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout.inline import get_next_linebox as _get_next_linebox
from weasyprint.text.line_break import can_break_text as _can_break_text
from weasyprint.text.line_break import split_first_line as _split_first_line

SetStyle: TypeAlias = ComputedStyle | AnonymousStyle
LaidOut: TypeAlias = Any  # WeasyPrint gives what it lays out its lengths as it goes
Position: TypeAlias = dict[int, Any]
"""Where in its boxes a line begins: a child, and where in that."""
Next: TypeAlias = tuple[LineBox | None, Position | None]
"""A line and where the next one begins."""
Line: TypeAlias = tuple[Any, int, int | None, float, float, float]
"""The first line of a text: its layout, length in bytes, where the next one begins, width, height, baseline."""

SLACK_PX = 1.0  # by less, WeasyPrint itself misses the end of a line
_breaking_words = ContextVar("_breaking_words", default=False)
_cached_can_break = lru_cache(maxsize=1000)(_can_break_text)  # the same two letters come again and again


def get_next_linebox(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    context: LaidOut,
    linebox: LineBox,
    position_y: float,
    bottom_space: float,
    skip_stack: Position | None,
    containing_block: LaidOut,
    absolute_boxes: LaidOut,
    fixed_boxes: LaidOut,
    first_letter_style: Style | None,
    first_line_style: Style | None,
) -> Next:
    """The next line of a box; laid out again with words broken if it is too wide and they may be."""
    lists = absolute_boxes, fixed_boxes
    counts = tuple(map(len, lists))
    others = *lists, first_letter_style, first_line_style

    def line_and_next() -> Next:
        found: Next = _get_next_linebox(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, *others
        )
        return found

    line, following = line_and_next()
    if line is not None and linebox.style["overflow_wrap"] != "normal" and _is_too_wide(line, containing_block):
        for boxes, count in zip(lists, counts, strict=True):
            del boxes[count:]
        with _words_broken():
            line, following = line_and_next()
    return line, following


def _is_too_wide(line: LaidOut, containing_block: LaidOut) -> bool:
    """Whether a line ends beyond its block, which it does where a word that marks part is longer than a line."""
    left = containing_block.content_box_x()
    begin, end = line.position_x, line.position_x + line.width
    return begin < left - SLACK_PX or end > left + containing_block.width + SLACK_PX


@contextmanager
def _words_broken() -> Iterator[None]:
    """Let lines break within words, between their boxes and anywhere in these."""
    before = _breaking_words.set(True)
    try:
        yield
    finally:
        _breaking_words.reset(before)


def may_break_words(style: SetStyle, *, minimum: bool) -> bool:
    """Whether a word may be broken wherever on a line it begins; WeasyPrint 70 breaks one only where it begins a line."""
    return _breaking_words.get() or (minimum and style["overflow_wrap"] == "anywhere")


def split_first_line(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    text: str,
    style: SetStyle,
    context: object,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002  # as above
    minimum: bool = False,  # noqa: FBT001, FBT002  # as above
) -> Line:
    """The first line of a text, within whose words it may break as where it begins a line."""
    is_line_start |= may_break_words(style, minimum=minimum)
    found: Line = _split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    return found


def can_break_text(text: str, language: str) -> bool:
    """Whether a line may end between two letters."""
    return _breaking_words.get() or bool(_cached_can_break(text, language))
