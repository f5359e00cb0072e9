"""Choose a picture of the logo for each background on which documents show it, and its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ladder_export.theme.logo import Picture, stands_out

Ground = Literal["header", "paper", "dark header"]

TALL = 1.35  # a square logo is as much taller than a wide one
WIDE = 3.0  # its width in heights from which a logo is a wide one
WIDEST_MM = 52.0
PX_PER_MM = 6  # a header on a screen is read from further away


class PlacedPicture(NamedTuple):
    """The picture of a logo that is shown on one background.

    `picture` is its name: light, dark or press. `plate` is the colour (`#rrggbb`) of a rectangle behind it that makes
    it stand out; empty if it needs none.
    """

    picture: str
    plate: str


class TemplateLogo(NamedTuple):
    """A logo as a theme's templates use it.

    `src` is its address, `alt` its alternative text. `plated` says whether it has a coloured rectangle behind it. For a
    page on paper, `style` is its size and background as CSS, `width_mm` its width. For a web page, which allows no
    inline style, `width` and `height` are in pixels; `dark` is the logo for dark screens, None if it is the same.
    """

    src: str
    alt: str
    plated: bool
    style: str = ""
    width_mm: float = 0.0
    width: int = 0
    height: int = 0
    dark: TemplateLogo | None = None


@dataclass(frozen=True, slots=True)
class PlacedLogo:
    """A logo and, for each background, the picture of it to show there.

    `pictures` are its pictures by name (light, dark, small, press), `placed` says which is shown on "header", "paper"
    and "dark header". `height_mm` is its height on a sheet, `alt` its alternative text.
    """

    alt: str
    height_mm: float
    pictures: Mapping[str, Picture] = field(repr=False)
    placed: Mapping[Ground, PlacedPicture]

    def on_paper(self, *, press: bool = False, scale: float = 1.0) -> TemplateLogo:
        """Return the logo for the header of a page on paper; with `press`, the CMYK picture.

        `scale` multiplies its size.
        """
        name, plate = PlacedPicture("press", "") if press else self.placed["header"]
        width, height = (round(side * scale, 2) for side in self.size_mm(name))
        ground = f";background:{plate}" if plate else ""
        return TemplateLogo(f"logo:{name}", self.alt, bool(plate), f"width:{width}mm;height:{height}mm{ground}", width)

    def on_screen(self) -> TemplateLogo:
        """Return the logo for the header of a web page, with its pictures as `data:` URLs, which load no files."""
        light, dark = self._inside("header"), self._inside("dark header")
        return light if light == dark else light._replace(dark=dark)

    def _inside(self, ground: Ground) -> TemplateLogo:
        name, plate = self.placed[ground]
        width, height = (round(side * PX_PER_MM) for side in self.size_mm(name))
        return TemplateLogo(self.pictures[name].address, self.alt, bool(plate), width=width, height=height)

    def size_mm(self, name: str) -> tuple[float, float]:
        """Return the width and height in millimetres, on a sheet, of the picture with that name.

        A square picture is up to TALL times as high as a wide one; no picture is wider than WIDEST_MM.
        """
        ratio = self.pictures[name].ratio
        grown = 1 + (TALL - 1) * min(1.0, max(0.0, (WIDE - ratio) / (WIDE - 1)))
        width = min(self.height_mm * grown * ratio, WIDEST_MM)
        return width, width / ratio

    @property
    def icon(self) -> Picture:
        """Return the picture for a web page's icon: the one named small, else light, else dark."""
        return next(self.pictures[name] for name in ("small", "light", "dark") if name in self.pictures)


def choose_picture(pictures: Mapping[str, Picture], ground: str, paper: str, header: str) -> PlacedPicture:
    """Return the picture of a logo to show on the background colour `ground`.

    It is the first of the light and the dark picture that stands out there. If neither does, it is shown on a plate (a
    rectangle behind it) in a colour on which it stands out: `paper`, `header` (both colours of the theme), white or
    black. All colours are `#rrggbb`.
    """
    names = [name for name in ("light", "dark") if name in pictures]
    order = sorted(names, key=lambda name: name != ("dark" if ground != paper else "light"))
    plates = [plate for plate in (paper, header, "#ffffff", "#000000") if plate != ground]
    for behind in (ground, *plates):
        for name in order:
            if stands_out(pictures[name].twin, behind):
                return PlacedPicture(name, "" if behind == ground else behind)
    return PlacedPicture(order[0], "")
