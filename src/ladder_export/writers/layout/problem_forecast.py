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
from ladder_export.writers.layout.height_estimate import fill_at
from ladder_export.writers.layout.table_layout import printable_grids
from ladder_export.writers.layout.theme_calibration import Gauge

SURE = 0.8  # of a page: predictions miss by 0.03 as a rule and by 0.25 at worst (26 real levels, two themes and papers)
# With the theme's own measures, in narrowed lines, no prediction of 1,489 (nine ladders, themes and papers) was below
# 0.909 of what was measured: what is said to be less than NEARLY full does not run over.
NARROWED, NEARLY = 0.94, 0.9
NOTHING = ("Cc", "Cf", "Zs", "Zl", "Zp")  # categories of characters that draw nothing
VARIATIONS = range(0xFE00, 0xFE10)


def sure(document: Document, extension: str, settings: RenderSettings) -> bool:
    """Whether a document has no problem in a format; False where only making it can tell."""
    if FORMATS[extension].is_silent:
        return True
    return drawn(document, extension, settings) and (
        document.is_form
        or bool(printable_grids(document))
        or fill_at(document, settings, settings.theme.sheet.smallest) < SURE
    )


def drawn(document: Document, extension: str, settings: RenderSettings) -> bool:
    """Whether nothing can be wrong with a document but that it does not fit."""
    plain = extension == "pdf" and not settings.validate and not settings.press
    return plain and _all_drawn(characters(document), settings)


def fits_surely(document: Document, settings: RenderSettings, gauge: Gauge) -> bool:
    """Whether a document fits its page by the measures of its theme, if those tell about all that is in it."""
    pieces = (piece for section in document.sections for piece in section.pieces)
    measured = all(isinstance(piece, Prose | Bullets) for piece in pieces)
    return measured and fill_at(document, settings, settings.theme.sheet.smallest, gauge, NARROWED) < NEARLY


def characters(value: object) -> frozenset[int]:
    """Every code point that a document shows, but for those that draw nothing; and ASCII, which names its parts."""
    return frozenset(
        ord(char)
        for char in set(canonical_text(value))
        if unicodedata.category(char) not in NOTHING and ord(char) not in VARIATIONS
    )


def _all_drawn(wanted: frozenset[int], settings: RenderSettings) -> bool:
    """Whether the fonts of the theme have all of them; of those the first has text and the last emoji, as a rule."""
    first, *others = settings.theme.fonts
    for font in (first, *reversed(others)):
        if not wanted:
            break
        wanted -= _drawn(*settings.theme.font_place(font.file))
    return not wanted


@lru_cache(maxsize=64)
def _drawn(folder: Path, font: str) -> frozenset[int]:
    """Every code point that a font has."""
    with open_font(font_file(folder, font)) as face:
        return frozenset(face.getBestCmap() or ())
