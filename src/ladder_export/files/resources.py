"""This file knows where themes and fonts lie: the working directory, the theme's own folder, this program, an installed package."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path

from ladder_export.core.problems import BadEnvironment, BadTheme, Problem, Span
from ladder_export.files.access import is_file, is_inside

BUILT_IN_FONTS = "fonts"  # the folder of faces that ship beside the built-in themes
AXES = re.compile(r"\[[^\[\]]*\]")  # what names of variable fonts say of their axes


def theme_folders() -> tuple[Path, ...]:
    """Where themes are looked for, first match wins: the working directory, the wheel, the source tree."""
    package = Path(__file__).parents[1]
    return (Path("templates"), package / "_templates", package.parent.parent / "templates")


def theme_names() -> tuple[str, ...]:
    """Every theme that can be asked for by name."""
    return tuple(sorted({path.parent.name for root in theme_folders() for path in root.glob("*/theme.toml")}))


def theme_folder(name: str) -> Path | None:
    """The folder of a built-in theme, or the one that a path leads to; None where no theme.toml lies."""
    if "/" in name or "\\" in name or name.startswith("."):
        candidates: tuple[Path, ...] = (Path(name),)
    else:
        candidates = (*(root / name for root in theme_folders()), Path(name))
    return next((folder for folder in candidates if os.path.lexists(folder / "theme.toml")), None)


def font_file(theme_folder: Path, file: str) -> Path:
    """Where a font lies: in the theme's folder, else beside the built-in themes, else in the installed package its path begins with.

    Raises BadEnvironment when none has it, BadTheme when it leads out of them.
    """
    if Path(file).is_absolute() or ".." in Path(file).parts:
        raise BadTheme(outside_theme_problem(theme_folder / "theme.toml", f"the font {file}"))
    own = theme_folder / file
    if os.path.lexists(own):
        return require_inside(theme_folder, own)
    package, _, below = file.partition("/")
    for root in theme_folders() if package == BUILT_IN_FONTS else ():
        if os.path.lexists(root / file):
            return require_inside(root, root / file)
    for path in (place / below for place in _package_folders(package)):
        if is_file(path):
            return path
    raise BadEnvironment(Problem("font-missing", f"the font {file} is not on this machine", help=_remedy(file)))


def _package_folders(name: str) -> list[Path]:
    """Return the folders of an installed package; none where there is none of that name."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    return list(map(Path, spec.submodule_search_locations or ())) if spec else []


def _remedy(file: str) -> str:
    """What brings a font: faces that were an installed package's once are this program's own now."""
    package, _, below = file.partition("/")
    own = f"{BUILT_IN_FONTS}/{AXES.sub('-Regular', Path(below).name)}"
    if any(is_file(root / own) for root in theme_folders()):
        return f'write "{own}" in theme.toml, which ships with ladder-export'
    if package == BUILT_IN_FONTS or not below:
        return "put it into the theme's folder, or name another one in theme.toml"
    return f"run: python -m pip install {package.replace('_', '-')}"


def require_inside(folder: Path, file: Path) -> Path:
    """The file, which must lie in the theme's own folder whatever links there are."""
    if not is_inside(file, folder):
        raise BadTheme(outside_theme_problem(file, file.name))
    return file


def outside_theme_problem(place: Path, what: str) -> Problem:
    """The problem of a file that a theme must not reach."""
    message = f"{what} lies outside the theme's folder"
    return Problem("outside-theme", message, Span(place.as_posix()), help="copy it into the folder")
