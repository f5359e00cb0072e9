"""Subset fonts with the HarfBuzz of a wheel, which gives the same bytes on every machine; the system's does not."""

from __future__ import annotations

from weasyprint.logger import LOGGER
from weasyprint.pdf.fonts import Font

from ladder_export.writers.fonts.font_subset import subset_by_glyphs


def subset(font: Font, to_unicode: dict[int, str], hinting: object) -> None:
    """Reduce a font of a PDF to the glyphs in `to_unicode`; where that fails, leave it as it is and log a warning."""
    if not to_unicode:
        return
    try:
        font.file_content = subset_by_glyphs(
            font.file_content, font.index, to_unicode, hinting=bool(hinting), notdef=bool(font.missing)
        )
    except RuntimeError:
        LOGGER.warning('Unable to subset "%s" with HarfBuzz', font.family)
