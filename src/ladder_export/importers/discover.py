"""This file finds the files to import and brings their bytes, or says which of them it leaves out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ladder_export.core.problems import BadRequest, Problem, Span
from ladder_export.files.access import NotAFile, TooLarge, is_folder, read_file, real_path
from ladder_export.importers import tables, word, xlsx
from ladder_export.importers.ir import LeftOut
from ladder_export.importers.not_a_ladder import what_it_is
from ladder_export.importers.parsed_pages import HTML
from ladder_export.reading.files import printable_name

TEXT = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt")
DATA = (".yaml", ".yml", ".json")
ENDINGS = (*TEXT, *HTML, *DATA, *tables.ENDINGS, *xlsx.ENDINGS, *word.ENDINGS)

MOST_FILES = 50_000
MOST_TOGETHER = 50_000_000  # reading takes less than twenty times as much memory

# What ends a name; a dot inside a code such as L1.0 begins no ending.
ENDING = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its path as the user would type it, the one below what was given, and its bytes."""

    file: str
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to import, those left out, and the problems of those that cannot be read."""

    sources: tuple[Source, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def gather(given: Sequence[Path], output: Path | None) -> Gathered:
    """Return every file that was given or lies in a folder that was, in order.

    Hidden files, links and the output folder are passed over; of several sources each is a
    folder of its own. Raises BadRequest when one of them does not exist, or together they are more than a ladder can be.
    """
    if missing := [path for path in given if not os.path.lexists(path)]:
        raise BadRequest(*(Problem("no-source", f"there is no file or folder '{path.as_posix()}'") for path in missing))
    sources: list[Source] = []
    left_out: list[LeftOut] = []
    problems: list[Problem] = []
    together = 0
    for number, (path, below) in enumerate(_files(given, output)):
        if number >= MOST_FILES:
            raise BadRequest(_too_many())
        file = printable_name(path.as_posix())
        why = "" if path in given else what_it_is(below) or _strange_ending(path)
        if why:
            left_out.append(LeftOut(file, why))
            continue
        brought = _brought(path, below)
        if isinstance(brought, Problem):
            problems.append(brought)
            continue
        together += len(brought.data)
        if together > MOST_TOGETHER:
            raise BadRequest(_too_many())
        sources.append(brought)
    return Gathered(tuple(sources), tuple(left_out), tuple(problems))


def _brought(path: Path, below: str) -> Source | Problem:
    """A file with its bytes, or why it cannot be read."""
    file = printable_name(path.as_posix())
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


def _too_many() -> Problem:
    message = (
        f"there are more than {MOST_FILES:,} files or {MOST_TOGETHER // 1_000_000} MB here, more than a ladder has"
    )
    return Problem("too-much", message, help="name the folders that hold levels")


def _files(given: Sequence[Path], output: Path | None) -> Iterator[tuple[Path, str]]:
    """Each file with its path below what was given."""
    for path in given:
        if not is_folder(path):
            yield path, printable_name(path.name)
            continue
        prefix = Path(real_path(path).name) if len(given) > 1 else Path()
        for folder, folders, names in os.walk(path):
            here = Path(folder)
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and not (output and _is_same(here / name, output))
            )
            for name in sorted(names):
                if not name.startswith(".") and not (here / name).is_symlink():
                    yield here / name, printable_name((prefix / (here / name).relative_to(path)).as_posix())


def _is_same(one: Path, other: Path) -> bool:
    return real_path(one) == real_path(other)


def _strange_ending(path: Path) -> str:
    """Why a file is left out by its ending; empty for one that may hold levels."""
    if not ENDING.fullmatch(path.suffix) or path.suffix.lower() in ENDINGS:
        return ""
    if path.suffix.lower() in (".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx"):
        return "a program; if levels stand in it, save them as JSON and say where with --mapping"
    return f"ladders do not come in files that end in {path.suffix}"
