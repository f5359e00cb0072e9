"""This file tells, without setting any text, which documents surely come out without a problem."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from ladder_export.document import Document
from ladder_export.places import font_file
from ladder_export.theme import Look
from ladder_export.theme.tokens import Font
from ladder_export.writers.estimate import fill_at
from ladder_export.writers.grids import grids

SURE = 0.8  # of a page: predictions miss by 0.03 as a rule and by 0.25 at worst (26 real levels, two themes and papers)
NOTHING = ("Cc", "Cf", "Zs", "Zl", "Zp")  # categories of characters that draw nothing
VARIATIONS = range(0xFE00, 0xFE10)
SILENT = (
    "pptx",
    "xlsx",
    "csv",
    "md",
    "json",
)  # formats whose writers find no fault that opening theme and template does not


def sure(document: Document, extension: str, look: Look) -> bool:
    """Whether a document has no problem in a format; False where only making it can tell."""
    if extension in SILENT:
        return True
    if extension != "pdf" or look.validate or look.press:
        return False
    if not characters(document) <= _drawn(look.theme.folder, look.theme.fonts):
        return False
    return document.fillable or bool(grids(document)) or fill_at(document, look, look.theme.sheet.smallest) < SURE


def characters(value: object) -> frozenset[int]:
    """Every code point that a document shows, but for those that draw nothing."""
    found = set[str]()
    _gather(value, found)
    return frozenset(
        ord(char) for char in found if unicodedata.category(char) not in NOTHING and ord(char) not in VARIATIONS
    )


def _gather(value: object, found: set[str]) -> None:
    if isinstance(value, str):
        found.update(value)
    elif isinstance(value, tuple):
        for one in value:
            _gather(one, found)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            _gather(getattr(value, field.name), found)


@lru_cache(maxsize=4)
def _drawn(folder: Path, fonts: tuple[Font, ...]) -> frozenset[int]:
    """Every code point that a font of the theme has."""
    found = set[int]()
    for font in fonts:
        with TTFont(font_file(folder, font.file), lazy=True) as face:
            found.update(face.getBestCmap() or {})
    return frozenset(found)
