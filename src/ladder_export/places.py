"""This file knows where themes and fonts lie: the working directory, the theme's own folder, an installed package."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from ladder_export.problems import BadEnvironment, Problem


def theme_folders() -> tuple[Path, ...]:
    """Where themes are looked for, first match wins: the working directory, the wheel, the source tree."""
    package = Path(__file__).parent
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
    return next((folder for folder in candidates if (folder / "theme.toml").is_file()), None)


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
