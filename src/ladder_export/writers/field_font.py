"""This file cuts a font down to what people type into forms: fields embed their font whole (measured on WeasyPrint 70)."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from fontTools.subset import Options, Subsetter

from ladder_export.writers.font_files import edited_font

# Latin with its extensions, punctuation, the euro; without U+FEFF, which PDF/UA-1 forbids.
TYPED = (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2045), 0x20AC)


@lru_cache(maxsize=4)
def field_font(file: Path) -> bytes:
    """The font with the glyphs of TYPED only, the same bytes every time."""
    with edited_font(file) as font:
        subsetter = Subsetter(Options(layout_features=["kern"], hinting=False, notdef_outline=True))
        subsetter.populate(unicodes=TYPED)
        subsetter.subset(font)
        target = io.BytesIO()
        font.save(target)
        return target.getvalue()
