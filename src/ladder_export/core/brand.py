"""This file is a brand as a ladder names it: colours, typefaces and logo files with their places, before any file is opened."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.core.problems import Span


@dataclass(frozen=True, slots=True)
class BrandColor:
    """One colour by its role, such as primary: sRGB as `#rrggbb`, and where it was written."""

    role: str
    hex: str
    span: Span


@dataclass(frozen=True, slots=True)
class BrandFile:
    """A file by its path below the ladder's folder, and where it was named."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Logo:
    """The files of a logo: `light` stands on light grounds, `dark` on dark ones, `small` where there is little room.

    `press` is in the inks of a press. `height_mm` is how tall it stands on a sheet; `alt` is what it says to who cannot
    see it.
    """

    light: BrandFile | None = None
    dark: BrandFile | None = None
    small: BrandFile | None = None
    press: BrandFile | None = None
    alt: str = ""
    height_mm: float = 8.0

    @property
    def files(self) -> tuple[BrandFile, ...]:
        """Every file it names, each once."""
        named = (self.light, self.dark, self.small, self.press)
        return tuple({file.path: file for file in named if file}.values())


@dataclass(frozen=True, slots=True)
class BrandFont:
    """One face of a family, in a file of the ladder's folder."""

    family: str
    file: BrandFile
    weight: int
    style: str


@dataclass(frozen=True, slots=True)
class BrandFamily:
    """A family by its name, and where it was named."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Brand:
    """What a ladder says of its brand.

    `colors` have one of each role: primary, secondary, accent, foreground, background. `inks` are those of the primary
    in per cent of cyan, magenta, yellow and black. `tracks` are accents by the track's id. `base`, `headings` and `deck`
    are families of text, of titles, and of slides. `unused` are the keys of its file that have no effect.
    """

    span: Span
    name: str = ""
    colors: tuple[BrandColor, ...] = ()
    inks: tuple[float, ...] = ()
    logo: Logo | None = None
    fonts: tuple[BrandFont, ...] = ()
    base: BrandFamily | None = None
    headings: BrandFamily | None = None
    deck: BrandFamily | None = None
    tracks: tuple[BrandColor, ...] = ()
    unused: tuple[str, ...] = ()

    def color(self, role: str) -> BrandColor | None:
        """Return the colour of a role; None where it is left out."""
        return next((color for color in self.colors if color.role == role), None)

    @property
    def files(self) -> tuple[BrandFile, ...]:
        """Every picture and font that it names."""
        return (*(self.logo.files if self.logo else ()), *(font.file for font in self.fonts))
