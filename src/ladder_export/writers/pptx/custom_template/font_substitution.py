"""This file finds fonts to measure a company's typefaces with: the same, their metric twins, or wider ones for safety."""

from __future__ import annotations

from functools import lru_cache
from math import fsum
from pathlib import Path

from ladder_export.theme import Theme
from ladder_export.theme.pptx_template.text_style import TextStyle
from ladder_export.theme.tokens import Font
from ladder_export.theme.typefaces import ARIMO, TWINS
from ladder_export.writers.fonts.text_metrics import SINGLE_SPACING, FontMetrics, FontPair, open_font_metrics

REGULAR, BOLD = 400, 700

NARROWER = {
    *("calibri light", "candara", "corbel", "gill sans mt", "franklin gothic book", "arial narrow"),
    *("times new roman", "garamond", "cambria", "constantia", "perpetua"),
}
MONOSPACED = {"courier new", "consolas", "lucida console", "cascadia mono"}
WIDER, WIDEST = 1.2, 1.35  # of Arial's widths: Verdana and Montserrat take 1.17, Courier New 1.33
TALLER = 1.36  # ems a line takes in the tallest of the typefaces that offices use


def faces(theme: Theme, heading: TextStyle, *texts: TextStyle) -> FontPair:
    """What to measure with: text in the widest of its styles, bold in that or the title's if it is wider.

    Raises BadEnvironment when a font to measure with is not on this machine.
    """
    regular = tuple(_styled(_face(theme, style.font, REGULAR), style) for style in texts)
    strong = tuple(_styled(_face(theme, style.font, BOLD), style) for style in (heading, *texts))
    return FontPair(_widest(regular), _widest(strong))


def tall(face: FontMetrics) -> float:
    """How many times single spacing a line of this face takes where a program asks the font for its height."""
    return max(1.0, (face.ascent + face.descent) / SINGLE_SPACING)


def known(theme: Theme, family: str) -> bool:
    """Whether a typeface is measured with its own widths or those of its twin, not with a generous guess."""
    return family.lower() in TWINS or bool(_own(theme, family, REGULAR))


def _face(theme: Theme, family: str, weight: int) -> FontMetrics:
    if file := _own(theme, family, weight):
        return open_font_metrics(*theme.font_place(file))
    return _resembling(theme.folder, family.lower(), weight)


def _own(theme: Theme, family: str, weight: int) -> str:
    """The theme's file of a family: the twin it names for its deck, else its own face of that family."""
    if family in (theme.deck.body_font, theme.deck.heading_font):
        return theme.deck.regular if weight == REGULAR else theme.deck.bold
    upright = [font for font in theme.fonts if font.family == family and font.style == "normal"]
    nearest: Font | None = min(upright, key=lambda font: abs(font.weight - weight), default=None)
    return f"{nearest.file}@{weight}" if nearest else ""


@lru_cache(maxsize=64)
def _resembling(folder: Path, family: str, weight: int) -> FontMetrics:
    name = "Regular" if weight == REGULAR else "Bold"
    face = open_font_metrics(folder, f"fonts/{TWINS.get(family, ARIMO)}-{name}.ttf")
    if family in TWINS:
        return face
    share = 1.0 if family in NARROWER else WIDEST if family in MONOSPACED else WIDER
    height = TALLER / (face.ascent + face.descent)
    widths = {code: wide * share for code, wide in face.widths.items()}
    return FontMetrics(widths, face.ascent * height, face.descent * height)


@lru_cache(maxsize=64)
def _styled(face: FontMetrics, style: TextStyle) -> FontMetrics:
    """The face as a level sets it: in capitals, with room between the letters."""
    if not style.caps and not style.tracking:
        return face

    def wide(code: int, width: float) -> float:
        upper = chr(code).upper() if style.caps else chr(code)
        return max(width, fsum(face.widths.get(ord(char), 0.0) for char in upper)) + style.tracking / style.size

    return FontMetrics({code: wide(code, width) for code, width in face.widths.items()}, face.ascent, face.descent)


@lru_cache(maxsize=64)
def _widest(faces_of: tuple[FontMetrics, ...]) -> FontMetrics:
    """A face that is as wide and tall as the largest of several, letter by letter."""
    if all(face is faces_of[0] for face in faces_of):
        return faces_of[0]
    codes = {code for face in faces_of for code in face.widths}
    widths = {code: max(face.widths.get(code, 0.0) for face in faces_of) for code in codes}
    return FontMetrics(widths, max(face.ascent for face in faces_of), max(face.descent for face in faces_of))
