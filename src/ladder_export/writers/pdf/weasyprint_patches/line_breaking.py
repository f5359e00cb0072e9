"""This file breaks lines as WeasyPrint does, and has Pango shape hardly more text than what is drawn."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from math import inf

from weasyprint.text.line_break import Layout

from ladder_export.writers.pdf.weasyprint_patches.pango_layouts import font_key, line_extents, set_plain_text
from ladder_export.writers.pdf.weasyprint_patches.word_breaking import Line, SetStyle, may_break_words
from ladder_export.writers.pdf.weasyprint_patches.word_breaking import split_first_line as _original

COLLAPSING = ("normal", "pre-line", "nowrap")  # values of `white-space` of which spaces are taken together
CERTAIN_PX = 1.0  # words that are too wide, or not wide enough, by this are so whatever kerning does around them
MOST_PER_EM = 5  # characters, so that these are more than a line
WORD = re.compile("[A-Za-z0-9]+[.,;:!?]?|·|")  # that no line ends within; what is left of a text may be nothing
MAX_WORDS = 5_000  # whose widths are cached
NEXT = re.compile(r"[A-Za-z0-9.,;:!?)]( [A-Za-z0-9]+[.,;:!?]?)(?= |$)")  # one behind something that a line may end with
SOFT_HYPHEN = "\xad"
UNSETTLED = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")  # tabs, and ends of lines and paragraphs


def split_first_line(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    text: str,
    style: SetStyle,
    context: object,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002  # as above
    minimum: bool = False,  # noqa: FBT001, FBT002  # as above
) -> Line:
    """The first line of a text, as WeasyPrint breaks it.

    A text that was whole in some width is whole in every larger one, with the same layout: marks
    of lists and cells of tables are measured several times. A soft hyphen further on changes where
    WeasyPrint breaks what stands before it.
    """
    is_line_start |= may_break_words(style, minimum=minimum)
    if justification_spacing or SOFT_HYPHEN in text:
        return _original(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    width = _available_width(style, max_width)
    whole = _whole_lines(context, style)
    if (found := whole.get(text)) and found[3] <= width:
        return found
    line = _plain_line(text, style, width, narrowest=minimum and width == 0)
    line = line or _original(text, style, context, max_width, 0, is_line_start, minimum)
    if _is_whole(line, text) and line[3] <= width:
        whole[text] = line
    return line


def _available_width(style: SetStyle, max_width: float | None) -> float:
    return inf if max_width is None or style["white_space"] == "nowrap" else max_width


def _is_whole(line: Line, text: str) -> bool:
    """Whether a line is all of a text, and has a layout to be drawn."""
    layout, _, following, *_ = line
    return layout is not None and following is None and bool(layout.text == text)


def _whole_lines(context: object, style: SetStyle) -> dict[str, Line]:
    """The texts of a style that were lines as a whole.

    They are kept by what lays the document out: kept by the style, which they refer to, they would be
    a cycle, and left for Python's collector to find.
    """
    lines: dict[int, dict[str, Line]] = vars(context).setdefault("_lines", {}) if context else {}
    return lines.setdefault(id(style), {})


def _is_plain(style: SetStyle) -> bool:
    """Whether nothing is asked for but lines that end between words, if anywhere."""
    cached = vars(style)
    if "_plain" not in cached:
        cached["_plain"] = (
            style["white_space"] in COLLAPSING
            and style["hyphens"] != "auto"
            and not style["word_spacing"]
            and style["font_size"] > 0
        )
    return bool(cached["_plain"])


def _plain_line(text: str, style: SetStyle, width: float, *, narrowest: bool) -> Line | None:
    """The first line of a text, or the narrowest that it can have; None where WeasyPrint has to find it."""
    if not _is_plain(style) or UNSETTLED.search(text):
        return None
    return _narrowest_line(text, style) if narrowest else _fitting_words(text, style, width)


def _narrowest_line(text: str, style: SetStyle) -> Line | None:
    """The first word of a text, where letters and a stop are all that it consists of; else None.

    Texts of tables are measured so, word by word, and nobody asks for more than the width: that of
    a word is the same in all documents.
    """
    word, space, rest = text.partition(" ")
    if not WORD.fullmatch(word) or (space and not (word and rest)) or style["overflow_wrap"] == "anywhere":
        return None
    if style["word_break"] == "break-all":
        return None
    lines: dict[object, Line] = vars(style.font_config).setdefault("_narrowest", {})
    key = font_key(style), style["letter_spacing"], word, space
    if key not in lines:
        if len(lines) > MAX_WORDS:
            lines.clear()
        _, length, _, width, height, baseline = _line(word, style, inf)
        lines[key] = (None, length, length + 1 if space else None, width, height, baseline)
    return lines[key]


def _fitting_words(text: str, style: SetStyle, width: float) -> Line | None:
    """The words that fit, where that is beyond doubt; None where WeasyPrint has to try.

    WeasyPrint has Pango shape more than a line to see where it ends, with all that makes out where one
    may, and again as it is drawn. But the widths of characters nearly tell where that will be: so words
    are shaped as they are drawn, some more or less, until one more would not fit.
    """
    end, fitting, too_far = _likely_end(text, style, width), None, False
    while end > 0:
        line = _line(text[:end], style, width)
        if line[2] is not None or abs(line[3] - width) <= CERTAIN_PX:
            return None
        if line[3] > width:
            end, too_far = text.rfind(" ", 0, end), True
        elif end == len(text):
            return line
        else:
            following = NEXT.match(text, end - 1)
            if not following:
                return None
            fitting, end = line, following.end()
            too_far = too_far or line[3] + _widths(style)[following[1]] * style["font_size"] > width + CERTAIN_PX
        if fitting and too_far:
            return (*fitting[:2], fitting[1] + 1, *fitting[3:])
    return None


def _line(text: str, style: SetStyle, width: float) -> Line:
    """A text in one line, if nothing in it ends one."""
    layout = Layout(style, 0, width)
    if style["letter_spacing"] == "normal":
        set_plain_text(layout, text)
    else:
        layout.set_text(text)
    line, following = layout.get_first_line()
    return (layout, line.length, following, *line_extents(line, style))


def _likely_end(text: str, style: SetStyle, width: float) -> int:
    """Where the last word ends that fits by the widths of its characters."""
    if width == inf:
        return len(text)
    ems = width / style["font_size"]
    ends = accumulate(map(_widths(style).__getitem__, text[: int(ems * MOST_PER_EM) + 1]))
    fit = bisect_right(list(ends), ems)
    return fit if fit == len(text) else text.rfind(" ", 0, fit + 1)


class _Widths(dict[str, float]):
    """The widths of characters and words by themselves, in ems, each measured when it is first asked for."""

    def __init__(self, style: SetStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, text: str) -> float:
        self[text] = _line(text, self._style, inf)[3] / self._style["font_size"]
        return self[text]


def _widths(style: SetStyle) -> _Widths:
    """Those of a style, whatever its size: documents are set in many."""
    cached = vars(style)
    if "_widths" not in cached:
        size, *shape = font_key(style)
        spacing = style["letter_spacing"]
        every: dict[object, _Widths] = vars(style.font_config).setdefault("_widths", {})
        key = (*shape, 0 if spacing == "normal" else round(spacing / size, 3))
        if key not in every:
            every[key] = _Widths(style)
        cached["_widths"] = every[key]
    found: _Widths = cached["_widths"]
    return found
