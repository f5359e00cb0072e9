"""This file knows how wide text is: advance widths of the theme's measuring fonts, and where lines break by them."""

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
from ladder_export.writers.fonts.font_files import open_font, readable

MM_PER_POINT = 25.4 / 72
EM = 1.0
UNKNOWN = 0.75  # of an em: wider than the letters of nearly every alphabet
SAFETY = 0.98  # of a line's width: kerning and the reader's own fonts differ by less
SINGLE = 1.2  # single spacing in multiples of the size: what PowerPoint sets, whatever the font says

GLUE = "\u00a0\u202f\u2060"  # white space that does not break
WORD = re.compile(r"([\S\u00a0\u202f]*)[^\S\u00a0\u202f]*")
FIRST_WIDE = "\u1100"  # scripts whose lines end between any two characters, and emoji, all lie above
NO_LINE_STARTS_WITH = "、。，．・：；？！）］｝〕〉》」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]}»”’…"
NO_LINE_ENDS_WITH = "（［｛〔〈《「『【([{«“‘"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One weight of a font: advance widths by code point, ascent and descent (positive), all in ems."""

    widths: Mapping[int, float] = field(repr=False)
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Faces:
    """The two weights that text is set in."""

    regular: Face
    bold: Face


class Word(NamedTuple):
    """What stays together on a line.

    Its characters stand from `start` to before `stop`, what follows starts at `end`; `width` is
    its own and `space` that of the white space behind it, in ems.
    """

    start: int
    stop: int
    end: int
    width: float
    space: float = 0.0
    ends_line: bool = False


def open_faces(theme: Theme) -> Faces:
    """The faces that the theme measures its decks with. Raises BadEnvironment when a font is not on this machine."""
    regular, bold = (open_face(*theme.font_place(name)) for name in (theme.deck.regular, theme.deck.bold))
    return Faces(stretched(regular, theme.deck.stretch), stretched(bold, theme.deck.stretch))


def sheet_faces(theme: Theme) -> Faces:
    """The faces that the theme sets its sheets in: the first one, and the first bold of its family."""
    plain = theme.fonts[0]
    bold = next((one for one in theme.fonts if one.family == plain.family and one.weight > plain.weight), plain)
    return Faces(*(open_face(*theme.font_place(font.file)) for font in (plain, bold)))


@lru_cache(maxsize=16)
def stretched(face: Face, by: float) -> Face:
    """Return a face as one that is so many times as wide; itself where it is as wide."""
    if by == 1:
        return face
    return Face({code: width * by for code, width in face.widths.items()}, face.ascent, face.descent)


@lru_cache(maxsize=16)
def open_face(folder: Path, name: str) -> Face:
    """A face by `path@weight`, seen from a theme's folder; the weight counts for variable fonts only."""
    path, _, weight = name.partition("@")
    file = font_file(folder, path)
    with open_font(file) as font:
        if not weight or "fvar" not in font:
            return _face(font)
    from ladder_export.writers.fonts.font_subset import static_instance  # noqa: PLC0415  # our own themes do without

    with readable(file), TTFont(io.BytesIO(static_instance(read_file(file, "font"), int(weight))), lazy=True) as font:
        return _face(font)


def _face(font: TTFont) -> Face:
    # Names are not asked for, and making them of a table takes most of the time that a face does.
    font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    em, advances = font["head"].unitsPerEm, font["hmtx"].metrics  # type: ignore[attr-defined]  # tables get their fields when read
    widths = {code: advances[glyph][0] / em for code, glyph in (font.getBestCmap() or {}).items()}
    return Face(widths, font["hhea"].ascent / em, -font["hhea"].descent / em)


def advance(face: Face, char: str) -> float:
    """How far a character moves the pen, in ems; for what the face does not have, a width on the safe side."""
    known = face.widths.get(ord(char))
    if known is not None:
        return known
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return EM if _is_wide(char) else UNKNOWN


def width(text: Text, faces: Faces, size: float, *, strong: bool = False) -> float:
    """How wide the text is on one line, in points, at that size; `strong` sets all of it bold."""
    return fsum(word.width + word.space for word in _words(text, faces, strong)) * size


def line_starts(text: Text, faces: Faces, size: float, room: float, *, strong: bool = False) -> tuple[int, ...]:
    """Where in `text.plain` each line starts when set greedily in `room` points; the first is 0.

    Words wider than a line break anywhere, as every presentation program does.
    """
    limit = room * SAFETY / size
    starts, pen = [0], 0.0
    for word in _words(text, faces, strong):
        if pen and pen + word.width > limit:
            starts.append(word.start)
            pen = 0.0
        if word.width > limit:
            steps = [advance(face, char) for char, face in _characters(text, faces, strong=strong)]
            for place in range(word.start, word.stop):
                if pen and pen + steps[place] > limit:
                    starts.append(place)
                    pen = 0.0
                pen += steps[place]
        else:
            pen += word.width
        pen += word.space
        if word.ends_line:
            starts.append(word.end)
            pen = 0.0
    return tuple(starts)


def line_count(text: Text, faces: Faces, size: float, room: float) -> int:
    """How many lines `line_starts` finds; of ordinary text without making them, in a tenth of the time."""
    widths, blank = _plain_widths(text, faces)
    limit = room * SAFETY / size
    if not widths or max(widths) > limit:
        return len(line_starts(text, faces, size, room))
    count, pen = 1, 0.0
    for wide in widths:
        if pen and pen + wide > limit:
            count, pen = count + 1, 0.0
        pen += wide
        pen += blank
    return count


@lru_cache(maxsize=4096)
def _plain_widths(text: Text, faces: Faces) -> tuple[tuple[float, ...], float]:
    """The widths of the words of ordinary text and of a space, in ems; no words for any other text.

    Other text has styles, other scripts, other white space or more of it.
    """
    face, words = faces.regular, text.plain.split(" ")
    ordinary = isinstance(text.shown, str) and _is_spaced(text.shown) and words == text.shown.split()
    return tuple(_wide(word, face) for word in words) if ordinary else (), advance(face, " ")


@lru_cache(maxsize=1024)
def _words(text: Text, faces: Faces, strong: bool) -> tuple[Word, ...]:  # noqa: FBT001  # a key of the cache
    """The words of a text in ems: they are asked for at many sizes, once for each way that a slide may be filled."""
    runs = text.runs
    if len(runs) == 1 and "\n" not in runs[0].text and _is_spaced(runs[0].text):
        return tuple(_spaced(runs[0].text, faces.bold if strong or runs[0].strong else faces.regular))
    return tuple(_mixed(text, faces, strong=strong))


def _is_spaced(plain: str) -> bool:
    """Whether a text breaks at white space alone, and nowhere else."""
    return plain.isascii() or max(plain, default="") < FIRST_WIDE


def _spaced(plain: str, face: Face) -> Iterator[Word]:
    """The words of a text that breaks at spaces alone."""
    blank = advance(face, " ")
    for found in WORD.finditer(plain):
        (start, end), stop = found.span(), found.end(1)
        if start < end:
            yield Word(start, stop, end, _wide(found[1], face), blank * (end - stop))


@lru_cache(maxsize=65_536)
def _wide(word: str, face: Face) -> float:
    """How wide a word is in ems: a ladder says the same words again and again."""
    return fsum(advance(face, char) for char in word)


def _mixed(text: Text, faces: Faces, *, strong: bool) -> Iterator[Word]:
    """The words of any text."""
    start, stop, wide, space, before = 0, 0, 0.0, 0.0, ""
    for offset, (char, face) in enumerate(_characters(text, faces, strong=strong)):
        if char == "\n":
            yield Word(start, stop, offset + 1, wide, space, ends_line=True)
            start, stop, wide, space, before = offset + 1, offset + 1, 0.0, 0.0, ""
        elif char.isspace() and char not in GLUE:
            space += advance(face, " ")
            before = char
        else:
            if space or _may_break(before, char):
                yield Word(start, stop, offset, wide, space)
                start, wide, space = offset, 0.0, 0.0
            wide += advance(face, char)
            stop, before = offset + 1, char
    if wide or space:
        yield Word(start, stop, len(text.plain), wide, space)


def _characters(text: Text, faces: Faces, *, strong: bool) -> Iterator[tuple[str, Face]]:
    for run in text.runs:
        face = faces.bold if strong or run.strong else faces.regular
        for char in run.text:
            yield char, face


def _may_break(before: str, char: str) -> bool:
    """Whether a line may end between two characters without a space: only where scripts without spaces meet."""
    if not before or before in NO_LINE_ENDS_WITH or char in NO_LINE_STARTS_WITH:
        return False
    stays = unicodedata.category(char)[0] in "MCS"  # marks, joiners and emoji belong to what stands before
    return not stays and (_is_ideographic(before) or _is_ideographic(char))


def _is_ideographic(char: str) -> bool:
    return _is_wide(char) and unicodedata.category(char)[0] in "LNP"


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
