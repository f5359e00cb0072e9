"""This file finds the files to import and brings their bytes, or says which of them it leaves out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ladder_export.file_access import MAX_TOTAL_BYTES, MEGABYTE, NotAFile, TooLarge, is_folder, read_file, real_path
from ladder_export.importers import dialect_matrix, xlsx
from ladder_export.problems import BadRequest, Problem, Severity, Span

TEXT = (".md", ".markdown", ".mdown", ".mkd", ".txt")
ENDINGS = (*TEXT, *dialect_matrix.ENDINGS, *xlsx.ENDINGS)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its path as the user would type it, the one below what was given, and its bytes."""

    file: str
    path: str
    data: bytes


def gather(given: Sequence[Path], output: Path) -> tuple[list[Source], list[Problem]]:
    """Every file that was given or lies in a folder that was, in order, and the problems of those left out.

    Hidden files, links and the output folder are passed over; of several sources each is a
    folder of its own. Raises BadRequest when one of them does not exist.
    """
    if missing := [path for path in given if not os.path.lexists(path)]:
        raise BadRequest(*(Problem("no-source", f"there is no file or folder '{path.as_posix()}'") for path in missing))
    sources: list[Source] = []
    problems: list[Problem] = []
    left = MAX_TOTAL_BYTES
    for path, below in _files(given, output):
        file = path.as_posix()
        if path not in given and not _is_wanted(path):
            remedy = "import it alone if it holds levels"
            message = "this file is left out: its ending is not one that ladders come in"
            problems.append(Problem("left-out", message, Span(file), Severity.WARNING, remedy))
            continue
        brought = _brought(path, below)
        if isinstance(brought, Problem):
            problems.append(brought)
            continue
        sources.append(brought)
        left -= len(brought.data)
        if left < 0:
            message = f"there is more than {MAX_TOTAL_BYTES // MEGABYTE} MB to import"
            raise BadRequest(Problem("too-large", message, help="import a part of it at a time"))
    return sources, problems


def _brought(path: Path, below: str) -> Source | Problem:
    """A file with its bytes, or why it cannot be read."""
    file = path.as_posix()
    try:
        return Source(file, below, read_file(path, "workbook" if path.suffix.lower() in xlsx.ENDINGS else "source"))
    except TooLarge as fault:
        return Problem(
            "too-large", f"this file is too large: {fault.strerror}", Span(file), help="is it the right one?"
        )
    except NotAFile as fault:
        remedy = "import a file or a folder"
        return Problem("unreadable", f"this cannot be read: {fault.strerror}", Span(file), help=remedy)
    except OSError as fault:
        message = f"this cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        return Problem("unreadable", message, Span(file), help="check who may read it")


def _files(given: Sequence[Path], output: Path) -> Iterator[tuple[Path, str]]:
    """Each file with its path below what was given."""
    for path in given:
        if not is_folder(path):
            yield path, path.name
            continue
        prefix = Path(real_path(path).name) if len(given) > 1 else Path()
        for folder, folders, names in os.walk(path):
            here = Path(folder)
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and not _is_same(here / name, output)
            )
            for name in sorted(names):
                if not name.startswith(".") and not (here / name).is_symlink():
                    yield here / name, (prefix / (here / name).relative_to(path)).as_posix()


def _is_same(one: Path, other: Path) -> bool:
    return real_path(one) == real_path(other)


def _is_wanted(path: Path) -> bool:
    """Whether a file may hold levels; a dot inside a code such as L1.0 begins no ending."""
    return not path.suffix[1:].isalpha() or path.suffix.lower() in ENDINGS
