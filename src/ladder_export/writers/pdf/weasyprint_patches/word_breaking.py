"""Break a word that is too long for its line also if markup divides it; WeasyPrint 70 draws it beyond the column."""

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

ResolvedStyle: TypeAlias = ComputedStyle | AnonymousStyle
LaidOutBox: TypeAlias = Any  # layout adds attributes that WeasyPrint's classes do not declare
Position: TypeAlias = dict[int, Any]
"""Where a line begins: the index of a child, and where in that child."""
LineAndNext: TypeAlias = tuple[LineBox | None, Position | None]
"""A line, and where the next one begins."""
Line: TypeAlias = tuple[Any, int, int | None, float, float, float]
"""The first line of a text: layout, length in bytes, start of the next line, width, height, baseline (CSS px)."""

SLACK_PX = 1.0  # WeasyPrint's own rounding exceeds a line by less
_breaking_words = ContextVar("_breaking_words", default=False)
_cached_can_break = lru_cache(maxsize=1000)(_can_break_text)  # pairs of letters repeat


def get_next_linebox(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    context: LaidOutBox,
    linebox: LineBox,
    position_y: float,
    bottom_space: float,
    skip_stack: Position | None,
    containing_block: LaidOutBox,
    absolute_boxes: LaidOutBox,
    fixed_boxes: LaidOutBox,
    first_letter_style: Style | None,
    first_line_style: Style | None,
) -> LineAndNext:
    """Return the next line of text in a box, and the position where the line after it begins; None for no line.

    Replaces WeasyPrint's `get_next_linebox`; same parameters. A line that is too wide is laid out again with breaks
    within words, if `overflow-wrap` allows them.
    """
    positioned_boxes = absolute_boxes, fixed_boxes
    counts = tuple(map(len, positioned_boxes))
    others = *positioned_boxes, first_letter_style, first_line_style

    def line_and_next() -> LineAndNext:
        result: LineAndNext = _get_next_linebox(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, *others
        )
        return result

    line, following = line_and_next()
    if line is not None and linebox.style["overflow_wrap"] != "normal" and _is_too_wide(line, containing_block):
        for boxes, count in zip(positioned_boxes, counts, strict=True):
            del boxes[count:]
        with _break_words():
            line, following = line_and_next()
    return line, following


def _is_too_wide(line: LaidOutBox, containing_block: LaidOutBox) -> bool:
    """Return whether a line ends beyond its block, as a long word that markup divides does."""
    left = containing_block.content_box_x()
    start, end = line.position_x, line.position_x + line.width
    return start < left - SLACK_PX or end > left + containing_block.width + SLACK_PX


@contextmanager
def _break_words() -> Iterator[None]:
    """Let lines break within words while the context is open."""
    token = _breaking_words.set(True)
    try:
        yield
    finally:
        _breaking_words.reset(token)


def may_break_words(style: ResolvedStyle, *, minimum: bool) -> bool:
    """Return whether a word may be broken anywhere in a line; WeasyPrint 70 breaks words only at the start of a line.

    `minimum` says that the minimum width of the text is being measured.
    """
    return _breaking_words.get() or (minimum and style["overflow_wrap"] == "anywhere")


def split_first_line(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    text: str,
    style: ResolvedStyle,
    context: object,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002  # as above
    minimum: bool = False,  # noqa: FBT001, FBT002  # as above
) -> Line:
    """Return the first line of a text, as much as fits into `max_width` CSS px (None: all of it).

    Replaces WeasyPrint's `split_first_line`; same parameters and result. While `get_next_linebox` lets words be broken,
    a long word is broken also if it does not begin the line.
    """
    is_line_start |= may_break_words(style, minimum=minimum)
    line: Line = _split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    return line


def can_break_text(text: str, language: str) -> bool:
    """Return whether a line may end within a text; always true while `get_next_linebox` lets words be broken.

    Replaces WeasyPrint's `can_break_text`; same parameters.
    """
    return _breaking_words.get() or bool(_cached_can_break(text, language))
