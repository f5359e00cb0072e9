"""Define the settings ("tokens") of theme.toml with their types, and the problems to report for wrong ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ladder_export.core.problems import Problem, Span, did_you_mean
from ladder_export.theme.inheritance import token_level

Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Points = Annotated[float, Field(gt=0, le=200)]
Percent = Annotated[float, Field(ge=0, le=100)]
# What CSS and office programs take for a name: no quotation mark ends it, and no line.
Family = Annotated[str, Field(pattern=r"^[\w .&+()-]+$", max_length=100)]
Scale = Annotated[float, Field(gt=0, le=3)]


class _Tokens(BaseModel):
    """The base of all tables of tokens: frozen, kebab-case in TOML, unknown keys forbidden."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )


class ThemeInfo(_Tokens):
    """The title and description of a theme, as `theme list` shows them."""

    title: str
    description: str


class Colors(_Tokens):
    """A theme's colours as `#rrggbb`.

    `ink` is for text, `heading` for titles, `quiet` for minor text, `accent` for bullets, `paper` for the page, `band`
    for areas behind text, `hairline` for thin lines. `brand` is the background of headers and dark slides; `on_brand`,
    `on_brand_quiet` and `on_brand_accent` are for what is on it. theme.toml has these in `[colors]`, and those for dark
    screens in `[dark]`.
    """

    ink: Color
    heading: Color
    quiet: Color
    accent: Color
    brand: Color
    on_brand: Color
    on_brand_quiet: Color
    on_brand_accent: Color
    band: Color
    hairline: Color
    paper: Color


Ink = Annotated[tuple[Percent, Percent, Percent, Percent], Field(description="cyan, magenta, yellow, black")]


class CmykPalette(_Tokens):
    """A theme's colours for a print shop, each in per cent of cyan, magenta, yellow and black; see `Colors` for names.

    `icc` is the file of a colour profile in the theme's folder, empty for none.
    """

    ink: Ink
    heading: Ink
    quiet: Ink
    accent: Ink
    brand: Ink
    on_brand: Ink
    on_brand_quiet: Ink
    on_brand_accent: Ink
    band: Ink
    hairline: Ink
    paper: Ink
    icc: str = ""


class SheetTokens(_Tokens):
    """Sizes on paper in points, `margin` and the footer in millimetres, and the range of scales to fit text to a page.

    `emoji` is the file of the emoji font, whose glyphs without colours take the accent colour; `fields` is that of the
    font for text typed into forms, which is embedded whole. `leading` is the line height as a multiple of the size.
    `min_text_pt` is the smallest legible size. `masthead` gives the header a coloured background. `facts`: "columns"
    shows facts four to a line, below their labels; "pairs" shows them two to a line, beside their labels. `title_font`
    is the font family that style sheets call `var(--title-font)`; empty for the first font. `bullet_advance` and
    `dash_advance` are the widths of list marks in em; None for those in the first font.
    """

    emoji: str
    fields: str = "fonts/SlateFields.ttf"
    text: Points
    examples: Points
    leading: Scale
    margin: Annotated[float, Field(ge=5, le=40)]
    footer_height_mm: Annotated[float, Field(ge=5, le=40, alias="foot")]
    max_scale: Annotated[Scale, Field(alias="largest")]
    min_scale: Annotated[Scale, Field(alias="smallest")]
    min_text_pt: Annotated[Points, Field(alias="smallest-text")]
    masthead: bool = False
    facts: Literal["columns", "pairs"] = "columns"
    title_font: Family | Literal[""] = ""
    bullet_advance: Scale | None = None
    dash_advance: Scale | None = None


class LayoutNames(_Tokens):
    """Names of layouts of a company's presentation, by kind of slide, where the user overrides the automatic choice.

    A name is empty where the layout is chosen by its placeholders.
    """

    title: str = ""
    content: str = ""
    two_content: str = ""
    section: str = ""
    title_only: str = ""
    blank: str = ""


class DeckTokens(_Tokens):
    """The fonts of decks and their sizes in points.

    `heading_font` and `body_font` are names of font families. `regular` and `bold` are font files (`path@weight`) of
    the same widths, with which text is measured; `width_factor` multiplies their widths. `statements` is the size of
    statements on full slides, `largest` the size up to which they grow on others, `smallest` the least size of any
    text. `slide` is the shape of slides. `layouts` names layouts of a company's presentation.
    """

    heading_font: Family
    body_font: Family
    title: Points
    statements: Points
    largest: Points = 28
    examples: Points
    smallest: Points
    slide: Literal["16:9", "4:3"] = "16:9"
    regular: str
    bold: str
    width_factor: Annotated[Scale, Field(alias="stretch")] = 1.0  # of those widths
    layouts: LayoutNames = LayoutNames()


class Font(_Tokens):
    """A font of a theme.

    `file` is in the theme's folder, in this program's `fonts/`, or in an installed package. An `optional` font is used
    only if its package is installed. `language` is a BCP 47 code if text in that language prefers the font, since
    Japanese, Korean and Chinese draw the same characters differently; empty for any language.
    """

    family: Family
    file: str
    weight: int
    style: Literal["normal", "italic"] = "normal"
    optional: bool = False
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]*$")] = ""


class LogoTokens(_Tokens):
    """The files of a theme's logo, in the theme's folder.

    `file` is for light backgrounds, `on_dark` for dark ones, `small` for icons, `press` (a CMYK JPEG) for print shops;
    empty for none. `height` is the logo's height on a sheet in millimetres, `alt` its alternative text.
    """

    file: str
    alt: str
    on_dark: str = ""
    small: str = ""
    press: str = ""
    height: Annotated[float, Field(ge=3, le=30)] = 8.0


class ThemeFile(_Tokens):
    """All settings of a theme.toml, joined with those it inherits from the themes that it extends.

    `logo`, `dark` (colours for dark screens) and `press` (colours for a print shop) are None if the theme has none.
    """

    theme: ThemeInfo
    logo: LogoTokens | None = None
    colors: Colors
    dark: Colors | None = None
    sheet: SheetTokens
    deck: DeckTokens
    press: CmykPalette | None = None
    fonts: Annotated[tuple[Font, ...], Field(min_length=1)]


def toml_problem(fault: tomllib.TOMLDecodeError, file: str) -> Problem:
    """Return the problem to report for a theme.toml that is not valid TOML, located where the parser failed."""
    place = re.search(r"line (\d+), column (\d+)", str(fault))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return Problem("theme-syntax", f"this is not TOML: {fault}", Span(file, line, column))


@dataclass(frozen=True, slots=True)
class TokenSource:
    """The theme.toml files of a theme and of the themes it extends, the nearest first, to locate settings in them.

    `levels` are their parsed values, `texts` their texts, `files` their paths, in the same order.
    """

    levels: tuple[Mapping[str, object], ...]
    texts: tuple[str, ...]
    files: tuple[str, ...]

    def span(self, where: Sequence[str]) -> Span:
        """Return the location of a setting in the theme.toml that sets it; `where` is its path, as ("sheet", "margin").

        It is the line that names the setting, else that of its table, else the first line. It is searched for in the
        text, because the TOML parser does not report lines.
        """
        level, path = token_level(self.levels, where)
        return _span(self.texts[level], self.files[level], path)


def token_problems(fault: ValidationError, source: TokenSource) -> Iterator[Problem]:
    """Yield a problem, at its line, for every setting of theme.toml that is unknown, missing or has a wrong value."""
    for error in fault.errors(include_url=False):
        where = [str(step) for step in error["loc"]]
        span = source.span(where)
        if error["type"] == "extra_forbidden":
            near = did_you_mean(where[-1], _token_names(where[:-1]))
            yield Problem("unknown-token", f"'{'.'.join(where)}' is not a token", span, help=near)
        elif error["type"] == "missing":
            yield Problem(
                "missing-token", f"the token '{'.'.join(where)}' is missing", span, help=f"add '{where[-1]} = …'"
            )
        else:
            yield Problem("bad-token", f"the token '{'.'.join(where)}' does not hold: {error['msg']}", span)


def _token_names(path: Sequence[str]) -> list[str]:
    """Return the names of all tokens of the table that this path leads to."""
    group: type[BaseModel] = ThemeFile
    for name in path:
        field = next((model_field for model_field in group.model_fields.values() if model_field.alias == name), None)
        inner = field.annotation if field else None
        group = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else group
    return [field.alias or name for name, field in group.model_fields.items()]


def _span(text: str, file: str, where: Sequence[str]) -> Span:
    """Return the line of a theme.toml that names a token; in a list of tables, that of the table at the position."""
    lines = text.splitlines()
    name = re.escape(where[0])
    tables = [n for n, line in enumerate(lines) if re.match(rf"\[+{name}\]|{name}\s*=", line)]
    position = int(where[1]) if len(where) > 1 and where[1].isdigit() else 0
    table = tables[min(position, len(tables) - 1)] if tables else 0
    key = next((n for n in range(table, len(lines)) if re.match(rf"{re.escape(where[-1])}\s*=", lines[n])), table)
    return Span(file, key + 1, 1, len(where[-1]), lines[key] if lines else "")
