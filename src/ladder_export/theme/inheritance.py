"""Join the files and settings of a theme with those of the themes it extends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from ladder_export.core.problems import BadTheme, Problem, Span, did_you_mean
from ladder_export.theme.style_slots import Line, Sheet, UnknownSlot, extend_sheet, parse_sheet

MACROS = "pieces.html.j2"  # the template whose macros a child replaces one by one
MACRO = re.compile(r"\{%-?\s*macro\s+([A-Za-z]\w*)")
NAMED_IN_PARENT = (".j2", ".toml")
FONTS = "fonts"
T = TypeVar("T")


class Origin(NamedTuple):
    """The source of a run of lines in a joined file, so that messages name the file that a person can edit.

    The lines of the joined file from number `line` on are the lines of `file` from number `first` on. Numbers count
    from 1.
    """

    line: int
    file: str
    first: int


@dataclass(frozen=True, slots=True)
class ThemeFolder:
    """The files of a single theme's folder, texts and pictures, by their paths relative to the folder."""

    folder: Path
    texts: Mapping[str, str] = field(repr=False)
    pictures: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The files of a theme joined with those of the themes it extends, by their paths.

    A file of the theme replaces an inherited one of the same name, which templates can still use as
    `base/sheet.html.j2`, with the name of its theme. Style sheets are joined instead: `sheets` has them with their
    slots (marked rules that a theme may replace). `origins` says, for each text, which file its lines come from.
    """

    texts: Mapping[str, str]
    pictures: Mapping[str, bytes]
    origins: Mapping[str, tuple[Origin, ...]]
    sheets: Mapping[str, Sheet]


def join_files(folders: Sequence[ThemeFolder]) -> ThemeFiles:
    """Join the files of a theme with those of the themes it extends.

    `folders` begins with the theme's own, followed by that of the theme it extends, and so on. Raises BadTheme if a
    style sheet replaces a slot (marked rules) that the extended theme lacks.
    """
    files, above = ThemeFiles({}, {}, {}, {}), ""
    for depth, folder in enumerate(reversed(folders)):
        files, above = _extended(files, above, folder, depth), folder.folder.name
    return files


def _extended(parent: ThemeFiles, name: str, child: ThemeFolder, depth: int) -> ThemeFiles:
    """Return the files of a child on top of those of its parent, whose name is "" where there is none."""
    own = {file: (Origin(1, (child.folder / file).as_posix(), 1),) for file in child.texts}
    texts = {**parent.texts, **_named(name, parent.texts), **child.texts}
    origins = {**parent.origins, **_named(name, parent.origins), **own}
    sheets = {**parent.sheets, **_sheets(parent.sheets, child)}
    for file, sheet in sheets.items():
        texts[file], origins[file] = "".join(line.text for line in sheet.lines), _origins(sheet.lines)
    if MACROS in parent.texts and MACROS in child.texts:
        macros = f"{depth}:{MACROS}"
        texts[macros], origins[macros] = texts[MACROS], origins[MACROS]
        texts[MACROS] = _macros(parent.texts[MACROS], f"{name}/{MACROS}", texts[macros], macros)
    return ThemeFiles(texts, {**parent.pictures, **child.pictures}, origins, sheets)


def _named(parent: str, files: Mapping[str, T]) -> dict[str, T]:
    """Return the files that a child can use by the parent's name, and its tokens, of which every change counts."""
    own = (file for file in files if "/" not in file and ":" not in file and file.endswith(NAMED_IN_PARENT))
    return {f"{parent}/{file}": files[file] for file in own}


def _sheets(inherited: Mapping[str, Sheet], child: ThemeFolder) -> dict[str, Sheet]:
    """Return the style sheets of a child, each joined with its parent's of the same name."""
    sheets = dict[str, Sheet]()
    for file, text in child.texts.items():
        if file.endswith(".css"):
            path = (child.folder / file).as_posix()
            sheet = parse_sheet(text, path)
            sheets[file] = _joined(inherited[file], sheet, path) if file in inherited else sheet
    return sheets


def _macros(inherited: str, inherited_name: str, own: str, own_name: str) -> str:
    """Return a template that has the macros of two: a child's replace its parent's of the same name."""
    ours = MACRO.findall(own)
    theirs = [*MACRO.findall(inherited), *EXPORTED.findall(inherited)]
    lines = [
        f'{{% import "{inherited_name}" as inherited %}}{{% import "{own_name}" as own %}}',
        *(f"{{% set {name} = inherited.{name} %}}" for name in dict.fromkeys(theirs) if name not in ours),
        *(f"{{% set {name} = own.{name} %}}" for name in dict.fromkeys(ours)),
    ]
    return "".join(lines)


EXPORTED = re.compile(r"\{% set (\w+) = (?:inherited|own)\.")  # of a template that _macros made


def _joined(parent: Sheet, child: Sheet, file: str) -> Sheet:
    try:
        return extend_sheet(parent, child)
    except UnknownSlot as fault:
        span = Span(file, max(1, fault.line.number - 1))
        message = f"the style sheet fills the slot '{fault.name}', which the theme it extends does not have"
        raise BadTheme(
            Problem("unknown-slot", message, span, help=did_you_mean(fault.name, fault.available))
        ) from fault


def _origins(lines: Iterable[Line]) -> tuple[Origin, ...]:
    """Return where lines come from, an entry for each run of lines that follow each other in one file."""
    origins = list[Origin]()
    for number, line in enumerate(lines, 1):
        last = origins[-1] if origins else None
        if last is None or (line.file, line.number - number) != (last.file, last.first - last.line):
            origins.append(Origin(number, line.file, line.number))
    return tuple(origins)


def merge_tokens(levels: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Merge the settings of a theme's theme.toml with those of the themes it extends.

    `levels` begins with the theme's own settings, followed by those of the theme it extends, and so on. Tables are
    merged key by key; the first theme that has a key wins. Lists of fonts are joined, the theme's own fonts first; a
    font replaces an inherited one of the same family, weight and style.
    """
    merged: dict[str, object] = {}
    for level in reversed(levels):
        fonts = _fonts(level, merged)
        merged = _merged(merged, level)
        merged |= {FONTS: fonts} if fonts else {}
    merged.pop("extends", None)
    return merged


def _merged(parent: Mapping[str, object], child: Mapping[str, object]) -> dict[str, object]:
    """Return two tables in one, and the tables in them."""
    merged = dict(parent)
    for name, value in child.items():
        inherited = merged.get(name)
        both = isinstance(inherited, dict) and isinstance(value, dict)
        merged[name] = _merged(inherited, value) if both else value  # type: ignore[arg-type]  # both are tables
    return merged


def _fonts(child: Mapping[str, object], parent: Mapping[str, object]) -> list[object]:
    """Return a child's fonts, then those of its parent that it does not replace."""
    own, inherited = child.get(FONTS, []), parent.get(FONTS, [])
    if not isinstance(own, list) or not isinstance(inherited, list):
        return []
    taken = [_face(font) for font in own]
    return [*own, *(font for font in inherited if _face(font) not in taken)]


def _face(font: object) -> tuple[object, ...]:
    """Return what tells faces apart."""
    if not isinstance(font, dict):
        return (font,)
    return (font.get("family"), font.get("weight"), font.get("style", "normal"))


def token_level(levels: Sequence[Mapping[str, object]], where: Sequence[str]) -> tuple[int, list[str]]:
    """Find the theme that sets a value of theme.toml; return its index in `levels`, and the value's path there.

    `levels` are the settings of a theme and of those it extends, the nearest first. `where` is the path of the value in
    the merged settings; it differs from the returned path for fonts, whose lists are joined. The index is 0 if no theme
    sets the value.
    """
    path = list(where)
    if path[:1] == [FONTS] and len(path) > 1 and path[1].isdigit():
        return _font_level(levels, int(path[1]), path)
    return next((number for number, level in enumerate(levels) if _has(level, path)), 0), path


def _font_level(levels: Sequence[Mapping[str, object]], position: int, path: list[str]) -> tuple[int, list[str]]:
    seen = list[tuple[object, ...]]()
    for number, level in enumerate(levels):
        fonts = level.get(FONTS, [])
        above = tuple(seen)
        for own, font in enumerate(fonts if isinstance(fonts, list) else []):
            if _face(font) in above:
                continue
            if position == 0:
                return number, [FONTS, str(own), *path[2:]]
            position -= 1
            seen.append(_face(font))
    return 0, path


def _has(level: Mapping[str, object], path: Sequence[str]) -> bool:
    """Return whether a table has a value at a path."""
    value: object = level
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True
