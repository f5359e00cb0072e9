"""This file breaks lines as WeasyPrint does, and has Pango set hardly more than what is drawn."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import accumulate
from math import inf
from typing import Any, TypeAlias

from weasyprint.text.line_break import Layout, can_break_text, split_first_line

from ladder_export.writers.pdf.quicker.shaping import SetStyle, extents, face, put

Line: TypeAlias = tuple[Any, int, int | None, float, float, float]
"""What a line came to: its layout, bytes, where the next one begins, width, height, baseline."""
Lines: TypeAlias = dict[str, Line]

WRAPPED = ("normal", "pre-line")  # white space that collapses, in lines that end at their box
SURE = 1.0  # pixels that words are too wide by, or not wide enough: kerning with what stands around them is less
MOST = 5  # characters to an em, so that these are more than a line
WORD = re.compile("[A-Za-z0-9]+[.,;:!?]?|·|")  # that no line ends within; what is left of a text may be nothing
MOST_WORDS = 5_000  # whose widths are known
NEXT = re.compile(r"[A-Za-z0-9.,;:!?)]( [A-Za-z0-9]+[.,;:!?]?)(?= |$)")  # one behind something that a line may end with
BREAKING_WORDS = ContextVar("BREAKING_WORDS", default=False)
SOFT_HYPHEN = "\xad"
UNSETTLED = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")  # tabs, and ends of lines and paragraphs


def quick_split(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
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

    A word breaks anywhere where the line is `breaking_words`, and where a narrowest width is asked for that
    may do so: WeasyPrint 70 breaks words of one box alone, only where that begins a line.
    """
    is_line_start |= _breaks_words(style, minimum=minimum)
    if justification_spacing or SOFT_HYPHEN in text:
        found: Line = split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        return found
    whole = _kept(context, style)
    width = inf if max_width is None or style["white_space"] == "nowrap" else max_width
    if (known := whole.get(text)) and known[3] <= width:
        return known
    line = None
    if _is_plain(style) and not UNSETTLED.search(text):
        if minimum and width == 0:
            line = _word(text, style)
            if line:
                return line
        elif text:
            line = _words(text, style, width)
    line = line or split_first_line(text, style, context, max_width, 0, is_line_start, minimum)
    if line[2] is None and line[3] <= width and line[0].text == text:
        whole[text] = line
    return line


@contextmanager
def breaking_words() -> Iterator[None]:
    """Has lines break within words, between their boxes and anywhere in these."""
    before = BREAKING_WORDS.set(True)
    try:
        yield
    finally:
        BREAKING_WORDS.reset(before)


def _breaks_words(style: SetStyle, *, minimum: bool) -> bool:
    """Whether a word may be broken wherever on a line it begins."""
    return BREAKING_WORDS.get() or (minimum and style["overflow_wrap"] == "anywhere")


def _kept(context: object, style: SetStyle) -> Lines:
    """The whole texts of a style that were lines.

    They lie with what lays the document out: with the style, which they know, they would go in
    circles, and be left for Python to look for.
    """
    kept: dict[int, Lines] = vars(context).setdefault("_lines", {}) if context else {}
    return kept.setdefault(id(style), {})


def _is_plain(style: SetStyle) -> bool:
    """Whether nothing is asked for but lines that end between words, if anywhere."""
    kept = vars(style)
    if "_plain" not in kept:
        kept["_plain"] = (
            style["white_space"] in (*WRAPPED, "nowrap")
            and style["hyphens"] != "auto"
            and not style["word_spacing"]
            and style["font_size"] > 0
        )
    return bool(kept["_plain"])


def _word(text: str, style: SetStyle) -> Line | None:
    """The first word of a text, which is its narrowest line, where letters and a stop are all that it consists of.

    Texts of tables are measured so, word by word, and nobody asks for more than the width: that of
    a word is the same in all documents (measured: 4 % of a sheet).
    """
    word, space, rest = text.partition(" ")
    if not WORD.fullmatch(word) or (space and not (word and rest)) or style["overflow_wrap"] == "anywhere":
        return None
    if style["word_break"] == "break-all":
        return None
    known: dict[object, Line] = vars(style.font_config).setdefault("_narrowest", {})
    key = face(style), style["letter_spacing"], word, space
    if key not in known:
        if len(known) > MOST_WORDS:
            known.clear()
        _, length, _, width, height, baseline = _set(word, style, inf)
        known[key] = (None, length, length + 1 if space else None, width, height, baseline)
    return known[key]


def _words(text: str, style: SetStyle, width: float) -> Line | None:
    """The words that fit, where that is beyond doubt; None where WeasyPrint has to try.

    It has Pango set more than a line to see where it ends, with all that makes out where one may,
    and again as it is drawn. But the widths of characters nearly tell where that will be: so words
    are set as they are drawn, some more or less, until one more would not fit (measured: a tenth of
    a sheet's instructions, 4 % of its time).
    """
    end, fitting, too_far = _likely_end(text, style, width), None, False
    while end > 0:
        line = _set(text[:end], style, width)
        if line[2] is not None or abs(line[3] - width) <= SURE:
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
            too_far = too_far or line[3] + _advances(style)[following[1]] * style["font_size"] > width + SURE
        if fitting and too_far:
            return (*fitting[:2], fitting[1] + 1, *fitting[3:])
    return None


def _set(text: str, style: SetStyle, width: float) -> Line:
    """A text in one line, if nothing in it ends one."""
    layout = Layout(style, 0, width)
    if style["letter_spacing"] == "normal":
        put(layout, text)
    else:
        layout.set_text(text)
    line, following = layout.get_first_line()
    return (layout, line.length, following, *extents(line, style))


def _likely_end(text: str, style: SetStyle, width: float) -> int:
    """Where the last word ends that fits by the widths of its characters."""
    if width == inf:
        return len(text)
    ems = width / style["font_size"]
    ends = accumulate(map(_advances(style).__getitem__, text[: int(ems * MOST) + 1]))
    fit = bisect_right(list(ends), ems)
    return fit if fit == len(text) else text.rfind(" ", 0, fit + 1)


class _Advances(dict[str, float]):
    """The widths of characters and words by themselves, in ems, each found out when it is first asked for."""

    def __init__(self, style: SetStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, text: str) -> float:
        self[text] = _set(text, self._style, inf)[3] / self._style["font_size"]
        return self[text]


def _advances(style: SetStyle) -> _Advances:
    """Those of a style, whatever its size: documents are set in many."""
    kept = vars(style)
    if "_advances" not in kept:
        size, *shape = face(style)
        spacing = style["letter_spacing"]
        known: dict[object, _Advances] = vars(style.font_config).setdefault("_advances", {})
        key = (*shape, 0 if spacing == "normal" else round(spacing / size, 3))
        if key not in known:
            known[key] = _Advances(style)
        kept["_advances"] = known[key]
    found: _Advances = kept["_advances"]
    return found


# The same two letters, of which one ends a box and the other begins the next, come again and again (measured: 1 % of a sheet).
_known_break = lru_cache(maxsize=1000)(can_break_text)


def quick_break(text: str, language: str) -> bool:
    """Whether a line may end between two letters."""
    return BREAKING_WORDS.get() or bool(_known_break(text, language))


FUNCTIONS = ((split_first_line, quick_split), (can_break_text, quick_break))
