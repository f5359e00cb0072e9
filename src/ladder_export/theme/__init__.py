"""This package opens a theme: a folder of templates plus the tokens that every format shares, checked when opened."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ladder_export.core.problems import BadEnvironment, BadTheme, Problem, Span, did_you_mean
from ladder_export.files.access import FileKind, OutsideFolder, file_digest, files_below, read_file
from ladder_export.files.resources import font_file, outside_theme_problem, require_inside, theme_folder, theme_names
from ladder_export.theme.paper import PAPERS, Paper
from ladder_export.theme.tokens import (
    About,
    Colors,
    DeckTokens,
    Font,
    Inks,
    SheetTokens,
    ThemeFile,
    token_problems,
    toml_problem,
)

__all__ = ["BRAND", "DECK", "PAPERS", "Paper", "Press", "RenderSettings", "Theme", "dressed", "open_theme", "press_of"]

if TYPE_CHECKING:
    from ladder_export.theme.placed_logo import PlacedLogo
    from ladder_export.theme.pptx_template import Template


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as a value: it can travel to another process or machine.

    `files` are the theme's own templates and style sheets by name; `template` is the company's
    own presentation that decks start from, if there is one; `digest` changes when anything that
    shows does, and is the same on every machine. `pictures` are those of its folder by their paths.

    In a brand, `logo` is its logo, `accents` the colours of tracks by their ids, and `brand_folder` is where
    its fonts lie, whose files begin with `brand:`; `brand_warnings` are told with the theme's own.
    """

    name: str
    about: About
    colors: Colors
    dark: Colors | None
    sheet: SheetTokens
    deck: DeckTokens
    press: Inks | None
    fonts: tuple[Font, ...]
    files: dict[str, str] = field(repr=False)
    folder: Path
    digest: str
    template: Template | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    logo: PlacedLogo | None = None
    accents: Mapping[str, tuple[Colors, Colors | None]] = field(default_factory=dict, repr=False)
    brand_folder: Path = Path()
    brand_warnings: tuple[Problem, ...] = ()

    @property
    def identity(self) -> str:
        """What the manifest knows it by: a change of anything that shows is a change of this."""
        dressed = f" with {self.template.name}" if self.template else ""
        return f"{self.name}{dressed} {self.digest[:16]}"

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What whoever builds with it has to know, such as links out of the company's template."""
        return (*self.brand_warnings, *(self.template.warnings if self.template else ()))

    @property
    def form(self) -> str:
        """The digest of all but the accent of a track."""
        return self.digest.partition(":")[0]

    def in_track(self, track: str) -> Theme:
        """Return the theme with the accent of a track, by its id; as it is where the track has none."""
        if track not in self.accents:
            return self
        colors, dark = self.accents[track]
        return replace(self, colors=colors, dark=dark, digest=f"{self.digest}:{track}", accents={})

    def font_place(self, font: str) -> tuple[Path, str]:
        """Return the folder that a font is looked for from, and its name there: the ladder's for one of the brand."""
        is_brand = font.startswith(BRAND)
        return (self.brand_folder, font.removeprefix(BRAND)) if is_brand else (self.folder, font)

    def file(self, name: str) -> str:
        """A template or style sheet by its name. Raises BadTheme where the theme lacks it."""
        if name in self.files:
            return self.files[name]
        remedy = f"take {name} from a copy of a theme that has it: ladder-export theme copy slate FOLDER"
        message = f"the theme in {self.folder.as_posix()} lacks {name}"
        place = Span((self.folder / "theme.toml").as_posix())
        raise BadTheme(Problem("theme-file-missing", message, place, help=remedy))

    def families(self, language: str = "") -> tuple[str, ...]:
        """The families of its fonts, in order of preference for text in that language."""
        ordered = sorted(self.fonts, key=lambda font: font.language not in ("", language))
        return tuple(dict.fromkeys(font.family for font in ordered))

    @property
    def font_names(self) -> tuple[str, ...]:
        """Every font it names, with those that are not installed on this machine."""
        named = tomllib.loads(self.files["theme.toml"])["fonts"]
        others = (self.sheet.emoji, self.sheet.fields, self.deck.regular, self.deck.bold)
        return (*(font["file"] for font in named), *others)


@dataclass(frozen=True, slots=True)
class Press:
    """What a print shop asks for: the palette in inks, and the profile of the press they are meant for."""

    inks: Inks
    icc: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """All that decides how documents of one build look, besides what they say."""

    theme: Theme
    paper: Paper = PAPERS["a4"]
    page_budget: int = 1
    validate: bool = False
    press: Press | None = None


def press_of(theme: Theme, icc: Path | None) -> Press:
    """The theme's inks with a profile: the one given, else the theme's own.

    Raises BadTheme where the theme has only RGB, or no profile is to be had, or it is no CMYK profile.
    """
    tokens = (theme.folder / "theme.toml").as_posix()
    if theme.press is None:
        remedy = "add a [press] table with each colour as [cyan, magenta, yellow, black] in per cent"
        raise BadTheme(Problem("no-inks", f"the theme '{theme.name}' has only RGB colours", Span(tokens), help=remedy))
    file = icc or (theme.folder / theme.press.icc if theme.press.icc else None)
    if file is None:
        remedy = "ask the print shop for the profile of its press and name it: --icc FILE"
        raise BadTheme(Problem("no-profile", "PDF/X-4 needs the colour profile of a press", help=remedy))
    try:
        profile = read_file(file, "profile", None if icc else theme.folder)
    except OutsideFolder as fault:
        raise BadTheme(outside_theme_problem(file, file.name)) from fault
    except OSError as fault:
        raise BadTheme(Problem("no-profile", f"{file} cannot be read: {fault.strerror}")) from fault
    if profile[36:40] != b"acsp" or profile[16:20] != b"CMYK":
        raise BadTheme(Problem("no-profile", f"{file} is not an ICC profile for CMYK", help="such as PSOcoated_v3.icc"))
    return Press(theme.press, profile)


DECK = "deck.pptx"  # a theme's own template of decks
EMOJI, FIELDS = "Emoji", "Fields"  # the families of the tokens of these names
BRAND = "brand:"  # begins the name of a font that lies in the ladder's folder
PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
TEXT_FILES = (".j2", ".css", ".js", ".toml")


def open_theme(name: str) -> Theme:
    """A built-in theme by name, or the theme in that folder.

    `templates/` of the working directory wins over the themes that ship with the package.
    Raises BadTheme with every problem of its theme.toml.
    """
    folder = _find(name)
    path = folder / "theme.toml"
    shown = path.as_posix()
    source = _text(folder, path)
    try:
        tokens = ThemeFile.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as fault:
        raise BadTheme(toml_problem(fault, shown)) from fault
    except ValidationError as fault:
        raise BadTheme(*token_problems(fault, source, shown)) from fault
    emoji = Font(family=EMOJI, file=tokens.sheet.emoji, weight=400)
    fields = Font(family=FIELDS, file=tokens.sheet.fields, weight=400)
    files = {
        file.relative_to(folder).as_posix(): _text(folder, file) for file in _files(folder) if file.suffix in TEXT_FILES
    }
    pictures = {
        file.relative_to(folder).as_posix(): _bytes(folder, file, "picture")
        for file in _files(folder)
        if file.suffix in PICTURES
    }
    theme = Theme(
        name=folder.name,
        about=tokens.theme,
        colors=tokens.colors,
        dark=tokens.dark,
        sheet=tokens.sheet,
        deck=tokens.deck,
        press=tokens.press,
        fonts=(fonts := tuple(_installed(folder, (*tokens.fonts, emoji)))),
        files=files,
        folder=folder,
        digest=_digest(files, pictures, (*fonts, *_installed(folder, (fields,))), folder),
        pictures=pictures,
    )
    own = folder / DECK
    return dressed(theme, require_inside(folder, own)) if os.path.lexists(own) else theme


def dressed(theme: Theme, file: Path) -> Theme:
    """The theme with that presentation as the template of its decks. Raises BadTheme when it cannot be one."""
    from ladder_export.theme.pptx_template import open_template  # noqa: PLC0415  # our own design does without (measured: 11 ms)
    from ladder_export.theme.pptx_template.roles import ROLES  # noqa: PLC0415  # as above

    names = theme.deck.layouts.model_dump(by_alias=True)
    template = open_template(file, {role: names[role] for role in ROLES if names[role]})
    digest = hashlib.sha256(f"{theme.digest}{template.digest}".encode()).hexdigest()
    return replace(theme, template=template, digest=digest)


def _text(folder: Path, file: Path) -> str:
    try:
        return _bytes(folder, file, "theme file").decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _unreadable(file, f"it is no text in UTF-8 ({fault.reason} at byte {fault.start})") from fault


def _bytes(folder: Path, file: Path, kind: FileKind) -> bytes:
    try:
        return read_file(file, kind, folder)
    except OutsideFolder as fault:
        raise BadTheme(outside_theme_problem(file, file.name)) from fault
    except OSError as fault:
        raise _unreadable(file, str(fault.strerror or fault).lower()) from fault


def _unreadable(file: Path, why: str) -> BadTheme:
    remedy = "take it from a copy of a theme that has it: ladder-export theme copy slate FOLDER"
    return BadTheme(
        Problem("theme-unreadable", f"{file.name} cannot be read: {why}", Span(file.as_posix()), help=remedy)
    )


def _files(folder: Path) -> list[Path]:
    try:
        return files_below(folder)
    except OSError as fault:
        raise _unreadable(folder, str(fault.strerror or fault).lower()) from fault


def _find(name: str) -> Path:
    folder = theme_folder(name)
    if folder is None:
        raise BadTheme(
            Problem(
                "no-such-theme",
                f"there is no theme '{name}' (no theme.toml found)",
                help=did_you_mean(name, theme_names()),
            )
        )
    return folder


def _installed(folder: Path, fonts: tuple[Font, ...]) -> Iterator[Font]:
    """The faces that are there. Raises BadEnvironment for one that must be."""
    for font in fonts:
        try:
            font_file(folder, font.file)
        except BadEnvironment:
            if font.optional:
                continue
            raise
        yield font


def _digest(files: dict[str, str], pictures: dict[str, bytes], fonts: tuple[Font, ...], folder: Path) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{content}\0".encode())
    for name, data in pictures.items():
        digest.update(name.encode("utf-8", "surrogateescape") + hashlib.sha256(data).digest())
    for font in fonts:
        digest.update(bytes.fromhex(_font_digest(font_file(folder, font.file))))
    return digest.hexdigest()


def _font_digest(file: Path) -> str:
    try:
        return file_digest(file, "font")
    except OSError as fault:
        raise _unreadable(file, str(fault.strerror or fault).lower()) from fault
