"""Subset fonts with the HarfBuzz of a Python package, which gives the same bytes on every machine."""

from __future__ import annotations

from weasyprint.logger import LOGGER
from weasyprint.pdf.fonts import Font

from ladder_export.writers.fonts.font_subset import subset_by_glyphs


def subset(font: Font, to_unicode: dict[int, str], hinting: object) -> None:
    """Reduce a font of a PDF to the glyphs in `to_unicode` (text by glyph number); log a warning if that fails.

    Replaces WeasyPrint's `Font.subset`. With `hinting`, the font's instructions for low resolutions stay.
    """
    if not to_unicode:
        return
    try:
        font.file_content = subset_by_glyphs(
            font.file_content, font.index, to_unicode, hinting=bool(hinting), notdef=bool(font.missing)
        )
    except RuntimeError:
        LOGGER.warning('Unable to subset "%s" with HarfBuzz', font.family)
