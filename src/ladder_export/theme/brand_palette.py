"""Derive the colours of a theme from those of a company's brand, with enough contrast for text on every background."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ladder_export.core.brand import Brand, BrandColor
from ladder_export.theme.oklch import TEXT, contrast, legible, luminance, oklch, tone
from ladder_export.theme.tokens import CmykPalette, Colors

MARGIN = 5.0  # the contrast of what is moved: a card under the mouse is a little darker than its ground
COLORED = 0.04  # chroma from which a colour is no grey
LARGE = 3.0  # the least contrast of large text and of marks (WCAG 2.2, 1.4.3 and 1.4.11)
LIGHT = 0.75  # luminance from which a ground passes for paper
WHITE = "#ffffff"

# Text and what it may stand on. The first is set in the ratio of text, also where it is large.
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "heading", "quiet", "accent") for ground in ("paper", "band")),
    *((text, "brand") for text in ("on_brand", "on_brand_quiet", "on_brand_accent")),
)


@dataclass(frozen=True, slots=True)
class ReplacedColor:
    """A brand colour that has too little contrast for one use, and the colour that is used there instead.

    `use` says where, in words such as "as text on paper". `used` is the other colour as `#rrggbb`. `ratio` is the
    contrast that the brand's own colour would have there, from 1 to 21.
    """

    color: BrandColor
    ratio: float
    use: str
    used: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme with a brand applied.

    `colors` are those on paper and light screens, `dark` those on dark screens, None if the theme has none. `moved` are
    the brand's colours that were replaced because they have too little contrast.
    """

    colors: Colors
    dark: Colors | None
    moved: tuple[ReplacedColor, ...]


def palette(brand: Brand, light: Colors, dark: Colors | None) -> Palette:
    """Apply a brand's colours to a theme's colours; without brand colours, the theme's stay as they are.

    `light` are the theme's colours on paper and light screens, `dark` those on dark screens, None if it has none.
    """
    if not brand.colors:
        return Palette(light, dark, ())
    colors = _on_paper(brand, light)
    return Palette(colors, _on_dark(brand, dark) if dark else None, tuple(_moved(brand, colors)))


def with_accent(colors: Colors, accent: str) -> Colors:
    """Return a theme's colours with `accent` as the colour of bullets, made lighter or darker where not legible."""
    grounds = (colors.paper, colors.band)
    shown = legible(accent, grounds, MARGIN)
    on_brand = shown if colors.brand == colors.paper else legible(accent, (colors.brand,))
    return colors.model_copy(update={"accent": shown, "on_brand_accent": on_brand})


def pairs(colors: Colors) -> Iterator[tuple[str, str, float]]:
    """Yield every pair of a text colour and a background it is used on: their names and their contrast (1 to 21)."""
    for text, ground in PAIRS:
        yield text, ground, contrast(getattr(colors, text), getattr(colors, ground))


def guessed_inks(colors: Colors, primary: str, inks: tuple[float, ...], icc: str) -> CmykPalette:
    """Convert a theme's RGB colours to CMYK inks in per cent, all greys in black only.

    If `inks` is not empty, colours equal to `primary` get these inks instead. `icc` is the file name of a colour
    profile, which becomes a part of the result.
    """
    inks_by_name = {name: _inks(str(value)) for name, value in colors.model_dump().items()}
    if inks:
        inks_by_name |= {name: inks for name, value in colors.model_dump().items() if value == primary}
    return CmykPalette.model_validate({**inks_by_name, "icc": icc})


def _inks(color: str) -> tuple[float, ...]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    key = 1 - max(red, green, blue)
    if key == 1:
        return 0, 0, 0, 100
    parts = ((1 - share - key) / (1 - key) for share in (red, green, blue))
    return (*(float(round(100 * share)) for share in parts), float(round(100 * key)))


def _primary(brand: Brand) -> str:
    """Return the colour that sets the hue of all others: the primary, else the accent, the secondary or the first."""
    named = brand.color("primary") or brand.color("accent") or brand.color("secondary") or brand.colors[0]
    return named.hex


def accent_of(brand: Brand) -> BrandColor | None:
    """Return the brand's colour for bullets: its accent, else its secondary unless that is grey, else its primary.

    None if the brand has none of these.
    """
    secondary = brand.color("secondary")
    colored = secondary if secondary and oklch(secondary.hex).chroma >= COLORED else None
    return brand.color("accent") or colored or brand.color("primary")


def _on_paper(brand: Brand, base: Colors) -> Colors:
    primary, background, foreground = _primary(brand), brand.color("background"), brand.color("foreground")
    paper = background.hex if background and luminance(background.hex) >= LIGHT else base.paper
    band = tone(primary, 0.955, 0.018)
    grounds = (paper, band)
    source = accent_of(brand)
    accent = legible(source.hex if source else base.accent, grounds, MARGIN)
    plain = {
        "ink": legible(foreground.hex if foreground else tone(primary, 0.25, 0.02), grounds, MARGIN),
        "heading": legible(tone(primary, min(0.38, oklch(primary).lightness), 0.13), grounds, MARGIN),
        "quiet": legible(tone(primary, 0.48, 0.02), grounds, MARGIN),
        "accent": accent,
        "band": band,
        "hairline": tone(primary, 0.84, 0.015),
        "paper": paper,
    }
    if base.brand == base.paper:
        return base.model_copy(update=plain | _bare(plain))
    return base.model_copy(update=plain | _on_ground(_ground(primary), source.hex if source else ""))


def _ground(primary: str) -> str:
    """Return the primary as a background; one with nearly enough contrast for white text is darkened until it has enough."""
    nearly = LARGE <= contrast(WHITE, primary) < TEXT
    return legible(primary, (WHITE,), MARGIN) if nearly else primary


def _bare(colors: dict[str, str]) -> dict[str, str]:
    """Return the header's tokens for a theme whose header has the colour of the paper."""
    return {
        "brand": colors["paper"],
        "on_brand": colors["ink"],
        "on_brand_quiet": colors["quiet"],
        "on_brand_accent": colors["accent"],
    }


def _on_ground(ground: str, accent: str) -> dict[str, str]:
    """Return the header's tokens for a header in the brand's colour, with text in a colour that is legible on it."""
    text = WHITE if contrast(WHITE, ground) >= TEXT else legible(tone(ground, 0.2, 0.03), (ground,))
    is_dark = text == WHITE
    quiet = legible(tone(ground, 0.83 if is_dark else 0.32, 0.04), (ground,))
    bright = oklch(accent or ground)
    tinted = tone(accent or ground, 0.85 if is_dark else 0.3, 0.14)
    mark = legible(tinted, (ground,)) if bright.chroma >= COLORED else text
    return {"brand": ground, "on_brand": text, "on_brand_quiet": quiet, "on_brand_accent": mark}


def _on_dark(brand: Brand, base: Colors) -> Colors:
    primary, source = _primary(brand), accent_of(brand)
    paper, band = tone(primary, 0.2, 0.015), tone(primary, 0.26, 0.022)
    grounds = (paper, band)
    accent = source.hex if source else base.accent
    plain = {
        "ink": tone(primary, 0.94, 0.01),
        "heading": tone(primary, 0.9, 0.04),
        "quiet": legible(tone(primary, 0.76, 0.02), grounds, MARGIN),
        "accent": legible(tone(accent, max(0.75, oklch(accent).lightness), 0.15), grounds, MARGIN),
        "band": band,
        "hairline": tone(primary, 0.4, 0.02),
        "paper": paper,
    }
    if base.brand == base.paper:
        return base.model_copy(update=plain | _bare(plain))
    return base.model_copy(update=plain | _on_ground(tone(primary, 0.25, 0.06), accent))


def _moved(brand: Brand, colors: Colors) -> Iterator[ReplacedColor]:
    """Yield the brand colours that were replaced for lack of contrast."""
    primary = brand.color("primary")
    if primary and colors.brand not in (colors.paper, primary.hex):
        yield ReplacedColor(primary, contrast(primary.hex, colors.on_brand), "below white text", colors.brand)
    for color, token in ((accent_of(brand), "accent"), (brand.color("foreground"), "ink")):
        if color:
            grounds = (("paper", colors.paper), ("band", colors.band))
            ratio, ground = min((contrast(color.hex, value), name) for name, value in grounds)
            if ratio < TEXT:
                yield ReplacedColor(color, ratio, f"as text on {ground}", str(getattr(colors, token)))
