"""Find the folders that a theme is made of: its own, then that of the theme it extends, and so on."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path, PurePosixPath

from ladder_export.core.problems import BadTheme, Problem, Span, did_you_mean
from ladder_export.files.access import is_inside, read_file, real_path
from ladder_export.files.resources import BASE, THEME_FILE, outside_theme_problem, theme_folders, theme_names

MAX_PARENTS = 8


def theme_chain(folder: Path) -> tuple[Path, ...]:
    """Return the folder of a theme, then the folder of the theme it extends, then of the one that extends, and so on.

    Raises BadTheme if an extended theme does not exist, lies outside the folder of the theme that extends it, or
    extends that theme in turn, or if there are more than MAX_PARENTS. Raises OSError if a theme.toml cannot be read,
    UnicodeDecodeError or TOMLDecodeError if it is not TOML.
    """
    chain = [folder]
    while name := _extends(chain[-1]):
        parent = _parent(chain[-1], name)
        if real_path(parent) in map(real_path, chain):
            way = " → ".join(theme_folder.name for theme_folder in (*chain, parent))
            raise _problem(chain[-1], f"themes extend each other in a circle: {way}", "remove one `extends`")
        if len(chain) > MAX_PARENTS:
            raise _problem(chain[-1], f"more than {MAX_PARENTS} themes extend one another", "extend one further up")
        chain.append(parent)
    return tuple(chain)


def existing_chain(folder: Path) -> tuple[Path, ...]:
    """Return the folders of a theme and of the themes it extends; only the theme's own if a theme.toml is wrong.

    For callers that need not report the error, since opening the theme does.
    """
    try:
        return theme_chain(folder)
    except (BadTheme, OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return (folder,)


def _extends(folder: Path) -> str:
    """Return the name of the parent as theme.toml has it; "" for a theme without one. A wrong type is no name here."""
    source = read_file(folder / THEME_FILE, "theme file", folder).decode("utf-8")
    name = tomllib.loads(source).get("extends", "") if "extends" in source else ""
    return name if isinstance(name, str) else ""


def _parent(folder: Path, name: str) -> Path:
    """Return the folder of a parent: one inside the theme's own folder, else a built-in theme."""
    path = PurePosixPath(name.replace("\\", "/"))
    parent = _folder_inside(folder, path) or _built_in(folder, path)
    if parent is None:
        remedy = did_you_mean(name, (*theme_names(), BASE)) or f"extend {BASE}, or a theme in a folder inside this one"
        raise _problem(folder, f"there is no theme '{name}' to extend", remedy)
    return parent


def _folder_inside(folder: Path, path: PurePosixPath) -> Path | None:
    """Return the folder of a theme inside another one; None where none is there. Raises BadTheme for a path out of it."""
    inside = folder / path
    leads_out = path.is_absolute() or ".." in path.parts
    if leads_out or (os.path.lexists(inside / THEME_FILE) and not is_inside(inside, folder)):
        raise BadTheme(outside_theme_problem(folder / THEME_FILE, f"the theme '{path}', which this one extends,"))
    return inside if path.parts and os.path.lexists(inside / THEME_FILE) else None


def _built_in(folder: Path, path: PurePosixPath) -> Path | None:
    """Return the folder of a theme that ships with the program, or of one in `templates/` here; never the theme itself."""
    if len(path.parts) != 1:
        return None
    folders = (root / path for root in theme_folders())
    built_in = (
        candidate
        for candidate in folders
        if os.path.lexists(candidate / THEME_FILE) and real_path(candidate) != real_path(folder)
    )
    return next(built_in, None)


def _problem(folder: Path, message: str, remedy: str) -> BadTheme:
    file = folder / THEME_FILE
    lines = read_file(file, "theme file").decode("utf-8").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if line.startswith("extends")), 1)
    return BadTheme(
        Problem("bad-parent", message, Span(file.as_posix(), number, excerpt=lines[number - 1]), help=remedy)
    )
