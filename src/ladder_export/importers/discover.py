"""Find the files to import and read their bytes; files that cannot hold a ladder are left out, with the reason."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from pathlib import Path

from ladder_export.core.problems import BadRequest, Problem, Span
from ladder_export.files.access import NotAFile, TooLarge, is_folder, read_file, real_path
from ladder_export.importers import tables, word, xlsx
from ladder_export.importers.ir import LeftOut
from ladder_export.importers.not_a_ladder import why_not_by_path
from ladder_export.importers.parsed_pages import HTML
from ladder_export.reading.files import printable_name

TEXT_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt")
DATA_SUFFIXES = (".yaml", ".yml", ".json")
SUFFIXES = (*TEXT_SUFFIXES, *HTML, *DATA_SUFFIXES, *tables.SUFFIXES, *xlsx.SUFFIXES, *word.SUFFIXES)

MAX_FILES = 50_000
MAX_TOTAL_BYTES = 50_000_000  # reading takes up to twenty times as much memory

# A dot inside a code such as L1.0 begins no suffix.
SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import: its path as the user would type it, its path below the imported folder, and its bytes."""

    file: str
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class CollectedFiles:
    """The files to import, the files left out with reasons, and a problem for each file that cannot be read."""

    sources: tuple[SourceFile, ...]
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()


def collect(paths: Sequence[Path], output: Path | None) -> CollectedFiles:
    """Read every file in `paths` and in the folders among them, sorted by name within each folder.

    Hidden files, links, and the folder `output` (None for none) are skipped. With several `paths`, a file's path begins
    with the name of the one that it was found in. Raises BadRequest when one of `paths` does not exist, or the files
    are too many or too large together.
    """
    if missing := list(filterfalse(os.path.lexists, paths)):
        raise BadRequest(*(Problem("no-source", f"there is no file or folder '{path.as_posix()}'") for path in missing))
    sources: list[SourceFile] = []
    left_out: list[LeftOut] = []
    problems: list[Problem] = []
    total_bytes = 0
    for number, (path, below) in enumerate(_iter_files(paths, output)):
        if number >= MAX_FILES:
            raise BadRequest(_too_many())
        file = printable_name(path.as_posix())
        why = "" if path in paths else why_not_by_path(below) or _why_not_by_suffix(path)
        if why:
            left_out.append(LeftOut(file, why))
            continue
        source_file = _read_source(path, below)
        if isinstance(source_file, Problem):
            problems.append(source_file)
            continue
        total_bytes += len(source_file.data)
        if total_bytes > MAX_TOTAL_BYTES:
            raise BadRequest(_too_many())
        sources.append(source_file)
    return CollectedFiles(tuple(sources), tuple(left_out), tuple(problems))


def _read_source(path: Path, below: str) -> SourceFile | Problem:
    """Return a file with its bytes, or the problem that it cannot be read."""
    file = printable_name(path.as_posix())
    try:
        return SourceFile(
            file, below, read_file(path, "workbook" if path.suffix.lower() in xlsx.SUFFIXES else "source")
        )
    except TooLarge as fault:
        return Problem(
            "too-large", f"this file is too large: {fault.strerror}", Span(file), help="is it the right one?"
        )
    except NotAFile as fault:
        remedy = "import a file or a folder"
        return Problem("unreadable", f"this cannot be read: {fault.strerror}", Span(file), help=remedy)
    except OSError as fault:
        message = f"this cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        return Problem("unreadable", message, Span(file), help="check the file's permissions")


def _too_many() -> Problem:
    """Return the problem that there are too many files, or too many bytes."""
    message = (
        f"there are more than {MAX_FILES:,} files or {MAX_TOTAL_BYTES // 1_000_000} MB here, more than a ladder has"
    )
    return Problem("too-much", message, help="name the folders that hold levels")


def _iter_files(paths: Sequence[Path], output: Path | None) -> Iterator[tuple[Path, str]]:
    """Yield each file with its path below the imported folder."""
    for path in paths:
        if not is_folder(path):
            yield path, printable_name(path.name)
            continue
        prefix = Path(real_path(path).name) if len(paths) > 1 else Path()
        for file in _files_below(path, output):
            yield file, printable_name((prefix / file.relative_to(path)).as_posix())


def _files_below(folder: Path, output: Path | None) -> Iterator[Path]:
    """Yield the files in a folder and in the folders below it, except hidden ones, links and the `output` folder."""
    left_out = real_path(output) if output else None
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and real_path(Path(here, name)) != left_out
        )
        files = (Path(here, name) for name in sorted(names) if not name.startswith("."))
        yield from filterfalse(Path.is_symlink, files)


def _why_not_by_suffix(path: Path) -> str:
    """Return why a file is left out by its suffix; empty for one that may hold levels."""
    if not SUFFIX.fullmatch(path.suffix) or path.suffix.lower() in SUFFIXES:
        return ""
    if path.suffix.lower() in (".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx"):
        return "a program; if it holds levels, save them as JSON and import that with --mapping"
    return f"no ladder is in a file that ends in {path.suffix}"
