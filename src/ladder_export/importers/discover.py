"""This file finds the files to import and brings their bytes, or says which of them it leaves out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ladder_export.importers import dialect_matrix, xlsx
from ladder_export.problems import BadRequest, Problem, Severity, Span
from ladder_export.reading.source import MOST_BYTES

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
    if missing := [path for path in given if not path.exists()]:
        raise BadRequest(*(Problem("no-source", f"there is no file or folder '{path.as_posix()}'") for path in missing))
    sources: list[Source] = []
    problems: list[Problem] = []
    for path, below in _files(given, output):
        file = path.as_posix()
        if path not in given and not _is_wanted(path):
            remedy = "import it alone if it holds levels"
            message = "this file is left out: its ending is not one that ladders come in"
            problems.append(Problem("left-out", message, Span(file), Severity.WARNING, remedy))
            continue
        try:
            with path.open("rb") as stream:
                sources.append(Source(file, below, stream.read(MOST_BYTES + 1)))
        except OSError as fault:
            message = f"this cannot be read: {(fault.strerror or 'unknown reason').lower()}"
            problems.append(Problem("unreadable", message, Span(file), help="check who may read it"))
    return sources, problems


def _files(given: Sequence[Path], output: Path) -> Iterator[tuple[Path, str]]:
    """Each file with its path below what was given."""
    for path in given:
        if path.is_file():
            yield path, path.name
            continue
        prefix = Path(path.resolve().name) if len(given) > 1 else Path()
        for folder, folders, names in os.walk(path):
            here = Path(folder)
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and (here / name).resolve() != output.resolve()
            )
            for name in sorted(names):
                if not name.startswith(".") and not (here / name).is_symlink():
                    yield here / name, (prefix / (here / name).relative_to(path)).as_posix()


def _is_wanted(path: Path) -> bool:
    """Whether a file may hold levels; a dot inside a code such as L1.0 begins no ending."""
    return not path.suffix[1:].isalpha() or path.suffix.lower() in ENDINGS
