"""Reduce fonts to the characters or glyphs in use; done by uharfbuzz, since a system's HarfBuzz gives other bytes."""

from __future__ import annotations

from collections.abc import Iterable

import uharfbuzz
from uharfbuzz import Face, SubsetFlags, SubsetInput

# Tables without use once text is laid out; WeasyPrint 70 drops the same ones.
LAYOUT_TABLES = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")


def font_characters(font: bytes) -> frozenset[int]:
    """Return the characters (code points) that a font has.

    Raises RuntimeError for a font without characters, and for data that is no font.
    """
    if characters := frozenset(Face(font).unicodes):
        return characters
    raise RuntimeError("a font without characters")


def subset_by_characters(font: bytes, characters: Iterable[int]) -> bytes:
    """Return a font reduced to these characters (code points); ligatures and other features for them stay.

    Raises RuntimeError for data that is no font.
    """
    request = SubsetInput()
    request.unicode_set.update(characters)
    request.flags = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE
    return _subset(request, Face(font))


def subset_by_glyphs(font: bytes, index: int, glyphs: Iterable[int], *, hinting: bool, notdef: bool) -> bytes:
    """Return a font reduced to these glyphs (given by number), which keep their numbers.

    `index`: which font of a collection. `hinting`: keep hints for small text on screens. `notdef`: keep the box that
    stands for missing characters. There are two steps, as in WeasyPrint 70: the first empties all other glyphs, the
    second removes the empty ones with numbers above the highest in use. Raises RuntimeError for data that is no font.
    """
    sorted_glyphs, flags = sorted(glyphs), SubsetFlags.PASSTHROUGH_UNRECOGNIZED | SubsetFlags.DESUBROUTINIZE
    if notdef:
        flags |= SubsetFlags.NOTDEF_OUTLINE
    request = SubsetInput()
    request.glyph_set.update(sorted_glyphs)
    request.drop_table_tag_set.update(map(_tag, LAYOUT_TABLES))
    request.flags = flags | SubsetFlags.RETAIN_GIDS
    face = request.subset(Face(font, index))
    request.glyph_set.update(range(sorted_glyphs[-1] + 1))
    request.flags = flags if hinting else flags | SubsetFlags.NO_HINTING
    return _subset(request, face)


def static_instance(font: bytes, weight: int, without: int | None = None) -> bytes:
    """Return a variable font fixed at one weight, other axes at their defaults; other fonts are returned unchanged.

    `without`: a code point to remove, if the font has it; None removes none. Raises RuntimeError for data that is no
    font.
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
        request.glyph_set.clear()  # a code point is retained as long as its glyph is requested
        request.unicode_set.clear()
        request.unicode_set.update(set(face.unicodes) - {without})
    return _subset(request, face)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _subset(request: SubsetInput, face: Face) -> bytes:
    data: bytes = request.subset(face).blob.data
    return data


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the bytes of fonts, by name."""
    return {"uharfbuzz": uharfbuzz.__version__}
