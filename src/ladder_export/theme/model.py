"""Define a theme as a value: the settings, files and fonts that decide how documents look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_export.core.problems import BadTheme, Problem, Span
from ladder_export.files.resources import THEME_FILE, font_home
from ladder_export.theme.inheritance import Origin
from ladder_export.theme.paper import PAPERS, Paper
from ladder_export.theme.tokens import CmykPalette, Colors, DeckTokens, Font, SheetTokens, ThemeInfo

if TYPE_CHECKING:
    from ladder_export.theme.docx_template import ReferenceDocument
    from ladder_export.theme.placed_logo import PlacedLogo
    from ladder_export.theme.pptx_template import Template

BRAND = "brand:"  # begins the name of a font that lies in the ladder's folder


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as a value, which can be sent to another process or machine.

    Files: `files` are the texts of templates and style sheets by name, `pictures` the bytes of pictures by path, both
    with those of the themes that it extends. `origins` says from which file and line each line of a text comes, for
    messages. `folder` is the theme's own folder, `parents` those of the themes it extends, the nearest first.
    `template` is a company's presentation for decks, `reference` its Word document, both None for our own design.
    Looks: `colors` are for light backgrounds, `dark` for dark screens, `press` for print shops. `font_names` are all
    font files that the theme names, installed or not; `mark_font` is that of bullets, None for the first of `fonts`.
    `digest` is a hash of everything that decides what documents look like, the same on every machine.

    With a brand applied, `accents` are the colours (on paper and on dark screens) of tracks by their ids, and
    `brand_folder` is the folder of fonts whose `file` begins with `brand:`. `brand_warnings` are also in the property
    `warnings`.
    """

    name: str
    info: ThemeInfo
    colors: Colors
    dark: Colors | None
    sheet: SheetTokens
    deck: DeckTokens
    press: CmykPalette | None
    fonts: tuple[Font, ...]
    files: dict[str, str] = field(repr=False)
    folder: Path
    digest: str
    template: Template | None = None
    reference: ReferenceDocument | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    logo: PlacedLogo | None = None
    accents: Mapping[str, tuple[Colors, Colors | None]] = field(default_factory=dict, repr=False)
    brand_folder: Path = Path()
    brand_warnings: tuple[Problem, ...] = ()
    parents: tuple[Path, ...] = ()
    font_names: tuple[str, ...] = ()
    mark_font: Font | None = None
    origins: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict, repr=False)

    @property
    def version_id(self) -> str:
        """Return the theme's name and the first 16 digits of its digest, to be written into the manifest.

        The names of templates are in it too, as in "slate with company.pptx 0123456789abcdef".
        """
        names = "".join(f" with {template.name}" for template in (self.template, self.reference) if template)
        return f"{self.name}{names} {self.digest[:16]}"

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return the warnings that every build with the theme gives, such as links out of the company's template."""
        templates = (template.warnings for template in (self.template, self.reference) if template)
        return (*self.brand_warnings, *chain.from_iterable(templates))

    @property
    def digest_without_accent(self) -> str:
        """Return the theme's digest without a track's accent: it is equal for all themes that `in_track` returns."""
        return self.digest.partition(":")[0]

    def in_track(self, track: str) -> Theme:
        """Return the theme with the accent colour of a track (job family), given by the track's id.

        Unchanged if the track has no accent colour of its own.
        """
        if track not in self.accents:
            return self
        colors, dark = self.accents[track]
        return replace(self, colors=colors, dark=dark, digest=f"{self.digest}:{track}", accents={})

    def font_location(self, font: str) -> tuple[Path, str]:
        """Return the folder that a font file is in, and its path in that folder.

        `font` is the `file` of a font. It begins with `brand:` for a font of the brand, whose folder is the ladder's.
        """
        if font.startswith(BRAND):
            return self.brand_folder, font.removeprefix(BRAND)
        return font_home((self.folder, *self.parents), font.partition("@")[0]), font

    def span(self, file: str, line: int = 1, excerpt: str | None = "") -> Span:
        """Return the source of a line of a joined theme file, for messages; it may be in a theme that this one extends.

        `file` is the name of a template or style sheet, `line` counts from 1, `excerpt` is the text to quote.
        """
        runs = self.origins.get(file, ())
        origin = next((run for run in reversed(runs) if run.line <= line), None)
        if origin is None:
            return Span((self.folder / file).as_posix(), line, excerpt=excerpt)
        return Span(origin.file, origin.first + line - origin.line, excerpt=excerpt)

    def file(self, name: str) -> str:
        """Return the text of the template or style sheet named `name`, such as "print.css".

        Raises BadTheme if the theme lacks it.
        """
        if name in self.files:
            return self.files[name]
        remedy = f'write extends = "base" in theme.toml, or copy {name}: ladder-export theme copy slate FOLDER --full'
        message = f"the theme in {self.folder.as_posix()} lacks {name}"
        place = Span((self.folder / THEME_FILE).as_posix())
        raise BadTheme(Problem("theme-file-missing", message, place, help=remedy))

    def families(self, language: str = "") -> tuple[str, ...]:
        """Return the names of the font families for text in a language, in order of preference.

        `language` is a BCP 47 code. Families made for another language come last.
        """
        ordered = sorted(self.fonts, key=lambda font: font.language not in ("", language))
        return tuple(dict.fromkeys(font.family for font in ordered))


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """The data for a printing press: the theme's colours as CMYK inks, and the bytes of an ICC colour profile."""

    inks: CmykPalette
    icc: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """All settings of a build that decide how its documents look.

    `page_budget` is how many pages a sheet may take without a warning. With `validate`, each PDF is checked against its
    standards. `press` is set for files that go to a print shop, else None.
    """

    theme: Theme
    paper: Paper = PAPERS["a4"]
    page_budget: int = 1
    validate: bool = False
    press: PrintProfile | None = None
