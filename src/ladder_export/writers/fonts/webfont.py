"""Web fonts: subsets of a theme's fonts for the characters of one page, embedded in the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from ladder_export.files.access import read_file
from ladder_export.files.resources import font_file
from ladder_export.theme import Theme
from ladder_export.writers.fonts.font_files import font_errors_as_bad_theme
from ladder_export.writers.fonts.font_subset import font_characters, static_instance, subset_by_characters

SCRIPT_CHARACTERS = frozenset("0123456789/ ")  # characters that the page's script writes


def font_face_rules(theme: Theme, css: str, characters: frozenset[str], language: str) -> dict[str, str]:
    """Return CSS rules (`@font-face`) with embedded fonts for a web page, by font family, in order of preference.

    `characters` are those of the page. The first family, and each that the CSS names, has all of them that its font
    has; other families have only those that no earlier family has. `language` decides the order of families.
    """
    codepoints = frozenset(
        ord(character) for character in characters | SCRIPT_CHARACTERS | frozenset(css) if character >= " "
    )
    return dict(_rules(theme, css, codepoints, language))


def _rules(theme: Theme, css: str, characters: frozenset[int], language: str) -> Iterator[tuple[str, str]]:
    remaining = characters
    for position, family in enumerate(theme.families(language)):
        family_fonts = [font for font in theme.fonts if font.family == family]
        files = [font_file(*theme.font_location(font.file)) for font in family_fonts]
        is_named = position == 0 or _names(css, family)
        rules = [
            f'@font-face{{font-family:"{family}";font-weight:{font.weight};font-style:{font.style};'
            f"font-display:block;src:url(data:font/woff;base64,{_woff(file, font.weight, wanted)})}}"
            for font, file in zip(family_fonts, files, strict=True)
            if (wanted := (characters if is_named else remaining) & _covered_codepoints(file))
        ]
        if rules:
            yield family, "".join(rules)
        remaining -= _covered_codepoints(files[0])


def _names(css: str, family: str) -> bool:
    return f'"{family}"' in css or f" {family}," in css


@lru_cache(maxsize=32)
def _covered_codepoints(file: Path) -> frozenset[int]:
    """Return the code points that a font has."""
    with font_errors_as_bad_theme(file):
        return font_characters(read_file(file, "font"))


@lru_cache(maxsize=32)
def _woff(file: Path, weight: int, characters: frozenset[int]) -> str:
    """Return a font at a weight with these code points only, as WOFF in base64; equal input gives equal bytes.

    WOFF2 would be a fifth smaller, but take much longer to compress.
    """
    target = io.BytesIO()
    with font_errors_as_bad_theme(file):
        instance = static_instance(read_file(file, "font"), weight)
        font = TTFont(io.BytesIO(subset_by_characters(instance, characters)), recalcTimestamp=False, lazy=True)
        font.flavor = "woff"
        font.save(target)
    return base64.b64encode(target.getvalue()).decode("ascii")
