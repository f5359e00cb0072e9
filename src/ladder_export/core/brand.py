"""A brand as a ladder describes it: colours, fonts and logo files with their paths, before any file is opened."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.core.problems import Span


@dataclass(frozen=True, slots=True)
class BrandColor:
    """One colour of a brand: its role, such as primary, its sRGB value `#rrggbb`, and its location in the source."""

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
    """The files of a logo: for light and dark backgrounds, for little space, and in CMYK inks (`press`).

    `height_mm` is its height on a sheet; `alt` is its alternative text.
    """

    light: BrandFile | None = None
    dark: BrandFile | None = None
    small: BrandFile | None = None
    press: BrandFile | None = None
    alt: str = ""
    height_mm: float = 8.0

    @property
    def files(self) -> tuple[BrandFile, ...]:
        """Return every file of the logo, each path once."""
        named = (self.light, self.dark, self.small, self.press)
        return tuple({file.path: file for file in named if file}.values())


@dataclass(frozen=True, slots=True)
class BrandFont:
    """One font of a family, as a file in the ladder's folder; `weight` is from 100 to 900, `style` normal or italic."""

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
    """The brand of a ladder.

    `colors` holds at most one colour per role: primary, secondary, accent, foreground, background. `inks` are cyan,
    magenta, yellow and black of the primary colour in per cent. `tracks` are accent colours by the track's id. `base`,
    `headings` and `deck` are the families of text, of headings and of slides. `unused` lists keys of the brand file
    without effect.
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
        """Return the colour of a role, such as primary; None if the brand has none."""
        return next((color for color in self.colors if color.role == role), None)

    @property
    def files(self) -> tuple[BrandFile, ...]:
        """Return every image and font file of the brand."""
        return (*(self.logo.files if self.logo else ()), *(font.file for font in self.fonts))
