"""Find documents that certainly have no problem, such as too much text, so that `check` need not lay them out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from ladder_export.core.document import Bullets, Document, Prose
from ladder_export.files.resources import font_file
from ladder_export.fingerprint.canonical_json import canonical_json
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.font_files import open_font
from ladder_export.writers.layout.height_estimate import estimated_fill
from ladder_export.writers.layout.table_layout import printable_grids
from ladder_export.writers.layout.theme_calibration import ThemeCalibration

SAFE_FILL = 0.8  # share of a page; `tests/writers/test_foresight.py` renders what is estimated to be below it
# With the theme's calibration and lines of 97 % of their width, estimates err on the high side: of 1,200 sheets of real and
# random ladders, none did not fit that was estimated below 0.98. `tests/test_doubtful.py` renders some below PROVABLE_FILL.
NARROWED_LINES, PROVABLE_FILL = 0.97, 0.95
INVISIBLE_CATEGORIES = ("Cc", "Cf", "Zs", "Zl", "Zp")  # general categories of Unicode
VARIATION_SELECTORS = range(0xFE00, 0xFE10)
ASCII = frozenset(range(ord("!"), ord("~") + 1))
NON_ASCII = re.compile(r"[^\x00-\x7f]")


def is_safe(document: Document, format_name: str, settings: RenderSettings) -> bool:
    """Return whether a document certainly has no problem in a format; False if only rendering can tell."""
    return all_glyphs_available(document, format_name, settings) and (
        document.is_form
        or bool(printable_grids(document))
        or estimated_fill(document, settings, settings.theme.sheet.min_scale) < SAFE_FILL
    )


def all_glyphs_available(document: Document, format_name: str, settings: RenderSettings) -> bool:
    """Return whether the fonts have all characters of a document, so that only lack of space can be a problem.

    False for formats other than PDF and PNG, and for PDFs that are validated or for a print shop.
    """
    is_plain_pdf = format_name in ("pdf", "png") and not settings.validate and not settings.press
    return is_plain_pdf and _theme_has_glyphs(used_codepoints(document), settings)


def provably_fits(document: Document, settings: RenderSettings, calibration: ThemeCalibration) -> bool:
    """Return whether a document certainly fits its page, by an estimate with a theme's `calibration`.

    False if it has content whose height is not estimated.
    """
    pieces = (piece for section in document.sections for piece in section.pieces)
    is_calibrated = all(isinstance(piece, Prose | Bullets) for piece in pieces)
    return (
        is_calibrated
        and estimated_fill(document, settings, settings.theme.sheet.min_scale, calibration, NARROWED_LINES)
        < PROVABLE_FILL
    )


def used_codepoints(value: object) -> frozenset[int]:
    """Return the visible characters (code points) in the strings of a value such as a document.

    The result has all of ASCII, whether it is used or not: fonts have it, and looking for the rest alone is faster.
    """
    others = set(NON_ASCII.findall(canonical_json(value).decode()))
    return ASCII | frozenset(
        ord(char)
        for char in others
        if unicodedata.category(char) not in INVISIBLE_CATEGORIES and ord(char) not in VARIATION_SELECTORS
    )


def _theme_has_glyphs(codepoints: frozenset[int], settings: RenderSettings) -> bool:
    """Return whether the theme's fonts have all code points; the first and the last font are tried first.

    Usually the first one has the text and the last one the emoji.
    """
    first, *others = settings.theme.fonts
    for font in (first, *reversed(others)):
        if not codepoints:
            break
        codepoints -= _font_codepoints(*settings.theme.font_location(font.file))
    return not codepoints


@lru_cache(maxsize=64)
def _font_codepoints(folder: Path, font: str) -> frozenset[int]:
    """Return all code points that a font has."""
    with open_font(font_file(folder, font)) as face:
        return frozenset(face.getBestCmap() or ())
