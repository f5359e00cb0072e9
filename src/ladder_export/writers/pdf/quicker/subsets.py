"""This file takes the glyphs of a document out of a font, by the subsetter that every machine has, once for all documents that show the same ones."""

from __future__ import annotations

from typing import Any, TypeAlias

from weasyprint.logger import LOGGER
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi

from ladder_export.writers.font_subset import glyphs_subset

Pointer: TypeAlias = Any  # into HarfBuzz: cffi has no types

MOST = 200  # subsets that are kept, of some 5 kB each

_made: dict[object, tuple[bytes, Pointer]] = {}


def subset(font: Font, to_unicode: dict[int, str], hinting: object) -> None:
    """The font's file with these glyphs only: those of headings and icons are mostly the same (measured: 1 %)."""
    if not to_unicode:
        return
    key = (int(ffi.cast("uintptr_t", font.hb_face)), frozenset(to_unicode), bool(font.missing), bool(hinting))
    if key not in _made:
        try:
            cut = glyphs_subset(
                font.file_content, font.index, to_unicode, hinting=bool(hinting), notdef=bool(font.missing)
            )
        except RuntimeError:
            LOGGER.warning('Unable to subset "%s" with HarfBuzz', font.family)
            return
        if len(_made) >= MOST:
            _made.clear()
        # The face is kept along, so that no other one comes to stand where it did.
        _made[key] = cut, font.hb_face
    font.file_content, _ = _made[key]
