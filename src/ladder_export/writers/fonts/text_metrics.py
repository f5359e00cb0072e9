"""Measure text without an engine: widths of characters from font files, and the line breaks that follow from them."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from ladder_export.core.text import Text
from ladder_export.files.access import read_file
from ladder_export.files.resources import font_file
from ladder_export.theme import Theme
from ladder_export.writers.fonts.font_files import font_errors_as_bad_theme, open_font

MM_PER_POINT = 25.4 / 72
IDEOGRAPH_WIDTH_EM = 1.0
UNKNOWN_WIDTH_EM = 0.75  # wider than the letters of nearly every alphabet
LINE_SAFETY = 0.98  # share of a line's width: kerning and a reader's own fonts differ by less
SINGLE_SPACING = 1.2  # multiple of the size: PowerPoint's single spacing, whatever the font says

NON_BREAKING_SPACES = "\u00a0\u202f\u2060"  # white space that does not break
WORD = re.compile(r"([\S\u00a0\u202f]*)[^\S\u00a0\u202f]*")
FIRST_IDEOGRAPHIC = "\u1100"  # scripts that break between any two characters, and emoji, start here
NO_LINE_STARTS_WITH = "、。，．・：；？！）］｝〕〉》」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]}»”’…"
NO_LINE_ENDS_WITH = "（［｛〔〈《「『【([{«“‘"


@dataclass(frozen=True, slots=True, eq=False)
class FontMetrics:
    """The measures of one font: widths of characters by code point, ascent and descent (positive), in ems."""

    widths: Mapping[int, float] = field(repr=False)
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class FontPair:
    """The measures of the regular and the bold font in which text is set."""

    regular: FontMetrics
    bold: FontMetrics


class WordMetrics(NamedTuple):
    """A run of characters that stays on one line, such as a word, with its width for line breaking.

    In the text, its characters are at `start` to `stop` (exclusive); the next word starts at `end`. `width` is its
    width and `space_width` that of the white space after it, in ems. `ends_line`: whether a line break must follow.
    """

    start: int
    stop: int
    end: int
    width: float
    space_width: float = 0.0
    ends_line: bool = False


def open_deck_fonts(theme: Theme) -> FontPair:
    """Open the fonts by which the theme measures text of slides. Raises BadEnvironment if a font is missing."""
    regular, bold = (open_font_metrics(*theme.font_location(name)) for name in (theme.deck.regular, theme.deck.bold))
    return FontPair(
        with_scaled_widths(regular, theme.deck.width_factor), with_scaled_widths(bold, theme.deck.width_factor)
    )


def open_sheet_fonts(theme: Theme) -> FontPair:
    """Open the fonts by which text of sheets is measured: the theme's first, and the first bold one of its family."""
    plain = theme.fonts[0]
    bold = next((font for font in theme.fonts if font.family == plain.family and font.weight > plain.weight), plain)
    return FontPair(*(open_font_metrics(*theme.font_location(font.file)) for font in (plain, bold)))


@lru_cache(maxsize=16)
def with_scaled_widths(face: FontMetrics, factor: float) -> FontMetrics:
    """Return a font's measures with all widths multiplied by a factor."""
    if factor == 1:
        return face
    return FontMetrics({code: width * factor for code, width in face.widths.items()}, face.ascent, face.descent)


@lru_cache(maxsize=16)
def open_font_metrics(folder: Path, name: str) -> FontMetrics:
    """Read the measures of a font; `name` is its path below a theme's folder, as `path` or `path@weight`.

    The weight, such as 700, is for variable fonts.
    """
    path, _, weight = name.partition("@")
    file = font_file(folder, path)
    with open_font(file) as font:
        if not weight or "fvar" not in font:
            return _read_metrics(font)
    from ladder_export.writers.fonts.font_subset import static_instance  # noqa: PLC0415  # our own themes do without

    with (
        font_errors_as_bad_theme(file),
        TTFont(io.BytesIO(static_instance(read_file(file, "font"), int(weight))), lazy=True) as font,
    ):
        return _read_metrics(font)


def _read_metrics(font: TTFont) -> FontMetrics:
    # No glyph name is used, and reading names from the font takes most of the time of opening it.
    font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    em, advances = font["head"].unitsPerEm, font["hmtx"].metrics  # type: ignore[attr-defined]  # tables get their fields when read
    widths = {code: advances[glyph][0] / em for code, glyph in (font.getBestCmap() or {}).items()}
    return FontMetrics(widths, font["hhea"].ascent / em, -font["hhea"].descent / em)


def advance_width(face: FontMetrics, char: str) -> float:
    """Return the width of a character in ems.

    A character that the font lacks has a generous width, but none if it is combining or invisible.
    """
    width = face.widths.get(ord(char))
    if width is not None:
        return width
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return IDEOGRAPH_WIDTH_EM if _is_wide(char) else UNKNOWN_WIDTH_EM


def text_width(text: Text, fonts: FontPair, size_pt: float, *, strong: bool = False) -> float:
    """Return the width of a text of size `size_pt` on one line, in points; `strong` sets all of it in bold."""
    return fsum(word.width + word.space_width for word in _measured_words(text, fonts, strong)) * size_pt


def widest_word(text: Text, fonts: FontPair, size_pt: float, *, strong: bool = False) -> float:
    """Return the width in points of the widest part of a text that stays on one line; 0 for no text."""
    return max((word.width for word in _measured_words(text, fonts, strong)), default=0.0) * size_pt


def line_starts(
    text: Text, fonts: FontPair, size_pt: float, width_pt: float, *, strong: bool = False
) -> tuple[int, ...]:
    """Break a text of size `size_pt` into lines of at most `width_pt` points; return where each line begins.

    The results are indexes of characters in `text.plain`; the first is 0. Words wider than a line are broken anywhere,
    as presentation programs do. `strong` sets all of the text in bold.
    """
    limit_em = width_pt * LINE_SAFETY / size_pt
    starts, pen = [0], 0.0
    for word in _measured_words(text, fonts, strong):
        if pen and pen + word.width > limit_em:
            starts.append(word.start)
            pen = 0.0
        if word.width > limit_em:
            steps = [advance_width(face, char) for char, face in _characters(text, fonts, strong=strong)]
            for offset in range(word.start, word.stop):
                if pen and pen + steps[offset] > limit_em:
                    starts.append(offset)
                    pen = 0.0
                pen += steps[offset]
        else:
            pen += word.width
        pen += word.space_width
        if word.ends_line:
            starts.append(word.end)
            pen = 0.0
    return tuple(starts)


def line_count(text: Text, fonts: FontPair, size_pt: float, width_pt: float) -> int:
    """Return how many lines of `width_pt` points a text takes, as `line_starts` breaks it."""
    widths, widest, space_width = _plain_widths(text, fonts)
    limit_em = width_pt * LINE_SAFETY / size_pt
    if not widths or widest > limit_em:
        return len(line_starts(text, fonts, size_pt, width_pt))
    count, pen = 1, 0.0
    for word_width in widths:
        if pen and pen + word_width > limit_em:
            count, pen = count + 1, 0.0
        pen += word_width
        pen += space_width
    return count


@lru_cache(maxsize=4096)
def _plain_widths(text: Text, fonts: FontPair) -> tuple[tuple[float, ...], float, float]:
    """Return the widths of a plain text's words, of the widest one and of a space, in ems; no words for any other text.

    Other text has styles, ideographs, line breaks or repeated spaces.
    """
    face, words = fonts.regular, text.plain.split(" ")
    is_plain = isinstance(text.shown, str) and _breaks_at_spaces_only(text.shown) and words == text.shown.split()
    widths = tuple(_word_width(word, face) for word in words) if is_plain else ()
    return widths, max(widths, default=0.0), advance_width(face, " ")


@lru_cache(maxsize=1024)
def _measured_words(text: Text, fonts: FontPair, strong: bool) -> tuple[WordMetrics, ...]:  # noqa: FBT001  # a key of the cache
    """Return the words of a text with their metrics; cached, since slides try many sizes."""
    runs = text.runs
    if len(runs) == 1 and "\n" not in runs[0].text and _breaks_at_spaces_only(runs[0].text):
        return tuple(_words_between_spaces(runs[0].text, fonts.bold if strong or runs[0].strong else fonts.regular))
    return tuple(_words_of_mixed_text(text, fonts, strong=strong))


def _breaks_at_spaces_only(plain: str) -> bool:
    """Return whether lines of a text can break at white space only."""
    return plain.isascii() or max(plain, default="") < FIRST_IDEOGRAPHIC


def _words_between_spaces(plain: str, face: FontMetrics) -> Iterator[WordMetrics]:
    """Yield the words of a text that breaks at white space only."""
    space_width = advance_width(face, " ")
    for match in WORD.finditer(plain):
        (start, end), stop = match.span(), match.end(1)
        if start < end:
            yield WordMetrics(start, stop, end, _word_width(match[1], face), space_width * (end - stop))


@lru_cache(maxsize=65_536)
def _word_width(word: str, face: FontMetrics) -> float:
    """Return the width of a word in ems; cached, since ladders repeat words."""
    return fsum(advance_width(face, char) for char in word)


def _words_of_mixed_text(text: Text, fonts: FontPair, *, strong: bool) -> Iterator[WordMetrics]:
    """Yield the words of any text."""
    start, stop, width, space, before = 0, 0, 0.0, 0.0, ""
    for offset, (char, face) in enumerate(_characters(text, fonts, strong=strong)):
        if char == "\n":
            yield WordMetrics(start, stop, offset + 1, width, space, ends_line=True)
            start, stop, width, space, before = offset + 1, offset + 1, 0.0, 0.0, ""
        elif char.isspace() and char not in NON_BREAKING_SPACES:
            space += advance_width(face, " ")
            before = char
        else:
            if space or _may_break(before, char):
                yield WordMetrics(start, stop, offset, width, space)
                start, width, space = offset, 0.0, 0.0
            width += advance_width(face, char)
            stop, before = offset + 1, char
    if width or space:
        yield WordMetrics(start, stop, len(text.plain), width, space)


def _characters(text: Text, fonts: FontPair, *, strong: bool) -> Iterator[tuple[str, FontMetrics]]:
    for run in text.runs:
        face = fonts.bold if strong or run.strong else fonts.regular
        for char in run.text:
            yield char, face


def _may_break(before: str, char: str) -> bool:
    """Return whether a line may end between two characters without a space: next to an ideograph only."""
    if not before or before in NO_LINE_ENDS_WITH or char in NO_LINE_STARTS_WITH:
        return False
    stays = unicodedata.category(char)[0] in "MCS"  # marks, joiners and emoji belong to what stands before
    return not stays and (_is_ideographic(before) or _is_ideographic(char))


def _is_ideographic(char: str) -> bool:
    return _is_wide(char) and unicodedata.category(char)[0] in "LNP"


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
