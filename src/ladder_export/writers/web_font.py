"""This file cuts a theme's faces down to the characters of one page, so that a page carries its own fonts."""

from __future__ import annotations

import base64
import ctypes
import io
from collections.abc import Iterator
from contextlib import suppress
from ctypes.util import find_library
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from ladder_export.file_access import read_file
from ladder_export.places import font_file
from ladder_export.problems import BadEnvironment, Problem
from ladder_export.theme import Theme
from ladder_export.writers.font_files import open_font, readable

COUNTED = frozenset("0123456789/ ")  # what the page itself writes


def faces(theme: Theme, css: str, characters: frozenset[str]) -> str:
    """`@font-face` rules with the fonts in them, as WOFF2.

    A family that the style sheet names comes with every character it has, any other with
    those that no family before it has.
    """
    shown = frozenset(ord(character) for character in characters | COUNTED | frozenset(css) if character >= " ")
    return "".join(_rules(theme, css, shown))


def _rules(theme: Theme, css: str, characters: frozenset[int]) -> Iterator[str]:
    families = dict.fromkeys(font.family for font in theme.fonts)
    left = characters
    for position, family in enumerate(families):
        own = [font for font in theme.fonts if font.family == family]
        files = [font_file(theme.folder, font.file) for font in own]
        named = position == 0 or f'"{family}"' in css or f" {family}," in css
        for font, file in zip(own, files, strict=True):
            if wanted := (characters if named else left) & _covered(file):
                yield (
                    f'@font-face{{font-family:"{family}";font-weight:{font.weight};font-style:{font.style};'
                    f"font-display:block;src:url(data:font/woff2;base64,{_woff2(file, wanted)})}}"
                )
        left -= _covered(files[0])


@lru_cache(maxsize=32)
def _covered(file: Path) -> frozenset[int]:
    """The characters a font has."""
    with open_font(file) as font:
        return frozenset(font.getBestCmap() or ())


@lru_cache(maxsize=32)
def _woff2(file: Path, characters: frozenset[int]) -> str:
    """The font with these characters only, the same bytes every time."""
    target = io.BytesIO()
    with readable(file):
        font = TTFont(io.BytesIO(_subset(read_file(file, "font"), characters)), recalcTimestamp=False)
        font.flavor = "woff2"
        font.save(target)
    return base64.b64encode(target.getvalue()).decode("ascii")


def _subset(font: bytes, characters: frozenset[int]) -> bytes:
    """HarfBuzz does in milliseconds what takes fontTools seconds: it has large kerning tables to read (measured)."""
    library = _harfbuzz()
    blob = library.hb_blob_create(font, len(font), 0, None, None)
    face, wish = library.hb_face_create(blob, 0), library.hb_subset_input_create_or_fail()
    wanted = library.hb_subset_input_unicode_set(wish)
    for character in characters:
        library.hb_set_add(wanted, character)
    library.hb_subset_input_set_flags(wish, NO_HINTING | NOTDEF_OUTLINE)
    cut = library.hb_subset_or_fail(face, wish)
    made, length = library.hb_face_reference_blob(cut), ctypes.c_uint()
    data = ctypes.string_at(library.hb_blob_get_data(made, ctypes.byref(length)), length.value)
    for destroy, thing in (
        (library.hb_blob_destroy, made),
        (library.hb_face_destroy, cut),
        (library.hb_subset_input_destroy, wish),
        (library.hb_face_destroy, face),
        (library.hb_blob_destroy, blob),
    ):
        destroy(thing)
    return data


@cache
def _harfbuzz() -> ctypes.CDLL:
    """The library that also cuts the fonts of PDFs. Raises BadEnvironment where it is missing."""
    for name in (*NAMES, find_library("harfbuzz-subset")):
        with suppress(OSError):
            library = ctypes.CDLL(name or NAMES[0])
            for function, (result, *arguments) in FUNCTIONS.items():
                declared = getattr(library, function)
                declared.restype, declared.argtypes = result, arguments
            return library
    raise BadEnvironment(
        Problem(
            "harfbuzz-subset-missing",
            "libharfbuzz-subset is not on this machine: a web page cannot have its fonts without it",
            help="run: apt-get install libharfbuzz-subset0 (macOS: brew install harfbuzz)",
        )
    )


NAMES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
NO_HINTING, NOTDEF_OUTLINE = 0x01, 0x40  # hb_subset_flags_t
THING, NUMBER = ctypes.c_void_p, ctypes.c_uint
FUNCTIONS = {  # what each gives back, then what it takes
    "hb_blob_create": (THING, ctypes.c_char_p, NUMBER, ctypes.c_int, THING, THING),
    "hb_face_create": (THING, THING, NUMBER),
    "hb_subset_input_create_or_fail": (THING,),
    "hb_subset_input_unicode_set": (THING, THING),
    "hb_set_add": (None, THING, NUMBER),
    "hb_subset_input_set_flags": (None, THING, NUMBER),
    "hb_subset_or_fail": (THING, THING, THING),
    "hb_face_reference_blob": (THING, THING),
    "hb_blob_get_data": (THING, THING, ctypes.POINTER(NUMBER)),
    "hb_blob_destroy": (None, THING),
    "hb_face_destroy": (None, THING),
    "hb_subset_input_destroy": (None, THING),
}
