"""This file cuts fonts down with the HarfBuzz inside uharfbuzz: the system's own differs from machine to machine (its only door)."""

from __future__ import annotations

from collections.abc import Iterable

import uharfbuzz
from uharfbuzz import Face, SubsetFlags, SubsetInput

# Tables that text on a finished page needs no more, as WeasyPrint 70 drops them.
LAYOUT_TABLES = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")


def font_characters(font: bytes) -> frozenset[int]:
    """The code points that a font has a glyph for. Raises RuntimeError where it has none, or is no font."""
    if characters := frozenset(Face(font).unicodes):
        return characters
    raise RuntimeError("a font without characters")


def subset_by_characters(font: bytes, characters: Iterable[int]) -> bytes:
    """The font with these characters only, and all that sets them as the whole font does. Raises RuntimeError where it is none."""
    request = SubsetInput()
    request.unicode_set.update(characters)
    request.flags = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE
    return _subset(request, Face(font))


def subset_by_glyphs(font: bytes, index: int, glyphs: Iterable[int], *, hinting: bool, notdef: bool) -> bytes:
    """The face at that index of a file with these glyphs only, under their numbers, for a PDF. Raises RuntimeError where it is none.

    `notdef` keeps the box for what the font lacks. In two steps, as WeasyPrint 70 does it: first
    without changing numbers, then without the empty glyphs after the last one.
    """
    kept_glyphs, flags = sorted(glyphs), SubsetFlags.PASSTHROUGH_UNRECOGNIZED | SubsetFlags.DESUBROUTINIZE
    if notdef:
        flags |= SubsetFlags.NOTDEF_OUTLINE
    request = SubsetInput()
    request.glyph_set.update(kept_glyphs)
    request.drop_table_tag_set.update(map(_tag, LAYOUT_TABLES))
    request.flags = flags | SubsetFlags.RETAIN_GIDS
    face = request.subset(Face(font, index))
    request.glyph_set.update(range(kept_glyphs[-1] + 1))
    request.flags = flags if hinting else flags | SubsetFlags.NO_HINTING
    return _subset(request, face)


def static_instance(font: bytes, weight: int, without: int | None = None) -> bytes:
    """A variable font at that weight, all else as it is by default; any other font as it is. Raises RuntimeError where it is none.

    `without` is a character to leave out, if the font has it.
    """
    face = Face(font)
    if not face.has_var_data and (without is None or without not in face.unicodes):
        return font
    request = SubsetInput()
    request.keep_everything()
    if face.has_var_data:
        request.pin_all_axes_to_default(face)
        request.pin_axis_location(face, "wght", weight)
        request.drop_table_tag_set.add(_tag("STAT"))
        request.flags |= SubsetFlags.DOWNGRADE_CFF2  # a PDF can hold no CFF2
    if without is not None:
        request.glyph_set.clear()  # a character stays as long as its glyph is asked for
        request.unicode_set.clear()
        request.unicode_set.update(set(face.unicodes) - {without})
    return _subset(request, face)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _subset(request: SubsetInput, face: Face) -> bytes:
    data: bytes = request.subset(face).blob.data
    return data


def versions() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    return {"uharfbuzz": uharfbuzz.__version__}
