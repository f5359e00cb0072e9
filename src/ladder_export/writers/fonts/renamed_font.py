"""Fonts under family names of our own, for programs that can find a font by its family only, not by its file."""

from __future__ import annotations

import io
from typing import Any

from fontTools.ttLib import TTFont

FAMILY_NAME, STYLE_NAME, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 4, 6  # name IDs of OpenType
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409


def renamed_font(data: bytes, family: str) -> bytes:
    """Return a font file's bytes under another family name, as the only style of that family."""
    target = io.BytesIO()
    with TTFont(io.BytesIO(data), recalcTimestamp=False, lazy=True) as font:
        names: Any = font["name"]  # tables get their fields when read
        names.names = []
        for number in (FAMILY_NAME, STYLE_NAME, FULL_NAME, POSTSCRIPT_NAME):
            name = "Regular" if number == STYLE_NAME else family
            names.setName(name, number, WINDOWS, UNICODE, ENGLISH)
        font.save(target)
    return target.getvalue()
