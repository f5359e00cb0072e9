"""A report on a ladder's brand: colours, logo and typefaces as documents use them, and a page that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ladder_export.core.problems import BadRequest, Problem
from ladder_export.core.request import DEFAULT_THEME
from ladder_export.files.user_files import file_name, write_files
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.theme.brand_palette import pairs
from ladder_export.theme.branding import with_brand
from ladder_export.theme.placed_logo import PlacedLogo
from ladder_export.theme.tokens import Colors


@dataclass(frozen=True, slots=True)
class ColorPair:
    """A text colour on a background colour, and their contrast by WCAG 2, from 1 (none) to 21.

    `text` and `ground` are the names of text and background colour in theme.toml; `color` and `on` are these colours as
    "#RRGGBB".
    """

    text: str
    color: str
    ground: str
    on: str
    contrast: float


@dataclass(frozen=True, slots=True)
class BrandReport:
    """How documents will use a brand, as the command `brand` prints it.

    `name` is that of the company or ladder. `colors` are role and "#RRGGBB" of each colour. `light` and `dark` are text
    colours on backgrounds, on paper and on dark screens. `logo` lists backgrounds, each with the picture used on it and
    the colour of a rectangle behind the picture (empty for none). `typefaces` are empty where the theme's are used.
    `deck` is the font of slides; `unused` are keys of the brand that have no effect.
    """

    name: str
    theme: str
    colors: tuple[tuple[str, str], ...]
    light: tuple[ColorPair, ...]
    dark: tuple[ColorPair, ...]
    logo: tuple[tuple[str, str, str], ...]
    typefaces: tuple[str, ...]
    deck: str
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """Return the report as keys and values of a JSON object."""
        return {**asdict(self), "problems": [problem.as_json() for problem in self.problems]}


def make_brand_report(ladder: Path, theme: str | None, output: Path | None) -> BrandReport:
    """Return the report on a ladder's brand in a theme; with `output`, also write a PDF page that shows the brand.

    `theme` is a name or folder, None for the ladder's own choice. Raises InvalidLadder or BadTheme with all problems,
    BadRequest for a ladder without a brand, BadOutput if the page cannot be written.
    """
    contents, problems = read(ladder)
    if contents.brand is None:
        remedy = 'start one: in ladder.yaml, brand: {logo: logo.svg, color: "#12344d"}, or put a _brand.yml beside it'
        raise BadRequest(Problem("no-brand", "this ladder has no brand", help=remedy))
    plain = open_theme(theme or contents.export.theme or DEFAULT_THEME)
    settings = with_brand(plain, contents.brand, ladder if ladder.is_dir() else ladder.parent)
    name = contents.brand.name or contents.organisation or contents.title
    if output:
        file = file_name(output, "brand.pdf")
        from ladder_export.writers.pdf.brand_page import brand_page  # noqa: PLC0415  # it loads an engine

        page = brand_page(RenderSettings(settings), name, contents.language)
        write_files(output.parent, {file: page}, force=True)
    return BrandReport(
        name=name,
        theme=plain.name,
        colors=tuple((color.role, color.hex) for color in contents.brand.colors),
        light=_color_pairs(settings.colors),
        dark=_color_pairs(settings.dark),
        logo=_placed_logo(settings.logo),
        typefaces=settings.families()[:2] if settings.fonts[0] != plain.fonts[0] else (),
        deck=settings.deck.heading_font,
        unused=contents.brand.unused,
        problems=(*_in_file(problems, contents.brand.span.file), *settings.warnings),
    )


def _in_file(problems: Iterable[Problem], file: str) -> Iterator[Problem]:
    """Yield the problems of one file."""
    return (problem for problem in problems if problem.span and problem.span.file == file)


def _color_pairs(colors: Colors | None) -> tuple[ColorPair, ...]:
    """Return the colours of text with those behind them; none for a theme without a dark palette."""
    return tuple(
        ColorPair(text, getattr(colors, text), ground, getattr(colors, ground), round(ratio, 2))
        for text, ground, ratio in (pairs(colors) if colors else ())
    )


def _placed_logo(logo: PlacedLogo | None) -> tuple[tuple[str, str, str], ...]:
    """Return each background with the picture of the logo on it and its plate; none without a logo."""
    return tuple((ground, *placed) for ground, placed in (logo.placed.items() if logo else ()))
