"""This file breaks lines as WeasyPrint does, and leaves out what it only tries to be sure."""

from __future__ import annotations

import re
from math import inf
from typing import Any, TypeAlias

from weasyprint.css import Style
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_next_break_point, split_first_line

from ladder_export.writers.pdf.quicker.shaping import extents, put

Pointer: TypeAlias = Any  # into Pango: cffi has no types
Line = tuple[Layout, int, int | None, float, float, float]
"""What a line came to: its layout, bytes, where the next one begins, width, height, baseline."""
Lines = dict[str, Line]

WRAPPED = ("normal", "pre-line")  # white space that collapses, in lines that end at their box
SURE = 1.0  # pixels that a word has to be too wide by: kerning with what stands before it is less
ENOUGH = 4  # times the em, of text that is more than a line
WORD = re.compile("[A-Za-z0-9]+[.,;:!?]?")  # that no line ends within
LIKELY = 2.9  # times the em, of text that mostly is (measured: 2.7 of English, and all of it is shaped)
SOFT_HYPHEN = "\xad"
UNSETTLED = re.compile("[\t\n\r\u2029]")  # tabs and ends of paragraphs

ffi.cdef("void pango_layout_line_index_to_x (PangoLayoutLine *line, int index, gboolean trailing, int *x_pos);")


def quick_split(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    text: str,
    style: Style,
    context: object,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002  # as above
    minimum: bool = False,  # noqa: FBT001, FBT002  # as above
) -> Line:
    """The first line of a text, as WeasyPrint breaks it.

    A text that was whole in some width is whole in every larger one, with the same layout: marks
    of lists and cells of tables are measured several times. And where Pango has left a word to the
    next line that is too wide by itself for what is left of this one, there is no need to try it.
    A soft hyphen further on changes where WeasyPrint breaks what stands before it.
    """
    if justification_spacing or SOFT_HYPHEN in text:
        found: Line = split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        return found
    whole, words = _kept(context, style)
    if (known := whole.get(text)) and (max_width is None or known[3] <= max_width):
        return known
    line = _word(text, style, words) if minimum and max_width == 0 else _broken(text, style, max_width)
    line = line or split_first_line(text, style, context, max_width, 0, is_line_start, minimum)
    if line[2] is None and (max_width is None or line[3] <= max_width) and line[0].text == text:
        whole[text] = line
    return line


def _kept(context: object, style: Style) -> tuple[Lines, Lines]:
    """The whole texts of a style that were lines, and the words that were.

    They lie with what lays the document out: with the style, which they know, they would go in
    circles, and be left for Python to look for.
    """
    kept: dict[int, tuple[Lines, Lines]] = vars(context).setdefault("_lines", {}) if context else {}
    return kept.setdefault(id(style), ({}, {}))


def _word(text: str, style: Style, words: Lines) -> Line | None:
    """The first word of a text, which is its narrowest line, where letters and a stop are all that it consists of.

    Texts of tables are measured so, word by word (measured: 2 % of a sheet).
    """
    word, space, rest = text.partition(" ")
    if not WORD.fullmatch(word) or (space and not rest) or style["overflow_wrap"] == "anywhere":
        return None
    if not _is_plain(word, style, inf) or style["word_break"] == "break-all":
        return None
    begun = word + space
    if begun not in words:
        layout = Layout(style, 0, None)
        put(layout, word)
        words[begun] = _settled(layout, layout.get_first_line()[0], len(begun) if space else None)
    return words[begun]


def _broken(text: str, style: Style, max_width: float | None) -> Line | None:
    """A line that Pango's first attempt settles; None where it takes more, or is drawn otherwise than it is measured."""
    if max_width is None or max_width == inf or not _is_plain(text, style, max_width):
        return None
    draft = text[: int(max_width / style["font_size"] * LIKELY)]
    layout = Layout(style, 0, max_width)
    pango.pango_layout_set_width(layout.layout, int(max(0, max_width) * TO_UNITS))
    put(layout, draft)
    line, following = layout.get_first_line()
    width, height, baseline = extents(line, style)
    if following is None and draft == text and width <= max_width:
        return layout, line.length, None, width, height, baseline
    if following is None or width > max_width or not _is_over(layout, draft, following, max_width - width):
        return None
    # Drawn by itself, without the space that it ends in, and in no width: it is broken already.
    alone = draft.encode()[: line.length].decode().rstrip(" ")
    pango.pango_layout_set_width(layout.layout, -1)
    put(layout, alone)
    return _settled(layout, layout.get_first_line()[0], following)


def _is_plain(text: str, style: Style, max_width: float) -> bool:
    """Whether nothing is asked for but lines that end between words, in a width that holds some."""
    kept = vars(style)
    if "_plain" not in kept:
        kept["_plain"] = (
            style["white_space"] in WRAPPED
            and style["hyphens"] != "auto"
            and style["letter_spacing"] == "normal"
            and not style["word_spacing"]
        )
    return kept["_plain"] and style["font_size"] * ENOUGH <= max_width and not UNSETTLED.search(text)


def _settled(layout: Layout, line: Pointer, following: int | None) -> Line:
    return layout, line.length, following, *extents(line, layout.style)


def _is_over(layout: Layout, draft: str, following: int, room: float) -> bool:
    """Whether the first word of the second line does not fit what is left of the first, beyond doubt.

    WeasyPrint tries a word that a space ends, since older Pangos counted the space.
    """
    first = draft.encode()[:following].decode()
    if len(first) >= len(draft):
        return False
    marks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)[len(first) + 1 : len(draft)]
    end = get_next_break_point(marks)
    if end is None:
        return False
    rest = draft[len(first) :]
    word = rest[:end].rstrip(" ")
    if not word or rest[end] != " ":
        return True
    at = ffi.new("int *")
    second = pango.pango_layout_get_line_readonly(layout.layout, 1)
    pango.pango_layout_line_index_to_x(second, following + len(word.encode()), 0, at)
    return bool(at[0] * FROM_UNITS > room + SURE)


FUNCTIONS = ((split_first_line, quick_split),)
