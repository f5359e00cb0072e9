"""Choose fonts to measure a company's text with: its own, one of equal widths, or else a wider one for safety."""

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
WIDER_SHARE, MONOSPACED_SHARE = 1.2, 1.35  # of Arial's widths: Verdana and Montserrat take 1.17, Courier New 1.33
TALLEST_LINE_EMS = 1.36  # line height of the tallest common office typeface


def substitute_fonts(theme: Theme, heading: TextStyle, *texts: TextStyle) -> FontPair:
    """Choose the fonts to measure a template's text with: character by character the widest of the fonts of `texts`.

    `heading` counts for the bold font only. Raises BadEnvironment if a font file is missing.
    """
    regular = tuple(_with_level_style(_metrics(theme, style.font, REGULAR), style) for style in texts)
    strong = tuple(_with_level_style(_metrics(theme, style.font, BOLD), style) for style in (heading, *texts))
    return FontPair(_widest_of(regular), _widest_of(strong))


def line_height_of(metrics: FontMetrics) -> float:
    """Return the height of a line in a font as a multiple of the usual single line spacing; at least 1.0."""
    return max(1.0, (metrics.ascent + metrics.descent) / SINGLE_SPACING)


def has_exact_metrics(theme: Theme, family: str) -> bool:
    """Return whether text in a typeface is measured with the right widths; if not, a wider font is used for safety.

    `family` is the typeface's name, such as "Calibri".
    """
    return family.lower() in TWINS or bool(_own_font_file(theme, family, REGULAR))


def _metrics(theme: Theme, family: str, weight: int) -> FontMetrics:
    if file := _own_font_file(theme, family, weight):
        return open_font_metrics(*theme.font_location(file))
    return _similar_metrics(theme.folder, family.lower(), weight)


def _own_font_file(theme: Theme, family: str, weight: int) -> str:
    """Return the theme's font file for a family and weight; empty if it has none.

    The twin that the theme names for its deck comes first, then the theme's own font of that family.
    """
    if family in (theme.deck.body_font, theme.deck.heading_font):
        return theme.deck.regular if weight == REGULAR else theme.deck.bold
    upright = [font for font in theme.fonts if font.family == family and font.style == "normal"]
    nearest: Font | None = min(upright, key=lambda font: abs(font.weight - weight), default=None)
    return f"{nearest.file}@{weight}" if nearest else ""


@lru_cache(maxsize=64)
def _similar_metrics(folder: Path, family: str, weight: int) -> FontMetrics:
    name = "Regular" if weight == REGULAR else "Bold"
    metrics = open_font_metrics(folder, f"fonts/{TWINS.get(family, ARIMO)}-{name}.ttf")
    if family in TWINS:
        return metrics
    share = 1.0 if family in NARROWER else MONOSPACED_SHARE if family in MONOSPACED else WIDER_SHARE
    height = TALLEST_LINE_EMS / (metrics.ascent + metrics.descent)
    widths = {code: width * share for code, width in metrics.widths.items()}
    return FontMetrics(widths, metrics.ascent * height, metrics.descent * height)


@lru_cache(maxsize=64)
def _with_level_style(metrics: FontMetrics, style: TextStyle) -> FontMetrics:
    """Return the metrics of text in a level's style: in capitals, with letter spacing."""
    if not style.is_all_caps and not style.letter_spacing_pt:
        return metrics

    def wider(code: int, width: float) -> float:
        upper = chr(code).upper() if style.is_all_caps else chr(code)
        return (
            max(width, fsum(metrics.widths.get(ord(char), 0.0) for char in upper))
            + style.letter_spacing_pt / style.size_pt
        )

    return FontMetrics(
        {code: wider(code, width) for code, width in metrics.widths.items()}, metrics.ascent, metrics.descent
    )


@lru_cache(maxsize=64)
def _widest_of(candidates: tuple[FontMetrics, ...]) -> FontMetrics:
    """Return metrics as wide and tall as the largest of several, character by character."""
    if all(metrics is candidates[0] for metrics in candidates):
        return candidates[0]
    codes = {code for metrics in candidates for code in metrics.widths}
    widths = {code: max(metrics.widths.get(code, 0.0) for metrics in candidates) for code in codes}
    return FontMetrics(
        widths, max(metrics.ascent for metrics in candidates), max(metrics.descent for metrics in candidates)
    )
