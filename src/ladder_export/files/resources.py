"""Find the folders of themes and the files of fonts, in the working directory, in this program and in packages."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterable
from pathlib import Path

from ladder_export.core.problems import BadEnvironment, BadTheme, Problem, Span
from ladder_export.files.access import is_file, is_inside

THEME_FILE = "theme.toml"
BASE = "base"  # the theme that others extend; it has no colours of its own
BUILT_IN_FONTS = "fonts"  # the folder of faces that ship beside the built-in themes
AXES = re.compile(r"\[[^\[\]]*\]")  # what names of variable fonts say of their axes


def theme_folders() -> tuple[Path, ...]:
    """Return the folders to search for themes, in order: in the working directory, this package, the source tree."""
    package = Path(__file__).parents[1]
    return (Path("templates"), package / "_templates", package.parent.parent / "templates")


def theme_names() -> tuple[str, ...]:
    """Return the names of all themes that a user can choose, sorted; `base`, which themes extend, is left out."""
    names = {path.parent.name for root in theme_folders() for path in root.glob(f"*/{THEME_FILE}")}
    return tuple(sorted(names - {BASE}))


def theme_folder(name: str) -> Path | None:
    """Return the folder of a theme, given by name or path; None if no theme.toml is there."""
    if "/" in name or "\\" in name or name.startswith("."):
        candidates: tuple[Path, ...] = (Path(name),)
    else:
        candidates = (*(root / name for root in theme_folders()), Path(name))
    return next((folder for folder in candidates if os.path.lexists(folder / THEME_FILE)), None)


def font_file(theme_folder: Path, file: str) -> Path:
    """Return the path of a font that theme.toml names as `file`, a relative path.

    It is looked for in the theme's folder, then among the fonts that ship with this program, then in an installed
    Python package (the first part of `file`). Raises BadEnvironment if it is not found, BadTheme if its path leads out
    of these folders.
    """
    if Path(file).is_absolute() or ".." in Path(file).parts:
        raise BadTheme(outside_theme_problem(theme_folder / THEME_FILE, f"the font {file}"))
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
    raise BadEnvironment(Problem("font-missing", f"the font {file} is not installed", help=_remedy(file)))


def font_home(theme_folders: Iterable[Path], file: str) -> Path:
    """Return the first of `theme_folders` that has the file, such as a font; the first folder if none has it.

    `theme_folders` are the folder of a theme and those of the themes it extends, in this order.
    """
    folders = tuple(theme_folders)
    return next((folder for folder in folders if os.path.lexists(folder / file)), folders[0])


def _package_folders(name: str) -> list[Path]:
    """Return the folders of an installed package; empty if it is not installed."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    return list(map(Path, spec.submodule_search_locations or ())) if spec else []


def _remedy(file: str) -> str:
    """Return how to get a missing font. Fonts of some former packages now ship with this program."""
    package, _, below = file.partition("/")
    own = f"{BUILT_IN_FONTS}/{AXES.sub('-Regular', Path(below).name)}"
    if any(is_file(root / own) for root in theme_folders()):
        return f'write "{own}" in theme.toml, which ships with ladder-export'
    if package == BUILT_IN_FONTS or not below:
        return "put it into the theme's folder, or name another one in theme.toml"
    return f"run: python -m pip install {package.replace('_', '-')}"


def require_inside(folder: Path, file: Path) -> Path:
    """Return `file` if it is inside `folder` after following links. Raises BadTheme if it is not."""
    if not is_inside(file, folder):
        raise BadTheme(outside_theme_problem(file, file.name))
    return file


def outside_theme_problem(path: Path, what: str) -> Problem:
    """Return the problem that a file is outside the theme's folder.

    `path` is where the problem is reported; `what` is the subject of the message, such as "the font …".
    """
    message = f"{what} is outside the theme's folder"
    return Problem("outside-theme", message, Span(path.as_posix()), help="copy it into the folder")
