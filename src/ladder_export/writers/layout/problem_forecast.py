"""This file tells, without setting any text, which documents surely come out without a problem."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from ladder_export.core.document import Bullets, Document, Prose
from ladder_export.core.formats import FORMATS
from ladder_export.files.resources import font_file
from ladder_export.fingerprint.canonical_hash import canonical_text
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.font_files import open_font
from ladder_export.writers.layout.height_estimate import estimated_fill
from ladder_export.writers.layout.table_layout import printable_grids
from ladder_export.writers.layout.theme_calibration import ThemeCalibration

SAFE_FILL = (
    0.8  # of a page: predictions miss by 0.03 as a rule and by 0.25 at worst (26 real levels, two themes and papers)
)
# With the theme's own measures, in narrowed lines, no prediction of 1,489 (nine ladders, themes and papers) was below
# 0.909 of what was measured: what is said to be less than NEARLY full does not run over.
NARROWED_LINES, PROVABLE_FILL = 0.94, 0.9
INVISIBLE_CATEGORIES = ("Cc", "Cf", "Zs", "Zl", "Zp")  # categories of characters that draw nothing
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def is_safe(document: Document, format_name: str, settings: RenderSettings) -> bool:
    """Whether a document has no problem in a format; False where only making it can tell."""
    if FORMATS[format_name].is_silent:
        return True
    return all_glyphs_available(document, format_name, settings) and (
        document.is_form
        or bool(printable_grids(document))
        or estimated_fill(document, settings, settings.theme.sheet.smallest) < SAFE_FILL
    )


def all_glyphs_available(document: Document, format_name: str, settings: RenderSettings) -> bool:
    """Whether nothing can be wrong with a document but that it does not fit."""
    is_plain_pdf = format_name == "pdf" and not settings.validate and not settings.press
    return is_plain_pdf and _theme_has_glyphs(used_codepoints(document), settings)


def provably_fits(document: Document, settings: RenderSettings, calibration: ThemeCalibration) -> bool:
    """Whether a document fits its page by the measures of its theme, if those tell about all that is in it."""
    pieces = (piece for section in document.sections for piece in section.pieces)
    is_calibrated = all(isinstance(piece, Prose | Bullets) for piece in pieces)
    return (
        is_calibrated
        and estimated_fill(document, settings, settings.theme.sheet.smallest, calibration, NARROWED_LINES)
        < PROVABLE_FILL
    )


def used_codepoints(value: object) -> frozenset[int]:
    """Every code point that a document shows, but for those that draw nothing; and ASCII, which names its parts."""
    return frozenset(
        ord(char)
        for char in set(canonical_text(value))
        if unicodedata.category(char) not in INVISIBLE_CATEGORIES and ord(char) not in VARIATION_SELECTORS
    )


def _theme_has_glyphs(codepoints: frozenset[int], settings: RenderSettings) -> bool:
    """Whether the fonts of the theme have all of them; of those the first has text and the last emoji, as a rule."""
    first, *others = settings.theme.fonts
    for font in (first, *reversed(others)):
        if not codepoints:
            break
        codepoints -= _font_codepoints(*settings.theme.font_place(font.file))
    return not codepoints


@lru_cache(maxsize=64)
def _font_codepoints(folder: Path, font: str) -> frozenset[int]:
    """Every code point that a font has."""
    with open_font(font_file(folder, font)) as face:
        return frozenset(face.getBestCmap() or ())
