"""Digests of a build's inputs (options, ladder, theme, fonts), computed before any of them is parsed."""

from __future__ import annotations

import hashlib
import os
from dataclasses import fields
from functools import cache
from pathlib import Path

from ladder_export.core.problems import LadderExportError
from ladder_export.core.request import Request
from ladder_export.files.access import FileKind, file_digest, files_below, is_file, read_file
from ladder_export.files.resources import font_file, font_home, theme_folder
from ladder_export.files.theme_folders import existing_chain
from ladder_export.fingerprint.canonical_hash import canonical_digest
from ladder_export.fingerprint.toolchain import dependency_versions, our_files

BRAND_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".ttf", ".otf")
BRAND_NAMES = ("_brand.yml", "_brand.yaml")
SOURCE_SUFFIXES = (".yaml", ".yml", *BRAND_SUFFIXES)


def request_digest(request: Request, ladder: str, theme: str, name: str, fonts: tuple[str, ...]) -> str:
    """Return the digest of everything a build depends on: options, ladder, theme, fonts, this program, its libraries.

    `ladder` and `theme` are digests, empty if unknown; `name` is the theme's name; `fonts` are its font files, as
    `path` or `path@weight`. Of fonts and of this program's files only size and times count, since reading them takes
    longer than everything else. Returns an empty string if one of the digests is empty or there is no such theme.
    """
    folder = theme_folder(name)
    if folder is None or not ladder or not theme:
        return ""
    options = tuple(getattr(request, field.name) for field in fields(request) if field.metadata.get("shows", True))
    chain = existing_chain(folder)
    stamps = (
        tuple(_font_stamp(font_home(chain, font.partition("@")[0]), font) for font in fonts),
        tuple(map(_stamp, our_files())),
    )
    return canonical_digest((options, ladder, theme, *stamps, dependency_versions()))


def ladder_digest(path: Path) -> str:
    """Return the digest of all YAML, image and font files in a ladder's folder; empty if one cannot be read.

    If the path is a file, only that file counts, with the files of its brand if it has one.
    """
    if not is_file(path):
        return _files_digest(path, _ladder_files(path, SOURCE_SUFFIXES), "font")  # fonts have the largest limit
    alone = _files_digest(path, [""], "ladder file")
    try:
        names_brand = b"brand" in read_file(path, "ladder file")
    except OSError:
        return ""
    if names_brand or any(is_file(path.parent / name) for name in BRAND_NAMES):  # its files are in the same folder
        files = [
            name
            for name in _ladder_files(path.parent, SOURCE_SUFFIXES)
            if name.lower().endswith((*BRAND_SUFFIXES, *BRAND_NAMES))
        ]
        return f"{alone} {_files_digest(path.parent, files, 'font')}"
    return alone


def theme_digest(name: str) -> str:
    """Return the digests of all files of a theme and of the themes it extends, separated by spaces.

    `name` is a theme's name or path. Empty if there is no such theme, or a file cannot be read.
    """
    folder = theme_folder(name)
    if folder is None:
        return ""
    digests = [_folder_digest(theme_folder) for theme_folder in existing_chain(folder)]
    return " ".join(digests) if all(digests) else ""


def _folder_digest(folder: Path) -> str:
    try:
        files = [f"/{file.relative_to(folder).as_posix()}" for file in files_below(folder)]
    except OSError:
        return ""
    return _files_digest(folder, files, "font")  # fonts have the largest limit


def _files_digest(root: Path, names: list[str], kind: FileKind) -> str:
    digest, place = hashlib.sha256(), str(root)
    try:
        for name in sorted(names):
            data = read_file(place + name, kind, root if name else None, walked=True)
            digest.update(name.encode("utf-8", "surrogateescape") + hashlib.sha256(data).digest())
    except OSError:
        return ""
    return digest.hexdigest() if names else ""


def font_digest(folder: Path, font: str) -> str:
    """Return the SHA-256 of a font file that a theme uses; empty if it is not installed.

    `folder` is the theme's folder; `font` is the path as theme.toml has it, or `path@weight` for a variable font.
    """
    try:
        return _font_digest(font_file(folder, font.partition("@")[0]))
    except (LadderExportError, OSError):
        return ""


@cache
def _font_digest(file: Path) -> str:
    return file_digest(file, "font")


def _font_stamp(folder: Path, font: str) -> str:
    """Return size and times of a font's file; empty if it is not installed."""
    try:
        return _stamp(font_file(folder, font.partition("@")[0]))
    except LadderExportError:
        return ""


def _stamp(path: Path | str) -> str:
    """Return size, modification time and change time of a file; the last one cannot be set by hand."""
    file_stat = os.stat(path)  # noqa: PTH116  # see _ladder_files
    return f"{file_stat.st_size} {file_stat.st_mtime_ns} {file_stat.st_ctime_ns}"


def _ladder_files(path: Path, endings: tuple[str, ...]) -> list[str]:
    """Return the paths below a folder, relative to it, of files with these suffixes; empty if a folder cannot be read.

    Paths are strings, since there may be thousands and an unchanged build does little else.
    """
    root, faults, names = str(path), list[OSError](), list[str]()
    for folder, folders, files in os.walk(root, onerror=faults.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = f"{folder[len(root) :]}{os.sep}"
        names += [below + name for name in files if name.lower().endswith(endings)]
    return [] if faults else names
