"""Break lines as WeasyPrint does, but faster: little more text is shaped (by the library Pango) than is drawn."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from math import inf

from weasyprint.text.line_break import Layout

from ladder_export.writers.pdf.weasyprint_patches.pango_layouts import font_key, line_extents, set_plain_text
from ladder_export.writers.pdf.weasyprint_patches.word_breaking import Line, ResolvedStyle, may_break_words
from ladder_export.writers.pdf.weasyprint_patches.word_breaking import split_first_line as _original

COLLAPSING_VALUES = ("normal", "pre-line", "nowrap")  # of `white-space`
KERNING_MARGIN_PX = 1.0  # kerning at the ends of a word changes its width by less
MAX_CHARS_PER_EM = 5  # more than a line ever holds
WORD = re.compile("[A-Za-z0-9]+[.,;:!?]?|·|")  # no line ends within one; the rest of a text may be empty
MAX_WORDS = 5_000  # in the cache
NEXT_WORD = re.compile(
    r"[A-Za-z0-9.,;:!?)]( [A-Za-z0-9]+[.,;:!?]?)(?= |$)"
)  # after a character that a line may end with
SOFT_HYPHEN = "\xad"
TAB_OR_LINE_END = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")  # tabs, and ends of lines and paragraphs


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

    Replaces WeasyPrint's `split_first_line`; same parameters and result. A text that was one line in some width is
    taken from a cache for every larger width, because list markers and table cells are measured several times.
    Justified text and text with a soft hyphen are left to WeasyPrint.
    """
    is_line_start |= may_break_words(style, minimum=minimum)
    if justification_spacing or SOFT_HYPHEN in text:
        return _original(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    width = _available_width(style, max_width)
    whole_lines = _whole_lines(context, style)
    if (cached_line := whole_lines.get(text)) and cached_line[3] <= width:
        return cached_line
    line = _plain_line(text, style, width, narrowest=minimum and width == 0)
    line = line or _original(text, style, context, max_width, 0, is_line_start, minimum)
    if _is_whole(line, text) and line[3] <= width:
        whole_lines[text] = line
    return line


def _available_width(style: ResolvedStyle, max_width: float | None) -> float:
    return inf if max_width is None or style["white_space"] == "nowrap" else max_width


def _is_whole(line: Line, text: str) -> bool:
    """Return whether a line is all of a text and has a layout to draw."""
    layout, _, following, *_ = line
    return layout is not None and following is None and bool(layout.text == text)


def _whole_lines(context: object, style: ResolvedStyle) -> dict[str, Line]:
    """Return a cache of a style's texts that were one line each.

    The cache belongs to the layout context: a line refers to its style, so a cache in the style would be a reference
    cycle.
    """
    lines: dict[int, dict[str, Line]] = vars(context).setdefault("_lines", {}) if context else {}
    return lines.setdefault(id(style), {})


def _is_plain(style: ResolvedStyle) -> bool:
    """Return whether a style breaks lines between words only, if anywhere."""
    cached = vars(style)
    if "_plain" not in cached:
        cached["_plain"] = (
            style["white_space"] in COLLAPSING_VALUES
            and style["hyphens"] != "auto"
            and not style["word_spacing"]
            and style["font_size"] > 0
        )
    return bool(cached["_plain"])


def _plain_line(text: str, style: ResolvedStyle, width: float, *, narrowest: bool) -> Line | None:
    """Return the first line of a text, or its narrowest one; None when WeasyPrint has to find it."""
    if not _is_plain(style) or TAB_OR_LINE_END.search(text):
        return None
    return _narrowest_line(text, style) if narrowest else _fitting_words(text, style, width)


def _narrowest_line(text: str, style: ResolvedStyle) -> Line | None:
    """Return the first word of a text of letters, digits and a final punctuation mark; None for other texts.

    Table cells are measured word by word for their minimum width alone, so the lines have no layout and are cached for
    all documents of a font configuration.
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


def _fitting_words(text: str, style: ResolvedStyle, width: float) -> Line | None:
    """Return the words that certainly fit in `width` CSS px; None when WeasyPrint has to try.

    WeasyPrint lets Pango shape more than a line to find its end, and shapes the line again to draw it. The sum of
    character widths nearly tells the end: words are shaped as they will be drawn, more or fewer, until one more would
    not fit.
    """
    end, fitting, is_next_too_wide = _likely_end(text, style, width), None, False
    while end > 0:
        line = _line(text[:end], style, width)
        if line[2] is not None or abs(line[3] - width) <= KERNING_MARGIN_PX:
            return None
        if line[3] > width:
            end, is_next_too_wide = text.rfind(" ", 0, end), True
        elif end == len(text):
            return line
        else:
            following = NEXT_WORD.match(text, end - 1)
            if not following:
                return None
            fitting, end = line, following.end()
            is_next_too_wide = (
                is_next_too_wide
                or line[3] + _character_widths(style)[following[1]] * style["font_size"] > width + KERNING_MARGIN_PX
            )
        if fitting and is_next_too_wide:
            return (*fitting[:2], fitting[1] + 1, *fitting[3:])
    return None


def _line(text: str, style: ResolvedStyle, width: float) -> Line:
    """Return a text as one line, up to the first forced break."""
    layout = Layout(style, 0, width)
    if style["letter_spacing"] == "normal":
        set_plain_text(layout, text)
    else:
        layout.set_text(text)
    line, following = layout.get_first_line()
    return (layout, line.length, following, *line_extents(line, style))


def _likely_end(text: str, style: ResolvedStyle, width: float) -> int:
    """Return the index where the last word ends that fits by the widths of its characters."""
    if width == inf:
        return len(text)
    ems = width / style["font_size"]
    widths = accumulate(map(_character_widths(style).__getitem__, text[: int(ems * MAX_CHARS_PER_EM) + 1]))
    fitting_chars = bisect_right(list(widths), ems)
    return fitting_chars if fitting_chars == len(text) else text.rfind(" ", 0, fitting_chars + 1)


class _CharacterWidths(dict[str, float]):
    """The widths of characters and words by themselves, in em; each is measured at its first use."""

    def __init__(self, style: ResolvedStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, text: str) -> float:
        self[text] = _line(text, self._style, inf)[3] / self._style["font_size"]
        return self[text]


def _character_widths(style: ResolvedStyle) -> _CharacterWidths:
    """Return the widths of a style's font, shared by all sizes: documents are set in many."""
    cached = vars(style)
    if "_widths" not in cached:
        size, *shape = font_key(style)
        spacing = style["letter_spacing"]
        widths_by_font: dict[object, _CharacterWidths] = vars(style.font_config).setdefault("_widths", {})
        key = (*shape, 0 if spacing == "normal" else round(spacing / size, 3))
        if key not in widths_by_font:
            widths_by_font[key] = _CharacterWidths(style)
        cached["_widths"] = widths_by_font[key]
    widths: _CharacterWidths = cached["_widths"]
    return widths
