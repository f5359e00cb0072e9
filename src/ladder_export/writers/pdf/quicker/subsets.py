"""This file takes the glyphs of a document out of a font once for all documents that show the same ones."""

from __future__ import annotations

from typing import Any, TypeAlias

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi

Pointer: TypeAlias = Any  # into HarfBuzz: cffi has no types

MOST = 200  # subsets that are kept, of some 5 kB each

_subset = Font._harfbuzz_subset  # noqa: SLF001  # there is no other door to it
_made: dict[object, tuple[bytes, Pointer]] = {}


def quick_subset(font: Font, to_unicode: dict[int, str], hinting: object) -> None:
    """The font's file with these glyphs only: those of headings and icons are mostly the same (measured: 1 %)."""
    key = (int(ffi.cast("uintptr_t", font.hb_face)), frozenset(to_unicode), bool(font.missing), bool(hinting))
    if key in _made:
        font.file_content, _ = _made[key]
        return
    whole = font.file_content
    _subset(font, to_unicode, hinting)
    if font.file_content is whole:  # which WeasyPrint warns of, for every document
        return
    if len(_made) >= MOST:
        _made.clear()
    # The face is kept along, so that no other one comes to stand where it did.
    _made[key] = font.file_content, font.hb_face


METHODS = ((Font, "_harfbuzz_subset", quick_subset),)
