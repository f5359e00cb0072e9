"""A brand as a ladder describes it: colours, fonts and logos. It has the paths of files, which are not opened here."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.core.problems import Span


@dataclass(frozen=True, slots=True)
class BrandColor:
    """One colour of a brand: its sRGB value `#rrggbb`, what it is for, and where in the YAML it is written.

    `role` is primary, secondary, accent, foreground or background; for the colour of a track, the track's id.
    """

    role: str
    hex: str
    span: Span


@dataclass(frozen=True, slots=True)
class BrandFile:
    """An image or font file of a brand: its path below the ladder's folder, and where in the YAML it is named."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Logo:
    """The image files of a logo, each None if there is none.

    `light` is for light backgrounds, `dark` for dark ones, `small` for small spaces such as a web page's icon, `press`
    for printing presses (CMYK). `alt` is the alternative text, `height_mm` the height on a sheet in millimetres.
    """

    light: BrandFile | None = None
    dark: BrandFile | None = None
    small: BrandFile | None = None
    press: BrandFile | None = None
    alt: str = ""
    height_mm: float = 8.0

    @property
    def files(self) -> tuple[BrandFile, ...]:
        """Return the image files of the logo; a file that several variants use occurs once."""
        named = (self.light, self.dark, self.small, self.press)
        return tuple({file.path: file for file in named if file}.values())


@dataclass(frozen=True, slots=True)
class BrandFont:
    """A font file of a family, in the ladder's folder; `weight` is 100 (thin) to 900, `style` normal or italic."""

    family: str
    file: BrandFile
    weight: int
    style: str


@dataclass(frozen=True, slots=True)
class BrandFamily:
    """The name of a font family, and where in the brand's YAML it is named."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Brand:
    """The brand of a ladder: the company's name, colours, logo and fonts.

    `colors` holds at most one colour for each of the roles primary, secondary, accent, foreground and background.
    `inks` are the shares of cyan, magenta, yellow and black in the primary colour, in per cent; empty if not given.
    `tracks` are accent colours of tracks, each with the track's id as its role. `base`, `headings` and `deck` are the
    font families of running text, titles and slides, None for the theme's. `unused` lists keys of the brand file that
    have no effect.
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
        """Return the colour with a role, such as primary; None if the brand has no such colour."""
        return next((color for color in self.colors if color.role == role), None)

    @property
    def files(self) -> tuple[BrandFile, ...]:
        """Return the image files of the logo, then the font files."""
        return (*(self.logo.files if self.logo else ()), *(font.file for font in self.fonts))
