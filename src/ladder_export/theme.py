"""This file opens a theme: a folder of templates plus the tokens that every format shares, checked when opened."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ladder_export.problems import BadEnvironment, BadTheme, Problem, Span, did_you_mean

Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Points = Annotated[float, Field(gt=0, le=200)]
Scale = Annotated[float, Field(gt=0, le=3)]


class _Tokens(BaseModel):
    """What all groups of tokens have in common: kebab-case in TOML, nothing unknown, nothing changed later."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True
    )


class About(_Tokens):
    """How a theme presents itself in lists."""

    title: str
    description: str


class Colors(_Tokens):
    """The palette, as sRGB hex; `on-brand…` is what is legible on `brand`."""

    ink: Color
    quiet: Color
    accent: Color
    brand: Color
    on_brand: Color
    on_brand_quiet: Color
    on_brand_accent: Color
    band: Color
    hairline: Color
    paper: Color


class SheetTokens(_Tokens):
    """Sizes on paper in points (`margin` and `foot`: millimetres) and how far the fit may scale them."""

    text: Points
    examples: Points
    leading: Scale
    margin: Annotated[float, Field(ge=5, le=40)]
    foot: Annotated[float, Field(ge=5, le=40)]
    largest: Scale
    smallest: Scale
    smallest_text: Points


class DeckTokens(_Tokens):
    """Fonts a reader has, their metric twins to measure with (`path@weight`), and sizes in points."""

    heading_font: str
    body_font: str
    title: Points
    statements: Points
    examples: Points
    smallest: Points
    regular: str
    bold: str


class Font(_Tokens):
    """One face: a file of the theme's folder or of an installed package (`package/path.ttf`).

    An optional one is used where its package is installed.
    """

    family: str
    file: str
    weight: int
    style: Literal["normal", "italic"] = "normal"
    optional: bool = False


class _ThemeFile(_Tokens):
    theme: About
    colors: Colors
    sheet: SheetTokens
    deck: DeckTokens
    fonts: Annotated[tuple[Font, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as a value: it can travel to another process or machine.

    `files` are the theme's own templates and style sheets by name; `digest` changes when
    anything that shows does, and is the same on every machine.
    """

    name: str
    about: About
    colors: Colors
    sheet: SheetTokens
    deck: DeckTokens
    fonts: tuple[Font, ...]
    files: dict[str, str] = field(repr=False)
    folder: Path
    digest: str


class Paper(NamedTuple):
    """A sheet of paper; width and height in millimetres."""

    name: str
    width: float
    height: float


PAPERS = {"a4": Paper("a4", 210, 297), "letter": Paper("letter", 215.9, 279.4)}


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides how documents of one build look, besides what they say."""

    theme: Theme
    paper: Paper = PAPERS["a4"]
    page_budget: int = 1
    validate: bool = False


TEXT_FILES = (".j2", ".css", ".toml")


def open_theme(name: str) -> Theme:
    """A built-in theme by name, or the theme in that folder.

    `templates/` of the working directory wins over the themes that ship with the package.
    Raises BadTheme with every problem of its theme.toml.
    """
    folder = _find(name)
    path = folder / "theme.toml"
    shown = path.as_posix()
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadTheme(Problem("theme-unreadable", f"theme.toml cannot be read: {fault}", Span(shown))) from fault
    try:
        tokens = _ThemeFile.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as fault:
        raise BadTheme(_toml_problem(fault, shown)) from fault
    except ValidationError as fault:
        raise BadTheme(*_token_problems(fault, source, shown)) from fault
    files = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.suffix in TEXT_FILES
    }
    return Theme(
        name=folder.name,
        about=tokens.theme,
        colors=tokens.colors,
        sheet=tokens.sheet,
        deck=tokens.deck,
        fonts=(fonts := tuple(_installed(folder, tokens.fonts))),
        files=files,
        folder=folder,
        digest=_digest(files, fonts, folder),
    )


def theme_folders() -> tuple[Path, ...]:
    """Where themes are looked for, first match wins: the working directory, the wheel, the source tree."""
    package = Path(__file__).parent
    return (Path("templates"), package / "_templates", package.parent.parent / "templates")


def theme_names() -> tuple[str, ...]:
    """Every theme that can be asked for by name."""
    return tuple(sorted({path.parent.name for root in theme_folders() for path in root.glob("*/theme.toml")}))


def font_file(theme_folder: Path, file: str) -> Path:
    """Where a font lies: in the theme's folder, else in the installed package its path begins with.

    Raises BadEnvironment when neither has it.
    """
    own = theme_folder / file
    if own.is_file():
        return own
    package, _, inside = file.partition("/")
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(place) / inside).is_file():
            return path
    raise BadEnvironment(
        Problem(
            "font-missing",
            f"the font {file} is not on this machine",
            help=f"run: python -m pip install {package.replace('_', '-')}",
        )
    )


def _find(name: str) -> Path:
    if "/" in name or "\\" in name or name.startswith("."):
        candidates: tuple[Path, ...] = (Path(name),)
    else:
        candidates = (*(root / name for root in theme_folders()), Path(name))
    for folder in candidates:
        if (folder / "theme.toml").is_file():
            return folder
    raise BadTheme(
        Problem(
            "no-such-theme", f"there is no theme '{name}' (no theme.toml found)", help=did_you_mean(name, theme_names())
        )
    )


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


def _digest(files: dict[str, str], fonts: tuple[Font, ...], folder: Path) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{content}\0".encode())
    for font in fonts:
        digest.update(hashlib.sha256(font_file(folder, font.file).read_bytes()).digest())
    return digest.hexdigest()


def _toml_problem(fault: tomllib.TOMLDecodeError, file: str) -> Problem:
    place = re.search(r"line (\d+), column (\d+)", str(fault))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return Problem("theme-syntax", f"this is not TOML: {fault}", Span(file, line, column))


def _token_problems(fault: ValidationError, source: str, file: str) -> Iterator[Problem]:
    groups = {name: info.annotation for name, info in _ThemeFile.model_fields.items()}
    for error in fault.errors(include_url=False):
        where = [str(part) for part in error["loc"]]
        span = _span(source, file, where)
        if error["type"] == "extra_forbidden":
            group = groups.get(where[0])
            fields = getattr(group, "model_fields", groups) if len(where) > 1 else groups
            known = [name.replace("_", "-") for name in fields]
            yield Problem(
                "unknown-token", f"'{'.'.join(where)}' is not a token", span, help=did_you_mean(where[-1], known)
            )
        elif error["type"] == "missing":
            yield Problem(
                "missing-token", f"the token '{'.'.join(where)}' is missing", span, help=f"add '{where[-1]} = …'"
            )
        else:
            yield Problem("bad-token", f"the token '{'.'.join(where)}' does not hold: {error['msg']}", span)


def _span(source: str, file: str, where: list[str]) -> Span:
    """The line of theme.toml that names the token, else its group, else the top: TOML readers keep no places."""
    lines = source.splitlines()
    group = next((n for n, line in enumerate(lines) if re.match(rf"\[+{re.escape(where[0])}\]", line)), 0)
    key = next((n for n in range(group, len(lines)) if re.match(rf"{re.escape(where[-1])}\s*=", lines[n])), group)
    return Span(file, key + 1, 1, len(where[-1]), lines[key] if lines else "")
