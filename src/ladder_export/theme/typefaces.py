"""List the font families that ship with this program, and those whose characters are as wide as an office font's."""

from __future__ import annotations

import tomllib
from functools import cache
from types import MappingProxyType

from ladder_export.files.access import is_file, read_text
from ladder_export.files.resources import BUILT_IN_FONTS, theme_folders

ARIMO, CARLITO, GELASIO = "Arimo", "Carlito", "Gelasio"
# Families with the widths of one of ours.
TWINS = MappingProxyType(
    {
        **dict.fromkeys(("arial", "arimo", "helvetica", "helvetica neue", "liberation sans"), ARIMO),
        **dict.fromkeys(("calibri", "carlito"), CARLITO),
        **dict.fromkeys(("georgia", "gelasio"), GELASIO),
    }
)
WEIGHTS = MappingProxyType({"Light": 300, "Regular": 400, "Italic": 400, "SemiBold": 600, "Bold": 700, "Black": 900})


@cache
def built_in_families() -> dict[str, tuple[tuple[str, int, str], ...]]:
    """Return the built-in font families by name in lower case; each font is its file, weight and style.

    The style is "normal" or "italic".
    """
    table = next(
        (
            root / BUILT_IN_FONTS / "fonts.toml"
            for root in theme_folders()
            if is_file(root / BUILT_IN_FONTS / "fonts.toml")
        ),
        None,
    )
    families: dict[str, list[tuple[str, int, str]]] = {}
    for font in tomllib.loads(read_text(table, "theme file"))["font"] if table else ():
        face = font["file"].rpartition("-")[2].removesuffix(".ttf")
        upright = face.removesuffix("Italic") or "Italic"
        if upright in WEIGHTS:
            style = "italic" if face.endswith("Italic") else "normal"
            families.setdefault(font["family"].lower(), []).append(
                (f"{BUILT_IN_FONTS}/{font['file']}", WEIGHTS[upright], style)
            )
    return {family: tuple(faces) for family, faces in families.items()}


def same_width_fonts(family: str) -> tuple[str, str] | None:
    """Return the regular and bold font files whose characters are as wide as those of an office font such as Arial.

    They are used instead of it when text is measured. None if no built-in font has the widths of `family`.
    """
    name = TWINS.get(family.lower())
    return (f"{BUILT_IN_FONTS}/{name}-Regular.ttf", f"{BUILT_IN_FONTS}/{name}-Bold.ttf") if name else None
