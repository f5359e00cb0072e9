"""Defaults of options that a repository or a user sets once: `[tool.ladder-export]` in pyproject.toml, and config.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from ladder_export.core.problems import did_you_mean
from ladder_export.files.access import is_file, read_file

ENVIRONMENT: Final = {"auto_envvar_prefix": "LADDER_EXPORT"}  # LADDER_EXPORT_THEME is --theme, and so on
COMMANDS = ("build", "check", "preview")
TABLE = "ladder-export"
MARK = re.compile(
    rb"^\s*\[\s*tool\s*\]|\btool\b[\"'\s]*\.[\"'\s]*ladder-export", re.MULTILINE
)  # a file without has no such table
# How a user works, whatever the ladder: a build's result must not depend on whose machine it is.
PERSONAL = ("jobs", "output", "port", "quiet", "verbose")
# What a repository cannot set: whoever clones it has not agreed to send data elsewhere, or to a build that never ends.
NEVER = ("cluster", "dry-run", "force", "json", "watch")
OLD_NAMES = {"edition": "document"}  # accepted, but never suggested
FOLDERS = ("deck", "icc", "ladder", "output", "reference-doc", "theme")


def find_defaults(commands: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """Return the defaults that files set for options, by command and parameter, in the form of Click's `default_map`.

    `commands` are the program's commands by name. The nearest pyproject.toml that has the table counts first, then the
    user's config.toml. Paths are relative to the folder of their file. The result is empty if no file sets a default.
    Raises UsageError for a file that is not valid TOML, and for a key that is not an option.
    """
    personal = Path(click.get_app_dir("ladder-export"), "config.toml")
    settings = {}
    if is_file(personal):
        settings = _settings(personal, _table(personal, read_file(personal, "settings")), commands, PERSONAL)
    for folder in (Path.cwd(), *Path.cwd().parents):
        path = folder / "pyproject.toml"
        data = read_file(path, "settings") if is_file(path) else b""
        if MARK.search(data) and (table := _table(path, data).get("tool", {}).get(TABLE)):
            settings |= _settings(path, table, commands, None)
            break
    return {command: _of(commands[command], settings) for command in COMMANDS if settings}


def _table(path: Path, data: bytes) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # few commands find such a file

    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise click.UsageError(f"{path} is not valid TOML: {fault}") from fault


def _settings(
    path: Path, table: Mapping[str, Any], commands: Mapping[str, click.Command], allowed: tuple[str, ...] | None
) -> dict[str, Any]:
    """Return a file's settings by parameter, paths as seen from here. Raises UsageError for names that are no options."""
    known = {_name(option): option for option in chain.from_iterable(commands[name].params for name in COMMANDS)}
    table = _by_present_names(path, table)
    names = sorted(set(known).difference(NEVER) if allowed is None else set(known).intersection(allowed))
    for name, value in table.items():
        if fault := _fault(name, value, known[name] if name in names else None, names):
            raise click.UsageError(f"{path}: {fault}")
    if allowed is None and not _is_below(str(table.get("output", ""))):
        raise click.UsageError(f"{path}: 'output' must be a folder below the one that holds this file")
    return {str(known[name].name): _seen_from_here(path, name, value) for name, value in table.items()}


def _by_present_names(path: Path, table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a table whose settings have the names of today. Raise UsageError for one that has both names."""
    for old, new in OLD_NAMES.items():
        if old in table and new in table:
            raise click.UsageError(f"{path}: '{old}' is the old name of '{new}': remove it")
    return {OLD_NAMES.get(name, name): value for name, value in table.items()}


def _fault(name: str, value: object, option: click.Parameter | None, names: list[str]) -> str:
    """Return what is wrong with a setting; empty where nothing is. `option` is None where the name is none of the names."""
    if option is None:
        return f"'{name}' is not a setting. {did_you_mean(name, names) or 'Settings are: ' + ', '.join(names)}"
    return "" if _fits(option, value) else f"'{name}' cannot be {value!r}"


def _name(option: click.Parameter) -> str:
    return next((flag[2:] for flag in option.opts if flag.startswith("--")), option.name or "")


def _fits(option: click.Parameter, value: object) -> bool:
    if isinstance(option, click.Option) and option.is_flag:
        return isinstance(value, bool)
    several = isinstance(option, click.Option) and option.multiple
    values = value if several and isinstance(value, list) else [value]
    return all(isinstance(value, str | int) and not isinstance(value, bool) and value != "" for value in values)


def _is_below(path: str) -> bool:
    return not Path(path).is_absolute() and ".." not in Path(path).parts


def _seen_from_here(path: Path, name: str, value: Any) -> Any:  # noqa: ANN401  # what TOML holds
    """Return a value, a path in it made one that leads there from the working directory; a theme may also be a name."""
    is_name = name == "theme" and "/" not in str(value)
    return str(path.parent / value) if name in FOLDERS and not is_name else value


def _of(command: click.Command, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that are parameters of a command; a single value of a repeatable option as a list."""
    several = {option.name for option in command.params if isinstance(option, click.Option) and option.multiple}
    names = {option.name for option in command.params}
    return {
        name: [value] if name in several and not isinstance(value, list) else value
        for name, value in settings.items()
        if name in names
    }
