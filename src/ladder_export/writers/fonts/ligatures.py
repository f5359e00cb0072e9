"""Ligatures (one glyph for several characters, such as "fi"): the texts for which they stand.

WeasyPrint leaves these texts out of a PDF in some cases; they are then taken from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from ladder_export.writers.fonts.font_files import open_font

LIGATURE_LOOKUP = 4  # lookup type "ligature substitution", OpenType 1.9, GSUB
EXTENSION_LOOKUP = 7  # lookup type "extension": points to another lookup


@lru_cache(maxsize=4)
def ligature_readings(file: Path) -> Mapping[int, tuple[str, ...]]:
    """Return the texts for which each ligature glyph of a font may stand, longest first, by glyph number.

    Empty for a font without ligatures.
    """
    with open_font(file) as font:
        if "GSUB" not in font:
            return {}
        characters: dict[str, list[str]] = {}
        for code, glyph in (font.getBestCmap() or {}).items():
            characters.setdefault(glyph, []).append(chr(code))
        readings_by_glyph: dict[int, set[str]] = {}
        for glyph, parts in _replacements(font["GSUB"].table.LookupList.Lookup):
            for reading in product(*(characters.get(component, ()) for component in parts)):
                readings_by_glyph.setdefault(font.getGlyphID(glyph), set()).add("".join(reading))
        return {
            glyph: tuple(sorted(readings, key=lambda text: (-len(text), text)))
            for glyph, readings in readings_by_glyph.items()
        }


def _replacements(lookups: Any) -> Iterator[tuple[str, tuple[str, ...]]]:  # noqa: ANN401  # fontTools makes these classes as it reads
    """Yield each ligature glyph with the glyphs that it replaces."""
    for lookup in lookups:
        for table in lookup.SubTable:
            inner = table.ExtSubTable if lookup.LookupType == EXTENSION_LOOKUP else table
            if inner.LookupType == LIGATURE_LOOKUP:
                for first, ligatures in inner.ligatures.items():
                    for ligature in ligatures:
                        yield ligature.LigGlyph, (first, *ligature.Component)
