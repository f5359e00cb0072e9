"""Apply a company's brand to a theme: colours, typefaces and logo, in style sheets, settings and decks."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ladder_export.core.brand import Brand, BrandFamily, BrandFile, BrandFont, Logo
from ladder_export.core.problems import BadTheme, Problem, Severity, Span
from ladder_export.files.access import OutsideFolder, read_file
from ladder_export.files.resources import font_home
from ladder_export.theme.brand_palette import Palette, guessed_inks, palette, with_accent
from ladder_export.theme.logo import Picture, missing_picture, open_picture
from ladder_export.theme.model import BRAND, Theme
from ladder_export.theme.oklch import TEXT
from ladder_export.theme.placed_logo import Ground, PlacedLogo, PlacedPicture, choose_picture
from ladder_export.theme.tokens import CmykPalette, Colors, DeckTokens, Font, LogoTokens, SheetTokens
from ladder_export.theme.typefaces import built_in_families, same_width_fonts

FONT_MAGIC = (b"\0\1\0\0", b"OTTO", b"true")
NO_TWIN = 1.2  # how much wider than Arial a typeface is taken to be that nobody here can measure

# Where the templates of a theme show a logo. It stands before what leads to a level, on a plate where it needs one.
LOGO_CSS = """
.brand { display: table-cell; vertical-align: middle; width: 1%; padding-inline-end: 5mm }
.brand img, .opening .brand img { display: block }
.plated { border-radius: .8mm; padding: 1mm 1.4mm }
.cover .brand, .opening .brand { display: block; width: auto; padding: 0 }
.cover .brand { margin-bottom: 9mm }
.opening .brand { float: inline-end }
@page leaf { @bottom-left { content: string(footer, last) } }
.qr { float: inline-end; margin: 2.5mm 0 0; margin-inline-start: 6mm; width: 17mm; height: 17mm }
"""
LOGO_SITE_CSS = """
.brand { display: inline-block }
.brand img { display: block; max-width: min(16rem, 60vw); height: auto }
.plated { border-radius: .2rem; padding: .25rem .4rem }
.head .brand { grid-area: 1 / 1; margin-bottom: 1rem }
.head .brand ~ .lineage { grid-row: 2 }
.cover .brand { margin-bottom: 2rem }
.brand .on-dark { display: none }
.js:not([data-view=overview]) .head .brand { margin: 0 }
.js:not([data-view=overview]) .brand img { height: 1.8rem; width: auto }
@media screen and (prefers-color-scheme: dark) { .brand .on-light { display: none } .brand .on-dark { display: block } }
"""


def with_brand(theme: Theme, brand: Brand, folder: Path, *, press: bool = False) -> Theme:
    """Return a theme with a company's brand applied.

    `folder` holds the files of the brand; it is the ladder's folder. With `press`, the logo and the inks are those for
    a print shop. A warning of the theme names each brand colour that was replaced for lack of contrast. Raises BadTheme
    with a problem for every file of the brand that cannot be used.
    """
    problems: list[Problem] = []
    derived = palette(brand, theme.colors, theme.dark)
    logo = _logo(brand, folder, derived, problems, press=press) or _replaced(theme.logo, derived)
    faces = tuple(_faces(brand, folder, problems))
    if problems:
        raise BadTheme(*problems)
    warnings: list[Problem] = [*_moved(derived)]
    base, headings = (_found(family, faces, warnings, theme) for family in (brand.base, _titles(brand)))
    fonts = tuple(dict.fromkeys((*base, *(headings or base), *theme.fonts)))
    inks = _inks(theme, brand, derived, warnings) if press else theme.press
    files = _styled(theme, base, headings)
    deck = _deck(theme.deck, brand.deck, faces)
    accents = {color.role: _accented(derived, color.hex) for color in brand.tracks}
    parts = (theme.digest, derived.colors, derived.dark, inks, logo, deck, accents, sorted(files.items()))
    contents = [read_file(folder / font.file.removeprefix(BRAND), "font", folder) for font in faces]
    contents += [picture.data for picture in (logo.pictures.values() if logo else ())]
    return replace(
        theme,
        colors=derived.colors,
        dark=derived.dark,
        press=inks,
        fonts=fonts,
        deck=deck,
        sheet=_with_title_font(theme.sheet, base, headings),
        files=files,
        logo=logo,
        accents=accents,
        brand_folder=folder,
        brand_warnings=tuple(warnings),
        digest=_digest(parts, contents),
    )


def with_theme_logo(theme: Theme, tokens: LogoTokens, span: Callable[[str], Span], *, press: bool = False) -> Theme:
    """Return a theme with the logo that its theme.toml names; with `press`, the one for a print shop.

    `tokens` is the table `[logo]` of theme.toml; `span` returns the location of one of its keys. Raises BadTheme for a
    file that cannot be used.
    """
    files = {"light": tokens.file, "dark": tokens.on_dark, "small": tokens.small, "press": tokens.press}
    keys = {"light": "file", "dark": "on-dark"}
    named = {name: BrandFile(file, span(keys.get(name, name))) for name, file in files.items() if file}
    logo = Logo(**named, alt=tokens.alt, height_mm=tokens.height)
    folder = font_home((theme.folder, *theme.parents), tokens.file)
    return with_brand(theme, Brand(span("file"), logo=logo), folder, press=press)


def _replaced(logo: PlacedLogo | None, derived: Palette) -> PlacedLogo | None:
    """Return the logo of a theme on the grounds of a brand's colours."""
    return replace(logo, placed=_placed(logo.pictures, derived)) if logo else None


def _titles(brand: Brand) -> BrandFamily | None:
    """Return the family of titles; None if it is the family of text."""
    return None if brand.headings and brand.base and brand.headings.name == brand.base.name else brand.headings


def _digest(parts: object, contents: Iterable[bytes]) -> str:
    """Return the digest of values and of the contents of files."""
    digest = hashlib.sha256(repr(parts).encode())
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _accented(derived: Palette, accent: str) -> tuple[Colors, Colors | None]:
    return with_accent(derived.colors, accent), with_accent(derived.dark, accent) if derived.dark else None


def _logo(brand: Brand, folder: Path, derived: Palette, problems: list[Problem], *, press: bool) -> PlacedLogo | None:
    """Return the logo of a brand; None if it has none, or if no file can be used, which is added to `problems`."""
    logo = brand.logo
    if logo is None:
        return None
    pictures = _pictures(logo, folder, problems, press=press)
    if not pictures.keys() & {"light", "dark"}:
        return None
    return PlacedLogo(logo.alt, logo.height_mm, pictures, _placed(pictures, derived))


def _placed(pictures: Mapping[str, Picture], derived: Palette) -> dict[Ground, PlacedPicture]:
    """Return which picture of a logo stands on each ground."""
    colors, dark = derived.colors, derived.dark or derived.colors
    grounds: dict[Ground, str] = {"header": colors.brand, "paper": colors.paper, "dark header": dark.brand}
    return {name: choose_picture(pictures, ground, colors.paper, colors.brand) for name, ground in grounds.items()}


def _pictures(logo: Logo, folder: Path, problems: list[Problem], *, press: bool) -> dict[str, Picture]:
    """Return the pictures of a logo by their use; add to `problems` the files that cannot be used, or a lack of one for a press."""
    named = {name: file for name in ("light", "dark", "small", "press") if (file := getattr(logo, name))}
    if named and press and not logo.press:
        message = "the logo has only RGB colours, which a press does not take"
        remedy = "name a JPEG in CMYK for it: logo: {press: logo-cmyk.jpg}"
        problems.append(Problem("rgb-logo", message, next(iter(named.values())).span, help=remedy))
    pictures: dict[str, Picture] = {}
    for name, file in named.items():
        picture = open_picture(folder, file, press=name == "press")
        if isinstance(picture, Picture):
            pictures[name] = picture
        elif picture not in problems:
            problems.append(picture)
    return pictures


def _faces(brand: Brand, folder: Path, problems: list[Problem]) -> Iterator[Font]:
    for font in brand.fonts:
        if problem := _font_fault(font.file, folder):
            problems.append(problem)
        else:
            yield _face(font)


def _face(font: BrandFont) -> Font:
    style = "italic" if font.style == "italic" else "normal"
    return Font(family=font.family, file=f"{BRAND}{font.file.path}", weight=font.weight, style=style)


def _font_fault(file: BrandFile, folder: Path) -> Problem | None:
    """Return the reason why a file is no usable font; None if it is one."""
    try:
        if read_file(folder / file.path, "font", folder).startswith(FONT_MAGIC):
            return None
    except OutsideFolder:
        message = f"'{file.path}' is a link out of the ladder's folder"
        return Problem("brand-outside", message, file.span, help="copy the file there")
    except OSError as fault:
        return missing_picture(file, fault)
    return Problem(
        "brand-font", f"'{file.path}' is no font", file.span, help="name a file in TTF or OTF; WOFF cannot be embedded"
    )


def _found(
    family: BrandFamily | None, faces: tuple[Font, ...], warnings: list[Problem], theme: Theme
) -> tuple[Font, ...]:
    """Return the fonts of a family: the brand's files, else fonts of this program; empty, with a warning, if there are none."""
    if family is None:
        return ()
    if own := tuple(font for font in faces if font.family.lower() == family.name.lower()):
        return own
    ours = built_in_families().get(family.name.lower(), ())
    if not ours:
        message = f"the typeface '{family.name}' has no files here, so {theme.fonts[0].family} is used"
        remedy = f"name its files: fonts: [{{family: {family.name}, files: [fonts/….ttf]}}]"
        warnings.append(Problem("brand-font", message, family.span, Severity.WARNING, remedy))
    return tuple(
        Font(family=family.name, file=file, weight=weight, style="italic" if style == "italic" else "normal")
        for file, weight, style in ours
    )


def _styled(theme: Theme, base: tuple[Font, ...], headings: tuple[Font, ...]) -> dict[str, str]:
    """Return the theme's files with the brand's typefaces, and the rules for a logo, in their style sheets."""
    files = dict(theme.files)
    for name in [name for name in files if name.endswith(".css")]:
        files[name] = _in_typefaces(files[name], theme, base, headings)
    for name, css in () if theme.logo else (("print.css", LOGO_CSS), ("site.css", LOGO_SITE_CSS)):
        files |= {name: files[name] + css} if name in files else {}
    return files


def _with_title_font(sheet: SheetTokens, base: tuple[Font, ...], headings: tuple[Font, ...]) -> SheetTokens:
    """Return the tokens of sheets with the family of the brand's titles; as they are where the brand has none."""
    fonts = headings or base
    return sheet.model_copy(update={"title_font": fonts[0].family}) if fonts else sheet


def _in_typefaces(css: str, theme: Theme, base: tuple[Font, ...], headings: tuple[Font, ...]) -> str:
    """Return a style sheet in the brand's typefaces."""
    titles = (headings or base)[:1]
    for family in dict.fromkeys(font.family for font in theme.fonts[1:]) if titles else ():
        css = css.replace(f'"{family}"', f'"{titles[0].family}"')  # the theme's own family of titles
    if base:  # marks keep the font whose widths the style sheet goes by
        css += f'\nli::before {{ font-family: "{theme.fonts[0].family}", var(--fonts) }}\n'
    if headings:
        css += f'\nh1, h2, h3, h4, .mark, .title {{ font-family: "{headings[0].family}", var(--fonts) }}\n'
    return css


def _deck(deck: DeckTokens, family: BrandFamily | None, faces: tuple[Font, ...]) -> DeckTokens:
    """Return the tokens of decks in another family, measured with its own files, a font of the same widths, or a wide guess."""
    if family is None:
        return deck
    own = sorted((font for font in faces if font.family.lower() == family.name.lower()), key=lambda font: font.weight)
    upright = [font.file for font in own if font.style == "normal"]
    known = (upright[0], upright[-1]) if upright else same_width_fonts(family.name)
    measured = {"regular": known[0], "bold": known[1]} if known else {"width_factor": NO_TWIN}
    return deck.model_copy(update={"heading_font": family.name, "body_font": family.name, **measured})


def _moved(derived: Palette) -> Iterator[Problem]:
    for moved in derived.moved:
        ratio = math.floor(moved.ratio * 10) / 10  # one that is nearly enough is not
        message = (
            f"the {moved.color.role} {moved.color.hex} has a contrast of {ratio} {moved.use}, where "
            f"{TEXT:g} is needed: {moved.used} is used there"
        )
        remedy = (
            f'name a colour of your own for it: {"foreground" if moved.color.role == "foreground" else "accent"}: "{moved.used}"'
            if "text on" in moved.use
            else (f'name a darker one to choose it yourself: primary: "{moved.used}"')
        )
        yield Problem("low-contrast", message, moved.color.span, Severity.WARNING, remedy)


def _inks(theme: Theme, brand: Brand, derived: Palette, warnings: list[Problem]) -> CmykPalette | None:
    """Return the CMYK palette of the brand's colours; inks that the brand does not name are guessed, with a warning."""
    if theme.press is None or not brand.colors:
        return theme.press
    primary = brand.color("primary")
    if not (brand.inks and primary):
        message = "the inks of the brand's colours are guessed from RGB"
        remedy = "name those of the primary in per cent: color: {inks: [95, 65, 35, 45]}"
        warnings.append(Problem("guessed-inks", message, brand.span, Severity.WARNING, remedy))
    return guessed_inks(derived.colors, primary.hex if primary else "", brand.inks, theme.press.icc)
