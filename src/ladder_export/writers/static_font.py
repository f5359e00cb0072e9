"""This file makes a static font of a variable one: an engine would make one anew for every document (18 % of a sheet)."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont

VARIATIONS = ("fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "STAT")  # OpenType 1.9, "Font variations"


def static_font(file: Path, weight: int) -> bytes:
    """The font's bytes; without its variations where it is set at the weight that its outlines have by themselves."""
    data = file.read_bytes()
    with TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        if "fvar" not in font or "glyf" not in font:
            return data
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        if axes != {"wght": weight}:
            return data
        for name in VARIATIONS:
            if name in font:
                del font[name]
        target = io.BytesIO()
        font.save(target, reorderTables=None)
        return target.getvalue()
