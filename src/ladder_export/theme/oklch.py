"""Convert colours to OKLCH and back, change their lightness, and compute contrast by WCAG 2."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import partial
from math import fsum
from typing import NamedTuple

TEXT = 4.5  # the least contrast of text (WCAG 2.2, 1.4.3)
STEPS = 200  # of lightness from black to white
CHROMA_STEPS = 50
NO_STEP = 0.002  # half a step of 8 bits

# Björn Ottosson's matrices (https://bottosson.github.io/posts/oklab/): linear sRGB to cone responses, their roots to
# Oklab, and both back.
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
ROOTS = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
LINEAR = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

Triple = tuple[float, float, float]


class Oklch(NamedTuple):
    """A colour in OKLCH: lightness from 0 to 1, chroma from 0 (grey) to about 0.37, hue in radians."""

    lightness: float
    chroma: float
    hue: float


def contrast(first: str, second: str) -> float:
    """Return the contrast of two `#rrggbb` colours by WCAG 2, from 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """Return the relative luminance (WCAG 2) of a `#rrggbb` colour, from 0 to 1."""
    red, green, blue = _linear(color)
    return fsum((0.2126 * red, 0.7152 * green, 0.0722 * blue))


def oklch(color: str) -> Oklch:
    """Convert a `#rrggbb` colour to OKLCH, in which lightness can be changed without the hue."""
    cones = _product(CONES, _linear(color))
    lightness, a, b = _product(LAB, (math.cbrt(cones[0]), math.cbrt(cones[1]), math.cbrt(cones[2])))
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def to_hex(color: Oklch) -> str:
    """Convert an OKLCH colour to `#rrggbb`.

    The chroma of a colour outside of sRGB is reduced until it is inside; lightness and hue stay.
    """

    def too_strong(step: int) -> bool:
        return not all(-NO_STEP <= value <= 1 + NO_STEP for value in _rgb(color, step / CHROMA_STEPS))

    step = CHROMA_STEPS
    if too_strong(step):
        step = max(0, bisect_left(range(CHROMA_STEPS), x=True, key=too_strong) - 1)
    values = _rgb(color, step / CHROMA_STEPS)
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, value))):02x}" for value in values)


def _rgb(color: Oklch, share: float) -> Triple:
    """Return a colour with a share of its chroma as sRGB; values may lie outside 0 to 1."""
    chroma = color.chroma * share
    lab = (color.lightness, chroma * math.cos(color.hue), chroma * math.sin(color.hue))
    long, medium, short = _product(ROOTS, lab)
    red, green, blue = _product(LINEAR, (long**3, medium**3, short**3))
    return _encoded(red), _encoded(green), _encoded(blue)


def tone(color: str, lightness: float, most_chroma: float) -> str:
    """Return a colour of the same hue at another lightness (0 to 1), with a chroma of at most `most_chroma`.

    Colours are given and returned as `#rrggbb`.
    """
    _, chroma, hue = oklch(color)
    return to_hex(Oklch(lightness, min(chroma, most_chroma), hue))


def least_contrast(color: str, grounds: Iterable[str]) -> float:
    """Return the lowest contrast (1 to 21) of a colour with any of the backgrounds `grounds`, all as `#rrggbb`."""
    return min(contrast(color, ground) for ground in grounds)


def legible(color: str, grounds: tuple[str, ...], ratio: float = TEXT) -> str:
    """Make a text colour lighter or darker, but only as much as it needs for the contrast `ratio` on all `grounds`.

    Colours are given and returned as `#rrggbb`. If no lightness of the hue has that contrast, return black or white,
    whichever has the higher contrast.
    """
    if least_contrast(color, grounds) >= ratio:
        return color
    start, chroma, hue = oklch(color)

    def moved(step: int, sign: int) -> str:
        return to_hex(Oklch(min(1.0, max(0.0, start + sign * step / STEPS)), chroma, hue))

    candidates: list[tuple[int, str]] = []
    for sign in (-1, 1):
        holds = partial(_holds, grounds=grounds, ratio=ratio, moved=partial(moved, sign=sign))
        if holds(STEPS):
            step = bisect_left(range(STEPS), x=True, key=holds)
            candidates.append((step, moved(step, sign)))
    if candidates:
        return min(candidates)[1]
    return max(("#000000", "#ffffff"), key=lambda extreme: least_contrast(extreme, grounds))


def _holds(step: int, grounds: tuple[str, ...], ratio: float, moved: Callable[[int], str]) -> bool:
    return least_contrast(moved(step), grounds) >= ratio


def _linear(color: str) -> Triple:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # IEC 61966-2-1


def _encoded(value: float) -> float:
    if value <= 0.0031308:  # noqa: PLR2004  # as above
        return 12.92 * value
    return 1.055 * math.pow(value, 1 / 2.4) - 0.055


def _product(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (fsum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third
