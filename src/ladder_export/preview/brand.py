"""Read the brand of a ladder for the preview page: its logo, its icon and its accent colours."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from ladder_export.reading import read
from ladder_export.theme import open_theme
from ladder_export.theme.branding import with_brand
from ladder_export.theme.placed_logo import choose_picture

# The ground of the page's header on a light and on a dark screen, as in page.css.
HEADER_GROUNDS = {"light": "#ffffff", "dark": "#121c24"}
PX_PER_MM = 6


@dataclass(frozen=True, slots=True)
class PageLogo:
    """The logo of the preview page for one kind of screen: `screen` is "light" or "dark".

    `src` is the picture as a data URL, `alt` its description, `width` and `height` are CSS px. `plate` is the colour
    ("#RRGGBB") of a rectangle behind the logo where it would not stand out; empty for none.
    """

    screen: str
    src: str
    alt: str
    width: int
    height: int
    plate: str


@dataclass(frozen=True, slots=True)
class PageBrand:
    """A company's brand as the preview page shows it.

    `icon` is the icon of the browser tab as a data URL. `logos` has one for each kind of screen, or is empty. `colors`
    has the accent colour ("#RRGGBB") by kind of screen ("light", "dark").
    """

    icon: str
    logos: tuple[PageLogo, ...]
    colors: dict[str, str]

    def as_json(self) -> dict[str, object]:
        """Return the brand as keys and values of a JSON object."""
        return asdict(self)


def read_page_brand(ladder: Path, theme_name: str) -> PageBrand | None:
    """Read the brand of a ladder as the preview page shows it, in the theme `theme_name`; None if it has no brand.

    Raises InvalidLadder or BadTheme, as a build does.
    """
    brand = read(ladder)[0].brand
    if brand is None:
        return None
    theme = with_brand(open_theme(theme_name), brand, ladder if ladder.is_dir() else ladder.parent)
    colors = {"light": theme.colors.accent} | ({"dark": theme.dark.accent} if theme.dark else {})
    if not theme.logo:
        return PageBrand("data:,", (), colors)
    logos = list[PageLogo]()
    for screen, ground in HEADER_GROUNDS.items():
        name, plate = choose_picture(theme.logo.pictures, ground, HEADER_GROUNDS["light"], theme.colors.brand)
        width, height = (round(side * PX_PER_MM) for side in theme.logo.size_mm(name))
        logos.append(PageLogo(screen, theme.logo.pictures[name].address, theme.logo.alt, width, height, plate))
    return PageBrand(theme.logo.icon.address, tuple(logos), colors)
