"""Define a theme as a value: settings, files and fonts, everything that decides how documents look."""

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

    `files` are the theme's own templates and style sheets by name, `pictures` its pictures by their paths; `origins`
    say of each text where its lines were written. `parents` are the folders of the themes it extends, the nearest
    first, whose files and tokens are joined with its own. `template` is the company's own presentation that decks start
    from, `reference` its Word document; None for ours. `digest` changes with everything that documents show, and is the same on every machine.
    `font_names` are all fonts that the theme names, also those that are not installed; `mark_font` is the font of
    bullets, None for the first of `fonts`.

    With a brand applied, `logo` is its logo, `accents` are the colours of tracks by their ids, `brand_folder` is the
    folder of its fonts, whose files begin with `brand:`, and `brand_warnings` are among `warnings`.
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
        """Return the theme's name and digest for the manifest; it changes with everything that documents show."""
        names = "".join(f" with {template.name}" for template in (self.template, self.reference) if template)
        return f"{self.name}{names} {self.digest[:16]}"

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return the warnings that every build with the theme gives, such as links out of the company's template."""
        templates = (template.warnings for template in (self.template, self.reference) if template)
        return (*self.brand_warnings, *chain.from_iterable(templates))

    @property
    def digest_without_accent(self) -> str:
        """Return the theme's digest without a track's accent colour, equal for themes that differ in nothing else."""
        return self.digest.partition(":")[0]

    def in_track(self, track: str) -> Theme:
        """Return the theme with the accent colour of a track (job family), by its id.

        Unchanged if the track has none.
        """
        if track not in self.accents:
            return self
        colors, dark = self.accents[track]
        return replace(self, colors=colors, dark=dark, digest=f"{self.digest}:{track}", accents={})

    def font_location(self, font: str) -> tuple[Path, str]:
        """Return the folder in which a font is looked for, and its path there; a brand's is in the ladder's folder."""
        if font.startswith(BRAND):
            return self.brand_folder, font.removeprefix(BRAND)
        return font_home((self.folder, *self.parents), font.partition("@")[0]), font

    def span(self, file: str, line: int = 1, excerpt: str | None = "") -> Span:
        """Return where a line of one of the theme's files was written, perhaps in the folder of a theme it extends."""
        runs = self.origins.get(file, ())
        origin = next((run for run in reversed(runs) if run.line <= line), None)
        if origin is None:
            return Span((self.folder / file).as_posix(), line, excerpt=excerpt)
        return Span(origin.file, origin.first + line - origin.line, excerpt=excerpt)

    def file(self, name: str) -> str:
        """Return the text of a template or style sheet by its name. Raises BadTheme if the theme lacks it."""
        if name in self.files:
            return self.files[name]
        remedy = f'write extends = "base" in theme.toml, or copy {name}: ladder-export theme copy slate FOLDER --full'
        message = f"the theme in {self.folder.as_posix()} lacks {name}"
        place = Span((self.folder / THEME_FILE).as_posix())
        raise BadTheme(Problem("theme-file-missing", message, place, help=remedy))

    def families(self, language: str = "") -> tuple[str, ...]:
        """Return the font families in order of preference for text in a language."""
        ordered = sorted(self.fonts, key=lambda font: font.language not in ("", language))
        return tuple(dict.fromkeys(font.family for font in ordered))


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """The inks (CMYK) of a theme, and the ICC colour profile of the printing press."""

    inks: CmykPalette
    icc: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """All settings of a build that decide how its documents look: theme, paper, pages a sheet may take, and checks.

    `validate` checks PDFs against their standard, `press` is set for a print shop.
    """

    theme: Theme
    paper: Paper = PAPERS["a4"]
    page_budget: int = 1
    validate: bool = False
    press: PrintProfile | None = None
